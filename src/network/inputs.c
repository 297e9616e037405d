/*
 * inputs.c
 *	  Groups what each user of a supply network buys by product.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "network/inputs.h"

/* Numbers the products: the sectors first, then one for each node without a sector. */
static void
number_products(const TeNetworkView *view, TeInputs *inputs)
{
	inputs->node_product = palloc(sizeof(int) * ((Size) view->nnodes + 1));
	inputs->only_supplier = palloc(sizeof(int) * ((Size) view->nnodes + 1));
	inputs->nproducts = view->nsectors;
	for (int i = 0; i < view->nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		if (view->sector != NULL && view->sector[i] != TE_NETWORK_NO_SECTOR)
			inputs->node_product[i] = view->sector[i];
		else
		{
			inputs->only_supplier[inputs->nproducts - view->nsectors] = i;
			inputs->node_product[i] = inputs->nproducts++;
		}
	}
}

int *
te_inputs_by_product(const TeInputs *inputs)
{
	int		   *start = palloc0(sizeof(int) * ((Size) inputs->nproducts + 1));
	int		   *order = palloc(sizeof(int) * ((Size) inputs->n + 1));

	for (int i = 0; i < inputs->n; i++)
	{
		TE_CHECK_EVERY(i);
		start[inputs->node_product[i] + 1]++;
	}
	for (int p = 0; p < inputs->nproducts; p++)
		start[p + 1] += start[p];
	for (int i = 0; i < inputs->n; i++)
	{
		TE_CHECK_EVERY(i);
		order[start[inputs->node_product[i]]++] = i;
	}
	pfree(start);
	return order;
}

/*
 * Places every purchase with its user, by product and supplier; returns where
 * each user's purchases start (n + 1 places).
 */
static int *
place_edges(const TeNetworkView *view, TeInputs *inputs)
{
	int		   *start = palloc0(sizeof(int) * ((Size) inputs->n + 2));
	int		   *order = te_inputs_by_product(inputs);
	uint32	   *scratch = palloc(sizeof(uint32) * ((Size) inputs->n + 1));

	/* start[j + 1] counts, then moves, so that it ends as the start of j + 1 */
	for (int i = 0; i < inputs->n; i++)
	{
		const uint32 *user = te_network_users(view, i, scratch);

		CHECK_FOR_INTERRUPTS();
		for (int e = view->out_start[i]; e < view->out_start[i + 1]; e++, user++)
			if (view->out_amount[e] > 0)
				start[*user + 2]++;
	}
	for (int j = 0; j < inputs->n; j++)
		start[j + 2] += start[j + 1];
	inputs->nedges = start[inputs->n + 1];
	inputs->supplier = te_alloc(sizeof(int) * ((Size) inputs->nedges + 1));
	inputs->amount = te_alloc(sizeof(double) * ((Size) inputs->nedges + 1));
	for (int o = 0; o < inputs->n; o++)
	{
		int			i = order[o];
		const uint32 *user = te_network_users(view, i, scratch);

		CHECK_FOR_INTERRUPTS();
		for (int e = view->out_start[i]; e < view->out_start[i + 1]; e++, user++)
		{
			if (view->out_amount[e] > 0)
			{
				int			k = start[*user + 1]++;

				inputs->supplier[k] = i;
				inputs->amount[k] = view->out_amount[e];
			}
		}
	}
	pfree(order);
	pfree(scratch);
	return start;
}

/* Cuts each user's purchases into groups of one product. */
static void
cut_groups(TeInputs *inputs, const int *start)
{
	int			capacity = 1024;

	inputs->group_start = palloc(sizeof(int) * ((Size) inputs->n + 1));
	inputs->edge_start = palloc(sizeof(int) * ((Size) capacity + 1));
	inputs->product = palloc(sizeof(int) * (Size) capacity);
	inputs->ngroups = 0;
	for (int j = 0; j < inputs->n; j++)
	{
		TE_CHECK_EVERY(j);
		inputs->group_start[j] = inputs->ngroups;
		for (int k = start[j]; k < start[j + 1]; k++)
		{
			int			product = inputs->node_product[inputs->supplier[k]];

			if (k > start[j] && product == inputs->product[inputs->ngroups - 1])
				continue;
			if (inputs->ngroups == capacity)
			{
				capacity *= 2;
				inputs->edge_start = repalloc(inputs->edge_start, sizeof(int) * ((Size) capacity + 1));
				inputs->product = repalloc(inputs->product, sizeof(int) * (Size) capacity);
			}
			inputs->product[inputs->ngroups] = product;
			inputs->edge_start[inputs->ngroups++] = k;
		}
	}
	inputs->group_start[inputs->n] = inputs->ngroups;
	inputs->edge_start[inputs->ngroups] = inputs->nedges;
}

/* Groups the purchases of every user; amounts must not be negative. */
TeInputs *
te_inputs_build(const TeNetworkView *view)
{
	TeInputs   *inputs = palloc0(sizeof(TeInputs));
	int		   *start;

	inputs->n = view->nnodes;
	number_products(view, inputs);
	start = place_edges(view, inputs);
	cut_groups(inputs, start);
	pfree(start);
	return inputs;
}

void
te_inputs_free_purchases(TeInputs *inputs)
{
	pfree(inputs->group_start);
	pfree(inputs->edge_start);
	pfree(inputs->product);
	pfree(inputs->supplier);
	pfree(inputs->amount);
	inputs->group_start = inputs->edge_start = inputs->product = inputs->supplier = NULL;
	inputs->amount = NULL;
}

TeCode
te_inputs_product_code(const TeNetworkView *view, const TeInputs *inputs, int product)
{
	if (product < view->nsectors)
		return te_network_sector_code(view, product);
	return te_network_code(view, inputs->only_supplier[product - view->nsectors]);
}

bool *
te_inputs_essential(const TeNetworkView *view, const TeInputs *inputs)
{
	bool	   *essential = palloc((Size) inputs->nproducts + 1);
	double	   *above = te_vector(inputs->nproducts);

	for (int v = 0; v < inputs->n && view->essential != NULL; v++)
	{
		TE_CHECK_EVERY(v);
		if (!isnan(view->essential[v]))
			above[inputs->node_product[v]] += view->essential[v] - 0.5;
	}
	for (int p = 0; p < inputs->nproducts; p++)
		essential[p] = above[p] >= 0;
	return essential;
}
