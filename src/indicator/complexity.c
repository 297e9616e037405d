/*
 * complexity.c
 *	  Economic complexity: what can be read from who exports what with advantage.
 *
 * Sources: Hidalgo and Hausmann (PNAS 106, 2009) for reflections; Hausmann,
 * Hidalgo et al., "The Atlas of Economic Complexity" (2014), for the eigenvector
 * and the outlook; Tacchella et al. (Scientific Reports 2, 2012) for fitness;
 * Hidalgo et al. (Science 317, 2007) for proximity and density; Hausmann, Hwang
 * and Rodrik (Journal of Economic Growth 12, 2007) for sophistication.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "indicator/complexity.h"
#include "indicator/complexity_proximity.h"
#include "indicator/complexity_reflections.h"
#include "propagation/edges.h"

#define STEPS 20				/* columns of fitness, the first included */

const char *const te_complexity_methods[TE_COMPLEXITY_METHODS] = {
	"eigenvector", "reflections", "fitness"
};

/* ---- means over what countries and products have ---- */

/* Sum of a column's numbers over the countries that have each product. */
static void
sum_having(const TeAdvantages *m, const double *column, double *sum)
{
	memset(sum, 0, m->nproducts * sizeof(double));
	for (int c = 0; c < m->ncountries; c++)
	{
		TE_CHECK_EVERY(c);
		for (int k = m->start[c]; k < m->start[c + 1]; k++)
			sum[m->of[k]] += column[c];
	}
}

/* Divides n numbers by counts; NAN where the count is 0. */
static void
divide(double *x, const double *count, int n)
{
	for (int i = 0; i < n; i++)
		x[i] = count[i] > 0 ? x[i] / count[i] : NAN;
}

/* Of each product the mean of a number of the countries that have it. */
static double *
mean_having(const TeAdvantages *m, const double *column)
{
	double	   *mean = te_vector(m->nproducts + 1);

	sum_having(m, column, mean);
	divide(mean, m->ubiquity, m->nproducts);
	return mean;
}

/* Brings the numbers that are there to mean 0 and standard deviation 1 (with n - 1). */
static void
standardize(double *x, int n)
{
	TeSum		sum = {0, 0},
				square = {0, 0};
	int			there = 0;
	double		mean,
				deviation;

	for (int i = 0; i < n; i++)
		if (!isnan(x[i]))
		{
			te_sum_carry(&sum, x[i]);
			there++;
		}
	mean = te_sum_value(sum) / there;
	for (int i = 0; i < n; i++)
		if (!isnan(x[i]))
			te_sum_carry(&square, (x[i] - mean) * (x[i] - mean));
	deviation = sqrt(te_sum_value(square) / (there - 1));
	for (int i = 0; i < n; i++)
		x[i] = deviation > 0 ? (x[i] - mean) / deviation : NAN;
}

/* ---- methods ---- */

/* From the second eigenvector; products have the mean of their countries. */
static TeComplexity
by_eigenvector(const TeAdvantages *m)
{
	TeSecond	second = te_second_eigenvector(m);
	TeComplexity x = {.why = second.why, .country = second.vector};

	x.value[0] = second.value[0];
	x.value[1] = second.value[1];
	x.product = mean_having(m, x.country);
	for (int c = 0; c < m->ncountries; c++)
		if (m->diversity[c] == 0)
			x.country[c] = NAN;
	return x;
}

/* From reflections: countries of the last even order, products of the last odd one. */
static TeComplexity
by_reflections(const TeAdvantages *m)
{
	TeComplexity x = {.country = te_vector(m->ncountries + 1),
	.product = te_vector(m->nproducts + 1)};

	x.why = te_reflections(m, x.country, x.product);
	return x;
}

/* Brings numbers to mean 1 over those that have any advantage. */
static void
to_mean_one(double *x, const double *count, int n)
{
	TeSum		sum = {0, 0};
	int			there = 0;

	for (int i = 0; i < n; i++)
		if (count[i] > 0)
		{
			te_sum_carry(&sum, x[i]);
			there++;
		}
	for (int i = 0; i < n; i++)
		x[i] = count[i] > 0 ? x[i] / (te_sum_value(sum) / there) : NAN;
}

/* From fitness: a product is as simple as its least fit exporter. */
static TeComplexity
by_fitness(const TeAdvantages *m)
{
	TeComplexity x = {.country = te_vector_ones(m->ncountries + 1),
	.product = te_vector_ones(m->nproducts + 1)};
	double	   *inverse = te_vector(m->ncountries + 1);

	for (int step = 1; step < STEPS; step++)
	{
		for (int c = 0; c < m->ncountries; c++)
			inverse[c] = m->diversity[c] > 0 ? 1.0 / x.country[c] : 0.0;
		te_sum_had(m, x.product, x.country);
		sum_having(m, inverse, x.product);
		for (int p = 0; p < m->nproducts; p++)
			x.product[p] = 1.0 / x.product[p];
		to_mean_one(x.country, m->diversity, m->ncountries);
		to_mean_one(x.product, m->ubiquity, m->nproducts);
	}
	return x;
}

/* Complexity by a method, or why there is none. */
TeComplexity
te_complexity_try(const TeAdvantages *m, TeComplexityMethod method)
{
	TeComplexity x = method == TE_EIGENVECTOR ? by_eigenvector(m) :
		method == TE_REFLECTIONS ? by_reflections(m) : by_fitness(m);

	if (x.why == TE_COMPLEXITY_THERE && method != TE_FITNESS)
	{
		standardize(x.country, m->ncountries);
		standardize(x.product, m->nproducts);
	}
	for (int c = 0; c < m->ncountries && x.why != TE_COMPLEXITY_THERE; c++)
		x.country[c] = NAN;
	for (int p = 0; p < m->nproducts && x.why != TE_COMPLEXITY_THERE; p++)
		x.product[p] = NAN;
	return x;
}

/* Complexity by a method. */
TeComplexity
te_complexity(const TeAdvantages *m, TeComplexityMethod method)
{
	TeComplexity x = te_complexity_try(m, method);

	if (x.why == TE_COMPLEXITY_SLOW)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the second eigenvector did not stand in the steps that it may take"),
				 errdetail("The second and the third eigenvalue, %.9g and %.9g, are near for a table of so many countries.", x.value[0], x.value[1]),
				 errhint("Leave out countries with very little trade, or use method => 'reflections'.")));
	if (x.why == TE_COMPLEXITY_TURN)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("economic complexity has no direction in this table"),
				 errdetail("Its countries stand in a row, but neither how much they have nor how rare that is says which end is high."),
				 errhint("Leave out countries and products with very little trade, or use method => 'fitness'.")));
	if (x.why != TE_COMPLEXITY_THERE && x.why != TE_COMPLEXITY_ALIKE)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("economic complexity is not defined for this table"),
				 x.why == TE_COMPLEXITY_PARTS ?
				 errdetail("Its countries fall into parts that share no product with advantage.") :
				 x.why == TE_COMPLEXITY_LOST ?
				 errdetail("After 18 reflections less is left of the differences between countries than rounding can tell.") :
				 errdetail("The second and the third eigenvalue are %.9g and %.9g and cannot be told apart.", x.value[0], x.value[1]),
				 errhint("Leave out countries and products with very little trade, or use method => 'fitness'.")));
	return x;
}

/* ---- outlook ---- */

/*
 * Complexity outlook of each country: density times complexity of what it has not.
 */
double *
te_complexity_outlook(const TeAdvantages *m, const double *product_complexity)
{
	TeNearness	near = te_nearness(m);
	double	   *sum = te_nearness_room(&near);
	double	   *outlook = te_vector(m->ncountries + 1);

	for (int from = 0; from < m->ncountries; from += near.width)
	{
		int			width = te_nearness_sums(&near, NULL, from, sum);

		for (int p = 0; p < m->nproducts; p++)
		{
			double	   *row = sum + (Size) p * width;

			if (m->ubiquity[p] == 0)
				continue;
			for (int k = near.start[p]; k < near.start[p + 1]; k++)
				if (near.of[k] >= from && near.of[k] < from + width)
					row[near.of[k] - from] = 0.0;
			te_run_add(outlook + from, row, product_complexity[p] / near.all[p], width);
		}
	}
	te_nearness_free(&near);
	pfree(sum);
	return outlook;
}

/* ---- sophistication ---- */

/* Of each product the mean income of its exporters, by their advantage. */
double *
te_product_sophistication(const TeTradeTable *t, const double *income)
{
	double	   *weighted = te_vector(t->nproducts + 1);
	double	   *weight = te_vector(t->nproducts + 1);

	for (int c = 0; c < t->ncountries; c++)
		for (int k = t->start[c]; k < t->start[c + 1]; k++)
		{
			double		share = te_no_underflow(t->amount[k] / t->exports[c], 1.0);

			weighted[t->of[k]] += share * income[c];
			weight[t->of[k]] += share;
		}
	divide(weighted, weight, t->nproducts);
	pfree(weight);
	return weighted;
}

/* Of each country the mean sophistication of its exports. */
double *
te_export_sophistication(const TeTradeTable *t, const double *product)
{
	double	   *mean = te_vector(t->ncountries + 1);

	for (int c = 0; c < t->ncountries; c++)
		for (int k = t->start[c]; k < t->start[c + 1]; k++)
			mean[c] += t->amount[k] / t->exports[c] * product[t->of[k]];
	return mean;
}
