/*
 * row.c
 *	  Results of several columns: functions with OUT arguments and functions
 *	  that return a table row by row.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "utils/float.h"
#include "utils/tuplestore.h"

#include "row.h"

/* Appends a float8; NaN, which engines use for "undefined", becomes NULL, infinity an error. */
void
te_row_float8(TeRow *row, double value)
{
	if (isinf(value))
		float_overflow_error();
	te_row_datum(row, Float8GetDatum(value), isnan(value));
}

/* The result's row descriptor, copied into "context". */
static TupleDesc
row_descriptor(FunctionCallInfo fcinfo, MemoryContext context)
{
	TupleDesc	desc;
	MemoryContext old;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("function returning record called in context that cannot accept type record")));
	old = MemoryContextSwitchTo(context);
	desc = BlessTupleDesc(CreateTupleDescCopy(desc));
	MemoryContextSwitchTo(old);
	return desc;
}

/*
 * The finished row, as the result of a function with OUT arguments.  The
 * descriptor is looked up once for each expression, not for each row.
 */
Datum
te_row_end(FunctionCallInfo fcinfo, TeRow *row)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra = row_descriptor(fcinfo, fcinfo->flinfo->fn_mcxt);
	Assert(row->ncolumns == ((TupleDesc) fcinfo->flinfo->fn_extra)->natts);
	return HeapTupleGetDatum(heap_form_tuple(fcinfo->flinfo->fn_extra, row->values, row->nulls));
}

/* Makes the result a tuplestore, which spills to disk above work_mem. */
void
te_rows_begin(FunctionCallInfo fcinfo)
{
	InitMaterializedSRF(fcinfo, 0);
}

/* Adds the finished row to the result; can be cancelled. */
void
te_row_store(FunctionCallInfo fcinfo, TeRow *row)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	Assert(row->ncolumns == result->setDesc->natts);
	CHECK_FOR_INTERRUPTS();
	tuplestore_putvalues(result->setResult, result->setDesc, row->values, row->nulls);
}
