/*
 * cascade_rows.c
 *	  The equations of a cascade whose groups are chosen, as rows of a linear
 *	  system, in an order in which each comes after those it depends on.
 *
 * Where rivals replace a supplier, what it passes on is loss · min(1, sales / A),
 * A being what its market still sells.  A falls as losses rise: each market gets
 * a row of its own, z = Σ sales · change / A, and a supplier's change counts
 * sales / A · (change + loss · z).  That is the derivative, which never grows less
 * on the way up while sales < A.
 */
#include "postgres.h"

#include <limits.h>
#include <math.h>

#include "miscadmin.h"

#include "base/sum.h"
#include "base/trade_exposure.h"
#include "propagation/cascade_rows.h"

#define DONE INT_MAX			/* rank of a node whose loop is known */

TeCascadeRows *
te_cascade_rows_begin(const TeCascade *c)
{
	TeCascadeRows *k = palloc0(sizeof(TeCascadeRows));
	Size		size = sizeof(int) * ((Size) c->n + 1);

	k->choice = palloc(size);
	k->row = palloc(size);
	k->rank = palloc(size);
	k->edge = palloc(size);
	k->path = palloc(size);
	k->pending = palloc(size);
	k->order = palloc(size);
	k->members = palloc(size);
	k->last = palloc((Size) c->n + 1);
	if (c->market != NULL)
	{
		k->keeps = te_vector(c->n);
		k->slope = te_vector(c->n);
	}
	k->system = te_cascade_system_begin(c->n + (c->market != NULL ? c->nmarkets : 0));
	te_cascade_rows_clear(&(TeCascadeNodes) {NULL, c->n}, k);
	return k;
}

void
te_cascade_rows_clear(const TeCascadeNodes *nodes, TeCascadeRows *k)
{
	for (int i = 0; i < nodes->n; i++)
	{
		TE_CHECK_EVERY(i);
		k->row[te_cascade_node_at(nodes, i)] = TE_CASCADE_NO_ROW;
	}
}

/* ---- their order ---- */

/* The search comes to node v. */
static void
enter(const TeCascadeSide *side, TeCascadeRows *k, int v, int *clock)
{
	k->row[v] = k->rank[v] = ++*clock;
	k->edge[v] = side->edge_start[k->choice[v]];
	k->pending[k->npending++] = v;
}

/* True when the pending nodes from "first" on lead only to each other, and pass on all. */
static bool
is_closed(const TeCascade *c, const TeCascadeSide *side, const TeCascadeState *state,
		  const TeCascadeRows *k, int first)
{
	if (c->open)
		return false;
	for (int i = first; i < k->npending; i++)
	{
		int			g = k->choice[k->pending[i]];

		TE_CHECK_EVERY(i);
		if (te_cascade_leak(side, k->pending[i], g) > 0)
			return false;
		for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
		{
			int			w = side->partner[e];

			if (k->row[w] == TE_CASCADE_NO_ROW || k->rank[w] == DONE ||
				te_cascade_irreplaceable(c, state, w) < 1)
				return false;
		}
	}
	return true;
}

/*
 * Takes the loop (or single node) that the search entered at node v off the
 * pending nodes.  One that leads only to itself keeps any loss once it has it,
 * so the linear system would not say which: it gets no rows.
 */
static void
end_loop(const TeCascade *c, const TeCascadeSide *side, const TeCascadeState *state,
		 TeCascadeRows *k, int v)
{
	int			first = k->npending;
	bool		closed;

	do
		first--;
	while (k->pending[first] != v);
	closed = is_closed(c, side, state, k, first);
	k->closed |= closed;
	for (int i = first; i < k->npending; i++)
	{
		k->rank[k->pending[i]] = DONE;
		if (closed)
			k->row[k->pending[i]] = TE_CASCADE_NO_ROW;
		else
		{
			k->last[k->nmembers] = i == k->npending - 1;
			k->members[k->nmembers++] = k->pending[i];
		}
	}
	k->npending = first;
}

/*
 * Follows the chosen groups from a node, depth first, and appends each node to
 * the order when all it depends on was entered (Tarjan, 1972).
 */
static void
search(const TeCascade *c, const TeCascadeSide *side, const TeCascadeState *state,
	   TeCascadeRows *k, int start, int *clock)
{
	int			depth = 0;

	k->path[0] = start;
	enter(side, k, start, clock);
	for (int step = 1; depth >= 0; step++)
	{
		int			v = k->path[depth];

		TE_CHECK_EVERY(step);
		if (k->edge[v] < side->edge_start[k->choice[v] + 1])
		{
			int			w = side->partner[k->edge[v]++];

			if (k->row[w] == 0)
			{
				k->path[++depth] = w;
				enter(side, k, w, clock);
			}
			else if (k->row[w] != TE_CASCADE_NO_ROW && k->rank[w] != DONE)
				k->rank[v] = Min(k->rank[v], k->row[w]);
			continue;
		}
		k->order[k->norder++] = v;
		depth--;
		if (k->rank[v] == k->row[v])
			end_loop(c, side, state, k, v);
		else
			k->rank[k->path[depth]] = Min(k->rank[k->path[depth]], k->rank[v]);
	}
}

/* Gives the nodes of the order their final rows, and drops those without. */
static void
close_ranks(TeCascadeRows *k)
{
	int			rows = 0;

	for (int i = 0; i < k->norder; i++)
	{
		int			v = k->order[i];

		if (k->row[v] != TE_CASCADE_NO_ROW)
		{
			k->row[v] = k->nmarkets + rows;
			k->order[rows++] = v;
		}
	}
	k->norder = rows;
}

void
te_cascade_rows_number(const TeCascade *c, int side, const TeCascadeState *state,
					   const TeCascadeNodes *nodes, TeCascadeRows *k)
{
	int			clock = 0;

	for (int i = 0; i < nodes->n; i++)
	{
		int			v = te_cascade_node_at(nodes, i);

		TE_CHECK_EVERY(i);
		k->row[v] = k->choice[v] == TE_CASCADE_NO_GROUP || te_cascade_lost_all(state, v) ?
			TE_CASCADE_NO_ROW : 0;
	}
	k->norder = k->nmembers = 0;
	k->closed = false;
	k->nmarkets = state->available != NULL ? c->nmarkets : 0;
	for (int i = 0; i < nodes->n; i++)
	{
		int			v = te_cascade_node_at(nodes, i);

		TE_CHECK_EVERY(i);
		if (k->row[v] == 0)
			search(c, &c->side[side], state, k, v, &clock);
	}
	close_ranks(k);
}

/* ---- their numbers ---- */

/* The rows of markets: z = Σ sales / A · change. */
static void
fill_markets(const TeCascade *c, const TeCascadeState *state, const TeCascadeNodes *nodes,
			 const TeCascadeRows *k)
{
	TeCascadeSystem *s = k->system;

	memset(s->start, 0, sizeof(int) * ((Size) k->nmarkets + 1));
	for (int i = 0; i < nodes->n; i++)
	{
		int			v = te_cascade_node_at(nodes, i);

		TE_CHECK_EVERY(i);
		s->start[c->market[v] + 1] += k->row[v] != TE_CASCADE_NO_ROW;
	}
	for (int m = 0; m < k->nmarkets; m++)
	{
		s->own[m] = 0;
		s->start[m + 1] += s->start[m];
	}
	for (int i = 0; i < nodes->n; i++)
	{
		int			v = te_cascade_node_at(nodes, i);
		double		available = state->available[c->market[v]];

		TE_CHECK_EVERY(i);
		if (k->row[v] == TE_CASCADE_NO_ROW)
			continue;
		s->column[s->start[c->market[v]]] = k->row[v];
		s->value[s->start[c->market[v]]++] = available > 0 ? c->sales[v] / available : 0;
	}
	for (int m = k->nmarkets; m > 0; m--)
		s->start[m] = s->start[m - 1];
	s->start[0] = 0;
}

/*
 * What each node passes on of a change of its own, and more by unit of its market's
 * z; that is nothing when no rival is left, nor, unless "all" are asked for, where that
 * may come to be on the way.
 */
static void
find_slopes(const TeCascade *c, const TeCascadeState *state, const TeCascadeRows *k, bool all)
{
	for (int w = 0; w < c->n; w++)
	{
		double		available = state->available[c->market[w]];

		TE_CHECK_EVERY(w);
		k->keeps[w] = te_cascade_irreplaceable(c, state, w);
		k->slope[w] = c->sales[w] < available * (all ? 1 - TE_CASCADE_AT_TURN : 0.5) ?
			state->passed[w] : 0;
	}
}

/* The entries of a node's row, the group being g; "markets": some are replaced. */
static pg_attribute_always_inline void
fill_entries(const TeCascade *c, const TeCascadeSide *side, const TeCascadeRows *k, int at, int g,
			 const bool markets)
{
	TeCascadeSystem *s = k->system;
	int			n = s->start[at];

	for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
	{
		int			w = side->partner[e];

		if (k->row[w] != TE_CASCADE_NO_ROW)
		{
			s->column[n] = k->row[w];
			s->value[n++] = markets ? side->weight[e] * k->keeps[w] : side->weight[e];
		}
		if (markets && k->slope[w] > 0)
		{
			s->column[n] = c->market[w];
			s->value[n++] = side->weight[e] * k->slope[w];
		}
	}
	s->start[at + 1] = n;
}

/* What group g brings beyond the loss of node v, at full length. */
static double
find_rest(const TeCascadeSide *side, const TeCascadeState *state, int v, int g)
{
	TeSum		sum = {0, 0};

	for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
		te_sum_carry(&sum, side->weight[e] * state->passed[side->partner[e]]);
	/* its rounding would pass for no rest at all */
	return (sum.hi - state->loss[v]) + sum.lo;
}

/* What group g brings when nodes without a loss and a row rise by "outer". */
static double
find_outside(const TeCascadeSide *side, const TeCascadeState *state, const TeCascadeRows *k, int g,
			 double outer)
{
	double		outside = 0;

	for (int e = side->edge_start[g]; e < side->edge_start[g + 1] && outer > 0; e++)
	{
		int			w = side->partner[e];

		if (k->row[w] == TE_CASCADE_NO_ROW && state->loss[w] == 0)
			outside += side->weight[e] * outer;
	}
	return outside;
}

/* The row of a node, at its place; returns the rest of it. */
static double
fill_node(const TeCascade *c, const TeCascadeSide *side, const TeCascadeState *state,
		  const TeCascadeRows *k, int i, double step, double outer)
{
	TeCascadeSystem *s = k->system;
	int			at = k->nmarkets + i;
	int			v = k->order[i];
	int			g = k->choice[v];
	double		rest = 0;
	double		outside = 0;

	s->start[at + 1] = s->start[at];
	if (g != TE_CASCADE_NO_GROUP)
	{
		if (state->available != NULL)
			fill_entries(c, side, k, at, g, true);
		else
			fill_entries(c, side, k, at, g, false);
		rest = find_rest(side, state, v, g);
		outside = find_outside(side, state, k, g, outer);
	}
	s->own[at] = step > 0 ? 1 + (Max(rest, 0) + outside) / step : rest;
	return rest;
}

void
te_cascade_rows_spare(const TeCascadeRows *k, double step)
{
	double	   *own = k->system->own;

	for (int i = k->nmarkets; i < k->system->n; i++)
	{
		TE_CHECK_EVERY(i);
		own[i] = 1 + Max(own[i], 0) / step;
	}
}

/* Makes room for the rows. */
static void
start_rows(const TeCascadeSide *side, TeCascadeRows *k, bool markets, int nodes)
{
	Size		entries = 0;

	for (int i = 0; i < k->norder; i++)
	{
		int			g = k->choice[k->order[i]];

		if (g != TE_CASCADE_NO_GROUP)
			entries += side->edge_start[g + 1] - side->edge_start[g];
	}
	te_cascade_system_reserve(k->system, markets ? 2 * entries + nodes : entries);
	k->system->n = k->nmarkets + k->norder;
	k->system->start[0] = 0;
}

void
te_cascade_rows_fill_links(const TeCascade *c, int side, TeCascadeRows *k)
{
	start_rows(&c->side[side], k, false, c->n);
	for (int i = 0; i < k->norder; i++)
	{
		TE_CHECK_EVERY(i);
		fill_entries(c, &c->side[side], k, i, k->choice[k->order[i]], false);
		k->system->own[i] = 1;
	}
}

double
te_cascade_rows_fill(const TeCascade *c, int side, const TeCascadeState *state,
					 const TeCascadeNodes *nodes, TeCascadeRows *k, double step, double outer)
{
	const TeCascadeSide *sd = &c->side[side];
	bool		markets = state->available != NULL;
	double		most = 0;

	start_rows(sd, k, markets, nodes->n);
	if (markets)
	{
		fill_markets(c, state, nodes, k);
		find_slopes(c, state, k, step != 0 || k->near_turn);
	}
	for (int i = 0; i < k->norder; i++)
	{
		double		rest = fabs(fill_node(c, sd, state, k, i, step, outer));

		TE_CHECK_EVERY(i);
		most = Max(most, rest);
	}
	return most;
}
