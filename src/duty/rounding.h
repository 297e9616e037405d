/*
 * rounding.h
 *	  How customs rounds values, duties, fees and taxes.
 */
#ifndef TRADE_EXPOSURE_ROUNDING_H
#define TRADE_EXPOSURE_ROUNDING_H

#include "postgres.h"

#include "base/decimal.h"

/* What is rounded. */
typedef enum TeRoundedItem
{
	TE_ROUNDED_VALUE = 0,		/* customs value */
	TE_ROUNDED_DUTY,
	TE_ROUNDED_FEE,
	TE_ROUNDED_TAX_BASE,		/* value that a tax on the import is taken of */
	TE_ROUNDED_TAX
} TeRoundedItem;

#define TE_ROUNDED_ITEMS 5

/* To which multiple, and how; a unit of 0 leaves the amount as it is. */
typedef struct TeRoundingRule
{
	TeDecimal	unit;
	TeRounding	mode;
} TeRoundingRule;

/* "half_up", "half_even", "down" or "up"; throws for anything else. */
extern TeRounding te_rounding_mode(const char *name);

/* The item of customs_rounding() of that name; throws for an unknown one. */
extern TeRoundedItem te_rounding_item(const char *name);

/* The rule of a built-in regime (US, EU, UK, JP); throws for an unknown one, naming the known. */
extern TeRoundingRule te_rounding_rule(const char *regime, TeRoundedItem item);

/* True when customs of a built-in regime values goods without freight and insurance. */
extern bool te_rounding_is_fob(const char *regime);

/* True when a built-in regime adds an entry's lines unrounded and rounds the sum. */
extern bool te_rounding_is_by_entry(const char *regime);

/* The amount as the rule rounds it. */
extern TeDecimal te_rounding_apply(TeRoundingRule rule, TeDecimal amount);

/* One built-in rule, in words. */
typedef struct TeKnownRounding
{
	const char *regime;			/* US, EU, … */
	const char *item;			/* what is rounded */
	const char *mode;			/* how */
	const char *source;			/* which law says so */
	TeRoundingRule rule;		/* the rule itself; a unit of 0 rounds nothing */
} TeKnownRounding;

/* Built-in rule number i; false behind the last one. */
extern bool te_rounding_known(int i, TeKnownRounding *known);

#endif							/* TRADE_EXPOSURE_ROUNDING_H */
