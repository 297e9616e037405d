/*
 * mix_partial.c
 *	  Partial supply mixes as values: built to be stored, sent, added up and taken
 *	  apart again without loss.
 *
 * A partial mix holds what an aggregate would go on with: the exact sums, what of
 * them was negative, and the number of rows of each origin.  Whatever asks a mix
 * asks its finished form; only sums and differences keep the exact one.
 */
#include "postgres.h"

#include "fmgr.h"

#include "mix/mix_error.h"
#include "mix/mix_partial.h"

/* The argument in the form it has, aligned, in memory and checked. */
const TeMix *
te_mix_unfinished(Datum datum)
{
	TeMix	   *mix = (TeMix *) PG_DETOAST_DATUM(datum);

	if (VARSIZE(mix) >= TE_MIX_STATE_HEADER && te_mix_is_partial(mix))
		te_mix_state_check((TeMixState *) mix, VARSIZE(mix));
	else
		te_mix_check(mix, VARSIZE(mix));
	return mix;
}

/* Adds a mix of either form; each origin of a finished one counts as one row of the origin. */
TeMixState *
te_mix_add_mix(TeMixState *state, const TeMix *mix)
{
	return te_mix_is_partial(mix) ? te_mix_state_merge(state, (const TeMixState *) mix) :
		te_mix_merge(state, mix);
}

/* Takes a mix of either form away from a builder that counts. */
TeMixState *
te_mix_take_mix(TeMixState *state, const TeMix *mix)
{
	return te_mix_is_partial(mix) ? te_mix_state_subtract(state, (const TeMixState *) mix) :
		te_mix_subtract_mix(state, mix);
}

/*
 * Rows of the mix that are of none of its origins: those of finished mixes that
 * were added, whose origins count as one row each.
 */
static int64
spare_rows(const TeMixState *state)
{
	const TeMixRun *run = te_mix_run(state);
	const TeMixExtra *extra = te_mix_extra(state, run);
	int64		spare = run->rows - run->unspecified_rows;

	for (uint32 i = 0; i < run->norigins; i++)
		spare -= extra[i].rows;
	return spare;
}

/* Can so many rows add up to the sum, and its negative ones to what was negative? */
static bool
is_possible(const TeNet *net, int64 rows)
{
	TeSum		positive = net->sum;
	bool		exact;

	if (rows == 0)
		return net->sum.hi == 0 && net->negative.hi == 0;
	exact = te_sum_add(&positive, net->negative.hi);
	exact &= te_sum_add(&positive, net->negative.lo);
	return net->negative.hi >= 0 && (positive.hi >= 0 || !exact);
}

/* Throws unless what is left in a state can have come of rows. */
static void
check_left(const TeMixState *state)
{
	const TeMixRun *run = te_mix_run(state);
	const TeMixExtra *extra = te_mix_extra(state, run);
	const TeSum *negative = te_mix_negative(state, run);
	TeMixTotals totals = te_mix_run_totals(state);

	for (uint32 i = 0; i < run->norigins; i++)
	{
		TeNet		net = {run->entries[i].sum, {0, 0}};

		TE_CHECK_EVERY(i);
		if (negative != NULL)
			net.negative = negative[i + 1];
		if (!is_possible(&net, extra[i].rows))
			te_mix_other_amounts(te_mix_run_code(state, run, extra, i));
	}
	if (!is_possible(&totals.unspecified, totals.unspecified_rows))
		te_mix_other_amounts(te_code("", 0));
}

/* Takes a mix away from a state; throws unless it can have been added. */
static TeMixState *
take_away(TeMixState *state, const TeMix *mix)
{
	bool		has_all_rows;

	state = te_mix_without_log(state);
	has_all_rows = spare_rows(state) >= 0;
	state = te_mix_take_mix(state, mix);
	if (state->flags & TE_MIX_INEXACT)
		te_mix_not_exact();
	if (te_mix_run(state)->rows < 0 || (has_all_rows && spare_rows(state) < 0))
		te_mix_other_form();
	check_left(state);
	return state;
}

/* A mix plus or, with sign -1, minus another one, as a partial mix. */
TeMix *
te_mix_partial_sum(const TeMix *mix, const TeMix *other, int sign)
{
	TeMixState *state = te_mix_add_mix(te_mix_begin_counted(), mix);

	state = sign > 0 ? te_mix_add_mix(state, other) : take_away(state, other);
	return (TeMix *) te_mix_pack(state);
}
