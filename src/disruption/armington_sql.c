/*
 * armington_sql.c
 *	  Where trade goes when a tariff or an embargo falls on some origins: goods
 *	  of different origins are imperfect substitutes (Armington 1969).
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "disruption/armington.h"
#include "disruption/mix_shock.h"

TE_FUNCTION(armington_price);
TE_FUNCTION(armington_diversion);

/* A demand for one good from several origins. */
typedef struct Demand
{
	TeMix	   *mix;			/* value at the border by origin, before */
	double		total;			/* of the mix */
	TeMix	   *tariff;			/* rate by origin */
	bool	   *embargoed;		/* by item of the mix; NULL: none */
	double		elasticity;		/* between origins */
	double		price;			/* price index relative to before; NAN: no
								 * finite one */
} Demand;

/* 1 + the rate on item i; infinite for an embargo. */
static double
price_factor(const Demand *demand, int i)
{
	if (demand->embargoed != NULL && i < (int) demand->mix->norigins && demand->embargoed[i])
		return INFINITY;
	return 1.0 + te_mix_amount(demand->tariff, te_mix_part_code(demand->mix, i));
}

/* The CES price index; NAN where no price will do. */
static double
price_index(const Demand *demand)
{
	int			n = (int) demand->mix->norigins + 1;
	double	   *share = te_vector(n);
	double	   *rise = te_vector(n);

	for (int i = 0; i < n; i++)
	{
		share[i] = te_mix_part_amount(demand->mix, i) / demand->total;
		rise[i] = log(price_factor(demand, i));
	}
	return exp(te_armington_index(share, rise, n, demand->elasticity));
}

/* Copies (mix, tariff, elasticity) and, from argument "embargo" on, the embargoed origins. */
static bool
read_demand(FunctionCallInfo fcinfo, int embargo, const char *function, Demand *demand)
{
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return false;
	demand->mix = te_mix_from_datum(PointerGetDatum(PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(0))));
	demand->tariff = te_mix_from_datum(PointerGetDatum(PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(1))));
	demand->elasticity = PG_GETARG_FLOAT8(2);
	te_check_range("elasticity", demand->elasticity, 0.0, INFINITY);
	te_check_origins("tariff", demand->tariff, TE_LOWEST_RATE, INFINITY);
	te_mix_check_names("tariff", demand->tariff, demand->mix);
	demand->tariff = te_mix_meet("tariff", demand->tariff, demand->mix);
	demand->total = te_mix_positive_total(demand->mix, function);
	demand->embargoed = PG_ARGISNULL(embargo) ? NULL :
		te_mix_named(demand->mix, PG_GETARG_ARRAYTYPE_P(embargo), "embargo");
	if (demand->total == 0)
		return false;
	demand->price = price_index(demand);
	return true;
}

/* armington_price(mix, tariff, elasticity, embargo) → price index, or NULL. */
Datum
armington_price(PG_FUNCTION_ARGS)
{
	Demand		demand;

	if (!read_demand(fcinfo, 3, "armington_price", &demand) || isnan(demand.price))
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(demand.price);
}

/* Stores the row of one origin; "spending" is what is spent in all, relative to before. */
static void
store_diversion(FunctionCallInfo fcinfo, const Demand *demand, int i, double spending)
{
	TeCode		code = te_mix_part_code(demand->mix, i);
	double		before = te_mix_part_amount(demand->mix, i);
	double		factor = price_factor(demand, i);
	double		share = before / demand->total;
	double		after = share * pow(factor / demand->price, 1.0 - demand->elasticity);
	double		value = demand->total * spending * after / factor;
	TeRow		row;

	if (share == 0 || (isinf(factor) && isfinite(demand->price)))
		after = value = 0.0;
	te_row_begin(&row);
	te_row_code(&row, code);
	te_row_float8(&row, share);
	te_row_float8(&row, after);
	te_row_float8(&row, before);
	te_row_float8(&row, value);
	te_row_float8(&row, value - before);
	te_row_float8(&row, demand->price);
	te_row_store(fcinfo, &row);
}

/* armington_diversion(mix, tariff, elasticity, demand_elasticity, embargo) → a row per origin. */
Datum
armington_diversion(PG_FUNCTION_ARGS)
{
	Demand		demand = {0};
	double		spending;
	int			n;

	te_rows_begin(fcinfo);
	if (PG_ARGISNULL(3) || !read_demand(fcinfo, 4, "armington_diversion", &demand))
		return (Datum) 0;
	te_check_range("demand_elasticity", PG_GETARG_FLOAT8(3), 0.0, INFINITY);
	spending = pow(demand.price, 1.0 - PG_GETARG_FLOAT8(3));
	n = (int) demand.mix->norigins + (demand.mix->unspecified > 0 ? 1 : 0);
	for (int i = 0; i < n; i++)
		store_diversion(fcinfo, &demand, i, spending);
	return (Datum) 0;
}
