/*
 * mix_run.c
 *	  The run of a supply mix's partial form: folding the log into it, growing.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "mix/mix_error.h"
#include "mix/mix_run.h"

#define LOG_ONLY 256			/* bytes up to which a state without a run
								 * just doubles */
#define LOG_OF_MANY (1024 * 1024)	/* the same while most rows bring a new
									 * origin */
#define SEARCHED_RUN 4096		/* origins up to which rows are looked up in
								 * the run */

/* ---- reading ---- */

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
	bool		exact = te_net_add(&totals->unspecified, amount);

	if (unlikely(!exact))
		te_mix_check_lost_bits(te_code("", 0), &totals->unspecified);
	return exact;
}

/*
 * Counts a row of the log that is none of an origin; false when the amount
 * without an origin lost bits.
 */
static inline bool
count_row(TeMixTotals *totals, const TeMixRow *row)
{
	if (row->word == TE_MIX_WORD_SKIPPED)
	{
		totals->skipped_rows++;
		return true;
	}
	totals->rows++;
	totals->unspecified_rows++;
	return add_unspecified(totals, row->amount);
}

/* The totals of a run. */
TeMixTotals
te_mix_run_totals(const TeMixState *state)
{
	const TeMixRun *run = te_mix_run(state);
	const TeSum *negative = te_mix_negative(state, run);
	TeMixTotals totals = {run->rows, run->unspecified_rows, run->skipped_rows, {run->unspecified, {0, 0}}};

	if (negative != NULL)
		totals.unspecified.negative = negative[0];
	return totals;
}

/* Gives a run its totals. */
void
te_mix_set_run_totals(TeMixState *state, const TeMixTotals *totals)
{
	TeMixRun   *run = te_mix_run(state);
	TeSum	   *negative = te_mix_negative(state, run);

	run->rows = totals->rows;
	run->unspecified_rows = totals->unspecified_rows;
	run->skipped_rows = totals->skipped_rows;
	run->unspecified = totals->unspecified.sum;
	if (negative != NULL)
		negative[0] = totals->unspecified.negative;
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
		int			cmp = te_code_cmp(te_mix_run_code(state, run, extra, middle), code);

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
int
te_mix_run_find(const TeMixState *state, const TeMixRun *run, const TeMixExtra *extra, TeCode code)
{
	if (state->flags & TE_MIX_HAS_NAMES)
		return find_name(state, run, extra, code);
	return code.len <= 8 ? find_word(run, code.word) : -1;
}

/* Throws when more rows could not be counted. */
static inline void
check_rows(uint32 rows, uint32 more)
{
	if (unlikely(rows > PG_UINT32_MAX - more))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %u rows for one origin in a window", PG_UINT32_MAX),
				 errhint("Aggregate in parts and add the parts with sum(supply_mix).")));
}

/*
 * Adds to an origin of the run, or takes away with sign -1; the run must have
 * what the sum needs.
 */
void
te_mix_run_add(TeMixState *state, int i, const TeNet *net, int sign)
{
	TeMixRun   *run = te_mix_run(state);
	TeSum	   *negative = te_mix_negative(state, run);
	TeNet		sum = {run->entries[i].sum, {0, 0}};

	if (unlikely(negative != NULL))
		sum.negative = negative[i + 1];
	else if (unlikely(net->negative.hi != 0))
		te_not_a_state();
	if (unlikely(!te_net_add_net(&sum, net, sign)))
	{
		te_mix_check_lost_bits(te_mix_run_code(state, run, te_mix_extra(state, run), i), &sum);
		state->flags |= TE_MIX_INEXACT;
	}
	run->entries[i].sum = sum.sum;
	if (unlikely(negative != NULL))
		negative[i + 1] = sum.negative;
}

/* A sum in the log, and its number of rows. */
static TeNet
log_sum(const TeMixRow *row, uint32 *rows)
{
	TeNet		net = {{row->amount, 0}, {0, 0}};

	*rows = 1;
	for (row++; row->word >= TE_MIX_WORD_SUM && row->word <= TE_MIX_LAST_MARK; row++)
	{
		if (row->word == TE_MIX_WORD_NEGATIVE)
			net.negative.hi = row->amount;
		else if (row->word == TE_MIX_WORD_NEGATIVE_REST)
			net.negative.lo = row->amount;
		else
			*rows = (uint32) row->amount;
	}
	net.sum.lo = row->amount;
	return net;
}

/*
 * Adds what is not a plain row of a positive amount to an origin of the run;
 * false when the run has no place for it.
 */
static pg_noinline bool
absorb_rare(TeMixState *state, TeMixExtra *extra, int i, const TeMixRow *row)
{
	uint32		rows = 1;
	TeNet		net = row->word == TE_MIX_WORD_SUM ? log_sum(row, &rows) : te_net_one(row->amount);

	if (net.negative.hi != 0 && !(state->flags & TE_MIX_BOUND))
		return false;
	te_mix_run_add(state, i, &net, 1);
	te_mix_run(state)->rows++;
	if (extra != NULL)
	{
		check_rows(extra[i].rows, rows);
		extra[i].rows += rows;
	}
	return true;
}

/* Adds a row to an origin of the run; false when the run has no place for what it needs. */
static inline bool
absorb_row(TeMixState *state, TeMixRun *run, TeMixExtra *extra, int i, const TeMixRow *row)
{
	if (unlikely(row->word == TE_MIX_WORD_SUM || row->amount < 0))
		return absorb_rare(state, extra, i, row);
	if (unlikely(!te_sum_add(&run->entries[i].sum, row->amount)))
	{
		TeNet		sum = {run->entries[i].sum, {0, 0}};

		te_mix_check_lost_bits(te_mix_run_code(state, run, extra, i), &sum);
		state->flags |= TE_MIX_INEXACT;
	}
	run->rows++;
	if (extra != NULL)
	{
		check_rows(extra[i].rows, 1);
		extra[i].rows++;
	}
	return true;
}

/*
 * Counts a row of the log that is none of an origin in the run; false when the
 * run has no place for what it needs.
 */
static bool
absorb_other(TeMixState *state, const TeMixRow *row)
{
	TeMixTotals totals = te_mix_run_totals(state);

	if (row->amount < 0 && !(state->flags & TE_MIX_BOUND))
		return false;
	if (!count_row(&totals, row))
		state->flags |= TE_MIX_INEXACT;
	te_mix_set_run_totals(state, &totals);
	return true;
}

/*
 * Adds the rows of the log whose origins the run has already, and moves the
 * others to the log's beginning, together with those that need more than the run
 * has.
 */
static void
absorb_known(TeMixState *state)
{
	TeMixRun   *run = te_mix_run(state);
	TeMixExtra *extra;
	TeMixRow   *row = state->log;
	TeMixRow   *end = te_mix_row_at(state, state->log_end);
	TeMixRow   *kept = row;
	bool		names = (state->flags & TE_MIX_HAS_NAMES) != 0;

	if (run == NULL || run->norigins == 0 || run->norigins > SEARCHED_RUN)
		return;
	prefetch_state(state);
	extra = te_mix_extra(state, run);
	for (TeMixRow *next; row < end; row = next)
	{
		bool		done;


		next = te_mix_next_row(row, end);
		if (likely(row->word > TE_MIX_LAST_MARK && !names))
		{
			int			i = find_word(run, (uint64) row->word << 32);

			done = i >= 0 && absorb_row(state, run, extra, i, row);
		}
		else if (te_mix_row_has_origin(row))
		{
			int			i = te_mix_run_find(state, run, extra, te_mix_row_code(row));

			done = i >= 0 && absorb_row(state, run, extra, i, row);
		}
		else
			done = absorb_other(state, row);
		if (!done)
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
	return te_code_cmp(te_mix_row_code(te_mix_row_at(state, a->at)), te_mix_row_code(te_mix_row_at(state, b->at)));
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
	LogKey	   *keys = te_alloc(((state->log_end - TE_MIX_STATE_HEADER) / sizeof(TeMixRow) + 1) * sizeof(LogKey));
	const TeMixRow *end = te_mix_row_at(state, state->log_end);
	uint32		k = 0;

	for (const TeMixRow *row = state->log, *next; row < end; row = next)
	{
		next = te_mix_next_row(row, end);
		keys[k].word = likely(row->word > TE_MIX_LAST_MARK) || !te_mix_row_has_origin(row) ?
			(uint64) row->word << 32 : te_mix_row_code(row).word;
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
		*inexact |= !count_row(totals, te_mix_row_at(state, keys[i].at));
	totals->rows += n - i;
	return i;
}

/* Adds all rows of an origin, which begin at keys[*j]. */
static inline void
add_rows(const TeMixState *state, TeMixOrigin *origin, const LogKey *keys, uint32 n, uint32 *j, bool *inexact)
{
	for (; *j < n && keys[*j].word == origin->code.word; ++*j)
	{
		const TeMixRow *row = te_mix_row_at(state, keys[*j].at);
		uint32		rows = 1;
		bool		exact;

		if (unlikely(origin->code.len >= 8) && te_code_cmp(te_mix_row_code(row), origin->code) != 0)
			break;
		if (unlikely(row->word == TE_MIX_WORD_SUM))
		{
			TeNet		net = log_sum(row, &rows);

			exact = te_net_add_net(&origin->net, &net, 1);
		}
		else
			exact = te_net_add(&origin->net, row->amount);
		if (unlikely(!exact))
		{
			te_mix_check_lost_bits(origin->code, &origin->net);
			*inexact = true;
		}
		if (state->flags & TE_MIX_COUNTED)
			check_rows(origin->rows, rows);
		origin->rows += rows;
	}
}

/* All that a state holds. */
typedef struct Content
{
	TeMixOrigin *origins;		/* in order of their codes (palloc'd) */
	uint32		n;				/* origins */
	TeMixTotals totals;
	bool		inexact;		/* some sum lost bits */
} Content;

/* Origin i of the run. */
static inline void
read_run_origin(const TeMixState *state, const TeMixRun *run, const TeMixExtra *extra, uint32 i,
				TeMixOrigin *origin)
{
	const TeSum *negative = te_mix_negative(state, run);

	origin->code = te_mix_run_code(state, run, extra, i);
	origin->net.sum = run->entries[i].sum;
	origin->net.negative = unlikely(negative != NULL) ? negative[i + 1] : (TeSum) {0, 0};
	origin->rows = (state->flags & TE_MIX_COUNTED) ? extra[i].rows : 1;
}

/* Collects the origins of run and log, and the totals. */
static Content
collect(const TeMixState *state)
{
	const TeMixRun *run = te_mix_run(state);
	const TeMixExtra *extra = run == NULL ? NULL : te_mix_extra(state, run);
	uint32		nrun = run == NULL ? 0 : run->norigins,
				nkeys,
				i = 0,
				j;
	LogKey	   *keys;
	Content		all = {0};

	prefetch_state(state);
	if (run != NULL)
		all.totals = te_mix_run_totals(state);
	keys = sorted_keys(state, &nkeys);
	all.origins = te_alloc(((Size) nrun + nkeys + 1) * sizeof(TeMixOrigin));

	all.inexact = (state->flags & TE_MIX_INEXACT) != 0;
	j = count_rows(state, keys, nkeys, &all.totals, &all.inexact);
	while (i < nrun || j < nkeys)
	{
		TeMixOrigin *origin = &all.origins[all.n];
		TeCode		code = {0};
		int			cmp = i == nrun ? 1 : -1;

		if (j < nkeys)
		{
			code = te_mix_row_code(te_mix_row_at(state, keys[j].at));
			if (i < nrun)
				cmp = te_code_cmp(te_mix_run_code(state, run, extra, i), code);
		}
		if (cmp <= 0)
			read_run_origin(state, run, extra, i++, origin);
		else
		{
			memset(origin, 0, sizeof(*origin));
			origin->code = code;
		}
		if (cmp >= 0)
			add_rows(state, origin, keys, nkeys, &j, &all.inexact);
		all.n += origin->rows > 0;
		if ((all.n & 0xffff) == 0xffff)
			CHECK_FOR_INTERRUPTS();
	}
	if (all.n > TE_MIX_MAX_ORIGINS)
		te_mix_too_many();
	pfree(keys);
	return all;
}

/* All origins in order of their codes, and the totals. */
TeMixOrigin *
te_mix_state_origins(const TeMixState *state, uint32 *n, TeMixTotals *totals)
{
	Content		all = collect(state);

	*n = all.n;
	*totals = all.totals;
	return all.origins;
}

/* Was something of what a state holds negative? */
static bool
some_is_negative(const Content *all)
{
	if (all->totals.unspecified.negative.hi != 0)
		return true;
	for (uint32 i = 0; i < all->n; i++)
		if (unlikely(all->origins[i].net.negative.hi != 0))
			return true;
	return false;
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
write_run(TeMixState *state, const Content *all, Size size)
{
	TeMixRun   *run;
	TeMixExtra *extra;
	TeSum	   *negative;
	char	   *name;

	state->log_end = TE_MIX_STATE_HEADER;
	state->run_start = (uint32) (VARSIZE(state) - size);
	run = te_mix_run(state);
	run->norigins = all->n;
	te_mix_set_run_totals(state, &all->totals);
	negative = te_mix_negative(state, run);
	extra = te_mix_extra(state, run);
	name = (char *) &extra[all->n];
	for (uint32 i = 0; i < all->n; i++)
	{
		const TeMixOrigin *origin = &all->origins[i];

		run->entries[i].word = origin->code.word;
		run->entries[i].sum = origin->net.sum;
		if (unlikely(negative != NULL))
			negative[i + 1] = origin->net.negative;
		if (extra == NULL)
			continue;
		extra[i].rows = origin->rows;
		if (origin->code.len <= 8)
			continue;
		extra[i].name = (uint32) (name - (char *) state);
		*(unsigned char *) name = (unsigned char) origin->code.len;
		memcpy(name + 1, origin->code.bytes, origin->code.len);
		name += 1 + origin->code.len;
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
 * The same content with an empty log of at least "room" bytes, and further
 * flags.  A larger state is a new one and the old one stays as it is: in an
 * aggregate the executor owns it, frees it and keeps a copy of the new one.
 */
static TeMixState *
merge_log(TeMixState *state, Size room, uint8 flags)
{
	Content		all = collect(state);
	Size		names = names_size(all.origins, all.n),
				size = VARSIZE(state),
				run;
	TeMixState *merged;

	flags |= (state->flags & ~TE_MIX_HAS_NAMES) | (all.inexact ? TE_MIX_INEXACT : 0) |
		(names > 0 ? TE_MIX_HAS_NAMES : 0) | (some_is_negative(&all) ? TE_MIX_BOUND : 0);
	run = te_mix_run_size(all.n, flags, names);

	/*
	 * merging goes through the whole run: let it be paid by an eighth of that
	 * in new rows
	 */
	room = Max(room, run / 8);
	while (size < TE_MIX_STATE_HEADER + run + room)
		size *= 2;
	if (size > MaxAllocSize)
		te_mix_too_many();
	merged = palloc0(size);
	memcpy(merged, state, TE_MIX_STATE_HEADER);
	SET_VARSIZE(merged, size);
	merged->flags = flags;
	write_run(merged, &all, run);
	pfree(all.origins);
	if (size == VARSIZE(state))
	{
		memcpy(state, merged, size);
		pfree(merged);
		return state;
	}
	return merged;
}

/*
 * The same content in the one form that does not depend on how it came about, as
 * long as no sum lost bits: no log, no room, and no more than the content needs.
 */
TeMixState *
te_mix_pack(const TeMixState *state)
{
	Content		all = collect(state);
	Size		names = names_size(all.origins, all.n),
				run,
				size;
	uint8		flags = (state->flags & (TE_MIX_PARTIAL | TE_MIX_COUNTED)) | (all.inexact ? TE_MIX_INEXACT : 0) |
		(names > 0 ? TE_MIX_HAS_NAMES : 0) | (some_is_negative(&all) ? TE_MIX_BOUND : 0);
	TeMixState *packed;

	run = te_mix_run_size(all.n, flags, names);
	size = TE_MIX_STATE_HEADER + run;
	if (size > MaxAllocSize)
		te_mix_too_many();
	packed = palloc0(size);
	memcpy(packed, state, TE_MIX_STATE_HEADER);
	SET_VARSIZE(packed, size);
	packed->format = TE_MIX_STATE_FORMAT;
	packed->flags = flags;
	write_run(packed, &all, run);
	pfree(all.origins);
	return packed;
}

/* Does a state without a run hold about one row per origin? */
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
TeMixState *
te_mix_make_room(TeMixState *state, Size room)
{
	/* as long as few rows have come, a log takes less than a run */
	while (te_mix_run(state) == NULL && te_mix_free_room(state) < room &&
		   (VARSIZE(state) < LOG_ONLY || (VARSIZE(state) < LOG_OF_MANY && has_many_origins(state))))
		state = doubled(state);
	if (te_mix_free_room(state) >= room)
		return state;
	absorb_known(state);
	if (te_mix_free_room(state) >= Max(room, (state->run_start - TE_MIX_STATE_HEADER) / 2))
		return state;
	return merge_log(state, room, 0);
}

/* A state with a run and "room" bytes in its log. */
TeMixState *
te_mix_with_run(TeMixState *state, Size room)
{
	if (te_mix_free_room(state) < room)
		state = te_mix_make_room(state, room);
	/* without looking at it: its memory may be on its way */
	return te_mix_has_run(state) ? state : merge_log(state, room, 0);
}

/* A state with a run that can hold what was negative. */
TeMixState *
te_mix_with_bound(TeMixState *state)
{
	return (state->flags & TE_MIX_BOUND) && te_mix_run(state) != NULL ? state : merge_log(state, 0, TE_MIX_BOUND);
}

/* A state with an empty log, from whose run rows can be taken away. */
TeMixState *
te_mix_without_log(TeMixState *state)
{
	/* a state of another aggregate: rows cannot be taken away from it */
	if (!(state->flags & TE_MIX_COUNTED))
		te_not_a_state();
	absorb_known(state);
	return te_mix_run(state) != NULL && state->log_end == TE_MIX_STATE_HEADER ? state :
		merge_log(state, sizeof(TeMixRow), 0);
}
