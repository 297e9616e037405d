/*
 * cascade_ends.h
 *	  Nodes that lose the same whoever has a shock, told from the links.
 */
#ifndef TRADE_EXPOSURE_CASCADE_ENDS_H
#define TRADE_EXPOSURE_CASCADE_ENDS_H

#include "propagation/cascade_loss.h"

typedef struct TeCascadeEnds
{
	int		   *end;			/* by node: one that stands for all that lose
								 * the same */
	bool	   *within;			/* by group: brings only what those lose */
	int		   *order;			/* nodes, each after those it depends on,
								 * loops aside */
} TeCascadeEnds;

/* Of a side where rivals replace nobody; NULL when they are not found soon. */
extern TeCascadeEnds *te_cascade_ends(const TeCascade *c, const TeCascadeSide *side);

extern void te_cascade_ends_free(TeCascadeEnds *ends);

#endif							/* TRADE_EXPOSURE_CASCADE_ENDS_H */
