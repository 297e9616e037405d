/*
 * network_sql.c
 *	  Looking into a supply network: its nodes, its edges and its main figures.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"

#include "base/net.h"
#include "base/row.h"
#include "base/trade_exposure.h"
#include "mix/mix.h"
#include "network/network.h"
#include "network/network_row.h"
#include "network/network_sums.h"

TE_FUNCTION(each_edge);
TE_FUNCTION(each_node);
TE_FUNCTION(network_summary);

/* network → table of its edges, by supplier and user. */
Datum
each_edge(PG_FUNCTION_ARGS)
{
	TeNetworkView v;
	double	   *bought;
	TeRow		row;

	te_network_open(&v, PG_GETARG_TE_NETWORK_P(0));
	bought = te_network_in_strength(&v);
	te_rows_begin(fcinfo);
	for (int i = 0; i < v.nnodes; i++)
		for (uint32 e = v.out_start[i]; e < v.out_start[i + 1]; e++)
		{
			uint32		j = v.out_user[e];

			CHECK_FOR_INTERRUPTS();
			te_row_begin(&row);
			te_row_node(&row, &v, i);
			te_row_node(&row, &v, (int) j);
			te_row_float8(&row, v.out_amount[e]);
			te_row_float8(&row, bought[j] > 0 ? v.out_amount[e] / bought[j] : NAN);
			te_row_store(fcinfo, &row);
		}
	return (Datum) 0;
}

/* Final demand of node i that its output implies: output less sales; else the given one. */
static double
implied_demand(const TeNetworkView *v, int i, double sold)
{
	if (v->output == NULL)
		return NAN;
	return isnan(v->output[i]) ? v->final_demand[i] : v->output[i] - sold;
}

/* network → table of its nodes, by code. */
Datum
each_node(PG_FUNCTION_ARGS)
{
	TeNetworkView v;
	double	   *sold;
	double	   *bought;
	TeRow		row;

	te_network_open(&v, PG_GETARG_TE_NETWORK_P(0));
	sold = te_network_out_strength(&v);
	bought = te_network_in_strength(&v);
	te_rows_begin(fcinfo);
	for (int i = 0; i < v.nnodes; i++)
	{
		CHECK_FOR_INTERRUPTS();
		te_row_begin(&row);
		te_row_node(&row, &v, i);
		te_row_float8(&row, sold[i]);
		te_row_float8(&row, bought[i]);
		te_row_float8(&row, v.output ? v.output[i] : NAN);
		te_row_float8(&row, v.output ? v.final_demand[i] : NAN);
		te_row_float8(&row, v.output ? v.value_added[i] : NAN);
		if (v.sector != NULL && v.sector[i] != TE_NETWORK_NO_SECTOR)
			te_row_code(&row, te_network_sector_code(&v, (int) v.sector[i]));
		else
			te_row_datum(&row, (Datum) 0, true);
		te_row_float8(&row, v.output ? v.essential[i] : NAN);
		te_row_float8(&row, implied_demand(&v, i, sold[i]));
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* The root of node i in a forest of parts, with its path halved. */
static uint32
find_root(uint32 *parent, uint32 i)
{
	while (parent[i] != i)
		i = parent[i] = parent[parent[i]];
	return i;
}

/* Number of parts that no edge connects, directions aside. */
static int
count_parts(const TeNetworkView *v)
{
	uint32	   *parent = palloc_array(uint32, v->nnodes + 1);
	int			parts = v->nnodes;

	for (int i = 0; i < v->nnodes; i++)
		parent[i] = i;
	for (int i = 0; i < v->nnodes; i++)
	{
		CHECK_FOR_INTERRUPTS();
		for (uint32 e = v->out_start[i]; e < v->out_start[i + 1]; e++)
		{
			uint32		a = find_root(parent, i);
			uint32		b = find_root(parent, v->out_user[e]);

			if (a == b)
				continue;
			parent[Max(a, b)] = Min(a, b);
			parts--;
		}
	}
	pfree(parent);
	return parts;
}

/* network → its main figures in one row. */
Datum
network_summary(PG_FUNCTION_ARGS)
{
	TeNetworkView v;
	TeNet		total = te_net_one(0.0);
	TeNet		self = te_net_one(0.0);
	TeRow		row;

	te_network_open(&v, PG_GETARG_TE_NETWORK_P(0));
	for (int i = 0; i < v.nnodes; i++)
	{
		CHECK_FOR_INTERRUPTS();
		for (uint32 e = v.out_start[i]; e < v.out_start[i + 1]; e++)
			te_net_add(&total, v.out_amount[e]);
		te_net_add(&self, te_network_amount(&v, i, i));
	}
	te_row_begin(&row);
	te_row_datum(&row, Int32GetDatum(v.nnodes), false);
	te_row_datum(&row, Int32GetDatum(v.nedges), false);
	te_row_datum(&row, Int32GetDatum(v.nsectors), false);
	te_row_datum(&row, Int32GetDatum(count_parts(&v)), false);
	te_row_float8(&row, te_net_value(&total));
	te_row_float8(&row, te_net_value(&self));
	te_row_float8(&row, (double) v.value->rows);
	te_row_float8(&row, (double) v.value->skipped_rows);
	te_row_float8(&row, (double) VARSIZE(v.value));
	PG_RETURN_DATUM(te_row_end(fcinfo, &row));
}
