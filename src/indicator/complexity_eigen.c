/*
 * complexity_eigen.c
 *	  The second eigenvector of the matrix of shared advantages.
 *
 * D^-1 M U^-1 M' is similar to S = D^-1/2 M U^-1 M' D^-1/2, which is symmetric
 * and has no negative eigenvalue.  Its largest eigenvalue is 1, with the vector
 * D^1/2 1, which is taken out of everything; Lanczos's method finds what is next.
 * S is never built: every step goes through M.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "indicator/complexity_eigen.h"
#include "indicator/complexity_lanczos.h"
#include "propagation/edges.h"

#define FLOOR 2e-15				/* residual that is rounding in any case */
#define THIRD 1e-11				/* residual of the third, whose vector nobody
								 * needs */
#define NEAR 1e-9				/* eigenvalues that differ by less cannot be
								 * told apart */
#define EXACT 1e-6				/* error of the vector that may pass, and
								 * correlation that says nothing */

/* What is multiplied with. */
typedef struct Work
{
	const TeAdvantages *m;
	double	   *scale;			/* 1 / sqrt(diversity), 0 where it is 0 */
	double	   *first;			/* the first eigenvector, of length 1 */
	double	   *product;		/* one number per product */
	int			n;				/* countries */
} Work;

/* y = S x */
static void
multiply(const void *of, const double *x, double *y)
{
	const Work *w = of;
	const TeAdvantages *m = w->m;

	memset(w->product, 0, m->nproducts * sizeof(double));
	for (int c = 0; c < w->n; c++)
	{
		double		scaled = x[c] * w->scale[c];

		for (int k = m->start[c]; k < m->start[c + 1]; k++)
			w->product[m->of[k]] += scaled;
	}
	for (int p = 0; p < m->nproducts; p++)
		if (m->ubiquity[p] > 0)
			w->product[p] /= m->ubiquity[p];
	te_sum_had(m, w->product, y);
	for (int c = 0; c < w->n; c++)
		y[c] *= w->scale[c];
}

/* Correlation of numbers over the countries that have anything; 0 where one does not vary. */
static double
correlation(const TeAdvantages *m, const double *x, const double *y)
{
	double		mean[2] = {0.0, 0.0};
	double		xx = 0.0,
				yy = 0.0,
				xy = 0.0;
	int			n = 0;

	for (int c = 0; c < m->ncountries; c++)
		if (m->diversity[c] > 0)
		{
			mean[0] += x[c];
			mean[1] += y[c];
			n++;
		}
	for (int c = 0; c < m->ncountries; c++)
		if (m->diversity[c] > 0)
		{
			double		dx = x[c] - mean[0] / n,
						dy = y[c] - mean[1] / n;

			xx += dx * dx;
			yy += dy * dy;
			xy += dx * dy;
		}
	return yy > DBL_EPSILON * n ? xy / sqrt(xx * yy) : 0.0;
}

/*
 * Which end of a vector is high: that of countries that have much, or else that
 * of those that have what is rare; 0 where neither says anything.
 */
static double
direction(const TeAdvantages *m, const double *x)
{
	double	   *common;
	double		along = correlation(m, x, m->diversity);

	if (fabs(along) > EXACT)
		return along;
	common = te_vector(m->ncountries + 1);
	te_sum_had(m, m->ubiquity, common);
	for (int c = 0; c < m->ncountries; c++)
		if (m->diversity[c] > 0)
			common[c] /= m->diversity[c];
	along = -correlation(m, x, common);
	return fabs(along) > EXACT ? along : 0.0;
}

/* Turns the second eigenvector of S back to D^-1 M U^-1 M', the high end up; false without one. */
static bool
turn(const Work *w, double *x)
{
	double		up;

	for (int c = 0; c < w->n; c++)
		x[c] *= w->scale[c];
	up = direction(w->m, x);
	for (int c = 0; c < w->n && up < 0; c++)
		x[c] = -x[c];
	return up != 0;
}

/* Takes the first eigenvector. */
static void
begin(Work *w)
{
	const TeAdvantages *m = w->m;
	double		length;

	w->scale = te_vector(w->n + 1);
	w->first = te_vector(w->n + 1);
	w->product = te_vector(m->nproducts + 1);
	for (int c = 0; c < w->n; c++)
	{
		w->scale[c] = m->diversity[c] > 0 ? 1.0 / sqrt(m->diversity[c]) : 0.0;
		w->first[c] = sqrt(m->diversity[c]);
	}
	length = sqrt(te_run_dot(w->first, w->first, w->n));
	for (int c = 0; c < w->n && length > 0; c++)
		w->first[c] /= length;
}

/* A vector by chance, the same every time, of the countries that have anything. */
static double *
by_chance(const Work *w, uint64 seed)
{
	double	   *x = te_vector(w->n + 1);

	for (int c = 0; c < w->n; c++)
	{
		seed = seed * UINT64CONST(6364136223846793005) + 1442695040888963407;
		x[c] = w->m->diversity[c] > 0 ? ldexp((double) (seed >> 11), -53) - 0.5 : 0.0;
	}
	return x;
}

/* Length of S x less value times x. */
static double
residual_of(const Work *w, const double *x, double value)
{
	double	   *y = te_vector(w->n + 1);

	multiply(w, x, y);
	te_run_add(y, x, -value, w->n);
	return sqrt(te_run_dot(y, y, w->n));
}

/*
 * The second and the third eigenvalue, and the vector of the second; false when
 * one of them did not come to rest.  The third is sought beside the vector that was
 * found, so that two that are equal show, and one that was missed is found.
 */
static bool
second_and_third(const Work *w, double *value, double **vector)
{
	double	   *second = by_chance(w, UINT64CONST(88172645463325252));
	double	   *third = by_chance(w, UINT64CONST(2463534242945120773));
	TeSymmetric a = {.n = w->n, .multiply = multiply, .of = w, .avoid = {w->first, second}};
	bool		rests;

	a.navoid = 1;
	rests = te_largest_eigenvalue(&a, FLOOR, second, &value[0]);
	a.navoid = 2;
	rests &= te_largest_eigenvalue(&a, THIRD, third, &value[1]);
	*vector = second;
	if (value[1] > value[0])
	{
		*vector = third;
		value[1] = value[0];
		/* to the last digit */
		a.navoid = 1;
		rests &= te_largest_eigenvalue(&a, FLOOR, third, &value[0]);
	}
	return rests;
}

/* The second eigenvector. */
TeSecond
te_second_eigenvector(const TeAdvantages *m)
{
	Work		w = {.m = m, .n = m->ncountries};
	TeSecond	r = {0};
	bool		rests;

	begin(&w);
	rests = second_and_third(&w, r.value, &r.vector);

	/*
	 * a residual moves the vector by as much as it is of the distance to the
	 * next eigenvalue
	 */
	if (r.value[0] < NEAR)
		r.why = TE_COMPLEXITY_ALIKE;
	else if (r.value[0] > 1.0 - NEAR)
		r.why = TE_COMPLEXITY_PARTS;
	else if (r.value[0] - r.value[1] < NEAR)
		r.why = TE_COMPLEXITY_TIE;
	else if (!rests ||
			 residual_of(&w, r.vector, r.value[0]) > EXACT * (r.value[0] - r.value[1]))
		r.why = TE_COMPLEXITY_SLOW;
	else
		r.why = turn(&w, r.vector) ? TE_COMPLEXITY_THERE : TE_COMPLEXITY_TURN;
	return r;
}
