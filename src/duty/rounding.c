/*
 * rounding.c
 *	  How customs rounds values, duties, fees and taxes (see rounding.h).
 */
#include "postgres.h"

#include "base/trade_exposure.h"
#include "base/words.h"
#include "duty/rounding.h"

typedef struct Regime
{
	const char *name;
	bool		fob;			/* customs value without freight and insurance */
	bool		by_entry;		/* lines are added unrounded, the sum is
								 * rounded */
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
	{"US", true, false,
		{{1, 1, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP},
		{0, 1, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}},
	"19 CFR 159.3: whole dollars, 50 cents up; duty to the cent"},
	{"EU", false, false,
		{{1, 100, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP},
		{0, 1, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}},
	"euro cent"},
	{"UK", false, false,
		{{1, 100, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP},
		{0, 1, TE_ROUND_HALF_UP}, {1, 100, TE_ROUND_HALF_UP}},
	"penny"},
	{"JP", false, true,
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
	return TE_ROUND_HALF_UP + te_word_number("mode", name, &modes[TE_ROUND_HALF_UP],
											 TE_ROUND_UP - TE_ROUND_HALF_UP + 1, NULL);
}

/* The regime of a name; throws for an unknown one. */
static const Regime *
find_regime(const char *name)
{
	const char *known[lengthof(regimes)];

	for (int i = 0; i < lengthof(regimes); i++)
	{
		if (pg_strcasecmp(regimes[i].name, name) == 0)
			return &regimes[i];
	}
	for (int i = 0; i < lengthof(regimes); i++)
		known[i] = regimes[i].name;
	te_unknown_word("regime", name, known, lengthof(known),
					"Only these regimes' rounding is built in; round_to(amount, multiple, mode) rounds by any other rule.");
}

/* The number of an item of customs_rounding(); throws for an unknown one. */
TeRoundedItem
te_rounding_item(const char *name)
{
	return te_word_number("item", name, items, TE_ROUNDED_ITEMS, NULL);
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

bool
te_rounding_is_by_entry(const char *regime)
{
	return find_regime(regime)->by_entry;
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
