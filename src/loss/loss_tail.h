/*
 * loss_tail.h
 *	  Tails of losses by a model: what exceeds a threshold as a generalised
 *	  Pareto distribution, quantiles bent by skewness and kurtosis.
 */
#ifndef TRADE_EXPOSURE_LOSS_TAIL_H
#define TRADE_EXPOSURE_LOSS_TAIL_H

#include "postgres.h"

/* A generalised Pareto distribution: P(Y > y) = (1 + shape · y / scale)^(−1 / shape). */
typedef struct TePareto
{
	double		shape;			/* NAN where nothing fits */
	double		scale;
	double		shape_error;	/* standard error of the shape; NAN where none
								 * is known */
} TePareto;

/* Fits by probability-weighted moments; "excess" ascends and is above 0. */
extern TePareto te_pareto_moments(const double *excess, int n);

/* Fits by the largest likelihood; NAN where it has no maximum with a shape above −1. */
extern TePareto te_pareto_likelihood(const double *excess, int n);

/*
 * The quantile of losses of which the share "exceeding" is above the threshold;
 * NAN below the threshold's own level.
 */
extern double te_pareto_quantile(const TePareto *fit, double threshold, double exceeding,
								 double level);

/* The mean above that quantile; NAN where the shape is 1 or more. */
extern double te_pareto_shortfall(const TePareto *fit, double threshold, double quantile);

/* The first four moments of losses. */
typedef struct TeMoments
{
	double		mean;
	double		deviation;		/* of the losses themselves, not of a sample */
	double		skewness;		/* NAN where nothing varies */
	double		excess_kurtosis;	/* likewise; 0 for a normal distribution */
} TeMoments;

/* The moments of n losses. */
extern TeMoments te_loss_moments(const double *losses, int n);

/* The quantile of Cornish and Fisher at a confidence level. */
extern double te_cornish_fisher_quantile(const TeMoments *moments, double level);

/* The mean of what these quantiles are above the level. */
extern double te_cornish_fisher_shortfall(const TeMoments *moments, double level);

/* Do these quantiles rise with the level everywhere? */
extern bool te_cornish_fisher_rises(const TeMoments *moments);

#endif							/* TRADE_EXPOSURE_LOSS_TAIL_H */
