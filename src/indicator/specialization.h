/*
 * specialization.h
 *	  A supply mix against a reference: what a region, a country or a basket has
 *	  more of than the whole.
 *
 * All read the named origins, and are NAN where a total is zero.  "metric" is the
 * SQL function that an error names.
 */
#ifndef TRADE_EXPOSURE_SPECIALIZATION_H
#define TRADE_EXPOSURE_SPECIALIZATION_H

#include "mix/mix.h"

/* One origin of two mixes. */
typedef struct TePair
{
	double		mine;			/* share in the mix */
	double		whole;			/* share in the reference */
} TePair;

/* Both mixes side by side. */
typedef struct TePairs
{
	int			n;				/* origins that one of them has */
	TePair	   *pairs;
	double		total;			/* of the mix */
	double		reference;		/* of the reference */
} TePairs;

/* Shares of both mixes; throws when one is net negative. */
extern TePairs te_pairs(const TeMix *mix, const TeMix *reference, const char *metric);

/* Hachman's index, 1 / sum of share times location quotient, 0..1; 1 is as the reference. */
extern double te_hachman(const TePairs *pairs);

/* Gini of location quotients, 0..1; 0 is as the reference. */
extern double te_locational_gini(TePairs *pairs);

/* What the mix's origins are of the reference (Hummels and Klenow), 0..1. */
extern double te_extensive_margin(const TePairs *pairs);

/* How much the mix has of what its own origins are in the reference. */
extern double te_intensive_margin(const TePairs *pairs);

#endif							/* TRADE_EXPOSURE_SPECIALIZATION_H */
