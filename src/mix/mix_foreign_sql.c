/*
 * mix_foreign_sql.c
 *	  Questions about one origin of a mix in a foreign table, in a form that a
 *	  foreign-data wrapper can send.
 *
 * postgres_fdw does not send a call with a constant text, as the constant's
 * collation does not come from the foreign table.  Our functions do not look at
 * collations, so a call over a foreign table's mix becomes one of its twin over
 * cstring, a type that has none: te_support.te_mix_share_cstring(mix, 'CHN').
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/pathnodes.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "parser/parsetree.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "base/trade_exposure.h"

TE_FUNCTION(te_mix_get_cstring);
TE_FUNCTION(te_mix_has_cstring);
TE_FUNCTION(te_mix_share_cstring);
TE_FUNCTION(te_mix_foreign_support);

/* dependency_sql.c and mix_sql.c */
extern TE_EXPORT Datum te_mix_get(PG_FUNCTION_ARGS);
extern TE_EXPORT Datum te_mix_has(PG_FUNCTION_ARGS);
extern TE_EXPORT Datum te_mix_share(PG_FUNCTION_ARGS);


/* ---- the functions over cstring ---- */

/* What the function over text answers; its arguments are not NULL. */
static Datum
ask_as_text(PGFunction function, FunctionCallInfo fcinfo)
{
	LOCAL_FCINFO(call, 2);
	Datum		result;

	InitFunctionCallInfoData(*call, fcinfo->flinfo, 2, InvalidOid, NULL, NULL);
	call->args[0] = fcinfo->args[0];
	call->args[1].value = CStringGetTextDatum(PG_GETARG_CSTRING(1));
	call->args[1].isnull = false;
	result = function(call);
	fcinfo->isnull = call->isnull;
	return result;
}

/* mix -> origin */
Datum
te_mix_get_cstring(PG_FUNCTION_ARGS)
{
	return ask_as_text(te_mix_get, fcinfo);
}

/* mix ? origin */
Datum
te_mix_has_cstring(PG_FUNCTION_ARGS)
{
	return ask_as_text(te_mix_has, fcinfo);
}

/* dependency_share(mix, origin) */
Datum
te_mix_share_cstring(PG_FUNCTION_ARGS)
{
	return ask_as_text(te_mix_share, fcinfo);
}

/* ---- the planner ---- */

/* Does the expression read a foreign table of this query? */
static bool
reads_foreign(PlannerInfo *root, Node *expression)
{
	Relids		tables = pull_varnos(root, expression);
	int			i = -1;

	while ((i = bms_next_member(tables, i)) >= 0)
	{
		RangeTblEntry *rte = rt_fetch(i, root->parse->rtable);

		if (rte->rtekind == RTE_RELATION && rte->relkind == RELKIND_FOREIGN_TABLE)
			return true;
	}
	return false;
}

/*
 * The twin of a function over (first argument's type, cstring), or InvalidOid:
 * the function in the schema that has the same C symbol with _cstring behind it.
 */
static Oid
cstring_twin(Oid function, Oid first, Oid schema)
{
	Oid			types[2] = {first, CSTRINGOID};
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	bool		isnull;
	char	   *name;

	if (!HeapTupleIsValid(tuple))
		return InvalidOid;
	/* a C function's symbol is never NULL */
	name = psprintf("%s_cstring", TextDatumGetCString(SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_prosrc, &isnull)));
	ReleaseSysCache(tuple);
	return GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid,
						   CStringGetDatum(name),
						   PointerGetDatum(buildoidvector(types, 2)),
						   ObjectIdGetDatum(schema));
}

/* The call over cstring in place of one over a constant text, or NULL to leave it. */
static Node *
without_collation(SupportRequestSimplify *request, Oid schema)
{
	FuncExpr   *call = request->fcall;
	Const	   *code;
	Oid			twin;

	if (request->root == NULL || list_length(call->args) != 2)
		return NULL;
	code = lsecond(call->args);
	if (!IsA(code, Const) || code->consttype != TEXTOID || code->constisnull ||
		!reads_foreign(request->root, linitial(call->args)))
		return NULL;
	twin = cstring_twin(call->funcid, exprType(linitial(call->args)), schema);
	if (!OidIsValid(twin))
		return NULL;
	code = makeConst(CSTRINGOID, -1, InvalidOid, -2,
					 CStringGetDatum(TextDatumGetCString(code->constvalue)), false, false);
	return (Node *) makeFuncExpr(twin, call->funcresulttype,
								 list_make2(linitial(call->args), code),
								 InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL);
}

/* Planner support of the functions over one origin. */
Datum
te_mix_foreign_support(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);

	if (IsA(request, SupportRequestSimplify))
		PG_RETURN_POINTER(without_collation((SupportRequestSimplify *) request,
											get_func_namespace(fcinfo->flinfo->fn_oid)));
	PG_RETURN_POINTER(NULL);
}
