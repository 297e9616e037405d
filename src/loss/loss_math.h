/*
 * loss_math.h
 *	  Distributions of losses as sorted atoms: quantiles, tails, sums of
 *	  independent losses.
 */
#ifndef TRADE_EXPOSURE_LOSS_MATH_H
#define TRADE_EXPOSURE_LOSS_MATH_H

#include "postgres.h"

#define TE_LOSS_MAX_ATOMS 1000000	/* different losses of one distribution */

/* Probabilities this close are taken for equal (0.72 + 0.18 is not 0.9 in binary). */
#define TE_LOSS_TOLERANCE 1e-12

/* A loss that has a probability of its own. */
typedef struct TeAtom
{
	double		loss;
	double		probability;	/* 0..1 */
} TeAtom;

/* A distribution: atoms by ascending loss, no loss twice, probabilities sum to 1. */
typedef struct TeLosses
{
	int			n;				/* atoms */
	TeAtom	   *atoms;
} TeLosses;

/* Sorts atoms and joins equal losses; probabilities are left as they are. */
extern void te_losses_sort(TeLosses *losses);

/* Σ probability, without regard to order. */
extern double te_losses_mass(const TeLosses *losses);

/*
 * Makes a distribution of exclusive scenarios: "no loss" gets what is missing
 * from 1.  There must be room for one more atom.
 */
extern void te_losses_complete(TeLosses *losses);

/* Σ probability · loss. */
extern double te_losses_mean(const TeLosses *losses);

/* Σ probability · (loss − mean)². */
extern double te_losses_variance(const TeLosses *losses);

/* Smallest loss l with P(L ≤ l) ≥ alpha. */
extern double te_losses_quantile(const TeLosses *losses, double alpha);

/*
 * Mean of the worst 1 − alpha of the distribution; the atom on the quantile
 * counts with the part of it that belongs there.
 */
extern double te_losses_shortfall(const TeLosses *losses, double alpha);

/* Variance of the loss within the worst 1 − alpha, with the same rule. */
extern double te_losses_tail_variance(const TeLosses *losses, double alpha);

/* The sum of two independent losses; throws above TE_LOSS_MAX_ATOMS atoms. */
extern void te_losses_convolve(const TeLosses *a, const TeLosses *b, TeLosses *sum);

/*
 * The sum of independent events, each of which happens or not; "events" are
 * sorted in place.  Losses are rounded to multiples of "grid" unless it is 0.
 */
extern void te_losses_of_events(TeLosses *events, double grid, TeLosses *sum);

#endif							/* TRADE_EXPOSURE_LOSS_MATH_H */
