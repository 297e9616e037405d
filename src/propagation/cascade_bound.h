/*
 * cascade_bound.h
 *	  How far the losses of a cascade may be from where it ends.
 */
#ifndef TRADE_EXPOSURE_CASCADE_BOUND_H
#define TRADE_EXPOSURE_CASCADE_BOUND_H

#include "propagation/cascade_rows.h"

/* Work space, for one scenario after another */
typedef struct TeCascadeBound TeCascadeBound;

extern TeCascadeBound *te_cascade_bound_begin(const TeCascade *c);

/*
 * A bound of the error of every loss, or HUGE_VAL when none was found; a "tight"
 * one takes longer.  The choice of groups in "rows" is read and stays; its rows are
 * written.  Nodes that are not in "nodes" must have no loss.
 */
extern double te_cascade_bound(const TeCascade *c, int side, const TeCascadeState *state,
							   const TeCascadeNodes *nodes, TeCascadeRows *rows, bool tight,
							   TeCascadeBound *bound);

#endif							/* TRADE_EXPOSURE_CASCADE_BOUND_H */
