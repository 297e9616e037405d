/*
 * money_sql.c
 *	  SQL functions of money: amounts in another currency, and at the prices of another time.
 */
#include "postgres.h"

#include <math.h>

#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/formatting.h"
#include "utils/memutils.h"

#include "base/trade_exposure.h"
#include "codes/money.h"

TE_FUNCTION(exchange_rate);
TE_FUNCTION(convert_money);
TE_FUNCTION(exchange_problem);
TE_FUNCTION(price_level);
TE_FUNCTION(real_amount);
TE_FUNCTION(price_level_problem);

/*
 * A table as one call site has read it.  It is read again when the argument is
 * another one: its bytes are compared, for an address says nothing.
 */
typedef struct ReadTable
{
	MemoryContext context;		/* what holds the rest */
	Jsonb	   *json;			/* the argument */
	TeDatedTable table;
} ReadTable;

/* Return the table of argument n, read by "read" unless it is what the last call had. */
static const TeDatedTable *
table_arg(FunctionCallInfo fcinfo, int n, TeDatedTable (*read) (Jsonb *json))
{
	Jsonb	   *json = PG_GETARG_JSONB_P(n);
	ReadTable  *known = (ReadTable *) fcinfo->flinfo->fn_extra;
	MemoryContext before;

	if (known != NULL && VARSIZE(known->json) == VARSIZE(json) &&
		memcmp(known->json, json, VARSIZE(json)) == 0)
		return &known->table;
	fcinfo->flinfo->fn_extra = NULL;
	if (known != NULL)
		MemoryContextDelete(known->context);
	before = MemoryContextSwitchTo(AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "dated table",
														 ALLOCSET_DEFAULT_SIZES));
	known = palloc_object(ReadTable);
	known->context = CurrentMemoryContext;
	known->json = (Jsonb *) palloc(VARSIZE(json));
	te_copy(known->json, json, VARSIZE(json));
	known->table = read(known->json);
	MemoryContextSwitchTo(before);
	fcinfo->flinfo->fn_extra = known;
	return &known->table;
}

/* Return the currency that argument n names: capitals, without blanks around it. */
static char *
currency_arg(FunctionCallInfo fcinfo, int n)
{
	text	   *name = PG_GETARG_TEXT_PP(n);
	const char *bytes = VARDATA_ANY(name);
	int			len = VARSIZE_ANY_EXHDR(name);

	while (len > 0 && *bytes == ' ')
		bytes++, len--;
	while (len > 0 && bytes[len - 1] == ' ')
		len--;
	return asc_toupper(bytes, len);
}

/* Return the rate that arguments n, n + 1 (currencies), n + 2 (day) and n + 3 (rates) ask for. */
static TeRate
rate_args(FunctionCallInfo fcinfo, int n)
{
	return te_exchange_rate(table_arg(fcinfo, n + 3, te_rates_read), currency_arg(fcinfo, n),
							currency_arg(fcinfo, n + 1), PG_GETARG_DATEADT(n + 2));
}

/* exchange_rate(from_currency, to_currency, on_date, exchange_rates): what one unit is worth. */
Datum
exchange_rate(PG_FUNCTION_ARGS)
{
	TeRate		rate = rate_args(fcinfo, 0);

	TE_RETURN_DEFINED(rate.times / rate.over);
}

/* convert_money(amount, from_currency, to_currency, on_date, exchange_rates): by its day's rate. */
Datum
convert_money(PG_FUNCTION_ARGS)
{
	double		amount = PG_GETARG_FLOAT8(0);
	TeRate		rate;

	te_check_finite("amount", amount);
	rate = rate_args(fcinfo, 1);
	TE_RETURN_DEFINED(amount * rate.times / rate.over);
}

/* Return a day as messages write it. */
static char *
day_words(DateADT day)
{
	int			year,
				month,
				date;

	if (DATE_NOT_FINITE(day))
		return DATE_IS_NOBEGIN(day) ? "-infinity" : "infinity";
	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &date);
	return psprintf("%04d-%02d-%02d", year, month, date);
}

/* Return why no row of a pair, which has n from "first" on, holds on a day. */
static char *
gap_words(const TeDatedTable *table, int first, int n, DateADT day)
{
	const TeDatedRow *row = &table->rows[first];
	DateADT		last = row->valid_to;

	if (DATE_NOT_FINITE(day))
		return psprintf("have none for %s", day_words(day));
	if (day < row->valid_from)
		return psprintf("begin on %s", day_words(row->valid_from));
	for (int i = 1; i < n; i++)
		last = Max(last, row[i].valid_to);
	return day >= last ? psprintf("end before %s", day_words(last))
		: psprintf("have none for %s", day_words(day));
}

/* Return why two currencies, which are in the rates, have no rate on a day. */
static char *
rate_problem(const TeDatedTable *table, const char *from, const char *to, DateADT day)
{
	for (int side = 0; side < 2; side++)
	{
		int			n;
		int			first = te_dated_pair(table, side == 0 ? from : to, side == 0 ? to : from, &n);

		if (n > 0)
			return psprintf("the rates of %s in %s %s", te_shown(side == 0 ? from : to), te_shown(side == 0 ? to : from),
							gap_words(table, first, n, day));
	}
	return psprintf("no currency has a rate with both %s and %s on %s", te_shown(from), te_shown(to), day_words(day));
}

/* exchange_problem(from_currency, to_currency, on_date, exchange_rates): why there is no rate. */
Datum
exchange_problem(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {
		"from_currency", "to_currency", "on_date", "exchange_rates"
	};
	const TeDatedTable *table;
	char	   *sides[2];

	for (int i = 0; i < 4; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_TEXT_P(cstring_to_text(psprintf("%s is NULL", names[i])));
	table = table_arg(fcinfo, 3, te_rates_read);
	for (int i = 0; i < 2; i++)
		sides[i] = currency_arg(fcinfo, i);
	if (!isnan(te_exchange_rate(table, sides[0], sides[1], PG_GETARG_DATEADT(2)).times))
		PG_RETURN_NULL();
	for (int i = 0; i < 2; i++)
		if (!te_rates_know(table, sides[i]))
			PG_RETURN_TEXT_P(cstring_to_text(psprintf("the rates do not have %s",
													  te_shown(sides[i]))));
	PG_RETURN_TEXT_P(cstring_to_text(rate_problem(table, sides[0], sides[1],
												  PG_GETARG_DATEADT(2))));
}

/*
 * Return the series that argument n names, or the only one of the table; throw
 * when it is NULL and there are several.
 */
static const char *
series_arg(FunctionCallInfo fcinfo, int n, const TeDatedTable *table)
{
	if (!PG_ARGISNULL(n))
		return text_to_cstring(PG_GETARG_TEXT_PP(n));
	if (table->nrows == 0)
		return "";
	if (strcmp(table->rows[0].from, table->rows[table->nrows - 1].from) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"deflators\" has several series, and \"series\" is NULL"),
				 errhint("Say which one, such as series => '%s'.", te_shown(table->rows[table->nrows - 1].from))));
	return table->rows[0].from;
}

/* Return the level of a series on a day; NaN when there is none. */
static double
level(const TeDatedTable *table, const char *series, DateADT day)
{
	const TeDatedRow *row = te_dated_find(table, series, "", day);

	return row != NULL ? row->number : NAN;
}

/* price_level(on_date, deflators, series): the level of prices on a day. */
Datum
price_level(PG_FUNCTION_ARGS)
{
	const TeDatedTable *table;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	table = table_arg(fcinfo, 1, te_deflators_read);
	TE_RETURN_DEFINED(level(table, series_arg(fcinfo, 2, table), PG_GETARG_DATEADT(0)));
}

/* real_amount(amount, on_date, base_date, deflators, series): at the prices of the base date. */
Datum
real_amount(PG_FUNCTION_ARGS)
{
	const TeDatedTable *table;
	const char *series;

	for (int i = 0; i < 4; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	te_check_finite("amount", PG_GETARG_FLOAT8(0));
	table = table_arg(fcinfo, 3, te_deflators_read);
	series = series_arg(fcinfo, 4, table);
	TE_RETURN_DEFINED(PG_GETARG_FLOAT8(0) * level(table, series, PG_GETARG_DATEADT(2)) /
					  level(table, series, PG_GETARG_DATEADT(1)));
}

/* price_level_problem(on_date, deflators, series): why price_level gives NULL. */
Datum
price_level_problem(PG_FUNCTION_ARGS)
{
	const TeDatedTable *table;
	const char *series;
	int			n;
	int			first;

	for (int i = 0; i < 2; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_TEXT_P(cstring_to_text(i == 0 ? "on_date is NULL" : "deflators is NULL"));
	table = table_arg(fcinfo, 1, te_deflators_read);
	series = series_arg(fcinfo, 2, table);
	if (!isnan(level(table, series, PG_GETARG_DATEADT(0))))
		PG_RETURN_NULL();
	first = te_dated_pair(table, series, "", &n);
	if (n == 0)
		PG_RETURN_TEXT_P(cstring_to_text(table->nrows == 0 ? "the deflators have no row" :
										 psprintf("the deflators do not have %s",
												  te_shown(series))));
	PG_RETURN_TEXT_P(cstring_to_text(psprintf("the deflators %s",
											  gap_words(table, first, n, PG_GETARG_DATEADT(0)))));
}
