/*
 * complexity_lanczos.c
 *	  The largest eigenvalue of a large symmetric matrix that can be multiplied.
 *
 * Lanczos's method with every vector made orthogonal to all before it (Golub and
 * Van Loan, 10.3): near eigenvalues cost steps, but never more than the matrix has
 * rows, and no false copies of an eigenvalue arise.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "indicator/complexity_lanczos.h"
#include "propagation/edges.h"

#define MOST_NUMBERS 67108864	/* in all vectors: 512 MB */
#define NOTHING 1e-14			/* length of a vector of rounding errors */
#define INVERSIONS 3			/* steps of inverse iteration */

/* The matrix in the basis of its vectors so far: symmetric, of three diagonals. */
typedef struct Small
{
	int			k;				/* vectors */
	double	   *diagonal;
	double	   *beside;			/* beside[j] joins j and j + 1 */
	double	   *s;				/* its first eigenvector */
	double	   *pivot;			/* room to work in */
	double		value;			/* its largest eigenvalue */
} Small;

/* Takes vectors out of x, which was of length "before"; returns the length that is left. */
static double
take_out(const TeSymmetric *a, double *const *v, int k, double *x, double before)
{
	for (int again = 0; again < 3; again++)
	{
		double		length;

		for (int i = 0; i < a->navoid; i++)
			te_run_add(x, a->avoid[i], -te_run_dot(x, a->avoid[i], a->n), a->n);
		for (int i = k - 1; i >= 0; i--)
			te_run_add(x, v[i], -te_run_dot(x, v[i], a->n), a->n);
		length = sqrt(te_run_dot(x, x, a->n));
		/* what is left of little is rounding, and wants it once more */
		if (length > 0.5 * before || length < NOTHING)
			return length;
		before = length;
	}
	return before;
}

/* x / length */
static void
scale(double *x, double length, int n)
{
	for (int i = 0; i < n; i++)
		x[i] /= length;
}

/* Whether an eigenvalue of the small matrix is above x, from the signs of its pivots. */
static bool
some_above(const Small *t, double x)
{
	double		pivot = t->diagonal[0] - x;

	for (int j = 1; j < t->k && pivot < 0; j++)
		pivot = t->diagonal[j] - x - t->beside[j - 1] * t->beside[j - 1] / pivot;
	return pivot >= 0;
}

/* The largest eigenvalue of the small matrix, or a little above it: halves where it can be. */
static double
largest_of(const Small *t)
{
	double		low = t->diagonal[0];
	double		high = low;

	for (int j = 0; j < t->k; j++)
	{
		double		reach = (j > 0 ? fabs(t->beside[j - 1]) : 0.0) +
			(j + 1 < t->k ? fabs(t->beside[j]) : 0.0);

		low = Max(low, t->diagonal[j]);
		high = Max(high, t->diagonal[j] + reach);
	}
	high += DBL_EPSILON * fabs(high) + DBL_MIN;
	for (;;)
	{
		double		mid = low + (high - low) / 2;

		if (mid <= low || mid >= high)
			return high;
		if (some_above(t, mid))
			low = mid;
		else
			high = mid;
	}
}

/*
 * Its eigenvector by inverse iteration with a shift above all eigenvalues, where
 * no pivot changes its sign.
 */
static void
first_vector(Small *t)
{
	double		shift = t->value + 4 * DBL_EPSILON * Max(fabs(t->value), DBL_EPSILON);

	t->pivot[0] = Min(t->diagonal[0] - shift, -DBL_MIN);
	for (int j = 1; j < t->k; j++)
		t->pivot[j] = Min(t->diagonal[j] - shift -
						  t->beside[j - 1] * t->beside[j - 1] / t->pivot[j - 1],
						  -DBL_EPSILON * DBL_EPSILON);
	for (int j = 0; j < t->k; j++)
		t->s[j] = 1.0;
	for (int again = 0; again < INVERSIONS; again++)
	{
		for (int j = 1; j < t->k; j++)
			t->s[j] -= t->beside[j - 1] / t->pivot[j - 1] * t->s[j - 1];
		t->s[t->k - 1] /= t->pivot[t->k - 1];
		for (int j = t->k - 2; j >= 0; j--)
			t->s[j] = (t->s[j] - t->beside[j] * t->s[j + 1]) / t->pivot[j];
		scale(t->s, sqrt(te_run_dot(t->s, t->s, t->k)), t->k);
	}
}

/* Whether the small matrix is to be looked at after so many vectors: ever more rarely. */
static bool
to_look(int k, int *next)
{
	if (k < *next)
		return false;
	*next = k + 4 + k / 16;
	return true;
}

/* Room for the small matrix of at most so many vectors. */
static Small
small_room(int most)
{
	return (Small)
	{
		.diagonal = te_vector(most + 1), .beside = te_vector(most + 1),
			.s = te_vector(most + 1), .pivot = te_vector(most + 1)
	};
}

/* The eigenvector of the large matrix; gives back the basis. */
static void
compose(const TeSymmetric *a, Small *t, double **v, double *vector)
{
	memset(vector, 0, sizeof(double) * a->n);
	for (int j = 0; j < t->k; j++)
		te_run_add(vector, v[j], t->s[j], a->n);
	for (int j = 0; v[j] != NULL; j++)
		pfree(v[j]);
	pfree(v);
	pfree(t->diagonal);
	pfree(t->beside);
	pfree(t->s);
	pfree(t->pivot);
	scale(vector, sqrt(te_run_dot(vector, vector, a->n)), a->n);
}

/* The largest eigenvalue beside what is avoided. */
bool
te_largest_eigenvalue(const TeSymmetric *a, double enough, double *vector, double *value)
{
	int			most = Min(a->n, MOST_NUMBERS / Max(a->n, 1));
	double	  **v = palloc0(sizeof(double *) * ((Size) most + 2));
	Small		t = small_room(most);
	int			next = 2;
	double		length = take_out(a, v, 0, vector, INFINITY);
	bool		done = length < NOTHING;

	*value = 0.0;
	if (done)
		return true;
	v[0] = te_vector_unset(a->n + 1);
	memcpy(v[0], vector, sizeof(double) * a->n);
	scale(v[0], length, a->n);
	for (int k = 1; !done && k <= most; k++)
	{
		double	   *x = v[k] = te_vector_unset(a->n + 1);

		CHECK_FOR_INTERRUPTS();
		a->multiply(a->of, v[k - 1], x);
		t.k = k;
		t.diagonal[k - 1] = te_run_dot(x, v[k - 1], a->n);
		length = t.beside[k - 1] = take_out(a, v, k, x, sqrt(te_run_dot(x, x, a->n)));
		if (to_look(k, &next) || length < NOTHING || k == most)
		{
			t.value = largest_of(&t);
			first_vector(&t);
			done = length < NOTHING || length * fabs(t.s[k - 1]) < enough;
		}
		if (!done)
			scale(x, length, a->n);
	}
	*value = t.value;
	compose(a, &t, v, vector);
	return done;
}
