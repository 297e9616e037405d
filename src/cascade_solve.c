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

#define CHOICE_LINEAR -1		/* the non-essential inputs bind */
#define CHOICE_NONE -2			/* the shock itself binds */

/* Newton's linear solve: vectors of n × lanes */
typedef struct Krylov
{
	uint8	   *binds;			/* by group: lanes (bits) in which it binds */
	uint8	   *fed;			/* by node: lanes in which it hangs on a node where no group binds */
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

/*
 * Finds the group that binds at node v in each lane (its bit goes to
 * k->binds), the lanes where none does (to k->fed), and the residual.
 */
static void
choose_groups(const TeCascadeSide *side, const TeLanes *state, Krylov *k, int v)
{
	int			lanes = state->lanes;
	double		best[TE_CASCADE_BATCH] = {0};
	double		linear[TE_CASCADE_BATCH] = {0};
	int			choice[TE_CASCADE_BATCH];

	for (int l = 0; l < lanes; l++)
		choice[l] = CHOICE_LINEAR;
	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		double		sum[TE_CASCADE_BATCH] = {0};

		for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
			for (int l = 0; l < lanes; l++)
				sum[l] += side->weight[e] * state->passed[(Size) side->partner[e] * lanes + l];
		for (int l = 0; l < lanes; l++)
		{
			if (side->kind[g] == TE_INPUT_LINEAR)
				linear[l] += sum[l];
			else if (side->kind[g] == TE_INPUT_ESSENTIAL && sum[l] > best[l])
			{
				best[l] = sum[l];
				choice[l] = g;
			}
		}
	}
	k->fed[v] = 0;
	for (int l = 0; l < lanes; l++)
	{
		double		shock = state->shock[(Size) v * lanes + l];
		double		loss = Max(best[l], linear[l]);

		if (linear[l] > best[l])
			choice[l] = CHOICE_LINEAR;
		if (shock >= loss)
		{
			choice[l] = CHOICE_NONE;
			k->fed[v] |= 1 << l;
		}
		k->r[(Size) v * lanes + l] = Max(shock, loss) - state->loss[(Size) v * lanes + l];
	}
	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		int			code = side->kind[g] == TE_INPUT_LINEAR ? CHOICE_LINEAR : g;

		k->binds[g] = 0;
		for (int l = 0; l < lanes; l++)
			k->binds[g] |= (choice[l] == code) << l;
	}
}

/* Adds to v's bits the lanes in which a binding partner has its bit set; true when any was new. */
static bool
spread(const TeCascadeSide *side, Krylov *k, int v)
{
	int			bits = k->fed[v];

	for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
	{
		int			open = k->binds[g] & ~bits;

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

	for (int pass = 0; more; pass++)
	{
		more = false;
		for (int i = 0; i < c->n; i++)
		{
			int			v = pass & 1 ? c->n - 1 - i : i;

			TE_CHECK_EVERY(i);
			if (k->fed[v] != all)
				more |= spread(side, k, v);
		}
	}
	for (int v = 0; v < c->n; v++)
	{
		if (k->fed[v] == all)
			continue;
		for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
			k->binds[g] &= k->fed[v];
		for (int l = 0; l < lanes; l++)
			if (!(k->fed[v] & (1 << l)))
				k->r[(Size) v * lanes + l] = 0;
	}
}

/*
 * out = (I − M) x, M the linear map of the binding groups; with the sums over
 * nodes of out · other and out · out in each lane.
 */
static pg_attribute_always_inline void
apply(const TeCascade *c, const TeCascadeSide *side, const TeLanes *state, const Krylov *k,
	  const double *x, double *out, const double *other, double *mixed, double *square,
	  const int lanes)
{
	const double *seen = x;
	double		sum_mixed[TE_CASCADE_BATCH] = {0};
	double		sum_square[TE_CASCADE_BATCH] = {0};

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
		Size		at = (Size) v * lanes;
		double		total[TE_CASCADE_BATCH];

		TE_CHECK_EVERY(v);
		for (int l = 0; l < lanes; l++)
			total[l] = x[at + l];
		for (int g = side->group_start[v]; g < side->group_start[v + 1]; g++)
		{
			double		sum[TE_CASCADE_BATCH] = {0};
			int			binds = k->binds[g];

			if (binds == 0)
				continue;
			for (int e = side->edge_start[g]; e < side->edge_start[g + 1]; e++)
			{
				const double *from = seen + (Size) side->partner[e] * lanes;
				double		weight = side->weight[e];

				for (int l = 0; l < lanes; l++)
					sum[l] += weight * from[l];
			}
			for (int l = 0; l < lanes; l++)
				total[l] -= binds & (1 << l) ? sum[l] : 0;
		}
		for (int l = 0; l < lanes; l++)
		{
			out[at + l] = total[l];
			sum_mixed[l] += total[l] * other[at + l];
			sum_square[l] += total[l] * total[l];
		}
	}
	memcpy(mixed, sum_mixed, sizeof(sum_mixed));
	memcpy(square, sum_square, sizeof(sum_square));
}

/* a / b, or 0 where that says nothing: the lane then stands still. */
static double
ratio(double a, double b)
{
	double		q = b != 0 ? a / b : 0;

	return isfinite(q) ? q : 0;
}

/* Moves on the correction and the residual; leaves rho and the largest residual of the next step. */
static pg_attribute_always_inline void
advance(const TeCascade *c, Krylov *k, const int lanes)
{
	double		rho[TE_CASCADE_BATCH] = {0};
	double		largest[TE_CASCADE_BATCH] = {0};

	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		for (int l = 0; l < lanes; l++)
		{
			Size		i = (Size) v * lanes + l;
			double		r = k->r[i] - k->omega[l] * k->t[i];

			k->delta[i] += k->alpha[l] * k->p[i] + k->omega[l] * k->r[i];
			k->r[i] = r;
			rho[l] += k->shadow[i] * r;
			/* written so that NaN counts as large */
			largest[l] = fabs(r) <= largest[l] ? largest[l] : fabs(r);
		}
	}
	for (int l = 0; l < lanes; l++)
	{
		k->beta[l] = ratio(rho[l], k->rho[l]) * ratio(k->alpha[l], k->omega[l]);
		k->rho[l] = rho[l];
		k->largest[l] = largest[l];
	}
}

/* One step of BiCGStab in every lane. */
static pg_attribute_always_inline void
krylov_step(const TeCascade *c, const TeCascadeSide *side, const TeLanes *state, Krylov *k,
			const int lanes)
{
	double		mixed[TE_CASCADE_BATCH];
	double		square[TE_CASCADE_BATCH];

	for (int v = 0; v < c->n; v++)
		for (int l = 0; l < lanes; l++)
		{
			Size		i = (Size) v * lanes + l;

			k->p[i] = k->r[i] + k->beta[l] * (k->p[i] - k->omega[l] * k->v[i]);
		}
	apply(c, side, state, k, k->p, k->v, k->shadow, mixed, square, lanes);
	for (int l = 0; l < lanes; l++)
		k->alpha[l] = ratio(k->rho[l], mixed[l]);
	for (int v = 0; v < c->n; v++)
		for (int l = 0; l < lanes; l++)
			k->r[(Size) v * lanes + l] -= k->alpha[l] * k->v[(Size) v * lanes + l];
	apply(c, side, state, k, k->r, k->t, k->r, mixed, square, lanes);
	for (int l = 0; l < lanes; l++)
		k->omega[l] = ratio(mixed[l], square[l]);
	advance(c, k, lanes);
}

/* Solves for the correction; stops when no lane's residual is above the goal. */
static void
solve(const TeCascade *c, int side, TeLanes *state, Krylov *k, double goal)
{
	Size		size = (Size) c->n * state->lanes;
	bool		reached = false;

	memcpy(k->shadow, k->r, sizeof(double) * size);
	memset(k->p, 0, sizeof(double) * size);
	memset(k->v, 0, sizeof(double) * size);
	memset(k->delta, 0, sizeof(double) * size);
	memset(k->rho, 0, sizeof(k->rho));
	for (Size i = 0; i < size; i++)
		k->rho[i % state->lanes] += k->r[i] * k->r[i];
	memset(k->beta, 0, sizeof(k->beta));
	memset(k->omega, 0, sizeof(k->omega));
	for (int step = 0; step < KRYLOV_STEPS && !reached; step++)
	{
		state->rounds++;
		if (state->lanes == 1)
			krylov_step(c, &c->side[side], state, k, 1);
		else
			krylov_step(c, &c->side[side], state, k, TE_CASCADE_BATCH);
		reached = true;
		for (int l = 0; l < state->lanes; l++)
			reached &= k->largest[l] <= goal;
	}
}

/*
 * Adds the correction to the losses of the lanes where it is a solution and
 * makes sense; returns false when it does not in some lane.
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
	double		goal = Max(c->tolerance * 1e-4, ROUNDING / 4);

	te_cascade_pass(c, side, state);
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		choose_groups(&c->side[side], state, k, v);
	}
	hold_loops(c, &c->side[side], state, k);
	solve(c, side, state, k, goal);
	return take_correction(c, state, k, goal);
}

static Krylov *
krylov_begin(const TeCascade *c, int side, const TeLanes *state)
{
	Size		size = (Size) c->n * state->lanes;
	Krylov	   *k = palloc0(sizeof(Krylov));

	k->binds = palloc((Size) c->side[side].group_start[c->n] + 1);
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
	pfree(k->binds);
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

		if (state->change[l] <= Max(c->tolerance * 1e-3, ROUNDING))
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
