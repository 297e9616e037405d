/*
 * cascade_loss.h
 *	  What a node loses from its partners' losses, and what it passes on.
 */
#ifndef TRADE_EXPOSURE_CASCADE_LOSS_H
#define TRADE_EXPOSURE_CASCADE_LOSS_H

#include <float.h>

#include "propagation/cascade.h"

#define TE_CASCADE_ROUNDING 1e-14	/* changes of a loss that are rounding */
#define TE_CASCADE_SUM_ROUNDING (2 * DBL_EPSILON)	/* relative: shares, their
													 * products and the sum of
													 * these */
#define TE_CASCADE_NO_GROUP -1	/* group of a node that nobody raised */

/* One scenario on one side */
typedef struct TeCascadeState
{
	const double *shock;		/* own loss: the floor */
	double		cap;			/* largest shock: no loss is larger, for every
								 * loss is a mean of others' or less */
	double	   *loss;			/* present loss */
	double	   *passed;			/* what partners see: loss, or loss times what
								 * nobody replaces */
	double	   *available;		/* by market: what the sector still sells, and
								 * after them room for what rounding left;
								 * NULL: nobody replaces */
	double		change;			/* largest change of the last sweep */
	int			rounds;			/* rounds, sweeps and solver steps done */
} TeCascadeState;

/* What group g brings. */
static inline double
te_cascade_group_loss(const TeCascadeSide *side, const double *passed, int g)
{
	double		sum = 0;

	for (int k = side->edge_start[g]; k < side->edge_start[g + 1]; k++)
		sum += side->weight[k] * passed[side->partner[k]];
	return sum;
}

/* Share of group g that comes from nowhere: what node v buys besides its non-essential inputs. */
static inline double
te_cascade_leak(const TeCascadeSide *side, int v, int g)
{
	return side->leak != NULL && side->linear[v] == g ? side->leak[v] : 0;
}

/* A group of node v to which w passes on something, or TE_CASCADE_NO_GROUP. */
extern int	te_cascade_group_with(const TeCascadeSide *side, int v, int w);

/*
 * Loss of node v from what its partners pass on, and the group that it comes
 * from (left alone when nothing is lost).
 */
static inline double
te_cascade_worst_group(const TeCascadeSide *side, const double *passed, int v, int *group)
{
	double		loss = 0;
	int			k = side->edge_start[side->group_start[v]];

	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		double		sum = 0;

		for (; k < side->edge_start[g + 1]; k++)
			sum += side->weight[k] * passed[side->partner[k]];
		if (sum > loss)
		{
			loss = sum;
			*group = g;
		}
	}
	return loss < 1 ? loss : 1;
}

/* The same with sums that round but once. */
extern double te_cascade_worst_group_carefully(const TeCascadeSide *side, const double *passed,
											   int v, int *group);

/* Share of node v's loss that no rival makes up for. */
static inline double
te_cascade_irreplaceable(const TeCascade *c, const TeCascadeState *state, int v)
{
	double		available;

	if (state->available == NULL)
		return 1;
	available = state->available[c->market[v]];
	return c->sales[v] < available ? c->sales[v] / available : 1;
}

/* Whether node v lost all that any node can. */
static inline bool
te_cascade_lost_all(const TeCascadeState *state, int v)
{
	return state->loss[v] >= state->cap - TE_CASCADE_ROUNDING;
}

/* Loss of node v on one side if its partners' losses are "passed". */
extern double te_cascade_node_loss(const TeCascadeSide *side, const double *passed, int v);

/* Recomputes available and passed from the losses. */
extern void te_cascade_pass(const TeCascade *c, TeCascadeState *state);

/* The same with sums that round but once. */
extern void te_cascade_pass_carefully(const TeCascade *c, TeCascadeState *state);

#endif							/* TRADE_EXPOSURE_CASCADE_LOSS_H */
