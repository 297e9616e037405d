/*
 * armington.h
 *	  A good from several origins that are imperfect substitutes (Armington 1969),
 *	  with supply at constant prices or rising with them.
 */
#ifndef TRADE_EXPOSURE_ARMINGTON_H
#define TRADE_EXPOSURE_ARMINGTON_H

#include "postgres.h"

/*
 * ln of the price index (Σ share · e^(rise · (1 − σ)))^(1 / (1 − σ)) of varieties whose
 * prices rise by e^rise, infinite for one that has gone; NAN where no price will do.
 */
extern double te_armington_index(const double *share, const double *rise, int n,
								 double elasticity);

/* A good's varieties, each with its own supply; prices and quantities relative to before. */
typedef struct TeVarieties
{
	int			n;				/* varieties */
	double	   *share;			/* of spending before, duty included */
	double	   *wedge;			/* ln of (1 + new) / (1 + old duty); infinite
								 * for an embargo */
	double	   *supply_elasticity;	/* 0 or more, may be infinite */
	double		elasticity;		/* of substitution between them */
	double		demand_elasticity;	/* of demand for the good, without the
									 * sign */
} TeVarieties;

/* Where its market clears, as logarithms relative to before. */
typedef struct TeArmington
{
	double		index;			/* of the price index; NAN where no price
								 * clears the market */
	double	   *paid;			/* price that buyers pay, by variety */
	double	   *received;		/* price that sellers receive */
	double	   *quantity;		/* −infinite for an embargo */
} TeArmington;

/* Clears the market. */
extern void te_armington_clear(const TeVarieties *varieties, TeArmington *clearing);

#endif							/* TRADE_EXPOSURE_ARMINGTON_H */
