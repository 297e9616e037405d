/*
 * complexity_eigen.c
 *	  The second eigenvector of the matrix of shared advantages.
 *
 * D^-1 M U^-1 M' is similar to S = D^-1/2 M U^-1 M' D^-1/2, which is symmetric
 * and has no negative eigenvalue.  Its largest eigenvalue is 1, with the vector
 * D^1/2 1, which is taken out of everything; the rest is iteration of a small
 * block with Rayleigh and Ritz's choice in it (Golub and Van Loan, 8.2.4).  Where
 * the block is slow, since eigenvalues are near, S is replaced by its square, which
 * has the same vectors and eigenvalues twice as far apart.  Of many countries S is
 * never built; Lanczos's method goes through M at every step.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "indicator/complexity_eigen.h"
#include "indicator/complexity_lanczos.h"
#include "propagation/edges.h"

#define BLOCK 4					/* vectors that are iterated together */
#define MOST_STEPS 20000
#define PATIENCE 12				/* steps that may leave the residual as it is */
#define SQUARING 40				/* steps after which S is squared */
#define MOST_SQUARES 24
#define ENOUGH_SQUARES 6		/* after which a residual that stands is
								 * rounding */
#define BAND 16					/* rows that are squared together */
#define FLOOR 2e-15				/* residual that is rounding in any case */
#define THIRD 1e-11				/* residual of the third, whose vector nobody
								 * needs */
#define DENSE 1000				/* countries up to which S is built */
#define NEAR 1e-9				/* eigenvalues that differ by less cannot be
								 * told apart */
#define NOTHING 1e-10			/* length of a vector of rounding errors */
#define EXACT 1e-6				/* error of the vector that may pass, and
								 * correlation that says nothing */

/* What an iteration works on. */
typedef struct Work
{
	const TeAdvantages *m;
	double	   *scale;			/* 1 / sqrt(diversity), 0 where it is 0 */
	double	   *first;			/* the first eigenvector, of length 1 */
	double	   *product;		/* one number per product */
	double	   *dense;			/* S, or NULL */
	int			squares;		/* how often S was squared */
	int			n;				/* countries */
	int			k;				/* vectors in the block */
} Work;

/* x · y */
static double
dot(const double *x, const double *y, int n)
{
	double		sum = 0.0;

	for (int i = 0; i < n; i++)
		sum += x[i] * y[i];
	return sum;
}

/* y += t x */
static void
add(double *y, double t, const double *x, int n)
{
	for (int i = 0; i < n; i++)
		y[i] += t * x[i];
}

/* y = S x */
static void
multiply(const Work *w, const double *x, double *y)
{
	const TeAdvantages *m = w->m;

	for (int c = 0; c < w->n && w->dense != NULL; c++)
		y[c] = te_run_dot(w->dense + (Size) c * w->n, x, w->n);
	if (w->dense != NULL)
		return;
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

/* S itself, by the countries of each product; NULL when there are too many countries. */
static double *
dense_matrix(const Work *w)
{
	const TeAdvantages *m = w->m;
	double	   *s;
	double	   *row;

	if (w->n > DENSE)
		return NULL;
	s = te_vector((Size) w->n * w->n + 1);
	row = te_vector(m->nproducts + 1);
	for (int c = 0; c < w->n; c++)
	{
		CHECK_FOR_INTERRUPTS();
		memset(row, 0, m->nproducts * sizeof(double));
		for (int k = m->start[c]; k < m->start[c + 1]; k++)
			row[m->of[k]] = w->scale[c] / m->ubiquity[m->of[k]];
		te_sum_had(m, row, s + (Size) c * w->n);
		for (int d = 0; d < w->n; d++)
			s[(Size) c * w->n + d] *= w->scale[d];
	}
	pfree(row);
	return s;
}

/*
 * Replaces S by its square, less the first eigenvector and over "value", the
 * largest eigenvalue that is left: the rounding of each square counts half of that
 * of the one before, for eigenvalues are twice as far apart.
 */
static void
square(Work *w, double value)
{
	const double *s = w->dense;
	double	   *t = te_vector((Size) w->n * w->n + 1);
	double		first = w->squares == 0 ? 1.0 : 0.0;

	/* by bands of rows, which stay near the processor while all rows pass by */
	for (int from = 0; from < w->n; from += BAND)
	{
		int			to = Min(from + BAND, w->n);

		CHECK_FOR_INTERRUPTS();
		for (int d = 0; d < to; d++)
			for (int c = Max(from, d); c < to; c++)
			{
				double		sum = te_run_dot(s + (Size) c * w->n, s + (Size) d * w->n, w->n) -
					first * w->first[c] * w->first[d];

				t[(Size) c * w->n + d] = t[(Size) d * w->n + c] = sum / value / value;
			}
	}
	if (w->squares++ > 0)
		pfree(w->dense);
	w->dense = t;
}

/*
 * Makes the block's vectors orthonormal and free of the first eigenvector, twice
 * each for the rounding.  They are images of vectors of length 1: one of which
 * nothing is left belongs to an eigenvalue of 0 and becomes one of zeros, for to
 * lengthen it would make a vector of rounding errors, with any eigenvalue.
 */
static void
orthonormalize(const Work *w, double **v)
{
	for (int j = 0; j < w->k; j++)
		for (int again = 0; again < 2; again++)
		{
			double		length;

			add(v[j], -dot(v[j], w->first, w->n), w->first, w->n);
			for (int i = 0; i < j; i++)
				add(v[j], -dot(v[j], v[i], w->n), v[i], w->n);
			length = sqrt(dot(v[j], v[j], w->n));
			for (int c = 0; c < w->n; c++)
				v[j][c] = length > NOTHING ? v[j][c] / length : 0.0;
		}
}

/* Eigenvalues and vectors of a small symmetric matrix by Jacobi's rotations, the largest first. */
static void
small_eigen(double a[BLOCK][BLOCK], double q[BLOCK][BLOCK], double *value, int k)
{
	for (int i = 0; i < k; i++)
		for (int j = 0; j < k; j++)
			q[i][j] = i == j;
	for (int sweep = 0; sweep < 30; sweep++)
		for (int i = 0; i < k; i++)
			for (int j = i + 1; j < k; j++)
			{
				double		theta,
							t,
							c,
							s;

				if (fabs(a[i][j]) <= DBL_EPSILON * 1e-3 * (fabs(a[i][i]) + fabs(a[j][j])))
					continue;
				theta = (a[j][j] - a[i][i]) / (2.0 * a[i][j]);
				t = (theta >= 0 ? 1.0 : -1.0) / (fabs(theta) + sqrt(theta * theta + 1.0));
				c = 1.0 / sqrt(t * t + 1.0);
				s = t * c;
				for (int r = 0; r < k; r++)
				{
					double		x = a[r][i],
								y = a[r][j];

					a[r][i] = c * x - s * y;
					a[r][j] = s * x + c * y;
				}
				for (int r = 0; r < k; r++)
				{
					double		x = a[i][r],
								y = a[j][r];

					a[i][r] = c * x - s * y;
					a[j][r] = s * x + c * y;
					x = q[r][i];
					y = q[r][j];
					q[r][i] = c * x - s * y;
					q[r][j] = s * x + c * y;
				}
			}
	for (int i = 0; i < k; i++)
		value[i] = a[i][i];
	for (int i = 0; i < k; i++)
		for (int j = i + 1; j < k; j++)
			if (value[j] > value[i])
			{
				double		x = value[i];

				value[i] = value[j];
				value[j] = x;
				for (int r = 0; r < k; r++)
				{
					x = q[r][i];
					q[r][i] = q[r][j];
					q[r][j] = x;
				}
			}
}

/*
 * One step: v becomes the best vectors in the block S v, "value" their
 * eigenvalues; returns the residual of the first one.
 */
static double
step(const Work *w, double **v, double **s, double *value)
{
	double		a[BLOCK][BLOCK];
	double		q[BLOCK][BLOCK];
	double		residual = 0.0;

	orthonormalize(w, v);
	for (int j = 0; j < w->k; j++)
		multiply(w, v[j], s[j]);
	for (int i = 0; i < w->k; i++)
		for (int j = 0; j < w->k; j++)
			a[i][j] = (dot(v[i], s[j], w->n) + dot(v[j], s[i], w->n)) / 2;
	small_eigen(a, q, value, w->k);
	for (int c = 0; c < w->n; c++)
	{
		double		x[BLOCK] = {0},
					y[BLOCK] = {0};

		for (int j = 0; j < w->k; j++)
			for (int i = 0; i < w->k; i++)
			{
				x[j] += v[i][c] * q[i][j];
				y[j] += s[i][c] * q[i][j];
			}
		residual += (y[0] - value[0] * x[0]) * (y[0] - value[0] * x[0]);
		/* go on from S v; the first vector itself is kept in s[0] */
		for (int j = 0; j < w->k; j++)
			v[j][c] = y[j];
		s[0][c] = x[0];
	}
	return sqrt(residual);
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

/* Begins the work: the first eigenvector, and a block of vectors by chance. */
static void
begin(Work *w, double **v, double **s)
{
	const TeAdvantages *m = w->m;
	uint64		random = 88172645463325252;
	double		length;

	w->scale = te_vector(w->n + 1);
	w->first = te_vector(w->n + 1);
	w->product = te_vector(m->nproducts + 1);
	for (int c = 0; c < w->n; c++)
	{
		w->scale[c] = m->diversity[c] > 0 ? 1.0 / sqrt(m->diversity[c]) : 0.0;
		w->first[c] = sqrt(m->diversity[c]);
	}
	length = sqrt(dot(w->first, w->first, w->n));
	for (int c = 0; c < w->n && length > 0; c++)
		w->first[c] /= length;
	w->dense = dense_matrix(w);
	for (int j = 0; j < w->k; j++)
	{
		v[j] = te_vector(w->n + 1);
		s[j] = te_vector(w->n + 1);
		for (int c = 0; c < w->n; c++)
		{
			random = random * UINT64CONST(6364136223846793005) + 1442695040888963407;
			v[j][c] = m->diversity[c] > 0 ? ldexp((double) (random >> 11), -53) - 0.5 : 0.0;
		}
	}
}

/* Whether a residual that has stood for so many steps is rounding. */
static bool
at_rest(const Work *w, double residual, int since)
{
	return since >= PATIENCE && (residual < FLOOR || w->squares >= ENOUGH_SQUARES);
}

/*
 * Iterates until the residual stands still, squaring S where that takes long;
 * returns the residual, and whether it came to rest.
 */
static double
iterate(Work *w, double **v, double **s, double *value, bool *rests)
{
	double	   *dense = w->dense;
	double		residual = INFINITY;
	double		best = INFINITY;
	double		third = 0.0;
	int			since = 0;

	*rests = false;
	for (int i = 1; i <= MOST_STEPS && !*rests; i++)
	{
		residual = step(w, v, s, value);
		CHECK_FOR_INTERRUPTS();
		since = residual < best * 0.9 || residual > 1e-11 ? 0 : since + 1;
		if (since == 0)
			best = residual;
		*rests = at_rest(w, residual, since);
		if (!*rests && i % SQUARING == 0 &&
			w->squares < MOST_SQUARES && value[0] > 0)
		{
			if (w->squares == 0 && w->k > 1)
				third = value[1];
			square(w, value[0]);
			best = INFINITY;
			since = 0;
		}
	}
	if (w->squares == 0)
		return residual;

	/*
	 * the eigenvalues of S itself; a power may have lost the third, which was
	 * there before
	 */
	pfree(w->dense);
	w->dense = dense;
	residual = step(w, v, s, value);
	if (w->k > 1)
		value[1] = Max(value[1], third);
	return residual;
}

/* y = S x, for whom S is but something to multiply with. */
static void
multiply_any(const void *of, const double *x, double *y)
{
	multiply(of, x, y);
}

/*
 * The second and the third eigenvalue of many countries, and the vector of the
 * second in s[0]; returns its residual.  The third is sought beside the vector that
 * was found, so that two that are equal show, and one that was missed is found.
 */
static double
by_lanczos(const Work *w, double **v, double **s, double *value, bool *rests)
{
	TeSymmetric a = {
		.n = w->n, .multiply = multiply_any, .of = w, .avoid = {w->first, v[0]}, .navoid = 1
	};

	*rests = te_largest_eigenvalue(&a, FLOOR, v[0], &value[0]);
	a.navoid = 2;
	*rests &= te_largest_eigenvalue(&a, THIRD, v[1], &value[1]);
	if (value[1] > value[0])
	{
		double		larger = value[1];

		value[1] = value[0];
		value[0] = larger;
		/* to the last digit */
		a.navoid = 1;
		*rests &= te_largest_eigenvalue(&a, FLOOR, v[1], &value[0]);
		memcpy(v[0], v[1], sizeof(double) * w->n);
	}
	memcpy(s[0], v[0], sizeof(double) * w->n);
	multiply(w, s[0], v[1]);
	add(v[1], -value[0], s[0], w->n);
	return sqrt(dot(v[1], v[1], w->n));
}

/* The second eigenvector. */
TeSecond
te_second_eigenvector(const TeAdvantages *m)
{
	Work		w = {.m = m, .n = m->ncountries, .k = Min(BLOCK, Max(m->ncountries - 1, 1))};
	double	   *v[BLOCK];
	double	   *s[BLOCK];
	double		value[BLOCK] = {0};
	double		residual;
	bool		rests;
	TeSecond	r = {0};

	begin(&w, v, s);
	residual = w.dense != NULL ? iterate(&w, v, s, value, &rests) :
		by_lanczos(&w, v, s, value, &rests);
	r.value[0] = value[0];
	r.value[1] = w.k > 1 ? value[1] : 0.0;
	r.vector = s[0];

	/*
	 * a residual moves the vector by as much as it is of the distance to the
	 * next eigenvalue
	 */
	if (value[0] < NEAR)
		r.why = TE_COMPLEXITY_ALIKE;
	else if (value[0] > 1.0 - NEAR)
		r.why = TE_COMPLEXITY_PARTS;
	else if (value[0] - r.value[1] < NEAR)
		r.why = TE_COMPLEXITY_TIE;
	else if (!rests || residual > EXACT * (value[0] - r.value[1]))
		r.why = TE_COMPLEXITY_SLOW;
	else
		r.why = turn(&w, r.vector) ? TE_COMPLEXITY_THERE : TE_COMPLEXITY_TURN;
	return r;
}
