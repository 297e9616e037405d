/*
 * mix_shock.c
 *	  Shocks to a supply mix.
 */
#include "postgres.h"

#include <math.h>

#include "disruption/mix_shock.h"

/* Throws unless each number of "values" lies in [low, high], naming argument and origin. */
void
te_check_origins(const char *argument, const TeMix *values, double low, double high)
{
	for (int i = 0; i <= (int) values->norigins; i++)
	{
		double		value = te_mix_part_amount(values, i);
		const char *origin = "the unspecified origin";

		if (value >= low && value <= high)
			continue;
		if (i < (int) values->norigins)
			origin = psprintf("origin \"%s\"", te_code_cstring(te_mix_code(values, i)));
		if (isinf(high))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("\"%s\" of %s must be at least %g, but is %.15g",
							argument, origin, low, value)));
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("\"%s\" of %s must lie between %g and %g, but is %.15g",
						argument, origin, low, high, value),
				 errhint("Write {CHN:0.6} when 60 percent of what comes from CHN stops.")));
	}
}

/* The share of a mix that a shock (origin → cut share) takes away, given its total. */
double
te_mix_cut(const TeMix *mix, const TeMix *shock, double total)
{
	TeSum		sum = {0.0, 0.0};

	for (int i = 0; i <= (int) mix->norigins; i++)
		te_sum_add(&sum, te_mix_part_amount(mix, i) *
				   te_mix_amount(shock, te_mix_part_code(mix, i)));
	return Min(1.0, sum.hi / total);
}

/* Σ spare capacity of what the shock leaves, as a share of the total. */
double
te_mix_spare(const TeMix *spare, const TeMix *shock, double total)
{
	TeSum		sum = {0.0, 0.0};

	for (int i = 0; i <= (int) spare->norigins; i++)
		te_sum_add(&sum, te_mix_part_amount(spare, i) *
				   (1.0 - te_mix_amount(shock, te_mix_part_code(spare, i))));
	return sum.hi / total;
}

TeProducer *
te_mix_producers(const TeMix *mix, const TeMix *shock, const TeMix *capacity, double total)
{
	TeProducer *producers = palloc0(sizeof(TeProducer) * ((Size) mix->norigins + 2));

	for (int i = 0; i <= (int) mix->norigins; i++)
	{
		TeCode		code = te_mix_part_code(mix, i);

		producers[i].supply = te_mix_part_amount(mix, i) / total *
			(1.0 - te_mix_amount(shock, code));
		producers[i].capacity = INFINITY;
		if (capacity != NULL && code.len > 0 && te_mix_find(capacity, code) >= 0)
			producers[i].capacity = te_mix_amount(capacity, code) / total;
	}
	return producers;
}
