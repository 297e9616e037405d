/*
 * signal_season_sql.c
 *	  A seasonal base: a course of months with its season taken out, so that
 *	  what comes every year in the same month raises no alarm.
 *
 * The season of a month is the median, over the years before, of its amount in
 * proportion to the level around it (the median of the months at most six
 * away).  January and February share one season, since the lunar New Year falls
 * into either: together they are the same each year.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/datetime.h"

#include "base/trade_exposure.h"
#include "signal/signal_course.h"
#include "signal/signal_points.h"
#include "signal/signal_series.h"

#define TE_SEASON_MIN_YEARS 2	/* earlier years that make a season */
#define TE_SEASON_REACH 6		/* months to each side that make the level */
#define TE_SEASON_MAX_MONTHS 12000

TE_FUNCTION(te_seasonal);

/* A course of months under work; the last one is judged, the others are its base. */
typedef struct Course
{
	int			n;				/* months that have an amount */
	int		   *month;			/* months since the year 0, rising */
	double	   *x;				/* amounts */
	double	   *level;			/* around each month, of the base alone */
	double		season[12];		/* factor of each month of the year */
	int			years[12];		/* earlier years it rests on */
} Course;

/* Median of n > 0 values, which are sorted by it. */
static double
median_of(double *x, int n)
{
	qsort(x, n, sizeof(double), te_compare_doubles);
	return n % 2 ? x[n / 2] : x[n / 2 - 1] / 2 + x[n / 2] / 2;
}

/* The level around each month of the base. */
static void
find_levels(Course *c)
{
	double	   *near = palloc(Max(c->n, 1) * sizeof(double));
	int			from = 0;

	for (int i = 0; i < c->n - 1; i++)
	{
		int			k = 0;

		while (c->month[from] < c->month[i] - TE_SEASON_REACH)
			from++;
		for (int j = from; j < c->n - 1 && c->month[j] <= c->month[i] + TE_SEASON_REACH; j++)
			near[k++] = c->x[j];
		c->level[i] = median_of(near, k);
	}
	pfree(near);
}

/* Is i a February whose January stands before it? */
static bool
follows_january(const Course *c, int i)
{
	return i > 0 && c->month[i] % 12 == 1 && c->month[i - 1] == c->month[i] - 1;
}

/* The factor of a month of the year (January stands for February too), from the base. */
static void
find_season(Course *c, int m, double *ratio)
{
	int			k = 0;

	for (int i = 0; i < c->n - 1; i++)
	{
		if (m == 0 ? !follows_january(c, i) : c->month[i] % 12 != m)
			continue;
		if (c->level[i] > 0)
			ratio[k++] = m == 0 ? (c->x[i - 1] + c->x[i]) / 2 / c->level[i] : c->x[i] / c->level[i];
	}
	c->years[m] = k;
	c->season[m] = k < TE_SEASON_MIN_YEARS ? 1 : median_of(ratio, k);
	if (m == 0)
	{
		c->years[1] = c->years[0];
		c->season[1] = c->season[0];
	}
}

/*
 * The amount of month i without its season; as part of the base farther from its
 * level, because a season found in few years has taken too much of the chance.
 */
static double
without_season(const Course *c, int i, double x, bool widen)
{
	int			m = c->month[i] % 12,
				k = c->years[m];
	double		adjusted = x / c->season[m];

	if (!widen || i == c->n - 1 || k < TE_SEASON_MIN_YEARS)
		return adjusted;
	return c->level[i] + (adjusted - c->level[i]) * sqrt((k + 1.0) / (k - 1.0));
}

/* The arguments as a course. */
static void
read_course(FunctionCallInfo fcinfo, Course *c)
{
	const ArrayType *amounts = te_state_read(fcinfo, 0, &te_course_layout);
	int			n;
	const DateADT *at = te_series_periods(fcinfo, 1, &n);

	if (n != TE_STATE_LENGTH(amounts) || n > TE_SEASON_MAX_MONTHS)
		te_not_a_state();
	c->n = n;
	c->month = palloc(Max(n, 1) * sizeof(int));
	c->x = palloc(Max(n, 1) * sizeof(double));
	c->level = palloc0(Max(n, 1) * sizeof(double));
	for (int i = 0; i < n; i++)
	{
		c->month[i] = te_month_number(at[i]);
		c->x[i] = TE_STATE_VALUES(amounts)[i];
		if (i > 0 && c->month[i] <= c->month[i - 1])
			te_not_a_state();
	}
}

/*
 * (course, months, together): the course without its season; NULL where the
 * latest month has fewer than two earlier years, or a month in which nothing is
 * usual.  "together": January counts with February, as their mean, and is left
 * out by itself; NULL when it is the latest month.
 */
Datum
te_seasonal(PG_FUNCTION_ARGS)
{
	bool		together = PG_GETARG_BOOL(2);
	Course		c;
	double	   *ratio;
	ArrayType  *result;
	int			k = 0;

	read_course(fcinfo, &c);
	if (c.n == 0 || (together && c.month[c.n - 1] % 12 == 0))
		PG_RETURN_NULL();
	find_levels(&c);
	ratio = palloc(c.n * sizeof(double));
	for (int m = 0; m < 12; m++)
		if (m != 1)
			find_season(&c, m, ratio);
	for (int i = 0; i < c.n; i++)
		if (!(c.season[c.month[i] % 12] > 0))
			PG_RETURN_NULL();
	if (c.years[c.month[c.n - 1] % 12] < TE_SEASON_MIN_YEARS)
		PG_RETURN_NULL();
	for (int i = 0; i < c.n; i++)
	{
		double		x = c.x[i];

		CHECK_FOR_INTERRUPTS();
		if (together && i + 1 < c.n && follows_january(&c, i + 1))
			continue;
		if (together && follows_january(&c, i))
			x = (c.x[i - 1] + x) / 2;
		ratio[k++] = without_season(&c, i, x, together);
	}
	result = te_state_new(k);
	memcpy(TE_STATE_VALUES(result), ratio, k * sizeof(double));
	te_state_check_sums(TE_STATE_VALUES(result), k);
	PG_RETURN_ARRAYTYPE_P(result);
}
