/*
 * cascade_exact.h
 *	  Losses of chosen groups by elimination, exact but for rounding however little
 *	  their loops leak.
 */
#ifndef TRADE_EXPOSURE_CASCADE_EXACT_H
#define TRADE_EXPOSURE_CASCADE_EXACT_H

#include "propagation/cascade_rows.h"

/* Work space, for one scenario after another */
typedef struct TeCascadeExact TeCascadeExact;

extern TeCascadeExact *te_cascade_exact_begin(const TeCascade *c);

/*
 * Finds the groups that decide, and their losses, by elimination; rivals replace
 * nobody.  Returns a bound of the error of every loss, or HUGE_VAL, the losses as
 * they were, when a loop is too large or two groups are too near each other to tell
 * which decides.
 */
extern double te_cascade_exact(const TeCascade *c, int side, TeCascadeState *state,
							   TeCascadeRows *rows, TeCascadeExact *k);

#endif							/* TRADE_EXPOSURE_CASCADE_EXACT_H */
