/*
 * trade_table.c
 *	  A supply network read as a table of trade: its suppliers are countries, its
 *	  users are products.
 */
#include "postgres.h"

#include <math.h>

#include "base/trade_exposure.h"
#include "indicator/trade_table.h"

/* An array of n numbers. */
static int *
numbers(int n)
{
	return te_alloc_zero(sizeof(int) * ((Size) n + 1));
}

/* Numbers the nodes that are marked, in order; returns the number of each node. */
static int *
number_marked(const bool *marked, int nnodes, int *node, int *count)
{
	int		   *number = numbers(nnodes);

	*count = 0;
	for (int i = 0; i < nnodes; i++)
	{
		number[i] = *count;
		if (marked[i])
			node[(*count)++] = i;
	}
	return number;
}

/* Adds up flows by country, by product and in all, which must be within float8. */
static void
add_up(TeTradeTable *t, const char *function)
{
	TeSum	   *by_product = te_alloc_zero(sizeof(TeSum) * ((Size) t->nproducts + 1));
	TeSum		world = {0, 0};

	t->exports = te_vector(t->ncountries + 1);
	t->traded = te_vector(t->nproducts + 1);
	for (int c = 0; c < t->ncountries; c++)
	{
		TeSum		sum = {0, 0};

		CHECK_FOR_INTERRUPTS();
		for (int k = t->start[c]; k < t->start[c + 1]; k++)
		{
			te_sum_add(&sum, t->amount[k]);
			te_sum_add(&by_product[t->of[k]], t->amount[k]);
		}
		t->exports[c] = sum.hi;
		te_sum_add(&world, sum.hi);
		te_sum_add(&world, sum.lo);
	}
	for (int p = 0; p < t->nproducts; p++)
		t->traded[p] = by_product[p].hi;
	t->world = world.hi;
	if (!isfinite(t->world))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s: all flows together are beyond the range of float8", function),
				 errhint("Give amounts in a larger unit: no measure depends on it.")));
	pfree(by_product);
}

/* Reads a network. */
void
te_trade_table_open(TeTradeTable *t, const TeNetwork *net, const char *function)
{
	TeNetworkView *v = &t->v;
	bool	   *sells,
			   *sold;
	int		   *product;

	te_network_open(v, net);
	te_network_require_positive(v, function);
	sells = palloc0((Size) v->nnodes + 1);
	sold = palloc0((Size) v->nnodes + 1);
	for (int i = 0; i < v->nnodes; i++)
		for (uint32 e = v->out_start[i]; e < v->out_start[i + 1]; e++)
			if (v->out_amount[e] > 0)
				sells[i] = sold[v->out_user[e]] = true;
	t->country = numbers(v->nnodes);
	t->product = numbers(v->nnodes);
	pfree(number_marked(sells, v->nnodes, t->country, &t->ncountries));
	product = number_marked(sold, v->nnodes, t->product, &t->nproducts);
	t->start = numbers(t->ncountries);
	t->of = numbers(v->nedges);
	t->amount = te_vector_unset(v->nedges + 1);
	t->nflows = 0;
	for (int c = 0; c < t->ncountries; c++)
	{
		int			i = t->country[c];

		CHECK_FOR_INTERRUPTS();
		for (uint32 e = v->out_start[i]; e < v->out_start[i + 1]; e++)
			if (v->out_amount[e] > 0)
			{
				t->of[t->nflows] = product[v->out_user[e]];
				t->amount[t->nflows++] = v->out_amount[e];
			}
		t->start[c + 1] = t->nflows;
	}
	pfree(product);
	pfree(sells);
	pfree(sold);
	add_up(t, function);
}
