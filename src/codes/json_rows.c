/*
 * json_rows.c
 *	  An argument that is a table of the user's, as a jsonb array of its rows.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/numeric.h"

#include "base/trade_exposure.h"
#include "codes/json_rows.h"

/* See json_rows.h. */
void
te_json_bad_row(const TeJsonTable *table, const char *key, const char *value)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 value == NULL ? errmsg("argument \"%s\" has a row without \"%s\"", table->argument, key)
			 : errmsg("argument \"%s\" has a row whose \"%s\" is \"%s\"", table->argument, key, te_shown(value)),
			 errdetail("%s", table->detail),
			 errhint("%s", table->hint)));
}

/* See json_rows.h. */
void
te_json_rows(const TeJsonTable *table, Jsonb *rows,
			 TeJsonVisit visit, void *context)
{
	JsonbIterator *it;
	JsonbValue	value;
	JsonbIteratorToken token;

	if (!JB_ROOT_IS_ARRAY(rows) || JB_ROOT_IS_SCALAR(rows))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" must be an array of objects", table->argument),
				 errdetail("%s", table->detail),
				 errhint("%s", table->hint)));
	it = JsonbIteratorInit(&rows->root);
	while ((token = JsonbIteratorNext(&it, &value, true)) != WJB_DONE)
	{
		CHECK_FOR_INTERRUPTS();
		if (token != WJB_ELEM)
			continue;
		if (value.type != jbvBinary || !JsonContainerIsObject(value.val.binary.data))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"%s\" has an element that is not an object", table->argument),
					 errdetail("%s", table->detail),
					 errhint("%s", table->hint)));
		visit(table, value.val.binary.data, context);
	}
}

/* Find a key of a row; return whether it is there and not null. */
static bool
find_key(JsonbContainer *row, const char *key, JsonbValue *value)
{
	return getKeyJsonValueFromContainer(row, key, strlen(key), value) != NULL &&
		value->type != jbvNull;
}

/* See json_rows.h. */
char *
te_json_row_text(const TeJsonTable *table, JsonbContainer *row, const char *key)
{
	JsonbValue	value;

	if (!find_key(row, key, &value))
		return NULL;
	if (value.type != jbvString)
		te_json_bad_row(table, key, "no string");
	return pnstrdup(value.val.string.val, value.val.string.len);
}

/* See json_rows.h. */
DateADT
te_json_row_day(const TeJsonTable *table, JsonbContainer *row, const char *key, DateADT missing)
{
	char	   *text = te_json_row_text(table, row, key);
	int			year,
				month,
				day,
				year2,
				month2,
				day2;
	char		after;

	if (text == NULL)
		return missing;
	if (sscanf(text, "%4d-%2d-%2d%c", &year, &month, &day, &after) != 3 || strlen(text) != 10)
		te_json_bad_row(table, key, text);
	j2date(date2j(year, month, day), &year2, &month2, &day2);
	if (year != year2 || month != month2 || day != day2)
		te_json_bad_row(table, key, text);
	return date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
}

/* See json_rows.h. */
double
te_json_row_positive(const TeJsonTable *table, JsonbContainer *row, const char *key)
{
	JsonbValue	value;
	Datum		number;
	double		x;

	if (!find_key(row, key, &value))
		te_json_bad_row(table, key, NULL);
	if (value.type != jbvNumeric)
		te_json_bad_row(table, key, "no number");
	number = NumericGetDatum(value.val.numeric);

	/*
	 * numeric_float8_no_overflow: what is too large becomes infinite, and is
	 * refused here
	 */
	x = DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, number));
	if (!(x > 0) || isinf(x))
		te_json_bad_row(table, key, DatumGetCString(DirectFunctionCall1(numeric_out, number)));
	return x;
}
