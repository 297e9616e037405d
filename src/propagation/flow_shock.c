/*
 * flow_shock.c
 *	  Which flows of a network a shock between suppliers and users means.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#include "base/trade_exposure.h"
#include "network/network_match.h"
#include "propagation/flow_shock.h"

/* ---- who is meant ---- */

/* Marks the nodes of one name. */
static void
mark_name(const TeNetworkView *view, const JsonbValue *name, const char *key, bool *marked)
{
	int		   *nodes;
	int			count = te_network_match(view, te_code(name->val.string.val, name->val.string.len),
										 key, &nodes);

	for (int i = 0; i < count; i++)
		marked[nodes[i]] = true;
	pfree(nodes);
}

bool
te_flow_mark(const TeNetworkView *view, const JsonbValue *value, const char *key, bool **marked)
{
	JsonbContainer *array;

	if (*marked == NULL)
		*marked = te_alloc_zero((Size) view->nnodes + 1);
	if (value->type == jbvString)
	{
		mark_name(view, value, key, *marked);
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
		mark_name(view, name, key, *marked);
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

	*edges = palloc_extended(sizeof(int) * ((Size) inputs->nedges + 1), MCXT_ALLOC_HUGE);
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

/* ---- shares that are let through ---- */

static void
bad_flow(int number, const char *problem, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("flow shock %d: %s", number, problem),
			 errhint("%s", hint)));
}

/* Reads one key of a flow shock. */
static void
read_key(int number, const char *key, const JsonbValue *value, const TeNetworkView *view,
		 TeFlowSpec *spec, double *cut)
{
	if (strcmp(key, "supplier") == 0 || strcmp(key, "user") == 0)
	{
		if (!te_flow_mark(view, value, key, key[0] == 's' ? &spec->supplier : &spec->user))
			bad_flow(number, psprintf("\"%s\" is not a name", key),
					 "Write a string, or an array of strings.");
	}
	else if (strcmp(key, "product") == 0)
	{
		if (value->type != jbvString)
			bad_flow(number, "\"product\" is not a string", "Write it in double quotes.");
		spec->product = te_code(value->val.string.val, value->val.string.len);
	}
	else if (strcmp(key, "cut") == 0)
	{
		if (value->type != jbvNumeric)
			bad_flow(number, "\"cut\" is not a number",
					 "It is the share of the flow that is held back, 0 to 1.");
		*cut = DatumGetFloat8(DirectFunctionCall1(numeric_float8,
												  NumericGetDatum(value->val.numeric)));
	}
	else
		bad_flow(number, psprintf("unknown key \"%s\"", key),
				 "Keys are supplier, user, product and cut; what has a time is for "
				 "dynamic_loss().");
}

/* Reads one flow shock and lowers what is let through. */
static void
read_flow(int number, JsonbContainer *object, const TeNetworkView *view, const TeInputs *inputs,
		  double *left)
{
	TeFlowSpec	spec = {.product = te_code("", 0)};
	JsonbIterator *it = JsonbIteratorInit(object);
	JsonbIteratorToken token;
	JsonbValue	key;
	JsonbValue	value;
	double		cut = 1;
	int		   *edges;
	int			count;

	while ((token = JsonbIteratorNext(&it, &key, true)) != WJB_DONE)
	{
		if (token != WJB_KEY)
			continue;
		JsonbIteratorNext(&it, &value, true);
		if (value.type != jbvNull)
			read_key(number, pnstrdup(key.val.string.val, key.val.string.len), &value, view, &spec,
					 &cut);
	}
	if (spec.supplier == NULL && spec.user == NULL)
		bad_flow(number, "neither supplier nor user is named",
				 "Name one or both: {\"supplier\": \"CHN\", \"user\": \"JPN\", \"cut\": 1}.");
	if (!(cut >= 0 && cut <= 1))
		bad_flow(number, psprintf("\"cut\" is %g", cut),
				 "It is the share of the flow that is held back, 0 to 1.");
	count = te_flow_edges(view, inputs, &spec, &edges);
	if (count == 0)
		bad_flow(number, "no flow of the network is meant",
				 "List the flows with SELECT * FROM each_edge(network).");
	for (int i = 0; i < count; i++)
		left[edges[i]] *= 1 - cut;
	pfree(edges);
}

double *
te_flow_left(Jsonb *jsonb, const TeNetworkView *view, const TeInputs *inputs)
{
	double	   *left;

	if (jsonb == NULL || (JB_ROOT_IS_ARRAY(jsonb) && !JB_ROOT_IS_SCALAR(jsonb) &&
						  JB_ROOT_COUNT(jsonb) == 0))
		return NULL;
	left = te_vector_ones(inputs->nedges);
	if (JB_ROOT_IS_OBJECT(jsonb))
		read_flow(1, &jsonb->root, view, inputs, left);
	else if (JB_ROOT_IS_SCALAR(jsonb))
		bad_flow(1, "not an object",
				 "Write it like this: [{\"supplier\": \"CHN\", \"user\": \"JPN\", \"cut\": 1}].");
	else
		for (int i = 0; i < JB_ROOT_COUNT(jsonb); i++)
		{
			JsonbValue *element = getIthJsonbValueFromContainer(&jsonb->root, i);

			CHECK_FOR_INTERRUPTS();
			if (element->type != jbvBinary || !JsonContainerIsObject(element->val.binary.data))
				bad_flow(i + 1, "not an object",
						 "Write it like this: [{\"supplier\": \"CHN\", \"user\": \"JPN\", \"cut\": "
						 "1}].");
			read_flow(i + 1, element->val.binary.data, view, inputs, left);
		}
	return left;
}
