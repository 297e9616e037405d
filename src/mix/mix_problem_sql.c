/*
 * mix_problem_sql.c
 *	  What looks wrong in a supply mix: totals among the origins, origins that
 *	  are one, negative amounts.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "codes/country.h"
#include "mix/mix.h"

TE_FUNCTION(mix_problem);

#define NEAR_TOTAL 0.005		/* what rounding and suppression take from a
								 * sum */

/* Return what an origin means, by code or name: a country, -1 - pseudo area, or TE_NO_COUNTRY. */
static int
meaning(TeCode code)
{
	char	   *name = te_code_cstring(code);
	TeCountryCode clean = te_country_clean(name, strlen(name));
	int			target = te_country_meaning(&clean, TE_SYSTEM_GUESS);
	char	   *utf8 = name;

	if (target != TE_NO_COUNTRY || clean.len == 0 || clean.numeric)
		return target;
	if (GetDatabaseEncoding() != PG_SQL_ASCII)
		utf8 = pg_server_to_any(name, strlen(name), PG_UTF8);
	return te_country_named(utf8, strlen(utf8));
}

/* Return the name of the pseudo area that an origin means, or "". */
static const char *
area_name(TeCode code)
{
	int			target = meaning(code);

	return target < 0 && target != TE_NO_COUNTRY ? te_pseudo_area(target)->name : "";
}

/* Return the group of countries that an origin names, or -1. */
static int
named_group(TeCode code)
{
	static const struct
	{
		const char *area;		/* beginning of the area's name */
		const char *group;
	}			unions[] = {
		{"European Union", "EU"}, {"Euro area", "EURO_AREA"}, {"EU27_2020", "EU"}, {"EU-", "EU"},
		{"97", "EU"}
	};
	const char *name = te_code_cstring(code);
	const char *area = area_name(code);

	for (int i = 0; i < lengthof(unions); i++)
	{
		size_t		len = strlen(unions[i].area);

		if (strncmp(area, unions[i].area, len) == 0 || strcmp(name, unions[i].area) == 0 ||
			(len > 2 && pg_strncasecmp(name, unions[i].area, len) == 0))
			return te_country_group_find(unions[i].group, strlen(unions[i].group));
	}
	return te_country_group_find(name, code.len);
}

/* Return the first origin that is a member of a group and has not left it, or -1. */
static int
find_member(const TeMix *mix, int group)
{
	for (int i = 0; i < mix->norigins; i++)
	{
		int			country = meaning(te_mix_code(mix, i));

		CHECK_FOR_INTERRUPTS();
		if (country >= 0 && te_country_in_group(country, group, DATEVAL_NOEND - 1))
			return i;
	}
	return -1;
}

/* Return what is said of an origin that is a total of all or of several partners, or NULL. */
static const char *
total_problem(TeCode code)
{
	const char *name = te_code_cstring(code);
	int			target = meaning(code);

	if (te_country_is_total(name, code.len))
		return psprintf("origin \"%s\" is a total of all origins, not one of them", name);
	if (target >= 0 || target == TE_NO_COUNTRY || named_group(code) >= 0 ||
		te_pseudo_area(target)->kind != TE_PSEUDO_TOTAL)
		return NULL;
	return psprintf("origin \"%s\" is a total (%s), not an origin", name,
					te_pseudo_area(target)->name);
}

/*
 * Return " but for …" when an amount nearly equals the sum of several others, "" when
 * it equals it, NULL when it does not.
 */
static const char *
nearly_all(const TeMix *mix, double amount, double total)
{
	double		off = fabs(amount - (total - amount));

	if (mix->norigins + (mix->unspecified > 0) <= 2 || amount <= 0 || off > NEAR_TOTAL * amount)
		return NULL;
	return off <= 1e-9 * amount ? "" : psprintf(" but for %.2g %%", 100 * off / amount);
}

/* Return what is wrong with one origin, or NULL. */
static const char *
origin_problem(const TeMix *mix, int i, double total)
{
	TeCode		code = te_mix_code(mix, i);
	const char *name = te_code_cstring(code);
	double		amount = mix->items[i].amount;
	const char *but = nearly_all(mix, amount, total);
	const char *problem;
	int			group;

	if (amount < 0)
		return psprintf("origin \"%s\" is net negative (%.15g)", name, amount);
	if (but != NULL)
		return psprintf("origin \"%s\" equals the sum of all others%s: a total such as World may have slipped in",
						name, but);
	problem = total_problem(code);
	if (problem != NULL)
		return problem;
	group = named_group(code);
	if (group >= 0)
	{
		int			member = find_member(mix, group);

		if (member >= 0)
			return psprintf("origin \"%s\" is a group of countries beside its member \"%s\"", name,
							te_code_cstring(te_mix_code(mix, member)));
	}
	return NULL;
}

/* An origin as people mean it */
typedef struct Meant
{
	char	   *folded;			/* small letters, no blanks */
	int			country;		/* that it means, or -1 */
	int			item;
} Meant;

/* Order by folded text. */
static int
compare_folded(const void *a, const void *b)
{
	return strcmp(((const Meant *) a)->folded, ((const Meant *) b)->folded);
}

/* Order by country, then by place. */
static int
compare_country(const void *a, const void *b)
{
	const Meant *x = (const Meant *) a;
	const Meant *y = (const Meant *) b;

	return x->country != y->country ? (x->country > y->country) - (x->country < y->country)
		: x->item - y->item;
}

/* Return the length of the blank that a text begins with, also one that breaks no line, or 0. */
static int
blank_length(const char *s)
{
	static const char *const wide[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xE3\x80\x80", "\xEF\xBB\xBF"};

	if (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n')
		return 1;
	for (int i = 0; GetDatabaseEncoding() == PG_UTF8 && i < lengthof(wide); i++)
		if (strncmp(s, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	return 0;
}

/* Return an origin without blanks, in small letters where they are ASCII. */
static char *
folded(TeCode code)
{
	char	   *start = te_code_cstring(code);
	char	   *to = start;

	for (char *from = start; *from != '\0';)
	{
		int			blank = blank_length(from);

		from += blank;
		if (blank == 0)
		{
			*to++ = *from >= 'A' && *from <= 'Z' ? *from - 'A' + 'a' : *from;
			from++;
		}
	}
	*to = '\0';
	return start;
}

/* Return two neighbours as a message has them, the one that comes first in the mix first. */
static const char *
twins(const TeMix *mix, const Meant *one, const Meant *other, const char *format)
{
	return psprintf(format,
					te_code_cstring(te_mix_code(mix, Min(one->item, other->item))),
					te_code_cstring(te_mix_code(mix, Max(one->item, other->item))));
}

/* Return what is said of two origins that are one but for case and blanks, or one country. */
static const char *
twin_problem(const TeMix *mix)
{
	Meant	   *meant = palloc_array(Meant, Max(mix->norigins, 1));

	for (int i = 0; i < mix->norigins; i++)
	{
		TeCode		code = te_mix_code(mix, i);

		CHECK_FOR_INTERRUPTS();
		meant[i] = (Meant) {folded(code), Max(meaning(code), -1), i};
	}
	qsort(meant, mix->norigins, sizeof(Meant), compare_folded);
	for (int i = 1; i < mix->norigins; i++)
		if (strcmp(meant[i - 1].folded, meant[i].folded) == 0)
			return twins(mix, &meant[i - 1], &meant[i],
						 "origins \"%s\" and \"%s\" differ in case or blanks only");
	qsort(meant, mix->norigins, sizeof(Meant), compare_country);
	for (int i = 1; i < mix->norigins; i++)
		if (meant[i].country >= 0 && meant[i - 1].country == meant[i].country)
			return twins(mix, &meant[i - 1], &meant[i],
						 "origins \"%s\" and \"%s\" are one country");
	return NULL;
}

/* Return what is wrong with the amount without an origin, or NULL. */
static const char *
unspecified_problem(const TeMix *mix, double total)
{
	const char *but = mix->norigins > 1 ? nearly_all(mix, mix->unspecified, total) : NULL;

	if (mix->unspecified < 0)
		return psprintf("the unspecified amount is negative (%.15g)", mix->unspecified);
	return but == NULL ? NULL :
		psprintf("the unspecified amount equals the sum of all origins%s: a total such as World may have lost its name",
				 but);
}

/*
 * Why a mix looks wrong, or NULL: a net negative origin; one that nearly equals
 * the sum of several others, or has a name of the World; a group beside its
 * members; such an amount without an origin; two origins that differ in case or
 * blanks only, or are one country.
 */
Datum
mix_problem(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		total = te_mix_total(mix);
	const char *problem = NULL;

	for (int i = 0; problem == NULL && i < mix->norigins; i++)
		problem = origin_problem(mix, i, total);
	if (problem == NULL)
		problem = unspecified_problem(mix, total);
	if (problem == NULL)
		problem = twin_problem(mix);
	if (problem == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(problem));
}
