/*
 * cascade_support.c
 *	  Whether the losses of a cascade come from somewhere.
 *
 * A loop of nodes that lose the same keeps that loss, also one that nobody caused:
 * rounding of a step is enough.  So losses are followed from the nodes with a shock
 * through groups that bring them.  Those that are not reached are nobody's.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "propagation/cascade_support.h"

#define NEAR_ALL 1e-9			/* loss below all from which a node may have
								 * lost all */
#define TRIES 10				/* times to find those who did */
#define BROUGHT 1e-3			/* that much less, in parts of the tolerance,
								 * is what a step leaves … */
#define LEAST_BROUGHT (16 * DBL_EPSILON)	/* … or rounding */

/* Work of one call */
typedef struct Support
{
	const TeCascade *c;
	const TeCascadeSide *side;
	const TeCascadeSide *other;
	const TeCascadeState *state;
	TeCascadeRows *rows;
	bool	   *lost;			/* by node: lost all */
	int		   *reached;		/* nodes in the order in which they were found */
	int			count;
} Support;

/* Are all partners of group g among those that lost all, and does it pass on all of that? */
static bool
brings_all(const Support *k, int v, int g)
{
	bool		some = false;

	if (te_cascade_leak(k->side, v, g) > 0)
		return false;
	for (int e = k->side->edge_start[g]; e < k->side->edge_start[g + 1]; e++)
	{
		int			w = k->side->partner[e];

		if (!(k->side->weight[e] > 0))
			continue;
		if (!k->lost[w] || te_cascade_irreplaceable(k->c, k->state, w) < 1)
			return false;
		some = true;
	}
	return some;
}

/* Does some of group g come from w? */
static bool
comes_from(const TeCascadeSide *side, int g, int w)
{
	for (int k = side->edge_start[g]; k < side->edge_start[g + 1]; k++)
		if (side->partner[k] == w && side->weight[k] > 0)
			return true;
	return false;
}

/* The group that best brings the loss of node v, some of it from w; or TE_CASCADE_NO_GROUP. */
static int
find_group(const Support *k, int v, int w)
{
	double		most = k->state->loss[v] - Max(BROUGHT * k->c->tolerance, LEAST_BROUGHT);
	int			best = TE_CASCADE_NO_GROUP;

	for (int g = k->side->group_start[v]; g < k->side->group_start[v + 1]; g++)
	{
		double		sum;

		if (!comes_from(k->side, g, w))
			continue;
		if (k->lost[v])
		{
			if (brings_all(k, v, g))
				return g;
			continue;
		}
		sum = te_cascade_group_loss(k->side, k->state->passed, g);
		if (sum >= most)
		{
			most = sum;
			best = g;
		}
	}
	return best;
}

/* Reaches what it can from the nodes reached so far; when "lost", only those that lost all. */
static void
follow(Support *k, bool lost)
{
	for (int i = 0; i < k->count; i++)
	{
		int			w = k->reached[i];
		int			end = k->other->edge_start[k->other->group_start[w + 1]];

		TE_CHECK_EVERY(i);
		for (int e = k->other->edge_start[k->other->group_start[w]]; e < end; e++)
		{
			int			v = k->other->partner[e];
			int		   *choice = &k->rows->choice[v];

			if (*choice != TE_CASCADE_NO_GROUP || (lost && !k->lost[v]) ||
				k->state->loss[v] <= k->state->shock[v])
				continue;
			*choice = find_group(k, v, w);
			if (*choice != TE_CASCADE_NO_GROUP)
				k->reached[k->count++] = v;
		}
	}
}

/* Begins anew: with the nodes that lose as much as their shock. */
static void
start(Support *k, bool lost)
{
	k->count = 0;
	for (int v = 0; v < k->c->n; v++)
	{
		TE_CHECK_EVERY(v);
		k->rows->choice[v] = TE_CASCADE_NO_GROUP;
		if (k->state->shock[v] > 0 && k->state->loss[v] <= k->state->shock[v] &&
			(!lost || k->lost[v]))
			k->reached[k->count++] = v;
	}
}

void
te_cascade_open(const TeCascade *c, const TeCascadeState *state, const bool *lost)
{
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		if (!lost[v] && te_cascade_lost_all(state, v))
			state->loss[v] = Max(state->cap - 2 * TE_CASCADE_ROUNDING, state->shock[v]);
	}
}

/*
 * Finds those that lost all: groups of such nodes alone lead them to a shock of that
 * size.  Whoever is not reached did not, and the others are looked at again.
 */
static void
find_lost(Support *k)
{
	double		cap = k->state->cap;
	bool		stable = false;

	for (int v = 0; v < k->c->n; v++)
		k->lost[v] = k->state->loss[v] >= cap * (1 - NEAR_ALL);
	for (int try = 0; try < TRIES && !stable; try++)
	{
		start(k, true);
		follow(k, true);
		stable = true;
		for (int v = 0; v < k->c->n; v++)
		{
			TE_CHECK_EVERY(v);
			if (!k->lost[v] || k->state->shock[v] >= cap ||
				k->rows->choice[v] != TE_CASCADE_NO_GROUP)
				continue;
			k->lost[v] = stable = false;
		}
	}
	for (int v = 0; v < k->c->n; v++)
	{
		k->lost[v] = k->lost[v] && (stable || k->state->shock[v] >= cap);
		if (k->lost[v])
			k->state->loss[v] = cap;
	}
	te_cascade_open(k->c, k->state, k->lost);
}

bool
te_cascade_support(const TeCascade *c, int side, TeCascadeState *state, TeCascadeRows *rows,
				   int *reached, bool *lost)
{
	Support		k = {c, &c->side[side], &c->side[1 - side], state, rows, lost, reached};
	bool		all = true;

	if (state->available != NULL)
		find_lost(&k);
	te_cascade_pass_carefully(c, state);
	start(&k, false);
	follow(&k, false);
	rows->stale = true;
	for (int v = 0; v < c->n; v++)
	{
		if (state->loss[v] <= state->shock[v] || rows->choice[v] != TE_CASCADE_NO_GROUP)
			continue;
		state->loss[v] = state->shock[v];
		all = false;
	}
	return all;
}
