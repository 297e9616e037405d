/*
 * mix_state.c
 *	  The partial form of a supply mix: adding, merging, taking away, growing.
 */
#include "postgres.h"

#include <math.h>

#include "common/hashfn.h"
#include "common/int.h"
#include "miscadmin.h"

#include "mix_state.h"

#define SMALLEST_STATE 128		/* bytes: header and two origins */
#define TINY_TABLE 14			/* entries up to which a table may be full */

/* Length of the table of a state of this size. */
static inline uint32
slots_for(Size size, Size names_size)
{
	return (uint32) ((size - names_size - TE_MIX_STATE_HEADER) / sizeof(TeMixEntry));
}

/* Entries that a table of this length takes before it grows. */
static inline uint32
capacity_of(uint32 nslots)
{
	return nslots <= TINY_TABLE ? nslots : nslots / 5 * 4;
}

/* Where the code of an entry lies. */
TeCode
te_mix_entry_code(const TeMixState *state, const TeMixEntry *entry)
{
	return te_code_stored(entry->word, entry->name == 0 ? NULL : (const char *) state + entry->name);
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

/* Upper half of a code's hash. */
static inline uint32
hash_of(const TeCode *code)
{
	uint64		h = code->word;

	if (unlikely(code->len > 8))
		h ^= hash_bytes((const unsigned char *) code->bytes, code->len);
	h ^= h >> 32;
	h *= UINT64CONST(0x9E3779B97F4A7C15);
	return (uint32) (h >> 32);
}

/* First entry to look at. */
static inline uint32
slot_for(uint32 hash, uint32 nslots)
{
	return (uint32) (((uint64) hash * nslots) >> 32);
}

/*
 * Asks for the memory where the entry would lie in a state of each of the usual
 * sizes.  With many groups neither the header, which knows the size, nor the
 * entry is in a cache: so both are waited for at once, not one after the other.
 */
static inline void
prefetch_entry(const TeMixState *state, uint32 hash)
{
	__builtin_prefetch(&state->entries[slot_for(hash, 6)], 1);
	__builtin_prefetch(&state->entries[slot_for(hash, 14)], 1);
	__builtin_prefetch(&state->entries[slot_for(hash, 30)], 1);
	__builtin_prefetch(&state->entries[slot_for(hash, 62)], 1);
}

/* The entry of a code, or the free one where it belongs; NULL when the table is full. */
static inline TeMixEntry *
find_entry(TeMixState *state, const TeCode *code)
{
	uint32		hash = hash_of(code);
	uint32		nslots,
				s;

	prefetch_entry(state, hash);
	nslots = state->nslots;
	s = slot_for(hash, nslots);

	for (uint32 i = 0; i < nslots; i++)
	{
		TeMixEntry *entry = &state->entries[s];

		if (entry->word == 0 || entry_is(state, entry, code))
			return entry;
		if (++s == nslots)
			s = 0;
	}
	return NULL;
}

/* Takes a free entry for a code; there must be room for the code's string. */
static void
take_entry(TeMixState *state, TeMixEntry *entry, const TeCode *code)
{
	state->nentries++;
	entry->word = code->word;
	if (code->len > 8)
	{
		char	   *name = (char *) state + VARSIZE(state) - state->names_size + state->names_used;

		entry->name = (uint32) (name - (char *) state);
		*(unsigned char *) name = (unsigned char) code->len;
		memcpy(name + 1, code->bytes, code->len);
		state->names_used += code->len + 1;
	}
}

/* An empty state of a given size. */
static TeMixState *
make_state(Size size, Size names_size)
{
	TeMixState *state = palloc0(size);

	SET_VARSIZE(state, size);
	state->format = TE_MIX_FORMAT;
	state->flags = TE_MIX_PARTIAL;
	state->names_size = (uint32) names_size;
	state->nslots = slots_for(size, names_size);
	return state;
}

/* Puts all that is alive in "from" into "to", which is empty and large enough. */
static void
refill(TeMixState *to, const TeMixState *from)
{
	for (uint32 i = 0; i < from->nslots; i++)
	{
		const TeMixEntry *old = &from->entries[i];
		TeCode		code;
		TeMixEntry *new;

		if (old->word == 0 || old->rows == 0)
			continue;
		code = te_mix_entry_code(from, old);
		new = find_entry(to, &code);
		take_entry(to, new, &code);
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
 * A state with room for "more" origins beyond those that are alive, one of them
 * "code".  The old one stays as it is: in an aggregate the executor owns it,
 * frees it and keeps a copy of the new one.
 */
static TeMixState *
grow(TeMixState *state, uint32 more, const TeCode *code)
{
	uint32		live = 0;
	Size		names = 0,
				names_size,
				size = VARSIZE(state);
	TeMixState *larger;

	for (uint32 i = 0; i < state->nslots; i++)
		if (state->entries[i].word != 0 && state->entries[i].rows > 0)
		{
			live++;
			if (state->entries[i].name != 0)
				names += 1 + *((unsigned char *) state + state->entries[i].name);
		}
	if (live + more > TE_MIX_MAX_ORIGINS)
		te_mix_too_many();
	if (code != NULL && code->len > 8)
		names += 1 + code->len;
	/* room for as many long codes again; a multiple of 8 keeps the value aligned */
	names_size = names == 0 ? 0 : Max(MAXALIGN(2 * names), state->names_size);
	while (size < names_size + TE_MIX_STATE_HEADER ||
		   capacity_of(slots_for(size, names_size)) < live + more)
		size *= 2;
	larger = make_state(size, names_size);
	refill(larger, state);
	return larger;
}

/*
 * Room for as many origins as another state has.  Its entries come in the order
 * of their hashes: put one by one into a much smaller table they would pile up
 * at its beginning.
 */
static TeMixState *
reserve(TeMixState *state, uint32 norigins)
{
	uint32		capacity = capacity_of(state->nslots);

	return norigins <= capacity ? state : grow(state, norigins - Min(norigins, state->nentries), NULL);
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
	TeMixEntry *entry = find_entry(state, &code);

	if (unlikely(entry == NULL || entry->word == 0))
	{
		if (state->nentries >= capacity_of(state->nslots) ||
			(code.len > 8 && state->names_used + code.len + 1 > state->names_size))
		{
			state = grow(state, 1, &code);
			entry = find_entry(state, &code);
		}
		take_entry(state, entry, &code);
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
	if (likely(code.len > 0))
		state = te_mix_state_add(state, code, sum, 1);
	else
	{
		state->unspecified_rows++;
		add_unspecified(state, sum);
	}
	state->rows++;
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
	state = reserve(state, other->nentries);
	for (uint32 i = 0; i < other->nslots; i++)
	{
		const TeMixEntry *entry = &other->entries[i];

		if (entry->word != 0 && entry->rows > 0)
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
	TeMixEntry *entry = find_entry(state, &code);

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

/* Order of two entries of one state. */
static inline int
compare_entries(const TeMixEntry *a, const TeMixEntry *b, const TeMixState *state)
{
	if (likely(a->word != b->word))
		return a->word < b->word ? -1 : 1;
	return te_code_cmp(te_mix_entry_code(state, a), te_mix_entry_code(state, b));
}

static int
compare_for_qsort(const void *a, const void *b, void *state)
{
	return compare_entries(*(TeMixEntry *const *) a, *(TeMixEntry *const *) b, state);
}

/* Entries that hold something, in order of their codes. */
const TeMixEntry **
te_mix_state_sorted(const TeMixState *state, uint32 *n)
{
	const TeMixEntry **sorted = palloc(Max(state->nentries, 1) * sizeof(*sorted));
	uint32		count = 0;

	for (uint32 i = 0; i < state->nslots; i++)
		if (state->entries[i].word != 0 && state->entries[i].rows > 0)
			sorted[count++] = &state->entries[i];
	*n = count;
	if (count > 16)
	{
		qsort_arg(sorted, count, sizeof(*sorted), compare_for_qsort, (void *) state);
		return sorted;
	}
	for (uint32 i = 1; i < count; i++)
	{
		const TeMixEntry *e = sorted[i];
		uint32		k = i;

		for (; k > 0 && compare_entries(sorted[k - 1], e, state) > 0; k--)
			sorted[k] = sorted[k - 1];
		sorted[k] = e;
	}
	return sorted;
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
		state->nentries <= capacity_of(state->nslots) &&
		isfinite(state->unspecified.hi) && isfinite(state->unspecified.lo) &&
		state->rows >= 0 && state->unspecified_rows >= 0 && state->skipped_rows >= 0 &&
		state->unspecified_rows <= state->rows;
}

/* Is this entry's code where it may be? */
static bool
entry_is_sound(const TeMixState *state, const TeMixEntry *entry, Size size)
{
	Size		names = size - state->names_size;

	if (!isfinite(entry->sum.hi) || !isfinite(entry->sum.lo))
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

	for (uint32 i = 0; ok && i < state->nslots; i++)
		if (state->entries[i].word != 0)
		{
			ok = entry_is_sound(state, &state->entries[i], size);
			used++;
		}
	/* the count of entries is what keeps one free, so that a search ends */
	ok = ok && used == state->nentries;
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
