/*
 * cascade_linear.c
 *	  Solves the linear system that a cascade becomes once it is fixed which
 *	  group binds at each node: x = M x + own.
 *
 * Rows are numbered in an order in which each comes after those it depends on,
 * loops aside.  One Gauss–Seidel sweep in that order solves all that is not a
 * loop; BiCGStab with the sweep as its operator does the rest in a few steps.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "propagation/cascade_linear.h"
#include "propagation/krylov.h"

#define TRIES 3					/* solutions, each for what the last one left */
#define DRIFT 2.0				/* true residual per residual carried along */

TeCascadeSystem *
te_cascade_system_begin(int rows)
{
	TeCascadeSystem *s = palloc0(sizeof(TeCascadeSystem));

	s->start = palloc(sizeof(int) * ((Size) rows + 1));
	s->own = te_vector(rows);
	s->x = te_vector(rows);
	s->swept = te_vector(rows);
	s->rest = te_vector(rows);
	s->step = te_vector(rows);
	return s;
}

void
te_cascade_system_reserve(TeCascadeSystem *s, Size entries)
{
	if (entries <= s->capacity)
		return;
	if (s->capacity > 0)
	{
		pfree(s->column);
		pfree(s->value);
	}
	s->capacity = entries;
	s->column = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(int) * entries);
	s->value = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(double) * entries);
}

/* The rows from .. to - 1 of one Gauss–Seidel sweep over y in place: y := M y. */
static void
sweep_rows(const TeCascadeSystem *s, double *y, int from, int to)
{
	int			k = s->start[from];

	for (int i = from; i < to; i++)
	{
		double		sum = 0;

		for (; k < s->start[i + 1]; k++)
			sum += s->value[k] * y[s->column[k]];
		y[i] = sum;
	}
}

/* out = x − sweep(x), piece by piece: the operator that BiCGStab works on. */
static void
operate(void *arg, const double *x, double *out, int from, int to)
{
	const TeCascadeSystem *s = arg;

	if (from == 0)
		memcpy(s->swept, x, sizeof(double) * (Size) s->n);
	sweep_rows(s, s->swept, from, to);
	for (int i = from; i < to; i++)
		out[i] = x[i] - s->swept[i];
}

/*
 * What is left of the solution: rest := sweep(x) − x, the sweep with "own"
 * added.  Returns the largest.
 */
static double
measure_rest(TeCascadeSystem *s)
{
	double		most = 0;

	memcpy(s->rest, s->x, sizeof(double) * (Size) s->n);
	for (int i = 0; i < s->n; i++)
	{
		double		sum = s->own[i];

		TE_CHECK_EVERY(i);
		for (int k = s->start[i]; k < s->start[i + 1]; k++)
			sum += s->value[k] * s->rest[s->column[k]];
		s->rest[i] = sum;
	}
	for (int i = 0; i < s->n; i++)
	{
		TE_CHECK_EVERY(i);
		s->rest[i] -= s->x[i];
		if (!(fabs(s->rest[i]) <= most))
			most = fabs(s->rest[i]);	/* NaN stays */
	}
	return most;
}

bool
te_cascade_system_solve(TeCascadeSystem *s, double goal, int *steps)
{
	TeOperator	op = {s->n, operate, s};
	double		rest;

	memset(s->x, 0, sizeof(double) * (Size) s->n);
	rest = measure_rest(s);
	for (int try = 0; rest > DRIFT * goal && try < TRIES; try++)
	{
		double		before = rest;

		if (!isfinite(rest) || !te_krylov_solve(&op, s->rest, s->step, goal, Max(goal, 1e-6 * rest),
												steps))
			return false;
		for (int i = 0; i < s->n; i++)
			s->x[i] += s->step[i];
		rest = measure_rest(s);
		if (!(rest < before))
			return false;
	}
	return rest <= DRIFT * goal;
}
