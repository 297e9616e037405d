/*
 * dynamics_step_runs.c
 *	  Deliveries of the dynamic model where users buy of all nodes of a product,
 *	  as in an input–output table of countries by sectors.
 *
 * Such a group's suppliers lie one after the other when nodes are in the order
 * of their products: a run.  Its sums are then products of two vectors, without
 * the suppliers' numbers, and those of several groups are made side by side,
 * since each alone waits for its last addition.  Every sum is made in the order
 * of the suppliers, as te_dynamics_delivery makes it.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "propagation/dynamics_step.h"

#define SHORTEST_RUN 4			/* suppliers from which a run is worth it */
#define ABREAST 4				/* groups whose sums are made side by side */
#define AHEAD 1024				/* amounts that are fetched from memory before
								 * they are needed */

/* Suppliers of group g. */
static inline int
group_size(const TeDynamics *d, int g)
{
	return d->inputs->edge_start[g + 1] - d->inputs->edge_start[g];
}

/* Place of group g's first supplier when the others' follow it, or -1. */
static int
run_of(const TeDynamics *d, const int *place, int g)
{
	const int  *supplier = d->inputs->supplier + d->inputs->edge_start[g];
	int			n = group_size(d, g);
	int			first = place[supplier[0]];

	return n >= SHORTEST_RUN && place[supplier[n - 1]] - first == n - 1 ? first : -1;
}

/* Room for one user's groups. */
static void
make_room(TeDynamics *d)
{
	const int  *start = d->inputs->group_start;
	int			most = 0;

	for (int v = 0; v < d->n; v++)
		most = Max(most, start[v + 1] - start[v]);
	d->got = te_vector(most);
	d->weight = te_vector(most);
}

void
te_dynamics_find_runs(TeDynamics *d)
{
	int		   *place;
	int		   *by_product;
	int		   *run;
	int			in_runs = 0;

	make_room(d);
	/* shares of single flows and customers need every edge by itself */
	if (d->flow != NULL || d->edge_serves != NULL)
		return;
	by_product = te_inputs_by_product(d->inputs);
	place = palloc(sizeof(int) * ((Size) d->n + 1));
	run = te_alloc(sizeof(int) * ((Size) d->inputs->ngroups + 1));
	for (int p = 0; p < d->n; p++)
		place[by_product[p]] = p;
	pfree(by_product);
	for (int g = 0; g < d->inputs->ngroups; g++)
	{
		TE_CHECK_EVERY(g);
		run[g] = run_of(d, place, g);
		in_runs += run[g] >= 0 ? group_size(d, g) : 0;
	}
	/* where most purchases are single ones, places only cost */
	if (in_runs < d->inputs->nedges / 2 + 1)
	{
		pfree(run);
		pfree(place);
		return;
	}
	d->run = run;
	d->place = place;
	d->run_weight = te_alloc(sizeof(TeTwo) * ((Size) d->n + 1));
	d->run_orders = te_vector(d->n);
}

void
te_dynamics_start_runs(TeDynamics *d)
{
	if (d->run == NULL)
		return;
	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		d->run_weight[d->place[v]] = (TeTwo) {d->serves[v], d->next_pull[v]};
		d->run_orders[v] = 0;
	}
}

void
te_dynamics_end_runs(TeDynamics *d)
{
	if (d->run == NULL)
		return;
	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		d->next_orders[v] = d->run_orders[d->place[v]];
	}
}

/* A group's sums: of what is sent, and of its suppliers' weights. */
static inline TeTwo
run_sum(const double *amount, const TeTwo *weight, int from, int to, TeTwo sum)
{
	for (int k = from; k < to; k++)
		sum += amount[k] * weight[k];
	return sum;
}

/* Hands over group g's sums. */
static inline void
keep_sum(const TeDynamics *d, int g, TeTwo sum, double *got, double *weight)
{
	*got = sum[0] * d->per_period * d->factor[g];
	*weight = sum[1];
}

/* Are group g and the next ABREAST - 1 ones all runs? */
static inline bool
runs_abreast(const TeDynamics *d, int g, int end)
{
	return end - g >= ABREAST && (d->run[g] | d->run[g + 1] | d->run[g + 2] | d->run[g + 3]) >= 0;
}

/* Sums of the runs g .. g + ABREAST - 1 side by side. */
static void
deliver_abreast(const TeDynamics *d, int g, double *got, double *weight)
{
	const int  *start = d->inputs->edge_start + g;
	const double *a = d->inputs->amount;
	const TeTwo *w = d->run_weight;
	const double *a0 = a + start[0],
			   *a1 = a + start[1],
			   *a2 = a + start[2],
			   *a3 = a + start[3];
	const TeTwo *w0 = w + d->run[g],
			   *w1 = w + d->run[g + 1],
			   *w2 = w + d->run[g + 2],
			   *w3 = w + d->run[g + 3];
	TeTwo		s0 = {0},
				s1 = {0},
				s2 = {0},
				s3 = {0};
	int			n = Min(Min(group_size(d, g), group_size(d, g + 1)),
						Min(group_size(d, g + 2), group_size(d, g + 3)));

	for (int k = 0; k < n; k++)
	{
		/* the amounts lie in a row: those that come after the next groups' */
		__builtin_prefetch(a0 + AHEAD + ABREAST * k);
		s0 += a0[k] * w0[k];
		s1 += a1[k] * w1[k];
		s2 += a2[k] * w2[k];
		s3 += a3[k] * w3[k];
	}
	keep_sum(d, g, run_sum(a0, w0, n, group_size(d, g), s0), got, weight);
	keep_sum(d, g + 1, run_sum(a1, w1, n, group_size(d, g + 1), s1), got + 1, weight + 1);
	keep_sum(d, g + 2, run_sum(a2, w2, n, group_size(d, g + 2), s2), got + 2, weight + 2);
	keep_sum(d, g + 3, run_sum(a3, w3, n, group_size(d, g + 3), s3), got + 3, weight + 3);
}

void
te_dynamics_deliver(const TeDynamics *d, int v, double *got, double *weight)
{
	int			first = d->inputs->group_start[v];
	int			end = d->inputs->group_start[v + 1];

	for (int g = first; g < end;)
	{
		if (d->run != NULL && runs_abreast(d, g, end))
		{
			deliver_abreast(d, g, got + (g - first), weight + (g - first));
			g += ABREAST;
			continue;
		}
		if (d->run != NULL && d->run[g] >= 0)
			keep_sum(d, g, run_sum(d->inputs->amount + d->inputs->edge_start[g],
								   d->run_weight + d->run[g], 0, group_size(d, g), (TeTwo) {0}),
					 got + (g - first), weight + (g - first));
		else
			got[g - first] = te_dynamics_delivery(d, g, &weight[g - first]);
		g++;
	}
}
