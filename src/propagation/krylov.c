/*
 * krylov.c
 *	  x = C x + b by BiCGStab (van der Vorst 1992) on Jacobi sweeps: the system
 *	  A x = D⁻¹ b with A = D⁻¹ (I - C), D the diagonal of I - C.
 *
 * Gauss–Seidel sweeps need up to a quarter fewer products where edges are few,
 * but more in a dense table, whose structure they break.
 */
#include "postgres.h"

#include <math.h>
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define HAVE_WIDE				/* wide registers, if the processor has them */
#endif

#include "miscadmin.h"
#include "utils/float.h"

#include "base/trade_exposure.h"
#include "propagation/edges.h"
#include "propagation/krylov.h"

#define STEPS 300				/* most steps, two passes each */
#define PATIENCE 8				/* steps without progress, once the residual
								 * is enough */
#define LAST_PATIENCE 60		/* the same before */
#define PIECE 1024				/* numbers of a vector to look at at a time */

/* What BiCGStab works with; vectors are of n doubles. */
typedef struct Krylov
{
	const TeSystem *sys;
	int			n;				/* unknowns */
	const double *inverse;		/* D⁻¹ */
	double	   *factor;			/* of row i in D⁻¹ C */
	double	   *x;				/* solution */
	double	   *r;				/* residual */
	double	   *r0;				/* shadow of the first residual */
	double	   *p;				/* direction */
	double	   *v;				/* A p */
	double	   *t;				/* A r */
	double		rho;			/* r0 · r */
} Krylov;

/* What a product A x tells beside itself. */
typedef struct Product
{
	double		with_shadow;	/* r0 · A x */
	double		with_x;			/* x · A x */
	double		square;			/* A x · A x */
} Product;

static Krylov
krylov_open(const TeSystem *sys, const double *inverse)
{
	Krylov		k = {sys, sys->n, inverse, te_vector_unset(sys->n)};
	double	  **all[] = {&k.x, &k.r, &k.r0, &k.p, &k.v, &k.t};

	for (int i = 0; i < lengthof(all); i++)
		*all[i] = te_vector_unset(k.n);
	for (int i = 0; i < k.n; i++)
	{
		TE_CHECK_EVERY(i);
		k.factor[i] = inverse[i] * sys->row[i];
	}
	return k;
}

static void
krylov_close(Krylov *k)
{
	double	   *all[] = {k->factor, k->x, k->r, k->r0, k->p, k->v, k->t};

	for (int i = 0; i < lengthof(all); i++)
		pfree(all[i]);
}

/*
 * Vectors are gone through in pieces that stay in the cache from one loop to the
 * next, and between which a step can be cancelled.
 */
#define EACH_PIECE(from, to, n) \
	int from = 0, to = Min(PIECE, n); from < n; from = to, to = Min(to + PIECE, n)

/* The rows from .. to - 1 of A x, where edges are those of rows. */
static void
rows_narrow(const Krylov *k, const TeSystem *sys, const double *x, double *out, int from, int to)
{
	for (int i = from; i < to; i++)
		out[i] = k->inverse[i] * x[i] - k->factor[i] * te_gather(sys, i, x);
}

#ifdef HAVE_WIDE
/*
 * The same by a processor that looks up four numbers at once, where amounts
 * are taken as they are.
 */
__attribute__((target("avx2"))) static void
rows_wide(const Krylov *k, const TeSystem *sys, const double *x, double *out, int from, int to)
{
	const uint32 *start = sys->start;
	const uint32 *other = sys->other;
	const double *amount = sys->amount;
	const double *inverse = k->inverse;
	const double *factor = k->factor;

	for (int i = from; i < to; i++)
	{
		uint32		e = start[i];
		uint32		end = start[i + 1];
		__m256d		four = _mm256_setzero_pd();
		double		sum = 0.0;

		if (unlikely(te_is_run(other, e, end)))
		{
			sum = te_run_dot(amount + e, x + other[e], end - e);
			e = end;
		}
		for (; e + 4 <= end; e += 4)
		{
			__m128i		at = _mm_loadu_si128((const __m128i *) (other + e));

			four = _mm256_add_pd(four, _mm256_mul_pd(_mm256_loadu_pd(amount + e),
													 _mm256_i32gather_pd(x, at, sizeof(double))));
		}
		for (; e < end; e++)
			sum += amount[e] * x[other[e]];
		out[i] = inverse[i] * x[i] -
			factor[i] * (sum + ((four[0] + four[1]) + (four[2] + four[3])));
	}
}
#else
#define rows_wide rows_narrow
#endif

/* Whether rows_wide may be used. */
static bool
is_wide(const TeSystem *sys)
{
#ifdef HAVE_WIDE
	return sys->col == NULL && !sys->absolute && __builtin_cpu_supports("avx2");
#else
	return false;
#endif
}

/* out = A x = D⁻¹ (I - C) x */
static Product
apply(const Krylov *k, const double *x, double *out)
{
	TeSystem	sys = *k->sys;	/* a copy of our own, which no store can
								 * change, stays in registers */
	Product		product = {0.0, 0.0, 0.0};
	bool		wide = is_wide(&sys);

	if (sys.transposed)
		te_system_apply(&sys, x, out);
	for (EACH_PIECE(from, to, k->n))
	{
		CHECK_FOR_INTERRUPTS();
		if (sys.transposed)
			for (int i = from; i < to; i++)
				out[i] *= k->inverse[i];
		else if (wide)
			rows_wide(k, &sys, x, out, from, to);
		else
			rows_narrow(k, &sys, x, out, from, to);
		product.with_shadow += te_run_dot(k->r0 + from, out + from, to - from);
		product.with_x += te_run_dot(x + from, out + from, to - from);
		product.square += te_run_dot(out + from, out + from, to - from);
	}
	return product;
}

/* ---- steps ---- */

/* Largest |a[k]|, as eight numbers that do not wait for each other; passes over NaN. */
static double
run_largest(const double *a, int n)
{
	double		most[8] = {0};
	int			k = 0;

	for (; k + 8 <= n; k += 8)
		for (int s = 0; s < 8; s++)
			most[s] = Max(fabs(a[k + s]), most[s]);
	for (; k < n; k++)
		most[0] = Max(fabs(a[k]), most[0]);
	for (int s = 1; s < 8; s++)
		most[0] = Max(most[s], most[0]);
	return most[0];
}

/* The first half of a step: r -= alpha v; returns the largest of r. */
static double
step_along(Krylov *k, double alpha)
{
	double		most = 0.0;

	k->rho = 0.0;
	for (EACH_PIECE(from, to, k->n))
	{
		CHECK_FOR_INTERRUPTS();
		for (int i = from; i < to; i++)
			k->r[i] -= alpha * k->v[i];
		k->rho += te_run_dot(k->r0 + from, k->r + from, to - from);
		most = Max(most, run_largest(k->r + from, to - from));
	}
	return most;
}

/*
 * The second half: x += alpha p + omega r, r -= omega t, and the next direction
 * p = r + beta (p - omega v); returns the largest of r.
 */
static double
step_aside(Krylov *k, double alpha, double omega, double beta)
{
	double		most = 0.0;

	for (EACH_PIECE(from, to, k->n))
	{
		CHECK_FOR_INTERRUPTS();
		for (int i = from; i < to; i++)
		{
			double		r = k->r[i];
			double		p = k->p[i];

			k->x[i] += alpha * p + omega * r;
			r -= omega * k->t[i];
			k->r[i] = r;
			k->p[i] = r + beta * (p - omega * k->v[i]);
		}
		most = Max(most, run_largest(k->r + from, to - from));
	}
	return most;
}

/*
 * One step, in two halves of which the second may not be needed: returns the
 * residual, or a negative number when the method breaks down.
 */
static double
step(Krylov *k, double tolerance, TeSolveReport *report)
{
	Product		product = apply(k, k->p, k->v);
	double		rho = k->rho;
	double		alpha = rho / product.with_shadow;
	double		omega;
	double		residual;

	report->iterations++;
	if (rho == 0.0 || !isfinite(alpha))
		return -1.0;
	residual = step_along(k, alpha);
	if (residual <= tolerance)
	{
		step_aside(k, alpha, 0.0, 0.0);
		return residual;
	}
	product = apply(k, k->r, k->t);
	report->iterations++;
	omega = product.square > 0.0 ? product.with_x / product.square : 0.0;
	/* r0 · r after the step */
	k->rho -= omega * product.with_shadow;
	return step_aside(k, alpha, omega, omega != 0.0 ? k->rho / rho * (alpha / omega) : 0.0);
}

/*
 * Starts from x = 0, with the residual as its own shadow, which is not orthogonal
 * to anything in sight, or with a mixture of all unknowns.
 */
static void
krylov_start(Krylov *k, const double *b, bool mixed)
{
	for (int i = 0; i < k->n; i++)
	{
		TE_CHECK_EVERY(i);
		k->r[i] = b[i] * k->inverse[i];
		k->r0[i] = mixed ? 0.5 + fmod((i + 1) * 0.6180339887498949, 1.0) : k->r[i];
		k->p[i] = k->r[i];
		k->x[i] = 0.0;
	}
	k->rho = te_run_dot(k->r0, k->r, k->n);
}

/* Steps until the residual is below "tolerance" or no longer falls; returns the least one seen. */
static double
krylov_run(Krylov *k, double tolerance, double enough, TeSolveReport *report)
{
	double		best = get_float8_infinity();
	int			stalled = 0;

	for (int n = 0; n < STEPS && best > tolerance; n++)
	{
		double		now = step(k, tolerance, report);

		if (now < 0.0)
			break;
		stalled = now < best * 0.9 ? 0 : stalled + 1;
		best = Min(best, now);
		if (stalled > (best <= enough ? PATIENCE : LAST_PATIENCE))
			break;
	}
	return best;
}

/*
 * Solves from x = 0, as far as it goes.  Where goods go round in a circle the
 * first shadow is soon orthogonal to all that comes; another one then tries again.
 */
bool
te_krylov_solve(const TeSystem *sys, const double *inverse, const double *b, double *x,
				double tolerance, double enough, TeSolveReport *report)
{
	Krylov		k = krylov_open(sys, inverse);
	bool		solved = false;

	for (int mixed = 0; mixed <= 1 && !solved; mixed++)
	{
		krylov_start(&k, b, mixed);
		solved = krylov_run(&k, tolerance, enough, report) <= enough;
	}
	memcpy(x, k.x, k.n * sizeof(double));
	krylov_close(&k);
	return solved;
}
