/*
 * mix_partial_sql.c
 *	  Partial supply mixes in SQL: built, finished, told apart.
 */
#include "postgres.h"

#include "fmgr.h"

#include "base/trade_exposure.h"
#include "mix/mix_args.h"
#include "mix/mix_partial.h"

TE_FUNCTION(te_mix_partial_final);
TE_FUNCTION(te_mix_finished);
TE_FUNCTION(is_partial);

/* state → partial mix; NULL when there was no row. */
Datum
te_mix_partial_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(te_mix_pack(te_mix_state_read(fcinfo)));
}

/* finished(mix) */
Datum
te_mix_finished(PG_FUNCTION_ARGS)
{
	PG_RETURN_TE_MIX_P(PG_GETARG_TE_MIX_P(0));
}

/* is_partial(mix) */
Datum
is_partial(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(te_mix_is_partial(te_mix_unfinished(PG_GETARG_DATUM(0))));
}
