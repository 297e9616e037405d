/*
 * signal_course_sql.c
 *	  What reports read from dated series: sums of a span and courses, which are
 *	  one amount for each period, 0 where nothing was traded.
 *
 * A table of flows is grouped once, by product and origin with a series each
 * (te_series), not by period too: a thirty-sixth of the groups for three years
 * of months, and everything else is read from these series.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/float.h"

#include "base/trade_exposure.h"
#include "signal/signal_course.h"
#include "signal/signal_points.h"

#define TE_COURSE_MAX_PERIODS 100000

TE_FUNCTION(te_month);
TE_FUNCTION(te_series_latest);
TE_FUNCTION(te_series_first);
TE_FUNCTION(te_series_yearly);
TE_FUNCTION(te_series_sum);
TE_FUNCTION(te_series_course);
TE_FUNCTION(te_series_at);
TE_FUNCTION(te_series_sum_at);
TE_FUNCTION(te_series_presence);
TE_FUNCTION(te_series_dates);
TE_FUNCTION(te_series_amounts);
TE_FUNCTION(te_course_series);
TE_FUNCTION(te_course_accum);
TE_FUNCTION(te_course_combine);
TE_FUNCTION(te_course_final);

/* The first day of a date's month. */
Datum
te_month(PG_FUNCTION_ARGS)
{
	DateADT		at = PG_GETARG_DATEADT(0);
	int			year,
				month,
				day;

	if (DATE_NOT_FINITE(at))
		PG_RETURN_DATEADT(at);
	j2date(at + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	PG_RETURN_DATEADT(at - day + 1);
}

/* The points of a state, and how many. */
static const TeSeriesPoint *
series_points(FunctionCallInfo fcinfo, int *n)
{
	return te_series_points(TE_STATE_VALUES(te_state_read(fcinfo, 0, &te_series_layout)), n);
}

/* The latest date of a series; NULL for one without points. */
Datum
te_series_latest(PG_FUNCTION_ARGS)
{
	int			n;
	const TeSeriesPoint *point = series_points(fcinfo, &n);

	if (n == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT((DateADT) point[n - 1].at);
}

/* Likewise the first one. */
Datum
te_series_first(PG_FUNCTION_ARGS)
{
	int			n;
	const TeSeriesPoint *point = series_points(fcinfo, &n);

	if (n == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT((DateADT) point[0].at);
}

/* Is every date in a January? */
Datum
te_series_yearly(PG_FUNCTION_ARGS)
{
	int			n;
	const TeSeriesPoint *point = series_points(fcinfo, &n);

	for (int i = 0; i < n; i++)
	{
		int			year,
					month,
					day;

		j2date((DateADT) point[i].at + POSTGRES_EPOCH_JDATE, &year, &month, &day);
		if (month != 1)
			PG_RETURN_BOOL(false);
	}
	PG_RETURN_BOOL(true);
}

/* A sum as it may come out. */
static double
finite_sum(const TeNet *sum)
{
	double		x = te_net_value(sum);

	if (!isfinite(x))
		float_overflow_error();
	return x;
}

/* (series, after, through): what was traded after the one and up to the other */
Datum
te_series_sum(PG_FUNCTION_ARGS)
{
	int			n;
	const TeSeriesPoint *point = series_points(fcinfo, &n);
	DateADT		after = PG_GETARG_DATEADT(1),
				through = PG_GETARG_DATEADT(2);
	TeNet		sum = te_net_one(0);
	bool		any = false;

	for (int i = 0; i < n; i++)
		if (point[i].at > after && point[i].at <= through && !isnan(point[i].value[0].sum.hi))
		{
			te_net_add_net(&sum, &point[i].value[0], 1);
			any = true;
		}
	if (!any)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(finite_sum(&sum));
}

/* Months of a date since the year 0. */
int
te_month_number(DateADT at)
{
	int			year,
				month,
				day;

	j2date(at + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return 12 * year + month - 1;
}

/* (series, first, last, months): one amount for each period of so many months */
Datum
te_series_course(PG_FUNCTION_ARGS)
{
	int			n;
	const TeSeriesPoint *point = series_points(fcinfo, &n);
	DateADT		first = PG_GETARG_DATEADT(1),
				last = PG_GETARG_DATEADT(2);
	int			months = PG_GETARG_INT32(3),
				start,
				periods;
	ArrayType  *course;
	TeNet	   *sum;

	if (DATE_NOT_FINITE(first) || DATE_NOT_FINITE(last) || last < first || months < 1)
		PG_RETURN_NULL();
	start = te_month_number(first);
	periods = (te_month_number(last) - start) / months + 1;
	if (periods > TE_COURSE_MAX_PERIODS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a course has more than %d periods", TE_COURSE_MAX_PERIODS)));
	sum = palloc0(periods * sizeof(TeNet));
	for (int i = 0; i < n; i++)
	{
		DateADT		at = (DateADT) point[i].at;

		if (at >= first && at <= last && !isnan(point[i].value[0].sum.hi))
			te_net_add_net(&sum[(te_month_number(at) - start) / months], &point[i].value[0], 1);
	}
	course = te_state_new(periods);
	for (int i = 0; i < periods; i++)
		TE_STATE_VALUES(course)[i] = finite_sum(&sum[i]);
	PG_RETURN_ARRAYTYPE_P(course);
}

/* Argument "arg" as dates that are all known, finite and rising; throws for others. */
const DateADT *
te_series_periods(FunctionCallInfo fcinfo, int arg, int *n)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(arg);
	const DateADT *at = (const DateADT *) ARR_DATA_PTR(array);

	*n = ARR_NDIM(array) == 0 ? 0 : ARR_DIMS(array)[0];
	if (ARR_NDIM(array) > 1 || ARR_HASNULL(array) || ARR_ELEMTYPE(array) != DATEOID ||
		*n > TE_COURSE_MAX_PERIODS)
		te_not_a_state();
	for (int i = 0; i < *n; i++)
		if (DATE_NOT_FINITE(at[i]) || (i > 0 && at[i] <= at[i - 1]))
			te_not_a_state();
	return at;
}

/* (series, periods): the amount of each of these dates, 0 where the series has nothing */
Datum
te_series_at(PG_FUNCTION_ARGS)
{
	int			n,
				periods,
				k = 0;
	const TeSeriesPoint *point = series_points(fcinfo, &n);
	const DateADT *at = te_series_periods(fcinfo, 1, &periods);
	ArrayType  *course = te_state_new(periods);

	for (int i = 0; i < periods; i++)
	{
		while (k < n && point[k].at < at[i])
			k++;
		if (k < n && point[k].at == at[i] && !isnan(point[k].value[0].sum.hi))
			TE_STATE_VALUES(course)[i] = finite_sum(&point[k].value[0]);
	}
	PG_RETURN_ARRAYTYPE_P(course);
}

/* (series, periods): the sum of the amounts of these dates, NULL when there is none */
Datum
te_series_sum_at(PG_FUNCTION_ARGS)
{
	int			n,
				periods,
				k = 0;
	const TeSeriesPoint *point = series_points(fcinfo, &n);
	const DateADT *at = te_series_periods(fcinfo, 1, &periods);
	TeNet		sum = te_net_one(0);
	bool		any = false;

	for (int i = 0; i < periods; i++)
	{
		while (k < n && point[k].at < at[i])
			k++;
		if (k == n || point[k].at != at[i] || isnan(point[k].value[0].sum.hi))
			continue;
		te_net_add_net(&sum, &point[k].value[0], 1);
		any = true;
	}
	if (!any)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(finite_sum(&sum));
}

/* Of a series of pairs one of its second values, each with 1: sums of them count both. */
Datum
te_series_presence(PG_FUNCTION_ARGS)
{
	const double *v = TE_STATE_VALUES(te_state_read(fcinfo, 0, &te_series_layout));
	int			n;
	TeSeriesPoint *point;

	if (te_series_columns(v) != 3)
		te_not_a_state();
	point = te_series_points(v, &n);
	for (int i = 0; i < n; i++)
	{
		point[i].value[0] = point[i].value[1];
		point[i].value[1] = te_net_one(1);
	}
	PG_RETURN_ARRAYTYPE_P(te_series_of_points(point, n, 3, &v[TE_SERIES_CONSTANT], 0));
}

/* The dates of a series. */
Datum
te_series_dates(PG_FUNCTION_ARGS)
{
	int			n;
	const TeSeriesPoint *point = series_points(fcinfo, &n);
	Datum	   *at = te_alloc(Max(n, 1) * sizeof(Datum));

	for (int i = 0; i < n; i++)
		at[i] = DateADTGetDatum((DateADT) point[i].at);
	PG_RETURN_ARRAYTYPE_P(construct_array(at, n, DATEOID, sizeof(DateADT), true, TYPALIGN_INT));
}

/* (series, which): its amounts, the first or the second of each date; unknown ones NULL */
Datum
te_series_amounts(PG_FUNCTION_ARGS)
{
	int			n,
				which = PG_GETARG_INT32(1),
				lower = 1;
	const TeSeriesPoint *point = series_points(fcinfo, &n);
	Datum	   *amount = te_alloc(Max(n, 1) * sizeof(Datum));
	bool	   *unknown = te_alloc(Max(n, 1) * sizeof(bool));
	ArrayType  *amounts;

	if (which < 1 || which > 2)
		te_not_a_state();
	for (int i = 0; i < n; i++)
	{
		const TeNet *value = &point[i].value[which - 1];

		unknown[i] = isnan(value->sum.hi);
		amount[i] = Float8GetDatum(unknown[i] ? 0 : finite_sum(value));
	}
	if (n == 0)
		PG_RETURN_ARRAYTYPE_P(construct_empty_array(FLOAT8OID));
	amounts = construct_md_array(amount, unknown, 1, &n, &lower, FLOAT8OID, sizeof(float8),
								 FLOAT8PASSBYVAL, TYPALIGN_DOUBLE);
	PG_RETURN_ARRAYTYPE_P(amounts);
}

/* Throws unless the numbers are a course: one finite amount a period. */
static void
te_course_check(const double *course, int length)
{
	if (length > TE_COURSE_MAX_PERIODS)
		te_not_a_state();
	te_state_check_sums(course, length);
}

const TeStateLayout te_course_layout = {-1, NULL, te_course_check};

/*
 * The state of te_course_sum is the exact sum of each period, in two numbers; once
 * a negative amount has come, a mark and then what was negative, likewise.
 */
static int
course_sums_periods(int length)
{
	return length % 2 == 0 ? length / 2 : (length - 1) / 4;
}

/* Throws unless the numbers are a state. */
static void
te_course_sums_check(const double *sums, int length)
{
	if ((length % 2 != 0 && (length < 5 || length % 4 != 1)) || course_sums_periods(length) > TE_COURSE_MAX_PERIODS)
		te_not_a_state();
	te_state_check_sums(sums, length);
}

static const TeStateLayout course_sums_layout = {-1, NULL, te_course_sums_check};

/* The same state with what was negative. */
static ArrayType *
signed_course_sums(ArrayType *state)
{
	int			n = TE_STATE_LENGTH(state);
	ArrayType  *larger;

	if (n % 2 != 0)
		return state;
	larger = te_state_new(2 * n + 1);
	memcpy(TE_STATE_VALUES(larger), TE_STATE_VALUES(state), n * sizeof(double));
	return larger;
}

/* Period i of a state. */
static TeNet
course_sum(const ArrayType *state, int i)
{
	const double *sum = TE_STATE_VALUES(state);
	int			n = course_sums_periods(TE_STATE_LENGTH(state));
	TeNet		net = {{sum[2 * i], sum[2 * i + 1]}, {0, 0}};

	if (TE_STATE_LENGTH(state) % 2 != 0)
		net.negative = (TeSum) {sum[2 * n + 1 + 2 * i], sum[2 * n + 1 + 2 * i + 1]};
	return net;
}

/* Adds to period i of a state, which may become a larger one. */
static ArrayType *
add_course_sum(ArrayType *state, int i, const TeNet *more)
{
	TeNet		net;
	double	   *sum;
	int			n;

	if (more->negative.hi != 0)
		state = signed_course_sums(state);
	n = course_sums_periods(TE_STATE_LENGTH(state));
	sum = TE_STATE_VALUES(state);
	net = course_sum(state, i);
	te_net_add_net(&net, more, 1);
	memcpy(&sum[2 * i], &net.sum, sizeof(TeSum));
	if (TE_STATE_LENGTH(state) % 2 != 0)
		memcpy(&sum[2 * n + 1 + 2 * i], &net.negative, sizeof(TeSum));
	return state;
}

/* (course, a, b): the course as a series with these constants, a period a day */
Datum
te_course_series(PG_FUNCTION_ARGS)
{
	const ArrayType *course = te_state_read(fcinfo, 0, &te_course_layout);
	int			n = TE_STATE_LENGTH(course);
	double		constant[2] = {PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2)};
	TeSeriesPoint *points = palloc(Max(n, 1) * sizeof(TeSeriesPoint));

	te_check_finite("a", constant[0]);
	te_check_finite("b", constant[1]);
	for (int i = 0; i < n; i++)
		points[i] = (TeSeriesPoint) {i, {te_net_one(TE_STATE_VALUES(course)[i]), te_net_one(0)}};
	PG_RETURN_ARRAYTYPE_P(te_series_of_points(points, n, 2, constant, 0));
}

/* (state, course): the state is the exact sum of each period, in two numbers */
Datum
te_course_accum(PG_FUNCTION_ARGS)
{
	const ArrayType *course;
	ArrayType  *state;
	int			n;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	course = te_state_read(fcinfo, 1, &te_course_layout);
	n = TE_STATE_LENGTH(course);
	state = PG_ARGISNULL(0) ? te_state_new(2 * n) : te_state_arg(fcinfo, &course_sums_layout);
	if (course_sums_periods(TE_STATE_LENGTH(state)) != n)
		te_not_a_state();
	for (int i = 0; i < n; i++)
	{
		TeNet		amount = te_net_one(TE_STATE_VALUES(course)[i]);

		state = add_course_sum(state, i, &amount);
	}
	PG_RETURN_ARRAYTYPE_P(state);
}

/* The sums of both states. */
Datum
te_course_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	const ArrayType *other;
	int			n;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_ARGISNULL(0) ? PG_GETARG_DATUM(1) : PG_GETARG_DATUM(0));
	}
	state = te_state_copy(fcinfo, 0, &course_sums_layout);
	other = te_state_read(fcinfo, 1, &course_sums_layout);
	n = course_sums_periods(TE_STATE_LENGTH(state));
	if (course_sums_periods(TE_STATE_LENGTH(other)) != n)
		te_not_a_state();
	for (int i = 0; i < n; i++)
	{
		TeNet		sum = course_sum(other, i);

		state = add_course_sum(state, i, &sum);
	}
	PG_RETURN_ARRAYTYPE_P(state);
}

/* The sums as a course. */
Datum
te_course_final(PG_FUNCTION_ARGS)
{
	const ArrayType *state;
	ArrayType  *course;
	int			n;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = te_state_read(fcinfo, 0, &course_sums_layout);
	n = course_sums_periods(TE_STATE_LENGTH(state));
	course = te_state_new(n);
	for (int i = 0; i < n; i++)
	{
		TeNet		sum = course_sum(state, i);

		TE_STATE_VALUES(course)[i] = finite_sum(&sum);
	}
	PG_RETURN_ARRAYTYPE_P(course);
}
