/*
 * dynamics_step_start.c
 *	  The dynamic model before its first period: usual production and orders,
 *	  first stocks, and what the options make of them.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "propagation/dynamics_step.h"

#define SMALL_INPUT 1e-5		/* boario: inputs below this share of output
								 * do not limit */

/* Places for what is kept by group of inputs. */
static void
make_groups(TeDynamics *d)
{
	int			ngroups = d->inputs->ngroups;

	d->need = te_vector(ngroups);
	d->stock = te_vector(ngroups);
	d->factor = te_vector(ngroups);
	d->goal_periods = te_vector(ngroups);
	d->limits = palloc0((Size) ngroups + 1);
	if (d->o->boario)
	{
		d->delivered = te_vector(ngroups);
		d->next_weight = te_vector(ngroups);
		return;
	}
	d->restock_periods = te_vector(ngroups);
	d->at_once = palloc0((Size) ngroups + 1);
	d->short_group = palloc(sizeof(int) * ((Size) ngroups + 1));
}

/* Is the product of group g always there? */
static bool
is_endless(const TeDynamics *d, int g)
{
	return d->economy->endless != NULL && d->economy->endless[d->inputs->product[g]];
}

/*
 * Group g of user j in the model's own way: what is not stored for a period is
 * ordered when it is needed, and a gap is filled in no more time than the stock lasts.
 */
static void
start_own(TeDynamics *d, int j, int g, double bought)
{
	int			product = d->inputs->product[g];
	double		periods = d->economy->stock_periods[product];

	if (d->economy->extra_periods != NULL)
		periods += d->economy->extra_periods[j];
	d->limits[g] = d->economy->limiting[product];
	if (is_endless(d, g))
	{
		d->limits[g] = false;
		periods = 0;
	}
	d->goal_periods[g] = periods;
	d->restock_periods[g] = Max(1, Min(periods, d->economy->restock_periods[product]));
	d->at_once[g] = periods < 1 && (d->economy->lead == NULL || d->economy->lead[product] == 0);
	d->any_at_once |= d->at_once[g];
}

/* The same in boario's: it compares a year's purchase with a period's production. */
static void
start_boario(TeDynamics *d, int j, int g, double bought)
{
	double		periods = d->economy->stock_periods[d->inputs->product[g]];

	d->limits[g] = bought > d->usual[j] * SMALL_INPUT && !is_endless(d, g);
	d->goal_periods[g] = periods <= 1 ? 2 : periods;
}

/* Input coefficients and first stocks. */
static void
start_groups(TeDynamics *d)
{
	const TeInputs *in = d->inputs;

	make_groups(d);
	for (int j = 0; j < d->n; j++)
	{
		TE_CHECK_EVERY(j);
		for (int g = in->group_start[j]; g < in->group_start[j + 1]; g++)
		{
			double		bought = 0;

			for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
				bought += in->amount[k];
			if (d->o->boario)
				start_boario(d, j, g, bought);
			else
				start_own(d, j, g, bought);

			/*
			 * stocks of less than float8 tells from none would limit by
			 * rounding
			 */
			if (d->usual[j] > 0 && bought * d->per_period >= DBL_MIN)
				d->need[g] = bought * d->per_period / d->usual[j];
			d->stock[g] = d->need[g] * d->usual[j] * d->goal_periods[g];
			d->factor[g] = 1;
		}
	}
}

static void
start_nodes(TeDynamics *d)
{
	double	  **vectors[] = {&d->usual, &d->usual_final, &d->final, &d->waiting, &d->orders,
		&d->next_orders, &d->demand, &d->left, &d->spare, &d->capacity, &d->wanted,
		&d->production, &d->unmet, &d->serves, &d->pull, &d->next_pull, &d->delivered_users,
	&d->received, &d->used, &d->in_stock, &d->fall, &d->fall_before};

	for (int i = 0; i < lengthof(vectors); i++)
		*vectors[i] = te_vector(d->n);
	d->bottleneck = palloc(sizeof(int) * ((Size) d->n + 1));
	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		d->usual[v] = d->economy->output[v] * d->per_period;
		d->usual_final[v] = d->economy->final_demand[v] * d->per_period;
		d->production[v] = d->usual[v];
		d->demand[v] = d->usual[v];
		d->spare[v] = d->pull[v] = d->next_pull[v] = 1;
	}
}

/* The usual orders, but for what is ordered when it is needed. */
static void
start_orders(TeDynamics *d)
{
	const TeInputs *in = d->inputs;

	for (int g = 0; g < in->ngroups; g++)
	{
		TE_CHECK_EVERY(g);
		for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
			if (d->at_once == NULL || !d->at_once[g])
				d->orders[in->supplier[k]] += in->amount[k] * d->per_period *
					(d->flow != NULL ? d->flow[k] : 1);
	}
}

/* What is on its way, for products that take time to arrive. */
static void
start_transit(TeDynamics *d)
{
	const TeInputs *in = d->inputs;

	d->lead = palloc0(sizeof(int) * ((Size) in->ngroups + 1));
	d->on_way = palloc0(sizeof(double *) * ((Size) in->ngroups + 1));
	d->in_transit = te_vector(in->ngroups);
	for (int j = 0; j < d->n; j++)
		for (int g = in->group_start[j]; g < in->group_start[j + 1]; g++)
		{
			double		usual = d->need[g] * d->usual[j];

			TE_CHECK_EVERY(g);
			d->lead[g] = is_endless(d, g) ? 0 : d->economy->lead[in->product[g]];
			if (d->lead[g] == 0)
				continue;
			d->on_way[g] = te_vector(d->lead[g]);
			for (int t = 0; t < d->lead[g]; t++)
				d->on_way[g][t] = usual;
			d->in_transit[g] = usual * d->lead[g];
		}
}

/* The usual amount of place "k" in by_size: an edge, or -1 − v for v's final demand. */
static double
customer_size(const TeDynamics *d, int k)
{
	return k < 0 ? d->usual_final[-1 - k] : d->inputs->amount[k] * d->per_period;
}

static int
compare_size(const void *a, const void *b, void *arg)
{
	int			ka = *(const int *) a;
	int			kb = *(const int *) b;
	double		sa = customer_size(arg, ka);
	double		sb = customer_size(arg, kb);

	CHECK_FOR_INTERRUPTS();
	if (sa != sb)
		return sa > sb ? -1 : 1;
	return ka < kb ? -1 : ka > kb;
}

/* Orders the customers of every supplier by size. */
static void
start_largest_first(TeDynamics *d)
{
	const TeInputs *in = d->inputs;
	Size		places = (Size) in->nedges + d->n;

	d->edge_serves = te_vector(in->nedges);
	d->edge_group = palloc(sizeof(int) * ((Size) in->nedges + 1));
	d->by_size = palloc(sizeof(int) * (places + 1));
	d->by_size_start = palloc0(sizeof(int) * ((Size) d->n + 2));
	for (int g = 0; g < in->ngroups; g++)
	{
		TE_CHECK_EVERY(g);
		for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
			d->edge_group[k] = g;
	}
	for (int v = 0; v < d->n; v++)
		d->by_size_start[v + 1] = 1;
	for (int k = 0; k < in->nedges; k++)
	{
		TE_CHECK_EVERY(k);
		d->by_size_start[in->supplier[k] + 1]++;
	}
	for (int v = 0; v < d->n; v++)
		d->by_size_start[v + 1] += d->by_size_start[v];
	for (int v = 0; v < d->n; v++)
		d->by_size[d->by_size_start[v]++] = -1 - v;
	for (int k = 0; k < in->nedges; k++)
	{
		TE_CHECK_EVERY(k);
		d->edge_serves[k] = 1;
		d->by_size[d->by_size_start[in->supplier[k]]++] = k;
	}
	for (int v = d->n; v > 0; v--)
		d->by_size_start[v] = d->by_size_start[v - 1];
	d->by_size_start[0] = 0;
	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		qsort_arg(d->by_size + d->by_size_start[v], d->by_size_start[v + 1] - d->by_size_start[v],
				  sizeof(int), compare_size, d);
	}
}

void
te_dynamics_start(TeDynamics *d)
{
	start_nodes(d);
	start_groups(d);
	start_orders(d);
	if (d->economy->lead != NULL)
		start_transit(d);
	if (d->o->rationing == TE_RATION_LARGEST_FIRST)
		start_largest_first(d);
	te_dynamics_find_runs(d);
}
