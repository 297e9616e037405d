/*
 * network_state_check.c
 *	  Partial supply networks that come in: is every part where building one
 *	  leaves it?
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "network/network_state.h"

/* Is a table's number of slots one that leaves a third of them free? */
static inline bool
has_slots(uint32 slots, uint32 capacity)
{
	return slots != 0 && (slots & (slots - 1)) == 0 && (Size) slots * 2 >= (Size) capacity * 3;
}

/* Do the parts of a state lie in it, as far as its header tells? */
bool
te_network_state_has_head(const TeNetworkState *state)
{
	return VARSIZE(state) >= sizeof(TeNetworkState) &&
		VARSIZE(state) == te_layout_fixed_size(state->node_capacity, state->edge_capacity,
											   state->node_slots, state->edge_slots,
											   state->flags) + state->pool_capacity &&
		state->node_capacity > 0 && state->nnodes <= state->node_capacity &&
		state->edge_capacity > 0 && state->nedges <= state->edge_capacity &&
		has_slots(state->node_slots, state->node_capacity) &&
		has_slots(state->edge_slots, state->edge_capacity) &&
		state->pool_used > 0 && state->pool_used <= state->pool_capacity;
}

/* Throws unless each slot is free or leads to an element, and as many do as there are. */
static void
check_slots(const uint32 *slot, uint32 slots, uint32 elements)
{
	uint32		used = 0;

	for (uint32 i = 0; i < slots; i++)
	{
		TE_CHECK_EVERY(i);
		used += slot[i] != 0;
		if (slot[i] > elements)
			te_network_state_damaged("A slot");
	}
	if (used != elements)
		te_network_state_damaged("A number of elements");
}

/* Is a stored code one that the pool and its first bytes agree on? */
static bool
code_is_sound(const TeNetworkState *state, uint64 word, uint32 name)
{
	TeCode		code;

	if (name == 0)
		return true;
	if (!te_layout_in_pool(state, name))
		return false;
	code = te_layout_code(state, word, name);
	return code.len > 8 && te_first_word(code.bytes, code.len) == word;
}

/* Are a node's amounts finite where they are known, and 0 elsewhere? */
static bool
amounts_are_sound(const TeNetworkNode *node)
{
	for (int a = 0; a < TE_AMOUNTS; a++)
	{
		TeSum		sum = node->amount[a];

		if (!isfinite(sum.hi) || !isfinite(sum.lo) ||
			(!(node->known & (TE_NODE_OUTPUT << a)) && (sum.hi != 0 || sum.lo != 0)))
			return false;
	}
	return node->essential >= 0 && node->essential <= 1;
}

/* Throws unless the nodes are sound, and each is where a search finds it, so that none is twice. */
static void
check_nodes(const TeNetworkState *state)
{
	const TeNetworkNode *node = te_network_state_nodes(state);

	for (uint32 i = 0; i < state->nnodes; i++)
	{
		const TeNetworkNode *n = &node[i];

		TE_CHECK_EVERY(i);
		if (!code_is_sound(state, n->word, n->name) ||
			!code_is_sound(state, n->sector_word, n->sector_name))
			te_network_state_damaged("A name");
		if (n->word == 0 || (n->known & ~(TE_NODE_KNOWN | TE_NODE_GIVEN)) != 0 ||
			n->reserved != 0 ||
			((n->known & TE_NODE_SECTOR) != 0 && n->sector_word == 0) || !amounts_are_sound(n))
			te_network_state_damaged("What is known of a node");
		if (*te_network_find_node(state, te_network_state_code(state, n)) != i + 1)
			te_network_state_damaged("A node");
	}
}

/* Throws unless the edges lead from node to node, and each is where a search finds it. */
static void
check_edges(const TeNetworkState *state)
{
	const TeNetworkEdge *edge = te_network_state_edges(state);

	for (uint32 e = 0; e < state->nedges; e++)
	{
		TE_CHECK_EVERY(e);
		if (edge[e].supplier >= state->nnodes || edge[e].user >= state->nnodes ||
			!isfinite(edge[e].amount.hi) || !isfinite(edge[e].amount.lo) ||
			*te_network_find_edge(state, edge[e].supplier, edge[e].user) != e + 1)
			te_network_state_damaged("An edge");
	}
}

/* Throws unless what was negative is finite and not below zero. */
static void
check_negative(const TeNetworkState *state)
{
	const TeSum *negative = te_layout_edge_negative(state);
	Size		n = state->edge_capacity + (Size) state->node_capacity * TE_AMOUNTS;

	for (Size i = 0; negative != NULL && i < n; i++)
	{
		TE_CHECK_EVERY(i);
		if (!isfinite(negative[i].hi) || !isfinite(negative[i].lo) || negative[i].hi < 0)
			te_network_state_damaged("What was negative");
	}
}

/* Throws unless the bytes are a state as building one leaves it. */
void
te_network_state_check(const TeNetworkState *state)
{
	const uint8 known = TE_NETWORK_PARTIAL | TE_NETWORK_INEXACT | TE_NETWORK_BASED |
		TE_NETWORK_BOUND;

	if (!te_network_state_has_head(state) || (state->flags & ~known) != 0 || state->reserved != 0 ||
		state->rows < 0 || state->skipped_rows < 0)
		te_network_state_damaged("A part");
	check_slots(te_layout_node_slots(state), state->node_slots, state->nnodes);
	check_slots(te_layout_edge_slots(state), state->edge_slots, state->nedges);
	check_nodes(state);
	check_edges(state);
	check_negative(state);
}
