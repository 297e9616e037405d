/*
 * leontief.c
 *	  Linear models of a supply network: quantities after Leontief and Ghosh,
 *	  prices, multipliers, and what capacity limits leave.
 *
 * Sources: Miller and Blair, Input-Output Analysis, 2nd edition 2009, chapters
 * 2 (quantities, prices), 6 (multipliers), 12 (Ghosh) and 13.2 (mixed models).
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
#include "propagation/leontief.h"

/* ---- the model ---- */

/* Report that a node cannot stand in a model. */
static void
bad_output(const TeModel *model, int i)
{
	const TeNetworkView *v = &model->v;
	char	   *node = te_code_cstring(te_network_code(v, i));
	int			suppliers = 0;

	if (model->output[i] < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s: node \"%s\" has the negative output %.15g", model->function, node,
						model->output[i])));
	for (int k = 0; k < v->nnodes; k++)
		suppliers += te_network_supplies(v, k, i);
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s: node \"%s\" has no output, but flows", model->function, node),
			 errdetail("It has %u users and %d suppliers in the network; inputs per unit of "
					   "output are not defined.",
					   v->out_start[i + 1] - v->out_start[i], suppliers),
			 suppliers == 0 ?
			 errhint("A product that is only imported: give nullif(output, 0) to with_nodes(), "
					 "and its sales stand for its output; "
					 "it buys nothing, so all multipliers stay as they are.") :
			 errhint("Give its output or final demand by with_nodes(network, node, output, "
					 "final_demand), "
					 "or leave the node out with network_drop().")));
}

/* Opens a network as a model, whether or not its accounts balance. */
void
te_model_open_any(TeModel *model, const TeNetwork *net, const char *function)
{
	TeNetworkView *v = &model->v;
	bool		idle = false;

	model->function = function;
	model->coefficients = false;
	te_network_open_shared(v, net);
	model->output = te_network_output(v);
	model->inverse = te_vector_unset(v->nnodes);
	model->sold = NULL;
	for (int i = 0; i < v->nnodes; i++)
	{
		if (model->output[i] < 0 || (model->output[i] == 0 &&
									 v->out_start[i + 1] > v->out_start[i]))
			bad_output(model, i);
		idle |= model->output[i] == 0;
		model->inverse[i] = model->output[i] > 0 ? 1.0 / model->output[i] : 0.0;
		if (isinf(model->inverse[i]))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("%s: node \"%s\" has an output of %g, too small to divide by", function,
							te_code_cstring(te_network_code(v, i)), model->output[i]),
					 errhint("Give all amounts in a smaller unit, for example multiplied by 1e6.")));
	}
	for (int i = 0; idle && i < v->nnodes; i++)
	{
		const uint32 *user = te_network_users(v, i, NULL);

		CHECK_FOR_INTERRUPTS();
		for (uint32 e = v->out_start[i]; e < v->out_start[i + 1]; e++, user++)
			if (model->output[*user] == 0)
				bad_output(model, (int) *user);
	}
}

/* Opens a network as a model. */
void
te_model_open(TeModel *model, const TeNetwork *net, const char *function)
{
	te_model_open_any(model, net, function);
	te_network_require_balance(&model->v, function);
}

/* The system of one side. */
TeSystem
te_model_system(const TeModel *model, TeSide side)
{
	const TeNetworkView *v = &model->v;

	return (TeSystem)
	{
		.n = v->nnodes, .start = v->out_start, .at = v->user_start, .other = v->out_user,
			.amount = v->out_amount, .row = model->inverse, .transposed = side == TE_BY_USER,
			.sums = side == TE_BY_SUPPLIER ? model->sold : NULL,
			.signs = (v->value->flags & TE_NETWORK_NEGATIVE) != 0
	};
}

/* The node with the largest row sum of |C|, for messages. */
int
te_model_heaviest(const TeSystem *sys, double *sum)
{
	double	   *sums = te_vector(sys->n);
	int			heaviest = 0;

	te_system_row_sums(sys, sums);
	for (int i = 1; i < sys->n; i++)
		if (sums[i] > sums[heaviest])
			heaviest = i;
	*sum = sums[heaviest];
	pfree(sums);
	return heaviest;
}

/* A certificate that the system has one solution; throws when it has not. */
TeCertificate
te_model_certify(const TeModel *model, const TeSystem *sys, TeSide side, TeSolveReport *report)
{
	TeCertificate proof = te_system_certificate(sys, report);
	double		sum;
	int			i;

	if (proof.w != NULL)
		return proof;
	i = te_model_heaviest(sys, &sum);
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s: the network is not productive", model->function),
			 errdetail("After %d passes (residual %g) no solution above 0 is found; the spectral "
					   "radius of its coefficients is about %.6g and must be below 1. Node \"%s\" %s %.6g%s.",
					   report->iterations, report->residual, report->spectral_low,
					   te_code_cstring(te_network_code(&model->v, i)),
					   model->coefficients ? "depends on nodes by" :
					   side == TE_BY_SUPPLIER ? "sells to nodes" : "spends on inputs",
					   sum, model->coefficients ? " in all" : " times its output"),
			 model->coefficients ?
			 errhint("Coefficients are shares: what a node depends on all others must leave a "
					 "part to itself.") :
			 errhint("Outputs must include final demand and value added: give them by "
					 "with_nodes(network, node, output, final_demand). A node that sells to itself "
					 "alone, or a TOTAL (network_totals finds it), is left out by network_drop().")));
	return proof;
}

/* Solves x = C x + b; throws when it does not converge. */
void
te_model_solve(const TeModel *model, const TeSystem *sys, const double *b, double *x,
			   TeSolveReport *report)
{
	if (te_system_solve(sys, b, x, report))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s: the solution did not converge", model->function),
			 errdetail("After %d passes the residual is %g; the spectral radius lies between %.9g "
					   "and %.9g.",
					   report->iterations, report->residual, report->spectral_low,
					   report->spectral_high),
			 errhint("Some nodes sell almost all they make to each other: check their outputs.")));
}

/* Solves x = C x + b; returns how far each x can be off at most. */
double *
te_model_answer(const TeModel *model, TeSide side, const double *b, const double *size, double *x)
{
	TeSystem	sys = te_model_system(model, side);
	TeSolveReport report = {0};
	TeCertificate proof = te_model_certify(model, &sys, side, &report);
	double		factor;

	te_model_solve(model, &sys, b, x, &report);
	factor = te_system_error_factor(&sys, b, size, x, &proof, &report);
	for (int i = 0; i < sys.n; i++)
		proof.w[i] *= factor;
	return proof.w;
}

/* Value added of each node: the given one, else output less purchases. */
double *
te_model_value_added(const TeModel *model)
{
	const TeNetworkView *v = &model->v;
	double	   *added = te_network_in_strength(v);

	for (int i = 0; i < v->nnodes; i++)
		added[i] = v->value_added != NULL && !isnan(v->value_added[i]) ? v->value_added[i] :
			model->output[i] - added[i];
	return added;
}

/* ---- quantities ---- */

/* ---- prices ---- */

/* ---- multipliers ---- */

/* ---- capacity ---- */

/* ---- check ---- */
