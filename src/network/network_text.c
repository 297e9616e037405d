/*
 * network_text.c
 *	  Text and binary forms of a supply network.
 *
 * Text:	{CHN>JPN:30,CHN>VNM:20;JPN[output=100,final_demand=60,value_added=55,
 *			sector=Asia,essential=1],ISL[];rows=3,skipped_rows=1}
 *			Edges, then nodes that have attributes or no edge, then the counts
 *			when they are not one row per edge.  Codes are quoted as in a mix.
 * Partial: partial{…} with each sum in two parts, number:rest, and flags.
 */
#include "postgres.h"

#include <math.h>

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "base/value_text.h"
#include "network/network_datum.h"
#include "network/network_state.h"

#define PARTIAL_PREFIX "partial"

TE_FUNCTION(te_network_in);
TE_FUNCTION(te_network_out);
TE_FUNCTION(te_network_recv);
TE_FUNCTION(te_network_send);

static const char *const amount_name[TE_AMOUNTS] = {"output", "final_demand", "value_added"};

/* ---- printing ---- */

/*
 * Appends a sum, in the partial form with its second part and, unless the sum
 * tells it, what of it was negative.
 */
static void
append_sum(StringInfo out, const TeNet *net, bool partial)
{
	te_append_number(out, net->sum.hi);
	if (!partial)
		return;
	appendStringInfoChar(out, ':');
	te_append_number(out, net->sum.lo);
	if (net->negative.hi == Max(-net->sum.hi, 0))
		return;
	appendStringInfoChar(out, ':');
	te_append_number(out, net->negative.hi);
	appendStringInfoChar(out, ':');
	te_append_number(out, net->negative.lo);
}

/* Appends "name=" after a comma where one is needed. */
static void
append_name(StringInfo out, char *sep, const char *name)
{
	if (*sep != '\0')
		appendStringInfoChar(out, *sep);
	*sep = ',';
	appendStringInfo(out, "%s=", name);
}

/* Appends a node with what is known of it. */
static void
append_node(StringInfo out, const TeNetworkState *state, const TeNetworkNode *node, bool partial)
{
	char		sep = '\0';

	te_append_code(out, te_network_state_code(state, node));
	appendStringInfoChar(out, '[');
	for (int a = 0; a < TE_AMOUNTS; a++)
		if (node->known & (TE_NODE_OUTPUT << a))
		{
			TeNet		amount = te_network_node_net(state, node - te_network_state_nodes(state), a);

			append_name(out, &sep, amount_name[a]);
			append_sum(out, &amount, partial);
		}
	if (node->known & TE_NODE_SECTOR)
	{
		append_name(out, &sep, "sector");
		te_append_code(out, te_network_state_sector(state, node));
	}
	if (node->known & TE_NODE_ESSENTIAL)
	{
		append_name(out, &sep, "essential");
		te_append_number(out, node->essential);
	}
	if (node->known & TE_NODE_GIVEN)
	{
		append_name(out, &sep, "given");
		appendStringInfoChar(out, '1');
	}
	appendStringInfoChar(out, ']');
}

/* Which nodes stand in an edge. */
static bool *
linked_nodes(const TeNetworkState *state)
{
	const TeNetworkEdge *edge = te_network_state_edges(state);
	bool	   *linked = palloc0(state->nnodes + 1);

	for (uint32 e = 0; e < state->nedges; e++)
		linked[edge[e].supplier] = linked[edge[e].user] = true;
	return linked;
}

/* Text of a network; a sorted one comes as a state whose order it keeps. */
static void
print_state(StringInfo out, const TeNetworkState *state, bool partial)
{
	const TeNetworkNode *node = te_network_state_nodes(state);
	const TeNetworkEdge *edge = te_network_state_edges(state);
	bool	   *linked = linked_nodes(state);
	char		sep = '{';

	if (state->nedges == 0)
		appendStringInfoChar(out, '{');
	for (uint32 e = 0; e < state->nedges; e++)
	{
		TeNet		amount = te_network_edge_net(state, e);

		CHECK_FOR_INTERRUPTS();
		appendStringInfoChar(out, sep);
		te_append_code(out, te_network_state_code(state, &node[edge[e].supplier]));
		appendStringInfoChar(out, '>');
		te_append_code(out, te_network_state_code(state, &node[edge[e].user]));
		appendStringInfoChar(out, ':');
		append_sum(out, &amount, partial);
		sep = ',';
	}
	sep = ';';
	for (uint32 i = 0; i < state->nnodes; i++)
		if (node[i].known != 0 || !linked[i])
		{
			appendStringInfoChar(out, sep);
			append_node(out, state, &node[i], partial);
			sep = ',';
		}
	sep = ';';
	if (state->rows != state->nedges)
	{
		append_name(out, &sep, "rows");
		appendStringInfo(out, INT64_FORMAT, state->rows);
	}
	if (state->skipped_rows != 0)
	{
		append_name(out, &sep, "skipped_rows");
		appendStringInfo(out, INT64_FORMAT, state->skipped_rows);
	}
	if ((state->flags & ~(TE_NETWORK_PARTIAL | TE_NETWORK_BOUND)) != 0)
	{
		append_name(out, &sep, "flags");
		appendStringInfo(out, "%d", state->flags & ~(TE_NETWORK_PARTIAL | TE_NETWORK_BOUND));
	}
	appendStringInfoChar(out, '}');
}

/*
 * Either form as a state; in "*partial", which one it was.  A sorted network
 * keeps its order, as nodes and edges are added in it.
 */
static TeNetworkState *
either_form(Datum datum, bool *partial)
{
	TeNetwork  *net = te_network_fetch(datum);

	*partial = te_network_has_format(net) && (net->flags & TE_NETWORK_PARTIAL) != 0;
	if (*partial)
		return te_network_state_checked(PointerGetDatum(net));
	return te_network_merge(te_network_begin(0), te_network_from_datum(PointerGetDatum(net)));
}

/* supply_network → text */
Datum
te_network_out(PG_FUNCTION_ARGS)
{
	bool		partial;
	TeNetworkState *state = either_form(PG_GETARG_DATUM(0), &partial);
	StringInfoData out;

	initStringInfo(&out);
	if (partial)
		appendStringInfoString(&out, PARTIAL_PREFIX);
	print_state(&out, state, partial);
	PG_RETURN_CSTRING(out.data);
}

/* ---- reading ---- */

/* What reading a network needs besides the text. */
typedef struct NetworkReader
{
	TeReader	r;
	bool		partial;		/* reads the partial form */
	bool		has_rows;		/* the text gave its number of rows */
	TeNetworkState *state;		/* what was read so far */
} NetworkReader;

/* Reads a code as a node, which is added when it is new. */
static bool
read_node_code(NetworkReader *n, uint32 *number)
{
	if (!te_read_code(&n->r))
		return false;
	if (n->r.code_len == 0)
		return te_read_error(&n->r, "a node's code is empty");
	n->state = te_network_add_node(n->state, te_code(n->r.code, n->r.code_len), number);
	return true;
}

/*
 * Reads number, or number:rest in the partial form, which may go on with what
 * was negative, :number:rest.
 */
static bool
read_sum(NetworkReader *n, TeNet *net)
{
	TeSum		sum = {0.0, 0.0},
				negative = {0.0, 0.0};

	if (!te_read_number(&n->r, &sum.hi))
		return false;
	if (n->partial &&
		(!te_read_expect(&n->r, ':', "the second part of a sum was expected") || !te_read_number(&n->r, &sum.lo)))
		return false;
	if (n->partial && te_read_char(&n->r, ':') &&
		(!te_read_number(&n->r, &negative.hi) ||
		 !te_read_expect(&n->r, ':', "the second part of what was negative was expected") ||
		 !te_read_number(&n->r, &negative.lo)))
		return false;
	if (sum.hi + sum.lo != sum.hi || negative.hi + negative.lo != negative.hi)
		return te_read_error(&n->r, "the second part of a sum is too large");
	if (negative.hi < 0)
		return te_read_error(&n->r, "what was negative is below zero");
	*net = te_net_of_sum(sum);
	if (negative.hi != 0)
		net->negative = negative;
	return true;
}

/* Reads supplier>user:amount. */
static bool
read_edge(NetworkReader *n)
{
	uint32		supplier;
	uint32		user;
	uint32		before = n->state->nedges;
	TeNetworkEdge *edge;
	TeNet		amount;

	if (!read_node_code(n, &supplier) ||
		!te_read_expect(&n->r, '>', "\">\" was expected after the supplier") ||
		!read_node_code(n, &user) ||
		!te_read_expect(&n->r, ':', "a colon and an amount were expected after the user") ||
		!read_sum(n, &amount))
		return false;
	n->state = te_network_get_edge(n->state, supplier, user, &edge);
	if (n->state->nedges == before)
		return te_read_error(&n->r, "this edge stands twice");
	n->state = te_network_add_net(n->state, supplier, user, &amount);
	return true;
}

/* Is this a node's first attribute of that kind?  A second one is bad text. */
static bool
is_first(NetworkReader *n, uint32 number, uint32 kind)
{
	return (te_network_state_nodes(n->state)[number].known & kind) == 0 ||
		te_read_error(&n->r, "this attribute stands twice");
}

/* Reads the value of one attribute, whose name stands in r.code. */
static bool
read_attribute(NetworkReader *n, uint32 number)
{
	double		x;
	TeNet		amount;

	for (int a = 0; a < TE_AMOUNTS; a++)
		if (strcmp(n->r.code, amount_name[a]) == 0)
		{
			if (!is_first(n, number, TE_NODE_OUTPUT << a) || !read_sum(n, &amount))
				return false;
			n->state = te_network_add_amount(n->state, number, a, &amount);
			return true;
		}
	if (strcmp(n->r.code, "sector") == 0)
	{
		if (!is_first(n, number, TE_NODE_SECTOR) || !te_read_code(&n->r))
			return false;
		if (n->r.code_len == 0)
			return te_read_error(&n->r, "a sector's code is empty");
		n->state = te_network_set_sector(n->state, number, te_code(n->r.code, n->r.code_len));
		return true;
	}
	if (strcmp(n->r.code, "essential") == 0)
	{
		if (!is_first(n, number, TE_NODE_ESSENTIAL) || !te_read_number(&n->r, &x))
			return false;
		if (x < 0.0 || x > 1.0)
			return te_read_error(&n->r, "essential lies between 0 and 1");
		te_network_set_essential(n->state, number, x);
		return true;
	}
	if (n->partial && strcmp(n->r.code, "given") == 0)
	{
		if (!is_first(n, number, TE_NODE_GIVEN))
			return false;
		te_network_mark_given(n->state, number);
		return te_read_number(&n->r, &x);
	}
	return te_read_error(&n->r, "output=, final_demand=, value_added=, sector= or essential= was expected");
}

/* Reads [name=value,…] of the node whose code was just read. */
static bool
read_attributes(NetworkReader *n)
{
	uint32		number;

	if (n->r.code_len == 0)
		return te_read_error(&n->r, "a node's code is empty");
	n->state = te_network_add_node(n->state, te_code(n->r.code, n->r.code_len), &number);
	if (te_network_state_nodes(n->state)[number].known != 0)
		return te_read_error(&n->r, "this node stands twice");
	if (te_read_char(&n->r, ']'))
		return true;
	do
	{
		if (!te_read_code(&n->r) ||
			!te_read_expect(&n->r, '=', "an attribute, name=value, was expected") ||
			!read_attribute(n, number))
			return false;
	} while (te_read_char(&n->r, ','));
	return te_read_expect(&n->r, ']', "a comma or a closing bracket was expected");
}

/* Reads the number after rows=, skipped_rows= or flags=. */
static bool
read_named_count(NetworkReader *n)
{
	int64		count;

	if (strcmp(n->r.code, "rows") != 0 && strcmp(n->r.code, "skipped_rows") != 0 &&
		strcmp(n->r.code, "flags") != 0)
		return te_read_error(&n->r, "rows= or skipped_rows= was expected");
	if (!te_read_count(&n->r, &count))
		return false;
	if (n->r.code[0] == 'r')
	{
		n->state->rows = count;
		n->has_rows = true;
	}
	else if (n->r.code[0] == 's')
		n->state->skipped_rows = count;
	else if ((count & ~(TE_NETWORK_INEXACT | (n->partial ? TE_NETWORK_BASED : 0))) != 0)
		return te_read_error(&n->r, "the flags are unknown; they may come from a newer version");
	else
		n->state->flags |= (uint8) count;
	return true;
}

/* Reads the nodes and counts behind a semicolon. */
static bool
read_section(NetworkReader *n)
{
	do
	{
		CHECK_FOR_INTERRUPTS();
		if (!te_read_code(&n->r))
			return false;
		if (te_read_char(&n->r, '['))
		{
			if (!read_attributes(n))
				return false;
		}
		else if (!te_read_expect(&n->r, '=', "a node in brackets or a count was expected") ||
				 !read_named_count(n))
			return false;
	} while (te_read_char(&n->r, ','));
	return true;
}

/* Reads a whole network. */
static bool
read_network(NetworkReader *n)
{
	char		c;

	te_read_peek(&n->r);
	if (strncmp(n->r.at, PARTIAL_PREFIX, strlen(PARTIAL_PREFIX)) == 0)
	{
		n->partial = true;
		n->r.at += strlen(PARTIAL_PREFIX);
	}
	if (!te_read_expect(&n->r, '{', "an opening brace was expected"))
		return false;
	c = te_read_peek(&n->r);
	if (c != '}' && c != ';')
		do
		{
			CHECK_FOR_INTERRUPTS();
			if (!read_edge(n))
				return false;
		} while (te_read_char(&n->r, ','));
	while (te_read_char(&n->r, ';'))
		if (!read_section(n))
			return false;
	if (!te_read_expect(&n->r, '}', "a comma or the closing brace was expected") ||
		!te_read_end(&n->r))
		return false;
	if (!n->has_rows)
		n->state->rows = n->state->nedges;
	return true;
}

/* text → supply_network */
Datum
te_network_in(PG_FUNCTION_ARGS)
{
	NetworkReader n = {{0}};

	n.r.text = n.r.at = PG_GETARG_CSTRING(0);
	n.r.type = "supply network";
	n.r.hint = "Write a supply network as {CHN>VNM:20,CHN>JPN:30}, codes with other characters in double quotes.";
	n.r.escontext = TE_ESCONTEXT(fcinfo);
	n.state = te_network_begin(0);
	if (!read_network(&n))
		PG_RETURN_NULL();
	if (n.partial)
		PG_RETURN_POINTER(n.state);
	PG_RETURN_POINTER(te_network_end(n.state));
}

/* ---- binary ---- */

/* Sends a node: code, what is known (4 bytes), then each known attribute. */
static void
send_node(StringInfo out, const TeNetworkState *state, const TeNetworkNode *node, int flags)
{
	te_send_code(out, te_network_state_code(state, node));
	pq_sendint32(out, node->known);
	for (int a = 0; a < TE_AMOUNTS; a++)
		if (node->known & (TE_NODE_OUTPUT << a))
		{
			TeNet		amount = te_network_node_net(state, node - te_network_state_nodes(state), a);

			te_send_net(out, &amount, flags & TE_NETWORK_PARTIAL, flags & TE_NETWORK_BOUND);
		}
	if (node->known & TE_NODE_ESSENTIAL)
		pq_sendfloat8(out, node->essential);
	if (node->known & TE_NODE_SECTOR)
		te_send_code(out, te_network_state_sector(state, node));
}

/*
 * supply_network → bytes: format, flags, counts of rows, number of nodes and
 * edges, the nodes, then supplier, user (their places above) and amount of each
 * edge.  The nodes come in any order, as codes are in the client's encoding.
 */
Datum
te_network_send(PG_FUNCTION_ARGS)
{
	bool		partial;
	TeNetworkState *state = either_form(PG_GETARG_DATUM(0), &partial);
	TeNetworkNode *node = te_network_state_nodes(state);
	TeNetworkEdge *edge = te_network_state_edges(state);
	int			flags = partial ? state->flags : state->flags & TE_NETWORK_INEXACT;
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendbyte(&out, TE_NETWORK_WIRE);
	pq_sendbyte(&out, flags);
	pq_sendint64(&out, state->rows);
	pq_sendint64(&out, state->skipped_rows);
	pq_sendint32(&out, state->nnodes);
	pq_sendint32(&out, state->nedges);
	for (uint32 i = 0; i < state->nnodes; i++)
	{
		CHECK_FOR_INTERRUPTS();
		send_node(&out, state, &node[i], flags);
	}
	for (uint32 e = 0; e < state->nedges; e++)
	{
		TeNet		amount = te_network_edge_net(state, e);

		CHECK_FOR_INTERRUPTS();
		pq_sendint32(&out, edge[e].supplier);
		pq_sendint32(&out, edge[e].user);
		te_send_net(&out, &amount, flags & TE_NETWORK_PARTIAL, flags & TE_NETWORK_BOUND);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/* Report that bytes are not a supply network. */
static void
bad_bytes(const char *why)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid binary supply network"),
			 errdetail("%s", why)));
}

/* Two parts of a sum from the wire, or one. */
static TeSum
receive_sum(StringInfo in, bool both)
{
	TeSum		sum = {0.0, 0.0};

	sum.hi = pq_getmsgfloat8(in) + 0.0;
	if (both)
		sum.lo = pq_getmsgfloat8(in) + 0.0;
	if (!isfinite(sum.hi) || !isfinite(sum.lo) || sum.hi + sum.lo != sum.hi)
		bad_bytes("An amount is not a finite number, or a sum is not in normal form.");
	return sum;
}

/* A sum from the wire, with what of it was negative. */
static TeNet
receive_net(StringInfo in, int flags)
{
	TeNet		net = te_net_of_sum(receive_sum(in, (flags & TE_NETWORK_PARTIAL) != 0));

	if (flags & TE_NETWORK_BOUND)
		net.negative = receive_sum(in, true);
	if (net.negative.hi < 0)
		bad_bytes("What was negative is below zero.");
	return net;
}

/* One node from the wire; they come in the order of their numbers. */
static TeNetworkState *
receive_node(StringInfo in, TeNetworkState *state, int flags)
{
	char		buffer[TE_CODE_MAX];
	TeCode		code = te_receive_code(in, "supply network", buffer);
	uint32		before = state->nnodes;
	uint32		number;
	uint32		known;

	state = te_network_add_node(state, code, &number);
	if (state->nnodes == before)
		bad_bytes(psprintf("Node \"%s\" stands twice.", te_code_cstring(code)));
	known = pq_getmsgint(in, 4);
	if ((known & ~(TE_NODE_KNOWN | ((flags & TE_NETWORK_PARTIAL) ? TE_NODE_GIVEN : 0))) != 0)
		bad_bytes("An attribute is unknown; it may come from a newer version of trade_exposure.");
	for (int a = 0; a < TE_AMOUNTS; a++)
		if (known & (TE_NODE_OUTPUT << a))
		{
			TeNet		amount = receive_net(in, flags);

			state = te_network_add_amount(state, number, a, &amount);
		}
	if (known & TE_NODE_ESSENTIAL)
	{
		double		essential = pq_getmsgfloat8(in) + 0.0;

		if (!(essential >= 0.0 && essential <= 1.0))
			bad_bytes("A node is essential with a number outside 0 and 1.");
		te_network_set_essential(state, number, essential);
	}
	if (known & TE_NODE_SECTOR)
		state = te_network_set_sector(state, number,
									  te_receive_code(in, "supply network", buffer));
	if (known & TE_NODE_GIVEN)
		te_network_mark_given(state, number);
	return state;
}

/* One edge from the wire. */
static TeNetworkState *
receive_edge(StringInfo in, TeNetworkState *state, int flags)
{
	uint32		before = state->nedges;
	uint32		supplier = pq_getmsgint(in, 4);
	uint32		user = pq_getmsgint(in, 4);
	TeNet		amount = receive_net(in, flags);

	if (supplier >= state->nnodes || user >= state->nnodes)
		bad_bytes("An edge leads to a node that is not there.");
	state = te_network_add_net(state, supplier, user, &amount);
	if (state->nedges == before)
		bad_bytes("An edge stands twice.");
	return state;
}

/* bytes → supply_network */
Datum
te_network_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	TeNetworkState *state = te_network_begin(0);
	int			flags;
	bool		partial;
	uint32		nodes;
	uint32		edges;

	if (pq_getmsgbyte(in) != TE_NETWORK_WIRE)
		bad_bytes("The format is unknown; it may come from a newer version of trade_exposure.");
	flags = pq_getmsgbyte(in);
	partial = (flags & TE_NETWORK_PARTIAL) != 0;
	if (flags & ~(TE_NETWORK_PARTIAL | TE_NETWORK_INEXACT | (partial ? TE_NETWORK_BASED | TE_NETWORK_BOUND : 0)))
		bad_bytes("A flag is unknown; it may come from a newer version of trade_exposure.");
	/* what was negative makes its own place when it comes */
	state->flags |= flags & ~TE_NETWORK_BOUND;
	state->rows = pq_getmsgint64(in);
	state->skipped_rows = pq_getmsgint64(in);
	if (state->rows < 0 || state->rows > TE_ROWS_MAX || state->skipped_rows < 0 ||
		state->skipped_rows > TE_ROWS_MAX)
		bad_bytes("A number of rows is negative.");
	nodes = pq_getmsgint(in, 4);
	edges = pq_getmsgint(in, 4);
	for (uint32 i = 0; i < nodes; i++)
	{
		CHECK_FOR_INTERRUPTS();
		state = receive_node(in, state, flags);
	}
	for (uint32 e = 0; e < edges; e++)
	{
		CHECK_FOR_INTERRUPTS();
		state = receive_edge(in, state, flags);
	}
	if (partial)
		PG_RETURN_POINTER(state);
	PG_RETURN_POINTER(te_network_end(state));
}
