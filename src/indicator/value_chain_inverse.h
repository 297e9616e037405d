/*
 * value_chain_inverse.h
 *	  Leontief's inverse column by column, for what needs all of it but keeps none.
 */
#ifndef TRADE_EXPOSURE_VALUE_CHAIN_INVERSE_H
#define TRADE_EXPOSURE_VALUE_CHAIN_INVERSE_H

#include "indicator/value_chain.h"

#define TE_INVERSE_BATCH 64		/* columns at a time */

/* Some columns of L - I, and of L (L - I) where lengths are wanted. */
typedef struct TeInverse
{
	TeChain		chain;			/* the table, as one country */
	bool		lengths;		/* L (L - I), too */
	int			first;			/* first column */
	int			count;			/* columns */
	double	   *b;				/* n x count */
	double	   *x;				/* L - I per output of the row */
	double	   *y;				/* L (L - I) likewise */
} TeInverse;

extern void te_inverse_begin(TeInverse *inverse, const TeModel *model, bool lengths);

/* Solves the columns from "first" on; false when none of them is named (NULL: all are). */
extern bool te_inverse_columns(TeInverse *inverse, int first, const bool *named);

/* Element i, j of L - I. */
static inline double
te_inverse_indirect(const TeInverse *v, int i, int j)
{
	return v->x[(Size) i * v->count + j - v->first] * v->chain.model.output[i];
}

/* Marks the nodes from which flows lead to node j; "stack" has a place for each node. */
extern void te_inverse_reached(const TeInverse *inverse, int j, bool *reached, int *stack);

/*
 * Average propagation length from i to j: steps weighted by what goes in so many;
 * NAN where nothing is left of it, because ways of opposite sign cancel.
 */
static inline double
te_inverse_length(const TeInverse *v, int i, int j)
{
	Size		at = (Size) i * v->count + j - v->first;

	return v->y[at] / v->x[at];
}

/* Sums over rows and columns of L, and of squares. */
typedef struct TeInverseSums
{
	int			n;				/* nodes with output, which are counted */
	double	   *column;
	double	   *column_square;
	double	   *row;
	double	   *row_square;
} TeInverseSums;

extern void te_inverse_sums(TeInverseSums *sums, const TeModel *model);

/* Coefficient of variation (standard deviation with n - 1 over mean) of n numbers. */
extern double te_variation(double sum, double square, int n);

#endif							/* TRADE_EXPOSURE_VALUE_CHAIN_INVERSE_H */
