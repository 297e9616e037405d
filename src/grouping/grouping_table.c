/*
 * grouping_table.c
 *	  Groups of rows by their keys: an open hash table of groups in blocks.
 */
#include "postgres.h"

#include "port/pg_bitutils.h"
#include "utils/memutils.h"

#include "base/trade_exposure.h"
#include "grouping/grouping_table.h"

#define FIRST_SLOTS 256			/* slots of a new table */
#define MOST_SLOTS ((uint32) 1 << 30)
#define CACHE_LINE 64
#define BLOCK_BITS 9
#define BLOCK_GROUPS (1 << BLOCK_BITS)	/* groups of a block */
#define MANY_GROUPS 8192		/* from here on blocks are made many at a
								 * time, in large pages of memory */
#define LARGE_SIZE (((Size) 4 << 20) - 8192)	/* bytes of those */

/* Gives a table so many free slots. */
static void
make_slots(TeGroupTable *table, uint32 n)
{
	MemoryContext old = MemoryContextSwitchTo(table->context);

	table->nslots = n;
	table->shift = 64 - pg_leftmost_one_pos32(n);
	table->slots = te_alloc_zero(sizeof(TeGroupSlot) * (Size) n);
	MemoryContextSwitchTo(old);
}

/* A table without groups below the current context. */
TeGroupTable *
te_group_table(int nkeys, Size extra, uint32 expected, TeGroupSame same, void *context)
{
	MemoryContext memory = AllocSetContextCreate(CurrentMemoryContext, "Batch Group groups",
												 ALLOCSET_SMALL_SIZES);
	TeGroupTable *table = MemoryContextAllocZero(memory, sizeof(TeGroupTable));

	table->context = memory;
	table->nkeys = nkeys;
	table->key_size = MAXALIGN(offsetof(TeGroup, words) + sizeof(uint64) * nkeys);
	table->group_size = table->key_size + MAXALIGN(extra);
	if (table->group_size > CACHE_LINE / 2 && table->group_size < 2 * CACHE_LINE)
		table->group_size = TYPEALIGN(CACHE_LINE, table->group_size);
	table->same = same;
	table->same_context = context;
	expected = Min(expected, MOST_SLOTS / 8 * 5) / 5 * 8;
	make_slots(table, pg_nextpower2_32(Max(FIRST_SLOTS, expected)));
	return table;
}

/* Bytes that the groups take. */
Size
te_group_table_size(const TeGroupTable *table)
{
	return sizeof(TeGroupSlot) * (Size) table->nslots + table->group_size * table->ngroups;
}

/* Group i, in the order in which they came. */
TeGroup *
te_group_at(const TeGroupTable *table, uint32 i)
{
	return (TeGroup *) (table->blocks[i >> BLOCK_BITS] + (i &
														  (BLOCK_GROUPS - 1)) * table->group_size);
}

/*
 * Puts all groups into a table of twice as many slots.  Old slots are gone through in
 * their order, which is that of the new ones: memory is read and written from one end
 * to the other.
 */
static void
grow(TeGroupTable *table)
{
	TeGroupSlot *old = table->slots;
	uint32		n = table->nslots;
	uint32		mask = 2 * n - 1;

	if (n >= MOST_SLOTS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many groups"),
				 errhint("Lower work_mem, so that they are gone through in parts.")));
	make_slots(table, 2 * n);
	for (uint32 i = 0; i < n; i++)
	{
		uint32		at = (uint32) (old[i].hash >> table->shift);

		if (old[i].group == NULL)
			continue;
		while (table->slots[at].group != NULL)
			at = (at + 1) & mask;
		table->slots[at] = old[i];
	}
	pfree(old);
}

/* Memory for a block of groups, which begins at a cache line. */
static char *
block_memory(TeGroupTable *table)
{
	MemoryContext old = MemoryContextSwitchTo(table->context);
	Size		size = BLOCK_GROUPS * table->group_size;

	if (table->left == 0)
	{
		table->left = table->ngroups < MANY_GROUPS ? 1 : Max(1, LARGE_SIZE / size);
		table->memory = (char *) TYPEALIGN(CACHE_LINE, te_alloc(table->left * size + CACHE_LINE));
	}
	MemoryContextSwitchTo(old);
	table->memory += size;
	table->left--;
	return table->memory - size;
}

/* A new group with this key. */
static TeGroup *
add_group(TeGroupTable *table, const TeGroupKey *key)
{
	uint32		block = table->ngroups >> BLOCK_BITS;
	TeGroup    *group;

	if (block == table->nblocks)
	{
		Size		n = Max(16, 2 * (Size) table->nblocks);

		table->blocks = table->blocks == NULL ? MemoryContextAlloc(table->context,
																   n * sizeof(char *)) :
			repalloc_huge(table->blocks, n * sizeof(char *));
		table->nblocks = (uint32) n;
	}
	if ((table->ngroups & (BLOCK_GROUPS - 1)) == 0)
		table->blocks[block] = block_memory(table);
	group = te_group_at(table, table->ngroups);
	group->number = table->ngroups++;
	group->nulls = key->nulls;
	memcpy(group->words, key->words, sizeof(uint64) * table->nkeys);
	return group;
}

/* Has the group this key, which row "row" has? */
static inline bool
has_key(const TeGroupTable *table, const TeGroup *group, const TeGroupKey *key, int row)
{
	if (group->nulls != key->nulls)
		return false;
	for (int k = 0; k < table->nkeys; k++)
		if (group->words[k] != key->words[k])
			return false;
	return table->same == NULL || table->same(group, row, table->same_context);
}

/* The group of row "row" with this key. */
TeGroup *
te_group_find(TeGroupTable *table, const TeGroupKey *key, int row, bool make, bool *made)
{
	uint32		mask = table->nslots - 1;
	uint32		at = (uint32) (key->hash >> table->shift);
	TeGroup    *group;

	for (; table->slots[at].group != NULL; at = (at + 1) & mask)
		if (table->slots[at].hash == key->hash && has_key(table, table->slots[at].group, key, row))
			return table->slots[at].group;
	if (!make)
		return NULL;
	*made = true;
	group = add_group(table, key);
	table->slots[at] = (TeGroupSlot) {key->hash, group};
	/* a little more than half full at most: few rows look at a second slot */
	if (table->ngroups > table->nslots / 8 * 5)
		grow(table);
	return group;
}
