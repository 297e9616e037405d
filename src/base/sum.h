/*
 * sum.h
 *	  Exact sums: two doubles that together hold about 106 bits.
 */
#ifndef TRADE_EXPOSURE_SUM_H
#define TRADE_EXPOSURE_SUM_H

#include "postgres.h"

#include <math.h>

/* An unevaluated sum hi + lo of two doubles: about 106 bits. */
typedef struct TeSum
{
	double		hi;				/* the sum rounded to double */
	double		lo;				/* what rounding left */
} TeSum;

/*
 * Adds x to the sum; returns false when bits beyond the 106 were lost, so that
 * the sum is no longer exact (and cannot be subtracted from exactly).
 */
static inline bool
te_sum_add(TeSum *sum, double x)
{
	double		s = sum->hi + x;
	double		v = s - sum->hi;
	double		e = (sum->hi - (s - v)) + (x - v);	/* exact: hi + x = s + e */
	double		t = sum->lo + e;
	double		w = t - sum->lo;
	double		r = (sum->lo - (t - w)) + (e - w);	/* exact: lo + e = t + r */

	sum->hi = s + t;
	sum->lo = t - (sum->hi - s);
	return r == 0.0;
}

/*
 * The same without exactness for loops over finished values: what rounding
 * leaves is carried along (Neumaier 1974), several times faster since one
 * addition does not wait for all of the one before.
 */
static inline void
te_sum_carry(TeSum *sum, double x)
{
	double		s = sum->hi + x;
	double		v = s - sum->hi;

	sum->lo += (sum->hi - (s - v)) + (x - v);
	sum->hi = s;
}

/* The value of a sum made by te_sum_carry; infinity when it is beyond float8. */
static inline double
te_sum_value(TeSum sum)
{
	/* what rounding left of infinity is not a number */
	return isinf(sum.hi) ? sum.hi : sum.hi + sum.lo;
}

#endif							/* TRADE_EXPOSURE_SUM_H */
