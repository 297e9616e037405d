/*
 * trade_table.h
 *	  A supply network read as a table of trade: its suppliers are countries, its
 *	  users are products.
 */
#ifndef TRADE_EXPOSURE_TRADE_TABLE_H
#define TRADE_EXPOSURE_TRADE_TABLE_H

#include "indicator/indicator.h"
#include "network/network.h"

/*
 * Countries and products are numbered apart, in byte order of their codes; a
 * code may be both.  Flows are sorted by country, then product, and are above 0.
 */
typedef struct TeTradeTable
{
	TeNetworkView v;			/* the network */
	int			ncountries;
	int			nproducts;
	int			nflows;
	int		   *country;		/* node of each country */
	int		   *product;		/* node of each product */
	int		   *start;			/* flows of country c: start[c] .. start[c +
								 * 1] - 1 */
	int		   *of;				/* product of flow k */
	double	   *amount;			/* of flow k */
	double	   *exports;		/* sum of each country */
	double	   *traded;			/* sum of each product */
	double		world;			/* sum of all */
} TeTradeTable;

/* Reads a network; throws when a flow is net negative ("function" is the SQL function). */
extern void te_trade_table_open(TeTradeTable *trade, const TeNetwork *net, const char *function);

/* Revealed advantage of flow k of country c. */
static inline double
te_trade_table_advantage(const TeTradeTable *trade, int c, int k, TeAdvantage form)
{
	return te_advantage(trade->amount[k], trade->exports[c], trade->traded[trade->of[k]],
						trade->world, form);
}

#endif							/* TRADE_EXPOSURE_TRADE_TABLE_H */
