/*
 * grouping_agg.c
 *	  What the aggregates of the node "Batch Group" do with a row and at the end.
 *
 * As the executor's own nodes do it, with the same functions and the same rules
 * for NULLs and for states that are not changed in place, so that the answers are
 * the same.  The functions are told that they are called by an aggregate: by a
 * node of that kind that holds nothing but the context of its states.
 */
#include "postgres.h"

#include "catalog/objectaccess.h"
#include "catalog/pg_aggregate.h"
#include "catalog/pg_proc.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "parser/parse_agg.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/expandeddatum.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "base/compat.h"
#include "grouping/grouping.h"

#if PG_VERSION_NUM >= 160000
#define FUNCTION_ACL(function, role) \
	object_aclcheck(ProcedureRelationId, function, role, ACL_EXECUTE)
#else
#define FUNCTION_ACL(function, role) pg_proc_aclcheck(function, role, ACL_EXECUTE)
#endif

#define LARGE_STATE 256			/* bytes from which on making and growing a
								 * state is what takes time; declared with the
								 * aggregate (SSPACE) */

/* A state that rows are taken into; aggregates alike share one. */
typedef struct Transition
{
	FmgrInfo	function;
	FunctionCallInfo call;		/* its arguments: state, then values */
	int			nargs;			/* values */
	int			column[FUNC_MAX_ARGS];	/* by value: column of the row */
	int			filter;			/* column of the filter, or -1 */
	bool		initial_null;
	Datum		initial;
	int16		typlen;			/* of the state's type */
	bool		byval;			/* likewise */
	int			number;			/* of the planner */
	bool		large;			/* a state takes some memory */
} Transition;

/* An aggregate. */
typedef struct Outcome
{
	int			state;			/* its transition */
	bool		has_final;
	FmgrInfo	function;
	FunctionCallInfo call;
	int			nargs;			/* state included */
	int16		typlen;			/* of the result */
	bool		byval;			/* likewise */
} Outcome;

struct TeAggs
{
	int			nstates;
	int			nresults;
	Transition *states;
	Outcome    *results;
	MemoryContext context;		/* of the states */
	AggState   *caller;			/* what functions take for the node that calls
								 * them */
};

/* Throws unless the role may call the function. */
static void
check_may_call(Oid function, Oid role, ObjectType kind)
{
	AclResult	allowed = FUNCTION_ACL(function, role);

	if (allowed != ACLCHECK_OK)
		aclcheck_error(allowed, kind, get_func_name(function));
	InvokeFunctionExecuteHook(function);
}

/* The owner of a function. */
static Oid
owner_of(Oid function)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", function);
	owner = ((Form_pg_proc) GETSTRUCT(tuple))->proowner;
	ReleaseSysCache(tuple);
	return owner;
}

/* Sets up the transition of an aggregate; "initial" is its state's text or NULL. */
static void
begin_transition(Transition *t, TeAggs *aggs, Aggref *aggref, Form_pg_aggregate form,
				 const char *initial)
{
	Oid			types[FUNC_MAX_ARGS];
	int			n = get_aggregate_argtypes(aggref, types);
	Expr	   *expression;

	build_aggregate_transfn_expr(types, n, 0, aggref->aggvariadic, aggref->aggtranstype,
								 aggref->inputcollid, form->aggtransfn, InvalidOid,
								 &expression, NULL);
	fmgr_info(form->aggtransfn, &t->function);
	fmgr_info_set_expr((Node *) expression, &t->function);
	t->call = palloc(SizeForFunctionCallInfo(t->nargs + 1));
	InitFunctionCallInfoData(*t->call, &t->function, t->nargs + 1, aggref->inputcollid,
							 (Node *) aggs->caller, NULL);
	get_typlenbyval(aggref->aggtranstype, &t->typlen, &t->byval);
	t->number = aggref->aggtransno;
	t->large = form->aggtransspace >= LARGE_STATE;
	t->initial_null = initial == NULL;
	if (initial != NULL)
	{
		Oid			input,
					argument;

		getTypeInputInfo(aggref->aggtranstype, &input, &argument);
		t->initial = OidInputFunctionCall(input, (char *) initial, argument, -1);
	}
}

/* Sets up the final function of an aggregate. */
static void
begin_result(Outcome *r, TeAggs *aggs, Aggref *aggref, Form_pg_aggregate form)
{
	Oid			types[FUNC_MAX_ARGS];
	Expr	   *expression;

	get_typlenbyval(aggref->aggtype, &r->typlen, &r->byval);
	r->has_final = OidIsValid(form->aggfinalfn);
	if (!r->has_final)
		return;
	get_aggregate_argtypes(aggref, types);
	r->nargs = 1 + (form->aggfinalextra ? list_length(aggref->aggargtypes) : 0);
	build_aggregate_finalfn_expr(types, r->nargs, aggref->aggtranstype, aggref->aggtype,
								 aggref->inputcollid, form->aggfinalfn, &expression);
	fmgr_info(form->aggfinalfn, &r->function);
	fmgr_info_set_expr((Node *) expression, &r->function);
	r->call = palloc(SizeForFunctionCallInfo(r->nargs));
	InitFunctionCallInfoData(*r->call, &r->function, r->nargs, aggref->inputcollid,
							 (Node *) aggs->caller, NULL);
	for (int i = 1; i < r->nargs; i++)
		r->call->args[i] = (NullableDatum) {(Datum) 0, true};
}

/* The transition that the aggregate shares, or a new one. */
static int
transition_of(TeAggs *aggs, Aggref *aggref, List *columns, List *filter,
			  Form_pg_aggregate form, const char *initial)
{
	Transition *t;
	ListCell   *cell;

	for (int i = 0; i < aggs->nstates; i++)
		if (aggs->states[i].number == aggref->aggtransno)
			return i;
	t = &aggs->states[aggs->nstates];
	foreach(cell, columns)
		t->column[t->nargs++] = lfirst_int(cell) - 1;
	t->filter = filter == NIL ? -1 : linitial_int(filter) - 1;
	begin_transition(t, aggs, aggref, form, initial);
	return aggs->nstates++;
}

/* Adds an aggregate of the node's list. */
static void
begin_aggregate(TeAggs *aggs, Aggref *aggref, List *columns, List *filter)
{
	HeapTuple	tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggref->aggfnoid));
	Outcome    *result = &aggs->results[aggs->nresults++];
	Form_pg_aggregate form;
	Datum		initial;
	bool		isnull;
	Oid			owner = owner_of(aggref->aggfnoid);

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for aggregate %u", aggref->aggfnoid);
	form = (Form_pg_aggregate) GETSTRUCT(tuple);
	check_may_call(aggref->aggfnoid, GetUserId(), OBJECT_AGGREGATE);
	check_may_call(form->aggtransfn, owner, OBJECT_FUNCTION);
	if (OidIsValid(form->aggfinalfn))
		check_may_call(form->aggfinalfn, owner, OBJECT_FUNCTION);
	initial = SysCacheGetAttr(AGGFNOID, tuple, Anum_pg_aggregate_agginitval, &isnull);
	result->state = transition_of(aggs, aggref, columns, filter, form, isnull ? NULL
								  : TextDatumGetCString(initial));
	begin_result(result, aggs, aggref, form);
	ReleaseSysCache(tuple);
}

/* Aggregates from the node's list. */
TeAggs *
te_aggs(List *list, ExprContext *agg_context)
{
	TeAggs	   *aggs = palloc0(sizeof(TeAggs));
	ListCell   *cell;

	aggs->states = palloc0(sizeof(Transition) * list_length(list));
	aggs->results = palloc0(sizeof(Outcome) * list_length(list));
	aggs->context = agg_context->ecxt_per_tuple_memory;
	aggs->caller = makeNode(AggState);
	aggs->caller->curaggcontext = agg_context;
	foreach(cell, list)
	{
		List	   *agg = lfirst(cell);

		begin_aggregate(aggs, linitial_node(Aggref, agg), lsecond(agg), lthird(agg));
	}
	return aggs;
}

int
te_aggs_nstates(const TeAggs *aggs)
{
	return aggs->nstates;
}

/* Has an aggregate large states? */
bool
te_aggs_large(const TeAggs *aggs)
{
	for (int i = 0; i < aggs->nstates; i++)
		if (aggs->states[i].large)
			return true;
	return false;
}

/* The child's columns that the aggregates read. */
Bitmapset *
te_aggs_columns(const TeAggs *aggs)
{
	Bitmapset  *columns = NULL;

	for (int i = 0; i < aggs->nstates; i++)
	{
		const Transition *t = &aggs->states[i];

		for (int k = 0; k < t->nargs; k++)
			columns = bms_add_member(columns, t->column[k]);
		if (t->filter >= 0)
			columns = bms_add_member(columns, t->filter);
	}
	return columns;
}

/* A copy of a state's value in the states' context. */
static Datum
copy_state(const TeAggs *aggs, const Transition *t, Datum value)
{
	MemoryContext old = MemoryContextSwitchTo(aggs->context);
	Datum		copy = datumCopy(value, t->byval, t->typlen);

	MemoryContextSwitchTo(old);
	return copy;
}

/* Sets a new group's states. */
void
te_aggs_begin(const TeAggs *aggs, TeGroupState *states)
{
	for (int i = 0; i < aggs->nstates; i++)
	{
		const Transition *t = &aggs->states[i];

		states[i].isnull = t->initial_null;
		states[i].untouched = t->initial_null;
		states[i].value = t->initial_null ? (Datum) 0 : copy_state(aggs, t, t->initial);
	}
}

/* Is the value an expanded object that the states' context owns? */
static bool
is_expanded_here(const TeAggs *aggs, Datum value)
{
	return VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(value)) &&
		MemoryContextGetParent(DatumGetEOHP(value)->eoh_context) == aggs->context;
}

/* Frees a state that another has replaced. */
static void
free_state(const Transition *t, Datum value)
{
	if (t->typlen == -1 && VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(value)))
		DeleteExpandedObject(value);
	else
		pfree(DatumGetPointer(value));
}

/* Puts what a function returned in the place of a state that is passed by reference. */
static void
replace_state(const TeAggs *aggs, const Transition *t, TeGroupState *state, Datum value,
			  bool isnull)
{
	if (isnull)
		value = (Datum) 0;
	else if (!(t->typlen == -1 && is_expanded_here(aggs, value)))
		value = copy_state(aggs, t, value);
	if (!state->isnull)
		free_state(t, state->value);
	state->value = value;
}

/* What a function makes of no state, made where states stay: most are never moved. */
static Datum
first_state(const TeAggs *aggs, const Transition *t)
{
	MemoryContext old = MemoryContextSwitchTo(aggs->context);
	Datum		value = FunctionCallInvoke(t->call);
	bool		is_own = !t->call->isnull && !VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value));

	MemoryContextSwitchTo(old);
	if (t->call->isnull)
		return (Datum) 0;
	for (int i = 1; i <= t->nargs; i++)
		is_own &= DatumGetPointer(value) != DatumGetPointer(t->call->args[i].value);
	return is_own || is_expanded_here(aggs, value) ? value : copy_state(aggs, t, value);
}

/* Takes a row into one state. */
static inline void
advance(TeAggs *aggs, Transition *t, TeGroupState *state, const Datum *values, const bool *nulls)
{
	FunctionCallInfo call = t->call;
	Datum		value;

	for (int i = 0; i < t->nargs; i++)
	{
		call->args[i + 1].value = values[t->column[i]];
		call->args[i + 1].isnull = nulls[t->column[i]];
	}
	if (t->function.fn_strict)
	{
		for (int i = 1; i <= t->nargs; i++)
			if (call->args[i].isnull)
				return;
		if (state->untouched)
		{
			state->value = copy_state(aggs, t, call->args[1].value);
			state->isnull = state->untouched = false;
			return;
		}
		if (state->isnull)
			return;
	}
	call->args[0].value = state->value;
	call->args[0].isnull = state->isnull;
	call->isnull = false;
	if (t->typlen == -1 && state->isnull)
		value = first_state(aggs, t);
	else
	{
		value = FunctionCallInvoke(call);
		if (!t->byval && DatumGetPointer(value) != DatumGetPointer(state->value))
		{
			replace_state(aggs, t, state, value, call->isnull);
			value = state->value;
		}
	}
	state->value = value;
	state->isnull = call->isnull;
	state->untouched = false;
}

/* Takes a row into a group's states. */
void
te_aggs_advance(TeAggs *aggs, TeGroupState *states, const Datum *values, const bool *nulls)
{
	for (int i = 0; i < aggs->nstates; i++)
	{
		Transition *t = &aggs->states[i];

		if (t->filter < 0 || (!nulls[t->filter] && DatumGetBool(values[t->filter])))
			advance(aggs, t, &states[i], values, nulls);
	}
}

/* Results of a group's aggregates. */
void
te_aggs_end(TeAggs *aggs, TeGroupState *states, Datum *values, bool *nulls)
{
	for (int i = 0; i < aggs->nresults; i++)
	{
		Outcome    *r = &aggs->results[i];
		TeGroupState *state = &states[r->state];
		Datum		value = state->value;

		if (!state->isnull && aggs->states[r->state].typlen == -1)
			value = MakeExpandedObjectReadOnly(value, state->isnull, -1);
		nulls[i] = state->isnull;
		if (r->has_final)
		{
			r->call->args[0] = (NullableDatum) {value, state->isnull};
			r->call->isnull = false;
			nulls[i] = r->function.fn_strict && (state->isnull || r->nargs > 1);
			value = nulls[i] ? (Datum) 0 : FunctionCallInvoke(r->call);
			nulls[i] |= r->call->isnull;
		}
		values[i] = value;
	}
}
