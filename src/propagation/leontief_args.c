/*
 * leontief_args.c
 *	  Vectors over the nodes of a model, from the arguments of a call.
 */
#include "postgres.h"

#include "fmgr.h"

#include "base/trade_exposure.h"
#include "mix/mix.h"
#include "propagation/leontief_args.h"

/* A mix argument as a vector over the nodes, zeroes when it is NULL. */
double *
te_model_vector(const TeModel *model, FunctionCallInfo fcinfo, int arg, const char *name)
{
	if (PG_ARGISNULL(arg))
		return te_vector(model->v.nnodes);
	return te_network_vector(&model->v, PG_GETARG_TE_MIX_P(arg), 0.0, name);
}

/* Like te_model_vector, but each share must lie between low and high. */
double *
te_model_shares(const TeModel *model, FunctionCallInfo fcinfo, int arg, const char *name,
				double low, double high)
{
	double	   *x = te_model_vector(model, fcinfo, arg, name);

	for (int i = 0; i < model->v.nnodes; i++)
		if (x[i] < low || x[i] > high)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("argument \"%s\": the share of node \"%s\" must lie between %g and %g, but is %.15g",
							name, te_code_cstring(te_network_code(&model->v, i)), low, high, x[i]),
					 x[i] > 1.0 && x[i] <= 100.0 && high == 1.0 ?
					 errhint("Shares and rates are fractions: write 0.25 for 25 percent.") : 0));
	return x;
}
