/*
 * signal_series_agg.c
 *	  Dated series as aggregate states: built row by row, and read when all rows are in.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/float.h"

#include "base/float8_state.h"
#include "base/sum.h"
#include "base/trade_exposure.h"
#include "signal/signal_series.h"

TE_FUNCTION(te_series_accum);
TE_FUNCTION(te_series_accum_one);
TE_FUNCTION(te_series_accum_two);
TE_FUNCTION(te_series_accum_pair);
TE_FUNCTION(te_series_combine);

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

	array = PG_ARGISNULL(0) ? series_new(columns, 12, constant) : te_state_arg(fcinfo, &te_series_layout);
	v = TE_STATE_VALUES(array);
	length = TE_STATE_LENGTH(array);
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
				 errmsg("argument \"period\" must be a finite date")));
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
	static const char *const names[] = {"amount", "rest"};

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
te_series_accum(PG_FUNCTION_ARGS)
{
	double		constant[2] = {0, 0};

	return series_transition(fcinfo, 2, constant);
}

/* (state, x, at, floor): a share of the base, default 0.1 */
Datum
te_series_accum_one(PG_FUNCTION_ARGS)
{
	double		constant[2] = {PG_ARGISNULL(3) ? 0.1 : PG_GETARG_FLOAT8(3), 0};

	te_check_range("stop_floor", constant[0], 0, 1);
	return series_transition(fcinfo, 2, constant);
}

/* (state, x, at, k, h): allowance and decision limit, defaults 0.5 and 5 */
Datum
te_series_accum_two(PG_FUNCTION_ARGS)
{
	double		constant[2] = {PG_ARGISNULL(3) ? 0.5 : PG_GETARG_FLOAT8(3),
	PG_ARGISNULL(4) ? 5 : PG_GETARG_FLOAT8(4)};

	te_check_range("cusum_slack", constant[0], 0, 1000);
	te_check_range("cusum_limit", constant[1], 0, 1000);
	if (constant[1] <= 2 * constant[0])
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"cusum_limit\" must be more than twice \"cusum_slack\", but is %g with a slack of %g",
						constant[1], constant[0]),
				 errhint("Usual values are k = 0.5 and h = 5, both in standard deviations.")));
	return series_transition(fcinfo, 2, constant);
}

/* (state, x, rest, at) */
Datum
te_series_accum_pair(PG_FUNCTION_ARGS)
{
	double		constant[2] = {0, 0};

	return series_transition(fcinfo, 3, constant);
}

/* Both states' points, in one state. */
Datum
te_series_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *both;
	const double *a,
			   *b;
	double	   *v;
	int			na,
				nb,
				columns;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_ARGISNULL(0) ? PG_GETARG_DATUM(1) : PG_GETARG_DATUM(0));
	}
	a = TE_STATE_VALUES(te_state_read(fcinfo, 0, &te_series_layout));
	b = TE_STATE_VALUES(te_state_read(fcinfo, 1, &te_series_layout));
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

/* By date, then by value, so that sums within a date have one order. */
static int
compare_points(const void *a, const void *b, void *columns)
{
	const double *x = a,
			   *y = b;
	int			result = 0;

	for (int c = 0; result == 0 && c < *(int *) columns; c++)
		result = te_compare_doubles(&x[c], &y[c]);
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
bool
te_series_read(FunctionCallInfo fcinfo, TeSeries *series)
{
	const double *v;
	double	   *points;
	int			n,
				columns;

	if (PG_ARGISNULL(0))
		return false;
	v = TE_STATE_VALUES(te_state_read(fcinfo, 0, &te_series_layout));
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
