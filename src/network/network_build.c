/*
 * network_build.c
 *	  The sorted form of a supply network, from the partial one.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "network/network.h"
#include "network/network_state.h"

/* What qsort compares: a code and the number behind it. */
typedef struct CodeNumber
{
	TeCode		code;
	uint32		number;
} CodeNumber;

static int
compare_codes(const void *a, const void *b)
{
	CHECK_FOR_INTERRUPTS();
	return te_code_cmp(((const CodeNumber *) a)->code, ((const CodeNumber *) b)->code);
}

/* Nodes in order of their codes. */
static CodeNumber *
sorted_nodes(const TeNetworkState *state)
{
	const TeNetworkNode *node = te_network_state_nodes(state);
	CodeNumber *order = te_alloc((state->nnodes + (Size) 1) * sizeof(CodeNumber));

	for (uint32 i = 0; i < state->nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		order[i] = (CodeNumber) {te_network_state_code(state, &node[i]), i};
	}
	qsort(order, state->nnodes, sizeof(CodeNumber), compare_codes);
	return order;
}

/* Different sectors in order; "*of" gets the sector number of each node. */
static CodeNumber *
sorted_sectors(const TeNetworkState *state, uint32 *nsectors, uint32 **of)
{
	const TeNetworkNode *node = te_network_state_nodes(state);
	CodeNumber *order = te_alloc((state->nnodes + (Size) 1) * sizeof(CodeNumber));
	uint32		n = 0;
	uint32		s = 0;

	*of = palloc_array(uint32, state->nnodes + 1);
	for (uint32 i = 0; i < state->nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		(*of)[i] = TE_NETWORK_NO_SECTOR;
		if (node[i].known & TE_NODE_SECTOR)
			order[n++] = (CodeNumber) {te_network_state_sector(state, &node[i]), i};
	}
	qsort(order, n, sizeof(CodeNumber), compare_codes);
	for (uint32 i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		if (i == 0 || te_code_cmp(order[s - 1].code, order[i].code) != 0)
			order[s++].code = order[i].code;
		(*of)[order[i].number] = s - 1;
	}
	*nsectors = s;
	return order;
}

/* Bytes of the codes above 8 bytes. */
static Size
long_bytes(const CodeNumber *order, uint32 n)
{
	Size		bytes = 0;

	for (uint32 i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		if (order[i].code.len > 8)
			bytes += order[i].code.len + 1;
	}
	return bytes;
}

/* Writes a table of codes; "*at" is the place of the next long one. */
static void
write_codes(TeNetwork *net, uint64 *word, uint32 *name, const CodeNumber *order, uint32 n, Size *at)
{
	for (uint32 i = 0; i < n; i++)
	{
		TeCode		code = order[i].code;

		TE_CHECK_EVERY(i);
		word[i] = code.word;
		if (code.len <= 8)
			continue;
		name[i] = (uint32) *at;
		((char *) net)[*at] = (char) code.len;
		memcpy((char *) net + *at + 1, code.bytes, code.len);
		*at += 1 + code.len;
	}
}

/* Writes what is known of the nodes. */
static void
write_attributes(const TeNetworkView *v, const TeNetworkState *state, const CodeNumber *order,
				 const uint32 *sector_of)
{
	const TeNetworkNode *nodes = te_network_state_nodes(state);

	for (uint32 i = 0; i < state->nnodes; i++)
	{
		const TeNetworkNode *node = &nodes[order[i].number];

		TE_CHECK_EVERY(i);
		if (v->output != NULL)
		{
			double	   *to[TE_AMOUNTS] = {(double *) v->output, (double *) v->final_demand,
			(double *) v->value_added};

			for (int a = 0; a < TE_AMOUNTS; a++)
			{
				TeNet		amount = te_network_node_net(state, order[i].number, a);

				to[a][i] = (node->known & (TE_NODE_OUTPUT << a)) ? te_net_value(&amount) : NAN;
			}
			((double *) v->essential)[i] = (node->known & TE_NODE_ESSENTIAL) ?
				node->essential : NAN;
		}
		if (v->sector != NULL)
			((uint32 *) v->sector)[i] = sector_of[order[i].number];
	}
}

/* Edge numbers of the state in order of user, as ranks; first half of a radix sort. */
static uint32 *
edges_by_user(const TeNetworkState *state, const uint32 *rank)
{
	const TeNetworkEdge *edge = te_network_state_edges(state);
	uint32	   *start = palloc0_array(uint32, state->nnodes + 1);
	uint32	   *order = te_alloc((state->nedges + (Size) 1) * sizeof(uint32));

	for (uint32 e = 0; e < state->nedges; e++)
	{
		TE_CHECK_EVERY(e);
		start[rank[edge[e].user] + 1]++;
	}
	for (uint32 i = 0; i < state->nnodes; i++)
		start[i + 1] += start[i];
	for (uint32 e = 0; e < state->nedges; e++)
	{
		TE_CHECK_EVERY(e);
		order[start[rank[edge[e].user]]++] = e;
	}
	pfree(start);
	return order;
}

/* What an edge nets to. */
static inline double
edge_value(const TeNetworkState *state, uint32 edge)
{
	TeNet		amount;

	if (likely(!(state->flags & TE_NETWORK_BOUND)))
		return te_network_state_edges(state)[edge].amount.hi;
	amount = te_network_edge_net(state, edge);
	return te_net_value(&amount);
}

/* Writes the edges; those that net to 0 are left out.  Returns "some is negative". */
static bool
write_edges(const TeNetworkView *v, const TeNetworkState *state, const uint32 *rank)
{
	const TeNetworkEdge *edge = te_network_state_edges(state);
	uint32	   *by_user = edges_by_user(state, rank);
	uint32	   *start = (uint32 *) v->out_start;
	uint32	   *next = palloc_array(uint32, v->nnodes + 1);
	Size		words = ((Size) v->nnodes + 31) / 32;
	bool		negative = false;

	for (uint32 e = 0; e < state->nedges; e++)
	{
		TE_CHECK_EVERY(e);
		if (edge_value(state, e) != 0.0)
			start[rank[edge[e].supplier] + 1]++;
	}
	for (int i = 0; i < v->nnodes; i++)
	{
		start[i + 1] += start[i];
		next[i] = start[i];
	}
	for (uint32 k = 0; k < state->nedges; k++)
	{
		const TeNetworkEdge *from = &edge[by_user[k]];
		uint32		i = rank[from->supplier];
		uint32		j = rank[from->user];
		double		amount = edge_value(state, by_user[k]);
		uint32		at;

		TE_CHECK_EVERY(k);
		if (amount == 0.0)
			continue;
		at = next[i]++;
		if (v->bits != NULL)
			((uint32 *) v->bits)[i * words + j / 32] |= (uint32) 1 << j % 32;
		else
			((uint32 *) v->out_user)[at] = j;
		((double *) v->out_amount)[at] = amount;
		negative |= amount < 0;
	}
	pfree(by_user);
	pfree(next);
	return negative;
}

/* Which optional arrays the sorted form needs. */
static uint8
sorted_flags(const TeNetworkState *state)
{
	const TeNetworkNode *node = te_network_state_nodes(state);
	uint32		known = 0;

	for (uint32 i = 0; i < state->nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		known |= node[i].known;
	}
	return (state->flags & TE_NETWORK_INEXACT) |
		((known & TE_NODE_KNOWN & ~TE_NODE_SECTOR) ? TE_NETWORK_ATTRIBUTES : 0) |
		((known & TE_NODE_SECTOR) ? TE_NETWORK_SECTORS : 0);
}

/* Edges that do not net to 0. */
static uint32
live_edges(const TeNetworkState *state)
{
	uint32		live = 0;

	for (uint32 e = 0; e < state->nedges; e++)
	{
		TE_CHECK_EVERY(e);
		live += edge_value(state, e) != 0.0;
	}
	return live;
}

/* The sorted network of what was collected. */
TeNetwork *
te_network_end(const TeNetworkState *state)
{
	CodeNumber *order = sorted_nodes(state);
	uint32		nsectors;
	uint32	   *sector_of;
	CodeNumber *sectors = sorted_sectors(state, &nsectors, &sector_of);
	uint32	   *rank = palloc_array(uint32, state->nnodes + 1);
	Size		name_bytes = long_bytes(order, state->nnodes) + long_bytes(sectors, nsectors);
	TeNetwork  *net = te_network_alloc(state->nnodes, live_edges(state), nsectors,
									   sorted_flags(state), name_bytes);
	Size		at = VARSIZE(net) - name_bytes;
	TeNetworkView v;

	for (uint32 i = 0; i < state->nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		rank[order[i].number] = i;
	}
	net->rows = state->rows;
	net->skipped_rows = state->skipped_rows;
	te_network_open_packed(&v, net);
	write_codes(net, (uint64 *) v.word, (uint32 *) v.name, order, state->nnodes, &at);
	write_codes(net, (uint64 *) v.sector_word, (uint32 *) v.sector_name, sectors, nsectors, &at);
	write_attributes(&v, state, order, sector_of);
	if (write_edges(&v, state, rank))
		net->flags |= TE_NETWORK_NEGATIVE;
	pfree(order);
	pfree(sectors);
	pfree(sector_of);
	pfree(rank);
	te_network_seal(net);
	return net;
}
