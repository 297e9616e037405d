/*
 * dynamics_sql.c
 *	  SQL functions over the dynamic model of losses in a supply network.
 */
#include "postgres.h"

#include <math.h>

#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "base/arrays.h"
#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "network/network_row.h"
#include "network/network_sums.h"
#include "propagation/dynamics_args.h"

TE_FUNCTION(dynamic_loss);
TE_FUNCTION(dynamic_loss_by_node);
TE_FUNCTION(dynamic_stock_value);

#define RECOVERED 0.999			/* share of usual production from which a node
								 * counts as recovered */
#define STOPPED 1e-6			/* share of usual production below which it
								 * stands still */
#define BOARIO_PSI 0.8			/* of the published model, where psi is not
								 * given */
#define MAX_LEAD 10000			/* periods on the way */
#define USUAL_RESTOCK 60		/* periods in which stocks are refilled,
								 * unless they last less */

/* Arguments that all functions share, by number */
enum
{
	ARG_NET, ARG_SHOCKS, ARG_PERIODS, ARG_YEAR, ARG_INVENTORY, ARG_INVENTORY_OF, ARG_PSI,
	ARG_RESTOCK, ARG_OVERPRODUCTION, ARG_OVERPRODUCTION_TIME, ARG_ORDERS, ARG_RATIONING,
	ARG_CAPITAL_RATIO, ARG_COMPAT, ARG_NODES, ARG_EVERY
};

/* Arguments behind those, from the function's own number on */
enum
{
	ARG_RESTOCK_OF, ARG_LEAD_OF, ARG_NEVER_LIMITS, ARG_BACKLOG, ARG_START_DATE
};

/* Everything a call needs */
typedef struct DynamicsCall
{
	TeNetworkView view;
	TeAccounts	accounts;
	TeEconomy	economy;
	TeDynamicsOptions options;
	TeShock    *shocks;
	int			nshocks;
	FunctionCallInfo fcinfo;
	int			more;			/* number of its argument ARG_RESTOCK_OF */
	bool	   *shown;			/* by node; NULL: all (dynamic_loss) */
	int			every;			/* show each so many periods (dynamic_loss) */
	struct NodeTotal *totals;	/* by node (dynamic_loss_by_node) */
} DynamicsCall;

/* One node's losses over all periods */
typedef struct NodeTotal
{
	double		lost;			/* production */
	double		unmet;			/* final demand */
	double		lowest;			/* smallest production as a share of the usual */
	int			worst;			/* period of that, or -1 */
	int			first;			/* first period below RECOVERED, or -1 */
	int			stopped;		/* first period in which it stood still, or -1 */
	int			below;			/* last period below RECOVERED, or -1 */
	int			bottleneck;		/* product that limited it in its worst
								 * period, or -1 */
} NodeTotal;

/* ---- arguments ---- */

static double
number_argument(FunctionCallInfo fcinfo, int n, const char *name, double low, double high)
{
	double		x;

	te_check_not_null(name, PG_ARGISNULL(n));
	x = PG_GETARG_FLOAT8(n);
	te_check_range(name, x, low, high);
	return x;
}

static int
count_argument(FunctionCallInfo fcinfo, int n, const char *name, int high)
{
	te_check_not_null(name, PG_ARGISNULL(n));
	te_check_range(name, PG_GETARG_INT32(n), 1, high);
	return PG_GETARG_INT32(n);
}

static void
read_options(FunctionCallInfo fcinfo, TeDynamicsOptions *o, int more)
{
	static const char *const rationings[] = {"proportional", "industry_first", "final_first",
	"largest_first"};
	static const char *const orders[] = {"fixed", "alternative"};
	static const char *const compats[] = {"boario"};

	o->periods = count_argument(fcinfo, ARG_PERIODS, "period_count", TE_DYNAMICS_MAX_PERIODS);
	o->year = number_argument(fcinfo, ARG_YEAR, "periods_per_year", 1e-3, 1e6);
	o->overproduction = number_argument(fcinfo, ARG_OVERPRODUCTION, "overproduction", 1, 100);
	o->overproduction_time = number_argument(fcinfo, ARG_OVERPRODUCTION_TIME,
											 "overproduction_time", 1, 1e6);
	o->alternative = te_word_arg(fcinfo, ARG_ORDERS, "orders", orders, lengthof(orders),
								 "Orders are fixed (as usual) or alternative (more to suppliers "
								 "with capacity left).") == 1;
	o->rationing = te_word_arg(fcinfo, ARG_RATIONING, "rationing", rationings, lengthof(rationings),
							   NULL);
	o->boario = !PG_ARGISNULL(ARG_COMPAT) &&
		te_word_arg(fcinfo, ARG_COMPAT, "compat", compats, lengthof(compats),
					"NULL is this model's own behaviour.") == 0;
	o->psi = PG_ARGISNULL(ARG_PSI) ? (o->boario ? BOARIO_PSI : 0) :
		number_argument(fcinfo, ARG_PSI, "psi", 0, 1);
	o->restock = PG_ARGISNULL(ARG_RESTOCK) ? USUAL_RESTOCK :
		number_argument(fcinfo, ARG_RESTOCK, "restock_time", 1, 1e6);
	o->backlog = number_argument(fcinfo, more + ARG_BACKLOG, "backlog", 0, 1);
}

/* The product of that name: a sector, or what a node sells. */
static int
product_named(const TeNetworkView *view, const TeInputs *inputs, TeCode code, const char *argument)
{
	int			product = te_network_find_sector(view, code);

	return product >= 0 ? product : inputs->node_product[te_network_node(view, code, argument)];
}

/* Numbers by product: "usual", or what the mix in argument "n" says. */
static double *
by_product(const DynamicsCall *call, int n, const char *name, double usual, double low)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	const TeInputs *inputs = call->economy.inputs;
	double	   *number = te_vector(inputs->nproducts);
	TeMix	   *mix;

	for (int p = 0; p < inputs->nproducts; p++)
		number[p] = usual;
	if (PG_ARGISNULL(n))
		return number;
	mix = PG_GETARG_TE_MIX_P(n);
	for (int i = 0; i < mix->norigins; i++)
	{
		te_check_range(name, mix->items[i].amount, low, 1e6);
		number[product_named(&call->view, inputs, te_mix_code(mix, i),
							 name)] = mix->items[i].amount;
	}
	return number;
}

/* Whole periods on the way, by product; NULL when nothing is said of them. */
static int *
read_leads(const DynamicsCall *call)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	int			n = call->more + ARG_LEAD_OF;
	int			nproducts = call->economy.inputs->nproducts;
	double	   *periods;
	int		   *lead;

	if (PG_ARGISNULL(n))
		return NULL;
	periods = by_product(call, n, "lead_time_of", 0, 0);
	lead = palloc(sizeof(int) * ((Size) nproducts + 1));
	for (int p = 0; p < nproducts; p++)
	{
		if (periods[p] != floor(periods[p]) || periods[p] > MAX_LEAD)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"lead_time_of\" holds %g", periods[p]),
					 errhint("Give whole periods, at most %d.", MAX_LEAD)));
		lead[p] = (int) periods[p];
	}
	return lead;
}

/* Products that are always there, marked; NULL when none is said to be. */
static bool *
read_endless(const DynamicsCall *call)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	int			n = call->more + ARG_NEVER_LIMITS;
	bool	   *endless;
	TeCode	   *codes;
	int			ncodes;

	if (PG_ARGISNULL(n))
		return NULL;
	endless = te_alloc_zero((Size) call->economy.inputs->nproducts + 1);
	codes = te_codes_arg(PG_GETARG_ARRAYTYPE_P(n), "never_limits", &ncodes);
	for (int i = 0; i < ncodes; i++)
		endless[product_named(&call->view, call->economy.inputs, codes[i], "never_limits")] = true;
	return endless;
}

/* Throws for what the published implementation does not have. */
static void
check_boario(const DynamicsCall *call)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	const char *other = NULL;

	if (!call->options.boario)
		return;
	if (!PG_ARGISNULL(call->more + ARG_RESTOCK_OF))
		other = "restock_time_of";
	if (!PG_ARGISNULL(call->more + ARG_LEAD_OF))
		other = "lead_time_of";
	if (call->options.backlog > 0)
		other = "backlog";
	for (int i = 0; i < call->nshocks; i++)
		if (call->shocks[i].kind == TE_SHOCK_FLOW || call->shocks[i].kind == TE_SHOCK_REBUILD)
			other = call->shocks[i].kind == TE_SHOCK_FLOW ? "shocks to flows" : "rebuilding demand";
	if (other != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("compat => 'boario' has no %s", other),
				 errhint("Leave \"compat\" out: this is for the model's own way.")));
}

/* Reads the shocks of a call whose economy is known. */
static void
read_shocks(DynamicsCall *call)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	TeShockGround ground = {.view = &call->view, .inputs = call->economy.inputs,
		.accounts = &call->accounts, .year = call->options.year,
	.start_date = DATEVAL_NOBEGIN};

	ground.capital_ratio = number_argument(fcinfo, ARG_CAPITAL_RATIO, "capital_ratio", 1e-6, 1e6);
	if (!PG_ARGISNULL(call->more + ARG_START_DATE))
		ground.start_date = PG_GETARG_DATEADT(call->more + ARG_START_DATE);
	call->shocks = te_shocks_from_jsonb(PG_GETARG_JSONB_P(ARG_SHOCKS), &ground, &call->nshocks);
}

/* Reads all arguments but those that say what is shown. */
static void
open_call(FunctionCallInfo fcinfo, DynamicsCall *call, int more, const char *function)
{
	TeEconomy  *economy = &call->economy;

	memset(call, 0, sizeof(DynamicsCall));
	call->fcinfo = fcinfo;
	call->more = more;
	read_options(fcinfo, &call->options, more);
	te_check_not_null("shocks", PG_ARGISNULL(ARG_SHOCKS));
	te_network_open_packed(&call->view, PG_GETARG_TE_NETWORK_P(ARG_NET));
	te_network_require_positive(&call->view, function);
	te_network_require_balance(&call->view, function);
	call->accounts = te_accounts(&call->view);
	economy->inputs = te_inputs_build(&call->view);
	economy->output = call->accounts.output;
	economy->final_demand = call->accounts.final_demand;
	read_shocks(call);
	check_boario(call);
	economy->limiting = te_inputs_essential(&call->view, economy->inputs);
	economy->stock_periods = by_product(call, ARG_INVENTORY_OF, "inventory_of",
										number_argument(fcinfo, ARG_INVENTORY, "inventory", 0, 1e6),
										0);
	economy->restock_periods = by_product(call, more + ARG_RESTOCK_OF, "restock_time_of",
										  call->options.restock, 1);
	economy->lead = read_leads(call);
	economy->endless = read_endless(call);
}

/* ---- results ---- */

/* Appends a product's code, or NULL for -1. */
static void
row_product(TeRow *row, const DynamicsCall *call, int product)
{
	te_row_code(row, product < 0 ? te_code("", 0) :
				te_inputs_product_code(&call->view, call->economy.inputs, product));
}

/* Report that figures of node v left float8's range. */
static void
out_of_range(const DynamicsCall *call, int v)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("the figures of node \"%s\" are out of range",
					te_code_cstring(te_network_code(&call->view, v))),
			 errdetail("Its output is %g a year.", call->accounts.output[v]),
			 errhint("Use a larger unit for the amounts; leave out nodes with negligible output.")));
}

/* Throws unless all figures of node v in the period are finite. */
static inline void
check_node(const DynamicsCall *call, const TePeriod *p, int v)
{
	if (unlikely(!isfinite(p->production[v]) || !isfinite(p->capacity[v]) ||
				 !isfinite(p->demand[v]) || !isfinite(p->unmet[v]) ||
				 !isfinite(p->delivered[v]) || !isfinite(p->received[v]) ||
				 !isfinite(p->used[v]) || !isfinite(p->stock[v])))
		out_of_range(call, v);
}

/* Throws where node v used more of an input than there was. */
static void
overdrawn(const DynamicsCall *call, const TePeriod *p)
{
	TeCode		product = te_inputs_product_code(&call->view, call->economy.inputs,
												 p->overdrawn_product);

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("node \"%s\" uses more of \"%s\" than there is, in period %d",
					te_code_cstring(te_network_code(&call->view, p->overdrawn)),
					te_code_cstring(product), p->period),
			 errdetail("The model of compat => 'boario' cuts production where less than psi (%g) "
					   "times the usual stock is left; that is less than one period needs.",
					   call->options.psi),
			 errhint("Give more stock or a larger psi: psi times the periods of stock must be at "
					 "least 1. Without compat, stocks are used until they are gone.")));
}

/* Throws unless the figures of the period make sense. */
static void
check_period(const DynamicsCall *call, const TePeriod *p)
{
	for (int v = 0; v < call->view.nnodes; v++)
	{
		TE_CHECK_EVERY(v);
		check_node(call, p, v);
	}
	if (p->overdrawn >= 0)
		overdrawn(call, p);
}

/* Puts the rows of one period. */
static void
put_period(void *arg, const TePeriod *p)
{
	DynamicsCall *call = arg;

	check_period(call, p);
	if (p->period % call->every != 0)
		return;
	for (int v = 0; v < call->view.nnodes; v++)
	{
		TeRow		row;

		if (call->shown != NULL && !call->shown[v])
			continue;
		te_row_begin(&row);
		te_row_datum(&row, Int32GetDatum(p->period), false);
		te_row_node(&row, &call->view, v);
		te_row_float8(&row, p->production[v]);
		te_row_float8(&row, p->capacity[v]);
		te_row_float8(&row, p->demand[v]);
		te_row_float8(&row, p->unmet[v]);
		te_row_float8(&row, p->usual[v] - p->production[v]);
		row_product(&row, call, p->bottleneck[v]);
		te_row_float8(&row, p->delivered[v]);
		te_row_float8(&row, p->received[v]);
		te_row_float8(&row, p->used[v]);
		te_row_float8(&row, p->stock[v]);
		te_row_store(call->fcinfo, &row);
	}
}

/* Adds one period to the totals. */
static void
total_period(void *arg, const TePeriod *p)
{
	DynamicsCall *call = arg;

	if (p->overdrawn >= 0)
		overdrawn(call, p);
	for (int v = 0; v < call->view.nnodes; v++)
	{
		NodeTotal  *total = &call->totals[v];
		double		ratio = p->usual[v] > 0 ? p->production[v] / p->usual[v] : 1;

		check_node(call, p, v);
		total->lost += p->usual[v] - p->production[v];
		/* what waits is unmet for good only where it waits at the end */
		total->unmet += p->unmet[v] *
			(p->period == call->options.periods - 1 ? 1 : 1 - call->options.backlog);
		if (ratio < RECOVERED)
		{
			total->below = p->period;
			total->first = total->first < 0 ? p->period : total->first;
		}
		if (ratio < STOPPED && total->stopped < 0)
			total->stopped = p->period;
		if (ratio < total->lowest - 1e-12)
		{
			total->lowest = ratio;
			total->worst = p->period;
			total->bottleneck = p->bottleneck[v];
		}
	}
}

/*
 * dynamic_loss(net, shocks, periods, periods_per_year, inventory, inventory_of,
 *              psi, restock_time, overproduction, overproduction_time, orders,
 *              rationing, capital_ratio, compat, nodes, every, restock_time_of,
 *              lead_time_of, never_limits, backlog, start_date):
 * each node in each period.
 */
Datum
dynamic_loss(PG_FUNCTION_ARGS)
{
	DynamicsCall call;

	TE_NO_ROWS_WITHOUT(ARG_NET);
	te_rows_begin(fcinfo);
	open_call(fcinfo, &call, ARG_EVERY + 1, "dynamic_loss");
	call.every = count_argument(fcinfo, ARG_EVERY, "every", TE_DYNAMICS_MAX_PERIODS);
	if (!PG_ARGISNULL(ARG_NODES))
		call.shown = te_network_named(&call.view, PG_GETARG_DATUM(ARG_NODES), "nodes");
	te_dynamics_run(&call.economy, &call.options, call.shocks, call.nshocks, put_period, &call);
	return (Datum) 0;
}

/* The first period in which no shock acts any more; behind the last when one always does. */
static int
first_quiet(const DynamicsCall *call)
{
	int			t = call->options.periods;

	while (t > 0)
	{
		for (int i = 0; i < call->nshocks; i++)
		{
			const TeShock *s = &call->shocks[i];
			double		acts = call->options.boario ? te_shock_boario(s, t - 1) :
				s->size * te_shock_mean(s, t - 1);

			TE_CHECK_EVERY(i);
			if (fabs(acts) > 1 - RECOVERED)
				return t;
		}
		t--;
	}
	return 0;
}

/* What there is to say of a node that is not back; NULL for nothing. */
static char *
node_note(const DynamicsCall *call, const NodeTotal *total, int quiet)
{
	int			last = call->options.periods - 1;

	if (total->below < last || quiet > last)
		return NULL;
	return psprintf("not back, though nothing acts on the economy since period %d", quiet);
}

/* One row of dynamic_loss_by_node(). */
static void
put_total(const DynamicsCall *call, int v, int quiet)
{
	const NodeTotal *total = &call->totals[v];
	double		output = call->accounts.output[v];
	char	   *note = node_note(call, total, quiet);
	TeRow		row;

	if (!isfinite(total->lost) || !isfinite(total->unmet))
		out_of_range(call, v);
	te_row_begin(&row);
	te_row_node(&row, &call->view, v);
	te_row_float8(&row, total->lost);
	te_row_float8(&row, output > 0 ? total->lost * (call->accounts.value_added[v] / output) : 0);
	te_row_float8(&row, total->unmet);
	te_row_float8(&row, total->lowest);
	te_row_datum(&row, Int32GetDatum(total->worst), total->worst < 0);
	/* not recovered when the last period is still below */
	te_row_datum(&row, Int32GetDatum(total->below + 1),
				 total->below < 0 || total->below == call->options.periods - 1);
	row_product(&row, call, total->bottleneck);
	te_row_datum(&row, Int32GetDatum(total->first), total->first < 0);
	te_row_datum(&row, Int32GetDatum(total->stopped), total->stopped < 0);
	te_row_datum(&row, note == NULL ? (Datum) 0 : CStringGetTextDatum(note), note == NULL);
	te_row_store(call->fcinfo, &row);
}

/* Runs the model and adds up each node's losses. */
static void
run_totals(DynamicsCall *call)
{
	for (int v = 0; v < call->view.nnodes; v++)
		call->totals[v] = (NodeTotal)
	{
		.lowest = 1, .worst = -1, .first = -1, .stopped = -1, .below = -1, .bottleneck = -1
	};
	te_dynamics_run(&call->economy, &call->options, call->shocks, call->nshocks, total_period,
					call);
}

/* Opens a call that needs totals by node. */
static void
open_totals(FunctionCallInfo fcinfo, DynamicsCall *call, int more, const char *function)
{
	open_call(fcinfo, call, more, function);
	call->totals = te_alloc(sizeof(NodeTotal) * ((Size) call->view.nnodes + 1));
	run_totals(call);
}

/* dynamic_loss_by_node(… as dynamic_loss, without nodes and every): totals of each node. */
Datum
dynamic_loss_by_node(PG_FUNCTION_ARGS)
{
	DynamicsCall call;
	int			quiet;

	TE_NO_ROWS_WITHOUT(ARG_NET);
	te_rows_begin(fcinfo);
	open_totals(fcinfo, &call, ARG_COMPAT + 1, "dynamic_loss_by_node");
	quiet = first_quiet(&call);
	for (int v = 0; v < call.view.nnodes; v++)
		put_total(&call, v, quiet);
	return (Datum) 0;
}

/* ---- what more stock would save ---- */

/* Losses of the whole economy */
typedef struct Losses
{
	double		production;
	double		value_added;
	double		unmet;
} Losses;

/* The losses of all nodes together. */
static Losses
all_losses(const DynamicsCall *call)
{
	Losses		sum = {0};

	for (int v = 0; v < call->view.nnodes; v++)
	{
		const NodeTotal *total = &call->totals[v];
		double		output = call->accounts.output[v];

		sum.production += total->lost;
		sum.value_added += output > 0 ? total->lost * (call->accounts.value_added[v] / output) : 0;
		sum.unmet += total->unmet;
	}
	return sum;
}

/* What node v uses of all inputs in a period. */
static double
usual_inputs(const DynamicsCall *call, int v)
{
	const TeInputs *in = call->economy.inputs;
	double		bought = 0;

	for (int k = in->edge_start[in->group_start[v]]; k < in->edge_start[in->group_start[v + 1]]; k++)
		bought += in->amount[k];
	return bought / call->options.year;
}

/* Runs the model with more stock at node v, and puts what that saves. */
static void
put_saved(DynamicsCall *call, int v, double *extra, double more, const Losses *before)
{
	Losses		after;
	TeRow		row;

	extra[v] = more;
	call->economy.extra_periods = extra;
	run_totals(call);
	after = all_losses(call);
	extra[v] = 0;
	te_row_begin(&row);
	te_row_node(&row, &call->view, v);
	te_row_float8(&row, more * usual_inputs(call, v));
	te_row_float8(&row, before->production - after.production);
	te_row_float8(&row, before->value_added - after.value_added);
	te_row_float8(&row, before->unmet - after.unmet);
	te_row_store(call->fcinfo, &row);
}

/*
 * dynamic_stock_value(… as dynamic_loss_by_node, nodes, more_periods): what more
 * stock of all its inputs at a node would save everybody.  Without "nodes", each
 * node that an input held back.
 */
Datum
dynamic_stock_value(PG_FUNCTION_ARGS)
{
	DynamicsCall call;
	int			first = ARG_COMPAT + 1 + ARG_START_DATE + 1;
	Losses		before;
	double	   *extra;
	double		more;
	bool	   *named;

	TE_NO_ROWS_WITHOUT(ARG_NET);
	te_rows_begin(fcinfo);
	open_totals(fcinfo, &call, ARG_COMPAT + 1, "dynamic_stock_value");
	more = number_argument(fcinfo, first + 1, "more_periods", 0, 1e6);
	before = all_losses(&call);
	extra = te_vector(call.view.nnodes);
	named = te_alloc_zero((Size) call.view.nnodes + 1);
	for (int v = 0; v < call.view.nnodes; v++)
		named[v] = call.totals[v].bottleneck >= 0;
	if (!PG_ARGISNULL(first))
		named = te_network_named(&call.view, PG_GETARG_DATUM(first), "nodes");
	for (int v = 0; v < call.view.nnodes; v++)
		if (named[v])
			put_saved(&call, v, extra, more, &before);
	return (Datum) 0;
}
