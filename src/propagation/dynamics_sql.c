/*
 * dynamics_sql.c
 *	  SQL functions over the dynamic model of losses in a supply network.
 */
#include "postgres.h"

#include <math.h>

#include "funcapi.h"

#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "network/network_row.h"
#include "propagation/dynamics_args.h"

TE_FUNCTION(dynamic_loss);
TE_FUNCTION(dynamic_loss_by_node);

#define RECOVERED 0.999			/* share of usual production from which a node
								 * counts as recovered */

/* Arguments that both functions share, by number */
enum
{
	ARG_NET, ARG_SHOCKS, ARG_PERIODS, ARG_YEAR, ARG_INVENTORY, ARG_INVENTORY_OF, ARG_PSI,
	ARG_RESTOCK, ARG_OVERPRODUCTION, ARG_OVERPRODUCTION_TIME, ARG_ORDERS, ARG_RATIONING,
	ARG_CAPITAL_RATIO, ARG_COMPAT, ARG_NODES, ARG_EVERY
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
read_options(FunctionCallInfo fcinfo, TeDynamicsOptions *o)
{
	static const char *const rationings[] = {"proportional", "industry_first", "final_first",
	"largest_first"};
	static const char *const orders[] = {"fixed", "alternative"};
	static const char *const compats[] = {"boario"};

	o->periods = count_argument(fcinfo, ARG_PERIODS, "period_count", TE_DYNAMICS_MAX_PERIODS);
	o->year = number_argument(fcinfo, ARG_YEAR, "periods_per_year", 1e-3, 1e6);
	o->psi = number_argument(fcinfo, ARG_PSI, "psi", 0, 1);
	o->restock = number_argument(fcinfo, ARG_RESTOCK, "restock_time", 1, 1e6);
	o->overproduction = number_argument(fcinfo, ARG_OVERPRODUCTION, "overproduction", 1, 100);
	o->overproduction_time = number_argument(fcinfo, ARG_OVERPRODUCTION_TIME,
											 "overproduction_time", 1, 1e6);
	o->alternative = te_word_arg(fcinfo, ARG_ORDERS, "orders", orders, lengthof(orders),
								 "Orders are fixed (as usual) or alternative (more to suppliers with capacity left).") == 1;
	o->rationing = te_word_arg(fcinfo, ARG_RATIONING, "rationing", rationings, lengthof(rationings), NULL);
	o->boario = !PG_ARGISNULL(ARG_COMPAT) &&
		te_word_arg(fcinfo, ARG_COMPAT, "compat", compats, lengthof(compats),
					"NULL is this model's own behaviour.") == 0;
}

/* Periods that stocks last, by product: "inventory", or what "inventory_of" says. */
static double *
read_inventories(FunctionCallInfo fcinfo, const TeNetworkView *view, const TeInputs *inputs)
{
	double		usual = number_argument(fcinfo, ARG_INVENTORY, "inventory", 0, 1e6);
	double	   *periods = te_vector(inputs->nproducts);
	TeMix	   *mix;

	for (int p = 0; p < inputs->nproducts; p++)
		periods[p] = usual;
	if (PG_ARGISNULL(ARG_INVENTORY_OF))
		return periods;
	mix = PG_GETARG_TE_MIX_P(ARG_INVENTORY_OF);
	for (int i = 0; i < mix->norigins; i++)
	{
		TeCode		code = te_mix_code(mix, i);
		int			product = te_network_find_sector(view, code);

		if (product < 0)
			product = inputs->node_product[te_network_node(view, code, "inventory_of")];
		te_check_range("inventory_of", mix->items[i].amount, 0, 1e6);
		periods[product] = mix->items[i].amount;
	}
	return periods;
}

static void
open_call(FunctionCallInfo fcinfo, DynamicsCall *call, const char *function)
{
	TeInputs   *inputs;
	double		capital_ratio = number_argument(fcinfo, ARG_CAPITAL_RATIO, "capital_ratio", 1e-6, 1e6);

	memset(call, 0, sizeof(DynamicsCall));
	call->fcinfo = fcinfo;
	read_options(fcinfo, &call->options);
	te_check_not_null("shocks", PG_ARGISNULL(ARG_SHOCKS));
	te_network_open_packed(&call->view, PG_GETARG_TE_NETWORK_P(ARG_NET));
	te_network_require_positive(&call->view, function);
	call->accounts = te_accounts(&call->view);
	call->shocks = te_shocks_from_jsonb(PG_GETARG_JSONB_P(ARG_SHOCKS), &call->view,
										&call->accounts, capital_ratio, &call->nshocks);
	inputs = te_inputs_build(&call->view);
	call->economy.inputs = inputs;
	call->economy.output = call->accounts.output;
	call->economy.final_demand = call->accounts.final_demand;
	call->economy.limiting = te_inputs_essential(&call->view, inputs);
	call->economy.stock_periods = read_inventories(fcinfo, &call->view, inputs);
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
			 errhint("Use a larger unit for the amounts; leave out nodes that hardly make anything.")));
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

/* Puts the rows of one period. */
static void
put_period(void *arg, const TePeriod *p)
{
	DynamicsCall *call = arg;

	for (int v = 0; v < call->view.nnodes; v++)
	{
		TE_CHECK_EVERY(v);
		check_node(call, p, v);
	}
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

	for (int v = 0; v < call->view.nnodes; v++)
	{
		NodeTotal  *total = &call->totals[v];
		double		ratio = p->usual[v] > 0 ? p->production[v] / p->usual[v] : 1;

		check_node(call, p, v);
		total->lost += p->usual[v] - p->production[v];
		total->unmet += p->unmet[v];
		if (ratio < RECOVERED)
			total->below = p->period;
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
 *              rationing, capital_ratio, compat, nodes, every):
 * each node in each period.
 */
Datum
dynamic_loss(PG_FUNCTION_ARGS)
{
	DynamicsCall call;

	te_rows_begin(fcinfo);
	if (PG_ARGISNULL(ARG_NET))
		return (Datum) 0;
	open_call(fcinfo, &call, "dynamic_loss");
	call.every = count_argument(fcinfo, ARG_EVERY, "every", TE_DYNAMICS_MAX_PERIODS);
	if (!PG_ARGISNULL(ARG_NODES))
		call.shown = te_network_named(&call.view, PG_GETARG_DATUM(ARG_NODES), "nodes");
	te_dynamics_run(&call.economy, &call.options, call.shocks, call.nshocks, put_period, &call);
	return (Datum) 0;
}

/* One row of dynamic_loss_by_node(). */
static void
put_total(const DynamicsCall *call, int v)
{
	const NodeTotal *total = &call->totals[v];
	double		output = call->accounts.output[v];
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
	te_row_store(call->fcinfo, &row);
}

/* dynamic_loss_by_node(… as dynamic_loss, without nodes and every): totals of each node. */
Datum
dynamic_loss_by_node(PG_FUNCTION_ARGS)
{
	DynamicsCall call;

	te_rows_begin(fcinfo);
	if (PG_ARGISNULL(ARG_NET))
		return (Datum) 0;
	open_call(fcinfo, &call, "dynamic_loss_by_node");
	call.totals = palloc_extended(sizeof(NodeTotal) * ((Size) call.view.nnodes + 1), MCXT_ALLOC_HUGE);
	for (int v = 0; v < call.view.nnodes; v++)
		call.totals[v] = (NodeTotal) {.lowest = 1, .worst = -1, .below = -1, .bottleneck = -1};
	te_dynamics_run(&call.economy, &call.options, call.shocks, call.nshocks, total_period, &call);
	for (int v = 0; v < call.view.nnodes; v++)
		put_total(&call, v);
	return (Datum) 0;
}
