/*
 * dynamics_step.h
 *	  The state of the dynamic model while it runs, for the files that run it.
 *
 * Orders are never stored: an order of user j for product p splits over the
 * suppliers of p as its usual purchases do (times the suppliers' capacity with
 * alternative orders), so one number for each group of inputs stands for all
 * its orders.
 */
#ifndef TRADE_EXPOSURE_DYNAMICS_STEP_H
#define TRADE_EXPOSURE_DYNAMICS_STEP_H

#include "propagation/dynamics.h"
#include "propagation/edges.h"

#define TE_NO_SCARCITY 1e-12	/* shortfall that is rounding */

typedef struct TeDynamics
{
	const TeEconomy *economy;
	const TeInputs *inputs;
	const TeDynamicsOptions *o;
	int			n;
	/* by node, amounts a period */
	double	   *usual;			/* production before the shock */
	double	   *usual_final;	/* final demand before the shock */
	double	   *final;			/* final demand now */
	double	   *waiting;		/* final demand that waits from before */
	double	   *orders;			/* Σ orders of users */
	double	   *next_orders;	/* those for the next period */
	double	   *demand;			/* orders + final */
	double	   *left;			/* share of capacity left by the shocks, 0..1 */
	double	   *spare;			/* overproduction: multiple of usual capacity */
	double	   *capacity;
	double	   *wanted;			/* min(demand, capacity) */
	double	   *production;
	double	   *unmet;
	double	   *serves;			/* share of users' orders delivered; times
								 * pull: see delivered */
	double	   *pull;			/* weight of a supplier when orders are split;
								 * 1 without alternatives */
	double	   *next_pull;		/* the same for the orders placed now */
	double	   *delivered_users;	/* sales to users in this period */
	double	   *received;		/* inputs received */
	double	   *used;			/* inputs used up */
	double	   *in_stock;		/* inputs in stock at the end */
	double	   *fall;			/* by how much its production fell in the last
								 * sweep, */
	double	   *fall_before;	/* and in the one before */
	int		   *bottleneck;
	/* by group of inputs */
	double	   *need;			/* input for one unit of production */
	double	   *stock;
	double	   *factor;			/* orders of a group = usual purchase × pull ×
								 * factor */
	double	   *delivered;		/* in this period; boario only */
	double	   *next_weight;	/* Σ usual purchase × next_pull; boario only */
	bool	   *limits;			/* production suffers without it */
	double	   *goal_periods;	/* stock aimed at, in periods of use */
	/* by group, only in the model's own way */
	double	   *restock_periods;	/* in which a gap is filled */
	bool	   *at_once;		/* not stored for a period: ordered when it is
								 * needed */
	bool		any_at_once;
	int		   *lead;			/* periods on the way; NULL: none */
	double	  **on_way;			/* what arrives when: lead places, by period
								 * modulo lead */
	double	   *in_transit;		/* Σ on_way */
	int		   *short_group;	/* groups with less in stock than is needed
								 * today, by user */
	int			nshort;
	/* only where shocks act on flows; by edge */
	double	   *flow;			/* share of the usual flow that is let through
								 * at most */
	double	   *next_flow;		/* the same in the next period */
	/* only where the largest customers are served first */
	int		   *edge_group;		/* group of an edge */
	int		   *by_size;		/* edges of each supplier, largest first; n +
								 * nedges places */
	int		   *by_size_start;	/* where a supplier's begin; its final demand
								 * counts as edge -1 */
	double	   *edge_serves;	/* share of an edge's order delivered */

	/*
	 * only where groups buy of all nodes of a product; by place: nodes by
	 * product
	 */
	int		   *place;			/* of a node */
	int		   *run;			/* by group: place of its first supplier,
								 * those of the others follow; -1: they do
								 * not.  NULL: there are no such groups */
	TeTwo	   *run_weight;		/* serves and next_pull of the node */
	double	   *run_orders;		/* next_orders by place, while there are runs */
	/* of the user at hand, by its groups */
	double	   *got;			/* what a group receives of its orders */
	double	   *weight;			/* Σ usual purchase × next_pull */
	int			overdrawn;		/* boario: node that used more of an input
								 * than there was, or -1 … */
	int			overdrawn_product;	/* … and of which */
	double		per_period;		/* amounts a year → a period */
	int			period;			/* 0 .. */
} TeDynamics;

/* Usual production, orders and stocks. */
extern void te_dynamics_start(TeDynamics *d);

/*
 * Is more ordered of a flow that is held back than the part of its usual amount that
 * is left?  That comes, however much is ordered.
 */
static inline bool
te_dynamics_is_bound(double factor, double left, double pull)
{
	return left < 1 && left < factor * pull;
}

/*
 * The factor of group g's orders where flows are held back; with alternative orders
 * the other suppliers are asked for what does not come.
 */
extern double te_dynamics_flow_factor(const TeDynamics *d, int g, double orders,
									  const double *flow, const double *pull);

/*
 * What group g receives of its orders in this period; "*pull" gets the weight of
 * its suppliers for the next orders, Σ usual purchase × pull.
 */
static inline double
te_dynamics_delivery(const TeDynamics *d, int g, double *pull)
{
	const TeInputs *in = d->inputs;
	double		sent = 0;
	double		bound = 0;
	double		pulled = 0;

	for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
	{
		int			i = in->supplier[k];
		double		serves = d->edge_serves != NULL ? d->pull[i] * d->edge_serves[k] : d->serves[i];

		pulled += in->amount[k] * d->next_pull[i];
		if (unlikely(d->flow != NULL) &&
			te_dynamics_is_bound(d->factor[g], d->flow[k], d->pull[i]))
			bound += in->amount[k] * serves * (d->flow[k] / d->pull[i]);
		else
			sent += in->amount[k] * serves;
	}
	*pull = pulled;
	return sent * d->per_period * d->factor[g] + bound * d->per_period;
}

/* Adds group g's orders to those of its suppliers, by place: a run, or one by one. */
static inline void
te_dynamics_order_placed(TeDynamics *d, int g, double scale)
{
	const double *amount = d->inputs->amount;
	const int  *start = d->inputs->edge_start + g;

	if (d->run[g] >= 0)
		te_run_add(d->run_orders + d->run[g], amount + start[0], scale, start[1] - start[0]);
	else
		for (int k = start[0]; k < start[1]; k++)
			d->run_orders[d->place[d->inputs->supplier[k]]] += amount[k] * scale;
}

/*
 * Splits group g's new orders over its suppliers, whose weights add up to "pull".
 * Each supplier's own weight comes in at the end of the period.
 */
static inline void
te_dynamics_order(TeDynamics *d, int g, double orders, double pull)
{
	const TeInputs *in = d->inputs;
	double		usual = pull * d->per_period;
	double		scale;

	d->factor[g] = usual > 0 ? orders / usual : 0;
	if (unlikely(d->next_flow != NULL))
		d->factor[g] = te_dynamics_flow_factor(d, g, orders, d->next_flow, d->next_pull);
	scale = d->factor[g] * d->per_period;
	if (d->run != NULL)
		te_dynamics_order_placed(d, g, scale);
	else if (unlikely(d->next_flow != NULL))
		for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
		{
			double		weight = d->next_pull[in->supplier[k]];

			d->next_orders[in->supplier[k]] += in->amount[k] *
				(te_dynamics_is_bound(d->factor[g], d->next_flow[k], weight) ?
				 d->next_flow[k] / weight * d->per_period : scale);
		}
	else
		for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
			d->next_orders[in->supplier[k]] += in->amount[k] * scale;
}

/* Adds what user v received and used of group g, and has in stock, to the period's figures. */
static inline void
te_dynamics_count(TeDynamics *d, int v, int g, double got, double used)
{
	d->received[v] += got;
	d->used[v] += used;
	d->in_stock[v] += d->stock[g];
}

/* Finds the groups that buy of all nodes of a product. */
extern void te_dynamics_find_runs(TeDynamics *d);

/* Takes over what suppliers deliver in this period; no orders for the next one yet. */
extern void te_dynamics_start_runs(TeDynamics *d);

/* Hands the orders over to next_orders. */
extern void te_dynamics_end_runs(TeDynamics *d);

/*
 * What each group of user v receives of its orders in this period, and the weight
 * of its suppliers for the next: te_dynamics_delivery for all of them.
 */
extern void te_dynamics_deliver(const TeDynamics *d, int v, double *got, double *weight);

/* Shares out what node v made: serves, delivered_users and unmet. */
extern void te_dynamics_ration(TeDynamics *d, int v);

/* Production as far as capacity, orders, stocks and today's deliveries allow, shared out. */
extern void te_dynamics_produce(TeDynamics *d);

/* Today's orders for what is not stored. */
extern void te_dynamics_order_at_once(TeDynamics *d);

/* Deliveries, stocks and next orders of every user. */
extern void te_dynamics_restock(TeDynamics *d);

/* The same steps as BoARIO has them. */
extern void te_dynamics_produce_boario(TeDynamics *d);
extern void te_dynamics_restock_boario(TeDynamics *d);

#endif							/* TRADE_EXPOSURE_DYNAMICS_STEP_H */
