/*
 * criticality_sql.c
 *	  SQL functions of criticality beside concentration: scores of a bill of
 *	  materials, GeoPolRisk factors of many materials, economic importance.
 *
 * Sources: European Commission, "Methodology for establishing the EU list of
 * critical raw materials" (2017), section 2.1, for economic importance;
 * Santillan-Saldivar et al. (Int. J. Life Cycle Assessment 27, 2022) and
 * Koyamparambath et al. (2024) for GeoPolRisk factors.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "indicator/indicator.h"
#include "mix/mix_missing.h"

TE_FUNCTION(bill_score);
TE_FUNCTION(geopolrisk_factor);
TE_FUNCTION(geopolrisk_factors);
TE_FUNCTION(economic_importance_eu);

/* bill_score(bill, scores, missing): score of a unit of each material, times its amount */
Datum
bill_score(PG_FUNCTION_ARGS)
{
	TeMix	   *bill = PG_GETARG_TE_MIX_P(0);
	TeWeights	w = te_weights(bill, PG_GETARG_TE_MIX_P(1), te_missing(PG_GETARG_TEXT_PP(2)),
							   "bill_score");
	TeSum		score = {0, 0},
				scored = {0, 0};
	double		all = te_mix_positive_total(bill, "bill_score");

	te_weighted_sums(bill, &w, &score, &scored);
	for (int i = 0; i < bill->norigins; i++)
		if (!isnan(w.items[i]) && bill->items[i].amount != 0)
			(void) te_no_underflow(bill->items[i].amount * w.items[i], w.items[i]);
	/* a bill of which nothing has a score has none, which is not a score of 0 */
	if (bill->rows == 0 || (all > 0 && te_sum_value(scored) == 0))
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(te_sum_value(score));
}

/* The factor that others are told in: that of material "code", which must be there and not 0. */
static double
reference_factor(const TeMix *scores, const TeWeights *prices, TeCode code)
{
	int			i = te_mix_find(scores, code);

	if (i < 0 || !(scores->items[i].amount * prices->items[i] > 0))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("material \"%s\" has no factor to be relative to", te_code_cstring(code)),
				 errdetail(i < 0 ? "It is not among the materials of \"scores\"." :
						   "Its score times its price is 0, or its price is not given."),
				 errhint("Name a material that has a score and a price, or leave relative_to out for a value at risk.")));
	return scores->items[i].amount * prices->items[i];
}

/* geopolrisk_factor(score, price, reference) */
Datum
geopolrisk_factor(PG_FUNCTION_ARGS)
{
	te_check_range("score", PG_GETARG_FLOAT8(0), 0, 1);
	TE_RETURN_DEFINED(te_geopolrisk_factor(PG_GETARG_FLOAT8(0),
										   te_trade_table_amount("price", PG_GETARG_FLOAT8(1)),
										   te_trade_table_amount("reference_factor",
																 PG_GETARG_FLOAT8(2))));
}

/*
 * Throws for a score that has no price, or that is nobody's: one of 0 is a score,
 * too, and its factor must not be left out in silence.
 */
static void
require_prices(const TeMix *scores, const TeMix *prices)
{
	if (scores->unspecified_rows > 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("geopolrisk_factors: \"scores\" has a score of no material"),
				 errhint("Leave it out, or say missing => 'exclude'.")));
	for (int i = 0; i < scores->norigins; i++)
		if (te_mix_find(prices, te_mix_code(scores, i)) < 0)
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("geopolrisk_factors: no price for material \"%s\"",
							te_code_cstring(te_mix_code(scores, i))),
					 errhint("Give these materials a price, or say missing => 'exclude', 'zero' or 'one'.")));
}

/* geopolrisk_factors(scores, prices, relative_to, missing): factor of each material */
Datum
geopolrisk_factors(PG_FUNCTION_ARGS)
{
	TeMissing	missing;
	TeMix	   *scores;
	TeWeights	prices;
	TeMixState *factors = te_mix_begin();
	double		reference = 1;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	te_check_not_null("missing", PG_ARGISNULL(3));
	missing = te_missing(PG_GETARG_TEXT_PP(3));
	if (missing == TE_MISSING_ERROR)
		require_prices(PG_GETARG_TE_MIX_P(0), PG_GETARG_TE_MIX_P(1));
	scores = te_mix_without_unspecified(PG_GETARG_TE_MIX_P(0));
	prices = te_weights(scores, PG_GETARG_TE_MIX_P(1), missing, "geopolrisk_factors");
	for (int i = 0; i < scores->norigins; i++)
	{
		te_check_range("scores", scores->items[i].amount, 0, 1);
		(void) te_trade_table_amount("prices", isnan(prices.items[i]) ? 0 : prices.items[i]);
	}
	if (!PG_ARGISNULL(2))
	{
		text	   *name = PG_GETARG_TEXT_PP(2);

		reference = reference_factor(scores, &prices, te_code(VARDATA_ANY(name),
															  VARSIZE_ANY_EXHDR(name)));
	}
	for (int i = 0; i < scores->norigins; i++)
		if (!isnan(prices.items[i]))
			factors = te_mix_add(factors, te_mix_code(scores, i),
								 te_geopolrisk_factor(scores->items[i].amount, prices.items[i],
													  reference));
	PG_RETURN_TE_MIX_P(te_mix_end(factors));
}

/* economic_importance_eu(uses, value_added, substitution, largest, missing) */
Datum
economic_importance_eu(PG_FUNCTION_ARGS)
{
	TeMix	   *uses;
	TeMix	   *sectors;
	TeWeights	w;
	double		largest = 0;
	TeSum		weighted = {0, 0},
				used = {0, 0};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	te_check_not_null("missing", PG_ARGISNULL(4));
	uses = PG_GETARG_TE_MIX_P(0);
	sectors = PG_GETARG_TE_MIX_P(1);
	te_check_range("substitution", PG_GETARG_FLOAT8(2), 0, 1);
	w = te_weights(uses, sectors, te_missing(PG_GETARG_TEXT_PP(4)), "economic_importance_eu");
	(void) te_mix_positive_total(uses, "economic_importance_eu");
	(void) te_mix_positive_total(sectors, "economic_importance_eu");
	for (int i = 0; i < sectors->norigins; i++)
		largest = Max(largest, sectors->items[i].amount);
	if (!PG_ARGISNULL(3))
	{
		te_check_range("largest", PG_GETARG_FLOAT8(3), largest, INFINITY);
		largest = PG_GETARG_FLOAT8(3);
	}
	if (largest == 0)
		PG_RETURN_NULL();
	for (int i = 0; i < uses->norigins; i++)
		w.items[i] /= largest;
	w.unspecified /= largest;
	/* shares are those of the uses that count */
	te_weighted_sums(uses, &w, &weighted, &used);
	TE_RETURN_DEFINED(te_sum_value(weighted) / te_sum_value(used) * PG_GETARG_FLOAT8(2) * 10);
}
