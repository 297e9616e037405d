/*
 * mix_build.h
 *	  From a builder to the sorted form of a supply mix.
 */
#ifndef TRADE_EXPOSURE_MIX_BUILD_H
#define TRADE_EXPOSURE_MIX_BUILD_H

#include "mix/mix_state.h"

/* The mix of a builder, with these totals instead of its own. */
extern TeMix *te_mix_end_with(const TeMixState *state, const TeMixTotals *totals);

#endif							/* TRADE_EXPOSURE_MIX_BUILD_H */
