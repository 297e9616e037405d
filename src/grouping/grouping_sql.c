/*
 * grouping_sql.c
 *	  The planner's way to this library: support function of our transition functions.
 *
 * While a query with one of our aggregates is planned, the planner asks what the
 * transition costs.  That loads the library, and with it the hook that offers the
 * node "Batch Group", before groupings are looked for: the first query of a
 * session has it.
 */
#include "postgres.h"

#include "fmgr.h"

#include "base/trade_exposure.h"

TE_FUNCTION(te_batch_group_support);

/* Knows nothing better than the planner does. */
Datum
te_batch_group_support(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(NULL);
}
