/*
 * mix_missing.c
 *	  Weights by origin, and what happens to origins that have none.
 */
#include "postgres.h"

#include <math.h>

#include "lib/stringinfo.h"

#include "base/trade_exposure.h"
#include "base/words.h"
#include "mix/mix_missing.h"

#define CODES_IN_MESSAGE 20		/* codes that an error lists */

/* Reads the argument "missing". */
TeMissing
te_missing(const text *word)
{
	static const char *const words[] = {"error", "exclude", "zero", "one"};

	return te_word_number("missing", text_to_cstring(word), words, lengthof(words),
						  "It says what happens to origins without a weight: exclude leaves them out, zero and one are weights.");
}

/* Throws with the codes, or as many as fit, that have no weight. */
static void
weights_missing(const TeMix *mix, const double *items, bool unspecified, const char *function)
{
	StringInfoData codes;
	int			n = 0;

	initStringInfo(&codes);
	for (int i = 0; i < mix->norigins; i++)
		if (isnan(items[i]) && mix->items[i].amount != 0 && n++ < CODES_IN_MESSAGE)
			appendStringInfo(&codes, "%s%s", codes.len > 0 ? ", " : "",
							 te_code_cstring(te_mix_code(mix, i)));
	if (n > CODES_IN_MESSAGE)
		appendStringInfo(&codes, " and %d more", n - CODES_IN_MESSAGE);
	if (unspecified)
		appendStringInfo(&codes, "%s(unspecified)", n > 0 ? ", " : "");
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("%s: no weight for %s", function, codes.data),
			 errhint("Give these origins a weight, or say missing => 'exclude', 'zero' or 'one'.")));
}

/* The weight of each item of a mix. */
TeWeights
te_weights(const TeMix *mix, const TeMix *weights, TeMissing missing, const char *function)
{
	static const double instead[] = {NAN, NAN, 0, 1};
	TeWeights	w = {instead[missing], palloc(sizeof(double) * Max(mix->norigins, 1))};
	bool		lacking = false;
	bool		unspecified;

	for (int i = 0, k = 0; i < mix->norigins; i++)
	{
		TeCode		code = te_mix_code(mix, i);
		int			cmp = 1;

		while (k < weights->norigins && (cmp = te_code_cmp(te_mix_code(weights, k), code)) < 0)
			k++;
		if (k < weights->norigins && cmp == 0)
			w.items[i] = weights->items[k].amount;
		else
		{
			w.items[i] = instead[missing];
			lacking |= mix->items[i].amount != 0;
		}
	}
	if (weights->unspecified_rows > 0)
		w.unspecified = weights->unspecified;
	unspecified = mix->unspecified != 0 && weights->unspecified_rows == 0;
	if (missing == TE_MISSING_ERROR && (lacking || unspecified))
		weights_missing(mix, w.items, unspecified, function);
	return w;
}

void
te_weighted_sums(const TeMix *mix, const TeWeights *w, TeSum *weighted, TeSum *total)
{
	for (int i = 0; i < mix->norigins; i++)
		if (!isnan(w->items[i]))
		{
			te_sum_carry(weighted, mix->items[i].amount * w->items[i]);
			te_sum_carry(total, mix->items[i].amount);
		}
	if (mix->unspecified != 0 && !isnan(w->unspecified))
	{
		te_sum_carry(weighted, mix->unspecified * w->unspecified);
		te_sum_carry(total, mix->unspecified);
	}
}
