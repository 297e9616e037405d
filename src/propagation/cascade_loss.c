/*
 * cascade_loss.c
 *	  What a node loses from its partners' losses, and what it passes on.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/sum.h"
#include "propagation/cascade_loss.h"

int
te_cascade_group_with(const TeCascadeSide *side, int v, int w)
{
	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
		for (int k = side->edge_start[g]; k < side->edge_start[g + 1]; k++)
			if (side->partner[k] == w && side->weight[k] > 0)
				return g;
	return TE_CASCADE_NO_GROUP;
}

double
te_cascade_worst_group_carefully(const TeCascadeSide *side, const double *passed, int v, int *group)
{
	double		loss = 0;

	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		TeSum		sum = {0, 0};

		for (int k = side->edge_start[g]; k < side->edge_start[g + 1]; k++)
			te_sum_carry(&sum, side->weight[k] * passed[side->partner[k]]);
		if (te_sum_value(sum) > loss)
		{
			loss = te_sum_value(sum);
			*group = g;
		}
	}
	return Min(loss, 1);
}

double
te_cascade_node_loss(const TeCascadeSide *side, const double *passed, int v)
{
	int			group = TE_CASCADE_NO_GROUP;

	return te_cascade_worst_group(side, passed, v, &group);
}

/* What each node passes on, from what is still sold by market. */
static void
pass_on(const TeCascade *c, TeCascadeState *state)
{
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		state->passed[v] = te_cascade_irreplaceable(c, state, v) * state->loss[v];
	}
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
	pass_on(c, state);
}

void
te_cascade_pass_carefully(const TeCascade *c, TeCascadeState *state)
{
	if (state->available == NULL)
		return;
	memset(state->available, 0, 2 * sizeof(double) * (Size) c->nmarkets);
	for (int v = 0; v < c->n; v++)
	{
		double	   *left = state->available + c->market[v];
		TeSum		sum = {left[0], left[c->nmarkets]};

		TE_CHECK_EVERY(v);
		te_sum_carry(&sum, c->sales[v] * (1 - state->loss[v]));
		left[0] = sum.hi;
		left[c->nmarkets] = sum.lo;
	}
	for (int m = 0; m < c->nmarkets; m++)
		state->available[m] += state->available[c->nmarkets + m];
	pass_on(c, state);
}
