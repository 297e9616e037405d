/*
 * shock_moment.c
 *	  Shocks where there is no time: what they take while all are in force.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "propagation/shock_moment.h"

/* Throws unless all shocks are in force at one moment: the model has no time. */
static void
check_times(const TeShock *shocks, int count, const char *model)
{
	double		from = -HUGE_VAL;
	double		until = HUGE_VAL;

	for (int i = 0; i < count; i++)
	{
		from = Max(from, shocks[i].from);
		until = Min(until, shocks[i].from + shocks[i].duration);
	}
	if (from < until || count < 2)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the shocks are never in force together"),
			 errdetail("The last begins in period %g, and by then another has ended, in period %g; %s "
					   "has no time.", from, until, model),
			 errhint("Leave \"from\", \"from_date\" and \"duration\" out, ask once for each, "
					 "or use dynamic_loss_by_node().")));
}

/* Throws for a shock of a kind that the model does not know. */
static void
check_kind(const TeShock *shock, const char *model)
{
	if (shock->kind == TE_SHOCK_CAPACITY || shock->kind == TE_SHOCK_FLOW)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("a shock of kind \"%s\" is not one of %s",
					shock->kind == TE_SHOCK_CAPITAL ? "capital" :
					shock->kind == TE_SHOCK_DEMAND ? "demand" : "rebuild", model),
			 errhint("It knows \"cut\" of the production of nodes or of flows; use "
					 "dynamic_loss_by_node() for this one.")));
}

double *
te_shock_moment(const TeShock *shocks, int count, const TeInputs *inputs, const char *model,
				double *lost)
{
	double	   *left = NULL;

	for (int i = 0; i < count; i++)
	{
		int			at = shocks[i].node;

		TE_CHECK_EVERY(i);
		check_kind(&shocks[i], model);
		if (shocks[i].kind == TE_SHOCK_CAPACITY)
		{
			lost[at] = 1 - (1 - lost[at]) * (1 - shocks[i].size);
			continue;
		}
		if (left == NULL)
			left = te_vector_ones(inputs->nedges);
		left[at] *= 1 - shocks[i].size;
	}
	check_times(shocks, count, model);
	return left;
}
