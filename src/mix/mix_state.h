/*
 * mix_state.h
 *	  The partial form of a supply mix: what its aggregates change in place.
 *
 * One flat varlena whose whole size is a power of two, so that the allocator
 * wastes nothing (unless it is packed to be stored), in three parts that follow
 * each other:
 *
 *	header	16 bytes
 *	log		rows as they came, and room for more
 *	run		what the log has been folded into: totals, and origins in byte order,
 *			each once, with their exact sums; absent as long as few rows have come
 *
 * Adding a row only appends to the log.  When the log is full its rows go into
 * the run together, while the state is in the processor's cache.  With many
 * groups waiting for memory is most of the cost: a row touches the header and
 * the end of the log, near to each other, whatever the number of origins, and
 * the states of most groups stay small.
 */
#ifndef TRADE_EXPOSURE_MIX_STATE_H
#define TRADE_EXPOSURE_MIX_STATE_H

#include "mix/mix_run.h"

/* A builder that has these totals already. */
extern TeMixState *te_mix_begin_with(const TeMixTotals *totals, bool counted);

/*
 * An empty builder that counts the rows of each origin, so that they can be
 * taken away again: an origin is gone with its last row.
 */
extern TeMixState *te_mix_begin_counted(void);

/* Counts a row without an amount. */
extern TeMixState *te_mix_skip(TeMixState *state);

/*
 * Adds what so many rows of an origin come to: to the origin and, if the builder
 * counts, to its rows, but not to the mix's number of rows.
 */
extern TeMixState *te_mix_put(TeMixState *state, TeCode code, const TeNet *net, uint32 rows);

/* Adds another state. */
extern TeMixState *te_mix_state_merge(TeMixState *state, const TeMixState *other);

/* Takes away what was added by te_mix_add, te_mix_skip or te_mix_merge to a builder that counts. */
extern TeMixState *te_mix_subtract(TeMixState *state, TeCode code, double amount);
extern TeMixState *te_mix_subtract_skipped(TeMixState *state);
extern TeMixState *te_mix_subtract_mix(TeMixState *state, const TeMix *mix);

/* Takes away what te_mix_state_merge added; both count. */
extern TeMixState *te_mix_state_subtract(TeMixState *state, const TeMixState *other);

/* Checks every invariant; throws when the bytes are not a state. */
extern void te_mix_state_check(const TeMixState *state, Size size);

#endif							/* TRADE_EXPOSURE_MIX_STATE_H */
