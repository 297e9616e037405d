/*
 * multitier_sql.c
 *	  SQL functions of dependence behind the direct supplier.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "base/arrays.h"
#include "base/trade_exposure.h"
#include "mix/mix.h"
#include "network/network_row.h"
#include "propagation/dynamics_args.h"
#include "propagation/multitier.h"
#include "propagation/shock_moment.h"

TE_FUNCTION(indirect_exposure);
TE_FUNCTION(hidden_exposure);
TE_FUNCTION(lookthrough_loss);
TE_FUNCTION(lookthrough_mix);
TE_FUNCTION(lookthrough_note);
TE_FUNCTION(origin_trace);
TE_FUNCTION(chain_exposure);

/* The production that a mix argument gives, or NULL. */
static const TeMix *
production_arg(FunctionCallInfo fcinfo, int arg)
{
	return PG_ARGISNULL(arg) ? NULL : PG_GETARG_TE_MIX_P(arg);
}

/* (network, targets, damping) → direct, one-hop and all-tier exposure of each node */
Datum
indirect_exposure(PG_FUNCTION_ARGS)
{
	TeTrade		trade;
	TeExposure	exposure;
	double		damping;

	TE_NO_ROWS_WITHOUT(0);
	te_check_not_null("targets", PG_ARGISNULL(1));
	te_check_not_null("damping", PG_ARGISNULL(2));
	damping = PG_GETARG_FLOAT8(2);
	te_check_range("damping", damping, 0.0, 1.0);
	if (damping == 1.0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"damping\" must be below 1"),
				 errdetail("Purchase shares add up to 1, so undamped chains would be counted without end."),
				 errhint("Take hidden_exposure to follow goods back to where they were made.")));
	te_trade_open(&trade, PG_GETARG_TE_NETWORK_P(0), NULL, "indirect_exposure");
	te_indirect_exposure(&trade, te_network_named(&trade.v, PG_GETARG_DATUM(1), "targets"), damping, &exposure);
	te_rows_begin(fcinfo);
	for (int j = 0; j < trade.v.nnodes; j++)
	{
		TeRow		result;
		bool		buys = trade.imports[j] > 0;

		te_row_begin(&result);
		te_row_node(&result, &trade.v, j);
		te_row_float8(&result, buys ? exposure.direct[j] : NAN);
		te_row_float8(&result, buys ? exposure.hop[j] : NAN);
		te_row_float8(&result, buys ? exposure.all[j] : NAN);
		te_row_store(fcinfo, &result);
	}
	return (Datum) 0;
}

/* One row for each node: its purchases, and shares of them: direct, seen through, and hidden. */
static void
put_seen(FunctionCallInfo fcinfo, const TeTrade *trade, const TeExposure *seen)
{
	te_rows_begin(fcinfo);
	for (int j = 0; j < trade->v.nnodes; j++)
	{
		TeRow		row;
		bool		buys = trade->imports[j] > 0;

		te_row_begin(&row);
		te_row_node(&row, &trade->v, j);
		te_row_float8(&row, trade->imports[j]);
		te_row_float8(&row, buys ? seen->direct[j] : NAN);
		te_row_float8(&row, buys ? seen->all[j] : NAN);
		te_row_float8(&row, buys ? seen->all[j] - seen->direct[j] : NAN);
		te_row_store(fcinfo, &row);
	}
}

/* (network, targets, production) → the targets' share seen through re-exports, for each node */
Datum
hidden_exposure(PG_FUNCTION_ARGS)
{
	TeTrade		trade;
	TeExposure	seen;

	TE_NO_ROWS_WITHOUT(0);
	te_check_not_null("targets", PG_ARGISNULL(1));
	te_trade_open(&trade, PG_GETARG_TE_NETWORK_P(0), production_arg(fcinfo, 2), "hidden_exposure");
	te_hidden_exposure(&trade, te_network_named(&trade.v, PG_GETARG_DATUM(1), "targets"), &seen);
	put_seen(fcinfo, &trade, &seen);
	return (Datum) 0;
}

/* (network, shocks, production) → the share of its purchases that each node loses */
Datum
lookthrough_loss(PG_FUNCTION_ARGS)
{
	TeTrade		trade;
	TeExposure	seen;
	TeShockGround ground = {.view = &trade.v, .year = 365};
	TeShock    *shocks;
	int			count;
	double	   *lost;
	double	   *left;

	TE_NO_ROWS_WITHOUT(0);
	te_check_not_null("shocks", PG_ARGISNULL(1));
	te_trade_open(&trade, PG_GETARG_TE_NETWORK_P(0), production_arg(fcinfo, 2), "lookthrough_loss");
	ground.inputs = te_inputs_build(&trade.v);
	shocks = te_shocks_from_jsonb(PG_GETARG_JSONB_P(1), &ground, &count);
	lost = te_vector(trade.v.nnodes);
	left = te_shock_moment(shocks, count, ground.inputs, "look-through", lost);
	te_lookthrough_loss(&trade, ground.inputs, lost, left, &seen);
	put_seen(fcinfo, &trade, &seen);
	return (Datum) 0;
}

/* ---- origins ---- */

/* The node that a text argument names. */
static int
get_node(const TeNetworkView *v, FunctionCallInfo fcinfo, int arg)
{
	return te_network_node(v, te_code_from_text(PG_GETARG_TEXT_PP(arg)), "node");
}

/* (network, node, production) → the node's purchases by where they were made */
Datum
lookthrough_mix(PG_FUNCTION_ARGS)
{
	TeTrade		trade;
	TeTracing	tracing;
	TeMixState *state = te_mix_begin();
	double	   *origin;
	double		traced;
	int			j;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	te_trade_open(&trade, PG_GETARG_TE_NETWORK_P(0), production_arg(fcinfo, 2), "lookthrough_mix");
	j = get_node(&trade.v, fcinfo, 1);
	origin = te_vector(trade.v.nnodes);
	te_tracing_begin(&tracing, &trade);
	traced = te_trace_purchases(&tracing, j, origin);
	for (int i = 0; i < trade.v.nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		if (origin[i] > 0)
			state = te_mix_add(state, te_network_code(&trade.v, i), origin[i] * trade.imports[j]);
	}
	/* goods that circle among traders of whom none makes them have no origin */
	if (trade.imports[j] > 0 && traced < 1.0 - 1e-9)
		state = te_mix_add(state, te_code("", 0), (1.0 - traced) * trade.imports[j]);
	PG_RETURN_TE_MIX_P(te_mix_end(state));
}

#define NOTED 5					/* net exporters that a note names */

/* A net exporter at which a trace ends though nothing says that it makes the goods. */
typedef struct Unproven
{
	int			node;
	double		share;			/* of the purchases that are traced */
} Unproven;

/* By share, largest first. */
static int
compare_unproven(const void *a, const void *b)
{
	const Unproven *p = a;
	const Unproven *q = b;

	if (p->share != q->share)
		return p->share > q->share ? -1 : 1;
	return (p->node > q->node) - (p->node < q->node);
}

/*
 * The net exporters of whose goods node j has a share that nothing says they made;
 * without production figures those that buy as well, with them any.
 */
static Unproven *
unproven_origins(const TeTrade *trade, const double *origin, int *n)
{
	Unproven   *found = palloc(sizeof(Unproven) * Max(trade->v.nnodes, 1));

	*n = 0;
	for (int i = 0; i < trade->v.nnodes; i++)
	{
		double		made = trade->production != NULL ? trade->production[i] : trade->assumed[i];

		TE_CHECK_EVERY(i);
		/* what rounding leaves of a balance is none */
		if (!(origin[i] > 0) || !(trade->assumed[i] > 1e-9 * trade->exports[i]) ||
			(trade->production == NULL && trade->imports[i] == 0))
			continue;
		found[(*n)++] = (Unproven) {i, origin[i] * trade->assumed[i] / made};
	}
	qsort(found, *n, sizeof(Unproven), compare_unproven);
	return found;
}

/* (network, node, production) → where the trace rests on no production, or NULL */
Datum
lookthrough_note(PG_FUNCTION_ARGS)
{
	TeTrade		trade;
	TeTracing	tracing;
	double	   *origin;
	Unproven   *found;
	int			n;
	StringInfoData note;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	te_trade_open(&trade, PG_GETARG_TE_NETWORK_P(0), production_arg(fcinfo, 2), "lookthrough_note");
	origin = te_vector(trade.v.nnodes);
	te_tracing_begin(&tracing, &trade);
	te_trace_purchases(&tracing, get_node(&trade.v, fcinfo, 1), origin);
	found = unproven_origins(&trade, origin, &n);
	if (n == 0)
		PG_RETURN_NULL();
	initStringInfo(&note);
	appendStringInfoString(&note,
						   "taken as made by net exporters of whom no such production is known: ");
	for (int k = 0; k < Min(n, NOTED); k++)
		appendStringInfo(&note, "%s%s (%.1f %% of purchases; ships %g more than it bought%s)",
						 k > 0 ? ", " : "",
						 te_code_cstring(te_network_code(&trade.v, found[k].node)),
						 100 * found[k].share, trade.assumed[found[k].node],
						 trade.production != NULL ? " and made" : "");
	if (n > NOTED)
		appendStringInfo(&note, " and %d more", n - NOTED);
	PG_RETURN_TEXT_P(cstring_to_text(note.data));
}

/* One consumer's rows: use = production + imports - exports, by origin. */
static void
trace_use(FunctionCallInfo fcinfo, TeTracing *tracing, int j, double *origin)
{
	const TeTrade *trade = tracing->trade;
	double		supply = trade->production[j] + trade->imports[j];
	double		use = supply - trade->exports[j];

	te_trace_purchases(tracing, j, origin);
	for (int i = 0; i < trade->v.nnodes; i++)
	{
		double		amount = origin[i] * trade->imports[j] + (i == j ? trade->production[j] : 0.0);
		TeRow		row;

		if (!(amount > 0) || !(use > 0))
			continue;
		te_row_begin(&row);
		te_row_node(&row, &trade->v, j);
		te_row_node(&row, &trade->v, i);
		te_row_float8(&row, amount / supply * use);
		te_row_float8(&row, amount / supply);
		te_row_store(fcinfo, &row);
	}
}

/* (network, production, node) → apparent use of one node, or of all, by where it was made */
Datum
origin_trace(PG_FUNCTION_ARGS)
{
	TeTrade		trade;
	TeTracing	tracing;
	double	   *origin;

	TE_NO_ROWS_WITHOUT(0);
	te_check_not_null("production_mix", PG_ARGISNULL(1));
	te_trade_open(&trade, PG_GETARG_TE_NETWORK_P(0), production_arg(fcinfo, 1), "origin_trace");
	te_tracing_begin(&tracing, &trade);
	origin = te_vector(trade.v.nnodes);
	te_rows_begin(fcinfo);
	if (!PG_ARGISNULL(2))
		trace_use(fcinfo, &tracing, get_node(&trade.v, fcinfo, 2), origin);
	else
		for (int j = 0; j < trade.v.nnodes; j++)
			trace_use(fcinfo, &tracing, j, origin);
	return (Datum) 0;
}

/* ---- stages ---- */

/*
 * (shares of one country at the stages of a chain) → largest share, its stage,
 * and the share of product that passes the country at any stage, if stages are
 * independent: 1 - Π (1 - share)
 */
Datum
chain_exposure(PG_FUNCTION_ARGS)
{
	int			n;
	double	   *shares = te_numbers_arg(PG_GETARG_ARRAYTYPE_P(0), "shares", &n);
	int			stage = 0;
	double		most = 0.0;
	double		any = 0.0;
	TeRow		row;

	for (int i = 0; i < n; i++)
	{
		double		share = shares[i];

		te_check_range("shares", share, 0.0, 1.0);
		any += share * (1.0 - any);
		if (i == 0 || share > most)
		{
			most = share;
			stage = i + 1;
		}
	}
	te_row_begin(&row);
	te_row_datum(&row, Int32GetDatum(stage), n == 0);
	te_row_float8(&row, n == 0 ? NAN : most);
	te_row_float8(&row, n == 0 ? NAN : any);
	PG_RETURN_DATUM(te_row_end(fcinfo, &row));
}
