/*
 * mix_targets.h
 *	  Lists of origins that a function of a supply mix is given.
 */
#ifndef TRADE_EXPOSURE_MIX_TARGETS_H
#define TRADE_EXPOSURE_MIX_TARGETS_H

#include "utils/array.h"

#include "mix/mix.h"

/*
 * One flag for each item of the mix: is it in the array of the argument?
 * Absent codes match nothing.
 */
extern bool *te_targets(const TeMix *mix, ArrayType *array, const char *argument);

/* Likewise, where "find" says which item a code means, or -1. */
extern bool *te_targets_found(const TeMix *mix, ArrayType *array, const char *argument,
							  int (*find) (const TeMix *mix, TeCode code));

/* Σ amounts of the flagged items. */
extern double te_targets_amount(const TeMix *mix, const bool *targeted);

/*
 * Throws for the name of one origin that is written like an array: a bare
 * literal {CHN,HKG} is a text for PostgreSQL and would silently match nothing.
 */
extern void te_refuse_array_text(text *target);

#endif							/* TRADE_EXPOSURE_MIX_TARGETS_H */
