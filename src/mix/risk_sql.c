/*
 * risk_sql.c
 *	  Supply risk: concentration weighted by governance, distance or stability
 *	  of the suppliers.
 *
 * Sources: European Commission, "Methodology for establishing the EU list of
 * critical raw materials" (2017; Blengini et al., Resources Policy 53) for
 * HHI_WGI,t and SR; Gemechu et al. (J. Ind. Ecol. 20, 2016) and Koyamparambath
 * et al. (2024) for GeoPolRisk; Bailey, Strezhnev and Voeten (J. Confl. Resol.
 * 61, 2017) for distances of ideal points.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "base/words.h"
#include "mix/concentration.h"
#include "mix/mix_missing.h"

TE_FUNCTION(weighted_mean);
TE_FUNCTION(hhi_weighted);
TE_FUNCTION(geopolitical_distance);
TE_FUNCTION(supply_risk_eu);
TE_FUNCTION(supply_risk_eu_score);
TE_FUNCTION(geopolrisk);

/* ---- engine ---- */

/* Σ amount · weight / Σ amount over the origins that have a weight; NaN without any. */
static double
mean_weight(const TeMix *mix, const TeWeights *w, const char *metric)
{
	TeSum		weighted = {0, 0},
				total = {0, 0};

	(void) te_mix_positive_total(mix, metric);
	te_weighted_sums(mix, w, &weighted, &total);
	return te_sum_value(total) == 0 ? NAN : te_sum_value(weighted) / te_sum_value(total);
}

/* Σ amounts of what counts: "unspecified" and the origins that have a weight. */
static double
counted_total(const TeMix *mix, const TeWeights *w, double unspecified)
{
	TeSum		sum = {unspecified, 0};

	for (int i = 0; i < mix->norigins; i++)
		if (!isnan(w->items[i]))
			te_sum_carry(&sum, mix->items[i].amount);
	return te_sum_value(sum);
}

/*
 * Σ share² · weight · factor; shares are over the total, the unspecified
 * amount, which stands for infinitely many suppliers, adds nothing (and where what has
 * no weight is excluded, it is not in the total), and an origin without a factor
 * has factor 1.
 */
static double
weighted_squares(const TeMix *mix, const TeMix *weights, const TeMix *factors, TeMissing missing,
				 const char *metric)
{
	TeMix	   *named = te_mix_without_unspecified(mix);
	TeWeights	w = te_weights(named, weights, missing, metric);
	double		unspecified = missing == TE_MISSING_EXCLUDE && weights->unspecified_rows == 0
		? 0 : mix->unspecified;
	double		total = counted_total(mix, &w, unspecified);
	TeSum		sum = {0, 0};

	(void) te_mix_positive_total(mix, metric);
	if (total == unspecified)	/* nothing known, or nothing at all */
		return NAN;
	for (int i = 0; i < mix->norigins; i++)
	{
		double		share = mix->items[i].amount / total;
		int			f = factors == NULL ? -1 : te_mix_find(factors, te_mix_code(mix, i));

		if (!isnan(w.items[i]))
			te_sum_carry(&sum, share * share * w.items[i] * (f < 0 ? 1.0
															 : factors->items[f].amount));
	}
	return te_sum_value(sum);
}

/* Which supply the EU formula looks at. */
typedef enum SupplyUse
{
	USE_BOTH,					/* global supply and EU sourcing, by import
								 * reliance */
	USE_GLOBAL,
	USE_EU
} SupplyUse;

/* Reads the argument "use". */
static SupplyUse
supply_use(const text *word)
{
	static const char *const words[] = {"both", "global", "eu"};

	return te_word_number("use", text_to_cstring(word), words, lengthof(words),
						  "Which supply counts: both takes global supply and EU sourcing, weighted by import reliance.");
}

/*
 * SR = [HHI_global · IR/2 + HHI_EU · (1 − IR/2)] · (1 − recycling) · substitution;
 * with one supply only, its HHI alone.
 */
static double
eu_score(double global, double eu, double reliance, double recycling, double substitution,
		 SupplyUse use)
{
	double		hhi;

	te_check_range("import_reliance", reliance, 0, 1);
	te_check_range("eol_recycling", recycling, 0, 1);
	te_check_range("substitution", substitution, 0, 1);
	hhi = use == USE_GLOBAL ? global : use == USE_EU ? eu :
		(global *reliance / 2 + eu * (1 - reliance / 2));

	return hhi * (1 - recycling) * substitution;
}

/* ---- SQL functions ---- */

/* weighted_mean(mix, weights, missing) */
Datum
weighted_mean(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	TeWeights	w = te_weights(mix, PG_GETARG_TE_MIX_P(1), te_missing(PG_GETARG_TEXT_PP(2)),
							   "weighted_mean");

	TE_RETURN_DEFINED(mean_weight(mix, &w, "weighted_mean"));
}

/* hhi_weighted(mix, weights, trade_factors, missing) */
Datum
hhi_weighted(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	te_check_not_null("missing", PG_ARGISNULL(3));
	TE_RETURN_DEFINED(weighted_squares(PG_GETARG_TE_MIX_P(0), PG_GETARG_TE_MIX_P(1),
									   PG_ARGISNULL(2) ? NULL : PG_GETARG_TE_MIX_P(2),
									   te_missing(PG_GETARG_TEXT_PP(3)), "hhi_weighted"));
}

/* geopolitical_distance(mix, positions, self, missing): Σ share · |position − position of self| */
Datum
geopolitical_distance(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	TeMix	   *positions = PG_GETARG_TE_MIX_P(1);
	TeCode		self = te_code_from_text(PG_GETARG_TEXT_PP(2));
	int			at = te_mix_find(positions, self);
	TeWeights	w = te_weights(mix, positions, te_missing(PG_GETARG_TEXT_PP(3)),
							   "geopolitical_distance");

	if (at < 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("geopolitical_distance: no position for \"%s\" itself", te_code_cstring(self)),
				 errhint("The positions must hold the importer's own code.")));
	for (int i = 0; i < mix->norigins; i++)
		w.items[i] = fabs(w.items[i] - positions->items[at].amount);
	w.unspecified = fabs(w.unspecified - positions->items[at].amount);
	TE_RETURN_DEFINED(mean_weight(mix, &w, "geopolitical_distance"));
}

/* supply_risk_eu_score(hhi_global, hhi_eu, import_reliance, eol_recycling, substitution, use) */
Datum
supply_risk_eu_score(PG_FUNCTION_ARGS)
{
	double		hhi[2] = {0, 0};
	SupplyUse	use;

	for (int i = 2; i < 6; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	use = supply_use(PG_GETARG_TEXT_PP(5));
	for (int i = 0; i < 2; i++)
	{
		/* the supply that is not looked at may be unknown */
		if (use == (i == 0 ? USE_EU : USE_GLOBAL))
			continue;
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
		hhi[i] = PG_GETARG_FLOAT8(i);
		te_check_range(i == 0 ? "hhi_global" : "hhi_eu", hhi[i], 0, INFINITY);
	}
	TE_RETURN_DEFINED(eu_score(hhi[0], hhi[1], PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3),
							   PG_GETARG_FLOAT8(4), use));
}

/*
 * supply_risk_eu(global_mix, eu_mix, governance, trade_factors, import_reliance,
 * eol_recycling, substitution, use, missing)
 */
Datum
supply_risk_eu(PG_FUNCTION_ARGS)
{
	SupplyUse	use;
	TeMissing	missing;
	TeMix	   *governance,
			   *factors;
	double		hhi[2] = {0, 0};

	te_check_not_null("use", PG_ARGISNULL(7));
	te_check_not_null("missing", PG_ARGISNULL(8));
	if (PG_ARGISNULL(2) || PG_ARGISNULL(4) || PG_ARGISNULL(5) || PG_ARGISNULL(6))
		PG_RETURN_NULL();
	use = supply_use(PG_GETARG_TEXT_PP(7));
	missing = te_missing(PG_GETARG_TEXT_PP(8));
	governance = PG_GETARG_TE_MIX_P(2);
	factors = PG_ARGISNULL(3) ? NULL : PG_GETARG_TE_MIX_P(3);
	for (int i = 0; i < 2; i++)
	{
		if (use == (i == 0 ? USE_EU : USE_GLOBAL))
			continue;
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
		hhi[i] = weighted_squares(PG_GETARG_TE_MIX_P(i), governance, factors, missing,
								  "supply_risk_eu");
	}
	TE_RETURN_DEFINED(eu_score(hhi[0], hhi[1], PG_GETARG_FLOAT8(4), PG_GETARG_FLOAT8(5),
							   PG_GETARG_FLOAT8(6), use));
}

/*
 * geopolrisk(production_mix, import_mix, instability, domestic_production, missing):
 * HHI of world production · Σ (instability · imports) / (domestic production + Σ imports)
 */
Datum
geopolrisk(PG_FUNCTION_ARGS)
{
	TeMix	   *production = PG_GETARG_TE_MIX_P(0);
	TeMix	   *imports = PG_GETARG_TE_MIX_P(1);
	double		domestic = PG_GETARG_FLOAT8(3);
	TeWeights	w = te_weights(imports, PG_GETARG_TE_MIX_P(2), te_missing(PG_GETARG_TEXT_PP(4)),
							   "geopolrisk");
	double		total = counted_total(imports, &w, isnan(w.unspecified) ? 0 : imports->unspecified);
	TeSum		risky = {0, 0};

	(void) te_mix_positive_total(imports, "geopolrisk");
	te_check_range("domestic_production", domestic, 0, INFINITY);
	for (int i = 0; i < imports->norigins; i++)
		if (!isnan(w.items[i]))
			te_sum_carry(&risky, imports->items[i].amount * w.items[i]);
	if (!isnan(w.unspecified))
		te_sum_carry(&risky, imports->unspecified * w.unspecified);
	if (total + domestic == 0)
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(te_hhi(production, "geopolrisk") * te_sum_value(risky) / (total + domestic));
}
