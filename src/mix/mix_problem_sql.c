/*
 * mix_problem_sql.c
 *	  What looks wrong in a supply mix: totals among the origins, origins that
 *	  are one, negative amounts.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "codes/country.h"
#include "mix/mix.h"

TE_FUNCTION(mix_problem);

#define NEAR_TOTAL 0.005		/* what rounding and suppression take from a
								 * sum */

/* Return the group of countries that an origin names, or -1. */
static int
named_group(TeCode code)
{
	static const char *const unions[] = {"EUN", "EU27", "EU28", "EU15", "EU27_2020",
	"European Union", "97"};
	const char *name = te_code_cstring(code);

	for (int i = 0; i < lengthof(unions); i++)
		if (pg_strcasecmp(name, unions[i]) == 0)
			return te_country_group_find("EU", 2);
	return te_country_group_find(name, code.len);
}

/* Return the first origin that was ever a member of a group, or -1. */
static int
find_member(const TeMix *mix, int group)
{
	for (int i = 0; i < mix->norigins; i++)
	{
		TeCode		code = te_mix_code(mix, i);
		int			country = te_country_find(te_code_cstring(code), code.len, TE_SYSTEM_GUESS);

		CHECK_FOR_INTERRUPTS();
		if (country >= 0 && te_country_was_in_group(country, group))
			return i;
	}
	return -1;
}

/* Is the origin a name of the total of all partners? */
static bool
is_total(TeCode code)
{
	TeCountryCode clean;
	int			target;

	if (te_country_is_total(te_code_cstring(code), code.len))
		return true;
	clean = te_country_clean(te_code_cstring(code), code.len);
	target = te_country_meaning(&clean, TE_SYSTEM_GUESS);
	return target < 0 && target != TE_NO_COUNTRY &&
		te_pseudo_area(target)->kind == TE_PSEUDO_TOTAL &&
		named_group(code) < 0;
}

/* Return what is wrong with one origin, or NULL. */
static const char *
origin_problem(const TeMix *mix, int i, double total)
{
	TeCode		code = te_mix_code(mix, i);
	const char *name = te_code_cstring(code);
	double		amount = mix->items[i].amount;
	double		rest = total - amount;
	int			group;

	if (amount < 0)
		return psprintf("origin \"%s\" is net negative (%.15g)", name, amount);
	if (mix->norigins + (mix->unspecified > 0) > 2 && amount > 0 &&
		fabs(amount - rest) <= NEAR_TOTAL * amount)
	{
		double		off = fabs(amount - rest) / amount;

		return psprintf("origin \"%s\" equals the sum of all others%s: a total such as World may have slipped in",
						name, off <= 1e-9 ? "" : psprintf(" but for %.2g %%", 100 * off));
	}
	if (is_total(code))
		return psprintf("origin \"%s\" is a total of all origins, not one of them", name);
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
	char	   *folded;			/* small letters, no blanks around */
	int			item;
} Meant;

/* Order by meaning. */
static int
compare_meant(const void *a, const void *b)
{
	return strcmp(((const Meant *) a)->folded, ((const Meant *) b)->folded);
}

/* Return an origin without blanks around it, in small letters where they are ASCII. */
static char *
folded(TeCode code)
{
	char	   *start = te_code_cstring(code);
	char	   *end = start + strlen(start);	/* a damaged code may hold a
												 * zero byte */

	while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	while (*start == ' ' || *start == '\t')
		start++;
	for (char *c = start; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c += 'a' - 'A';
	return start;
}

/* Return what is said of two origins that differ in case or blanks only, or NULL when none do. */
static const char *
twin_problem(const TeMix *mix)
{
	Meant	   *meant = palloc_array(Meant, Max(mix->norigins, 1));

	for (int i = 0; i < mix->norigins; i++)
	{
		CHECK_FOR_INTERRUPTS();
		meant[i].folded = folded(te_mix_code(mix, i));
		meant[i].item = i;
	}
	qsort(meant, mix->norigins, sizeof(Meant), compare_meant);
	for (int i = 1; i < mix->norigins; i++)
		if (strcmp(meant[i - 1].folded, meant[i].folded) == 0)
			return psprintf("origins \"%s\" and \"%s\" differ in case or blanks only",
							te_code_cstring(te_mix_code(mix, Min(meant[i - 1].item,
																 meant[i].item))),
							te_code_cstring(te_mix_code(mix, Max(meant[i - 1].item,
																 meant[i].item))));
	return NULL;
}

/*
 * Why a mix looks wrong, or NULL: a net negative origin; one that nearly equals
 * the sum of several others, or has a name of the World; a group beside its
 * members; two origins that differ in case or blanks only.
 */
Datum
mix_problem(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		total = te_mix_total(mix);
	const char *problem = NULL;

	for (int i = 0; problem == NULL && i < mix->norigins; i++)
		problem = origin_problem(mix, i, total);
	if (problem == NULL && mix->unspecified < 0)
		problem = psprintf("the unspecified amount is negative (%.15g)", mix->unspecified);
	if (problem == NULL)
		problem = twin_problem(mix);
	if (problem == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(problem));
}
