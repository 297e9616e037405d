/*
 * mix_reshape_sql.c
 *	  New supply mixes from old ones: arithmetic, leaving out, regrouping.
 *
 * Counts of rows tell how many rows went into a value; since a mix does not
 * know them by origin, reshaping keeps the counts of its input.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/date.h"

#include "base/trade_exposure.h"
#include "codes/country.h"
#include "codes/country_group_args.h"
#include "mix/mix_build.h"
#include "mix/mix_error.h"
#include "mix/mix_json.h"
#include "mix/mix_missing.h"
#include "mix/mix_negative_args.h"
#include "mix/mix_partial.h"
#include "mix/mix_targets.h"

TE_FUNCTION(te_mix_plus);
TE_FUNCTION(te_mix_minus);
TE_FUNCTION(te_mix_times);
TE_FUNCTION(te_mix_times_left);
TE_FUNCTION(te_mix_divided);
TE_FUNCTION(keep_origins);
TE_FUNCTION(exclude_origins);
TE_FUNCTION(mark_unspecified);
TE_FUNCTION(without_unspecified);
TE_FUNCTION(regroup_origins);
TE_FUNCTION(group_origins);
TE_FUNCTION(scale_origins);
TE_FUNCTION(with_domestic);
TE_FUNCTION(clamp_negative);

/* ---- arithmetic ---- */

Datum
te_mix_plus(PG_FUNCTION_ARGS)
{
	const TeMix *mix = te_mix_unfinished(PG_GETARG_DATUM(0));
	const TeMix *other = te_mix_unfinished(PG_GETARG_DATUM(1));

	if (te_mix_is_partial(mix) || te_mix_is_partial(other))
		PG_RETURN_TE_MIX_P(te_mix_partial_sum(mix, other, 1));
	PG_RETURN_TE_MIX_P(te_mix_end(te_mix_merge(te_mix_merge(te_mix_begin(), mix), other)));
}

/* A copy with every amount multiplied and divided; one of the two numbers is 1. */
static TeMix *
scaled(const TeMix *mix, double factor, double divisor)
{
	TeMix	   *copy = palloc(VARSIZE(mix));

	memcpy(copy, mix, VARSIZE(mix));
	copy->unspecified = mix->unspecified * factor / divisor + 0.0;
	for (int i = 0; i < mix->norigins; i++)
	{
		copy->items[i].amount = mix->items[i].amount * factor / divisor + 0.0;
		if (!isfinite(copy->items[i].amount))
			te_mix_bad_amount(te_mix_code(mix, i), copy->items[i].amount);
	}
	if (!isfinite(copy->unspecified))
		te_mix_bad_amount(te_code("", 0), copy->unspecified);
	return copy;
}

Datum
te_mix_minus(PG_FUNCTION_ARGS)
{
	const TeMix *mix = te_mix_unfinished(PG_GETARG_DATUM(0));
	TeMixState *state;

	if (te_mix_is_partial(mix))
		PG_RETURN_TE_MIX_P(te_mix_partial_sum(mix, te_mix_unfinished(PG_GETARG_DATUM(1)), -1));
	state = te_mix_merge(te_mix_begin(), mix);
	PG_RETURN_TE_MIX_P(te_mix_end(te_mix_merge(state, scaled(PG_GETARG_TE_MIX_P(1), -1, 1))));
}

Datum
te_mix_times(PG_FUNCTION_ARGS)
{
	double		factor = PG_GETARG_FLOAT8(1);

	te_check_finite("factor", factor);
	PG_RETURN_TE_MIX_P(scaled(PG_GETARG_TE_MIX_P(0), factor, 1));
}

Datum
te_mix_times_left(PG_FUNCTION_ARGS)
{
	double		factor = PG_GETARG_FLOAT8(0);

	te_check_finite("factor", factor);
	PG_RETURN_TE_MIX_P(scaled(PG_GETARG_TE_MIX_P(1), factor, 1));
}

Datum
te_mix_divided(PG_FUNCTION_ARGS)
{
	double		divisor = PG_GETARG_FLOAT8(1);

	te_check_finite("divisor", divisor);
	if (divisor == 0)
		ereport(ERROR,
				(errcode(ERRCODE_DIVISION_BY_ZERO),
				 errmsg("division of a supply mix by zero")));
	PG_RETURN_TE_MIX_P(scaled(PG_GETARG_TE_MIX_P(0), 1, divisor));
}

/* ---- moving origins ---- */

/* A mix in the making from the origins of another one. */
typedef struct Reshaped
{
	TeMixState *origins;		/* amounts by origin */
	TeMixTotals totals;			/* the other one's counts, and the unspecified
								 * amount */
} Reshaped;

/* Begins without origins, with the totals of a mix. */
static Reshaped
begin_like(const TeMix *mix)
{
	Reshaped	r = {te_mix_begin(), {mix->rows, mix->unspecified_rows, mix->skipped_rows,
	te_net_one(mix->unspecified)}};

	return r;
}

/* Adds an amount under a code, which may be empty. */
static void
put(Reshaped *r, TeCode code, double amount)
{
	if (!isfinite(amount))
		te_mix_bad_amount(code, amount);
	if (code.len > 0)
	{
		r->origins = te_mix_add(r->origins, code, amount);
		return;
	}
	(void) te_net_add(&r->totals.unspecified, amount);
	r->totals.unspecified_rows = Max(r->totals.unspecified_rows, 1);
	r->totals.rows = Max(r->totals.rows, r->totals.unspecified_rows);
}

static inline TeMix *
end(const Reshaped *r)
{
	return te_mix_end_with(r->origins, &r->totals);
}

/* The items whose flag equals "wanted"; the unspecified amount only if asked for. */
static TeMix *
filtered(const TeMix *mix, const bool *flags, bool wanted, bool with_unspecified)
{
	Reshaped	r = begin_like(mix);

	if (!with_unspecified)
	{
		r.totals.unspecified = te_net_one(0);
		r.totals.rows -= r.totals.unspecified_rows;
		r.totals.unspecified_rows = 0;
	}
	for (int i = 0; i < mix->norigins; i++)
		if (flags[i] == wanted)
			put(&r, te_mix_code(mix, i), mix->items[i].amount);
	return end(&r);
}

/* Only these origins; the unspecified amount goes too. */
Datum
keep_origins(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);

	PG_RETURN_TE_MIX_P(filtered(mix, te_targets(mix, PG_GETARG_ARRAYTYPE_P(1), "origins"), true,
								false));
}

/* All but these origins; the unspecified amount stays. */
Datum
exclude_origins(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);

	PG_RETURN_TE_MIX_P(filtered(mix, te_targets(mix, PG_GETARG_ARRAYTYPE_P(1), "origins"),
								false, true));
}

Datum
without_unspecified(PG_FUNCTION_ARGS)
{
	PG_RETURN_TE_MIX_P(te_mix_without_unspecified(PG_GETARG_TE_MIX_P(0)));
}

/* These origins become unspecified. */
Datum
mark_unspecified(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	bool	   *targeted = te_targets(mix, PG_GETARG_ARRAYTYPE_P(1), "origins");
	Reshaped	r = begin_like(mix);

	for (int i = 0; i < mix->norigins; i++)
		put(&r, targeted[i] ? te_code("", 0) : te_mix_code(mix, i), mix->items[i].amount);
	PG_RETURN_TE_MIX_P(end(&r));
}

/* What regroup_origins needs to look a group up by origin. */
typedef struct GroupMap
{
	const TeMix *mix;			/* the mix to regroup */
	TeCode	   *groups;			/* the new code of each of its items */
} GroupMap;

/* One member of the map: origin → group, null → unspecified. */
static void
set_group(void *context, TeCode key, const JsonbValue *value)
{
	GroupMap   *map = context;
	int			i = te_mix_find(map->mix, key);

	if (value->type != jbvString && value->type != jbvNull)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("group of origin \"%s\" is not a string", te_code_cstring(key)),
				 errhint("Write the map as {\"DEU\": \"EU\", \"FRA\": \"EU\"}; null makes an origin unspecified.")));
	if (i >= 0)
		map->groups[i] = value->type == jbvNull ? te_code("", 0) :
			te_code(value->val.string.val, value->val.string.len);
}

/* Origins of a jsonb map get their group's code; others keep their own. */
Datum
regroup_origins(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	GroupMap	map = {mix, palloc(sizeof(TeCode) * Max(mix->norigins, 1))};
	Reshaped	r = begin_like(mix);

	for (int i = 0; i < mix->norigins; i++)
		map.groups[i] = te_mix_code(mix, i);
	te_jsonb_each(PG_GETARG_JSONB_P(1), "the map of groups", set_group, &map);
	for (int i = 0; i < mix->norigins; i++)
		put(&r, map.groups[i], mix->items[i].amount);
	PG_RETURN_TE_MIX_P(end(&r));
}

/*
 * The members of a dated country group become one supplier with the group's
 * name; NULL when it has no members on that day, so that its share is not 0.
 */
Datum
group_origins(PG_FUNCTION_ARGS)
{
	TeMix	   *mix;
	TeCode		name;
	TeGroupDay	group;
	Reshaped	r;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	mix = PG_GETARG_TE_MIX_P(0);
	name = te_code_from_text(PG_GETARG_TEXT_PP(1));
	group = te_group_day_args(fcinfo, 1, 2, 3);
	if (!group.exists)
		PG_RETURN_NULL();
	r = begin_like(mix);
	for (int i = 0; i < mix->norigins; i++)
	{
		TeCode		code = te_mix_code(mix, i);
		int			country = te_country_find(te_code_cstring(code), code.len, TE_SYSTEM_GUESS);

		put(&r, country >= 0 && group.members[country] ? name : code, mix->items[i].amount);
	}
	PG_RETURN_TE_MIX_P(end(&r));
}

/*
 * Each amount times the weight of its origin.  The unspecified amount takes
 * the unspecified weight, if there is one, else counts as a missing weight.
 */
Datum
scale_origins(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	TeMix	   *weights = PG_GETARG_TE_MIX_P(1);
	TeMissing	missing = te_missing(PG_GETARG_TEXT_PP(2));
	TeWeights	w = te_weights(mix, weights, missing, "scale_origins");
	Reshaped	r = begin_like(mix);

	r.totals.unspecified = te_net_one(isnan(w.unspecified) ? 0 : mix->unspecified * w.unspecified);
	for (int i = 0; i < mix->norigins; i++)
		if (!isnan(w.items[i]))
			put(&r, te_mix_code(mix, i), mix->items[i].amount * w.items[i]);
	PG_RETURN_TE_MIX_P(end(&r));
}

/*
 * with_domestic(mix, origin, production): domestic production as one more
 * supplier.  Where nothing was imported, or nothing is produced, the other side
 * stays: NULL is nothing, and NULL comes only of two.
 */
Datum
with_domestic(PG_FUNCTION_ARGS)
{
	TeMixState *state;
	double		production;

	if (PG_ARGISNULL(2))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	te_check_not_null("origin", PG_ARGISNULL(1));
	production = PG_GETARG_FLOAT8(2);
	te_check_range("production", production, 0, INFINITY);
	state = te_mix_begin();
	if (!PG_ARGISNULL(0))
		state = te_mix_merge(state, PG_GETARG_TE_MIX_P(0));
	PG_RETURN_TE_MIX_P(te_mix_end(te_mix_add(state, te_code_from_text(PG_GETARG_TEXT_PP(1)),
											 production)));
}

/* Negative amounts become zero. */
Datum
clamp_negative(PG_FUNCTION_ARGS)
{
	PG_RETURN_TE_MIX_P(te_mix_clamped(PG_GETARG_TE_MIX_P(0)));
}
