/*
 * signal_series.h
 *	  Dated series, read from the states that aggregates build.
 */
#ifndef TRADE_EXPOSURE_SIGNAL_SERIES_H
#define TRADE_EXPOSURE_SIGNAL_SERIES_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/array.h"

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

/* Orders float8s as PostgreSQL does, for qsort. */
extern int	te_compare_doubles(const void *a, const void *b);

#endif							/* TRADE_EXPOSURE_SIGNAL_SERIES_H */
