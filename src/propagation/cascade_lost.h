/*
 * cascade_lost.h
 *	  Who loses all, told from the links alone.
 */
#ifndef TRADE_EXPOSURE_CASCADE_LOST_H
#define TRADE_EXPOSURE_CASCADE_LOST_H

#include "propagation/cascade_loss.h"

/* Work space, for one scenario after another */
typedef struct TeCascadeLost TeCascadeLost;

extern TeCascadeLost *te_cascade_lost_begin(const TeCascade *c);

/*
 * Whether each node loses as much as the largest shock, in "lost"; those that do get
 * that loss.  Rivals replace nobody.  Where that is not found soon "lost" holds only
 * nodes with such a shock.  Returns how many links bring something to the others: where
 * it is none all losses are known.
 */
extern Size te_cascade_lost_find(const TeCascade *c, int side, TeCascadeState *state, bool *lost,
								 TeCascadeLost *k);

#endif							/* TRADE_EXPOSURE_CASCADE_LOST_H */
