/*
 * mix_args.h
 *	  States of supply mixes as arguments of a call.
 */
#ifndef TRADE_EXPOSURE_MIX_ARGS_H
#define TRADE_EXPOSURE_MIX_ARGS_H

#include "fmgr.h"

#include "mix/mix_state.h"

/*
 * The state of an aggregate, to be changed in place.  Whoever calls a support
 * function by hand, or in an aggregate of his own, may pass another value.  One
 * of the aggregate's own comes by with every row: only its header is looked at,
 * and what becomes of it is checked when it is read.
 */
static inline TeMixState *
te_mix_state_arg(FunctionCallInfo fcinfo)
{
	void	   *state = DatumGetPointer(fcinfo->args[0].value);

	if (unlikely(fcinfo->args[0].isnull || VARATT_IS_EXTENDED(state) || !te_mix_state_has_log(state)))
		te_not_a_state();
	return state;
}

/* Argument 0 as a state to read, checked whole. */
extern const TeMixState *te_mix_state_read(FunctionCallInfo fcinfo);

#endif							/* TRADE_EXPOSURE_MIX_ARGS_H */
