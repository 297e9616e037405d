/*
 * names.c
 *	  Names numbered in the order in which they came, and found again.
 */
#include "postgres.h"

#include "common/hashfn.h"

#include "base/names.h"

/* Begins without names. */
void
te_names_init(TeNames *names)
{
	names->count = 0;
	names->room = 16;
	names->names = palloc_array(const char *, names->room);
	names->mask = 31;
	names->slots = palloc0(sizeof(uint32) * (names->mask + 1));
}

/* A new set without names. */
TeNames *
te_names_new(void)
{
	TeNames    *names = palloc_object(TeNames);

	te_names_init(names);
	return names;
}

/* The slot that holds the name, or the free one where it belongs. */
static uint32
slot_of(const TeNames *names, const char *name)
{
	uint32		slot = hash_bytes((const unsigned char *) name, strlen(name)) & names->mask;

	while (names->slots[slot] != 0 && strcmp(names->names[names->slots[slot] - 1], name) != 0)
		slot = (slot + 1) & names->mask;
	return slot;
}

/* Makes room for one more name. */
static void
grow(TeNames *names)
{
	if (names->count < names->room)
		return;
	names->room *= 2;
	names->names = repalloc_huge(names->names, sizeof(char *) * (Size) names->room);
	pfree(names->slots);
	names->mask = 2 * names->room - 1;
	names->slots = MemoryContextAllocExtended(CurrentMemoryContext,
											  sizeof(uint32) * ((Size) names->mask + 1),
											  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int i = 0; i < names->count; i++)
		names->slots[slot_of(names, names->names[i])] = i + 1;
}

/* Number of the name, a new one if need be. */
int
te_names_number(TeNames *names, const char *name, bool *is_new)
{
	uint32		slot;

	grow(names);
	slot = slot_of(names, name);
	if (is_new != NULL)
		*is_new = names->slots[slot] == 0;
	if (names->slots[slot] == 0)
	{
		names->names[names->count++] = name;
		names->slots[slot] = names->count;
	}
	return names->slots[slot] - 1;
}

/* Number of the name, or -1. */
int
te_names_find(const TeNames *names, const char *name)
{
	return (int) names->slots[slot_of(names, name)] - 1;
}
