/*
 * mix_state.c
 *	  The partial form of a supply mix: adding, merging, taking away, growing.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/memutils.h"

#include "mix_state.h"

#define SMALLEST_STATE 128		/* bytes: header and four rows */
#define LOG_ONLY 256			/* bytes up to which a state without a run just doubles */
#define SEARCHED_RUN 4096		/* origins up to which rows are looked up in the run */

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

/* Throws when a sum that lost bits has even left float8's range. */
static pg_noinline void
check_lost_bits(TeCode code, TeSum sum)
{
	if (!isfinite(sum.hi))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the sum of origin \"%s\" is out of range", te_code_cstring(code)),
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

/* The origins of the run. */
static inline TeMixEntry *
run_of(const TeMixState *state)
{
	return (TeMixEntry *) ((char *) state + state->run_start);
}

/* Rows and names of the run, or NULL. */
static inline TeMixExtra *
extra_of(const TeMixState *state)
{
	return state->flags & (TE_MIX_COUNTED | TE_MIX_HAS_NAMES) ?
		(TeMixExtra *) &run_of(state)[state->norigins] : NULL;
}

/* Bytes of the run and of what it takes besides. */
static inline Size
run_size(Size n, uint8 flags, Size names)
{
	return n * (sizeof(TeMixEntry) + (flags & (TE_MIX_COUNTED | TE_MIX_HAS_NAMES) ? sizeof(TeMixExtra) : 0)) +
		MAXALIGN(names);
}

/* Code of origin i of the run. */
static inline TeCode
run_code(const TeMixState *state, const TeMixExtra *extra, uint32 i)
{
	uint32		name = extra == NULL ? 0 : extra[i].name;

	return te_code_stored(run_of(state)[i].word, name == 0 ? NULL : (const char *) state + name);
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
	uint64		word = row->word;

	if (likely(word != 0))
		return te_code_stored(word, NULL);
	memcpy(&word, (const char *) (row + 1) + 1, sizeof(word));
	return te_code_stored(pg_ntoh64(word), (const char *) (row + 1));
}

/* Bytes that a code of this length takes in the log. */
static inline uint32
row_size(int code_len)
{
	return sizeof(TeMixRow) + (code_len <= 8 ? 0 : TYPEALIGN(sizeof(TeMixRow), 1 + code_len));
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
	state->format = TE_MIX_FORMAT;
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
	const char *end = (const char *) run_of(state) + Min(state->norigins, SEARCHED_RUN) * sizeof(TeMixEntry);

	for (const char *line = (const char *) run_of(state); line < end; line += 64)
		__builtin_prefetch(line, 1);
	for (uint32 at = TE_MIX_STATE_HEADER; at < Min(state->log_end, SEARCHED_RUN); at += 64)
		__builtin_prefetch((const char *) state + at, 1);
}

/* First origin of the run whose word is not before "word"; without branches to guess. */
static inline uint32
lower_bound(const TeMixEntry *run, uint32 n, uint64 word)
{
	uint32		base = 0;

	while (n > 1)
	{
		uint32		half = n / 2;

		base += half & -(uint32) (run[base + half - 1].word < word);
		n -= half;
	}
	return base + (run[base].word < word);
}

/*
 * Adds the rows of the log whose origins the run has already, and moves the
 * others to the log's beginning.
 */
static void
absorb_known(TeMixState *state)
{
	TeMixExtra *extra = extra_of(state);
	TeMixEntry *run = run_of(state);
	TeMixRow   *row = state->log;
	TeMixRow   *end = row_at(state, state->log_end);
	TeMixRow   *kept = row;
	uint32		n = state->norigins;

	if (n == 0 || n > SEARCHED_RUN)
		return;
	prefetch_state(state);
	while (row < end)
	{
		TeMixRow   *next = next_row(row);
		uint32		i = row->word == 0 ? n : lower_bound(run, n, row->word);

		/* of origins with the same first 8 bytes the one without more comes first */
		if (i < n && run[i].word == row->word && (extra == NULL || extra[i].name == 0))
		{
			if (unlikely(!te_sum_add(&run[i].sum, row->amount)))
			{
				check_lost_bits(row_code(row), run[i].sum);
				state->flags |= TE_MIX_INEXACT;
			}
			if (extra != NULL)
			{
				check_rows(extra[i].rows);
				extra[i].rows++;
			}
		}
		else
			do
				*kept++ = *row++;
			while (row < next);
		row = next;
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
		keys[k].word = row_code(row).word;
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

/* All origins in order of their codes; says whether some sum lost bits. */
static TeMixOrigin *
collect_origins(const TeMixState *state, uint32 *n, bool *inexact)
{
	const TeMixExtra *extra = extra_of(state);
	bool		counted = (state->flags & TE_MIX_COUNTED) != 0;
	uint32		nrun = state->norigins,
				nkeys,
				count = 0,
				i = 0,
				j = 0;
	LogKey	   *keys;
	TeMixOrigin *origins;

	prefetch_state(state);
	keys = sorted_keys(state, &nkeys);
	origins = palloc_extended(((Size) nrun + nkeys + 1) * sizeof(TeMixOrigin), MCXT_ALLOC_HUGE);

	*inexact = (state->flags & TE_MIX_INEXACT) != 0;
	while (i < nrun || j < nkeys)
	{
		TeMixOrigin *origin = &origins[count];
		TeCode		code = {0};
		int			cmp = i == nrun ? 1 : -1;

		if (j < nkeys)
		{
			code = row_code(row_at(state, keys[j].at));
			if (i < nrun)
				cmp = te_code_cmp(run_code(state, extra, i), code);
		}
		if (cmp <= 0)
		{
			origin->code = run_code(state, extra, i);
			origin->sum = run_of(state)[i].sum;
			origin->rows = counted ? extra[i].rows : 1;
			i++;
		}
		else
		{
			origin->code = code;
			origin->sum.hi = row_at(state, keys[j].at)->amount;
			origin->sum.lo = 0;
			origin->rows = 1;
			j++;
		}
		while (cmp >= 0 && j < nkeys && keys[j].word == origin->code.word)
		{
			const TeMixRow *row = row_at(state, keys[j].at);

			if (unlikely(origin->code.len >= 8) && te_code_cmp(row_code(row), origin->code) != 0)
				break;
			if (unlikely(!te_sum_add(&origin->sum, row->amount)))
			{
				check_lost_bits(origin->code, origin->sum);
				*inexact = true;
			}
			if (counted)
				check_rows(origin->rows);
			origin->rows++;
			j++;
		}
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
te_mix_state_origins(const TeMixState *state, uint32 *n)
{
	bool		inexact;

	return collect_origins(state, n, &inexact);
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

/* Writes the origins as the run, at the end of a state with an empty log. */
static void
write_run(TeMixState *state, const TeMixOrigin *origins, uint32 n, Size size)
{
	TeMixExtra *extra;
	char	   *name;

	state->norigins = n;
	state->log_end = TE_MIX_STATE_HEADER;
	state->run_start = (uint32) (VARSIZE(state) - size);
	extra = extra_of(state);
	name = (char *) &extra[n];
	for (uint32 i = 0; i < n; i++)
	{
		const TeCode *code = &origins[i].code;

		run_of(state)[i].word = code->word;
		run_of(state)[i].sum = origins[i].sum;
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
 * The same content with an empty log of at least "room" bytes.  A larger state
 * is a new one and the old one stays as it is: in an aggregate the executor
 * owns it, frees it and keeps a copy of the new one.
 */
static TeMixState *
merge_log(TeMixState *state, Size room)
{
	bool		inexact;
	uint32		n;
	TeMixOrigin *origins = collect_origins(state, &n, &inexact);
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
	write_run(merged, origins, n, run);
	pfree(origins);
	if (size == VARSIZE(state))
	{
		memcpy(state, merged, size);
		pfree(merged);
		return state;
	}
	return merged;
}

/* A state whose log takes "room" bytes. */
static pg_noinline TeMixState *
make_room(TeMixState *state, Size room)
{
	/* as long as few rows have come, a log takes less than a run */
	while (state->norigins == 0 && VARSIZE(state) < LOG_ONLY && free_room(state) < room)
		state = doubled(state);
	if (free_room(state) >= room)
		return state;
	absorb_known(state);
	if (free_room(state) >= Max(room, (state->run_start - TE_MIX_STATE_HEADER) / 2))
		return state;
	return merge_log(state, room);
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

/* A code longer than 8 bytes. */
static pg_noinline TeMixState *
put_long(TeMixState *state, TeCode code, double amount)
{
	uint32		size = row_size(code.len);
	TeMixRow   *row;

	if (free_room(state) < size)
		state = make_room(state, size);
	row = row_at(state, state->log_end);
	row->word = 0;
	row->amount = amount;
	*(unsigned char *) (row + 1) = (unsigned char) code.len;
	memcpy((char *) (row + 1) + 1, code.bytes, code.len);
	state->log_end += size;
	return state;
}

static inline TeMixState *
put(TeMixState *state, TeCode code, double amount)
{
	TeMixRow   *row;

	if (unlikely(code.len > 8))
		return put_long(state, code, amount);
	if (unlikely(free_room(state) < sizeof(TeMixRow)))
		state = make_room(state, sizeof(TeMixRow));
	row = row_at(state, state->log_end);
	row->word = code.word;
	row->amount = amount;
	state->log_end += sizeof(TeMixRow);
	return state;
}

TeMixState *
te_mix_put(TeMixState *state, TeCode code, double amount)
{
	return put(state, code, amount);
}

/* Adds to the amount without an origin. */
static void
add_unspecified(TeMixState *state, TeSum amount)
{
	if (te_sum_add(&state->unspecified, amount.hi) && te_sum_add(&state->unspecified, amount.lo))
		return;
	check_lost_bits(te_code("", 0), state->unspecified);
	state->flags |= TE_MIX_INEXACT;
}

/* Adds one row; an empty code is unspecified. */
TeMixState *
te_mix_add(TeMixState *state, TeCode code, double amount)
{
	if (unlikely(!isfinite(amount)))
		te_mix_bad_amount(code, amount);
	if (likely(code.len > 0))
		state = put(state, code, amount);
	else
	{
		TeSum		sum = {amount, 0};

		state->unspecified_rows++;
		add_unspecified(state, sum);
	}
	state->rows++;
	return state;
}

/* Adds a sorted mix; each of its origins counts as one row of the origin. */
TeMixState *
te_mix_merge(TeMixState *state, const TeMix *mix)
{
	TeSum		sum = {mix->unspecified, 0};

	if (mix->flags & TE_MIX_HAS_NAMES)
	{
		for (int i = 0; i < mix->norigins; i++)
			state = put(state, te_mix_code(mix, i), mix->items[i].amount);
	}
	else
	{
		Size		size = mix->norigins * sizeof(TeMixRow);

		if (free_room(state) < size)
			state = make_room(state, size);
		memcpy(row_at(state, state->log_end), mix->items, size);
		state->log_end += (uint32) size;
	}
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
	uint32		n;
	TeMixOrigin *origins = te_mix_state_origins(other, &n);

	for (uint32 i = 0; i < n; i++)
	{
		state = te_mix_put_sum(state, origins[i].code, origins[i].sum);
		if ((i & 0xffff) == 0xffff)
			CHECK_FOR_INTERRUPTS();
	}
	pfree(origins);
	add_unspecified(state, other->unspecified);
	state->rows += other->rows;
	state->unspecified_rows += other->unspecified_rows;
	state->skipped_rows += other->skipped_rows;
	state->flags |= other->flags & TE_MIX_INEXACT;
	state->argument = Max(state->argument, other->argument);
	return state;
}

/* ---- taking away ---- */

/* Takes one row of an origin of the run away; the last one takes the origin with it. */
static void
subtract_row(TeMixState *state, TeCode code, double amount)
{
	TeMixEntry *run = run_of(state);
	TeMixExtra *extra = extra_of(state);
	uint32		n = state->norigins;
	uint32		i = n == 0 ? 0 : lower_bound(run, n, code.word);

	while (i < n && te_code_cmp(run_code(state, extra, i), code) < 0)
		i++;
	if (i == n || te_code_cmp(run_code(state, extra, i), code) != 0 || extra[i].rows == 0)
		elog(ERROR, "supply mix: a row leaves a window that it never entered");
	if (!te_sum_add(&run[i].sum, -amount))
	{
		check_lost_bits(code, run[i].sum);
		state->flags |= TE_MIX_INEXACT;
	}
	if (--extra[i].rows == 0)
		run[i].sum.hi = run[i].sum.lo = 0;
}

/* A state with an empty log. */
static TeMixState *
without_log(TeMixState *state)
{
	if (!(state->flags & TE_MIX_COUNTED))
		elog(ERROR, "supply mix: a row leaves a state that does not count rows");
	absorb_known(state);
	return state->log_end == TE_MIX_STATE_HEADER ? state : merge_log(state, sizeof(TeMixRow));
}

/* Takes one row away. */
TeMixState *
te_mix_subtract(TeMixState *state, TeCode code, double amount)
{
	TeSum		sum = {-amount, 0};

	state = without_log(state);
	state->rows--;
	if (code.len > 0)
		subtract_row(state, code, amount);
	else
	{
		state->unspecified_rows--;
		add_unspecified(state, sum);
	}
	return state;
}

/* Takes a mix away that te_mix_merge added. */
TeMixState *
te_mix_subtract_mix(TeMixState *state, const TeMix *mix)
{
	TeSum		sum = {-mix->unspecified, 0};

	state = without_log(state);
	for (int i = 0; i < mix->norigins; i++)
		subtract_row(state, te_mix_code(mix, i), mix->items[i].amount);
	add_unspecified(state, sum);
	state->rows -= mix->rows;
	state->unspecified_rows -= mix->unspecified_rows;
	state->skipped_rows -= mix->skipped_rows;
	return state;
}

/* ---- checks ---- */

/* Is the header of a state of "size" bytes possible? */
static bool
header_is_sound(const TeMixState *state, Size size)
{
	return size >= SMALLEST_STATE && (size & (size - 1)) == 0 &&
		state->format == TE_MIX_FORMAT && state->reserved == 0 &&
		(state->flags & ~(TE_MIX_PARTIAL | TE_MIX_INEXACT | TE_MIX_COUNTED | TE_MIX_HAS_NAMES)) == 0 &&
		isfinite(state->unspecified.hi) && isfinite(state->unspecified.lo) &&
		state->rows >= 0 && state->unspecified_rows >= 0 && state->skipped_rows >= 0 &&
		state->unspecified_rows <= state->rows &&
		state->log_end >= TE_MIX_STATE_HEADER && state->log_end <= state->run_start &&
		(state->log_end - TE_MIX_STATE_HEADER) % sizeof(TeMixRow) == 0 &&
		state->run_start <= size && state->run_start == MAXALIGN(state->run_start) &&
		run_size(state->norigins, state->flags, 0) <= size - state->run_start;
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

/* Is the run in order, with finite sums and sound names? */
static bool
run_is_sound(const TeMixState *state, Size size)
{
	const TeMixEntry *run = run_of(state);
	const TeMixExtra *extra = extra_of(state);
	const char *names = (const char *) &extra[state->norigins];

	for (uint32 i = 0; i < state->norigins; i++)
	{
		if (run[i].word == 0 || !isfinite(run[i].sum.hi) || !isfinite(run[i].sum.lo))
			return false;
		if (extra != NULL && extra[i].name != 0 &&
			!name_is_sound((const char *) state + extra[i].name, names, (const char *) state + size, run[i].word))
			return false;
		if (i > 0 && te_code_cmp(run_code(state, extra, i - 1), run_code(state, extra, i)) >= 0)
			return false;
	}
	return true;
}

/* Do the rows of the log follow each other to its end? */
static bool
log_is_sound(const TeMixState *state)
{
	const TeMixRow *end = row_at(state, state->log_end);

	for (const TeMixRow *row = state->log; row < end; row = next_row(row))
	{
		if (!isfinite(row->amount))
			return false;
		/* the rows of a name are whole ones, so that it may end with the log */
		if (row->word == 0 &&
			(row + 1 >= end || *(const unsigned char *) (row + 1) <= 8 || next_row(row) > end))
			return false;
	}
	return true;
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
