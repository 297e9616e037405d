/*
 * specialization.c
 *	  A supply mix against a reference: what a region, a country or a basket has
 *	  more of than the whole.
 *
 * Sources: Hachman, Bureau of Economic and Business Research, University of Utah
 * (1994); Krugman, "Geography and Trade" (1991), for the locational Gini; Hummels
 * and Klenow (American Economic Review 95, 2005) for the margins.
 */
#include "postgres.h"

#include <math.h>

#include "base/trade_exposure.h"
#include "indicator/specialization.h"
#include "mix/concentration.h"

/* Report that an origin with an amount is not in the reference. */
static void
not_in_reference(TeCode code, const char *metric)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("%s: \"%s\" is not in the reference", metric, te_code_cstring(code)),
			 errdetail("The reference is the whole that the mix is a part of."),
			 errhint("Build the reference over all rows, or leave it out of the mix with keep_origins.")));
}

/* The share of an amount in a total; 0 of a total of 0. */
static double
share_of(double amount, double total)
{
	return total > 0 ? te_no_underflow(amount / total, amount) : 0.0;
}

/* Shares of both mixes. */
TePairs
te_pairs(const TeMix *mix, const TeMix *reference, const char *metric)
{
	TePairs		p = {0};
	uint32		i = 0,
				k = 0;

	p.total = te_mix_named_total(mix, metric);
	p.reference = te_mix_named_total(reference, metric);
	p.pairs = te_alloc(sizeof(TePair) * ((Size) mix->norigins + reference->norigins + 1));
	while (i < mix->norigins || k < reference->norigins)
	{
		int			cmp = i >= mix->norigins ? 1 : k >= reference->norigins ? -1 :
			te_code_cmp(te_mix_code(mix, i), te_mix_code(reference, k));
		TePair	   *pair = &p.pairs[p.n++];

		pair->mine = cmp <= 0 ? share_of(mix->items[i].amount, p.total) : 0.0;
		pair->whole = cmp >= 0 ? share_of(reference->items[k].amount, p.reference) : 0.0;
		if (cmp <= 0 && pair->mine > 0 && !(pair->whole > 0))
			not_in_reference(te_mix_code(mix, i), metric);

		/*
		 * what nobody has has no quotient, and no place in an order by
		 * quotients
		 */
		if (pair->mine == 0 && pair->whole == 0)
			p.n--;
		i += cmp <= 0;
		k += cmp >= 0;
	}
	return p;
}

double
te_hachman(const TePairs *p)
{
	TeSum		sum = {0, 0};

	if (p->total == 0 || p->reference == 0)
		return NAN;
	for (int i = 0; i < p->n; i++)
		if (p->pairs[i].mine > 0)
			te_sum_carry(&sum, p->pairs[i].mine * (p->pairs[i].mine / p->pairs[i].whole));
	return te_no_underflow(1.0 / te_sum_value(sum), 1.0);
}

/* By location quotient, the smallest first. */
static int
compare_quotients(const void *a, const void *b)
{
	const TePair *x = a,
			   *y = b;
	double		d = x->mine * y->whole - y->mine * x->whole;

	return d < 0 ? -1 : d > 0;
}

double
te_locational_gini(TePairs *p)
{
	TeSum		area = {0, 0};
	double		reached = 0.0;

	if (p->total == 0 || p->reference == 0)
		return NAN;
	qsort(p->pairs, p->n, sizeof(TePair), compare_quotients);
	for (int i = 0; i < p->n; i++)
	{
		te_sum_carry(&area, p->pairs[i].whole * (2.0 * reached + p->pairs[i].mine));
		reached += p->pairs[i].mine;
	}
	return Max(1.0 - te_sum_value(area), 0.0);
}

double
te_extensive_margin(const TePairs *p)
{
	TeSum		sum = {0, 0};

	if (p->reference == 0)
		return NAN;
	for (int i = 0; i < p->n; i++)
		if (p->pairs[i].mine > 0)
			te_sum_carry(&sum, p->pairs[i].whole);
	return te_sum_value(sum);
}

double
te_intensive_margin(const TePairs *p)
{
	return te_no_underflow(p->total / (te_extensive_margin(p) * p->reference), p->total);
}
