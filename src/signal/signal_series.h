/*
 * signal_series.h
 *	  Dated series, read from the states that aggregates build.
 */
#ifndef TRADE_EXPOSURE_SIGNAL_SERIES_H
#define TRADE_EXPOSURE_SIGNAL_SERIES_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/array.h"
#include "utils/date.h"

#include "base/float8_state.h"

/* A series read from a state: one value a date, in order of date. */
typedef struct TeSeries
{
	int			n;				/* dates, unknown ones included */
	double	   *x;				/* values; NaN = unknown */
	double	   *rest;			/* second column, or NULL */
	double		constant[2];	/* the aggregate's constant arguments */
} TeSeries;

/* The series of argument 0, one value a date; false when there is none. */
extern bool te_series_read(FunctionCallInfo fcinfo, TeSeries *series);

/* Layout of a course: one finite amount a period. */
extern const TeStateLayout te_course_layout;

/* Argument "arg" as dates that are all known, finite and rising; throws for others. */
extern const DateADT *te_series_periods(FunctionCallInfo fcinfo, int arg, int *n);

/* Months of a date since the year 0. */
extern int	te_month_number(DateADT at);

/* Orders float8s as PostgreSQL does, for qsort. */
extern int	te_compare_doubles(const void *a, const void *b);

#endif							/* TRADE_EXPOSURE_SIGNAL_SERIES_H */
