/*
 * concentration.c
 *	  Shares and concentration of a supply mix.
 *
 * Sources: Hirschman, "National Power and the Structure of Foreign Trade"
 * (1945); Herfindahl (1950); Hill, "Diversity and evenness" (Ecology 54, 1973)
 * for effective numbers; Theil, "Economics and Information Theory" (1967);
 * Gini (1912) in the covariance form over ordered amounts; Finger and Kreinin,
 * "A measure of export similarity" (Economic Journal 89, 1979).
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "mix/concentration.h"
#include "mix/mix_args.h"
#include "mix/mix_state.h"

#define FEW_LARGEST 8			/* suppliers that top_share finds without
								 * sorting */

/* ---- engine ---- */

/* Σ amounts of named origins, and the check for negative ones. */
double
te_mix_named_total(const TeMix *mix, const char *metric)
{
	TeSum		sum = {0, 0};

	(void) te_mix_positive_total(mix, metric);
	for (uint32 i = 0; i < mix->norigins; i++)
		te_sum_carry(&sum, mix->items[i].amount);
	return te_sum_value(sum);
}

/* Σ (amount / total)² over the named origins. */
static double
sum_of_squares(const TeMix *mix, double total)
{
	TeSum		sum = {0, 0};

	for (uint32 i = 0; i < mix->norigins; i++)
	{
		double		share = mix->items[i].amount / total;

		te_sum_carry(&sum, share * share);
	}
	return te_sum_value(sum);
}

double
te_hhi(const TeMix *mix, const char *metric)
{
	double		total = te_mix_positive_total(mix, metric);

	/* with nothing known, an index of 0 would look like the safest mix of all */
	if (total == 0 || total == mix->unspecified)
		return NAN;
	return sum_of_squares(mix, total);
}

double
te_hhi_normalized(const TeMix *mix, const char *metric)
{
	double		total = te_mix_named_total(mix, metric);
	double		n = te_supplier_count(mix);

	return n < 2 ? NAN : (sum_of_squares(mix, total) - 1.0 / n) / (1.0 - 1.0 / n);
}

int
te_supplier_count(const TeMix *mix)
{
	int			n = 0;

	for (uint32 i = 0; i < mix->norigins; i++)
		n += mix->items[i].amount > 0;
	return n;
}

/* Larger amounts first; equal ones as they stand, which is in order of their codes. */
static int
compare_amounts(const void *a, const void *b, void *mix)
{
	int			x = *(const int *) a,
				y = *(const int *) b;
	double		dx = ((const TeMix *) mix)->items[x].amount,
				dy = ((const TeMix *) mix)->items[y].amount;

	return dx != dy ? (dx > dy ? -1 : 1) : x - y;
}

int *
te_mix_by_amount(const TeMix *mix)
{
	int		   *order = palloc(sizeof(int) * Max(mix->norigins, 1));

	for (int i = 0; i < mix->norigins; i++)
		order[i] = i;
	if (mix->norigins > 1)
		qsort_arg(order, mix->norigins, sizeof(int), compare_amounts, (void *) mix);
	return order;
}

/* Σ of the k largest amounts, found in one pass; k is at most FEW_LARGEST. */
static double
sum_of_few_largest(const TeMix *mix, int k)
{
	double		largest[FEW_LARGEST] = {0}; /* descending */
	TeSum		sum = {0, 0};

	for (uint32 i = 0; i < mix->norigins; i++)
	{
		double		amount = mix->items[i].amount;
		int			at = k;

		while (at > 0 && largest[at - 1] < amount)
			at--;
		if (at == k)
			continue;
		for (int j = k - 1; j > at; j--)
			largest[j] = largest[j - 1];
		largest[at] = amount;
	}
	for (int i = 0; i < k; i++)
		te_sum_carry(&sum, largest[i]);
	return te_sum_value(sum);
}

double
te_top_share(const TeMix *mix, int k, const char *metric)
{
	double		total = te_mix_positive_total(mix, metric);
	TeSum		sum = {0, 0};

	if (total == 0 || total == mix->unspecified)
		return NAN;
	if (k <= FEW_LARGEST)
		return sum_of_few_largest(mix, k) / total;
	if (k >= mix->norigins)
	{
		for (uint32 i = 0; i < mix->norigins; i++)
			te_sum_carry(&sum, mix->items[i].amount);
	}
	else
	{
		int		   *order = te_mix_by_amount(mix);

		for (int i = 0; i < k; i++)
			te_sum_carry(&sum, mix->items[order[i]].amount);
		pfree(order);
	}
	return te_sum_value(sum) / total;
}

double
te_shannon_entropy(const TeMix *mix, const char *metric)
{
	double		total = te_mix_named_total(mix, metric);
	TeSum		sum = {0, 0};

	if (total == 0)
		return NAN;
	for (uint32 i = 0; i < mix->norigins; i++)
	{
		double		share = mix->items[i].amount / total;

		if (share > 0)
			te_sum_carry(&sum, -share * log(share));
	}
	return Max(te_sum_value(sum), 0.0);
}

double
te_effective_suppliers(const TeMix *mix, double q, const char *metric)
{
	double		total = te_mix_named_total(mix, metric);
	double		largest = 0;
	TeSum		sum = {0, 0},
				excess = {0, 0};	/* Σ share^q − 1, exact also where q is
									 * near 1 */

	if (total == 0)
		return NAN;
	if (q == 0)
		return te_supplier_count(mix);
	if (q == 2)
		return 1.0 / sum_of_squares(mix, total);
	if (q == 1)
		return exp(te_shannon_entropy(mix, metric));
	for (uint32 i = 0; i < mix->norigins; i++)
	{
		double		share = mix->items[i].amount / total;

		largest = Max(largest, share);
		if (share <= 0)
			continue;
		te_sum_carry(&sum, pow(share, q));
		te_sum_carry(&excess, share * expm1((q - 1.0) * log(share)));
	}
	if (te_sum_value(excess) > -0.5)
		return exp(log1p(te_sum_value(excess)) / (1.0 - q));
	/* a large order is its limit long before the powers underflow */
	if (isinf(q) || te_sum_value(sum) == 0)
		return 1.0 / largest;
	return pow(te_sum_value(sum), 1.0 / (1.0 - q));
}

/* ---- over mixes ---- */

/* ---- one-shot aggregates: final functions over the state of supply_mix(origin, amount) ---- */

/* See concentration.h. */
int
te_rank_checked(const char *argument, int32 rank)
{
	if (rank < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" must be at least 1, but is %d", argument, rank)));
	return rank;
}

/* See concentration.h. */
int
te_hhi_scale(int32 scale)
{
	if (scale <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"scale\" must be positive, but is %d", scale),
				 errhint("Use 1 for an index of 0 to 1, or 10000 as competition authorities do.")));
	return scale;
}

/* See concentration.h. */
int
te_ranked_supplier(const TeMix *mix, int k)
{
	int			best = -1;

	if (k > te_supplier_count(mix))
		return -1;
	if (k > 1)
		return te_mix_by_amount(mix)[k - 1];
	for (int i = 0; i < mix->norigins; i++)
		if (best < 0 || mix->items[i].amount > mix->items[best].amount)
			best = i;
	return best;
}
