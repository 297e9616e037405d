/*
 * cascade_merge.h
 *	  A network in which nodes that lose the same, whoever has a shock, are one.
 */
#ifndef TRADE_EXPOSURE_CASCADE_MERGE_H
#define TRADE_EXPOSURE_CASCADE_MERGE_H

#include "propagation/cascade_rows.h"

/* One side of a network so merged; all scenarios share it. */
typedef struct TeCascadeMerged
{
	TeCascade	net;			/* that side alone */
	int		   *place;			/* by node of the network: its node there */
	double		slowest;		/* no loss there is off by more than that many
								 * times the largest rest; HUGE_VAL: not known */
	double	   *shock;			/* by node there: for the scenario at hand */
	double	   *loss;
} TeCascadeMerged;

/* Of that side, where rivals replace nobody; uses "rows" and forgets what they held. */
extern TeCascadeMerged *te_cascade_merge(const TeCascade *c, int side, TeCascadeRows *rows);

/* The losses of a scenario there, as far as they are known, and back again. */
extern TeCascadeState te_cascade_merged_state(const TeCascade *c, const TeCascadeState *state,
											  TeCascadeMerged *m);
extern void te_cascade_merged_take(const TeCascade *c, const TeCascadeMerged *m,
								   TeCascadeState *state);

/* A bound of the error of every loss there. */
extern double te_cascade_merged_bound(const TeCascadeMerged *m, int side,
									  const TeCascadeState *state);

#endif							/* TRADE_EXPOSURE_CASCADE_MERGE_H */
