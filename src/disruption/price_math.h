/*
 * price_math.h
 *	  Market clearing after a cut, with constant elasticities and capacities.
 *	  Prices and quantities are relative to the market before the cut.
 */
#ifndef TRADE_EXPOSURE_PRICE_MATH_H
#define TRADE_EXPOSURE_PRICE_MATH_H

#include "postgres.h"

/* A market: demand p^-ε_d meets supply · p^ε_s up to a capacity. */
typedef struct TeMarket
{
	double		supply;			/* what the remaining producers sell at the
								 * old price */
	double		supply_elasticity;	/* 0 or more */
	double		demand_elasticity;	/* 0 or more, without the sign */
	double		capacity;		/* most that they can sell; may be infinite */
} TeMarket;

/* Where it clears. */
typedef struct TeClearing
{
	double		price;			/* NAN when no finite price clears the market */
	double		quantity;		/* what is sold */
	bool		capacity_binds; /* does a capacity hold the quantity down? */
} TeClearing;

/* Clears a market. */
extern void te_market_clear(const TeMarket *market, TeClearing *clearing);

/* A producer in a market of several. */
typedef struct TeProducer
{
	double		supply;			/* what it sells at the old price */
	double		capacity;		/* most that it can sell; may be infinite */
	bool		stock;			/* is it a stock that is released, as much at
								 * any price? */
} TeProducer;

/* Clears a market of producers that share one supply elasticity. */
extern void te_market_clear_many(const TeProducer *producers, int n, double supply_elasticity,
								 double demand_elasticity, TeClearing *clearing);

/*
 * Holds a price that has cleared, or none that would, down to "choke", beyond
 * which nobody buys; false where it is not above it.
 */
extern bool te_market_choke(const TeProducer *producers, int n, double supply_elasticity,
							double choke, TeClearing *clearing);

/* Buyers' loss ∫ demand dp from the old price 1 to e^log_price; NAN for NAN. */
extern double te_demand_surplus_loss(double log_price, double demand_elasticity);

#endif							/* TRADE_EXPOSURE_PRICE_MATH_H */
