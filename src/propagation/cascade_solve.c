/*
 * cascade_solve.c
 *	  Brings a cascade to its fixed point fast: Gauss–Seidel sweeps, then Newton
 *	  steps.
 *
 * With one group fixed for each node, x = max(shock, F(x)) is linear.  F is a
 * maximum of such linear maps, so the least fixed point of one of them never
 * lies above that of F, and Newton's method climbs towards it from below in a
 * few steps: solve for the groups chosen, sweep, choose again.  Sweeps before
 * and after guard it: they cannot overshoot, and they judge the result.
 *
 * The group chosen is the one that last raised the node's loss, not just one
 * that reaches its present loss.  So no chosen groups lead only to each other:
 * in such a loop of weighted means, the node that came first to the largest
 * loss had it from partners that had it before.  (Where nodes reached their
 * losses in plain rounds, nobody noted how; a loop among them is held still.)
 */
#include "postgres.h"

#include <limits.h>
#include <math.h>

#include "miscadmin.h"

#include "propagation/cascade.h"

#define SWEEPS_FIRST 8			/* sweeps before the first Newton step */
#define SWEEPS_NEXT 2			/* sweeps between Newton steps, more after one
								 * that failed */
#define SWEEPS_WORTH 16			/* sweeps that are cheaper than a Newton step */
#define RATES 4					/* sweeps over which the rate of decay is
								 * watched */

#define NO_GROUP -1				/* choice of a node that nobody raised */
#define NO_ROW -1				/* row of a node that keeps its loss */
#define DONE INT_MAX			/* rank of a node whose loop is known */

/* What Newton's method works with; arrays of n, kept from scenario to scenario. */
struct TeCascadeSolver
{
	int		   *choice;			/* by node: the group that raised it last, or
								 * NO_GROUP */
	int		   *row;			/* by node: when the search came here (0 not
								 * yet), then its row; or NO_ROW */
	int		   *rank;			/* by node: when the search came to the first
								 * node it leads back to; or DONE */
	int		   *edge;			/* by node: next edge to follow */
	int		   *path;			/* nodes on the way down */
	int		   *pending;		/* nodes whose loop is not known yet */
	int			npending;
	int		   *order;			/* node of each row */
	int			norder;
	TeCascadeSystem *system;	/* the linear system */
};

/* How the sweeps shrink: tells how far the fixed point still is. */
typedef struct Decay
{
	int			sweeps;			/* since the start or the last Newton step */
	double		change[RATES + 2];	/* latest first */
} Decay;

TeCascadeSolver *
te_cascade_solver_begin(const TeCascade *c)
{
	TeCascadeSolver *k = palloc0(sizeof(TeCascadeSolver));
	Size		size = sizeof(int) * ((Size) c->n + 1);

	k->choice = palloc(size);
	k->row = palloc(size);
	k->rank = palloc(size);
	k->edge = palloc(size);
	k->path = palloc(size);
	k->pending = palloc(size);
	k->order = palloc(size);
	k->system = te_cascade_system_begin(c->n);
	return k;
}

/* ---- sweeps ---- */

/*
 * Loss of node v from what its partners pass on, and the group that it comes
 * from (left alone when nothing is lost).
 */
static inline double
worst_group(const TeCascadeSide *side, const double *passed, int v, int *group)
{
	double		loss = 0;
	int			k = side->edge_start[side->group_start[v]];

	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		double		sum = 0;

		for (; k < side->edge_start[g + 1]; k++)
			sum += side->weight[k] * passed[side->partner[k]];
		if (sum > loss)
		{
			loss = sum;
			*group = g;
		}
	}
	return loss < 1 ? loss : 1;
}

double
te_cascade_node_loss(const TeCascadeSide *side, const double *passed, int v)
{
	int			group = NO_GROUP;

	return worst_group(side, passed, v, &group);
}

/* Share of node v's loss that no rival makes up for. */
static inline double
irreplaceable(const TeCascade *c, const TeCascadeState *state, int v)
{
	double		available;

	if (state->available == NULL)
		return 1;
	available = state->available[c->market[v]];
	return c->sales[v] < available ? c->sales[v] / available : 1;
}

void
te_cascade_pass(const TeCascade *c, TeCascadeState *state)
{
	if (state->available == NULL)
		return;
	memset(state->available, 0, sizeof(double) * (Size) c->nmarkets);
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		state->available[c->market[v]] += c->sales[v] * (1 - state->loss[v]);
	}
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		state->passed[v] = irreplaceable(c, state, v) * state->loss[v];
	}
}

/* Before the first sweep: the groups that losses seem to come from. */
static void
choose_groups(const TeCascade *c, int side, TeCascadeState *state, TeCascadeSolver *k)
{
	te_cascade_pass(c, state);
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		k->choice[v] = NO_GROUP;
		if (state->loss[v] > state->shock[v])
			worst_group(&c->side[side], state->passed, v, &k->choice[v]);
	}
}

/* One Gauss–Seidel sweep; leaves the largest change in state->change. */
static void
sweep(const TeCascade *c, int side, TeCascadeState *state, TeCascadeSolver *k)
{
	bool		backward = state->rounds & 1;

	te_cascade_pass(c, state);
	state->change = 0;
	for (int i = 0; i < c->n; i++)
	{
		int			v = backward ? c->n - 1 - i : i;
		double		before = state->loss[v];
		double		loss;
		int			group = NO_GROUP;

		TE_CHECK_EVERY(i);
		if (before >= 1 - TE_CASCADE_ROUNDING)
			continue;			/* a node that lost all cannot lose more */
		loss = worst_group(&c->side[side], state->passed, v, &group);
		if (loss <= before)
			continue;
		if (loss > before + TE_CASCADE_ROUNDING)
			k->choice[v] = group;
		state->change = Max(state->change, loss - before);
		state->loss[v] = loss;
		if (state->available != NULL)
			state->passed[v] = irreplaceable(c, state, v) * loss;
	}
	state->rounds++;
}

/* ---- Newton: the rows and their order ---- */

/* The search comes to node v. */
static void
enter(const TeCascadeSide *side, TeCascadeSolver *k, int v, int *clock)
{
	k->row[v] = k->rank[v] = ++*clock;
	k->edge[v] = side->edge_start[k->choice[v]];
	k->pending[k->npending++] = v;
}

/* True when the pending nodes from "first" on lead only to each other. */
static bool
is_closed(const TeCascadeSide *side, const TeCascadeSolver *k, int first)
{
	for (int i = first; i < k->npending; i++)
	{
		int			g = k->choice[k->pending[i]];

		TE_CHECK_EVERY(i);
		for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
		{
			int			w = side->partner[e];

			if (k->row[w] == NO_ROW || k->rank[w] == DONE)
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
end_loop(const TeCascadeSide *side, TeCascadeSolver *k, int v)
{
	int			first = k->npending;
	bool		closed;

	do
		first--;
	while (k->pending[first] != v);
	closed = is_closed(side, k, first);
	for (int i = first; i < k->npending; i++)
	{
		k->rank[k->pending[i]] = DONE;
		if (closed)
			k->row[k->pending[i]] = NO_ROW;
	}
	k->npending = first;
}

/*
 * Follows the chosen groups from a node, depth first, and appends each node to
 * the order when all it depends on was entered (Tarjan, 1972).
 */
static void
search(const TeCascadeSide *side, TeCascadeSolver *k, int start, int *clock)
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
			else if (k->row[w] != NO_ROW && k->rank[w] != DONE)
				k->rank[v] = Min(k->rank[v], k->row[w]);
			continue;
		}
		k->order[k->norder++] = v;
		depth--;
		if (k->rank[v] == k->row[v])
			end_loop(side, k, v);
		else
			k->rank[k->path[depth]] = Min(k->rank[k->path[depth]], k->rank[v]);
	}
}

/* Numbers the rows: the nodes that are free to change. */
static void
number_rows(const TeCascade *c, const TeCascadeSide *side, const TeCascadeState *state,
			TeCascadeSolver *k)
{
	int			clock = 0;
	int			rows = 0;

	for (int v = 0; v < c->n; v++)
		k->row[v] = k->choice[v] == NO_GROUP || state->loss[v] >= 1 - TE_CASCADE_ROUNDING ?
			NO_ROW : 0;
	k->norder = 0;
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		if (k->row[v] == 0)
			search(side, k, v, &clock);
	}
	for (int i = 0; i < k->norder; i++)
	{
		int			v = k->order[i];

		if (k->row[v] != NO_ROW)
		{
			k->row[v] = rows;
			k->order[rows++] = v;
		}
	}
	k->norder = rows;
}

/* Fills the linear system of the corrections: each row is its node's chosen group. */
static void
fill_system(const TeCascade *c, const TeCascadeSide *side, const TeCascadeState *state,
			const TeCascadeSolver *k)
{
	TeCascadeSystem *s = k->system;
	int			entries = 0;

	for (int i = 0; i < k->norder; i++)
	{
		int			g = k->choice[k->order[i]];

		entries += side->edge_start[g + 1] - side->edge_start[g];
	}
	te_cascade_system_reserve(s, entries);
	s->n = k->norder;
	s->start[0] = entries = 0;
	for (int i = 0; i < k->norder; i++)
	{
		int			v = k->order[i];
		int			g = k->choice[v];
		double		sum = 0;

		TE_CHECK_EVERY(i);
		for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
		{
			int			w = side->partner[e];

			sum += side->weight[e] * state->passed[w];
			if (k->row[w] == NO_ROW)
				continue;
			s->column[entries] = k->row[w];
			s->value[entries++] = side->weight[e] * irreplaceable(c, state, w);
		}
		s->own[i] = sum - state->loss[v];
		s->start[i + 1] = entries;
	}
}

/* Adds the corrections to the losses; false, and nothing done, when they make no sense. */
static bool
take_corrections(const TeCascade *c, const TeCascadeSolver *k, TeCascadeState *state)
{
	const double *x = k->system->x;

	for (int i = 0; i < k->norder; i++)
		if (!(x[i] >= -c->tolerance && state->loss[k->order[i]] + x[i] <= 1 + c->tolerance))
			return false;
	for (int i = 0; i < k->norder; i++)
	{
		double	   *loss = &state->loss[k->order[i]];

		TE_CHECK_EVERY(i);
		*loss = Min(*loss + Max(x[i], 0), 1);
	}
	return true;
}

/* One Newton step: solves for the chosen groups; false when that did not help. */
static bool
newton(const TeCascade *c, int side, TeCascadeState *state, TeCascadeSolver *k)
{
	double		goal = Max(c->tolerance * 1e-4, TE_CASCADE_ROUNDING / 4);

	te_cascade_pass(c, state);
	number_rows(c, &c->side[side], state, k);
	fill_system(c, &c->side[side], state, k);
	return te_cascade_system_solve(k->system, goal, &state->rounds) &&
		take_corrections(c, k, state);
}

/* ---- convergence ---- */

/*
 * The slowest rate at which changes shrank lately.  Sweeps alternate their
 * direction, so a change is compared with the one before the last.
 */
static double
decay_rate(const Decay *decay)
{
	double		rate = 0;

	for (int i = 0; i < RATES; i++)
	{
		double		before = decay->change[i + 2];

		if (before > 0)
			rate = Max(rate, sqrt(decay->change[i] / before));
	}
	return rate;
}

/* True when no loss is further than the tolerance from its fixed point. */
static bool
settled(const TeCascade *c, const TeCascadeState *state, Decay *decay)
{
	double		rate;

	memmove(decay->change + 1, decay->change, sizeof(double) * (RATES + 1));
	decay->change[0] = state->change;
	decay->sweeps++;
	if (state->change <= Max(c->tolerance * 1e-3, TE_CASCADE_ROUNDING))
		return true;
	rate = decay_rate(decay);
	return decay->sweeps >= RATES + 2 && rate < 1 &&
		state->change * rate / (1 - rate) <= c->tolerance;
}

/* Sweeps that are still needed, as far as can be told. */
static double
sweeps_left(const TeCascade *c, const TeCascadeState *state, const Decay *decay)
{
	double		rate = decay_rate(decay);

	if (rate >= 1)
		return HUGE_VAL;
	if (rate == 0)
		return 0;
	return log(c->tolerance * (1 - rate) / (state->change * rate)) / log(rate);
}

void
te_cascade_not_converging(const TeCascade *c, int side, int rounds, double change, double rate)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("cascade does not converge within %d rounds", c->max_rounds),
			 errdetail("After %d rounds %s the last change is %g (tolerance %g), and changes "
					   "shrink by a factor of %.6f a round%s.",
					   rounds, side == TE_DOWN ? "downstream" : "upstream",
					   change, c->tolerance, rate,
					   rate > 0 && rate < 1 ? psprintf(": a loss may be off by %g still",
													   change * rate / (1 - rate)) : ""),
			 c->accelerate ? errhint("Raise max_rounds or tolerance.") :
			 errhint("Raise max_rounds or tolerance, or let accelerate be true.")));
}

void
te_cascade_settle(const TeCascade *c, int side, TeCascadeState *state, TeCascadeSolver *solver)
{
	Decay		decay = {0};
	int			first = state->rounds;
	int			wait = SWEEPS_FIRST;
	double		rate = 0;

	choose_groups(c, side, state, solver);
	for (;;)
	{
		sweep(c, side, state, solver);
		if (settled(c, state, &decay))
			return;
		if (state->rounds - first > c->max_rounds)
			te_cascade_not_converging(c, side, state->rounds - first, state->change, rate);
		if (decay.sweeps > 2)
			rate = decay_rate(&decay);
		if (decay.sweeps >= wait && sweeps_left(c, state, &decay) > SWEEPS_WORTH)
		{
			wait = newton(c, side, state, solver) ? SWEEPS_NEXT : 4 * wait;
			memset(&decay, 0, sizeof(decay));
		}
	}
}
