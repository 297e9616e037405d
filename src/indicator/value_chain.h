/*
 * value_chain.h
 *	  A supply network of industries of many countries, with what each sells to the
 *	  final users of each country, and its solutions for many columns at once.
 */
#ifndef TRADE_EXPOSURE_VALUE_CHAIN_H
#define TRADE_EXPOSURE_VALUE_CHAIN_H

#include "base/names.h"
#include "propagation/leontief.h"

/* The flows of one side: own[i] x[i] = b[i] + sum over i's edges of amount x[other]. */
typedef struct TeCells
{
	int			n;				/* nodes */
	const uint32 *start;		/* edges of node i: start[i] .. start[i + 1] -
								 * 1 */
	const uint32 *other;		/* other node of edge e */
	const double *amount;		/* of edge e */
	const double *own;			/* output of each node */
	bool		by_user;		/* edges are those of users, not of suppliers */
} TeCells;

/*
 * An open table.  Matrices over nodes and countries are by rows of ncountries.
 * Coefficients are per unit of output.
 */
typedef struct TeChain
{
	TeModel		model;			/* network, outputs, certificate */
	TeCells		sales;			/* flows by supplier: quantities */
	TeCells		purchases;		/* flows by user: contents */
	int			n;				/* nodes */
	int			ncountries;
	TeNames		countries;		/* their codes */
	int		   *country;		/* of each node */
	double	   *use;			/* n x ncountries: sales to final users */
	double	   *final;			/* sales to all final users */
	double	   *exports;		/* sales abroad, to nodes and final users */
	double	   *weight;			/* value added, jobs, emissions per unit of
								 * output */
} TeChain;

/*
 * Opens a table.  "use" holds sales of nodes to countries; "weight" is one number
 * per node, or NULL for value added.  The country of a node is its code up to the
 * separator, or all of it; with NULL every node is a country.
 */
extern void te_chain_open(TeChain *chain, const TeNetwork *net, const TeNetwork *use,
						  const TeMix *weights, const char *separator, const char *function);

/* A table of one country without final users, of a model that is certified: for inverses. */
extern void te_chain_of_model(TeChain *chain, const TeModel *model);

/* The code of country r. */
#define te_chain_country(chain, r) ((chain)->countries.names[r])

/* Which flows a solution leaves out. */
typedef enum TeSkip
{
	TE_SKIP_NONE,
	TE_SKIP_FOREIGN,			/* all that cross a border */
	TE_SKIP_EXPORTS,			/* in a column those by which its country
								 * exports */
	TE_SKIP_PAIR				/* in column r those from "exporter" to
								 * country r */
} TeSkip;

/* One call of te_chain_solve. */
typedef struct TeColumns
{
	int			count;			/* columns */
	TeSkip		skip;			/* flows left out */
	int			exporter;		/* of TE_SKIP_PAIR */
	const int  *column;			/* of TE_SKIP_EXPORTS: column of each country,
								 * -1 for none */
	const double *b;			/* n x count */
	double	   *x;				/* n x count: the solution */
} TeColumns;

/*
 * Solves own x = b + cells x for all columns by sweeps of Gauss and Seidel.
 * x is per unit of output on the side of sales, so that output times x is
 * what is made; on the side of purchases x is a content.
 */
extern void te_chain_solve(const TeChain *chain, const TeCells *cells, TeColumns *columns);

/* A matrix of n rows and so many columns, zeroed. */
extern double *te_chain_matrix(const TeChain *chain, int columns);

/*
 * n x ncountries: what of each country's weight is in a unit of each node's
 * product, through all tiers.
 */
extern double *te_chain_content(const TeChain *chain);

#endif							/* TRADE_EXPOSURE_VALUE_CHAIN_H */
