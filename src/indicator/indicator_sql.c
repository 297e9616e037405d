/*
 * indicator_sql.c
 *	  SQL functions of measures of trade that need a few totals, which windows
 *	  give: sum(amount) OVER (PARTITION BY country).
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "indicator/indicator.h"
#include "network/network_row.h"
#include "propagation/leontief.h"

TE_FUNCTION(revealed_advantage);
TE_FUNCTION(lafay_index);
TE_FUNCTION(grubel_lloyd);
TE_FUNCTION(marginal_trade);
TE_FUNCTION(trade_intensity);
TE_FUNCTION(effective_protection);
TE_FUNCTION(effective_protection_network);

/* Argument number "arg", an amount of trade: finite and not negative. */
static double
amount_arg(FunctionCallInfo fcinfo, int arg, const char *name)
{
	return te_trade_table_amount(name, PG_GETARG_FLOAT8(arg));
}

/* revealed_advantage(amount, country_total, product_total, world_total, form) */
Datum
revealed_advantage(PG_FUNCTION_ARGS)
{
	TeAdvantage form = te_word_arg(fcinfo, 4, "form", te_advantage_forms, TE_ADVANTAGE_FORMS, NULL);
	double		amount = amount_arg(fcinfo, 0, "amount");
	double		country = amount_arg(fcinfo, 1, "country_total");
	double		product = amount_arg(fcinfo, 2, "product_total");
	double		world = amount_arg(fcinfo, 3, "world_total");

	te_check_part("amount", amount, "country_total", country);
	te_check_part("amount", amount, "product_total", product);
	te_check_part("country_total", country, "world_total", world);
	te_check_part("product_total", product, "world_total", world);
	TE_RETURN_DEFINED(te_advantage(amount, country, product, world, form));
}

/* lafay_index(exports, imports, all_exports, all_imports) */
Datum
lafay_index(PG_FUNCTION_ARGS)
{
	double		exports = amount_arg(fcinfo, 0, "exports");
	double		imports = amount_arg(fcinfo, 1, "imports");
	double		all_exports = amount_arg(fcinfo, 2, "all_exports");
	double		all_imports = amount_arg(fcinfo, 3, "all_imports");

	te_check_part("exports", exports, "all_exports", all_exports);
	te_check_part("imports", imports, "all_imports", all_imports);
	TE_RETURN_DEFINED(te_lafay(exports, imports, all_exports, all_imports));
}

/* Two-way trade of two numbers. */
static double
two_way(double exports, double imports)
{
	return te_two_way(te_both_ways(exports, imports), fabs(exports), fabs(imports));
}

/* grubel_lloyd(exports, imports) */
Datum
grubel_lloyd(PG_FUNCTION_ARGS)
{
	TE_RETURN_DEFINED(two_way(amount_arg(fcinfo, 0, "exports"), amount_arg(fcinfo, 1, "imports")));
}

/* marginal_trade(export_change, import_change) */
Datum
marginal_trade(PG_FUNCTION_ARGS)
{
	te_check_finite("export_change", PG_GETARG_FLOAT8(0));
	te_check_finite("import_change", PG_GETARG_FLOAT8(1));
	TE_RETURN_DEFINED(two_way(PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1)));
}

/* trade_intensity(flow, exports, partner_imports, world_imports, own_imports) */
Datum
trade_intensity(PG_FUNCTION_ARGS)
{
	TE_RETURN_DEFINED(te_trade_table_intensity(amount_arg(fcinfo, 0, "flow"),
											   amount_arg(fcinfo, 1, "exports"),
											   amount_arg(fcinfo, 2, "partner_imports"),
											   amount_arg(fcinfo, 3, "world_imports"),
											   amount_arg(fcinfo, 4, "own_imports")));
}

/* effective_protection(rate, input_tariffs, inputs) */
Datum
effective_protection(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"rate", "input_tariffs", "inputs"};

	for (int i = 0; i < 3; i++)
		te_check_finite(names[i], PG_GETARG_FLOAT8(i));
	TE_RETURN_DEFINED(te_effective_protection(PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1),
											  PG_GETARG_FLOAT8(2)));
}

/* effective_protection(network, tariffs): of each node, from the inputs that the network shows */
Datum
effective_protection_network(PG_FUNCTION_ARGS)
{
	TeModel		model;
	TeSystem	inputs;
	double	   *tariff;
	double	   *paid;
	double	   *bought;

	te_model_open(&model, PG_GETARG_TE_NETWORK_P(0), "effective_protection");
	tariff = te_network_vector(&model.v, PG_GETARG_TE_MIX_P(1), 0.0, "tariffs");
	paid = te_vector(model.v.nnodes);
	bought = te_vector(model.v.nnodes);
	inputs = te_model_system(&model, TE_BY_USER);
	te_system_product(&inputs, tariff, paid);
	te_system_product(&inputs, te_vector_ones(model.v.nnodes), bought);
	te_rows_begin(fcinfo);
	for (int i = 0; i < model.v.nnodes; i++)
	{
		TeRow		row;
		bool		none = model.output[i] == 0.0;

		te_row_begin(&row);
		te_row_node(&row, &model.v, i);
		te_row_float8(&row, tariff[i]);
		te_row_float8(&row, none ? NAN : bought[i]);
		te_row_float8(&row, none ? NAN : paid[i]);
		te_row_float8(&row, none ? NAN : te_effective_protection(tariff[i], paid[i], bought[i]));
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}
