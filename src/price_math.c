/*
 * price_math.c
 *	  Market clearing after a cut, with constant elasticities and capacities.
 */
#include "postgres.h"

#include <math.h>

#include "price_math.h"

/* (price^(1-elasticity) - 1) / (1-elasticity), also when elasticity is 1. */
double
te_demand_surplus_loss(double price, double demand_elasticity)
{
	double		rest = 1.0 - demand_elasticity;

	if (rest == 0)
		return log(price);
	return expm1(rest * log(price)) / rest;
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
