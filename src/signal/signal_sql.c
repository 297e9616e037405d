/*
 * signal_sql.c
 *	  Early warning: aggregates over a dated series that say how unusual its
 *	  latest value is.
 *
 * Each takes the date with the amount, so the answer does not depend on the
 * order of the rows: the same in a window, a parallel plan and a plain GROUP BY.
 * Amounts of one date are added up.  "Latest" is the value of the latest date,
 * "base" all known values before it.  With fewer than TE_SERIES_MIN_BASE base
 * values, or when the latest is unknown (NULL), the answer is NULL.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/float.h"

#include "base/float8_state.h"
#include "base/sum.h"
#include "base/trade_exposure.h"
#include "signal/signal_series.h"

#define TE_SERIES_MIN_BASE 5	/* known values before the latest */
#define TE_SERIES_RECENT 3		/* dates that surge() calls recent */

/* 1 / Φ⁻¹(3/4): makes the median absolute deviation a standard deviation */
#define TE_MAD_SCALE 1.482602218505602
/* √(π/2): the same for the mean absolute deviation */
#define TE_MEAN_AD_SCALE 1.2533141373155001

TE_FUNCTION(te_robust_z_final);
TE_FUNCTION(te_cusum_final);
TE_FUNCTION(te_abrupt_stop_final);
TE_FUNCTION(te_stop_start);
TE_FUNCTION(te_surge_final);
TE_FUNCTION(te_relative_drop_final);
TE_FUNCTION(te_stop_breadth_accum);
TE_FUNCTION(te_stop_breadth_combine);
TE_FUNCTION(te_stop_breadth_final);

/* The known ones of n values, sorted, in new memory. */
static double *
sorted_known(const double *x, int n, int *known)
{
	double	   *copy = te_alloc(Max(1, n) * sizeof(double));

	*known = 0;
	for (int i = 0; i < n; i++)
		if (!isnan(x[i]))
			copy[(*known)++] = x[i];
	qsort(copy, *known, sizeof(double), te_compare_doubles);
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
	qsort(v, known, sizeof(double), te_compare_doubles);
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
te_robust_z_final(PG_FUNCTION_ARGS)
{
	TeSeries	s;
	double		centre,
				spread,
				latest;

	if (!te_series_read(fcinfo, &s) || !robust_scale(s.x, s.n - 1, &centre, &spread))
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
te_cusum_final(PG_FUNCTION_ARGS)
{
	TeSeries	s;
	double		centre,
				spread,
				up = 0,
				down = 0;

	if (!te_series_read(fcinfo, &s) || isnan(s.x[s.n - 1]) ||
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
	double	   *least = te_alloc((s->n + 1) * sizeof(double));

	least[0] = get_float8_infinity();
	for (int i = 0; i < s->n; i++)
		least[i + 1] = s->x[i] < least[i] ? s->x[i] : least[i];
	return least;
}

/*
 * Where a steady flow stopped, and the base it had: every value from there on is
 * at or below floor × base (the median before that date), and none before.  −1
 * when it did not stop; a flow that was ever that low before is lumpy and cannot
 * stop.
 */
static int
stop_start(const TeSeries *s, double *base)
{
	double		largest = -get_float8_infinity();
	double	   *before = smallest_before(s);

	for (int start = s->n - 1; start >= TE_SERIES_MIN_BASE; start--)
	{
		CHECK_FOR_INTERRUPTS();
		if (s->x[start] > largest)
			largest = s->x[start];
		if (isnan(s->x[start]) || largest >= before[start] ||
			!median(s->x, start, TE_SERIES_MIN_BASE, base) || *base <= 0)
			continue;
		if (largest <= s->constant[0] * *base && before[start] > s->constant[0] * *base)
			return start;
	}
	return -1;
}

/* The share of its base that a steady flow lost when it stopped; 0 when it did not. */
Datum
te_abrupt_stop_final(PG_FUNCTION_ARGS)
{
	TeSeries	s;
	double		base;

	if (!te_series_read(fcinfo, &s) || isnan(s.x[s.n - 1]) ||
		!median(s.x, s.n - 1, TE_SERIES_MIN_BASE, &base))
		PG_RETURN_NULL();
	if (stop_start(&s, &base) < 0)
		PG_RETURN_FLOAT8(0);
	PG_RETURN_DATUM(finite_result(1 - s.x[s.n - 1] / base));
}

/* How many values of a series came before the stop; NULL when it did not stop. */
Datum
te_stop_start(PG_FUNCTION_ARGS)
{
	TeSeries	s;
	double		base;
	int			start;

	if (!te_series_read(fcinfo, &s) || (start = stop_start(&s, &base)) < 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(start);
}

/*
 * Median of the latest three values over the median of those before: 2 = twice
 * the usual flow, as when buyers stock up before a measure.  One lumpy month in
 * three does not move it.  Undefined when the usual flow is not positive.
 */
Datum
te_surge_final(PG_FUNCTION_ARGS)
{
	TeSeries	s;
	double		base,
				recent;

	if (!te_series_read(fcinfo, &s) || s.n <= TE_SERIES_RECENT || isnan(s.x[s.n - 1]) ||
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
te_relative_drop_final(PG_FUNCTION_ARGS)
{
	TeSeries	s;
	double		base,
				rest_base,
				rest;

	if (!te_series_read(fcinfo, &s))
		PG_RETURN_NULL();
	/* a state of the aggregates over one flow has no other one */
	if (s.rest == NULL)
		te_not_a_state();
	if (isnan(s.x[s.n - 1]) || isnan(s.rest[s.n - 1]) ||
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

/* Throws unless the numbers are a state: sums that are not less than 0, and a share. */
static void
te_breadth_check(const double *values, int length)
{
	const TeBreadth *state = (const TeBreadth *) values;

	te_state_check_sums(values, TE_BREADTH_LENGTH - 1);
	if (state->stopped.hi < 0 || state->all.hi < 0 ||
		!(state->floor >= 0 && state->floor <= 1))
		te_not_a_state();
}

static const TeStateLayout breadth_layout = {TE_BREADTH_LENGTH, NULL, te_breadth_check};

/* (state, amount, base, floor); rows with an unknown amount or base are left out */
Datum
te_stop_breadth_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *array;
	TeBreadth  *state;
	double		amount,
				base,
				floor = PG_ARGISNULL(3) ? 0.1 : PG_GETARG_FLOAT8(3);

	te_check_range("stop_floor", floor, 0, 1);
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
	array = PG_ARGISNULL(0) ? te_state_new(TE_BREADTH_LENGTH) : te_state_arg(fcinfo, &breadth_layout);
	state = TE_BREADTH(array);
	state->floor = floor;
	te_sum_add(&state->all, base);
	if (amount <= floor * base)
		te_sum_add(&state->stopped, base);
	PG_RETURN_ARRAYTYPE_P(array);
}

/* The sums of both states. */
Datum
te_stop_breadth_combine(PG_FUNCTION_ARGS)
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
	array = te_state_copy(fcinfo, 0, &breadth_layout);
	a = TE_BREADTH(array);
	b = TE_BREADTH(te_state_read(fcinfo, 1, &breadth_layout));
	te_sum_add(&a->stopped, b->stopped.hi);
	te_sum_add(&a->stopped, b->stopped.lo);
	te_sum_add(&a->all, b->all.hi);
	te_sum_add(&a->all, b->all.lo);
	PG_RETURN_ARRAYTYPE_P(array);
}

/* Base of the destinations that stopped over the base of all; NULL without base. */
Datum
te_stop_breadth_final(PG_FUNCTION_ARGS)
{
	const TeBreadth *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = TE_BREADTH(te_state_read(fcinfo, 0, &breadth_layout));
	if (state->all.hi == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(finite_result(state->stopped.hi / state->all.hi));
}
