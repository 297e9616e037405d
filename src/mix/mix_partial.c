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

/* A mix plus or, with sign -1, minus another one, as a partial mix. */
TeMix *
te_mix_partial_sum(const TeMix *mix, const TeMix *other, int sign)
{
	TeMixState *state = te_mix_add_mix(te_mix_begin_counted(), mix);

	state = sign > 0 ? te_mix_add_mix(state, other) : te_mix_take_mix(state, other);
	return (TeMix *) te_mix_pack(state);
}
