/*
 * solve.c
 *	  Linear systems x = C x + b over the edges of a network.
 *
 * Method: BiCGStab on Jacobi sweeps (krylov.c), which needs some ten to
 * thirty passes over the edges for an input-output table, then sweeps alone,
 * which make small components as exact as large ones.  Where BiCGStab breaks
 * down, sweeps alone, which converge for every C ≥ 0 with spectral radius
 * below 1 (Varga, Matrix Iterative Analysis, 3.6).
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"
#include "utils/float.h"

#include "base/trade_exposure.h"
#include "propagation/edges.h"
#include "propagation/jacobi.h"
#include "propagation/krylov.h"
#include "propagation/solve.h"

#define STEPS 300				/* most steps of BiCGStab */
#define PATIENCE 60				/* its steps without progress */
#define SWEEPS 20000			/* most sweeps without BiCGStab */
#define POLISH_SWEEPS 10		/* most sweeps after BiCGStab */
#define SERIES_TERMS 6			/* most terms of the simple proof */
#define SERIES_REST 0.75		/* largest term at which it may stop, below 1 */
#define POWER_STEPS 200			/* most steps of the estimate of the spectral
								 * radius */
#define TOLERANCE 4e-15			/* residual aimed at, relative to b; sweeps
								 * follow */
#define ENOUGH 1e-11			/* residual at which a stalled iteration may
								 * stop */

/* ---- vectors ---- */

/* Largest absolute value; infinity when some is not finite. */
static double
largest(const double *a, int n)
{
	double		most = 0.0;

	for (int i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		if (!isfinite(a[i]))
			return get_float8_infinity();
		most = Max(most, fabs(a[i]));
	}
	return most;
}

/* C[i][i], found by halving the edges of node i */
static double
own_coefficient(const TeSystem *sys, int i)
{
	const uint32 *other = sys->other + sys->at[i];
	uint32		left = sys->start[i + 1] - sys->start[i];
	double		c;

	/* without jumps, which a processor would guess wrong half of the time */
	while (left > 1)
	{
		uint32		half = left / 2;

		other += other[half] <= (uint32) i ? half : 0;
		left -= half;
	}
	if (left == 0 || *other != (uint32) i)
		return 0.0;
	c = sys->amount[sys->start[i] + (other - (sys->other + sys->at[i]))];
	if (sys->absolute)
		c = fabs(c);
	return sys->row[i] * (sys->col != NULL ? c * sys->col[i] : c);
}

/* 1 / (1 - C[i][i]), or NULL when some diagonal is not below 1 */
static double *
inverse_diagonal(const TeSystem *sys)
{
	double	   *inverse = te_vector_unset(sys->n);

	for (int i = 0; i < sys->n; i++)
	{
		double		own = own_coefficient(sys, i);

		TE_CHECK_EVERY(i);
		if (!(own < 1.0))
		{
			pfree(inverse);
			return NULL;
		}
		inverse[i] = 1.0 / (1.0 - own);
	}
	return inverse;
}

/* ---- solving ---- */

/* How far the unknowns are from their equations. */
typedef struct Distance
{
	double		residual;		/* largest |x - C x - b|; infinity when some x
								 * is not finite */
	double		step;			/* largest step that a sweep would take */
	double		relative;		/* the same in parts of the unknown */
} Distance;

/* Measures it; leaves x - C x in the report. */
static Distance
measure(const TeSystem *sys, const double *b, const double *inverse, const double *x,
		TeSolveReport *report)
{
	Distance	far = {0.0, 0.0, 0.0};

	te_system_apply(sys, x, report->left);
	report->iterations++;
	for (int i = 0; i < sys->n; i++)
	{
		double		r = fabs(report->left[i] - b[i]);
		double		step = r * inverse[i];

		TE_CHECK_EVERY(i);
		if (!isfinite(r))
			return (Distance) {get_float8_infinity(), get_float8_infinity(), get_float8_infinity()};
		far.residual = Max(far.residual, r);
		far.step = Max(far.step, step);
		if (step > far.relative * fabs(x[i]))
			far.relative = x[i] != 0.0 ? step / fabs(x[i]) : get_float8_infinity();
	}
	return far;
}

/* One Jacobi sweep from x - C x: each unknown so that its equation holds if the others stay. */
static void
sweep(const TeSystem *sys, const double *b, const double *inverse, const double *left, double *x)
{
	for (int i = 0; i < sys->n; i++)
	{
		TE_CHECK_EVERY(i);
		x[i] += (b[i] - left[i]) * inverse[i];
	}
}

/* A step that rounding alone may ask for, in parts of the unknown: more where rows are long. */
static double
rounding(const TeSystem *sys)
{
	return DBL_EPSILON / 4 * Min(sys->start[sys->n] / (sys->n + 1.0), 32.0);
}

/* Sweeps until no unknown would move by more than "tolerance" of it, or a few times. */
static Distance
polish(const TeSystem *sys, const double *b, const double *inverse, double *x,
	   double tolerance, TeSolveReport *report)
{
	Distance	far = measure(sys, b, inverse, x, report);

	for (int s = 0; s < POLISH_SWEEPS && far.relative > tolerance; s++)
	{
		sweep(sys, b, inverse, report->left, x);
		far = measure(sys, b, inverse, x, report);
	}
	return far;
}

/*
 * Sweeps from x = 0 to a step of "tolerance", or to one of "enough" that shrinks
 * no more (around a circle it may take a while before it shrinks again).
 */
static Distance
sweep_solve(const TeSystem *sys, const double *b, const double *inverse, double *x,
			double tolerance, double enough, TeSolveReport *report)
{
	Distance	far;
	double		best = get_float8_infinity();
	double		first;
	int			stalled = 0;

	memset(x, 0, sys->n * sizeof(double));
	far = measure(sys, b, inverse, x, report);
	first = far.step;
	for (int s = 0; s < SWEEPS && far.step > tolerance && far.step <= 1e12 * first; s++)
	{
		stalled = far.step < best ? 0 : stalled + 1;
		best = Min(best, far.step);
		if (stalled > 60 && far.step <= enough)
			break;
		sweep(sys, b, inverse, report->left, x);
		far = measure(sys, b, inverse, x, report);
	}
	return far;
}

/* Solves D⁻¹ (I - C) x = D⁻¹ b from x = 0, as far as it goes. */
static bool
krylov_solve(const TeSystem *sys, const double *inverse, const double *b, double *x,
			 double tolerance, double enough, TeSolveReport *report)
{
	TeKrylovEnd end = {tolerance, enough, STEPS, PATIENCE, 2};
	TeJacobi	jacobi;
	TeOperator	op = te_jacobi_open(&jacobi, sys, inverse);
	TeKrylov   *k = te_krylov_open(sys->n);
	double	   *scaled = te_vector_unset(sys->n);
	bool		solved;

	for (int i = 0; i < sys->n; i++)
	{
		TE_CHECK_EVERY(i);
		scaled[i] = b[i] * inverse[i];
	}
	solved = te_krylov_solve(k, &op, scaled, x, &end, &report->iterations);
	pfree(scaled);
	te_krylov_close(k);
	te_jacobi_close(&jacobi);
	return solved;
}

/* Solves to a residual of "tolerance" · max |b|, at worst of "enough" · max |b|. */
static bool
solve_to(const TeSystem *sys, const double *inverse, const double *b, double *x,
		 double tolerance, double enough, bool may_sweep, TeSolveReport *report)
{
	double		scale = largest(b, sys->n);
	bool		solved;

	if (report->left == NULL)
		report->left = te_vector_unset(sys->n);
	report->residual = 0.0;
	if (scale == 0.0 || isinf(scale))
	{
		memset(x, 0, sys->n * sizeof(double));
		memset(report->left, 0, sys->n * sizeof(double));
		return scale == 0.0;
	}
	solved = krylov_solve(sys, inverse, b, x, tolerance * scale, enough * scale, report);
	if (solved)
	{
		report->residual = polish(sys, b, inverse, x, Max(tolerance, rounding(sys)), report).residual;
		solved = report->residual <= enough * Max(scale, largest(x, sys->n));
	}
	if (!solved && may_sweep)
	{
		report->residual = sweep_solve(sys, b, inverse, x, tolerance * scale, enough * scale,
									   report).residual;
		solved = report->residual <= enough * Max(scale, largest(x, sys->n));
	}
	return solved;
}

/* Solves x = C x + b. */
bool
te_system_solve(const TeSystem *sys, const double *b, double *x, TeSolveReport *report)
{
	double	   *inverse = inverse_diagonal(sys);
	bool		solved = inverse != NULL &&
		solve_to(sys, inverse, b, x, TOLERANCE, ENOUGH, true, report);

	/*
	 * what follows from one equation is then exact, and nothing further off
	 * than before
	 */
	if (solved)
		sweep(sys, b, inverse, report->left, x);
	if (inverse != NULL)
		pfree(inverse);
	return solved;
}

/* ---- proof ---- */

/*
 * Estimates the spectral radius of |C| by power steps, from the growth of the
 * norm, which also holds for reducible networks in the limit.  Returns the
 * vector that grew.
 */
static double *
spectral_estimate(const TeSystem *sys, TeSolveReport *report)
{
	double	   *w = te_vector_ones(sys->n);
	double	   *y = te_vector_unset(sys->n);
	double		growth = 0.0;

	for (int step = 0; step < POWER_STEPS; step++)
	{
		double		before = growth;
		double		norm;

		te_system_product(sys, w, y);
		report->iterations++;
		/* half a step of C and half of the identity, so that cycles settle */
		for (int i = 0; i < sys->n; i++)
		{
			TE_CHECK_EVERY(i);
			y[i] = 0.5 * (w[i] + y[i]);
		}
		norm = largest(y, sys->n);
		growth = 2.0 * norm - 1.0;
		if (!isfinite(norm) || norm == 0.0)
			break;
		for (int i = 0; i < sys->n; i++)
		{
			TE_CHECK_EVERY(i);
			w[i] = y[i] / norm;
		}
		if (fabs(growth - before) <= 1e-9 * fabs(growth))
			break;
	}
	report->spectral_low = growth;
	report->spectral_high = NAN;
	pfree(y);
	return w;
}

/* What rounding may add to a row of C w, and to the terms that w adds up, in parts of w. */
static double
slack(const TeSystem *sys)
{
	return (Min((uint32) sys->n, sys->start[sys->n]) + 16.0) * DBL_EPSILON;
}

/*
 * Whether some nodes among themselves take up all that they make: where w > 0
 * and C w ≥ w, the spectral radius is at least 1 (Collatz-Wielandt).  Nodes that
 * fall short leave w, and the others must hold without them.
 */
static bool
is_closed(const TeSystem *abs, double *w, TeSolveReport *report)
{
	double		enough = 1.0 - slack(abs);
	double	   *y = te_vector_unset(abs->n);
	int			before = abs->n + 1;
	int			left = abs->n;

	for (int step = 0; step < POWER_STEPS && left > 0 && left < before; step++)
	{
		before = left;
		left = 0;
		te_system_product(abs, w, y);
		report->iterations++;
		for (int i = 0; i < abs->n; i++)
		{
			TE_CHECK_EVERY(i);
			if (y[i] < w[i] * enough)
				w[i] = 0.0;
			left += w[i] > 0.0;
		}
	}
	pfree(y);
	return left > 0 && left == before;
}

/*
 * Whether w > 0 and gap > 0 for certain: takes from each gap what rounding may
 * have added to it.  The bounds that follow go to the report.
 */
static bool
is_certificate(const TeSystem *abs, const TeCertificate *proof, TeSolveReport *report)
{
	double		rounding = slack(abs);
	double		high = 0.0;
	double		low = abs->n > 0 ? 1.0 : 0.0;

	for (int i = 0; i < abs->n; i++)
	{
		/* (|C| w)_i / w_i */
		double		ratio = 1.0 - proof->gap[i] / proof->w[i];

		TE_CHECK_EVERY(i);
		proof->gap[i] -= rounding * proof->w[i];
		if (!(proof->w[i] > 0.0 && proof->gap[i] > 0.0))
			return false;
		high = Max(high, ratio + rounding);
		low = Min(low, ratio - rounding);
	}
	report->spectral_low = Max(low, 0.0);
	report->spectral_high = high;
	return true;
}

/*
 * A few terms of w = 1 + C 1 + C² 1 + …: then w - C w is 1 less the next term,
 * which most networks soon bring below SERIES_REST.
 */
static bool
prove_by_series(const TeSystem *abs, TeCertificate *proof, TeSolveReport *report)
{
	double	   *term = te_vector_unset(abs->n);
	double		most;

	te_system_row_sums(abs, term);
	report->iterations++;
	most = largest(term, abs->n);
	for (int i = 0; i < abs->n; i++)
	{
		TE_CHECK_EVERY(i);
		proof->w[i] = 1.0;
	}
	for (int k = 1; k < SERIES_TERMS && most > SERIES_REST; k++)
	{
		for (int i = 0; i < abs->n; i++)
		{
			TE_CHECK_EVERY(i);
			proof->w[i] += term[i];
		}
		te_system_product(abs, term, proof->gap);
		report->iterations++;
		most = largest(proof->gap, abs->n);
		memcpy(term, proof->gap, abs->n * sizeof(double));
	}
	for (int i = 0; i < abs->n; i++)
	{
		TE_CHECK_EVERY(i);
		proof->gap[i] = 1.0 - term[i];
	}
	pfree(term);
	report->residual = most;
	return most <= SERIES_REST && is_certificate(abs, proof, report);
}

/* The w with w - |C| w = 1, about. */
static bool
prove_by_solving(const TeSystem *abs, TeCertificate *proof, bool may_sweep, TeSolveReport *report)
{
	double	   *one = te_vector_ones(abs->n);
	double	   *inverse = inverse_diagonal(abs);
	bool		found = inverse != NULL &&
		solve_to(abs, inverse, one, proof->w, 1e-6, 1e-4, may_sweep, report);

	if (found)
		memcpy(proof->gap, report->left, abs->n * sizeof(double));
	if (inverse != NULL)
		pfree(inverse);
	pfree(one);
	return found && is_certificate(abs, proof, report);
}

/* A certificate that the spectral radius is below 1. */
TeCertificate
te_system_certificate(const TeSystem *sys, TeSolveReport *report)
{
	TeSystem	abs = *sys;
	TeCertificate proof = {te_vector_unset(sys->n), te_vector_unset(sys->n)};
	bool		found;

	abs.absolute = sys->signs;
	found = prove_by_series(&abs, &proof, report) ||
		prove_by_solving(&abs, &proof, false, report);
	if (!found)
	{
		double	   *w = spectral_estimate(&abs, report);

		/* sweeps would take for ever when there is no solution */
		if (!is_closed(&abs, w, report))
			found = prove_by_solving(&abs, &proof, true, report);
		pfree(w);
	}
	if (!found)
	{
		pfree(proof.w);
		pfree(proof.gap);
		proof = (TeCertificate) {NULL, NULL};
	}
	return proof;
}

/* Number of terms in each row of C. */
static uint32 *
row_lengths(const TeSystem *sys)
{
	uint32	   *length = palloc0(((Size) sys->n + 1) * sizeof(uint32));

	if (!sys->transposed)
		for (int i = 0; i < sys->n; i++)
		{
			TE_CHECK_EVERY(i);
			length[i] = sys->start[i + 1] - sys->start[i];
		}
	else
		for (int i = 0; i < sys->n; i++)
		{
			const uint32 *other = sys->other + sys->at[i];

			CHECK_FOR_INTERRUPTS();
			for (uint32 k = 0; k < sys->start[i + 1] - sys->start[i]; k++)
				length[other[k]]++;
		}
	return length;
}

/* |C| |x|; without signs in C and x it is C x, which the report knows. */
static void
absolute_product(const TeSystem *sys, const double *x, const TeSolveReport *report, double *out)
{
	TeSystem	abs = *sys;
	double	   *size = te_vector_unset(sys->n);
	bool		signs = sys->signs;

	abs.absolute = sys->signs;
	for (int i = 0; i < sys->n; i++)
	{
		TE_CHECK_EVERY(i);
		signs |= x[i] < 0.0;
		size[i] = fabs(x[i]);
		out[i] = size[i] - report->left[i];
	}
	if (signs)
		te_system_product(&abs, size, out);
	pfree(size);
}

/* A factor f such that each |x_i - exact x_i| ≤ f · w_i. */
double
te_system_error_factor(const TeSystem *sys, const double *b, const double *size, const double *x,
					   const TeCertificate *proof, const TeSolveReport *report)
{
	uint32	   *length = row_lengths(sys);
	double	   *sum = te_vector_unset(sys->n);
	double		factor = 0.0;

	absolute_product(sys, x, report, sum);
	for (int i = 0; i < sys->n; i++)
	{
		/* a sum of k terms, its factors and b are exact to k + 8 roundings */
		double		rounding = (length[i] + 8.0) * (DBL_EPSILON / 2) * (fabs(x[i]) + sum[i] + size[i]);
		double		r = fabs(report->left[i] - b[i]) + rounding;

		TE_CHECK_EVERY(i);
		factor = Max(factor, r / proof->gap[i]);
	}
	pfree(length);
	pfree(sum);
	return factor;
}
