/*
 * cascade_linear.c
 *	  Solves the linear system that a cascade becomes once it is fixed which
 *	  group binds at each node: x = M x + own.
 *
 * Rows are numbered in an order in which each comes after those it depends on,
 * loops aside.  One Gauss–Seidel sweep in that order solves all that is not
 * a loop; BiCGStab (van der Vorst, 1992) with the sweep as its operator does the
 * rest in a few steps.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "propagation/cascade.h"

#define STEPS 200				/* steps of BiCGStab before it counts as
								 * failed */
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
te_cascade_system_begin(int nodes)
{
	TeCascadeSystem *s = palloc0(sizeof(TeCascadeSystem));

	s->start = palloc(sizeof(int) * ((Size) nodes + 1));
	s->own = te_vector(nodes);
	s->x = te_vector(nodes);
	s->r = te_vector(nodes);
	s->shadow = te_vector(nodes);
	s->p = te_vector(nodes);
	s->sp = te_vector(nodes);
	s->sr = te_vector(nodes);
	return s;
}

void
te_cascade_system_reserve(TeCascadeSystem *s, int entries)
{
	if (entries <= s->capacity)
		return;
	if (s->capacity > 0)
	{
		pfree(s->column);
		pfree(s->value);
	}
	s->capacity = entries;
	s->column = palloc(sizeof(int) * (Size) entries);
	s->value = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(double) * (Size) entries);
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
operate(const TeCascadeSystem *s, const double *y, double *out)
{
	memcpy(out, y, sizeof(double) * (Size) s->n);
	sweep(s, out, NULL);
	FOR_PIECES(s, from, end)
		for (int i = from; i < end; i++)
		out[i] = y[i] - out[i];
}

/* Σ a b, in four sums so that additions need not wait for each other. */
static double
dot(const TeCascadeSystem *s, const double *a, const double *b)
{
	double		sum[4] = {0};
	int			i = 0;

	CHECK_FOR_INTERRUPTS();
	for (; i + 4 <= s->n; i += 4)
		for (int j = 0; j < 4; j++)
			sum[j] += a[i + j] * b[i + j];
	for (; i < s->n; i++)
		sum[0] += a[i] * b[i];
	return (sum[0] + sum[1]) + (sum[2] + sum[3]);
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

/* r := what a sweep over x would still change, with own. */
static void
true_residual(const TeCascadeSystem *s)
{
	memcpy(s->r, s->x, sizeof(double) * (Size) s->n);
	sweep(s, s->r, s->own);
	FOR_PIECES(s, from, end)
		for (int i = from; i < end; i++)
		s->r[i] -= s->x[i];
}

/* BiCGStab from the present x and r until the residual it carries along is below the goal. */
static bool
iterate(TeCascadeSystem *s, double goal, int *steps)
{
	Size		size = sizeof(double) * (Size) s->n;
	double		rho;

	memcpy(s->shadow, s->r, size);
	memcpy(s->p, s->r, size);
	rho = dot(s, s->r, s->r);
	for (int step = 0; step < STEPS; step++)
	{
		double		alpha;
		double		omega;
		double		square;
		double		last = rho;

		if (largest(s, s->r) <= goal)
			return true;
		(*steps)++;
		operate(s, s->p, s->sp);
		alpha = rho / dot(s, s->shadow, s->sp);
		if (!isfinite(alpha))
			return false;
		FOR_PIECES(s, from, end)
			for (int i = from; i < end; i++)
			s->r[i] -= alpha * s->sp[i];
		operate(s, s->r, s->sr);
		square = dot(s, s->sr, s->sr);
		omega = square > 0 ? dot(s, s->sr, s->r) / square : 0;
		FOR_PIECES(s, from, end)
			for (int i = from; i < end; i++)
		{
			s->x[i] += alpha * s->p[i] + omega * s->r[i];
			s->r[i] -= omega * s->sr[i];
		}
		rho = dot(s, s->shadow, s->r);
		if (omega == 0)
			return largest(s, s->r) <= goal;
		FOR_PIECES(s, from, end)
			for (int i = from; i < end; i++)
			s->p[i] = s->r[i] + rho / last * (alpha / omega) * (s->p[i] - omega * s->sp[i]);
	}
	return false;
}

bool
te_cascade_system_solve(TeCascadeSystem *s, double goal, int *steps)
{
	memset(s->x, 0, sizeof(double) * (Size) s->n);
	true_residual(s);

	/*
	 * the residual that is carried along drifts from the true one: look, and
	 * go on
	 */
	for (int round = 0; round < 3; round++)
	{
		if (!iterate(s, goal, steps))
			return false;
		true_residual(s);
		if (largest(s, s->r) <= 2 * goal)
			return true;
	}
	return false;
}
