/*
 * network_state.c
 *	  Building a supply network: hash tables of nodes and edges inside one flat
 *	  varlena, changed in place and moved only when it must grow.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "mix/mix.h"
#include "network/network.h"
#include "network/network_state.h"

#define FIRST_SIZE 2048			/* bytes of a new state, as the allocator
								 * likes them */
#define FIRST_NODES 8
#define FIRST_EDGES 16

/* ---- layout ---- */

/* Report that a state is damaged. */
void
te_network_state_damaged(const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("partial supply network is damaged"),
			 errdetail("%s is out of place.", what)));
}

TeCode
te_network_state_code(const TeNetworkState *state, const TeNetworkNode *node)
{
	return te_layout_code(state, node->word, node->name);
}

TeCode
te_network_state_sector(const TeNetworkState *state, const TeNetworkNode *node)
{
	return te_layout_code(state, node->sector_word, node->sector_name);
}

/* Smallest power of two that leaves at least a third of the slots free. */
static uint32
slots_for(Size capacity)
{
	Size		slots = 8;

	while (slots * 2 < capacity * 3)
		slots *= 2;
	return (uint32) slots;
}

/* ---- hashing ---- */

static uint64
mix64(uint64 x)
{
	x = (x ^ (x >> 32)) * UINT64CONST(0xd6e8feb86659fd93);
	x = (x ^ (x >> 32)) * UINT64CONST(0xd6e8feb86659fd93);
	return x ^ (x >> 32);
}

static uint64
hash_code(TeCode code)
{
	uint64		h = mix64(code.word);

	for (int i = 8; i < code.len; i++)
		h = mix64(h ^ (unsigned char) code.bytes[i]);
	return h;
}

static inline uint64
hash_edge(uint32 supplier, uint32 user)
{
	return mix64(((uint64) supplier << 32 | user) + 1);
}

/* Enters every node into empty slots. */
static void
fill_node_slots(TeNetworkState *state)
{
	TeNetworkNode *node = te_network_state_nodes(state);
	uint32	   *slot = te_layout_node_slots(state);

	for (uint32 i = 0; i < state->nnodes; i++)
	{
		uint64		h = hash_code(te_network_state_code(state, &node[i]));

		TE_CHECK_EVERY(i);
		while (slot[h & (state->node_slots - 1)] != 0)
			h++;
		slot[h & (state->node_slots - 1)] = i + 1;
	}
}

/* Enters every edge into empty slots. */
static void
fill_edge_slots(TeNetworkState *state)
{
	TeNetworkEdge *edge = te_network_state_edges(state);
	uint32	   *slot = te_layout_edge_slots(state);

	for (uint32 i = 0; i < state->nedges; i++)
	{
		uint64		h = hash_edge(edge[i].supplier, edge[i].user);

		TE_CHECK_EVERY(i);
		while (slot[h & (state->edge_slots - 1)] != 0)
			h++;
		slot[h & (state->edge_slots - 1)] = i + 1;
	}
}

/* Enters both, where there are as many slots as before by copying them. */
static void
fill_slots(TeNetworkState *state, const TeNetworkState *old)
{
	if (state->node_slots == old->node_slots)
		te_copy(te_layout_node_slots(state), te_layout_node_slots(old),
				old->node_slots * sizeof(uint32));
	else
		fill_node_slots(state);
	if (state->edge_slots == old->edge_slots)
		te_copy(te_layout_edge_slots(state), te_layout_edge_slots(old),
				old->edge_slots * sizeof(uint32));
	else
		fill_edge_slots(state);
}

/* ---- growing ---- */

/* An empty state with room for so much. */
static TeNetworkState *
new_state(uint32 nodes, uint32 edges, Size pool_bytes, uint8 flags)
{
	uint32		nslots = slots_for(nodes);
	uint32		eslots = slots_for(edges);
	Size		size = te_layout_fixed_size(nodes, edges, nslots, eslots, flags);
	TeNetworkState *state;

	if (size + pool_bytes <= FIRST_SIZE)
		pool_bytes = FIRST_SIZE - size;
	if (nodes > TE_NETWORK_MAX_NODES || size + pool_bytes > TE_NETWORK_MAX_SIZE)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a supply network under construction grew above 1 GB"),
				 errdetail("Room for %u nodes and %u edges would need %zu bytes.",
						   nodes, edges, size + pool_bytes),
				 errhint("Leave out the smallest flows, or build one network per product or year.")));
	state = te_alloc_zero(size + pool_bytes);
	SET_VARSIZE(state, size + pool_bytes);
	state->format = TE_NETWORK_FORMAT_2;
	state->flags = TE_NETWORK_PARTIAL | flags;
	state->node_capacity = nodes;
	state->edge_capacity = edges;
	state->node_slots = nslots;
	state->edge_slots = eslots;
	state->pool_used = 1;
	state->pool_capacity = (uint32) pool_bytes;
	return state;
}

/* Whether a state with so many nodes, or edges instead, fits into 1 GB. */
static bool
would_fit(const TeNetworkState *state, bool of_edges, Size capacity)
{
	Size		nodes = of_edges ? state->node_capacity : capacity;
	Size		edges = of_edges ? capacity : state->edge_capacity;

	return te_layout_fixed_size(nodes, edges, slots_for(nodes), slots_for(edges), state->flags) + state->pool_capacity <=
		TE_NETWORK_MAX_SIZE;
}

/*
 * The next capacity of edges, or of nodes: doubled, but near the limit by half
 * of what the 1 GB still holds (the other table may need room, too), and the last
 * bit at once: each time a gigabyte is copied.
 */
static uint32
next_capacity(const TeNetworkState *state, bool of_edges)
{
	Size		old = of_edges ? state->edge_capacity : state->node_capacity;
	Size		fits = old;
	Size		room;

	if (would_fit(state, of_edges, 2 * old))
		return (uint32) (2 * old);
	for (Size step = old / 2; step > 0; step /= 2)
		if (would_fit(state, of_edges, fits + step))
			fits += step;
	room = fits - old;
	return (uint32) (old + Max(Max(room / 2, Min(room, old / 64)), 1));
}

/* The state with more room, in the current context; the old one is left. */
static TeNetworkState *
grow(const TeNetworkState *old, uint32 nodes, uint32 edges, Size pool_bytes, uint8 flags)
{
	TeNetworkState *state = new_state(nodes, edges, pool_bytes, old->flags | flags);

	state->rows = old->rows;
	state->skipped_rows = old->skipped_rows;
	state->nnodes = old->nnodes;
	state->nedges = old->nedges;
	state->pool_used = old->pool_used;
	te_copy(te_network_state_nodes(state), te_network_state_nodes(old),
			old->nnodes * sizeof(TeNetworkNode));
	te_copy(te_network_state_edges(state), te_network_state_edges(old),
			old->nedges * sizeof(TeNetworkEdge));
	if (old->flags & TE_NETWORK_BOUND)
	{
		te_copy(te_layout_edge_negative(state), te_layout_edge_negative(old), old->nedges * sizeof(TeSum));
		te_copy(te_layout_node_negative(state, 0), te_layout_node_negative(old, 0), old->nnodes * TE_AMOUNTS * sizeof(TeSum));
	}
	memcpy(te_layout_pool(state), te_layout_pool(old), old->pool_used);
	fill_slots(state, old);
	return state;
}

/* Room for one more node, and for "bytes" of long codes. */
static TeNetworkState *
reserve_node(TeNetworkState *state, Size bytes)
{
	uint32		nodes = state->node_capacity;
	Size		pool_bytes = state->pool_capacity;

	if (state->nnodes < nodes && state->pool_used + bytes <= pool_bytes)
		return state;
	if (state->nnodes == nodes)
		nodes = next_capacity(state, false);
	if (state->pool_used + bytes > pool_bytes)
		pool_bytes = Max(pool_bytes * 2, pool_bytes + bytes);
	return grow(state, nodes, state->edge_capacity, pool_bytes, 0);
}

/* The state with places for what was negative. */
static TeNetworkState *
with_bound(TeNetworkState *state)
{
	if (state->flags & TE_NETWORK_BOUND)
		return state;
	return grow(state, state->node_capacity, state->edge_capacity, state->pool_capacity, TE_NETWORK_BOUND);
}

/* Puts a long code into the pool, which has room, and returns its place. */
static uint32
pool_put(TeNetworkState *state, TeCode code)
{
	uint32		place = state->pool_used;
	char	   *at = te_layout_pool(state) + place;

	at[0] = (char) code.len;
	memcpy(at + 1, code.bytes, code.len);
	state->pool_used += 1 + code.len;
	return place;
}

/* ---- adding ---- */

/* A new builder with room for so many edges. */
TeNetworkState *
te_network_begin(int expected_edges)
{
	uint32		edges = Max(expected_edges, FIRST_EDGES);

	return new_state(edges > FIRST_EDGES ? edges / 8 + FIRST_NODES : FIRST_NODES, edges, 1, 0);
}

/*
 * Throws for a slot that leads to an element that is not there, and when all
 * have been tried in vain.
 */
static inline void
check_slot(uint32 number, uint32 elements, uint64 tried, uint32 slots)
{
	if (unlikely(number > elements || tried > slots))
		te_network_state_damaged("A slot");
}

/* The slot of a node: its own, or the free one where it belongs. */
uint32 *
te_network_find_node(const TeNetworkState *state, TeCode code)
{
	const TeNetworkNode *node = te_network_state_nodes(state);
	uint32	   *slot = te_layout_node_slots(state);
	uint32		mask = state->node_slots - 1;
	uint64		first = hash_code(code);

	for (uint64 h = first;; h++)
	{
		uint32		i = slot[h & mask];

		check_slot(i, state->nnodes, h - first, mask);
		if (i == 0 || (node[i - 1].word == code.word &&
					   te_code_cmp(te_network_state_code(state, &node[i - 1]), code) == 0))
			return &slot[h & mask];
	}
}

/* Number of the node with that code, which is added when it is new. */
TeNetworkState *
te_network_add_node(TeNetworkState *state, TeCode code, uint32 *number)
{
	uint32	   *slot = te_network_find_node(state, code);
	TeNetworkState *before = state;
	TeNetworkNode *node;

	if (*slot == 0)
	{
		state = reserve_node(state, code.len > 8 ? code.len + 1 : 0);
		if (state != before)
			slot = te_network_find_node(state, code);
		*slot = ++state->nnodes;
		node = &te_network_state_nodes(state)[*slot - 1];
		node->word = code.word;
		if (code.len > 8)
			node->name = pool_put(state, code);
	}
	*number = *slot - 1;
	return state;
}

/* The slot of an edge: its own, or the free one where it belongs. */
uint32 *
te_network_find_edge(const TeNetworkState *state, uint32 supplier, uint32 user)
{
	const TeNetworkEdge *edge = te_network_state_edges(state);
	uint32	   *slot = te_layout_edge_slots(state);
	uint32		mask = state->edge_slots - 1;
	uint64		first = hash_edge(supplier, user);

	for (uint64 h = first;; h++)
	{
		uint32		e = slot[h & mask];

		check_slot(e, state->nedges, h - first, mask);
		if (e == 0 || (edge[e - 1].supplier == supplier && edge[e - 1].user == user))
			return &slot[h & mask];
	}
}

/* What a sum and what was negative of it come to. */
static inline TeNet
net_of(const TeSum *sum, const TeSum *negative)
{
	if (negative != NULL)
		return (TeNet) {*sum, *negative};
	/* without it a sum below zero is one amount, as with_nodes sets it */
	return te_net_of_sum(*sum);
}

/* The amount of an edge. */
TeNet
te_network_edge_net(const TeNetworkState *state, uint32 edge)
{
	TeSum	   *negative = te_layout_edge_negative(state);

	return net_of(&te_network_state_edges(state)[edge].amount, negative == NULL ? NULL : &negative[edge]);
}

/* Amount "which" of a node. */
TeNet
te_network_node_net(const TeNetworkState *state, uint32 node, int which)
{
	TeSum	   *negative = te_layout_node_negative(state, node);

	return net_of(&te_network_state_nodes(state)[node].amount[which], negative == NULL ? NULL : &negative[which]);
}

/* Adds to a sum and to what of it was negative; false when it overflowed. */
static bool
add_to(TeNetworkState *state, TeSum *sum, TeSum *negative, const TeNet *more)
{
	TeNet		net = {*sum, {0, 0}};

	if (negative != NULL)
		net.negative = *negative;
	if (!te_net_add_net(&net, more, 1))
		state->flags |= TE_NETWORK_INEXACT;
	*sum = net.sum;
	if (negative != NULL)
		*negative = net.negative;
	return te_net_is_finite(&net);
}

/* The edge between two nodes, which is added with 0 when it is new. */
TeNetworkState *
te_network_get_edge(TeNetworkState *state, uint32 supplier, uint32 user, TeNetworkEdge **edge)
{
	uint32	   *slot = te_network_find_edge(state, supplier, user);

	if (*slot == 0)
	{
		if (state->nedges == state->edge_capacity)
		{
			state = grow(state, state->node_capacity,
						 next_capacity(state, true), state->pool_capacity, 0);
			slot = te_network_find_edge(state, supplier, user);
		}
		*slot = ++state->nedges;
		*edge = &te_network_state_edges(state)[*slot - 1];
		(*edge)->supplier = supplier;
		(*edge)->user = user;
	}
	*edge = &te_network_state_edges(state)[*slot - 1];
	return state;
}

/* Report that an edge's amounts are too large. */
static void
edge_overflows(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("the amounts of one edge of a supply network are too large to add"),
			 errhint("Use a larger unit for the amounts.")));
}

/* Adds a sum to the edge between two nodes. */
TeNetworkState *
te_network_add_net(TeNetworkState *state, uint32 supplier, uint32 user, const TeNet *amount)
{
	TeNetworkEdge *edge;
	TeSum	   *negative;

	if (unlikely(amount->negative.hi != 0))
		state = with_bound(state);
	state = te_network_get_edge(state, supplier, user, &edge);
	negative = te_layout_edge_negative(state);
	if (negative != NULL)
		negative += edge - te_network_state_edges(state);
	if (!add_to(state, &edge->amount, negative, amount))
		edge_overflows();
	return state;
}

/* Adds an amount that is not negative to the edge between two nodes. */
static inline TeNetworkState *
add_positive(TeNetworkState *state, uint32 supplier, uint32 user, double amount)
{
	TeNetworkEdge *edge;

	state = te_network_get_edge(state, supplier, user, &edge);
	if (!te_sum_add(&edge->amount, amount))
		state->flags |= TE_NETWORK_INEXACT;
	if (unlikely(!isfinite(edge->amount.hi) || !isfinite(edge->amount.lo)))
		edge_overflows();
	return state;
}

/* Adds an amount to the edge between two nodes. */
static inline TeNetworkState *
add_one(TeNetworkState *state, uint32 supplier, uint32 user, double amount)
{
	TeNet		net;

	if (likely(amount >= 0))
		return add_positive(state, supplier, user, amount);
	net = te_net_one(amount);
	return te_network_add_net(state, supplier, user, &net);
}

/* The state after a step; frees the one before the step unless it is the caller's. */
static inline TeNetworkState *
after_step(TeNetworkState *callers, TeNetworkState *before, TeNetworkState *after)
{
	if (unlikely(after != before && before != callers))
		pfree(before);
	return after;
}

/* Adds a row to the network. */
TeNetworkState *
te_network_add_edge(TeNetworkState *state, TeCode supplier, TeCode user, double amount)
{
	TeNetworkState *callers = state;
	uint32		i;
	uint32		j;

	state = te_network_add_node(callers, supplier, &i);
	state = after_step(callers, state, te_network_add_node(state, user, &j));
	return after_step(callers, state, add_one(state, i, j, amount));
}

/* Adds to an amount of a node, which becomes known. */
TeNetworkState *
te_network_add_amount(TeNetworkState *state, uint32 number, int which, const TeNet *amount)
{
	TeNetworkNode *node;
	TeSum	   *negative;

	/* one amount needs no place for what was negative; a second one does */
	if (unlikely(amount->negative.hi != 0 || te_network_state_nodes(state)[number].amount[which].hi < 0) &&
		!(state->flags & TE_NETWORK_BOUND))
	{
		TeNet		before = te_network_node_net(state, number, which);

		state = with_bound(state);
		te_layout_node_negative(state, number)[which] = before.negative;
	}
	node = &te_network_state_nodes(state)[number];
	negative = te_layout_node_negative(state, number);
	node->known |= TE_NODE_OUTPUT << which;
	if (!add_to(state, &node->amount[which], negative == NULL ? NULL : &negative[which], amount))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the amounts of node \"%s\" are too large to add",
						te_code_cstring(te_network_state_code(state, node))),
				 errhint("Use a larger unit for the amounts.")));
	return state;
}

/* Sets an amount of a node, which becomes known. */
void
te_network_set_amount(TeNetworkState *state, uint32 number, int which, double amount)
{
	TeNetworkNode *node = &te_network_state_nodes(state)[number];
	TeNet		net = te_net_one(amount);

	node->known |= TE_NODE_OUTPUT << which;
	node->amount[which] = net.sum;
	if (state->flags & TE_NETWORK_BOUND)
		te_layout_node_negative(state, number)[which] = net.negative;
}

/* Sets a node's sector; a different one there already is an error. */
TeNetworkState *
te_network_set_sector(TeNetworkState *state, uint32 number, TeCode sector)
{
	TeNetworkNode *node;
	TeCode		there;
	int			cmp;

	state = reserve_node(state, sector.len > 8 ? sector.len + 1 : 0);
	node = &te_network_state_nodes(state)[number];
	there = te_network_state_sector(state, node);
	cmp = te_code_cmp(there, sector);
	if (!(node->known & TE_NODE_SECTOR))
	{
		node->known |= TE_NODE_SECTOR;
		node->sector_word = sector.word;
		node->sector_name = sector.len > 8 ? pool_put(state, sector) : 0;
	}
	else if (cmp != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CARDINALITY_VIOLATION),
				 errmsg("node \"%s\" has two sectors",
						te_code_cstring(te_network_state_code(state, node))),
				 errdetail("\"%s\" and \"%s\".", te_code_cstring(cmp < 0 ? there : sector),
						   te_code_cstring(cmp < 0 ? sector : there)),
				 errhint("Make node codes unique, for example country and sector in one code.")));
	return state;
}

/* Sets how essential a node's product is; a different value there already is an error. */
void
te_network_set_essential(TeNetworkState *state, uint32 number, double essential)
{
	TeNetworkNode *node = &te_network_state_nodes(state)[number];

	if (!(node->known & TE_NODE_ESSENTIAL))
	{
		node->known |= TE_NODE_ESSENTIAL;
		node->essential = essential;
	}
	else if (node->essential != essential)
		ereport(ERROR,
				(errcode(ERRCODE_CARDINALITY_VIOLATION),
				 errmsg("node \"%s\" is essential with %g and with %g",
						te_code_cstring(te_network_state_code(state, node)),
						Min(essential, node->essential), Max(essential, node->essential))));
}

/* Throws for a node that with_nodes gets twice. */
void
te_network_mark_given(TeNetworkState *state, uint32 number)
{
	TeNetworkNode *node = &te_network_state_nodes(state)[number];

	if (node->known & TE_NODE_GIVEN)
		ereport(ERROR,
				(errcode(ERRCODE_CARDINALITY_VIOLATION),
				 errmsg("node \"%s\" is given twice",
						te_code_cstring(te_network_state_code(state, node))),
				 errhint("Group the node rows first, so that each node has one row.")));
	node->known |= TE_NODE_GIVEN;
}

/* ---- merging ---- */

/* Adds what another state's node knows to node "number". */
static TeNetworkState *
merge_attributes(TeNetworkState *state, uint32 number, const TeNetworkState *other,
				 const TeNetworkNode *from)
{
	for (int a = 0; a < TE_AMOUNTS; a++)
		if (from->known & (TE_NODE_OUTPUT << a))
		{
			TeNet		amount = te_network_node_net(other, from - te_network_state_nodes(other), a);

			state = te_network_add_amount(state, number, a, &amount);
		}
	if (from->known & TE_NODE_ESSENTIAL)
		te_network_set_essential(state, number, from->essential);
	if (from->known & TE_NODE_SECTOR)
		state = te_network_set_sector(state, number, te_network_state_sector(other, from));
	return state;
}

/* Adds another state: edges and amounts of nodes add up. */
static TeNetworkState *
merge_state(TeNetworkState *state, const TeNetworkState *other)
{
	const TeNetworkNode *node = te_network_state_nodes(other);
	const TeNetworkEdge *edge = te_network_state_edges(other);
	uint32	   *number = palloc_array(uint32, other->nnodes + 1);

	for (uint32 i = 0; i < other->nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		state = te_network_add_node(state, te_network_state_code(other, &node[i]), &number[i]);
		state = merge_attributes(state, number[i], other, &node[i]);
	}
	for (uint32 e = 0; e < other->nedges; e++)
	{
		TeNet		amount = te_network_edge_net(other, e);

		state = te_network_add_net(state, number[edge[e].supplier], number[edge[e].user], &amount);
		CHECK_FOR_INTERRUPTS();
	}
	state->rows += other->rows;
	state->skipped_rows += other->skipped_rows;
	state->flags |= other->flags & TE_NETWORK_INEXACT;
	pfree(number);
	return state;
}

/* Adds node i of a sorted network with its attributes. */
static TeNetworkState *
merge_node(TeNetworkState *state, const TeNetworkView *v, int i, uint32 *number)
{
	state = te_network_add_node(state, te_network_code(v, i), number);
	if (v->output != NULL)
	{
		const double amount[TE_AMOUNTS] = {v->output[i], v->final_demand[i], v->value_added[i]};

		for (int a = 0; a < TE_AMOUNTS; a++)
		{
			TeNet		net = te_net_one(amount[a]);

			if (!isnan(amount[a]))
				state = te_network_add_amount(state, *number, a, &net);
		}
		if (!isnan(v->essential[i]))
			te_network_set_essential(state, *number, v->essential[i]);
	}
	if (v->sector != NULL && v->sector[i] != TE_NETWORK_NO_SECTOR)
		state = te_network_set_sector(state, *number,
									  te_network_sector_code(v, (int) v->sector[i]));
	return state;
}

/* Adds a network of either form. */
TeNetworkState *
te_network_merge(TeNetworkState *state, const TeNetwork *net)
{
	TeNetworkView v;
	uint32	   *number;

	if (net->flags & TE_NETWORK_PARTIAL)
		return merge_state(state, (const TeNetworkState *) net);
	te_network_open(&v, net);
	if (state->nnodes == 0 && v.nedges > FIRST_EDGES)
	{
		TeNetworkState *roomy = new_state(v.nnodes, v.nedges, net->name_bytes + 1, state->flags);

		roomy->rows = state->rows;
		roomy->skipped_rows = state->skipped_rows;
		state = roomy;
	}
	number = palloc_array(uint32, v.nnodes + 1);
	for (int i = 0; i < v.nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		state = merge_node(state, &v, i, &number[i]);
	}
	for (int i = 0; i < v.nnodes; i++)
		for (uint32 e = v.out_start[i]; e < v.out_start[i + 1]; e++)
		{
			state = add_one(state, number[i], number[v.out_user[e]], v.out_amount[e]);
			CHECK_FOR_INTERRUPTS();
		}
	state->rows += net->rows;
	state->skipped_rows += net->skipped_rows;
	state->flags |= net->flags & TE_NETWORK_INEXACT;
	pfree(number);
	return state;
}

/* Takes over the node rows that with_nodes collected elsewhere over the same network. */
TeNetworkState *
te_network_take_given(TeNetworkState *state, const TeNetworkState *other)
{
	const TeNetworkNode *from = te_network_state_nodes(other);

	for (uint32 i = 0; i < other->nnodes; i++)
	{
		TeNetworkNode *node;
		uint32		number;

		if (!(from[i].known & TE_NODE_GIVEN))
			continue;
		state = te_network_add_node(state, te_network_state_code(other, &from[i]), &number);
		te_network_mark_given(state, number);
		node = &te_network_state_nodes(state)[number];

		/*
		 * the other one holds the network's own attributes too: its row has
		 * the last word
		 */
		node->known &= TE_NODE_GIVEN;
		memset(node->amount, 0, sizeof(node->amount));
		if (state->flags & TE_NETWORK_BOUND)
			memset(te_layout_node_negative(state, number), 0, TE_AMOUNTS * sizeof(TeSum));
		state = merge_attributes(state, number, other, &from[i]);
		CHECK_FOR_INTERRUPTS();
	}
	return state;
}
