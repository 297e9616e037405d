/*
 * signal_series.c
 *	  Dated series: the state that the early-warning aggregates build and what
 *	  reports read from it.
 *
 * The state is a float8[]: number of points used, columns a point, two
 * constants, then the points (date in days, value, and for two-column series a
 * second value); NaN stands for unknown.  The array's length is its capacity:
 * it doubles, and points are written in place.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/array.h"
#include "utils/float.h"

#include "base/float8_state.h"
#include "base/trade_exposure.h"
#include "signal/signal_series.h"

/* Throws unless so many points of so many columns are there. */
static void
series_head(const double *v, int length)
{
	if (length < TE_SERIES_HEADER || !(v[1] == 2 || v[1] == 3) ||
		!(v[0] >= 0 && v[0] <= TE_SERIES_MAX_POINTS) || v[0] != (int) v[0] ||
		TE_SERIES_HEADER + v[0] * v[1] > length)
		te_not_a_state();
}

/* Throws unless the numbers are a state: dates that are dates, values that are finite or unknown. */
static void
te_series_check(const double *v, int length)
{
	int			n,
				columns;

	series_head(v, length);
	n = (int) v[0];
	columns = (int) v[1];
	if (!isfinite(v[2]) || !isfinite(v[3]))
		te_not_a_state();
	v += TE_SERIES_HEADER;
	for (int i = 0; i < n; i++, v += columns)
	{
		TE_CHECK_EVERY(i);
		if (!(v[0] > PG_INT32_MIN && v[0] < PG_INT32_MAX) || v[0] != (int) v[0] ||
			isinf(v[1]) || (columns == 3 && isinf(v[2])))
			te_not_a_state();
	}
}

const TeStateLayout te_series_layout = {-1, series_head, te_series_check};

/* ---- reading a state ---- */

int
te_compare_doubles(const void *a, const void *b)
{
	double		x = *(const double *) a,
				y = *(const double *) b;

	return float8_cmp_internal(x, y);
}
