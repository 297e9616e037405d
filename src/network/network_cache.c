/*
 * network_cache.c
 *	  Stored networks that this process keeps (see network_cache.h).
 *
 * Reading a large network again costs more than most questions about it: a hundred
 * megabytes in pieces of two kilobytes, into memory that the system clears first.
 * What is kept is bounded in bytes.  It never decides an answer: a network that is
 * not kept is read, and gives the same.
 */
#include "postgres.h"

#include <limits.h>

#include "access/detoast.h"
#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/memutils.h"

#include "base/extension.h"
#include "base/trade_exposure.h"
#include "network/network_cache.h"
#include "network/network_sums.h"

#define KEPT_NETWORKS 16		/* at most */
#define LEAST_KEPT (128 * 1024) /* bytes from which a network is worth it */

/* A network that is kept. */
typedef struct Entry
{
	MemoryContext context;		/* holds it; NULL: the entry is free */
	TeNetworkKey key;
	TeNetwork  *net;
	TeNetworkSums sums;
	int			pins;			/* contexts that use it */
	uint64		used;			/* clock of the last use */
} Entry;

static MemoryContext kept_context;
static Entry entries[KEPT_NETWORKS];
static uint64 use_clock;
static int	limit_kb;			/* setting: memory that kept networks may take */

/* ---- room ---- */

/* Empties an entry. */
static void
drop_entry(Entry *entry)
{
	MemoryContext context = entry->context;

	te_network_sums_forget(&entry->sums);
	entry->context = NULL;
	entry->net = NULL;
	MemoryContextDelete(context);
}

/*
 * Drops networks that nobody uses, the one used longest ago first, until the
 * others and "coming" bytes more are within the limit and one entry is free for
 * what comes.
 */
static void
make_room(Size coming, Size limit)
{
	for (;;)
	{
		Entry	   *oldest = NULL;
		Size		size = coming;
		int			n = 0;

		for (int i = 0; i < KEPT_NETWORKS; i++)
		{
			if (entries[i].context == NULL)
				continue;
			n++;
			size += MemoryContextMemAllocated(entries[i].context, true);
			if (entries[i].pins == 0 && (oldest == NULL || entries[i].used < oldest->used))
				oldest = &entries[i];
		}
		if (oldest == NULL || (size <= limit && (coming == 0 || n < KEPT_NETWORKS)))
			return;
		drop_entry(oldest);
	}
}

/* A lower limit holds at once, but for networks in use. */
static void
assign_limit(int newval, void *extra)
{
	make_room(0, (Size) newval * 1024);
}

/* The setting: it bounds one's own process and never what the answers are, as work_mem does. */
static void
declare_settings(void)
{
	DefineCustomIntVariable("trade_exposure.network_cache",
							"Memory in which a process keeps the stored supply networks that it has read.",
							"The next question on the same network then does not read it again; 0 keeps none.",
							&limit_kb, 128 * 1024, 0, MAX_KILOBYTES,
							PGC_USERSET, GUC_UNIT_KB, NULL, assign_limit, NULL);
}

TE_ON_LOAD(declare_settings)

/* ---- use ---- */

/* A context that used a network is gone: the network may go, too, where the limit was lowered. */
static void
unpin(void *entry)
{
	((Entry *) entry)->pins--;
	make_room(0, (Size) limit_kb * 1024);
}

/* Keeps an entry where it is until the current context is reset. */
static TeNetwork *
pin(Entry *entry)
{
	MemoryContextCallback *end = palloc(sizeof(MemoryContextCallback));

	end->func = unpin;
	end->arg = entry;
	MemoryContextRegisterResetCallback(CurrentMemoryContext, end);
	entry->pins++;
	entry->used = ++use_clock;
	return entry->net;
}

bool
te_network_key(Datum datum, TeNetworkKey *key)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(datum);
	struct varatt_external pointer;
	TeNetwork  *head;
	bool		known;

	if (!VARATT_IS_EXTERNAL_ONDISK(value))
		return false;
	VARATT_EXTERNAL_GET_POINTER(pointer, value);
	key->relation = pointer.va_toastrelid;
	key->value = pointer.va_valueid;
	key->size = VARATT_EXTERNAL_GET_EXTSIZE(pointer);
	if (VARATT_EXTERNAL_IS_COMPRESSED(pointer) || key->size < LEAST_KEPT ||
		key->size > (Size) limit_kb * 1024)
		return false;
	head = (TeNetwork *) PG_DETOAST_DATUM_SLICE(datum, 0, sizeof(TeNetwork) - VARHDRSZ);
	known = VARSIZE(head) == sizeof(TeNetwork) && head->format == TE_NETWORK_FORMAT;
	if (known)
		memcpy(key->digest, head->digest, sizeof(key->digest));
	pfree(head);
	return known;
}

TeNetwork *
te_network_kept(const TeNetworkKey *key)
{
	for (int i = 0; i < KEPT_NETWORKS; i++)
	{
		const TeNetworkKey *k = &entries[i].key;

		if (entries[i].context != NULL && k->relation == key->relation && k->value == key->value &&
			k->size == key->size && k->digest[0] == key->digest[0] &&
			k->digest[1] == key->digest[1])
			return pin(&entries[i]);
	}
	return NULL;
}

/*
 * Room is made before the network is read, so that two are never there at a time
 * where one may be.
 */
MemoryContext
te_network_kept_memory(const TeNetworkKey *key)
{
	make_room(key->size, (Size) limit_kb * 1024);
	return AllocSetContextCreate(CurrentMemoryContext, "trade_exposure network",
								 ALLOCSET_SMALL_SIZES);
}

void
te_network_keep(const TeNetworkKey *key, MemoryContext context, TeNetwork *net)
{
	Entry	   *entry = NULL;

	make_room(MemoryContextMemAllocated(context, true), (Size) limit_kb * 1024);
	for (int i = 0; i < KEPT_NETWORKS && entry == NULL; i++)
		if (entries[i].context == NULL)
			entry = &entries[i];
	/* all are in use: this one goes with the context that it was read in */
	if (entry == NULL)
		return;
	if (kept_context == NULL)
		kept_context = AllocSetContextCreate(CacheMemoryContext, "trade_exposure networks",
											 ALLOCSET_SMALL_SIZES);
	entry->key = *key;
	entry->net = net;
	entry->pins = 0;
	/* it throws when there is no more memory: the entry is free until then */
	pin(entry);
	te_network_sums_keep(&entry->sums, net, context);
	MemoryContextSetParent(context, kept_context);
	entry->context = context;
}
