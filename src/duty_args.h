/*
 * duty_args.h
 *	  Arguments of the tariff functions: a currency, and jsonb such as
 *	  {"KGM": 1200, "NAR": "40"}, {"EUR": 1.08}, {"steel": 6000}.
 *
 * Values may be JSON numbers or numbers in text; null means "not known" and is
 * left out.  Anything else throws INVALID_PARAMETER_VALUE naming the key.
 */
#ifndef TRADE_EXPOSURE_DUTY_ARGS_H
#define TRADE_EXPOSURE_DUTY_ARGS_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "duty.h"

/* One member of a flat object. */
typedef struct TeNamedAmount
{
	char	   *name;			/* key */
	TeDecimal	amount;			/* not negative */
} TeNamedAmount;

/* The members of a flat object, in jsonb's order; *count of them. */
extern TeNamedAmount *te_amounts_from_jsonb(const char *argument, Jsonb *json, int *count);

/* Quantities by unit; throws for units named twice in different spellings. */
extern TeQuantities *te_quantities_from_jsonb(const char *argument, Jsonb *json);

/* Exchange rates by currency; throws for names that are not three letters. */
extern TeFx *te_fx_from_jsonb(const char *argument, Jsonb *json, int *count);

/* The three capital letters of a text argument; throws for anything else. */
extern uint32 te_currency_arg(const text *t);

#endif							/* TRADE_EXPOSURE_DUTY_ARGS_H */
