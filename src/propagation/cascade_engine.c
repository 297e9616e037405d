/*
 * cascade_engine.c
 *	  Cascade of losses through a firm network: preparation, plain rounds that
 *	  touch only what changed, attribution, and the index of many scenarios.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/sum.h"
#include "base/trade_exposure.h"
#include "network/network_sums.h"
#include "propagation/cascade.h"
#include "propagation/cascade_loss.h"
#include "propagation/cascade_solve.h"

#define PLAIN_ROUNDS 8			/* rounds before the solver may take over */
#define QUIET_ROUNDS 4			/* rounds without a newly hit node before it
								 * does */
#define IGNORED 1e-4			/* change that is not passed on, in parts of
								 * the tolerance; a bound covers it */
#define UNSEEN 1e-9				/* relative: what groups bring less than a
								 * loss, and may be as much but for rounding */

/* Plain rounds of one scenario on one side */
typedef struct Rounds
{
	TeCascadeState state;		/* the losses */
	double	   *next;			/* losses of this round */
	int		   *stamp;			/* round in which a node was last looked at */
	int		   *changed;		/* nodes whose loss changed in the last round */
	int			nchanged;
	int		   *looked;			/* nodes looked at in this round */
	int			nlooked;
	int		   *touched;		/* nodes with a loss */
	int			ntouched;
	bool		ignored;		/* some change was too small to be passed on,
								 * or to be seen */
	double		change;			/* largest change of the last round */
	Size		work;			/* edges visited so far */
	char	   *problem;		/* why the losses are not known; NULL: nothing
								 * speaks against them */
} Rounds;

/* ---- preparation ---- */

/*
 * Σ amounts of the edges first .. last - 1, but for one rounding: what shares are
 * too large by goes round in loops again and again.
 */
static double
sum_amounts(const double *amount, int first, int last)
{
	TeSum		sum = {0, 0};

	for (int k = first; k < last; k++)
		te_sum_carry(&sum, amount[k]);
	return te_sum_value(sum);
}

/*
 * Adds an edge of that share of which a part is held back.  Returns the share that
 * is: from that part, for 1 less what is let through has lost its digits where it is
 * small, and in a loop that leaks little that goes round.
 */
static double
add_edge(TeCascadeSide *side, int partner, double share, double part, int *nedges)
{
	double		held = share * part;

	side->partner[*nedges] = partner;
	side->weight[*nedges] = share * (1 - part);
	if (side->held != NULL)
		side->held[*nedges] = held;
	(*nedges)++;
	return held;
}

/*
 * Adds the purchases of one product to the side's last group; "base" is the
 * amount whose loss is a whole loss.  Returns the share that is held back.
 */
static double
add_purchases(TeCascadeSide *side, const TeInputs *inputs, const double *parts, int i, double base,
			  int *nedges)
{
	TeSum		held = {0, 0};

	for (int e = inputs->edge_start[i]; e < inputs->edge_start[i + 1]; e++)
	{
		double		share = inputs->amount[e] / base;

		te_sum_carry(&held, add_edge(side, inputs->supplier[e], share,
									 parts != NULL ? parts[e] : 0, nedges));
	}
	return te_sum_value(held);
}

/* Adds to the side's last group what is held back on the way, as lost by "outside". */
static void
add_held(TeCascadeSide *side, int outside, double held, int *nedges)
{
	if (!(held > 0))
		return;
	add_edge(side, outside, held, 0, nedges);
}

/*
 * Groups the purchases of user v: each essential product by itself, all
 * non-essential ones together by their share of all costs, and at last the
 * negligible ones, whose loss weighs nothing.
 */
static void
prepare_user(TeCascadeSide *side, const TeInputs *inputs, const double *parts, int v,
			 TeKindOf kind_of, void *arg, int *ngroups, int *nedges)
{
	int			first = inputs->group_start[v];
	int			last = inputs->group_start[v + 1];
	double		all = sum_amounts(inputs->amount, inputs->edge_start[first], inputs->edge_start[last]);

	side->group_start[v] = *ngroups;
	side->linear[v] = -1;
	side->leak[v] = 0;
	for (int kind = TE_INPUT_ESSENTIAL; kind >= TE_INPUT_NEGLIGIBLE; kind--)
	{
		bool		begun = false;
		TeSum		held = {0, 0};

		for (int i = first; i < last; i++)
		{
			double		base = kind == TE_INPUT_LINEAR ? all : HUGE_VAL;

			if (kind_of(arg, inputs->product[i], v) != kind)
				continue;
			if (kind == TE_INPUT_ESSENTIAL)
				base = sum_amounts(inputs->amount, inputs->edge_start[i], inputs->edge_start[i + 1]);
			if (kind != TE_INPUT_LINEAR)
				side->leak[v] += sum_amounts(inputs->amount, inputs->edge_start[i],
											 inputs->edge_start[i + 1]) / all;
			else
				side->linear[v] = begun ? side->linear[v] : *ngroups;
			if (kind == TE_INPUT_ESSENTIAL || !begun)
				side->edge_start[(*ngroups)++] = *nedges;
			begun = true;
			te_sum_carry(&held, add_purchases(side, inputs, parts, i, base, nedges));
			if (kind != TE_INPUT_ESSENTIAL)
				continue;
			add_held(side, inputs->n, te_sum_value(held), nedges);
			held = (TeSum) {0, 0};
		}
		add_held(side, inputs->n, te_sum_value(held), nedges);
	}
}

static void
side_begin(TeCascadeSide *side, int nodes, int groups, int edges, bool held)
{
	side->group_start = palloc(sizeof(int) * ((Size) nodes + 2));
	side->edge_start = palloc(sizeof(int) * ((Size) groups + 2));
	side->partner = te_alloc(sizeof(int) * ((Size) edges + 1));
	/* not zeroed: that would take long at once */
	side->weight = te_alloc(sizeof(double) * ((Size) edges + 1));
	side->held = held ? te_vector(edges + 1) : NULL;
}

/* What a supplier's loss means to its users. */
static void
prepare_down(TeCascade *c, const TeInputs *inputs, const double *parts, TeKindOf kind_of, void *arg)
{
	TeCascadeSide *side = &c->side[TE_DOWN];
	int			ngroups = 0;
	int			nedges = 0;

	side->linear = palloc(sizeof(int) * ((Size) c->n + 1));
	side->leak = te_vector(c->n + 1);
	side_begin(side, c->n, inputs->ngroups, inputs->nedges +
			   (parts != NULL ? inputs->ngroups + c->n : 0), parts != NULL);
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		prepare_user(side, inputs, parts, v, kind_of, arg, &ngroups, &nedges);
	}
	side->group_start[c->n] = ngroups;
	side->edge_start[ngroups] = nedges;
	side->linear[c->n] = -1;	/* of "outside", if there is one: add_outside() */
}

/*
 * Throws when all sales add up to no finite number.  When they do, so does every
 * part of them: what a node buys of a product, or what its market sells.
 */
static void
check_total(const TeCascade *c, const TeNetworkView *view)
{
	int			largest = 0;

	if (isfinite(c->total))
		return;
	for (int v = 1; v < c->n; v++)
		if (c->sales[v] > c->sales[largest])
			largest = v;
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("the sales of all nodes are too large to add"),
			 errdetail("Node \"%s\" sells most, %g.",
					   te_code_cstring(te_network_code(view, largest)), c->sales[largest]),
			 errhint("Use a larger unit for the amounts.")));
}

/* What a user's loss means to its suppliers: by the share of sales. */
static void
prepare_up(TeCascade *c, const TeNetworkView *view, const double *parts)
{
	TeCascadeSide *side = &c->side[TE_UP];
	int			k = 0;
	int			sale = 0;

	side_begin(side, c->n, c->n, c->nedges + (parts != NULL ? 2 * c->n : 0), parts != NULL);
	CHECK_FOR_INTERRUPTS();
	c->weight = c->sales = te_network_out_strength(view);
	for (int v = 0; v < c->n; v++)
	{
		TeSum		held = {0, 0};

		TE_CHECK_EVERY(v);
		c->total += c->sales[v];
		side->group_start[v] = v;
		side->edge_start[v] = k;
		for (int e = view->out_start[v]; e < view->out_start[v + 1]; e++)
		{
			double		share = view->out_amount[e] / c->sales[v];

			if (!(view->out_amount[e] > 0))
				continue;
			te_sum_carry(&held, add_edge(side, view->out_user[e], share,
										 parts != NULL ? parts[sale] : 0, &k));
			sale++;
		}
		add_held(side, c->n, te_sum_value(held), &k);
	}
	side->group_start[c->n] = c->n;
	side->edge_start[c->n] = k;
	check_total(c, view);
}

/* ---- flows that are held back ---- */

/* Parts held back by sale, suppliers in order, from those by purchase. */
static double *
parts_by_sale(const TeNetworkView *view, const TeInputs *inputs, const double *parts)
{
	double	   *by_sale = te_vector_unset(inputs->nedges);
	int		   *next = palloc(sizeof(int) * ((Size) inputs->n + 1));
	int			sale = 0;

	for (int v = 0; v < inputs->n; v++)
	{
		next[v] = sale;
		for (uint32 e = view->out_start[v]; e < view->out_start[v + 1]; e++)
			sale += view->out_amount[e] > 0;
	}
	/* users in order, as each supplier's sales are */
	for (int k = 0; k < inputs->nedges; k++)
	{
		TE_CHECK_EVERY(k);
		by_sale[next[inputs->supplier[k]]++] = parts[k];
	}
	pfree(next);
	return by_sale;
}

/*
 * Appends "outside" to one side, and names there the nodes that it takes something
 * from on the other, by which rounds find who has to be looked at.
 */
static void
append_outside(TeCascadeSide *side, const TeCascadeSide *other, int outside)
{
	int			group = side->group_start[outside];
	int			k = side->edge_start[group];

	for (int v = 0; v < outside; v++)
	{
		int			last = other->edge_start[other->group_start[v + 1]];

		for (int e = other->edge_start[other->group_start[v]]; e < last; e++)
			if (other->partner[e] == outside)
			{
				add_edge(side, v, 0, 0, &k);
				break;
			}
	}
	side->group_start[outside + 1] = group + 1;
	side->edge_start[group + 1] = k;
}

/* The node that loses all that is held back on the way: it has no rivals. */
static void
add_outside(TeCascade *c, const TeInputs *inputs)
{
	double	   *sales = te_vector(c->n + 1);
	int		   *market = palloc(sizeof(int) * ((Size) c->n + 1));

	append_outside(&c->side[TE_UP], &c->side[TE_DOWN], c->n);
	append_outside(&c->side[TE_DOWN], &c->side[TE_UP], c->n);
	memcpy(sales, c->sales, sizeof(double) * (Size) c->n);
	memcpy(market, inputs->node_product, sizeof(int) * (Size) c->n);
	market[c->n] = c->nmarkets++;
	c->sales = sales;
	c->products = market;
	c->outside = c->n++;
}

TeCascade *
te_cascade_prepare(const TeNetworkView *view, TeInputs *inputs, TeKindOf kind_of, void *arg,
				   const double *parts)
{
	TeCascade  *c = palloc0(sizeof(TeCascade));
	const double *by_sale = parts != NULL ? parts_by_sale(view, inputs, parts) : NULL;

	c->n = view->nnodes;
	c->nedges = inputs->nedges;
	c->nmarkets = inputs->nproducts;
	c->products = inputs->node_product;
	c->outside = -1;
	prepare_down(c, inputs, parts, kind_of, arg);
	CHECK_FOR_INTERRUPTS();
	te_inputs_free_purchases(inputs);
	CHECK_FOR_INTERRUPTS();
	prepare_up(c, view, by_sale);
	if (parts != NULL)
		add_outside(c, inputs);
	return c;
}

/* ---- plain rounds ---- */

static void
rounds_begin(const TeCascade *c, int side, Rounds *r)
{
	memset(r, 0, sizeof(Rounds));
	r->state.loss = te_vector(c->n);
	r->state.passed = r->state.loss;
	if (side == TE_DOWN && c->market != NULL)
	{
		r->state.passed = te_vector(c->n);
		r->state.available = te_vector(2 * c->nmarkets);
	}
	r->next = te_vector(c->n);
	r->stamp = palloc(sizeof(int) * ((Size) c->n + 1));
	r->changed = palloc(sizeof(int) * ((Size) c->n + 1));
	r->looked = palloc(sizeof(int) * ((Size) c->n + 1));
	r->touched = palloc(sizeof(int) * ((Size) c->n + 1));
}

/* Starts a scenario: every node at its own loss. */
static void
rounds_start(const TeCascade *c, int side, Rounds *r, const double *shock)
{
	r->state.shock = shock;
	r->state.rounds = 0;
	r->state.cap = 0;
	r->nchanged = 0;
	r->ntouched = 0;
	r->ignored = false;
	r->change = HUGE_VAL;
	r->work = 0;
	r->problem = NULL;
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		r->state.loss[v] = shock[v];
		r->stamp[v] = -1;
		if (shock[v] > 0)
			r->changed[r->nchanged++] = r->touched[r->ntouched++] = v;
		r->state.cap = Max(r->state.cap, shock[v]);
	}
}

/*
 * Looks at node v in this round: works out its loss from the last round's.  A
 * node that lost all cannot lose more.  One that its partners bring what it lost
 * already may be in a loop that brings more, by less than a digit each time round.
 */
static inline void
look(const TeCascade *c, const TeCascadeSide *side, Rounds *r, int v)
{
	double		loss;

	if (te_cascade_lost_all(&r->state, v))
		return;
	loss = te_cascade_node_loss(side, r->state.passed, v);
	r->next[v] = Max(r->state.shock[v], loss);
	r->ignored |= r->next[v] == r->state.loss[v] && loss > 0 &&
		loss >= r->state.loss[v] * (1 - UNSEEN);
	r->looked[r->nlooked++] = v;
	r->work += side->edge_start[side->group_start[v + 1]] - side->edge_start[side->group_start[v]] + 1;
}

/* Looks at the partners of the nodes that changed. */
static void
look_around(const TeCascade *c, int side, Rounds *r)
{
	const TeCascadeSide *other = &c->side[1 - side];

	for (int i = 0; i < r->nchanged; i++)
	{
		int			j = r->changed[i];
		int			last = other->edge_start[other->group_start[j + 1]];

		TE_CHECK_EVERY(i);
		for (int k = other->edge_start[other->group_start[j]]; k < last; k++)
		{
			int			v = other->partner[k];

			if (r->stamp[v] == r->state.rounds)
				continue;
			r->stamp[v] = r->state.rounds;
			look(c, &c->side[side], r, v);
		}
	}
}

/*
 * One plain (Jacobi) round.  Only partners of nodes that changed are looked at
 * while those are few; the answer is the same.  Changes up to "ignore" are
 * kept, but not passed on.
 */
static void
plain_round(const TeCascade *c, int side, Rounds *r, double ignore)
{
	r->nlooked = 0;
	if (r->nchanged < c->n / 32 + 1 && r->state.available == NULL)
		look_around(c, side, r);
	else
	{
		te_cascade_pass(c, &r->state);
		for (int v = 0; v < c->n; v++)
		{
			TE_CHECK_EVERY(v);
			look(c, &c->side[side], r, v);
		}
	}
	r->nchanged = 0;
	r->change = 0;
	for (int i = 0; i < r->nlooked; i++)
	{
		int			v = r->looked[i];
		double		moved = fabs(r->next[v] - r->state.loss[v]);

		TE_CHECK_EVERY(i);
		if (r->state.loss[v] == 0 && moved > 0)
			r->touched[r->ntouched++] = v;
		r->state.loss[v] = r->next[v];
		r->change = Max(r->change, moved);
		if (moved > ignore)
			r->changed[r->nchanged++] = v;
		else if (moved > 0)
			r->ignored = true;
	}
	r->state.rounds++;
}

/* ---- one scenario, with attribution ---- */

/*
 * What edge k brings: the partner's loss, and what is held back on the way; that
 * stands at its own edge, not at "outside".
 */
static inline double
edge_loss(const TeCascade *c, const TeCascadeSide *s, const double *passed, int k)
{
	if (s->partner[k] == c->outside)
		return 0;
	return s->weight[k] * passed[s->partner[k]] + (s->held != NULL ? s->held[k] : 0);
}

int
te_cascade_binding(const TeCascade *c, int side, const double *passed, int v)
{
	const TeCascadeSide *s = &c->side[side];
	double		best_sum = 0;
	int			best = -1;

	for (int g = s->group_start[v]; g < s->group_start[v + 1]; g++)
	{
		double		sum = 0;
		double		most = 0;
		int			who = -1;

		for (int k = s->edge_start[g]; k < s->edge_start[g + 1]; k++)
		{
			double		part = edge_loss(c, s, passed, k);

			sum += part;
			if (part > most)
			{
				most = part;
				who = s->partner[k];
			}
		}
		if (sum > best_sum)
		{
			best_sum = sum;
			best = who;
		}
	}
	return best;
}

/* Marks the nodes that this round hit first; "passed" is what partners passed on in it. */
static int
mark_hits(const TeCascade *c, int side, const Rounds *r, int round, const double *passed,
		  TeCascadeResult *result)
{
	int			hits = 0;

	for (int i = 0; i < r->nlooked; i++)
	{
		int			v = r->looked[i];

		TE_CHECK_EVERY(i);
		if (r->state.loss[v] <= c->tolerance || result->round_hit[v] >= 0)
			continue;
		result->round_hit[v] = round;
		result->hit_by[v] = te_cascade_binding(c, side, passed, v);
		hits++;
	}
	return hits;
}

/* Marks the nodes that only the solver brought above the tolerance. */
static void
mark_late_hits(const TeCascade *c, int side, const TeCascadeState *state, int round,
			   TeCascadeResult *result)
{
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		if (state->loss[v] > c->tolerance && result->round_hit[v] < 0)
		{
			result->round_hit[v] = round;
			result->hit_by[v] = te_cascade_binding(c, side, state->passed, v);
		}
	}
}

/* True when one side has come to rest. */
static bool
is_at_rest(const TeCascade *c, const Rounds *r)
{
	return c->accelerate ? r->nchanged == 0 : r->change <= c->tolerance;
}

/* True when both sides have come to rest. */
static bool
at_rest(const TeCascade *c, const Rounds *r)
{
	return is_at_rest(c, &r[TE_DOWN]) && is_at_rest(c, &r[TE_UP]);
}

/* Notes that "rounds" rounds, the most that there may be, did not bring the losses to rest. */
static void
give_up(const TeCascade *c, Rounds *r, int rounds, const double *before)
{
	for (int side = TE_DOWN; side <= TE_UP; side++)
		if (!is_at_rest(c, &r[side]))
			r[side].problem = te_cascade_not_converging(c, side, rounds, r[side].change,
														r[side].change / before[side]);
}

/* Marks the shocked nodes as hit in round 0. */
static void
mark_shocks(const TeCascade *c, const double *shock, TeCascadeResult *result)
{
	for (int v = 0; v < c->n; v++)
	{
		result->round_hit[v] = shock[v] > 0 ? 0 : -1;
		result->hit_by[v] = -1;
	}
}

/*
 * Runs plain rounds on both sides until they rest; when accelerated, only as
 * long as they hit new nodes.  result may be NULL: then without attribution.
 * Returns the number of rounds.
 */
static int
run_rounds(const TeCascade *c, Rounds *r, TeCascadeResult *result)
{
	double		ignore = c->accelerate ? c->tolerance * IGNORED : 0;
	double	   *before = result != NULL ? te_vector(c->n) : NULL;
	Size		patience = c->nedges / 2 + c->n;
	int			quiet = 0;
	int			round = 0;

	do
	{
		int			hits = 0;
		double		last[] = {r[TE_DOWN].change, r[TE_UP].change};

		round++;
		for (int side = TE_DOWN; side <= TE_UP; side++)
		{
			if (c->accelerate && r[side].nchanged == 0)
				continue;
			if (before != NULL)
				memcpy(before, r[side].state.loss, sizeof(double) * (Size) c->n);
			plain_round(c, side, &r[side], ignore);

			/*
			 * with a market, passed still holds what the last round's losses
			 * passed on
			 */
			if (result != NULL)
				hits += mark_hits(c, side, &r[side], round,
								  r[side].state.available != NULL ? r[side].state.passed : before,
								  result);
		}
		quiet = hits > 0 ? 0 : quiet + 1;
		if (c->accelerate && round >= PLAIN_ROUNDS && quiet >= QUIET_ROUNDS &&
			r[TE_DOWN].work + r[TE_UP].work > patience)
			break;
		if (round > c->max_rounds)
		{
			give_up(c, r, round, last);
			break;
		}
	} while (!at_rest(c, r));
	if (before != NULL)
		pfree(before);
	return round;
}

/* Brings one side within the tolerance, where the rounds have not. */
static void
settle(const TeCascade *c, int side, Rounds *r, TeCascadeSolver *solver)
{
	if (r->problem != NULL || (r->nchanged == 0 && !r->ignored))
		return;
	if (r->nchanged > 0 || r->state.available != NULL ||
		!te_cascade_is_settled(c, side, &r->state, r->touched, r->ntouched, solver))
		r->problem = te_cascade_settle(c, side, &r->state, solver);
}

void
te_cascade_run(const TeCascade *c, const double *shock, TeCascadeResult *result)
{
	TeCascadeSolver *solver = c->accelerate ? te_cascade_solver_begin(c) : NULL;
	Rounds		r[2];
	int			solved = 0;

	result->round_hit = palloc(sizeof(int) * ((Size) c->n + 1));
	result->hit_by = palloc(sizeof(int) * ((Size) c->n + 1));
	mark_shocks(c, shock, result);
	for (int side = TE_DOWN; side <= TE_UP; side++)
	{
		rounds_begin(c, side, &r[side]);
		rounds_start(c, side, &r[side], shock);
	}
	result->rounds = run_rounds(c, r, result);
	for (int side = TE_DOWN; side <= TE_UP; side++)
	{
		int			plain = r[side].state.rounds;

		if (c->accelerate)
			settle(c, side, &r[side], solver);
		te_cascade_pass(c, &r[side].state);
		if (r[side].problem == NULL)
			mark_late_hits(c, side, &r[side].state, result->rounds + 1, result);
		solved = Max(solved, r[side].state.rounds - plain);
		result->loss[side] = r[side].state.loss;
		result->passed[side] = r[side].state.passed;
		result->problem[side] = r[side].problem;
	}
	result->rounds += solved;
}

/* ---- the index of many scenarios ---- */

char *
te_cascade_problem(char *down, char *up)
{
	return down != NULL && up != NULL ? psprintf("%s; %s", down, up) : down != NULL ? down : up;
}

/*
 * Share of all weights lost in one scenario, together and by side, so far as the
 * losses are known.
 */
static void
weigh(const TeCascade *c, const Rounds *r, TeCascadeRisk *risk, int at)
{
	const double *down = r[TE_DOWN].state.loss;
	const double *up = r[TE_UP].state.loss;
	double		both = 0;
	double		by_side[2] = {0};

	for (int v = 0; v < c->n; v++)
	{
		double		d = down[v];
		double		u = up[v];

		TE_CHECK_EVERY(v);
		both += c->weight[v] * Max(d, u);
		by_side[TE_DOWN] += c->weight[v] * d;
		by_side[TE_UP] += c->weight[v] * u;
	}
	risk->problem[at] = te_cascade_problem(r[TE_DOWN].problem, r[TE_UP].problem);
	risk->risk[at] = risk->problem[at] == NULL ? both / c->total : NAN;
	risk->down[at] = r[TE_DOWN].problem == NULL ? by_side[TE_DOWN] / c->total : NAN;
	risk->up[at] = r[TE_UP].problem == NULL ? by_side[TE_UP] / c->total : NAN;
}

/*
 * Runs plain rounds while few nodes are touched: they look only at what
 * changed, and a sweep at everything.
 */
static void
run_small(const TeCascade *c, Rounds *r)
{
	Size		limit = (c->nedges + c->n) / 8;

	while (!at_rest(c, r) && r[TE_DOWN].work + r[TE_UP].work <= limit)
	{
		for (int side = TE_DOWN; side <= TE_UP; side++)
		{
			if (r[side].nchanged >= c->n / 32 + 1 || r[side].state.available != NULL)
				return;
			if (r[side].nchanged > 0)
				plain_round(c, side, &r[side], c->tolerance * IGNORED);
		}
	}
}

void
te_cascade_risk(const TeCascade *c, const int *nodes, int nnodes, double cut, TeCascadeRisk *risk)
{
	double	   *shock = te_vector(c->n);
	TeCascadeSolver *solver = c->accelerate ? te_cascade_solver_begin(c) : NULL;
	Rounds		r[2];

	for (int side = TE_DOWN; side <= TE_UP; side++)
		rounds_begin(c, side, &r[side]);
	for (int i = 0; i < nnodes; i++)
	{
		CHECK_FOR_INTERRUPTS();
		shock[nodes[i]] = cut;
		for (int side = TE_DOWN; side <= TE_UP; side++)
			rounds_start(c, side, &r[side], shock);
		if (c->accelerate)
			run_small(c, r);
		else
			run_rounds(c, r, NULL);
		for (int side = TE_DOWN; side <= TE_UP && c->accelerate; side++)
			settle(c, side, &r[side], solver);
		shock[nodes[i]] = 0;
		risk->rounds[i] = Max(r[TE_DOWN].state.rounds, r[TE_UP].state.rounds);
		weigh(c, r, risk, i);
	}
}
