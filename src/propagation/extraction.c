/*
 * extraction.c
 *	  What the economy loses when a node drops out: hypothetical extraction of
 *	  every node at once, and cuts of single flows.
 *
 * With L = (I - A)^-1, G = (I - B)^-1 = x̂^-1 L x̂, and the matrix inversion lemma
 * (Woodbury 1950) for the changed row or column of A, extraction of node j needs
 * no inverse of its own: only column sums of L, row sums of G and L_jj.
 * Sources: Dietzenbacher and Lahr 2013 (partial extraction), Miller and Lahr
 * 2001 (variants); Miller and Blair 2009, 12.2.6.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/sum.h"
#include "base/trade_exposure.h"
#include "propagation/dense.h"
#include "propagation/extraction.h"

double *
te_own_inverse(const TeModel *model, const bool *named)
{
	TeSystem	sys = te_model_system(model, TE_BY_SUPPLIER);
	int			n = sys.n;
	double	   *own = te_vector(n);
	double		solving = 0.0;

	for (int j = 0; j < n; j++)
		solving += named[j] ? 40.0 * 5.0 * (model->v.nedges + n) : 0.0;
	if (n > TE_DENSE_MAX_NODES || solving < 2.0 * n * (double) n * n)
	{
		double	   *b = te_vector(n);
		double	   *y = te_vector(n);
		TeSolveReport report = {0};

		for (int j = 0; j < n; j++)
		{
			if (!named[j])
				continue;
			b[j] = 1.0;
			te_model_solve(model, &sys, b, y, &report);
			own[j] = y[j];
			b[j] = 0.0;
		}
	}
	else
	{
		int			stride;
		double	   *inverse = te_dense_inverse(&sys, &stride);

		for (int j = 0; j < n; j++)
			own[j] = inverse[(Size) j * stride + j];
		pfree(inverse);
	}
	return own;
}

double *
te_indirect_effect(const TeModel *model, TeSide side)
{
	TeSystem	sys = te_model_system(model, side);
	TeSolveReport report = {0};
	double	   *one = te_vector(sys.n);
	double	   *direct = te_vector(sys.n);
	double	   *sum = te_vector(sys.n);

	for (int i = 0; i < sys.n; i++)
		one[i] = 1.0;
	te_system_product(&sys, one, direct);
	te_model_solve(model, &sys, direct, sum, &report);
	pfree(one);
	pfree(direct);
	return sum;
}

double *
te_cut_amounts(const TeNetworkView *v, const bool *suppliers, const bool *users, double share,
			   double *lost)
{
	double	   *amount = te_vector(v->nedges);

	for (int i = 0; i < v->nnodes; i++)
	{
		TeSum		sum = {0.0, 0.0};
		const uint32 *user = te_network_users(v, i, NULL);

		CHECK_FOR_INTERRUPTS();
		for (uint32 e = v->out_start[i]; e < v->out_start[i + 1]; e++)
		{
			bool		hit = suppliers[i] && users[*user++];

			amount[e] = v->out_amount[e] * (hit ? 1.0 - share : 1.0);
			if (hit)
				te_sum_add(&sum, v->out_amount[e] * share);
		}
		lost[i] = sum.hi;
	}
	return amount;
}
