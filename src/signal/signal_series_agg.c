/*
 * signal_series_agg.c
 *	  Dated series: how the early-warning aggregates build their state, and what
 *	  their answers read from it (see signal_points.h).
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/float.h"

#include "base/trade_exposure.h"
#include "signal/signal_points.h"
#include "signal/signal_series.h"

TE_FUNCTION(te_series_accum);
TE_FUNCTION(te_series_accum_one);
TE_FUNCTION(te_series_accum_two);
TE_FUNCTION(te_series_accum_pair);
TE_FUNCTION(te_series_combine);
TE_FUNCTION(te_series_sum_up_accum);
TE_FUNCTION(te_series_final);

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
	ArrayType  *array;
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
	/* 12 rows fill 256 bytes */
	array = PG_ARGISNULL(0) ? te_series_new(columns, 12, constant) : te_state_arg(fcinfo, &te_series_layout);
	if (te_series_columns(TE_STATE_VALUES(array)) != columns)
		te_not_a_state();
	PG_RETURN_ARRAYTYPE_P(te_series_append(array, point));
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
	const double *a,
			   *b;
	TeSeriesPoint *points,
			   *more,
			   *both;
	int			na,
				nb,
				n;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_ARGISNULL(0) ? PG_GETARG_DATUM(1) : PG_GETARG_DATUM(0));
	}
	a = TE_STATE_VALUES(te_state_read(fcinfo, 0, &te_series_layout));
	b = TE_STATE_VALUES(te_state_read(fcinfo, 1, &te_series_layout));
	if (te_series_columns(a) != te_series_columns(b))
		te_not_a_state();
	points = te_series_points(a, &na);
	more = te_series_points(b, &nb);
	both = te_series_join(points, na, more, nb, &n);
	PG_RETURN_ARRAYTYPE_P(te_series_of_points(both, n, te_series_columns(a), &a[TE_SERIES_CONSTANT], 0));
}

/* The same for the sum of series: a series is a state. */
Datum
te_series_sum_up_accum(PG_FUNCTION_ARGS)
{
	return te_series_combine(fcinfo);
}

/* The state as a value: its points alone, the same whatever the order of the rows. */
Datum
te_series_final(PG_FUNCTION_ARGS)
{
	const double *v;
	TeSeriesPoint *points;
	int			n;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	v = TE_STATE_VALUES(te_state_read(fcinfo, 0, &te_series_layout));
	points = te_series_points(v, &n);
	PG_RETURN_ARRAYTYPE_P(te_series_of_points(points, n, te_series_columns(v), &v[TE_SERIES_CONSTANT], 0));
}

/* ---- reading a state ---- */

int
te_compare_doubles(const void *a, const void *b)
{
	double		x = *(const double *) a,
				y = *(const double *) b;

	return float8_cmp_internal(x, y);
}

/* The series of argument 0, one value a date; false when there is none. */
bool
te_series_read(FunctionCallInfo fcinfo, TeSeries *series)
{
	const double *v;
	TeSeriesPoint *points;

	if (PG_ARGISNULL(0))
		return false;
	v = TE_STATE_VALUES(te_state_read(fcinfo, 0, &te_series_layout));
	points = te_series_points(v, &series->n);
	series->constant[0] = v[TE_SERIES_CONSTANT];
	series->constant[1] = v[TE_SERIES_CONSTANT + 1];
	series->x = te_alloc(Max(1, series->n) * sizeof(double));
	series->rest = te_series_columns(v) == 3 ?
		te_alloc(Max(1, series->n) * sizeof(double)) : NULL;
	for (int i = 0; i < series->n; i++)
	{
		TE_CHECK_EVERY(i);
		series->x[i] = te_net_value(&points[i].value[0]);
		if (series->rest)
			series->rest[i] = te_net_value(&points[i].value[1]);
	}
	pfree(points);
	return series->n > 0;
}
