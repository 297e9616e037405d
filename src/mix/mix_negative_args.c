/*
 * mix_negative_args.c
 *	  What a measure does with net negative amounts: the argument "negative".
 */
#include "postgres.h"

#include "base/word_args.h"
#include "mix/mix_negative_args.h"

/* See mix_negative_args.h. */
TeNegative
te_negative_arg(FunctionCallInfo fcinfo, int n)
{
	static const char *const words[] = {"error", "zero", "null"};

	return te_word_arg(fcinfo, n, "negative", words, lengthof(words),
					   "It says what a net negative origin does: error, zero (it counts as zero) or null (the answer is NULL).");
}

/* See mix_negative_args.h. */
bool
te_mix_has_negative(const TeMix *mix)
{
	for (uint32 i = 0; i < mix->norigins; i++)
		if (mix->items[i].amount < 0)
			return true;
	return mix->unspecified < 0;
}

/* See mix_negative_args.h. */
TeMix *
te_mix_clamped(const TeMix *mix)
{
	TeMix	   *copy = palloc(VARSIZE(mix));

	memcpy(copy, mix, VARSIZE(mix));
	copy->unspecified = Max(mix->unspecified, 0);
	for (int i = 0; i < mix->norigins; i++)
		copy->items[i].amount = Max(mix->items[i].amount, 0);
	return copy;
}

/* See mix_negative_args.h. */
const TeMix *
te_mix_or_null(const TeMix *mix, TeNegative negative)
{
	if (negative == TE_NEGATIVE_ERROR || !te_mix_has_negative(mix))
		return mix;
	return negative == TE_NEGATIVE_NULL ? NULL : te_mix_clamped(mix);
}
