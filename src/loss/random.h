/*
 * random.h
 *	  Random numbers as pure functions of (seed, draw, event), so that every
 *	  plan, serial or parallel, here or on another node, sees the same draws.
 */
#ifndef TRADE_EXPOSURE_RANDOM_H
#define TRADE_EXPOSURE_RANDOM_H

#include "postgres.h"

/* Two independent uniform numbers in (0, 1). */
typedef struct TeRandom
{
	double		first;
	double		second;
} TeRandom;

/* The numbers of an event in a draw. */
extern TeRandom te_random(uint64 seed, uint64 draw, uint64 event);

/* Probability that a standard normal number is at most x. */
extern double te_normal_probability(double x);

/* The standard normal number with P(X ≤ x) = probability, for a probability in (0, 1). */
extern double te_normal_quantile(double probability);

#endif							/* TRADE_EXPOSURE_RANDOM_H */
