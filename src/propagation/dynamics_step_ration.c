/*
 * dynamics_step_ration.c
 *	  Who gets what when a node of the dynamic model makes less than it is asked for.
 */
#include "postgres.h"

#include <math.h>

#include "propagation/dynamics_step.h"

#define MIN_PULL 1e-9			/* so that orders go somewhere when every
								 * supplier stands still */

/* Order of the customer in place "k" of by_size of node v. */
static double
customer_order(const TeDynamics *d, int v, int k)
{
	double		factor;

	if (k < 0)
		return d->final[v];
	factor = d->factor[d->edge_group[k]];
	if (d->flow != NULL && te_dynamics_is_bound(factor, d->flow[k], d->pull[v]))
		return d->inputs->amount[k] * d->per_period * d->flow[k];
	return d->inputs->amount[k] * d->per_period * d->pull[v] * factor;
}

/* Its usual order. */
static double
usual_order(const TeDynamics *d, int v, int k)
{
	return k < 0 ? d->usual_final[v] : d->inputs->amount[k] * d->per_period;
}

/*
 * Serves v's customers by size: edge_serves of each, returns what final demand
 * gets.  In the model's own way all usual orders come before what exceeds them:
 * who fills its stock does not keep a small customer from working.
 */
static double
serve_largest_first(TeDynamics *d, int v, bool enough)
{
	double		rest = d->production[v];
	double		final = 0;

	for (int i = d->by_size_start[v]; i < d->by_size_start[v + 1]; i++)
	{
		int			k = d->by_size[i];
		double		order = customer_order(d, v, k);
		double		first = d->o->boario ? order : Min(order, usual_order(d, v, k));
		double		gets = enough ? order : Min(first, rest);

		rest -= gets;
		if (k < 0)
			final = gets;
		else
			d->edge_serves[k] = order > 0 ? gets / order : 1;
	}
	if (enough || d->o->boario)
		return final;
	for (int i = d->by_size_start[v]; i < d->by_size_start[v + 1] && rest > 0; i++)
	{
		int			k = d->by_size[i];
		double		order = customer_order(d, v, k);
		double		gets = Min(Max(order - usual_order(d, v, k), 0), rest);

		rest -= gets;
		if (k < 0)
			final += gets;
		else if (order > 0)
			d->edge_serves[k] += gets / order;
	}
	return final;
}

/*
 * Rations what node v produced; sets serves (for users' orders) and unmet.  What is
 * missing by rounding is not missing: who is served last would lack all of it,
 * and what is rounding to a supplier may be much to a small customer.
 */
void
te_dynamics_ration(TeDynamics *d, int v)
{
	double		made = d->production[v];
	double		orders = d->orders[v];
	bool		enough = made >= d->demand[v] * (1 - TE_NO_SCARCITY);
	double		to_final;

	switch (d->o->rationing)
	{
		case TE_RATION_INDUSTRY_FIRST:
			to_final = Max(made - orders, 0);
			break;
		case TE_RATION_FINAL_FIRST:
			to_final = Min(made, d->final[v]);
			break;
		case TE_RATION_LARGEST_FIRST:
			to_final = serve_largest_first(d, v, enough);
			break;
		default:
			to_final = d->demand[v] != 0 ? d->final[v] * (made / d->demand[v]) : 0;
			break;
	}
	to_final = enough ? d->final[v] : Min(to_final, d->final[v]);
	d->unmet[v] = d->final[v] - to_final;
	d->serves[v] = orders > 0 ? (made - to_final) / orders : 0;
	if (enough)
		d->serves[v] = 1;
	else if (d->o->rationing == TE_RATION_PROPORTIONAL)
		d->serves[v] = made / d->demand[v];
	d->delivered_users[v] = orders * d->serves[v];
	d->serves[v] *= d->pull[v];
	d->next_pull[v] = d->o->alternative && d->usual[v] > 0 ?
		Max(d->capacity[v] / d->usual[v], d->o->boario ? 0 : MIN_PULL) : 1;
}
