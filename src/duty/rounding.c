/*
 * rounding.c
 *	  How customs rounds values, duties, fees and taxes (see rounding.h).
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "base/trade_exposure.h"
#include "duty/rounding.h"

typedef struct Regime
{
	const char *name;
	bool		fob;			/* customs value without freight and insurance */
	struct
	{
		int64		n;			/* unit n/d; n = 0: not rounded */
		int64		d;
		TeRounding	mode;
	}			rules[TE_ROUNDED_ITEMS];
	const char *source;
} Regime;

/* In the order of TeRoundedItem. */
static const Regime regimes[] = {
	{"US", true,
		{{1, 1, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP},
		{0, 1, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}},
	"19 CFR 159.3: whole dollars, 50 cents up; duty to the cent"},
	{"EU", false,
		{{1, 100, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP},
		{0, 1, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}},
	"euro cent"},
	{"UK", false,
		{{1, 100, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP},
		{0, 1, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}},
	"penny"},
	{"JP", false,
		{{1000, 1, TE_ROUND_DOWN}, {100, 1, TE_ROUND_DOWN}, {1, 1, TE_ROUND_DOWN},
		{1000, 1, TE_ROUND_DOWN}, {100, 1, TE_ROUND_DOWN}},
	"Act on General Rules for National Taxes, articles 118 and 119"}
};

static const char *const items[TE_ROUNDED_ITEMS] = {"value", "duty", "fee", "tax base", "tax"};

static const char *const modes[] = {
	[TE_ROUND_HALF_UP] = "half_up",
	[TE_ROUND_HALF_EVEN] = "half_even",
	[TE_ROUND_DOWN] = "down",
	[TE_ROUND_UP] = "up"
};

TeRounding
te_rounding_mode(const char *name)
{
	for (int i = TE_ROUND_HALF_UP; i <= TE_ROUND_UP; i++)
	{
		if (strcmp(modes[i], name) == 0)
			return (TeRounding) i;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown rounding mode \"%s\"", te_shown(name)),
			 errhint("Known modes are: half_up, half_even, down, up.")));
}

/* The regime of a name; throws for an unknown one. */
static const Regime *
find_regime(const char *name)
{
	StringInfoData known;

	for (int i = 0; i < lengthof(regimes); i++)
	{
		if (pg_strcasecmp(regimes[i].name, name) == 0)
			return &regimes[i];
	}
	initStringInfo(&known);
	for (int i = 0; i < lengthof(regimes); i++)
		appendStringInfo(&known, "%s%s", i ? ", " : "", regimes[i].name);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown rounding regime \"%s\"", te_shown(name)),
			 errhint("Known regimes are: %s. For other rules use round_to(amount, unit, mode).",
					 known.data)));
}

/* The number of an item of customs_rounding(); throws for an unknown one. */
TeRoundedItem
te_rounding_item(const char *name)
{
	for (int i = 0; i < TE_ROUNDED_ITEMS; i++)
	{
		if (strcmp(items[i], name) == 0)
			return (TeRoundedItem) i;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown item to round \"%s\"", te_shown(name)),
			 errhint("Known items are: value, duty, fee, tax base, tax.")));
}

static TeRoundingRule
rule_of(const Regime *regime, TeRoundedItem item)
{
	TeRoundingRule rule;

	rule.unit = te_decimal(regime->rules[item].n, regime->rules[item].d);
	rule.mode = regime->rules[item].mode;
	return rule;
}

TeRoundingRule
te_rounding_rule(const char *regime, TeRoundedItem item)
{
	return rule_of(find_regime(regime), item);
}

bool
te_rounding_is_fob(const char *regime)
{
	return find_regime(regime)->fob;
}

TeDecimal
te_rounding_apply(TeRoundingRule rule, TeDecimal amount)
{
	return rule.unit.n == 0 ? amount : te_decimal_round(amount, rule.unit, rule.mode);
}

/* Built-in rule number i; false behind the last one. */
bool
te_rounding_known(int i, TeKnownRounding *known)
{
	const Regime *regime = &regimes[i / TE_ROUNDED_ITEMS];
	TeRoundedItem item = (TeRoundedItem) (i % TE_ROUNDED_ITEMS);

	if (i >= lengthof(regimes) * TE_ROUNDED_ITEMS)
		return false;
	known->regime = regime->name;
	known->item = items[item];
	known->rule = rule_of(regime, item);
	known->mode = modes[known->rule.mode];
	known->source = regime->source;
	return true;
}
