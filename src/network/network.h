/*
 * network.h
 *	  The supply network: who supplies whom with how much, and what is known
 *	  about the nodes.  Its two layouts, and the engine calls over them.
 *
 * A network has two forms, both of the SQL type supply_network:
 *
 *	sorted   what tables store and functions read: nodes in byte order of their
 *			 codes, edges by supplier and user (compressed rows).  Node numbers,
 *			 edge numbers and answers depend on the content alone.
 *	partial  what an aggregate changes in place: hash tables of nodes and edges
 *			 inside one flat varlena, with exact (double-double) sums.  It leaves
 *			 an aggregate only as a partial state on its way to another worker.
 *
 * An edge costs 12 bytes, in dense networks a little above 8 (see
 * te_network_packs); a node 16 (up to 52 with attributes) plus long codes.  A value is
 * at most 1 GB, also while it is built: about 30 million edges.
 *
 * Engine calls use palloc and ereport, but no fmgr, catalog or SPI.
 */
#ifndef TRADE_EXPOSURE_NETWORK_H
#define TRADE_EXPOSURE_NETWORK_H

#include "postgres.h"

#include "fmgr.h"

#include "base/trade_exposure.h"
#include "mix/mix.h"

#define TE_NETWORK_FORMAT 3		/* layout number, first byte of every stored
								 * network that is sorted */
#define TE_NETWORK_FORMAT_2 2	/* that of partial networks, and of sorted
								 * ones from before there was a digest */
#define TE_NETWORK_WIRE 1		/* number of the binary form, its first byte */
#define TE_NETWORK_PARTIAL 0x01 /* flag: hash form of an aggregate */
#define TE_NETWORK_INEXACT 0x02 /* flag: some sum lost bits beyond 106 */
#define TE_NETWORK_NEGATIVE 0x04	/* flag (sorted): some edge is net
									 * negative */
#define TE_NETWORK_ATTRIBUTES 0x08	/* flag (sorted): output … essential are
									 * stored */
#define TE_NETWORK_SECTORS 0x10 /* flag (sorted): sectors are stored */
#define TE_NETWORK_PACKED 0x40	/* flag (sorted): users are stored as bits */

#define TE_NETWORK_MAX_SIZE ((Size) 0x3fffffff) /* bytes a value: 1 GB,
												 * PostgreSQL's limit */
#define TE_NETWORK_MAX_NODES 16000000	/* nodes a network */
#define TE_NETWORK_NO_SECTOR PG_UINT32_MAX	/* sector number of a node without
											 * one */

/*
 * Sorted form.  The arrays follow the header in this order, n = nnodes,
 * m = nedges, s = nsectors (read them through te_network_open):
 *
 *	double	out_amount[m]		by supplier, then user
 *	double	output[n], final_demand[n], value_added[n], essential[n]
 *								only with TE_NETWORK_ATTRIBUTES; NaN = unknown
 *	uint64	word[n], sector_word[s]		first 8 bytes of the codes (see TeCode)
 *	uint32	name[n], sector_name[s]		0, or where the long code lies
 *	uint32	out_start[n + 1]
 *	uint32	out_user[m]			or, with TE_NETWORK_PACKED:
 *	uint32	bits[n][(n + 31) / 32]	bit j % 32 of bits[i][j / 32]: i supplies j
 *	uint32	sector[n]			only with TE_NETWORK_SECTORS
 *	char	names[]				length byte and bytes of each code above 8 bytes
 */
typedef struct TeNetwork
{
	int32		vl_len_;		/* varlena header */
	uint8		format;			/* TE_NETWORK_FORMAT */
	uint8		flags;			/* TE_NETWORK_… */
	uint16		reserved;		/* 0 */
	uint32		nnodes;			/* nodes */
	uint32		nedges;			/* edges */
	uint32		nsectors;		/* different sectors */
	uint32		name_bytes;		/* bytes of names[] */
	int64		rows;			/* rows with supplier, user and amount */
	int64		skipped_rows;	/* rows that lacked one of them */
	uint64		digest[2];		/* of all other bytes; in format 2 the arrays
								 * begin here */
} TeNetwork;

#define TE_NETWORK_LEAST offsetof(TeNetwork, digest)	/* bytes of any network,
														 * and of a header of
														 * format 2 */

/* Bytes of the header of a sorted network. */
static inline Size
te_network_header(const TeNetwork *net)
{
	return net->format == TE_NETWORK_FORMAT ? sizeof(TeNetwork) : TE_NETWORK_LEAST;
}

/*
 * A sorted network opened for reading: pointers into the value, which must
 * outlive it.  Edges are numbered 0..nedges-1 by supplier, then user; whatever
 * goes by user is scattered from there.
 */
typedef struct TeNetworkView
{
	const TeNetwork *value;
	int			nnodes;
	int			nedges;
	int			nsectors;
	const double *out_amount;	/* of edge e */
	const double *output;		/* given output, NaN unknown; NULL when no
								 * node has attributes */
	const double *final_demand; /* likewise: sales to final users */
	const double *value_added;	/* likewise: primary inputs */
	const double *essential;	/* likewise: how essential its product is,
								 * 0..1 */
	const uint64 *word;
	const uint32 *name;
	const uint64 *sector_word;
	const uint32 *sector_name;
	const uint32 *out_start;	/* edges of supplier i: out_start[i] ..
								 * out_start[i + 1] - 1 */
	const uint32 *out_user;		/* users, NULL when opened packed */
	const uint32 *user_start;	/* where the users of supplier i lie in
								 * out_user; out_start unless they are shared */
	const uint32 *bits;			/* users as bits; NULL unless they are stored
								 * so */
	const uint32 *sector;		/* sector number or TE_NETWORK_NO_SECTOR; NULL
								 * when none is known */
} TeNetworkView;

/* The argument as a sorted network, aligned and in memory (partial ones are sorted). */
#define PG_GETARG_TE_NETWORK_P(n) te_network_from_datum(PG_GETARG_DATUM(n))

extern TeNetwork *te_network_from_datum(Datum datum);

/* The bytes of either form as they are stored, unchecked. */
extern TeNetwork *te_network_fetch(Datum datum);

/* ---- reading ---- */

extern void te_network_open(TeNetworkView *view, const TeNetwork *net);

/*
 * Likewise, but suppliers that sell to every node share one list of users: a
 * dense network is then not much more than its amounts.  The user of an edge is
 * not out_user[e], but found by te_network_users or user_start.
 */
extern void te_network_open_shared(TeNetworkView *view, const TeNetwork *net);

/* The users of all edges of a view however it was opened, one after the other. */
extern const uint32 *te_network_all_users(const TeNetworkView *view);

/*
 * Likewise, but users that are stored as bits stay so: 4 bytes per edge less in
 * memory for who goes through the edges but once, by te_network_users.
 */
extern void te_network_open_packed(TeNetworkView *view, const TeNetwork *net);

/* The users of supplier i; "scratch" has room for nnodes numbers. */
extern const uint32 *te_network_users(const TeNetworkView *view, int i, uint32 *scratch);

/* Code of node i, of sector s (bytes valid as long as the network is). */
extern TeCode te_network_code(const TeNetworkView *view, int i);
extern TeCode te_network_sector_code(const TeNetworkView *view, int s);

/* Number of the node or sector with that code, or -1. */
extern int	te_network_find(const TeNetworkView *view, TeCode code);
extern int	te_network_find_sector(const TeNetworkView *view, TeCode code);

/* Likewise, but throws for an unknown node, naming it and the argument it came in. */
extern int	te_network_node(const TeNetworkView *view, TeCode code, const char *argument);

/*
 * Marks the nodes that a text[] names; throws for an unknown one and for NULL,
 * naming the argument.
 */
extern bool *te_network_named(const TeNetworkView *view, Datum array, const char *argument);

/*
 * The mix as a vector over the nodes, "absent" where it names no amount.
 * Throws for a code that is not a node, naming it and the argument, and for a mix
 * that was made of rows without amounts alone.
 */
extern double *te_network_vector(const TeNetworkView *view, const TeMix *mix,
								 double absent, const char *argument);

/* Whether there is an edge from supplier i to user j, and its amount; 0 where there is none. */
extern bool te_network_supplies(const TeNetworkView *view, int i, int j);
extern double te_network_amount(const TeNetworkView *view, int i, int j);

/* Throws when an edge is net negative; "function" is the SQL function that cannot take it. */
extern void te_network_require_positive(const TeNetworkView *view, const char *function);

/* ---- building ---- */

/*
 * A builder collects nodes and edges in any order, adding amounts of the same
 * edge exactly, and ends in a sorted network.  It is the partial form itself;
 * calls return it at its new place when it had to grow (the old one is left).
 */
typedef struct TeNetworkState TeNetworkState;

extern TeNetworkState *te_network_begin(int expected_edges);
extern TeNetworkState *te_network_add_edge(TeNetworkState *state, TeCode supplier, TeCode user,
										   double amount);
extern TeNetworkState *te_network_merge(TeNetworkState *state, const TeNetwork *net);
extern TeNetwork *te_network_end(const TeNetworkState *state);

/* Fills in the digest, once all other bytes are as they are to be. */
extern void te_network_seal(TeNetwork *net);

/* Is the header one of a sorted network or of a partial one? */
extern bool te_network_has_format(const TeNetwork *net);

/* Checks every invariant of bytes from outside; throws INVALID_BINARY_REPRESENTATION. */
extern void te_network_check(const TeNetwork *net, Size size);

/* ---- making ---- */

/* An empty sorted network of that size, arrays zeroed; throws above the limit. */
extern TeNetwork *te_network_alloc(uint32 nnodes, uint32 nedges, uint32 nsectors,
								   uint8 flags, Size name_bytes);

/* Whether so many edges take less room with their users as bits. */
static inline bool
te_network_packs(Size nnodes, Size nedges)
{
	return nnodes * ((nnodes + 31) / 32) < nedges;
}

/* Bytes of a sorted network with that header. */
extern Size te_network_size(const TeNetwork *net);

#endif							/* TRADE_EXPOSURE_NETWORK_H */
