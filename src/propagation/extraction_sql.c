/*
 * extraction_sql.c
 *	  SQL functions of extraction: nodes that drop out, flows that are cut.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "mix/mix.h"
#include "network/network_row.h"
#include "network/network_sums.h"
#include "propagation/extraction.h"

TE_FUNCTION(hypothetical_extraction);
TE_FUNCTION(flow_extraction);

/* The nodes that a text[] argument names; all of them when it is NULL. */
static bool *
named_nodes(const TeNetworkView *v, FunctionCallInfo fcinfo, int arg, const char *name)
{
	bool	   *all;

	if (!PG_ARGISNULL(arg))
		return te_network_named(v, PG_GETARG_DATUM(arg), name);
	all = palloc((Size) v->nnodes + 1);
	memset(all, true, v->nnodes);
	return all;
}

/* (network, nodes, cut) → loss of all output when a node drops out, for each node */
Datum
hypothetical_extraction(PG_FUNCTION_ARGS)
{
	TeModel		model;
	TeSystem	sys;
	TeSolveReport report = {0};
	TeSum		total = {0.0, 0.0};
	double		share;
	double	   *sold;
	double	   *backward;
	double	   *forward;
	double	   *own;
	bool	   *named;

	TE_NO_ROWS_WITHOUT(0);
	te_check_not_null("cut", PG_ARGISNULL(2));
	share = PG_GETARG_FLOAT8(2);
	te_check_range("cut", share, 0.0, 1.0);
	te_model_open(&model, PG_GETARG_TE_NETWORK_P(0), "hypothetical_extraction");
	named = named_nodes(&model.v, fcinfo, 1, "nodes");
	sys = te_model_system(&model, TE_BY_SUPPLIER);
	te_model_certify(&model, &sys, TE_BY_SUPPLIER, &report);
	backward = te_indirect_effect(&model, TE_BY_USER);
	forward = te_indirect_effect(&model, TE_BY_SUPPLIER);
	own = te_own_inverse(&model, named);
	sold = te_network_out_strength(&model.v);
	for (int j = 0; j < model.v.nnodes; j++)
		te_sum_add(&total, model.output[j]);
	te_rows_begin(fcinfo);
	for (int j = 0; j < model.v.nnodes; j++)
	{
		double		x = model.output[j];
		double		cut = 1.0 + share * (own[j] - 1.0);
		double		loss = share * x * (1.0 + backward[j]) / own[j];
		TeRow		row;

		if (!named[j])
			continue;
		te_row_begin(&row);
		te_row_node(&row, &model.v, j);
		te_row_float8(&row, x);
		te_row_float8(&row, loss);
		te_row_float8(&row, total.hi > 0 ? loss / total.hi : NAN);
		te_row_float8(&row, share * x * backward[j] / cut);
		te_row_float8(&row, share * sold[j] * (1.0 + backward[j]) / cut);
		te_row_float8(&row, share * x * forward[j] / cut);
		te_row_float8(&row, own[j]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* ---- cuts of flows ---- */

/*
 * (network, suppliers, users, cut) → output of each node when users replace
 * that share of what they buy from the suppliers by sources outside the network
 */
Datum
flow_extraction(PG_FUNCTION_ARGS)
{
	TeModel		model;
	TeSystem	sys;
	TeSolveReport report = {0};
	bool	   *suppliers;
	bool	   *users;
	double	   *lost;
	double	   *b;
	double	   *y;
	double		share;
	int			n;

	TE_NO_ROWS_WITHOUT(0);
	te_check_not_null("cut", PG_ARGISNULL(3));
	share = PG_GETARG_FLOAT8(3);
	te_check_range("cut", share, 0.0, 1.0);
	te_model_open(&model, PG_GETARG_TE_NETWORK_P(0), "flow_extraction");
	n = model.v.nnodes;
	suppliers = named_nodes(&model.v, fcinfo, 1, "suppliers");
	users = named_nodes(&model.v, fcinfo, 2, "users");
	sys = te_model_system(&model, TE_BY_SUPPLIER);
	te_model_certify(&model, &sys, TE_BY_SUPPLIER, &report);
	lost = te_vector(n);
	sys.amount = te_cut_amounts(&model.v, suppliers, users, share, lost);
	b = te_vector(n);
	y = te_vector(n);
	/* the loss solves y - A' y = (A - A') x: what is no longer ordered */
	for (int i = 0; i < n; i++)
		b[i] = lost[i] * model.inverse[i];
	te_model_solve(&model, &sys, b, y, &report);
	te_rows_begin(fcinfo);
	for (int i = 0; i < n; i++)
	{
		TeRow		row;
		double		x = model.output[i];

		te_row_begin(&row);
		te_row_node(&row, &model.v, i);
		te_row_float8(&row, x - x * y[i]);
		te_row_float8(&row, x * y[i]);
		te_row_float8(&row, x > 0 ? y[i] : NAN);
		te_row_float8(&row, lost[i]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}
