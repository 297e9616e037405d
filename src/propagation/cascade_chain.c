/*
 * cascade_chain.c
 *	  Losses of a side where no node has more than one group: upstream always,
 *	  downstream where all inputs are non-essential.
 *
 * There x = M x but for the nodes with a shock, and M is the same for every scenario.
 * So its rows are numbered and filled once.  So is the proof: the time T = M T + 1 that
 * a loss takes to leave the loops is an upper bound of what it is when nodes with a
 * shock stand still, and where no row of x is off by more than r, no loss is by more than
 * r T: x + r T lies nowhere below M (x + r T), and x − r T nowhere above.  A scenario is
 * a linear system and a look at its rests.
 *
 * A loop that leads only to itself has no T.  If nobody in it has a shock it loses
 * nothing; if all shocks in it are the same, each of its nodes loses just that, for
 * every walk in it comes to one of them.
 *
 * cascade_bound.c tells how rounding counts.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "base/sum.h"
#include "base/trade_exposure.h"
#include "propagation/cascade_chain.h"

#define TIME_GOAL 0.05			/* rest of T = M T + 1 */
#define LEAST_SPARE 0.5			/* T must be that much above M T, of 1 */
#define TRIES 3					/* solutions, each for what the last one left */
#define LEAST_GOAL (12 * DBL_EPSILON)	/* rest of a first solution */
#define CAREFUL_GOAL 0.01		/* rest of those after it, of what they are
								 * for */

#define OPEN -1					/* loop of a node that is in none of those
								 * that lead only to themselves */

struct TeCascadeChain
{
	int		   *group;			/* by node: its group, or TE_CASCADE_NO_GROUP */
	int		   *row;			/* by node: its row, or TE_CASCADE_NO_ROW */
	int		   *order;			/* node of each row */
	TeCascadeSystem *system;	/* the rows; NULL: T is not to be had */
	double		slowest;		/* largest T, what it lacks taken into account */
	int		   *loop;			/* by node: its loop, or OPEN */
	int		   *loop_start;		/* nodes of each loop in "loop_node" */
	int		   *loop_node;
	int			nloops;
	bool	   *leaks;			/* by loop: some of its nodes lose less than
								 * the others do */
	bool	   *fixed;			/* by node: has a row, and a shock in this
								 * scenario */
	double	   *before;			/* losses as they were */
};

/* ---- what scenarios share ---- */

/* Finds the one group of each node that brings something; false when there are two. */
static bool
find_groups(const TeCascade *c, const TeCascadeSide *side, int *group)
{
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		group[v] = TE_CASCADE_NO_GROUP;
		for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
		{
			int			e = side->edge_start[g];

			while (e < side->edge_start[g + 1] && !(side->weight[e] > 0))
				e++;
			if (e == side->edge_start[g + 1])
				continue;
			if (group[v] != TE_CASCADE_NO_GROUP)
				return false;
			group[v] = g;
		}
	}
	return true;
}

/* Adds the loop of node v, whose group leads only there. */
static void
add_loop(const TeCascadeSide *side, int v, TeCascadeChain *k)
{
	int			at = k->loop_start[k->nloops];
	int			count = at;

	k->leaks[k->nloops] = false;
	k->loop[v] = k->nloops;
	k->loop_node[count++] = v;
	for (; at < count; at++)
	{
		int			from = k->loop_node[at];
		int			g = k->group[from];

		TE_CHECK_EVERY(at);
		k->leaks[k->nloops] |= te_cascade_leak(side, from, g) > 0;
		for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
		{
			int			w = side->partner[e];

			if (k->loop[w] != OPEN)
				continue;
			k->loop[w] = k->nloops;
			k->loop_node[count++] = w;
		}
	}
	k->loop_start[++k->nloops] = count;
}

/* Finds the loops that lead only to themselves: their nodes have a group and no row. */
static void
find_loops(const TeCascade *c, const TeCascadeSide *side, TeCascadeChain *k)
{
	k->loop_start[0] = 0;
	for (int v = 0; v < c->n; v++)
		k->loop[v] = OPEN;
	for (int v = 0; v < c->n; v++)
		if (k->group[v] != TE_CASCADE_NO_GROUP && k->row[v] == TE_CASCADE_NO_ROW &&
			k->loop[v] == OPEN)
			add_loop(side, v, k);
}

/* At least that much T is above M T in each row, whatever rounding did to the sum. */
static double
least_spare(const TeCascadeSystem *s, const double *time)
{
	double		least = 1;

	for (int i = 0; i < s->n; i++)
	{
		TeSum		sum = {0, 0};
		double		spare;

		TE_CHECK_EVERY(i);
		for (int k = s->start[i]; k < s->start[i + 1]; k++)
			te_sum_carry(&sum, s->value[k] * time[s->column[k]]);
		spare = time[i] * (1 - TE_CASCADE_SUM_ROUNDING) -
			te_sum_value(sum) * (1 + TE_CASCADE_SUM_ROUNDING);
		if (!(spare >= least))
			least = spare;
	}
	return least;
}

/* Finds T; false when there is none. */
static bool
find_time(TeCascadeChain *k)
{
	TeCascadeSystem *s = k->system;
	int			steps = 0;
	double		least;
	double		most = 0;

	if (!te_cascade_system_solve(s, TIME_GOAL, &steps))
		return false;
	least = least_spare(s, s->x);
	if (!(least >= LEAST_SPARE))
		return false;
	for (int i = 0; i < s->n; i++)
	{
		if (!(s->x[i] > 0))
			return false;
		most = Max(most, s->x[i]);
	}
	k->slowest = most / least * (1 + TE_CASCADE_SUM_ROUNDING);
	return true;
}

/* Numbers and fills the rows of all nodes, whoever has a shock. */
static void
fill_rows(const TeCascade *c, int side, TeCascadeRows *rows, TeCascadeChain *k)
{
	TeCascadeNodes all = {NULL, c->n};
	TeCascadeState nothing = {.cap = 1, .loss = te_vector(c->n)};
	int		   *own_choice = rows->choice;

	nothing.shock = nothing.passed = nothing.loss;
	rows->choice = k->group;
	te_cascade_rows_number(c, side, &nothing, &all, rows);
	te_cascade_rows_fill_links(c, side, rows);
	rows->choice = own_choice;
	rows->stale = true;
	memcpy(k->row, rows->row, sizeof(int) * (Size) c->n);
	k->order = palloc(sizeof(int) * ((Size) rows->norder + 1));
	memcpy(k->order, rows->order, sizeof(int) * (Size) rows->norder);
	k->system = te_cascade_system_take(rows->system);
	te_cascade_rows_clear(&all, rows);
	pfree(nothing.loss);
}

TeCascadeChain *
te_cascade_chain_begin(const TeCascade *c, int side, TeCascadeRows *rows)
{
	TeCascadeChain *k = palloc0(sizeof(TeCascadeChain));
	Size		size = sizeof(int) * ((Size) c->n + 1);

	k->group = palloc(size);
	if (!find_groups(c, &c->side[side], k->group))
		return k;
	k->row = palloc(size);
	fill_rows(c, side, rows, k);
	k->loop = palloc(size);
	k->loop_start = palloc(size);
	k->loop_node = palloc(size);
	k->leaks = palloc((Size) c->n + 1);
	find_loops(c, &c->side[side], k);
	k->fixed = palloc0((Size) c->n + 1);
	k->before = te_vector_unset(c->n);
	if (!find_time(k))
		k->system = NULL;
	return k;
}

/* ---- one scenario ---- */

/* The entries of a row: as they are, or none. */
static void
set_row(const TeCascadeSide *side, int v, bool there, TeCascadeChain *k)
{
	int			g = k->group[v];
	int			at = k->system->start[k->row[v]];

	for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
		if (k->row[side->partner[e]] != TE_CASCADE_NO_ROW)
			k->system->value[at++] = there ? side->weight[e] : 0;
}

/* Makes all nodes of v's loop lose what v's shock is; false when one has another shock. */
static bool
fill_loop(const TeCascadeState *state, int v, TeCascadeChain *k)
{
	int			loop = k->loop[v];

	if (k->leaks[loop])
		return false;
	for (int i = k->loop_start[loop]; i < k->loop_start[loop + 1]; i++)
	{
		int			w = k->loop_node[i];

		TE_CHECK_EVERY(i);
		if (state->shock[w] > 0 && state->shock[w] != state->shock[v])
			return false;
		state->loss[w] = state->shock[v];
	}
	return true;
}

/* Makes nodes with a shock stand still; false when it is not known what their loops lose. */
static bool
fix_shocks(const TeCascade *c, const TeCascadeSide *side, const TeCascadeState *state,
		   TeCascadeChain *k)
{
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		if (!(state->shock[v] > 0))
			continue;
		state->loss[v] = state->shock[v];
		if (k->loop[v] != OPEN && !fill_loop(state, v, k))
			return false;
		if (k->row[v] == TE_CASCADE_NO_ROW)
			continue;
		k->fixed[v] = true;
		set_row(side, v, false, k);
	}
	return true;
}

/* Forgets which nodes have a shock: the next scenario has others. */
static void
release_shocks(const TeCascade *c, const TeCascadeSide *side, TeCascadeChain *k)
{
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		if (!k->fixed[v])
			continue;
		k->fixed[v] = false;
		set_row(side, v, true, k);
	}
}

/*
 * What each row lacks; returns the largest.  A node that stands still lacks nothing,
 * but must not lose more than it does by what its partners lose.
 */
static double
measure_rests(const TeCascadeSide *side, const TeCascadeState *state, const TeCascadeChain *k)
{
	double		most = 0;

	for (int i = 0; i < k->system->n; i++)
	{
		int			v = k->order[i];
		int			g = k->group[v];
		TeSum		sum = {0, 0};
		double		rest;

		TE_CHECK_EVERY(i);
		k->system->own[i] = 0;
		if (k->fixed[v] && state->shock[v] >= state->cap)
			continue;
		for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
			te_sum_carry(&sum, side->weight[e] * state->loss[side->partner[e]]);
		/* at full length: rounding would pass for no rest at all */
		rest = (sum.hi - state->loss[v]) + sum.lo;
		if (!k->fixed[v])
			k->system->own[i] = rest;
		else
			rest = Max(rest, 0);
		most = Max(most, fabs(rest));
	}
	return most;
}

/* Takes what the system's solution brings. */
static void
take_corrections(const TeCascadeState *state, const TeCascadeChain *k)
{
	for (int i = 0; i < k->system->n; i++)
	{
		int			v = k->order[i];
		double		after = state->loss[v] + k->system->x[i];

		TE_CHECK_EVERY(i);
		state->loss[v] = Min(Max(after, state->shock[v]), state->cap);
	}
}

/* Solves until the rests prove the tolerance; false when they never do. */
static bool
solve(const TeCascade *c, const TeCascadeSide *side, TeCascadeState *state, TeCascadeChain *k)
{
	/*
	 * a sweep's rest is up to half of a row's, and up to twice the goal is
	 * left
	 */
	double		goal = (c->tolerance / k->slowest - TE_CASCADE_SUM_ROUNDING) / 8;

	for (int try = 0; try <= TRIES; try++)
	{
		double		rest = measure_rests(side, state, k);

		state->rounds++;
		if ((rest + TE_CASCADE_SUM_ROUNDING) * k->slowest + TE_CASCADE_ROUNDING <= c->tolerance)
			return true;
		goal = try == 0 ? Max(goal, LEAST_GOAL) : Min(goal, rest * CAREFUL_GOAL);
		if (try == TRIES || !te_cascade_system_solve(k->system, goal, &state->rounds))
			break;
		take_corrections(state, k);
	}
	return false;
}

bool
te_cascade_chain_settle(const TeCascade *c, int side, TeCascadeState *state, TeCascadeChain *k)
{
	Size		size = sizeof(double) * (Size) c->n;
	bool		settled;

	/* rounding alone may be too much */
	if (k->system == NULL || 2 * TE_CASCADE_SUM_ROUNDING * k->slowest > c->tolerance)
		return false;
	memcpy(k->before, state->loss, size);
	settled = fix_shocks(c, &c->side[side], state, k) && solve(c, &c->side[side], state, k);
	release_shocks(c, &c->side[side], k);
	if (!settled)
		memcpy(state->loss, k->before, size);
	return settled;
}
