/*
 * network_match.h
 *	  Nodes by what people call them: their code, the part of it before "|", or
 *	  a country in another code system.
 */
#ifndef TRADE_EXPOSURE_NETWORK_MATCH_H
#define TRADE_EXPOSURE_NETWORK_MATCH_H

#include "network/network.h"

#define TE_LABEL_PARTS '|'		/* between place and product in a node's code */

/*
 * The nodes that a name means: the node of that code; else those whose code
 * begins with it and "|" (CHN: CHN|ore, CHN|steel); else those whose place is the
 * same country in another system (CN: CHN, CHN|ore).  Returns how many, their
 * numbers in "*nodes"; throws when there is none, naming the argument.
 */
extern int	te_network_match(const TeNetworkView *view, TeCode name, const char *argument,
							 int **nodes);

/* The same, but 0 when there is none. */
extern int	te_network_try_match(const TeNetworkView *view, TeCode name, int **nodes);

/* Have two nodes the same place: the part before "|", or the whole code? */
extern bool te_network_same_place(const TeNetworkView *view, int a, int b);

/* Is the part of node i's code behind "|" the product, or its sector? */
extern bool te_network_has_product(const TeNetworkView *view, int i, TeCode product);

#endif							/* TRADE_EXPOSURE_NETWORK_MATCH_H */
