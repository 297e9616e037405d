/*
 * hs_within_sql.c
 *	  Is a code below a chapter, heading or other prefix?  A plain comparison
 *	  of bytes, which the planner turns into a range of a btree index where
 *	  the index orders bytes: under a "C" collation, or as text_pattern_ops.
 */
#include "postgres.h"

#include "access/stratnum.h"
#include "catalog/pg_am.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_opfamily.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "optimizer/plancat.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

/* with it pg_locale.h wants the headers of ICU, for fields that are of no use here */
#undef USE_ICU
#include "utils/pg_locale.h"

#include "base/trade_exposure.h"
#include "codes/hs.h"

/* text ^@ text, whose selectivity function knows prefixes */
#define TEXT_STARTS_WITH_OPERATOR 3877

/* Share of rows within a prefix that is not known yet: about one heading of a chapter's */
#define UNKNOWN_PREFIX_SHARE 0.005

/* The digits of a prefix argument; throws when it is none. */
static void
prefix_arg(text *prefix, TeHs *hs)
{
	int			len = VARSIZE_ANY_EXHDR(prefix);
	TeHsProblem problem = te_hs_clean_prefix(VARDATA_ANY(prefix), len, hs);

	if (problem != TE_HS_FINE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"prefix\" is not the beginning of an HS code: \"%.*s\" %s",
						pg_mbcliplen(VARDATA_ANY(prefix), len, 64), VARDATA_ANY(prefix),
						te_hs_problem_text(problem)),
				 errhint("A prefix has 1 to %d digits, such as 85 or 8505.11.", TE_HS_MAX_DIGITS)));
}

/* The first string, in byte order, behind all that begin with the digits. */
static text *
after_prefix(const TeHs *hs)
{
	text	   *after = cstring_to_text_with_len(hs->digits, hs->len);

	VARDATA(after)[hs->len - 1]++;	/* the byte behind 9 is a colon */
	return after;
}

TE_FUNCTION(hs_within);

/* hs_within(code, prefix): does the code, digits only, begin with the prefix? */
Datum
hs_within(PG_FUNCTION_ARGS)
{
	text	   *code = PG_GETARG_TEXT_PP(0);
	TeHs		prefix;

	prefix_arg(PG_GETARG_TEXT_PP(1), &prefix);
	PG_RETURN_BOOL(VARSIZE_ANY_EXHDR(code) >= prefix.len &&
				   memcmp(VARDATA_ANY(code), prefix.digits, prefix.len) == 0);
}

TE_FUNCTION(te_hs_prefix_first);

/* te_hs_prefix_first(prefix): lowest code within the prefix, in byte order. */
Datum
te_hs_prefix_first(PG_FUNCTION_ARGS)
{
	TeHs		prefix;

	prefix_arg(PG_GETARG_TEXT_PP(0), &prefix);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(prefix.digits, prefix.len));
}

TE_FUNCTION(te_hs_prefix_after);

/* te_hs_prefix_after(prefix): first text behind all codes within the prefix, in byte order. */
Datum
te_hs_prefix_after(PG_FUNCTION_ARGS)
{
	TeHs		prefix;

	prefix_arg(PG_GETARG_TEXT_PP(0), &prefix);
	PG_RETURN_TEXT_P(after_prefix(&prefix));
}

/* ---- planner support ---- */

static Const *
text_const(text *value)
{
	return makeConst(TEXTOID, -1, C_COLLATION_OID, -1, PointerGetDatum(value), false, false);
}

/* The digits of a constant prefix expression; false when they are not known yet, or wrong. */
static bool
const_prefix(Node *prefix, TeHs *hs)
{
	text	   *value;

	if (!IsA(prefix, Const) || ((Const *) prefix)->constisnull)
		return false;
	value = DatumGetTextPP(((Const *) prefix)->constvalue);
	return te_hs_clean_prefix(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), hs) == TE_HS_FINE;
}

/* Does this index hold text in the order of its bytes? */
static bool
orders_bytes(const SupportRequestIndexCondition *req)
{
	if (req->index->relam != BTREE_AM_OID)
		return false;
	if (req->opfamily == TEXT_PATTERN_BTREE_FAM_OID)
		return true;
	if (req->opfamily != TEXT_BTREE_FAM_OID || !OidIsValid(req->indexcollation))
		return false;
#if PG_VERSION_NUM >= 180000
	return pg_newlocale_from_collation(req->indexcollation)->collate_is_c;
#else
	return lc_collate_is_c(req->indexcollation);
#endif
}

/*
 * A call of one of this file's functions of one text, which stands in the
 * schema of the planner support.
 */
static Expr *
call_sibling(Oid schema, const char *name, Node *argument)
{
	Oid			argtype = TEXTOID;
	Oid			function = GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid,
										   CStringGetDatum(name),
										   PointerGetDatum(buildoidvector(&argtype, 1)),
										   ObjectIdGetDatum(schema));

	if (!OidIsValid(function))
		return NULL;
	return (Expr *) makeFuncExpr(function, TEXTOID, list_make1(copyObject(argument)),
								 C_COLLATION_OID, C_COLLATION_OID, COERCE_EXPLICIT_CALL);
}

/* The index condition "code >= first AND code < after", or NIL where it cannot be used. */
static List *
index_condition(SupportRequestIndexCondition *req, Oid schema)
{
	FuncExpr   *call = (FuncExpr *) req->node;
	Expr	   *code;
	Node	   *prefix;
	Expr	   *first;
	Expr	   *after;
	Oid			at_least;
	Oid			less;
	TeHs		hs;

	if (!IsA(call, FuncExpr) || req->indexarg != 0 || list_length(call->args) != 2 ||
		!orders_bytes(req))
		return NIL;
	code = linitial(call->args);
	prefix = lsecond(call->args);
	if (exprType((Node *) code) != TEXTOID)
		return NIL;
	if (const_prefix(prefix, &hs))
	{
		first = (Expr *) text_const(cstring_to_text_with_len(hs.digits, hs.len));
		after = (Expr *) text_const(after_prefix(&hs));
	}
	else if (!IsA(prefix, Const) && is_pseudo_constant_for_index(req->root, prefix, req->index))
	{
		first = call_sibling(schema, "te_hs_prefix_first", prefix);
		after = call_sibling(schema, "te_hs_prefix_after", prefix);
	}
	else
		return NIL;

	at_least = get_opfamily_member(req->opfamily, TEXTOID, TEXTOID, BTGreaterEqualStrategyNumber);
	less = get_opfamily_member(req->opfamily, TEXTOID, TEXTOID, BTLessStrategyNumber);
	if (!OidIsValid(at_least) || !OidIsValid(less) || first == NULL || after == NULL)
		return NIL;
	req->lossy = false;
	return list_make2(make_opclause(at_least, BOOLOID, false, code, first,
									InvalidOid, req->indexcollation),
					  make_opclause(less, BOOLOID, false, copyObject(code), after,
									InvalidOid, req->indexcollation));
}

/*
 * The share of rows within a prefix: for a constant one as the planner
 * estimates it for ^@, else a guess.
 */
static void
estimate(SupportRequestSelectivity *req)
{
	TeHs		hs;
	List	   *args;

	req->selectivity = UNKNOWN_PREFIX_SHARE;
	if (req->is_join || list_length(req->args) != 2 || !const_prefix(lsecond(req->args), &hs))
		return;
	args = list_make2(linitial(req->args), text_const(cstring_to_text_with_len(hs.digits, hs.len)));
	req->selectivity = restriction_selectivity(req->root, TEXT_STARTS_WITH_OPERATOR, args,
											   C_COLLATION_OID, req->varRelid);
}

TE_FUNCTION(te_hs_within_support);

/* Planner support of hs_within: index conditions and selectivity. */
Datum
te_hs_within_support(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);

	if (IsA(request, SupportRequestIndexCondition))
		PG_RETURN_POINTER(index_condition((SupportRequestIndexCondition *) request,
										  get_func_namespace(fcinfo->flinfo->fn_oid)));
	if (IsA(request, SupportRequestSelectivity))
	{
		estimate((SupportRequestSelectivity *) request);
		PG_RETURN_POINTER(request);
	}
	PG_RETURN_POINTER(NULL);
}
