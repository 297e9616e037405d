/*
 * cascade_engine.c
 *	  Cascade of losses through a firm network: preparation, plain rounds that
 *	  touch only what changed, attribution, and the index of many scenarios.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "cascade.h"

#define PLAIN_ROUNDS 8			/* rounds before the solver may take over */
#define QUIET_ROUNDS 4			/* rounds without a newly hit node before it does */

/* Plain rounds of one scenario on one side */
typedef struct Rounds
{
	TeLanes		lanes;			/* the losses; one lane */
	double	   *next;			/* losses of this round */
	int		   *stamp;			/* round in which a node was last looked at */
	int		   *changed;		/* nodes whose loss changed in the last round */
	int			nchanged;
	int		   *looked;			/* nodes looked at in this round */
	int			nlooked;
	double		change;			/* largest change of the last round */
	Size		work;			/* edges visited so far */
} Rounds;

/* ---- preparation ---- */

/* Σ amounts of the edges first .. last - 1. */
static double
sum_amounts(const double *amount, int first, int last)
{
	double		sum = 0;

	for (int k = first; k < last; k++)
		sum += amount[k];
	return sum;
}

/* What a supplier's loss means to its users: by product, or by cost share. */
static void
prepare_down(TeCascade *c, const TeInputs *inputs, TeKindOf kind_of, void *arg)
{
	double	   *weight = te_vector(inputs->nedges);
	char	   *kind = palloc((Size) inputs->ngroups + 1);

	for (int v = 0; v < c->n; v++)
	{
		int			first = inputs->edge_start[inputs->group_start[v]];
		int			last = inputs->edge_start[inputs->group_start[v + 1]];
		double		all = sum_amounts(inputs->amount, first, last);

		TE_CHECK_EVERY(v);
		for (int g = inputs->group_start[v]; g < inputs->group_start[v + 1]; g++)
		{
			double		base = all;

			kind[g] = kind_of(arg, inputs->product[g], v);
			if (kind[g] == TE_INPUT_ESSENTIAL)
				base = sum_amounts(inputs->amount, inputs->edge_start[g], inputs->edge_start[g + 1]);
			for (int k = inputs->edge_start[g]; k < inputs->edge_start[g + 1]; k++)
				weight[k] = inputs->amount[k] / base;
		}
	}
	c->side[TE_DOWN].group_start = inputs->group_start;
	c->side[TE_DOWN].edge_start = inputs->edge_start;
	c->side[TE_DOWN].kind = kind;
	c->side[TE_DOWN].partner = inputs->supplier;
	c->side[TE_DOWN].weight = weight;
}

/* What a user's loss means to its suppliers: by the share of sales. */
static void
prepare_up(TeCascade *c, const TeNetworkView *view)
{
	double	   *weight = te_vector(c->nedges);
	char	   *kind = palloc((Size) c->n + 1);
	int		   *group_start = palloc(sizeof(int) * ((Size) c->n + 1));
	int		   *edge_start = palloc(sizeof(int) * ((Size) c->n + 1));
	int		   *partner = palloc(sizeof(int) * ((Size) c->nedges + 1));
	int			k = 0;

	c->sales = te_network_out_strength(view);
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		c->total += c->sales[v];
		group_start[v] = v;
		edge_start[v] = k;
		kind[v] = TE_INPUT_ESSENTIAL;
		for (int e = view->out_start[v]; e < view->out_start[v + 1]; e++)
		{
			if (view->out_amount[e] > 0)
			{
				partner[k] = view->out_user[e];
				weight[k++] = view->out_amount[e] / c->sales[v];
			}
		}
	}
	group_start[c->n] = c->n;
	edge_start[c->n] = k;
	c->side[TE_UP].group_start = group_start;
	c->side[TE_UP].edge_start = edge_start;
	c->side[TE_UP].kind = kind;
	c->side[TE_UP].partner = partner;
	c->side[TE_UP].weight = weight;
}

TeCascade *
te_cascade_prepare(const TeNetworkView *view, const TeInputs *inputs, TeKindOf kind_of, void *arg)
{
	TeCascade  *c = palloc0(sizeof(TeCascade));

	c->n = view->nnodes;
	c->nedges = inputs->nedges;
	c->nmarkets = inputs->nproducts;
	prepare_down(c, inputs, kind_of, arg);
	prepare_up(c, view);
	return c;
}

/* ---- plain rounds ---- */

static void
rounds_begin(const TeCascade *c, int side, Rounds *r)
{
	memset(r, 0, sizeof(Rounds));
	r->lanes.lanes = 1;
	r->lanes.loss = te_vector(c->n);
	r->lanes.passed = r->lanes.loss;
	if (side == TE_DOWN && c->market != NULL)
	{
		r->lanes.passed = te_vector(c->n);
		r->lanes.available = te_vector(c->nmarkets);
	}
	r->next = te_vector(c->n);
	r->stamp = palloc(sizeof(int) * ((Size) c->n + 1));
	r->changed = palloc(sizeof(int) * ((Size) c->n + 1));
	r->looked = palloc(sizeof(int) * ((Size) c->n + 1));
}

/* Starts a scenario: every node at its own loss. */
static void
rounds_start(const TeCascade *c, int side, Rounds *r, const double *shock)
{
	r->lanes.shock = shock;
	r->lanes.rounds = 0;
	r->nchanged = 0;
	r->change = HUGE_VAL;
	r->work = 0;
	for (int v = 0; v < c->n; v++)
	{
		r->lanes.loss[v] = shock[v];
		r->stamp[v] = -1;
		if (shock[v] > 0)
			r->changed[r->nchanged++] = v;
	}
}

/* Looks at node v in this round: works out its loss from the last round's. */
static inline void
look(const TeCascade *c, const TeCascadeSide *side, Rounds *r, int v)
{
	double		loss = te_cascade_node_loss(side, r->lanes.passed, v);

	r->next[v] = Max(r->lanes.shock[v], loss);
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

			if (r->stamp[v] == r->lanes.rounds)
				continue;
			r->stamp[v] = r->lanes.rounds;
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
	if (r->nchanged < c->n / 32 + 1 && r->lanes.available == NULL)
		look_around(c, side, r);
	else
	{
		te_cascade_pass(c, side, &r->lanes);
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
		double		moved = fabs(r->next[v] - r->lanes.loss[v]);

		r->lanes.loss[v] = r->next[v];
		r->change = Max(r->change, moved);
		if (moved > ignore)
			r->changed[r->nchanged++] = v;
	}
	r->lanes.rounds++;
}

/* ---- one scenario, with attribution ---- */

int
te_cascade_binding(const TeCascade *c, int side, const double *passed, int v)
{
	const TeCascadeSide *s = &c->side[side];
	double		best_sum = 0;
	double		linear_sum = 0;
	int			best = -1;
	int			linear = -1;
	double		linear_most = 0;

	for (int g = s->group_start[v]; g < s->group_start[v + 1]; g++)
	{
		double		sum = 0;
		double		most = 0;
		int			who = -1;

		if (s->kind[g] == TE_INPUT_NEGLIGIBLE)
			continue;
		for (int k = s->edge_start[g]; k < s->edge_start[g + 1]; k++)
		{
			double		part = s->weight[k] * passed[s->partner[k]];

			sum += part;
			if (part > most)
			{
				most = part;
				who = s->partner[k];
			}
		}
		if (s->kind[g] == TE_INPUT_ESSENTIAL && sum > best_sum)
		{
			best_sum = sum;
			best = who;
		}
		if (s->kind[g] == TE_INPUT_LINEAR)
		{
			linear_sum += sum;
			linear = most > linear_most ? who : linear;
			linear_most = Max(most, linear_most);
		}
	}
	return linear_sum > best_sum ? linear : best;
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

		if (r->lanes.loss[v] <= c->tolerance || result->round_hit[v] >= 0)
			continue;
		result->round_hit[v] = round;
		result->hit_by[v] = te_cascade_binding(c, side, passed, v);
		hits++;
	}
	return hits;
}

/* Marks the nodes that only the solver brought above the tolerance. */
static void
mark_late_hits(const TeCascade *c, int side, const TeLanes *state, int round,
			   TeCascadeResult *result)
{
	for (int v = 0; v < c->n; v++)
	{
		if (state->loss[v] > c->tolerance && result->round_hit[v] < 0)
		{
			result->round_hit[v] = round;
			result->hit_by[v] = te_cascade_binding(c, side, state->passed, v);
		}
	}
}

/* True when both sides have come to rest. */
static bool
at_rest(const TeCascade *c, const Rounds *r)
{
	if (!c->accelerate)
		return r[0].change <= c->tolerance && r[1].change <= c->tolerance;
	return r[0].nchanged == 0 && r[1].nchanged == 0;
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
	double		ignore = c->accelerate ? c->tolerance * 1e-3 : 0;
	double	   *before = result != NULL ? te_vector(c->n) : NULL;
	Size		patience = c->nedges / 2 + c->n;
	int			quiet = 0;
	int			round = 0;

	do
	{
		int			hits = 0;
		double		last = Max(r[TE_DOWN].change, r[TE_UP].change);

		round++;
		for (int side = TE_DOWN; side <= TE_UP; side++)
		{
			if (c->accelerate && r[side].nchanged == 0)
				continue;
			if (before != NULL)
				memcpy(before, r[side].lanes.loss, sizeof(double) * (Size) c->n);
			plain_round(c, side, &r[side], ignore);
			/* with a market, passed still holds what the last round's losses passed on */
			if (result != NULL)
				hits += mark_hits(c, side, &r[side], round,
								  r[side].lanes.available != NULL ? r[side].lanes.passed : before,
								  result);
		}
		quiet = hits > 0 ? 0 : quiet + 1;
		if (c->accelerate && round >= PLAIN_ROUNDS && quiet >= QUIET_ROUNDS &&
			r[TE_DOWN].work + r[TE_UP].work > patience)
			break;
		if (round > c->max_rounds)
		{
			int			worst = r[TE_UP].change > r[TE_DOWN].change ? TE_UP : TE_DOWN;

			te_cascade_not_converging(c, worst, round, r[worst].change, r[worst].change / last);
		}
	} while (!at_rest(c, r));
	if (before != NULL)
		pfree(before);
	return round;
}

void
te_cascade_run(const TeCascade *c, const double *shock, TeCascadeResult *result)
{
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
		int			plain = r[side].lanes.rounds;

		if (c->accelerate && r[side].nchanged > 0)
			te_cascade_settle(c, side, &r[side].lanes);
		te_cascade_pass(c, side, &r[side].lanes);
		mark_late_hits(c, side, &r[side].lanes, result->rounds + 1, result);
		solved = Max(solved, r[side].lanes.rounds - plain);
		result->loss[side] = r[side].lanes.loss;
		result->passed[side] = r[side].lanes.passed;
	}
	result->rounds += solved;
}

/* ---- the index of many scenarios ---- */

/* Share of all sales lost in one lane, together and by side. */
static void
weigh(const TeCascade *c, const double *down, const double *up, int lanes, int lane,
	  TeCascadeRisk *risk, int at)
{
	double		both = 0;
	double		by_side[2] = {0};

	for (int v = 0; v < c->n; v++)
	{
		double		d = down[(Size) v * lanes + lane];
		double		u = up[(Size) v * lanes + lane];

		TE_CHECK_EVERY(v);
		both += c->sales[v] * Max(d, u);
		by_side[TE_DOWN] += c->sales[v] * d;
		by_side[TE_UP] += c->sales[v] * u;
	}
	risk->risk[at] = both / c->total;
	risk->down[at] = by_side[TE_DOWN] / c->total;
	risk->up[at] = by_side[TE_UP] / c->total;
}

/* Scenarios that wait to be solved together */
typedef struct Batch
{
	TeLanes		side[2];
	double	   *shock;
	int			scenario[TE_CASCADE_BATCH]; /* place of each in the results */
	int			count;
} Batch;

static void
batch_begin(const TeCascade *c, Batch *b)
{
	int			lanes = c->n <= TE_CASCADE_BATCH_NODES ? TE_CASCADE_BATCH : 1;
	Size		size = (Size) c->n * lanes;

	memset(b, 0, sizeof(Batch));
	b->shock = te_vector(size);
	for (int side = TE_DOWN; side <= TE_UP; side++)
	{
		b->side[side].lanes = lanes;
		b->side[side].shock = b->shock;
		b->side[side].loss = te_vector(size);
		b->side[side].passed = b->side[side].loss;
	}
	if (c->market != NULL)
	{
		b->side[TE_DOWN].passed = te_vector(size);
		b->side[TE_DOWN].available = te_vector((Size) c->nmarkets * lanes);
	}
}

/* Solves the waiting scenarios. */
static void
batch_solve(const TeCascade *c, Batch *b, const int *nodes, double cut, TeCascadeRisk *risk)
{
	int			lanes = b->side[TE_DOWN].lanes;
	Size		size = sizeof(double) * (Size) c->n * lanes;

	memset(b->shock, 0, size);
	for (int l = 0; l < b->count; l++)
		b->shock[(Size) nodes[b->scenario[l]] * lanes + l] = cut;
	for (int side = TE_DOWN; side <= TE_UP; side++)
	{
		memcpy(b->side[side].loss, b->shock, size);
		b->side[side].rounds = 0;
		te_cascade_settle(c, side, &b->side[side]);
	}
	for (int l = 0; l < b->count; l++)
	{
		weigh(c, b->side[TE_DOWN].loss, b->side[TE_UP].loss, lanes, l, risk, b->scenario[l]);
		risk->rounds[b->scenario[l]] = Max(b->side[TE_DOWN].rounds, b->side[TE_UP].rounds);
	}
	b->count = 0;
}

/*
 * Runs plain rounds while few nodes are touched; false when they became too
 * many, so that the scenario is better solved with others.
 */
static bool
run_small(const TeCascade *c, Rounds *r, int *rounds)
{
	Size		limit = c->nedges / 2 + c->n;

	*rounds = 0;
	while (!at_rest(c, r))
	{
		for (int side = TE_DOWN; side <= TE_UP; side++)
		{
			if (r[side].nchanged == 0)
				continue;
			if (r[side].nchanged >= c->n / 32 + 1 || r[side].lanes.available != NULL)
				return false;
			plain_round(c, side, &r[side], c->tolerance * 1e-3);
		}
		(*rounds)++;
		if (r[TE_DOWN].work + r[TE_UP].work > limit)
			return false;
	}
	return true;
}

void
te_cascade_risk(const TeCascade *c, const int *nodes, int nnodes, double cut, TeCascadeRisk *risk)
{
	double	   *shock = te_vector(c->n);
	Rounds		r[2];
	Batch		batch;

	batch_begin(c, &batch);
	for (int side = TE_DOWN; side <= TE_UP; side++)
		rounds_begin(c, side, &r[side]);
	for (int i = 0; i < nnodes; i++)
	{
		bool		done = true;

		CHECK_FOR_INTERRUPTS();
		shock[nodes[i]] = cut;
		for (int side = TE_DOWN; side <= TE_UP; side++)
			rounds_start(c, side, &r[side], shock);
		if (c->accelerate)
			done = run_small(c, r, &risk->rounds[i]);
		else
			risk->rounds[i] = run_rounds(c, r, NULL);
		shock[nodes[i]] = 0;
		if (done)
			weigh(c, r[TE_DOWN].lanes.loss, r[TE_UP].lanes.loss, 1, 0, risk, i);
		else
			batch.scenario[batch.count++] = i;
		if (batch.count == batch.side[TE_DOWN].lanes)
			batch_solve(c, &batch, nodes, cut, risk);
	}
	if (batch.count > 0)
		batch_solve(c, &batch, nodes, cut, risk);
}
