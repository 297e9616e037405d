/*
 * dynamics_engine.c
 *	  The adaptive input–output model, period by period.
 *
 * One pass over the network a period works out what is delivered, the stocks, and
 * the next orders of each user while its purchases are in cache.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "propagation/dynamics_step.h"

#define CAPACITY_STEPS 2		/* boario: first steps in which spare capacity
								 * stays as it is */

/* ---- shocks ---- */

/* Adds what shock "s" does in period t to the cuts of capacity and to final demand. */
static void
apply_shock(TeDynamics *d, const TeShock *s, int t, double *capital)
{
	double		size = s->size * te_shock_mean(s, t);

	switch (s->kind)
	{
		case TE_SHOCK_CAPITAL:
			capital[s->node] += size;
			break;
		case TE_SHOCK_CAPACITY:
			d->left[s->node] *= 1 - size;
			break;
		case TE_SHOCK_DEMAND:
			d->final[s->node] *= 1 - size;
			break;
		case TE_SHOCK_REBUILD:
			d->final[s->node] += size / s->duration;
			break;
		case TE_SHOCK_FLOW:
			break;
	}
}

/* The same as boario has it: of several cuts of capacity only the largest counts. */
static void
apply_shock_boario(TeDynamics *d, const TeShock *s, int t, double *capital)
{
	double		size = te_shock_boario(s, t);

	if (s->kind == TE_SHOCK_CAPITAL)
		capital[s->node] += size;
	else if (s->kind == TE_SHOCK_CAPACITY)
		d->left[s->node] = Min(d->left[s->node], 1 - size);
	else
		d->final[s->node] *= 1 - size;
}

/* What the shocks leave of capacity and final demand in period t. */
static void
apply_shocks(TeDynamics *d, const TeShock *shocks, int nshocks, int t)
{
	double	   *capital = d->unmet; /* free until production is known */

	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		capital[v] = 0;
		d->left[v] = 1;
		d->final[v] = d->usual_final[v];
	}
	for (int i = 0; i < nshocks; i++)
	{
		TE_CHECK_EVERY(i);
		if (d->o->boario)
			apply_shock_boario(d, &shocks[i], t, capital);
		else
			apply_shock(d, &shocks[i], t, capital);
	}
	for (int v = 0; v < d->n; v++)
	{
		double		left = 1 - Min(capital[v], 1);

		TE_CHECK_EVERY(v);
		d->left[v] = d->o->boario ? Min(d->left[v], left) : d->left[v] * left;
		d->final[v] += d->waiting[v];
		if (!d->any_at_once)
			d->demand[v] = d->orders[v] + d->final[v];
	}
}

/* What the shocks to flows let through in period t. */
static void
set_flow(const TeDynamics *d, const TeShock *shocks, int nshocks, int t, double *flow)
{
	for (int k = 0; k < d->inputs->nedges; k++)
	{
		TE_CHECK_EVERY(k);
		flow[k] = 1;
	}
	for (int i = 0; i < nshocks; i++)
	{
		TE_CHECK_EVERY(i);
		if (shocks[i].kind == TE_SHOCK_FLOW)
			flow[shocks[i].node] *= 1 - shocks[i].size * te_shock_mean(&shocks[i], t);
	}
}

/* Places for the flows' shares, and those of the first period, when a shock acts on one. */
static void
start_flow(TeDynamics *d, const TeShock *shocks, int nshocks)
{
	bool		any = false;

	for (int i = 0; i < nshocks; i++)
		any |= shocks[i].kind == TE_SHOCK_FLOW;
	if (!any)
		return;
	d->flow = te_vector(d->inputs->nedges);
	d->next_flow = te_vector(d->inputs->nedges);
	set_flow(d, shocks, nshocks, 0, d->flow);
}

/* ---- one period ---- */

/* Spare capacity grows where demand was not met and shrinks back where it was. */
static void
adapt_capacity(TeDynamics *d, int t)
{
	double		pace = 1 / d->o->overproduction_time;
	double		rounding = d->o->boario ? 0 : TE_NO_SCARCITY;

	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		if (t >= (d->o->boario ? CAPACITY_STEPS : 1))
		{
			double		scarcity = d->demand[v] != 0 ?
				(d->demand[v] - d->production[v]) / d->demand[v] : 0;

			if (!d->o->boario && scarcity <= rounding)
				scarcity = 0;
			d->spare[v] += (d->o->overproduction - d->spare[v]) * scarcity * pace +
				(scarcity == 0 ? (1 - d->spare[v]) * pace : 0);
			d->spare[v] = Max(d->spare[v], 1);
		}
		d->capacity[v] = d->usual[v] * d->left[v] * d->spare[v];
		d->wanted[v] = Min(d->demand[v], d->capacity[v]);
	}
}

/* Shows the period to the caller. */
static void
show(const TeDynamics *d, int t, TePeriodSeen seen, void *arg)
{
	TePeriod	p = {.period = t, .usual = d->usual, .production = d->production,
		.capacity = d->capacity, .demand = d->demand, .unmet = d->unmet,
		.bottleneck = d->bottleneck, .delivered = d->delivered_users, .received = d->received,
		.used = d->used, .stock = d->in_stock, .overdrawn = d->overdrawn,
	.overdrawn_product = d->overdrawn_product};

	seen(arg, &p);
}

/* Forgets the orders and figures of the period before. */
static void
start_counting(TeDynamics *d)
{
	double	   *vectors[] = {d->next_orders, d->received, d->used, d->in_stock};

	for (int i = 0; i < lengthof(vectors); i++)
		memset(vectors[i], 0, sizeof(double) * (Size) d->n);
	te_dynamics_start_runs(d);
}

/* Makes the orders just placed those of the next period. */
static void
next_period(TeDynamics *d)
{
	double	   *swap = d->orders;

	te_dynamics_end_runs(d);
	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		d->next_orders[v] *= d->next_pull[v];
	}
	d->orders = d->next_orders;
	d->next_orders = swap;
	swap = d->pull;
	d->pull = d->next_pull;
	d->next_pull = swap;
	swap = d->flow;
	d->flow = d->next_flow;
	d->next_flow = swap;
	for (int v = 0; v < d->n; v++)
		d->waiting[v] = d->o->backlog * d->unmet[v];
}

/* One period: what shocks leave, what is made of it, and who gets it. */
static void
run_period(TeDynamics *d, const TeShock *shocks, int nshocks, int t)
{
	d->period = t;
	apply_shocks(d, shocks, nshocks, t);
	if (d->next_flow != NULL)
		set_flow(d, shocks, nshocks, t + 1, d->next_flow);
	if (d->any_at_once)
		te_dynamics_order_at_once(d);
	adapt_capacity(d, t);
	if (d->o->boario)
	{
		te_dynamics_produce_boario(d);
		for (int v = 0; v < d->n; v++)
			te_dynamics_ration(d, v);
		start_counting(d);
		te_dynamics_restock_boario(d);
	}
	else
	{
		te_dynamics_produce(d);
		start_counting(d);
		te_dynamics_restock(d);
	}
}

void
te_dynamics_run(const TeEconomy *economy, const TeDynamicsOptions *options,
				const TeShock *shocks, int nshocks, TePeriodSeen seen, void *arg)
{
	TeDynamics	d = {.economy = economy, .inputs = economy->inputs, .o = options,
	.n = economy->inputs->n, .overdrawn = -1, .per_period = 1 / options->year};

	start_flow(&d, shocks, nshocks);
	te_dynamics_start(&d);
	for (int t = 0; t < options->periods; t++)
	{
		CHECK_FOR_INTERRUPTS();
		run_period(&d, shocks, nshocks, t);
		show(&d, t, seen, arg);
		next_period(&d);
	}
}
