/*
 * cascade_support.h
 *	  Whether the losses of a cascade come from somewhere.
 */
#ifndef TRADE_EXPOSURE_CASCADE_SUPPORT_H
#define TRADE_EXPOSURE_CASCADE_SUPPORT_H

#include "propagation/cascade_rows.h"

/* Takes the losses of those who only seem to have lost all a little lower: they count as open. */
extern void te_cascade_open(const TeCascade *c, const TeCascadeState *state, const bool *lost);

/*
 * Chooses for each node a group that brings its loss and leads to nodes with a
 * shock; true when every loss has one.  Else the others start again from their own
 * shock.  "lost" holds who lost all; where rivals replace a supplier it is found out
 * here.  "reached" and "lost" have room for every node.
 */
extern bool te_cascade_support(const TeCascade *c, int side, TeCascadeState *state,
							   TeCascadeRows *rows, int *reached, bool *lost);

#endif							/* TRADE_EXPOSURE_CASCADE_SUPPORT_H */
