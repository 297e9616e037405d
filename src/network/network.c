/*
 * network.c
 *	  The sorted supply network: layout, look-ups, vectors over its nodes, and
 *	  the check of bytes from outside.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/array.h"

#include "base/arrays.h"
#include "base/digest.h"
#include "base/net.h"
#include "base/trade_exposure.h"
#include "mix/mix.h"
#include "network/network.h"

/* Takes the next "count" elements of "width" bytes at "*at". */
static const void *
take(const char **at, Size count, Size width)
{
	const char *here = *at;

	*at += count * width;
	return here;
}

/* Bytes of a sorted network with that header. */
Size
te_network_size(const TeNetwork *net)
{
	Size		n = net->nnodes;
	Size		m = net->nedges;
	Size		s = net->nsectors;
	Size		size = te_network_header(net);

	size += m * sizeof(double) + (n + s) * (sizeof(uint64) + sizeof(uint32));
	size += (n + 1) * sizeof(uint32);
	size += (net->flags & TE_NETWORK_PACKED ? n * ((n + 31) / 32) : m) * sizeof(uint32);
	if (net->flags & TE_NETWORK_ATTRIBUTES)
		size += 4 * n * sizeof(double);
	if (net->flags & TE_NETWORK_SECTORS)
		size += n * sizeof(uint32);
	return size + net->name_bytes;
}

/* An empty sorted network of that size, arrays zeroed; throws above the limit. */
TeNetwork *
te_network_alloc(uint32 nnodes, uint32 nedges, uint32 nsectors, uint8 flags, Size name_bytes)
{
	TeNetwork	head = {.format = TE_NETWORK_FORMAT};
	TeNetwork  *net;
	Size		size;

	head.flags = flags | (te_network_packs(nnodes, nedges) ? TE_NETWORK_PACKED : 0);
	head.nnodes = nnodes;
	head.nedges = nedges;
	head.nsectors = nsectors;
	head.name_bytes = (uint32) Min(name_bytes, TE_NETWORK_MAX_SIZE);
	size = te_network_size(&head);
	if (size > TE_NETWORK_MAX_SIZE)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a supply network of %u nodes and %u edges is larger than 1 GB", nnodes, nedges),
				 errdetail("It needs %zu bytes: 8 to 12 an edge and 16 to 52 a node.", size),
				 errhint("Leave out the smallest flows, or build one network per product or year.")));
	net = te_alloc_zero(size);
	*net = head;
	SET_VARSIZE(net, size);
	return net;
}

/* The digest of a value's bytes: those before the digest, then those behind it. */
static void
digest_of(const TeNetwork *net, uint64 digest[2])
{
	digest[0] = digest[1] = VARSIZE(net);
	te_digest_add(digest, &net->format, offsetof(TeNetwork, digest) - offsetof(TeNetwork, format));
	te_digest_add(digest, net + 1, VARSIZE(net) - sizeof(TeNetwork));
}

void
te_network_seal(TeNetwork *net)
{
	digest_of(net, net->digest);
}

/* Is the digest that of the bytes?  Format 2 has none. */
static bool
is_sealed(const TeNetwork *net)
{
	uint64		digest[2];

	if (net->format != TE_NETWORK_FORMAT)
		return true;
	digest_of(net, digest);
	return digest[0] == net->digest[0] && digest[1] == net->digest[1];
}

bool
te_network_has_format(const TeNetwork *net)
{
	Size		size = VARSIZE(net);

	return size >= TE_NETWORK_LEAST &&
		(net->format == TE_NETWORK_FORMAT_2 ||
		 (net->format == TE_NETWORK_FORMAT && size >= sizeof(TeNetwork) &&
		  !(net->flags & TE_NETWORK_PARTIAL)));
}

/* Opens a sorted network for reading; users that are stored as bits stay so. */
void
te_network_open_packed(TeNetworkView *view, const TeNetwork *net)
{
	Size		n = net->nnodes;
	Size		m = net->nedges;
	Size		s = net->nsectors;
	const char *at = (const char *) net + te_network_header(net);
	bool		attributes = (net->flags & TE_NETWORK_ATTRIBUTES) != 0;

	memset(view, 0, sizeof(*view));
	view->value = net;
	view->nnodes = (int) n;
	view->nedges = (int) m;
	view->nsectors = (int) s;
	view->out_amount = take(&at, m, sizeof(double));
	if (attributes)
	{
		view->output = take(&at, n, sizeof(double));
		view->final_demand = take(&at, n, sizeof(double));
		view->value_added = take(&at, n, sizeof(double));
		view->essential = take(&at, n, sizeof(double));
	}
	view->word = take(&at, n, sizeof(uint64));
	view->sector_word = take(&at, s, sizeof(uint64));
	view->name = take(&at, n, sizeof(uint32));
	view->sector_name = take(&at, s, sizeof(uint32));
	view->out_start = take(&at, n + 1, sizeof(uint32));
	if (net->flags & TE_NETWORK_PACKED)
		view->bits = take(&at, n * ((n + 31) / 32), sizeof(uint32));
	else
		view->out_user = take(&at, m, sizeof(uint32));
	view->user_start = view->out_start;
	if (net->flags & TE_NETWORK_SECTORS)
		view->sector = take(&at, n, sizeof(uint32));
}

/* Writes the numbers of the bits set in a row of n; returns the place behind the last. */
static uint32 *
unpack_row(const uint32 *bits, uint32 n, uint32 *to)
{
	for (uint32 j = 0; j < n; j += 32)
	{
		uint32		word = *bits++;

		if (word == PG_UINT32_MAX)
			for (uint32 k = 0; k < 32; k++)
				*to++ = j + k;
		else
			for (; word != 0; word &= word - 1)
				*to++ = j + pg_rightmost_one_pos32(word);
	}
	return to;
}

/* The users of supplier i. */
const uint32 *
te_network_users(const TeNetworkView *view, int i, uint32 *scratch)
{
	Size		words = ((Size) view->nnodes + 31) / 32;

	if (view->out_user != NULL)
		return view->out_user + view->user_start[i];
	unpack_row(view->bits + i * words, view->nnodes, scratch);
	return scratch;
}

/* Opens a sorted network for reading, with the users of all edges. */
void
te_network_open(TeNetworkView *view, const TeNetwork *net)
{
	Size		words;
	uint32	   *to;

	te_network_open_packed(view, net);
	if (view->out_user != NULL)
		return;
	words = ((Size) view->nnodes + 31) / 32;
	view->out_user = to = te_alloc(((Size) view->nedges + 1) * sizeof(uint32));
	for (int i = 0; i < view->nnodes; i++)
	{
		CHECK_FOR_INTERRUPTS();
		to = unpack_row(view->bits + i * words, view->nnodes, to);
	}
}

/* The same, where suppliers that sell to every node share the first list. */
void
te_network_open_shared(TeNetworkView *view, const TeNetwork *net)
{
	Size		n = net->nnodes;
	Size		words = (n + 31) / 32;
	Size		others = 0;
	uint32	   *start;
	uint32	   *user;
	uint32	   *to;

	te_network_open_packed(view, net);
	if (view->out_user != NULL)
		return;
	for (Size i = 0; i < n; i++)
	{
		Size		users = view->out_start[i + 1] - view->out_start[i];

		others += users < n ? users : 0;
	}
	start = te_alloc((n + 1) * sizeof(uint32));
	user = te_alloc((n + others + 1) * sizeof(uint32));
	for (Size j = 0; j < n; j++)
		user[j] = (uint32) j;
	to = user + n;
	for (Size i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		start[i] = 0;
		if (view->out_start[i + 1] - view->out_start[i] == n)
			continue;
		start[i] = (uint32) (to - user);
		to = unpack_row(view->bits + i * words, (uint32) n, to);
	}
	view->out_user = user;
	view->user_start = start;
}

/* The users of all edges, one after the other. */
const uint32 *
te_network_all_users(const TeNetworkView *view)
{
	TeNetworkView all;

	if (view->user_start == view->out_start && view->out_user != NULL)
		return view->out_user;
	te_network_open(&all, view->value);
	return all.out_user;
}

/* ---- codes ---- */

/* A stored code: up to 8 bytes in the word, longer ones where "name" points. */
static TeCode
stored_code(const TeNetwork *net, uint64 word, uint32 name)
{
	return te_code_stored(word, name == 0 ? NULL : (const char *) net + name);
}

/* Code of node i. */
TeCode
te_network_code(const TeNetworkView *view, int i)
{
	return stored_code(view->value, view->word[i], view->name[i]);
}

/* Code of sector s. */
TeCode
te_network_sector_code(const TeNetworkView *view, int s)
{
	return stored_code(view->value, view->sector_word[s], view->sector_name[s]);
}

/* Binary search in a sorted table of codes; -1 when it is not there. */
static int
find_code(const TeNetwork *net, const uint64 *word, const uint32 *name, int n, TeCode code)
{
	int			low = 0;
	int			high = n - 1;

	while (low <= high)
	{
		int			mid = low + (high - low) / 2;
		int			cmp = te_code_cmp(stored_code(net, word[mid], name[mid]), code);

		if (cmp == 0)
			return mid;
		if (cmp < 0)
			low = mid + 1;
		else
			high = mid - 1;
	}
	return -1;
}

/* Number of the node with that code, or -1. */
int
te_network_find(const TeNetworkView *view, TeCode code)
{
	return find_code(view->value, view->word, view->name, view->nnodes, code);
}

/* Number of the sector with that code, or -1. */
int
te_network_find_sector(const TeNetworkView *view, TeCode code)
{
	return find_code(view->value, view->sector_word, view->sector_name, view->nsectors, code);
}

/* Number of the node with that code; throws, naming it, when there is none. */
int
te_network_node(const TeNetworkView *view, TeCode code, const char *argument)
{
	int			i = te_network_find(view, code);

	if (i < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" names a node that is not in the network: \"%s\"",
						argument, te_code_cstring(code)),
				 errdetail("The network has %d nodes.", view->nnodes),
				 errhint("List them with SELECT node FROM each_node(network).")));
	return i;
}

/* Marks the nodes that a text[] names. */
bool *
te_network_named(const TeNetworkView *view, Datum array, const char *argument)
{
	bool	   *named = te_alloc_zero((Size) view->nnodes + 1);
	int			n;
	TeCode	   *codes = te_codes_arg(DatumGetArrayTypeP(array), argument, &n);

	for (int k = 0; k < n; k++)
	{
		TE_CHECK_EVERY(k);
		named[te_network_node(view, codes[k], argument)] = true;
	}
	return named;
}

/* Edge from supplier i to user j, or -1. */
static int
find_edge(const TeNetworkView *view, int i, int j)
{
	const uint32 *user = view->out_user + view->user_start[i];
	uint32		users = view->out_start[i + 1] - view->out_start[i];
	uint32		low = 0;
	uint32		high = users;

	while (low < high)
	{
		uint32		mid = low + (high - low) / 2;

		if (user[mid] < (uint32) j)
			low = mid + 1;
		else
			high = mid;
	}
	return low < users && user[low] == (uint32) j ? (int) (view->out_start[i] + low) : -1;
}

/* Whether there is an edge from supplier i to user j. */
bool
te_network_supplies(const TeNetworkView *view, int i, int j)
{
	return find_edge(view, i, j) >= 0;
}

/* What supplier i sells to user j; 0 when nothing. */
double
te_network_amount(const TeNetworkView *view, int i, int j)
{
	int			e = find_edge(view, i, j);

	return e < 0 ? 0.0 : view->out_amount[e];
}

/* ---- vectors over the nodes ---- */

/* The mix as a vector over the nodes, "absent" where it names no amount. */
double *
te_network_vector(const TeNetworkView *view, const TeMix *mix, double absent,
				  const char *argument)
{
	double	   *x = palloc_array(double, view->nnodes + 1);
	int			next = 0;

	for (int i = 0; i < view->nnodes; i++)
		x[i] = absent;
	/* both are sorted: in a mix of all nodes each is the next */
	for (uint32 i = 0; i < mix->norigins; i++, next++)
	{
		TeCode		code = te_mix_code(mix, i);

		TE_CHECK_EVERY(i);
		if (next >= view->nnodes || te_code_cmp(te_network_code(view, next), code) != 0)
			next = te_network_node(view, code, argument);
		x[next] = mix->items[i].amount;
	}
	if (mix->unspecified != 0.0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" holds an amount without a node", argument),
				 errdetail("The unspecified amount is %.15g.", mix->unspecified)));
	if (mix->norigins == 0 && mix->skipped_rows > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" holds no amount", argument),
				 errdetail("None of the " INT64_FORMAT " rows that it was made of had one.",
						   mix->skipped_rows),
				 errhint("Where each_node() has no final_demand, implied_demand is what output "
						 "leaves. For no amounts at all write '{}'.")));
	return x;
}

/* Throws when an edge is net negative. */
void
te_network_require_positive(const TeNetworkView *view, const char *function)
{
	uint32	   *scratch;
	int			i = 0;

	if (!(view->value->flags & TE_NETWORK_NEGATIVE))
		return;
	scratch = palloc_array(uint32, view->nnodes + 1);
	for (uint32 e = 0; e < (uint32) view->nedges; e++)
	{
		while (e >= view->out_start[i + 1])
			i++;
		if (view->out_amount[e] < 0)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("%s needs amounts of at least 0, but \"%s\" supplies \"%s\" with %.15g",
							function, te_code_cstring(te_network_code(view, i)),
							te_code_cstring(te_network_code(view, te_network_users(view, i, scratch)[e - view->out_start[i]])),
							view->out_amount[e]),
					 errhint("Leave negative flows (corrections, returns) out of the network.")));
	}
}

/* ---- check ---- */

#define BAD(...) \
	ereport(ERROR, \
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION), \
			 errmsg("invalid supply_network value"), \
			 errdetail(__VA_ARGS__)))

/*
 * Codes must be non-empty, ascending and without zero bytes inside; long ones
 * lie one behind the other from "*at" on, which ends behind the last.
 */
static void
check_codes(const TeNetwork *net, const uint64 *word, const uint32 *name, uint32 n, Size *at)
{
	for (uint32 i = 0; i < n; i++)
	{
		TeCode		code;

		if (name[i] != 0)
		{
			const unsigned char *p = (const unsigned char *) net + *at;

			if (name[i] != *at || *at >= VARSIZE(net) || *at + 1 + p[0] > VARSIZE(net) || p[0] <= 8)
				BAD("The name of code %u is out of place.", i);
			code = te_code((const char *) p + 1, p[0]);
			if (memchr(p + 1, 0, p[0]) != NULL || code.word != word[i])
				BAD("The name of code %u does not fit its first bytes.", i);
			*at += 1 + p[0];
		}
		else
		{
			code = stored_code(net, word[i], 0);
			for (int b = 0; b < code.len; b++)
				if (((word[i] >> (56 - 8 * b)) & 0xff) == 0)
					BAD("Code %u has a zero byte.", i);
		}
		if (word[i] == 0)
			BAD("Code %u is empty.", i);
		if (i > 0 && te_code_cmp(stored_code(net, word[i - 1], name[i - 1]), code) >= 0)
			BAD("Code %u is out of order.", i);
	}
}

/* Users ascend within a supplier, amounts are finite and not 0. */
static void
check_edges(const TeNetworkView *v)
{
	uint32	   *scratch = palloc_array(uint32, v->nnodes + 1);
	bool		negative = false;

	for (int i = 0; i < v->nnodes; i++)
	{
		const uint32 *user = te_network_users(v, i, scratch);
		uint32		start = v->out_start[i];

		for (uint32 e = start; e < v->out_start[i + 1]; e++)
		{
			if (e > start && user[e - start] <= user[e - start - 1])
				BAD("Edge %u leads to a wrong node.", e);
			if (!isfinite(v->out_amount[e]) || v->out_amount[e] == 0.0)
				BAD("Edge %u has the amount %g.", e, v->out_amount[e]);
			negative |= v->out_amount[e] < 0;
		}
		CHECK_FOR_INTERRUPTS();
	}
	pfree(scratch);
	if (negative != ((v->value->flags & TE_NETWORK_NEGATIVE) != 0))
		BAD("The flag for negative amounts is wrong.");
}

/* Attributes are unknown or finite, and at least one is known. */
static void
check_attributes(const TeNetworkView *v)
{
	bool		known = false;

	for (int i = 0; i < v->nnodes; i++)
	{
		if (isinf(v->output[i]) || isinf(v->final_demand[i]) || isinf(v->value_added[i]) ||
			v->essential[i] < 0.0 || v->essential[i] > 1.0)
			BAD("Node %d has an attribute out of range.", i);
		known |= !isnan(v->output[i]) || !isnan(v->final_demand[i]) ||
			!isnan(v->value_added[i]) || !isnan(v->essential[i]);
	}
	if (!known)
		BAD("No node has an attribute.");
}

/* Sector numbers exist, and each sector has a node. */
static void
check_sectors(const TeNetworkView *v)
{
	bool	   *used = palloc0(v->nsectors + 1);

	for (int i = 0; i < v->nnodes; i++)
	{
		if (v->sector[i] == TE_NETWORK_NO_SECTOR)
			continue;
		if (v->sector[i] >= (uint32) v->nsectors)
			BAD("Node %d has an unknown sector.", i);
		used[v->sector[i]] = true;
	}
	for (int s = 0; s < v->nsectors; s++)
		if (!used[s])
			BAD("Sector %d has no node.", s);
	pfree(used);
}

/* Checks every invariant of a sorted network. */
void
te_network_check(const TeNetwork *net, Size size)
{
	TeNetworkView v;
	Size		at;
	const uint8 known = TE_NETWORK_INEXACT | TE_NETWORK_NEGATIVE | TE_NETWORK_ATTRIBUTES |
		TE_NETWORK_SECTORS | TE_NETWORK_PACKED;

	if (size < TE_NETWORK_LEAST || VARSIZE(net) != size)
		BAD("It has %zu bytes.", size);
	if (!te_network_has_format(net) || (net->flags & ~known) != 0 || net->reserved != 0)
		BAD("Format %d or flags 0x%02x are unknown.", net->format, net->flags);
	if (net->nnodes > TE_NETWORK_MAX_NODES || te_network_size(net) != size)
		BAD("Its header says %u nodes and %u edges, which does not fit %zu bytes.",
			net->nnodes, net->nedges, size);
	if (!is_sealed(net))
		BAD("Its digest is not that of its %zu bytes.", size);
	if (net->rows < 0 || net->skipped_rows < 0)
		BAD("It has a negative number of rows.");
	if ((net->nsectors > 0) != ((net->flags & TE_NETWORK_SECTORS) != 0))
		BAD("The flag for sectors is wrong.");
	if (((net->flags & TE_NETWORK_PACKED) != 0) != te_network_packs(net->nnodes, net->nedges))
		BAD("The flag for packed users is wrong.");
	te_network_open_packed(&v, net);
	at = size - net->name_bytes;
	check_codes(net, v.word, v.name, net->nnodes, &at);
	check_codes(net, v.sector_word, v.sector_name, net->nsectors, &at);
	if (at != size)
		BAD("%zu bytes are left over.", size - at);
	check_edges(&v);
	if (v.output != NULL)
		check_attributes(&v);
	if (v.sector != NULL)
		check_sectors(&v);
}
