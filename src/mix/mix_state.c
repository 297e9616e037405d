/*
 * mix_state.c
 *	  The partial form of a supply mix: beginning, adding, merging, taking away.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "mix/mix_error.h"
#include "mix/mix_run.h"
#include "mix/mix_state.h"

/* ---- beginning ---- */

/* An empty state. */
static TeMixState *
make_state(uint8 flags)
{
	TeMixState *state = palloc0(TE_MIX_SMALLEST_STATE);

	SET_VARSIZE(state, TE_MIX_SMALLEST_STATE);
	state->format = TE_MIX_STATE_FORMAT;
	state->flags = TE_MIX_PARTIAL | flags;
	state->log_end = TE_MIX_STATE_HEADER;
	state->run_start = TE_MIX_SMALLEST_STATE;
	return state;
}

/* Empty builders. */
TeMixState *
te_mix_begin(void)
{
	return make_state(0);
}

TeMixState *
te_mix_begin_counted(void)
{
	return make_state(TE_MIX_COUNTED);
}

TeMixState *
te_mix_begin_with(const TeMixTotals *totals)
{
	TeMixState *state = te_mix_with_run(te_mix_begin(), 0);

	te_mix_run(state)->totals = *totals;
	return state;
}

/* Appends a row whose code fits into the row. */
static inline TeMixState *
append(TeMixState *state, uint32 word, double amount)
{
	TeMixRow   *row;

	if (unlikely(te_mix_free_room(state) < sizeof(TeMixRow)))
		state = te_mix_make_room(state, sizeof(TeMixRow));
	row = te_mix_row_at(state, state->log_end);
	row->word = word;
	row->amount = amount;
	state->log_end += sizeof(TeMixRow);
	return state;
}

/* Appends a row whose code is longer. */
static pg_noinline TeMixState *
append_long(TeMixState *state, TeCode code, double amount)
{
	uint32		size = te_mix_row_size(code.len);
	TeMixRow   *row;

	if (te_mix_free_room(state) < size)
		state = te_mix_make_room(state, size);
	row = te_mix_row_at(state, state->log_end);
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
	state = te_mix_with_run(state, te_mix_row_size(code.len));
	/* the log's row will count as one */
	te_mix_run(state)->totals.rows--;
	return te_mix_add(state, code, amount);
}

/* Adds totals to those of the run. */
static void
add_totals(TeMixState *state, const TeMixTotals *more)
{
	TeMixTotals *totals = &te_mix_run(state)->totals;

	totals->rows += more->rows;
	totals->unspecified_rows += more->unspecified_rows;
	totals->skipped_rows += more->skipped_rows;
	if (unlikely(totals->rows > TE_MAX_ROWS || totals->skipped_rows > TE_MAX_ROWS))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a supply mix counts at most " INT64_FORMAT " rows", TE_MAX_ROWS)));
	if (!te_mix_add_unspecified(totals, more->unspecified.hi) || !te_mix_add_unspecified(totals, more->unspecified.lo))
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

	state = te_mix_with_run(state, mix->norigins * sizeof(TeMixRow));
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

	state = te_mix_with_run(state, 0);
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
	TeMixRun   *run = te_mix_run(state);
	TeMixExtra *extra = te_mix_extra(state, run);
	int			i = te_mix_run_find(state, run, extra, code);

	/* a row leaves a window that it never entered */
	if (i < 0 || extra[i].rows == 0)
		te_not_a_state();
	te_mix_run_add(state, run, extra, i, -amount);
	if (--extra[i].rows == 0)
		run->entries[i].sum.hi = run->entries[i].sum.lo = 0;
}

/* Takes one row away. */
TeMixState *
te_mix_subtract(TeMixState *state, TeCode code, double amount)
{
	TeMixTotals less = {-1, 0, 0, {0, 0}};

	state = te_mix_without_log(state);
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
	state = te_mix_without_log(state);
	te_mix_run(state)->totals.skipped_rows--;
	return state;
}

/* Takes a mix away that te_mix_merge added. */
TeMixState *
te_mix_subtract_mix(TeMixState *state, const TeMix *mix)
{
	TeMixTotals less = {-mix->rows, -mix->unspecified_rows, -mix->skipped_rows, {-mix->unspecified, 0}};

	state = te_mix_without_log(state);
	for (int i = 0; i < mix->norigins; i++)
		subtract_row(state, te_mix_code(mix, i), mix->items[i].amount);
	add_totals(state, &less);
	return state;
}
