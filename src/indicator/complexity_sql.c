/*
 * complexity_sql.c
 *	  SQL functions of economic complexity: over a supply network whose suppliers
 *	  are countries and whose users are products.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "indicator/complexity.h"
#include "network/network_row.h"

TE_FUNCTION(revealed_advantage_network);
TE_FUNCTION(economic_complexity);
TE_FUNCTION(product_complexity);
TE_FUNCTION(product_proximity);
TE_FUNCTION(country_proximity);
TE_FUNCTION(product_density);
TE_FUNCTION(product_sophistication);
TE_FUNCTION(export_sophistication);

/* revealed_advantage(network): a row for each flow */
Datum
revealed_advantage_network(PG_FUNCTION_ARGS)
{
	TeTradeTable t;

	te_trade_table_open(&t, PG_GETARG_TE_NETWORK_P(0), "revealed_advantage");
	te_rows_begin(fcinfo);
	for (int c = 0; c < t.ncountries; c++)
		for (int k = t.start[c]; k < t.start[c + 1]; k++)
		{
			TeRow		row;

			te_row_begin(&row);
			te_row_node(&row, &t.v, t.country[c]);
			te_row_node(&row, &t.v, t.product[t.of[k]]);
			te_row_float8(&row, t.amount[k]);
			te_row_float8(&row, te_no_underflow(t.amount[k] / t.exports[c], 1.0));
			te_row_float8(&row, te_no_underflow(t.traded[t.of[k]] / t.world, 1.0));
			for (int form = 0; form < TE_ADVANTAGE_FORMS; form++)
				te_row_float8(&row, te_trade_table_advantage(&t, c, k, form));
			te_row_store(fcinfo, &row);
		}
	return (Datum) 0;
}

/* Arguments of a call, read: the table, and its matrix of advantages. */
typedef struct Call
{
	TeTradeTable trade;
	TeAdvantages m;
} Call;

/* Reads network (argument 0), threshold (1) and basis (2). */
static void
read_call(FunctionCallInfo fcinfo, Call *call, const char *function)
{
	static const char *const bases[] = {"advantage", "amount"};
	int			basis = te_word_arg(fcinfo, 2, "basis", bases, lengthof(bases),
									"The threshold is one of advantage, or one of the amounts themselves.");

	te_check_range("threshold", PG_GETARG_FLOAT8(1), DBL_MIN, DBL_MAX);
	te_trade_table_open(&call->trade, PG_GETARG_TE_NETWORK_P(0), function);
	te_advantages_read(&call->m, &call->trade, PG_GETARG_FLOAT8(1), basis == 1);
}

/* The method, argument 3. */
static TeComplexityMethod
method_arg(FunctionCallInfo fcinfo)
{
	return te_word_arg(fcinfo, 3, "method", te_complexity_methods, TE_COMPLEXITY_METHODS, NULL);
}

/* (network, threshold, basis, method) → complexity of countries */
Datum
economic_complexity(PG_FUNCTION_ARGS)
{
	TeComplexityMethod method = method_arg(fcinfo);
	Call		call;
	TeComplexity x;
	double	   *outlook;

	read_call(fcinfo, &call, "economic_complexity");
	x = te_complexity(&call.m, method);
	outlook = te_complexity_outlook(&call.m, x.product);
	te_rows_begin(fcinfo);
	for (int c = 0; c < call.m.ncountries; c++)
	{
		TeRow		row;

		te_row_begin(&row);
		te_row_node(&row, &call.trade.v, call.trade.country[c]);
		te_row_datum(&row, Int32GetDatum((int32) call.m.diversity[c]), false);
		te_row_float8(&row, x.country[c]);
		te_row_float8(&row, isnan(x.country[c]) ? NAN : outlook[c]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* (network, threshold, basis, method) → complexity of products */
Datum
product_complexity(PG_FUNCTION_ARGS)
{
	TeComplexityMethod method = method_arg(fcinfo);
	Call		call;
	TeComplexity x;

	read_call(fcinfo, &call, "product_complexity");
	x = te_complexity(&call.m, method);
	te_rows_begin(fcinfo);
	for (int p = 0; p < call.m.nproducts; p++)
	{
		TeRow		row;

		te_row_begin(&row);
		te_row_node(&row, &call.trade.v, call.trade.product[p]);
		te_row_datum(&row, Int32GetDatum((int32) call.m.ubiquity[p]), false);
		te_row_float8(&row, x.product[p]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* A row for each pair with something in common, the earlier one first. */
static Datum
store_proximities(FunctionCallInfo fcinfo, const TeNetworkView *v, const TeBits *bits,
				  const int *node)
{
	double	   *near = te_vector(bits->n + 1);

	te_rows_begin(fcinfo);
	for (int p = 0; p < bits->n; p++)
	{
		te_proximity_row(bits, p, near);
		for (int q = p + 1; q < bits->n; q++)
		{
			TeRow		row;

			if (near[q] == 0)
				continue;
			te_row_begin(&row);
			te_row_node(&row, v, node[p]);
			te_row_node(&row, v, node[q]);
			te_row_float8(&row, near[q]);
			te_row_store(fcinfo, &row);
		}
	}
	return (Datum) 0;
}

/* (network, threshold, basis) → proximity of products */
Datum
product_proximity(PG_FUNCTION_ARGS)
{
	Call		call;
	TeBits		bits;

	read_call(fcinfo, &call, "product_proximity");
	bits = te_product_bits(&call.m);
	return store_proximities(fcinfo, &call.trade.v, &bits, call.trade.product);
}

/* (network, threshold, basis) → proximity of countries */
Datum
country_proximity(PG_FUNCTION_ARGS)
{
	Call		call;
	TeBits		bits;

	read_call(fcinfo, &call, "country_proximity");
	bits = te_country_bits(&call.m);
	return store_proximities(fcinfo, &call.trade.v, &bits, call.trade.country);
}

/* (network, threshold, basis, method) → density and gain of every product in every country */
Datum
product_density(PG_FUNCTION_ARGS)
{
	TeComplexityMethod method = method_arg(fcinfo);
	Call		call;
	TeAdvantages *m = &call.m;
	TeComplexity x;
	TeBits		bits;
	double	   *all;
	double	   *near;
	double	   *near_of;
	double	   *gain_of;

	read_call(fcinfo, &call, "product_density");
	x = te_complexity_try(m, method);
	bits = te_product_bits(m);
	all = te_proximity_sums(&bits);
	near = te_vector(m->nproducts + 1);
	near_of = te_vector(m->ncountries + 1);
	gain_of = te_vector(m->ncountries + 1);
	te_rows_begin(fcinfo);
	for (int p = 0; p < m->nproducts; p++)
	{
		const uint64 *has = bits.bits + (Size) p * bits.words;
		double		gain = 0.0;

		te_proximity_row(&bits, p, near);
		te_sum_had(m, near, near_of);
		for (int q = 0; q < m->nproducts; q++)
		{
			near[q] = all[q] > 0 ? near[q] * x.product[q] / all[q] : 0.0;
			gain += near[q];
		}
		te_sum_had(m, near, gain_of);
		for (int c = 0; c < m->ncountries; c++)
		{
			bool		mine = (has[c / 64] >> (c % 64) & 1) != 0;
			double		density = all[p] > 0 ? near_of[c] / all[p] : NAN;
			TeRow		row;

			te_row_begin(&row);
			te_row_node(&row, &call.trade.v, call.trade.country[c]);
			te_row_node(&row, &call.trade.v, call.trade.product[p]);
			te_row_datum(&row, BoolGetDatum(mine), false);
			te_row_float8(&row, density);
			te_row_float8(&row, 1.0 - density);
			te_row_float8(&row, isnan(density) ? NAN : mine ? 0.0 : gain - gain_of[c]);
			te_row_store(fcinfo, &row);
		}
	}
	return (Datum) 0;
}

/* Income of each country, argument 1; throws for a country without one, or with a negative one. */
static double *
income_arg(FunctionCallInfo fcinfo, const TeTradeTable *t, const char *function)
{
	TeMix	   *income = PG_GETARG_TE_MIX_P(1);
	double	   *of = te_vector(t->ncountries + 1);

	for (int c = 0; c < t->ncountries; c++)
	{
		TeCode		country = te_network_code(&t->v, t->country[c]);
		int			i = te_mix_find(income, country);

		if (i < 0)
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("%s: country \"%s\" has no income", function, te_code_cstring(country)),
					 errhint("Add it to the mix \"income\", or leave the country's flows out of the network.")));
		of[c] = income->items[i].amount;
		if (of[c] < 0)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("%s: the income of country \"%s\" must not be negative, but is %.15g",
							function, te_code_cstring(country), of[c]),
					 errhint("Give income per head, of zero or more.")));
	}
	return of;
}

/* (network, income) → PRODY */
Datum
product_sophistication(PG_FUNCTION_ARGS)
{
	TeTradeTable t;
	double	   *product;

	te_trade_table_open(&t, PG_GETARG_TE_NETWORK_P(0), "product_sophistication");
	product = te_product_sophistication(&t, income_arg(fcinfo, &t, "product_sophistication"));
	te_rows_begin(fcinfo);
	for (int p = 0; p < t.nproducts; p++)
	{
		TeRow		row;

		te_row_begin(&row);
		te_row_node(&row, &t.v, t.product[p]);
		te_row_float8(&row, product[p]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* (network, income) → EXPY */
Datum
export_sophistication(PG_FUNCTION_ARGS)
{
	TeTradeTable t;
	double	   *country;

	te_trade_table_open(&t, PG_GETARG_TE_NETWORK_P(0), "export_sophistication");
	country = income_arg(fcinfo, &t, "export_sophistication");
	country = te_export_sophistication(&t, te_product_sophistication(&t, country));
	te_rows_begin(fcinfo);
	for (int c = 0; c < t.ncountries; c++)
	{
		TeRow		row;

		te_row_begin(&row);
		te_row_node(&row, &t.v, t.country[c]);
		te_row_float8(&row, country[c]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}
