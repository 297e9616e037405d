/*
 * mix_shock.h
 *	  Shocks to a supply mix: numbers by origin that say what happens to it.
 */
#ifndef TRADE_EXPOSURE_MIX_SHOCK_H
#define TRADE_EXPOSURE_MIX_SHOCK_H

#include "utils/array.h"

#include "disruption/price_math.h"
#include "mix/mix.h"

#define TE_LOWEST_RATE (-0.999999)	/* a cut of a tariff, or a subsidy: the
									 * price stays above 0 */

/*
 * Throws unless each number of "values", the unspecified one included, lies in
 * [low, high]; the error names the argument and the origin.
 */
extern void te_check_origins(const char *argument, const TeMix *values, double low, double high);

/* Item of the mix that a code means, of that code or of the same country; or -1. */
extern int	te_mix_item(const TeMix *mix, TeCode code);

/*
 * Throws where a name means nothing: no origin of the mix, and no country either
 * though all origins are countries.  A country that does not supply may stand there,
 * for one scenario runs over many mixes.
 */
extern void te_mix_check_names(const char *argument, const TeMix *values, const TeMix *mix);

/*
 * The numbers by origin with the mix's own codes where they mean the same country
 * (CN, CHN, China); throws where two of them are one country.
 */
extern TeMix *te_mix_meet(const char *argument, TeMix *values, const TeMix *mix);

/*
 * One flag for each item of the mix: does the array of the argument name it, or its
 * country?  Throws for names as te_mix_check_names().
 */
extern bool *te_mix_named(const TeMix *mix, ArrayType *array, const char *argument);

/* A mix item by item: 0 … norigins − 1 are its origins, norigins is the unspecified amount. */
static inline TeCode
te_mix_part_code(const TeMix *mix, int i)
{
	return (i < (int) mix->norigins) ? te_mix_code(mix, i) : te_code("", 0);
}

static inline double
te_mix_part_amount(const TeMix *mix, int i)
{
	return (i < (int) mix->norigins) ? mix->items[i].amount : mix->unspecified;
}

/* The share of a mix that a shock (origin → cut share) takes away, given its total. */
extern double te_mix_cut(const TeMix *mix, const TeMix *shock, double total);

/* Σ spare capacity of what the shock leaves, as a share of the total. */
extern double te_mix_spare(const TeMix *spare, const TeMix *shock, double total);

/*
 * The producers of a mix after a shock, one more than it has origins, with room
 * for another; those without a capacity have no bound.
 */
extern TeProducer *te_mix_producers(const TeMix *mix, const TeMix *shock,
									const TeMix *capacity, double total);

#endif							/* TRADE_EXPOSURE_MIX_SHOCK_H */
