/*
 * dynamics_engine.c
 *	  The adaptive input–output model, period by period.
 *
 * Orders are never stored: an order of user j for product p splits over the
 * suppliers of p as its usual purchases do (times the suppliers' capacity with
 * alternative orders), so one number for each group of inputs stands for all
 * its orders.  One pass over the network a period works out what is delivered,
 * the stocks, and the next orders of each user while its purchases are in cache.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "propagation/dynamics.h"

#define NO_SCARCITY 1e-12		/* shortfall that is rounding */
#define MIN_PULL 1e-9			/* so that orders go somewhere when every
								 * supplier stands still */
#define SAME_ABSOLUTE 1e-8		/* boario: differences that it takes for
								 * equal, */
#define SAME_RELATIVE 1e-5		/* absolute and relative */
#define SMALL_INPUT 1e-5		/* boario: inputs below this share of output
								 * do not limit */
#define CAPACITY_STEPS 2		/* boario: first steps in which spare capacity
								 * stays as it is */

typedef struct Dynamics
{
	const TeEconomy *economy;
	const TeInputs *inputs;
	const TeDynamicsOptions *o;
	int			n;
	/* by node, amounts a period */
	double	   *usual;			/* production before the shock */
	double	   *usual_final;	/* final demand before the shock */
	double	   *final;			/* final demand now */
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
	/* only where the largest customers are served first */
	int		   *edge_group;		/* group of an edge */
	int		   *by_size;		/* edges of each supplier, largest first; n +
								 * nedges places */
	int		   *by_size_start;	/* where a supplier's begin; its final demand
								 * counts as edge -1 */
	double	   *edge_serves;	/* share of an edge's order delivered */
	double		per_period;		/* amounts a year → a period */
} Dynamics;

/* ---- start ---- */

/* Input coefficients and first stocks. */
static void
start_groups(Dynamics *d)
{
	const TeInputs *in = d->inputs;

	d->need = te_vector(in->ngroups);
	d->stock = te_vector(in->ngroups);
	d->factor = te_vector(in->ngroups);
	d->goal_periods = te_vector(in->ngroups);
	d->limits = palloc0((Size) in->ngroups + 1);
	d->delivered = d->o->boario ? te_vector(in->ngroups) : NULL;
	d->next_weight = d->o->boario ? te_vector(in->ngroups) : NULL;
	for (int j = 0; j < d->n; j++)
	{
		TE_CHECK_EVERY(j);
		for (int g = in->group_start[j]; g < in->group_start[j + 1]; g++)
		{
			double		bought = 0;
			double		periods = d->economy->stock_periods[in->product[g]];

			for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
				bought += in->amount[k];
			d->limits[g] = d->economy->limiting[in->product[g]];
			if (d->o->boario)
			{
				/* it compares a year's purchase with a period's production */
				d->limits[g] = bought > d->usual[j] * SMALL_INPUT;
				periods = periods <= 1 ? 2 : periods;
			}
			else
				/* what a period uses must be there when it begins */
				periods = Max(periods, 1);
			d->goal_periods[g] = periods;

			/*
			 * stocks of less than float8 tells from none would limit by
			 * rounding
			 */
			if (d->usual[j] > 0 && bought * d->per_period >= DBL_MIN)
				d->need[g] = bought * d->per_period / d->usual[j];
			d->stock[g] = d->need[g] * d->usual[j] * periods;
			d->factor[g] = 1;
		}
	}
}

static void
start_nodes(Dynamics *d)
{
	double	  **vectors[] = {&d->usual, &d->usual_final, &d->final, &d->orders, &d->next_orders,
		&d->demand, &d->left, &d->spare, &d->capacity, &d->wanted, &d->production, &d->unmet,
		&d->serves, &d->pull, &d->next_pull, &d->delivered_users, &d->received, &d->used,
	&d->in_stock};

	for (int i = 0; i < lengthof(vectors); i++)
		*vectors[i] = te_vector(d->n);
	d->bottleneck = palloc(sizeof(int) * ((Size) d->n + 1));
	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		d->usual[v] = d->economy->output[v] * d->per_period;
		d->usual_final[v] = d->economy->final_demand[v] * d->per_period;
		d->production[v] = d->usual[v];
		d->spare[v] = d->pull[v] = d->next_pull[v] = 1;
	}
	for (int k = 0; k < d->inputs->nedges; k++)
	{
		TE_CHECK_EVERY(k);
		d->orders[d->inputs->supplier[k]] += d->inputs->amount[k] * d->per_period;
	}
}

/* The usual amount of place "k" in by_size: an edge, or -1 − v for v's final demand. */
static double
customer_size(const Dynamics *d, int k)
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
start_largest_first(Dynamics *d)
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

/* ---- one period ---- */

/* What the shocks leave of capacity and final demand in period t. */
static void
apply_shocks(Dynamics *d, const TeShock *shocks, int nshocks, int t)
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
		const TeShock *s = &shocks[i];
		double		share = d->o->boario ? te_shock_boario(s, t) : te_shock_mean(s, t);

		TE_CHECK_EVERY(i);
		if (s->kind == TE_SHOCK_CAPITAL)
			capital[s->node] += s->size * share;
		else if (s->kind == TE_SHOCK_CAPACITY)
			d->left[s->node] *= 1 - s->size * share;
		else
			d->final[s->node] *= 1 - s->size * share;
	}
	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		d->left[v] *= 1 - Min(capital[v], 1);
		d->demand[v] = d->orders[v] + d->final[v];
	}
}

/* Spare capacity grows where demand was not met and shrinks back where it was. */
static void
adapt_capacity(Dynamics *d, int t)
{
	double		pace = 1 / d->o->overproduction_time;
	double		rounding = d->o->boario ? 0 : NO_SCARCITY;

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

/* Production as far as capacity, orders and stocks allow. */
static void
produce(Dynamics *d)
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
			double		needed = d->need[g] * d->wanted[v] *
				(d->o->boario ? periods : Max(periods, 1));

			if (d->limits[g] && d->stock[g] < needed * share * (1 - NO_SCARCITY))
			{
				share = d->stock[g] / needed;
				d->bottleneck[v] = in->product[g];
			}
		}
		d->production[v] = d->wanted[v] * share;
	}
}

/* Serves v's customers by size: edge_serves of each, returns what final demand gets. */
static double
serve_largest_first(Dynamics *d, int v, bool enough)
{
	double		rest = d->production[v];
	double		final = 0;

	for (int i = d->by_size_start[v]; i < d->by_size_start[v + 1]; i++)
	{
		int			k = d->by_size[i];
		double		order = k < 0 ? d->final[v] :
			d->inputs->amount[k] * d->per_period * d->pull[v] * d->factor[d->edge_group[k]];
		double		gets = enough ? order : Min(order, rest);

		rest -= gets;
		if (k < 0)
			final = gets;
		else
			d->edge_serves[k] = order > 0 ? gets / order : 1;
	}
	return final;
}

/*
 * Rations what was produced; sets serves (for users' orders) and unmet.  What is
 * missing by rounding is not missing: who is served last would lack all of it,
 * and what is rounding to a supplier may be much to a small customer.
 */
static void
ration(Dynamics *d)
{
	for (int v = 0; v < d->n; v++)
	{
		double		made = d->production[v];
		double		orders = d->orders[v];
		bool		enough = made >= d->demand[v] * (1 - NO_SCARCITY);
		double		to_final;

		TE_CHECK_EVERY(v);
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
}

/*
 * What group g receives of its orders in this period; "*pull" gets the weight of
 * its suppliers for the next orders, Σ usual purchase × pull.
 */
static inline double
delivery(const Dynamics *d, int g, double *pull)
{
	const TeInputs *in = d->inputs;
	double		sent = 0;
	double		pulled = 0;

	for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
	{
		int			i = in->supplier[k];

		sent += in->amount[k] * (d->edge_serves != NULL ? d->pull[i] * d->edge_serves[k] : d->serves[i]);
		pulled += in->amount[k] * d->next_pull[i];
	}
	*pull = pulled;
	return sent * d->per_period * d->factor[g];
}

/*
 * Splits group g's new orders over its suppliers, whose weights add up to "pull".
 * Each supplier's own weight comes in at the end of the period.
 */
static inline void
place_orders(Dynamics *d, int g, double orders, double pull)
{
	const TeInputs *in = d->inputs;
	double		usual = pull * d->per_period;
	double		scale;

	d->factor[g] = usual > 0 ? orders / usual : 0;
	scale = d->factor[g] * d->per_period;
	for (int k = in->edge_start[g]; k < in->edge_start[g + 1]; k++)
		d->next_orders[in->supplier[k]] += in->amount[k] * scale;
}

/* Stock that user v aims at for group g. */
static inline double
goal(const Dynamics *d, int v, int g)
{
	return d->need[g] * d->wanted[v] * d->goal_periods[g];
}

/* Adds what user v received and used of group g, and has in stock, to the period's figures. */
static inline void
count_inputs(Dynamics *d, int v, int g, double got, double used)
{
	d->received[v] += got;
	d->used[v] += used;
	d->in_stock[v] += d->stock[g];
}

/* Deliveries, stocks and next orders of every user, in one pass. */
static void
restock(Dynamics *d)
{
	const TeInputs *in = d->inputs;

	for (int v = 0; v < d->n; v++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int g = in->group_start[v]; g < in->group_start[v + 1]; g++)
		{
			double		pull;
			double		got = delivery(d, g, &pull);
			double		used = d->need[g] * d->production[v];
			double		had = d->stock[g] + got;
			double		gap;

			/* an input that does not limit may run out, and is done without */
			d->stock[g] = Max(d->stock[g] - used + got, 0);
			gap = Max(goal(d, v, g) - d->stock[g], 0);
			place_orders(d, g, gap / d->o->restock + used, pull);
			count_inputs(d, v, g, got, Min(used, had));
		}
	}
}

/* |a − b| within the tolerances by which boario takes numbers for equal. */
static bool
same(double a, double b)
{
	return fabs(a - b) <= SAME_ABSOLUTE + SAME_RELATIVE * fabs(b);
}

/*
 * The same as boario does it: stocks stay as they are when no delivery anywhere
 * differs from what is used, and gaps are 0 when no stock differs from its goal.
 */
static void
restock_boario(Dynamics *d)
{
	const TeInputs *in = d->inputs;
	bool		still = true;
	bool		full = true;

	for (int v = 0; v < d->n; v++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int g = in->group_start[v]; g < in->group_start[v + 1]; g++)
		{
			d->delivered[g] = delivery(d, g, &d->next_weight[g]);
			still &= same(d->delivered[g], d->need[g] * d->production[v]);
		}
	}
	for (int v = 0; v < d->n; v++)
	{
		TE_CHECK_EVERY(v);
		for (int g = in->group_start[v]; g < in->group_start[v + 1]; g++)
		{
			if (!still)
				d->stock[g] += d->delivered[g] - d->need[g] * d->production[v];
			full &= same(d->stock[g], goal(d, v, g));
		}
	}
	for (int v = 0; v < d->n; v++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int g = in->group_start[v]; g < in->group_start[v + 1]; g++)
		{
			double		gap = full ? 0 : Max(goal(d, v, g) - d->stock[g], 0);

			place_orders(d, g, gap / d->o->restock + d->need[g] * d->production[v], d->next_weight[g]);
			count_inputs(d, v, g, d->delivered[g], d->need[g] * d->production[v]);
		}
	}
}

/* Shows the period to the caller. */
static void
show(const Dynamics *d, int t, TePeriodSeen seen, void *arg)
{
	TePeriod	p = {.period = t, .usual = d->usual, .production = d->production,
		.capacity = d->capacity, .demand = d->demand, .unmet = d->unmet,
		.bottleneck = d->bottleneck, .delivered = d->delivered_users, .received = d->received,
	.used = d->used, .stock = d->in_stock};

	seen(arg, &p);
}

/* Forgets the orders and figures of the period before. */
static void
start_counting(Dynamics *d)
{
	double	   *vectors[] = {d->next_orders, d->received, d->used, d->in_stock};

	for (int i = 0; i < lengthof(vectors); i++)
		memset(vectors[i], 0, sizeof(double) * (Size) d->n);
}

/* Makes the orders just placed those of the next period. */
static void
next_period(Dynamics *d)
{
	double	   *swap = d->orders;

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
}

void
te_dynamics_run(const TeEconomy *economy, const TeDynamicsOptions *options,
				const TeShock *shocks, int nshocks, TePeriodSeen seen, void *arg)
{
	Dynamics	d = {.economy = economy, .inputs = economy->inputs, .o = options,
	.n = economy->inputs->n, .per_period = 1 / options->year};

	start_nodes(&d);
	start_groups(&d);
	if (options->rationing == TE_RATION_LARGEST_FIRST)
		start_largest_first(&d);
	for (int t = 0; t < options->periods; t++)
	{
		CHECK_FOR_INTERRUPTS();
		apply_shocks(&d, shocks, nshocks, t);
		adapt_capacity(&d, t);
		produce(&d);
		ration(&d);
		start_counting(&d);
		if (options->boario)
			restock_boario(&d);
		else
			restock(&d);
		show(&d, t, seen, arg);
		next_period(&d);
	}
}
