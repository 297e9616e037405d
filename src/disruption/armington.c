/*
 * armington.c
 *	  A good from several origins that are imperfect substitutes.
 *
 * Buyers buy q_i = Q · (p_i / P)^−σ of a variety, Q = P^−η of the good; its sellers
 * offer w_i^s_i at p_i = τ_i · w_i, τ being duty after over duty before.  For a given index P
 * each variety clears by itself: ln p_i = (s_i ln τ_i + (σ − η) ln P) / (s_i + σ).  The index of
 * these prices must be P again: one equation, whose excess falls in ln P, for any number of
 * varieties (Francois and Hall 1997, "Partial equilibrium modeling"; 2009, "Global simulation").
 */
#include "postgres.h"

#include <math.h>

#include "base/sum.h"
#include "base/trade_exposure.h"
#include "disruption/armington.h"

#define HIGHEST_INDEX 600.0		/* ln of the index; e^600 is in float8's range */
#define MAX_STEPS 200			/* of the search */

/* ln of the price index of varieties whose prices rise by e^rise. */
double
te_armington_index(const double *share, const double *rise, int n, double elasticity)
{
	double		power = 1.0 - elasticity;
	TeSum		near = {0.0, 0.0};
	TeSum		far = {0.0, 0.0};
	bool		small = true;
	double		index;

	/*
	 * near σ = 1, where it is a geometric mean, by logarithms that keep
	 * their digits
	 */
	for (int i = 0; i < n; i++)
	{
		if (share[i] == 0)
			continue;
		if (isinf(rise[i]) && power >= 0)
			return NAN;
		if (power == 0)
			te_sum_add(&near, share[i] * rise[i]);
		else if (fabs(power * rise[i]) <= 1.0)
			te_sum_add(&near, share[i] * expm1(power * rise[i]));
		else
			small = false;
		te_sum_add(&far, share[i] * exp(power * rise[i]));
	}
	index = power == 0 ? near.hi : (small ? log1p(near.hi) : log(far.hi)) / power;
	return isfinite(index) ? index : NAN;
}

/* The rise of each variety's price at a price index of e^x. */
static void
prices_at(const TeVarieties *v, double x, double *paid)
{
	for (int i = 0; i < v->n; i++)
	{
		double		s = v->supply_elasticity[i];

		if (isinf(s) || isinf(v->wedge[i]))
			paid[i] = v->wedge[i];
		else
			paid[i] = (s * v->wedge[i] + (v->elasticity - v->demand_elasticity) * x) /
				(s + v->elasticity);
	}
}

/* The index of the prices at an index of e^x, less x; it falls with x. */
static double
excess_at(const TeVarieties *v, double x, double *paid)
{
	prices_at(v, x, paid);
	return te_armington_index(v->share, paid, v->n, v->elasticity) - x;
}

/* The x at which the excess is 0, between two that have it on either side. */
static double
index_between(const TeVarieties *v, double low, double high, double *paid)
{
	double		above = excess_at(v, low, paid);
	double		below = excess_at(v, high, paid);

	/* the rule of false position, Illinois: an end that stays counts half */
	for (int i = 0; i < MAX_STEPS && above > 0 && below < 0; i++)
	{
		double		x = (low * below - high * above) / (below - above);
		double		excess;

		if (!(x > low && x < high))
			x = 0.5 * (low + high);
		excess = excess_at(v, x, paid);
		if (excess == 0 || high - low <= 1e-16 * Max(fabs(low), fabs(high)))
			return x;
		if (excess > 0)
		{
			low = x;
			above = excess;
			below *= 0.5;
		}
		else
		{
			high = x;
			below = excess;
			above *= 0.5;
		}
	}
	return above <= 0 ? low : below >= 0 ? high : 0.5 * (low + high);
}

/* What the sellers of variety i receive and sell where buyers pay what they pay. */
static void
clear_variety(const TeVarieties *v, int i, TeArmington *clearing)
{
	double		s = v->supply_elasticity[i];

	if (isinf(v->wedge[i]))
	{
		clearing->received[i] = NAN;
		clearing->quantity[i] = -INFINITY;
		return;
	}
	clearing->received[i] = clearing->paid[i] - v->wedge[i];
	clearing->quantity[i] = !isinf(s) ? s * clearing->received[i] :
		(v->elasticity - v->demand_elasticity) * clearing->index -
		v->elasticity * clearing->paid[i];
}

/* Clears the market. */
void
te_armington_clear(const TeVarieties *v, TeArmington *clearing)
{
	double		low = -1.0;
	double		high = 1.0;
	double		start;

	clearing->paid = te_vector(v->n);
	clearing->received = te_vector(v->n);
	clearing->quantity = te_vector(v->n);
	clearing->index = NAN;
	for (int i = 0; i < v->n; i++)
		if (v->elasticity == 0 && v->supply_elasticity[i] == 0)
			return;				/* a quantity that nothing moves has no price */
	start = excess_at(v, 0.0, clearing->paid);
	if (start >= 0)
		low = 0.0;
	if (start <= 0)
		high = 0.0;
	while (low < 0 && excess_at(v, low, clearing->paid) < 0 && low > -HIGHEST_INDEX)
		low *= 2.0;
	while (high > 0 && excess_at(v, high, clearing->paid) > 0 && high < HIGHEST_INDEX)
		high *= 2.0;
	if (!(excess_at(v, low, clearing->paid) >= 0 && excess_at(v, high, clearing->paid) <= 0))
		return;
	clearing->index = index_between(v, low, high, clearing->paid);
	prices_at(v, clearing->index, clearing->paid);
	for (int i = 0; i < v->n; i++)
		clear_variety(v, i, clearing);
}
