/*
 * mix_state.c
 *	  The partial form of a supply mix: adding, merging, taking away, growing.
 */
#include "postgres.h"

#include <math.h>

#include "common/hashfn.h"
#include "common/int.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"

#include "mix_state.h"

#define SMALLEST_STATE 128		/* bytes: header and two origins */
#define SCANNED_SIZE 512		/* bytes up to which entries are scanned, not hashed */

/* Start of the hash slots, which end where the strings begin. */
static inline uint32 *
slots_of(const TeMixState *state)
{
	return (uint32 *) ((char *) state + VARSIZE(state) - state->names_size) - state->nslots;
}

/* Hash slots of a state of this size: as many as keep the table half empty. */
static inline uint32
slots_for(Size size, Size names_size)
{
	Size		space = size - names_size;

	return space <= SCANNED_SIZE ? 0 : (uint32) (3 * space / 64);
}

/* Entries that a state of this size has room for. */
static inline uint32
capacity_for(Size size, Size names_size)
{
	if (size < names_size + TE_MIX_STATE_HEADER)
		return 0;
	return (uint32) ((size - names_size - TE_MIX_STATE_HEADER -
					  slots_for(size, names_size) * sizeof(uint32)) / sizeof(TeMixEntry));
}

/* Where the code of an entry lies. */
TeCode
te_mix_entry_code(const TeMixState *state, const TeMixEntry *entry)
{
	TeCode		code;

	code.word = entry->word;
	code.bytes = NULL;
	if (entry->name == 0)
		code.len = entry->word == 0 ? 0 : 8 - pg_rightmost_one_pos64(entry->word) / 8;
	else
	{
		const unsigned char *name = (const unsigned char *) state + entry->name;

		code.len = name[0];
		code.bytes = (const char *) name + 1;
	}
	return code;
}

/* Does the entry carry this code? */
static inline bool
entry_is(const TeMixState *state, const TeMixEntry *entry, const TeCode *code)
{
	const unsigned char *name;

	if (entry->word != code->word)
		return false;
	if (likely(entry->name == 0))
		return code->len <= 8;
	name = (const unsigned char *) state + entry->name;
	return code->len == name[0] && memcmp(code->bytes, name + 1, code->len) == 0;
}

/* First slot to look at. */
static inline uint32
slot_for(const TeCode *code, uint32 nslots)
{
	uint64		h = code->word;

	if (unlikely(code->len > 8))
		h ^= hash_bytes((const unsigned char *) code->bytes, code->len);
	h ^= h >> 32;
	h *= UINT64CONST(0x9E3779B97F4A7C15);
	return (uint32) (((h >> 32) * nslots) >> 32);
}

/* The entry of a code, or NULL; *slot is where a new one belongs. */
static TeMixEntry *
find_entry(TeMixState *state, const TeCode *code, uint32 *slot)
{
	TeMixEntry *entries = state->entries;
	uint32	   *slots;
	uint32		s;

	if (state->nslots == 0)
	{
		for (uint32 i = 0; i < state->nentries; i++)
			if (entry_is(state, &entries[i], code))
				return &entries[i];
		return NULL;
	}
	slots = slots_of(state);
	for (s = slot_for(code, state->nslots); slots[s] != 0; s = (s + 1 < state->nslots) ? s + 1 : 0)
		if (entry_is(state, &entries[slots[s] - 1], code))
			return &entries[slots[s] - 1];
	*slot = s;
	return NULL;
}

/* Appends an entry without rows, for which there must be room. */
static TeMixEntry *
append_entry(TeMixState *state, const TeCode *code, uint32 slot)
{
	TeMixEntry *entry = &state->entries[state->nentries++];

	entry->word = code->word;
	entry->sum.hi = entry->sum.lo = 0;
	entry->rows = 0;
	entry->name = 0;
	if (code->len > 8)
	{
		char	   *name = (char *) state + VARSIZE(state) - state->names_size + state->names_used;

		entry->name = (uint32) (name - (char *) state);
		*(unsigned char *) name = (unsigned char) code->len;
		memcpy(name + 1, code->bytes, code->len);
		state->names_used += code->len + 1;
	}
	if (state->nslots > 0)
		slots_of(state)[slot] = state->nentries;
	return entry;
}

/* An empty state of a given size. */
static TeMixState *
make_state(Size size, Size names_size)
{
	TeMixState *state = palloc(size);

	memset(state, 0, TE_MIX_STATE_HEADER);
	SET_VARSIZE(state, size);
	state->format = TE_MIX_FORMAT;
	state->flags = TE_MIX_PARTIAL;
	state->names_size = (uint32) names_size;
	state->nslots = slots_for(size, names_size);
	if (state->nslots > 0)
		memset(slots_of(state), 0, state->nslots * sizeof(uint32));
	return state;
}

/* Puts all that is alive in "from" into "to", which is empty and large enough. */
static void
refill(TeMixState *to, const TeMixState *from)
{
	uint32		slot = 0;

	for (uint32 i = 0; i < from->nentries; i++)
	{
		const TeMixEntry *old = &from->entries[i];
		TeCode		code;
		TeMixEntry *new;

		if (old->rows == 0)
			continue;
		code = te_mix_entry_code(from, old);
		if (to->nslots > 0)
			(void) find_entry(to, &code, &slot);
		new = append_entry(to, &code, slot);
		new->sum = old->sum;
		new->rows = old->rows;
	}
	to->flags = from->flags;
	to->argument = from->argument;
	to->unspecified = from->unspecified;
	to->rows = from->rows;
	to->unspecified_rows = from->unspecified_rows;
	to->skipped_rows = from->skipped_rows;
}

/*
 * A state with room for one more origin.  The old one stays as it is: in an
 * aggregate the executor owns it, frees it and keeps a copy of the new one.
 */
static TeMixState *
grow(TeMixState *state, const TeCode *code)
{
	uint32		live = 0;
	Size		names = 0,
				names_size,
				size = VARSIZE(state);
	TeMixState *larger;

	for (uint32 i = 0; i < state->nentries; i++)
		if (state->entries[i].rows > 0)
		{
			live++;
			if (state->entries[i].name != 0)
				names += 1 + *((unsigned char *) state + state->entries[i].name);
		}
	if (live >= TE_MIX_MAX_ORIGINS)
		te_mix_too_many();
	if (code->len > 8)
		names += 1 + code->len;
	/* room for as many long codes again; a multiple of 8 keeps slots aligned */
	names_size = names == 0 ? 0 : Max(MAXALIGN(2 * names), state->names_size);
	while (capacity_for(size, names_size) <= live)
		size *= 2;
	larger = make_state(size, names_size);
	refill(larger, state);
	return larger;
}

/* Notes that a sum is no longer exact; throws when it grew out of range. */
static pg_noinline void
lost_bits(TeMixState *state, TeCode code, TeSum sum)
{
	if (!isfinite(sum.hi))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the sum of origin \"%s\" is out of range", te_code_cstring(code)),
				 errhint("Use a larger unit for the amounts.")));
	state->flags |= TE_MIX_INEXACT;
}

/* Adds "amount" with "rows" rows to an entry; overflow of the row count is an error. */
static inline void
entry_add(TeMixState *state, TeMixEntry *entry, TeSum amount, int64 rows)
{
	if (unlikely((uint64) entry->rows + (uint64) rows > PG_UINT32_MAX))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %u rows for one origin of a supply mix", PG_UINT32_MAX),
				 errhint("Aggregate in parts and add the parts with sum(supply_mix).")));
	entry->rows += (uint32) rows;
	if (unlikely(!te_sum_add(&entry->sum, amount.hi)))
		lost_bits(state, te_mix_entry_code(state, entry), entry->sum);
	if (unlikely(amount.lo != 0) && !te_sum_add(&entry->sum, amount.lo))
		lost_bits(state, te_mix_entry_code(state, entry), entry->sum);
}

/* Adds an amount with its rows to a code; the header's totals are the caller's. */
TeMixState *
te_mix_state_add(TeMixState *state, TeCode code, TeSum amount, int64 rows)
{
	uint32		slot = 0;
	TeMixEntry *entry = find_entry(state, &code, &slot);

	if (entry == NULL)
	{
		if (state->nentries >= capacity_for(VARSIZE(state), state->names_size) ||
			(code.len > 8 && state->names_used + code.len + 1 > state->names_size))
		{
			state = grow(state, &code);
			(void) find_entry(state, &code, &slot);
		}
		entry = append_entry(state, &code, slot);
	}
	entry_add(state, entry, amount, rows);
	return state;
}

/* Adds to the amount without an origin. */
static void
add_unspecified(TeMixState *state, TeSum amount)
{
	if (!te_sum_add(&state->unspecified, amount.hi) || !te_sum_add(&state->unspecified, amount.lo))
		lost_bits(state, te_code("", 0), state->unspecified);
}

/* An empty builder. */
TeMixState *
te_mix_begin(void)
{
	return make_state(SMALLEST_STATE, 0);
}

/* Adds one row; an empty code is unspecified. */
TeMixState *
te_mix_add(TeMixState *state, TeCode code, double amount)
{
	TeSum		sum = {amount, 0};

	if (unlikely(!isfinite(amount)))
		te_mix_bad_amount(code, amount);
	state->rows++;
	if (likely(code.len > 0))
		return te_mix_state_add(state, code, sum, 1);
	state->unspecified_rows++;
	add_unspecified(state, sum);
	return state;
}

/* Adds a sorted mix; each of its origins counts as one row of the entry. */
TeMixState *
te_mix_merge(TeMixState *state, const TeMix *mix)
{
	TeSum		sum = {0, 0};

	for (int i = 0; i < mix->norigins; i++)
	{
		sum.hi = mix->items[i].amount;
		state = te_mix_state_add(state, te_mix_code(mix, i), sum, 1);
		if ((i & 0xffff) == 0xffff)
			CHECK_FOR_INTERRUPTS();
	}
	sum.hi = mix->unspecified;
	add_unspecified(state, sum);
	state->rows += mix->rows;
	state->unspecified_rows += mix->unspecified_rows;
	state->skipped_rows += mix->skipped_rows;
	return state;
}

/* Adds another state. */
TeMixState *
te_mix_state_merge(TeMixState *state, const TeMixState *other)
{
	for (uint32 i = 0; i < other->nentries; i++)
	{
		const TeMixEntry *entry = &other->entries[i];

		if (entry->rows > 0)
			state = te_mix_state_add(state, te_mix_entry_code(other, entry), entry->sum, entry->rows);
		if ((i & 0xffff) == 0xffff)
			CHECK_FOR_INTERRUPTS();
	}
	add_unspecified(state, other->unspecified);
	state->rows += other->rows;
	state->unspecified_rows += other->unspecified_rows;
	state->skipped_rows += other->skipped_rows;
	state->flags |= other->flags & TE_MIX_INEXACT;
	state->argument = Max(state->argument, other->argument);
	return state;
}

/* Takes one row of a code away; the last one takes the origin with it. */
static void
subtract_entry(TeMixState *state, TeCode code, double amount)
{
	uint32		slot;
	TeMixEntry *entry = find_entry(state, &code, &slot);

	if (entry == NULL || entry->rows == 0)
		elog(ERROR, "supply mix: a row leaves a window that it never entered");
	if (!te_sum_add(&entry->sum, -amount))
		lost_bits(state, code, entry->sum);
	if (--entry->rows == 0)
		entry->sum.hi = entry->sum.lo = 0;
}

/* Takes one row away. */
void
te_mix_subtract(TeMixState *state, TeCode code, double amount)
{
	TeSum		sum = {-amount, 0};

	state->rows--;
	if (code.len > 0)
		subtract_entry(state, code, amount);
	else
	{
		state->unspecified_rows--;
		add_unspecified(state, sum);
	}
}

/* Takes a mix away that te_mix_merge added. */
void
te_mix_subtract_mix(TeMixState *state, const TeMix *mix)
{
	TeSum		sum = {-mix->unspecified, 0};

	for (int i = 0; i < mix->norigins; i++)
		subtract_entry(state, te_mix_code(mix, i), mix->items[i].amount);
	add_unspecified(state, sum);
	state->rows -= mix->rows;
	state->unspecified_rows -= mix->unspecified_rows;
	state->skipped_rows -= mix->skipped_rows;
}

/* Are the counts of this header possible in "size" bytes? */
static bool
header_is_sound(const TeMixState *state, Size size)
{
	return size >= SMALLEST_STATE && (size & (size - 1)) == 0 &&
		state->format == TE_MIX_FORMAT &&
		(state->flags & ~(TE_MIX_PARTIAL | TE_MIX_INEXACT)) == 0 &&
		state->names_size <= size - TE_MIX_STATE_HEADER &&
		state->names_size == MAXALIGN(state->names_size) &&
		state->names_used <= state->names_size &&
		state->nslots == slots_for(size, state->names_size) &&
		state->nentries <= capacity_for(size, state->names_size) &&
		isfinite(state->unspecified.hi) && isfinite(state->unspecified.lo) &&
		state->rows >= 0 && state->unspecified_rows >= 0 && state->skipped_rows >= 0 &&
		state->unspecified_rows <= state->rows;
}

/* Is this entry's code where it may be? */
static bool
entry_is_sound(const TeMixState *state, const TeMixEntry *entry, Size size)
{
	Size		names = size - state->names_size;

	if (!isfinite(entry->sum.hi) || !isfinite(entry->sum.lo) || entry->word == 0)
		return false;
	if (entry->name == 0)
		return true;
	return entry->name >= names && entry->name < names + state->names_used &&
		entry->name + 1 + *((const unsigned char *) state + entry->name) <= names + state->names_used &&
		*((const unsigned char *) state + entry->name) > 8;
}

/* Checks every invariant; throws when the bytes are not a state. */
void
te_mix_state_check(const TeMixState *state, Size size)
{
	bool		ok = size >= TE_MIX_STATE_HEADER && header_is_sound(state, size);
	uint32		used = 0;

	for (uint32 i = 0; ok && i < state->nentries; i++)
		ok = entry_is_sound(state, &state->entries[i], size);
	for (uint32 s = 0; ok && s < state->nslots; s++)
	{
		uint32		number = slots_of(state)[s];

		ok = number <= state->nentries;
		used += number != 0;
	}
	/* every entry in one slot, so that a search always meets an empty one */
	if (ok && state->nslots > 0)
		ok = used == state->nentries && used < state->nslots;
	if (!ok)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid partial supply mix"),
				 errhint("The bytes are damaged or come from a newer version of trade_exposure.")));
}

/* Throws that an amount is NaN, infinite or has grown out of range. */
void
te_mix_bad_amount(TeCode origin, double amount)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("amount of origin \"%s\" is %s", te_code_cstring(origin),
					isnan(amount) ? "NaN" : amount > 0 ? "Infinity" : "-Infinity"),
			 errdetail("A supply mix holds finite amounts only."),
			 errhint("Filter such rows out, or turn the amount into NULL, which is skipped and counted.")));
}

/* Throws that a mix would have more than TE_MIX_MAX_ORIGINS origins. */
void
te_mix_too_many(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("a supply mix holds at most %d origins", TE_MIX_MAX_ORIGINS),
			 errhint("Group by a coarser origin, or keep the small origins as unspecified.")));
}
