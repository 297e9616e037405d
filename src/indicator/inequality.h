/*
 * inequality.h
 *	  Measures of inequality and concentration of a supply mix that also count
 *	  those who could supply and do not.
 *
 * All read the named origins, throw when one is net negative ("metric" is the
 * SQL function that an error names), and are NAN where they are not defined.
 * "possible" is how many could supply, at least as many as do; 0 means as many
 * as do.
 */
#ifndef TRADE_EXPOSURE_INEQUALITY_H
#define TRADE_EXPOSURE_INEQUALITY_H

#include "mix/mix.h"

/* A mix sorted for what ranks its origins. */
typedef struct TeRanked
{
	const TeMix *mix;			/* what is ranked */
	int			n;				/* origins with an amount above zero */
	int			possible;		/* how many could supply, at least n */
	int		   *order;			/* items, largest amount first */
	double		total;			/* sum of the amounts */
} TeRanked;

/* Ranks the named origins of a mix. */
extern TeRanked te_ranked(const TeMix *mix, int possible, const char *metric);

/* UNCTAD's concentration index, (sqrt(HHI) - sqrt(1/N)) / (1 - sqrt(1/N)), 0..1. */
extern double te_concentration_index(const TeRanked *ranked);

/* Gini coefficient over all who could supply, 0 .. 1 - 1/N. */
extern double te_gini(const TeRanked *ranked);

/* Rosenbluth's index, also Hall and Tideman's, 1 / (2 sum of rank times share - 1), 1/n..1. */
extern double te_rosenbluth(const TeRanked *ranked);

/* Generalized entropy of order alpha: 0 is Theil's L, 1 Theil's T, 2 half the squared CV. */
extern double te_generalized_entropy(const TeRanked *ranked, double alpha);

/* Atkinson's index for an aversion epsilon above 0, 0..1. */
extern double te_atkinson(const TeRanked *ranked, double epsilon);

/* Lorenz asymmetry coefficient, around 1. */
extern double te_lorenz_asymmetry(const TeRanked *ranked);

#endif							/* TRADE_EXPOSURE_INEQUALITY_H */
