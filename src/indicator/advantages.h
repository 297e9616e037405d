/*
 * advantages.h
 *	  Who exports what with advantage: the matrix that complexity is read from.
 */
#ifndef TRADE_EXPOSURE_ADVANTAGES_H
#define TRADE_EXPOSURE_ADVANTAGES_H

#include "indicator/trade_table.h"

/* Who exports what with advantage: a matrix of 0 and 1, by its ones. */
typedef struct TeAdvantages
{
	const TeTradeTable *trade;	/* the table */
	int			ncountries;
	int			nproducts;
	int		   *start;			/* ones of country c: start[c] .. start[c + 1]
								 * - 1 */
	int		   *of;				/* their products, ascending */
	double	   *diversity;		/* ones of each country */
	double	   *ubiquity;		/* ones of each product */
} TeAdvantages;

/*
 * The pairs whose revealed advantage reaches the threshold; or, with "given",
 * those whose amount does, for a matrix that the user has made.
 */
extern void te_advantages_read(TeAdvantages *m, const TeTradeTable *trade, double threshold,
							   bool given);

/* Sum of a row's numbers over what each country has. */
extern void te_sum_had(const TeAdvantages *m, const double *row, double *sum);

/* The same for n countries from country "from" on. */
extern void te_sum_had_by(const TeAdvantages *m, const double *row, int from, int n, double *sum);

#endif							/* TRADE_EXPOSURE_ADVANTAGES_H */
