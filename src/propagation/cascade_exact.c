/*
 * cascade_exact.c
 *	  Losses of chosen groups by elimination, exact but for rounding however little
 *	  their loops leak.
 *
 * With one group chosen for each node, a loss is a mean: of what the nodes outside
 * the loops lose, by how likely a walk along the shares ends at each.  Elimination
 * takes the nodes of a loop out one by one.  What leaves a node is the sum of its
 * shares that lead elsewhere, never 1 less the share that stays, so no step takes a
 * difference and every number keeps its digits, also where a loop leaks but a
 * billionth (Grassmann, Taksar and Heyman 1985).  A relative change of e in all
 * shares changes such a mean by at most 2 m e, m being the nodes of the loop
 * (O'Cinneide 1993); elimination rounds as if shares changed by some m digits at each
 * of its m steps.
 *
 * The groups are those that decide when no other group brings more; one that brings
 * more is taken instead (policy iteration, Howard 1960).  It climbs, so the end is
 * the least one.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "propagation/cascade_exact.h"

#define LARGEST_LOOP 1000		/* nodes of a loop that are worth it */
#define CHOICES 100				/* times that groups are chosen */

struct TeCascadeExact
{
	void	   *memory;			/* of share, outer, leak, leaves */
	long double *share;			/* by pair of the loop's nodes: how much of
								 * the first one's loss is the second's */
	int			capacity;		/* nodes there is room for */
	long double *outer;			/* by node of the loop: loss that comes from
								 * outside it … */
	long double *leak;			/* … and share that goes there, lost or not */
	long double *leaves;		/* share that went elsewhere when the node was
								 * taken out */
	int		   *place;			/* by node: place in the loop, or -1 */
	int		   *choice;			/* by node: its group */
	double	   *loss;			/* by node: the losses */
	int		   *reached;		/* nodes with a loss, as they were found */
	double		error;			/* relative, of the losses so far */
};

TeCascadeExact *
te_cascade_exact_begin(const TeCascade *c)
{
	TeCascadeExact *k = palloc0(sizeof(TeCascadeExact));

	k->place = palloc(sizeof(int) * ((Size) c->n + 1));
	for (int v = 0; v < c->n; v++)
		k->place[v] = -1;
	k->choice = palloc(sizeof(int) * ((Size) c->n + 1));
	k->reached = palloc(sizeof(int) * ((Size) c->n + 1));
	k->loss = te_vector_unset(c->n);
	return k;
}

/*
 * Makes room for a loop of that many nodes, in one piece: wide numbers want a
 * multiple of 16 bytes, where the server gives one of 8.
 */
static void
reserve(TeCascadeExact *k, int nodes)
{
	Size		pairs = (Size) nodes * nodes;

	if (nodes <= k->capacity)
		return;
	if (k->capacity > 0)
		pfree(k->memory);
	k->capacity = nodes;
	k->memory = te_alloc(sizeof(long double) * (pairs + 3 * (Size) nodes + 1));
	k->share = (long double *) TYPEALIGN(__alignof__(long double), k->memory);
	k->outer = k->share + pairs;
	k->leak = k->outer + nodes;
	k->leaves = k->leak + nodes;
}

/* Writes down the loop of those nodes: what each has from the others, and from outside. */
static void
fill(const TeCascadeSide *side, const int *nodes, int m, TeCascadeExact *k)
{
	reserve(k, m);
	for (int i = 0; i < m; i++)
		k->place[nodes[i]] = i;
	for (int i = 0; i < m; i++)
	{
		int			g = k->choice[nodes[i]];
		long double *row = k->share + (Size) i * m;

		TE_CHECK_EVERY(i);
		memset(row, 0, sizeof(long double) * (Size) m);
		k->outer[i] = 0;
		k->leak[i] = te_cascade_leak(side, nodes[i], g);
		for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
		{
			int			w = side->partner[e];

			if (k->place[w] >= 0)
				row[k->place[w]] += side->weight[e];
			else
			{
				k->outer[i] += (long double) side->weight[e] * k->loss[w];
				k->leak[i] += side->weight[e];
			}
		}
	}
	for (int i = 0; i < m; i++)
		k->place[nodes[i]] = -1;
}

/* Takes node i out of the loop: those that have a share of it have that of what it has. */
static bool
take_out(TeCascadeExact *k, int i, int m)
{
	const long double *row = k->share + (Size) i * m;
	long double leaves = k->leak[i];

	for (int j = i + 1; j < m; j++)
		leaves += row[j];
	k->leaves[i] = leaves;
	if (!(leaves > 0))
		return false;
	for (int h = i + 1; h < m; h++)
	{
		long double *other = k->share + (Size) h * m;
		long double part = other[i] / leaves;

		if (part == 0)
			continue;
		for (int j = i + 1; j < m; j++)
			other[j] += part * row[j];
		k->outer[h] += part * k->outer[i];
		k->leak[h] += part * k->leak[i];
	}
	return true;
}

/* The losses of a loop; false when it leads nowhere. */
static bool
eliminate(TeCascadeExact *k, const int *nodes, int m)
{
	for (int i = 0; i < m; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!take_out(k, i, m))
			return false;
	}
	for (int i = m - 1; i >= 0; i--)
	{
		const long double *row = k->share + (Size) i * m;
		long double sum = k->outer[i];

		for (int j = i + 1; j < m; j++)
			sum += row[j] * k->outer[j];
		k->outer[i] = sum / k->leaves[i];
		k->loss[nodes[i]] = (double) k->outer[i];
	}
	k->error += 4.0 * m * DBL_EPSILON + (double) m * m * m * LDBL_EPSILON;
	return true;
}

/* The losses of the chosen groups, loop by loop; false when one is too large or leads nowhere. */
static bool
evaluate(const TeCascadeSide *side, const TeCascadeRows *rows, TeCascadeExact *k)
{
	int			m;

	k->error = 0;
	for (int first = 0; first < rows->nmembers; first += m)
	{
		for (m = 1; !rows->last[first + m - 1]; m++);
		if (m > LARGEST_LOOP)
			return false;
		fill(side, rows->members + first, m, k);
		if (!eliminate(k, rows->members + first, m))
			return false;
	}
	return true;
}

/*
 * Chooses for each node the group that first brings it a loss, followed from those
 * with a shock: so every choice leads to one of these.
 */
static void
choose_first(const TeCascade *c, int side, const double *shock, TeCascadeExact *k)
{
	const TeCascadeSide *s = &c->side[side];
	const TeCascadeSide *other = &c->side[1 - side];
	int			count = 0;

	for (int v = 0; v < c->n; v++)
	{
		k->loss[v] = shock[v];
		k->choice[v] = TE_CASCADE_NO_GROUP;
		if (shock[v] > 0)
			k->reached[count++] = v;
	}
	for (int i = 0; i < count; i++)
	{
		int			w = k->reached[i];
		int			end = other->edge_start[other->group_start[w + 1]];

		TE_CHECK_EVERY(i);
		for (int e = other->edge_start[other->group_start[w]]; e < end; e++)
		{
			int			v = other->partner[e];

			if (shock[v] > 0 || k->choice[v] != TE_CASCADE_NO_GROUP)
				continue;
			k->choice[v] = te_cascade_group_with(s, v, w);
			if (k->choice[v] != TE_CASCADE_NO_GROUP)
				k->reached[count++] = v;
		}
	}
}

/* Difference of losses, relative, below which they may be the same. */
static double
doubt(const TeCascadeExact *k)
{
	return 3 * k->error + 64 * DBL_EPSILON;
}

/*
 * Chooses the group of node v that brings most, if that is more than its loss
 * beyond doubt; true when it did.  Sets "near" when another may bring more.
 */
static bool
choose_best(const TeCascadeSide *side, int v, TeCascadeExact *k, bool *near)
{
	double		most = k->loss[v] * (1 + doubt(k));
	int			best = TE_CASCADE_NO_GROUP;

	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		double		sum = te_cascade_group_loss(side, k->loss, g);

		if (sum > most)
		{
			most = sum;
			best = g;
		}
		else if (g != k->choice[v] && sum > 0 && sum >= k->loss[v] * (1 - doubt(k)))
			*near = true;
	}
	if (best == TE_CASCADE_NO_GROUP)
		return false;
	k->choice[v] = best;
	return true;
}

/*
 * Chooses better groups; true when no better one was found.  "near" tells whether
 * that is in doubt.  A node that lost as much as any can has no better one.
 */
static bool
is_best(const TeCascade *c, const TeCascadeSide *side, double cap, TeCascadeExact *k, bool *near)
{
	bool		best = true;

	*near = false;
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		if (k->loss[v] < cap * (1 - doubt(k)) && choose_best(side, v, k, near))
			best = false;
	}
	return best;
}

double
te_cascade_exact(const TeCascade *c, int side, TeCascadeState *state, TeCascadeRows *rows,
				 TeCascadeExact *k)
{
	TeCascadeNodes all = {NULL, c->n};
	TeCascadeState start = *state;
	int		   *own_choice = rows->choice;
	bool		near = true;
	bool		found = false;

	start.loss = (double *) state->shock;
	choose_first(c, side, state->shock, k);
	rows->choice = k->choice;
	for (int i = 0; i < CHOICES && !found; i++)
	{
		te_cascade_rows_number(c, side, &start, &all, rows);
		if (!evaluate(&c->side[side], rows, k))
			break;
		found = is_best(c, &c->side[side], state->cap, k, &near);
	}
	rows->choice = own_choice;
	rows->stale = true;
	if (!found || near)
		return HUGE_VAL;
	for (int v = 0; v < c->n; v++)
		state->loss[v] = Min(k->loss[v], state->cap);
	return 3 * doubt(k) * state->cap;
}
