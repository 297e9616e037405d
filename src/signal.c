/*
 * signal.c
 *	  Early warning: aggregates over a dated series that say how unusual its
 *	  latest value is.
 *
 * Each takes the date with the amount, so the answer does not depend on the
 * order of the rows: the same in a window, a parallel plan and a plain GROUP BY.
 * Amounts of one date are added up.  "Latest" is the value of the latest date,
 * "base" all known values before it.  With fewer than TE_SERIES_MIN_BASE base
 * values, or when the latest is unknown (NULL), the answer is NULL.
 *
 * The state is a float8[]: number of points used, columns a point, two
 * constants, then the points (date in days, value, and for two-column series a
 * second value); NaN stands for unknown.  The array's length is its capacity:
 * it doubles, and points are written in place.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/float.h"

#include "float8_state.h"
#include "mix.h"
#include "trade_exposure.h"

#define TE_SERIES_MIN_BASE 5	/* known values before the latest */
#define TE_SERIES_MAX_POINTS 10000000	/* rows a series */
#define TE_SERIES_HEADER 4		/* float8s before the first point */
#define TE_SERIES_RECENT 3		/* dates that surge() calls recent */

/* 1 / Φ⁻¹(3/4): makes the median absolute deviation a standard deviation */
#define TE_MAD_SCALE 1.482602218505602
/* √(π/2): the same for the mean absolute deviation */
#define TE_MEAN_AD_SCALE 1.2533141373155001

/* A series read from a state: one value a date, in order of date. */
typedef struct TeSeries
{
	int			n;				/* dates, unknown ones included */
	double	   *x;				/* values; NaN = unknown */
	double	   *rest;			/* second column, or NULL */
	double		constant[2];	/* the aggregate's constant arguments */
} TeSeries;

TE_FUNCTION(te_series_add);
TE_FUNCTION(te_series_add_one);
TE_FUNCTION(te_series_add_two);
TE_FUNCTION(te_series_add_pair);
TE_FUNCTION(te_series_combine);
TE_FUNCTION(robust_z_final);
TE_FUNCTION(cusum_final);
TE_FUNCTION(abrupt_stop_final);
TE_FUNCTION(surge_final);
TE_FUNCTION(relative_drop_final);
TE_FUNCTION(stop_breadth_add);
TE_FUNCTION(stop_breadth_combine);
TE_FUNCTION(stop_breadth_final);

/* ---- the state ---- */

/* The numbers of a state that came as an argument, its shape checked. */
static double *
series_elements(const ArrayType *array, int *length)
{
	double	   *v = TE_STATE_VALUES(array);

	*length = TE_STATE_LENGTH(array);
	if (*length < TE_SERIES_HEADER || !(v[1] == 2 || v[1] == 3) || !(v[0] >= 0) ||
		v[0] > TE_SERIES_MAX_POINTS || TE_SERIES_HEADER + v[0] * v[1] > *length)
		te_not_a_state();
	return v;
}

/* An empty state with room for the points; 12 points fill 256 bytes. */
static ArrayType *
series_new(int columns, int capacity, const double *constant)
{
	ArrayType  *array;
	double	   *v;

	if (capacity > TE_SERIES_MAX_POINTS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a series has more than %d rows", TE_SERIES_MAX_POINTS),
				 errhint("Add the rows up by date before the call.")));
	array = te_state_new(TE_SERIES_HEADER + columns * capacity);
	v = TE_STATE_VALUES(array);
	v[1] = columns;
	v[2] = constant[0];
	v[3] = constant[1];
	return array;
}

/* The state with one point more, changed in place where there is room. */
static ArrayType *
series_append(FunctionCallInfo fcinfo, int columns, const double *point, const double *constant)
{
	ArrayType  *array;
	double	   *v;
	int			length,
				n;

	array = PG_ARGISNULL(0) ? series_new(columns, 12, constant) : te_state_arg(fcinfo, -1);
	v = series_elements(array, &length);
	if (v[1] != columns)
		te_not_a_state();
	n = (int) v[0];
	if (TE_SERIES_HEADER + (n + 1) * columns > length)
	{
		int			doubled = Max(n + 1, Min(2 * n + 4, TE_SERIES_MAX_POINTS));
		ArrayType  *grown = series_new(columns, doubled, &v[2]);

		memcpy(TE_STATE_VALUES(grown), v, (TE_SERIES_HEADER + n * columns) * sizeof(double));
		array = grown;
		v = TE_STATE_VALUES(grown);
	}
	memcpy(&v[TE_SERIES_HEADER + n * columns], point, columns * sizeof(double));
	v[0] = n + 1;
	return array;
}

/* Argument n as a value of the series: NaN for NULL, an error for NaN. */
static double
series_value(FunctionCallInfo fcinfo, int n, const char *name)
{
	double		x;

	if (PG_ARGISNULL(n))
		return get_float8_nan();
	x = PG_GETARG_FLOAT8(n);
	te_check_finite(name, x);
	return x;
}

/* Argument n as a date in days. */
static double
series_date(FunctionCallInfo fcinfo, int n)
{
	DateADT		at = PG_GETARG_DATEADT(n);

	if (DATE_NOT_FINITE(at))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"at\" must be a finite date")));
	return at;
}

/*
 * Adds a point whose columns are the arguments from 1 on and whose date is the
 * last of them; rows without a date are left out.
 */
static Datum
series_transition(FunctionCallInfo fcinfo, int columns, const double *constant)
{
	double		point[3];
	static const char *const names[] = {"x", "rest"};

	if (PG_ARGISNULL(columns))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	point[0] = series_date(fcinfo, columns);
	for (int c = 1; c < columns; c++)
		point[c] = series_value(fcinfo, c, names[c - 1]);
	PG_RETURN_ARRAYTYPE_P(series_append(fcinfo, columns, point, constant));
}

/* (state, x, at) */
Datum
te_series_add(PG_FUNCTION_ARGS)
{
	double		constant[2] = {0, 0};

	return series_transition(fcinfo, 2, constant);
}

/* (state, x, at, floor): a share of the base, default 0.1 */
Datum
te_series_add_one(PG_FUNCTION_ARGS)
{
	double		constant[2] = {PG_ARGISNULL(3) ? 0.1 : PG_GETARG_FLOAT8(3), 0};

	te_check_range("floor", constant[0], 0, 1);
	return series_transition(fcinfo, 2, constant);
}

/* (state, x, at, k, h): allowance and decision limit, defaults 0.5 and 5 */
Datum
te_series_add_two(PG_FUNCTION_ARGS)
{
	double		constant[2] = {PG_ARGISNULL(3) ? 0.5 : PG_GETARG_FLOAT8(3),
	PG_ARGISNULL(4) ? 5 : PG_GETARG_FLOAT8(4)};

	te_check_range("k", constant[0], 0, 1000);
	te_check_range("h", constant[1], 0, 1000);
	if (constant[1] <= 2 * constant[0])
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"h\" must be more than twice \"k\", but is %g with k = %g",
						constant[1], constant[0]),
				 errhint("Usual values are k = 0.5 and h = 5, both in standard deviations.")));
	return series_transition(fcinfo, 2, constant);
}

/* (state, x, rest, at) */
Datum
te_series_add_pair(PG_FUNCTION_ARGS)
{
	double		constant[2] = {0, 0};

	return series_transition(fcinfo, 3, constant);
}

/* Both states' points, in one state. */
Datum
te_series_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *both;
	double	   *a,
			   *b,
			   *v;
	int			length,
				na,
				nb,
				columns;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_ARGISNULL(0) ? PG_GETARG_DATUM(1) : PG_GETARG_DATUM(0));
	}
	a = series_elements(te_state_read(fcinfo, 0, -1), &length);
	b = series_elements(te_state_read(fcinfo, 1, -1), &length);
	columns = (int) a[1];
	if (b[1] != a[1])
		te_not_a_state();
	na = (int) a[0];
	nb = (int) b[0];
	both = series_new(columns, na + nb, &a[2]);
	v = TE_STATE_VALUES(both);
	v[0] = na + nb;
	memcpy(&v[TE_SERIES_HEADER], &a[TE_SERIES_HEADER], na * columns * sizeof(double));
	memcpy(&v[TE_SERIES_HEADER + na * columns], &b[TE_SERIES_HEADER],
		   nb * columns * sizeof(double));
	PG_RETURN_ARRAYTYPE_P(both);
}

/* ---- reading a state ---- */

static int
compare_doubles(const void *a, const void *b)
{
	double		x = *(const double *) a,
				y = *(const double *) b;

	return float8_cmp_internal(x, y);
}

/* By date, then by value, so that sums within a date have one order. */
static int
compare_points(const void *a, const void *b, void *columns)
{
	const double *x = a,
			   *y = b;
	int			result = 0;

	for (int c = 0; result == 0 && c < *(int *) columns; c++)
		result = compare_doubles(&x[c], &y[c]);
	return result;
}

/* Adds x to *sum, an unknown (NaN) one changing nothing. */
static void
add_known(double *sum, double x)
{
	if (isnan(*sum))
		*sum = x;
	else if (!isnan(x))
		*sum += x;
}

/* The series of argument 0, one value a date; false when there is none. */
static bool
series_read(FunctionCallInfo fcinfo, TeSeries *series)
{
	double	   *v,
			   *points;
	int			length,
				n,
				columns;

	if (PG_ARGISNULL(0))
		return false;
	v = series_elements(te_state_read(fcinfo, 0, -1), &length);
	n = (int) v[0];
	columns = (int) v[1];
	series->constant[0] = v[2];
	series->constant[1] = v[3];
	points = palloc_extended(Max(1, n * columns) * sizeof(double), MCXT_ALLOC_HUGE);
	memcpy(points, &v[TE_SERIES_HEADER], n * columns * sizeof(double));
	qsort_arg(points, n, columns * sizeof(double), compare_points, &columns);
	series->n = 0;
	series->x = palloc_extended(Max(1, n) * sizeof(double), MCXT_ALLOC_HUGE);
	series->rest = columns == 3 ?
		palloc_extended(Max(1, n) * sizeof(double), MCXT_ALLOC_HUGE) : NULL;
	for (int i = 0; i < n; i++)
	{
		double	   *point = &points[i * columns];

		CHECK_FOR_INTERRUPTS();
		if (i > 0 && point[0] == point[-columns])
		{
			add_known(&series->x[series->n - 1], point[1]);
			if (series->rest)
				add_known(&series->rest[series->n - 1], point[2]);
			continue;
		}
		series->x[series->n] = point[1];
		if (series->rest)
			series->rest[series->n] = point[2];
		series->n++;
	}
	for (int i = 0; i < series->n; i++)
		if (isinf(series->x[i]) || (series->rest && isinf(series->rest[i])))
			float_overflow_error();
	pfree(points);
	return series->n > 0;
}

/* The known ones of n values, sorted, in new memory. */
static double *
sorted_known(const double *x, int n, int *known)
{
	double	   *copy = palloc_extended(Max(1, n) * sizeof(double), MCXT_ALLOC_HUGE);

	*known = 0;
	for (int i = 0; i < n; i++)
		if (!isnan(x[i]))
			copy[(*known)++] = x[i];
	qsort(copy, *known, sizeof(double), compare_doubles);
	return copy;
}

/* Median of n > 0 sorted values. */
static double
sorted_median(const double *x, int n)
{
	return n % 2 ? x[n / 2] : x[n / 2 - 1] / 2 + x[n / 2] / 2;
}

/* Median of the known ones of n values; false with fewer than "least". */
static bool
median(const double *x, int n, int least, double *result)
{
	int			known;
	double	   *sorted = sorted_known(x, n, &known);

	if (known > 0)
		*result = sorted_median(sorted, known);
	pfree(sorted);
	return known > 0 && known >= least;
}

/*
 * Centre and spread of a base that a few wild values cannot move: median and
 * scaled median absolute deviation; where more than half of the values are
 * equal (so that this is 0), the scaled mean absolute deviation.  Iglewicz and
 * Hoaglin, How to Detect and Handle Outliers (1993), 3.2.
 */
static bool
robust_scale(const double *x, int n, double *centre, double *spread)
{
	int			known;
	double	   *v = sorted_known(x, n, &known);
	double		mean = 0;

	if (known < TE_SERIES_MIN_BASE)
	{
		pfree(v);
		return false;
	}
	*centre = sorted_median(v, known);
	for (int i = 0; i < known; i++)
	{
		v[i] = fabs(v[i] - *centre);
		mean += v[i] / known;
	}
	qsort(v, known, sizeof(double), compare_doubles);
	*spread = TE_MAD_SCALE * sorted_median(v, known);
	if (*spread == 0)
		*spread = TE_MEAN_AD_SCALE * mean;
	pfree(v);
	return true;
}

/* A result that must be finite, as every answer is. */
static Datum
finite_result(double x)
{
	if (!isfinite(x))
		float_overflow_error();
	return Float8GetDatum(x + 0.0);
}

/* ---- the answers ---- */

/*
 * (latest − median) / spread of the base.  A base without spread: 0 when the
 * latest equals it, otherwise undefined.
 */
Datum
robust_z_final(PG_FUNCTION_ARGS)
{
	TeSeries	s;
	double		centre,
				spread,
				latest;

	if (!series_read(fcinfo, &s) || !robust_scale(s.x, s.n - 1, &centre, &spread))
		PG_RETURN_NULL();
	latest = s.x[s.n - 1];
	if (isnan(latest) || (spread == 0 && latest != centre))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(finite_result(spread == 0 ? 0 : (latest - centre) / spread));
}

/*
 * Two-sided tabular CUSUM (Page 1954) of z = (x − median) / spread of the base,
 * z cut to ± h/2 so that no two months alone can raise an alarm:
 * up = max(0, up + z − k), down = max(0, down − z − k), both 0 again after one
 * of them reached h.  The larger one at the latest date, falls negative.
 */
Datum
cusum_final(PG_FUNCTION_ARGS)
{
	TeSeries	s;
	double		centre,
				spread,
				up = 0,
				down = 0;

	if (!series_read(fcinfo, &s) || isnan(s.x[s.n - 1]) ||
		!robust_scale(s.x, s.n - 1, &centre, &spread))
		PG_RETURN_NULL();
	if (spread == 0 && s.x[s.n - 1] != centre)
		PG_RETURN_NULL();
	for (int i = 0; i < s.n; i++)
	{
		double		k = s.constant[0],
					h = s.constant[1],
					z;

		if (isnan(s.x[i]))
			continue;
		if (up >= h || down >= h)
			up = down = 0;
		z = spread == 0 ? 0 : (s.x[i] - centre) / spread;
		z = Max(-h / 2, Min(h / 2, z));
		up = Max(0, up + z - k);
		down = Max(0, down - z - k);
	}
	PG_RETURN_DATUM(finite_result(up >= down ? up : -down));
}

/* Smallest of the known values before each position; +Infinity for the first. */
static double *
smallest_before(const TeSeries *s)
{
	double	   *least = palloc_extended((s->n + 1) * sizeof(double), MCXT_ALLOC_HUGE);

	least[0] = get_float8_infinity();
	for (int i = 0; i < s->n; i++)
		least[i + 1] = s->x[i] < least[i] ? s->x[i] : least[i];
	return least;
}

/*
 * The share of its base that a steady flow lost when it stopped: 1 − latest /
 * base.  It stopped when every value from some date on is at or below floor ×
 * base (the median before that date), and none before.  0 when it did not stop;
 * a flow that was ever that low before is lumpy and cannot stop.
 */
Datum
abrupt_stop_final(PG_FUNCTION_ARGS)
{
	TeSeries	s;
	double		base,
				largest = -get_float8_infinity();
	double	   *before;

	if (!series_read(fcinfo, &s) || isnan(s.x[s.n - 1]) ||
		!median(s.x, s.n - 1, TE_SERIES_MIN_BASE, &base))
		PG_RETURN_NULL();
	before = smallest_before(&s);
	for (int start = s.n - 1; start >= TE_SERIES_MIN_BASE; start--)
	{
		CHECK_FOR_INTERRUPTS();
		if (s.x[start] > largest)
			largest = s.x[start];
		if (isnan(s.x[start]) || largest >= before[start] ||
			!median(s.x, start, TE_SERIES_MIN_BASE, &base) || base <= 0)
			continue;
		if (largest <= s.constant[0] * base && before[start] > s.constant[0] * base)
			PG_RETURN_DATUM(finite_result(1 - s.x[s.n - 1] / base));
	}
	PG_RETURN_FLOAT8(0);
}

/*
 * Median of the latest three values over the median of those before: 2 = twice
 * the usual flow, as when buyers stock up before a measure.  One lumpy month in
 * three does not move it.  Undefined when the usual flow is not positive.
 */
Datum
surge_final(PG_FUNCTION_ARGS)
{
	TeSeries	s;
	double		base,
				recent;

	if (!series_read(fcinfo, &s) || s.n <= TE_SERIES_RECENT || isnan(s.x[s.n - 1]) ||
		!median(s.x, s.n - TE_SERIES_RECENT, TE_SERIES_MIN_BASE, &base) || base <= 0 ||
		!median(&s.x[s.n - TE_SERIES_RECENT], TE_SERIES_RECENT, 1, &recent))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(finite_result(recent / base));
}

/*
 * How much further a flow fell than the rest did: 1 − (latest / base) /
 * (rest's latest / rest's base), bases being medians.  0 = moved together, 1 =
 * gone while the rest is there, negative = grew against the rest.
 */
Datum
relative_drop_final(PG_FUNCTION_ARGS)
{
	TeSeries	s;
	double		base,
				rest_base,
				rest;

	if (!series_read(fcinfo, &s) || isnan(s.x[s.n - 1]) || isnan(s.rest[s.n - 1]) ||
		!median(s.x, s.n - 1, TE_SERIES_MIN_BASE, &base) || base <= 0 ||
		!median(s.rest, s.n - 1, TE_SERIES_MIN_BASE, &rest_base) || rest_base <= 0)
		PG_RETURN_NULL();
	rest = s.rest[s.n - 1] / rest_base;
	if (rest <= 0)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(finite_result(1 - s.x[s.n - 1] / base / rest));
}

/* ---- stop_breadth: a set of destinations, no dates ---- */

/* The five numbers of a state: base that stopped, base in all, the floor. */
typedef struct TeBreadth
{
	TeSum		stopped;
	TeSum		all;
	double		floor;
} TeBreadth;

#define TE_BREADTH_LENGTH 5
#define TE_BREADTH(array) ((TeBreadth *) TE_STATE_VALUES(array))

/* (state, amount, base, floor); rows with an unknown amount or base are left out */
Datum
stop_breadth_add(PG_FUNCTION_ARGS)
{
	ArrayType  *array;
	TeBreadth  *state;
	double		amount,
				base,
				floor = PG_ARGISNULL(3) ? 0.1 : PG_GETARG_FLOAT8(3);

	te_check_range("floor", floor, 0, 1);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	amount = PG_GETARG_FLOAT8(1);
	base = PG_GETARG_FLOAT8(2);
	te_check_finite("amount", amount);
	te_check_range("base", base, 0, INFINITY);
	array = PG_ARGISNULL(0) ? te_state_new(TE_BREADTH_LENGTH) : te_state_arg(fcinfo, TE_BREADTH_LENGTH);
	state = TE_BREADTH(array);
	state->floor = floor;
	te_sum_add(&state->all, base);
	if (amount <= floor * base)
		te_sum_add(&state->stopped, base);
	PG_RETURN_ARRAYTYPE_P(array);
}

/* The sums of both states. */
Datum
stop_breadth_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *array;
	TeBreadth  *a;
	const TeBreadth *b;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_ARGISNULL(0) ? PG_GETARG_DATUM(1) : PG_GETARG_DATUM(0));
	}
	array = te_state_copy(fcinfo, 0, TE_BREADTH_LENGTH);
	a = TE_BREADTH(array);
	b = TE_BREADTH(te_state_read(fcinfo, 1, TE_BREADTH_LENGTH));
	te_sum_add(&a->stopped, b->stopped.hi);
	te_sum_add(&a->stopped, b->stopped.lo);
	te_sum_add(&a->all, b->all.hi);
	te_sum_add(&a->all, b->all.lo);
	PG_RETURN_ARRAYTYPE_P(array);
}

/* Base of the destinations that stopped over the base of all; NULL without base. */
Datum
stop_breadth_final(PG_FUNCTION_ARGS)
{
	const TeBreadth *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = TE_BREADTH(te_state_read(fcinfo, 0, TE_BREADTH_LENGTH));
	if (state->all.hi == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(finite_result(state->stopped.hi / state->all.hi));
}
