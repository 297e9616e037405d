/*
 * concentration_sql.c
 *	  SQL functions of concentration: of a finished mix.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "mix/concentration.h"
#include "mix/mix_args.h"
#include "mix/mix_json.h"
#include "mix/mix_negative_args.h"
#include "mix/mix_state.h"

TE_FUNCTION(hhi);
TE_FUNCTION(hhi_normalized);
TE_FUNCTION(top_share);
TE_FUNCTION(top_supplier);
TE_FUNCTION(ranked_supplier);
TE_FUNCTION(te_mix_supplier_count);
TE_FUNCTION(effective_suppliers);
TE_FUNCTION(shannon_entropy);
TE_FUNCTION(shannon_evenness);
TE_FUNCTION(theil_index);
TE_FUNCTION(gini_index);
TE_FUNCTION(hhi_bounds);
TE_FUNCTION(concentration);
TE_FUNCTION(te_concentration_final);
TE_FUNCTION(theil_between);

/*
 * Return the mix of argument 0 as argument n, "negative", wants it; NULL when
 * the answer is to be NULL.
 */
static const TeMix *
mix_arg(FunctionCallInfo fcinfo, int n)
{
	return te_mix_or_null(PG_GETARG_TE_MIX_P(0), te_negative_arg(fcinfo, n));
}

/* hhi(mix, scale, negative) */
Datum
hhi(PG_FUNCTION_ARGS)
{
	const TeMix *mix = mix_arg(fcinfo, 2);
	int			scale = te_hhi_scale(PG_GETARG_INT32(1));

	if (mix == NULL)
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(te_hhi(mix, "hhi") * scale);
}

/* hhi_normalized(mix, negative) */
Datum
hhi_normalized(PG_FUNCTION_ARGS)
{
	const TeMix *mix = mix_arg(fcinfo, 1);

	if (mix == NULL)
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(te_hhi_normalized(mix, "hhi_normalized"));
}

/* top_share(mix, k, negative) */
Datum
top_share(PG_FUNCTION_ARGS)
{
	const TeMix *mix = mix_arg(fcinfo, 2);
	int			k = te_rank_checked("k", PG_GETARG_INT32(1));

	if (mix == NULL)
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(te_top_share(mix, k, "top_share"));
}

/* top_supplier(mix, k): code of the k-th largest supplier; NULL when there are fewer. */
Datum
top_supplier(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	int			best = te_ranked_supplier(mix, te_rank_checked("k", PG_GETARG_INT32(1)));

	if (best < 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(te_code_text(te_mix_code(mix, best)));
}

/*
 * ranked_supplier(mix, rank, negative): origin, amount and share of the supplier of
 * that rank alone.
 */
Datum
ranked_supplier(PG_FUNCTION_ARGS)
{
	const TeMix *mix = mix_arg(fcinfo, 2);
	int			rank = te_rank_checked("rank", PG_GETARG_INT32(1));
	double		total;
	int			best;
	TeRow		row;

	if (mix == NULL)
		PG_RETURN_NULL();
	total = te_mix_positive_total(mix, "ranked_supplier");
	best = te_ranked_supplier(mix, rank);
	if (best < 0)
		PG_RETURN_NULL();
	te_row_begin(&row);
	te_row_code(&row, te_mix_code(mix, best));
	te_row_float8(&row, mix->items[best].amount);
	te_row_float8(&row, mix->items[best].amount / total);
	return te_row_end(fcinfo, &row);
}

/* supplier_count(mix) */
Datum
te_mix_supplier_count(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(te_supplier_count(PG_GETARG_TE_MIX_P(0)));
}

/* effective_suppliers(mix, q, negative): Hill number; q may be Infinity */
Datum
effective_suppliers(PG_FUNCTION_ARGS)
{
	const TeMix *mix = mix_arg(fcinfo, 2);
	double		q = PG_GETARG_FLOAT8(1);

	if (isnan(q) || q < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"q\" must be 0 or more, but is %g", q),
				 errhint("0 counts suppliers, 1 is the exponential of the entropy, 2 the inverse of the HHI, Infinity looks at the largest alone.")));
	if (mix == NULL)
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(te_effective_suppliers(mix, q, "effective_suppliers"));
}

/* Entropy to a base (NULL: nats). */
Datum
shannon_entropy(PG_FUNCTION_ARGS)
{
	const TeMix *mix;
	double		h;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	mix = mix_arg(fcinfo, 2);
	if (mix == NULL)
		PG_RETURN_NULL();
	h = te_shannon_entropy(mix, "shannon_entropy");
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
	const TeMix *mix = mix_arg(fcinfo, 1);
	double		h;
	int			n;

	if (mix == NULL)
		PG_RETURN_NULL();
	h = te_shannon_entropy(mix, "shannon_evenness");
	n = te_supplier_count(mix);

	if (n < 2)
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(h / log(n));
}

/* Theil's T over suppliers: ln n − entropy */
Datum
theil_index(PG_FUNCTION_ARGS)
{
	const TeMix *mix = mix_arg(fcinfo, 1);
	double		h;

	if (mix == NULL)
		PG_RETURN_NULL();
	h = te_shannon_entropy(mix, "theil_index");

	TE_RETURN_DEFINED(isnan(h) ? h : Max(log(te_supplier_count(mix)) - h, 0.0));
}

/* Gini coefficient over suppliers with an amount: Σ (2i − n − 1) x_i / (n Σ x), x ascending */
Datum
gini_index(PG_FUNCTION_ARGS)
{
	const TeMix *mix = mix_arg(fcinfo, 1);
	double		total;
	int			n;
	int		   *order;
	TeSum		sum = {0, 0};

	if (mix == NULL)
		PG_RETURN_NULL();
	total = te_mix_named_total(mix, "gini_index");
	n = te_supplier_count(mix);

	if (total == 0)
		PG_RETURN_NULL();
	order = te_mix_by_amount(mix);
	for (int i = 0; i < n; i++)
		te_sum_carry(&sum, (n - 1 - 2.0 * i) * (mix->items[order[i]].amount / total));
	PG_RETURN_FLOAT8(te_sum_value(sum) / n);
}

/*
 * hhi_bounds(mix): the unspecified amount spread over infinitely many
 * suppliers, or all from the largest one
 */
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
	return te_row_floats(fcinfo, columns, 2);
}

/* All main figures of a mix in one row. */
static Datum
concentration_row(FunctionCallInfo fcinfo, const TeMix *mix)
{
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

/* concentration(mix, negative): all main figures in one row */
Datum
concentration(PG_FUNCTION_ARGS)
{
	const TeMix *mix = mix_arg(fcinfo, 1);

	if (mix == NULL)
		PG_RETURN_NULL();
	return concentration_row(fcinfo, mix);
}

/* The final function of concentration(origin, amount). */
Datum
te_concentration_final(PG_FUNCTION_ARGS)
{
	return concentration_row(fcinfo, te_mix_end(te_mix_state_read(fcinfo)));
}

/* ---- by groups ---- */

/* Amount and number of suppliers of each group, collected from a map. */
typedef struct Grouping
{
	const TeMix *mix;			/* the mix to split */
	bool	   *grouped;		/* items that have a group */
	TeMixState *amounts;		/* group → amount */
	TeMixState *counts;			/* group → suppliers with an amount */
} Grouping;

/* One member of the map: origin → group. */
static void
put_in_group(void *context, TeCode key, const JsonbValue *value)
{
	Grouping   *g = context;
	int			i = te_mix_find(g->mix, key);
	TeCode		group;

	if (value->type != jbvString || value->val.string.len == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("group of origin \"%s\" is not a name", te_code_cstring(key)),
				 errhint("Write the map as {\"DEU\": \"EU\", \"CHN\": \"Asia\"}.")));
	if (i < 0)
		return;
	g->grouped[i] = true;
	if (g->mix->items[i].amount <= 0)
		return;
	group = te_code(value->val.string.val, value->val.string.len);
	g->amounts = te_mix_add(g->amounts, group, g->mix->items[i].amount);
	g->counts = te_mix_add(g->counts, group, 1);
}

/* Σ over groups of share · ln(share / (suppliers of the group / suppliers)) */
Datum
theil_between(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	Grouping	g = {mix, palloc0(Max(mix->norigins, 1)), te_mix_begin(), te_mix_begin()};
	int			n = te_supplier_count(mix);
	TeMix	   *amounts,
			   *counts;
	double		total,
				between = 0;

	(void) te_mix_positive_total(mix, "theil_between");
	te_jsonb_each(PG_GETARG_JSONB_P(1), "the map of groups", put_in_group, &g);
	for (int i = 0; i < mix->norigins; i++)
		if (!g.grouped[i] && mix->items[i].amount > 0)
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("theil_between: origin \"%s\" has no group", te_code_cstring(te_mix_code(mix, i))),
					 errhint("Add it to the map, or leave it out of the mix with exclude_origins.")));
	amounts = te_mix_end(g.amounts);
	counts = te_mix_end(g.counts);
	total = te_mix_total(amounts);
	if (total == 0)
		PG_RETURN_NULL();
	for (int i = 0; i < amounts->norigins; i++)
	{
		double		share = amounts->items[i].amount / total;

		between += share * log(share * n / counts->items[i].amount);
	}
	PG_RETURN_FLOAT8(Max(between, 0.0));
}
