/*
 * grouping_table.h
 *	  Groups of rows by their keys, looked up many rows at a time.
 *
 * With many groups a row costs what waiting for memory costs: the slot of the
 * hash table, the group's keys, its state.  Callers look up a batch of rows in
 * passes, each of which asks for what the next one reads: te_group_expect for
 * all rows, then te_group_expect_group for all, then te_group_find for all.
 *
 * A key of a row is a word for each column, equal where the column's values are;
 * a column whose values do not fit into a word has a hash there, and the caller's
 * function compares the values themselves.
 */
#ifndef TRADE_EXPOSURE_GROUPING_TABLE_H
#define TRADE_EXPOSURE_GROUPING_TABLE_H

#include "postgres.h"

#define TE_GROUP_MAX_KEYS 32	/* columns of a key, bits of "nulls" */

/* A group: its key, and then what the caller keeps of it. */
typedef struct TeGroup
{
	uint32		nulls;			/* bit k: column k is NULL */
	uint32		number;			/* in the order in which groups came */
	uint64		words[FLEXIBLE_ARRAY_MEMBER];	/* by column; 0 where NULL */
} TeGroup;

/* The key of a row. */
typedef struct TeGroupKey
{
	uint64		hash;			/* of the other two */
	uint32		nulls;			/* bit k: column k is NULL */
	const uint64 *words;		/* by column; 0 where NULL */
} TeGroupKey;

/* Are the values equal that the group and row "row" have in columns whose words are hashes? */
typedef bool (*TeGroupSame) (const TeGroup *group, int row, void *context);

/* A place of the hash table. */
typedef struct TeGroupSlot
{
	uint64		hash;			/* the group's */
	TeGroup    *group;			/* NULL: free */
} TeGroupSlot;

typedef struct TeGroupTable
{
	MemoryContext context;		/* of everything here */
	int			nkeys;			/* columns of a key */
	Size		key_size;		/* bytes of a group up to the end of its words */
	Size		group_size;		/* bytes of a group, of whole cache lines if
								 * it is small */
	uint32		ngroups;
	uint32		nslots;			/* a power of two */
	int			shift;			/* slot of a hash: its upper bits */
	TeGroupSlot *slots;
	char	  **blocks;			/* groups in the order in which they came */
	uint32		nblocks;		/* blocks there is room for */
	char	   *memory;			/* for the next blocks */
	uint32		left;			/* how many of them it has room for */
	TeGroupSame same;			/* NULL: all words are values */
	void	   *same_context;	/* its argument */
} TeGroupTable;

/*
 * A table without groups below the current context, with room for "expected" of
 * them; each has "extra" bytes behind its key.
 */
extern TeGroupTable *te_group_table(int nkeys, Size extra, uint32 expected, TeGroupSame same,
									void *context);
extern Size te_group_table_size(const TeGroupTable *table); /* bytes that groups
															 * take */

/* The hash of a row's words and nulls. */
static inline uint64
te_group_hash(const uint64 *words, int nkeys, uint32 nulls)
{
	uint64		hash = nulls + UINT64CONST(0x9E3779B97F4A7C15);

	for (int k = 0; k < nkeys; k++)
	{
		hash = (hash ^ words[k]) * UINT64CONST(0xD6E8FEB86659FD93);
		hash ^= hash >> 32;
	}
	return hash * UINT64CONST(0xD6E8FEB86659FD93);
}

/* Asks for the slot of a hash. */
static inline void
te_group_expect(const TeGroupTable *table, uint64 hash)
{
	__builtin_prefetch(&table->slots[hash >> table->shift]);
}

/* Asks for the group that a row with the hash most likely has. */
static inline void
te_group_expect_group(const TeGroupTable *table, uint64 hash)
{
	const TeGroupSlot *slot = &table->slots[hash >> table->shift];

	if (slot->hash != hash || slot->group == NULL)
		return;
	__builtin_prefetch(slot->group);
	__builtin_prefetch((char *) slot->group + 64);
}

/*
 * The group of row "row" with this key; made with *made set when there is none, or
 * NULL when none is to be made.
 */
extern TeGroup *te_group_find(TeGroupTable *table, const TeGroupKey *key, int row,
							  bool make, bool *made);

/* Group i, in the order in which they came. */
extern TeGroup *te_group_at(const TeGroupTable *table, uint32 i);

/* What the caller keeps of a group. */
static inline void *
te_group_extra(const TeGroupTable *table, TeGroup *group)
{
	return (char *) group + table->key_size;
}

#endif							/* TRADE_EXPOSURE_GROUPING_TABLE_H */
