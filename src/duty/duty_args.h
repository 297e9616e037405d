/*
 * duty_args.h
 *	  Arguments of the tariff functions: a currency, and jsonb such as
 *	  {"KGM": 1200, "NAR": "40"}, {"EUR": 1.08}, {"steel": 6000}.
 *
 * Values may be JSON numbers or numbers in text; null means "not known" and is
 * left out.  Anything else throws INVALID_PARAMETER_VALUE naming the key and the
 * value, or, with "problem", is described there and NULL comes back.
 */
#ifndef TRADE_EXPOSURE_DUTY_ARGS_H
#define TRADE_EXPOSURE_DUTY_ARGS_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "duty/duty.h"

/* One member of a flat object. */
typedef struct TeNamedAmount
{
	char	   *name;			/* key */
	TeDecimal	amount;			/* not negative */
} TeNamedAmount;

/*
 * A member of a jsonb argument is not what it must be, for a reason that reads
 * on after a colon: thrown, or described in *problem.  Always false.
 */
extern bool te_bad_member(char **problem, const char *argument, const char *name,
						  const char *format,...) pg_attribute_printf(4, 5);

/* The members of a flat object, in jsonb's order; *count of them. */
extern TeNamedAmount *te_amounts_from_jsonb(const char *argument, Jsonb *json, int *count, char **problem);

/* Quantities by unit, which must not be named twice with different amounts. */
extern TeQuantities *te_quantities_from_jsonb(const char *argument, Jsonb *json, char **problem);

/* Exchange rates by currency, three letters. */
extern TeFx *te_fx_from_jsonb(const char *argument, Jsonb *json, int *count, char **problem);

/* The three capital letters of a text argument; throws for anything else. */
extern uint32 te_currency_arg(const text *t);

#endif							/* TRADE_EXPOSURE_DUTY_ARGS_H */
