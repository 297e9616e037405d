/*
 * solve.c
 *	  Linear systems x = C x + b over the edges of a network.
 *
 * Method: BiCGStab (van der Vorst 1992) preconditioned by the diagonal, which
 * needs some ten to thirty passes over the edges for an input-output table,
 * then Gauss-Seidel sweeps, which make small components as exact as large ones.
 * Where BiCGStab breaks down, Gauss-Seidel alone, which converges for every
 * C ≥ 0 with spectral radius below 1 (Varga, Matrix Iterative Analysis, 3.6).
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"
#include "utils/float.h"

#include "solve.h"

#define KRYLOV_STEPS 300		/* most steps of BiCGStab, two passes each */
#define SWEEPS 20000			/* most Gauss-Seidel sweeps */
#define POLISH_SWEEPS 3			/* sweeps after BiCGStab */
#define POWER_STEPS 200			/* most steps of the estimate of the spectral radius */
#define TOLERANCE 1e-15			/* residual aimed at, relative to b */
#define ENOUGH 1e-11			/* residual at which a stalled iteration may stop */

/* Σ over the edges of row i, without the row's factor: the general case. */
static double
general_product(const TeSystem *sys, int i, const double *x)
{
	double		sum = 0.0;

	for (uint32 e = sys->start[i]; e < sys->start[i + 1]; e++)
	{
		uint32		j = sys->other[e];
		double		c = sys->absolute ? fabs(sys->amount[e]) : sys->amount[e];

		sum += (sys->col != NULL ? c * sys->col[j] : c) * x[j];
	}
	return sum;
}

/* The usual case: no column factors, amounts as they are. */
static double
plain_product(const TeSystem *sys, int i, const double *x)
{
	const uint32 *other = sys->other;
	const double *amount = sys->amount;
	uint32		e = sys->start[i];
	uint32		end = sys->start[i + 1];
	double		a = 0.0;
	double		b = 0.0;

	/* two sums that do not wait for each other */
	for (; e + 1 < end; e += 2)
	{
		a += amount[e] * x[other[e]];
		b += amount[e + 1] * x[other[e + 1]];
	}
	if (e < end)
		a += amount[e] * x[other[e]];
	return a + b;
}

/* (C x)_i */
static inline double
row_product(const TeSystem *sys, int i, const double *x)
{
	if (sys->col == NULL && !sys->absolute)
		return sys->row[i] * plain_product(sys, i, x);
	return sys->row[i] * general_product(sys, i, x);
}

/* y = x - C x */
void
te_system_apply(const TeSystem *sys, const double *x, double *y)
{
	for (int i = 0; i < sys->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		y[i] = x[i] - row_product(sys, i, x);
	}
}

/*
 * One Gauss-Seidel sweep: each unknown in turn so that its equation holds.
 * Returns the largest change.  "inverse" is 1 / (1 - C[i][i]).
 */
static double
sweep(const TeSystem *sys, const double *b, const double *inverse, double *x)
{
	double		change = 0.0;

	for (int i = 0; i < sys->n; i++)
	{
		double		step = (b[i] + row_product(sys, i, x) - x[i]) * inverse[i];

		CHECK_FOR_INTERRUPTS();
		change = Max(change, fabs(step));
		x[i] += step;
	}
	return change;
}

static double
dot(const double *a, const double *b, int n)
{
	double		sum = 0.0;

	for (int i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* Largest absolute value; infinity when some is not finite. */
static double
largest(const double *a, int n)
{
	double		most = 0.0;

	for (int i = 0; i < n; i++)
	{
		if (!isfinite(a[i]))
			return get_float8_infinity();
		most = Max(most, fabs(a[i]));
	}
	return most;
}

/* 1 / (1 - C[i][i]); false when some diagonal is not below 1. */
static bool
inverse_diagonal(const TeSystem *sys, double *inverse)
{
	for (int i = 0; i < sys->n; i++)
	{
		double		own = 0.0;

		for (uint32 e = sys->start[i]; e < sys->start[i + 1]; e++)
			if (sys->other[e] == (uint32) i)
				own = sys->amount[e] * (sys->col ? sys->col[i] : 1.0);
		if (sys->absolute)
			own = fabs(own);
		own *= sys->row[i];
		if (!(own < 1.0))
			return false;
		inverse[i] = 1.0 / (1.0 - own);
		CHECK_FOR_INTERRUPTS();
	}
	return true;
}

/* Vectors of BiCGStab, all of n doubles in one piece. */
typedef struct Krylov
{
	const double *inverse;		/* preconditioner */
	double	   *r;				/* residual */
	double	   *r0;				/* first residual */
	double	   *p;				/* direction */
	double	   *v;				/* A p̂ */
	double	   *s;				/* preconditioned vector */
	double	   *t;				/* A ŝ */
} Krylov;

static void
krylov_alloc(Krylov *k, int n)
{
	double	   *all = palloc_extended(6 * (Size) (n + 1) * sizeof(double), MCXT_ALLOC_HUGE);
	double	  **to[] = {&k->r, &k->r0, &k->p, &k->v, &k->s, &k->t};

	for (int i = 0; i < lengthof(to); i++)
		*to[i] = all + (Size) i * (n + 1);
}

/* One step: x and the residual move on.  False when the method breaks down. */
static bool
krylov_step(const TeSystem *sys, Krylov *k, double *x, double *rho, double *alpha, double *omega)
{
	int			n = sys->n;
	double		rho_next = dot(k->r0, k->r, n);
	double		beta = (rho_next / *rho) * (*alpha / *omega);
	double		r0v;
	double		tt;

	if (rho_next == 0.0 || !isfinite(beta))
		return false;
	for (int i = 0; i < n; i++)
	{
		k->p[i] = k->r[i] + beta * (k->p[i] - *omega * k->v[i]);
		k->s[i] = k->inverse[i] * k->p[i];
	}
	te_system_apply(sys, k->s, k->v);
	r0v = dot(k->r0, k->v, n);
	if (r0v == 0.0)
		return false;
	*rho = rho_next;
	*alpha = rho_next / r0v;
	for (int i = 0; i < n; i++)
	{
		x[i] += *alpha * k->s[i];
		k->r[i] -= *alpha * k->v[i];
		k->s[i] = k->inverse[i] * k->r[i];
	}
	te_system_apply(sys, k->s, k->t);
	tt = dot(k->t, k->t, n);
	*omega = tt > 0.0 ? dot(k->t, k->r, n) / tt : 0.0;
	for (int i = 0; i < n; i++)
	{
		x[i] += *omega * k->s[i];
		k->r[i] -= *omega * k->t[i];
	}
	return *omega != 0.0 || tt == 0.0;
}

/* BiCGStab from x = 0; leaves the best it found in x.  "tolerance" is absolute. */
static bool
krylov_solve(const TeSystem *sys, const double *b, const double *inverse, double *x,
			 double tolerance, double enough, TeSolveReport *report)
{
	Krylov		k;
	int			n = sys->n;
	double		rho = 1.0;
	double		alpha = 1.0;
	double		omega = 1.0;
	double		best = largest(b, n);
	int			stalled = 0;
	bool		running = true;

	krylov_alloc(&k, n);
	k.inverse = inverse;
	memset(x, 0, n * sizeof(double));
	memset(k.p, 0, n * sizeof(double));
	memset(k.v, 0, n * sizeof(double));
	memcpy(k.r, b, n * sizeof(double));
	/* a first shadow residual that is not orthogonal to anything in sight */
	for (int i = 0; i < n; i++)
		k.r0[i] = b[i];
	for (int step = 0; running && step < KRYLOV_STEPS && best > tolerance; step++)
	{
		double		now;

		running = krylov_step(sys, &k, x, &rho, &alpha, &omega);
		report->iterations += 2;
		now = largest(k.r, n);
		if (!isfinite(now))
			break;
		stalled = now < best * 0.9 ? 0 : stalled + 1;
		best = Min(best, now);
		if (stalled > 8 && best <= enough)
			break;
		if (stalled > 60)
			break;
	}
	pfree(k.r);
	return best <= enough;
}

/* Gauss-Seidel from where x stands. */
static bool
sweep_solve(const TeSystem *sys, const double *b, const double *inverse, double *x,
			double tolerance, double enough, TeSolveReport *report)
{
	double		change = get_float8_infinity();
	double		first = -1.0;

	for (int s = 0; s < SWEEPS; s++)
	{
		double		before = change;

		change = sweep(sys, b, inverse, x);
		report->iterations++;
		if (first < 0.0)
			first = change;
		if (change <= tolerance)
			return true;
		if (!isfinite(change) || change > 1e12 * first)
			return false;
		if (change >= before && change <= enough)
			return true;
	}
	return change <= enough;
}

/* Largest |x - C x - b|. */
static double
residual(const TeSystem *sys, const double *b, const double *x)
{
	double	   *y = palloc_extended((sys->n + (Size) 1) * sizeof(double), MCXT_ALLOC_HUGE);
	double		most;

	te_system_apply(sys, x, y);
	for (int i = 0; i < sys->n; i++)
		y[i] -= b[i];
	most = largest(y, sys->n);
	pfree(y);
	return most;
}

/* Whether x is a solution within "enough"; leaves the residual in the report. */
static bool
is_solved(const TeSystem *sys, const double *b, const double *x, double scale, double enough,
		  TeSolveReport *report)
{
	report->residual = residual(sys, b, x);
	return report->residual <= enough * Max(scale, largest(x, sys->n));
}

/* Solves to a residual of "tolerance" · max |b|, at worst of "enough" · max |b|. */
static bool
solve_to(const TeSystem *sys, const double *b, double *x, double tolerance, double enough,
		 bool may_sweep, TeSolveReport *report)
{
	double		scale = largest(b, sys->n);
	double	   *inverse = palloc_extended((sys->n + (Size) 1) * sizeof(double), MCXT_ALLOC_HUGE);
	bool		solved;

	memset(x, 0, sys->n * sizeof(double));
	report->residual = 0.0;
	solved = scale == 0.0;
	if (!solved && isfinite(scale) && inverse_diagonal(sys, inverse))
	{
		if (krylov_solve(sys, b, inverse, x, tolerance * scale, enough * scale, report))
		{
			for (int s = 0; s < POLISH_SWEEPS; s++)
				sweep(sys, b, inverse, x);
			report->iterations += POLISH_SWEEPS;
			solved = is_solved(sys, b, x, scale, enough, report);
		}
		if (!solved && may_sweep)
		{
			memset(x, 0, sys->n * sizeof(double));
			solved = sweep_solve(sys, b, inverse, x, tolerance * scale, enough * scale, report) &&
				is_solved(sys, b, x, scale, enough, report);
		}
	}
	pfree(inverse);
	return solved;
}

/* Solves x = C x + b. */
bool
te_system_solve(const TeSystem *sys, const double *b, double *x, TeSolveReport *report)
{
	return solve_to(sys, b, x, TOLERANCE, ENOUGH, true, report);
}

/*
 * Bounds of the spectral radius of |C| by power steps (Collatz-Wielandt):
 * for any w > 0 it lies between the least and the largest (C w)_i / w_i.  The
 * lower end is estimated from the growth of the norm, which also holds for
 * reducible networks in the limit.
 */
static void
spectral_estimate(const TeSystem *sys, TeSolveReport *report)
{
	double	   *w = palloc_extended((sys->n + (Size) 1) * sizeof(double), MCXT_ALLOC_HUGE);
	double	   *y = palloc_extended((sys->n + (Size) 1) * sizeof(double), MCXT_ALLOC_HUGE);
	double		growth = 0.0;

	for (int i = 0; i < sys->n; i++)
		w[i] = 1.0;
	for (int step = 0; step < POWER_STEPS; step++)
	{
		double		before = growth;
		double		norm;

		te_system_apply(sys, w, y);
		report->iterations++;
		/* half a step of C and half of the identity, so that cycles settle */
		for (int i = 0; i < sys->n; i++)
			y[i] = w[i] - 0.5 * y[i];
		norm = largest(y, sys->n);
		growth = 2.0 * norm - 1.0;
		if (!isfinite(norm) || norm == 0.0)
			break;
		for (int i = 0; i < sys->n; i++)
			w[i] = y[i] / norm;
		if (fabs(growth - before) <= 1e-9 * fabs(growth))
			break;
	}
	report->spectral_low = growth;
	report->spectral_high = NAN;
	pfree(w);
	pfree(y);
}

/* Whether w > 0 and w - |C| w > 0; the bounds that follow go to the report. */
static bool
is_certificate(const TeSystem *abs, const double *w, TeSolveReport *report)
{
	double	   *gap = palloc_extended((abs->n + (Size) 1) * sizeof(double), MCXT_ALLOC_HUGE);
	double		high = 0.0;
	double		low = abs->n > 0 ? 1.0 : 0.0;
	bool		good = true;

	te_system_apply(abs, w, gap);
	for (int i = 0; i < abs->n && good; i++)
	{
		/* (|C| w)_i / w_i */
		double		ratio = 1.0 - gap[i] / w[i];

		good = w[i] > 0.0 && gap[i] > 0.0;
		high = Max(high, ratio);
		low = Min(low, ratio);
	}
	pfree(gap);
	if (good)
	{
		report->spectral_low = Max(low, 0.0);
		report->spectral_high = high;
	}
	return good;
}

/* A vector w > 0 with w - |C| w > 0, or NULL. */
double *
te_system_certificate(const TeSystem *sys, TeSolveReport *report)
{
	TeSystem	abs = *sys;
	Size		bytes = (sys->n + (Size) 1) * sizeof(double);
	double	   *one = palloc_extended(bytes, MCXT_ALLOC_HUGE);
	double	   *w = palloc_extended(bytes, MCXT_ALLOC_HUGE);
	bool		found;

	abs.absolute = sys->signs;
	for (int i = 0; i < sys->n; i++)
		one[i] = 1.0;
	found = solve_to(&abs, one, w, 1e-6, 1e-4, false, report) && is_certificate(&abs, w, report);
	if (!found)
	{
		/* sweeps would take for ever when there is no solution */
		spectral_estimate(&abs, report);
		if (report->spectral_low < 1.0 - 1e-12)
			found = solve_to(&abs, one, w, 1e-6, 1e-4, true, report) &&
				is_certificate(&abs, w, report);
	}
	pfree(one);
	if (found)
		return w;
	pfree(w);
	return NULL;
}

/* A factor f such that each |x_i - exact x_i| ≤ f · w_i. */
double
te_system_error_factor(const TeSystem *sys, const double *b, const double *x, const double *w,
					   TeSolveReport *report)
{
	TeSystem	abs = *sys;
	Size		bytes = (sys->n + (Size) 1) * sizeof(double);
	double	   *y = palloc_extended(bytes, MCXT_ALLOC_HUGE);
	double	   *size = palloc_extended(bytes, MCXT_ALLOC_HUGE);
	double	   *gap = palloc_extended(bytes, MCXT_ALLOC_HUGE);
	double		factor = 0.0;

	abs.absolute = sys->signs;
	te_system_apply(sys, x, y);
	for (int i = 0; i < sys->n; i++)
		size[i] = fabs(x[i]);
	te_system_apply(&abs, size, gap);
	report->residual = 0.0;
	for (int i = 0; i < sys->n; i++)
	{
		/* |C| |x| = size - gap; a sum of k terms is exact to k + 4 roundings */
		double		terms = sys->start[i + 1] - sys->start[i] + 4.0;
		double		rounding = terms * (DBL_EPSILON / 2) * (2.0 * size[i] - gap[i] + fabs(b[i]));
		double		r = fabs(y[i] - b[i]);

		report->residual = Max(report->residual, r);
		gap[i] = r + rounding;
	}
	te_system_apply(&abs, w, y);
	for (int i = 0; i < sys->n; i++)
		factor = Max(factor, gap[i] / (y[i] * (1.0 - 1e-9)));
	pfree(y);
	pfree(size);
	pfree(gap);
	return factor;
}
