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

/* An amount in parts of the mean over all who could supply. */
typedef struct Relative
{
	double		x;				/* the quotient */
	double		beyond;			/* the quotient less 1 */
	double		log;			/* its logarithm, exact to the last digits
								 * next to the mean and at the ends of float8,
								 * too */
} Relative;

/* The k-th largest amount in parts of the mean. */
static Relative
relative(const TeRanked *r, int k)
{
	double		amount = r->mix->items[r->order[k]].amount;
	int			exponent[2];
	double		part = frexp(amount, &exponent[0]);
	double		total = frexp(r->total, &exponent[1]);
	double		beyond;

	exponent[0] -= exponent[1];
	beyond = fma(ldexp(part, exponent[0]), r->possible, -total) / total;
	if (fabs(beyond) < 0.5)
		return (Relative) {1.0 + beyond, beyond, log1p(beyond)};
	part = part / total * r->possible;
	return (Relative) {ldexp(part, exponent[0]), beyond, log(part) + exponent[0] * M_LN2};
}

/* With N H = 1 + 2 GE(2), which leaves nothing to cancel where shares are nearly equal. */
double
te_concentration_index(const TeRanked *r)
{
	double		twice;
	double		above;

	if (r->n == 0 || r->possible < 2)
		return NAN;
	twice = 2.0 * te_generalized_entropy(r, 2);
	above = twice > 1.0 ? sqrt(1.0 + twice) - 1.0 : twice / (1.0 + sqrt(1.0 + twice));
	return Min(above / (sqrt(r->possible) - 1.0), 1.0);
}

/* The k-th largest amount, 0 for those who supply nothing. */
static inline double
amount_at(const TeRanked *r, int k)
{
	return k < r->n ? r->mix->items[r->order[k]].amount : 0.0;
}

double
te_gini(const TeRanked *r)
{
	TeSum		sum = {0, 0};

	if (r->n == 0)
		return NAN;
	for (int k = 0; k < Min(r->n, r->possible / 2); k++)
	{
		double		apart = amount_at(r, k) - amount_at(r, r->possible - 1 - k);

		te_sum_carry(&sum, (r->possible - 1 - 2.0 * k) * (apart / r->total));
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

/* e^z - 1 - z, exact to the last digits next to 0, too. */
static double
expm1_less(double z)
{
	double		term = z;
	double		sum = 0.0;

	if (fabs(z) > 0.5)
		return expm1(z) - z;
	for (int k = 2; fabs(term) > DBL_EPSILON * 1e-3 * sum; k++)
	{
		term *= z / k;
		sum += term;
	}
	return sum;
}

/*
 * What an amount of x means adds to generalized entropy of order alpha:
 * (x^alpha - 1 - alpha (x - 1)) / (alpha (alpha - 1)), never negative.  The last
 * term, which sums to zero over a mix, leaves nothing to cancel.  This is for
 * orders up to 1/2, of which 0 is a limit.
 */
static double
low_order_term(double y, double alpha)
{
	bool		far = fabs(y) > 1.0;
	double		power = far ? y : 0.0;

	/* a product below the least number would leave nothing of it */
	if (fabs(alpha) > 1e-290)
		power = (far ? expm1(alpha * y) : expm1_less(alpha * y)) / alpha;
	return (power - (far ? expm1(y) : expm1_less(y))) / (alpha - 1.0);
}

/* The same above 1/2, with the limit at 1: x times the term of 1 / x of order 1 - alpha. */
static double
high_order_term(Relative v, double alpha)
{
	double		order = 1.0 - alpha;
	double		z = -v.log;
	double		power = v.x * z;

	if (alpha == 2)
		return v.beyond * v.beyond / 2.0;
	if (fabs(z) <= 1.0)
		return v.x * low_order_term(z, order);
	if (order * z > 1.0)
		power = (exp(alpha * v.log) - v.x) / order;
	else if (order != 0)
		power = v.x * expm1(order * z) / order;
	return (power + expm1(v.log)) / (order - 1.0);
}

/* Whether all who could supply supply the same. */
static bool
all_equal(const TeRanked *r)
{
	return r->possible == r->n &&
		r->mix->items[r->order[0]].amount == r->mix->items[r->order[r->n - 1]].amount;
}

double
te_generalized_entropy(const TeRanked *r, double alpha)
{
	TeSum		sum = {0, 0};
	int			zeros = r->possible - r->n;

	/* one who supplies nothing is infinitely far from the mean */
	if (r->n == 0 || (zeros > 0 && alpha <= 0))
		return NAN;
	if (all_equal(r))
		return 0.0;
	for (int k = 0; k < r->n; k++)
	{
		Relative	v = relative(r, k);
		double		term = (alpha > 0.5 ? high_order_term(v, alpha) :
							low_order_term(v.log, alpha)) /
			r->possible;

		if (!isfinite(term))
			return INFINITY;
		te_sum_carry(&sum, term);
	}
	if (zeros > 0)
		te_sum_carry(&sum, zeros / (alpha * r->possible));
	return te_sum_value(sum);
}

/* Logarithm of the mean of x to a negative power, where the smallest amount decides. */
static double
log_mean_power(const TeRanked *r, double power)
{
	double		least = relative(r, r->n - 1).log;
	TeSum		sum = {0, 0};

	for (int k = 0; k < r->n; k++)
		te_sum_carry(&sum, exp(power * (relative(r, k).log - least)));
	return power * least + log(te_sum_value(sum) / r->possible);
}

double
te_atkinson(const TeRanked *r, double epsilon)
{
	double		power = 1.0 - epsilon;
	double		log_mean;

	if (r->n == 0)
		return NAN;
	if (r->possible > r->n && epsilon >= 1)
		return 1.0;
	if (epsilon == 1)
		return -expm1(-te_generalized_entropy(r, 0));

	/*
	 * the mean power is 1 + power (power - 1) times generalized entropy of
	 * that order; power - 1 is told by epsilon itself, which loses nothing
	 * where it is small
	 */
	if (power < 0 && power * relative(r, r->n - 1).log > 600)
		log_mean = log_mean_power(r, power);
	else
		log_mean = log1p(power * -epsilon * te_generalized_entropy(r, power));
	return -expm1(log_mean / power) + 0.0;
}

/*
 * The mean over all who could supply, above "least": of amounts that are nearly
 * equal what differs is told exactly.
 */
static double
mean_above(const TeRanked *r, double least)
{
	TeSum		sum = {0, 0};

	for (int k = 0; k < r->n; k++)
		te_sum_carry(&sum, (r->mix->items[r->order[k]].amount - least) / r->possible);
	return te_sum_value(sum);
}

double
te_lorenz_asymmetry(const TeRanked *r)
{
	TeSum		below = {0, 0}; /* amounts below the mean, in means */
	double		last = 0.0;		/* the largest of them, less the mean */
	double		next = 0.0;		/* the smallest that is not, less the mean */
	double		next_x = 0.0;	/* that in means */
	double		least;
	double		mean;
	int			m = 0,
				equal = 0;
	double		step;

	if (r->n == 0 || r->possible < 2)
		return NAN;
	/* those who supply nothing would be the least */
	least = r->possible > r->n ? 0.0 : r->mix->items[r->order[r->n - 1]].amount;
	mean = mean_above(r, least);
	m = r->possible - r->n;
	last = -mean;
	for (int k = r->n - 1; k >= 0; k--)
	{
		double		off = (r->mix->items[r->order[k]].amount - least) - mean;

		if (fabs(off) <= 4 * DBL_EPSILON * mean)
			equal++;
		else if (off < 0)
		{
			te_sum_carry(&below, relative(r, k).x);
			last = off;
			m++;
		}
		else if (next == 0.0)
		{
			next = off;
			next_x = relative(r, k).x;
		}
	}
	/* the middle of the stretch of those who are at the mean */
	if (equal > 0)
		return (m + te_sum_value(below) + equal) / r->possible;
	step = -last / (next - last);
	te_sum_carry(&below, step * next_x);
	return (m + step + te_sum_value(below)) / r->possible;
}
