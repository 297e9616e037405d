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
#include "indicator/complexity_reflections.h"

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

/* ---- proximity ---- */

/* No bits of n rows with so many columns. */
static TeBits
no_bits(int n, int columns, const double *count)
{
	TeBits		b = {.n = n, .words = (columns + 63) / 64, .count = count};

	b.bits = palloc_extended(sizeof(uint64) * ((Size) n * b.words + 1),
							 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	return b;
}

/* Of each product its countries. */
TeBits
te_product_bits(const TeAdvantages *m)
{
	TeBits		b = no_bits(m->nproducts, m->ncountries, m->ubiquity);

	for (int c = 0; c < m->ncountries; c++)
		for (int k = m->start[c]; k < m->start[c + 1]; k++)
			b.bits[(Size) m->of[k] * b.words + c / 64] |= UINT64CONST(1) << (c % 64);
	return b;
}

/* Of each country its products. */
TeBits
te_country_bits(const TeAdvantages *m)
{
	TeBits		b = no_bits(m->ncountries, m->nproducts, m->diversity);

	for (int c = 0; c < m->ncountries; c++)
		for (int k = m->start[c]; k < m->start[c + 1]; k++)
			b.bits[(Size) c * b.words + m->of[k] / 64] |= UINT64CONST(1) << (m->of[k] % 64);
	return b;
}

/* How many bits two rows have in common. */
#define COMMON_BITS \
	int			common = 0; \
	for (int w = 0; w < words; w++) \
		common += __builtin_popcountll(a[w] & b[w]); \
	return common

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("popcnt"))) static int
common_bits_fast(const uint64 *a, const uint64 *b, int words)
{
	COMMON_BITS;
}

/* Whether the processor counts bits itself. */
#define counts_bits() __builtin_cpu_supports("popcnt")
#else
#define common_bits_fast common_bits
#define counts_bits() false
#endif

/* The same on any processor. */
static int
common_bits(const uint64 *a, const uint64 *b, int words)
{
	COMMON_BITS;
}

/* Proximity of number p to each. */
void
te_proximity_row(const TeBits *b, int p, double *row)
{
	const uint64 *mine = b->bits + (Size) p * b->words;
	bool		fast = counts_bits();

	CHECK_FOR_INTERRUPTS();
	for (int q = 0; q < b->n; q++)
	{
		const uint64 *other = b->bits + (Size) q * b->words;
		double		larger = Max(b->count[p], b->count[q]);
		int			common = fast ? common_bits_fast(mine, other, b->words) :
			common_bits(mine, other, b->words);

		row[q] = larger > 0 ? common / larger : 0.0;
	}
}

/* Sum of each product's proximities. */
double *
te_proximity_sums(const TeBits *b)
{
	double	   *sum = te_vector(b->n + 1);
	double	   *row = te_vector(b->n + 1);

	for (int p = 0; p < b->n; p++)
	{
		te_proximity_row(b, p, row);
		for (int q = 0; q < b->n; q++)
			sum[p] += row[q];
	}
	pfree(row);
	return sum;
}

/* Sum of a row's numbers over what country c has. */
static double
sum_of_country(const TeAdvantages *m, const double *row, int c)
{
	double		sum = 0.0;

	for (int k = m->start[c]; k < m->start[c + 1]; k++)
		sum += row[m->of[k]];
	return sum;
}

/*
 * Complexity outlook of each country: density times complexity of what it has
 * not, which is that of all products less that of what it has.
 */
double *
te_complexity_outlook(const TeAdvantages *m, const double *product_complexity)
{
	TeBits		b = te_product_bits(m);
	double	   *outlook = te_vector(m->ncountries + 1);
	double	   *of_all = te_vector(m->nproducts + 1);
	double	   *row = te_vector(m->nproducts + 1);

	for (int p = 0; p < m->nproducts; p++)
	{
		const uint64 *has = b.bits + (Size) p * b.words;
		double		all = 0.0;
		double		worth;

		if (m->ubiquity[p] == 0)
			continue;
		te_proximity_row(&b, p, row);
		for (int q = 0; q < m->nproducts; q++)
			all += row[q];
		worth = product_complexity[p] / all;
		for (int q = 0; q < m->nproducts; q++)
			of_all[q] += worth * row[q];
		for (int c = 0; c < m->ncountries; c++)
			if ((has[c / 64] >> (c % 64) & 1) != 0)
				outlook[c] -= worth * sum_of_country(m, row, c);
	}
	for (int c = 0; c < m->ncountries; c++)
		outlook[c] += sum_of_country(m, of_all, c);
	pfree(of_all);
	pfree(row);
	pfree(b.bits);
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
