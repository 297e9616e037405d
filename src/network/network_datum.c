/*
 * network_datum.c
 *	  From bytes that a table or another worker holds to a network that is safe to read.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"

#include "base/stored.h"
#include "base/trade_exposure.h"
#include "network/network.h"
#include "network/network_cache.h"
#include "network/network_datum.h"
#include "network/network_expanded.h"

/* Report that a stored value is damaged. */
static void
damaged(const char *what, uint32 which)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("supply network is damaged"),
			 errdetail("%s %u is out of place.", what, which),
			 errhint("Build it again from its flows.")));
}

/* Throws when a long code does not lie in the value. */
static void
check_names(const TeNetwork *net, const char *what, const uint32 *name, uint32 n)
{
	Size		size = VARSIZE(net);
	Size		first = size - net->name_bytes;

	for (uint32 i = 0; i < n; i++)
		if (name[i] != 0 && (name[i] < first || name[i] >= size ||
							 name[i] + 1 + ((const unsigned char *) net)[name[i]] > size))
			damaged(what, i);
}

/*
 * Throws when following the value would lead out of it.  That is all that is
 * looked at on each use: what else can be wrong is found by te_network_check.
 */
static void
check_places(const TeNetwork *net)
{
	TeNetworkView v;
	uint32		n = net->nnodes;
	Size		words = ((Size) n + 31) / 32;
	uint32		most = 0;

	te_network_open_packed(&v, net);
	if (v.out_start[0] != 0 || v.out_start[n] != net->nedges)
		damaged("The first edge of node", n);
	for (uint32 i = 0; i < n; i++)
	{
		const char *row = v.bits != NULL ? (const char *) (v.bits + i * words) : NULL;

		if (v.out_start[i] > v.out_start[i + 1] ||
			(row != NULL && (pg_popcount(row, words * sizeof(uint32)) != v.out_start[i + 1] - v.out_start[i] ||
							 (n % 32 != 0 && v.bits[i * words + words - 1] >> n % 32 != 0))))
			damaged("The last edge of node", i);
	}
	for (uint32 e = 0; v.out_user != NULL && e < net->nedges; e++)
	{
		TE_CHECK_EVERY(e);
		most = Max(most, v.out_user[e]);
	}
	if (net->nedges > 0 && most >= n)
		damaged("The user of an edge, node", most);
	check_names(net, "The name of node", v.name, n);
	check_names(net, "The name of sector", v.sector_name, net->nsectors);
	for (uint32 i = 0; v.sector != NULL && i < n; i++)
		if (v.sector[i] >= net->nsectors && v.sector[i] != TE_NETWORK_NO_SECTOR)
			damaged("The sector of node", i);
}

/* The value in memory; one stored outside its row comes in pieces, so that it can be cancelled. */
TeNetwork *
te_network_fetch(Datum datum)
{
	struct varlena *value = te_stored_fetch((struct varlena *) DatumGetPointer(datum));

	return (TeNetwork *) (value != NULL ? value : PG_DETOAST_DATUM(datum));
}

/* Either form as a sorted network that is safe to read. */
static TeNetwork *
safe(TeNetwork *net)
{
	if (!te_network_has_format(net))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("supply network of an unknown format"),
				 errhint("It was written by another version of the extension, or is damaged: build it again from its flows.")));
	if (net->flags & TE_NETWORK_PARTIAL)
		return te_network_end(te_network_state_checked(PointerGetDatum(net)));
	if (te_network_size(net) != VARSIZE(net))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("supply network is damaged: %u bytes where its header says %zu",
						(unsigned) VARSIZE(net), te_network_size(net))));
	check_places(net);
#ifdef USE_ASSERT_CHECKING
	te_network_check(net, VARSIZE(net));
#endif
	return net;
}

/* The argument as a sorted network that is safe to read, fetched only if it is not kept. */
TeNetwork *
te_network_from_datum(Datum datum)
{
	TeNetworkKey key;
	MemoryContext own;
	MemoryContext old;
	TeNetwork  *net;

	if (!te_network_key(datum, &key))
		return safe(te_network_fetch(datum));
	net = te_network_kept(&key);
	if (net != NULL)
		return net;
	own = te_network_kept_memory(&key);
	old = MemoryContextSwitchTo(own);
	net = safe(te_network_fetch(datum));
	MemoryContextSwitchTo(old);
	te_network_keep(&key, own, net);
	return net;
}

/* Throws unless the bytes have the format of networks; whether they are a partial form. */
static bool
is_partial(const TeNetwork *net)
{
	if (!te_network_has_format(net))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("supply network of an unknown format")));
	return (net->flags & TE_NETWORK_PARTIAL) != 0;
}

/*
 * The argument as a state in memory; throws when it is not one.  Of a partial
 * form only the header is looked at: one on its way through an aggregate comes
 * by with every row, and what becomes of it is checked when it is read.
 */
TeNetworkState *
te_network_state_from_datum(Datum datum)
{
	TeNetworkState *state = te_network_expanded(datum);

	if (likely(state == NULL))
		state = (TeNetworkState *) PG_DETOAST_DATUM(datum);
	if (unlikely(!is_partial((TeNetwork *) state)))
		return te_network_merge(te_network_begin(0), te_network_from_datum(PointerGetDatum(state)));
	if (unlikely(!te_network_state_has_head(state)))
		te_network_state_damaged("A part");
	return state;
}

/* The argument as a state to read, checked whole. */
TeNetworkState *
te_network_state_checked(Datum datum)
{
	TeNetworkState *state = te_network_state_from_datum(datum);

	te_network_state_check(state);
	return state;
}
