/*
 * dynamics_step_own.c
 *	  Production and orders in the model's own way: stock is used until it is
 *	  gone, and what is made in a period can be used in it.
 *
 * Who has less in stock than the period takes depends on today's deliveries,
 * those on their makers, and so on.  Production is the largest that all of these
 * allow: it starts from what everybody wants and falls until nothing changes.
 *
 * Orders follow the demand for what a user sells, not what it made: who stands
 * still for want of one input goes on ordering as long as its stock of the
 * others is not full, and is ready on the day on which the missing one comes.
 * What is not stored for a period is ordered when it is needed, so that orders
 * and needs agree on every way round: a loop without stocks makes the share that
 * its scarcest node makes, and is back when that node is.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "propagation/dynamics_step.h"

#define MAX_SWEEPS 1000			/* through those short of an input; what is
								 * left then is far below rounding unless
								 * losses circle with hardly a leak */
#define SETTLED 1e-14			/* change of production, as a share, that ends
								 * the sweeps */
#define LEAP 16					/* sweeps after which what is still to come is
								 * taken ahead */
#define LEAP_SHARE 0.9			/* of it: what changes by shrinking shares is
								 * never passed */
#define MAX_DEMAND 10.0			/* orders follow demand up to this multiple of
								 * usual production */

/* ---- production ---- */

/* What group g takes to make all that user v wants; with psi, a part of the usual stock. */
static inline double
needed(const TeDynamics *d, int v, int g)
{
	return d->need[g] * d->wanted[v] * Max(d->goal_periods[g] * d->o->psi, 1);
}

/* What group g gets in this period. */
static double
arriving(const TeDynamics *d, int g)
{
	double		pull;

	if (d->lead != NULL && d->lead[g] > 0)
		return d->on_way[g][d->period % d->lead[g]];
	return te_dynamics_delivery(d, g, &pull);
}

/* Notes the groups of user v whose stock alone does not do. */
static void
note_short(TeDynamics *d, int v)
{
	for (int g = d->inputs->group_start[v]; g < d->inputs->group_start[v + 1]; g++)
		if (d->limits[g] && d->stock[g] < needed(d, v, g) * (1 - TE_NO_SCARCITY))
			d->short_group[d->nshort++] = g;
}

/* Lowers what user v makes to what its inputs allow, and shares that out; by how much. */
static double
limit_user(TeDynamics *d, int v, const int *group, const int *end)
{
	double		share = 1;
	double		before = d->production[v];

	for (; group < end; group++)
	{
		double		most = needed(d, v, *group);
		double		has = d->stock[*group] + arriving(d, *group);

		if (has < most * share * (1 - TE_NO_SCARCITY))
		{
			share = has / most;
			if (d->wanted[v] * share < before)
				d->bottleneck[v] = d->inputs->product[*group];
		}
	}
	d->fall_before[v] = d->fall[v];
	d->fall[v] = Max(before - d->wanted[v] * share, 0);
	if (d->fall[v] == 0)
		return 0;
	d->production[v] = d->wanted[v] * share;
	te_dynamics_ration(d, v);
	return d->fall[v] / d->wanted[v];
}

/* Takes most of what user v will still fall by, when its falls shrink steadily. */
static void
leap(TeDynamics *d, int v)
{
	double		fall = d->fall[v];
	double		before = d->fall_before[v];

	if (!(fall > 0 && fall < before))
		return;
	d->production[v] = Max(d->production[v] - LEAP_SHARE * fall * fall / (before - fall), 0);
	te_dynamics_ration(d, v);
}

/* Goes through all that are short of something until nothing changes. */
static void
settle(TeDynamics *d)
{
	double		change = 1;

	for (int sweep = 0; sweep < MAX_SWEEPS && change > SETTLED; sweep++)
	{
		int			v = 0;

		CHECK_FOR_INTERRUPTS();
		change = 0;
		for (int i = 0; i < d->nshort;)
		{
			int			first = i;
			double		fell;

			while (d->short_group[i] >= d->inputs->group_start[v + 1])
				v++;
			while (i < d->nshort && d->short_group[i] < d->inputs->group_start[v + 1])
				i++;
			fell = limit_user(d, v, d->short_group + first, d->short_group + i);
			change = Max(change, fell);
			if (sweep % LEAP == LEAP - 1)
				leap(d, v);
		}
	}
}

void
te_dynamics_produce(TeDynamics *d)
{
	d->nshort = 0;
	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		d->bottleneck[v] = -1;
		d->production[v] = d->wanted[v];
		note_short(d, v);
		te_dynamics_ration(d, v);
	}
	if (d->nshort > 0)
		settle(d);
}

/* ---- orders ---- */

/* Orders of user v for group g: what its demand takes, and a part of what the stock lacks. */
static inline double
wanted_input(const TeDynamics *d, int v, int g)
{
	double		usual = d->need[g] * d->usual[v];
	double		use = d->need[g] * Min(d->demand[v], d->usual[v] * MAX_DEMAND);
	double		goal = usual * d->goal_periods[g];
	double		gap = goal - d->stock[g];

	if (unlikely(d->lead != NULL))
		gap += usual * d->lead[g] - d->in_transit[g];
	if (fabs(gap) <= goal * TE_NO_SCARCITY)
		return use;
	return gap > 0 ? use + gap / d->restock_periods[g] : Max(use + gap, 0);
}

/* What all suppliers of group g are asked for at a factor of 1, a year. */
static double
order_weight(const TeDynamics *d, int g, const double *pull)
{
	const TeInputs *in = d->inputs;
	double		weight = 0;

	for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
		weight += in->amount[k] * pull[in->supplier[k]];
	return weight;
}

double
te_dynamics_flow_factor(const TeDynamics *d, int g, double orders, const double *flow,
						const double *pull)
{
	const TeInputs *in = d->inputs;
	double		weight = order_weight(d, g, pull);
	double		all = orders / d->per_period;
	double		factor = weight > 0 ? orders / (weight * d->per_period) : 0;
	double		before = 0;

	/*
	 * flows whose bound is reached stay there, and the others bear more:
	 * until no other is
	 */
	while (d->o->alternative)
	{
		double		bound = 0;
		double		open = 0;

		for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
		{
			double		most = pull[in->supplier[k]];

			if (te_dynamics_is_bound(factor, flow[k], most))
				bound += in->amount[k] * flow[k];
			else
				open += in->amount[k] * most;
		}
		if (open == before || !(open > 0) || open == weight)
			break;
		before = open;
		factor = Max((all - bound) / open, factor);
	}
	return factor;
}

/* Places today's order of user v for group g, adding it to "orders". */
static void
order_now(TeDynamics *d, int v, int g, double *orders)
{
	const TeInputs *in = d->inputs;
	double		weight = order_weight(d, g, d->pull) * d->per_period;
	double		wanted = wanted_input(d, v, g);

	d->factor[g] = weight > 0 ? wanted / weight : 0;
	if (unlikely(d->flow != NULL))
		d->factor[g] = te_dynamics_flow_factor(d, g, wanted, d->flow, d->pull);
	for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
	{
		double		pull = d->pull[in->supplier[k]];

		if (d->flow != NULL && te_dynamics_is_bound(d->factor[g], d->flow[k], pull))
			orders[in->supplier[k]] += in->amount[k] * (d->flow[k] * d->per_period);
		else
			orders[in->supplier[k]] += in->amount[k] * pull * (d->factor[g] * d->per_period);
	}
}

/* Sets demand from all orders; how much it changed, as a share of usual production. */
static double
take_demand(TeDynamics *d, const double *orders)
{
	double		change = 0;

	for (int v = 0; v < d->n; v++)
	{
		double		demand = d->orders[v] + orders[v] + d->final[v];

		if (d->usual[v] > 0)
			change = Max(change, fabs(demand - d->demand[v]) / d->usual[v]);
		d->demand[v] = demand;
	}
	return change;
}

/*
 * Orders of a day follow that day's demand, which they make: so again and again
 * from yesterday's demand, until nothing changes.
 */
void
te_dynamics_order_at_once(TeDynamics *d)
{
	const TeInputs *in = d->inputs;
	double	   *orders = d->next_orders;	/* free until the day's end */
	double		change = 1;

	for (int round = 0; round < MAX_SWEEPS && change > SETTLED; round++)
	{
		CHECK_FOR_INTERRUPTS();
		memset(orders, 0, sizeof(double) * (Size) d->n);
		for (int v = 0; v < d->n; v++)
			for (int g = in->group_start[v]; g < in->group_start[v + 1]; g++)
				if (d->at_once[g])
					order_now(d, v, g, orders);
		change = take_demand(d, orders);
	}
	for (int v = 0; v < d->n; v++)
		d->orders[v] += orders[v];
}

/* ---- stocks ---- */

/* Puts on the way what was sent to group g today; what arrives. */
static double
swap_arrival(TeDynamics *d, int g, double sent)
{
	double	   *place = &d->on_way[g][d->period % d->lead[g]];
	double		got = *place;

	*place = sent;
	d->in_transit[g] += sent - got;
	return got;
}

/* What group g, the user's i-th, receives, as te_dynamics_deliver found it if there are runs. */
static inline double
delivered(const TeDynamics *d, int g, int i, double *weight)
{
	if (d->run == NULL)
		return te_dynamics_delivery(d, g, weight);
	*weight = d->weight[i];
	return d->got[i];
}

void
te_dynamics_restock(TeDynamics *d)
{
	const TeInputs *in = d->inputs;

	for (int v = 0; v < d->n; v++)
	{
		int			first = in->group_start[v];

		CHECK_FOR_INTERRUPTS();
		if (d->run != NULL)
			te_dynamics_deliver(d, v, d->got, d->weight);
		for (int g = first; g < in->group_start[v + 1]; g++)
		{
			double		weight;
			double		got = delivered(d, g, g - first, &weight);
			double		used = d->need[g] * d->production[v];
			double		had;

			if (unlikely(d->lead != NULL) && d->lead[g] > 0)
				got = swap_arrival(d, g, got);
			had = d->stock[g] + got;
			/* an input that does not limit may run out, and is done without */
			d->stock[g] = Max(d->stock[g] - used + got, 0);
			te_dynamics_count(d, v, g, got, Min(used, had));
			if (!d->at_once[g])
				te_dynamics_order(d, g, wanted_input(d, v, g), weight);
		}
	}
}
