/*
 * cascade_solve.c
 *	  Brings a cascade to its fixed point fast: Gauss–Seidel sweeps, then Newton
 *	  steps, for one scenario or eight that share each pass over the network.
 *
 * With the binding group of each node fixed, x = max(shock, F(x)) is linear.  F
 * is a maximum of such linear maps, so the least fixed point of one of them
 * never lies above that of F, and Newton's method (solve for the groups that
 * bind now, look again which bind) climbs towards it from below in a few steps.
 * The linear systems are solved by BiCGStab (van der Vorst, 1992).  Sweeps
 * before and after guard it: they cannot overshoot, and they judge the result.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "cascade.h"

#define SWEEPS_FIRST 16			/* sweeps before the first Newton step */
#define SWEEPS_NEXT 3			/* sweeps between Newton steps, more after one that failed */
#define SWEEPS_WORTH 24			/* sweeps that are cheaper than a Newton step */
#define KRYLOV_STEPS 300		/* steps of one linear solve */
#define ROUNDING 1e-14			/* changes that are rounding */
#define RATES 4					/* sweeps over which the rate of decay is watched */

#define POLICY_LINEAR -1		/* the non-essential inputs bind */
#define POLICY_FIXED -2			/* the shock itself binds */

/* Newton's linear solve: vectors of n × lanes */
typedef struct Krylov
{
	int		   *policy;			/* binding group, or POLICY_… */
	uint8	   *fed;			/* by node: lanes (bits) that lead to a fixed node */
	double	   *r;				/* residual */
	double	   *shadow;			/* its first value */
	double	   *p;				/* direction */
	double	   *v;				/* (I − M) p */
	double	   *t;				/* (I − M) r */
	double	   *delta;			/* the correction sought */
	double	   *scratch;		/* what partners see of a vector; NULL: the vector itself */
	double		largest[TE_CASCADE_BATCH];	/* residual */
	double		rho[TE_CASCADE_BATCH];
	double		alpha[TE_CASCADE_BATCH];
	double		omega[TE_CASCADE_BATCH];
	double		beta[TE_CASCADE_BATCH];
} Krylov;

/* How the sweeps shrink: tells how far the fixed point still is. */
typedef struct Decay
{
	int			sweeps;			/* since the start or the last Newton step */
	double		change[RATES + 2][TE_CASCADE_BATCH];	/* latest first */
} Decay;

/* Loss of node v in each lane, from what its partners pass on. */
static pg_attribute_always_inline void
lanes_loss(const TeCascadeSide *side, const double *passed, int v, const int lanes, double *loss)
{
	double		linear[TE_CASCADE_BATCH] = {0};

	for (int l = 0; l < lanes; l++)
		loss[l] = 0;
	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		double		sum[TE_CASCADE_BATCH] = {0};

		if (side->kind[g] == TE_INPUT_NEGLIGIBLE)
			continue;
		for (int k = side->edge_start[g]; k < side->edge_start[g + 1]; k++)
		{
			const double *from = passed + (Size) side->partner[k] * lanes;
			double		weight = side->weight[k];

			for (int l = 0; l < lanes; l++)
				sum[l] += weight * from[l];
		}
		if (side->kind[g] == TE_INPUT_ESSENTIAL)
			for (int l = 0; l < lanes; l++)
				loss[l] = sum[l] > loss[l] ? sum[l] : loss[l];
		else
			for (int l = 0; l < lanes; l++)
				linear[l] += sum[l];
	}
	for (int l = 0; l < lanes; l++)
	{
		loss[l] = linear[l] > loss[l] ? linear[l] : loss[l];
		loss[l] = loss[l] < 1 ? loss[l] : 1;
	}
}

double
te_cascade_node_loss(const TeCascadeSide *side, const double *passed, int v)
{
	double		loss;

	lanes_loss(side, passed, v, 1, &loss);
	return loss;
}

/* Share of node v's loss that no rival makes up for. */
static inline double
irreplaceable(const TeCascade *c, const TeLanes *state, int v, int lane)
{
	double		available = state->available[(Size) c->market[v] * state->lanes + lane];

	return c->sales[v] < available ? c->sales[v] / available : 1;
}

/* Recomputes what rivals still sell and what each node passes on, from the losses. */
void
te_cascade_pass(const TeCascade *c, int side, TeLanes *state)
{
	int			lanes = state->lanes;

	if (state->available == NULL)
		return;
	memset(state->available, 0, sizeof(double) * (Size) c->nmarkets * lanes);
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		for (int l = 0; l < lanes; l++)
			state->available[(Size) c->market[v] * lanes + l] +=
				c->sales[v] * (1 - state->loss[(Size) v * lanes + l]);
	}
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		for (int l = 0; l < lanes; l++)
			state->passed[(Size) v * lanes + l] =
				irreplaceable(c, state, v, l) * state->loss[(Size) v * lanes + l];
	}
}

/* One Gauss–Seidel sweep; leaves the largest change of each lane in state->change. */
static pg_attribute_always_inline void
sweep(const TeCascade *c, const TeCascadeSide *side, TeLanes *state, const int lanes, bool backward)
{
	double		change[TE_CASCADE_BATCH] = {0};

	for (int i = 0; i < c->n; i++)
	{
		int			v = backward ? c->n - 1 - i : i;
		double	   *loss = state->loss + (Size) v * lanes;
		const double *shock = state->shock + (Size) v * lanes;
		double		now[TE_CASCADE_BATCH];

		TE_CHECK_EVERY(i);
		lanes_loss(side, state->passed, v, lanes, now);
		for (int l = 0; l < lanes; l++)
		{
			double		moved;

			now[l] = shock[l] > now[l] ? shock[l] : now[l];
			moved = fabs(now[l] - loss[l]);
			change[l] = moved > change[l] ? moved : change[l];
			loss[l] = now[l];
		}
		if (state->available != NULL)
			for (int l = 0; l < lanes; l++)
				state->passed[(Size) v * lanes + l] = irreplaceable(c, state, v, l) * loss[l];
	}
	for (int l = 0; l < lanes; l++)
		state->change[l] = change[l];
}

static void
sweep_lanes(const TeCascade *c, int side, TeLanes *state)
{
	te_cascade_pass(c, side, state);
	if (state->lanes == 1)
		sweep(c, &c->side[side], state, 1, state->rounds & 1);
	else
		sweep(c, &c->side[side], state, TE_CASCADE_BATCH, state->rounds & 1);
	state->rounds++;
}

/* ---- Newton ---- */

/* Finds the group that binds at node v in each lane, and the residual there. */
static void
choose_policy(const TeCascadeSide *side, const TeLanes *state, Krylov *k, int v)
{
	int			lanes = state->lanes;
	double		best[TE_CASCADE_BATCH] = {0};
	double		linear[TE_CASCADE_BATCH] = {0};
	int		   *policy = k->policy + (Size) v * lanes;

	for (int l = 0; l < lanes; l++)
		policy[l] = POLICY_LINEAR;
	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		double		sum[TE_CASCADE_BATCH] = {0};

		if (side->kind[g] == TE_INPUT_NEGLIGIBLE)
			continue;
		for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
			for (int l = 0; l < lanes; l++)
				sum[l] += side->weight[e] * state->passed[(Size) side->partner[e] * lanes + l];
		for (int l = 0; l < lanes; l++)
		{
			if (side->kind[g] == TE_INPUT_LINEAR)
				linear[l] += sum[l];
			else if (sum[l] > best[l])
			{
				best[l] = sum[l];
				policy[l] = g;
			}
		}
	}
	for (int l = 0; l < lanes; l++)
	{
		double		shock = state->shock[(Size) v * lanes + l];
		double		loss = Max(best[l], linear[l]);

		if (linear[l] > best[l])
			policy[l] = POLICY_LINEAR;
		if (shock >= loss)
			policy[l] = POLICY_FIXED;
		k->r[(Size) v * lanes + l] = Max(shock, loss) - state->loss[(Size) v * lanes + l];
	}
}

/* The lanes, as bits, in which group g of node v binds. */
static inline int
binding_lanes(const TeCascadeSide *side, const Krylov *k, int lanes, int v, int g)
{
	int			code = side->kind[g] == TE_INPUT_LINEAR ? POLICY_LINEAR : g;
	int			bits = 0;

	for (int l = 0; l < lanes; l++)
		bits |= (k->policy[(Size) v * lanes + l] == code) << l;
	return side->kind[g] == TE_INPUT_NEGLIGIBLE ? 0 : bits;
}

/* Adds to v's bits the lanes in which a binding partner has its bit set; true when any was new. */
static bool
spread(const TeCascadeSide *side, Krylov *k, int lanes, int v)
{
	int			bits = k->fed[v];

	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		int			open = binding_lanes(side, k, lanes, v, g) & ~bits;

		for (int e = side->edge_start[g]; open != 0 && e < side->edge_start[g + 1]; e++)
		{
			bits |= open & k->fed[side->partner[e]];
			open &= ~bits;
		}
	}
	if (bits == k->fed[v])
		return false;
	k->fed[v] = bits;
	return true;
}

/*
 * Holds the nodes whose binding groups lead back only to each other: such a
 * loop keeps any loss once it has it, so the linear system would not say which.
 */
static void
hold_loops(const TeCascade *c, const TeCascadeSide *side, const TeLanes *state, Krylov *k)
{
	int			lanes = state->lanes;
	int			all = (1 << lanes) - 1;
	bool		more = true;

	for (int v = 0; v < c->n; v++)
	{
		k->fed[v] = 0;
		for (int l = 0; l < lanes; l++)
			k->fed[v] |= (k->policy[(Size) v * lanes + l] == POLICY_FIXED) << l;
	}
	for (int pass = 0; more; pass++)
	{
		more = false;
		for (int i = 0; i < c->n; i++)
		{
			int			v = pass & 1 ? c->n - 1 - i : i;

			TE_CHECK_EVERY(i);
			if (k->fed[v] != all)
				more |= spread(side, k, lanes, v);
		}
	}
	for (int v = 0; v < c->n; v++)
		for (int l = 0; l < lanes; l++)
		{
			if (k->fed[v] & (1 << l))
				continue;
			k->policy[(Size) v * lanes + l] = POLICY_FIXED;
			k->r[(Size) v * lanes + l] = 0;
		}
}

/* out = (I − M) x, M the linear map of the binding groups. */
static pg_attribute_always_inline void
apply(const TeCascade *c, const TeCascadeSide *side, const TeLanes *state, const Krylov *k,
	  const double *x, double *out, const int lanes)
{
	const double *seen = x;

	if (k->scratch != NULL)
	{
		for (int v = 0; v < c->n; v++)
			for (int l = 0; l < lanes; l++)
				k->scratch[(Size) v * lanes + l] =
					irreplaceable(c, state, v, l) * x[(Size) v * lanes + l];
		seen = k->scratch;
	}
	for (int v = 0; v < c->n; v++)
	{
		double		total[TE_CASCADE_BATCH] = {0};

		TE_CHECK_EVERY(v);
		for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
		{
			int			binds = binding_lanes(side, k, lanes, v, g);
			double		sum[TE_CASCADE_BATCH] = {0};

			if (binds == 0)
				continue;
			for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
				for (int l = 0; l < lanes; l++)
					sum[l] += side->weight[e] * seen[(Size) side->partner[e] * lanes + l];
			for (int l = 0; l < lanes; l++)
				total[l] += binds & (1 << l) ? sum[l] : 0;
		}
		for (int l = 0; l < lanes; l++)
			out[(Size) v * lanes + l] = x[(Size) v * lanes + l] - total[l];
	}
}

static void
apply_lanes(const TeCascade *c, int side, const TeLanes *state, const Krylov *k,
			const double *x, double *out)
{
	if (state->lanes == 1)
		apply(c, &c->side[side], state, k, x, out, 1);
	else
		apply(c, &c->side[side], state, k, x, out, TE_CASCADE_BATCH);
}

/* Σ a b of each lane. */
static void
dot(int n, int lanes, const double *a, const double *b, double *sum)
{
	for (int l = 0; l < lanes; l++)
		sum[l] = 0;
	for (int v = 0; v < n; v++)
	{
		TE_CHECK_EVERY(v);
		for (int l = 0; l < lanes; l++)
			sum[l] += a[(Size) v * lanes + l] * b[(Size) v * lanes + l];
	}
}

/* y += factor · x by lane. */
static void
add_scaled(int n, int lanes, double *y, const double *factor, const double *x, double sign)
{
	for (int v = 0; v < n; v++)
	{
		TE_CHECK_EVERY(v);
		for (int l = 0; l < lanes; l++)
			y[(Size) v * lanes + l] += sign * factor[l] * x[(Size) v * lanes + l];
	}
}

/* a / b, or 0 where that says nothing: the lane then stands still. */
static double
ratio(double a, double b)
{
	double		q = b != 0 ? a / b : 0;

	return isfinite(q) ? q : 0;
}

/* Leaves the largest residual of each lane; returns true when none is above the goal. */
static bool
measure(int n, int lanes, Krylov *k, double goal)
{
	bool		reached = true;

	for (int l = 0; l < lanes; l++)
		k->largest[l] = 0;
	for (int v = 0; v < n; v++)
	{
		TE_CHECK_EVERY(v);
		for (int l = 0; l < lanes; l++)
		{
			double		r = fabs(k->r[(Size) v * lanes + l]);

			/* written so that NaN counts as large */
			k->largest[l] = r <= k->largest[l] ? k->largest[l] : r;
		}
	}
	for (int l = 0; l < lanes; l++)
		reached &= k->largest[l] <= goal;
	return reached;
}

/* One step of BiCGStab in every lane. */
static void
krylov_step(const TeCascade *c, int side, const TeLanes *state, Krylov *k)
{
	int			lanes = state->lanes;
	double		rho[TE_CASCADE_BATCH];
	double		other[TE_CASCADE_BATCH];

	dot(c->n, lanes, k->shadow, k->r, rho);
	for (int l = 0; l < lanes; l++)
		k->beta[l] = ratio(rho[l], k->rho[l]) * ratio(k->alpha[l], k->omega[l]);
	for (int v = 0; v < c->n; v++)
		for (int l = 0; l < lanes; l++)
		{
			Size		i = (Size) v * lanes + l;

			k->p[i] = k->r[i] + k->beta[l] * (k->p[i] - k->omega[l] * k->v[i]);
		}
	apply_lanes(c, side, state, k, k->p, k->v);
	dot(c->n, lanes, k->shadow, k->v, other);
	for (int l = 0; l < lanes; l++)
	{
		k->rho[l] = rho[l];
		k->alpha[l] = ratio(rho[l], other[l]);
	}
	add_scaled(c->n, lanes, k->delta, k->alpha, k->p, 1);
	add_scaled(c->n, lanes, k->r, k->alpha, k->v, -1);
	apply_lanes(c, side, state, k, k->r, k->t);
	dot(c->n, lanes, k->t, k->r, k->omega);
	dot(c->n, lanes, k->t, k->t, other);
	for (int l = 0; l < lanes; l++)
		k->omega[l] = ratio(k->omega[l], other[l]);
	add_scaled(c->n, lanes, k->delta, k->omega, k->r, 1);
	add_scaled(c->n, lanes, k->r, k->omega, k->t, -1);
}

/*
 * Adds the correction to the losses of the lanes where it is a solution and
 * makes sense; returns false when it does not in some lane.  (There is none
 * where the groups that bind now form a loop that feeds itself.)
 */
static bool
take_correction(const TeCascade *c, TeLanes *state, const Krylov *k, double goal)
{
	int			lanes = state->lanes;
	bool		all = true;

	for (int l = 0; l < lanes; l++)
	{
		bool		fits = k->largest[l] <= goal;

		for (int v = 0; v < c->n && fits; v++)
		{
			double		next = state->loss[(Size) v * lanes + l] + k->delta[(Size) v * lanes + l];

			fits = isfinite(next) && next <= 1 + c->tolerance &&
				k->delta[(Size) v * lanes + l] >= -c->tolerance;
		}
		for (int v = 0; v < c->n && fits; v++)
		{
			Size		i = (Size) v * lanes + l;

			state->loss[i] = Min(Max(state->loss[i] + k->delta[i], state->shock[i]), 1);
		}
		all &= fits;
	}
	return all;
}

/* One Newton step: solves for the groups that bind now; false when that was no use. */
static bool
newton(const TeCascade *c, int side, TeLanes *state, Krylov *k)
{
	Size		size = (Size) c->n * state->lanes;
	double		goal = Max(c->tolerance * 1e-5, ROUNDING / 4);

	te_cascade_pass(c, side, state);
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		choose_policy(&c->side[side], state, k, v);
	}
	hold_loops(c, &c->side[side], state, k);
	memcpy(k->shadow, k->r, sizeof(double) * size);
	memset(k->p, 0, sizeof(double) * size);
	memset(k->v, 0, sizeof(double) * size);
	memset(k->delta, 0, sizeof(double) * size);
	for (int l = 0; l < state->lanes; l++)
		k->rho[l] = k->alpha[l] = k->omega[l] = 1;
	for (int step = 0; step < KRYLOV_STEPS; step++)
	{
		state->rounds++;
		krylov_step(c, side, state, k);
		if (measure(c->n, state->lanes, k, goal))
			break;
	}
	return take_correction(c, state, k, goal);
}

static Krylov *
krylov_begin(const TeCascade *c, int side, const TeLanes *state)
{
	Size		size = (Size) c->n * state->lanes;
	Krylov	   *k = palloc0(sizeof(Krylov));

	k->policy = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(int) * (size + 1));
	k->fed = palloc((Size) c->n + 1);
	k->r = te_vector(size);
	k->shadow = te_vector(size);
	k->p = te_vector(size);
	k->v = te_vector(size);
	k->t = te_vector(size);
	k->delta = te_vector(size);
	k->scratch = state->available != NULL ? te_vector(size) : NULL;
	return k;
}

static void
krylov_end(Krylov *k)
{
	if (k == NULL)
		return;
	pfree(k->policy);
	pfree(k->fed);
	pfree(k->r);
	pfree(k->shadow);
	pfree(k->p);
	pfree(k->v);
	pfree(k->t);
	pfree(k->delta);
	if (k->scratch != NULL)
		pfree(k->scratch);
	pfree(k);
}

/* ---- convergence ---- */

/*
 * The slowest rate at which a lane's changes shrank lately.  Sweeps alternate
 * their direction, so a change is compared with the one before the last.
 */
static double
decay_rate(const Decay *decay, int lane)
{
	double		rate = 0;

	for (int i = 0; i < RATES; i++)
	{
		double		before = decay->change[i + 2][lane];

		if (before > 0)
			rate = Max(rate, sqrt(decay->change[i][lane] / before));
	}
	return rate;
}

/* True when no lane's loss is further than the tolerance from its fixed point. */
static bool
settled(const TeCascade *c, TeLanes *state, Decay *decay)
{
	bool		all = true;

	memmove(decay->change[1], decay->change[0], sizeof(decay->change[0]) * (RATES + 1));
	memcpy(decay->change[0], state->change, sizeof(decay->change[0]));
	decay->sweeps++;
	for (int l = 0; l < state->lanes && all; l++)
	{
		double		rate = decay_rate(decay, l);

		if (state->change[l] <= Max(c->tolerance * 1e-4, ROUNDING))
			continue;
		all = decay->sweeps >= RATES + 2 && rate < 1 &&
			state->change[l] * rate / (1 - rate) <= c->tolerance;
	}
	return all;
}

/* Sweeps that the slowest lane still needs, as far as can be told. */
static double
sweeps_left(const TeCascade *c, const TeLanes *state, const Decay *decay)
{
	double		most = 0;

	for (int l = 0; l < state->lanes; l++)
	{
		double		rate = decay_rate(decay, l);

		if (rate >= 1)
			return HUGE_VAL;
		if (rate > 0 && state->change[l] > 0)
			most = Max(most, log(c->tolerance * (1 - rate) / (state->change[l] * rate)) / log(rate));
	}
	return most;
}

void
te_cascade_not_converging(const TeCascade *c, int side, int rounds, double change, double rate)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("cascade does not converge within %d rounds", c->max_rounds),
			 errdetail("After %d rounds %s the last change is %g (tolerance %g), and changes shrink by a factor of %.6f a round.",
					   rounds, side == TE_DOWN ? "downstream" : "upstream",
					   change, c->tolerance, rate),
			 errhint("Raise max_rounds or tolerance, or let accelerate be true.")));
}

void
te_cascade_settle(const TeCascade *c, int side, TeLanes *state)
{
	Decay		decay = {0};
	Krylov	   *k = NULL;
	int			first = state->rounds;
	int			wait = SWEEPS_FIRST;

	for (;;)
	{
		sweep_lanes(c, side, state);
		if (settled(c, state, &decay))
			break;
		if (state->rounds - first > c->max_rounds)
		{
			int			worst = 0;

			for (int l = 1; l < state->lanes; l++)
				if (state->change[l] > state->change[worst])
					worst = l;
			te_cascade_not_converging(c, side, state->rounds - first, state->change[worst],
									  decay_rate(&decay, worst));
		}
		if (decay.sweeps >= wait &&
			(k != NULL || sweeps_left(c, state, &decay) > SWEEPS_WORTH))
		{
			if (k == NULL)
				k = krylov_begin(c, side, state);
			wait = newton(c, side, state, k) ? SWEEPS_NEXT : 4 * wait;
			memset(&decay, 0, sizeof(decay));
		}
	}
	krylov_end(k);
}
