/*
 * mix_targets.c
 *	  Lists of origins that a function of a supply mix is given.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "mix/mix_targets.h"

/* The codes of a text array; throws when one is NULL. */
TeCode *
te_codes_from_array(ArrayType *array, int *n)
{
	Datum	   *elements;
	bool	   *nulls;
	TeCode	   *codes;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, n);
	codes = palloc(sizeof(TeCode) * Max(*n, 1));
	for (int i = 0; i < *n; i++)
	{
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("an array of origins must not contain NULL"),
					 errdetail("Element %d is NULL.", i + 1)));
		codes[i] = te_code_from_text(DatumGetTextPP(elements[i]));
	}
	return codes;
}

/* One flag for each item of the mix: is it in the array? */
bool *
te_targets(const TeMix *mix, ArrayType *array)
{
	int			n;
	TeCode	   *codes = te_codes_from_array(array, &n);
	bool	   *targeted = palloc0(Max(mix->norigins, 1));

	for (int i = 0; i < n; i++)
	{
		int			item = te_mix_find(mix, codes[i]);

		if (item >= 0)
			targeted[item] = true;
	}
	return targeted;
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
