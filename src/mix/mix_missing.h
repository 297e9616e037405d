/*
 * mix_missing.h
 *	  Weights by origin, and what happens to origins that have none.
 */
#ifndef TRADE_EXPOSURE_MIX_MISSING_H
#define TRADE_EXPOSURE_MIX_MISSING_H

#include "mix/mix.h"

typedef enum TeMissing
{
	TE_MISSING_ERROR,			/* 'error': throw, naming the codes */
	TE_MISSING_EXCLUDE,			/* 'exclude': leave the origin out */
	TE_MISSING_ZERO,			/* 'zero': weight 0 */
	TE_MISSING_ONE				/* 'one': weight 1 */
} TeMissing;

/* Reads the argument "missing"; throws for anything but the four words. */
extern TeMissing te_missing(const text *word);

/* The weight of each item of a mix; NaN for origins to leave out. */
typedef struct TeWeights
{
	double		unspecified;	/* of the unspecified amount */
	double	   *items;			/* of the items */
} TeWeights;

/* Throws, naming the codes, when weights are missing and that is an error. */
extern TeWeights te_weights(const TeMix *mix, const TeMix *weights, TeMissing missing,
							const char *function);

/* Adds amount · weight of all that has a weight to one sum, and its amount to another. */
extern void te_weighted_sums(const TeMix *mix, const TeWeights *w, TeSum *weighted, TeSum *total);

#endif							/* TRADE_EXPOSURE_MIX_MISSING_H */
