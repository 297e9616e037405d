/*
 * network_row.c
 *	  Nodes of a network in result rows.
 */
#include "postgres.h"

#include "network/network_row.h"

/* Appends a node's code to a row, or NULL for node -1. */
void
te_row_node(TeRow *row, const TeNetworkView *view, int i)
{
	if (i < 0)
		te_row_datum(row, (Datum) 0, true);
	else
		te_row_code(row, te_network_code(view, i));
}
