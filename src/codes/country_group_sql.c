/*
 * country_group_sql.c
 *	  SQL functions of dated groups of countries.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "codes/country.h"
#include "codes/country_group_args.h"

TE_FUNCTION(country_groups);
TE_FUNCTION(country_group);
TE_FUNCTION(in_country_group);

/* country_groups(): every membership with its dates. */
Datum
country_groups(PG_FUNCTION_ARGS)
{
	TeMembership m;
	TeRow		row;

	te_rows_begin(fcinfo);
	for (int i = 0; te_country_membership(i, &m); i++)
	{
		te_row_begin(&row);
		te_row_text(&row, m.group);
		te_row_text(&row, te_countries[m.country].iso3);
		te_row_datum(&row, DateADTGetDatum(m.valid_from), false);
		te_row_date(&row, m.valid_to, DATEVAL_NOEND);
		te_row_text(&row, m.seen ? "seen" : "knowledge");
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/*
 * country_group(name, on_date, own_groups): iso3 codes of the members on that
 * day; NULL when there are none.
 */
Datum
country_group(PG_FUNCTION_ARGS)
{
	TeGroupDay	group;
	Datum	   *codes;
	int			n = 0;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	group = te_group_day_args(fcinfo, 0, 1, 2);
	if (!group.exists)
		PG_RETURN_NULL();
	codes = palloc_array(Datum, te_ncountries);
	for (int i = 0; i < te_ncountries; i++)
		if (group.members[i])
			codes[n++] = PointerGetDatum(cstring_to_text(te_countries[i].iso3));
	PG_RETURN_ARRAYTYPE_P(construct_array(codes, n, TEXTOID, -1, false, TYPALIGN_INT));
}

/*
 * in_country_group(country, name, on_date, own_groups): NULL for a code that is
 * not a country, and for a group that has no members on that day.
 */
Datum
in_country_group(PG_FUNCTION_ARGS)
{
	text	   *code;
	text	   *name;
	int			country;
	int			number;
	DateADT		on_date;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	code = PG_GETARG_TEXT_PP(0);
	name = PG_GETARG_TEXT_PP(1);
	on_date = te_country_group_day(PG_GETARG_DATEADT(2));
	country = te_country_find(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code), TE_SYSTEM_GUESS);
	if (!PG_ARGISNULL(3))
	{
		TeGroupDay	group = te_group_day_args(fcinfo, 1, 2, 3);

		if (country < 0 || !group.exists)
			PG_RETURN_NULL();
		PG_RETURN_BOOL(group.members[country]);
	}
	number = te_country_group_get(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	if (country < 0 || !te_country_group_exists(number, on_date))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(te_country_in_group(country, number, on_date));
}
