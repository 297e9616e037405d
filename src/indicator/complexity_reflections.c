/*
 * complexity_reflections.c
 *	  Reflections of diversity: means of means over what countries and products have.
 *
 * Each pair of reflections takes all numbers nearer to one mean, by a factor of
 * ten in the world's trade: after nine, plain doubles hold few digits of what is
 * left.  A mean of means that is the same for all stays so, therefore what is
 * reflected here is the distance from the mean alone, in two doubles each.
 */
#include "postgres.h"

#include <math.h>

#include "base/sum.h"
#include "base/trade_exposure.h"
#include "indicator/complexity_reflections.h"

#define PAIRS 9					/* countries to products and back */
#define LEAST 1e-20				/* part of the first distances that 106 bits
								 * can tell to nine digits */

/* A sum over a count. */
static TeSum
quotient(TeSum sum, double count)
{
	double		hi = sum.hi / count;
	double		lo = (fma(-hi, count, sum.hi) + sum.lo) / count;

	return (TeSum) {hi + lo, lo - ((hi + lo) - hi)};
}

/* Adds one number to another. */
static inline void
add(TeSum *to, TeSum x)
{
	te_sum_add(to, x.hi);
	te_sum_add(to, x.lo);
}

/* Of each product the mean of the countries that have it. */
static void
to_products(const TeAdvantages *m, const TeSum *country, TeSum *product)
{
	memset(product, 0, m->nproducts * sizeof(TeSum));
	for (int c = 0; c < m->ncountries; c++)
	{
		TE_CHECK_EVERY(c);
		for (int k = m->start[c]; k < m->start[c + 1]; k++)
			add(&product[m->of[k]], country[c]);
	}
	for (int p = 0; p < m->nproducts; p++)
		if (m->ubiquity[p] > 0)
			product[p] = quotient(product[p], m->ubiquity[p]);
}

/* Of each country the mean of what it has. */
static void
to_countries(const TeAdvantages *m, const TeSum *product, TeSum *country)
{
	for (int c = 0; c < m->ncountries; c++)
	{
		TeSum		sum = {0, 0};

		TE_CHECK_EVERY(c);
		for (int k = m->start[c]; k < m->start[c + 1]; k++)
			add(&sum, product[m->of[k]]);
		country[c] = m->diversity[c] > 0 ? quotient(sum, m->diversity[c]) : sum;
	}
}

/* Diversities less their mean by diversity, which is what all reflections tend to. */
static void
begin(const TeAdvantages *m, TeSum *country)
{
	TeSum		sum = {0, 0};
	double		all = 0.0;

	for (int c = 0; c < m->ncountries; c++)
	{
		te_sum_add(&sum, m->diversity[c] * m->diversity[c]);
		all += m->diversity[c];
	}
	sum = all > 0 ? quotient(sum, all) : sum;
	for (int c = 0; c < m->ncountries; c++)
	{
		country[c] = (TeSum) {-sum.hi, -sum.lo};
		te_sum_add(&country[c], m->diversity[c]);
	}
}

/* The largest number of countries that have anything, without its sign. */
static double
largest(const TeAdvantages *m, const TeSum *country)
{
	double		size = 0.0;

	for (int c = 0; c < m->ncountries; c++)
		if (m->diversity[c] > 0)
			size = Max(size, fabs(country[c].hi));
	return size;
}

/* Whether all countries that have anything have equally much. */
static bool
all_alike(const TeAdvantages *m)
{
	double		first = 0.0;

	for (int c = 0; c < m->ncountries; c++)
		if (m->diversity[c] > 0 && first == 0)
			first = m->diversity[c];
		else if (m->diversity[c] > 0 && m->diversity[c] != first)
			return false;
	return true;
}

/* Reflections. */
TeComplexityWhy
te_reflections(const TeAdvantages *m, double *to_country, double *to_product)
{
	TeSum	   *country = te_alloc_zero(sizeof(TeSum) * ((Size) m->ncountries + 1));
	TeSum	   *product = te_alloc_zero(sizeof(TeSum) * ((Size) m->nproducts + 1));
	double		before;
	double		size;

	begin(m, country);
	before = largest(m, country);
	for (int i = 0; i < PAIRS; i++)
	{
		to_products(m, country, product);
		to_countries(m, product, country);
	}
	to_products(m, country, product);
	size = largest(m, country);
	if (all_alike(m))
		return TE_COMPLEXITY_ALIKE;
	if (size < before * LEAST)
		return TE_COMPLEXITY_LOST;
	for (int c = 0; c < m->ncountries; c++)
		to_country[c] = m->diversity[c] > 0 ? country[c].hi / size : NAN;
	for (int p = 0; p < m->nproducts; p++)
		to_product[p] = m->ubiquity[p] > 0 ? product[p].hi / size : NAN;
	return TE_COMPLEXITY_THERE;
}
