/*
 * incidence_sql.c
 *	  Who bears a tariff: prices and losses of both sides of a market, and the
 *	  hit to a company that imports.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "disruption/mix_shock.h"
#include "disruption/price_math.h"

TE_FUNCTION(tariff_incidence);
TE_FUNCTION(company_tariff_hit);

/* A market for one import; elasticities may be infinite. */
typedef struct Market
{
	double		rate;			/* tariff, share of the border price */
	double		import_elasticity;	/* of demand, without the sign */
	double		export_elasticity;	/* of supply */
} Market;

/* Prices and quantity relative to those without the tariff, and the buyers' part. */
typedef struct Incidence
{
	double		paid;			/* ln of the price that buyers pay */
	double		received;		/* ln of the price that sellers receive */
	double		quantity;		/* ln of the quantity */
	double		buyer_share;	/* share of the rise that buyers bear */
} Incidence;

/* Solves a market; false when the answer is undetermined. */
static bool
solve_incidence(const Market *market, Incidence *incidence)
{
	double		wedge = log1p(market->rate);
	double		eta = market->import_elasticity;
	double		omega = market->export_elasticity;
	double		seller_share;

	if ((isinf(eta) && isinf(omega)) || (eta == 0 && omega == 0))
		return false;
	/* of two numbers the ratio to the larger one avoids overflow of the sum */
	if (eta > omega)
	{
		double		ratio = isinf(eta) ? 0.0 : omega / eta;

		incidence->buyer_share = ratio / (1.0 + ratio);
		seller_share = 1.0 / (1.0 + ratio);
	}
	else
	{
		double		ratio = isinf(omega) ? 0.0 : eta / omega;

		incidence->buyer_share = 1.0 / (1.0 + ratio);
		seller_share = ratio / (1.0 + ratio);
	}
	incidence->paid = wedge * incidence->buyer_share;
	incidence->received = 0.0 - wedge * seller_share;
	incidence->quantity = isinf(eta) ? omega * incidence->received : -eta * incidence->paid;
	return true;
}

/* Sellers' loss ∫ supply dp from the price e^received to the old price 1. */
static double
seller_surplus_loss(double received, double export_elasticity)
{
	if (received == 0)
		return 0.0;
	return -expm1((1.0 + export_elasticity) * received) / (1.0 + export_elasticity);
}

/* An elasticity argument, of which NULL means infinite. */
static double
elasticity_or_infinite(FunctionCallInfo fcinfo, int n, const char *name)
{
	double		elasticity;

	if (PG_ARGISNULL(n))
		return INFINITY;
	elasticity = PG_GETARG_FLOAT8(n);
	if (isinf(elasticity))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"%s\" must be a finite number, but is infinite", name),
				 errhint("Pass NULL for an infinite elasticity.")));
	te_check_range(name, elasticity, 0.0, INFINITY);
	return elasticity;
}

/* tariff_incidence(value, rate, import_elasticity, export_elasticity) → who pays. */
Datum
tariff_incidence(PG_FUNCTION_ARGS)
{
	double		value;
	Market		market;
	Incidence	incidence;
	double		quantity;
	double		revenue;
	double		buyer_loss;
	double		seller_loss;
	TeRow		row;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	value = PG_GETARG_FLOAT8(0);
	market.rate = PG_GETARG_FLOAT8(1);
	te_check_range("value", value, 0.0, INFINITY);
	te_check_range("rate", market.rate, TE_LOWEST_RATE, INFINITY);
	market.import_elasticity = elasticity_or_infinite(fcinfo, 2, "import_elasticity");
	market.export_elasticity = elasticity_or_infinite(fcinfo, 3, "export_elasticity");
	if (!solve_incidence(&market, &incidence))
		PG_RETURN_NULL();

	quantity = exp(incidence.quantity);
	revenue = value * market.rate * exp(incidence.received) * quantity;
	buyer_loss = isinf(market.import_elasticity) ? 0.0 :
		value * te_demand_surplus_loss(incidence.paid, market.import_elasticity);
	seller_loss = isinf(market.export_elasticity) ? 0.0 :
		value * seller_surplus_loss(incidence.received, market.export_elasticity);

	te_row_begin(&row);
	te_row_float8(&row, exp(incidence.paid));
	te_row_float8(&row, exp(incidence.received));
	te_row_float8(&row, value * quantity);
	te_row_float8(&row, revenue);
	te_row_float8(&row, buyer_loss);
	te_row_float8(&row, seller_loss);
	te_row_float8(&row, Max(0.0, buyer_loss + seller_loss - revenue));
	te_row_float8(&row, incidence.buyer_share);
	return te_row_end(fcinfo, &row);
}

/*
 * company_tariff_hit(imports, rate, pass_through, volume_elasticity, margin,
 * mitigation, mitigation_cost) → what a tariff costs the company that imports.
 */
Datum
company_tariff_hit(PG_FUNCTION_ARGS)
{
	double		imports = PG_GETARG_FLOAT8(0);
	double		rate = PG_GETARG_FLOAT8(1);
	double		pass_through = PG_GETARG_FLOAT8(2);
	double		volume_elasticity = PG_GETARG_FLOAT8(3);
	double		margin = PG_GETARG_FLOAT8(4);
	double		mitigation = PG_GETARG_FLOAT8(5);
	double		mitigation_cost = PG_GETARG_FLOAT8(6);
	double		volume_lost;
	double		duty;
	double		recovered;
	double		margin_lost;
	double		spent;
	TeRow		row;

	te_check_range("imports", imports, 0.0, INFINITY);
	te_check_range("rate", rate, 0.0, INFINITY);
	te_check_range("pass_through", pass_through, 0.0, 1.0);
	te_check_range("volume_elasticity", volume_elasticity, 0.0, INFINITY);
	te_check_range("margin", margin, 0.0, 1.0);
	te_check_range("mitigation", mitigation, 0.0, 1.0);
	te_check_range("mitigation_cost", mitigation_cost, 0.0, INFINITY);

	/*
	 * what is passed on raises the price of the whole, mitigated goods cost
	 * no duty
	 */
	volume_lost = Min(1.0, volume_elasticity * pass_through * rate * (1.0 - mitigation));
	duty = imports * (1.0 - volume_lost) * (1.0 - mitigation) * rate;
	recovered = duty * pass_through;
	margin_lost = imports * volume_lost * margin;
	spent = imports * (1.0 - volume_lost) * mitigation * mitigation_cost;

	te_row_begin(&row);
	te_row_float8(&row, duty);
	te_row_float8(&row, recovered);
	te_row_float8(&row, imports * volume_lost);
	te_row_float8(&row, margin_lost);
	te_row_float8(&row, spent);
	te_row_float8(&row, duty - recovered + margin_lost + spent);
	return te_row_end(fcinfo, &row);
}
