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

#include "miscadmin.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/float.h"

#include "base/float8_state.h"
#include "base/sum.h"
#include "base/trade_exposure.h"
#include "signal/signal_series.h"

#define TE_COURSE_MAX_PERIODS 100000

TE_FUNCTION(te_month);
TE_FUNCTION(te_series_latest);
TE_FUNCTION(te_series_first);
TE_FUNCTION(te_series_yearly);
TE_FUNCTION(te_series_sum);
TE_FUNCTION(te_series_course);
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

/* The points of a one-column state, and how many. */
static const double *
series_points(FunctionCallInfo fcinfo, int *n)
{
	const double *v = TE_STATE_VALUES(te_state_read(fcinfo, 0, &te_series_layout));

	if (v[1] != 2)
		te_not_a_state();
	*n = (int) v[0];
	return &v[TE_SERIES_HEADER];
}

/* The latest or the first date of a series; NULL for one without points. */
static Datum
series_bound(FunctionCallInfo fcinfo, bool latest)
{
	int			n;
	const double *point = series_points(fcinfo, &n);
	double		bound;

	if (n == 0)
		PG_RETURN_NULL();
	bound = point[0];
	for (int i = 1; i < n; i++)
		if (latest ? point[2 * i] > bound : point[2 * i] < bound)
			bound = point[2 * i];
	PG_RETURN_DATEADT((DateADT) bound);
}

Datum
te_series_latest(PG_FUNCTION_ARGS)
{
	return series_bound(fcinfo, true);
}

Datum
te_series_first(PG_FUNCTION_ARGS)
{
	return series_bound(fcinfo, false);
}

/* Is every date in a January? */
Datum
te_series_yearly(PG_FUNCTION_ARGS)
{
	int			n;
	const double *point = series_points(fcinfo, &n);

	for (int i = 0; i < n; i++)
	{
		int			year,
					month,
					day;

		j2date((DateADT) point[2 * i] + POSTGRES_EPOCH_JDATE, &year, &month, &day);
		if (month != 1)
			PG_RETURN_BOOL(false);
	}
	PG_RETURN_BOOL(true);
}

/* A sum as it may come out. */
static double
finite_sum(TeSum sum)
{
	double		x = sum.hi + 0.0;

	if (!isfinite(x))
		float_overflow_error();
	return x;
}

/* (series, after, through): what was traded after the one and up to the other */
Datum
te_series_sum(PG_FUNCTION_ARGS)
{
	int			n;
	const double *point = series_points(fcinfo, &n);
	DateADT		after = PG_GETARG_DATEADT(1),
				through = PG_GETARG_DATEADT(2);
	TeSum		sum = {0, 0};
	bool		any = false;

	for (int i = 0; i < n; i++)
	{
		const double *p = &point[2 * i];

		if (p[0] > after && p[0] <= through && !isnan(p[1]))
		{
			te_sum_add(&sum, p[1]);
			any = true;
		}
	}
	if (!any)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(finite_sum(sum));
}

/* Months of a date since the year 0. */
static int
month_number(DateADT at)
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
	const double *point = series_points(fcinfo, &n);
	DateADT		first = PG_GETARG_DATEADT(1),
				last = PG_GETARG_DATEADT(2);
	int			months = PG_GETARG_INT32(3),
				start,
				periods;
	ArrayType  *course;
	TeSum	   *sum;

	if (DATE_NOT_FINITE(first) || DATE_NOT_FINITE(last) || last < first || months < 1)
		PG_RETURN_NULL();
	start = month_number(first);
	periods = (month_number(last) - start) / months + 1;
	if (periods > TE_COURSE_MAX_PERIODS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a course has more than %d periods", TE_COURSE_MAX_PERIODS)));
	sum = palloc0(periods * sizeof(TeSum));
	for (int i = 0; i < n; i++)
	{
		DateADT		at = (DateADT) point[2 * i];

		if (at >= first && at <= last && !isnan(point[2 * i + 1]))
			te_sum_add(&sum[(month_number(at) - start) / months], point[2 * i + 1]);
	}
	course = te_state_new(periods);
	for (int i = 0; i < periods; i++)
		TE_STATE_VALUES(course)[i] = finite_sum(sum[i]);
	PG_RETURN_ARRAYTYPE_P(course);
}

/* Throws unless the numbers are a course: one finite amount a period. */
static void
te_course_check(const double *course, int length)
{
	if (length > TE_COURSE_MAX_PERIODS)
		te_not_a_state();
	te_state_check_sums(course, length);
}

static const TeStateLayout course_layout = {-1, NULL, te_course_check};

/* Throws unless the numbers are a state: the sum of each period, in two numbers. */
static void
te_course_sums_check(const double *sums, int length)
{
	if (length % 2 != 0 || length > 2 * TE_COURSE_MAX_PERIODS)
		te_not_a_state();
	te_state_check_sums(sums, length);
}

static const TeStateLayout course_sums_layout = {-1, NULL, te_course_sums_check};

/* (course, a, b): the course as a series with these constants, a period a day */
Datum
te_course_series(PG_FUNCTION_ARGS)
{
	const ArrayType *course = te_state_read(fcinfo, 0, &course_layout);
	int			n = TE_STATE_LENGTH(course);
	ArrayType  *series = te_state_new(TE_SERIES_HEADER + 2 * n);
	double	   *v = TE_STATE_VALUES(series);

	te_check_finite("a", PG_GETARG_FLOAT8(1));
	te_check_finite("b", PG_GETARG_FLOAT8(2));
	v[0] = n;
	v[1] = 2;
	v[2] = PG_GETARG_FLOAT8(1);
	v[3] = PG_GETARG_FLOAT8(2);
	for (int i = 0; i < n; i++)
	{
		v[TE_SERIES_HEADER + 2 * i] = i;
		v[TE_SERIES_HEADER + 2 * i + 1] = TE_STATE_VALUES(course)[i];
	}
	PG_RETURN_ARRAYTYPE_P(series);
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
	course = te_state_read(fcinfo, 1, &course_layout);
	n = TE_STATE_LENGTH(course);
	state = PG_ARGISNULL(0) ? te_state_new(2 * n) : te_state_arg(fcinfo, &course_sums_layout);
	if (TE_STATE_LENGTH(state) != 2 * n)
		te_not_a_state();
	for (int i = 0; i < n; i++)
		te_state_sum_add(&TE_STATE_VALUES(state)[2 * i], TE_STATE_VALUES(course)[i]);
	PG_RETURN_ARRAYTYPE_P(state);
}

/* The sums of both states. */
Datum
te_course_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	const ArrayType *other;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_ARGISNULL(0) ? PG_GETARG_DATUM(1) : PG_GETARG_DATUM(0));
	}
	state = te_state_copy(fcinfo, 0, &course_sums_layout);
	other = te_state_read(fcinfo, 1, &course_sums_layout);
	if (TE_STATE_LENGTH(other) != TE_STATE_LENGTH(state))
		te_not_a_state();
	for (int i = 0; i < TE_STATE_LENGTH(state); i += 2)
		te_state_sum_merge(&TE_STATE_VALUES(state)[i], &TE_STATE_VALUES(other)[i]);
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
	n = TE_STATE_LENGTH(state) / 2;
	course = te_state_new(n);
	for (int i = 0; i < n; i++)
		TE_STATE_VALUES(course)[i] = finite_sum((TeSum) {TE_STATE_VALUES(state)[2 * i], 0});
	PG_RETURN_ARRAYTYPE_P(course);
}
