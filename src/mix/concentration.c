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

TE_FUNCTION(hhi);
TE_FUNCTION(hhi_normalized);
TE_FUNCTION(top_share);
TE_FUNCTION(top_supplier);
TE_FUNCTION(te_mix_supplier_count);
TE_FUNCTION(effective_suppliers);
TE_FUNCTION(shannon_entropy);
TE_FUNCTION(shannon_evenness);
TE_FUNCTION(theil_index);
TE_FUNCTION(gini_index);
TE_FUNCTION(te_hhi_final);
TE_FUNCTION(te_supplier_count_final);
TE_FUNCTION(te_effective_suppliers_final);
TE_FUNCTION(te_top_share_accum);
TE_FUNCTION(te_top_share_accum_moving);
TE_FUNCTION(te_top_share_final);

/* mix_agg.c */
extern TE_EXPORT Datum te_mix_accum(PG_FUNCTION_ARGS);
extern TE_EXPORT Datum te_mix_accum_moving(PG_FUNCTION_ARGS);

#define FEW_LARGEST 8			/* suppliers that top_share finds without sorting */

/* ---- engine ---- */

/* Σ amounts of named origins, and the check for negative ones. */
static double
named_total(const TeMix *mix, const char *metric)
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
	double		total = named_total(mix, metric);
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
	double		largest[FEW_LARGEST] = {0};	/* descending */
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
	double		total = named_total(mix, metric);
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
	double		total = named_total(mix, metric);
	double		largest = 0;
	TeSum		sum = {0, 0},
				excess = {0, 0};	/* Σ share^q − 1, exact also where q is near 1 */

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

/* hhi(mix, scale) */
Datum
hhi(PG_FUNCTION_ARGS)
{
	int32		scale = PG_GETARG_INT32(1);

	if (scale <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"scale\" must be positive, but is %d", scale),
				 errhint("Use 1 for an index of 0 to 1, or 10000 as competition authorities do.")));
	TE_RETURN_DEFINED(te_hhi(PG_GETARG_TE_MIX_P(0), "hhi") * scale);
}

/* hhi_normalized(mix) */
Datum
hhi_normalized(PG_FUNCTION_ARGS)
{
	TE_RETURN_DEFINED(te_hhi_normalized(PG_GETARG_TE_MIX_P(0), "hhi_normalized"));
}

/* Throws when the number of suppliers asked for is not positive. */
static int
get_k(FunctionCallInfo fcinfo, int n)
{
	int32		k = PG_GETARG_INT32(n);

	if (k < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"k\" must be at least 1, but is %d", k)));
	return k;
}

/* top_share(mix, k) */
Datum
top_share(PG_FUNCTION_ARGS)
{
	int			k = get_k(fcinfo, 1);

	TE_RETURN_DEFINED(te_top_share(PG_GETARG_TE_MIX_P(0), k, "top_share"));
}

/* Code of the k-th largest supplier; NULL when there are fewer. */
Datum
top_supplier(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	int			k = get_k(fcinfo, 1);
	int			best = -1;

	if (k > te_supplier_count(mix))
		PG_RETURN_NULL();
	if (k > 1)
		best = te_mix_by_amount(mix)[k - 1];
	else
		for (int i = 0; i < mix->norigins; i++)
			if (best < 0 || mix->items[i].amount > mix->items[best].amount)
				best = i;
	PG_RETURN_TEXT_P(te_code_text(te_mix_code(mix, best)));
}

/* supplier_count(mix) */
Datum
te_mix_supplier_count(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(te_supplier_count(PG_GETARG_TE_MIX_P(0)));
}

/* effective_suppliers(mix, q): Hill number; q may be Infinity */
Datum
effective_suppliers(PG_FUNCTION_ARGS)
{
	double		q = PG_GETARG_FLOAT8(1);

	if (isnan(q) || q < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"q\" must be 0 or more, but is %g", q),
				 errhint("0 counts suppliers, 1 is the exponential of the entropy, 2 the inverse of the HHI, Infinity looks at the largest alone.")));
	TE_RETURN_DEFINED(te_effective_suppliers(PG_GETARG_TE_MIX_P(0), q, "effective_suppliers"));
}

/* Entropy to a base (NULL: nats). */
Datum
shannon_entropy(PG_FUNCTION_ARGS)
{
	double		h;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	h = te_shannon_entropy(PG_GETARG_TE_MIX_P(0), "shannon_entropy");
	if (!PG_ARGISNULL(1))
	{
		double		base = PG_GETARG_FLOAT8(1);

		if (!(base > 1) || isinf(base))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"base\" must be a number above 1, but is %g", base),
					 errhint("Use 2 for bits, 10 for decimal digits, or NULL for nats.")));
		h = base == 2 ? h / M_LN2 : h / log(base);
	}
	TE_RETURN_DEFINED(h);
}

/* Entropy over its maximum, ln n; NULL below two suppliers */
Datum
shannon_evenness(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		h = te_shannon_entropy(mix, "shannon_evenness");
	int			n = te_supplier_count(mix);

	if (n < 2)
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(h / log(n));
}

/* Theil's T over suppliers: ln n − entropy */
Datum
theil_index(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		h = te_shannon_entropy(mix, "theil_index");

	TE_RETURN_DEFINED(isnan(h) ? h : Max(log(te_supplier_count(mix)) - h, 0.0));
}

/* Gini coefficient over suppliers with an amount: Σ (2i − n − 1) x_i / (n Σ x), x ascending */
Datum
gini_index(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		total = named_total(mix, "gini_index");
	int			n = te_supplier_count(mix);
	int		   *order;
	TeSum		sum = {0, 0};

	if (total == 0)
		PG_RETURN_NULL();
	order = te_mix_by_amount(mix);
	for (int i = 0; i < n; i++)
		te_sum_carry(&sum, (n - 1 - 2.0 * i) * (mix->items[order[i]].amount / total));
	PG_RETURN_FLOAT8(te_sum_value(sum) / n);
}

/* ---- one-shot aggregates: final functions over the state of supply_mix(origin, amount) ---- */

/* The sorted mix of an aggregate's state. */
static TeMix *
finished(FunctionCallInfo fcinfo)
{
	return te_mix_end(te_mix_state_read(fcinfo));
}

Datum
te_hhi_final(PG_FUNCTION_ARGS)
{
	TE_RETURN_DEFINED(te_hhi(finished(fcinfo), "hhi"));
}

Datum
te_supplier_count_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(te_supplier_count(finished(fcinfo)));
}

Datum
te_effective_suppliers_final(PG_FUNCTION_ARGS)
{
	TE_RETURN_DEFINED(te_effective_suppliers(finished(fcinfo), 2, "effective_suppliers"));
}

/* Keeps k in the state: on a distributed route the final function does not get it. */
static Datum
accumulate_with_k(FunctionCallInfo fcinfo, PGFunction accumulate)
{
	TeMixState *state;
	int			k;

	te_check_not_null("k", PG_ARGISNULL(3));
	k = get_k(fcinfo, 3);
	if (k > PG_UINT16_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("argument \"k\" must be at most %d, but is %d", PG_UINT16_MAX, k)));
	state = (TeMixState *) DatumGetPointer(accumulate(fcinfo));
	state->argument = (uint16) k;
	PG_RETURN_POINTER(state);
}

Datum
te_top_share_accum(PG_FUNCTION_ARGS)
{
	return accumulate_with_k(fcinfo, te_mix_accum);
}

/* The same in a moving window. */
Datum
te_top_share_accum_moving(PG_FUNCTION_ARGS)
{
	return accumulate_with_k(fcinfo, te_mix_accum_moving);
}

Datum
te_top_share_final(PG_FUNCTION_ARGS)
{
	const TeMixState *state = te_mix_state_read(fcinfo);

	/* without a number of suppliers it is the state of another aggregate */
	if (state->argument == 0)
		te_not_a_state();
	TE_RETURN_DEFINED(te_top_share(te_mix_end(state), state->argument, "top_share"));
}
