/*
 * balance_sql.c
 *	  Production, trade and consumption: how much of its use a country imports.
 *
 * Sources: US Geological Survey, Mineral Commodity Summaries, appendix B, for
 * apparent consumption and net import reliance; European Commission (2017) for
 * import reliance; SWD(2021) 352 for the dependency indicators, and Arjona,
 * Connell and Herghelegiu, Single Market Economics Paper 14 (2023), for single
 * points of failure in world exports.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"

#include "base/net.h"
#include "base/row.h"
#include "base/trade_exposure.h"
#include "mix/concentration.h"

TE_FUNCTION(apparent_consumption);
TE_FUNCTION(net_import_reliance);
TE_FUNCTION(import_reliance_eu);
TE_FUNCTION(self_sufficiency);
TE_FUNCTION(import_dependency_flags);
TE_FUNCTION(unit_values);
TE_FUNCTION(relative_unit_values);
TE_FUNCTION(mirror_gap);

/* ---- one country's balance ---- */

typedef struct Balance
{
	double		production;		/* ≥ 0 */
	double		imports;		/* ≥ 0 */
	double		exports;		/* ≥ 0 */
	double		stock_change;	/* taken from stocks; negative when stocks
								 * grew */
} Balance;

/* The four arguments, checked. */
static Balance
get_balance(FunctionCallInfo fcinfo)
{
	Balance		b = {PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2),
	PG_NARGS() > 3 ? PG_GETARG_FLOAT8(3) : 0};

	te_check_range("production", b.production, 0, INFINITY);
	te_check_range("imports", b.imports, 0, INFINITY);
	te_check_range("exports", b.exports, 0, INFINITY);
	te_check_finite("stock_change", b.stock_change);
	return b;
}

/* What a country used. */
static double
consumption(Balance b)
{
	TeNet		used = te_net_one(b.production);

	te_net_add(&used, b.imports);
	te_net_add(&used, -b.exports);
	te_net_add(&used, b.stock_change);
	return te_net_value(&used);
}

/* A ratio to what was used; NULL when nothing was. */
static Datum
per_consumption(FunctionCallInfo fcinfo, Balance b, double amount)
{
	double		used = consumption(b);

	if (used <= 0)
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(amount / used);
}

Datum
apparent_consumption(PG_FUNCTION_ARGS)
{
	TE_RETURN_DEFINED(consumption(get_balance(fcinfo)));
}

/* (imports − exports + stock change) / apparent consumption; negative for net exporters */
Datum
net_import_reliance(PG_FUNCTION_ARGS)
{
	Balance		b = get_balance(fcinfo);

	Balance		traded = {0, b.imports, b.exports, b.stock_change};

	return per_consumption(fcinfo, b, consumption(traded));
}

/* (imports − exports) / (production + imports − exports) */
Datum
import_reliance_eu(PG_FUNCTION_ARGS)
{
	Balance		b = get_balance(fcinfo);

	return per_consumption(fcinfo, b, te_net_difference(b.imports, b.exports));
}

/* production / apparent consumption; above 1 for net exporters */
Datum
self_sufficiency(PG_FUNCTION_ARGS)
{
	Balance		b = get_balance(fcinfo);

	return per_consumption(fcinfo, b, b.production);
}

/* ---- dependency flags ---- */

/* A ratio; NaN for 0/0, a huge one for x/0 is not defined either. */
static double
ratio(double a, double b)
{
	return b > 0 ? a / b : NAN;
}

/* Truth as SQL knows it */
typedef enum Flag
{
	FLAG_FALSE,
	FLAG_UNKNOWN,				/* NULL */
	FLAG_TRUE
} Flag;

/* Is the value above its threshold? */
static Flag
above(double value, double threshold)
{
	return isnan(value) ? FLAG_UNKNOWN : value > threshold ? FLAG_TRUE : FLAG_FALSE;
}

static void
put_flag(TeRow *row, Flag flag)
{
	te_row_datum(row, BoolGetDatum(flag == FLAG_TRUE), flag == FLAG_UNKNOWN);
}

/*
 * import_dependency_flags(extra_mix, intra_amount, exports, world_export_mix,
 * concentration_limit, extra_share_limit, imports_to_exports_limit,
 * world_concentration_limit)
 */
Datum
import_dependency_flags(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {
		"concentration_limit", "extra_share_limit", "imports_to_exports_limit",
		"world_concentration_limit"
	};
	TeMix	   *extra;
	double		total,
				intra,
				exports,
				values[4],
				limits[4];
	Flag		flags[4];
	TeRow		row;

	for (int i = 0; i < 3; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	extra = PG_GETARG_TE_MIX_P(0);
	intra = PG_GETARG_FLOAT8(1);
	exports = PG_GETARG_FLOAT8(2);
	te_check_range("intra_amount", intra, 0, INFINITY);
	te_check_range("exports", exports, 0, INFINITY);
	for (int i = 0; i < 4; i++)
	{
		te_check_not_null(names[i], PG_ARGISNULL(4 + i));
		limits[i] = PG_GETARG_FLOAT8(4 + i);
		te_check_finite(names[i], limits[i]);
	}
	total = te_mix_positive_total(extra, "import_dependency_flags");
	values[0] = te_hhi(extra, "import_dependency_flags");
	values[1] = ratio(total, total + intra);
	values[2] = ratio(total, exports);
	values[3] = PG_ARGISNULL(3) ? NAN : te_hhi(PG_GETARG_TE_MIX_P(3), "import_dependency_flags");

	te_row_begin(&row);
	for (int i = 0; i < 4; i++)
	{
		te_row_float8(&row, values[i]);
		flags[i] = above(values[i], limits[i]);
	}
	/* with no exports at all, imports cannot be replaced by them */
	if (exports == 0 && total > 0)
		flags[2] = FLAG_TRUE;
	for (int i = 0; i < 4; i++)
		put_flag(&row, flags[i]);
	put_flag(&row, Min(Min(flags[0], flags[1]), flags[2])); /* AND */
	return te_row_end(fcinfo, &row);
}

/* ---- unit values ---- */

/*
 * Value per unit of quantity, origin by origin, divided by "base".  Origins
 * without a positive quantity have none and are left out; they count as
 * skipped rows.  The unspecified amount is one more origin.
 */
static TeMix *
ratios(const TeMix *value, const TeMix *quantity, double base)
{
	TeMixState *state = te_mix_begin();
	TeMix	   *result;
	int			skipped = 0;

	for (int i = 0; i < value->norigins; i++)
	{
		TeCode		code = te_mix_code(value, i);
		double		q = te_mix_amount(quantity, code);

		CHECK_FOR_INTERRUPTS();
		if (q > 0)
			state = te_mix_add(state, code, value->items[i].amount / q / base);
		else
			skipped++;
	}
	if (value->unspecified_rows > 0 && quantity->unspecified > 0)
		state = te_mix_add(state, te_code("", 0), value->unspecified / quantity->unspecified / base);
	else
		skipped += value->unspecified_rows > 0;
	result = te_mix_end(state);
	result->skipped_rows = skipped;
	return result;
}

/*
 * Unit value of all origins that have one: value without a quantity, or the
 * other way round, would bend it.  NaN when nothing has both.
 */
static double
common_unit_value(const TeMix *value, const TeMix *quantity)
{
	TeSum		v = {0, 0},
				q = {0, 0};

	for (int i = 0; i < value->norigins; i++)
	{
		double		amount = te_mix_amount(quantity, te_mix_code(value, i));

		if (amount <= 0)
			continue;
		te_sum_carry(&v, value->items[i].amount);
		te_sum_carry(&q, amount);
	}
	if (value->unspecified_rows > 0 && quantity->unspecified > 0)
	{
		te_sum_carry(&v, value->unspecified);
		te_sum_carry(&q, quantity->unspecified);
	}
	return te_sum_value(v) / te_sum_value(q);
}

/* unit_values(value_mix, quantity_mix) */
Datum
unit_values(PG_FUNCTION_ARGS)
{
	PG_RETURN_TE_MIX_P(ratios(PG_GETARG_TE_MIX_P(0), PG_GETARG_TE_MIX_P(1), 1));
}

/* relative_unit_values(value_mix, quantity_mix): over the unit value of all of them */
Datum
relative_unit_values(PG_FUNCTION_ARGS)
{
	TeMix	   *value = PG_GETARG_TE_MIX_P(0);
	TeMix	   *quantity = PG_GETARG_TE_MIX_P(1);
	double		base = common_unit_value(value, quantity);

	if (!(base > 0))
		PG_RETURN_NULL();
	PG_RETURN_TE_MIX_P(ratios(value, quantity, base));
}

/* ---- mirror statistics ---- */

/* One row: both figures (NaN: not reported), their difference, and that over their mean. */
static void
put_gap(FunctionCallInfo fcinfo, TeCode origin, double imports, double exports)
{
	double		x = isnan(imports) ? 0 : imports;
	double		y = isnan(exports) ? 0 : exports;
	double		mean = x / 2 + y / 2;
	double		gap = te_net_difference(x, y);
	TeRow		row;

	te_row_begin(&row);
	te_row_code(&row, origin);
	te_row_float8(&row, imports);
	te_row_float8(&row, exports);
	te_row_float8(&row, gap);
	te_row_float8(&row, mean > 0 ? gap / mean : NAN);
	te_row_store(fcinfo, &row);
}

/* Return the factor by which imports are valued above exports. */
static double
cif_factor_arg(FunctionCallInfo fcinfo, int n)
{
	double		factor = PG_GETARG_FLOAT8(n);

	if (!(factor > 0) || isinf(factor))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"cif_factor\" must be a finite number above 0"),
				 errhint("It is what imports with insurance and freight are worth over the same exports free on board, such as 1.06.")));
	return factor;
}

/*
 * mirror_gap(importer_mix, exporter_mix, cif_factor): both figures of each origin,
 * their difference, and the difference over their mean, from −2 (not reported
 * by the importer) to 2 (not by the exporter); what has no origin comes last.
 * Imports are divided by the factor first.
 */
Datum
mirror_gap(PG_FUNCTION_ARGS)
{
	TeMix	   *a = PG_GETARG_TE_MIX_P(0);
	TeMix	   *b = PG_GETARG_TE_MIX_P(1);
	double		factor = cif_factor_arg(fcinfo, 2);
	int			i = 0,
				k = 0;

	te_rows_begin(fcinfo);
	while (i < a->norigins || k < b->norigins)
	{
		int			cmp = i >= a->norigins ? 1 : k >= b->norigins ? -1 :
			te_code_cmp(te_mix_code(a, i), te_mix_code(b, k));
		TeCode		origin = cmp <= 0 ? te_mix_code(a, i) : te_mix_code(b, k);
		double		imports = cmp <= 0 ? a->items[i++].amount / factor : NAN;
		double		exports = cmp >= 0 ? b->items[k++].amount : NAN;

		put_gap(fcinfo, origin, imports, exports);
	}
	if (a->unspecified_rows > 0 || b->unspecified_rows > 0)
		put_gap(fcinfo, te_code("", 0), a->unspecified_rows > 0 ? a->unspecified / factor : NAN,
				b->unspecified_rows > 0 ? b->unspecified : NAN);
	return (Datum) 0;
}
