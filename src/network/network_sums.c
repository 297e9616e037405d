/*
 * network_sums.c
 *	  What the nodes of a network sell, buy and make (see network_sums.h).
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/net.h"
#include "base/trade_exposure.h"
#include "network/network_sums.h"

/* The sizes of the negative amounts that node i sells, added up. */
static double
out_negative(const TeNetworkView *view, int i)
{
	double		negative = 0;

	if (likely(!(view->value->flags & TE_NETWORK_NEGATIVE)))
		return 0;
	for (uint32 e = view->out_start[i]; e < view->out_start[i + 1]; e++)
		negative += Max(-view->out_amount[e], 0);
	return negative;
}

/* Σ amounts node i sells to the network's nodes, itself included. */
static double
sold_by(const TeNetworkView *view, int i)
{
	TeSum		sum[4] = {{0.0, 0.0}};
	uint32		e = view->out_start[i];
	uint32		end = view->out_start[i + 1];

	/*
	 * in a long row, four sums that do not wait for each other; short rows
	 * overlap anyway
	 */
	for (; e + 32 < end; e += 4)
		for (int k = 0; k < 4; k++)
			te_sum_carry(&sum[k], view->out_amount[e + k]);
	for (; e < end; e++)
		te_sum_carry(&sum[0], view->out_amount[e]);
	for (int k = 1; k < 4; k++)
	{
		te_sum_carry(&sum[0], sum[k].hi);
		sum[0].lo += sum[k].lo;
	}
	return te_net_of(te_sum_value(sum[0]), out_negative(view, i));
}

/* Throws when the amounts of one node add up to no finite number. */
static void
check_sum(const TeNetworkView *view, int i, double sum)
{
	if (unlikely(!isfinite(sum)))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the amounts of node \"%s\" are too large to add",
						te_code_cstring(te_network_code(view, i))),
				 errhint("Use a larger unit for the amounts.")));
}

/* ---- sums that are kept ---- */

static TeNetworkSums *kept_list;	/* those of networks that are kept */

void
te_network_sums_keep(TeNetworkSums *sums, const TeNetwork *net, MemoryContext context)
{
	*sums = (TeNetworkSums) {net, context, NULL, NULL, kept_list};
	kept_list = sums;
}

void
te_network_sums_forget(TeNetworkSums *sums)
{
	TeNetworkSums **at = &kept_list;

	while (*at != NULL && *at != sums)
		at = &(*at)->next;
	if (*at != NULL)
		*at = sums->next;
}

/* The sums of a network that is kept and in use; NULL: it is not. */
static TeNetworkSums *
sums_of(const TeNetwork *net)
{
	TeNetworkSums *sums = kept_list;

	while (sums != NULL && sums->net != net)
		sums = sums->next;
	return sums;
}

/* A copy of sums that are kept with a network, or NULL. */
static double *
copy_kept(const double *kept, int n)
{
	double	   *x;

	if (kept == NULL)
		return NULL;
	x = te_vector_unset(n);
	te_copy(x, kept, n * sizeof(double));
	return x;
}

/* Keeps a copy of sums with a network that is kept. */
static void
keep_sums(const TeNetworkSums *sums, double **kept, const double *x, int n)
{
	MemoryContext old = MemoryContextSwitchTo(sums->context);

	*kept = copy_kept(x, n);
	MemoryContextSwitchTo(old);
}

/* What each node sells to the network's nodes, where it is kept; else NULL. */
static const double *
kept_sales(const TeNetworkView *view)
{
	const TeNetworkSums *sums = sums_of(view->value);

	return sums == NULL ? NULL : sums->sold;
}

/* ---- what nodes sell, buy and make ---- */

/* Σ amounts a node sells to the network's nodes, itself included. */
double *
te_network_out_strength(const TeNetworkView *view)
{
	TeNetworkSums *sums = sums_of(view->value);
	double	   *x = copy_kept(kept_sales(view), view->nnodes);

	if (x != NULL)
		return x;
	x = te_vector_unset(view->nnodes);
	for (int i = 0; i < view->nnodes; i++)
	{
		CHECK_FOR_INTERRUPTS();
		x[i] = sold_by(view, i);
		check_sum(view, i, x[i]);
	}
	if (sums != NULL)
		keep_sums(sums, &sums->sold, x, view->nnodes);
	return x;
}

/* Σ amounts a node buys from the network's nodes, added up. */
static double *
add_purchases(const TeNetworkView *view)
{
	double	   *x = te_vector(view->nnodes);
	TeSum	   *sum = te_alloc_zero((view->nnodes + (Size) 1) * sizeof(TeSum));
	double	   *negative = (view->value->flags & TE_NETWORK_NEGATIVE) ?
		te_vector(view->nnodes) : NULL;
	uint32	   *scratch = palloc_array(uint32, view->nnodes + 1);

	for (int i = 0; i < view->nnodes; i++)
	{
		const uint32 *user = te_network_users(view, i, scratch);

		CHECK_FOR_INTERRUPTS();
		for (uint32 e = view->out_start[i]; e < view->out_start[i + 1]; e++)
		{
			if (unlikely(negative != NULL))
				negative[*user] += Max(-view->out_amount[e], 0);
			te_sum_carry(&sum[*user++], view->out_amount[e]);
		}
	}
	for (int i = 0; i < view->nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		x[i] = te_net_of(te_sum_value(sum[i]), negative == NULL ? 0 : negative[i]);
		check_sum(view, i, x[i]);
	}
	pfree(sum);
	pfree(scratch);
	return x;
}

/* Σ amounts a node buys from the network's nodes, itself included. */
double *
te_network_in_strength(const TeNetworkView *view)
{
	TeNetworkSums *sums = sums_of(view->value);
	double	   *x = copy_kept(sums == NULL ? NULL : sums->bought, view->nnodes);

	if (x != NULL)
		return x;
	x = add_purchases(view);
	if (sums != NULL)
		keep_sums(sums, &sums->bought, x, view->nnodes);
	return x;
}

/* Output of each node: the given one, else sales to nodes plus known final demand. */
double *
te_network_output(const TeNetworkView *view)
{
	const double *sold = kept_sales(view);
	double	   *x = te_vector(view->nnodes);

	for (int i = 0; i < view->nnodes; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (view->output != NULL && !isnan(view->output[i]))
			x[i] = view->output[i];
		else
			x[i] = sold != NULL ? sold[i] : sold_by(view, i);
		if (view->output != NULL && isnan(view->output[i]) && !isnan(view->final_demand[i]))
			x[i] += view->final_demand[i];
		check_sum(view, i, x[i]);
	}
	return x;
}

/* Throws where what node i sells differs from its output by more than rounding. */
void
te_network_check_account(const TeNetworkView *view, int i, double output, double sales,
						 double demand, const char *function)
{
	if (fabs(output - sales - demand) <=
		TE_NETWORK_GAP * (fabs(output) + fabs(sales) + fabs(demand)))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("%s: accounts of node \"%s\" do not balance", function,
					te_code_cstring(te_network_code(view, i))),
			 errdetail("Its output is %.15g, but sales of %.15g and final demand of %.15g make %.15g.",
					   output, sales, demand, sales + demand),
			 errhint("Correct them, or give one of the two alone: the other follows from what is "
					 "sold. leontief_check() tells the largest gap.")));
}

/* Throws where output and final demand are both given, and contradict each other. */
void
te_network_require_balance(const TeNetworkView *view, const char *function)
{
	const double *sold = kept_sales(view);

	for (int i = 0; view->output != NULL && i < view->nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		if (!isnan(view->output[i]) && !isnan(view->final_demand[i]))
			te_network_check_account(view, i, view->output[i],
									 sold != NULL ? sold[i] : sold_by(view, i),
									 view->final_demand[i], function);
	}
}
