/*
 * cascade_support.h
 *	  Whether the losses of a cascade come from somewhere.
 */
#ifndef TRADE_EXPOSURE_CASCADE_SUPPORT_H
#define TRADE_EXPOSURE_CASCADE_SUPPORT_H

#include "propagation/cascade_rows.h"

/*
 * Chooses for each node a group that brings its loss and leads to nodes with a
 * shock; true when every loss has one.  Else the others start again from their own
 * shock.  "reached" and "lost" have room for every node.
 */
extern bool te_cascade_support(const TeCascade *c, int side, TeCascadeState *state,
							   TeCascadeRows *rows, int *reached, bool *lost);

#endif							/* TRADE_EXPOSURE_CASCADE_SUPPORT_H */
