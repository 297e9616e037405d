/*
 * grouping_log.c
 *	  Rows of groups as they came, to be gone through group by group.
 *
 * A row is its group, its size, which of its columns are NULL, and their values: a
 * Datum where it is passed by value, the bytes else.  The first blocks of rows are
 * small, so that few rows take little memory.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "base/trade_exposure.h"
#include "grouping/grouping_log.h"

#define UNIT 4					/* bytes: rows begin at a multiple of it */
#define BLOCK_BITS 21
#define BLOCK_SIZE (((Size) UNIT << BLOCK_BITS) - 4096) /* bytes of a large
														 * block: whole large
														 * pages with what is
														 * before it */
#define FIRST_SIZE ((Size) 16 * 1024)	/* bytes of the first block */
#define SMALL_BLOCKS 4			/* 16 kB, 64 kB, 256 kB, 1 MB */
#define MOST_BLOCKS (1 << (32 - BLOCK_BITS))
#define MOST_COLUMNS 16			/* bits of "nulls" */
#define LONGEST 1024			/* bytes of a row */
#define AHEAD 12				/* rows asked for before they are read */

/* What a row begins with. */
typedef struct RowHead
{
	uint32		group;
	uint16		units;			/* size, with this */
	uint16		nulls;			/* bit i: column i of the log is NULL */
} RowHead;

/* A column of the log. */
typedef struct LoggedColumn
{
	int			number;			/* in the child's rows */
	int16		typlen;			/* of the type */
	bool		byval;			/* likewise */
} LoggedColumn;

/* Rows behind each other. */
typedef struct RowBlock
{
	char	   *rows;
	uint32		used;			/* units */
} RowBlock;

struct TeRowLog
{
	MemoryContext context;		/* of everything here */
	int			ncolumns;
	LoggedColumn columns[MOST_COLUMNS];
	RowBlock   *blocks;
	uint32		nblocks;
	uint32		room;			/* units of the last block */
	Size		full;			/* bytes of the others' rows */
	uint32		nrows;
	uint32	   *sorted;			/* places of rows by group: block, then unit */
	uint32	   *ends;			/* by group: the end of its rows in "sorted" */
	uint32		next;			/* of "sorted" */
};

/* A log without rows. */
TeRowLog *
te_log(TupleDesc child, const Bitmapset *columns)
{
	TeRowLog   *log;
	MemoryContext context;

	if (bms_num_members(columns) > MOST_COLUMNS)
		return NULL;
	context = AllocSetContextCreate(CurrentMemoryContext, "Batch Group log",
									ALLOCSET_SMALL_SIZES);
	log = MemoryContextAllocZero(context, sizeof(TeRowLog));
	log->context = context;
	for (int i = -1; (i = bms_next_member(columns, i)) >= 0;)
	{
		Form_pg_attribute attribute = TupleDescAttr(child, i);

		log->columns[log->ncolumns++] = (LoggedColumn) {i, attribute->attlen, attribute->attbyval};
	}
	return log;
}

/* Forgets the rows. */
void
te_log_free(TeRowLog *log)
{
	MemoryContextDelete(log->context);
}

uint32
te_log_nrows(const TeRowLog *log)
{
	return log->nrows;
}

/* Bytes of the log when it is sorted. */
Size
te_log_size(const TeRowLog *log)
{
	if (log->nblocks == 0)
		return 0;
	return log->full + (Size) log->blocks[log->nblocks - 1].used * UNIT +
		sizeof(uint32) * (Size) log->nrows;
}

/* Begins a block. */
static pg_noinline void
add_block(TeRowLog *log)
{
	MemoryContext old = MemoryContextSwitchTo(log->context);
	Size		size = log->nblocks < SMALL_BLOCKS ? FIRST_SIZE << (2 * log->nblocks) : BLOCK_SIZE;

	if (log->blocks == NULL)
		log->blocks = palloc(sizeof(RowBlock) * MOST_BLOCKS);
	else
		log->full += (Size) log->blocks[log->nblocks - 1].used * UNIT;
	log->blocks[log->nblocks++] = (RowBlock) {te_alloc(size), 0};
	log->room = size / UNIT;
	MemoryContextSwitchTo(old);
}

/* Where a value that is passed by reference begins: types' own alignment but for short headers. */
static inline char *
align(const LoggedColumn *column, char *at, bool is_short)
{
	return column->typlen == -2 || is_short ? at : (char *) MAXALIGN((uintptr_t) at);
}

/* Bytes of a value that is passed by reference. */
static inline Size
size_of(const LoggedColumn *column, const char *bytes)
{
	if (column->typlen == -1)
		return VARSIZE_ANY(bytes);
	return column->typlen == -2 ? strlen(bytes) + 1 : column->typlen;
}

/* Writes a value that is passed by reference; the end of it, or NULL when it is too long. */
static inline char *
write_bytes(const LoggedColumn *column, char *at, const char *end, const char *bytes)
{
	bool		is_short = column->typlen == -1 && VARATT_IS_1B(bytes);
	char	   *from = align(column, at, is_short);
	Size		size = size_of(column, bytes);

	if (size > LONGEST || from + size > end)
		return NULL;
	/* a byte of 0 tells who reads it that no short value begins here */
	memset(at, 0, from - at);
	memcpy(from, bytes, size);
	return from + size;
}

/* Writes a row of a group down. */
bool
te_log_add(TeRowLog *log, uint32 group, const Datum *values, const bool *nulls)
{
	RowHead		head = {group};
	RowBlock   *block;
	char	   *row;
	char	   *at;

	if (unlikely(log->nblocks == 0 ||
				 log->blocks[log->nblocks - 1].used + LONGEST / UNIT > log->room))
	{
		if (log->nblocks == MOST_BLOCKS)
			return false;
		add_block(log);
	}
	block = &log->blocks[log->nblocks - 1];
	row = block->rows + (Size) block->used * UNIT;
	at = row + sizeof(RowHead);
	for (int i = 0; i < log->ncolumns; i++)
	{
		const LoggedColumn *column = &log->columns[i];

		if (nulls[column->number])
			head.nulls |= 1 << i;
		else if (column->byval)
		{
			memcpy(at, &values[column->number], sizeof(Datum));
			at += sizeof(Datum);
		}
		else
		{
			at = write_bytes(column, at, row + LONGEST - MOST_COLUMNS * sizeof(Datum),
							 DatumGetPointer(values[column->number]));
			if (at == NULL)
				return false;
		}
	}
	head.units = (at - row + UNIT - 1) / UNIT;
	memcpy(row, &head, sizeof(RowHead));
	block->used += head.units;
	log->nrows++;
	return true;
}

/* Reads a row's columns. */
static inline void
read_row(const TeRowLog *log, char *row, uint16 missing, Datum *values, bool *nulls)
{
	char	   *at = row + sizeof(RowHead);

	for (int i = 0; i < log->ncolumns; i++)
	{
		const LoggedColumn *column = &log->columns[i];
		int			number = column->number;

		nulls[number] = (missing >> i) & 1;
		if (nulls[number])
			values[number] = (Datum) 0;
		else if (column->byval)
		{
			memcpy(&values[number], at, sizeof(Datum));
			at += sizeof(Datum);
		}
		else
		{
			at = align(column, at, column->typlen == -1 && VARATT_NOT_PAD_BYTE(at) &&
					   VARATT_IS_1B(at));
			values[number] = PointerGetDatum(at);
			at += size_of(column, at);
		}
	}
}

/* The next row in the order in which they came. */
bool
te_log_next(const TeRowLog *log, TeRowPlace *place, uint32 *group, Datum *values, bool *nulls)
{
	RowHead		head;
	char	   *row;

	while (place->block < log->nblocks && place->unit == log->blocks[place->block].used)
		*place = (TeRowPlace) {place->block + 1, 0};
	if (place->block == log->nblocks)
		return false;
	row = log->blocks[place->block].rows + (Size) place->unit * UNIT;
	memcpy(&head, row, sizeof(RowHead));
	read_row(log, row, head.nulls, values, nulls);
	*group = head.group;
	place->unit += head.units;
	return true;
}

/* Counts the rows of each group; with "sorted", which has begins instead, puts them in order. */
static void
count_rows(const TeRowLog *log, uint32 *counts, uint32 *sorted)
{
	for (uint32 b = 0; b < log->nblocks; b++)
	{
		const RowBlock *block = &log->blocks[b];
		RowHead		head;

		CHECK_FOR_INTERRUPTS();
		for (uint32 at = 0; at < block->used; at += head.units)
		{
			memcpy(&head, block->rows + (Size) at * UNIT, sizeof(RowHead));
			if (sorted != NULL)
				sorted[counts[head.group]] = (b << BLOCK_BITS) + at;
			counts[head.group]++;
		}
	}
}

/* Sorts the rows by their groups. */
void
te_log_sort(TeRowLog *log, uint32 ngroups)
{
	MemoryContext old = MemoryContextSwitchTo(log->context);
	uint32		begin = 0;

	log->sorted = te_alloc(sizeof(uint32) * ((Size) log->nrows + AHEAD));
	log->ends = te_alloc_zero(sizeof(uint32) * ((Size) ngroups + 1));
	MemoryContextSwitchTo(old);
	count_rows(log, log->ends, NULL);
	for (uint32 g = 0; g < ngroups; g++)
	{
		uint32		n = log->ends[g];

		log->ends[g] = begin;
		begin += n;
	}
	count_rows(log, log->ends, log->sorted);
	/* who asks for rows ahead need not look where the end is */
	memset(log->sorted + log->nrows, 0, sizeof(uint32) * AHEAD);
	log->next = 0;
}

/* A row in the order of the groups. */
static inline char *
sorted_row(const TeRowLog *log, uint32 i)
{
	uint32		place = log->sorted[i];

	return log->blocks[place >> BLOCK_BITS].rows +
		(Size) (place & (((uint32) 1 << BLOCK_BITS) - 1)) * UNIT;
}

/* The next row of a group. */
bool
te_log_next_of(TeRowLog *log, uint32 group, Datum *values, bool *nulls)
{
	RowHead		head;
	char	   *row;

	if (log->next == log->ends[group])
		return false;
	__builtin_prefetch(sorted_row(log, log->next + AHEAD));
	row = sorted_row(log, log->next++);
	memcpy(&head, row, sizeof(RowHead));
	read_row(log, row, head.nulls, values, nulls);
	return true;
}
