/*
 * complexity_proximity.h
 *	  Proximity of products, or of countries, and what of it each country has.
 */
#ifndef TRADE_EXPOSURE_COMPLEXITY_PROXIMITY_H
#define TRADE_EXPOSURE_COMPLEXITY_PROXIMITY_H

#include "indicator/advantages.h"

/* The matrix as bits: of each product its countries, or of each country its products. */
typedef struct TeBits
{
	int			n;				/* products, or countries */
	int			words;			/* words of each */
	uint64	   *bits;
	const double *count;		/* ones of each */
} TeBits;

extern TeBits te_product_bits(const TeAdvantages *m);
extern TeBits te_country_bits(const TeAdvantages *m);

/*
 * Proximity of number p to each from number "from" on: what both have in common over
 * the larger of what they have; 0 beside one that has nothing.
 */
extern void te_proximity_row(const TeBits *bits, int p, int from, double *row);

/*
 * How near products are to what countries have: sums of proximities for all
 * products and a block of countries, in memory that the size of the table does
 * not change.
 */
typedef struct TeNearness
{
	const TeAdvantages *m;
	bool		by_country;		/* through pairs of countries, or of products */
	TeBits		bits;			/* of products, if through those */
	int		   *start;			/* countries of product p: start[p] .. start[p
								 * + 1] - 1, ascending */
	int		   *of;
	int		   *order;			/* products, the rarest first */
	double	   *all;			/* sum of each product's proximities */
	int			width;			/* countries of a block */
	double	   *shared;			/* one number for each country and each of the
								 * block */
} TeNearness;

extern TeNearness te_nearness(const TeAdvantages *m);
extern void te_nearness_free(TeNearness *near);

/* Room for the sums of a block. */
extern double *te_nearness_room(const TeNearness *near);

/*
 * Of each product p the sum of its proximities to what country from + i has, each
 * times the weight of what is had (1 where "weight" is NULL): sum[p * width + i].
 * Returns the width, which is that of a block or what is left of it.
 */
extern int	te_nearness_sums(TeNearness *near, const double *weight, int from, double *sum);

/* The same sums over all products, whoever has them. */
extern double *te_nearness_all(TeNearness *near, const double *weight);

#endif							/* TRADE_EXPOSURE_COMPLEXITY_PROXIMITY_H */
