/*
 * flow_shock.c
 *	  Which flows of a network a shock between suppliers and users means.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "network/network_match.h"
#include "propagation/flow_shock.h"

int
te_flow_match(const TeNetworkView *view, TeCode name, const char *key, StringInfo unmet,
			  int **nodes)
{
	int			count = unmet == NULL ? te_network_match(view, name, "shocks", nodes) :
		te_network_try_match(view, name, nodes);

	if (count == 0)
		appendStringInfo(unmet, "%s%s \"%s\"", unmet->len > 0 ? ", " : "", key,
						 te_code_cstring(name));
	return count;
}

/* Marks the nodes of one name. */
static void
mark_name(const TeNetworkView *view, const JsonbValue *name, const char *key, StringInfo unmet,
		  bool *marked)
{
	int		   *nodes;
	int			count = te_flow_match(view, te_code(name->val.string.val, name->val.string.len),
									  key, unmet, &nodes);

	for (int i = 0; i < count; i++)
		marked[nodes[i]] = true;
	pfree(nodes);
}

bool
te_flow_mark(const TeNetworkView *view, const JsonbValue *value, const char *key, StringInfo unmet,
			 bool **marked)
{
	JsonbContainer *array;

	if (*marked == NULL)
		*marked = te_alloc_zero((Size) view->nnodes + 1);
	if (value->type == jbvString)
	{
		mark_name(view, value, key, unmet, *marked);
		return true;
	}
	if (value->type != jbvBinary || !JsonContainerIsArray(value->val.binary.data))
		return false;
	array = value->val.binary.data;
	for (uint32 i = 0; i < JsonContainerSize(array); i++)
	{
		JsonbValue *name = getIthJsonbValueFromContainer(array, i);

		TE_CHECK_EVERY(i);
		if (name->type != jbvString)
			return false;
		mark_name(view, name, key, unmet, *marked);
	}
	return true;
}

/* Is the purchase of user j from supplier i one of those that are meant? */
static bool
is_meant(const TeNetworkView *view, const TeFlowSpec *spec, int i, int j)
{
	if (spec->supplier != NULL && !spec->supplier[i])
		return false;
	if (spec->user != NULL && !spec->user[j])
		return false;
	if ((spec->supplier == NULL || spec->user == NULL) && te_network_same_place(view, i, j))
		return false;
	return spec->product.len == 0 || te_network_has_product(view, i, spec->product);
}

int
te_flow_edges(const TeNetworkView *view, const TeInputs *inputs, const TeFlowSpec *spec,
			  int **edges)
{
	int			count = 0;

	*edges = te_alloc(sizeof(int) * ((Size) inputs->nedges + 1));
	for (int j = 0; j < inputs->n; j++)
	{
		int			start = inputs->edge_start[inputs->group_start[j]];
		int			end = inputs->edge_start[inputs->group_start[j + 1]];

		CHECK_FOR_INTERRUPTS();
		for (int k = start; k < end; k++)
			if (is_meant(view, spec, inputs->supplier[k], j))
				(*edges)[count++] = k;
	}
	return count;
}
