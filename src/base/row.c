/*
 * row.c
 *	  Results of several columns: functions with OUT arguments and functions
 *	  that return a table row by row.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "utils/tuplestore.h"

#include "base/row.h"

/* Appends a code as text, the empty one as NULL. */
void
te_row_code(TeRow *row, TeCode code)
{
	text	   *t = (text *) row->codes[row->ncodes];

	Assert(row->ncodes < TE_ROW_MAX_CODES);
	row->ncodes++;
	SET_VARSIZE(t, VARHDRSZ + code.len);
	te_code_bytes(code, VARDATA(t));
	te_row_datum(row, PointerGetDatum(t), code.len == 0);
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
 * Report a row that has not the columns of its result: a slip of ours, or SQL
 * of another version than the library.  Without that the server would crash.
 */
static void
check_columns(const TeRow *row, TupleDesc desc)
{
	if (unlikely(row->ncolumns != desc->natts))
		elog(ERROR, "a row of %d columns for a result of %d", row->ncolumns, desc->natts);
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
	check_columns(row, fcinfo->flinfo->fn_extra);
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

	check_columns(row, result->setDesc);
	CHECK_FOR_INTERRUPTS();
	tuplestore_putvalues(result->setResult, result->setDesc, row->values, row->nulls);
}

/* The rows of a call that are told one by one. */
typedef struct Told
{
	void	   *state;			/* what "next" works on */
	TupleDesc	desc;			/* of the result */
} Told;

/* Tells the next row of a table: what "begin" makes at the first call, "next" works on. */
Datum
te_rows_tell(FunctionCallInfo fcinfo, void *(*begin) (FunctionCallInfo fcinfo),
			 bool (*next) (void *state, TeRow *row))
{
	FuncCallContext *call;
	Told	   *told;
	TeRow		row;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext old;

		call = SRF_FIRSTCALL_INIT();
		old = MemoryContextSwitchTo(call->multi_call_memory_ctx);
		call->user_fctx = told = palloc_object(Told);
		told->desc = row_descriptor(fcinfo, call->multi_call_memory_ctx);
		told->state = begin(fcinfo);
		MemoryContextSwitchTo(old);
	}
	call = SRF_PERCALL_SETUP();
	told = call->user_fctx;
	CHECK_FOR_INTERRUPTS();
	te_row_begin(&row);
	if (!next(told->state, &row))
		SRF_RETURN_DONE(call);
	check_columns(&row, told->desc);
	SRF_RETURN_NEXT(call, HeapTupleGetDatum(heap_form_tuple(told->desc, row.values, row.nulls)));
}

/* One row of float8 columns; NaN is NULL. */
Datum
te_row_floats(FunctionCallInfo fcinfo, const double *columns, int n)
{
	TeRow		row;

	te_row_begin(&row);
	for (int i = 0; i < n; i++)
		te_row_float8(&row, columns[i]);
	return te_row_end(fcinfo, &row);
}
