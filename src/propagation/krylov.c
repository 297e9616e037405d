/*
 * krylov.c
 *	  A x = b by BiCGStab (van der Vorst 1992), where A is known by its products
 *	  alone.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/float.h"

#include "base/trade_exposure.h"
#include "propagation/edges.h"
#include "propagation/krylov.h"

#define PATIENCE 8				/* steps without progress, once the residual
								 * is enough */
#define PIECE 1024				/* numbers of a vector to look at at a time */

/* What BiCGStab works with; vectors have room for the unknowns of the largest system. */
struct TeKrylov
{
	const TeOperator *op;		/* A */
	double	   *x;				/* solution */
	double	   *r;				/* residual */
	double	   *r0;				/* shadow of the first residual */
	double	   *p;				/* direction */
	double	   *v;				/* A p */
	double	   *t;				/* A r */
	double		rho;			/* r0 · r */
};

/* What a product A x tells beside itself. */
typedef struct Product
{
	double		with_shadow;	/* r0 · A x */
	double		with_x;			/* x · A x */
	double		square;			/* A x · A x */
} Product;

TeKrylov *
te_krylov_open(int n)
{
	TeKrylov   *k = palloc0(sizeof(TeKrylov));
	double	  **all[] = {&k->r, &k->r0, &k->p, &k->v, &k->t};

	for (int i = 0; i < lengthof(all); i++)
		*all[i] = te_vector_unset(n);
	return k;
}

void
te_krylov_close(TeKrylov *k)
{
	double	   *all[] = {k->r, k->r0, k->p, k->v, k->t};

	for (int i = 0; i < lengthof(all); i++)
		pfree(all[i]);
	pfree(k);
}

/*
 * Vectors are gone through in pieces that stay in the cache from one loop to the
 * next, and between which a step can be cancelled.
 */
#define EACH_PIECE(from, to, n) \
	int from = 0, to = Min(PIECE, n); from < n; from = to, to = Min(to + PIECE, n)

/* out = A x */
static Product
apply(const TeKrylov *k, const double *x, double *out)
{
	Product		product = {0.0, 0.0, 0.0};

	k->op->product(k->op->arg, x, out);
	for (EACH_PIECE(from, to, k->op->n))
	{
		CHECK_FOR_INTERRUPTS();
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
step_along(TeKrylov *k, double alpha)
{
	double		most = 0.0;

	k->rho = 0.0;
	for (EACH_PIECE(from, to, k->op->n))
	{
		double		piece;

		CHECK_FOR_INTERRUPTS();
		for (int i = from; i < to; i++)
			k->r[i] -= alpha * k->v[i];
		k->rho += te_run_dot(k->r0 + from, k->r + from, to - from);
		piece = run_largest(k->r + from, to - from);
		most = Max(most, piece);
	}
	return most;
}

/* Where the first half is enough: x += alpha p, and no further step follows. */
static void
step_to_end(TeKrylov *k, double alpha)
{
	for (EACH_PIECE(from, to, k->op->n))
	{
		CHECK_FOR_INTERRUPTS();
		for (int i = from; i < to; i++)
			k->x[i] += alpha * k->p[i];
	}
}

/*
 * The second half: x += alpha p + omega r, r -= omega t, and the next direction
 * p = r + beta (p - omega v); returns the largest of r.
 */
static double
step_aside(TeKrylov *k, double alpha, double omega, double beta)
{
	double		most = 0.0;

	for (EACH_PIECE(from, to, k->op->n))
	{
		double		piece;

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
		piece = run_largest(k->r + from, to - from);
		most = Max(most, piece);
	}
	return most;
}

/*
 * One step, in two halves of which the second may not be needed: returns the
 * residual, or a negative number when the method breaks down.
 */
static double
step(TeKrylov *k, double tolerance, int *products)
{
	Product		product = apply(k, k->p, k->v);
	double		rho = k->rho;
	double		alpha = rho / product.with_shadow;
	double		omega;
	double		residual;

	(*products)++;
	if (rho == 0.0 || !isfinite(alpha))
		return -1.0;
	residual = step_along(k, alpha);
	if (residual <= tolerance)
	{
		step_to_end(k, alpha);
		return residual;
	}
	product = apply(k, k->r, k->t);
	(*products)++;
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
start(TeKrylov *k, const double *b, bool mixed)
{
	for (int i = 0; i < k->op->n; i++)
	{
		TE_CHECK_EVERY(i);
		k->r[i] = b[i];
		k->r0[i] = mixed ? 0.5 + fmod((i + 1) * 0.6180339887498949, 1.0) : k->r[i];
		k->p[i] = k->r[i];
		k->x[i] = 0.0;
	}
	k->rho = te_run_dot(k->r0, k->r, k->op->n);
}

/* Steps until the residual is below the tolerance or no longer falls; returns the least seen. */
static double
run(TeKrylov *k, const TeKrylovEnd *end, int *products)
{
	double		best = get_float8_infinity();
	int			stalled = 0;

	for (int n = 0; n < end->steps && best > end->tolerance; n++)
	{
		double		now = step(k, end->tolerance, products);

		if (now < 0.0)
			break;
		stalled = now < best * 0.9 ? 0 : stalled + 1;
		best = Min(best, now);
		if (stalled > (best <= end->enough ? PATIENCE : end->patience))
			break;
	}
	return best;
}

/*
 * Solves from x = 0, as far as it goes.  Where goods go round in a circle the
 * first shadow is soon orthogonal to all that comes; another one then tries again.
 */
bool
te_krylov_solve(TeKrylov *k, const TeOperator *op, const double *b, double *x,
				const TeKrylovEnd *end, int *products)
{
	bool		solved = false;

	k->op = op;
	k->x = x;
	for (int try = 0; try < end->tries && !solved; try++)
	{
		start(k, b, try > 0);
		solved = run(k, end, products) <= end->enough;
	}
	return solved;
}
