/*
 * network_state.h
 *	  Inside of the partial (hash) form of a supply network, for the files that
 *	  build, read and write it.
 */
#ifndef TRADE_EXPOSURE_NETWORK_STATE_H
#define TRADE_EXPOSURE_NETWORK_STATE_H

#include "base/net.h"
#include "network/network.h"

#define TE_NETWORK_BASED 0x20	/* flag (partial): with_nodes, the network is
								 * inside already */
#define TE_NETWORK_BOUND 0x80	/* flag (partial): saw a negative amount (see
								 * net.h) */

/* What is known of a node, TeNetworkNode.known */
#define TE_NODE_OUTPUT 0x01
#define TE_NODE_FINAL_DEMAND 0x02
#define TE_NODE_VALUE_ADDED 0x04
#define TE_NODE_ESSENTIAL 0x08
#define TE_NODE_SECTOR 0x10
#define TE_NODE_GIVEN 0x20		/* with_nodes has seen its row */
#define TE_NODE_KNOWN 0x1f		/* all but the mark */

/* The three amounts of a node, in this order everywhere. */
enum
{
	TE_AMOUNT_OUTPUT,
	TE_AMOUNT_FINAL_DEMAND,
	TE_AMOUNT_VALUE_ADDED,
	TE_AMOUNTS
};

/* A node while building. */
typedef struct TeNetworkNode
{
	uint64		word;			/* first 8 bytes of the code */
	uint64		sector_word;	/* likewise of its sector's */
	uint32		name;			/* long code's place in the pool, or 0 */
	uint32		sector_name;	/* likewise */
	uint32		known;			/* TE_NODE_… */
	uint32		reserved;		/* 0 */
	TeSum		amount[TE_AMOUNTS]; /* 0 unless known */
	double		essential;		/* 0..1 */
} TeNetworkNode;

/* An edge while building. */
typedef struct TeNetworkEdge
{
	uint32		supplier;		/* node number in order of arrival */
	uint32		user;
	TeSum		amount;
} TeNetworkEdge;

/*
 * Partial form.  After the header: nodes[node_capacity], edges[edge_capacity],
 * uint32 node_slot[node_slots], uint32 edge_slot[edge_slots] (powers of two;
 * 0 = free, else number + 1), only with TE_NETWORK_BOUND what was negative, TeSum
 * edge_negative[edge_capacity], node_negative[node_capacity][TE_AMOUNTS], char pool[pool_capacity] (long codes: length byte,
 * bytes; place 0 is not used).
 */
struct TeNetworkState
{
	int32		vl_len_;		/* varlena header */
	uint8		format;			/* TE_NETWORK_FORMAT_2 */
	uint8		flags;			/* TE_NETWORK_PARTIAL and others */
	uint16		reserved;		/* 0 */
	uint32		nnodes;
	uint32		nedges;
	uint32		node_capacity;
	uint32		edge_capacity;
	uint32		node_slots;
	uint32		edge_slots;
	uint32		pool_used;
	uint32		pool_capacity;
	int64		rows;
	int64		skipped_rows;
};

/* Nodes of a state, in order of arrival. */
static inline TeNetworkNode *
te_network_state_nodes(const TeNetworkState *state)
{
	return (TeNetworkNode *) (state + 1);
}

/* Its edges. */
static inline TeNetworkEdge *
te_network_state_edges(const TeNetworkState *state)
{
	return (TeNetworkEdge *) (te_network_state_nodes(state) + state->node_capacity);
}

/* Code of a node or of its sector (empty when it has none). */
extern TeCode te_network_state_code(const TeNetworkState *state, const TeNetworkNode *node);
extern TeCode te_network_state_sector(const TeNetworkState *state, const TeNetworkNode *node);

/* The slot of a node, or of an edge, or the free one where it would be. */
extern uint32 *te_network_find_node(const TeNetworkState *state, TeCode code);
extern uint32 *te_network_find_edge(const TeNetworkState *state, uint32 supplier, uint32 user);

/* Can the header be one of a state of that size? */
extern bool te_network_state_has_head(const TeNetworkState *state);

/* Throws unless the bytes are a state as building one leaves it. */
extern void te_network_state_check(const TeNetworkState *state);

/* Report that a state is damaged. */
extern void te_network_state_damaged(const char *what) pg_attribute_noreturn();

/* Number of the node with that code, which is added when it is new. */
extern TeNetworkState *te_network_add_node(TeNetworkState *state, TeCode code, uint32 *number);

/* The edge between two nodes, which is added with 0 when it is new; good until the next call. */
extern TeNetworkState *te_network_get_edge(TeNetworkState *state, uint32 supplier, uint32 user,
										   TeNetworkEdge **edge);

/* The amount of an edge, and amount "which" of a node. */
extern TeNet te_network_edge_net(const TeNetworkState *state, uint32 edge);
extern TeNet te_network_node_net(const TeNetworkState *state, uint32 node, int which);

/* Adds a sum to the edge between two nodes. */
extern TeNetworkState *te_network_add_net(TeNetworkState *state, uint32 supplier, uint32 user,
										  const TeNet *amount);

/* Adds to an amount of a node, which becomes known. */
extern TeNetworkState *te_network_add_amount(TeNetworkState *state, uint32 number, int which,
											 const TeNet *amount);

/* Sets an amount of a node, which becomes known. */
extern void te_network_set_amount(TeNetworkState *state, uint32 number, int which, double amount);

/* Sets a node's sector or essentiality; a different one there already is an error. */
extern TeNetworkState *te_network_set_sector(TeNetworkState *state, uint32 number, TeCode sector);
extern void te_network_set_essential(TeNetworkState *state, uint32 number, double essential);

/* Takes over what with_nodes collected elsewhere over the same network. */
extern TeNetworkState *te_network_take_given(TeNetworkState *state, const TeNetworkState *other);

/* Throws for a node that with_nodes gets twice. */
extern void te_network_mark_given(TeNetworkState *state, uint32 number);

/* ---- where its parts lie ---- */

/* Slots of the nodes. */
static inline uint32 *
te_layout_node_slots(const TeNetworkState *state)
{
	return (uint32 *) (te_network_state_edges(state) + state->edge_capacity);
}

/* Slots of the edges. */
static inline uint32 *
te_layout_edge_slots(const TeNetworkState *state)
{
	return te_layout_node_slots(state) + state->node_slots;
}

/* Bytes of what was negative. */
static inline Size
te_layout_negative_size(Size node_capacity, Size edge_capacity, uint8 flags)
{
	return likely(!(flags & TE_NETWORK_BOUND)) ? 0 :
		(edge_capacity + node_capacity * TE_AMOUNTS) * sizeof(TeSum);
}

/* What was negative of the edges, or NULL. */
static inline TeSum *
te_layout_edge_negative(const TeNetworkState *state)
{
	return likely(!(state->flags & TE_NETWORK_BOUND)) ? NULL :
		(TeSum *) (te_layout_edge_slots(state) + state->edge_slots);
}

/* What was negative of the amounts of a node, or NULL. */
static inline TeSum *
te_layout_node_negative(const TeNetworkState *state, uint32 node)
{
	return likely(!(state->flags & TE_NETWORK_BOUND)) ? NULL :
		te_layout_edge_negative(state) + state->edge_capacity + (Size) node * TE_AMOUNTS;
}

/* Where long codes lie. */
static inline char *
te_layout_pool(const TeNetworkState *state)
{
	return (char *) (te_layout_edge_slots(state) + state->edge_slots) +
		te_layout_negative_size(state->node_capacity, state->edge_capacity, state->flags);
}

/* Bytes before the pool. */
static inline Size
te_layout_fixed_size(Size node_capacity, Size edge_capacity, Size node_slots, Size edge_slots,
					 uint8 flags)
{
	return sizeof(TeNetworkState) + node_capacity * sizeof(TeNetworkNode) +
		edge_capacity * sizeof(TeNetworkEdge) + (node_slots + edge_slots) * sizeof(uint32) +
		te_layout_negative_size(node_capacity, edge_capacity, flags);
}

/*
 * A state in an aggregate is changed with every row, too often to look at all of
 * it each time.  What follows its numbers stays inside of it whatever they say.
 */

/* Whether a code's place is in the pool, as a whole. */
static inline bool
te_layout_in_pool(const TeNetworkState *state, uint32 name)
{
	return likely(name == 0) ||
		(name < state->pool_used &&
		 name + (Size) 1 + (unsigned char) te_layout_pool(state)[name] <= state->pool_used);
}

/* A code at "word" and, when long, in the pool. */
static inline TeCode
te_layout_code(const TeNetworkState *state, uint64 word, uint32 name)
{
	if (unlikely(!te_layout_in_pool(state, name)))
		te_network_state_damaged("A name");
	return te_code_stored(word, name == 0 ? NULL : te_layout_pool(state) + name);
}

#endif							/* TRADE_EXPOSURE_NETWORK_STATE_H */
