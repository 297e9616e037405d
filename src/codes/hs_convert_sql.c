/*
 * hs_convert_sql.c
 *	  SQL function of conversions between HS revisions.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"
#include "utils/tuplestore.h"

#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "codes/hs.h"
#include "codes/hs_args.h"
#include "codes/hs_codes.h"

TE_FUNCTION(hs_convert);

/* Return the way that the arguments of hs_convert ask for. */
static TeHsRoute
route_args(FunctionCallInfo fcinfo)
{
	static const char *const links[] = {"main", "all"};
	static const char *const routes[] = {"direct", "steps"};
	TeHsRoute	route;

	route.from = te_hs_revision_arg(fcinfo, 1, "from_revision");
	route.to = te_hs_revision_arg(fcinfo, 2, "to_revision");
	route.all = te_word_arg(fcinfo, 4, "links", links, lengthof(links), NULL) == 1;
	route.steps = te_word_arg(fcinfo, 5, "route", routes, lengthof(routes), NULL) == 1;
	return route;
}

/* The weight of a code in an object of code → weight; 0 when it is not there. */
static double
weight_of(Jsonb *weights, uint32 code)
{
	char		key[16];
	JsonbValue	value;
	double		weight;

	snprintf(key, sizeof(key), "%06u", code);
	if (getKeyJsonValueFromContainer(&weights->root, key, 6, &value) == NULL ||
		value.type == jbvNull)
		return 0.0;
	if (value.type != jbvNumeric)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"code_weights\" holds no number for HS code %s", key),
				 errhint("Pass an object of code and weight, such as {\"854142\": 3.5}.")));
	weight = DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow,
												NumericGetDatum(value.val.numeric)));
	if (!(weight >= 0.0) || isinf(weight))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"code_weights\" holds %g for HS code %s", weight, key),
				 errhint("Weights are amounts of trade, zero or more.")));
	return weight;
}

/* Shares the targets by weights instead; leaves them as they are when none has a weight. */
static void
apply_weights(TeHsTarget *targets, int n, Jsonb *weights)
{
	double	   *weight = palloc_array(double, n);
	double		shared = 0.0;	/* what exists in the revision */
	double		largest = 0.0;
	double		total = 0.0;

	if (!JB_ROOT_IS_OBJECT(weights))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"code_weights\" must be an object of HS code and weight")));
	for (int i = 0; i < n; i++)
	{
		weight[i] = targets[i].code == 0 ? 0.0 : weight_of(weights, targets[i].code);
		largest = Max(largest, weight[i]);
		shared += targets[i].code == 0 ? 0.0 : targets[i].share;
	}
	if (largest == 0.0)
		return;
	/* the sum must not overflow */
	for (int i = 0; i < n; i++)
		total += largest > DBL_MAX / n ? (weight[i] /= n) : weight[i];
	for (int i = 0; i < n; i++)
		if (targets[i].code != 0)
			targets[i].share = shared * (weight[i] / total);
}

/* Put one row of hs_convert; no code or note where they are 0 and NULL. */
static void
put_target(ReturnSetInfo *rsinfo, uint32 code, const char *relation, double share, const char *note)
{
	Datum		values[4];
	bool		nulls[4] = {code == 0, false, false, note == NULL};
	char		digits[16];

	snprintf(digits, sizeof(digits), "%06u", code);
	values[0] = CStringGetTextDatum(digits);
	values[1] = CStringGetTextDatum(relation);
	values[2] = Float8GetDatum(share);
	values[3] = note == NULL ? (Datum) 0 : CStringGetTextDatum(note);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

/* Return what is to be known of how a target came about, or NULL. */
static const char *
target_note(uint32 code, TeHsRoute route, const TeHsTarget *target)
{
	if (target->mended >= 0)
		return te_hs_mended_text(target->mended);
	if (te_hs_is_legacy(route.from, code) && !te_hs_is_legacy(route.to, target->code))
		return psprintf("%06u is Comtrade's part of %06u, converted as the whole", code,
						TE_HS_PETROLEUM);
	return NULL;
}

/* Put the targets of a conversion, one a row. */
static void
put_targets(ReturnSetInfo *rsinfo, uint32 code, TeHsRoute route, const TeHsTarget *targets, int n)
{
	int			nexisting = 0;

	for (int i = 0; i < n; i++)
		nexisting += targets[i].code != 0;
	for (int i = 0; i < n; i++)
	{
		bool		several;

		if (targets[i].code == 0)
		{
			put_target(rsinfo, 0, psprintf("no successor in HS%d",
										   te_hs_revision_year(route.to)), targets[i].share, NULL);
			continue;
		}
		several = te_hs_has_several_sources(targets[i].code, route);
		put_target(rsinfo, targets[i].code,
				   several ? (nexisting > 1 ? "n:n" : "n:1") : (nexisting > 1 ? "1:n" : "1:1"),
				   targets[i].share, target_note(code, route, &targets[i]));
	}
}

/* Is this a subheading of the revision, or one of Comtrade's parts of one? */
static bool
is_known(uint32 code, int revision)
{
	return te_hs_code_number(revision, code) >= 0 || te_hs_is_legacy(revision, code);
}

/* hs_convert(code, from, to, weights, links, route): the subheading in another revision. */
Datum
hs_convert(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	TeHsRoute	route = route_args(fcinfo);
	uint32		code = te_hs_subheading_arg(fcinfo, 0);
	TeHsTarget *targets;
	int			n;

	InitMaterializedSRF(fcinfo, 0);
	if (code == 0)
		put_target(rsinfo, 0, "not a subheading", 1.0, NULL);
	else if (!is_known(code, route.from))
		put_target(rsinfo, 0, psprintf("not in HS%d", te_hs_revision_year(route.from)), 1.0, NULL);
	else
	{
		n = te_hs_convert(code, route, &targets);
		if (!PG_ARGISNULL(3))
			apply_weights(targets, n, PG_GETARG_JSONB_P(3));
		put_targets(rsinfo, code, route, targets, n);
	}
	return (Datum) 0;
}
