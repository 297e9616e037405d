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

/*
 * Appends the rows that make a sum of the origin's row that comes next.  There must
 * be room, so that the state stays where it is.
 */
static void
append_sum(TeMixState *state, const TeNet *net, uint32 rows)
{
	append(state, TE_MIX_WORD_SUM, net->sum.hi);
	if (net->negative.hi != 0)
		append(state, TE_MIX_WORD_NEGATIVE, net->negative.hi);
	if (net->negative.lo != 0)
		append(state, TE_MIX_WORD_NEGATIVE_REST, net->negative.lo);
	if (rows != 1)
		append(state, TE_MIX_WORD_ROWS, rows);
}

/* Adds what so many rows of an origin come to, but not to the mix's number of rows. */
TeMixState *
te_mix_put(TeMixState *state, TeCode code, const TeNet *net, uint32 rows)
{
	TeNet		one = te_net_one(net->sum.hi);

	if (!(state->flags & TE_MIX_COUNTED))
		rows = 1;
	state = te_mix_with_run(state, te_mix_row_size(code.len) + TE_MIX_LAST_MARK * sizeof(TeMixRow));
	/* what the log will have will count as one row */
	te_mix_run(state)->rows--;
	if (rows == 1 && net->sum.lo == 0 && net->negative.hi == one.negative.hi && net->negative.lo == 0)
		return te_mix_add(state, code, net->sum.hi);
	append_sum(state, net, rows);
	return te_mix_add(state, code, net->sum.lo);
}

/* Adds to the unspecified amount of a state with a run, or takes away with sign -1. */
static TeMixState *
add_unspecified(TeMixState *state, const TeNet *net, int sign)
{
	TeMixTotals totals;

	if (net->negative.hi != 0)
		state = te_mix_with_bound(state);
	totals = te_mix_run_totals(state);
	if (!te_net_add_net(&totals.unspecified, net, sign))
	{
		te_mix_check_lost_bits(te_code("", 0), &totals.unspecified);
		state->flags |= TE_MIX_INEXACT;
	}
	te_mix_set_run_totals(state, &totals);
	return state;
}

/* Adds totals to those of the run, or takes them away with sign -1. */
static TeMixState *
add_totals(TeMixState *state, const TeMixTotals *more, int sign)
{
	TeMixRun   *run;

	if (more->unspecified.sum.hi != 0 || more->unspecified.negative.hi != 0)
		state = add_unspecified(state, &more->unspecified, sign);
	run = te_mix_run(state);
	run->rows += sign * more->rows;
	run->unspecified_rows += sign * more->unspecified_rows;
	run->skipped_rows += sign * more->skipped_rows;
	if (unlikely(run->rows > TE_ROWS_MAX || run->skipped_rows > TE_ROWS_MAX))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a supply mix counts at most " INT64_FORMAT " rows", TE_ROWS_MAX)));
	if (unlikely(run->unspecified_rows < 0 || run->skipped_rows < 0))
		te_mix_never_added(te_code("", 0));
	return state;
}

/* A builder that has these totals already. */
TeMixState *
te_mix_begin_with(const TeMixTotals *totals, bool counted)
{
	return add_totals(te_mix_with_run(make_state(counted ? TE_MIX_COUNTED : 0), 0), totals, 1);
}

/* The totals of a sorted mix. */
static TeMixTotals
totals_of(const TeMix *mix)
{
	TeMixTotals totals = {mix->rows, mix->unspecified_rows, mix->skipped_rows, te_net_one(mix->unspecified)};

	return totals;
}

/* Appends the origins of a mix to a log that has room for them, were all codes short. */
static TeMixState *
append_origins(TeMixState *state, const TeMix *mix)
{
	TeMixRow   *row = te_mix_row_at(state, state->log_end);
	uint32		i = 0;

	for (; i < mix->norigins; i++, row++)
	{
		const TeMixItem *item = &mix->items[i];

		/* longer than 4 bytes, or what te_mix_add has words for */
		if (unlikely((uint32) item->word != 0 || !isfinite(item->amount)))
			break;
		row->word = (uint32) (item->word >> 32);
		row->amount = item->amount;
	}
	state->log_end += i * sizeof(TeMixRow);
	for (; i < mix->norigins; i++)
		state = te_mix_add(state, te_mix_code(mix, i), mix->items[i].amount);
	return state;
}

/* Adds a sorted mix; each of its origins counts as one row of the origin. */
TeMixState *
te_mix_merge(TeMixState *state, const TeMix *mix)
{
	TeMixTotals totals = totals_of(mix);

	state = te_mix_with_run(state, mix->norigins * sizeof(TeMixRow));
	__builtin_prefetch((char *) state + state->run_start, 1);
	state = append_origins(state, mix);
	/* the rows of the log will be counted once more */
	totals.rows -= mix->norigins;
	return add_totals(state, &totals, 1);
}

/* Adds another state. */
TeMixState *
te_mix_state_merge(TeMixState *state, const TeMixState *other)
{
	uint32		n;
	TeMixTotals totals;
	TeMixOrigin *origins = te_mix_state_origins(other, &n, &totals);
	bool		counted = (other->flags & TE_MIX_COUNTED) != 0;

	state = te_mix_with_run(state, 0);
	for (uint32 i = 0; i < n; i++)
	{
		state = te_mix_put(state, origins[i].code, &origins[i].net, counted ? origins[i].rows : 1);
		if ((i & 0xffff) == 0xffff)
			CHECK_FOR_INTERRUPTS();
	}
	pfree(origins);
	state = add_totals(state, &totals, 1);
	state->flags |= other->flags & TE_MIX_INEXACT;
	state->argument = Max(state->argument, other->argument);
	return state;
}

/* ---- taking away ---- */

/* Throws when an origin without rows has an amount left, which exact sums cannot. */
static void
check_gone(const TeMixState *state, TeCode code, const TeSum *sum, const TeSum *negative)
{
	bool		is_zero = sum->hi == 0 && (negative == NULL || negative->hi == 0);

	if (unlikely(!is_zero) && !(state->flags & TE_MIX_INEXACT))
		te_mix_other_amounts(code);
}

/* Takes rows of an origin of the run away; the last one takes the origin with it. */
static void
subtract_rows(TeMixState *state, TeCode code, const TeNet *net, uint32 rows)
{
	TeMixRun   *run = te_mix_run(state);
	TeMixExtra *extra = te_mix_extra(state, run);
	TeSum	   *negative = te_mix_negative(state, run);
	int			i = te_mix_run_find(state, run, extra, code);

	if (i < 0 || extra[i].rows < rows)
		te_mix_never_added(code);
	if (negative == NULL && unlikely(net->negative.hi != 0))
		te_mix_other_amounts(code);
	te_mix_run_add(state, i, net, -1);
	extra[i].rows -= rows;
	if (extra[i].rows > 0)
		return;
	check_gone(state, code, &run->entries[i].sum, negative == NULL ? NULL : &negative[i + 1]);
	run->entries[i].sum = (TeSum) {0, 0};
	if (negative != NULL)
		negative[i + 1] = (TeSum) {0, 0};
}

/* Takes one row away. */
TeMixState *
te_mix_subtract(TeMixState *state, TeCode code, double amount)
{
	TeMixTotals less = {1, 0, 0, {{0, 0}, {0, 0}}};
	TeNet		net = te_net_one(amount);

	state = te_mix_without_log(state);
	if (code.len > 0)
		subtract_rows(state, code, &net, 1);
	else
	{
		less.unspecified_rows = 1;
		less.unspecified = net;
	}
	return add_totals(state, &less, -1);
}

/* Takes a row without an amount away. */
TeMixState *
te_mix_subtract_skipped(TeMixState *state)
{
	state = te_mix_without_log(state);
	te_mix_run(state)->skipped_rows--;
	return state;
}

/* Takes a mix away that te_mix_merge added. */
TeMixState *
te_mix_subtract_mix(TeMixState *state, const TeMix *mix)
{
	TeMixTotals less = totals_of(mix);

	state = te_mix_without_log(state);
	for (int i = 0; i < mix->norigins; i++)
	{
		TeNet		net = te_net_one(mix->items[i].amount);

		subtract_rows(state, te_mix_code(mix, i), &net, 1);
	}
	return add_totals(state, &less, -1);
}

/* Takes away what another state holds. */
TeMixState *
te_mix_state_subtract(TeMixState *state, const TeMixState *other)
{
	uint32		n;
	TeMixTotals totals;
	TeMixOrigin *origins = te_mix_state_origins(other, &n, &totals);

	state = te_mix_without_log(state);
	state->flags |= other->flags & TE_MIX_INEXACT;
	for (uint32 i = 0; i < n; i++)
		subtract_rows(state, origins[i].code, &origins[i].net, (other->flags & TE_MIX_COUNTED) ? origins[i].rows : 1);
	pfree(origins);
	return add_totals(state, &totals, -1);
}
