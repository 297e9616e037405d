/*
 * value_chain_sql.c
 *	  SQL functions of value chains: whose value is in what is used, made and
 *	  exported.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"

#include "base/arrays.h"
#include "base/row.h"
#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "indicator/value_chain_wang.h"
#include "network/network_row.h"

TE_FUNCTION(value_origin);
TE_FUNCTION(borin_mancini);
TE_FUNCTION(borin_mancini_bilateral);
TE_FUNCTION(koopman_wang_wei);
TE_FUNCTION(wang_wei_zhu);

#define BATCH 64				/* columns solved together */

/* Opens the table of a call: network and final_use (0 and 1), weights (-1: none), separator. */
static void
open_chain(FunctionCallInfo fcinfo, TeChain *chain, int weights, int separator,
		   const char *function)
{
	const char *parts = NULL;

	if (!PG_ARGISNULL(separator))
		parts = text_to_cstring(PG_GETARG_TEXT_PP(separator));
	te_chain_open(chain, PG_GETARG_TE_NETWORK_P(0), PG_GETARG_TE_NETWORK_P(1),
				  weights < 0 || PG_ARGISNULL(weights) ? NULL : PG_GETARG_TE_MIX_P(weights),
				  parts, function);
}

/* Appends a country's code. */
static void
row_country(TeRow *row, const TeChain *chain, int r)
{
	const char *code = te_chain_country(chain, r);

	te_row_code(row, te_code(code, strlen(code)));
}

/* The countries that argument "arg" names, all for NULL; throws for one that is not there. */
static bool *
countries_arg(FunctionCallInfo fcinfo, int arg, const TeChain *chain, const char *argument)
{
	bool	   *named = palloc0(chain->ncountries + 1);
	TeCode	   *codes;
	int			n;

	if (PG_ARGISNULL(arg))
	{
		memset(named, true, chain->ncountries);
		return named;
	}
	codes = te_codes_arg(PG_GETARG_ARRAYTYPE_P(arg), argument, &n);
	for (int k = 0; k < n; k++)
	{
		int			r = te_names_find(&chain->countries, te_code_cstring(codes[k]));

		if (r < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"%s\" names a country that is not in the table: \"%s\"", argument,
							te_code_cstring(codes[k])),
					 errdetail("The country of a node is its code up to the separator."),
					 errhint("A first country of this table is \"%s\".",
							 chain->ncountries > 0 ? te_chain_country(chain, 0) : "")));
		named[r] = true;
	}
	return named;
}

/* ---- origins ---- */

/* What the value is looked for in, in the order of the words below. */
enum
{
	IN_FINAL_USE,
	IN_EXPORTS,
	IN_OUTPUT,
	IN_UNIT
};

/* Stores (source, user, value) unless the value is 0; a node of -1 is the country given. */
static void
store_origin(FunctionCallInfo fcinfo, const TeChain *chain, int node, int country, int user_node,
			 int user_country, double value)
{
	TeRow		row;

	if (value == 0)
		return;
	te_row_begin(&row);
	if (node >= 0)
		te_row_node(&row, &chain->model.v, node);
	else
		row_country(&row, chain, country);
	if (user_node >= 0)
		te_row_node(&row, &chain->model.v, user_node);
	else
		row_country(&row, chain, user_country);
	te_row_float8(&row, value);
	te_row_store(fcinfo, &row);
}

/* What of node j is looked into. */
static double
amount_in(const TeChain *chain, int where, int j)
{
	return where == IN_EXPORTS ? chain->exports[j] :
		where == IN_OUTPUT ? chain->model.output[j] : 1.0;
}

/* Countries of origin: contents times what is looked into. */
static void
origins_by_country(FunctionCallInfo fcinfo, const TeChain *chain, int where)
{
	const int	G = chain->ncountries;
	double	   *content = te_chain_content(chain);

	for (int s = 0; s < G; s++)
	{
		double	   *used = te_vector(G + 1);

		CHECK_FOR_INTERRUPTS();
		for (int j = 0; j < chain->n; j++)
		{
			double		own = content[(Size) j * G + s];

			if (where != IN_FINAL_USE)
				store_origin(fcinfo, chain, -1, s, j, -1, own * amount_in(chain, where, j));
			else
				for (int r = 0; r < G; r++)
					used[r] += own * chain->use[(Size) j * G + r];
		}
		for (int r = 0; r < G && where == IN_FINAL_USE; r++)
			store_origin(fcinfo, chain, -1, s, -1, r, used[r]);
		pfree(used);
	}
}

/* Industries of origin in final use: output that each country needs, times the weight. */
static void
origins_of_use(FunctionCallInfo fcinfo, const TeChain *chain)
{
	const int	G = chain->ncountries;
	TeColumns	c = {.count = G, .b = chain->use, .x = te_chain_matrix(chain, G)};

	te_chain_solve(chain, &chain->sales, &c);
	for (int i = 0; i < chain->n; i++)
		for (int r = 0; r < G; r++)
			store_origin(fcinfo, chain, i, -1, -1, r,
						 chain->weight[i] * chain->model.output[i] * c.x[(Size) i * G + r]);
}

/* Industries of origin in each node's exports, output or unit: columns of the inverse. */
static void
origins_by_node(FunctionCallInfo fcinfo, const TeChain *chain, int where)
{
	double	   *b = te_chain_matrix(chain, BATCH);
	TeColumns	c = {.b = b, .x = te_chain_matrix(chain, BATCH)};

	for (int first = 0; first < chain->n; first += BATCH)
	{
		c.count = Min(BATCH, chain->n - first);
		memset(b, 0, (Size) chain->n * BATCH * sizeof(double));
		for (int j = first; j < first + c.count; j++)
			b[(Size) j * c.count + j - first] = amount_in(chain, where, j);
		te_chain_solve(chain, &chain->sales, &c);
		for (int j = first; j < first + c.count; j++)
			for (int i = 0; i < chain->n; i++)
				store_origin(fcinfo, chain, i, -1, j, -1,
							 chain->weight[i] * chain->model.output[i] *
							 c.x[(Size) i * c.count + j - first]);
	}
}

/* (network, final_use, inside, weights, detail, separator) → whose value is in what */
Datum
value_origin(PG_FUNCTION_ARGS)
{
	static const char *const places[] = {"final_use", "exports", "output", "unit"};
	static const char *const details[] = {"country", "node"};
	int			where;
	int			detail;
	TeChain		chain;

	TE_NO_ROWS_WITHOUT(0);
	TE_NO_ROWS_WITHOUT(1);
	where = te_word_arg(fcinfo, 2, "inside", places, lengthof(places), NULL);
	detail = te_word_arg(fcinfo, 4, "detail", details, lengthof(details), NULL);
	open_chain(fcinfo, &chain, 3, 5, "value_origin");
	te_rows_begin(fcinfo);
	if (detail == 0)
		origins_by_country(fcinfo, &chain, where);
	else if (where == IN_FINAL_USE)
		origins_of_use(fcinfo, &chain);
	else
		origins_by_node(fcinfo, &chain, where);
	return (Datum) 0;
}

/* ---- decompositions ---- */

/* Appends what exports are made of. */
static void
row_exports(TeRow *row, const TeExports *e)
{
	te_row_float8(row, e->dva);
	te_row_float8(row, e->ddc);
	te_row_float8(row, e->fva);
	te_row_float8(row, e->fdc);
}

/* (network, final_use, separator) → exports of each country by whose value they are */
Datum
borin_mancini(PG_FUNCTION_ARGS)
{
	TeChain		chain;
	TeExportBase base;

	TE_NO_ROWS_WITHOUT(0);
	TE_NO_ROWS_WITHOUT(1);
	open_chain(fcinfo, &chain, -1, 2, "borin_mancini");
	te_export_base(&base, &chain, NULL, true);
	te_rows_begin(fcinfo);
	for (int s = 0; s < chain.ncountries; s++)
	{
		TeExports	e = te_export_source(&base, s, -1);
		TeRow		row;

		te_row_begin(&row);
		row_country(&row, &chain, s);
		te_row_float8(&row, e.gross);
		row_exports(&row, &e);
		te_row_float8(&row, te_export_absorbed(&base, s));
		te_row_float8(&row, te_export_imports(&base, s));
		te_row_float8(&row, te_export_forward(&base, s));
		te_row_float8(&row, e.gross > 0 ? 1.0 - te_export_direct(&base, s) / e.gross : NAN);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* (network, final_use, exporters, separator) → the same by importer */
Datum
borin_mancini_bilateral(PG_FUNCTION_ARGS)
{
	TeChain		chain;
	TeExportBase base;
	bool	   *named;
	double	   *ultimate;

	TE_NO_ROWS_WITHOUT(0);
	TE_NO_ROWS_WITHOUT(1);
	open_chain(fcinfo, &chain, -1, 3, "borin_mancini_bilateral");
	named = countries_arg(fcinfo, 2, &chain, "exporters");
	te_export_base(&base, &chain, named, true);
	ultimate = te_export_ultimate(&base);
	te_rows_begin(fcinfo);
	for (int s = 0; s < chain.ncountries; s++)
	{
		TeExports  *pure;
		TeExports  *sink;
		TeTripartite *parts;

		if (!named[s])
			continue;
		pure = te_export_pure(&base, s);
		sink = te_export_sink(&base, ultimate, s);
		parts = te_export_tripartite(&base, s);
		for (int r = 0; r < chain.ncountries; r++)
		{
			TeExports	e;
			TeRow		row;

			if (r == s)
				continue;
			e = te_export_source(&base, s, r);
			te_row_begin(&row);
			row_country(&row, &chain, s);
			row_country(&row, &chain, r);
			te_row_float8(&row, e.gross);
			row_exports(&row, &e);
			row_exports(&row, &pure[r]);
			te_row_float8(&row, parts[r].direct);
			te_row_float8(&row, e.gross - parts[r].direct);
			te_row_float8(&row, parts[r].forward);
			te_row_float8(&row, parts[r].two_sided);
			te_row_float8(&row, parts[r].backward);
			row_exports(&row, &sink[r]);
			te_row_store(fcinfo, &row);
		}
		pfree(pure);
		pfree(sink);
		pfree(parts);
	}
	return (Datum) 0;
}

/* (network, final_use, separator) → nine terms of each country's exports */
Datum
koopman_wang_wei(PG_FUNCTION_ARGS)
{
	TeChain		chain;
	TeExportBase base;

	TE_NO_ROWS_WITHOUT(0);
	TE_NO_ROWS_WITHOUT(1);
	open_chain(fcinfo, &chain, -1, 2, "koopman_wang_wei");
	te_export_base(&base, &chain, NULL, false);
	te_rows_begin(fcinfo);
	for (int s = 0; s < chain.ncountries; s++)
	{
		double		terms[TE_KWW_TERMS];
		double		gross = 0.0;
		TeRow		row;

		te_export_koopman(&base, s, terms);
		for (int i = 0; i < chain.n; i++)
			gross += chain.country[i] == s ? chain.exports[i] : 0.0;
		te_row_begin(&row);
		row_country(&row, &chain, s);
		te_row_float8(&row, gross);
		for (int k = 0; k < TE_KWW_TERMS; k++)
			te_row_float8(&row, terms[k]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* (network, final_use, exporters, separator) → sixteen terms by exporting node and importer */
Datum
wang_wei_zhu(PG_FUNCTION_ARGS)
{
	TeChain		chain;
	TeExportBase base;
	TeWangBase	wang;
	bool	   *named;

	TE_NO_ROWS_WITHOUT(0);
	TE_NO_ROWS_WITHOUT(1);
	open_chain(fcinfo, &chain, -1, 3, "wang_wei_zhu");
	named = countries_arg(fcinfo, 2, &chain, "exporters");
	te_export_base(&base, &chain, NULL, false);
	te_export_wang_base(&wang, &base);
	te_rows_begin(fcinfo);
	for (int s = 0; s < chain.ncountries; s++)
	{
		double	   *terms;

		if (!named[s])
			continue;
		terms = te_export_wang(&wang, s);
		for (int i = 0; i < chain.n; i++)
			for (int r = 0; r < chain.ncountries && chain.country[i] == s; r++)
			{
				const double *t = terms + ((Size) i * chain.ncountries + r) * TE_WWZ_TERMS;
				double		gross = base.sold[(Size) i * chain.ncountries + r];
				TeRow		row;

				if (r == s || gross == 0)
					continue;
				te_row_begin(&row);
				te_row_node(&row, &chain.model.v, i);
				row_country(&row, &chain, r);
				te_row_float8(&row, gross);
				for (int k = 0; k < TE_WWZ_TERMS; k++)
					te_row_float8(&row, t[k]);
				te_row_store(fcinfo, &row);
			}
		pfree(terms);
	}
	return (Datum) 0;
}
