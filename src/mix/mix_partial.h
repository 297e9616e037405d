/*
 * mix_partial.h
 *	  Partial supply mixes as values: sums and differences without loss.
 */
#ifndef TRADE_EXPOSURE_MIX_PARTIAL_H
#define TRADE_EXPOSURE_MIX_PARTIAL_H

#include "mix/mix_state.h"

/* The argument in the form it has, partial or finished, aligned, in memory and checked. */
extern const TeMix *te_mix_unfinished(Datum datum);

/* Adds a mix of either form; each origin of a finished one counts as one row of the origin. */
extern TeMixState *te_mix_add_mix(TeMixState *state, const TeMix *mix);

/* Takes away what te_mix_add_mix added to a builder that counts. */
extern TeMixState *te_mix_take_mix(TeMixState *state, const TeMix *mix);

/* A mix plus or, with sign -1, minus another one, as a partial mix. */
extern TeMix *te_mix_partial_sum(const TeMix *mix, const TeMix *other, int sign);

#endif							/* TRADE_EXPOSURE_MIX_PARTIAL_H */
