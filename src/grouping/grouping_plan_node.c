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
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/planmain.h"
#include "optimizer/planner.h"
#include "optimizer/prep.h"
#include "optimizer/restrictinfo.h"
#include "optimizer/tlist.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "base/extension.h"
#include "grouping/grouping.h"

#define COST_SHARE 0.4			/* of what the executor's hash aggregation
								 * costs, measured */
#define HAND_OVER_COST (1.5 * cpu_tuple_cost)	/* a row's way to another
												 * worker, likewise */

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
	bool		in_order;		/* an answer's bits depend on the order of the
								 * rows */
	bool		other;			/* something that the node does not do */
} Found;

/* The transition function of an aggregate, when the node can run it; else InvalidOid. */
static Oid
transition_of(Oid aggregate, bool *combines)
{
	HeapTuple	tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggregate));
	Form_pg_aggregate form;
	Oid			result;

	if (!HeapTupleIsValid(tuple))
		return InvalidOid;
	form = (Form_pg_aggregate) GETSTRUCT(tuple);
	result = form->aggkind == AGGKIND_NORMAL ? form->aggtransfn : InvalidOid;
	*combines = OidIsValid(form->aggcombinefn);
	ReleaseSysCache(tuple);
	return result;
}

/* Has one of PostgreSQL's own the same bits in whatever order rows come? */
static bool
is_plain_in_any_order(Aggref *aggref)
{
	char	   *name = get_func_name(aggref->aggfnoid);
	Node	   *argument;

	if (aggref->args == NIL || strcmp(name, "count") == 0)
		return true;
	argument = (Node *) ((TargetEntry *) linitial(aggref->args))->expr;
	if (strcmp(name, "min") == 0 || strcmp(name, "max") == 0)
		return te_key_is_exact(exprType(argument), aggref->inputcollid);
	return exprType(argument) != FLOAT4OID && exprType(argument) != FLOAT8OID;
}

/* Adds an aggregate to what was found. */
static void
find_aggregate(Aggref *aggref, Found *found)
{
	bool		combines = false;
	Oid			transition = transition_of(aggref->aggfnoid, &combines);

	if (!OidIsValid(transition) || aggref->aggorder != NIL || aggref->aggdistinct != NIL ||
		aggref->aggsplit != AGGSPLIT_SIMPLE || aggref->agglevelsup != 0)
		found->other = true;
	else if (is_ours(transition))
	{
		/* those with a combine function are exact sums and counts */
		found->ours = true;
		found->in_order |= !combines;
	}
	else if (is_plain(aggref->aggfnoid))
		found->in_order |= !is_plain_in_any_order(aggref);
	else
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
	{
		Node	   *key = get_sortgroupclause_expr(lfirst(cell), root->processed_tlist);

		found.keys = lappend(found.keys, key);
		/* the first row's value stands for all that are equal */
		found.in_order |= !te_key_is_exact(exprType(key), exprCollation(key));
	}
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

/*
 * The ordinary plan that groups all rows by hashing, or NULL when there is none to
 * stand beside.  When the planner has dropped it for one that takes rows in another
 * order, it is made again, unless an answer depends on the order.
 */
static AggPath *
ordinary_plan(PlannerInfo *root, RelOptInfo *input, RelOptInfo *grouped, bool in_order)
{
	AggClauseCosts costs = {0};
	AggPath    *other = NULL;
	ListCell   *cell;

	foreach(cell, grouped->pathlist)
	{
		AggPath    *path = lfirst(cell);

		if (!IsA(path, AggPath))
			continue;
		if (path->aggstrategy == AGG_HASHED && path->aggsplit == AGGSPLIT_SIMPLE)
			return path;
		other = path;
	}
	if (other == NULL || in_order)
		return NULL;
	get_agg_clause_costs(root, AGGSPLIT_SIMPLE, &costs);
	return create_agg_path(root, grouped, input->cheapest_total_path, grouped->reltarget,
						   AGG_HASHED, AGGSPLIT_SIMPLE, GROUP_CLAUSE(root),
						   (List *) root->parse->havingQual, &costs, other->numGroups);
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

/* What the node's paths have in common. */
typedef struct Offer
{
	PlannerInfo *root;
	RelOptInfo *input;
	RelOptInfo *grouped;
	PathTarget *target;			/* of the child */
	List	   *private;		/* of the paths */
	double		rows;			/* groups */
	Cost		own;			/* of grouping all rows */
} Offer;

/* What is offered, for what was found, beside an ordinary path. */
static Offer
make_offer(PlannerInfo *root, RelOptInfo *input, RelOptInfo *grouped, const Found *found,
		   AggPath *ordinary)
{
	Offer		offer = {root, input, grouped, create_empty_pathtarget()};
	List	   *operators = NIL;
	List	   *collations = NIL;
	List	   *aggs = NIL;
	Cost		executor = ordinary->path.total_cost - ordinary->subpath->total_cost;
	Cost		arguments;
	ListCell   *cell;

	foreach(cell, GROUP_CLAUSE(root))
	{
		SortGroupClause *clause = lfirst(cell);
		Expr	   *key = (Expr *) get_sortgroupclause_expr(clause, root->processed_tlist);

		add_column_to_pathtarget(offer.target, key, clause->tleSortGroupRef);
		operators = lappend_oid(operators, clause->eqop);
		collations = lappend_oid(collations, exprCollation((Node *) key));
	}
	foreach(cell, found->aggrefs)
		aggs = lappend(aggs, describe(lfirst(cell), list_length(operators), offer.target));
	set_pathtarget_cost_width(root, offer.target);
	offer.private = list_make2(list_make3(operators, collations, aggs), columns_of(found));
	offer.rows = ordinary->path.rows;

	/*
	 * the child works out the aggregates' arguments, which the ordinary node
	 * does itself
	 */
	arguments = ordinary->subpath->rows * (offer.target->cost.per_tuple -
										   ordinary->subpath->pathtarget->cost.per_tuple);
	offer.own = COST_SHARE * Max(executor - arguments, 0);
	return offer;
}

/* A path of the node over a path of its input; over a partial one "shares" participants do it. */
static Path *
make_path(const Offer *offer, Path *child, bool partial, double shares)
{
	CustomPath *path = makeNode(CustomPath);
	Cost		own = offer->own / shares;

	child = (Path *) create_projection_path(offer->root, offer->input, child, offer->target);
	if (partial)
		own += child->rows * (shares - 1) / shares * HAND_OVER_COST;
	path->path.pathtype = T_CustomScan;
	path->path.parent = offer->grouped;
	path->path.pathtarget = offer->grouped->reltarget;
	path->path.parallel_safe = offer->grouped->consider_parallel && child->parallel_safe;
	path->path.parallel_workers = partial ? child->parallel_workers : 0;
	path->path.parallel_aware = partial;
	path->path.rows = clamp_row_est(offer->rows / shares);
#if PG_VERSION_NUM >= 180000
	path->path.disabled_nodes = child->disabled_nodes;
#endif
	path->path.total_cost = child->total_cost + own;
	path->path.startup_cost = Min(child->total_cost + own / 2, path->path.total_cost);
	path->flags = CUSTOMPATH_SUPPORT_PROJECTION;
	path->custom_paths = list_make1(child);
	path->custom_private = offer->private;
	path->methods = &path_methods;
	return &path->path;
}

/* How many participants' work the workers and the leader do, as the planner counts them. */
static double
shares_of(int workers)
{
	double		leader = 1.0 - 0.3 * workers;

	return parallel_leader_participation && leader > 0 ? workers + leader : workers;
}

/* Adds paths of parallel workers, alone and below a Gather. */
static void
add_parallel_paths(const Offer *offer)
{
	RelOptInfo *grouped = offer->grouped;
	Path	   *child;
	Path	   *path;
	double		shares;
	double		rows = offer->rows;

	if (!grouped->consider_parallel || offer->input->partial_pathlist == NIL)
		return;
	child = linitial(offer->input->partial_pathlist);
	shares = shares_of(child->parallel_workers);
	path = make_path(offer, child, true, shares);
	if (!path->parallel_safe)
		return;
	add_path(grouped, (Path *) create_gather_path(offer->root, grouped, path, grouped->reltarget,
												  NULL, &rows));
	add_partial_path(grouped, make_path(offer, child, true, shares));
}

/* Called when the planner has found its own ways to do a step above the scans and joins. */
static void
offer(PlannerInfo *root, UpperRelationKind stage, RelOptInfo *input, RelOptInfo *grouped,
	  void *extra)
{
	Query	   *query = root->parse;
	AggPath    *ordinary;
	Found		found;
	Offer		offered;

	if (next_hook != NULL)
		next_hook(root, stage, input, grouped, extra);
	if (!enabled || stage != UPPERREL_GROUP_AGG || grouped->reloptkind != RELOPT_UPPER_REL ||
		GROUP_CLAUSE(root) == NIL || list_length(GROUP_CLAUSE(root)) > TE_GROUP_MAX_KEYS ||
		query->groupingSets != NIL || query->hasTargetSRFs || !query->hasAggs || !can_hash(root))
		return;
	found = look(root, grouped);
	ordinary = ordinary_plan(root, input, grouped, found.in_order);
	if (!found.ours || found.other || ordinary == NULL || !enable_hashagg)
		return;
	offered = make_offer(root, input, grouped, &found, ordinary);
	if (!found.in_order)
		add_parallel_paths(&offered);
	add_path(grouped, make_path(&offered, input->cheapest_total_path, false, 1));
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
