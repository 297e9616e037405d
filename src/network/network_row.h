/*
 * network_row.h
 *	  Nodes of a network in result rows.
 */
#ifndef TRADE_EXPOSURE_NETWORK_ROW_H
#define TRADE_EXPOSURE_NETWORK_ROW_H

#include "base/row.h"
#include "network/network.h"

/* Appends a node's code to a row, or NULL for node -1. */
extern void te_row_node(TeRow *row, const TeNetworkView *view, int i);

#endif							/* TRADE_EXPOSURE_NETWORK_ROW_H */
