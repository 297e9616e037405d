/*
 * price_math.c
 *	  Market clearing after a cut, with constant elasticities and capacities.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "disruption/price_math.h"
#include "mix/mix.h"

#define CLEAR_MAX_STEPS 200		/* halvings and Newton steps of a search */
#define CLEAR_HIGHEST_LOG 690.0 /* ln of the highest price that is looked at,
								 * 1e299 */

/* (price^(1-elasticity) - 1) / (1-elasticity), also when elasticity is 1. */
double
te_demand_surplus_loss(double log_price, double demand_elasticity)
{
	double		rest = 1.0 - demand_elasticity;

	if (rest == 0)
		return log_price;
	return expm1(rest * log_price) / rest;
}

/* Clears a market at (supply)^(-1/(ε_s + ε_d)), or at capacity^(-1/ε_d). */
void
te_market_clear(const TeMarket *market, TeClearing *clearing)
{
	double		elasticity = market->supply_elasticity + market->demand_elasticity;
	double		ratio = market->demand_elasticity / elasticity;
	double		price;

	/* nothing reacts: what is there is sold, and no price balances the rest */
	if (elasticity == 0)
		ratio = 1.0;
	clearing->quantity = (market->supply > 0) ? pow(market->supply, ratio) : 0.0;
	clearing->capacity_binds = clearing->quantity > market->capacity;
	if (clearing->capacity_binds)
	{
		clearing->quantity = market->capacity;
		price = pow(market->capacity, -1.0 / market->demand_elasticity);
	}
	else if (market->supply == 1.0)
		price = 1.0;
	else
		price = pow(market->supply, -1.0 / elasticity);
	clearing->price = isfinite(price) ? price : NAN;
}

/* What producers sell at a price of e^x. */
typedef struct Sales
{
	double		all;			/* together */
	double		free;			/* by those below their capacity */
	bool		bound;			/* is some producer's capacity too small? */
} Sales;

/* Sales of all producers at a price of e^x. */
static Sales
sales_at(const TeProducer *producers, int n, double supply_elasticity, double x)
{
	double		rise = exp(supply_elasticity * x);
	TeSum		all = {0.0, 0.0};
	TeSum		free = {0.0, 0.0};
	bool		bound = false;

	for (int i = 0; i < n; i++)
	{
		double		wanted;

		if (producers[i].supply == 0)
			continue;
		wanted = producers[i].supply * (producers[i].stock ? 1.0 : rise);
		te_sum_add(&all, Min(wanted, producers[i].capacity));
		if (producers[i].stock)
			continue;
		if (wanted <= producers[i].capacity)
			te_sum_add(&free, wanted);
		else
			bound = true;
	}
	return (Sales) {all.hi, free.hi, bound};
}

/*
 * The ln of the price at which ln(sales) + demand_elasticity · x, which only
 * grows with x, is 0; or infinity.  Newton's method inside a bracket.
 */
static double
clearing_log(const TeProducer *producers, int n, double supply_elasticity,
			 double demand_elasticity)
{
	double		low = 0.0;
	double		high = 1.0;
	double		x;

	/* what is sold without a cut is 1, but for rounding */
	if (sales_at(producers, n, supply_elasticity, 0.0).all >= 1.0 - 4.0 * DBL_EPSILON)
		return 0.0;
	while (log(sales_at(producers, n, supply_elasticity, high).all) + demand_elasticity * high < 0)
	{
		low = high;
		high *= 2.0;
		if (low > CLEAR_HIGHEST_LOG)
			return INFINITY;
	}
	x = low;
	for (int i = 0; i < CLEAR_MAX_STEPS && high - low > 0; i++)
	{
		Sales		sales = sales_at(producers, n, supply_elasticity, x);
		double		excess = log(sales.all) + demand_elasticity * x;
		double		slope = supply_elasticity * sales.free / sales.all + demand_elasticity;
		double		next = x - excess / slope;

		if (excess == 0)
			break;
		if (excess < 0)
			low = x;
		else
			high = x;
		if (!(next > low && next < high))
			next = 0.5 * (low + high);
		if (fabs(next - x) <= 1e-16 * Max(1.0, fabs(x)) || next == x)
			break;
		x = next;
	}
	return x;
}

/* Clears a market of producers that share one supply elasticity. */
void
te_market_clear_many(const TeProducer *producers, int n, double supply_elasticity,
					 double demand_elasticity, TeClearing *clearing)
{
	double		x = clearing_log(producers, n, supply_elasticity, demand_elasticity);
	double		highest = Min(x, CLEAR_HIGHEST_LOG);
	Sales		sales;

	/* the range of exp() is not the range of the market */
	if (supply_elasticity > 1.0)
		highest /= supply_elasticity;
	if (isfinite(x))
		highest = x;
	sales = sales_at(producers, n, supply_elasticity, highest);
	clearing->price = isfinite(x) ? exp(x) : NAN;
	/* stocks are released for no more than what is missing */
	clearing->quantity = x == 0 ? Min(1.0, sales.all) : sales.all;
	clearing->capacity_binds = sales.bound;
}

/* Holds a price down to "choke", beyond which nobody buys; false where it is not above it. */
bool
te_market_choke(const TeProducer *producers, int n, double supply_elasticity, double choke,
				TeClearing *clearing)
{
	Sales		sales;

	if (isinf(choke) || clearing->price <= choke)
		return false;
	sales = sales_at(producers, n, supply_elasticity, log(choke));
	clearing->price = choke;
	clearing->quantity = sales.all;
	clearing->capacity_binds = sales.bound;
	return true;
}
