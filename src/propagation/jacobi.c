/*
 * jacobi.c
 *	  One Jacobi sweep as an operator: A x = D⁻¹ (I - C) x over the edges of a
 *	  network, D the diagonal of I - C.
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

#include "base/trade_exposure.h"
#include "propagation/edges.h"
#include "propagation/jacobi.h"

#define ROWS 1024				/* rows between looks at interrupts */

/* The rows from .. to - 1 of A x, where edges are those of rows. */
static void
rows_narrow(const TeJacobi *k, const TeSystem *sys, const double *x, double *out, int from, int to)
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
rows_wide(const TeJacobi *k, const TeSystem *sys, const double *x, double *out, int from, int to)
{
	const uint32 *start = sys->start;
	const uint32 *at = sys->at;
	const double *inverse = k->inverse;
	const double *factor = k->factor;

	for (int i = from; i < to; i++)
	{
		const uint32 *other = sys->other + at[i];
		const double *amount = sys->amount + start[i];
		uint32		n = start[i + 1] - start[i];
		uint32		e = 0;
		__m256d		four = _mm256_setzero_pd();
		double		sum = 0.0;

		if (unlikely(te_is_run(other, n)))
		{
			sum = te_run_dot(amount, x + other[0], n);
			e = n;
		}
		for (; e + 4 <= n; e += 4)
		{
			__m128i		to = _mm_loadu_si128((const __m128i *) (other + e));

			four = _mm256_add_pd(four, _mm256_mul_pd(_mm256_loadu_pd(amount + e),
													 _mm256_i32gather_pd(x, to, 8)));
		}
		for (; e < n; e++)
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

/* out = A x */
static void
product(void *arg, const double *x, double *out)
{
	const TeJacobi *k = arg;
	TeSystem	sys = *k->sys;	/* a copy of our own, which no store can
								 * change, stays in registers */
	bool		wide = is_wide(&sys);

	if (sys.transposed)
	{
		te_system_product(&sys, x, out);
		for (int i = 0; i < sys.n; i++)
		{
			TE_CHECK_EVERY(i);
			out[i] = (x[i] - out[i]) * k->inverse[i];
		}
		return;
	}
	for (int from = 0; from < sys.n; from += ROWS)
	{
		int			to = Min(from + ROWS, sys.n);

		CHECK_FOR_INTERRUPTS();
		if (wide)
			rows_wide(k, &sys, x, out, from, to);
		else
			rows_narrow(k, &sys, x, out, from, to);
	}
}

TeOperator
te_jacobi_open(TeJacobi *k, const TeSystem *sys, const double *inverse)
{
	*k = (TeJacobi) {sys, inverse, te_vector_unset(sys->n)};
	for (int i = 0; i < sys->n; i++)
	{
		TE_CHECK_EVERY(i);
		k->factor[i] = inverse[i] * sys->row[i];
	}
	return (TeOperator) {sys->n, product, k};
}

void
te_jacobi_close(TeJacobi *k)
{
	pfree(k->factor);
}
