/*
 * country.c
 *	  Country codes in six systems, partners that are no countries, and dated
 *	  groups of countries.
 *
 * The data are C tables made at build time from data/country_codes.csv,
 * pseudo_areas.csv, country_aliases.csv and country_groups.csv, so that every
 * function is immutable and works where no table can be read.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/tuplestore.h"

#include "base/trade_exposure.h"
#include "codes/country.h"

#define MAX_CODE 8				/* bytes of a code without blanks and quotes */

/* Why a partner that stands in trade tables is no country */
typedef enum TePseudoKind
{
	TE_PSEUDO_TOTAL,			/* World and other sums */
	TE_PSEUDO_AREA,				/* areas not elsewhere specified */
	TE_PSEUDO_OTHER_ASIA,		/* Comtrade's 490: in practice mostly Taiwan */
	TE_PSEUDO_SPECIAL,			/* bunkers, free zones, … */
	TE_PSEUDO_FORMER			/* was a country or customs territory */
} TePseudoKind;

typedef struct TePseudoArea
{
	const char *name;
	TePseudoKind kind;
} TePseudoArea;

/* One code of a system */
typedef struct CodeKey
{
	uint64		key;			/* number, or the letters as a big-endian word */
	int			target;			/* country, or -1 - pseudo area */
} CodeKey;

typedef struct CodeTable
{
	const char *system;			/* name in SQL */
	uint64		system_key;		/* the same in upper case as a word, see code_key */
	const CodeKey *keys;		/* in order of key */
	int			nkeys;
} CodeTable;

typedef struct GroupMember
{
	int			country;
	DateADT		valid_from;
	DateADT		valid_to;		/* exclusive; DATEVAL_NOEND: still a member */
} GroupMember;

typedef struct CountryGroup
{
	const char *name;
	int			first;			/* in group_members */
	int			nmembers;
} CountryGroup;

#include "codes/country_tables.inc"

const int	te_ncountries = lengthof(te_countries);

#define NO_MATCH PG_INT32_MIN	/* a code that means nothing in the system */

/* A code as written, without what surrounds it */
typedef struct CleanCode
{
	char		bytes[MAX_CODE + 1];	/* upper case */
	int			len;			/* 0: empty; -1: too long to be a code */
	bool		numeric;		/* digits only; a decimal ".0" is forgiven */
} CleanCode;

/* Is this byte one that may surround a code? */
static inline bool
is_wrapping(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == '"' || c == '\'';
}

/* Takes blanks and quotes off, folds to upper case, drops the ".0" of a float. */
static CleanCode
clean_code(const char *code, int len)
{
	CleanCode	clean = {{0}, 0, false};

	while (len > 0 && is_wrapping(code[0]))
		code++, len--;
	while (len > 0 && is_wrapping(code[len - 1]))
		len--;
	if (len > 2 && code[len - 1] == '0' && code[len - 2] == '.')
		len -= 2;
	clean.len = len > MAX_CODE ? -1 : len;
	if (clean.len <= 0)
		return clean;

	clean.numeric = true;
	for (int i = 0; i < len; i++)
	{
		char		c = code[i];

		if (c < '0' || c > '9')
			clean.numeric = false;
		clean.bytes[i] = (c >= 'a' && c <= 'z') ? c - 'a' + 'A' : c;
	}
	return clean;
}

/* The number under which a clean code stands in the tables. */
static uint64
code_key(const CleanCode *code)
{
	uint64		key = 0;

	for (int i = 0; i < code->len; i++)
		key = code->numeric ? key * 10 + (code->bytes[i] - '0')
			: (key << 8 | (unsigned char) code->bytes[i]);
	return key;
}

/* What a key means in one system: country, -1 - pseudo area, or NO_MATCH. */
static int
table_find(const CodeTable *table, uint64 key)
{
	int			low = 0;
	int			high = table->nkeys - 1;

	while (low <= high)
	{
		int			middle = (low + high) / 2;

		if (table->keys[middle].key == key)
			return table->keys[middle].target;
		if (table->keys[middle].key < key)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return NO_MATCH;
}

/* What a clean code means: country, -1 - pseudo area, or NO_MATCH. */
static int
find_clean(const CleanCode *code, TeCountrySystem system)
{
	bool		letters = system <= TE_SYSTEM_ISO3 || system == TE_SYSTEM_GUESS;
	int			target = NO_MATCH;

	if (code->len <= 0 || letters == code->numeric)
		return NO_MATCH;
	if (system != TE_SYSTEM_GUESS)
		return table_find(&code_tables[system], code_key(code));
	if (code->len == 2)
		target = table_find(&code_tables[TE_SYSTEM_ISO2], code_key(code));
	if (target == NO_MATCH)
		target = table_find(&code_tables[TE_SYSTEM_ISO3], code_key(code));
	return target;
}

/* See country.h. */
int
te_country_find(const char *code, int len, TeCountrySystem system)
{
	CleanCode	clean = clean_code(code, len);
	int			target = find_clean(&clean, system);

	return target >= 0 ? target : -1;
}

/* See country.h. */
int
te_country_group_find(const char *name, int len)
{
	for (int i = 0; i < lengthof(country_groups_table); i++)
	{
		const char *known = country_groups_table[i].name;

		if (strlen(known) == len && pg_strncasecmp(known, name, len) == 0)
			return i;
	}
	return -1;
}

/* The names of all groups, parted by commas, for hints. */
static const char *
group_names(void)
{
	char	   *names = "";

	for (int i = 0; i < lengthof(country_groups_table); i++)
		names = psprintf("%s%s%s", names, i ? ", " : "", country_groups_table[i].name);
	return names;
}

/* See country.h. */
int
te_country_group_get(const char *name, int len)
{
	int			group = te_country_group_find(name, len);

	if (group < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("country group \"%.*s\" does not exist",
						pg_mbcliplen(name, len, 64), name),
				 errhint("Known groups are %s.", group_names())));
	return group;
}

/* See country.h. */
DateADT
te_country_group_day(DateADT on_date)
{
	if (DATE_NOT_FINITE(on_date))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"on_date\" must be a finite date"),
				 errhint("Give the day on which membership counts, such as current_date.")));
	return on_date;
}

/* See country.h. */
bool
te_country_in_group(int country, int group, DateADT on_date)
{
	const CountryGroup *g = &country_groups_table[group];

	for (int i = g->first; i < g->first + g->nmembers; i++)
	{
		const GroupMember *m = &group_members[i];

		if (m->country == country && m->valid_from <= on_date && on_date < m->valid_to)
			return true;
	}
	return false;
}

/* See country.h. */
int
te_country_group_members(int group, DateADT on_date, int *members)
{
	const CountryGroup *g = &country_groups_table[group];
	int			n = 0;

	for (int i = g->first; i < g->first + g->nmembers; i++)
	{
		const GroupMember *m = &group_members[i];

		if (m->valid_from <= on_date && on_date < m->valid_to)
			members[n++] = m->country;
	}
	return n;
}

/* ---- SQL ---- */

/* A code argument, cleaned. */
static CleanCode
code_arg(FunctionCallInfo fcinfo, int n)
{
	text	   *code = PG_GETARG_TEXT_PP(n);

	return clean_code(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code));
}

/* The system that an argument names; NULL means guess. */
static TeCountrySystem
system_arg(FunctionCallInfo fcinfo, int n, const char *argument)
{
	CleanCode	name;
	uint64		key;

	if (PG_ARGISNULL(n))
		return TE_SYSTEM_GUESS;
	name = code_arg(fcinfo, n);
	key = code_key(&name);
	for (int i = 0; i < lengthof(code_tables); i++)
		if (!name.numeric && code_tables[i].system_key == key)
			return i;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("argument \"%s\" names an unknown code system \"%s\"", argument,
					text_to_cstring(PG_GETARG_TEXT_PP(n))),
			 errhint("Known systems are iso2, iso3, m49, comtrade (also BACI), census (US Schedule C) and japan (Japan customs).")));
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

/* A country's code in a system, or NULL when it has none there. */
static text *
country_code_text(int country, TeCountrySystem system)
{
	const TeCountry *c = &te_countries[country];
	char		digits[12];
	int			number;

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
resolve(const CleanCode *code, TeCountrySystem system, text *other_asia)
{
	int			target = find_clean(code, system);

	if (target < 0 && target != NO_MATCH && other_asia != NULL &&
		pseudo_areas[-1 - target].kind == TE_PSEUDO_OTHER_ASIA)
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

TE_FUNCTION(country_code);

/* country_code(code, from_system, to_system, other_asia): NULL when there is no such code. */
Datum
country_code(PG_FUNCTION_ARGS)
{
	TeCountrySystem from = system_arg(fcinfo, 1, "from_system");
	TeCountrySystem to = system_arg(fcinfo, 2, "to_system");
	CleanCode	code;
	int			target;
	text	   *result;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	code = code_arg(fcinfo, 0);
	target = resolve(&code, from, PG_ARGISNULL(3) ? NULL : PG_GETARG_TEXT_PP(3));
	result = target < 0 ? NULL : country_code_text(target, to);
	if (result == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(result);
}

/* The sentence about a partner that is no country. */
static text *
pseudo_problem(const TePseudoArea *area)
{
	switch (area->kind)
	{
		case TE_PSEUDO_TOTAL:
			return cstring_to_text(psprintf("%s is a total, not a supplier", area->name));
		case TE_PSEUDO_AREA:
			return cstring_to_text(psprintf("%s is an unspecified area, not a country", area->name));
		case TE_PSEUDO_OTHER_ASIA:
			return cstring_to_text("Other Asia, nes is not a country; it is mostly Taiwan: pass other_asia => 'TWN' to count it so");
		case TE_PSEUDO_SPECIAL:
			return cstring_to_text(psprintf("%s is a special category, not a country", area->name));
		case TE_PSEUDO_FORMER:
			break;
	}
	return cstring_to_text(psprintf("%s is no longer reported: assign its trade to a successor", area->name));
}

TE_FUNCTION(country_problem);

/* country_problem(code, from_system, to_system): why country_code gives NULL, or NULL. */
Datum
country_problem(PG_FUNCTION_ARGS)
{
	TeCountrySystem from = system_arg(fcinfo, 1, "from_system");
	TeCountrySystem to = system_arg(fcinfo, 2, "to_system");
	CleanCode	code;
	int			target;

	if (PG_ARGISNULL(0))
		PG_RETURN_TEXT_P(cstring_to_text("the code is NULL"));
	code = code_arg(fcinfo, 0);
	target = find_clean(&code, from);
	if (target >= 0 && country_code_text(target, to) != NULL)
		PG_RETURN_NULL();
	if (target >= 0)
		PG_RETURN_TEXT_P(cstring_to_text(psprintf("%s has no code of its own in %s",
												  te_countries[target].iso3, code_tables[to].system)));
	if (target != NO_MATCH)
		PG_RETURN_TEXT_P(pseudo_problem(&pseudo_areas[-1 - target]));
	if (code.len <= 0)
		PG_RETURN_TEXT_P(cstring_to_text(code.len == 0 ? "the code is empty" : "too long for a country code"));
	if (from == TE_SYSTEM_GUESS && code.numeric)
		PG_RETURN_TEXT_P(cstring_to_text("a number means different countries in different systems: name its system in from_system"));
	if (from == TE_SYSTEM_GUESS)
		PG_RETURN_TEXT_P(cstring_to_text("no such code in iso2 or iso3"));
	PG_RETURN_TEXT_P(cstring_to_text(psprintf("no such code in %s", code_tables[from].system)));
}

/* What the arguments (code, from_system) stand for; false for a NULL code. */
static bool
target_arg(FunctionCallInfo fcinfo, int *target)
{
	TeCountrySystem from = system_arg(fcinfo, 1, "from_system");
	CleanCode	code;

	if (PG_ARGISNULL(0))
		return false;
	code = code_arg(fcinfo, 0);
	*target = find_clean(&code, from);
	return true;
}

TE_FUNCTION(country_name);

/* country_name(code, from_system): English name of a country or pseudo partner. */
Datum
country_name(PG_FUNCTION_ARGS)
{
	int			target;

	if (!target_arg(fcinfo, &target))
		PG_RETURN_NULL();
	if (target == NO_MATCH)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(utf8_text(target >= 0 ? te_countries[target].name : pseudo_areas[-1 - target].name));
}

TE_FUNCTION(is_pseudo_partner);

/* is_pseudo_partner(code, from_system): stands for something that is no supplier. */
Datum
is_pseudo_partner(PG_FUNCTION_ARGS)
{
	int			target;

	if (!target_arg(fcinfo, &target))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(target < 0 && target != NO_MATCH &&
				   pseudo_areas[-1 - target].kind != TE_PSEUDO_FORMER);
}

TE_FUNCTION(countries);

/* countries(): every country with its codes. */
Datum
countries(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < te_ncountries; i++)
	{
		const TeCountry *c = &te_countries[i];
		const char *texts[4] = {c->name, c->region, c->subregion, c->currency};
		Datum		values[10];
		bool		nulls[10] = {false};

		values[0] = PointerGetDatum(country_code_text(i, TE_SYSTEM_ISO3));
		values[1] = PointerGetDatum(country_code_text(i, TE_SYSTEM_ISO2));
		for (int k = 0; k < 4; k++)
		{
			text	   *code = country_code_text(i, TE_SYSTEM_M49 + k);

			nulls[2 + k] = code == NULL;
			values[2 + k] = PointerGetDatum(code);
			nulls[6 + k] = texts[k][0] == '\0';
			values[6 + k] = PointerGetDatum(utf8_text(texts[k]));
		}
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

TE_FUNCTION(country_groups);

/* country_groups(): every membership with its dates. */
Datum
country_groups(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int g = 0; g < lengthof(country_groups_table); g++)
	{
		const CountryGroup *group = &country_groups_table[g];

		for (int i = group->first; i < group->first + group->nmembers; i++)
		{
			const GroupMember *m = &group_members[i];
			Datum		values[4];
			bool		nulls[4] = {false};

			values[0] = CStringGetTextDatum(group->name);
			values[1] = CStringGetTextDatum(te_countries[m->country].iso3);
			values[2] = DateADTGetDatum(m->valid_from);
			values[3] = DateADTGetDatum(m->valid_to);
			nulls[3] = m->valid_to == DATEVAL_NOEND;
			tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		}
	}
	return (Datum) 0;
}

/* The group that an argument names; throws when there is none. */
static int
group_arg(FunctionCallInfo fcinfo, int n)
{
	text	   *name = PG_GETARG_TEXT_PP(n);

	return te_country_group_get(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
}

TE_FUNCTION(country_group);

/* country_group(name, on_date): iso3 codes of the members on that day. */
Datum
country_group(PG_FUNCTION_ARGS)
{
	int			group = group_arg(fcinfo, 0);
	DateADT		on_date = te_country_group_day(PG_GETARG_DATEADT(1));
	int		   *members = palloc_array(int, te_ncountries);
	int			n = te_country_group_members(group, on_date, members);
	Datum	   *codes = palloc_array(Datum, te_ncountries);

	for (int i = 0; i < n; i++)
		codes[i] = PointerGetDatum(country_code_text(members[i], TE_SYSTEM_ISO3));
	PG_RETURN_ARRAYTYPE_P(construct_array(codes, n, TEXTOID, -1, false, TYPALIGN_INT));
}

TE_FUNCTION(in_country_group);

/* in_country_group(country, name, on_date): NULL for a code that is no country. */
Datum
in_country_group(PG_FUNCTION_ARGS)
{
	text	   *code = PG_GETARG_TEXT_PP(0);
	int			group = group_arg(fcinfo, 1);
	DateADT		on_date = te_country_group_day(PG_GETARG_DATEADT(2));
	int			country = te_country_find(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code), TE_SYSTEM_GUESS);

	if (country < 0)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(te_country_in_group(country, group, on_date));
}
