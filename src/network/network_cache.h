/*
 * network_cache.h
 *	  Stored networks that this process has read and keeps for the next question.
 *
 * A network is known again by where it is stored and by the digest in its header,
 * which is read anew for each question: the place alone may have been given to
 * another network since.
 */
#ifndef TRADE_EXPOSURE_NETWORK_CACHE_H
#define TRADE_EXPOSURE_NETWORK_CACHE_H

#include "network/network.h"

/* What a stored network is known by. */
typedef struct TeNetworkKey
{
	Oid			relation;		/* toast table */
	Oid			value;			/* number in it */
	uint32		size;			/* bytes */
	uint64		digest[2];
} TeNetworkKey;

/* The key of a value; false where it is stored otherwise or too small or large to be kept. */
extern bool te_network_key(Datum datum, TeNetworkKey *key);

/*
 * The network of that key, checked, or NULL when it is not kept.  It stays where it
 * is until the current context is reset or deleted.
 */
extern TeNetwork *te_network_kept(const TeNetworkKey *key);

/* A context for a network that is to be kept, below the current one. */
extern MemoryContext te_network_kept_memory(const TeNetworkKey *key);

/* Keeps a network, checked, that lies alone in such a context; it stays as above. */
extern void te_network_keep(const TeNetworkKey *key, MemoryContext context, TeNetwork *net);

#endif							/* TRADE_EXPOSURE_NETWORK_CACHE_H */
