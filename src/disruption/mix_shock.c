/*
 * mix_shock.c
 *	  Shocks to a supply mix.
 */
#include "postgres.h"

#include <math.h>

#include "base/arrays.h"
#include "codes/country.h"
#include "disruption/mix_shock.h"
#include "mix/mix_targets.h"

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

/* The country that a code means, by any code system or name; or -1. */
static int
country_of(TeCode code)
{
	char	   *text = te_code_cstring(code);
	int			country = te_country_find(text, (int) strlen(text), TE_SYSTEM_GUESS);

	if (country < 0)
		country = te_country_named(text, (int) strlen(text));
	pfree(text);
	return country;
}

/* Item of the mix that a code means, of that code or of the same country; or -1. */
int
te_mix_item(const TeMix *mix, TeCode code)
{
	int			item = te_mix_find(mix, code);
	int			country;
	const char *written[3];

	if (item >= 0 || code.len == 0)
		return item;
	country = country_of(code);
	if (country < 0)
		return -1;
	written[0] = te_countries[country].iso3;
	written[1] = te_countries[country].iso2;
	written[2] = te_countries[country].name;
	for (int i = 0; i < (int) lengthof(written) && item < 0; i++)
		item = te_mix_find(mix, te_code(written[i], (int) strlen(written[i])));
	return item;
}

/* Throws where a name is neither an origin of the mix nor, as all origins are, a country. */
static void
check_name(const char *argument, TeCode code, const TeMix *mix)
{
	if (mix->norigins == 0 || te_mix_item(mix, code) >= 0 || country_of(code) >= 0)
		return;
	for (int i = 0; i < (int) mix->norigins; i++)
		if (country_of(te_mix_code(mix, i)) < 0)
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" names \"%s\", which is neither an origin of the mix nor a country",
					argument, te_code_cstring(code)),
			 errdetail("All origins of the mix are countries."),
			 errhint("Write it as the mix does, or as country_code() does; of a group name the "
					 "countries.")));
}

void
te_mix_check_names(const char *argument, const TeMix *values, const TeMix *mix)
{
	for (int i = 0; i < (int) values->norigins; i++)
		if (te_mix_find(mix, te_mix_code(values, i)) < 0)
			check_name(argument, te_mix_code(values, i), mix);
}

/* Adds the number of one origin under the mix's own code for it. */
static TeMixState *
add_met(TeMixState *state, const char *argument, const TeMix *values, int i, const TeMix *mix)
{
	TeCode		code = te_mix_code(values, i);
	int			item = te_mix_item(mix, code);
	TeCode		met = item < 0 ? code : te_mix_code(mix, item);

	for (int k = 0; k < (int) values->norigins; k++)
		if (k != i && item >= 0 && te_mix_item(mix, te_mix_code(values, k)) == item)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("\"%s\" names one country twice: \"%s\" and \"%s\"", argument,
							te_code_cstring(code), te_code_cstring(te_mix_code(values, k))),
					 errhint("Write each country in one way.")));
	return te_mix_add(state, met, values->items[i].amount);
}

/* The numbers by origin with the mix's own codes where they mean the same country. */
TeMix *
te_mix_meet(const char *argument, TeMix *values, const TeMix *mix)
{
	bool		all = true;
	TeMixState *state;

	for (int i = 0; i < (int) values->norigins && all; i++)
	{
		TeCode		code = te_mix_code(values, i);

		all = te_mix_find(mix, code) >= 0 || te_mix_item(mix, code) < 0;
	}
	if (all)
		return values;
	state = te_mix_begin();
	for (int i = 0; i < (int) values->norigins; i++)
		state = add_met(state, argument, values, i, mix);
	if (values->unspecified != 0)
		state = te_mix_add(state, te_code("", 0), values->unspecified);
	return te_mix_end(state);
}

bool *
te_mix_named(const TeMix *mix, ArrayType *array, const char *argument)
{
	int			n;
	TeCode	   *codes = te_codes_arg(array, argument, &n);

	for (int i = 0; i < n; i++)
		check_name(argument, codes[i], mix);
	return te_targets_found(mix, array, argument, te_mix_item);
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
