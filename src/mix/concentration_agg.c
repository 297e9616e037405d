/*
 * concentration_agg.c
 *	  Aggregates of concentration over rows, without a finished mix in between.
 */
#include "postgres.h"

#include "fmgr.h"

#include "base/trade_exposure.h"
#include "mix/concentration.h"
#include "mix/mix_args.h"
#include "mix/mix_negative_args.h"
#include "mix/mix_state.h"

TE_FUNCTION(te_hhi_final);
TE_FUNCTION(te_supplier_count_final);
TE_FUNCTION(te_effective_suppliers_final);
TE_FUNCTION(te_top_share_accum);
TE_FUNCTION(te_top_share_accum_moving);
TE_FUNCTION(te_top_share_inverse);
TE_FUNCTION(te_top_share_final);
TE_FUNCTION(te_top_supplier_final);
TE_FUNCTION(te_hhi_scaled_accum);
TE_FUNCTION(te_hhi_scaled_accum_moving);
TE_FUNCTION(te_hhi_scaled_inverse);
TE_FUNCTION(te_hhi_scaled_final);

/* mix_agg.c */
extern TE_EXPORT Datum te_mix_accum(PG_FUNCTION_ARGS);
extern TE_EXPORT Datum te_mix_accum_moving(PG_FUNCTION_ARGS);
extern TE_EXPORT Datum te_mix_inverse(PG_FUNCTION_ARGS);

/* The sorted mix of an aggregate's state. */
static TeMix *
finished(FunctionCallInfo fcinfo)
{
	return te_mix_end(te_mix_state_read(fcinfo));
}

Datum
te_hhi_final(PG_FUNCTION_ARGS)
{
	TE_RETURN_DEFINED(te_hhi(finished(fcinfo), "hhi"));
}

Datum
te_supplier_count_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(te_supplier_count(finished(fcinfo)));
}

Datum
te_effective_suppliers_final(PG_FUNCTION_ARGS)
{
	TE_RETURN_DEFINED(te_effective_suppliers(finished(fcinfo), 2, "effective_suppliers"));
}

/* Keeps k in the state: on a distributed route the final function does not get it. */
static Datum
accumulate_with_k(FunctionCallInfo fcinfo, PGFunction accumulate)
{
	TeMixState *state;
	int			k;

	te_check_not_null("k", PG_ARGISNULL(3));
	k = te_rank_checked("k", PG_GETARG_INT32(3));
	if (k > PG_UINT16_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("argument \"k\" must be at most %d, but is %d", PG_UINT16_MAX, k)));
	state = (TeMixState *) DatumGetPointer(accumulate(fcinfo));
	state->argument = (uint16) k;
	PG_RETURN_POINTER(state);
}

Datum
te_top_share_accum(PG_FUNCTION_ARGS)
{
	return accumulate_with_k(fcinfo, te_mix_accum);
}

/* The same in a moving window. */
Datum
te_top_share_accum_moving(PG_FUNCTION_ARGS)
{
	return accumulate_with_k(fcinfo, te_mix_accum_moving);
}

/* A row leaves a moving window; k stays in the state. */
Datum
te_top_share_inverse(PG_FUNCTION_ARGS)
{
	return te_mix_inverse(fcinfo);
}

Datum
te_top_share_final(PG_FUNCTION_ARGS)
{
	const TeMixState *state = te_mix_state_read(fcinfo);

	/* without a number of suppliers it is the state of another aggregate */
	if (state->argument == 0)
		te_not_a_state();
	TE_RETURN_DEFINED(te_top_share(te_mix_end(state), state->argument, "top_share"));
}

/* The final function of top_supplier(origin, amount) and of that with k. */
Datum
te_top_supplier_final(PG_FUNCTION_ARGS)
{
	const TeMixState *state = te_mix_state_read(fcinfo);
	TeMix	   *mix = te_mix_end(state);
	int			best = te_ranked_supplier(mix, Max(state->argument, 1));

	if (best < 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(te_code_text(te_mix_code(mix, best)));
}

#define SCALE_BITS 14			/* of a state's argument; "negative" is above
								 * them */

/* Keep scale and "negative" in the state. */
static Datum
accumulate_with_scale(FunctionCallInfo fcinfo, PGFunction accumulate)
{
	TeMixState *state = (TeMixState *) DatumGetPointer(accumulate(fcinfo));

	if (state->argument == 0)
	{
		int			scale;

		te_check_not_null("scale", PG_ARGISNULL(3));
		scale = te_hhi_scale(PG_GETARG_INT32(3));
		if (scale >= 1 << SCALE_BITS)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("argument \"scale\" must be at most %d, but is %d", (1 << SCALE_BITS) - 1, scale),
					 errhint("Take hhi(supply_mix(origin, amount), scale) for larger ones.")));
		state->argument = scale | (PG_NARGS() > 4 ? te_negative_arg(fcinfo, 4)
								   : TE_NEGATIVE_ERROR) << SCALE_BITS;
	}
	PG_RETURN_POINTER(state);
}

Datum
te_hhi_scaled_accum(PG_FUNCTION_ARGS)
{
	return accumulate_with_scale(fcinfo, te_mix_accum);
}

/* The same in a moving window. */
Datum
te_hhi_scaled_accum_moving(PG_FUNCTION_ARGS)
{
	return accumulate_with_scale(fcinfo, te_mix_accum_moving);
}

/* A row leaves a moving window; scale and "negative" stay in the state. */
Datum
te_hhi_scaled_inverse(PG_FUNCTION_ARGS)
{
	return te_mix_inverse(fcinfo);
}

/* The final function of hhi(origin, amount, scale, negative). */
Datum
te_hhi_scaled_final(PG_FUNCTION_ARGS)
{
	const TeMixState *state = te_mix_state_read(fcinfo);
	int			scale = state->argument & ((1 << SCALE_BITS) - 1);
	const TeMix *mix;

	if (scale == 0 || state->argument >> SCALE_BITS > TE_NEGATIVE_NULL)
		te_not_a_state();
	mix = te_mix_or_null(te_mix_end(state), (TeNegative) (state->argument >> SCALE_BITS));
	if (mix == NULL)
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(te_hhi(mix, "hhi") * scale);
}
