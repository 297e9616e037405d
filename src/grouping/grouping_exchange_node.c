/*
 * grouping_exchange_node.c
 *	  Rows that the participants of a parallel "Batch Group" hand to one another.
 *
 * Groups belong to partitions by their hash, one for each participant, so that no
 * group is in two of them and no states are to be merged.  Each participant reads
 * its part of the child, keeps the rows of the partition that it claimed, and hands
 * over the others in parcels, which lie in files that all can read.  It waits once:
 * when it has read its part, for those that still read theirs.  Nobody has returned
 * a row then, so that none of those can be waiting for whom it is to return rows
 * to.  After that each takes its own partition's parcels, and then those of
 * partitions that nobody claimed, because not all workers could be had.
 */
#include "postgres.h"

#include "optimizer/optimizer.h"
#include "port/atomics.h"
#include "storage/barrier.h"
#include "storage/sharedfileset.h"
#include "storage/spin.h"
#include "utils/datum.h"
#include "utils/expandeddatum.h"
#include "utils/memutils.h"
#include "utils/sharedtuplestore.h"

#if PG_VERSION_NUM >= 180000
#include "utils/wait_classes.h"
#else
#include "utils/wait_event.h"
#endif

#include "base/compat.h"
#include "grouping/grouping_exchange.h"

#define PARCEL_ROOM 8176		/* bytes; four of them fill what is written at
								 * a time */
#define NOBODY (-1)				/* no partition */

struct TeExchangeShared
{
	dsm_handle	segment;		/* of this memory */
	int			participants;	/* workers and the leader */
	int			partitions;		/* those that are to read */
	Barrier		reading;		/* phase 0: the child is being read; 1: it has
								 * been */
	pg_atomic_uint32 next;		/* first partition that nobody claimed */
	SharedFileSet files;
	slock_t		lock;			/* of "counts" */
	TeGroupCounts counts;		/* of those that are done */
	/* the partitions' stores follow */
};

/* Rows on their way, as they lie in a store: the size stands where a tuple's does. */
typedef struct Parcel
{
	uint32		size;			/* all in all */
	uint32		nrows;
} Parcel;

/* Rows that wait until they fill a parcel. */
typedef struct Outgoing
{
	Parcel	   *parcel;			/* NULL: none came yet */
	Size		room;			/* bytes there are for it */
} Outgoing;

struct TeExchange
{
	TeExchangeShared *shared;
	const TeKeys *keys;
	MemoryContext context;		/* of accessors and parcels, until the next
								 * run */
	SharedTuplestoreAccessor **stores;	/* by partition */
	Outgoing   *outgoing;		/* likewise */
	int			own;			/* partition claimed before reading */
	int			open;			/* partition that is being read */
	Size		row_size;		/* bytes of a row before its values */
};

/*
 * A row of a parcel: nulls of its keys (uint32), nulls of its other columns (a bit
 * each), the keys' words, and then the values that those do not hold.
 */

/* Bytes for the null bits of so many columns behind the keys, those of the keys included. */
static inline Size
nulls_size(int n)
{
	return MAXALIGN(sizeof(uint32) + (n + 7) / 8);
}

/* The store of a partition. */
static SharedTuplestore *
store_of(TeExchangeShared *shared, int partition)
{
	return (SharedTuplestore *) ((char *) shared + MAXALIGN(sizeof(TeExchangeShared)) +
								 partition * MAXALIGN(sts_estimate(shared->participants)));
}

/* Bytes of shared memory for so many workers. */
Size
te_exchange_size(int nworkers)
{
	return add_size(MAXALIGN(sizeof(TeExchangeShared)),
					mul_size(nworkers + 1, MAXALIGN(sts_estimate(nworkers + 1))));
}

/* A participant's side, without its stores. */
static TeExchange *
make_side(TeExchangeShared *shared, const TeKeys *keys)
{
	TeExchange *exchange = palloc0(sizeof(TeExchange));
	int			nothers = keys->batch->ncolumns - keys->n;

	exchange->shared = shared;
	exchange->keys = keys;
	exchange->context = AllocSetContextCreate(CurrentMemoryContext, "Batch Group exchange",
											  ALLOCSET_DEFAULT_SIZES);
	exchange->stores = palloc0(sizeof(SharedTuplestoreAccessor *) * shared->partitions);
	exchange->outgoing = palloc0(sizeof(Outgoing) * shared->partitions);
	exchange->own = exchange->open = NOBODY;
	exchange->row_size = nulls_size(nothers) + sizeof(uint64) * keys->n;
	return exchange;
}

/* Sets the partitions' stores up. */
static void
begin_stores(TeExchange *exchange)
{
	TeExchangeShared *shared = exchange->shared;
	MemoryContext old;

	MemoryContextReset(exchange->context);
	memset(exchange->outgoing, 0, sizeof(Outgoing) * shared->partitions);
	old = MemoryContextSwitchTo(exchange->context);
	BarrierInit(&shared->reading, 0);
	pg_atomic_write_u32(&shared->next, 0);
	for (int i = 0; i < shared->partitions; i++)
	{
		char		name[NAMEDATALEN];

		snprintf(name, sizeof(name), "g%d", i);
		exchange->stores[i] = sts_initialize(store_of(shared, i), shared->participants, 0, 0,
											 SHARED_TUPLESTORE_SINGLE_PASS, &shared->files, name);
	}
	MemoryContextSwitchTo(old);
}

/* The leader's side. */
TeExchange *
te_exchange_begin(TeExchangeShared *shared, ParallelContext *context, const TeKeys *keys)
{
	TeExchange *exchange;

	shared->segment = dsm_segment_handle(context->seg);
	shared->participants = context->nworkers + 1;
	shared->partitions = Max(1, context->nworkers + (parallel_leader_participation ? 1 : 0));
	pg_atomic_init_u32(&shared->next, 0);
	SpinLockInit(&shared->lock);
	memset(&shared->counts, 0, sizeof(TeGroupCounts));
	SharedFileSetInit(&shared->files, context->seg);
	exchange = make_side(shared, keys);
	begin_stores(exchange);
	return exchange;
}

/* The leader's side once more. */
void
te_exchange_begin_again(TeExchange *exchange)
{
	SharedFileSetDeleteAll(&exchange->shared->files);
	begin_stores(exchange);
}

/* A worker's side. */
TeExchange *
te_exchange_attach(TeExchangeShared *shared, const TeKeys *keys)
{
	TeExchange *exchange = make_side(shared, keys);
	MemoryContext old = MemoryContextSwitchTo(exchange->context);

	SharedFileSetAttach(&shared->files, dsm_find_mapping(shared->segment));
	for (int i = 0; i < shared->partitions; i++)
		exchange->stores[i] = sts_attach(store_of(shared, i), ParallelWorkerNumber + 1,
										 &shared->files);
	MemoryContextSwitchTo(old);
	return exchange;
}

/* ---- who does what ---- */

/* A partition that nobody has taken. */
static int
claim(TeExchange *exchange)
{
	uint32		next = pg_atomic_fetch_add_u32(&exchange->shared->next, 1);

	return next < (uint32) exchange->shared->partitions ? (int) next : NOBODY;
}

/* The partition of a hash, by other bits than those that files and slots go by. */
static inline int
partition_of(const TeExchange *exchange, uint64 hash)
{
	uint32		mixed = (uint32) hash * 0x9E3779B1U;

	return (int) (((uint64) mixed * (uint32) exchange->shared->partitions) >> 32);
}

/* Takes part; true: the child is to be read. */
bool
te_exchange_join(TeExchange *exchange)
{
	exchange->own = NOBODY;
	if (BarrierAttach(&exchange->shared->reading) == 0)
	{
		exchange->own = claim(exchange);
		return true;
	}
	BarrierDetach(&exchange->shared->reading);
	return false;
}

/* Begins to read a partition. */
static void
open_partition(TeExchange *exchange, int partition)
{
	te_exchange_stop(exchange);
	if (partition == NOBODY)
		return;
	sts_begin_parallel_scan(exchange->stores[partition]);
	exchange->open = partition;
}

/* Begins a partition that nobody has taken. */
bool
te_exchange_next(TeExchange *exchange)
{
	open_partition(exchange, claim(exchange));
	return exchange->open != NOBODY;
}

/* Lets go of what is being read. */
void
te_exchange_stop(TeExchange *exchange)
{
	if (exchange->open != NOBODY)
		sts_end_parallel_scan(exchange->stores[exchange->open]);
	exchange->open = NOBODY;
}

/* ---- handing over ---- */

/* Puts a parcel into its partition's store. */
static void
send_parcel(TeExchange *exchange, int partition)
{
	Parcel	   *parcel = exchange->outgoing[partition].parcel;

	if (parcel == NULL || parcel->nrows == 0)
		return;
	sts_puttuple(exchange->stores[partition], NULL, (MinimalTuple) parcel);
	parcel->size = sizeof(Parcel);
	parcel->nrows = 0;
}

/* Makes room for so many bytes of a row in the next parcel. */
static pg_noinline Parcel *
next_parcel(TeExchange *exchange, int partition, Size size)
{
	Outgoing   *out = &exchange->outgoing[partition];

	send_parcel(exchange, partition);
	if (out->parcel == NULL || sizeof(Parcel) + size > out->room)
	{
		if (out->parcel != NULL)
			pfree(out->parcel);
		out->room = Max(sizeof(Parcel) + size, PARCEL_ROOM);
		out->parcel = MemoryContextAlloc(exchange->context, out->room);
		*out->parcel = (Parcel) {sizeof(Parcel), 0};
	}
	return out->parcel;
}

/* Bytes of a value that is passed by reference. */
static inline Size
value_size(Datum value, int16 typlen)
{
	const char *bytes = DatumGetPointer(value);

	if (typlen != -1)
		return datumGetSize(value, false, typlen);
	if (unlikely(VARATT_IS_EXTERNAL_EXPANDED(bytes)))
		return EOH_get_flat_size(DatumGetEOHP(value));
	return VARSIZE_ANY(bytes);
}

/*
 * Writes such a value; returns where the next one goes.  What lies between is
 * zero, because it goes to a file.
 */
static inline char *
write_value(char *to, Datum value, int16 typlen)
{
	Size		size = value_size(value, typlen);
	char	   *next = to + MAXALIGN(size);

	if (likely(size > 0))
		*(uint64 *) (next - sizeof(uint64)) = 0;
	if (unlikely(typlen == -1 && VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value))))
		EOH_flatten_into(DatumGetEOHP(value), to, size);
	else
		memcpy(to, DatumGetPointer(value), size);
	return next;
}

/* Is the value of a column beside the words, so that the row carries it? */
static inline bool
is_carried(const TeExchange *exchange, int column, const uint64 *words, uint32 key_nulls)
{
	return column >= exchange->keys->n ||
		te_keys_is_kept(exchange->keys, column, words[column], key_nulls);
}

/* Bytes of the batch's row in a parcel. */
static Size
size_of_row(const TeExchange *exchange, const TeBatch *batch, int row)
{
	const Datum *values = batch->values + row * batch->ncolumns;
	const bool *nulls = batch->nulls + row * batch->ncolumns;
	const uint64 *words = batch->words + row * exchange->keys->n;
	Size		size = exchange->row_size;

	for (int i = 0; i < batch->ncolumns; i++)
		if (!nulls[i] && is_carried(exchange, i, words, batch->key_nulls[row]))
			size += batch->byval[i] ? sizeof(Datum)
				: MAXALIGN(value_size(values[i], batch->typlen[i]));
	return size;
}

/* Writes the batch's row. */
static void
write_row(const TeExchange *exchange, char *to, const TeBatch *batch, int row)
{
	const Datum *values = batch->values + row * batch->ncolumns;
	const bool *nulls = batch->nulls + row * batch->ncolumns;
	int			nkeys = exchange->keys->n;
	const uint64 *words = batch->words + row * nkeys;
	uint8	   *bits = (uint8 *) to + sizeof(uint32);
	char	   *at = to + exchange->row_size;

	memset(to, 0, nulls_size(batch->ncolumns - nkeys));
	*(uint32 *) to = batch->key_nulls[row];
	memcpy(to + exchange->row_size - sizeof(uint64) * nkeys, words, sizeof(uint64) * nkeys);
	for (int i = 0; i < batch->ncolumns; i++)
	{
		if (nulls[i] || !is_carried(exchange, i, words, batch->key_nulls[row]))
		{
			if (i >= nkeys)
				bits[(i - nkeys) / 8] |= (uint8) (1 << ((i - nkeys) % 8));
		}
		else if (batch->byval[i])
		{
			*(Datum *) at = values[i];
			at += sizeof(Datum);
		}
		else
			at = write_value(at, values[i], batch->typlen[i]);
	}
}

/* Hands the batch's row over, unless its group is in the participant's own partition. */
bool
te_exchange_put(TeExchange *exchange, const TeBatch *batch, int row)
{
	int			partition = partition_of(exchange, batch->hash[row]);
	Outgoing   *out = &exchange->outgoing[partition];
	Parcel	   *parcel = out->parcel;
	Size		size;

	if (partition == exchange->own)
		return false;
	size = size_of_row(exchange, batch, row);
	if (parcel == NULL || parcel->nrows == TE_BATCH_ROWS || parcel->size + size > out->room)
		parcel = next_parcel(exchange, partition, size);
	write_row(exchange, (char *) parcel + parcel->size, batch, row);
	parcel->size += size;
	parcel->nrows++;
	return true;
}

/* Waits until all have read the child, and begins what others had of its own partition. */
void
te_exchange_meet(TeExchange *exchange)
{
	Barrier    *reading = &exchange->shared->reading;

	for (int i = 0; i < exchange->shared->partitions; i++)
	{
		send_parcel(exchange, i);
		sts_end_write(exchange->stores[i]);
	}
	BarrierArriveAndWait(reading, PG_WAIT_EXTENSION);
	BarrierDetach(reading);
	open_partition(exchange, exchange->own);
}

/* ---- taking over ---- */

/* Puts a row of a parcel into the batch; returns where the next one is. */
static char *
read_row(const TeExchange *exchange, char *from, TeBatch *batch, int row)
{
	Datum	   *values = batch->values + row * batch->ncolumns;
	bool	   *nulls = batch->nulls + row * batch->ncolumns;
	int			nkeys = exchange->keys->n;
	uint64	   *words = batch->words + row * nkeys;
	uint32		key_nulls = *(uint32 *) from;
	const uint8 *bits = (uint8 *) from + sizeof(uint32);
	char	   *at = from + exchange->row_size;

	memcpy(words, at - sizeof(uint64) * nkeys, sizeof(uint64) * nkeys);
	for (int i = 0; i < batch->ncolumns; i++)
	{
		int			j = i - nkeys;

		nulls[i] = ((j < 0 ? key_nulls >> i : bits[j / 8] >> (j % 8)) & 1) != 0;
		values[i] = i < nkeys ? (Datum) words[i] : (Datum) 0;
		if (nulls[i] || !is_carried(exchange, i, words, key_nulls))
			continue;
		if (batch->byval[i])
		{
			values[i] = *(Datum *) at;
			at += sizeof(Datum);
		}
		else
		{
			values[i] = PointerGetDatum(at);
			at += MAXALIGN(datumGetSize(values[i], false, batch->typlen[i]));
		}
	}
	batch->key_nulls[row] = key_nulls;
	batch->hash[row] = te_group_hash(words, nkeys, key_nulls);
	return at;
}

/* Fills the batch with rows of the partition. */
bool
te_exchange_read(TeExchange *exchange, TeBatch *batch)
{
	Parcel	   *parcel;
	char	   *at;

	batch->nrows = 0;
	if (exchange->open == NOBODY)
		return false;
	parcel = (Parcel *) sts_parallel_scan_next(exchange->stores[exchange->open], NULL);
	if (parcel == NULL)
		return false;
	at = (char *) (parcel + 1);
	for (; batch->nrows < (int) parcel->nrows; batch->nrows++)
		at = read_row(exchange, at, batch, batch->nrows);
	return true;
}

/* Adds a participant's counts to those of all. */
TeGroupCounts
te_exchange_count(TeExchange *exchange, const TeGroupCounts *counts)
{
	TeExchangeShared *shared = exchange->shared;
	TeGroupCounts *all = &shared->counts;
	TeGroupCounts result;

	SpinLockAcquire(&shared->lock);
	all->groups += counts->groups;
	all->batches += counts->batches;
	all->handed_over += counts->handed_over;
	all->partitions += counts->partitions;
	all->spilled_rows += counts->spilled_rows;
	all->logged_rows += counts->logged_rows;
	all->memory = Max(all->memory, counts->memory);
	result = *all;
	SpinLockRelease(&shared->lock);
	return result;
}
