/*
 * system.h
 *	  A matrix C over the edges of a network, never built: products and row sums.
 */
#ifndef TRADE_EXPOSURE_SYSTEM_H
#define TRADE_EXPOSURE_SYSTEM_H

#include "postgres.h"

/*
 * C[i][j] = row[i] · z[i][j] · col[j], where the edges of node i are z[i][other[e]] =
 * amount[e], or z[other[e]][i] = amount[e] when transposed.  The arrays belong
 * to the caller.
 */
typedef struct TeSystem
{
	int			n;				/* unknowns */
	const uint32 *start;		/* edges of node i: start[i] .. start[i + 1] - 1 */
	const uint32 *other;		/* other node of edge e, ascending within a node */
	const double *amount;		/* of edge e */
	const double *row;			/* factor of row i */
	const double *col;			/* factor of column j, or NULL for 1 */
	const double *sums;			/* Σ amounts of node i's edges where they are known, or NULL */
	bool		transposed;		/* an edge's own node is its column */
	bool		signs;			/* some amount is negative */
	bool		absolute;		/* take |amount| */
} TeSystem;

/* y = C x */
extern void te_system_product(const TeSystem *sys, const double *x, double *y);

/* y = x - C x */
extern void te_system_apply(const TeSystem *sys, const double *x, double *y);

/* Row sums of |C|. */
extern void te_system_row_sums(const TeSystem *sys, double *sum);

#endif							/* TRADE_EXPOSURE_SYSTEM_H */
