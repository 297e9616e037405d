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
 * C[i][j] = row[i] · z[i][j] · col[j], where the edges of node i are z[i][other[e]] =
 * amount[e], or z[other[e]][i] = amount[e] when transposed.  The arrays belong
 * to the caller.
 */
typedef struct TeSystem
{
	int			n;				/* unknowns */
	const uint32 *start;		/* edges of node i: start[i] .. start[i + 1] -
								 * 1 */
	const uint32 *other;		/* other node of edge e, ascending within a
								 * node */
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

/* Whether the edges start .. end - 1 of a node are many and lead to nodes in a row. */
static inline bool
te_is_run(const uint32 *other, uint32 start, uint32 end)
{
	return end - start >= TE_LONG_ROW && other[end - 1] - other[start] == end - 1 - start;
}

/* Σ amount[e] col[other[e]] x[other[e]] over the edges of node i */
static pg_attribute_always_inline double
te_gather(const TeSystem *sys, int i, const double *x)
{
	const uint32 *other = sys->other;
	const double *amount = sys->amount;
	uint32		e = sys->start[i];
	uint32		end = sys->start[i + 1];
	double		sum = 0.0;

	if (unlikely(sys->col != NULL || sys->absolute))
		for (; e < end; e++)
		{
			double		c = sys->absolute ? fabs(amount[e]) : amount[e];

			sum += (sys->col != NULL ? c * sys->col[other[e]] : c) * x[other[e]];
		}
	else if (te_is_run(other, e, end))
		sum = te_run_dot(amount + e, x + other[e], end - e);
	else
		for (; e < end; e++)
			sum += amount[e] * x[other[e]];
	return sum;
}

/* y[other[e]] += amount[e] t for the edges of node i */
static pg_attribute_always_inline void
te_scatter(const TeSystem *sys, int i, double t, double *y)
{
	const uint32 *other = sys->other;
	const double *amount = sys->amount;
	uint32		e = sys->start[i];
	uint32		end = sys->start[i + 1];

	if (t == 0.0)
		return;
	if (unlikely(sys->absolute))
		for (; e < end; e++)
			y[other[e]] += fabs(amount[e]) * t;
	else if (te_is_run(other, e, end))
		te_run_add(y + other[e], amount + e, t, end - e);
	else
		for (; e < end; e++)
			y[other[e]] += amount[e] * t;
}

#endif							/* TRADE_EXPOSURE_EDGES_H */
