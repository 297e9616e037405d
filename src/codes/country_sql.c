/*
 * country_sql.c
 *	  SQL functions of countries, their codes and their groups.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "base/words.h"
#include "codes/country.h"

TE_FUNCTION(country_code);
TE_FUNCTION(country_problem);
TE_FUNCTION(country_name);
TE_FUNCTION(country_note);
TE_FUNCTION(is_pseudo_partner);
TE_FUNCTION(is_total_partner);
TE_FUNCTION(countries);

/* A code argument, cleaned. */
static TeCountryCode
code_arg(FunctionCallInfo fcinfo, int n)
{
	text	   *code = PG_GETARG_TEXT_PP(n);

	return te_country_clean(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code));
}

/* The system that an argument names; NULL means guess. */
static TeCountrySystem
system_arg(FunctionCallInfo fcinfo, int n, const char *argument)
{
	static const char *const systems[] = {"iso2", "iso3", "m49", "comtrade", "census", "japan",
	"name"};
	TeCountryCode name;
	TeCountrySystem system;

	if (PG_ARGISNULL(n))
		return TE_SYSTEM_GUESS;
	name = code_arg(fcinfo, n);
	if (te_country_system(&name, &system))
		return system;
	te_unknown_word(argument, text_to_cstring(PG_GETARG_TEXT_PP(n)), systems, lengthof(systems),
					"BACI has the codes of comtrade; census is US Schedule C, japan those of Japan customs.");
}

/*
 * A text of our tables, which are UTF-8.  Databases in other encodings get the
 * accents of Latin letters removed, because they may lack the letter.
 */
static text *
utf8_text(const char *s)
{
	static const char plain[] = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
	text	   *result = cstring_to_text(s);
	char	   *to = VARDATA(result);

	if (GetDatabaseEncoding() == PG_UTF8)
		return result;
	for (const unsigned char *from = (const unsigned char *) s; *from; from++)
	{
		if (*from == 0xC3)		/* U+00C0 to U+00FF */
			*to++ = plain[*++from & 0x3F];
		else
			*to++ = *from;
	}
	SET_VARSIZE(result, to - (char *) result);
	return result;
}

/* What a name means, in the database's encoding. */
static int
named(const text *name)
{
	int			len = VARSIZE_ANY_EXHDR(name);
	char	   *utf8 = VARDATA_ANY(name);

	if (GetDatabaseEncoding() != PG_SQL_ASCII)
		utf8 = pg_server_to_any(utf8, len, PG_UTF8);
	return te_country_named(utf8, utf8 == VARDATA_ANY(name) ? len : strlen(utf8));
}

/* What a code means; where the system is not said, a name is understood too. */
static int
meaning(const text *code, const TeCountryCode *clean, TeCountrySystem system)
{
	int			target = te_country_meaning(clean, system);
	bool		may_be_name = system == TE_SYSTEM_NAME ||
		(system == TE_SYSTEM_GUESS && clean->len != 0 && !clean->numeric);

	return target == TE_NO_COUNTRY && may_be_name ? named(code) : target;
}

/* A country's code in a system, or NULL when it has none there. */
static text *
country_code_text(int country, TeCountrySystem system)
{
	const TeCountry *c = &te_countries[country];
	char		digits[12];
	int			number;

	if (system == TE_SYSTEM_NAME)
		return utf8_text(c->name);
	if (system == TE_SYSTEM_ISO2)
		return cstring_to_text_with_len(c->iso2, 2);
	if (system == TE_SYSTEM_ISO3 || system == TE_SYSTEM_GUESS)
		return cstring_to_text_with_len(c->iso3, 3);
	number = c->number[system - TE_SYSTEM_M49];
	if (number == 0)
		return NULL;
	snprintf(digits, sizeof(digits), system == TE_SYSTEM_M49 ? "%03d" : "%d", number);
	return cstring_to_text(digits);
}

/* What a code argument means, "other_asia" standing in for Comtrade's 490. */
static int
resolve(const text *code, TeCountrySystem system, text *other_asia)
{
	TeCountryCode clean = te_country_clean(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code));
	int			target = meaning(code, &clean, system);

	if (target < 0 && target != TE_NO_COUNTRY && other_asia != NULL &&
		te_pseudo_area(target)->kind == TE_PSEUDO_OTHER_ASIA)
	{
		int			country = te_country_find(VARDATA_ANY(other_asia),
											  VARSIZE_ANY_EXHDR(other_asia), TE_SYSTEM_GUESS);

		if (country < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"other_asia\" names an unknown country \"%s\"",
							text_to_cstring(other_asia)),
					 errhint("Pass 'TWN' to count \"Other Asia, nes\" as Taiwan.")));
		return country;
	}
	return target;
}

/* country_code(code, from_system, to_system, other_asia): NULL when there is no such code. */
Datum
country_code(PG_FUNCTION_ARGS)
{
	TeCountrySystem from = system_arg(fcinfo, 1, "from_system");
	TeCountrySystem to = system_arg(fcinfo, 2, "to_system");
	int			target;
	text	   *result;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	target = resolve(PG_GETARG_TEXT_PP(0), from, PG_ARGISNULL(3) ? NULL : PG_GETARG_TEXT_PP(3));
	result = target < 0 ? NULL : country_code_text(target, to);
	if (result == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(result);
}

/* The sentence about a partner that is not a country. */
static text *
pseudo_problem(const TePseudoArea *area)
{
	switch (area->kind)
	{
		case TE_PSEUDO_TOTAL:
			return cstring_to_text(psprintf("%s is a total, not a supplier", area->name));
		case TE_PSEUDO_AREA:
			return cstring_to_text(psprintf("%s is an unspecified area, not a country",
											area->name));
		case TE_PSEUDO_OTHER_ASIA:
			return cstring_to_text("Other Asia, nes is not a country; it is mostly Taiwan: pass other_asia => 'TWN' to count it so");
		case TE_PSEUDO_SPECIAL:
			return cstring_to_text(psprintf("%s is a special category, not a country", area->name));
		case TE_PSEUDO_FORMER:
			break;
	}
	return cstring_to_text(psprintf("%s is no longer reported: assign its trade to a successor",
									area->name));
}

/* country_problem(code, from_system, to_system): why country_code gives NULL, or NULL. */
Datum
country_problem(PG_FUNCTION_ARGS)
{
	TeCountrySystem from = system_arg(fcinfo, 1, "from_system");
	TeCountrySystem to = system_arg(fcinfo, 2, "to_system");
	TeCountryCode code;
	int			target;

	if (PG_ARGISNULL(0))
		PG_RETURN_TEXT_P(cstring_to_text("the code is NULL"));
	code = code_arg(fcinfo, 0);
	target = meaning(PG_GETARG_TEXT_PP(0), &code, from);
	if (target >= 0 && country_code_text(target, to) != NULL)
		PG_RETURN_NULL();
	if (target >= 0)
		PG_RETURN_TEXT_P(cstring_to_text(psprintf("%s has no code of its own in %s",
												  te_countries[target].iso3,
												  te_country_system_name(to))));
	if (target != TE_NO_COUNTRY)
		PG_RETURN_TEXT_P(pseudo_problem(te_pseudo_area(target)));
	if (code.len == 0)
		PG_RETURN_TEXT_P(cstring_to_text("the code is empty"));
	if (from == TE_SYSTEM_NAME || (from == TE_SYSTEM_GUESS && (code.len < 0 || (code.len > 3 &&
																				!code.numeric))))
		PG_RETURN_TEXT_P(cstring_to_text("no such name of a country"));
	if (code.len < 0)
		PG_RETURN_TEXT_P(cstring_to_text("too long for a country code"));
	if (from == TE_SYSTEM_GUESS && code.numeric)
		PG_RETURN_TEXT_P(cstring_to_text("a number means different countries in different systems: name its system in from_system"));
	if (from == TE_SYSTEM_GUESS)
		PG_RETURN_TEXT_P(cstring_to_text("no such code in iso2 or iso3"));
	PG_RETURN_TEXT_P(cstring_to_text(psprintf("no such code in %s", te_country_system_name(from))));
}

/* What the arguments (code, from_system) stand for; false for a NULL code. */
static bool
target_arg(FunctionCallInfo fcinfo, int *target)
{
	TeCountrySystem from = system_arg(fcinfo, 1, "from_system");
	TeCountryCode code;

	if (PG_ARGISNULL(0))
		return false;
	code = code_arg(fcinfo, 0);
	*target = meaning(PG_GETARG_TEXT_PP(0), &code, from);
	return true;
}

/* country_name(code, from_system): English name of a country or pseudo partner. */
Datum
country_name(PG_FUNCTION_ARGS)
{
	int			target;

	if (!target_arg(fcinfo, &target))
		PG_RETURN_NULL();
	if (target == TE_NO_COUNTRY)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(utf8_text(target >= 0 ? te_countries[target].name
							   : te_pseudo_area(target)->name));
}

/* country_note(code, from_system): what is to be known of a code beside its meaning, or NULL. */
Datum
country_note(PG_FUNCTION_ARGS)
{
	TeCountrySystem from = system_arg(fcinfo, 1, "from_system");
	TeCountryCode code;
	const char *note;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	code = code_arg(fcinfo, 0);
	note = te_country_note(&code, from);
	if (note == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(note));
}

/* is_pseudo_partner(code, from_system): stands for something that is not a supplier. */
Datum
is_pseudo_partner(PG_FUNCTION_ARGS)
{
	int			target;

	if (!target_arg(fcinfo, &target))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(target < 0 && target != TE_NO_COUNTRY &&
				   te_pseudo_area(target)->kind != TE_PSEUDO_FORMER);
}

/* is_total_partner(code): a code or name of the total of all partners. */
Datum
is_total_partner(PG_FUNCTION_ARGS)
{
	text	   *code = PG_GETARG_TEXT_PP(0);

	PG_RETURN_BOOL(te_country_is_total(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code)));
}

/* Appends a text of our tables; empty is NULL. */
static void
row_utf8(TeRow *row, const char *s)
{
	te_row_datum(row, PointerGetDatum(utf8_text(s)), s[0] == '\0');
}

/* countries(): every country with its codes. */
Datum
countries(PG_FUNCTION_ARGS)
{
	TeRow		row;

	te_rows_begin(fcinfo);
	for (int i = 0; i < te_ncountries; i++)
	{
		const TeCountry *c = &te_countries[i];

		te_row_begin(&row);
		te_row_text(&row, c->iso3);
		te_row_text(&row, c->iso2);
		for (TeCountrySystem system = TE_SYSTEM_M49; system <= TE_SYSTEM_JAPAN; system++)
		{
			text	   *code = country_code_text(i, system);

			te_row_datum(&row, PointerGetDatum(code), code == NULL);
		}
		row_utf8(&row, c->name);
		row_utf8(&row, c->region);
		row_utf8(&row, c->subregion);
		row_utf8(&row, c->currency);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}
