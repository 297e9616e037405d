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

#include "fmgr.h"

#include "network/network_state.h"

/* The state in such an object, or NULL when the datum is something else. */
extern TeNetworkState *te_network_expanded(Datum datum);

/*
 * Where a state that may grow is best made: the memory of the object that holds it,
 * else the current context.
 */
extern MemoryContext te_network_expanded_context(FunctionCallInfo fcinfo);

/*
 * What a transition function returns for its state, which was in argument 0: the
 * argument where it stayed where it was.
 */
extern Datum te_network_expanded_return(FunctionCallInfo fcinfo, TeNetworkState *state);

#endif							/* TRADE_EXPOSURE_NETWORK_EXPANDED_H */
