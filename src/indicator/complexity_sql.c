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
#include "indicator/complexity_proximity.h"
#include "network/network_row.h"

TE_FUNCTION(te_advantage_rows);
TE_FUNCTION(economic_complexity);
TE_FUNCTION(product_complexity);
TE_FUNCTION(te_product_proximity_rows);
TE_FUNCTION(te_country_proximity_rows);
TE_FUNCTION(te_density_rows);
TE_FUNCTION(product_sophistication);
TE_FUNCTION(export_sophistication);

/* A table whose flows are told one by one. */
typedef struct Flows
{
	TeTradeTable t;
	int			c;				/* country of the next one */
	int			k;				/* its number */
} Flows;

/* Reads the table. */
static void *
begin_flows(FunctionCallInfo fcinfo)
{
	Flows	   *f = palloc0_object(Flows);

	te_trade_table_open(&f->t, PG_GETARG_TE_NETWORK_P(0), "revealed_advantage");
	return f;
}

/* The next flow. */
static bool
next_flow(void *state, TeRow *row)
{
	Flows	   *f = state;
	const TeTradeTable *t = &f->t;
	int			k = f->k++;

	if (k >= t->nflows)
		return false;
	while (k >= t->start[f->c + 1])
		f->c++;
	te_row_node(row, &t->v, t->country[f->c]);
	te_row_node(row, &t->v, t->product[t->of[k]]);
	te_row_float8(row, t->amount[k]);
	te_row_float8(row, te_no_underflow(t->amount[k] / t->exports[f->c], 1.0));
	te_row_float8(row, te_no_underflow(t->traded[t->of[k]] / t->world, 1.0));
	for (int form = 0; form < TE_ADVANTAGE_FORMS; form++)
		te_row_float8(row, te_trade_table_advantage(t, f->c, k, form));
	return true;
}

/* network → a row for each flow */
Datum
te_advantage_rows(PG_FUNCTION_ARGS)
{
	return te_rows_tell(fcinfo, begin_flows, next_flow);
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

/* Pairs that are told one by one. */
typedef struct Pairs
{
	Call		call;
	TeBits		bits;
	const int  *node;			/* of each number */
	int			p;				/* the earlier of the next pair */
	int			q;				/* the later */
	double	   *near;			/* proximity of p to each later one */
} Pairs;

/* Begins with what the bits say. */
static Pairs *
begin_pairs(Pairs *x, TeBits bits, const int *node)
{
	x->bits = bits;
	x->node = node;
	x->near = te_vector(bits.n + 1);
	x->p = -1;
	x->q = bits.n;
	return x;
}

/* The next pair with something in common, the earlier one first. */
static bool
next_pair(void *state, TeRow *row)
{
	Pairs	   *x = state;

	while (x->q == x->bits.n || x->near[x->q] == 0)
	{
		if (x->q < x->bits.n)
		{
			x->q++;
			continue;
		}
		if (++x->p >= x->bits.n)
			return false;
		x->q = x->p + 1;
		te_proximity_row(&x->bits, x->p, x->q, x->near);
	}
	te_row_node(row, &x->call.trade.v, x->node[x->p]);
	te_row_node(row, &x->call.trade.v, x->node[x->q]);
	te_row_float8(row, x->near[x->q++]);
	return true;
}

/* Pairs of products. */
static void *
begin_product_pairs(FunctionCallInfo fcinfo)
{
	Pairs	   *x = palloc0_object(Pairs);

	read_call(fcinfo, &x->call, "product_proximity");
	return begin_pairs(x, te_product_bits(&x->call.m), x->call.trade.product);
}

/* (network, threshold, basis) → proximity of products */
Datum
te_product_proximity_rows(PG_FUNCTION_ARGS)
{
	return te_rows_tell(fcinfo, begin_product_pairs, next_pair);
}

/* Pairs of countries. */
static void *
begin_country_pairs(FunctionCallInfo fcinfo)
{
	Pairs	   *x = palloc0_object(Pairs);

	read_call(fcinfo, &x->call, "country_proximity");
	return begin_pairs(x, te_country_bits(&x->call.m), x->call.trade.country);
}

/* (network, threshold, basis) → proximity of countries */
Datum
te_country_proximity_rows(PG_FUNCTION_ARGS)
{
	return te_rows_tell(fcinfo, begin_country_pairs, next_pair);
}

/* Products and countries whose density is told, block of countries by block. */
typedef struct Densities
{
	Call		call;
	TeNearness	near;
	double	   *weight;			/* of each product: complexity over the sum of
								 * its proximities */
	double	   *gain_all;		/* of each product its proximities times that
								 * weight */
	double	   *near_of;		/* of product and country of the block: sum of
								 * proximities to what it has */
	double	   *gain_of;		/* the same times the weight */
	int			from;			/* first country of the block */
	int			width;			/* how many */
	int			p;				/* product of the next row */
	int			i;				/* country of it, in the block */
	int			k;				/* the first of the product's countries that
								 * is not before it */
} Densities;

/* Reads the arguments and takes what the gains rest on. */
static void *
begin_densities(FunctionCallInfo fcinfo)
{
	Densities  *d = palloc0_object(Densities);
	TeComplexityMethod method = method_arg(fcinfo);
	TeAdvantages *m = &d->call.m;
	double	   *product;

	read_call(fcinfo, &d->call, "product_density");
	product = te_complexity_try(m, method).product;
	d->near = te_nearness(m);
	d->weight = te_vector(m->nproducts + 1);
	for (int p = 0; p < m->nproducts; p++)
		d->weight[p] = d->near.all[p] > 0 ? product[p] / d->near.all[p] : 0.0;
	d->gain_all = te_nearness_all(&d->near, d->weight);
	d->near_of = te_nearness_room(&d->near);
	d->gain_of = te_nearness_room(&d->near);
	d->p = m->nproducts;
	return d;
}

/* Moves on to the next row's product and country; false after the last. */
static bool
next_place(Densities *d)
{
	const TeAdvantages *m = &d->call.m;

	if (d->p < m->nproducts && ++d->i < d->width)
		return true;
	if (d->p >= m->nproducts || ++d->p >= m->nproducts)
	{
		d->from += d->width;
		if (d->from >= m->ncountries)
			return false;
		d->width = te_nearness_sums(&d->near, NULL, d->from, d->near_of);
		te_nearness_sums(&d->near, d->weight, d->from, d->gain_of);
		d->p = 0;
	}
	d->i = 0;
	d->k = d->near.start[d->p];
	return true;
}

/* The next density. */
static bool
next_density(void *state, TeRow *row)
{
	Densities  *d = state;
	int			end;
	bool		mine;
	double		density;
	Size		at;

	if (!next_place(d))
		return false;
	end = d->near.start[d->p + 1];
	while (d->k < end && d->near.of[d->k] < d->from + d->i)
		d->k++;
	mine = d->k < end && d->near.of[d->k] == d->from + d->i;
	at = (Size) d->p * d->width + d->i;
	density = d->near.all[d->p] > 0 ? d->near_of[at] / d->near.all[d->p] : NAN;
	te_row_node(row, &d->call.trade.v, d->call.trade.country[d->from + d->i]);
	te_row_node(row, &d->call.trade.v, d->call.trade.product[d->p]);
	te_row_datum(row, BoolGetDatum(mine), false);
	te_row_float8(row, density);
	te_row_float8(row, 1.0 - density);
	te_row_float8(row, isnan(density) ? NAN : mine ? 0.0 : d->gain_all[d->p] - d->gain_of[at]);
	return true;
}

/* (network, threshold, basis, method) → density and gain of every product in every country */
Datum
te_density_rows(PG_FUNCTION_ARGS)
{
	return te_rows_tell(fcinfo, begin_densities, next_density);
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
