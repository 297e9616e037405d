/*
 * cascade_linear.c
 *	  Solves the linear system that a cascade becomes once it is fixed which
 *	  group binds at each node: x = M x + own.
 *
 * Rows are numbered in an order in which each comes after those it depends on,
 * loops aside.  One Gauss–Seidel sweep in that order solves all that is not
 * a loop; BiCGStab with the sweep as its operator does the rest in a few steps.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "propagation/cascade_linear.h"

#define STEPS 200				/* steps of BiCGStab before it counts as
								 * failed */
#define TRIES 3					/* solutions, each for what the last one left */
#define ROWS_AT_ONCE 4096		/* rows of a vector operation between looks at
								 * interrupts */

/* Runs what follows for pieces of the system's rows, from .. end - 1 each. */
#define FOR_PIECES(system, from, end) \
	for (int from = 0, end; from < (system)->n && (end = piece_end(system, from)) > 0; from = end)

/* Where the piece from row i ends; between two of them the statement can be cancelled. */
static int
piece_end(const TeCascadeSystem *s, int from)
{
	CHECK_FOR_INTERRUPTS();
	return Min(from + ROWS_AT_ONCE, s->n);
}

TeCascadeSystem *
te_cascade_system_begin(int rows)
{
	TeCascadeSystem *s = palloc0(sizeof(TeCascadeSystem));

	s->start = palloc(sizeof(int) * ((Size) rows + 1));
	s->own = te_vector(rows);
	s->x = te_vector(rows);
	s->rest = te_vector(rows);
	s->step = te_vector(rows);
	s->krylov = te_krylov_open(rows);
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
	s->column = te_alloc(sizeof(int) * entries);
	s->value = te_alloc(sizeof(double) * entries);
}

TeCascadeSystem *
te_cascade_system_take(TeCascadeSystem *s)
{
	TeCascadeSystem *taken = palloc(sizeof(TeCascadeSystem));

	*taken = *s;
	taken->start = palloc(sizeof(int) * ((Size) s->n + 1));
	memcpy(taken->start, s->start, sizeof(int) * ((Size) s->n + 1));
	s->n = 0;
	s->capacity = 0;
	return taken;
}

/* One Gauss–Seidel sweep over y in place: y := M y, with "own" added when it is not NULL. */
static void
sweep(const TeCascadeSystem *s, double *y, const double *own)
{
	int			k = 0;

	for (int i = 0; i < s->n; i++)
	{
		double		sum = own != NULL ? own[i] : 0;

		TE_CHECK_EVERY(i);
		for (; k < s->start[i + 1]; k++)
			sum += s->value[k] * y[s->column[k]];
		y[i] = sum;
	}
}

/* out = y − sweep(y): the operator that BiCGStab works on. */
static void
operate(void *arg, const double *y, double *out)
{
	const TeCascadeSystem *s = arg;

	memcpy(out, y, sizeof(double) * (Size) s->n);
	sweep(s, out, NULL);
	FOR_PIECES(s, from, end)
		for (int i = from; i < end; i++)
		out[i] = y[i] - out[i];
}

/* Largest magnitude; infinite when a component is not a number. */
static double
largest(const TeCascadeSystem *s, const double *a)
{
	double		most = 0;
	double		sum = 0;

	FOR_PIECES(s, from, end)
		for (int i = from; i < end; i++)
	{
		sum += a[i];
		most = fabs(a[i]) > most ? fabs(a[i]) : most;
	}
	return isfinite(sum) ? most : HUGE_VAL;
}

/* rest := what a sweep over x would still change, with own; returns the largest. */
static double
measure_rest(const TeCascadeSystem *s)
{
	memcpy(s->rest, s->x, sizeof(double) * (Size) s->n);
	sweep(s, s->rest, s->own);
	FOR_PIECES(s, from, end)
		for (int i = from; i < end; i++)
		s->rest[i] -= s->x[i];
	return largest(s, s->rest);
}

/* Takes from the rest what BiCGStab finds for it, until what it carries along is below the goal. */
static bool
iterate(TeCascadeSystem *s, double goal, int *steps)
{
	TeOperator	op = {s->n, operate, s};
	TeKrylovEnd end = {goal, goal, STEPS, STEPS, 1};
	int			products = 0;
	bool		solved = te_krylov_solve(s->krylov, &op, s->rest, s->step, &end, &products);

	*steps += (products + 1) / 2;
	FOR_PIECES(s, from, till)
		for (int i = from; i < till; i++)
		s->x[i] += s->step[i];
	return solved;
}

bool
te_cascade_system_solve(TeCascadeSystem *s, double goal, int *steps)
{
	double		rest;

	memset(s->x, 0, sizeof(double) * (Size) s->n);
	rest = measure_rest(s);
	if (rest <= goal)
		return true;

	/*
	 * the residual that is carried along drifts from the true one: look, and
	 * go on
	 */
	for (int try = 0; try < TRIES; try++)
	{
		if (!iterate(s, goal, steps))
			return false;
		rest = measure_rest(s);
		if (rest <= 2 * goal)
			return true;
	}
	return false;
}
