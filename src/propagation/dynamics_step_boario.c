/*
 * dynamics_step_boario.c
 *	  Production and orders as the Python package BoARIO has them.
 *
 * Stock counts against a share of its goal, orders follow what was used, and a
 * user that stood still orders little: with stocks of a few periods this can
 * keep a linked economy down for good.  The model's own way (dynamics_step_own.c)
 * has none of that.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "propagation/dynamics_step.h"

#define SAME_ABSOLUTE 1e-8		/* differences that it takes for equal, */
#define SAME_RELATIVE 1e-5		/* absolute and relative */

/* Is the product of group g always there? */
static bool
is_endless(const TeDynamics *d, int g)
{
	return d->economy->endless != NULL && d->economy->endless[d->inputs->product[g]];
}

/* Production as far as capacity, orders and stocks allow. */
void
te_dynamics_produce_boario(TeDynamics *d)
{
	const TeInputs *in = d->inputs;

	for (int v = 0; v < d->n; v++)
	{
		double		share = 1;

		TE_CHECK_EVERY(v);
		d->bottleneck[v] = -1;
		for (int g = in->group_start[v]; g < in->group_start[v + 1]; g++)
		{
			double		periods = d->goal_periods[g] * d->o->psi;
			double		needed = d->need[g] * d->wanted[v] * periods;

			if (d->limits[g] && d->stock[g] < needed * share * (1 - TE_NO_SCARCITY))
			{
				share = d->stock[g] / needed;
				d->bottleneck[v] = in->product[g];
			}
		}
		d->production[v] = d->wanted[v] * share;
	}
}

/* Stock that user v aims at for group g. */
static inline double
goal(const TeDynamics *d, int v, int g)
{
	return d->need[g] * d->wanted[v] * d->goal_periods[g];
}

/*
 * The stock of group g of user v after a step is at least none.  Where psi times the
 * stock aimed at is less than what a period uses, the model uses what is not there:
 * that is noted, for the package ends in an error then, too.
 */
static void
check_stock(TeDynamics *d, int v, int g)
{
	double		rounding = (d->delivered[g] + d->need[g] * d->production[v]) * TE_NO_SCARCITY;

	if (d->stock[g] >= 0)
		return;
	if (d->limits[g] && d->stock[g] < -rounding)
	{
		d->overdrawn = v;
		d->overdrawn_product = d->inputs->product[g];
	}
	d->stock[g] = 0;
}

/* |a − b| within the tolerances within which boario takes numbers to be equal. */
static bool
same(double a, double b)
{
	return fabs(a - b) <= SAME_ABSOLUTE + SAME_RELATIVE * fabs(b);
}

/*
 * The same as boario does it: stocks stay as they are when no delivery anywhere
 * differs from what is used, and gaps are 0 when no stock differs from its goal.
 */
void
te_dynamics_restock_boario(TeDynamics *d)
{
	const TeInputs *in = d->inputs;
	bool		still = true;
	bool		full = true;

	for (int v = 0; v < d->n; v++)
	{
		int			first = in->group_start[v];

		CHECK_FOR_INTERRUPTS();
		te_dynamics_deliver(d, v, d->delivered + first, d->next_weight + first);
		for (int g = first; g < in->group_start[v + 1]; g++)
			still &= same(d->delivered[g], d->need[g] * d->production[v]);
	}
	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		for (int g = in->group_start[v]; g < in->group_start[v + 1]; g++)
		{
			if (is_endless(d, g))
				continue;
			if (!still)
			{
				d->stock[g] += d->delivered[g] - d->need[g] * d->production[v];
				check_stock(d, v, g);
			}
			full &= same(d->stock[g], goal(d, v, g));
		}
	}
	for (int v = 0; v < d->n; v++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int g = in->group_start[v]; g < in->group_start[v + 1]; g++)
		{
			double		gap = full || is_endless(d, g) ? 0 : Max(goal(d, v, g) - d->stock[g], 0);

			te_dynamics_order(d, g, gap / d->o->restock + d->need[g] * d->production[v],
							  d->next_weight[g]);
			te_dynamics_count(d, v, g, d->delivered[g], d->need[g] * d->production[v]);
		}
	}
}
