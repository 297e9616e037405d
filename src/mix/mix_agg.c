/*
 * mix_agg.c
 *	  The aggregates that build a supply mix, and the support functions that
 *	  one-shot metrics over (origin, amount) share with them.
 *
 * The state is a supply_mix in its partial form, changed in place: the same
 * pointer goes back to the executor, which then copies nothing.  Moving windows
 * have support functions of their own, whose states count the rows of each
 * origin so that rows can leave.
 */
#include "postgres.h"

#include "fmgr.h"

#include "base/aggregate.h"
#include "base/trade_exposure.h"
#include "mix/mix_args.h"
#include "mix/mix_partial.h"

TE_FUNCTION(te_mix_accum);
TE_FUNCTION(te_mix_accum_moving);
TE_FUNCTION(te_mix_inverse);
TE_FUNCTION(te_mix_sum_accum);
TE_FUNCTION(te_mix_sum_accum_moving);
TE_FUNCTION(te_mix_sum_inverse);
TE_FUNCTION(te_mix_combine);
TE_FUNCTION(te_mix_final);

/* Throws outside an aggregate, where changing an argument in place would be wrong. */
static inline void
check_in_aggregate(FunctionCallInfo fcinfo)
{
	if (unlikely(!te_in_aggregate(fcinfo)))
		te_not_a_state();
}

/*
 * The first argument as a state.  A new or grown one is made in the current
 * (per-row) context; the executor copies it into the aggregate's and frees the
 * one before.
 */
static inline TeMixState *
get_state(FunctionCallInfo fcinfo, bool counted)
{
	check_in_aggregate(fcinfo);
	if (likely(!PG_ARGISNULL(0)))
	{
		te_mix_expect(DatumGetPointer(PG_GETARG_DATUM(0)));
		return te_mix_state_arg(fcinfo);
	}
	return counted ? te_mix_begin_counted() : te_mix_begin();
}

/* The origin argument; NULL is the empty code, unspecified. */
static inline TeCode
get_origin(FunctionCallInfo fcinfo, int n)
{
	if (unlikely(PG_ARGISNULL(n)))
		return te_code("", 0);
	return te_code_from_text(PG_GETARG_TEXT_PP(n));
}

/* One more row.  NULL amount: counted and skipped. */
static inline TeMixState *
accumulate(FunctionCallInfo fcinfo, TeMixState *state)
{
	if (likely(!PG_ARGISNULL(2)))
		return te_mix_add(state, get_origin(fcinfo, 1), PG_GETARG_FLOAT8(2));
	return te_mix_skip(state);
}

/* (state, origin, amount) → state */
Datum
te_mix_accum(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(accumulate(fcinfo, get_state(fcinfo, false)));
}

/* The same in a moving window. */
Datum
te_mix_accum_moving(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(accumulate(fcinfo, get_state(fcinfo, true)));
}

/* A row leaves a moving window; NULL asks for a new start when sums are not exact. */
Datum
te_mix_inverse(PG_FUNCTION_ARGS)
{
	TeMixState *state = get_state(fcinfo, true);

	if (state->flags & TE_MIX_INEXACT)
		PG_RETURN_NULL();
	if (PG_ARGISNULL(2))
		state = te_mix_subtract_skipped(state);
	else
		state = te_mix_subtract(state, get_origin(fcinfo, 1), PG_GETARG_FLOAT8(2));
	if (state->flags & TE_MIX_INEXACT)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/* (state, mix) → state, for sum(supply_mix); NULL mixes are left out. */
Datum
te_mix_sum_accum(PG_FUNCTION_ARGS)
{
	const TeMix *mix = NULL;
	TeMixState *state;

	check_in_aggregate(fcinfo);
	/* the state's memory comes while the mix is checked */
	__builtin_prefetch(DatumGetPointer(fcinfo->args[0].value), 1);
	te_mix_expect(DatumGetPointer(fcinfo->args[0].value));
	if (!PG_ARGISNULL(1))
		mix = te_mix_unfinished(PG_GETARG_DATUM(1));
	state = get_state(fcinfo, false);
	if (mix != NULL)
		state = te_mix_add_mix(state, mix);
	PG_RETURN_POINTER(state);
}

/* The same in a moving window. */
Datum
te_mix_sum_accum_moving(PG_FUNCTION_ARGS)
{
	TeMixState *state = get_state(fcinfo, true);

	if (!PG_ARGISNULL(1))
		state = te_mix_add_mix(state, te_mix_unfinished(PG_GETARG_DATUM(1)));
	PG_RETURN_POINTER(state);
}

/* A mix leaves a moving window. */
Datum
te_mix_sum_inverse(PG_FUNCTION_ARGS)
{
	TeMixState *state = get_state(fcinfo, true);

	if (state->flags & TE_MIX_INEXACT)
		PG_RETURN_NULL();
	if (!PG_ARGISNULL(1))
		state = te_mix_take_mix(state, te_mix_unfinished(PG_GETARG_DATUM(1)));
	if (state->flags & TE_MIX_INEXACT)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/*
 * (state, state) → state.  The second one comes from another worker, where it
 * may have been a partial or, by a text route, a sorted value.
 */
Datum
te_mix_combine(PG_FUNCTION_ARGS)
{
	const TeMix *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = te_mix_unfinished(PG_GETARG_DATUM(1));
	PG_RETURN_POINTER(te_mix_add_mix(get_state(fcinfo, (other->flags & TE_MIX_COUNTED) != 0), other));
}

/* state → sorted mix; NULL when there was no row. */
Datum
te_mix_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_TE_MIX_P(te_mix_end(te_mix_state_read(fcinfo)));
}
