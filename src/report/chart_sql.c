/*
 * chart_sql.c
 *	  SQL functions that draw charts, and their Vega-Lite twins.
 */
#include "postgres.h"

#include <math.h>

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "base/trade_exposure.h"
#include "loss/loss_args.h"
#include "report/chart_args.h"
#include "report/say.h"
#include "report/say_sql.h"

TE_FUNCTION(chart_supplier_shares);
TE_FUNCTION(vega_supplier_shares);
TE_FUNCTION(chart_supplier_heat_map);
TE_FUNCTION(vega_supplier_heat_map);
TE_FUNCTION(chart_supply_chain);
TE_FUNCTION(vega_supply_chain);
TE_FUNCTION(chart_tariff_layers);
TE_FUNCTION(vega_tariff_layers);
TE_FUNCTION(chart_loss_distribution);
TE_FUNCTION(vega_loss_distribution);
TE_FUNCTION(chart_sparkline);
TE_FUNCTION(vega_sparkline);
TE_FUNCTION(vega_supplier_map);
TE_FUNCTION(table_supplier_map);
TE_FUNCTION(vega_supplier_multiples);
TE_FUNCTION(table_supplier_multiples);

/* ---- supplies ---- */

/* Arrays of the same length: who supplied how much of what, or when. */
typedef struct Supplies
{
	int			n;				/* their length */
	const char **label;			/* of what, or when */
	const char **origin;		/* who */
	double	   *amount;			/* how much */
} Supplies;

/* Reads them from the three arguments from "first" on, of which the first is called "labels". */
static Supplies
read_supplies(FunctionCallInfo fcinfo, int first, const char *labels)
{
	Supplies	s;
	int			norigins;
	int			namounts;

	s.label = te_chart_texts(fcinfo, first, &s.n);
	s.origin = te_chart_texts(fcinfo, first + 1, &norigins);
	s.amount = te_chart_amounts(fcinfo, first + 2, "amounts", &namounts);
	te_say_in(fcinfo);
	te_chart_same_length(labels, s.n, "origins", norigins);
	te_chart_same_length(labels, s.n, "amounts", namounts);
	return s;
}

/* ---- shares over time ---- */

/* Reads (periods, origins, amounts, title, description, unit, ...) with top as argument "last". */
static const void *
read_shares(FunctionCallInfo fcinfo, int last)
{
	Supplies	s = read_supplies(fcinfo, 0, "periods");
	int			top = PG_ARGISNULL(last) ? TE_CHART_COLOURS : PG_GETARG_INT32(last);

	te_check_range("top", top, 1, TE_CHART_COLOURS);
	return te_chart_shares(s.label, s.origin, s.amount, s.n, top,
						   te_chart_unit(fcinfo, 5, "amounts", s.amount, s.n));
}

/* (periods, origins, amounts, title, description, unit, form, width, top) */
Datum
chart_supplier_shares(PG_FUNCTION_ARGS)
{
	return te_chart_result(fcinfo, 3, &te_chart_shares_kind, read_shares(fcinfo, 8));
}

/* (periods, origins, amounts, title, description, unit, top) */
Datum
vega_supplier_shares(PG_FUNCTION_ARGS)
{
	return te_vega_result(fcinfo, 3, &te_chart_shares_kind, read_shares(fcinfo, 6));
}

/* ---- shares by product ---- */

/* Reads (products, origins, amounts, ...) with max_products as argument "last". */
static const void *
read_heat(FunctionCallInfo fcinfo, int last)
{
	Supplies	s = read_supplies(fcinfo, 0, "products");
	int			most = PG_ARGISNULL(last) ? 25 : PG_GETARG_INT32(last);

	te_check_range("max_products", most, 1, 500);
	return te_chart_heat(s.label, s.origin, s.amount, s.n, most);
}

/* (products, origins, amounts, title, description, unit, form, width, max_products) */
Datum
chart_supplier_heat_map(PG_FUNCTION_ARGS)
{
	return te_chart_result(fcinfo, 3, &te_chart_heat_kind, read_heat(fcinfo, 8));
}

/* (products, origins, amounts, title, description, unit, max_products) */
Datum
vega_supplier_heat_map(PG_FUNCTION_ARGS)
{
	return te_vega_result(fcinfo, 3, &te_chart_heat_kind, read_heat(fcinfo, 6));
}

/* ---- stages ---- */

/* Reads (stages, origins, amounts, ...) with the targets as argument "last". */
static const void *
read_chain(FunctionCallInfo fcinfo, int last)
{
	Supplies	s = read_supplies(fcinfo, 0, "stages");
	int			ntargets;
	const char **targets = te_chart_texts(fcinfo, last, &ntargets);

	if (PG_ARGISNULL(last))
		targets = palloc0((s.n + 1) * sizeof(char *));
	else
		te_chart_same_length("stages", s.n, "targets", ntargets);
	return te_chart_chain(s.label, s.origin, targets, s.amount, s.n);
}

/* (stages, origins, amounts, title, description, unit, form, width, targets) */
Datum
chart_supply_chain(PG_FUNCTION_ARGS)
{
	return te_chart_result(fcinfo, 3, &te_chart_chain_kind, read_chain(fcinfo, 8));
}

/* (stages, origins, amounts, title, description, unit, targets) */
Datum
vega_supply_chain(PG_FUNCTION_ARGS)
{
	return te_vega_result(fcinfo, 3, &te_chart_chain_kind, read_chain(fcinfo, 6));
}

/* ---- layers of a duty ---- */

/* Reads (layers, rates, statuses, ...). */
static const void *
read_layers(FunctionCallInfo fcinfo)
{
	int			n,
				nrates,
				nstatuses;
	const char **layers = te_chart_texts(fcinfo, 0, &n);
	double	   *rates = te_chart_amounts(fcinfo, 1, "rates", &nrates);
	const char **statuses = te_chart_texts(fcinfo, 2, &nstatuses);

	te_say_in(fcinfo);
	te_chart_same_length("layers", n, "rates", nrates);
	if (PG_ARGISNULL(2))
		statuses = palloc0((n + 1) * sizeof(char *));
	else
		te_chart_same_length("layers", n, "statuses", nstatuses);
	return te_chart_layers(layers, rates, statuses, n);
}

/* (layers, rates, statuses, title, description, unit, form, width) */
Datum
chart_tariff_layers(PG_FUNCTION_ARGS)
{
	return te_chart_result(fcinfo, 3, &te_chart_layers_kind, read_layers(fcinfo));
}

/* (layers, rates, statuses, title, description, unit) */
Datum
vega_tariff_layers(PG_FUNCTION_ARGS)
{
	return te_vega_result(fcinfo, 3, &te_chart_layers_kind, read_layers(fcinfo));
}

/* ---- distribution of losses ---- */

/* Reads (losses, weights, level, title, description, unit, ...). */
static const void *
read_losses(FunctionCallInfo fcinfo)
{
	int			n,
				nweights;
	double	   *losses = te_chart_amounts(fcinfo, 0, "losses", &n);
	double	   *weights = te_chart_amounts(fcinfo, 1, "loss_weights", &nweights);
	double		level = PG_ARGISNULL(2) ? 0.95 : PG_GETARG_FLOAT8(2);

	te_say_in(fcinfo);
	te_check_level(level);
	if (!PG_ARGISNULL(1))
		te_chart_same_length("losses", n, "loss_weights", nweights);
	return te_chart_loss(losses, PG_ARGISNULL(1) ? NULL : weights, n, level,
						 te_chart_unit(fcinfo, 5, "losses", losses, n));
}

/* (losses, weights, level, title, description, unit, form, width) */
Datum
chart_loss_distribution(PG_FUNCTION_ARGS)
{
	return te_chart_result(fcinfo, 3, &te_chart_loss_kind, read_losses(fcinfo));
}

/* (losses, weights, level, title, description, unit) */
Datum
vega_loss_distribution(PG_FUNCTION_ARGS)
{
	return te_vega_result(fcinfo, 3, &te_chart_loss_kind, read_losses(fcinfo));
}

/* ---- series in the size of a word ---- */

/* (amounts, width, height, styled, title) */
Datum
chart_sparkline(PG_FUNCTION_ARGS)
{
	int			n,
				width = PG_ARGISNULL(1) ? 96 : PG_GETARG_INT32(1),
				height = PG_ARGISNULL(2) ? 24 : PG_GETARG_INT32(2);
	double	   *amounts = te_chart_amounts(fcinfo, 0, "amounts", &n);
	StringInfoData out;

	te_say_in(fcinfo);
	te_check_range("width", width, 16, 2000);
	te_check_range("height", height, 10, 1000);
	initStringInfo(&out);
	te_chart_spark_svg(&out, te_chart_spark(amounts, n, ""), width, height,
					   te_chart_text(fcinfo, 4, te_say("Series")),
					   !PG_ARGISNULL(3) && PG_GETARG_BOOL(3));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, out.len));
}

/* (amounts, title, description, unit) */
Datum
vega_sparkline(PG_FUNCTION_ARGS)
{
	int			n;
	double	   *amounts = te_chart_amounts(fcinfo, 0, "amounts", &n);
	const char *unit;

	te_say_in(fcinfo);
	unit = te_chart_unit(fcinfo, 3, "amounts", amounts, n);
	return te_vega_result(fcinfo, 1, &te_chart_spark_kind, te_chart_spark(amounts, n, unit));
}

/* ---- suppliers on a map ---- */

/* Reads (origins, amounts, ...) with the unit as argument "unit". */
static const void *
read_map(FunctionCallInfo fcinfo, int unit, const char *map, const char *key)
{
	int			n,
				namounts;
	const char **origins = te_chart_texts(fcinfo, 0, &n);
	double	   *amounts = te_chart_amounts(fcinfo, 1, "amounts", &namounts);
	bool		inside = map != NULL && map[strspn(map, " \t\r\n")] == '{';

	te_say_in(fcinfo);
	te_chart_same_length("origins", n, "amounts", namounts);
	te_chart_unit(fcinfo, unit, "amounts", amounts, n);
	/* as it will stand in the answer: an error names what is wrong in it */
	if (inside)
		map = DatumGetCString(DirectFunctionCall1(jsonb_out,
												  DirectFunctionCall1(jsonb_in,
																	  CStringGetDatum(map))));
	return te_chart_map(origins, amounts, n, inside ? map : NULL, map, key);
}

/* (origins, amounts, map, map_key, title, description, unit) */
Datum
vega_supplier_map(PG_FUNCTION_ARGS)
{
	te_check_not_null("map", PG_ARGISNULL(2));
	return te_vega_result(fcinfo, 4, &te_chart_map_kind,
						  read_map(fcinfo, 6, te_chart_text(fcinfo, 2, ""),
								   te_chart_text(fcinfo, 3, "properties.ISO_A3_EH")));
}

/* (origins, amounts, title, unit) */
Datum
table_supplier_map(PG_FUNCTION_ARGS)
{
	return te_table_result(fcinfo, 2, &te_chart_map_kind, read_map(fcinfo, 3, NULL, NULL));
}

/* ---- small multiples ---- */

/* Reads (products, periods, origins, amounts, ...) with unit and max_products. */
static const void *
read_multiples(FunctionCallInfo fcinfo, int unit, int max_products)
{
	int			n;
	const char **products = te_chart_texts(fcinfo, 0, &n);
	Supplies	s = read_supplies(fcinfo, 1, "periods");
	int			most = PG_ARGISNULL(max_products) ? 24 : PG_GETARG_INT32(max_products);

	te_chart_same_length("products", n, "periods", s.n);
	te_check_range("max_products", most, 1, 500);
	te_chart_unit(fcinfo, unit, "amounts", s.amount, n);
	return te_chart_multiples(products, s.label, s.origin, s.amount, n, most);
}

/* (products, periods, origins, amounts, title, description, unit, max_products) */
Datum
vega_supplier_multiples(PG_FUNCTION_ARGS)
{
	return te_vega_result(fcinfo, 4, &te_chart_multiples_kind, read_multiples(fcinfo, 6, 7));
}

/* (products, periods, origins, amounts, title, unit, max_products) */
Datum
table_supplier_multiples(PG_FUNCTION_ARGS)
{
	return te_table_result(fcinfo, 4, &te_chart_multiples_kind, read_multiples(fcinfo, 5, 6));
}
