/*
 * dynamics_args.c
 *	  Reads shocks from jsonb, and the economy from a network's attributes.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/numeric.h"

#include "base/trade_exposure.h"
#include "network/network_match.h"
#include "network/network_sums.h"
#include "propagation/dynamics_args.h"
#include "propagation/flow_shock.h"

#define ACCOUNT_ROUNDING 1e-9	/* sales above output by this share are
								 * rounding */

/* ---- accounts ---- */

static char *
node_name(const TeNetworkView *view, int v)
{
	return te_code_cstring(te_network_code(view, v));
}

/* An attribute of node v, NaN where it is unknown. */
static double
attribute(const double *values, int v)
{
	return values != NULL ? values[v] : NAN;
}

/* Final demand of node v from its attributes, its sales and its purchases. */
static double
final_demand(const TeNetworkView *view, int v, double sales, double purchases)
{
	double		given = attribute(view->final_demand, v);
	double		output = attribute(view->output, v);

	if (isnan(given) && isnan(output))
		return Max(purchases - sales, 0);
	if (isnan(given))
	{
		if (sales > output * (1 + ACCOUNT_ROUNDING))
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("node \"%s\" sells %g, but its output is %g", node_name(view, v), sales,
							output),
					 errhint("Correct output or sales in with_nodes(), or give final_demand "
							 "instead.")));
		return Max(output - sales, 0);
	}
	if (given < 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("final demand of node \"%s\" is %g", node_name(view, v), given),
				 errhint("The dynamic model needs final demand of at least 0; leave out changes "
						 "in stocks.")));
	return given;
}

TeAccounts
te_accounts(const TeNetworkView *view)
{
	TeAccounts	a;
	double	   *sales = te_network_out_strength(view);
	double	   *purchases = te_network_in_strength(view);

	a.output = te_vector(view->nnodes);
	a.final_demand = te_vector(view->nnodes);
	a.value_added = te_vector(view->nnodes);
	for (int v = 0; v < view->nnodes; v++)
	{
		double		value_added = attribute(view->value_added, v);

		a.final_demand[v] = final_demand(view, v, sales[v], purchases[v]);
		a.output[v] = sales[v] + a.final_demand[v];
		a.value_added[v] = isnan(value_added) ? Max(a.output[v] - purchases[v], 0) : value_added;
		if (a.output[v] == 0 && purchases[v] > 0)
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("node \"%s\" buys inputs of %g, but has no output", node_name(view, v),
							purchases[v]),
					 errhint("Give it output or final_demand in with_nodes(), or leave both "
							 "out.")));
	}
	return a;
}

/* ---- shocks ---- */

/* What one shock's object says, before it is applied to nodes */
typedef struct ShockSpec
{
	int			number;			/* place in the array, from 1 */
	TeShock		shock;
	bool		has_cut;
	bool		has_loss;
	bool		has_duration;
	double		loss;			/* amount of capital destroyed at each node */
	bool		has_amount;
	int		   *nodes;
	int			nnodes;
	bool		is_named;		/* a node is named, whether or not it is here */
	TeFlowSpec	flow;			/* who supplies whom */
	bool		is_flow;
} ShockSpec;

/* Shocks read so far, and what reading them needs */
typedef struct ShockList
{
	TeShock    *shocks;
	int			count;
	int			capacity;
	const TeShockGround *ground;
} ShockList;

static void
bad_shock(int number, const char *problem, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("shock %d: %s", number, problem),
			 errhint("%s", hint)));
}

/* A number in [low, high]. */
static double
read_number(const ShockSpec *spec, const char *key, const JsonbValue *value, double low,
			double high)
{
	double		x;

	if (value->type != jbvNumeric)
		bad_shock(spec->number, psprintf("\"%s\" is not a number", key),
				  "Write it as a JSON number, without quotes.");
	x = DatumGetFloat8(DirectFunctionCall1(numeric_float8, NumericGetDatum(value->val.numeric)));
	if (!(x >= low && x <= high))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("shock %d: \"%s\" is %g", spec->number, key, x),
				 high == 1 ? errhint("It is a share: write 0.6 for 60 percent.") :
				 errhint("It must lie between %g and %g.", low, high)));
	return x;
}

static char *
read_string(const ShockSpec *spec, const char *key, const JsonbValue *value)
{
	if (value->type != jbvString)
		bad_shock(spec->number, psprintf("\"%s\" is not a string", key),
				  "Write it as a JSON string, in double quotes.");
	return pnstrdup(value->val.string.val, value->val.string.len);
}

/* Adds node number "node" to those that are hit. */
static void
add_node(ShockSpec *spec, int node)
{
	spec->nodes = spec->nodes == NULL ? palloc(sizeof(int) * 8) : spec->nodes;
	if (spec->nnodes >= 8 && (spec->nnodes & (spec->nnodes - 1)) == 0)
		spec->nodes = repalloc(spec->nodes, sizeof(int) * 2 * (Size) spec->nnodes);
	spec->nodes[spec->nnodes++] = node;
}

/* Adds the nodes that a name means. */
static void
add_named(ShockSpec *spec, const TeShockGround *ground, const char *name)
{
	int		   *nodes;
	int			count = te_flow_match(ground->view, te_code(name, strlen(name)), "node",
									  ground->unmet, &nodes);

	spec->is_named = true;
	for (int i = 0; i < count; i++)
		add_node(spec, nodes[i]);
	pfree(nodes);
}

/* "node": one name; "nodes": an array of names. */
static void
read_nodes(ShockSpec *spec, const char *key, const JsonbValue *value, const TeShockGround *ground)
{
	JsonbContainer *array;

	if (value->type == jbvString)
	{
		add_named(spec, ground, read_string(spec, key, value));
		return;
	}
	if (value->type != jbvBinary || !JsonContainerIsArray(value->val.binary.data))
		bad_shock(spec->number, psprintf("\"%s\" is not an array of strings", key),
				  "Name nodes like this: \"nodes\": [\"A\", \"B\"].");
	array = value->val.binary.data;
	for (uint32 i = 0; i < JsonContainerSize(array); i++)
	{
		TE_CHECK_EVERY(i);
		add_named(spec, ground, read_string(spec, key, getIthJsonbValueFromContainer(array, i)));
	}
}

/* "sector": every node of it. */
static void
read_sector(ShockSpec *spec, const char *name, const TeNetworkView *view)
{
	int			sector = te_network_find_sector(view, te_code(name, strlen(name)));

	if (sector < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("shock %d: no node has the sector \"%s\"", spec->number, name),
				 errhint("Sectors are given to nodes by with_nodes().")));
	for (int v = 0; v < view->nnodes; v++)
	{
		TE_CHECK_EVERY(v);
		if (view->sector[v] == (uint32) sector)
			add_node(spec, v);
	}
}

static TeShockKind
read_kind(const ShockSpec *spec, const char *name)
{
	if (strcmp(name, "capacity") == 0)
		return TE_SHOCK_CAPACITY;
	if (strcmp(name, "capital") == 0)
		return TE_SHOCK_CAPITAL;
	if (strcmp(name, "demand") == 0)
		return TE_SHOCK_DEMAND;
	if (strcmp(name, "rebuild") == 0)
		return TE_SHOCK_REBUILD;
	bad_shock(spec->number, psprintf("unknown kind \"%s\"", name),
			  "Kinds are \"capacity\", \"capital\", \"demand\" and \"rebuild\"; a flow is named "
			  "by \"supplier\" and \"user\".");
	return TE_SHOCK_CAPACITY;
}

static TeRecovery
read_recovery(const ShockSpec *spec, const char *name)
{
	if (strcmp(name, "none") == 0)
		return TE_RECOVERY_NONE;
	if (strcmp(name, "linear") == 0)
		return TE_RECOVERY_LINEAR;
	if (strcmp(name, "exponential") == 0)
		return TE_RECOVERY_EXPONENTIAL;
	if (strcmp(name, "logistic") == 0)
		return TE_RECOVERY_LOGISTIC;
	bad_shock(spec->number, psprintf("unknown recovery \"%s\"", name),
			  "Recoveries are \"none\", \"linear\", \"exponential\" and \"logistic\".");
	return TE_RECOVERY_NONE;
}

/* "from_date": periods from the first day of the run. */
static double
read_date(const ShockSpec *spec, const char *text, const TeShockGround *ground)
{
	int			year;
	int			month;
	int			day;
	int			length = 0;

	if (ground->start_date == DATEVAL_NOBEGIN)
		bad_shock(spec->number, "\"from_date\" needs a first day",
				  "Give the day of period 0 as start_date, or use \"from\".");
	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 || text[length] != '\0' ||
		month < 1 || month > 12 || day < 1 || day > day_tab[isleap(year)][month - 1])
		bad_shock(spec->number, psprintf("\"from_date\" is \"%s\"", text),
				  "Write a date as 2026-04-04.");
	return (date2j(year, month,
				   day) - POSTGRES_EPOCH_JDATE - ground->start_date) * ground->year / 365;
}

/* Keys that say who is hit; false for others. */
static bool
read_who(ShockSpec *spec, const char *key, const JsonbValue *value, const TeShockGround *ground)
{
	if (strcmp(key, "node") == 0 || strcmp(key, "nodes") == 0)
		read_nodes(spec, key, value, ground);
	else if (strcmp(key, "sector") == 0)
		read_sector(spec, read_string(spec, key, value), ground->view);
	else if (strcmp(key, "supplier") == 0 || strcmp(key, "user") == 0)
	{
		spec->is_flow = true;
		if (!te_flow_mark(ground->view, value, key, ground->unmet,
						  key[0] == 's' ? &spec->flow.supplier : &spec->flow.user))
			bad_shock(spec->number, psprintf("\"%s\" is not a name", key),
					  "Write a string, or an array of strings.");
	}
	else if (strcmp(key, "product") == 0)
	{
		char	   *name = read_string(spec, key, value);

		spec->flow.product = te_code(name, strlen(name));
	}
	else
		return false;
	return true;
}

/* Keys that say when; false for others. */
static bool
read_when(ShockSpec *spec, const char *key, const JsonbValue *value, const TeShockGround *ground)
{
	TeShock    *s = &spec->shock;

	if (strcmp(key, "recovery") == 0)
		s->recovery = read_recovery(spec, read_string(spec, key, value));
	else if (strcmp(key, "recovery_time") == 0)
		s->recovery_time = read_number(spec, key, value, 1e-6, TE_DYNAMICS_MAX_PERIODS);
	else if (strcmp(key, "from") == 0)
		s->from = read_number(spec, key, value, -TE_DYNAMICS_MAX_PERIODS, TE_DYNAMICS_MAX_PERIODS);
	else if (strcmp(key, "from_date") == 0)
		s->from = read_date(spec, read_string(spec, key, value), ground);
	else if (strcmp(key, "duration") == 0)
	{
		s->duration = read_number(spec, key, value, 0, 2 * TE_DYNAMICS_MAX_PERIODS);
		spec->has_duration = true;
	}
	else
		return false;
	return true;
}

/* Takes one key of a shock's object. */
static void
read_key(ShockSpec *spec, const char *key, const JsonbValue *value, const TeShockGround *ground)
{
	TeShock    *s = &spec->shock;

	if (read_who(spec, key, value, ground) || read_when(spec, key, value, ground))
		return;
	if (strcmp(key, "kind") == 0)
		s->kind = read_kind(spec, read_string(spec, key, value));
	else if (strcmp(key, "cut") == 0)
	{
		s->size = read_number(spec, key, value, -100, 1);
		spec->has_cut = true;
	}
	else if (strcmp(key, "amount") == 0)
	{
		s->size = read_number(spec, key, value, 0, 1e300);
		spec->has_amount = true;
	}
	else if (strcmp(key, "loss") == 0)
	{
		spec->loss = read_number(spec, key, value, 0, 1e300);
		spec->has_loss = true;
	}
	else
		bad_shock(spec->number, psprintf("unknown key \"%s\"", key),
				  "Keys are node, nodes, sector, supplier, user, product, kind, cut, loss, "
				  "amount, from, from_date, duration, recovery and recovery_time.");
}

/* Checks that the sizes of a shock fit its kind. */
static void
check_size(const ShockSpec *spec)
{
	const TeShock *s = &spec->shock;

	if (spec->has_amount != (s->kind == TE_SHOCK_REBUILD))
		bad_shock(spec->number, "\"amount\" and \"kind\": \"rebuild\" go together",
				  "A rebuilding demand is an amount at each node, spread over its duration.");
	if (spec->has_amount && (spec->has_cut || spec->has_loss || !spec->has_duration ||
							 s->duration <= 0))
		bad_shock(spec->number, "a rebuilding demand has an amount and a duration only",
				  "Write it like this: {\"node\": \"A\", \"kind\": \"rebuild\", \"amount\": 100, "
				  "\"from\": 30, \"duration\": 90}.");
	if (!spec->has_amount && spec->has_cut == spec->has_loss)
		bad_shock(spec->number, "exactly one of \"cut\" and \"loss\" is needed",
				  "\"cut\" is a share; \"loss\" is an amount of capital.");
	if (spec->has_loss && s->kind != TE_SHOCK_CAPITAL)
		bad_shock(spec->number, "\"loss\" is for capital only",
				  "Use \"cut\", or \"kind\": \"capital\".");
	if (s->size < 0 && (s->kind != TE_SHOCK_DEMAND || spec->is_flow))
		bad_shock(spec->number, "a negative \"cut\" is for demand only",
				  "Cuts of capacity, capital and flows lie between 0 and 1.");
}

/* Checks that the keys of a shock fit together. */
static void
check_spec(ShockSpec *spec)
{
	TeShock    *s = &spec->shock;

	if (spec->is_flow && (spec->nnodes > 0 || spec->is_named))
		bad_shock(spec->number, "a shock hits nodes or flows, not both", "Write two shocks.");
	if (spec->is_flow && s->kind != TE_SHOCK_CAPACITY)
		bad_shock(spec->number, "a shock to flows has no kind",
				  "Leave \"kind\" out where \"supplier\" or \"user\" is named.");
	if (spec->nnodes == 0 && !spec->is_named && !spec->is_flow)
		bad_shock(spec->number, "no node is named",
				  "Name one by \"node\", several by \"nodes\", or a \"sector\"; a flow by "
				  "\"supplier\" and \"user\".");
	if (spec->flow.product.len > 0 && !spec->is_flow)
		bad_shock(spec->number, "\"product\" is for flows only",
				  "Name their \"supplier\", \"user\" or both.");
	check_size(spec);
	if ((s->recovery != TE_RECOVERY_NONE) != (s->recovery_time > 0))
		bad_shock(spec->number, "\"recovery\" and \"recovery_time\" go together",
				  "Give both, or neither for a shock that ends at once.");
	if (!spec->has_duration)
		s->duration = s->recovery == TE_RECOVERY_NONE ? HUGE_VAL : 0;
}

static int
compare_nodes(const void *a, const void *b)
{
	CHECK_FOR_INTERRUPTS();
	return *(const int *) a - *(const int *) b;
}

/* Adds a shock to the list; throws when there are too many. */
static void
add_shock(ShockList *list, const TeShock *shock)
{
	if (list->count >= TE_DYNAMICS_MAX_SHOCKS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %d shocks to nodes or flows", TE_DYNAMICS_MAX_SHOCKS)));
	if (list->count == list->capacity)
	{
		list->capacity *= 2;
		list->shocks = repalloc(list->shocks, sizeof(TeShock) * (Size) list->capacity);
	}
	list->shocks[list->count++] = *shock;
}

/* The share of a node's capital that a loss is; 0 where nobody asks for it. */
static double
capital_share(const ShockSpec *spec, const TeShockGround *ground, int node)
{
	double		capital;

	if (ground->accounts == NULL)
		return 0;
	capital = ground->accounts->value_added[node] * ground->capital_ratio;
	if (!(spec->loss <= capital))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("shock %d: \"loss\" of %g exceeds the capital %g of node \"%s\"",
						spec->number, spec->loss, capital, node_name(ground->view, node)),
				 errhint("Capital is value added times capital_ratio (%g).",
						 ground->capital_ratio)));
	return capital > 0 ? spec->loss / capital : 0;
}

/* Adds a checked shock for each of its nodes; one that is named twice is hit once. */
static void
add_to_nodes(ShockList *list, const ShockSpec *spec)
{
	qsort(spec->nodes, spec->nnodes, sizeof(int), compare_nodes);
	for (int i = 0; i < spec->nnodes; i++)
	{
		TeShock		shock = spec->shock;

		if (i > 0 && spec->nodes[i] == spec->nodes[i - 1])
			continue;
		shock.node = spec->nodes[i];
		if (spec->has_loss)
			shock.size = capital_share(spec, list->ground, shock.node);
		add_shock(list, &shock);
	}
}

/* Adds a checked shock for each of its flows. */
static void
add_to_flows(ShockList *list, const ShockSpec *spec)
{
	TeShock		shock = spec->shock;
	int		   *edges;
	int			count = te_flow_edges(list->ground->view, list->ground->inputs, &spec->flow,
									  &edges);

	if (count == 0 && list->ground->unmet == NULL)
		bad_shock(spec->number, "no flow of the network is meant",
				  "List the flows with SELECT * FROM each_edge(network).");
	shock.kind = TE_SHOCK_FLOW;
	for (int i = 0; i < count; i++)
	{
		shock.node = edges[i];
		add_shock(list, &shock);
	}
	pfree(edges);
}

/* Reads one shock's object; a key whose value is null is not given. */
static void
read_shock(ShockList *list, int number, JsonbContainer *object)
{
	ShockSpec	spec = {.number = number,.flow.product = te_code("", 0)};
	JsonbIterator *it = JsonbIteratorInit(object);
	JsonbIteratorToken token;
	JsonbValue	key;
	JsonbValue	value;

	while ((token = JsonbIteratorNext(&it, &key, true)) != WJB_DONE)
	{
		if (token != WJB_KEY)
			continue;
		JsonbIteratorNext(&it, &value, true);
		if (value.type == jbvNull)
			continue;
		read_key(&spec, pnstrdup(key.val.string.val, key.val.string.len), &value, list->ground);
	}
	check_spec(&spec);
	if (spec.is_flow)
		add_to_flows(list, &spec);
	else
		add_to_nodes(list, &spec);
}

TeShock *
te_shocks_from_jsonb(Jsonb *jsonb, const TeShockGround *ground, int *nshocks)
{
	ShockList	list = {.capacity = 16, .ground = ground};

	list.shocks = palloc(sizeof(TeShock) * (Size) list.capacity);
	if (JB_ROOT_IS_OBJECT(jsonb))
		read_shock(&list, 1, &jsonb->root);
	else if (JB_ROOT_IS_SCALAR(jsonb))
		bad_shock(1, "not an object", "Write shocks like this: [{\"node\": \"A\", \"cut\": 0.5}].");
	else
	{
		for (int i = 0; i < JB_ROOT_COUNT(jsonb); i++)
		{
			JsonbValue *element = getIthJsonbValueFromContainer(&jsonb->root, i);

			CHECK_FOR_INTERRUPTS();
			if (element->type != jbvBinary || !JsonContainerIsObject(element->val.binary.data))
				bad_shock(i + 1, "not an object",
						  "Write shocks like this: [{\"node\": \"A\", \"cut\": 0.5}].");
			read_shock(&list, i + 1, element->val.binary.data);
		}
	}
	*nshocks = list.count;
	return list.shocks;
}
