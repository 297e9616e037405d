/*
 * signal_points.h
 *	  The state of dated series: rows as they came, and what they have been added
 *	  up to, one point a date.
 *
 * A state is a float8[] of three parts that follow each other:
 *
 *	header	see below
 *	run		points in order of date, each date once.  Narrow: date and values, NaN
 *			for unknown; wide, where adding up asks for it: date, and of each value
 *			the exact sum and what of it was negative, in two parts each (TeNet)
 *	log		rows as they came: date and values; and room for more
 *
 * Adding a row only appends to the log.  When there is no room the log is folded
 * into the run, and the state grows only if that leaves too little: it has the
 * size of its dates, not of its rows.
 */
#ifndef TRADE_EXPOSURE_SIGNAL_POINTS_H
#define TRADE_EXPOSURE_SIGNAL_POINTS_H

#include "postgres.h"

#include "base/float8_state.h"
#include "base/net.h"

#define TE_SERIES_LOG 0			/* rows in the log */
#define TE_SERIES_KIND 1		/* numbers a row: 2 or 3, the date included;
								 * TE_SERIES_WIDE is added for a wide run */
#define TE_SERIES_CONSTANT 2	/* two constants of the aggregate */
#define TE_SERIES_RUN 4			/* points in the run */
#define TE_SERIES_HEADER 5		/* numbers before the first point */

#define TE_SERIES_WIDE 4
#define TE_SERIES_MAX_POINTS 10000000	/* dates a series */

/* A date and what its rows add up to. */
typedef struct TeSeriesPoint
{
	double		at;				/* days */
	TeNet		value[2];		/* the second one in series of pairs; the sum
								 * is NaN when unknown */
} TeSeriesPoint;

/* Layout of the state. */
extern const TeStateLayout te_series_layout;

/* Numbers a row has in a state, the date included. */
static inline int
te_series_columns(const double *v)
{
	return (int) v[TE_SERIES_KIND] % TE_SERIES_WIDE;
}

/* An empty state with room for so many rows. */
extern ArrayType *te_series_new(int columns, int rows, const double *constant);

/* The state with one row more, changed in place where there is room. */
extern ArrayType *te_series_append(ArrayType *array, const double *row);

/* All points of a state in order of date, each date once (palloc'd). */
extern TeSeriesPoint *te_series_points(const double *v, int *n);

/* A state of such points, with room for so many rows. */
extern ArrayType *te_series_of_points(const TeSeriesPoint *points, int n, int columns, const double *constant,
									  int rows);

/* The points of two sorted lists (palloc'd). */
extern TeSeriesPoint *te_series_join(const TeSeriesPoint *a, int na, const TeSeriesPoint *b, int nb, int *n);

#endif							/* TRADE_EXPOSURE_SIGNAL_POINTS_H */
