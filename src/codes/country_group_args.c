/*
 * country_group_args.c
 *	  Arguments that name a group of countries, ours or the user's own.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "codes/country.h"
#include "codes/country_group_args.h"
#include "codes/json_rows.h"

/* The argument "own_groups". */
static const TeJsonTable own_groups = {
	"own_groups",
	"A row has a group_name, a country (iso3 or iso2), and the days valid_from and valid_to (the first that no longer counts), which may be null.",
	"Make it of a table with these columns: (SELECT jsonb_agg(g) FROM my_groups AS g)."
};

/* The search for one group among the user's. */
typedef struct OwnGroup
{
	const char *name;			/* of the group asked for */
	DateADT		on_date;		/* the day asked for */
	TeGroupDay *group;			/* its members on that day */
	bool		found;			/* is there a row of that name? */
} OwnGroup;

/* Take one row of the user's groups, if it is of the group asked for. */
static void
take_row(const TeJsonTable *table, JsonbContainer *row, void *context)
{
	OwnGroup   *own = (OwnGroup *) context;
	char	   *row_name = te_json_row_text(table, row, "group_name");
	char	   *country = te_json_row_text(table, row, "country");
	int			number;

	if (row_name == NULL || country == NULL)
		te_json_bad_row(table, row_name == NULL ? "group_name" : "country", NULL);
	if (pg_strcasecmp(row_name, own->name) != 0)
		return;
	number = te_country_find(country, strlen(country), TE_SYSTEM_GUESS);
	if (number < 0)
		te_json_bad_row(table, "country", country);
	own->found = true;
	if (te_json_row_day(table, row, "valid_from", DATEVAL_NOBEGIN) <= own->on_date &&
		own->on_date < te_json_row_day(table, row, "valid_to", DATEVAL_NOEND))
		own->group->exists = own->group->members[number] = true;
}

/* Look for a group among the user's; return whether it is there. */
static bool
own_group(Jsonb *rows, const char *name, DateADT on_date, TeGroupDay *group)
{
	OwnGroup	own = {name, on_date, group, false};

	te_json_rows(&own_groups, rows, take_row, &own);
	return own.found;
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
