/*
 * cascade_sql.c
 *	  SQL functions over the cascade of losses through a firm network.
 */
#include "postgres.h"

#include "funcapi.h"
#include "utils/array.h"

#include "base/arrays.h"
#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "network/network_row.h"
#include "network/network_sums.h"
#include "propagation/cascade.h"
#include "propagation/cascade_args.h"

TE_FUNCTION(systemic_risk);
TE_FUNCTION(network_cascade);

#define MAX_SECTORS 30000		/* of which all pairs fit into one allocation */

/* How inputs matter: what kind_of() needs */
typedef struct Production
{
	const TeInputs *inputs;
	TeInputKind everywhere;		/* the kind of every input, unless mixed */
	bool		mixed;
	const bool *essential;		/* by product, as the nodes say */
	const char *of_pair;		/* kind by supplier's and user's sector; NULL:
								 * not given */
	int			nsectors;
} Production;

/* Everything a call of either function asks for */
typedef struct CascadeCall
{
	TeNetworkView view;
	TeInputs   *inputs;
	TeCascade  *cascade;
	double	   *shock;			/* by node: what it loses by itself; NULL: it
								 * is not one shock that is asked for */
} CascadeCall;

static TeInputKind
kind_of(void *arg, int product, int user)
{
	const Production *p = arg;

	if (!p->mixed)
		return p->everywhere;
	if (p->of_pair != NULL)
		return p->of_pair[(Size) product * p->nsectors + p->inputs->node_product[user]];
	return p->essential[product] ? TE_INPUT_ESSENTIAL : TE_INPUT_LINEAR;
}

/* The matrix's node for each sector of the network; throws for one it does not know. */
static int *
match_sectors(const TeNetworkView *view, const TeNetworkView *matrix)
{
	int		   *node = palloc(sizeof(int) * ((Size) view->nsectors + 1));

	for (int v = 0; v < view->nnodes; v++)
		if (view->sector == NULL || view->sector[v] == TE_NETWORK_NO_SECTOR)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("node \"%s\" has no sector", te_code_cstring(te_network_code(view, v))),
					 errdetail("The argument \"essential_inputs\" tells by sector how inputs "
							   "matter."),
					 errhint("Give every node a sector with with_nodes(), or leave "
							 "\"essential_inputs\" out.")));
	for (int s = 0; s < view->nsectors; s++)
	{
		TeCode		code = te_network_sector_code(view, s);

		node[s] = te_network_find(matrix, code);
		if (node[s] < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("sector \"%s\" is not in \"essential_inputs\"", te_code_cstring(code)),
					 errhint("Name every sector there, as supplier or as user; pairs left out are "
							 "negligible inputs.")));
	}
	return node;
}

/* Kind by pair of sectors: amounts 2 essential, 1 non-essential, 0 or absent negligible. */
static const char *
kinds_by_pair(const TeNetworkView *view, const TeNetworkView *matrix)
{
	int		   *node = match_sectors(view, matrix);
	int		   *sector = palloc(sizeof(int) * ((Size) matrix->nnodes + 1));
	char	   *kind;

	if (view->nsectors > MAX_SECTORS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("\"essential_inputs\" is too large for %d sectors", view->nsectors),
				 errdetail("It tells apart the pairs of at most %d sectors.", MAX_SECTORS),
				 errhint("Use coarser sectors, or say by node with with_nodes() what is "
						 "essential.")));
	kind = te_alloc_zero((Size) view->nsectors * view->nsectors + 1);
	for (int i = 0; i < matrix->nnodes; i++)
		sector[i] = -1;
	for (int s = 0; s < view->nsectors; s++)
		sector[node[s]] = s;
	for (int i = 0; i < matrix->nnodes; i++)
	{
		for (int e = matrix->out_start[i]; e < matrix->out_start[i + 1]; e++)
		{
			double		amount = matrix->out_amount[e];
			int			j = matrix->out_user[e];

			if (amount != 0 && amount != 1 && amount != 2)
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("essential input of \"%s\" from \"%s\" is %g",
								te_code_cstring(te_network_code(matrix, j)),
								te_code_cstring(te_network_code(matrix, i)), amount),
						 errhint("Use 2 for essential, 1 for non-essential and 0 for negligible "
								 "inputs.")));
			if (sector[i] >= 0 && sector[j] >= 0)
				kind[(Size) sector[i] * view->nsectors + sector[j]] = (char) amount;
		}
	}
	return kind;
}

/* Reads "production_function": how inputs matter to their users. */
static Production
read_production(FunctionCallInfo fcinfo, int arg, const TeNetworkView *view, const TeInputs *inputs,
				bool has_matrix, Datum matrix)
{
	static const char *const functions[] = {"leontief", "linear", "mixed"};
	Production	p = {.inputs = inputs, .nsectors = view->nsectors};
	int			function = te_word_arg(fcinfo, arg, "production_function", functions,
									   lengthof(functions),
									   "Every input is essential with leontief, none with linear; "
									   "mixed goes by the nodes, or by \"essential_inputs\".");

	p.mixed = function == 2;
	if (!p.mixed)
		p.everywhere = function == 0 ? TE_INPUT_ESSENTIAL : TE_INPUT_LINEAR;
	if (has_matrix && !p.mixed)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"essential_inputs\" contradicts the production function \"%s\"",
						functions[function]),
				 errhint("Use production_function => 'mixed' with \"essential_inputs\".")));
	if (has_matrix)
	{
		TeNetworkView other;

		te_network_open(&other, te_network_from_datum(matrix));
		p.of_pair = kinds_by_pair(view, &other);
	}
	else if (p.mixed)
		p.essential = te_inputs_essential(view, inputs);
	return p;
}

/* Reads "replacement": whether rivals of a supplier replace it. */
static const int *
read_replacement(FunctionCallInfo fcinfo, int arg, const TeCascade *c)
{
	static const char *const replacements[] = {"none", "market"};

	return te_word_arg(fcinfo, arg, "replacement", replacements, lengthof(replacements),
					   "With market, firms of a sector replace one of them as far as their market "
					   "share allows.") == 0 ?
		NULL : c->products;
}

/* Reads "stop_change": plain rounds until no loss changes by more, as published. */
static void
read_stop_change(FunctionCallInfo fcinfo, int first, int own, TeCascade *c)
{
	double		change = PG_GETARG_FLOAT8(own);

	te_check_range("stop_change", change, 1e-14, 1);
	if (!PG_ARGISNULL(first + 4) && PG_GETARG_BOOL(first + 4))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"stop_change\" contradicts \"accelerate\""),
				 errhint("\"stop_change\" runs the rounds as published, without solving for their "
						 "end.")));
	c->tolerance = change;
	c->accelerate = false;
}

/* Reads "weights": what each node counts for; nodes that it does not name count for nothing. */
static void
read_weights(FunctionCallInfo fcinfo, int arg, CascadeCall *call)
{
	TeCascade  *c = call->cascade;
	double		total = 0;

	if (PG_ARGISNULL(arg))
		return;
	c->weight = te_network_vector(&call->view, PG_GETARG_TE_MIX_P(arg), 0, "weights");
	for (int v = 0; v < call->view.nnodes; v++)
	{
		TE_CHECK_EVERY(v);
		if (c->weight[v] < 0)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("weight of node \"%s\" is %g",
							te_code_cstring(te_network_code(&call->view, v)), c->weight[v]),
					 errhint("A weight is what the node's whole production counts for: output, "
							 "jobs, value added.")));
		total += c->weight[v];
	}
	c->total = total;
}

/*
 * Reads "shock" and "shocks": what each node loses by itself, with room for one
 * node more, and the part of each purchase that is held back (NULL: none of any).
 */
static double *
read_shocks(FunctionCallInfo fcinfo, const TeNetworkView *view, const TeInputs *inputs,
			double **parts)
{
	double	   *shock;

	te_check_not_null("shock", PG_ARGISNULL(1) && PG_ARGISNULL(10));
	shock = PG_ARGISNULL(1) ? te_vector(view->nnodes + 1) :
		te_cascade_shock(PG_GETARG_TE_MIX_P(1), view);
	if (!PG_ARGISNULL(10))
		*parts = te_cascade_shocks(PG_GETARG_JSONB_P(10), view, inputs, shock);
	if (*parts != NULL)
		shock[view->nnodes] = 1;
	return shock;
}

/*
 * Opens the network and reads the arguments that both functions share, from
 * number "first" on: tolerance, replacement, production_function,
 * essential_inputs, accelerate, max_rounds; and, from number "own" on:
 * stop_change, weights.  Shocks are arguments 1 and 10 where the function has them.
 */
static void
open_call(FunctionCallInfo fcinfo, CascadeCall *call, int first, int own, bool has_shocks,
		  const char *function)
{
	Production	p;
	TeCascade  *c;
	double	   *parts = NULL;

	te_network_open(&call->view, PG_GETARG_TE_NETWORK_P(0));
	te_network_require_positive(&call->view, function);
	call->inputs = te_inputs_build(&call->view);
	p = read_production(fcinfo, first + 2, &call->view, call->inputs,
						!PG_ARGISNULL(first + 3), PG_GETARG_DATUM(first + 3));
	if (has_shocks)
		call->shock = read_shocks(fcinfo, &call->view, call->inputs, &parts);
	c = call->cascade = te_cascade_prepare(&call->view, call->inputs, kind_of, &p, parts);
	c->market = read_replacement(fcinfo, first + 1, c);
	te_check_not_null("tolerance", PG_ARGISNULL(first));
	c->tolerance = PG_GETARG_FLOAT8(first);
	te_check_range("tolerance", c->tolerance, 1e-14, 1);
	c->accelerate = PG_ARGISNULL(first + 4) || PG_GETARG_BOOL(first + 4);
	if (!PG_ARGISNULL(own))
		read_stop_change(fcinfo, first, own, c);
	te_check_not_null("max_rounds", PG_ARGISNULL(first + 5));
	c->max_rounds = PG_GETARG_INT32(first + 5);
	te_check_range("max_rounds", c->max_rounds, 1, 100000000);
	read_weights(fcinfo, own + 1, call);
}

/* The nodes of a text[], or all nodes when it is NULL. */
static int *
read_nodes(const TeNetworkView *view, Datum array, bool isnull, int *nnodes)
{
	TeCode	   *codes;
	int		   *nodes;

	if (isnull)
	{
		*nnodes = view->nnodes;
		nodes = palloc(sizeof(int) * ((Size) view->nnodes + 1));
		for (int v = 0; v < view->nnodes; v++)
			nodes[v] = v;
		return nodes;
	}
	codes = te_codes_arg(DatumGetArrayTypeP(array), "nodes", nnodes);
	nodes = palloc(sizeof(int) * ((Size) *nnodes + 1));
	for (int i = 0; i < *nnodes; i++)
		nodes[i] = te_network_node(view, codes[i], "nodes");
	return nodes;
}

/*
 * systemic_risk(net, tolerance, substitution, production, essential,
 *               accelerate, max_rounds, nodes, cut):
 * for each node, the share of all sales lost when it alone loses "cut".
 */
Datum
systemic_risk(PG_FUNCTION_ARGS)
{
	CascadeCall call;
	TeCascadeRisk risk;
	double		cut;
	int			nnodes;
	int		   *nodes;

	TE_NO_ROWS_WITHOUT(0);
	te_rows_begin(fcinfo);
	open_call(fcinfo, &call, 1, 9, false, "systemic_risk");
	nodes = read_nodes(&call.view, PG_GETARG_DATUM(7), PG_ARGISNULL(7), &nnodes);
	te_check_not_null("cut", PG_ARGISNULL(8));
	cut = PG_GETARG_FLOAT8(8);
	te_check_range("cut", cut, 0, 1);
	risk.risk = te_vector(nnodes);
	risk.down = te_vector(nnodes);
	risk.up = te_vector(nnodes);
	risk.rounds = palloc(sizeof(int) * ((Size) nnodes + 1));
	risk.problem = te_alloc_zero(sizeof(char *) * ((Size) nnodes + 1));
	te_cascade_risk(call.cascade, nodes, nnodes, cut, &risk);
	for (int i = 0; i < nnodes; i++)
	{
		bool		unsold = !(call.cascade->total > 0);	/* nothing counts */
		TeRow		row;

		te_row_begin(&row);
		te_row_node(&row, &call.view, nodes[i]);
		te_row_float8(&row, unsold ? NAN : risk.risk[i]);
		te_row_float8(&row, unsold ? NAN : risk.down[i]);
		te_row_float8(&row, unsold ? NAN : risk.up[i]);
		te_row_datum(&row, Int32GetDatum(risk.rounds[i]), false);
		te_row_text(&row, risk.problem[i]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* Why a node lost: its own shock, a supplier, a user, or nothing. */
static const char *
cause_of(double shock, double down, double up, double tolerance)
{
	double		loss = Max(down, up);

	if (loss <= tolerance)
		return "";
	if (shock >= loss - tolerance)
		return "shock";
	return down >= up ? "supplier" : "user";
}

/* Whose shortfall binds node v on one side, or -1: nobody's, or it is not known. */
static int
binding(const CascadeCall *call, const TeCascadeResult *result, int side, int v)
{
	const TeCascade *c = call->cascade;
	double		loss = result->loss[side][v];

	if (result->problem[side] != NULL || loss <= c->tolerance || loss <= call->shock[v])
		return -1;
	return te_cascade_binding(c, side, result->passed[side], v);
}

/* One row of network_cascade(); figures of a side that is not known are NULL. */
static void
put_node(FunctionCallInfo fcinfo, const CascadeCall *call, const TeCascadeResult *result,
		 const double *counts, int v)
{
	const TeCascade *c = call->cascade;
	const double *shock = call->shock;
	double		down = result->loss[TE_DOWN][v];
	double		up = result->loss[TE_UP][v];
	char	   *problem = te_cascade_problem(result->problem[TE_DOWN], result->problem[TE_UP]);
	const char *cause = problem == NULL ? cause_of(shock[v], down, up, c->tolerance) : "";
	TeRow		row;

	te_row_begin(&row);
	te_row_node(&row, &call->view, v);
	te_row_float8(&row, result->problem[TE_DOWN] == NULL ? 1 - down : NAN);
	te_row_float8(&row, result->problem[TE_UP] == NULL ? 1 - up : NAN);
	te_row_float8(&row, problem == NULL ? counts[v] * Max(down, up) : NAN);
	te_row_datum(&row, Int32GetDatum(result->round_hit[v]),
				 problem != NULL || result->round_hit[v] < 0);
	te_row_node(&row, &call->view, binding(call, result, TE_DOWN, v));
	te_row_node(&row, &call->view, binding(call, result, TE_UP, v));
	te_row_node(&row, &call->view, problem == NULL ? result->hit_by[v] : -1);
	te_row_code(&row, te_code(cause, strlen(cause)));
	te_row_text(&row, problem);
	te_row_store(fcinfo, &row);
}

/*
 * network_cascade(net, shock, tolerance, substitution, production, essential,
 *                 accelerate, max_rounds, stop_change, weights, shocks): what one
 * shock does to every node.
 */
Datum
network_cascade(PG_FUNCTION_ARGS)
{
	CascadeCall call;
	TeCascadeResult result;
	const double *counts;

	TE_NO_ROWS_WITHOUT(0);
	te_rows_begin(fcinfo);
	open_call(fcinfo, &call, 2, 8, true, "network_cascade");
	if (PG_ARGISNULL(9))
		te_network_require_balance(&call.view, "network_cascade");
	counts = PG_ARGISNULL(9) ? te_network_output(&call.view) : call.cascade->weight;
	te_cascade_run(call.cascade, call.shock, &result);
	for (int v = 0; v < call.view.nnodes; v++)
		put_node(fcinfo, &call, &result, counts, v);
	return (Datum) 0;
}
