/*
 * system.c
 *	  A matrix C over the edges of a network, never built: products and row sums.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "propagation/edges.h"
#include "propagation/system.h"

/* y = C x but for the factors of rows, where edges are those of columns. */
static void
add_columns(const TeSystem *sys, const double *x, double *y)
{
	memset(y, 0, sys->n * sizeof(double));
	for (int i = 0; i < sys->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		te_scatter(sys, i, sys->col != NULL ? sys->col[i] * x[i] : x[i], y);
	}
}

/* y = C x */
void
te_system_product(const TeSystem *sys, const double *x, double *y)
{
	if (!sys->transposed)
		for (int i = 0; i < sys->n; i++)
		{
			CHECK_FOR_INTERRUPTS();
			y[i] = sys->row[i] * te_gather(sys, i, x);
		}
	else
	{
		add_columns(sys, x, y);
		for (int i = 0; i < sys->n; i++)
		{
			TE_CHECK_EVERY(i);
			y[i] *= sys->row[i];
		}
	}
}

/* y = x - C x */
void
te_system_apply(const TeSystem *sys, const double *x, double *y)
{
	te_system_product(sys, x, y);
	for (int i = 0; i < sys->n; i++)
	{
		TE_CHECK_EVERY(i);
		y[i] = x[i] - y[i];
	}
}

/* Row sums of |C|, which need nothing looked up where edges are those of rows. */
void
te_system_row_sums(const TeSystem *sys, double *sum)
{
	TeSystem	abs = *sys;

	abs.absolute = sys->signs;
	if (!sys->transposed && sys->col == NULL)
		for (int i = 0; i < sys->n; i++)
		{
			bool		known = sys->sums != NULL && !abs.absolute;
			double		amount = known ? sys->sums[i] : 0.0;

			CHECK_FOR_INTERRUPTS();
			for (uint32 e = sys->start[i]; !known && e < sys->start[i + 1]; e++)
				amount += abs.absolute ? fabs(sys->amount[e]) : sys->amount[e];
			sum[i] = sys->row[i] * amount;
		}
	else
	{
		double	   *one = te_vector_ones(sys->n);

		te_system_product(&abs, one, sum);
		pfree(one);
	}
}
