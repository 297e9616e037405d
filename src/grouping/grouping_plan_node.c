/*
 * grouping_plan_node.c
 *	  Offers the node "Batch Group" for GROUP BY over our aggregates.
 *
 * Acts only on queries that call one of them, and leaves to the ordinary plan what
 * the node does not do: DISTINCT and ORDER BY inside of aggregates, grouping sets,
 * partial plans, functions that return sets, columns that depend on the keys.
 */
#include "postgres.h"

#include "access/transam.h"
#include "catalog/pg_aggregate.h"
#include "catalog/pg_namespace.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/planmain.h"
#include "optimizer/planner.h"
#include "optimizer/restrictinfo.h"
#include "optimizer/tlist.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "base/extension.h"
#include "grouping/grouping.h"

#define COST_SHARE 0.4			/* of what the executor's hash aggregation
								 * costs, measured */

#if PG_VERSION_NUM >= 160000
#define GROUP_CLAUSE(root) ((root)->processed_groupClause)
#else
#define GROUP_CLAUSE(root) ((root)->parse->groupClause)
#endif

static bool enabled = false;	/* trade_exposure.batch_grouping */
static create_upper_paths_hook_type next_hook;

/* Does the planner know our transition function by its support function? */
static bool
is_ours(Oid transition)
{
	Oid			support = get_func_support(transition);
	char	   *name = OidIsValid(support) ? get_func_name(support) : NULL;

	return name != NULL && strcmp(name, "te_batch_group_support") == 0;
}

/* Is it one of the few of PostgreSQL's own that may stand beside ours? */
static bool
is_plain(Oid aggregate)
{
	static const char *const names[] = {"sum", "count", "min", "max", "avg"};
	char	   *name;

	if (aggregate >= FirstUnpinnedObjectId || get_func_namespace(aggregate) != PG_CATALOG_NAMESPACE)
		return false;
	name = get_func_name(aggregate);
	for (int i = 0; i < lengthof(names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* What is found in the expressions of a query. */
typedef struct Found
{
	List	   *keys;			/* expressions that are grouped by */
	List	   *aggrefs;		/* different aggregates */
	bool		ours;			/* one of them is ours */
	bool		other;			/* something that the node does not do */
} Found;

/* The transition function of an aggregate, when the node can run it; else InvalidOid. */
static Oid
transition_of(Oid aggregate)
{
	HeapTuple	tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggregate));
	Form_pg_aggregate form;
	Oid			result;

	if (!HeapTupleIsValid(tuple))
		return InvalidOid;
	form = (Form_pg_aggregate) GETSTRUCT(tuple);
	result = form->aggkind == AGGKIND_NORMAL ? form->aggtransfn : InvalidOid;
	ReleaseSysCache(tuple);
	return result;
}

/* Adds an aggregate to what was found. */
static void
find_aggregate(Aggref *aggref, Found *found)
{
	Oid			transition = transition_of(aggref->aggfnoid);

	if (!OidIsValid(transition) || aggref->aggorder != NIL || aggref->aggdistinct != NIL ||
		aggref->aggsplit != AGGSPLIT_SIMPLE || aggref->agglevelsup != 0)
		found->other = true;
	else if (is_ours(transition))
		found->ours = true;
	else if (!is_plain(aggref->aggfnoid))
		found->other = true;
	found->aggrefs = list_append_unique(found->aggrefs, aggref);
}

/* Goes through an expression above the grouping. */
static bool
find(Node *node, Found *found)
{
	if (node == NULL || found->other || list_member(found->keys, node))
		return false;
	if (IsA(node, Aggref))
		find_aggregate((Aggref *) node, found);
	else if (IsA(node, Var) || IsA(node, PlaceHolderVar) || IsA(node, GroupingFunc))
		found->other = true;
	else
		return expression_tree_walker(node, find, found);
	return false;
}

/* What a query's expressions above the grouping hold. */
static Found
look(PlannerInfo *root, RelOptInfo *grouped)
{
	Found		found = {0};
	ListCell   *cell;

	foreach(cell, GROUP_CLAUSE(root))
		found.keys = lappend(found.keys, get_sortgroupclause_expr(lfirst(cell),
																  root->processed_tlist));
	find((Node *) grouped->reltarget->exprs, &found);
	find(root->parse->havingQual, &found);
	return found;
}

/* Can all keys be hashed by the equality that the query means? */
static bool
can_hash(PlannerInfo *root)
{
	ListCell   *cell;

	foreach(cell, GROUP_CLAUSE(root))
		if (!((SortGroupClause *) lfirst(cell))->hashable)
		return false;
	return true;
}

/* The least costly of the ordinary plans that group all rows by hashing, or NULL. */
static AggPath *
ordinary_plan(RelOptInfo *grouped)
{
	AggPath    *best = NULL;
	ListCell   *cell;

	foreach(cell, grouped->pathlist)
	{
		AggPath    *path = lfirst(cell);

		if (IsA(path, AggPath) && path->aggstrategy == AGG_HASHED &&
			path->aggsplit == AGGSPLIT_SIMPLE &&
			path->path.param_info == NULL &&
			(best == NULL || path->path.total_cost < best->path.total_cost))
			best = path;
	}
	return best;
}

/*
 * The column of an expression in the child's target, from 1.  Of a key that is passed
 * by reference it is another than the key's own, which the node may keep as a word only.
 */
static int
column_of(PathTarget *target, int nkeys, Expr *expr)
{
	int			i = 0;
	bool		byval = get_typbyval(exprType((Node *) expr));
	ListCell   *cell;

	foreach(cell, target->exprs)
	{
		i++;
		if ((byval || i > nkeys) && equal(lfirst(cell), expr))
			return i;
	}
	add_column_to_pathtarget(target, expr, 0);
	return i + 1;
}

/* Columns of an aggregate's arguments and filter: an element of the node's list. */
static List *
describe(Aggref *aggref, int nkeys, PathTarget *target)
{
	List	   *columns = NIL;
	List	   *filter = NIL;
	ListCell   *cell;

	foreach(cell, aggref->args)
		columns = lappend_int(columns, column_of(target, nkeys,
												 ((TargetEntry *) lfirst(cell))->expr));
	if (aggref->aggfilter != NULL)
		filter = list_make1_int(column_of(target, nkeys, aggref->aggfilter));
	return list_make3(aggref, columns, filter);
}

/* The columns of the node as the plan's expressions name them: keys, then aggregates. */
static List *
columns_of(const Found *found)
{
	List	   *tlist = NIL;
	ListCell   *cell;

	foreach(cell, found->keys)
		tlist = lappend(tlist, makeTargetEntry(lfirst(cell), list_length(tlist) + 1, NULL, false));
	foreach(cell, found->aggrefs)
		tlist = lappend(tlist, makeTargetEntry(lfirst(cell), list_length(tlist) + 1, NULL, false));
	return tlist;
}

/* The node of a plan, from its path. */
static Plan *
make_plan(PlannerInfo *root, RelOptInfo *rel, CustomPath *path, List *tlist, List *clauses,
		  List *children)
{
	CustomScan *scan = makeNode(CustomScan);

	scan->scan.plan.targetlist = tlist;
	scan->scan.plan.qual = (List *) root->parse->havingQual;
	scan->flags = path->flags;
	scan->custom_plans = children;
	scan->custom_private = linitial(path->custom_private);
	scan->custom_scan_tlist = lsecond(path->custom_private);
	scan->methods = &te_batch_group_scan;
	return &scan->scan.plan;
}

static const CustomPathMethods path_methods = {
	.CustomName = TE_BATCH_GROUP_NAME,
	.PlanCustomPath = make_plan,
};

/* Adds the node's path, for what was found, beside an ordinary one. */
static void
add_batch_path(PlannerInfo *root, RelOptInfo *input, RelOptInfo *grouped,
			   const Found *found, AggPath *ordinary)
{
	CustomPath *path = makeNode(CustomPath);
	PathTarget *target = create_empty_pathtarget();
	List	   *operators = NIL;
	List	   *collations = NIL;
	List	   *aggs = NIL;
	Path	   *child = input->cheapest_total_path;
	double		own = Max(ordinary->path.total_cost - ordinary->subpath->total_cost, 0);
	ListCell   *cell;

	foreach(cell, GROUP_CLAUSE(root))
	{
		SortGroupClause *clause = lfirst(cell);
		Expr	   *key = (Expr *) get_sortgroupclause_expr(clause, root->processed_tlist);

		add_column_to_pathtarget(target, key, clause->tleSortGroupRef);
		operators = lappend_oid(operators, clause->eqop);
		collations = lappend_oid(collations, exprCollation((Node *) key));
	}
	foreach(cell, found->aggrefs)
		aggs = lappend(aggs, describe(lfirst(cell), list_length(operators), target));
	set_pathtarget_cost_width(root, target);
	child = (Path *) create_projection_path(root, input, child, target);

	path->path.pathtype = T_CustomScan;
	path->path.parent = grouped;
	path->path.pathtarget = grouped->reltarget;
	path->path.parallel_safe = grouped->consider_parallel && child->parallel_safe;
	path->path.rows = ordinary->path.rows;
	path->path.total_cost = child->total_cost + own * COST_SHARE;
	path->path.startup_cost = Min(child->total_cost + own * COST_SHARE / 2, path->path.total_cost);
	path->flags = CUSTOMPATH_SUPPORT_PROJECTION;
	path->custom_paths = list_make1(child);
	path->custom_private = list_make2(list_make3(operators, collations, aggs), columns_of(found));
	path->methods = &path_methods;
	add_path(grouped, &path->path);
}

/* Called when the planner has found its own ways to do a step above the scans and joins. */
static void
offer(PlannerInfo *root, UpperRelationKind stage, RelOptInfo *input, RelOptInfo *grouped,
	  void *extra)
{
	Query	   *query = root->parse;
	AggPath    *ordinary;
	Found		found;

	if (next_hook != NULL)
		next_hook(root, stage, input, grouped, extra);
	if (!enabled || stage != UPPERREL_GROUP_AGG || grouped->reloptkind != RELOPT_UPPER_REL ||
		GROUP_CLAUSE(root) == NIL || list_length(GROUP_CLAUSE(root)) > TE_GROUP_MAX_KEYS ||
		query->groupingSets != NIL || query->hasTargetSRFs || !query->hasAggs || !can_hash(root))
		return;
	found = look(root, grouped);
	ordinary = ordinary_plan(grouped);
	if (found.ours && !found.other && ordinary != NULL && enable_hashagg)
		add_batch_path(root, input, grouped, &found, ordinary);
}

/* Declares the setting and takes the hook. */
static void
take_hook(void)
{
	DefineCustomBoolVariable("trade_exposure.batch_grouping",
							 "GROUP BY over this extension's aggregates takes rows in batches.",
							 "Off, the executor's own grouping does it; the answers are the same.",
							 &enabled, false, PGC_USERSET, 0, NULL, NULL, NULL);
	RegisterCustomScanMethods(&te_batch_group_scan);
	next_hook = create_upper_paths_hook;
	create_upper_paths_hook = offer;
}

TE_ON_LOAD(take_hook)
