/*
 * mix_state.c
 *	  The partial form of a supply mix: adding, merging, taking away, growing.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/memutils.h"

#include "mix_state.h"

#define SMALLEST_STATE 128		/* bytes: header and nine rows */
#define LOG_ONLY 256			/* bytes up to which a state without a run just doubles */
#define LOG_OF_MANY (1024 * 1024)	/* the same while most rows bring a new origin */
#define SEARCHED_RUN 4096		/* origins up to which rows are looked up in the run */

/* A code in a message. */
static char *
origin_name(TeCode code)
{
	return code.len == 0 ? pstrdup("rows without an origin") : psprintf("origin \"%s\"", te_code_cstring(code));
}

/* Throws that an amount is NaN, infinite or has grown out of range. */
void
te_mix_bad_amount(TeCode origin, double amount)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("amount of %s is %s", origin_name(origin),
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

/* Throws when a sum that lost bits has even left float8's range. */
static pg_noinline void
check_lost_bits(TeCode code, TeSum sum)
{
	if (!isfinite(sum.hi))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the sum of %s is out of range", origin_name(code)),
				 errhint("Use a larger unit for the amounts.")));
}

/* Throws when one more row could not be counted. */
static inline void
check_rows(uint32 rows)
{
	if (unlikely(rows == PG_UINT32_MAX))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %u rows for one origin in a window", PG_UINT32_MAX),
				 errhint("Aggregate in parts and add the parts with sum(supply_mix).")));
}

/* ---- layout ---- */

/* The run, or NULL as long as there is none. */
static inline TeMixRun *
run_of(const TeMixState *state)
{
	return state->run_start < VARSIZE(state) ? (TeMixRun *) ((char *) state + state->run_start) : NULL;
}

/* Has the run rows and names for its origins? */
static inline bool
has_extra(uint8 flags)
{
	return (flags & (TE_MIX_COUNTED | TE_MIX_HAS_NAMES)) != 0;
}

/* Rows and names of the origins of a run, or NULL. */
static inline TeMixExtra *
extra_of(const TeMixState *state, const TeMixRun *run)
{
	return has_extra(state->flags) ? (TeMixExtra *) &run->entries[run->norigins] : NULL;
}

/* Bytes of a run with n origins. */
static inline Size
run_size(Size n, uint8 flags, Size names)
{
	return offsetof(TeMixRun, entries) +
		n * (sizeof(TeMixEntry) + (has_extra(flags) ? sizeof(TeMixExtra) : 0)) + MAXALIGN(names);
}

/* Code of origin i of a run. */
static inline TeCode
run_code(const TeMixState *state, const TeMixRun *run, const TeMixExtra *extra, uint32 i)
{
	uint32		name = extra == NULL ? 0 : extra[i].name;

	return te_code_stored(run->entries[i].word, name == 0 ? NULL : (const char *) state + name);
}

/* The row of the log at an offset. */
static inline TeMixRow *
row_at(const TeMixState *state, uint32 offset)
{
	return (TeMixRow *) ((char *) state + offset);
}

/* Code of a row of the log. */
static inline TeCode
row_code(const TeMixRow *row)
{
	const char *string = (const char *) (row + 1);

	if (likely(row->word != 0))
		return te_code_stored((uint64) row->word << 32, NULL);
	return te_code(string + 1, *(const unsigned char *) string);
}

/* Bytes that a code of this length takes in the log. */
static inline uint32
row_size(int code_len)
{
	const uint32 row = sizeof(TeMixRow);

	return code_len <= 4 ? row : row + (1 + code_len + row - 1) / row * row;
}

/* The row after this one. */
static inline TeMixRow *
next_row(const TeMixRow *row)
{
	return (TeMixRow *) ((char *) row + (likely(row->word != 0) ? sizeof(TeMixRow) :
										 row_size(*(const unsigned char *) (row + 1))));
}

/* Bytes left in the log. */
static inline uint32
free_room(const TeMixState *state)
{
	return state->run_start - state->log_end;
}

/* An empty state of a given size. */
static TeMixState *
make_state(Size size, uint8 flags)
{
	TeMixState *state = palloc0(size);

	SET_VARSIZE(state, size);
	state->format = TE_MIX_STATE_FORMAT;
	state->flags = TE_MIX_PARTIAL | flags;
	state->log_end = TE_MIX_STATE_HEADER;
	state->run_start = (uint32) size;
	return state;
}

/* ---- from the log to the run ---- */

/*
 * Asks for all memory of a state that is about to be read from end to end: its
 * lines then come at once, not one after the other.
 */
static inline void
prefetch_state(const TeMixState *state)
{
	uint32		run_end = state->run_start + Min(VARSIZE(state) - state->run_start,
												 SEARCHED_RUN * sizeof(TeMixEntry));

	for (uint32 at = state->run_start; at < run_end; at += 64)
		__builtin_prefetch((const char *) state + at, 1);
	for (uint32 at = TE_MIX_STATE_HEADER; at < Min(state->log_end, SEARCHED_RUN); at += 64)
		__builtin_prefetch((const char *) state + at, 1);
}

/* Adds to the amount without an origin; false when bits were lost. */
static bool
add_unspecified(TeMixTotals *totals, double amount)
{
	bool		exact = te_sum_add(&totals->unspecified, amount);

	if (unlikely(!exact))
		check_lost_bits(te_code("", 0), totals->unspecified);
	return exact;
}

/* Counts a row of the log; false when the amount without an origin lost bits. */
static inline bool
count_row(TeMixTotals *totals, const TeMixRow *row)
{
	if (unlikely(row->word == TE_MIX_WORD_SKIPPED))
	{
		totals->skipped_rows++;
		return true;
	}
	totals->rows++;
	if (likely(row->word != TE_MIX_WORD_UNSPECIFIED))
		return true;
	totals->unspecified_rows++;
	return add_unspecified(totals, row->amount);
}

/* Is the row one of an origin? */
static inline bool
has_origin(const TeMixRow *row)
{
	return row->word == 0 || row->word > TE_MIX_WORD_SKIPPED;
}

/* First origin of the run whose word is not before "word"; without branches to guess. */
static inline uint32
lower_bound(const TeMixEntry *entries, uint32 n, uint64 word)
{
	uint32		base = 0;

	while (n > 1)
	{
		uint32		half = n / 2;

		base += half & -(uint32) (entries[base + half - 1].word < word);
		n -= half;
	}
	return base + (entries[base].word < word);
}

/* The place of a code among the origins of a run with names, or -1. */
static int
find_name(const TeMixState *state, const TeMixRun *run, const TeMixExtra *extra, TeCode code)
{
	int			low = 0,
				high = (int) run->norigins - 1;

	while (low <= high)
	{
		int			middle = (low + high) / 2;
		int			cmp = te_code_cmp(run_code(state, run, extra, middle), code);

		if (cmp == 0)
			return middle;
		if (cmp < 0)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return -1;
}

/* The place of a code of at most 8 bytes among the origins of a run without names, or -1. */
static inline int
find_word(const TeMixRun *run, uint64 word)
{
	uint32		n = run->norigins;
	uint32		i = n == 0 ? 0 : lower_bound(run->entries, n, word);

	return i < n && run->entries[i].word == word ? (int) i : -1;
}

/* The place of a code among the origins of the run, or -1. */
static int
find(const TeMixState *state, const TeMixRun *run, const TeMixExtra *extra, TeCode code)
{
	if (state->flags & TE_MIX_HAS_NAMES)
		return find_name(state, run, extra, code);
	return code.len <= 8 ? find_word(run, code.word) : -1;
}

/* Adds an amount to an origin of the run, less than nothing when a row leaves. */
static inline void
add_to_run(TeMixState *state, TeMixRun *run, const TeMixExtra *extra, int i, double amount)
{
	if (likely(te_sum_add(&run->entries[i].sum, amount)))
		return;
	check_lost_bits(run_code(state, run, extra, i), run->entries[i].sum);
	state->flags |= TE_MIX_INEXACT;
}

/* Adds a row to an origin of the run. */
static inline void
absorb_row(TeMixState *state, TeMixRun *run, TeMixExtra *extra, int i, double amount)
{
	add_to_run(state, run, extra, i, amount);
	run->totals.rows++;
	if (extra != NULL)
	{
		check_rows(extra[i].rows);
		extra[i].rows++;
	}
}

/*
 * Adds the rows of the log whose origins the run has already, and moves the
 * others to the log's beginning.
 */
static void
absorb_known(TeMixState *state)
{
	TeMixRun   *run = run_of(state);
	TeMixExtra *extra;
	TeMixRow   *row = state->log;
	TeMixRow   *end = row_at(state, state->log_end);
	TeMixRow   *kept = row;
	bool		names = (state->flags & TE_MIX_HAS_NAMES) != 0;

	if (run == NULL || run->norigins == 0 || run->norigins > SEARCHED_RUN)
		return;
	prefetch_state(state);
	extra = extra_of(state, run);
	for (TeMixRow *next; row < end; row = next)
	{
		int			i;

		next = next_row(row);
		if (unlikely(!has_origin(row)))
		{
			if (!count_row(&run->totals, row))
				state->flags |= TE_MIX_INEXACT;
			continue;
		}
		if (likely(row->word != 0 && !names))
			i = find_word(run, (uint64) row->word << 32);
		else
			i = find(state, run, extra, row_code(row));
		if (i >= 0)
			absorb_row(state, run, extra, i, row->amount);
		else
			for (; row < next; row++)
				*kept++ = *row;
	}
	state->log_end = (uint32) ((char *) kept - (char *) state);
}

/* What the rows of a log are sorted by. */
typedef struct LogKey
{
	uint64		word;			/* see TeCode */
	uint32		at;				/* offset of the row from the state */
} LogKey;

static inline int
compare_keys(const LogKey *a, const LogKey *b, const TeMixState *state)
{
	if (likely(a->word != b->word))
		return a->word < b->word ? -1 : 1;
	return te_code_cmp(row_code(row_at(state, a->at)), row_code(row_at(state, b->at)));
}

#define ST_SORT sort_many_keys
#define ST_ELEMENT_TYPE LogKey
#define ST_COMPARE(a, b, state) compare_keys(a, b, state)
#define ST_COMPARE_ARG_TYPE const TeMixState
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Keys of all rows of the log in order of their codes (palloc'd). */
static LogKey *
sorted_keys(const TeMixState *state, uint32 *n)
{
	LogKey	   *keys = palloc_extended(((state->log_end - TE_MIX_STATE_HEADER) / sizeof(TeMixRow) + 1) * sizeof(LogKey),
									   MCXT_ALLOC_HUGE);
	const TeMixRow *end = row_at(state, state->log_end);
	uint32		k = 0;

	for (const TeMixRow *row = state->log; row < end; row = next_row(row))
	{
		keys[k].word = likely(row->word != 0) ? (uint64) row->word << 32 : row_code(row).word;
		keys[k].at = (uint32) ((const char *) row - (const char *) state);
		k++;
	}
	*n = k;
	if (k > 16)
	{
		sort_many_keys(keys, k, state);
		return keys;
	}
	for (uint32 i = 1; i < k; i++)
	{
		LogKey		key = keys[i];
		uint32		j = i;

		for (; j > 0 && compare_keys(&keys[j - 1], &key, state) > 0; j--)
			keys[j] = keys[j - 1];
		keys[j] = key;
	}
	return keys;
}

/*
 * Counts the first rows of the log, which have no origin; their number.  The
 * words that mark them are smaller than any text's.
 */
static uint32
count_rows(const TeMixState *state, const LogKey *keys, uint32 n, TeMixTotals *totals, bool *inexact)
{
	uint32		i = 0;

	for (; i < n && keys[i].word <= (uint64) TE_MIX_WORD_SKIPPED << 32; i++)
		*inexact |= !count_row(totals, row_at(state, keys[i].at));
	totals->rows += n - i;
	return i;
}

/* Adds all rows of an origin, which begin at keys[*j]. */
static inline void
add_rows(const TeMixState *state, TeMixOrigin *origin, const LogKey *keys, uint32 n, uint32 *j, bool *inexact)
{
	for (; *j < n && keys[*j].word == origin->code.word; ++*j)
	{
		const TeMixRow *row = row_at(state, keys[*j].at);

		if (unlikely(origin->code.len >= 8) && te_code_cmp(row_code(row), origin->code) != 0)
			break;
		if (unlikely(!te_sum_add(&origin->sum, row->amount)))
		{
			check_lost_bits(origin->code, origin->sum);
			*inexact = true;
		}
		if (state->flags & TE_MIX_COUNTED)
			check_rows(origin->rows);
		origin->rows++;
	}
}

/* All origins in order of their codes, and the totals; says whether some sum lost bits. */
static TeMixOrigin *
collect_origins(const TeMixState *state, uint32 *n, TeMixTotals *totals, bool *inexact)
{
	const TeMixRun *run = run_of(state);
	const TeMixExtra *extra = NULL;
	bool		counted = (state->flags & TE_MIX_COUNTED) != 0;
	uint32		nrun = 0,
				nkeys,
				count = 0,
				i = 0,
				j;
	LogKey	   *keys;
	TeMixOrigin *origins;

	prefetch_state(state);
	memset(totals, 0, sizeof(*totals));
	if (run != NULL)
	{
		nrun = run->norigins;
		extra = extra_of(state, run);
		*totals = run->totals;
	}
	keys = sorted_keys(state, &nkeys);
	origins = palloc_extended(((Size) nrun + nkeys + 1) * sizeof(TeMixOrigin), MCXT_ALLOC_HUGE);

	*inexact = (state->flags & TE_MIX_INEXACT) != 0;
	j = count_rows(state, keys, nkeys, totals, inexact);
	while (i < nrun || j < nkeys)
	{
		TeMixOrigin *origin = &origins[count];
		TeCode		code = {0};
		int			cmp = i == nrun ? 1 : -1;

		if (j < nkeys)
		{
			code = row_code(row_at(state, keys[j].at));
			if (i < nrun)
				cmp = te_code_cmp(run_code(state, run, extra, i), code);
		}
		if (cmp <= 0)
		{
			origin->code = run_code(state, run, extra, i);
			origin->sum = run->entries[i].sum;
			origin->rows = counted ? extra[i].rows : 1;
			i++;
		}
		else
		{
			origin->code = code;
			origin->sum.hi = origin->sum.lo = 0;
			origin->rows = 0;
		}
		if (cmp >= 0)
			add_rows(state, origin, keys, nkeys, &j, inexact);
		count += origin->rows > 0;
		if ((count & 0xffff) == 0xffff)
			CHECK_FOR_INTERRUPTS();
	}
	if (count > TE_MIX_MAX_ORIGINS)
		te_mix_too_many();
	pfree(keys);
	*n = count;
	return origins;
}

TeMixOrigin *
te_mix_state_origins(const TeMixState *state, uint32 *n, TeMixTotals *totals)
{
	bool		inexact;

	return collect_origins(state, n, totals, &inexact);
}

/* Bytes of all strings of codes longer than 8 bytes. */
static Size
names_size(const TeMixOrigin *origins, uint32 n)
{
	Size		size = 0;

	for (uint32 i = 0; i < n; i++)
		if (origins[i].code.len > 8)
			size += 1 + origins[i].code.len;
	return size;
}

/* Writes the run at the end of a state with an empty log. */
static void
write_run(TeMixState *state, const TeMixTotals *totals, const TeMixOrigin *origins, uint32 n, Size size)
{
	TeMixRun   *run;
	TeMixExtra *extra;
	char	   *name;

	state->log_end = TE_MIX_STATE_HEADER;
	state->run_start = (uint32) (VARSIZE(state) - size);
	run = run_of(state);
	run->totals = *totals;
	run->norigins = n;
	extra = extra_of(state, run);
	name = (char *) &extra[n];
	for (uint32 i = 0; i < n; i++)
	{
		const TeCode *code = &origins[i].code;

		run->entries[i].word = code->word;
		run->entries[i].sum = origins[i].sum;
		if (extra == NULL)
			continue;
		extra[i].rows = origins[i].rows;
		if (code->len <= 8)
			continue;
		extra[i].name = (uint32) (name - (char *) state);
		*(unsigned char *) name = (unsigned char) code->len;
		memcpy(name + 1, code->bytes, code->len);
		name += 1 + code->len;
	}
}

/* A copy of twice the size of a state without a run. */
static TeMixState *
doubled(const TeMixState *state)
{
	Size		size = 2 * VARSIZE(state);
	TeMixState *larger = palloc0(size);

	memcpy(larger, state, state->log_end);
	SET_VARSIZE(larger, size);
	larger->run_start = (uint32) size;
	return larger;
}

/*
 * The same content with an empty log of at least "room" bytes, or, while few
 * rows have come and most of them brought a new origin, with a longer log.  A
 * larger state is a new one and the old one stays as it is: in an aggregate the
 * executor owns it, frees it and keeps a copy of the new one.
 */
static TeMixState *
merge_log(TeMixState *state, Size room)
{
	bool		inexact;
	uint32		n;
	TeMixTotals totals;
	TeMixOrigin *origins = collect_origins(state, &n, &totals, &inexact);
	Size		names = names_size(origins, n),
				size = VARSIZE(state),
				run;
	uint8		flags = (state->flags & ~TE_MIX_HAS_NAMES) | (inexact ? TE_MIX_INEXACT : 0) |
		(names > 0 ? TE_MIX_HAS_NAMES : 0);
	TeMixState *merged;

	run = run_size(n, flags, names);
	/* merging goes through the whole run: let it be paid by an eighth of that in new rows */
	room = Max(room, run / 8);
	while (size < TE_MIX_STATE_HEADER + run + room)
		size *= 2;
	if (size > MaxAllocSize)
		te_mix_too_many();
	merged = palloc0(size);
	memcpy(merged, state, TE_MIX_STATE_HEADER);
	SET_VARSIZE(merged, size);
	merged->flags = flags;
	write_run(merged, &totals, origins, n, run);
	pfree(origins);
	if (size == VARSIZE(state))
	{
		memcpy(state, merged, size);
		pfree(merged);
		return state;
	}
	return merged;
}

/* Does a state without a run hold about one row an origin? */
static bool
has_many_origins(const TeMixState *state)
{
	uint32		nrows,
				n = 0;
	LogKey	   *keys = sorted_keys(state, &nrows);

	for (uint32 i = 0; i < nrows; i++)
		n += i == 0 || keys[i].word != keys[i - 1].word;
	pfree(keys);
	return 4 * n >= 3 * nrows;
}

/* A state whose log takes "room" bytes. */
static pg_noinline TeMixState *
make_room(TeMixState *state, Size room)
{
	/* as long as few rows have come, a log takes less than a run */
	while (run_of(state) == NULL && free_room(state) < room &&
		   (VARSIZE(state) < LOG_ONLY || (VARSIZE(state) < LOG_OF_MANY && has_many_origins(state))))
		state = doubled(state);
	if (free_room(state) >= room)
		return state;
	absorb_known(state);
	if (free_room(state) >= Max(room, (state->run_start - TE_MIX_STATE_HEADER) / 2))
		return state;
	return merge_log(state, room);
}

/* A state with a run and "room" bytes in its log. */
static inline TeMixState *
with_run(TeMixState *state, Size room)
{
	if (free_room(state) < room)
		state = make_room(state, room);
	return run_of(state) != NULL ? state : merge_log(state, room);
}

/* ---- adding ---- */

/* Empty builders. */
TeMixState *
te_mix_begin(void)
{
	return make_state(SMALLEST_STATE, 0);
}

TeMixState *
te_mix_begin_counted(void)
{
	return make_state(SMALLEST_STATE, TE_MIX_COUNTED);
}

TeMixState *
te_mix_begin_with(const TeMixTotals *totals)
{
	TeMixState *state = with_run(te_mix_begin(), 0);

	run_of(state)->totals = *totals;
	return state;
}

/* Appends a row whose code fits into the row. */
static inline TeMixState *
append(TeMixState *state, uint32 word, double amount)
{
	TeMixRow   *row;

	if (unlikely(free_room(state) < sizeof(TeMixRow)))
		state = make_room(state, sizeof(TeMixRow));
	row = row_at(state, state->log_end);
	row->word = word;
	row->amount = amount;
	state->log_end += sizeof(TeMixRow);
	return state;
}

/* Appends a row whose code is longer. */
static pg_noinline TeMixState *
append_long(TeMixState *state, TeCode code, double amount)
{
	uint32		size = row_size(code.len);
	TeMixRow   *row;

	if (free_room(state) < size)
		state = make_room(state, size);
	row = row_at(state, state->log_end);
	row->word = 0;
	row->amount = amount;
	*(unsigned char *) (row + 1) = (unsigned char) code.len;
	te_code_bytes(code, (char *) (row + 1) + 1);
	state->log_end += size;
	return state;
}

/* Adds one row; an empty code is unspecified. */
TeMixState *
te_mix_add(TeMixState *state, TeCode code, double amount)
{
	if (unlikely(!isfinite(amount)))
		te_mix_bad_amount(code, amount);
	if (unlikely(code.len > 4))
		return append_long(state, code, amount);
	return append(state, likely(code.len > 0) ? (uint32) (code.word >> 32) : TE_MIX_WORD_UNSPECIFIED, amount);
}

/* Counts a row without an amount. */
TeMixState *
te_mix_skip(TeMixState *state)
{
	return append(state, TE_MIX_WORD_SKIPPED, 0);
}

/* Adds an amount to a code, but not to the numbers of rows. */
TeMixState *
te_mix_put(TeMixState *state, TeCode code, double amount)
{
	state = with_run(state, row_size(code.len));
	/* the log's row will count as one */
	run_of(state)->totals.rows--;
	return te_mix_add(state, code, amount);
}

/* Adds totals to those of the run. */
static void
add_totals(TeMixState *state, const TeMixTotals *more)
{
	TeMixTotals *totals = &run_of(state)->totals;

	totals->rows += more->rows;
	totals->unspecified_rows += more->unspecified_rows;
	totals->skipped_rows += more->skipped_rows;
	if (!add_unspecified(totals, more->unspecified.hi) || !add_unspecified(totals, more->unspecified.lo))
		state->flags |= TE_MIX_INEXACT;
}

/* The totals of a sorted mix. */
static TeMixTotals
totals_of(const TeMix *mix)
{
	TeMixTotals totals = {mix->rows, mix->unspecified_rows, mix->skipped_rows, {mix->unspecified, 0}};

	return totals;
}

/* Adds a sorted mix; each of its origins counts as one row of the origin. */
TeMixState *
te_mix_merge(TeMixState *state, const TeMix *mix)
{
	TeMixTotals totals = totals_of(mix);

	state = with_run(state, mix->norigins * sizeof(TeMixRow));
	for (uint32 i = 0; i < mix->norigins; i++)
		state = te_mix_add(state, te_mix_code(mix, i), mix->items[i].amount);
	/* the rows of the log will be counted once more */
	totals.rows -= mix->norigins;
	add_totals(state, &totals);
	return state;
}

/* Adds another state. */
TeMixState *
te_mix_state_merge(TeMixState *state, const TeMixState *other)
{
	uint32		n;
	TeMixTotals totals;
	TeMixOrigin *origins = te_mix_state_origins(other, &n, &totals);

	state = with_run(state, 0);
	for (uint32 i = 0; i < n; i++)
	{
		state = te_mix_put_sum(state, origins[i].code, origins[i].sum);
		if ((i & 0xffff) == 0xffff)
			CHECK_FOR_INTERRUPTS();
	}
	pfree(origins);
	add_totals(state, &totals);
	state->flags |= other->flags & TE_MIX_INEXACT;
	state->argument = Max(state->argument, other->argument);
	return state;
}

/* ---- taking away ---- */

/* Takes one row of an origin of the run away; the last one takes the origin with it. */
static void
subtract_row(TeMixState *state, TeCode code, double amount)
{
	TeMixRun   *run = run_of(state);
	TeMixExtra *extra = extra_of(state, run);
	int			i = find(state, run, extra, code);

	if (i < 0 || extra[i].rows == 0)
		elog(ERROR, "supply mix: a row leaves a window that it never entered");
	add_to_run(state, run, extra, i, -amount);
	if (--extra[i].rows == 0)
		run->entries[i].sum.hi = run->entries[i].sum.lo = 0;
}

/* A state with an empty log, from whose run rows can be taken away. */
static TeMixState *
without_log(TeMixState *state)
{
	if (!(state->flags & TE_MIX_COUNTED))
		elog(ERROR, "supply mix: a row leaves a state that does not count rows");
	absorb_known(state);
	return run_of(state) != NULL && state->log_end == TE_MIX_STATE_HEADER ? state :
		merge_log(state, sizeof(TeMixRow));
}

/* Takes one row away. */
TeMixState *
te_mix_subtract(TeMixState *state, TeCode code, double amount)
{
	TeMixTotals less = {-1, 0, 0, {0, 0}};

	state = without_log(state);
	if (code.len > 0)
		subtract_row(state, code, amount);
	else
	{
		less.unspecified_rows = -1;
		less.unspecified.hi = -amount;
	}
	add_totals(state, &less);
	return state;
}

/* Takes a row without an amount away. */
TeMixState *
te_mix_subtract_skipped(TeMixState *state)
{
	state = without_log(state);
	run_of(state)->totals.skipped_rows--;
	return state;
}

/* Takes a mix away that te_mix_merge added. */
TeMixState *
te_mix_subtract_mix(TeMixState *state, const TeMix *mix)
{
	TeMixTotals less = {-mix->rows, -mix->unspecified_rows, -mix->skipped_rows, {-mix->unspecified, 0}};

	state = without_log(state);
	for (int i = 0; i < mix->norigins; i++)
		subtract_row(state, te_mix_code(mix, i), mix->items[i].amount);
	add_totals(state, &less);
	return state;
}

/* ---- checks ---- */

/* Is the header of a state of "size" bytes possible? */
static bool
header_is_sound(const TeMixState *state, Size size)
{
	return size >= SMALLEST_STATE && (size & (size - 1)) == 0 &&
		state->format == TE_MIX_STATE_FORMAT &&
		(state->flags & ~(TE_MIX_PARTIAL | TE_MIX_INEXACT | TE_MIX_COUNTED | TE_MIX_HAS_NAMES)) == 0 &&
		state->log_end >= TE_MIX_STATE_HEADER && state->log_end <= state->run_start &&
		(state->log_end - TE_MIX_STATE_HEADER) % sizeof(TeMixRow) == 0 &&
		state->run_start <= size && state->run_start == MAXALIGN(state->run_start);
}

/* Does a string of a long code, with these first 8 bytes, lie between two addresses? */
static bool
name_is_sound(const char *name, const char *from, const char *to, uint64 word)
{
	uint64		start;

	if (name < from || name >= to || *(const unsigned char *) name <= 8 ||
		*(const unsigned char *) name + 1 > to - name)
		return false;
	memcpy(&start, name + 1, sizeof(start));
	return pg_ntoh64(start) == word;
}

/* Can a run with its origins lie in "size" bytes, and are its numbers possible? */
static bool
run_header_is_sound(const TeMixState *state, const TeMixRun *run, Size size)
{
	const TeMixTotals *totals;

	if (size < offsetof(TeMixRun, entries) || run->reserved != 0 ||
		run_size(run->norigins, state->flags, 0) > size)
		return false;
	totals = &run->totals;
	return isfinite(totals->unspecified.hi) && isfinite(totals->unspecified.lo) &&
		totals->unspecified_rows >= 0 && totals->skipped_rows >= 0 &&
		totals->unspecified_rows <= TE_MAX_ROWS && totals->skipped_rows <= TE_MAX_ROWS &&
		totals->rows >= -TE_MAX_ROWS && totals->rows <= TE_MAX_ROWS;
}

/* Is the run, if there is one, in order, with finite sums and sound names? */
static bool
run_is_sound(const TeMixState *state, Size size)
{
	const TeMixRun *run = run_of(state);
	const TeMixExtra *extra;
	const char *names;

	if (run == NULL)
		return (state->flags & TE_MIX_HAS_NAMES) == 0;
	if (!run_header_is_sound(state, run, size - state->run_start))
		return false;
	extra = extra_of(state, run);
	names = (const char *) &extra[run->norigins];
	for (uint32 i = 0; i < run->norigins; i++)
	{
		const TeMixEntry *entry = &run->entries[i];

		if (entry->word <= (uint64) TE_MIX_WORD_SKIPPED << 32 || !isfinite(entry->sum.hi) || !isfinite(entry->sum.lo))
			return false;
		if (extra != NULL && extra[i].name != 0 &&
			!name_is_sound((const char *) state + extra[i].name, names, (const char *) state + size, entry->word))
			return false;
		if (i > 0 && te_code_cmp(run_code(state, run, extra, i - 1), run_code(state, run, extra, i)) >= 0)
			return false;
	}
	return true;
}

/* Do the rows of the log follow each other to its end, and fit the run's totals? */
static bool
log_is_sound(const TeMixState *state)
{
	const TeMixRow *end = row_at(state, state->log_end);
	const TeMixRun *run = run_of(state);
	int64		rows = run == NULL ? 0 : run->totals.rows,
				unspecified_rows = run == NULL ? 0 : run->totals.unspecified_rows;

	for (const TeMixRow *row = state->log; row < end; row = next_row(row))
	{
		if (!isfinite(row->amount))
			return false;
		/* the rows of a name are whole ones, so that it may end with the log */
		if (row->word == 0 &&
			(row + 1 >= end || *(const unsigned char *) (row + 1) <= 4 || next_row(row) > end))
			return false;
		rows += row->word != TE_MIX_WORD_SKIPPED;
		unspecified_rows += row->word == TE_MIX_WORD_UNSPECIFIED;
	}
	return rows >= 0 && unspecified_rows <= rows;
}

/* Checks every invariant; throws when the bytes are not a state. */
void
te_mix_state_check(const TeMixState *state, Size size)
{
	if (size < TE_MIX_STATE_HEADER || !header_is_sound(state, size) ||
		!run_is_sound(state, size) || !log_is_sound(state))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid partial supply mix"),
				 errhint("The bytes are damaged or come from a newer version of trade_exposure.")));
}
