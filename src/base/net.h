/*
 * net.h
 *	  Sums of amounts of both signs: corrections, reversals, differences.
 *
 * Amounts are decimals that arrive as float8, each off by up to half a unit in
 * its last place.  What they add up to is only as good as that, however exactly
 * the float8s are added: 100.40 - 60.10 - 40.30 gives 7.1e-15.  A net amount
 * that such rounding alone can make is 0, by one rule for all that is summed:
 * |net| <= 2^-52 * gross, the gross being the sum of the amounts' sizes.
 *
 * What is kept is not the gross but what of it was negative.  It is 0 as long as
 * no negative amount has come, and then nobody needs to keep it.
 */
#ifndef TRADE_EXPOSURE_NET_H
#define TRADE_EXPOSURE_NET_H

#include "postgres.h"

#include <float.h>
#include <math.h>

#include "base/sum.h"

/* A sum of amounts of both signs. */
typedef struct TeNet
{
	TeSum		sum;			/* exact */
	TeSum		negative;		/* the sizes of the negative ones, exact */
} TeNet;

/*
 * A net amount, 0 when rounding can have made it; "negative" is the sum of the
 * negative amounts' sizes.
 */
static inline double
te_net_of(double net, double negative)
{
	/* each product on its own, so that no gross is too large */
	if (unlikely(negative > 0) && fabs(net) <= DBL_EPSILON * net + 2 * DBL_EPSILON * negative)
		return 0;
	return net + 0.0;			/* no negative zero */
}

/* The value of a sum. */
static inline double
te_net_value(const TeNet *net)
{
	return te_net_of(net->sum.hi, net->negative.hi);
}

/* A net amount of one amount. */
static inline TeNet
te_net_one(double amount)
{
	TeNet		net = {{amount, 0}, {amount < 0 ? -amount : 0, 0}};

	return net;
}

/* A sum of which nothing else is known: what is below zero was negative at least. */
static inline TeNet
te_net_of_sum(TeSum sum)
{
	TeNet		net = {sum, {0, 0}};

	if (sum.hi < 0)
		net.negative = (TeSum) {-sum.hi, -sum.lo};
	return net;
}

/* Adds an amount; false when bits were lost (see te_sum_add). */
static inline bool
te_net_add(TeNet *net, double amount)
{
	bool		exact = te_sum_add(&net->sum, amount);

	if (unlikely(amount < 0))
		exact &= te_sum_add(&net->negative, -amount);
	return exact;
}

/* Adds a sum, or takes it away with sign -1; likewise. */
static inline bool
te_net_add_net(TeNet *net, const TeNet *other, int sign)
{
	bool		exact = te_sum_add(&net->sum, sign * other->sum.hi);

	if (other->sum.lo != 0)
		exact &= te_sum_add(&net->sum, sign * other->sum.lo);
	if (unlikely(other->negative.hi != 0))
	{
		exact &= te_sum_add(&net->negative, sign * other->negative.hi);
		exact &= te_sum_add(&net->negative, sign * other->negative.lo);
	}
	return exact;
}

/* The difference of two amounts. */
static inline double
te_net_difference(double a, double b)
{
	return te_net_of(a - b, (a < 0 ? -a : 0) + (b > 0 ? b : 0));
}

/* Did both parts stay in float8's range? */
static inline bool
te_net_is_finite(const TeNet *net)
{
	return isfinite(net->sum.hi) && isfinite(net->negative.hi);
}

#endif							/* TRADE_EXPOSURE_NET_H */
