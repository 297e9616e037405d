/*
 * mix_targets.c
 *	  Lists of origins that a function of a supply mix is given.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/arrays.h"
#include "mix/mix_targets.h"

/* One flag for each item of the mix: does "find" find it for a code of the array? */
bool *
te_targets_found(const TeMix *mix, ArrayType *array, const char *argument,
				 int (*find) (const TeMix *mix, TeCode code))
{
	int			n;
	TeCode	   *codes = te_codes_arg(array, argument, &n);
	bool	   *targeted = palloc0(Max(mix->norigins, 1));

	for (int i = 0; i < n; i++)
	{
		int			item = find(mix, codes[i]);

		if (item >= 0)
			targeted[item] = true;
	}
	return targeted;
}

/* One flag for each item of the mix: is it in the array? */
bool *
te_targets(const TeMix *mix, ArrayType *array, const char *argument)
{
	return te_targets_found(mix, array, argument, te_mix_find);
}

/* Σ amounts of the flagged items. */
double
te_targets_amount(const TeMix *mix, const bool *targeted)
{
	TeSum		sum = {0, 0};

	for (int i = 0; i < mix->norigins; i++)
		if (targeted[i])
			te_sum_carry(&sum, mix->items[i].amount);
	return te_sum_value(sum);
}

/* See mix_targets.h. */
void
te_refuse_array_text(text *target)
{
	const char *bytes = VARDATA_ANY(target);
	int			len = VARSIZE_ANY_EXHDR(target);

	if (len >= 2 && bytes[0] == '{' && bytes[len - 1] == '}')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the target of dependency_share is one origin, but is written like an array: \"%s\"",
						text_to_cstring(target)),
				 errhint("Write ARRAY['CHN', 'HKG'] or '{CHN,HKG}'::text[] for several origins, and ARRAY['{x}'] for an origin with braces.")));
}
