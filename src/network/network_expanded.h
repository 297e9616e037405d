/*
 * network_expanded.h
 *	  A large state of a network aggregate as an expanded object.
 *
 * The executor copies a state that moved into the aggregate's memory; one that is an
 * expanded object there already it takes as it is.  A state of some size is therefore
 * kept in one: what it grows into is written once, not twice.
 */
#ifndef TRADE_EXPOSURE_NETWORK_EXPANDED_H
#define TRADE_EXPOSURE_NETWORK_EXPANDED_H

#include "network/network_state.h"

/* The state in such an object, or NULL when the datum is something else. */
extern TeNetworkState *te_network_expanded(Datum datum);

/*
 * Where a state that may grow is best made: the memory of the object that the datum
 * points to, else the current context.
 */
extern MemoryContext te_network_expanded_context(Datum datum);

/* Whether a state is worth an object: it is large, or the datum is one already. */
extern bool te_network_expands(Datum datum, const TeNetworkState *state);

/*
 * The state as an object: the one that the datum points to, or a new one in the
 * aggregate's memory.
 */
extern Datum te_network_expand(Datum datum, TeNetworkState *state, MemoryContext aggregate);

#endif							/* TRADE_EXPOSURE_NETWORK_EXPANDED_H */
