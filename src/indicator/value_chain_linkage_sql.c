/*
 * value_chain_linkage_sql.c
 *	  SQL functions of where nodes stand in chains: linkages, distances, multipliers
 *	  with households, and what changed between two tables.
 *
 * Sources: Rasmussen, "Studies in Inter-Sectoral Relations" (1956); Chenery and
 * Watanabe (Econometrica 26, 1958); Miller and Blair, "Input-Output Analysis"
 * (2nd edition 2009), 2.5, 6.3, 12.2 and 13.1; Antras, Chor, Fally and Hillberry
 * (American Economic Review 102, 2012); Antras and Chor (2018) for downstreamness;
 * Sonis and Hewings (1989) for fields of influence; Dietzenbacher, Romero and
 * Bosma (Estudios de Economia Aplicada 23, 2005) for propagation lengths;
 * Dietzenbacher and Los (Economic Systems Research 10, 1998) for polar means.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "indicator/indicator.h"
#include "indicator/value_chain_inverse.h"
#include "network/network_row.h"
#include "network/network_sums.h"
#include "propagation/leontief.h"

#define ROUNDING 1e-12			/* of a linkage, in parts of it */

TE_FUNCTION(linkages);
TE_FUNCTION(linkage_spread);
TE_FUNCTION(field_of_influence);
TE_FUNCTION(average_propagation_length);
TE_FUNCTION(household_multiplier);
TE_FUNCTION(structural_decomposition);

/* Opens argument 0 as a model that is certified. */
static void
open_model(FunctionCallInfo fcinfo, TeModel *model, const char *function)
{
	TeSolveReport report = {0};
	TeSystem	sys;

	te_model_open(model, PG_GETARG_TE_NETWORK_P(0), function);
	sys = te_model_system(model, TE_BY_USER);
	te_model_certify(model, &sys, TE_BY_USER, &report);
}

/*
 * x = C x + b of one side.  b may be per unit of amounts of any size: it is
 * solved in a size whose squares are numbers, which changes no bit.
 */
static double *
solution(const TeModel *model, TeSide side, const double *b)
{
	TeSystem	sys = te_model_system(model, side);
	TeSolveReport report = {0};
	double	   *x = te_vector(sys.n + 1);
	double	   *scaled = te_vector(sys.n + 1);
	double		largest = 0.0;
	int			e;

	for (int i = 0; i < sys.n; i++)
		largest = Max(largest, fabs(b[i]));
	(void) frexp(largest, &e);
	for (int i = 0; i < sys.n; i++)
		scaled[i] = ldexp(b[i], -e);
	te_model_solve(model, &sys, scaled, x, &report);
	for (int i = 0; i < sys.n; i++)
		x[i] = ldexp(x[i], e);
	pfree(scaled);
	return x;
}

/* Row sums of Leontief's inverse: output for one unit of final demand for every product. */
static double *
sensitivity(const TeModel *model)
{
	double	   *b = te_vector(model->v.nnodes + 1);
	double	   *x;

	for (int i = 0; i < model->v.nnodes; i++)
		b[i] = model->inverse[i];
	x = solution(model, TE_BY_SUPPLIER, b);
	for (int i = 0; i < model->v.nnodes; i++)
		x[i] *= model->output[i];
	pfree(b);
	return x;
}

/* Mean over the nodes with output. */
static double
mean_of(const TeModel *model, const double *x)
{
	TeSum		sum = {0, 0};
	int			n = 0;

	for (int i = 0; i < model->v.nnodes; i++)
		if (model->output[i] > 0)
		{
			te_sum_carry(&sum, x[i]);
			n++;
		}
	return te_sum_value(sum) / n;
}

/* Whether a linkage is above the mean by more than rounding: equal nodes are of one kind. */
static bool
is_above(double linkage, double mean)
{
	return linkage > mean * (1.0 + ROUNDING);
}

/* (network) → linkages of each node, direct and total, and its place in chains */
Datum
linkages(PG_FUNCTION_ARGS)
{
	static const char *const kinds[] = {"weak", "backward", "forward", "key"};
	TeModel		model;
	TeSystem	side[2];
	double	   *one;
	double	   *direct[2];
	double	   *down;
	double	   *up;
	double	   *row_sum;
	double		mean[3];

	TE_NO_ROWS_WITHOUT(0);
	open_model(fcinfo, &model, "linkages");
	one = te_vector_ones(model.v.nnodes + 1);
	for (int k = 0; k < 2; k++)
	{
		side[k] = te_model_system(&model, k == 0 ? TE_BY_USER : TE_BY_SUPPLIER);
		direct[k] = te_vector(model.v.nnodes + 1);
		te_system_product(&side[k], one, direct[k]);
	}
	down = solution(&model, TE_BY_USER, one);
	up = solution(&model, TE_BY_SUPPLIER, one);
	row_sum = sensitivity(&model);
	mean[0] = mean_of(&model, down);
	mean[1] = mean_of(&model, up);
	mean[2] = mean_of(&model, row_sum);
	te_rows_begin(fcinfo);
	for (int i = 0; i < model.v.nnodes; i++)
	{
		bool		none = model.output[i] == 0.0;
		TeRow		row;

		te_row_begin(&row);
		te_row_node(&row, &model.v, i);
		te_row_float8(&row, none ? NAN : direct[0][i]);
		te_row_float8(&row, none ? NAN : direct[1][i]);
		te_row_float8(&row, none ? NAN : down[i]);
		te_row_float8(&row, none ? NAN : up[i]);
		te_row_float8(&row, none ? NAN : down[i] / mean[0]);
		te_row_float8(&row, none ? NAN : up[i] / mean[1]);
		te_row_float8(&row, none ? NAN : row_sum[i] / mean[2]);
		te_row_text(&row, none ? NULL :
					kinds[is_above(down[i], mean[0]) + 2 * is_above(up[i], mean[1])]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* (network) → coefficients of variation of each node's column and row of the inverse */
Datum
linkage_spread(PG_FUNCTION_ARGS)
{
	TeModel		model;
	TeInverseSums sums;

	TE_NO_ROWS_WITHOUT(0);
	open_model(fcinfo, &model, "linkage_spread");
	te_inverse_sums(&sums, &model);
	te_rows_begin(fcinfo);
	for (int i = 0; i < model.v.nnodes; i++)
	{
		bool		none = model.output[i] == 0.0;
		TeRow		row;

		te_row_begin(&row);
		te_row_node(&row, &model.v, i);
		te_row_float8(&row, none ? NAN :
					  te_variation(sums.column[i], sums.column_square[i], sums.n));
		te_row_float8(&row, none ? NAN : te_variation(sums.row[i], sums.row_square[i], sums.n));
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* (network) → what a change of each coefficient does to the whole inverse, at first order */
Datum
field_of_influence(PG_FUNCTION_ARGS)
{
	TeModel		model;
	TeInverseSums sums;

	TE_NO_ROWS_WITHOUT(0);
	open_model(fcinfo, &model, "field_of_influence");
	te_inverse_sums(&sums, &model);
	te_rows_begin(fcinfo);
	for (int i = 0; i < model.v.nnodes; i++)
		for (int j = 0; j < model.v.nnodes; j++)
		{
			TeRow		row;

			if (model.output[i] == 0 || model.output[j] == 0)
				continue;
			te_row_begin(&row);
			te_row_node(&row, &model.v, i);
			te_row_node(&row, &model.v, j);
			te_row_float8(&row, sums.column[i] * sums.row[j]);
			te_row_float8(&row, sums.column_square[i] * sums.row_square[j]);
			te_row_store(fcinfo, &row);
		}
	return (Datum) 0;
}

/* Whether some flow is negative. */
static bool
has_negative_flows(const TeNetworkView *v)
{
	for (int e = 0; e < v->nedges; e++)
		if (v->out_amount[e] < 0)
			return true;
	return false;
}

/* One row of average_propagation_length: a pair that flows lead through. */
static void
store_length(FunctionCallInfo fcinfo, const TeInverse *inverse, int i, int j, bool cancels)
{
	const TeNetworkView *v = &inverse->chain.model.v;
	TeRow		row;

	/* where no flow is negative, nothing can cancel what leads there */
	if (te_inverse_indirect(inverse, i, j) == 0 && !cancels)
		float_underflow_error();
	te_row_begin(&row);
	te_row_node(&row, v, i);
	te_row_node(&row, v, j);
	te_row_float8(&row, te_inverse_length(inverse, i, j));
	te_row_store(fcinfo, &row);
}

/* (network, users) → mean number of steps from each supplier to each user */
Datum
average_propagation_length(PG_FUNCTION_ARGS)
{
	TeModel		model;
	TeInverse	inverse;
	bool	   *named;
	bool	   *reached;
	int		   *stack;
	bool		cancels;

	TE_NO_ROWS_WITHOUT(0);
	open_model(fcinfo, &model, "average_propagation_length");
	reached = palloc((Size) model.v.nnodes + 1);
	stack = te_alloc(sizeof(int) * ((Size) model.v.nnodes + 1));
	cancels = has_negative_flows(&model.v);
	named = PG_ARGISNULL(1) ? NULL : te_network_named(&model.v, PG_GETARG_DATUM(1), "users");
	te_inverse_begin(&inverse, &model, true);
	te_rows_begin(fcinfo);
	for (int first = 0; first < model.v.nnodes; first += TE_INVERSE_BATCH)
	{
		if (!te_inverse_columns(&inverse, first, named))
			continue;
		for (int j = first; j < first + inverse.count; j++)
		{
			if (named != NULL && !named[j])
				continue;
			te_inverse_reached(&inverse, j, reached, stack);
			for (int i = 0; i < model.v.nnodes; i++)
				if (reached[i])
					store_length(fcinfo, &inverse, i, j, cancels);
		}
	}
	return (Datum) 0;
}

/* Amounts by node of argument "arg", which must be there. */
static double *
amounts_arg(FunctionCallInfo fcinfo, int arg, const TeModel *model, const char *name)
{
	te_check_not_null(name, PG_ARGISNULL(arg));
	return te_network_vector(&model->v, PG_GETARG_TE_MIX_P(arg), 0.0, name);
}

/* Sum over the nodes; throws for a node with less than 0 when "negative" may not be. */
static double
sum_of(const TeModel *model, const double *x, const char *name, bool negative)
{
	TeSum		sum = {0, 0};

	for (int i = 0; i < model->v.nnodes; i++)
	{
		if (x[i] < 0 && !negative)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("household_multiplier: \"%s\" of node \"%s\" must not be negative, but is %.15g",
							name, te_code_cstring(te_network_code(&model->v, i)), x[i]),
					 errhint("What households pay for inputs is their consumption.")));
		te_sum_carry(&sum, x[i]);
	}
	return te_sum_value(sum);
}

/* What households pay to each other (argument 4). */
static double
services_arg(FunctionCallInfo fcinfo)
{
	double		services = PG_ARGISNULL(4) ? 0.0 : PG_GETARG_FLOAT8(4);

	te_check_range("household_services", services, 0, INFINITY);
	return services;
}

/* All that households earn: household_income (argument 3), or what is paid to them. */
static double
all_earned(FunctionCallInfo fcinfo, double paid)
{
	double		all = PG_ARGISNULL(3) ? paid : PG_GETARG_FLOAT8(3);

	te_check_finite("household_income", all);
	if (!(all > 0))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("household_multiplier: households earn %.15g in all", all),
				 errhint("Give what nodes pay to households in \"income\", or all that households earn in household_income.")));
	te_check_part("the sum of income and household_services", paid, "household_income", all);
	return all;
}

/* (network, income, consumption, household_…) → multipliers without and with households */
Datum
household_multiplier(PG_FUNCTION_ARGS)
{
	TeModel		model;
	double	   *income;
	double	   *spent;
	double	   *output;
	double	   *earned;
	double	   *made;
	double		services;
	double		total;
	double		loop;
	double		all = 0.0;

	TE_NO_ROWS_WITHOUT(0);
	open_model(fcinfo, &model, "household_multiplier");
	income = amounts_arg(fcinfo, 1, &model, "income");
	spent = amounts_arg(fcinfo, 2, &model, "consumption");
	/* sales of scrap and second-hand goods make single entries negative */
	te_check_range("consumption", sum_of(&model, spent, "consumption", true), 0, INFINITY);
	services = services_arg(fcinfo);
	total = all_earned(fcinfo, sum_of(&model, income, "income", false) + services);
	loop = 1.0 - services / total;
	for (int i = 0; i < model.v.nnodes; i++)
	{
		income[i] *= model.inverse[i];
		spent[i] *= model.inverse[i];
	}
	output = solution(&model, TE_BY_USER, te_vector_ones(model.v.nnodes + 1));
	earned = solution(&model, TE_BY_USER, income);
	made = solution(&model, TE_BY_SUPPLIER, spent);
	for (int i = 0; i < model.v.nnodes; i++)
	{
		double		bought = made[i] * (model.output[i] / total);

		loop -= income[i] * bought;
		all += bought;
	}
	if (!(loop > 0))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("household_multiplier: households spend all that they earn on what pays it to them"),
				 errdetail("One less what a unit of income earns again is %.6g and must be above 0.", loop),
				 errhint("Part of income must go into imports, taxes or saving.")));
	te_rows_begin(fcinfo);
	for (int i = 0; i < model.v.nnodes; i++)
	{
		bool		none = model.output[i] == 0.0;
		TeRow		row;

		te_row_begin(&row);
		te_row_node(&row, &model.v, i);
		te_row_float8(&row, none ? NAN : output[i]);
		te_row_float8(&row, none ? NAN : output[i] + all * earned[i] / loop);
		te_row_float8(&row, none ? NAN : output[i] + (1.0 + all) * earned[i] / loop);
		te_row_float8(&row, none ? NAN : income[i]);
		te_row_float8(&row, none ? NAN : earned[i]);
		te_row_float8(&row, none ? NAN : earned[i] / loop);
		te_row_float8(&row, none || income[i] == 0 ? NAN : earned[i] / income[i]);
		te_row_float8(&row, none || income[i] == 0 ? NAN : earned[i] / loop / income[i]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* One of two tables that are compared. */
typedef struct Table
{
	TeModel		model;
	double	   *final;			/* output less sales to nodes */
	double	   *intensity;		/* weight per unit of output */
} Table;

/* Opens argument "arg" with the weights of argument "weights" (NULL: output itself). */
static void
open_table(FunctionCallInfo fcinfo, Table *t, int arg, int weights, const char *names[2])
{
	double	   *sold;
	int			n;

	te_model_open(&t->model, PG_GETARG_TE_NETWORK_P(arg), "structural_decomposition");
	n = t->model.v.nnodes;
	sold = te_network_out_strength(&t->model.v);
	t->final = te_vector(n + 1);
	t->intensity = PG_ARGISNULL(weights) ? te_vector_ones(n + 1) :
		amounts_arg(fcinfo, weights, &t->model, names[1]);
	for (int i = 0; i < n; i++)
	{
		t->final[i] = t->model.output[i] - sold[i];
		if (!PG_ARGISNULL(weights))
			t->intensity[i] *= t->model.inverse[i];
	}
	pfree(sold);
}

/* Throws unless both tables have the same nodes. */
static void
require_same_nodes(const TeNetworkView *a, const TeNetworkView *b)
{
	for (int side = 0; side < 2; side++)
	{
		const TeNetworkView *v = side == 0 ? a : b;

		for (int i = 0; i < v->nnodes; i++)
			if (te_network_find(side == 0 ? b : a, te_network_code(v, i)) < 0)
				ereport(ERROR,
						(errcode(ERRCODE_DATA_EXCEPTION),
						 errmsg("structural_decomposition: node \"%s\" is only in the table %s",
								te_code_cstring(te_network_code(v, i)),
								side == 0 ? "before" : "after"),
						 errhint("Give both tables the same nodes: one without flows is added by with_nodes(network, node, 0, NULL).")));
	}
}

/* Output that the final demand of "demand" needs with the inputs of "inputs". */
static double *
output_of(const Table *inputs, const Table *demand)
{
	int			n = inputs->model.v.nnodes;
	double	   *b = te_vector(n + 1);
	double	   *x;

	for (int i = 0; i < n; i++)
	{
		/* a node that makes nothing in one table is nobody's supplier in it */
		if (inputs->model.output[i] == 0 && demand->final[i] != 0)
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("structural_decomposition: node \"%s\" makes nothing in one of the tables",
							te_code_cstring(te_network_code(&inputs->model.v, i))),
					 errdetail("Its inputs per unit of output are not known there."),
					 errhint("Group it with another node in both tables.")));
		b[i] = demand->final[i] * inputs->model.inverse[i];
	}
	x = solution(&inputs->model, TE_BY_SUPPLIER, b);
	for (int i = 0; i < n; i++)
		x[i] *= inputs->model.output[i];
	pfree(b);
	return x;
}

/* (before, after, weights_before, weights_after) → change of each node by cause */
Datum
structural_decomposition(PG_FUNCTION_ARGS)
{
	const char *names[2][2] = {{"before", "weights_before"}, {"after", "weights_after"}};
	Table		t[2];
	double	   *x[2][2];		/* inputs of one table, final demand of the
								 * other */

	TE_NO_ROWS_WITHOUT(0);
	TE_NO_ROWS_WITHOUT(1);
	if (PG_ARGISNULL(2) != PG_ARGISNULL(3))
		te_check_not_null(PG_ARGISNULL(2) ? "weights_before" : "weights_after", true);
	for (int k = 0; k < 2; k++)
	{
		TeSolveReport report = {0};
		TeSystem	sys;

		open_table(fcinfo, &t[k], k, 2 + k, names[k]);
		sys = te_model_system(&t[k].model, TE_BY_USER);
		te_model_certify(&t[k].model, &sys, TE_BY_USER, &report);
	}
	require_same_nodes(&t[0].model.v, &t[1].model.v);
	for (int a = 0; a < 2; a++)
		for (int f = 0; f < 2; f++)
			x[a][f] = output_of(&t[a], &t[f]);
	te_rows_begin(fcinfo);
	for (int i = 0; i < t[0].model.v.nnodes; i++)
	{
		double		q[2] = {t[0].intensity[i], t[1].intensity[i]};
		TeRow		row;

		te_row_begin(&row);
		te_row_node(&row, &t[0].model.v, i);
		te_row_float8(&row, q[0] * x[0][0][i]);
		te_row_float8(&row, q[1] * x[1][1][i]);
		te_row_float8(&row, q[1] * x[1][1][i] - q[0] * x[0][0][i]);
		te_row_float8(&row, (q[1] - q[0]) * (x[0][0][i] + x[1][1][i]) / 2);
		te_row_float8(&row, (q[1] * (x[1][0][i] - x[0][0][i]) +
							 q[0] * (x[1][1][i] - x[0][1][i])) / 2);
		te_row_float8(&row, (q[0] * (x[0][1][i] - x[0][0][i]) +
							 q[1] * (x[1][1][i] - x[1][0][i])) / 2);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}
