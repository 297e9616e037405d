/*
 * network_sums.h
 *	  What the nodes of a network sell, buy and make.
 *
 * Sums over a network that the process keeps are kept with it.
 */
#ifndef TRADE_EXPOSURE_NETWORK_SUMS_H
#define TRADE_EXPOSURE_NETWORK_SUMS_H

#include "network/network.h"

/* Σ amounts a node sells to (out) or buys from (in) the network's nodes, itself included. */
extern double *te_network_out_strength(const TeNetworkView *view);
extern double *te_network_in_strength(const TeNetworkView *view);

/*
 * Output of each node: the given one, else sales to nodes plus final demand
 * (when that is not given either, sales to nodes).
 */
extern double *te_network_output(const TeNetworkView *view);

#define TE_NETWORK_GAP 0.01		/* output may differ from what is sold by this
								 * share of both: printed tables are rounded */

/* Throws where what node i sells differs from its output by more than rounding. */
extern void te_network_check_account(const TeNetworkView *view, int i, double output, double sales,
									 double demand, const char *function);

/* The same for all nodes whose output and final demand are both given. */
extern void te_network_require_balance(const TeNetworkView *view, const char *function);

/* Sums over a kept network, made when first needed. */
typedef struct TeNetworkSums
{
	const TeNetwork *net;
	MemoryContext context;		/* where they lie */
	double	   *sold;			/* by supplier; NULL: not yet */
	double	   *bought;			/* by user; likewise */
	struct TeNetworkSums *next; /* of another network that is kept */
} TeNetworkSums;

/* From here on sums over the network are kept in that context, until they are forgotten. */
extern void te_network_sums_keep(TeNetworkSums *sums, const TeNetwork *net, MemoryContext context);
extern void te_network_sums_forget(TeNetworkSums *sums);

#endif							/* TRADE_EXPOSURE_NETWORK_SUMS_H */
