/*
 * inequality_sql.c
 *	  SQL functions of inequality and specialization: of one supply mix, and of
 *	  one against a reference.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "indicator/inequality.h"
#include "indicator/specialization.h"
#include "mix/concentration.h"

TE_FUNCTION(concentration_index);
TE_FUNCTION(gini_index_possible);
TE_FUNCTION(rosenbluth_index);
TE_FUNCTION(generalized_entropy);
TE_FUNCTION(atkinson_index);
TE_FUNCTION(lorenz_asymmetry);
TE_FUNCTION(lorenz_curve);
TE_FUNCTION(hachman_index);
TE_FUNCTION(locational_gini);
TE_FUNCTION(extensive_margin);
TE_FUNCTION(intensive_margin);
TE_FUNCTION(margin_change);

/* Argument "arg", how many could supply: at least 1, or 0 for NULL. */
static int
possible_arg(FunctionCallInfo fcinfo, int arg)
{
	if (PG_ARGISNULL(arg))
		return 0;
	te_check_range("possible", PG_GETARG_INT32(arg), 1, PG_INT32_MAX);
	return PG_GETARG_INT32(arg);
}

/* Argument 0 ranked, with the number of possible suppliers in argument "arg" (-1: none). */
static TeRanked
ranked_arg(FunctionCallInfo fcinfo, int arg, const char *metric)
{
	return te_ranked(PG_GETARG_TE_MIX_P(0), arg < 0 ? 0 : possible_arg(fcinfo, arg), metric);
}

/* concentration_index(mix, possible) */
Datum
concentration_index(PG_FUNCTION_ARGS)
{
	TeRanked	r;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	r = ranked_arg(fcinfo, 1, "concentration_index");
	TE_RETURN_DEFINED(te_concentration_index(&r));
}

/* gini_index(mix, possible) */
Datum
gini_index_possible(PG_FUNCTION_ARGS)
{
	TeRanked	r;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	r = ranked_arg(fcinfo, 1, "gini_index");
	TE_RETURN_DEFINED(te_gini(&r));
}

/* rosenbluth_index(mix) */
Datum
rosenbluth_index(PG_FUNCTION_ARGS)
{
	TeRanked	r = ranked_arg(fcinfo, -1, "rosenbluth_index");

	TE_RETURN_DEFINED(te_rosenbluth(&r));
}

/* generalized_entropy(mix, sensitivity, possible) */
Datum
generalized_entropy(PG_FUNCTION_ARGS)
{
	TeRanked	r;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	te_check_not_null("sensitivity", PG_ARGISNULL(1));
	te_check_range("sensitivity", PG_GETARG_FLOAT8(1), -100, 100);
	r = ranked_arg(fcinfo, 2, "generalized_entropy");
	TE_RETURN_DEFINED(te_generalized_entropy(&r, PG_GETARG_FLOAT8(1)));
}

/* atkinson_index(mix, epsilon, possible) */
Datum
atkinson_index(PG_FUNCTION_ARGS)
{
	TeRanked	r;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	te_check_not_null("epsilon", PG_ARGISNULL(1));
	te_check_range("epsilon", PG_GETARG_FLOAT8(1), 0, 100);
	r = ranked_arg(fcinfo, 2, "atkinson_index");
	TE_RETURN_DEFINED(te_atkinson(&r, PG_GETARG_FLOAT8(1)));
}

/* lorenz_asymmetry(mix) */
Datum
lorenz_asymmetry(PG_FUNCTION_ARGS)
{
	TeRanked	r = ranked_arg(fcinfo, -1, "lorenz_asymmetry");

	TE_RETURN_DEFINED(te_lorenz_asymmetry(&r));
}

/* One point of a Lorenz curve: the first "count" of all possible suppliers have "reached". */
static void
store_point(FunctionCallInfo fcinfo, const TeRanked *r, int count, TeCode origin, double reached)
{
	TeRow		row;

	te_row_begin(&row);
	te_row_datum(&row, Int32GetDatum(count), false);
	te_row_code(&row, origin);
	te_row_float8(&row, (double) count / r->possible);
	te_row_float8(&row, reached / r->total);
	te_row_store(fcinfo, &row);
}

/* lorenz_curve(mix, possible): from the smallest supplier to the largest */
Datum
lorenz_curve(PG_FUNCTION_ARGS)
{
	TeCode		nobody = te_code("", 0);
	TeSum		sum = {0, 0};
	TeRanked	r;
	int			zeros;

	te_check_not_null("mix", PG_ARGISNULL(0));
	r = ranked_arg(fcinfo, 1, "lorenz_curve");
	te_rows_begin(fcinfo);
	if (r.n == 0)
		return (Datum) 0;
	zeros = r.possible - r.n;
	store_point(fcinfo, &r, 0, nobody, 0.0);
	if (zeros > 0)
		store_point(fcinfo, &r, zeros, nobody, 0.0);
	for (int k = r.n - 1; k >= 0; k--)
	{
		te_sum_carry(&sum, r.mix->items[r.order[k]].amount);
		store_point(fcinfo, &r, r.possible - k, te_mix_code(r.mix, r.order[k]),
					k == 0 ? r.total : te_sum_value(sum));
	}
	return (Datum) 0;
}

/* The two mixes of a call side by side. */
static TePairs
pairs_arg(FunctionCallInfo fcinfo, const char *metric)
{
	return te_pairs(PG_GETARG_TE_MIX_P(0), PG_GETARG_TE_MIX_P(1), metric);
}

/* hachman_index(mix, reference) */
Datum
hachman_index(PG_FUNCTION_ARGS)
{
	TePairs		p = pairs_arg(fcinfo, "hachman_index");

	TE_RETURN_DEFINED(te_hachman(&p));
}

/* locational_gini(mix, reference) */
Datum
locational_gini(PG_FUNCTION_ARGS)
{
	TePairs		p = pairs_arg(fcinfo, "locational_gini");

	TE_RETURN_DEFINED(te_locational_gini(&p));
}

/* extensive_margin(mix, reference) */
Datum
extensive_margin(PG_FUNCTION_ARGS)
{
	TePairs		p = pairs_arg(fcinfo, "extensive_margin");

	TE_RETURN_DEFINED(te_extensive_margin(&p));
}

/* intensive_margin(mix, reference) */
Datum
intensive_margin(PG_FUNCTION_ARGS)
{
	TePairs		p = pairs_arg(fcinfo, "intensive_margin");

	TE_RETURN_DEFINED(te_intensive_margin(&p));
}

/* margin_change(mix, later_mix): growth of what stayed, what came, what went */
Datum
margin_change(PG_FUNCTION_ARGS)
{
	TeMix	   *before = PG_GETARG_TE_MIX_P(0);
	TeMix	   *after = PG_GETARG_TE_MIX_P(1);
	double		base = te_mix_named_total(before, "margin_change");
	TeSum		change[3] = {{0, 0}};	/* stayed, came, went */
	double		columns[6];

	(void) te_mix_named_total(after, "margin_change");
	for (uint32 i = 0; i < before->norigins; i++)
	{
		double		then = before->items[i].amount;
		double		now = te_mix_amount(after, te_mix_code(before, i));

		bool		stayed = then > 0 && now > 0;

		te_sum_carry(&change[stayed ? 0 : 2], stayed ? now - then : -then);
	}
	for (uint32 i = 0; i < after->norigins; i++)
		if (!(te_mix_amount(before, te_mix_code(after, i)) > 0))
			te_sum_carry(&change[1], after->items[i].amount);
	for (int k = 0; k < 3; k++)
	{
		columns[k] = te_sum_value(change[k]) + 0.0;
		columns[3 + k] = base > 0 ? columns[k] / base : NAN;
	}
	return te_row_floats(fcinfo, columns, 6);
}
