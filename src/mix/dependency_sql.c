/*
 * dependency_sql.c
 *	  How much a supply mix depends on some origins, and what is left without the largest.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"
#include "utils/array.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "mix/concentration.h"
#include "mix/mix_targets.h"

TE_FUNCTION(te_mix_share);
TE_FUNCTION(te_mix_share_group);
TE_FUNCTION(dependency_bounds);
TE_FUNCTION(dependency_bounds_group);
TE_FUNCTION(without_supplier);
TE_FUNCTION(n_minus_1);

/* dependency_share(mix, target) */
Datum
te_mix_share(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		total = te_mix_positive_total(mix, "dependency_share");
	int			i = te_mix_find(mix, te_code_from_text(PG_GETARG_TEXT_PP(1)));

	if (i < 0)
		te_refuse_array_text(PG_GETARG_TEXT_PP(1));
	if (total == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(i < 0 ? 0 : mix->items[i].amount / total);
}

/* dependency_share(mix, targets) */
Datum
te_mix_share_group(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		total = te_mix_positive_total(mix, "dependency_share");

	if (total == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(te_targets_amount(mix, te_targets(mix, PG_GETARG_ARRAYTYPE_P(1), "targets")) / total);
}

/* Their share when none, or all, of the unspecified amount is theirs. */
static Datum
bounds(FunctionCallInfo fcinfo, const TeMix *mix, double theirs)
{
	double		total = te_mix_positive_total(mix, "dependency_bounds");
	double		columns[2] = {NAN, NAN};

	if (total > 0)
	{
		columns[0] = theirs / total;
		columns[1] = Min((theirs + mix->unspecified) / total, 1.0);
	}
	return te_row_floats(fcinfo, columns, 2);
}

/* dependency_bounds(mix, target) */
Datum
dependency_bounds(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	TeCode		target = te_code_from_text(PG_GETARG_TEXT_PP(1));

	if (te_mix_find(mix, target) < 0)
		te_refuse_array_text(PG_GETARG_TEXT_PP(1));

	/*
	 * the empty code is the unspecified amount itself, which the upper bound
	 * adds
	 */
	return bounds(fcinfo, mix, target.len == 0 ? 0 : te_mix_amount(mix, target));
}

/* dependency_bounds(mix, targets) */
Datum
dependency_bounds_group(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);

	return bounds(fcinfo, mix, te_targets_amount(mix, te_targets(mix, PG_GETARG_ARRAYTYPE_P(1), "targets")));
}

/* What is left when the largest supplier fails: added up, so that small rests are not lost. */
static double
left_without_largest(const TeMix *mix)
{
	int			largest = 0;
	TeSum		rest = {mix->unspecified, 0};

	for (int i = 1; i < mix->norigins; i++)
		if (mix->items[i].amount > mix->items[largest].amount)
			largest = i;
	for (int i = 0; i < mix->norigins; i++)
		if (i != largest)
			te_sum_carry(&rest, mix->items[i].amount);
	return te_sum_value(rest);
}

/*
 * without_supplier(mix, targets): share lost with the targets, HHI of what
 * remains, and the share of today's total that is left when the largest of the
 * remaining suppliers fails too (N−1).
 */
Datum
without_supplier(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		total = te_mix_positive_total(mix, "without_supplier");
	bool	   *targeted = te_targets(mix, PG_GETARG_ARRAYTYPE_P(1), "origins");
	double		lost = te_targets_amount(mix, targeted);
	TeMix	   *rest = palloc(VARSIZE(mix));
	double		columns[3] = {NAN, NAN, NAN};

	memcpy(rest, mix, VARSIZE(mix));
	for (int i = 0; i < rest->norigins; i++)
		if (targeted[i])
			rest->items[i].amount = 0;
	if (total > 0)
	{
		columns[0] = lost / total;
		columns[1] = te_hhi(rest, "without_supplier");
		columns[2] = left_without_largest(rest) / total;
	}
	return te_row_floats(fcinfo, columns, 3);
}

/*
 * n_minus_1(mix, demand): what is left of the demand (NULL: of the total) when
 * the largest supplier fails, as in the N−1 formula of Regulation (EU) 2017/1938.
 */
Datum
n_minus_1(PG_FUNCTION_ARGS)
{
	TeMix	   *mix;
	double		total,
				demand;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	mix = PG_GETARG_TE_MIX_P(0);
	total = te_mix_positive_total(mix, "n_minus_1");
	demand = PG_ARGISNULL(1) ? total : PG_GETARG_FLOAT8(1);
	te_check_range("demand", demand, 0, INFINITY);
	if (total == 0 || total == mix->unspecified || demand == 0)
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(left_without_largest(mix) / demand);
}
