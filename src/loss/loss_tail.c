/*
 * loss_tail.c
 *	  Tails of losses by a model.
 *
 * Peaks over a threshold: Hosking and Wallis (1987), "Parameter and quantile
 * estimation for the generalized Pareto distribution", Technometrics 29; the
 * likelihood along one parameter: Grimshaw (1993), Technometrics 35; quantile and
 * tail mean: McNeil, Frey and Embrechts (2005), Quantitative Risk Management, 7.2.
 * Moments: Cornish and Fisher (1937); where they hold, and the tail mean: Maillard
 * (2012), "A user's guide to the Cornish Fisher expansion".
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/sum.h"
#include "base/trade_exposure.h"
#include "loss/loss_tail.h"
#include "loss/random.h"

#define PLOTTING_OFFSET 0.35	/* p_i = (i − 0.35) / n, Hosking and Wallis */

/* The standard error of a shape fitted by moments; NAN from 0.5 on, where it is unbounded. */
static double
moments_error(double shape, int n)
{
	double		k = -shape;

	if (shape >= 0.5)
		return NAN;
	return (2 + k) * sqrt((1 + k) * (1 + k + 2 * k * k) / ((1 + 2 * k) * (3 + 2 * k)) / n);
}

/* Fits by probability-weighted moments; "excess" ascends and is above 0. */
TePareto
te_pareto_moments(const double *excess, int n)
{
	double		largest = excess[n - 1];
	TeSum		mean = {0.0, 0.0};
	TeSum		weighted = {0.0, 0.0};
	double		b0;
	double		a1;
	TePareto	fit;

	for (int i = 0; i < n; i++)
	{
		double		y = excess[i] / largest;

		TE_CHECK_EVERY(i);
		te_sum_add(&mean, y);
		te_sum_add(&weighted, (1 - (i + 1 - PLOTTING_OFFSET) / n) * y);
	}
	b0 = mean.hi / n;
	a1 = weighted.hi / n;
	fit.shape = 2 - b0 / (b0 - 2 * a1);
	fit.scale = 2 * b0 * a1 / (b0 - 2 * a1) * largest;
	fit.shape_error = moments_error(fit.shape, n);
	return fit;
}

/* ---- the likelihood ---- */

#define LOWEST_STEP (-30.0)		/* of the search: ln(1 + θ · largest) */
#define HIGHEST_STEP 40.0
#define STEP 0.25
#define NEAR_NULL 1e-7			/* θ · largest this small is none: ratios of
								 * 0 by 0 */

/* The profile of the likelihood at θ = shape / scale, with excesses in units of the largest. */
typedef struct Profile
{
	double		theta;
	double		shape;			/* that fits best: the mean of ln(1 + θ y) */
	double		cost;			/* −ln(likelihood) / n − 1 */
	double		slope;			/* of the cost */
} Profile;

/* The profile where 1 + θ = e^t. */
static Profile
profile_at(const double *excess, int n, double t)
{
	Profile		p = {expm1(t)};
	double		largest = excess[n - 1];
	TeSum		logs = {0.0, 0.0};
	TeSum		inner = {0.0, 0.0};
	TeSum		squares = {0.0, 0.0};
	TeSum		sum = {0.0, 0.0};
	double		mean;

	for (int i = 0; i < n; i++)
	{
		double		y = excess[i] / largest;

		TE_CHECK_EVERY(i);
		te_sum_add(&sum, y);
		te_sum_add(&squares, y * y);
		te_sum_add(&logs, i == n - 1 ? t : log1p(p.theta * y));
		te_sum_add(&inner, i == n - 1 ? exp(-t) : y / (1 + p.theta * y));
	}
	mean = sum.hi / n;
	p.shape = logs.hi / n;
	if (fabs(p.theta) < NEAR_NULL)
	{
		p.cost = log(mean) + p.shape;
		p.slope = mean - squares.hi / n / (2 * mean);
	}
	else
	{
		p.cost = log(p.shape / p.theta) + p.shape;
		p.slope = inner.hi / n / p.shape - 1 / p.theta + inner.hi / n;
	}
	return p;
}

/* The profile where the slope is 0, between t = low (slope below 0) and high (above). */
static Profile
lowest_between(const double *excess, int n, double low, double high)
{
	Profile		p = profile_at(excess, n, low);

	for (int i = 0; i < 60 && high - low > 1e-15 * Max(1.0, fabs(low)); i++)
	{
		double		middle = 0.5 * (low + high);

		p = profile_at(excess, n, middle);
		if (p.slope < 0)
			low = middle;
		else
			high = middle;
	}
	return p;
}

/* Fits by the largest likelihood; NAN where it has no maximum with a shape above −1. */
TePareto
te_pareto_likelihood(const double *excess, int n)
{
	TePareto	fit = {NAN, NAN, NAN};
	double		best = INFINITY;
	bool		falls = false;

	for (double t = LOWEST_STEP; t <= HIGHEST_STEP; t += STEP)
	{
		Profile		p = profile_at(excess, n, t);

		if (falls && p.slope >= 0)
		{
			p = lowest_between(excess, n, t - STEP, t);
			if (p.shape > -1 && p.cost < best)
			{
				best = p.cost;
				fit.shape = p.shape;
				fit.scale = exp(p.cost - p.shape) * excess[n - 1];
			}
			falls = false;
		}
		else
			falls = p.slope < 0;
	}
	if (fit.shape > -0.5)
		fit.shape_error = (1 + fit.shape) / sqrt(n);
	return fit;
}

/* ---- what a fit says ---- */

/* The quantile of losses of which the share "exceeding" is above the threshold. */
double
te_pareto_quantile(const TePareto *fit, double threshold, double exceeding, double level)
{
	double		rise = log(exceeding / (1 - level));

	if (rise < 0)
		return NAN;
	if (fit->shape == 0)
		return threshold + fit->scale * rise;
	return threshold + fit->scale / fit->shape * expm1(fit->shape * rise);
}

/* The mean above that quantile; NAN where the shape is 1 or more. */
double
te_pareto_shortfall(const TePareto *fit, double threshold, double quantile)
{
	if (fit->shape >= 1)
		return NAN;
	return quantile + (fit->scale + fit->shape * (quantile - threshold)) / (1 - fit->shape);
}

/* ---- moments ---- */

/* The moments of n losses. */
TeMoments
te_loss_moments(const double *losses, int n)
{
	TeMoments	moments = {NAN, NAN, NAN, NAN};
	TeSum		sum = {0.0, 0.0};
	TeSum		power[3] = {{0.0, 0.0}, {0.0, 0.0}, {0.0, 0.0}};
	double		widest = 0.0;

	for (int i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		te_sum_add(&sum, losses[i] / n);
	}
	moments.mean = sum.hi;
	for (int i = 0; i < n; i++)
		widest = Max(widest, fabs(losses[i] - moments.mean));
	moments.deviation = 0.0;
	if (widest == 0)
		return moments;
	for (int i = 0; i < n; i++)
	{
		double		d = (losses[i] - moments.mean) / widest;

		TE_CHECK_EVERY(i);
		te_sum_add(&power[0], d * d);
		te_sum_add(&power[1], d * d * d);
		te_sum_add(&power[2], d * d * d * d);
	}
	for (int i = 0; i < 3; i++)
		power[i].hi /= n;
	moments.deviation = sqrt(power[0].hi) * widest;
	moments.skewness = power[1].hi / (power[0].hi * sqrt(power[0].hi));
	moments.excess_kurtosis = power[2].hi / (power[0].hi * power[0].hi) - 3;
	return moments;
}

/* The quantile of Cornish and Fisher at a confidence level. */
double
te_cornish_fisher_quantile(const TeMoments *moments, double level)
{
	double		z = te_normal_quantile(level);
	double		s = moments->skewness;

	if (moments->deviation == 0)
		return moments->mean;
	return moments->mean + moments->deviation *
		(z + (z * z - 1) * s / 6 + (z * z - 3) * z * moments->excess_kurtosis / 24 -
		 (2 * z * z - 5) * z * s * s / 36);
}

/*
 * The mean of what these quantiles are above the level: the integral of a
 * polynomial times the normal density, in closed form.
 */
double
te_cornish_fisher_shortfall(const TeMoments *moments, double level)
{
	double		z = te_normal_quantile(level);
	double		s = moments->skewness;
	double		density = exp(-0.5 * z * z) / sqrt(2 * M_PI);

	if (moments->deviation == 0)
		return moments->mean;
	return moments->mean + moments->deviation * density / (1 - level) *
		(1 + z * s / 6 + (z * z - 1) * moments->excess_kurtosis / 24 -
		 (2 * z * z - 1) * s * s / 36);
}

/* Do these quantiles rise with the level everywhere?  Their slope is a quadratic in z. */
bool
te_cornish_fisher_rises(const TeMoments *moments)
{
	double		s = moments->skewness;
	double		bend = moments->excess_kurtosis / 8 - s * s / 6;
	double		base = 1 - moments->excess_kurtosis / 8 + 5 * s * s / 36;

	if (moments->deviation == 0)
		return true;
	if (bend == 0)
		return s == 0;
	return bend > 0 && s * s / 9 <= 4 * bend * base;
}
