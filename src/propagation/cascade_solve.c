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

#include <float.h>
#include <math.h>

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "propagation/cascade_bound.h"
#include "propagation/cascade_chain.h"
#include "propagation/cascade_exact.h"
#include "propagation/cascade_lost.h"
#include "propagation/cascade_merge.h"
#include "propagation/cascade_solve.h"
#include "propagation/cascade_support.h"

#define SWEEPS_FIRST 8			/* sweeps before the first Newton step */
#define SWEEPS_NEXT 2			/* sweeps between Newton steps, more after one
								 * that failed */
#define SWEEPS_WORTH 16			/* sweeps that are cheaper than a Newton step */
#define RATES 4					/* sweeps over which the rate of decay is
								 * watched */
#define QUIET 1e-3				/* change that is worth a look at the bound,
								 * in parts of the tolerance */
#define GOAL 1e-4				/* rest of a linear system, in parts of the
								 * tolerance … */
#define LEAST_GOAL (12 * DBL_EPSILON)	/* … and where that is not enough */
#define CAREFUL_GOAL 0.01		/* the same in parts of the rests that are to
								 * be removed */
#define LOOKS_BEFORE_EXACT 3	/* looks at the bound after which elimination
								 * is tried */
#define ROUNDS_AT_TURN 1000		/* rounds after which losses seem to turn
								 * where they end */
#define LOOKS 24				/* most looks at the bound */
#define OPEN_MERGED 0.25		/* links of nodes that did not lose all, in
								 * parts of all, from which merging is worth
								 * it */
#define LOOKS_MERGED 6			/* the same where its nodes are merged … */
#define SWEEPS_MERGED 4			/* … and sweeps before the first Newton step */
#define ROUNDS_MERGED 1000		/* … and most rounds */

struct TeCascadeSolver
{
	TeCascadeRows *rows;		/* choice: the group that raised a node last */
	TeCascadeBound *bound;
	TeCascadeExact *exact;
	TeCascadeChain *chain[2];	/* by side; NULL: not looked for yet */
	TeCascadeMerged *merged[2]; /* likewise */
	int		   *reached;		/* nodes whose loss has a support */
	bool	   *lost;			/* by node: lost all */
	TeCascadeLost *all_lost;	/* how they are found */
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

	k->rows = te_cascade_rows_begin(c);
	k->bound = te_cascade_bound_begin(c);
	k->exact = te_cascade_exact_begin(c);
	k->reached = palloc(sizeof(int) * ((Size) c->n + 1));
	k->lost = palloc((Size) c->n + 1);
	k->all_lost = te_cascade_lost_begin(c);
	return k;
}

/* ---- sweeps ---- */

/* Before the first sweep: the groups that losses seem to come from. */
static void
choose_groups(const TeCascade *c, int side, TeCascadeState *state, TeCascadeRows *k)
{
	te_cascade_pass(c, state);
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		k->choice[v] = TE_CASCADE_NO_GROUP;
		if (state->loss[v] > state->shock[v])
			te_cascade_worst_group(&c->side[side], state->passed, v, &k->choice[v]);
	}
}

/* One sweep from what nodes pass on; "careful": with sums that round but once. */
static pg_attribute_always_inline void
sweep_nodes(const TeCascade *c, int side, TeCascadeState *state, TeCascadeRows *k,
			const bool careful)
{
	bool		backward = state->rounds & 1;

	state->change = 0;
	for (int i = 0; i < c->n; i++)
	{
		int			v = backward ? c->n - 1 - i : i;
		double		before = state->loss[v];
		double		loss;
		int			group = TE_CASCADE_NO_GROUP;

		TE_CHECK_EVERY(i);
		if (te_cascade_lost_all(state, v))
			continue;			/* a node that lost all cannot lose more */
		loss = careful ?
			te_cascade_worst_group_carefully(&c->side[side], state->passed, v, &group) :
			te_cascade_worst_group(&c->side[side], state->passed, v, &group);
		if (loss <= before)
			continue;
		if (loss > before + TE_CASCADE_ROUNDING)
		{
			k->stale |= k->choice[v] != group;
			k->choice[v] = group;
		}
		state->change = Max(state->change, loss - before);
		state->loss[v] = loss;
		k->stale |= te_cascade_lost_all(state, v);
		if (state->available != NULL)
			state->passed[v] = te_cascade_irreplaceable(c, state, v) * loss;
	}
	state->rounds++;
}

/* The same where plain sums are not enough. */
static pg_noinline void
sweep_carefully(const TeCascade *c, int side, TeCascadeState *state, TeCascadeRows *k)
{
	te_cascade_pass_carefully(c, state);
	sweep_nodes(c, side, state, k, true);
}

/* One Gauss–Seidel sweep; leaves the largest change in state->change. */
static void
sweep(const TeCascade *c, int side, TeCascadeState *state, TeCascadeRows *k)
{
	if (k->careful)
	{
		sweep_carefully(c, side, state, k);
		return;
	}
	te_cascade_pass(c, state);
	sweep_nodes(c, side, state, k, false);
}

/* ---- Newton ---- */

/*
 * The part of the corrections on which no market loses more than half of what it
 * sells, or comes down to one supplier that has rivals now: there the derivative
 * ends that they follow.
 */
static double
step_length(const TeCascade *c, const TeCascadeState *state, const TeCascadeRows *k)
{
	double		length = 1;

	for (int v = 0; v < c->n && k->nmarkets > 0; v++)
	{
		double		z = k->system->x[c->market[v]];
		double		left = k->near_turn ?
			1 - c->sales[v] / state->available[c->market[v]] : 0.5;

		TE_CHECK_EVERY(v);
		if (left > TE_CASCADE_AT_TURN && z * length > left)
			length = left / z;
	}
	return length;
}

/*
 * Corrects the losses; returns the largest change, or a negative number, and
 * nothing done, when the corrections make no sense: they lead up, and down only by
 * what rounding of sweeps in plain sums brought too much.
 */
static double
take_corrections(const TeCascade *c, const TeCascadeRows *k, TeCascadeState *state)
{
	const double *x = k->system->x + k->nmarkets;
	double		length = step_length(c, state, k);
	double		lowest = k->careful ? -state->cap : -c->tolerance;
	double		most = 0;

	for (int i = 0; i < k->norder; i++)
	{
		TE_CHECK_EVERY(i);
		if (!(x[i] >= lowest &&
			  state->loss[k->order[i]] + length * x[i] <= state->cap + c->tolerance))
			return -1;
	}
	for (int i = 0; i < k->norder; i++)
	{
		int			v = k->order[i];
		double		before = state->loss[v];
		double		after = before + length * x[i];

		TE_CHECK_EVERY(i);
		state->loss[v] = Min(Max(after, state->shock[v]), state->cap);
		most = Max(most, fabs(state->loss[v] - before));
	}
	return most;
}

/*
 * One Newton step: solves for the chosen groups; negative when that did not help.
 * Where sweeps are careful the corrections are as good as the rests that they are
 * for, which are known beyond the last digit of a loss.
 */
static double
newton(const TeCascade *c, int side, TeCascadeState *state, TeCascadeRows *k, double goal)
{
	TeCascadeNodes all = {NULL, c->n};
	double		rest;

	te_cascade_pass_carefully(c, state);
	te_cascade_rows_number(c, side, state, &all, k);
	k->stale = false;
	rest = te_cascade_rows_fill(c, side, state, &all, k, 0, 0);
	if (k->careful)
		goal = Min(goal, rest * CAREFUL_GOAL);
	if (!te_cascade_system_solve(k->system, goal, &state->rounds))
		return -1;
	return take_corrections(c, k, state);
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

/* Keeps count of a sweep; true when it is time to look at the bound. */
static bool
is_quiet(const TeCascade *c, const TeCascadeState *state, Decay *decay)
{
	double		rate;

	memmove(decay->change + 1, decay->change, sizeof(double) * (RATES + 1));
	decay->change[0] = state->change;
	decay->sweeps++;
	if (state->change <= Max(c->tolerance * QUIET, TE_CASCADE_ROUNDING))
		return true;
	rate = decay_rate(decay);
	return decay->sweeps >= RATES + 2 && rate < 1 &&
		state->change * rate / (1 - rate) <= c->tolerance / 4;
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

/* The side in words. */
static const char *
side_name(int side)
{
	return side == TE_DOWN ? "downstream" : "upstream";
}

char *
te_cascade_not_converging(const TeCascade *c, int side, int rounds, double change, double rate)
{
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text, "losses %s do not come to rest within max_rounds: after %d rounds the "
					 "last change is %g (tolerance %g), and changes shrink by a factor of %.6f a "
					 "round", side_name(side), rounds, change, c->tolerance, rate);
	if (rate > 0 && rate < 1)
		appendStringInfo(&text, ", so that a loss may be off by %g still",
						 change * rate / (1 - rate));
	return text.data;
}

/*
 * In words: the losses come no nearer to their end than "bound".  Where that is
 * infinite they turn where they end, and the last step that changed one did so by
 * "moved"; or, where nobody is replaced, loops that hardly leak are as bad as each
 * other.
 */
static char *
not_certain(const TeCascade *c, int side, double bound, double moved)
{
	const char *where = side_name(side);

	if (isfinite(bound))
		return psprintf("losses %s are known to %g, not to a tolerance of %g", where, bound,
						c->tolerance);
	if (c->market != NULL && side == TE_DOWN)
		return psprintf("losses %s turn just where they end: the last step that changed one did so "
						"by %g, and the last digit of an amount may raise them to any height",
						where, moved);
	return psprintf("losses %s go round in loops that hardly leak, and the last digit of an amount "
					"decides which", where);
}

/*
 * Whether every loss has a support; where that is in doubt the groups are chosen by
 * it, and losses without one start again.  Who lost all is known where rivals replace
 * nobody; else those that lost all but for rounding lose all, if it has a support.
 */
static bool
is_supported(const TeCascade *c, int side, TeCascadeState *state, TeCascadeSolver *solver)
{
	bool		in_doubt = solver->rows->closed;

	if (state->available == NULL)
		te_cascade_open(c, state, solver->lost);
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		if (!te_cascade_lost_all(state, v))
			continue;
		in_doubt |= state->shock[v] < state->cap && state->available != NULL;
	}
	te_cascade_pass_carefully(c, state);
	return !in_doubt ||
		te_cascade_support(c, side, state, solver->rows, solver->reached, solver->lost);
}

/* Whether elimination brings the losses within the tolerance; lowers the bound to its own. */
static bool
is_exact(const TeCascade *c, int side, TeCascadeState *state, TeCascadeSolver *solver, double *best)
{
	double		bound;

	if (state->available != NULL)
		return false;
	bound = te_cascade_exact(c, side, state, solver->rows, solver->exact);
	*best = Min(*best, bound);
	return bound <= c->tolerance;
}

/* Whether the side is linear, and its losses within the tolerance now. */
static bool
is_linear(const TeCascade *c, int side, TeCascadeState *state, TeCascadeSolver *solver)
{
	if (solver->chain[side] == NULL)
		solver->chain[side] = te_cascade_chain_begin(c, side, solver->rows);
	return te_cascade_chain_settle(c, side, state, solver->chain[side]);
}

/* Brings the losses of a merged network within the tolerance; false when they do not come there. */
static bool
settle_merged(const TeCascadeMerged *m, int side, TeCascadeState *state, TeCascadeRows *rows)
{
	const TeCascade *c = &m->net;
	TeCascadeNodes all = {NULL, c->n};
	Decay		decay = {0};
	int			first = state->rounds;
	int			wait = SWEEPS_MERGED;
	bool		settled = false;

	choose_groups(c, side, state, rows);
	rows->near_turn = rows->careful = rows->closed = false;
	for (int looks = 0; !settled && looks < LOOKS_MERGED && state->rounds - first < ROUNDS_MERGED;)
	{
		sweep(c, side, state, rows);
		if (is_quiet(c, state, &decay))
		{
			settled = te_cascade_merged_bound(m, side, state) <= c->tolerance;
			rows->careful = true;
			if (!settled && ++looks < LOOKS_MERGED)
				newton(c, side, state, rows, LEAST_GOAL);
		}
		else if (decay.sweeps >= wait && sweeps_left(c, state, &decay) > SWEEPS_WORTH)
		{
			double		step = newton(c, side, state, rows,
									  Max(GOAL * c->tolerance, LEAST_GOAL));

			wait = step >= 0 ? SWEEPS_NEXT : 4 * wait;
			memset(&decay, 0, sizeof(decay));
		}
	}
	te_cascade_rows_clear(&all, rows);
	return settled;
}

/* Whether nodes that lose the same can be merged, and the losses are within the tolerance now. */
static bool
is_merged(const TeCascade *c, int side, TeCascadeState *state, TeCascadeSolver *solver)
{
	TeCascadeMerged *m = solver->merged[side];
	TeCascadeState merged;

	if (m == NULL)
		m = solver->merged[side] = te_cascade_merge(c, side, solver->rows);
	/* rounding alone may be too much */
	if (LEAST_GOAL * m->slowest > c->tolerance)
		return false;
	merged = te_cascade_merged_state(c, state, m);
	if (!settle_merged(m, side, &merged, solver->rows))
		return false;
	te_cascade_merged_take(c, m, state);
	state->rounds = merged.rounds;
	return true;
}

/* Brings the losses within the tolerance by sweeps and Newton steps; as te_cascade_settle(). */
static char *
climb(const TeCascade *c, int side, TeCascadeState *state, TeCascadeSolver *solver)
{
	TeCascadeNodes all = {NULL, c->n};
	TeCascadeRows *rows = solver->rows;
	Decay		decay = {0};
	int			first = state->rounds;
	int			wait = SWEEPS_FIRST;
	int			looks = 0;
	double		rate = 0;
	double		best = HUGE_VAL;
	double		moved = 0;
	char	   *problem = NULL;

	choose_groups(c, side, state, rows);
	rows->near_turn = rows->careful = rows->closed = false;
	rows->stale = true;
	while (problem == NULL)
	{
		double		step;
		double		bound;

		sweep(c, side, state, rows);
		if (is_quiet(c, state, &decay))
		{
			if (!is_supported(c, side, state, solver))
			{
				memset(&decay, 0, sizeof(decay));
				if (looks < LOOKS_BEFORE_EXACT && is_exact(c, side, state, solver, &best))
					break;
				looks = Max(looks, LOOKS_BEFORE_EXACT) + 1;
				if (looks >= LOOKS)
					problem = not_certain(c, side, best, moved);
				continue;
			}
			bound = te_cascade_bound(c, side, state, &all, rows, looks > 0, solver->bound);
			best = Min(best, bound);
			if (best <= c->tolerance)
				break;
			if (++looks == LOOKS_BEFORE_EXACT && is_exact(c, side, state, solver, &best))
				break;
			if (looks == LOOKS)
				problem = not_certain(c, side, best, moved);
			rows->near_turn = looks >= LOOKS / 2;
			rows->careful = true;
			step = newton(c, side, state, rows, LEAST_GOAL);
			moved = step > 0 ? step : moved;
			continue;
		}
		if (state->rounds - first > c->max_rounds)
		{
			if (looks < LOOKS_BEFORE_EXACT && is_exact(c, side, state, solver, &best))
				break;
			problem = te_cascade_not_converging(c, side, state->rounds - first, state->change,
												rate);
		}
		if (state->rounds - first > ROUNDS_AT_TURN)
			rows->near_turn = true;
		if (decay.sweeps > 2)
			rate = decay_rate(&decay);
		if (decay.sweeps >= wait && sweeps_left(c, state, &decay) > SWEEPS_WORTH)
		{
			step = newton(c, side, state, rows, Max(GOAL * c->tolerance, LEAST_GOAL));
			wait = step >= 0 ? SWEEPS_NEXT : 4 * wait;
			memset(&decay, 0, sizeof(decay));
		}
	}
	te_cascade_rows_clear(&all, rows);
	return problem;
}

char *
te_cascade_settle(const TeCascade *c, int side, TeCascadeState *state, TeCascadeSolver *solver)
{
	Size		open;

	if (state->available == NULL)
	{
		if (is_linear(c, side, state, solver))
			return NULL;
		open = te_cascade_lost_find(c, side, state, solver->lost, solver->all_lost);
		if (open == 0 ||
			(open > c->nedges * OPEN_MERGED && is_merged(c, side, state, solver)))
			return NULL;
	}
	return climb(c, side, state, solver);
}

bool
te_cascade_is_settled(const TeCascade *c, int side, TeCascadeState *state,
					  const int *touched, int ntouched, TeCascadeSolver *solver)
{
	TeCascadeNodes nodes = {touched, ntouched};
	bool		settled;

	for (int i = 0; i < ntouched; i++)
	{
		int			v = touched[i];
		int		   *choice = &solver->rows->choice[v];

		TE_CHECK_EVERY(i);
		*choice = TE_CASCADE_NO_GROUP;
		if (state->loss[v] > state->shock[v])
			te_cascade_worst_group(&c->side[side], state->passed, v, choice);
	}
	settled = te_cascade_bound(c, side, state, &nodes, solver->rows, false,
							   solver->bound) <= c->tolerance;
	te_cascade_rows_clear(&nodes, solver->rows);
	return settled;
}
