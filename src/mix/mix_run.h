/*
 * mix_run.h
 *	  The inside of a supply mix's partial form (see mix_state.h): where log and
 *	  run lie, and what its parts do for each other.
 */
#ifndef TRADE_EXPOSURE_MIX_RUN_H
#define TRADE_EXPOSURE_MIX_RUN_H

#include "mix/mix_error.h"
#include "mix/mix_state.h"

/* ---- layout ---- */

/*
 * A state in an aggregate is changed with every row, too often to look at all of
 * it each time, so that what is here stays inside of the state whatever its
 * bytes say: it throws for a part that does not lie where the header says.
 */

/* Has the run rows and names for its origins? */
static inline bool
te_mix_has_extra(uint8 flags)
{
	return (flags & (TE_MIX_COUNTED | TE_MIX_HAS_NAMES)) != 0;
}

/* Bytes of a run with n origins. */
static inline Size
te_mix_run_size(Size n, uint8 flags, Size names)
{
	return offsetof(TeMixRun, entries) +
		n * (sizeof(TeMixEntry) + (te_mix_has_extra(flags) ? sizeof(TeMixExtra) : 0)) + MAXALIGN(names);
}

/* The run, or NULL as long as there is none. */
static inline TeMixRun *
te_mix_run(const TeMixState *state)
{
	Size		room = VARSIZE(state) - state->run_start;
	TeMixRun   *run = (TeMixRun *) ((char *) state + state->run_start);

	if (room == 0)
		return NULL;
	if (unlikely(room < offsetof(TeMixRun, entries) || te_mix_run_size(run->norigins, state->flags, 0) > room))
		te_mix_state_damaged();
	return run;
}

/* Rows and names of the origins of a run, or NULL. */
static inline TeMixExtra *
te_mix_extra(const TeMixState *state, const TeMixRun *run)
{
	return te_mix_has_extra(state->flags) ? (TeMixExtra *) &run->entries[run->norigins] : NULL;
}

/* Code of origin i of a run. */
static inline TeCode
te_mix_run_code(const TeMixState *state, const TeMixRun *run, const TeMixExtra *extra, uint32 i)
{
	uint32		name = extra == NULL ? 0 : extra[i].name;
	Size		size = VARSIZE(state);

	if (unlikely(name != 0) &&
		unlikely(name >= size || (Size) name + 1 + ((const unsigned char *) state)[name] > size))
		te_mix_state_damaged();
	return te_code_stored(run->entries[i].word, name == 0 ? NULL : (const char *) state + name);
}

/* The row of the log at an offset. */
static inline TeMixRow *
te_mix_row_at(const TeMixState *state, uint32 offset)
{
	return (TeMixRow *) ((char *) state + offset);
}

/* Code of a row of the log, which te_mix_next_row has passed. */
static inline TeCode
te_mix_row_code(const TeMixRow *row)
{
	const char *string = (const char *) (row + 1);

	if (likely(row->word != 0))
		return te_code_stored((uint64) row->word << 32, NULL);
	return te_code(string + 1, *(const unsigned char *) string);
}

/* Bytes that a code of this length takes in the log. */
static inline uint32
te_mix_row_size(int code_len)
{
	const uint32 row = sizeof(TeMixRow);

	return code_len <= 4 ? row : row + (1 + code_len + row - 1) / row * row;
}

/* Does the string of a row with a long code lie before the end of the log? */
static inline bool
te_mix_row_has_name(const TeMixRow *row, const TeMixRow *end)
{
	int			len;

	/* the rows of a name are whole ones, so that it may end with the log */
	if (row + 1 >= end)
		return false;
	len = *(const unsigned char *) (row + 1);
	return len > 4 && te_mix_row_size(len) <= (Size) ((const char *) end - (const char *) row);
}

/* The row after this one, at most the end of the log. */
static inline TeMixRow *
te_mix_next_row(const TeMixRow *row, const TeMixRow *end)
{
	if (likely(row->word != 0))
		return (TeMixRow *) (row + 1);
	if (!te_mix_row_has_name(row, end))
		te_mix_state_damaged();
	return (TeMixRow *) ((char *) row + te_mix_row_size(*(const unsigned char *) (row + 1)));
}

/* Bytes left in the log. */
static inline uint32
te_mix_free_room(const TeMixState *state)
{
	return state->run_start - state->log_end;
}

/* ---- the run ---- */

/* The place of a code among the origins of the run, or -1. */
extern int	te_mix_run_find(const TeMixState *state, const TeMixRun *run, const TeMixExtra *extra, TeCode code);

/* Adds an amount to an origin of the run, less than nothing when a row leaves. */
extern void te_mix_run_add(TeMixState *state, TeMixRun *run, const TeMixExtra *extra, int i, double amount);

/* Adds to the amount without an origin; false when bits were lost. */
extern bool te_mix_add_unspecified(TeMixTotals *totals, double amount);

/* ---- from the log to the run: the state, which may have moved ---- */

/* Makes room for so many bytes in the log. */
extern TeMixState *te_mix_make_room(TeMixState *state, Size room);

/* Makes sure of a run, and of so many bytes in the log. */
extern TeMixState *te_mix_with_run(TeMixState *state, Size room);

/* Empties the log of a builder that counts, so that rows can be taken away from its run. */
extern TeMixState *te_mix_without_log(TeMixState *state);

#endif							/* TRADE_EXPOSURE_MIX_RUN_H */
