/*
 * network_equal_sql.c
 *	  Equality of supply networks, so that a network can be a key of GROUP BY.
 */
#include "postgres.h"

#include <math.h>

#include "common/hashfn.h"
#include "fmgr.h"
#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "network/network.h"

#define HASHED_EDGES 64			/* edges of which a hash takes the amounts */

TE_FUNCTION(te_network_eq);
TE_FUNCTION(te_network_ne);
TE_FUNCTION(te_network_hash);

/* Are two numbers of a node the same?  What is not known is NaN, or no array at all. */
static bool
same_attribute(const double *a, const double *b, int i)
{
	double		x = a != NULL ? a[i] : NAN;
	double		y = b != NULL ? b[i] : NAN;

	return x == y || (isnan(x) && isnan(y));
}

/* Sector of node i; empty where it has none. */
static TeCode
sector_of(const TeNetworkView *v, int i)
{
	if (v->sector == NULL || v->sector[i] == TE_NETWORK_NO_SECTOR)
		return te_code("", 0);
	return te_network_sector_code(v, (int) v->sector[i]);
}

/* Do two networks say the same of node i? */
static bool
same_node(const TeNetworkView *a, const TeNetworkView *b, int i)
{
	return te_code_cmp(te_network_code(a, i), te_network_code(b, i)) == 0 &&
		same_attribute(a->output, b->output, i) &&
		same_attribute(a->final_demand, b->final_demand, i) &&
		same_attribute(a->value_added, b->value_added, i) &&
		same_attribute(a->essential, b->essential, i) &&
		te_code_cmp(sector_of(a, i), sector_of(b, i)) == 0;
}

/* Does node i sell the same in two networks? */
static bool
same_sales(const TeNetworkView *a, const TeNetworkView *b, int i)
{
	uint32		n = a->out_start[i + 1] - a->out_start[i];

	if (n != b->out_start[i + 1] - b->out_start[i])
		return false;
	for (uint32 k = 0; k < n; k++)
		if (a->out_user[a->user_start[i] + k] != b->out_user[b->user_start[i] + k] ||
			a->out_amount[a->out_start[i] + k] != b->out_amount[b->out_start[i] + k])
			return false;
	return true;
}

/* Same nodes, figures, edges and amounts; counts of rows do not matter. */
static bool
is_same(const TeNetwork *one, const TeNetwork *other)
{
	TeNetworkView a;
	TeNetworkView b;

	if (one == other || (VARSIZE(one) == VARSIZE(other) && memcmp(one, other, VARSIZE(one)) == 0))
		return true;
	te_network_open(&a, one);
	te_network_open(&b, other);
	if (a.nnodes != b.nnodes || a.nedges != b.nedges)
		return false;
	for (int i = 0; i < a.nnodes; i++)
	{
		TE_CHECK_EVERY(i);
		if (!same_node(&a, &b, i) || !same_sales(&a, &b, i))
			return false;
	}
	return true;
}

/* network = network */
Datum
te_network_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_same(PG_GETARG_TE_NETWORK_P(0), PG_GETARG_TE_NETWORK_P(1)));
}

/* network <> network */
Datum
te_network_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!is_same(PG_GETARG_TE_NETWORK_P(0), PG_GETARG_TE_NETWORK_P(1)));
}

/* Hash that agrees with equality: of the size and some amounts, for it is asked row by row. */
Datum
te_network_hash(PG_FUNCTION_ARGS)
{
	TeNetworkView v;
	uint64		hash;
	int			step;

	te_network_open(&v, PG_GETARG_TE_NETWORK_P(0));
	hash = hash_bytes_extended((const unsigned char *) &v.nnodes, sizeof(int), (uint64) v.nedges);
	step = v.nedges / HASHED_EDGES + 1;
	for (int e = 0; e < v.nedges; e += step)
	{
		double		amount = v.out_amount[e] + 0.0; /* -0 as 0 */

		hash = hash_bytes_extended((const unsigned char *) &amount, sizeof(double), hash);
	}
	PG_RETURN_INT32((int32) hash);
}
