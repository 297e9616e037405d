/*
 * network_datum.h
 *	  States of networks from what an aggregate or a table holds.
 */
#ifndef TRADE_EXPOSURE_NETWORK_DATUM_H
#define TRADE_EXPOSURE_NETWORK_DATUM_H

#include "network/network_state.h"

/*
 * The argument as a state in memory, aligned, to be changed by an aggregate
 * whose own it is; of a partial form only the header is checked.
 */
extern TeNetworkState *te_network_state_from_datum(Datum datum);

/* The argument as a state to read, checked whole. */
extern TeNetworkState *te_network_state_checked(Datum datum);

#endif							/* TRADE_EXPOSURE_NETWORK_DATUM_H */
