/*
 * country_group_args.c
 *	  Arguments that name a group of countries, ours or the user's own.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/datetime.h"

#include "base/trade_exposure.h"
#include "codes/country.h"
#include "codes/country_group_args.h"

/* Throw for a row of the user's groups. */
static void
bad_row(const char *key, const char *value)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 value == NULL ? errmsg("argument \"own_groups\" has a row without \"%s\"", key)
			 : errmsg("argument \"own_groups\" has a row whose \"%s\" is \"%s\"", key, value),
			 errdetail("A row has a group_name, a country (iso3 or iso2), and the days valid_from and valid_to (the first that no longer counts), which may be null."),
			 errhint("Make it of a table with these columns: (SELECT jsonb_agg(g) FROM my_groups AS g).")));
}

/*
 * Return the text of a key of a row, NULL when it is null or not there; other
 * types are an error.
 */
static char *
row_text(JsonbContainer *row, const char *key)
{
	JsonbValue	value;

	if (getKeyJsonValueFromContainer(row, key, strlen(key), &value) == NULL ||
		value.type == jbvNull)
		return NULL;
	if (value.type != jbvString)
		bad_row(key, "no string");
	return pnstrdup(value.val.string.val, value.val.string.len);
}

/* Return the day of a key of a row, or another one when it is null. */
static DateADT
row_day(JsonbContainer *row, const char *key, DateADT missing)
{
	char	   *text = row_text(row, key);
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
		bad_row(key, text);
	j2date(date2j(year, month, day), &year2, &month2, &day2);
	if (year != year2 || month != month2 || day != day2)
		bad_row(key, text);
	return date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
}

/* Take one row of the user's groups; return whether it is of the group asked for. */
static bool
take_row(JsonbContainer *row, const char *name, DateADT on_date, TeGroupDay *group)
{
	char	   *row_name = row_text(row, "group_name");
	char	   *country = row_text(row, "country");
	int			number;

	if (row_name == NULL || country == NULL)
		bad_row(row_name == NULL ? "group_name" : "country", NULL);
	if (pg_strcasecmp(row_name, name) != 0)
		return false;
	number = te_country_find(country, strlen(country), TE_SYSTEM_GUESS);
	if (number < 0)
		bad_row("country", country);
	if (row_day(row, "valid_from", DATEVAL_NOBEGIN) <= on_date && on_date < row_day(row,
																					"valid_to", DATEVAL_NOEND))
		group->exists = group->members[number] = true;
	return true;
}

/* Look for a group among the user's; return whether it is there. */
static bool
own_group(Jsonb *own, const char *name, DateADT on_date, TeGroupDay *group)
{
	JsonbIterator *it;
	JsonbValue	value;
	JsonbIteratorToken token;
	bool		found = false;

	if (!JB_ROOT_IS_ARRAY(own) || JB_ROOT_IS_SCALAR(own))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"own_groups\" must be an array of objects"),
				 errhint("Make it of a table: (SELECT jsonb_agg(g) FROM my_groups AS g).")));
	it = JsonbIteratorInit(&own->root);
	while ((token = JsonbIteratorNext(&it, &value, true)) != WJB_DONE)
	{
		if (token != WJB_ELEM)
			continue;
		if (value.type != jbvBinary || !JsonContainerIsObject(value.val.binary.data))
			bad_row("group_name", NULL);
		found |= take_row(value.val.binary.data, name, on_date, group);
	}
	return found;
}

/* See country_group_args.h. */
TeGroupDay
te_group_day_args(FunctionCallInfo fcinfo, int name, int on_date, int own)
{
	TeGroupDay	group = {false, palloc0_array(bool, te_ncountries)};
	char	   *group_name = text_to_cstring(PG_GETARG_TEXT_PP(name));
	DateADT		day = te_country_group_day(PG_GETARG_DATEADT(on_date));
	int			number;

	if (!PG_ARGISNULL(own) && own_group(PG_GETARG_JSONB_P(own), group_name, day, &group))
		return group;
	number = te_country_group_get(group_name, strlen(group_name));
	for (int i = 0; i < te_ncountries; i++)
		group.exists |= group.members[i] = te_country_in_group(i, number, day);
	return group;
}
