/*
 * signal_points_agg.c
 *	  The state of dated series: appending, folding, reading (see signal_points.h).
 */
#include "postgres.h"

#include <math.h>

#include "utils/float.h"

#include "base/trade_exposure.h"
#include "signal/signal_points.h"

#define LOG_ONLY 128			/* numbers up to which a state just doubles */

/* Numbers a point of the run has. */
static inline int
run_width(const double *v)
{
	int			columns = te_series_columns(v);

	return v[TE_SERIES_KIND] >= TE_SERIES_WIDE ? 1 + 4 * (columns - 1) : columns;
}

/* Where the log begins. */
static inline Size
log_start(const double *v)
{
	return TE_SERIES_HEADER + (Size) v[TE_SERIES_RUN] * run_width(v);
}

/* Where the next row goes. */
static inline Size
log_end(const double *v)
{
	return log_start(v) + (Size) v[TE_SERIES_LOG] * te_series_columns(v);
}

/* ---- checks ---- */

/* Is it a whole number in a range? */
static inline bool
is_count(double x, int largest)
{
	return x >= 0 && x <= largest && x == (int) x;
}

/* Throws unless so many points and rows are there. */
static void
series_head(const double *v, int length)
{
	if (length < TE_SERIES_HEADER || !is_count(v[TE_SERIES_KIND], TE_SERIES_WIDE + 3) ||
		te_series_columns(v) < 2 || te_series_columns(v) > 3 ||
		!is_count(v[TE_SERIES_LOG], length) || !is_count(v[TE_SERIES_RUN], length) ||
		log_end(v) > length)
		te_not_a_state();
}

/* Throws unless the number is a date. */
static void
check_date(double at)
{
	if (!(at > PG_INT32_MIN && at < PG_INT32_MAX) || at != (int) at)
		te_not_a_state();
}

/*
 * Throws unless the numbers are a state: dates that are dates, values that are
 * finite or unknown.
 */
static void
te_series_check(const double *v, int length)
{
	const double *p;
	int			width,
				columns;

	series_head(v, length);
	if (!isfinite(v[TE_SERIES_CONSTANT]) || !isfinite(v[TE_SERIES_CONSTANT + 1]))
		te_not_a_state();
	width = run_width(v);
	columns = te_series_columns(v);
	p = &v[TE_SERIES_HEADER];
	for (int i = 0; i < v[TE_SERIES_RUN]; i++, p += width)
	{
		TE_CHECK_EVERY(i);
		check_date(p[0]);
		if (i > 0 && p[0] <= p[-width])
			te_not_a_state();
		for (int c = 1; c < width; c++)
			if (isinf(p[c]))
				te_not_a_state();
	}
	for (int i = 0; i < v[TE_SERIES_LOG]; i++, p += columns)
	{
		TE_CHECK_EVERY(i);
		check_date(p[0]);
		if (isinf(p[1]) || (columns == 3 && isinf(p[2])))
			te_not_a_state();
	}
}

const TeStateLayout te_series_layout = {-1, series_head, te_series_check};

/* ---- adding up ---- */

/* Adds to a value, an unknown one changing nothing; throws when the sum leaves float8's range. */
static inline void
add_net(TeNet *value, const TeNet *more)
{
	if (isnan(more->sum.hi))
		return;
	if (isnan(value->sum.hi))
	{
		*value = *more;
		return;
	}
	te_net_add_net(value, more, 1);
	if (unlikely(!te_net_is_finite(value)))
		float_overflow_error();
}

/* The same with one amount. */
static inline void
add_amount(TeNet *value, double amount)
{
	if (isnan(amount))
		return;
	if (isnan(value->sum.hi))
	{
		*value = te_net_one(amount);
		return;
	}
	te_net_add(value, amount);
	if (unlikely(!te_net_is_finite(value)))
		float_overflow_error();
}

/* Adds the point of a date to that of the same date. */
static void
add_point(TeSeriesPoint *point, const TeSeriesPoint *more)
{
	add_net(&point->value[0], &more->value[0]);
	add_net(&point->value[1], &more->value[1]);
}

/* ---- reading ---- */

/* A value of the run. */
static inline TeNet
run_value(const double *v, const double *point, int c)
{
	const double *p = &point[1 + 4 * c];

	if (v[TE_SERIES_KIND] < TE_SERIES_WIDE)
		return te_net_one(point[1 + c]);
	return (TeNet) {{p[0], p[1]}, {p[2], p[3]}};
}

/* The points of the run (palloc'd). */
static TeSeriesPoint *
run_points(const double *v)
{
	int			n = (int) v[TE_SERIES_RUN],
				width = run_width(v),
				columns = te_series_columns(v);
	TeSeriesPoint *points = te_alloc(Max(n, 1) * sizeof(TeSeriesPoint));
	const double *p = &v[TE_SERIES_HEADER];

	for (int i = 0; i < n; i++, p += width)
	{
		TE_CHECK_EVERY(i);
		points[i].at = p[0];
		points[i].value[0] = run_value(v, p, 0);
		points[i].value[1] = columns == 3 ? run_value(v, p, 1) : te_net_one(0);
	}
	return points;
}

/* A row of the log. */
typedef struct LogRow
{
	double		at;
	double		value[2];
} LogRow;

#define ST_SORT sort_log
#define ST_ELEMENT_TYPE LogRow
#define ST_COMPARE(a, b) ((a)->at < (b)->at ? -1 : (a)->at > (b)->at)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* The points that the rows of the log add up to, in order of date (palloc'd). */
static TeSeriesPoint *
log_points(const double *v, int *n)
{
	int			rows = (int) v[TE_SERIES_LOG],
				columns = te_series_columns(v);
	const double *p = &v[log_start(v)];
	LogRow	   *row = te_alloc(Max(rows, 1) * sizeof(LogRow));
	TeSeriesPoint *points = te_alloc(Max(rows, 1) * sizeof(TeSeriesPoint));
	bool		sorted = true;

	for (int i = 0; i < rows; i++, p += columns)
	{
		row[i] = (LogRow) {p[0], {p[1], columns == 3 ? p[2] : 0}};
		sorted &= i == 0 || row[i - 1].at <= row[i].at;
	}
	if (!sorted)
		sort_log(row, rows);
	*n = 0;
	for (int i = 0; i < rows; i++)
	{
		TE_CHECK_EVERY(i);
		if (i > 0 && row[i].at == row[i - 1].at)
		{
			add_amount(&points[*n - 1].value[0], row[i].value[0]);
			add_amount(&points[*n - 1].value[1], row[i].value[1]);
			continue;
		}
		points[(*n)++] = (TeSeriesPoint) {row[i].at, {te_net_one(row[i].value[0]), te_net_one(row[i].value[1])}};
	}
	pfree(row);
	return points;
}

/* The points of two sorted lists (palloc'd). */
TeSeriesPoint *
te_series_join(const TeSeriesPoint *a, int na, const TeSeriesPoint *b, int nb, int *n)
{
	TeSeriesPoint *both = te_alloc(Max((Size) na + nb, 1) * sizeof(TeSeriesPoint));
	int			i = 0,
				j = 0;

	for (*n = 0; i < na || j < nb; ++*n)
	{
		bool		same = i < na && j < nb && a[i].at == b[j].at;

		TE_CHECK_EVERY(*n);
		both[*n] = j == nb || (i < na && a[i].at <= b[j].at) ? a[i++] : b[j++];
		if (same)
			add_point(&both[*n], &b[j++]);
	}
	return both;
}

/* All points of a state in order of date, each date once (palloc'd). */
TeSeriesPoint *
te_series_points(const double *v, int *n)
{
	TeSeriesPoint *run,
			   *log,
			   *both;
	int			nlog;

	if (v[TE_SERIES_LOG] == 0)
	{
		*n = (int) v[TE_SERIES_RUN];
		return run_points(v);
	}
	log = log_points(v, &nlog);
	if (v[TE_SERIES_RUN] == 0)
	{
		*n = nlog;
		return log;
	}
	run = run_points(v);
	both = te_series_join(run, (int) v[TE_SERIES_RUN], log, nlog, n);
	pfree(run);
	pfree(log);
	return both;
}

/* ---- writing ---- */

/* An empty state with room for so many rows. */
ArrayType *
te_series_new(int columns, int rows, const double *constant)
{
	ArrayType  *array = te_state_new(TE_SERIES_HEADER + columns * rows);
	double	   *v = TE_STATE_VALUES(array);

	v[TE_SERIES_KIND] = columns;
	v[TE_SERIES_CONSTANT] = constant[0];
	v[TE_SERIES_CONSTANT + 1] = constant[1];
	return array;
}

/* Is a value what a single amount, or none, leaves? */
static inline bool
is_single(const TeNet *value)
{
	return isnan(value->sum.hi) ||
		(value->sum.lo == 0 && value->negative.lo == 0 && value->negative.hi == Max(-value->sum.hi, 0));
}

/* Do the points fit a narrow run? */
static bool
are_narrow(const TeSeriesPoint *points, int n)
{
	for (int i = 0; i < n; i++)
		if (!is_single(&points[i].value[0]) || !is_single(&points[i].value[1]))
			return false;
	return true;
}

/* Writes points as the run of a state with an empty log, which has the room. */
static void
write_run(double *v, const TeSeriesPoint *points, int n, bool narrow)
{
	int			columns = te_series_columns(v);
	double	   *p = &v[TE_SERIES_HEADER];

	v[TE_SERIES_KIND] = columns + (narrow ? 0 : TE_SERIES_WIDE);
	v[TE_SERIES_LOG] = 0;
	v[TE_SERIES_RUN] = n;
	for (int i = 0; i < n; i++)
	{
		*p++ = points[i].at;
		for (int c = 0; c < columns - 1; c++)
		{
			const TeNet *value = &points[i].value[c];

			*p++ = value->sum.hi;
			if (narrow)
				continue;
			*p++ = value->sum.lo;
			*p++ = value->negative.hi;
			*p++ = value->negative.lo;
		}
	}
}

/* Numbers of a state with a run of such points and an empty log. */
static Size
series_size(int n, int columns, bool narrow)
{
	if (n > TE_SERIES_MAX_POINTS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a series has more than %d dates", TE_SERIES_MAX_POINTS),
				 errhint("Add the rows up by week, month or year before the call.")));
	return TE_SERIES_HEADER + (Size) n * (narrow ? columns : 1 + 4 * (columns - 1));
}

/* A state of points, with room for so many rows. */
ArrayType *
te_series_of_points(const TeSeriesPoint *points, int n, int columns, const double *constant, int rows)
{
	bool		narrow = are_narrow(points, n);
	Size		size = series_size(n, columns, narrow) + (Size) rows * columns;
	ArrayType  *array = te_state_new(size);
	double	   *v = TE_STATE_VALUES(array);

	v[TE_SERIES_KIND] = columns;
	v[TE_SERIES_CONSTANT] = constant[0];
	v[TE_SERIES_CONSTANT + 1] = constant[1];
	write_run(v, points, n, narrow);
	return array;
}

/* ---- adding rows ---- */

/* The place in the run of the first date that is not before "at"; without branches to guess. */
static inline int
lower_bound(const double *run, int n, int width, double at)
{
	int			base = 0;

	while (n > 1)
	{
		int			half = n / 2;

		base += half & -(int) (run[(Size) (base + half - 1) * width] < at);
		n -= half;
	}
	return base + (run[(Size) base * width] < at);
}

/*
 * Adds the rows of the log whose dates a wide run has, and moves the others to
 * the log's beginning.
 */
static void
absorb_known(double *v)
{
	int			n = (int) v[TE_SERIES_RUN],
				rows = (int) v[TE_SERIES_LOG],
				columns = te_series_columns(v),
				width = run_width(v);
	double	   *run = &v[TE_SERIES_HEADER],
			   *row = &v[log_start(v)],
			   *kept = row;

	for (int i = 0; i < rows; i++, row += columns)
	{
		int			at = lower_bound(run, n, width, row[0]);
		double	   *p = &run[(Size) at * width];

		if (at == n || p[0] != row[0])
		{
			memmove(kept, row, columns * sizeof(double));
			kept += columns;
			continue;
		}
		for (int c = 0; c < columns - 1; c++)
		{
			TeNet		value = run_value(v, p, c);

			add_amount(&value, row[1 + c]);
			memcpy(&p[1 + 4 * c], &value, sizeof(value));
		}
	}
	v[TE_SERIES_LOG] = (kept - &v[log_start(v)]) / columns;
}

/* A copy of more than twice the size. */
static ArrayType *
doubled(const ArrayType *array)
{
	const double *v = TE_STATE_VALUES(array);
	ArrayType  *larger = te_state_new(2 * TE_STATE_LENGTH(array) - TE_SERIES_HEADER + 4 * te_series_columns(v));

	memcpy(TE_STATE_VALUES(larger), v, log_end(v) * sizeof(double));
	return larger;
}

/*
 * The state with room for a row and, so that folding pays, at least half of it
 * free.  A larger one is a new one.
 */
static ArrayType *
make_room(ArrayType *array)
{
	double	   *v = TE_STATE_VALUES(array);
	int			length = TE_STATE_LENGTH(array),
				columns = te_series_columns(v),
				n;
	TeSeriesPoint *points;
	Size		used;

	if (length < LOG_ONLY)
		return doubled(array);
	if (v[TE_SERIES_KIND] >= TE_SERIES_WIDE && v[TE_SERIES_RUN] > 0)
		absorb_known(v);
	if (log_end(v) <= (log_start(v) + length) / 2 && log_end(v) + columns <= length)
		return array;
	points = te_series_points(v, &n);
	used = series_size(n, columns, are_narrow(points, n));
	if (2 * used <= length)
	{
		write_run(v, points, n, are_narrow(points, n));
		memset(&v[used], 0, (length - used) * sizeof(double));
	}
	else
		array = te_series_of_points(points, n, columns, &v[TE_SERIES_CONSTANT],
									(int) Max(used, length) / columns);
	pfree(points);
	return array;
}

/* The state with one row more, changed in place where there is room. */
ArrayType *
te_series_append(ArrayType *array, const double *row)
{
	double	   *v = TE_STATE_VALUES(array);
	int			columns = te_series_columns(v);

	if (unlikely(log_end(v) + columns > TE_STATE_LENGTH(array)))
	{
		array = make_room(array);
		v = TE_STATE_VALUES(array);
	}
	memcpy(&v[log_end(v)], row, columns * sizeof(double));
	v[TE_SERIES_LOG]++;
	return array;
}
