/*
 * multitier.c
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

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "mix/mix.h"
#include "network/network_sums.h"
#include "propagation/multitier.h"

#define LOOPS 100000			/* most rounds of goods that circle among
								 * traders */

void
te_trade_open(TeTrade *trade, const TeNetwork *net, const TeMix *production, const char *function)
{
	TeNetworkView *v = &trade->v;
	int			n;

	te_network_open(v, net);
	te_network_require_positive(v, function);
	n = v->nnodes;
	trade->imports = te_network_in_strength(v);
	trade->exports = te_network_out_strength(v);
	trade->share = te_vector(n);
	trade->passed = te_vector(n);
	trade->assumed = te_vector(n);
	trade->production = NULL;
	if (production != NULL)
		trade->production = te_network_vector(v, production, 0.0, "production_mix");
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
			trade->assumed[i] = Max(0.0, out - in - trade->production[i]);
			trade->production[i] = Max(trade->production[i], out - in);
			trade->passed[i] = in > 0 ? in / (in + trade->production[i]) : 0.0;
		}
		else
		{
			trade->assumed[i] = Max(0.0, out - in);
			trade->passed[i] = in <= 0 ? 0.0 : in < out ? in / out : 1.0;
		}
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
by_user(const TeTrade *trade, const double *row, const double *col)
{
	return (TeSystem)
	{
		.n = trade->v.nnodes, .start = trade->v.out_start, .at = trade->v.user_start,
			.other = trade->v.out_user,
			.amount = trade->v.out_amount, .row = row, .col = col, .transposed = true
	};
}

/* Shares that rounding has lifted above 1. */
static void
limit_shares(const TeTrade *trade, double *share)
{
	for (int i = 0; i < trade->v.nnodes; i++)
		share[i] = Min(share[i], 1.0);
}

/* out = S' x, for each user, of shares x */
static void
of_suppliers(const TeTrade *trade, const double *x, double *out)
{
	TeSystem	sys = by_user(trade, trade->share, NULL);

	te_system_product(&sys, x, out);
	limit_shares(trade, out);
}

/* Share of the targets in each node's purchases. */
static double *
direct_share(const TeTrade *trade, const bool *target)
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

void
te_indirect_exposure(const TeTrade *trade, const bool *target, double damping, TeExposure *exposure)
{
	int			n = trade->v.nnodes;
	double	   *row = te_vector(n);
	double	   *damped = te_vector(n);
	TeSystem	sys;

	exposure->direct = direct_share(trade, target);
	exposure->hop = te_vector(n);
	exposure->all = te_vector(n);
	of_suppliers(trade, exposure->direct, exposure->hop);
	for (int j = 0; j < n; j++)
	{
		row[j] = damping * trade->share[j];
		damped[j] = damping * exposure->direct[j];
	}
	sys = by_user(trade, row, NULL);
	least_once(&sys, damped, exposure->all);
	pfree(row);
	pfree(damped);
}

void
te_hidden_exposure(TeTrade *trade, const bool *target, TeExposure *exposure)
{
	TeSystem	sys;
	bool	   *reached = palloc0(trade->v.nnodes + 1);

	exposure->direct = direct_share(trade, target);
	exposure->hop = NULL;
	exposure->all = te_vector(trade->v.nnodes);
	for (int i = 0; i < trade->v.nnodes; i++)
	{
		/* what a target ships counts as the target's own */
		if (target[i])
			trade->passed[i] = 0.0;
		reached[i] = exposure->direct[i] > 0;
	}

	/*
	 * goods that circle for ever where the targets' do not come would leave
	 * no one solution
	 */
	follow_goods(&trade->v, trade->passed, reached);
	for (int i = 0; i < trade->v.nnodes; i++)
		if (!reached[i])
			trade->share[i] = 0.0;
	sys = by_user(trade, trade->share, trade->passed);
	least_once(&sys, exposure->direct, exposure->all);
	limit_shares(trade, exposure->all);
	pfree(reached);
}

/* ---- what is lost ---- */

/* The amount of each edge that still comes. */
static double *
amounts_left(const TeNetworkView *v, const TeInputs *inputs, const double *lost, const double *left)
{
	double	   *amount = te_vector(v->nedges);
	uint32	   *next = te_alloc(sizeof(uint32) * ((Size) v->nnodes + 1));

	for (int i = 0; i < v->nnodes; i++)
	{
		next[i] = v->out_start[i];
		for (uint32 e = v->out_start[i]; e < v->out_start[i + 1]; e++)
			amount[e] = v->out_amount[e] * (1.0 - lost[i]);
	}
	/* users come in the order in which each supplier has them */
	for (int j = 0; left != NULL && j < inputs->n; j++)
	{
		int			end = inputs->edge_start[inputs->group_start[j + 1]];

		CHECK_FOR_INTERRUPTS();
		for (int k = inputs->edge_start[inputs->group_start[j]]; k < end; k++)
		{
			uint32	   *e = &next[inputs->supplier[k]];

			while (v->out_user[*e] < (uint32) j)
				++* e;
			amount[*e] *= left[k];
		}
	}
	pfree(next);
	return amount;
}

void
te_lookthrough_loss(TeTrade *trade, const TeInputs *inputs, const double *lost, const double *left,
					TeExposure *exposure)
{
	TeNetworkView *v = &trade->v;
	double	   *amount = amounts_left(v, inputs, lost, left);
	bool	   *reached = palloc0((Size) v->nnodes + 1);
	TeSystem	sys;

	exposure->direct = te_vector(v->nnodes);
	exposure->hop = NULL;
	exposure->all = te_vector(v->nnodes);
	for (int i = 0; i < v->nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		for (uint32 e = v->out_start[i]; e < v->out_start[i + 1]; e++)
		{
			uint32		j = v->out_user[e];

			exposure->direct[j] += (v->out_amount[e] - amount[e]) * trade->share[j];
			reached[j] |= amount[e] < v->out_amount[e];
		}
	}
	limit_shares(trade, exposure->direct);
	follow_goods(v, trade->passed, reached);
	for (int i = 0; i < v->nnodes; i++)
		if (!reached[i])
			trade->share[i] = 0.0;
	sys = by_user(trade, trade->share, trade->passed);
	sys.amount = amount;
	least_once(&sys, exposure->direct, exposure->all);
	limit_shares(trade, exposure->all);
	pfree(reached);
	pfree(amount);
}

/* ---- origins ---- */

void
te_tracing_begin(TeTracing *tracing, const TeTrade *trade)
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
	*tracing = (TeTracing) {.trade = trade, .bought = te_vector(n)};
	tracing->sys = (TeSystem)
	{
		.n = n, .start = v->out_start, .at = v->user_start, .other = v->out_user,
			.amount = v->out_amount,
			.row = row, .col = col
	};
	tracing->proven = te_system_certificate(&tracing->sys, &tracing->report).w != NULL;
}

double
te_trace_purchases(TeTracing *tracing, int j, double *origin)
{
	const TeTrade *trade = tracing->trade;
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
