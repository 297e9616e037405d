/*
 * cascade_args.c
 *	  Reads the shocks of a cascade.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "network/network_match.h"
#include "propagation/cascade_args.h"
#include "propagation/dynamics_args.h"
#include "propagation/shock_moment.h"

/* Sets the shock of the nodes that one name means; throws when one has a shock already. */
static void
set_shock(const TeNetworkView *view, TeCode name, double size, double *shock, bool *named)
{
	int		   *nodes;
	int			count = te_network_match(view, name, "shock", &nodes);

	if (!(size >= 0 && size <= 1))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("shock of node \"%s\" is %g", te_code_cstring(name), size),
				 errhint("A shock is the share of its production that a node loses: 0 to 1.")));
	for (int i = 0; i < count; i++)
	{
		if (named[nodes[i]])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("\"shock\" names node \"%s\" twice",
							te_code_cstring(te_network_code(view, nodes[i]))),
					 errdetail("The second name is \"%s\".", te_code_cstring(name)),
					 errhint("Write each node, or each country, in one way.")));
		named[nodes[i]] = true;
		shock[nodes[i]] = size;
	}
	pfree(nodes);
}

double *
te_cascade_shock(const TeMix *mix, const TeNetworkView *view)
{
	double	   *shock = te_vector(view->nnodes + 1);
	bool	   *named = te_alloc_zero((Size) view->nnodes + 1);

	for (uint32 i = 0; i < mix->norigins; i++)
	{
		TE_CHECK_EVERY(i);
		set_shock(view, te_mix_code(mix, i), mix->items[i].amount, shock, named);
	}
	if (mix->unspecified != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"shock\" holds an amount without a node"),
				 errdetail("The unspecified amount is %.15g.", mix->unspecified)));
	pfree(named);
	return shock;
}

/* The part of each purchase that is held back, with all its digits however small it is. */
static double *
held_back(const TeShock *shocks, int count, const TeInputs *inputs)
{
	double	   *parts = te_vector(inputs->nedges);

	for (int i = 0; i < count; i++)
	{
		double	   *part = &parts[shocks[i].node];

		TE_CHECK_EVERY(i);
		if (shocks[i].kind == TE_SHOCK_FLOW)
			*part += shocks[i].size * (1 - *part);
	}
	return parts;
}

double *
te_cascade_shocks(Jsonb *jsonb, const TeNetworkView *view, const TeInputs *inputs, double *shock)
{
	TeShockGround ground = {.view = view, .inputs = inputs, .year = 365};
	int			count;
	TeShock    *shocks = te_shocks_from_jsonb(jsonb, &ground, &count);
	double	   *left = te_shock_moment(shocks, count, inputs, "a cascade", shock);
	double	   *parts = left != NULL ? held_back(shocks, count, inputs) : NULL;

	if (left != NULL)
		pfree(left);
	pfree(shocks);
	return parts;
}
