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

/* Where a market clears, as a row. */
static Datum
clearing_row(FunctionCallInfo fcinfo, const TeClearing *clearing, double demand_elasticity)
{
	TeRow		row;

	te_row_begin(&row);
	te_row_float8(&row, clearing->price);
	te_row_float8(&row, clearing->quantity);
	te_row_datum(&row, BoolGetDatum(clearing->capacity_binds), false);
	te_row_float8(&row, clearing->price * clearing->quantity);
	te_row_float8(&row, te_demand_surplus_loss(log(clearing->price), demand_elasticity));
	return te_row_end(fcinfo, &row);
}

/* price_response(cut, supply_elasticity, demand_elasticity, capacity) → price, quantity, … */
Datum
price_response(PG_FUNCTION_ARGS)
{
	TeMarket	market;
	TeClearing	clearing;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	market.supply = 1.0 - PG_GETARG_FLOAT8(0);
	te_check_range("cut", PG_GETARG_FLOAT8(0), 0.0, 1.0);
	market.supply_elasticity = elasticity_arg(fcinfo, 1, "supply_elasticity");
	market.demand_elasticity = elasticity_arg(fcinfo, 2, "demand_elasticity");
	market.capacity = INFINITY;
	if (!PG_ARGISNULL(3))
	{
		market.capacity = PG_GETARG_FLOAT8(3);
		te_check_range("capacity", market.capacity, 0.0, INFINITY);
	}
	te_market_clear(&market, &clearing);
	return clearing_row(fcinfo, &clearing, market.demand_elasticity);
}

/*
 * price_response(mix, shock, supply_elasticity, demand_elasticity, capacity) →
 * price, quantity, …
 */
Datum
mix_price_response(PG_FUNCTION_ARGS)
{
	TeMix	   *mix;
	TeMix	   *shock;
	TeMix	   *capacity = NULL;
	double		total;
	double		supply_elasticity;
	double		demand_elasticity;
	TeClearing	clearing;

	for (int i = 0; i < 4; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	mix = PG_GETARG_TE_MIX_P(0);
	shock = PG_GETARG_TE_MIX_P(1);
	supply_elasticity = elasticity_arg(fcinfo, 2, "supply_elasticity");
	demand_elasticity = elasticity_arg(fcinfo, 3, "demand_elasticity");
	total = te_mix_positive_total(mix, "price_response");
	te_check_origins("shock", shock, 0.0, 1.0);
	if (!PG_ARGISNULL(4))
	{
		capacity = PG_GETARG_TE_MIX_P(4);
		te_check_origins("capacity", capacity, 0.0, INFINITY);
	}
	if (total == 0)
		PG_RETURN_NULL();
	te_market_clear_many(te_mix_producers(mix, shock, capacity, total), mix->norigins + 1,
						 supply_elasticity, demand_elasticity, &clearing);
	return clearing_row(fcinfo, &clearing, demand_elasticity);
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
