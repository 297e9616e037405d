/*
 * complexity.h
 *	  Economic complexity: what can be read from who exports what with advantage.
 */
#ifndef TRADE_EXPOSURE_COMPLEXITY_H
#define TRADE_EXPOSURE_COMPLEXITY_H

#include "indicator/complexity_eigen.h"

/* Ways to complexity, in the order of te_complexity_methods. */
typedef enum TeComplexityMethod
{
	TE_EIGENVECTOR,				/* second eigenvector, standardized */
	TE_REFLECTIONS,				/* 20 reflections, standardized */
	TE_FITNESS,					/* 20 steps of fitness, mean 1 */
	TE_COMPLEXITY_METHODS
} TeComplexityMethod;

extern const char *const te_complexity_methods[TE_COMPLEXITY_METHODS];

/*
 * Complexity of countries and products; NAN for those without any advantage, and
 * for all where there is none.
 */
typedef struct TeComplexity
{
	TeComplexityWhy why;		/* whether it is there */
	double		value[2];		/* second and third eigenvalue, of that method */
	double	   *country;
	double	   *product;
} TeComplexity;

/* Complexity by a method; throws, with the reason, where there is none. */
extern TeComplexity te_complexity(const TeAdvantages *m, TeComplexityMethod method);

/* The same without throwing. */
extern TeComplexity te_complexity_try(const TeAdvantages *m, TeComplexityMethod method);

/* Complexity outlook of each country: the complexity that is near and not yet there. */
extern double *te_complexity_outlook(const TeAdvantages *m, const double *product_complexity);

/* Of each product the mean income of its exporters, by their advantage (PRODY). */
extern double *te_product_sophistication(const TeTradeTable *trade, const double *income);

/* Of each country the mean sophistication of its exports (EXPY). */
extern double *te_export_sophistication(const TeTradeTable *trade, const double *product);

#endif							/* TRADE_EXPOSURE_COMPLEXITY_H */
