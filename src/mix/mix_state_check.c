/*
 * mix_state_check.c
 *	  Is a partial supply mix that comes from outside what it should be?
 */
#include "postgres.h"

#include <math.h>

#include "mix/mix_run.h"
#include "mix/mix_state.h"

/* Is the header of a state of "size" bytes possible? */
static bool
header_is_sound(const TeMixState *state, Size size)
{
	return VARSIZE(state) == size && te_mix_state_has_log(state) &&
		(state->flags & ~(TE_MIX_PARTIAL | TE_MIX_INEXACT | TE_MIX_COUNTED | TE_MIX_HAS_NAMES | TE_MIX_BOUND)) == 0;
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
	if (size < offsetof(TeMixRun, entries) || run->reserved != 0 ||
		te_mix_run_size(run->norigins, state->flags, 0) > size)
		return false;
	return isfinite(run->unspecified.hi) && isfinite(run->unspecified.lo) &&
		run->unspecified_rows >= 0 && run->skipped_rows >= 0 &&
		run->unspecified_rows <= TE_ROWS_MAX && run->skipped_rows <= TE_ROWS_MAX &&
		run->rows >= -TE_ROWS_MAX && run->rows <= TE_ROWS_MAX;
}

/* Is what was negative, where a run says it, finite and not below zero? */
static bool
negative_is_sound(const TeMixState *state, const TeMixRun *run)
{
	const TeSum *negative = te_mix_negative(state, run);

	for (uint32 i = 0; negative != NULL && i <= run->norigins; i++)
	{
		TE_CHECK_EVERY(i);
		if (!isfinite(negative[i].hi) || !isfinite(negative[i].lo) || negative[i].hi < 0)
			return false;
	}
	return true;
}

/* Is the run, if there is one, in order, with finite sums and sound names? */
static bool
run_is_sound(const TeMixState *state, Size size)
{
	const TeMixRun *run;
	const TeMixExtra *extra;
	const char *names;

	if (state->run_start == size)
		return (state->flags & TE_MIX_HAS_NAMES) == 0;
	run = (const TeMixRun *) ((const char *) state + state->run_start);
	if (!run_header_is_sound(state, run, size - state->run_start) || !negative_is_sound(state, run))
		return false;
	extra = te_mix_extra(state, run);
	names = (const char *) &extra[run->norigins];
	for (uint32 i = 0; i < run->norigins; i++)
	{
		const TeMixEntry *entry = &run->entries[i];

		TE_CHECK_EVERY(i);
		if (entry->word <= (uint64) TE_MIX_WORD_SKIPPED << 32 || !isfinite(entry->sum.hi) || !isfinite(entry->sum.lo))
			return false;
		if (extra != NULL && extra[i].name != 0 &&
			!name_is_sound((const char *) state + extra[i].name, names, (const char *) state + size, entry->word))
			return false;
		if (i > 0 && unlikely(entry[-1].word >= entry->word) &&
			te_code_cmp(te_mix_run_code(state, run, extra, i - 1), te_mix_run_code(state, run, extra, i)) >= 0)
			return false;
	}
	return true;
}

/* The end of a row of the log and its marks; NULL when they are none. */
static const TeMixRow *
checked_row_end(const TeMixRow *row, const TeMixRow *end)
{
	const TeMixRow *next = te_mix_row_end(row, end);
	uint32		last = 0;

	if (next == NULL)
		return NULL;
	/* the marks of a sum, each once, in their order, the sum's own first */
	for (; te_mix_row_is_mark(row); row++)
	{
		if (!isfinite(row->amount) || (last == 0) != (row->word == TE_MIX_WORD_SUM) || row->word <= last)
			return NULL;
		if (row->word == TE_MIX_WORD_NEGATIVE ? row->amount < 0 :
			row->word == TE_MIX_WORD_ROWS && !(row->amount >= 1 && row->amount <= PG_UINT32_MAX))
			return NULL;
		last = row->word;
	}
	return isfinite(row->amount) && (last == 0 || te_mix_row_has_origin(row)) ? next : NULL;
}

/* Do the rows of the log follow each other to its end, and fit the run's totals? */
static bool
log_is_sound(const TeMixState *state)
{
	const TeMixRow *end = te_mix_row_at(state, state->log_end);
	const TeMixRun *run = te_mix_run(state);
	int64		rows = run == NULL ? 0 : run->rows,
				unspecified_rows = run == NULL ? 0 : run->unspecified_rows;

	for (const TeMixRow *row = state->log, *next; row < end; row = next)
	{
		next = checked_row_end(row, end);
		if (next == NULL)
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
		te_mix_state_damaged();
}
