/*
 * inequality.c
 *	  Measures of inequality and concentration of a supply mix that also count
 *	  those who could supply and do not.
 *
 * Sources: UNCTAD Handbook of Statistics, annex 6.4 (concentration index);
 * Gini 1912; Rosenbluth 1955, Hall and Tideman (Journal of the American
 * Statistical Association 62, 1967); Cowell, "Measuring Inequality" (generalized
 * entropy); Atkinson (Journal of Economic Theory 2, 1970); Damgaard and Weiner
 * (Ecology 81, 2000) for the asymmetry of Lorenz curves.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "base/trade_exposure.h"
#include "indicator/inequality.h"
#include "mix/concentration.h"

/* Ranks the named origins of a mix. */
TeRanked
te_ranked(const TeMix *mix, int possible, const char *metric)
{
	TeRanked	r = {.mix = mix, .total = te_mix_named_total(mix, metric)};

	r.n = te_supplier_count(mix);
	r.possible = possible == 0 ? r.n : possible;
	if (r.possible < r.n)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: %d can supply, but %d do", metric, possible, r.n),
				 errdetail("The argument \"possible\" counts all who could supply, those who do included."),
				 errhint("Count the products, or the countries, of the whole classification.")));
	r.order = te_mix_by_amount(mix);
	return r;
}

/* The k-th largest amount in parts of the mean over all who could supply. */
static inline double
relative(const TeRanked *r, int k)
{
	return r->mix->items[r->order[k]].amount / r->total * r->possible;
}

double
te_concentration_index(const TeRanked *r)
{
	double		equal;
	TeSum		sum = {0, 0};

	if (r->n == 0 || r->possible < 2)
		return NAN;
	for (int k = 0; k < r->n; k++)
	{
		double		share = r->mix->items[r->order[k]].amount / r->total;

		te_sum_carry(&sum, share * share);
	}
	equal = sqrt(1.0 / r->possible);
	return (sqrt(te_sum_value(sum)) - equal) / (1.0 - equal);
}

double
te_gini(const TeRanked *r)
{
	TeSum		sum = {0, 0};

	if (r->n == 0)
		return NAN;
	for (int k = 0; k < r->n; k++)
	{
		double		share = r->mix->items[r->order[k]].amount / r->total;

		te_sum_carry(&sum, (r->possible - 1 - 2.0 * k) * share);
	}
	return te_sum_value(sum) / r->possible;
}

double
te_rosenbluth(const TeRanked *r)
{
	TeSum		sum = {0, 0};

	if (r->n == 0)
		return NAN;
	for (int k = 0; k < r->n; k++)
		te_sum_carry(&sum, (k + 1.0) * (r->mix->items[r->order[k]].amount / r->total));
	return 1.0 / (2.0 * te_sum_value(sum) - 1.0);
}

double
te_generalized_entropy(const TeRanked *r, double alpha)
{
	TeSum		sum = {0, 0};
	int			zeros = r->possible - r->n;

	/* one who supplies nothing is infinitely far from the mean */
	if (r->n == 0 || (zeros > 0 && alpha <= 0))
		return NAN;
	for (int k = 0; k < r->n; k++)
	{
		double		x = relative(r, k);

		te_sum_carry(&sum, alpha == 0 ? -log(x) : alpha == 1 ? x * log(x) :
					 expm1(alpha * log(x)) / (alpha * (alpha - 1.0)));
	}
	if (alpha != 0 && alpha != 1)
		te_sum_carry(&sum, zeros * (-1.0 / (alpha * (alpha - 1.0))));
	return Max(te_sum_value(sum) / r->possible, 0.0);
}

double
te_atkinson(const TeRanked *r, double epsilon)
{
	TeSum		sum = {0, 0};
	double		power = 1.0 - epsilon;

	if (r->n == 0)
		return NAN;
	if (r->possible > r->n && epsilon >= 1)
		return 1.0;
	for (int k = 0; k < r->n; k++)
		te_sum_carry(&sum, epsilon == 1 ? log(relative(r, k)) : pow(relative(r, k), power));
	if (epsilon == 1)
		return Max(-expm1(te_sum_value(sum) / r->possible), 0.0);
	return Max(1.0 - pow(te_sum_value(sum) / r->possible, 1.0 / power), 0.0);
}

double
te_lorenz_asymmetry(const TeRanked *r)
{
	double		below = 0.0;	/* amounts below the mean, in means */
	double		last = 0.0;		/* the largest of them */
	double		next = 0.0;		/* the smallest that is not */
	int			m = 0,
				equal = 0;
	double		step;

	if (r->n == 0 || r->possible < 2)
		return NAN;
	m = r->possible - r->n;
	for (int k = r->n - 1; k >= 0; k--)
	{
		double		x = relative(r, k);

		if (fabs(x - 1.0) <= 4 * DBL_EPSILON)
			equal++;
		else if (x < 1.0)
		{
			below += x;
			last = x;
			m++;
		}
		else if (next == 0.0)
			next = x;
	}
	/* the middle of the stretch of those who are at the mean */
	if (equal > 0)
		return (m + below + equal) / r->possible;
	step = (1.0 - last) / (next - last);
	return (m + step + below + step * next) / r->possible;
}
