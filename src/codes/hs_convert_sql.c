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
#include "base/words.h"
#include "codes/hs.h"

TE_FUNCTION(hs_convert);

/* A revision argument; throws when it names none. */
static int
revision_arg(FunctionCallInfo fcinfo, int n, const char *argument)
{
	static const char *const revisions[] = {"HS1992", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022"};
	text	   *name;
	int			revision;

	te_check_not_null(argument, PG_ARGISNULL(n));
	name = PG_GETARG_TEXT_PP(n);
	revision = te_hs_revision(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	if (revision < 0)
		te_unknown_word(argument, text_to_cstring(name), revisions, lengthof(revisions),
						"A revision is also written 2017, HS17 or H5.");
	return revision;
}

/* The argument "links": true for all, false for main. */
static bool
links_arg(FunctionCallInfo fcinfo, int n)
{
	static const char *const links[] = {"main", "all"};

	return te_word_arg(fcinfo, n, "links", links, lengthof(links), NULL) == 1;
}

/* The weight of a code in an object of code → weight; 0 when it is not there. */
static double
weight_of(Jsonb *weights, uint32 code)
{
	char		key[16];
	JsonbValue	value;
	double		weight;

	snprintf(key, sizeof(key), "%06u", code);
	if (getKeyJsonValueFromContainer(&weights->root, key, 6, &value) == NULL || value.type == jbvNull)
		return 0.0;
	if (value.type != jbvNumeric)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"code_weights\" holds no number for HS code %s", key),
				 errhint("Pass an object of code and weight, such as {\"854142\": 3.5}.")));
	weight = DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, NumericGetDatum(value.val.numeric)));
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

/* Puts one row. */
static void
put_target(ReturnSetInfo *rsinfo, uint32 code, const char *relation, double share)
{
	Datum		values[3];
	bool		nulls[3] = {false};
	char		digits[16];

	snprintf(digits, sizeof(digits), "%06u", code);
	nulls[0] = code == 0;
	values[0] = CStringGetTextDatum(digits);
	values[1] = CStringGetTextDatum(relation);
	values[2] = Float8GetDatum(share);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

/* hs_convert(code, from, to, weights, links): the subheading in another revision. */
Datum
hs_convert(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	int			from = revision_arg(fcinfo, 1, "from_revision");
	int			to = revision_arg(fcinfo, 2, "to_revision");
	bool		all = links_arg(fcinfo, 4);
	TeHs		hs;
	TeHsTarget *targets;
	int			n;
	int			nexisting = 0;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) ||
		te_hs_clean(VARDATA_ANY(PG_GETARG_TEXT_PP(0)), VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(0)), &hs) != TE_HS_FINE ||
		hs.len < 6)
	{
		put_target(rsinfo, 0, "not a subheading", 1.0);
		return (Datum) 0;
	}
	hs.digits[6] = '\0';		/* national digits do not convert */
	n = te_hs_convert(strtoul(hs.digits, NULL, 10), from, to, all, &targets);
	if (!PG_ARGISNULL(3))
		apply_weights(targets, n, PG_GETARG_JSONB_P(3));
	for (int i = 0; i < n; i++)
		nexisting += targets[i].code != 0;
	for (int i = 0; i < n; i++)
	{
		bool		several;

		if (targets[i].code == 0)
		{
			put_target(rsinfo, 0, psprintf("not in HS%d", te_hs_revision_year(from)), targets[i].share);
			continue;
		}
		several = te_hs_has_several_sources(targets[i].code, from, to, all);
		put_target(rsinfo, targets[i].code,
				   several ? (nexisting > 1 ? "n:n" : "n:1") : (nexisting > 1 ? "1:n" : "1:1"),
				   targets[i].share);
	}
	return (Datum) 0;
}
