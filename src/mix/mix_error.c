/*
 * mix_error.c
 *	  What a supply mix cannot hold, said to the user.
 */
#include "postgres.h"

#include <math.h>

#include "mix/mix.h"
#include "mix/mix_error.h"

/* A code in a message. */
static char *
origin_name(TeCode code)
{
	return code.len == 0 ? pstrdup("rows without an origin") : psprintf("origin \"%s\"", te_code_cstring(code));
}

/* Report that an amount is NaN, infinite or has grown out of range. */
void
te_mix_bad_amount(TeCode origin, double amount)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("amount of %s is %s", origin_name(origin),
					isnan(amount) ? "NaN" : amount > 0 ? "Infinity" : "-Infinity"),
			 errdetail("A supply mix holds finite amounts only."),
			 errhint("Filter such rows out, or turn the amount into NULL, which is skipped and counted.")));
}

/* Report that a mix would have more than TE_MIX_MAX_ORIGINS origins. */
void
te_mix_too_many(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("a supply mix holds at most %d origins", TE_MIX_MAX_ORIGINS),
			 errhint("Group by a coarser origin, or keep the small origins as unspecified.")));
}

/* Throws when a sum that lost bits has even left float8's range. */
void
te_mix_check_lost_bits(TeCode code, const TeNet *net)
{
	if (!te_net_is_finite(net))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the sum of %s is out of range", origin_name(code)),
				 errhint("Use a larger unit for the amounts.")));
}

/* Report that rows are taken away that a mix does not hold. */
void
te_mix_never_added(TeCode code)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("%s cannot be taken away: there are not so many", origin_name(code)),
			 errdetail("A partial supply mix knows how many rows it has of each origin, and can lose no others."),
			 errhint("Take away only what was added; corrections are rows with negative amounts, to be added.")));
}

/* Report that amounts are taken away that a mix cannot have been given. */
void
te_mix_other_amounts(TeCode code)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("%s cannot be taken away: such amounts were never added", origin_name(code)),
			 errdetail("A partial supply mix holds exact sums, and without these rows nothing possible would be left of them."),
			 errhint("Take away only what was added, in the form in which it was: a partial mix as a partial one, a finished mix as a finished one.")));
}

/* Report that a mix is taken away in another form than that in which it was added. */
void
te_mix_other_form(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("this supply mix cannot be taken away: it was never added in this form"),
			 errdetail("Each origin of a finished mix counts as one row, however many went into it, so that rows would be left without their amounts."),
			 errhint("Take away what was added row by row as supply_mix_partial(origin, amount).")));
}

/* Report that rows are taken away from sums that are no longer exact. */
void
te_mix_not_exact(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("nothing can be taken away from a supply mix whose sums are not exact"),
			 errdetail("Amounts of one origin lie more than 30 orders of magnitude apart, so that digits were lost when they were added."),
			 errhint("Aggregate the rows that remain anew, or round the amounts to the decimals that they truly have.")));
}

/* Report that the bytes are not a state. */
void
te_mix_state_damaged(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid partial supply mix"),
			 errhint("The bytes are damaged or come from a newer version of trade_exposure.")));
}
