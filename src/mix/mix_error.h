/*
 * mix_error.h
 *	  What a supply mix cannot hold, said to the user.
 */
#ifndef TRADE_EXPOSURE_MIX_ERROR_H
#define TRADE_EXPOSURE_MIX_ERROR_H

#include "postgres.h"

#include "base/code.h"
#include "base/net.h"

/* Report that an amount is NaN, infinite or has grown out of range. */
extern void te_mix_bad_amount(TeCode origin, double amount) pg_attribute_noreturn();

/* Report that a mix would have more than TE_MIX_MAX_ORIGINS origins. */
extern void te_mix_too_many(void) pg_attribute_noreturn();

/* Throws when a sum that lost bits has even left float8's range. */
extern void te_mix_check_lost_bits(TeCode code, const TeNet *net);

/* Report that rows are taken away that a mix does not hold. */
extern void te_mix_never_added(TeCode code) pg_attribute_noreturn();

/* Report that amounts are taken away that a mix cannot have been given. */
extern void te_mix_other_amounts(TeCode code) pg_attribute_noreturn();

/* Report that a mix is taken away in another form than that in which it was added. */
extern void te_mix_other_form(void) pg_attribute_noreturn();

/* Report that rows are taken away from sums that are no longer exact. */
extern void te_mix_not_exact(void) pg_attribute_noreturn();

/* Report that the bytes are not a state. */
extern void te_mix_state_damaged(void) pg_attribute_noreturn();

#endif							/* TRADE_EXPOSURE_MIX_ERROR_H */
