/*
 * mix_args.c
 *	  States of supply mixes as arguments of a call.
 */
#include "postgres.h"

#include "fmgr.h"

#include "base/aggregate.h"
#include "mix/mix_args.h"
#include "mix/mix_run.h"

/* Argument 0 as a state to read, checked whole. */
const TeMixState *
te_mix_state_read(FunctionCallInfo fcinfo)
{
	const TeMix *mix;

	if (PG_ARGISNULL(0))
		te_not_a_state();
	mix = (const TeMix *) PG_GETARG_VARLENA_P(0);
	if (VARSIZE(mix) < TE_MIX_STATE_HEADER || !te_mix_is_partial(mix))
		te_not_a_state();
	te_mix_state_check((const TeMixState *) mix, VARSIZE(mix));
	return (const TeMixState *) mix;
}
