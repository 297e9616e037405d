/*
 * leontief_sql.c
 *	  SQL functions of the linear models of a supply network.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/float.h"

#include "base/trade_exposure.h"
#include "mix/mix.h"
#include "network/network_row.h"
#include "network/network_sums.h"
#include "propagation/leontief_args.h"

TE_FUNCTION(leontief_output);
TE_FUNCTION(ghosh_output);
TE_FUNCTION(leontief_price);
TE_FUNCTION(output_multiplier);
TE_FUNCTION(constrained_output);
TE_FUNCTION(leontief_check);

/* Throws for a change of a node whose inputs per unit are not defined. */
static void
require_output(const TeModel *model, const double *change)
{
	for (int i = 0; i < model->v.nnodes; i++)
		if (change[i] != 0.0 && model->output[i] == 0.0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s: node \"%s\" has no output, so its inputs per unit are unknown",
							model->function, te_code_cstring(te_network_code(&model->v, i))),
					 errhint("Give its output by with_nodes(network, node, output, final_demand), or leave it out of the change.")));
}

/*
 * Changes of the exogenous vector (final demand or value added): the amounts to
 * be added, or the difference to a whole new vector.  "size" gets what was added
 * and subtracted for it.
 */
static double *
exogenous_change(TeModel *model, FunctionCallInfo fcinfo, const double *base, const char *whole,
				 double *size)
{
	double	   *change = te_model_vector(model, fcinfo, 2, "change");

	for (int i = 0; i < model->v.nnodes; i++)
		size[i] = fabs(change[i]);
	if (!PG_ARGISNULL(1))
	{
		double	   *now = te_model_vector(model, fcinfo, 1, whole);

		for (int i = 0; i < model->v.nnodes; i++)
		{
			change[i] += now[i] - base[i];
			size[i] += fabs(now[i]) + fabs(base[i]) + model->output[i];
		}
	}
	require_output(model, change);
	return change;
}

/* leontief_output and ghosh_output, which differ in the side alone. */
static Datum
quantities(FunctionCallInfo fcinfo, const char *function, TeSide side)
{
	TeModel		model;
	double	   *traded;
	double	   *base;
	double	   *change;
	double	   *b;
	double	   *size;
	double	   *y;
	double	   *bound;
	int			n;

	te_model_open(&model, PG_GETARG_TE_NETWORK_P(0), function);
	n = model.v.nnodes;
	traded = side == TE_BY_SUPPLIER ? te_network_out_strength(&model.v) :
		te_network_in_strength(&model.v);
	if (side == TE_BY_SUPPLIER)
		model.sold = traded;
	base = te_vector_unset(n);
	for (int i = 0; i < n; i++)
		base[i] = model.output[i] - traded[i];
	size = te_vector_unset(n);
	change = exogenous_change(&model, fcinfo, base,
							  side == TE_BY_SUPPLIER ? "final_demand" : "value_added", size);
	b = te_vector_unset(n);
	y = te_vector_unset(n);
	for (int i = 0; i < n; i++)
	{
		b[i] = change[i] * model.inverse[i];
		size[i] *= model.inverse[i];
	}
	bound = te_model_answer(&model, side, b, size, y);
	te_rows_begin(fcinfo);
	for (int i = 0; i < n; i++)
	{
		TeRow		row;
		double		x = model.output[i];

		te_row_begin(&row);
		te_row_node(&row, &model.v, i);
		te_row_float8(&row, base[i] + change[i]);
		te_row_float8(&row, x + x * y[i]);
		te_row_float8(&row, x * y[i]);
		te_row_float8(&row, x > 0 ? y[i] : NAN);
		/* the sums that make x and the output are rounded, too */
		te_row_float8(&row, (bound[i] + 2 * DBL_EPSILON * (1.0 + fabs(y[i]))) * x);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* (network, final_demand, change) → output of each node after Leontief */
Datum
leontief_output(PG_FUNCTION_ARGS)
{
	TE_NO_ROWS_WITHOUT(0);
	return quantities(fcinfo, "leontief_output", TE_BY_SUPPLIER);
}

/* (network, value_added, change) → output of each node after Ghosh */
Datum
ghosh_output(PG_FUNCTION_ARGS)
{
	TE_NO_ROWS_WITHOUT(0);
	return quantities(fcinfo, "ghosh_output", TE_BY_USER);
}

/* First-round rise of each node's unit cost; "size" gets what was added and subtracted for it. */
static double *
direct_cost(TeModel *model, FunctionCallInfo fcinfo, double *size)
{
	double	   *cost = te_model_vector(model, fcinfo, 1, "cost_change");
	double	   *wage = te_model_vector(model, fcinfo, 2, "value_added_change");
	double	   *added = te_model_value_added(model);

	for (int i = 0; i < model->v.nnodes; i++)
	{
		if (model->output[i] == 0.0 && (cost[i] != 0.0 || wage[i] != 0.0))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("leontief_price: node \"%s\" has no output, so it has no price",
							te_code_cstring(te_network_code(&model->v, i))),
					 errhint("Give its output by with_nodes(network, node, output, final_demand), or leave it out.")));
		/* value added is a difference to output */
		size[i] = fabs(cost[i]) + fabs(wage[i]) * (1.0 + fabs(added[i]) * model->inverse[i]);
		cost[i] += wage[i] * added[i] * model->inverse[i];
	}
	return cost;
}

/* (network, cost_change, value_added_change, price_change) → price of each node's output */
Datum
leontief_price(PG_FUNCTION_ARGS)
{
	TeModel		model;
	double	   *direct;
	double	   *size;
	double	   *p;
	double	   *bound;

	TE_NO_ROWS_WITHOUT(0);
	te_model_open(&model, PG_GETARG_TE_NETWORK_P(0), "leontief_price");
	size = te_vector(model.v.nnodes);
	direct = direct_cost(&model, fcinfo, size);
	if (!PG_ARGISNULL(3))
	{
		TeMix	   *given = PG_GETARG_TE_MIX_P(3);

		/* a given price does not follow from costs: its row leaves the system */
		te_network_vector(&model.v, given, 0.0, "price_change");
		for (uint32 k = 0; k < given->norigins; k++)
		{
			int			i = te_network_find(&model.v, te_mix_code(given, k));
			double		change = given->items[k].amount;

			if (change < -1.0)
				ereport(ERROR,
						(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
						 errmsg("leontief_price: the price change of node \"%s\" is %.15g",
								te_code_cstring(te_network_code(&model.v, i)), change),
						 errdetail("Its price would fall below 0."),
						 errhint("A price change is a share of the present price: write -0.2 for 20 percent less.")));
			model.inverse[i] = 0.0;
			direct[i] = change;
			size[i] = fabs(direct[i]);
		}
	}
	p = te_vector(model.v.nnodes);
	bound = te_model_answer(&model, TE_BY_USER, direct, size, p);
	te_rows_begin(fcinfo);
	for (int i = 0; i < model.v.nnodes; i++)
	{
		TeRow		row;

		te_row_begin(&row);
		te_row_node(&row, &model.v, i);
		te_row_float8(&row, 1.0 + p[i]);
		te_row_float8(&row, p[i]);
		te_row_float8(&row, direct[i]);
		te_row_float8(&row, p[i] - direct[i]);
		/* the sum with 1 is rounded, too */
		te_row_float8(&row, bound[i] + DBL_EPSILON * (1.0 + fabs(p[i])));
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* (network, weights) → multipliers of each node */
Datum
output_multiplier(PG_FUNCTION_ARGS)
{
	TeModel		model;
	TeSystem	by_user;
	TeSystem	by_supplier;
	TeSolveReport report = {0};
	double	   *weight;
	double	   *one;
	double	   *backward;
	double	   *forward;
	double	   *effect;
	int			n;

	TE_NO_ROWS_WITHOUT(0);
	te_model_open(&model, PG_GETARG_TE_NETWORK_P(0), "output_multiplier");
	n = model.v.nnodes;
	weight = PG_ARGISNULL(1) ? te_model_value_added(&model) :
		te_model_vector(&model, fcinfo, 1, "weights");
	one = te_vector(n);
	backward = te_vector(n);
	forward = te_vector(n);
	effect = te_vector(n);
	for (int i = 0; i < n; i++)
	{
		one[i] = 1.0;
		weight[i] *= model.inverse[i];
	}
	by_user = te_model_system(&model, TE_BY_USER);
	by_supplier = te_model_system(&model, TE_BY_SUPPLIER);
	/* both sides are similar matrices: one certificate serves both */
	te_model_certify(&model, &by_user, TE_BY_USER, &report);
	te_model_solve(&model, &by_user, one, backward, &report);
	te_model_solve(&model, &by_user, weight, effect, &report);
	te_model_solve(&model, &by_supplier, one, forward, &report);
	te_rows_begin(fcinfo);
	for (int i = 0; i < n; i++)
	{
		TeRow		row;
		bool		none = model.output[i] == 0.0;

		te_row_begin(&row);
		te_row_node(&row, &model.v, i);
		te_row_float8(&row, none ? NAN : backward[i]);
		te_row_float8(&row, none ? NAN : forward[i]);
		te_row_float8(&row, none ? NAN : weight[i]);
		te_row_float8(&row, none ? NAN : effect[i]);
		te_row_float8(&row, none || weight[i] == 0.0 ? NAN : effect[i] / weight[i]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/*
 * Solves d = max(cut, C d + fall) for the share d that each node loses: fixes the
 * nodes at their cuts and lets go those whose demand falls by more.  That lowers
 * the demand for others, so none is ever fixed again.
 */
static void
solve_limited(TeModel *model, const double *fall, const double *cut, bool *limited, double *d,
			  double *demand)
{
	TeSystem	full = te_model_system(model, TE_BY_SUPPLIER);
	TeSystem	sys = full;
	TeSolveReport report = {0};
	int			n = model->v.nnodes;
	double	   *inverse = te_vector(n);
	double	   *b = te_vector(n);
	bool		changed = true;

	sys.row = inverse;
	te_model_certify(model, &full, TE_BY_SUPPLIER, &report);
	while (changed)
	{
		for (int i = 0; i < n; i++)
		{
			inverse[i] = limited[i] ? 0.0 : model->inverse[i];
			b[i] = limited[i] ? cut[i] : fall[i];
		}
		te_model_solve(model, &sys, b, d, &report);
		te_system_product(&full, d, demand);
		changed = false;
		for (int i = 0; i < n; i++)
		{
			demand[i] += fall[i];
			if (limited[i] && demand[i] > cut[i] + 1e-12)
			{
				limited[i] = false;
				changed = true;
			}
		}
	}
}

/* (network, cut, change) → output when some nodes can make less */
Datum
constrained_output(PG_FUNCTION_ARGS)
{
	TeModel		model;
	double	   *cut;
	double	   *change;
	double	   *d;
	double	   *demand;
	bool	   *limited;
	int			n;

	TE_NO_ROWS_WITHOUT(0);
	te_model_open(&model, PG_GETARG_TE_NETWORK_P(0), "constrained_output");
	te_network_require_positive(&model.v, "constrained_output");
	n = model.v.nnodes;
	cut = te_model_shares(&model, fcinfo, 1, "shock", 0.0, 1.0);
	change = te_model_vector(&model, fcinfo, 2, "change");
	require_output(&model, change);
	limited = palloc0(n + 1);
	for (int i = 0; i < n; i++)
	{
		limited[i] = cut[i] > 0.0 && model.output[i] > 0.0;
		change[i] = 0.0 - change[i] * model.inverse[i];
	}
	d = te_vector(n);
	demand = te_vector(n);
	solve_limited(&model, change, cut, limited, d, demand);
	te_rows_begin(fcinfo);
	for (int i = 0; i < n; i++)
	{
		TeRow		row;
		double		x = model.output[i];

		te_row_begin(&row);
		te_row_node(&row, &model.v, i);
		te_row_float8(&row, x - x * d[i]);
		te_row_float8(&row, x * d[i]);
		te_row_float8(&row, x > 0 ? d[i] : NAN);
		te_row_float8(&row, limited[i] ? x * Max(cut[i] - demand[i], 0.0) : 0.0);
		te_row_datum(&row, BoolGetDatum(limited[i]), false);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/*
 * Largest difference of output to sales plus final demand, where both are
 * given, in parts of output.
 */
static double
imbalance(const TeModel *model)
{
	const TeNetworkView *v = &model->v;
	double	   *sold = te_network_out_strength(v);
	double		most = NAN;

	for (int i = 0; v->output != NULL && i < v->nnodes; i++)
		if (v->output[i] > 0 && !isnan(v->final_demand[i]))
			most = fmax(most, fabs(v->output[i] - sold[i] - v->final_demand[i]) / v->output[i]);
	return most;
}

/* network → what the linear models find in it, in one row */
Datum
leontief_check(PG_FUNCTION_ARGS)
{
	TeModel		model;
	TeSystem	sales;
	TeSystem	inputs;
	TeSolveReport report = {0};
	TeRow		row;
	TeCertificate proof;
	double		sum;
	int			heaviest;
	int			idle = 0;

	te_model_open_any(&model, PG_GETARG_TE_NETWORK_P(0), "leontief_check");
	sales = te_model_system(&model, TE_BY_SUPPLIER);
	inputs = te_model_system(&model, TE_BY_USER);
	proof = te_system_certificate(&inputs, &report);
	for (int i = 0; i < model.v.nnodes; i++)
		idle += model.output[i] == 0.0;
	te_row_begin(&row);
	te_row_datum(&row, BoolGetDatum(proof.w != NULL), false);
	te_row_float8(&row, report.spectral_low);
	te_row_float8(&row, report.spectral_high);
	te_row_datum(&row, Int32GetDatum(report.iterations), false);
	te_row_float8(&row, report.residual);
	te_row_datum(&row, Int32GetDatum(idle), false);
	heaviest = te_model_heaviest(&inputs, &sum);
	te_row_float8(&row, sum);
	te_row_node(&row, &model.v, sum > 0 ? heaviest : -1);
	heaviest = te_model_heaviest(&sales, &sum);
	te_row_float8(&row, sum);
	te_row_node(&row, &model.v, sum > 0 ? heaviest : -1);
	te_row_float8(&row, imbalance(&model));
	PG_RETURN_DATUM(te_row_end(fcinfo, &row));
}
