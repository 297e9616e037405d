/*
 * edges.h
 *	  A matrix over the edges of a network, and sums over the edges of one node:
 *	  the innermost loops of all that is solved.
 */
#ifndef TRADE_EXPOSURE_EDGES_H
#define TRADE_EXPOSURE_EDGES_H

#include "postgres.h"

#include <math.h>

/*
 * C[i][j] = row[i] · z[i][j] · col[j], where edge k of node i is z[i][other[at[i] + k]] =
 * amount[start[i] + k], or its transpose.  Nodes with an edge to every node may
 * share their list of others.  The arrays belong to the caller.
 */
typedef struct TeSystem
{
	int			n;				/* unknowns */
	const uint32 *start;		/* edges of node i: start[i] .. start[i + 1] -
								 * 1 */
	const uint32 *at;			/* where the other nodes of node i lie in
								 * "other" */
	const uint32 *other;		/* other nodes, ascending within a node */
	const double *amount;		/* of edge e */
	const double *row;			/* factor of row i */
	const double *col;			/* factor of column j, or NULL for 1 */
	const double *sums;			/* Σ amounts of node i's edges where they are
								 * known, or NULL */
	bool		transposed;		/* an edge's own node is its column */
	bool		signs;			/* some amount is negative */
	bool		absolute;		/* take |amount| */
} TeSystem;

#define TE_LONG_ROW 32			/* edges from which a row is worth a loop of
								 * its own */

/* Doubles that a processor of any make handles at once. */
typedef double TeTwo __attribute__((vector_size(16), aligned(8), may_alias));

/* Σ a[k] x[k], in eight sums that do not wait for each other */
static inline double
te_run_dot(const double *a, const double *x, uint32 n)
{
	TeTwo		sum[4] = {{0}};
	TeTwo		all;
	double		rest = 0.0;
	uint32		k = 0;

	for (; k + 8 <= n; k += 8)
		for (int s = 0; s < 4; s++)
			sum[s] += *(const TeTwo *) (a + k + 2 * s) * *(const TeTwo *) (x + k + 2 * s);
	for (; k < n; k++)
		rest += a[k] * x[k];
	all = (sum[0] + sum[1]) + (sum[2] + sum[3]);
	return (all[0] + all[1]) + rest;
}

/* y[k] += a[k] t */
static inline void
te_run_add(double *y, const double *a, double t, uint32 n)
{
	uint32		k = 0;

	for (; k + 2 <= n; k += 2)
		*(TeTwo *) (y + k) += *(const TeTwo *) (a + k) * t;
	if (k < n)
		y[k] += a[k] * t;
}

/* Whether a node's n edges are many and lead to nodes in a row. */
static inline bool
te_is_run(const uint32 *other, uint32 n)
{
	return n >= TE_LONG_ROW && other[n - 1] - other[0] == n - 1;
}

/* Σ amount · col · x over the edges of node i */
static pg_attribute_always_inline double
te_gather(const TeSystem *sys, int i, const double *x)
{
	const uint32 *other = sys->other + sys->at[i];
	const double *amount = sys->amount + sys->start[i];
	uint32		n = sys->start[i + 1] - sys->start[i];
	double		sum = 0.0;

	if (unlikely(sys->col != NULL || sys->absolute))
		for (uint32 k = 0; k < n; k++)
		{
			double		c = sys->absolute ? fabs(amount[k]) : amount[k];

			sum += (sys->col != NULL ? c * sys->col[other[k]] : c) * x[other[k]];
		}
	else if (te_is_run(other, n))
		sum = te_run_dot(amount, x + other[0], n);
	else
		for (uint32 k = 0; k < n; k++)
			sum += amount[k] * x[other[k]];
	return sum;
}

/* y += amount · t over the edges of node i */
static pg_attribute_always_inline void
te_scatter(const TeSystem *sys, int i, double t, double *y)
{
	const uint32 *other = sys->other + sys->at[i];
	const double *amount = sys->amount + sys->start[i];
	uint32		n = sys->start[i + 1] - sys->start[i];

	if (t == 0.0)
		return;
	if (unlikely(sys->absolute))
		for (uint32 k = 0; k < n; k++)
			y[other[k]] += fabs(amount[k]) * t;
	else if (te_is_run(other, n))
		te_run_add(y + other[0], amount, t, n);
	else
		for (uint32 k = 0; k < n; k++)
			y[other[k]] += amount[k] * t;
}

#endif							/* TRADE_EXPOSURE_EDGES_H */
