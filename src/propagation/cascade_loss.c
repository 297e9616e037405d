/*
 * cascade_loss.c
 *	  What a node loses from its partners' losses, and what it passes on.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "propagation/cascade_loss.h"

double
te_cascade_node_loss(const TeCascadeSide *side, const double *passed, int v)
{
	int			group = TE_CASCADE_NO_GROUP;

	return te_cascade_worst_group(side, passed, v, &group);
}

void
te_cascade_pass(const TeCascade *c, TeCascadeState *state)
{
	if (state->available == NULL)
		return;
	memset(state->available, 0, sizeof(double) * (Size) c->nmarkets);
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		state->available[c->market[v]] += c->sales[v] * (1 - state->loss[v]);
	}
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		state->passed[v] = te_cascade_irreplaceable(c, state, v) * state->loss[v];
	}
}
