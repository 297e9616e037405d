/*
 * mix_sql.c
 *	  Looking into a supply mix: totals, single origins, shares of targets,
 *	  rows of origins, comparisons.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "mix/concentration.h"
#include "mix/mix_negative_args.h"
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
TE_FUNCTION(te_mix_hash_extended);
TE_FUNCTION(each_origin);

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

/*
 * Hash of 64 bits that agrees with equality.  Each part takes the hash of the
 * parts before as its seed, so that with seed 0 the low half is a hash of 32 bits
 * of its own, as opclasses are to have it.
 */
static uint64
hash_mix(const TeMix *mix, uint64 seed)
{
	uint64		hash = hash_bytes_extended((const unsigned char *) &mix->unspecified, sizeof(double), seed);

	hash = hash_bytes_extended((const unsigned char *) mix->items,
							   mix->norigins * sizeof(TeMixItem), hash);
	if (mix->flags & TE_MIX_HAS_NAMES)
		for (uint32 i = 0; i < mix->norigins; i++)
		{
			TeCode		code = te_mix_code(mix, i);

			TE_CHECK_EVERY(i);
			if (code.len > 8)
				hash = hash_bytes_extended((const unsigned char *) code.bytes, code.len, hash);
		}
	return hash;
}

/* Hash of 32 bits. */
Datum
te_mix_hash(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32((int32) hash_mix(PG_GETARG_TE_MIX_P(0), 0));
}

/* Hash of 64 bits, of a family of hashes numbered by the seed. */
Datum
te_mix_hash_extended(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64((int64) hash_mix(PG_GETARG_TE_MIX_P(0), (uint64) PG_GETARG_INT64(1)));
}

/* ---- rows of origins ---- */

/*
 * each_origin(mix): origin, amount, share, rank, cumulative_share, largest
 * first; the unspecified amount last, without origin and rank.
 */
Datum
each_origin(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	double		total = te_mix_total(mix);
	double		whole = total <= 0 || te_mix_has_negative(mix) ? NAN : total;
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
