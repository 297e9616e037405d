/*
 * advantages.c
 *	  Who exports what with advantage: the matrix that complexity is read from.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "indicator/advantages.h"

#define ROUNDING 1e-12			/* of an advantage, from that of amounts and
								 * totals */

/*
 * The pairs whose revealed advantage, or amount, reaches the threshold: where trade
 * is proportional, rounding must not say who has an advantage.
 */
void
te_advantages_read(TeAdvantages *m, const TeTradeTable *t, double threshold, bool given)
{
	double		reached = given ? threshold : threshold * (1.0 - ROUNDING);
	int			n = 0;

	*m = (TeAdvantages)
	{
		.trade = t, .ncountries = t->ncountries, .nproducts = t->nproducts
	};
	m->start = te_alloc_zero(sizeof(int) * ((Size) t->ncountries + 1));
	m->of = te_alloc(sizeof(int) * ((Size) t->nflows + 1));
	m->diversity = te_vector(t->ncountries + 1);
	m->ubiquity = te_vector(t->nproducts + 1);
	for (int c = 0; c < t->ncountries; c++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int k = t->start[c]; k < t->start[c + 1]; k++)
			if ((given ? t->amount[k] : te_trade_table_advantage(t, c, k, TE_BALASSA)) >= reached)
			{
				m->of[n++] = t->of[k];
				m->diversity[c]++;
				m->ubiquity[t->of[k]]++;
			}
		m->start[c + 1] = n;
	}
}

/* Sum of a row's numbers over what each of n countries has, from country "from" on. */
void
te_sum_had_by(const TeAdvantages *m, const double *row, int from, int n, double *sum)
{
	for (int c = from; c < from + n; c++)
	{
		double		s[2] = {0.0, 0.0};
		int			k = m->start[c];

		TE_CHECK_EVERY(c);
		for (; k + 2 <= m->start[c + 1]; k += 2)
		{
			s[0] += row[m->of[k]];
			s[1] += row[m->of[k + 1]];
		}
		if (k < m->start[c + 1])
			s[0] += row[m->of[k]];
		sum[c - from] = s[0] + s[1];
	}
}

/* Sum of a row's numbers over what each country has. */
void
te_sum_had(const TeAdvantages *m, const double *row, double *sum)
{
	te_sum_had_by(m, row, 0, m->ncountries, sum);
}
