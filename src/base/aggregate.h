/*
 * aggregate.h
 *	  What support functions of aggregates ask once a row.
 */
#ifndef TRADE_EXPOSURE_AGGREGATE_H
#define TRADE_EXPOSURE_AGGREGATE_H

#include "postgres.h"

#include "fmgr.h"
#include "nodes/execnodes.h"

/*
 * Is the call an aggregate's, so that the state may be changed in place?  As
 * AggCheckCallContext, whose callers pay for a call between libraries.
 */
static inline bool
te_in_aggregate(FunctionCallInfo fcinfo)
{
	return fcinfo->context != NULL &&
		(IsA(fcinfo->context, AggState) || IsA(fcinfo->context, WindowAggState));
}

#endif							/* TRADE_EXPOSURE_AGGREGATE_H */
