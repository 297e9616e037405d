/*
 * mix_sql.c
 *	  Looking into a supply mix: totals, single origins, shares of targets,
 *	  rows of origins, comparisons.
 */
#include "postgres.h"

#include <math.h>

#include "common/hashfn.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "mix/concentration.h"
#include "mix/mix_targets.h"

TE_FUNCTION(te_mix_sql_total);
TE_FUNCTION(te_mix_sql_unspecified);
TE_FUNCTION(te_mix_row_count);
TE_FUNCTION(te_mix_unspecified_row_count);
TE_FUNCTION(te_mix_skipped_row_count);
TE_FUNCTION(te_mix_get);
TE_FUNCTION(te_mix_has);
TE_FUNCTION(te_mix_cmp);
TE_FUNCTION(te_mix_eq);
TE_FUNCTION(te_mix_ne);
TE_FUNCTION(te_mix_lt);
TE_FUNCTION(te_mix_le);
TE_FUNCTION(te_mix_gt);
TE_FUNCTION(te_mix_ge);
TE_FUNCTION(te_mix_hash);
TE_FUNCTION(each_origin);
TE_FUNCTION(mix_problem);
TE_FUNCTION(te_mix_share);
TE_FUNCTION(te_mix_share_group);
TE_FUNCTION(dependency_bounds);
TE_FUNCTION(dependency_bounds_group);
TE_FUNCTION(hhi_bounds);
TE_FUNCTION(without_supplier);
TE_FUNCTION(n_minus_1);
TE_FUNCTION(concentration);

/* ---- totals and counts ---- */

Datum
te_mix_sql_total(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(te_mix_total(PG_GETARG_TE_MIX_P(0)));
}

Datum
te_mix_sql_unspecified(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(PG_GETARG_TE_MIX_P(0)->unspecified);
}

/* A count as int4, which BI tools take without surprises; throws beyond. */
static int32
count_as_int4(int64 count)
{
	if (count > PG_INT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the number of rows, " INT64_FORMAT ", does not fit an integer", count),
				 errhint("Read it from the text form: mix::text.")));
	return (int32) count;
}

Datum
te_mix_row_count(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(count_as_int4(PG_GETARG_TE_MIX_P(0)->rows));
}

Datum
te_mix_unspecified_row_count(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(count_as_int4(PG_GETARG_TE_MIX_P(0)->unspecified_rows));
}

Datum
te_mix_skipped_row_count(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(count_as_int4(PG_GETARG_TE_MIX_P(0)->skipped_rows));
}

/* ---- single origins ---- */

/* mix -> 'CHN': amount, NULL when the origin is absent */
Datum
te_mix_get(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	int			i = te_mix_find(mix, te_code_from_text(PG_GETARG_TEXT_PP(1)));

	if (i < 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(mix->items[i].amount);
}

/* mix ? 'CHN' */
Datum
te_mix_has(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(te_mix_find(PG_GETARG_TE_MIX_P(0), te_code_from_text(PG_GETARG_TEXT_PP(1))) >= 0);
}

/* ---- order and equality: by origins and amounts, not by counts of rows ---- */

/* Order of two mixes: item by item, code then amount, then the unspecified amount. */
static int
compare_mixes(const TeMix *a, const TeMix *b)
{
	for (int i = 0; i < a->norigins && i < b->norigins; i++)
	{
		int			cmp = te_code_cmp(te_mix_code(a, i), te_mix_code(b, i));

		if (cmp != 0)
			return cmp < 0 ? -1 : 1;
		if (a->items[i].amount != b->items[i].amount)
			return a->items[i].amount < b->items[i].amount ? -1 : 1;
	}
	if (a->norigins != b->norigins)
		return a->norigins < b->norigins ? -1 : 1;
	if (a->unspecified != b->unspecified)
		return a->unspecified < b->unspecified ? -1 : 1;
	return 0;
}

Datum
te_mix_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare_mixes(PG_GETARG_TE_MIX_P(0), PG_GETARG_TE_MIX_P(1)));
}

#define TE_MIX_COMPARISON(name, op) \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		PG_RETURN_BOOL(compare_mixes(PG_GETARG_TE_MIX_P(0), PG_GETARG_TE_MIX_P(1)) op 0); \
	}

TE_MIX_COMPARISON(te_mix_eq, ==)
TE_MIX_COMPARISON(te_mix_ne, !=)
TE_MIX_COMPARISON(te_mix_lt, <)
TE_MIX_COMPARISON(te_mix_le, <=)
TE_MIX_COMPARISON(te_mix_gt, >)
TE_MIX_COMPARISON(te_mix_ge, >=)

/* Hash that agrees with equality. */
Datum
te_mix_hash(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	uint32		hash = hash_bytes((const unsigned char *) &mix->unspecified, sizeof(double));

	hash = hash_combine(hash, hash_bytes((const unsigned char *) mix->items,
										 mix->norigins * sizeof(TeMixItem)));
	if (mix->flags & TE_MIX_HAS_NAMES)
		for (int i = 0; i < mix->norigins; i++)
		{
			TeCode		code = te_mix_code(mix, i);

			if (code.len > 8)
				hash = hash_combine(hash, hash_bytes((const unsigned char *) code.bytes, code.len));
		}
	PG_RETURN_INT32((int32) hash);
}

/* ---- rows of origins ---- */

/* Is any amount negative, so that shares mean nothing? */
static bool
has_negative(const TeMix *mix)
{
	for (uint32 i = 0; i < mix->norigins; i++)
		if (mix->items[i].amount < 0)
			return true;
	return mix->unspecified < 0;
}

/*
 * each_origin(mix): origin, amount, share, rank, cumulative_share, largest
 * first; the unspecified amount last, without origin and rank.
 */
Datum
each_origin(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		total = te_mix_total(mix);
	double		whole = total <= 0 || has_negative(mix) ? NAN : total;
	int		   *order = te_mix_by_amount(mix);
	TeSum		sum = {0, 0};
	TeRow		row;

	te_rows_begin(fcinfo);
	for (int i = 0; i < mix->norigins; i++)
	{
		double		amount = mix->items[order[i]].amount;

		te_sum_carry(&sum, amount);
		te_row_begin(&row);
		te_row_code(&row, te_mix_code(mix, order[i]));
		te_row_float8(&row, amount);
		te_row_float8(&row, amount / whole);
		te_row_datum(&row, Int32GetDatum(i + 1), false);
		te_row_float8(&row, te_sum_value(sum) / whole);
		te_row_store(fcinfo, &row);
	}
	if (mix->unspecified_rows > 0 || mix->unspecified != 0)
	{
		te_row_begin(&row);
		te_row_datum(&row, (Datum) 0, true);
		te_row_float8(&row, mix->unspecified);
		te_row_float8(&row, mix->unspecified / whole);
		te_row_datum(&row, (Datum) 0, true);
		te_row_float8(&row, isnan(whole) ? NAN : 1.0);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/*
 * Why a mix looks wrong, or NULL: a net negative origin, or one origin that
 * equals the sum of several others (a World row slipped in).
 */
Datum
mix_problem(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		total = te_mix_total(mix);

	for (int i = 0; i < mix->norigins; i++)
	{
		double		amount = mix->items[i].amount;
		char	   *code = te_code_cstring(te_mix_code(mix, i));

		if (amount < 0)
			PG_RETURN_TEXT_P(cstring_to_text(psprintf("origin \"%s\" is net negative (%.15g)", code, amount)));
		if (mix->norigins + (mix->unspecified > 0) > 2 && amount > 0 && fabs(2 * amount - total) <= 1e-9 * total)
			PG_RETURN_TEXT_P(cstring_to_text(psprintf("origin \"%s\" equals the sum of all others: a total such as World may have slipped in", code)));
	}
	if (mix->unspecified < 0)
		PG_RETURN_TEXT_P(cstring_to_text(psprintf("the unspecified amount is negative (%.15g)", mix->unspecified)));
	PG_RETURN_NULL();
}

/* ---- shares of targets ---- */

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
	PG_RETURN_FLOAT8(te_targets_amount(mix, te_targets(mix, PG_GETARG_ARRAYTYPE_P(1))) / total);
}

/* One row of float8 columns; NaN is NULL. */
static Datum
float_row(FunctionCallInfo fcinfo, const double *columns, int n)
{
	TeRow		row;

	te_row_begin(&row);
	for (int i = 0; i < n; i++)
		te_row_float8(&row, columns[i]);
	return te_row_end(fcinfo, &row);
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
	return float_row(fcinfo, columns, 2);
}

/* dependency_bounds(mix, target) */
Datum
dependency_bounds(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	TeCode		target = te_code_from_text(PG_GETARG_TEXT_PP(1));

	if (te_mix_find(mix, target) < 0)
		te_refuse_array_text(PG_GETARG_TEXT_PP(1));
	/* the empty code is the unspecified amount itself, which the upper bound adds */
	return bounds(fcinfo, mix, target.len == 0 ? 0 : te_mix_amount(mix, target));
}

/* dependency_bounds(mix, targets) */
Datum
dependency_bounds_group(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);

	return bounds(fcinfo, mix, te_targets_amount(mix, te_targets(mix, PG_GETARG_ARRAYTYPE_P(1))));
}

/* hhi_bounds(mix): the unspecified amount spread over countless suppliers, or all the largest's */
Datum
hhi_bounds(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		low = te_hhi(mix, "hhi_bounds");
	double		columns[2] = {low, low};

	if (!isnan(low))
	{
		double		total = te_mix_positive_total(mix, "hhi_bounds");
		double		largest = te_top_share(mix, 1, "hhi_bounds");
		double		more = mix->unspecified / total;

		columns[1] = Min(low + more * (2 * largest + more), 1.0);
	}
	return float_row(fcinfo, columns, 2);
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
	bool	   *targeted = te_targets(mix, PG_GETARG_ARRAYTYPE_P(1));
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
	return float_row(fcinfo, columns, 3);
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

/* concentration(mix): all main figures in one row */
Datum
concentration(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		total = te_mix_positive_total(mix, "concentration");
	int			n = te_supplier_count(mix);
	double		entropy = te_shannon_entropy(mix, "concentration");
	TeRow		row;

	te_row_begin(&row);
	te_row_float8(&row, total);
	te_row_float8(&row, total > 0 ? mix->unspecified / total : NAN);
	te_row_datum(&row, Int32GetDatum(n), false);
	te_row_float8(&row, te_hhi(mix, "concentration"));
	te_row_float8(&row, te_hhi_normalized(mix, "concentration"));
	te_row_float8(&row, te_effective_suppliers(mix, 2, "concentration"));
	te_row_code(&row, n == 0 ? te_code("", 0) : te_mix_code(mix, te_mix_by_amount(mix)[0]));
	te_row_float8(&row, te_top_share(mix, 1, "concentration"));
	te_row_float8(&row, te_top_share(mix, 3, "concentration"));
	te_row_float8(&row, entropy);
	te_row_float8(&row, n > 0 ? Max(log(n) - entropy, 0.0) : NAN);
	return te_row_end(fcinfo, &row);
}
