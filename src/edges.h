/*
 * edges.h
 *	  Sums over the edges of one node of a system: the innermost loops of all
 *	  that is solved.
 */
#ifndef TRADE_EXPOSURE_EDGES_H
#define TRADE_EXPOSURE_EDGES_H

#include "postgres.h"

#include <math.h>

#include "solve.h"

#define TE_LONG_ROW 32			/* edges from which a row is worth a loop of its own */

/* Eight doubles, which the compiler hands to the processor in parts that it can bear. */
typedef double TeEight __attribute__((vector_size(64), aligned(8), may_alias));

/* The sum of the eight. */
static inline double
te_eight_sum(TeEight a)
{
	return ((a[0] + a[4]) + (a[1] + a[5])) + ((a[2] + a[6]) + (a[3] + a[7]));
}

/* Σ a[k] x[k], in eight sums that do not wait for each other */
static inline double
te_run_dot(const double *a, const double *x, uint32 n)
{
	TeEight		sum = {0};
	double		rest = 0.0;
	uint32		k = 0;

	for (; k + 8 <= n; k += 8)
		sum += *(const TeEight *) (a + k) * *(const TeEight *) (x + k);
	for (; k < n; k++)
		rest += a[k] * x[k];
	return te_eight_sum(sum) + rest;
}

/* y[k] += a[k] t */
static inline void
te_run_add(double *y, const double *a, double t, uint32 n)
{
	uint32		k = 0;

	for (; k + 8 <= n; k += 8)
		*(TeEight *) (y + k) += *(const TeEight *) (a + k) * t;
	for (; k < n; k++)
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
