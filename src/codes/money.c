/*
 * money.c
 *	  Dated rates of exchange and price levels, tables of the user's (see money.h).
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/formatting.h"

#include "base/trade_exposure.h"
#include "codes/json_rows.h"
#include "codes/money.h"

#define FIRST_ROWS 64			/* rows for which room is made at once */

static const TeJsonTable rates_table = {
	"exchange_rates",
	"A row has a currency, the currency in_currency in which its rate is given, the rate of one unit of it, and the days valid_from and valid_to (the first that no longer counts), which may be null.",
	"Make it of a table with these columns: (SELECT jsonb_agg(r) FROM my_rates AS r)."
};

static const TeJsonTable deflators_table = {
	"deflators",
	"A row has a level, a series where there are several, and the days valid_from and valid_to (the first that no longer counts), which may be null.",
	"Make it of a table with these columns: (SELECT jsonb_agg(d) FROM my_deflators AS d)."
};

/* A table that is being read. */
typedef struct Reading
{
	TeDatedTable table;
	int			room;			/* rows that have room */
} Reading;

/* Append a row. */
static void
append_row(Reading *reading, TeDatedRow row)
{
	TeDatedTable *table = &reading->table;

	if (table->rows == NULL)
		table->rows = palloc_array(TeDatedRow, reading->room = FIRST_ROWS);
	else if (table->nrows == reading->room)
		table->rows = repalloc_array(table->rows, TeDatedRow, reading->room *= 2);
	table->rows[table->nrows++] = row;
}

/* Return the order of two pairs of names. */
static int
compare_pair(const char *from, const char *to, const TeDatedRow *row)
{
	int			cmp = strcmp(from, row->from);

	return cmp != 0 ? cmp : strcmp(to, row->to);
}

/* Compare two rows, for qsort. */
static int
compare_rows(const void *a, const void *b)
{
	const TeDatedRow *x = (const TeDatedRow *) a;
	const TeDatedRow *y = (const TeDatedRow *) b;
	int			cmp = compare_pair(x->from, x->to, y);

	return cmp != 0 ? cmp : (x->valid_from > y->valid_from) - (x->valid_from < y->valid_from);
}

/* Return the currency of a key of a row, in capitals; throw when it has none. */
static char *
row_currency(const TeJsonTable *table, JsonbContainer *row, const char *key)
{
	char	   *name = te_json_row_text(table, row, key);

	if (name == NULL)
		te_json_bad_row(table, key, NULL);
	return asc_toupper(name, strlen(name));
}

/* Return the days and the number of a row. */
static TeDatedRow
row_span(const TeJsonTable *table, JsonbContainer *row, const char *number)
{
	TeDatedRow	result = {"", ""};

	result.valid_from = te_json_row_day(table, row, "valid_from", DATEVAL_NOBEGIN);
	result.valid_to = te_json_row_day(table, row, "valid_to", DATEVAL_NOEND);
	result.number = te_json_row_positive(table, row, number);
	return result;
}

/* Take one rate. */
static void
take_rate(const TeJsonTable *table, JsonbContainer *row, void *context)
{
	TeDatedRow	result = row_span(table, row, "rate");

	result.from = row_currency(table, row, "currency");
	result.to = row_currency(table, row, "in_currency");
	append_row((Reading *) context, result);
}

/* Take one level. */
static void
take_level(const TeJsonTable *table, JsonbContainer *row, void *context)
{
	TeDatedRow	result = row_span(table, row, "level");
	char	   *series = te_json_row_text(table, row, "series");

	result.from = series != NULL ? series : "";
	append_row((Reading *) context, result);
}

/* Throw for a row that begins on the day of another of its pair. */
static void
two_at_once(const TeJsonTable *argument, const TeDatedRow *row)
{
	const char *pair = row->from[0] == '\0' ? "one series" : te_shown(row->from);

	if (row->to[0] != '\0')
		pair = psprintf("%s in %s", pair, te_shown(row->to));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("argument \"%s\" has two rows of %s that begin on the same day",
					argument->argument, pair),
			 errdetail("%s", argument->detail)));
}

/* Read and sort the rows of an argument. */
static TeDatedTable
read_table(const TeJsonTable *argument, Jsonb *json,
		   TeJsonVisit visit)
{
	Reading		reading = {{0, NULL}, 0};
	TeDatedTable *table = &reading.table;

	te_json_rows(argument, json, visit, &reading);
	if (table->nrows > 1)
		qsort(table->rows, table->nrows, sizeof(TeDatedRow), compare_rows);
	for (int i = 1; i < table->nrows; i++)
		if (compare_rows(&table->rows[i - 1], &table->rows[i]) == 0)
			two_at_once(argument, &table->rows[i]);
	return *table;
}

/* See money.h. */
TeDatedTable
te_rates_read(Jsonb *rates)
{
	return read_table(&rates_table, rates, take_rate);
}

/* See money.h. */
TeDatedTable
te_deflators_read(Jsonb *deflators)
{
	return read_table(&deflators_table, deflators, take_level);
}

/* Return the first row that is not before a pair, or, with "behind", the first behind it. */
static int
bound(const TeDatedTable *table, const char *from, const char *to, bool behind)
{
	int			low = 0;
	int			high = table->nrows;

	while (low < high)
	{
		int			middle = (low + high) / 2;
		int			cmp = compare_pair(from, to, &table->rows[middle]);

		if (cmp > 0 || (behind && cmp == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* See money.h. */
int
te_dated_pair(const TeDatedTable *table, const char *from, const char *to, int *n)
{
	int			first = bound(table, from, to, false);

	*n = bound(table, from, to, true) - first;
	return first;
}

/* See money.h. */
const TeDatedRow *
te_dated_find(const TeDatedTable *table, const char *from, const char *to, DateADT day)
{
	int			n;
	int			first = te_dated_pair(table, from, to, &n);
	int			low = 0;

	/* the last row that has begun … */
	for (int high = DATE_NOT_FINITE(day) ? 0 : n; low < high;)
	{
		int			middle = (low + high) / 2;

		if (table->rows[first + middle].valid_from <= day)
			low = middle + 1;
		else
			high = middle;
	}
	/* … and has not ended */
	while (low-- > 0)
		if (day < table->rows[first + low].valid_to)
			return &table->rows[first + low];
	return NULL;
}

/* Return what one unit of "from" is worth in "to" by a rate of the two; NaN when there is none. */
static TeRate
direct_rate(const TeDatedTable *table, const char *from, const char *to, DateADT day)
{
	const TeDatedRow *row;

	if (strcmp(from, to) == 0)
		return (TeRate) {1, 1};
	if ((row = te_dated_find(table, from, to, day)) != NULL)
		return (TeRate) {row->number, 1};
	if ((row = te_dated_find(table, to, from, day)) != NULL)
		return (TeRate) {1, row->number};
	return (TeRate) {NAN, NAN};
}

/* Return the rate by way of a third currency; NaN when one of the two has none with it. */
static TeRate
rate_over(const TeDatedTable *table, const char *from, const char *third, const char *to,
		  DateADT day)
{
	TeRate		first = direct_rate(table, from, third, day);
	TeRate		second = direct_rate(table, third, to, day);

	return (TeRate) {first.times * second.times, first.over * second.over};
}

/* See money.h. */
TeRate
te_exchange_rate(const TeDatedTable *table, const char *from, const char *to, DateADT day)
{
	TeRate		rate = direct_rate(table, from, to, day);
	const char *best = NULL;

	if (!isnan(rate.times))
		return rate;

	/*
	 * every pair has its first row here, and its two currencies are all that
	 * there are
	 */
	for (int i = 0; i < table->nrows;
		 i = bound(table, table->rows[i].from, table->rows[i].to, true))
	{
		const char *sides[2] = {table->rows[i].from, table->rows[i].to};

		for (int k = 0; k < 2; k++)
		{
			TeRate		over;

			if (best != NULL && strcmp(sides[k], best) >= 0)
				continue;
			over = rate_over(table, from, sides[k], to, day);
			if (isnan(over.times))
				continue;
			best = sides[k];
			rate = over;
		}
	}
	return rate;
}

/* See money.h. */
bool
te_rates_know(const TeDatedTable *table, const char *currency)
{
	for (int i = 0; i < table->nrows; i++)
		if (strcmp(table->rows[i].from, currency) == 0 || strcmp(table->rows[i].to, currency) == 0)
			return true;
	return false;
}
