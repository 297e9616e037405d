/*
 * complexity_proximity.c
 *	  Proximity of products, or of countries, and what of it each country has.
 *
 * Source: Hidalgo et al. (Science 317, 2007).  The proximity of p and q is what
 * they have in common over the larger of their ubiquities u.  Its sum over what
 * country c has need not go through pairs of products: with p held by countries d,
 *
 *	  sum over d of (products that c and d share of ubiquity at most u(p)) / u(p)
 *					+ sum over products q that c and d share of ubiquity above
 *					  u(p) of 1 / u(q)
 *
 * which are two matrices of countries that grow while products pass by in order
 * of their ubiquity: steps of products x holders x countries, not of products x
 * products x holders.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "indicator/complexity_proximity.h"
#include "propagation/edges.h"

#define BLOCK_NUMBERS 4194304	/* numbers in an array of a block: 32 MB */
#define BY_COUNTRY 2			/* countries for each product up to which
								 * pairs of countries are the shorter way */

/* ---- pairs ---- */

/* No bits of n rows with so many columns. */
static TeBits
no_bits(int n, int columns, const double *count)
{
	TeBits		b = {.n = n, .words = (columns + 63) / 64, .count = count};

	b.bits = te_alloc_zero(sizeof(uint64) * ((Size) n * b.words + 1));
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

/* Proximity of number p to each from number "from" on. */
void
te_proximity_row(const TeBits *b, int p, int from, double *row)
{
	const uint64 *mine = b->bits + (Size) p * b->words;
	bool		fast = counts_bits();

	CHECK_FOR_INTERRUPTS();
	for (int q = from; q < b->n; q++)
	{
		const uint64 *other = b->bits + (Size) q * b->words;
		double		larger = Max(b->count[p], b->count[q]);
		int			common = fast ? common_bits_fast(mine, other, b->words) :
			common_bits(mine, other, b->words);

		row[q] = larger > 0 ? common / larger : 0.0;
	}
}

/* ---- sums of what countries have ---- */

/* Lists the countries of each product, ascending. */
static void
list_countries(TeNearness *near)
{
	const TeAdvantages *m = near->m;
	int			ones = m->start[m->ncountries];

	near->start = te_alloc_zero(sizeof(int) * ((Size) m->nproducts + 2));
	near->of = te_alloc(sizeof(int) * ((Size) ones + 1));

	/*
	 * start[p + 1] is where the next country of p goes, at the end that of p
	 * + 1
	 */
	for (int p = 1; p < m->nproducts; p++)
		near->start[p + 1] = near->start[p] + (int) m->ubiquity[p - 1];
	for (int c = 0; c < m->ncountries; c++)
	{
		TE_CHECK_EVERY(c);
		for (int k = m->start[c]; k < m->start[c + 1]; k++)
			near->of[near->start[m->of[k] + 1]++] = c;
	}
}

/* Orders products by their ubiquity, the rarest first. */
static void
order_products(TeNearness *near)
{
	const TeAdvantages *m = near->m;
	int		   *place = te_alloc_zero(sizeof(int) * ((Size) m->ncountries + 2));

	near->order = te_alloc(sizeof(int) * ((Size) m->nproducts + 1));
	for (int p = 0; p < m->nproducts; p++)
		place[(int) m->ubiquity[p] + 1]++;
	for (int u = 0; u < m->ncountries; u++)
		place[u + 1] += place[u];
	for (int p = 0; p < m->nproducts; p++)
		near->order[place[(int) m->ubiquity[p]]++] = p;
	pfree(place);
}

/* Prepares the sums. */
TeNearness
te_nearness(const TeAdvantages *m)
{
	TeNearness	near = {.m = m, .by_country = m->ncountries / BY_COUNTRY <= m->nproducts};
	int			longer = near.by_country ? Max(m->ncountries, m->nproducts) : m->nproducts;

	near.width = Max(1, Min(m->ncountries, BLOCK_NUMBERS / Max(longer, 1)));
	list_countries(&near);
	order_products(&near);
	if (!near.by_country)
		near.bits = te_product_bits(m);
	if (near.by_country)
		near.shared = te_vector_unset((Size) m->ncountries * near.width + 1);
	near.all = te_nearness_all(&near, NULL);
	return near;
}

/* Room for the sums of a block. */
double *
te_nearness_room(const TeNearness *near)
{
	return te_vector_unset((Size) near->m->nproducts * near->width + 1);
}

/* Gives back what the sums took. */
void
te_nearness_free(TeNearness *near)
{
	if (near->by_country)
		pfree(near->shared);
	else
		pfree(near->bits.bits);
	pfree(near->start);
	pfree(near->of);
	pfree(near->order);
	pfree(near->all);
}

/* The columns of a block: countries from "from" on, or one that has everything. */
typedef struct Columns
{
	int			from;			/* first country; -1: one that has everything */
	int			width;			/* how many */
	double	   *sum;			/* of each product and column */
	double	   *shared;			/* of each country and column */
} Columns;

/* Adds a product to what each of its countries shares with each column. */
static void
share_product(const TeNearness *near, const Columns *b, int p, double weight)
{
	const int  *of = near->of + near->start[p];
	int			n = near->start[p + 1] - near->start[p];
	int			first = 0;
	int			last = n;

	if (b->from < 0)
	{
		for (int i = 0; i < n; i++)
			b->shared[of[i]] += weight;
		return;
	}
	while (first < last && of[first] < b->from)
		first++;
	while (first < last && of[last - 1] >= b->from + b->width)
		last--;
	for (int i = 0; i < n; i++)
	{
		double	   *row = b->shared + (Size) of[i] * b->width - b->from;

		for (int k = first; k < last; k++)
			row[of[k]] += weight;
	}
}

/* Adds what the countries of a product share with each column to its sums. */
static void
sum_product(const TeNearness *near, const Columns *b, int p)
{
	double	   *row = b->sum + (Size) p * b->width;

	for (int k = near->start[p]; k < near->start[p + 1]; k++)
		te_run_add(row, b->shared + (Size) near->of[k] * b->width, 1.0, b->width);
}

/* The weight of a product; its weight by 1 / ubiquity in the second half. */
static inline double
weight_of(const TeNearness *near, const double *weight, int p, bool over)
{
	double		w = weight == NULL ? 1.0 : weight[p];

	return over ? w / near->m->ubiquity[p] : w;
}

/*
 * One half of the sums.  Products pass by in order of their ubiquity, those of the
 * same together: from the rarest on, each is shared before it is summed, for what
 * is at most as common counts; from the most common on, summed before.
 */
static void
sum_half(const TeNearness *near, const double *weight, const Columns *b, bool over)
{
	const double *ubiquity = near->m->ubiquity;
	int			n = near->m->nproducts;
	int			step = over ? -1 : 1;

	memset(b->shared, 0, sizeof(double) * near->m->ncountries * (Size) b->width);
	for (int i = over ? n - 1 : 0, j = i; i >= 0 && i < n; i = j)
	{
		double		u = ubiquity[near->order[i]];

		for (int half = 0; half < 2; half++)
			for (j = i; j >= 0 && j < n && ubiquity[near->order[j]] == u; j += step)
			{
				int			p = near->order[j];

				CHECK_FOR_INTERRUPTS();
				if ((half == 0) != over)
					share_product(near, b, p, weight_of(near, weight, p, over));
				else
					sum_product(near, b, p);
			}
	}
}

/* The sums through pairs of countries. */
static void
sum_by_country(const TeNearness *near, const double *weight, const Columns *b)
{
	memset(b->sum, 0, sizeof(double) * near->m->nproducts * (Size) b->width);
	sum_half(near, weight, b, false);
	for (int p = 0; p < near->m->nproducts; p++)
		for (int i = 0; i < b->width && near->m->ubiquity[p] > 0; i++)
			b->sum[(Size) p * b->width + i] /= near->m->ubiquity[p];
	sum_half(near, weight, b, true);
}

/* The sums through pairs of products. */
static void
sum_by_product(const TeNearness *near, const double *weight, const Columns *b)
{
	const TeAdvantages *m = near->m;
	double	   *row = te_vector(m->nproducts + 1);

	memset(b->sum, 0, sizeof(double) * m->nproducts * (Size) b->width);
	for (int p = 0; p < m->nproducts; p++)
	{
		double	   *sum = b->sum + (Size) p * b->width;

		te_proximity_row(&near->bits, p, 0, row);
		for (int q = 0; q < m->nproducts; q++)
			row[q] = row[q] > 0 ? row[q] * weight_of(near, weight, q, false) : 0.0;
		if (b->from >= 0)
			te_sum_had_by(m, row, b->from, b->width, sum);
		else
			for (int q = 0; q < m->nproducts; q++)
				*sum += row[q];
	}
	pfree(row);
}

/* Of each product the sum of its proximities to what each country of a block has. */
int
te_nearness_sums(TeNearness *near, const double *weight, int from, double *sum)
{
	Columns		b = {from, Min(near->width, near->m->ncountries - from), sum, near->shared};

	if (near->by_country)
		sum_by_country(near, weight, &b);
	else
		sum_by_product(near, weight, &b);
	return b.width;
}

/* The same sums over all products. */
double *
te_nearness_all(TeNearness *near, const double *weight)
{
	Columns		b = {-1, 1, te_vector(near->m->nproducts + 1), near->shared};

	if (near->by_country)
		sum_by_country(near, weight, &b);
	else
		sum_by_product(near, weight, &b);
	return b.sum;
}
