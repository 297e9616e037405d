/*
 * complexity_eigen.h
 *	  The second eigenvector of the matrix of shared advantages.
 */
#ifndef TRADE_EXPOSURE_COMPLEXITY_EIGEN_H
#define TRADE_EXPOSURE_COMPLEXITY_EIGEN_H

#include "indicator/advantages.h"

/* Whether there is a complexity, or why not. */
typedef enum TeComplexityWhy
{
	TE_COMPLEXITY_THERE,
	TE_COMPLEXITY_ALIKE,		/* all countries are the same: NAN */
	TE_COMPLEXITY_PARTS,		/* parts share no product */
	TE_COMPLEXITY_TIE,			/* no single second eigenvector */
	TE_COMPLEXITY_TURN,			/* nothing says which end is high */
	TE_COMPLEXITY_SLOW,			/* steps ran out before the vector stood */
	TE_COMPLEXITY_LOST			/* reflections leave less than rounding */
} TeComplexityWhy;

/* The second eigenvector of D^-1 M U^-1 M' (D diversity, U ubiquity). */
typedef struct TeSecond
{
	TeComplexityWhy why;
	double		value[2];		/* second and third eigenvalue */
	double	   *vector;			/* one number per country, where it is there;
								 * turned so that it grows with diversity, or
								 * else falls with the ubiquity of what
								 * countries have */
} TeSecond;

extern TeSecond te_second_eigenvector(const TeAdvantages *m);

#endif							/* TRADE_EXPOSURE_COMPLEXITY_EIGEN_H */
