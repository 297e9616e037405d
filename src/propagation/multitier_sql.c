/*
 * multitier_sql.c
 *	  Dependence behind the direct supplier: who stands behind the traders.
 *
 * S is the matrix of purchase shares, s_kj = z_kj / Σ_k z_kj.
 *
 *	one hop		Σ_k s_kj s_ck: the target's share in the imports of j's suppliers
 *	all tiers	Σ_n α^n (S^n)_cj: Leontief's sum over chains of every length n,
 *				each step damped by α
 *	look-through	e_j = s_cj + Σ_k≠c s_kj r_k e_k: suppliers pass on, of what they
 *				ship, the share r_k that they bought before; at most
 *				min(1, imports / exports), or imports / (imports + production)
 *				where production is known (Kastner, Kastner and Nonhebel 2011)
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"

#include "base/arrays.h"
#include "base/trade_exposure.h"
#include "mix/mix.h"
#include "network/network_row.h"
#include "propagation/leontief.h"

TE_FUNCTION(indirect_exposure);
TE_FUNCTION(hidden_exposure);
TE_FUNCTION(lookthrough_mix);
TE_FUNCTION(origin_trace);
TE_FUNCTION(chain_exposure);

#define LOOPS 100000			/* most rounds of goods that circle among
								 * traders */

/* A trade network: who buys what share from whom, who passes on how much. */
typedef struct Trade
{
	TeNetworkView v;
	double	   *imports;		/* Σ purchases */
	double	   *exports;		/* Σ sales */
	double	   *production;		/* own production; NULL when not known */
	double	   *share;			/* 1 / imports, 0 without imports */
	double	   *passed;			/* r: share of shipments that was bought
								 * before, 0..1 */
} Trade;

/* Opens a network of trade; production (a mix argument) may be missing. */
static void
open_trade(Trade *trade, FunctionCallInfo fcinfo, int production, const char *function)
{
	TeNetworkView *v = &trade->v;
	int			n;

	te_network_open(v, PG_GETARG_TE_NETWORK_P(0));
	te_network_require_positive(v, function);
	n = v->nnodes;
	trade->imports = te_network_in_strength(v);
	trade->exports = te_network_out_strength(v);
	trade->share = te_vector(n);
	trade->passed = te_vector(n);
	trade->production = NULL;
	if (production >= 0 && !PG_ARGISNULL(production))
		trade->production = te_network_vector(v, PG_GETARG_TE_MIX_P(production), 0.0, "production_mix");
	for (int i = 0; i < n; i++)
	{
		double		in = trade->imports[i];
		double		out = trade->exports[i];

		trade->share[i] = in > 0 ? 1.0 / in : 0.0;
		if (trade->production != NULL)
		{
			if (trade->production[i] < 0)
				ereport(ERROR,
						(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
						 errmsg("the production of \"%s\" is negative: %.15g",
								te_code_cstring(te_network_code(v, i)), trade->production[i]),
						 errhint("Production is what a node makes itself: at least 0.")));
			/* what it ships beyond what it bought it must have made */
			trade->production[i] = Max(trade->production[i], out - in);
			trade->passed[i] = in > 0 ? in / (in + trade->production[i]) : 0.0;
		}
		else
			trade->passed[i] = in <= 0 ? 0.0 : in < out ? in / out : 1.0;
	}
}

/*
 * Marks all that goods reach on their way from marked nodes to users.  A node
 * whose share in "passed" (NULL: all pass on something) is 0 ends their way.
 */
static void
follow_goods(const TeNetworkView *v, const double *passed, bool *reached)
{
	int		   *queue = palloc_array(int, v->nnodes + 1);
	int			last = 0;

	for (int i = 0; i < v->nnodes; i++)
		if (reached[i])
			queue[last++] = i;
	for (int first = 0; first < last; first++)
	{
		int			k = queue[first];

		TE_CHECK_EVERY(first);
		if (passed != NULL && passed[k] == 0.0)
			continue;
		for (uint32 e = v->out_start[k]; e < v->out_start[k + 1]; e++)
		{
			uint32		j = v->out_user[e];

			if (!reached[j])
				queue[last++] = (int) j;
			reached[j] = true;
		}
	}
	pfree(queue);
}

/* Sweeps from 0 rise to the least solution of x = C x + b ≥ 0. */
static void
least_by_sweeps(const TeSystem *sys, const double *b, double *x, const TeSolveReport *report)
{
	double	   *y = te_vector(sys->n);
	double		most = HUGE_VAL;
	double		size = 0.0;

	memset(x, 0, sys->n * sizeof(double));
	for (int round = 0; most > 1e-16 * size; round++)
	{
		if (round == LOOPS)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("goods circle among traders without end"),
					 errdetail("After %d rounds figures of up to %g still change by %g; the spectral radius is about %.9g.",
							   round, size, most, report->spectral_low),
					 errhint("Some nodes pass on almost all they buy to each other: give their production, or leave that trade out.")));
		most = size = 0.0;

		te_system_product(sys, x, y);
		for (int i = 0; i < sys->n; i++)
		{
			double		next = b[i] + y[i];

			most = Max(most, next - x[i]);
			size = Max(size, next);
			x[i] = next;
		}
	}
	pfree(y);
}

/*
 * The least solution of x = C x + b ≥ 0.  Where nodes pass on all but nothing that
 * float8 can tell, the system is not "proven" to have one solution alone.
 */
static void
least_solution(const TeSystem *sys, bool proven, const double *b, double *x, TeSolveReport *report)
{
	if (!proven || !te_system_solve(sys, b, x, report))
		least_by_sweeps(sys, b, x, report);
}

/* The least solution of a system that is solved but once. */
static void
least_once(const TeSystem *sys, const double *b, double *x)
{
	TeSolveReport report = {0};
	TeCertificate proof = te_system_certificate(sys, &report);

	least_solution(sys, proof.w != NULL, b, x, &report);
}

/* The system of users over their suppliers' figures, times the factors "col". */
static TeSystem
by_user(const Trade *trade, const double *row, const double *col)
{
	return (TeSystem)
	{
		.n = trade->v.nnodes, .start = trade->v.out_start, .other = trade->v.out_user,
			.amount = trade->v.out_amount, .row = row, .col = col, .transposed = true
	};
}

/* Shares that rounding has lifted above 1. */
static void
limit_shares(const Trade *trade, double *share)
{
	for (int i = 0; i < trade->v.nnodes; i++)
		share[i] = Min(share[i], 1.0);
}

/* out = S' x, for each user, of shares x */
static void
of_suppliers(const Trade *trade, const double *x, double *out)
{
	TeSystem	sys = by_user(trade, trade->share, NULL);

	te_system_product(&sys, x, out);
	limit_shares(trade, out);
}

/* Share of the targets in each node's purchases. */
static double *
direct_share(const Trade *trade, const bool *target)
{
	const TeNetworkView *v = &trade->v;
	double	   *direct = te_vector(v->nnodes);
	double	   *one = te_vector(v->nnodes);

	for (int i = 0; i < v->nnodes; i++)
		one[i] = target[i];
	of_suppliers(trade, one, direct);
	pfree(one);
	return direct;
}

/* (network, targets, damping) → direct, one-hop and all-tier exposure of each node */
Datum
indirect_exposure(PG_FUNCTION_ARGS)
{
	Trade		trade;
	TeSystem	sys;
	bool	   *target;
	double	   *direct;
	double	   *hop;
	double	   *all;
	double	   *row;
	double	   *damped;
	double		damping;
	int			n;

	for (int arg = 0; arg < 3; arg++)
		te_check_not_null(arg == 0 ? "network" : arg == 1 ? "targets" : "damping", PG_ARGISNULL(arg));
	damping = PG_GETARG_FLOAT8(2);
	te_check_range("damping", damping, 0.0, 1.0);
	if (damping == 1.0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"damping\" must be below 1"),
				 errdetail("Purchase shares add up to 1, so undamped chains would be counted without end."),
				 errhint("Take hidden_exposure to follow goods back to where they were made.")));
	open_trade(&trade, fcinfo, -1, "indirect_exposure");
	n = trade.v.nnodes;
	target = te_network_named(&trade.v, PG_GETARG_DATUM(1), "targets");
	direct = direct_share(&trade, target);
	hop = te_vector(n);
	all = te_vector(n);
	row = te_vector(n);
	damped = te_vector(n);
	of_suppliers(&trade, direct, hop);
	for (int j = 0; j < n; j++)
	{
		row[j] = damping * trade.share[j];
		damped[j] = damping * direct[j];
	}
	sys = by_user(&trade, row, NULL);
	least_once(&sys, damped, all);
	te_rows_begin(fcinfo);
	for (int j = 0; j < n; j++)
	{
		TeRow		result;
		bool		buys = trade.imports[j] > 0;

		te_row_begin(&result);
		te_row_node(&result, &trade.v, j);
		te_row_float8(&result, buys ? direct[j] : NAN);
		te_row_float8(&result, buys ? hop[j] : NAN);
		te_row_float8(&result, buys ? all[j] : NAN);
		te_row_store(fcinfo, &result);
	}
	return (Datum) 0;
}

/* (network, targets, production) → the targets' share seen through re-exports, for each node */
Datum
hidden_exposure(PG_FUNCTION_ARGS)
{
	Trade		trade;
	TeSystem	sys;
	bool	   *target;
	bool	   *reached;
	double	   *direct;
	double	   *seen;

	te_check_not_null("network", PG_ARGISNULL(0));
	te_check_not_null("targets", PG_ARGISNULL(1));
	open_trade(&trade, fcinfo, 2, "hidden_exposure");
	target = te_network_named(&trade.v, PG_GETARG_DATUM(1), "targets");
	direct = direct_share(&trade, target);
	seen = te_vector(trade.v.nnodes);
	reached = palloc0(trade.v.nnodes + 1);
	for (int i = 0; i < trade.v.nnodes; i++)
	{
		/* what a target ships counts as the target's own */
		if (target[i])
			trade.passed[i] = 0.0;
		reached[i] = direct[i] > 0;
	}

	/*
	 * goods that circle for ever where the targets' do not come would leave
	 * no one solution
	 */
	follow_goods(&trade.v, trade.passed, reached);
	for (int i = 0; i < trade.v.nnodes; i++)
		if (!reached[i])
			trade.share[i] = 0.0;
	sys = by_user(&trade, trade.share, trade.passed);
	least_once(&sys, direct, seen);
	limit_shares(&trade, seen);
	te_rows_begin(fcinfo);
	for (int j = 0; j < trade.v.nnodes; j++)
	{
		TeRow		row;
		bool		buys = trade.imports[j] > 0;

		te_row_begin(&row);
		te_row_node(&row, &trade.v, j);
		te_row_float8(&row, trade.imports[j]);
		te_row_float8(&row, buys ? direct[j] : NAN);
		te_row_float8(&row, buys ? seen[j] : NAN);
		te_row_float8(&row, buys ? seen[j] - direct[j] : NAN);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* ---- origins ---- */

/*
 * Where goods were made: u_k, what passes through supplier k on the way to one
 * unit of a node's purchases, times what k makes itself.
 */
typedef struct Tracing
{
	const Trade *trade;
	TeSystem	sys;			/* u_k = s_kj + Σ_m s_km r_m u_m for node j's
								 * purchases */
	bool		proven;			/* has one solution for any j */
	TeSolveReport report;
	double	   *bought;			/* s_kj, scratch */
} Tracing;

static void
open_tracing(Tracing *tracing, const Trade *trade)
{
	const TeNetworkView *v = &trade->v;
	int			n = v->nnodes;
	double	   *col = te_vector(n);
	double	   *row = te_vector(n);
	bool	   *made = palloc0(n + 1);

	/*
	 * goods that circle for ever among nodes where no maker's come have no
	 * origin: they are left out
	 */
	for (int i = 0; i < n; i++)
		made[i] = trade->passed[i] < 1.0;
	follow_goods(v, NULL, made);
	for (int i = 0; i < n; i++)
	{
		row[i] = made[i];
		col[i] = trade->share[i] * trade->passed[i];
	}
	*tracing = (Tracing) {.trade = trade, .bought = te_vector(n)};
	tracing->sys = (TeSystem)
	{
		.n = n, .start = v->out_start, .other = v->out_user, .amount = v->out_amount,
			.row = row, .col = col
	};
	tracing->proven = te_system_certificate(&tracing->sys, &tracing->report).w != NULL;
}

/*
 * Node j's purchases by where they were made, in shares; returns their sum: at
 * most 1, where rounding has found more.
 */
static double
trace_purchases(Tracing *tracing, int j, double *origin)
{
	const Trade *trade = tracing->trade;
	int			n = trade->v.nnodes;
	double		traced = 0.0;

	for (int i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		tracing->bought[i] = te_network_amount(&trade->v, i, j) * trade->share[j];
	}
	least_solution(&tracing->sys, tracing->proven, tracing->bought, origin, &tracing->report);
	for (int i = 0; i < n; i++)
	{
		origin[i] *= 1.0 - trade->passed[i];
		traced += origin[i];
	}
	for (int i = 0; traced > 1.0 && i < n; i++)
		origin[i] /= traced;
	return Min(traced, 1.0);
}

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
	Trade		trade;
	Tracing		tracing;
	TeMixState *state = te_mix_begin();
	double	   *origin;
	double		traced;
	int			j;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	open_trade(&trade, fcinfo, 2, "lookthrough_mix");
	j = get_node(&trade.v, fcinfo, 1);
	origin = te_vector(trade.v.nnodes);
	open_tracing(&tracing, &trade);
	traced = trace_purchases(&tracing, j, origin);
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

/* One consumer's rows: use = production + imports - exports, by origin. */
static void
trace_use(FunctionCallInfo fcinfo, Tracing *tracing, int j, double *origin)
{
	const Trade *trade = tracing->trade;
	double		supply = trade->production[j] + trade->imports[j];
	double		use = supply - trade->exports[j];

	trace_purchases(tracing, j, origin);
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
	Trade		trade;
	Tracing		tracing;
	double	   *origin;

	te_check_not_null("network", PG_ARGISNULL(0));
	te_check_not_null("production_mix", PG_ARGISNULL(1));
	open_trade(&trade, fcinfo, 1, "origin_trace");
	open_tracing(&tracing, &trade);
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
