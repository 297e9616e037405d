/*
 * flow_shock.h
 *	  Which flows of a network a shock between suppliers and users means.
 */
#ifndef TRADE_EXPOSURE_FLOW_SHOCK_H
#define TRADE_EXPOSURE_FLOW_SHOCK_H

#include "lib/stringinfo.h"
#include "utils/jsonb.h"

#include "network/inputs.h"

/* Who supplies whom, as a shock says it */
typedef struct TeFlowSpec
{
	bool	   *supplier;		/* by node: named; NULL: not said */
	bool	   *user;			/* likewise */
	TeCode		product;		/* of the supplier; empty: not said */
} TeFlowSpec;

/*
 * The nodes that a name of a shock means, as te_network_match(); with "unmet" a name
 * that means none is put down there with its key, instead of an error.
 */
extern int	te_flow_match(const TeNetworkView *view, TeCode name, const char *key,
						  StringInfo unmet, int **nodes);

/* Marks the nodes that a JSON string, or an array of strings, names; false for others. */
extern bool te_flow_mark(const TeNetworkView *view, const JsonbValue *value, const char *key,
						 StringInfo unmet, bool **marked);

/*
 * The purchases of "inputs" that the spec means, as edge numbers; returns how
 * many.  Where only one side is said, it is every flow that leaves the
 * supplier's place, or comes into the user's: a control on exports leaves the
 * exporter's own users supplied.
 */
extern int	te_flow_edges(const TeNetworkView *view, const TeInputs *inputs, const TeFlowSpec *spec,
						  int **edges);

#endif							/* TRADE_EXPOSURE_FLOW_SHOCK_H */
