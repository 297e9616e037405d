/*
 * cascade_merge.c
 *	  A network in which nodes that lose the same, whoever has a shock, are one.
 *
 * A loss is the largest mean of others' losses that a node's groups make.  Where each of some
 * nodes has a group that leads only to others of them, and all are linked by such groups,
 * none loses less than another: whatever one of them loses comes to the others
 * sooner or later.  They (the maximal end components of de Alfaro 1997) are one node, with all
 * groups that lead elsewhere; of such a group counts what leads elsewhere, and of that
 * each partner's share.
 *
 * What is left has no loop that leads only to itself, whatever groups are chosen.  So
 * there is a time T ≥ M T + 1 for all choices M at once, and x = max(shock, F(x)) has one
 * answer: F brings losses that differ by at most d T to such that differ by at most
 * d (T − 1).  Where no x is off by more than r it lies within r T of the answer.  T does
 * not depend on a scenario, and neither does what is one.
 *
 * cascade_bound.c tells how rounding counts.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "base/sum.h"
#include "base/trade_exposure.h"
#include "propagation/cascade_ends.h"
#include "propagation/cascade_merge.h"

#define TIME_GOAL 0.05			/* rest of T = M T + 1 for some choice of
								 * groups */
#define BETTER 0.1				/* a group is chosen that takes that much
								 * longer */
#define LEAST_SPARE 0.5			/* T must be that much above M T, of 1, for
								 * all */
#define CHOICES 30				/* times that groups are chosen */
#define ROUNDING (8 * DBL_EPSILON)	/* relative: of shares that were added and
									 * divided, their products and sums */

/* Work of building */
typedef struct Merging
{
	const TeCascade *c;
	const TeCascadeSide *side;
	const TeCascadeEnds *ends;
	TeCascadeSide *to;			/* the merged side */
	const int  *place;
	int			ngroups;		/* groups there so far … */
	int			nedges;			/* … and edges */
	int		   *at;				/* by merged node: its edge in the group at
								 * hand */
	int		   *stamp;			/* by merged node: group in which it has one */
	TeSum	   *share;			/* by edge of the group at hand: its share */
} Merging;

/* ---- the merged network ---- */

/* Adds a share of the group at hand. */
static inline void
add_share(Merging *k, int partner, double weight)
{
	int			first = k->to->edge_start[k->ngroups];

	if (k->stamp[partner] != k->ngroups)
	{
		k->stamp[partner] = k->ngroups;
		k->at[partner] = k->nedges;
		k->share[k->nedges - first] = (TeSum) {0, 0};
		k->to->partner[k->nedges++] = partner;
	}
	te_sum_carry(&k->share[k->at[partner] - first], weight);
}

/* Adds group g of node v, less what leads to the merged node that v is part of. */
static void
add_group(Merging *k, int v, int g)
{
	int			first = k->nedges;
	TeSum		elsewhere = {te_cascade_leak(k->side, v, g), 0};
	bool		here = false;
	double		whole;

	k->to->edge_start[k->ngroups] = first;
	for (int e = k->side->edge_start[g]; e < k->side->edge_start[g + 1]; e++)
	{
		int			partner = k->place[k->side->partner[e]];

		if (!(k->side->weight[e] > 0))
			continue;
		if (partner == k->place[v])
		{
			here = true;
			continue;
		}
		te_sum_carry(&elsewhere, k->side->weight[e]);
		add_share(k, partner, k->side->weight[e]);
	}
	if (k->nedges == first)
		return;
	whole = here ? te_sum_value(elsewhere) : 1;
	for (int e = first; e < k->nedges; e++)
		k->to->weight[e] = te_sum_value(k->share[e - first]) / whole;
	k->ngroups++;
}

/* Gives each node its place: those of an end together, in the order of the search. */
static int
find_places(const TeCascade *c, const TeCascadeEnds *ends, int *place)
{
	int			count = 0;

	for (int v = 0; v < c->n; v++)
		place[v] = -1;
	for (int i = 0; i < c->n; i++)
	{
		int			end = ends->end[ends->order[i]];

		TE_CHECK_EVERY(i);
		if (place[end] < 0)
			place[end] = count++;
	}
	for (int v = 0; v < c->n; v++)
		place[v] = place[ends->end[v]];
	return count;
}

/* The nodes by place: "first" gets where those of each begin. */
static int *
sort_by_place(int n, const int *place, int count, int *first)
{
	int		   *node = palloc(sizeof(int) * ((Size) n + 1));

	memset(first, 0, sizeof(int) * ((Size) count + 2));
	for (int v = 0; v < n; v++)
		first[place[v] + 2]++;
	for (int p = 0; p < count; p++)
		first[p + 2] += first[p + 1];
	for (int v = 0; v < n; v++)
		node[first[place[v] + 1]++] = v;
	return node;
}

/* Fills the merged side. */
static void
fill_side(Merging *k, int count)
{
	int		   *first = palloc(sizeof(int) * ((Size) count + 2));
	int		   *node = sort_by_place(k->c->n, k->place, count, first);

	for (int p = 0; p < count; p++)
	{
		TE_CHECK_EVERY(p);
		k->stamp[p] = -1;
	}
	for (int p = 0; p < count; p++)
	{
		k->to->group_start[p] = k->ngroups;
		for (int i = first[p]; i < first[p + 1]; i++)
		{
			int			v = node[i];

			TE_CHECK_EVERY(i);
			for (int g = k->side->group_start[v]; g < k->side->group_start[v + 1]; g++)
				if (!k->ends->within[g])
					add_group(k, v, g);
		}
	}
	k->to->group_start[count] = k->ngroups;
	k->to->edge_start[k->ngroups] = k->nedges;
	pfree(node);
	pfree(first);
}

/* The largest group of a side. */
static int
largest_group(const TeCascadeSide *side, int ngroups)
{
	int			most = 0;

	for (int g = 0; g < ngroups; g++)
		most = Max(most, side->edge_start[g + 1] - side->edge_start[g]);
	return most;
}

/* Builds the merged network of one side. */
static void
build(const TeCascade *c, int side, const TeCascadeEnds *ends, TeCascadeMerged *m)
{
	const TeCascadeSide *from = &c->side[side];
	TeCascadeSide *to = &m->net.side[side];
	int			ngroups = from->group_start[c->n];
	Size		nedges = from->edge_start[ngroups];
	int			count = find_places(c, ends, m->place);
	Merging		k = {c, from, ends, to, m->place};

	m->net.n = count;
	m->net.outside = -1;
	m->net.open = true;
	m->net.tolerance = c->tolerance;
	m->net.max_rounds = c->max_rounds;
	to->group_start = palloc(sizeof(int) * ((Size) count + 2));
	to->edge_start = palloc(sizeof(int) * ((Size) ngroups + 2));
	to->partner = te_alloc(sizeof(int) * (nedges + 1));
	to->weight = te_vector_unset(nedges + 1);
	k.at = palloc(sizeof(int) * ((Size) count + 1));
	k.stamp = palloc(sizeof(int) * ((Size) count + 1));
	k.share = te_alloc(sizeof(TeSum) * ((Size) largest_group(from, ngroups) + 1));
	fill_side(&k, count);
	m->net.nedges = k.nedges;
	pfree(k.at);
	pfree(k.stamp);
	pfree(k.share);
}

/* ---- the time that bounds an error ---- */

/*
 * Chooses for each node the group that takes longest, where that is longer than T by more
 * than a little; true when it did for some.  At least "spare" is what T is above M T, of
 * 1, for all groups.
 */
static bool
choose_slowest(const TeCascadeMerged *m, const TeCascadeSide *side, const double *time,
			   int *choice, double *spare)
{
	bool		better = false;

	*spare = 1;
	for (int v = 0; v < m->net.n; v++)
	{
		double		most = time[v] + BETTER;

		TE_CHECK_EVERY(v);
		for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
		{
			double		after = te_cascade_group_loss(side, time, g);
			double		left = time[v] - after * (1 + ROUNDING) -
				(side->edge_start[g + 1] - side->edge_start[g]) * DBL_EPSILON * after;

			if (!(left >= *spare))
				*spare = left;
			if (after + 1 <= most)
				continue;
			most = after + 1;
			choice[v] = g;
			better = true;
		}
	}
	return better;
}

/* T of the groups chosen, by node; false when there is none. */
static bool
find_time(const TeCascadeMerged *m, int side, TeCascadeRows *rows, double *time)
{
	TeCascadeNodes all = {NULL, m->net.n};
	TeCascadeState nothing = {.shock = m->loss, .cap = 1, .loss = m->loss, .passed = m->loss};
	TeCascadeSystem *s = rows->system;
	int			steps = 0;

	te_cascade_rows_number(&m->net, side, &nothing, &all, rows);
	te_cascade_rows_fill_links(&m->net, side, rows);
	if (rows->closed || !te_cascade_system_solve(s, TIME_GOAL, &steps))
		return false;
	for (int v = 0; v < m->net.n; v++)
		time[v] = rows->row[v] != TE_CASCADE_NO_ROW ? s->x[rows->row[v]] : 0;
	return true;
}

/* The largest T that is long enough for all groups at once; HUGE_VAL when none was found. */
static double
find_slowest(const TeCascadeMerged *m, int side, TeCascadeRows *rows)
{
	TeCascadeNodes all = {NULL, m->net.n};
	const TeCascadeSide *sd = &m->net.side[side];
	double	   *time = te_vector(m->net.n);
	double		spare = 0;
	double		slowest = HUGE_VAL;
	bool		found = false;

	for (int v = 0; v < m->net.n; v++)
		rows->choice[v] = sd->group_start[v] < sd->group_start[v + 1] ? sd->group_start[v] :
			TE_CASCADE_NO_GROUP;
	for (int i = 0; i < CHOICES && !found; i++)
	{
		if (!find_time(m, side, rows, time))
			break;
		found = !choose_slowest(m, sd, time, rows->choice, &spare) || spare >= LEAST_SPARE;
	}
	if (found && spare >= LEAST_SPARE)
	{
		slowest = 0;
		for (int v = 0; v < m->net.n; v++)
			slowest = Max(slowest, time[v] >= 0 ? time[v] / spare : HUGE_VAL);
	}
	te_cascade_rows_clear(&all, rows);
	rows->stale = true;
	pfree(time);
	return slowest;
}

TeCascadeMerged *
te_cascade_merge(const TeCascade *c, int side, TeCascadeRows *rows)
{
	TeCascadeMerged *m = palloc0(sizeof(TeCascadeMerged));
	TeCascadeEnds *ends = te_cascade_ends(c, &c->side[side]);

	m->slowest = HUGE_VAL;
	if (ends != NULL)
	{
		m->place = palloc(sizeof(int) * ((Size) c->n + 1));
		build(c, side, ends, m);
		te_cascade_ends_free(ends);
		m->shock = te_vector(m->net.n);
		m->loss = te_vector(m->net.n);
		m->slowest = find_slowest(m, side, rows);
	}
	return m;
}

/* ---- one scenario ---- */

TeCascadeState
te_cascade_merged_state(const TeCascade *c, const TeCascadeState *state, TeCascadeMerged *m)
{
	TeCascadeState merged = {.shock = m->shock, .cap = state->cap, .loss = m->loss,
	.passed = m->loss, .rounds = state->rounds};

	memset(m->shock, 0, sizeof(double) * (Size) m->net.n);
	memset(m->loss, 0, sizeof(double) * (Size) m->net.n);
	for (int v = 0; v < c->n; v++)
	{
		double	   *shock = &m->shock[m->place[v]];
		double	   *loss = &m->loss[m->place[v]];

		TE_CHECK_EVERY(v);
		*shock = Max(*shock, state->shock[v]);
		*loss = Max(*loss, state->loss[v]);
	}
	return merged;
}

void
te_cascade_merged_take(const TeCascade *c, const TeCascadeMerged *m, TeCascadeState *state)
{
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		state->loss[v] = m->loss[m->place[v]];
	}
}

/* What the worst group of a node brings, if that is more than "best". */
static void
find_worst(const TeCascadeSide *side, const double *loss, int v, TeSum *best)
{
	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		TeSum		sum = {0, 0};

		for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
			te_sum_carry(&sum, side->weight[e] * loss[side->partner[e]]);
		if (te_sum_value(sum) > te_sum_value(*best))
			*best = sum;
	}
}

double
te_cascade_merged_bound(const TeCascadeMerged *m, int side, const TeCascadeState *state)
{
	double		most = 0;

	for (int v = 0; v < m->net.n; v++)
	{
		TeSum		best = {state->shock[v], 0};
		double		rest;

		TE_CHECK_EVERY(v);
		if (state->shock[v] < state->cap)
			find_worst(&m->net.side[side], state->loss, v, &best);
		/* at full length: rounding would pass for no rest at all */
		rest = fabs((best.hi - state->loss[v]) + best.lo);
		most = Max(most, rest);
	}
	return (most + ROUNDING) * m->slowest + TE_CASCADE_ROUNDING;
}
