/*
 * price_sql.c
 *	  SQL functions of what a missing supply does to prices and output: market
 *	  clearing, technologies with constant elasticity of substitution, lost variety.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "disruption/ces_math.h"
#include "disruption/mix_shock.h"
#include "disruption/price_math.h"

TE_FUNCTION(price_response);
TE_FUNCTION(mix_price_response);
TE_FUNCTION(ces_loss);
TE_FUNCTION(ces_response);
TE_FUNCTION(embargo_price_index);

/* The argument as an elasticity, 0 or more. */
static inline double
elasticity_arg(FunctionCallInfo fcinfo, int n, const char *name)
{
	double		elasticity = PG_GETARG_FLOAT8(n);

	te_check_range(name, elasticity, 0.0, INFINITY);
	return elasticity;
}

/* What both price_response functions are told besides the market itself. */
typedef struct Buyers
{
	double		demand_elasticity;
	double		choke;			/* price beyond which nobody buys; may be
								 * infinite */
	double		release;		/* from stocks, in the unit of the supply */
} Buyers;

/* The arguments from "demand" on: demand_elasticity, capacity, choke_price, stock_release. */
static Buyers
buyers_arg(FunctionCallInfo fcinfo, int demand)
{
	Buyers		b = {elasticity_arg(fcinfo, demand, "demand_elasticity"), INFINITY, 0.0};

	if (!PG_ARGISNULL(demand + 2))
	{
		b.choke = PG_GETARG_FLOAT8(demand + 2);
		te_check_range("choke_price", b.choke, 1.0, INFINITY);
	}
	if (!PG_ARGISNULL(demand + 3))
	{
		b.release = PG_GETARG_FLOAT8(demand + 3);
		te_check_range("stock_release", b.release, 0.0, INFINITY);
	}
	return b;
}

/* Where a market clears, as a row; the price is choked before. */
static Datum
clearing_row(FunctionCallInfo fcinfo, const TeClearing *clearing, const Buyers *buyers,
			 bool choked)
{
	TeRow		row;

	te_row_begin(&row);
	te_row_float8(&row, clearing->price);
	te_row_float8(&row, clearing->quantity);
	te_row_datum(&row, BoolGetDatum(clearing->capacity_binds), false);
	te_row_float8(&row, clearing->price * clearing->quantity);
	te_row_float8(&row, te_demand_surplus_loss(log(clearing->price), buyers->demand_elasticity));
	te_row_datum(&row, BoolGetDatum(choked), false);
	return te_row_end(fcinfo, &row);
}

/*
 * price_response(cut, supply_elasticity, demand_elasticity, capacity, choke_price,
 * stock_release) → price, quantity, …
 */
Datum
price_response(PG_FUNCTION_ARGS)
{
	TeMarket	market;
	TeClearing	clearing;
	Buyers		buyers;
	TeProducer	producers[2];

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	market.supply = 1.0 - PG_GETARG_FLOAT8(0);
	te_check_range("cut", PG_GETARG_FLOAT8(0), 0.0, 1.0);
	market.supply_elasticity = elasticity_arg(fcinfo, 1, "supply_elasticity");
	buyers = buyers_arg(fcinfo, 2);
	market.demand_elasticity = buyers.demand_elasticity;
	market.capacity = INFINITY;
	if (!PG_ARGISNULL(3))
	{
		market.capacity = PG_GETARG_FLOAT8(3);
		te_check_range("capacity", market.capacity, 0.0, INFINITY);
	}
	producers[0] = (TeProducer) {market.supply, market.capacity, false};
	producers[1] = (TeProducer) {buyers.release, buyers.release, true};
	/* without a stock in closed form */
	if (buyers.release == 0)
		te_market_clear(&market, &clearing);
	else
		te_market_clear_many(producers, lengthof(producers), market.supply_elasticity,
							 market.demand_elasticity, &clearing);
	return clearing_row(fcinfo, &clearing, &buyers,
						te_market_choke(producers, lengthof(producers), market.supply_elasticity,
										buyers.choke, &clearing));
}

/* The producers of a mix after a shock, and a stock; the number of them in "*n". */
static TeProducer *
producers_arg(FunctionCallInfo fcinfo, const TeMix *mix, double total, double release, int *n)
{
	TeMix	   *shock = PG_GETARG_TE_MIX_P(1);
	TeMix	   *capacity = NULL;
	TeProducer *producers;

	te_check_origins("shock", shock, 0.0, 1.0);
	te_mix_check_names("shock", shock, mix);
	shock = te_mix_meet("shock", shock, mix);
	if (!PG_ARGISNULL(4))
	{
		capacity = PG_GETARG_TE_MIX_P(4);
		te_check_origins("capacity", capacity, 0.0, INFINITY);
		capacity = te_mix_meet("capacity", capacity, mix);
	}
	producers = te_mix_producers(mix, shock, capacity, total);
	*n = (int) mix->norigins + 2;
	producers[*n - 1] = (TeProducer) {release / total, release / total, true};
	return producers;
}

/*
 * price_response(mix, shock, supply_elasticity, demand_elasticity, capacity, choke_price,
 * stock_release) → price, quantity, …
 */
Datum
mix_price_response(PG_FUNCTION_ARGS)
{
	TeMix	   *mix;
	TeProducer *producers;
	Buyers		buyers;
	double		total;
	double		supply_elasticity;
	TeClearing	clearing;
	int			n;

	for (int i = 0; i < 4; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	mix = PG_GETARG_TE_MIX_P(0);
	supply_elasticity = elasticity_arg(fcinfo, 2, "supply_elasticity");
	buyers = buyers_arg(fcinfo, 3);
	total = te_mix_positive_total(mix, "price_response");
	producers = producers_arg(fcinfo, mix, total, buyers.release, &n);
	if (total == 0)
		PG_RETURN_NULL();
	te_market_clear_many(producers, n, supply_elasticity, buyers.demand_elasticity, &clearing);
	return clearing_row(fcinfo, &clearing, &buyers,
						te_market_choke(producers, n, supply_elasticity, buyers.choke, &clearing));
}

/* ces_loss(cost_share, elasticity, input) → share of output lost. */
Datum
ces_loss(PG_FUNCTION_ARGS)
{
	double		cost_share = PG_GETARG_FLOAT8(0);
	double		elasticity = elasticity_arg(fcinfo, 1, "elasticity");
	double		input = PG_GETARG_FLOAT8(2);

	te_check_range("cost_share", cost_share, 0.0, 1.0);
	te_check_range("input", input, 0.0, INFINITY);
	TE_RETURN_DEFINED(te_ces_loss(cost_share, elasticity, input));
}

/* ces_response(cost_share, elasticity, input) → output, loss and its approximations. */
Datum
ces_response(PG_FUNCTION_ARGS)
{
	double		share = PG_GETARG_FLOAT8(0);
	double		elasticity = elasticity_arg(fcinfo, 1, "elasticity");
	double		input = PG_GETARG_FLOAT8(2);
	double		loss;
	TeRow		row;

	te_check_range("cost_share", share, 0.0, 1.0);
	te_check_range("input", input, 0.0, INFINITY);
	loss = te_ces_loss(share, elasticity, input);
	te_row_begin(&row);
	te_row_float8(&row, 1.0 - loss);
	te_row_float8(&row, loss);
	te_row_float8(&row, te_ces_first_order(share, input));
	te_row_float8(&row, te_ces_second_order(share, elasticity, input));
	return te_row_end(fcinfo, &row);
}

/* embargo_price_index(cut, elasticity) → price index, or NULL when no price will do. */
Datum
embargo_price_index(PG_FUNCTION_ARGS)
{
	double		cut = PG_GETARG_FLOAT8(0);
	double		elasticity = elasticity_arg(fcinfo, 1, "elasticity");

	te_check_range("cut", cut, 0.0, 1.0);
	TE_RETURN_DEFINED(te_embargo_price_index(cut, elasticity));
}
