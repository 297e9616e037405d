/*
 * value_chain_inverse.c
 *	  Leontief's inverse column by column, for what needs all of it but keeps none.
 */
#include "postgres.h"

#include <math.h>

#include "base/trade_exposure.h"
#include "indicator/value_chain_inverse.h"

void
te_inverse_begin(TeInverse *v, const TeModel *model, bool lengths)
{
	memset(v, 0, sizeof(*v));
	te_chain_of_model(&v->chain, model);
	v->lengths = lengths;
	v->b = te_chain_matrix(&v->chain, TE_INVERSE_BATCH);
	v->x = te_chain_matrix(&v->chain, TE_INVERSE_BATCH);
	if (lengths)
		v->y = te_chain_matrix(&v->chain, TE_INVERSE_BATCH);
}

/* Solves the columns from "first" on. */
bool
te_inverse_columns(TeInverse *v, int first, const bool *named)
{
	const TeCells *bought = &v->chain.purchases;
	TeColumns	c = {.b = v->b, .x = v->x};
	bool		any = named == NULL;

	v->first = first;
	c.count = v->count = Min(TE_INVERSE_BATCH, v->chain.n - first);
	for (int j = first; j < first + v->count && !any; j++)
		any = named[j];
	if (!any)
		return false;
	memset(v->b, 0, (Size) v->chain.n * v->count * sizeof(double));
	for (int j = first; j < first + v->count; j++)
		for (uint32 e = bought->start[j]; e < bought->start[j + 1]; e++)
			v->b[(Size) bought->other[e] * v->count + j - first] =
				bought->amount[e] * v->chain.model.inverse[j];
	te_chain_solve(&v->chain, &v->chain.sales, &c);
	if (!v->lengths)
		return true;
	for (int i = 0; i < v->chain.n; i++)
		for (int k = 0; k < v->count; k++)
			v->b[(Size) i * v->count + k] =
				v->x[(Size) i * v->count + k] * v->chain.model.output[i];
	c.x = v->y;
	te_chain_solve(&v->chain, &v->chain.sales, &c);
	return true;
}

void
te_inverse_reached(const TeInverse *v, int j, bool *reached, int *stack)
{
	const TeCells *bought = &v->chain.purchases;
	int			n = 1;

	memset(reached, false, v->chain.n);
	stack[0] = j;
	while (n > 0)
	{
		int			to = stack[--n];

		for (uint32 e = bought->start[to]; e < bought->start[to + 1]; e++)
			if (bought->amount[e] != 0 && !reached[bought->other[e]])
			{
				reached[bought->other[e]] = true;
				stack[n++] = bought->other[e];
			}
	}
}

void
te_inverse_sums(TeInverseSums *s, const TeModel *model)
{
	TeInverse	v;
	int			n = model->v.nnodes;

	te_inverse_begin(&v, model, false);
	s->n = 0;
	s->column = te_vector(n + 1);
	s->column_square = te_vector(n + 1);
	s->row = te_vector(n + 1);
	s->row_square = te_vector(n + 1);
	for (int j = 0; j < n; j++)
	{
		if (j % TE_INVERSE_BATCH == 0)
			te_inverse_columns(&v, j, NULL);
		s->n += model->output[j] > 0;
		for (int i = 0; i < n; i++)
		{
			double		l = te_inverse_indirect(&v, i, j) + (i == j && model->output[i] > 0);

			s->column[j] += l;
			s->column_square[j] += l * l;
			s->row[i] += l;
			s->row_square[i] += l * l;
		}
	}
}

double
te_variation(double sum, double square, int n)
{
	if (n < 2)
		return NAN;
	return sqrt(Max(square - sum * sum / n, 0.0) / (n - 1)) / (sum / n);
}
