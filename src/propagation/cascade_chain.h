/*
 * cascade_chain.h
 *	  Losses of a side where no node has more than one group: they are linear, and
 *	  scenarios share what does not depend on them.
 */
#ifndef TRADE_EXPOSURE_CASCADE_CHAIN_H
#define TRADE_EXPOSURE_CASCADE_CHAIN_H

#include "propagation/cascade_rows.h"

/* What the scenarios of one side share */
typedef struct TeCascadeChain TeCascadeChain;

/* Of that side; uses "rows" and forgets what they held. */
extern TeCascadeChain *te_cascade_chain_begin(const TeCascade *c, int side, TeCascadeRows *rows);

/*
 * Brings the losses within the tolerance, which is proved; rivals replace nobody.
 * Where it does not come to that, returns false and leaves the losses as they were.
 */
extern bool te_cascade_chain_settle(const TeCascade *c, int side, TeCascadeState *state,
									TeCascadeChain *chain);

#endif							/* TRADE_EXPOSURE_CASCADE_CHAIN_H */
