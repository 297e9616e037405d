/*
 * cascade_bound.c
 *	  How far the losses of a cascade may be from where it ends.
 *
 * A cascade ends at the least x with x = max(shock, F(x)), and F never falls when
 * x rises.  So any y with max(shock, F(y)) ≤ y lies nowhere below the end (Tarski
 * 1955): one such y, found above the losses x and checked node by node, bounds
 * their error from above.  From below: the losses are those of chosen groups, up
 * to a rest of r at most, and time T solves T = M T + 1 for these groups, so that
 * x − r T lies nowhere above their end, which lies nowhere above the cascade's.
 * (Where rivals replace a supplier M is the derivative at x.  It is nowhere less at x
 * than below x, up to where a market comes down to one supplier, so that losses of
 * the same groups that end below x by d have d ≤ r + M d, and d ≤ r T.)
 * The same T points at y = x + k T, k a little more than r and rounding.
 *
 * Rounding counts, for it goes round in a loop as often as the loop takes to leak.  A
 * share is an amount over a sum that is rounded once, its product with a loss is
 * rounded once, and so is the sum of these: three roundings, however many partners
 * there are.  What a market still sells adds some more.  Plain sums would not do: r
 * comes from the very sums that made the losses, and would not show their error.
 *
 * Groups that are as bad as the chosen one, or nearly, need a y of their own.  Some
 * of them lead round in a loop whose nodes all lose the same: there T has no end,
 * but a loss is a mean of others' losses, so such a loop never raises the largest of
 * them.  Nodes that such groups join get one y together, by what reaches them from
 * elsewhere, and the check raises no node above its partners.
 *
 * When only a part of the network was touched, all other nodes get the same small
 * y; they too are means of others, so only the first of them need be checked.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "base/sum.h"
#include "base/trade_exposure.h"
#include "propagation/cascade_bound.h"

#define ATTEMPTS 12				/* choices of groups to find y by */
#define TIED 1e-3				/* difference of losses that counts as none,
								 * in parts of the tolerance … */
#define LEAST_TIED 1e-13		/* … and at least */
#define SWEEPS 4				/* sweeps that may raise y, the last must not */
#define TIME_GOAL 0.4			/* rest of T = M T + 1; twice that may be left … */
#define SPARE 8.0				/* … so a step per rest is more than 1 / (1
								 * - 0.8) */
#define TIME_GOAL_TIGHT 0.1		/* … and where a bound is wanted that is as
								 * low as can be */
#define SPARE_TIGHT 2.0
#define SUM_ROUNDING_MARKET (4 * DBL_EPSILON)	/* relative, of a group's sum,
												 * and of what a market still
												 * sells */

#define FIXED -1				/* leader of a node whose loss does not move */

struct TeCascadeBound
{
	int		   *choice;			/* by node: the group that y goes by */
	int		   *leader;			/* by node: the next on the way to the one
								 * that stands for all that share its y, or
								 * FIXED */
	double	   *peak;			/* by leader: the highest y of those */
	int		   *via;			/* by leader: the node whose group decides */
	int		   *order;			/* rows of the cascade's own groups */
	int			norder;
	double	   *upper;			/* y */
	double	   *passed;			/* what partners see of it */
	double	   *available;		/* what is still sold by market if losses are
								 * y */
	int		   *seen;			/* by node: call in which it was looked at */
	int			calls;
};

/* What a check needs */
typedef struct Check
{
	const TeCascade *c;
	const TeCascadeSide *side;
	const TeCascadeState *state;
	const TeCascadeNodes *nodes;
	TeCascadeBound *bound;
	TeCascadeState above;		/* y as losses */
	double		outer;			/* y of nodes that have no loss */
	bool		tight;			/* as low as can be */
	bool		shared;			/* nodes that lose the same share their y */
} Check;

TeCascadeBound *
te_cascade_bound_begin(const TeCascade *c)
{
	TeCascadeBound *b = palloc0(sizeof(TeCascadeBound));

	b->choice = palloc(sizeof(int) * ((Size) c->n + 1));
	b->leader = palloc(sizeof(int) * ((Size) c->n + 1));
	b->via = palloc(sizeof(int) * ((Size) c->n + 1));
	b->order = palloc(sizeof(int) * ((Size) c->n + 1));
	b->peak = te_vector_unset(c->n);
	b->upper = te_vector(c->n);
	b->passed = c->market != NULL ? te_vector(c->n) : b->upper;
	b->available = c->market != NULL ? te_vector(2 * c->nmarkets) : NULL;
	b->seen = te_alloc_zero(sizeof(int) * ((Size) c->n + 1));
	return b;
}

/* The node that stands for all that share y with v. */
static int
find_leader(TeCascadeBound *b, int v)
{
	while (b->leader[v] != v)
		v = b->leader[v] = b->leader[b->leader[v]];
	return v;
}

/* Whether node w is one of those that the call looks at. */
static inline bool
is_looked_at(const Check *k, int w)
{
	return k->nodes->node == NULL || k->state->loss[w] > 0;
}

/* Largest difference of losses that counts as none. */
static double
tied(const Check *k)
{
	return Max(TIED * k->c->tolerance, LEAST_TIED);
}

/* What a group brings, and whether all of it comes from nodes that lose as much as v. */
static double
group_loss(const Check *k, int g, double loss, bool *level)
{
	double		sum = 0;

	*level = true;
	for (int e = k->side->edge_start[g]; e < k->side->edge_start[g + 1]; e++)
	{
		int			w = k->side->partner[e];
		double		passed = k->state->passed[w];

		sum += k->side->weight[e] * passed;
		if (k->side->weight[e] > 0 &&
			(fabs(passed - loss) > tied(k) ||
			 te_cascade_irreplaceable(k->c, k->state, w) < 1))
			*level = false;
	}
	return sum;
}

/* Whether all that a group brings comes from nodes that share their y with v. */
static bool
is_own_group(const Check *k, int v, int g)
{
	TeCascadeBound *b = k->bound;

	if (b->leader[v] == FIXED)
		return false;
	for (int e = k->side->edge_start[g]; e < k->side->edge_start[g + 1]; e++)
	{
		int			w = k->side->partner[e];

		if (k->side->weight[e] > 0 &&
			(!is_looked_at(k, w) || b->leader[w] == FIXED ||
			 find_leader(b, w) != find_leader(b, v)))
			return false;
	}
	return true;
}

/*
 * From now on the group g of node v decides the y of all that share it, unless
 * the group brings nothing but what they lose.
 */
static void
lead(const Check *k, int v, int g)
{
	TeCascadeBound *b = k->bound;
	int			leader;

	if (is_own_group(k, v, g))
		return;
	if (b->leader[v] == FIXED)
		b->leader[v] = v;
	leader = find_leader(b, v);
	b->choice[b->via[leader]] = TE_CASCADE_NO_GROUP;
	b->via[leader] = v;
	b->choice[v] = g;
}

/* Whether y of node v is now above that of all that share it; keeps count. */
static bool
is_highest(const Check *k, int v, double upper)
{
	TeCascadeBound *b = k->bound;
	int			leader = b->leader[v] == FIXED ? v : find_leader(b, v);

	if (b->leader[v] != FIXED && upper <= b->peak[leader])
		return false;
	b->peak[leader] = upper;
	return true;
}

/* ---- checking y ---- */

/* What partner w passes on if losses are y. */
static inline double
passed_above(const Check *k, int w)
{
	if (!is_looked_at(k, w))
		return k->outer;
	return k->above.passed[w];
}

/* What rounding may do to what a group brings, relative. */
static double
sum_rounding(const Check *k)
{
	return k->state->available != NULL ? SUM_ROUNDING_MARKET : TE_CASCADE_SUM_ROUNDING;
}

/* Whether what a group brings if losses are y is below a limit, whatever rounding did to it. */
static inline bool
is_clearly_below(const Check *k, int g, double limit)
{
	const TeCascadeSide *side = k->side;
	int			first = side->edge_start[g];
	int			last = side->edge_start[g + 1];
	double		sum = 0;

	for (int e = first; e < last; e++)
		sum += side->weight[e] * passed_above(k, side->partner[e]);
	return sum * (1 + (last - first) * DBL_EPSILON + sum_rounding(k)) <= limit;
}

/*
 * At most that much node v loses if losses are y, rounding included, and by which
 * group; 0 where that is not above y.
 */
static double
loss_above(const Check *k, int v, int *group)
{
	const TeCascadeSide *side = k->side;
	double		loss = 0;

	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		TeSum		sum = {0, 0};
		double		most = 0;
		double		brings;

		if (is_clearly_below(k, g, k->bound->upper[v]))
			continue;
		for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
		{
			double		passed = passed_above(k, side->partner[e]);

			te_sum_carry(&sum, side->weight[e] * passed);
			if (side->weight[e] > 0)
				most = Max(most, passed);
		}
		brings = Min(te_sum_value(sum) * (1 + sum_rounding(k)), most);
		if (brings > loss)
		{
			loss = brings;
			*group = g;
		}
	}
	return Min(loss, k->state->cap);
}

/* Raises y where the check asks for more; true when it nowhere does. */
static bool
check_nodes(Check *k)
{
	bool		holds = true;

	te_cascade_pass_carefully(k->c, &k->above);
	for (int i = 0; i < k->nodes->n; i++)
	{
		int			v = te_cascade_node_at(k->nodes, i);
		double		loss;
		int			group = TE_CASCADE_NO_GROUP;

		TE_CHECK_EVERY(i);
		if (k->bound->upper[v] >= k->state->cap)
			continue;
		loss = loss_above(k, v, &group);
		if (loss <= k->bound->upper[v])
			continue;
		k->bound->upper[v] = loss;
		if (k->shared && is_highest(k, v, loss))
			lead(k, v, group);
		holds = false;
	}
	return holds;
}

/* Whether the nodes without a loss that partners of theirs lead to stay within their y. */
static bool
check_outer(const Check *k)
{
	const TeCascadeSide *other = &k->c->side[k->side == &k->c->side[0] ? 1 : 0];
	int			call = ++k->bound->calls;

	for (int i = 0; i < k->nodes->n; i++)
	{
		int			w = te_cascade_node_at(k->nodes, i);
		int			last = other->edge_start[other->group_start[w + 1]];

		TE_CHECK_EVERY(i);
		for (int e = other->edge_start[other->group_start[w]]; e < last; e++)
		{
			int			v = other->partner[e];
			int			group;

			if (k->state->loss[v] > 0 || k->bound->seen[v] == call)
				continue;
			k->bound->seen[v] = call;
			if (loss_above(k, v, &group) > k->outer)
				return false;
		}
	}
	return true;
}

/* Sweeps until y holds everywhere; false when it does not come to that. */
static bool
check(Check *k)
{
	for (int i = 0; i < SWEEPS; i++)
		if (check_nodes(k))
			return k->nodes->node == NULL || check_outer(k);
	return false;
}

/* ---- finding y ---- */

/*
 * y := y + step · T, T being the solution of the rows where losses are y.  Returns
 * the largest step · T, or HUGE_VAL when there is no T.
 */
static double
climb(Check *k, TeCascadeRows *rows, double step)
{
	const double *time = rows->system->x;
	double	   *upper = k->bound->upper;
	double		most = 0;
	int			steps = 0;

	if (k->outer > 0 || k->shared)
	{
		te_cascade_pass_carefully(k->c, &k->above);
		te_cascade_rows_fill(k->c, k->side - k->c->side, &k->above, k->nodes, rows, step, k->outer);
	}
	else
		te_cascade_rows_spare(rows, step);
	if (!te_cascade_system_solve(rows->system, k->tight ? TIME_GOAL_TIGHT : TIME_GOAL, &steps))
		return HUGE_VAL;
	for (int i = 0; i < k->nodes->n; i++)
	{
		int			v = te_cascade_node_at(k->nodes, i);
		double		above = rows->row[v] != TE_CASCADE_NO_ROW ? step * time[rows->row[v]] : 0;

		TE_CHECK_EVERY(i);
		if (!(above >= 0))
			return HUGE_VAL;
		most = Max(most, above);
		upper[v] = Min(upper[v] + above, k->state->cap);
	}
	return most;
}

/* y := the losses, and the whole where a node lost it but for rounding */
static void
start_upper(const Check *k)
{
	for (int i = 0; i < k->nodes->n; i++)
	{
		int			v = te_cascade_node_at(k->nodes, i);

		TE_CHECK_EVERY(i);
		k->bound->upper[v] = te_cascade_lost_all(k->state, v) ? k->state->cap : k->state->loss[v];
	}
}

/* How much of y = x + step · T a row needs: more than is left of its own group. */
static double
own_step(const Check *k, TeCascadeRows *rows)
{
	int			side = k->side - k->c->side;
	double		rest;

	if (rows->stale || k->nodes->node != NULL)
		te_cascade_rows_number(k->c, side, k->state, k->nodes, rows);
	memcpy(k->bound->order, rows->order, sizeof(int) * (Size) rows->norder);
	k->bound->norder = rows->norder;
	rest = te_cascade_rows_fill(k->c, side, k->state, k->nodes, rows,
								k->outer > 0 ? 0 : TE_CASCADE_ALL_SLOPES, 0);
	return (k->tight ? SPARE_TIGHT : SPARE) * (rest + sum_rounding(k));
}

/*
 * The nodes that some group may raise lead themselves at first; others are fixed.
 * Returns the most that a group brings beyond a node's loss.
 */
static double
find_free(const Check *k)
{
	double		rest = 0;

	for (int i = 0; i < k->nodes->n; i++)
	{
		int			v = te_cascade_node_at(k->nodes, i);
		int			group = TE_CASCADE_NO_GROUP;
		double		loss = te_cascade_worst_group(k->side, k->state->passed, v, &group);

		TE_CHECK_EVERY(i);
		k->bound->leader[v] = FIXED;
		k->bound->via[v] = v;
		k->bound->choice[v] = TE_CASCADE_NO_GROUP;
		rest = Max(rest, loss - k->state->loss[v]);
		if (loss > 0 && loss >= k->state->loss[v] - tied(k) &&
			!te_cascade_lost_all(k->state, v))
			k->bound->leader[v] = v;
	}
	return rest;
}

/* Joins v with the partners of a group that lose the same. */
static void
join(const Check *k, int v, int g)
{
	for (int e = k->side->edge_start[g]; e < k->side->edge_start[g + 1]; e++)
	{
		int			w = k->side->partner[e];

		if (k->side->weight[e] > 0 && is_looked_at(k, w) &&
			k->bound->leader[w] != FIXED)
			k->bound->leader[find_leader(k->bound, w)] = find_leader(k->bound, v);
	}
}

/* What is done with a node's group that brings its loss. */
typedef void (*ByGroup) (const Check *k, int v, int g);

/*
 * Hands on each group that brings its node's loss; "levels": of those alone
 * that are level with it.
 */
static void
each_bringer(const Check *k, bool levels, ByGroup act)
{
	for (int i = 0; i < k->nodes->n; i++)
	{
		int			v = te_cascade_node_at(k->nodes, i);
		double		loss = k->state->loss[v];

		TE_CHECK_EVERY(i);
		if (k->bound->leader[v] == FIXED)
			continue;
		for (int g = k->side->group_start[v]; g < k->side->group_start[v + 1]; g++)
		{
			bool		level;

			if (group_loss(k, g, loss, &level) >= loss - tied(k) && (level || !levels))
				act(k, v, g);
		}
	}
}

/* Gives the leader of v a row, if it has none. */
static void
add_row(const Check *k, TeCascadeRows *rows, int v)
{
	int			leader;

	if (k->bound->leader[v] == FIXED)
		return;
	leader = find_leader(k->bound, v);
	if (rows->row[leader] != TE_CASCADE_NO_ROW)
		return;
	rows->row[leader] = rows->nmarkets + rows->norder;
	rows->order[rows->norder++] = k->bound->via[leader];
}

/* One row for all nodes that share their y, in the order of the cascade's own. */
static void
number_leaders(const Check *k, TeCascadeRows *rows)
{
	te_cascade_rows_clear(k->nodes, rows);
	rows->norder = 0;
	for (int i = 0; i < k->bound->norder; i++)
		add_row(k, rows, k->bound->order[i]);
	for (int i = 0; i < k->nodes->n; i++)
		add_row(k, rows, te_cascade_node_at(k->nodes, i));
	for (int i = 0; i < k->nodes->n; i++)
	{
		int			v = te_cascade_node_at(k->nodes, i);

		TE_CHECK_EVERY(i);
		if (k->bound->leader[v] != FIXED)
			rows->row[v] = rows->row[find_leader(k->bound, v)];
	}
}

/* y := 0, as a call finds it. */
static void
clear_upper(const Check *k)
{
	for (int i = 0; i < k->nodes->n; i++)
	{
		TE_CHECK_EVERY(i);
		k->bound->upper[te_cascade_node_at(k->nodes, i)] = 0;
	}
}

/* Makes y the same for all that share it. */
static void
level_out(const Check *k)
{
	double	   *upper = k->bound->upper;

	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < k->nodes->n; i++)
		{
			int			v = te_cascade_node_at(k->nodes, i);
			int			leader;

			TE_CHECK_EVERY(i);
			if (k->bound->leader[v] == FIXED)
				continue;
			leader = find_leader(k->bound, v);
			if (pass == 0)
				upper[leader] = Max(upper[leader], upper[v]);
			else
				upper[v] = upper[leader];
		}
}

/* Notes y of the leaders. */
static void
find_peaks(const Check *k)
{
	for (int i = 0; i < k->nodes->n; i++)
	{
		int			v = te_cascade_node_at(k->nodes, i);

		TE_CHECK_EVERY(i);
		k->bound->peak[v] = k->bound->upper[v];
	}
}

/* Looks for a y where nodes that lose the same share it; true when one holds. */
static bool
find_shared(Check *k, TeCascadeRows *rows, double step)
{
	double		own = (k->tight ? SPARE_TIGHT : SPARE) * (find_free(k) + sum_rounding(k));

	k->shared = rows->stale = true;
	step = Max(step, own);

	/*
	 * nodes that lose the same by each other are one; each such one is
	 * entered by some group
	 */
	each_bringer(k, true, join);
	each_bringer(k, false, lead);
	rows->choice = k->bound->choice;
	for (int attempt = 0; attempt < ATTEMPTS; attempt++)
	{
		number_leaders(k, rows);
		start_upper(k);
		level_out(k);
		if (isinf(climb(k, rows, step)))
			return false;
		find_peaks(k);
		if (check(k))
			return true;
	}
	return false;
}

/* Largest distance of y from the losses. */
static double
largest_above(const Check *k)
{
	double		most = k->outer;

	for (int i = 0; i < k->nodes->n; i++)
	{
		int			v = te_cascade_node_at(k->nodes, i);

		TE_CHECK_EVERY(i);
		most = Max(most, k->bound->upper[v] - k->state->loss[v]);
	}
	return most;
}

double
te_cascade_bound(const TeCascade *c, int side, const TeCascadeState *state,
				 const TeCascadeNodes *nodes, TeCascadeRows *rows, bool tight,
				 TeCascadeBound *bound)
{
	Check		k = {c, &c->side[side], state, nodes, bound, .tight = tight};
	int		   *own_choice = rows->choice;
	double		step;
	double		below;
	double		above;
	bool		holds;

	k.above = *state;
	k.above.loss = bound->upper;
	k.above.passed = state->available != NULL ? bound->passed : bound->upper;
	k.above.available = state->available != NULL ? bound->available : NULL;
	k.outer = nodes->node != NULL ? c->tolerance / 2 : 0;
	step = own_step(&k, rows);

	/*
	 * rounds come from below, but a step may have left a loss in a loop that
	 * nothing holds up
	 */
	if (rows->closed && nodes->node == NULL)
		return HUGE_VAL;
	start_upper(&k);
	below = climb(&k, rows, step);
	holds = !isinf(below) && (check(&k) || find_shared(&k, rows, step));
	rows->choice = own_choice;
	above = largest_above(&k);
	clear_upper(&k);
	return holds ? Max(below, above) + TE_CASCADE_ROUNDING : HUGE_VAL;
}
