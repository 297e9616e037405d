/*
 * mix_run.h
 *	  The inside of a supply mix's partial form (see mix_state.h): where log and
 *	  run lie, and what its parts do for each other.
 */
#ifndef TRADE_EXPOSURE_MIX_RUN_H
#define TRADE_EXPOSURE_MIX_RUN_H

#include "base/net.h"
#include "base/trade_exposure.h"
#include "mix/mix.h"
#include "mix/mix_error.h"

/* One origin of the run. */
typedef struct TeMixEntry
{
	uint64		word;			/* see TeCode */
	TeSum		sum;			/* exact amount */
} TeMixEntry;

/* What is known besides the origins. */
typedef struct TeMixTotals
{
	int64		rows;			/* rows with an amount; of a run: less the log
								 * rows that do not count as rows */
	int64		unspecified_rows;	/* of these, rows without an origin */
	int64		skipped_rows;	/* rows without an amount */
	TeNet		unspecified;	/* amount without an origin */
} TeMixTotals;

/*
 * The run.  After the entries, only with TE_MIX_BOUND: TeSum negative[norigins +
 * 1], what was negative of the unspecified amount and of each origin; only with
 * TE_MIX_COUNTED or TE_MIX_HAS_NAMES: TeMixExtra extra[norigins], then strings of
 * codes longer than 8 bytes, to the end of the state.
 */
typedef struct TeMixRun
{
	int64		rows;			/* as in TeMixTotals */
	int64		unspecified_rows;
	int64		skipped_rows;
	TeSum		unspecified;
	uint32		norigins;		/* entries */
	uint32		reserved;		/* 0 */
	TeMixEntry	entries[FLEXIBLE_ARRAY_MEMBER];
} TeMixRun;

/* Per-origin data that only some states carry. */
typedef struct TeMixExtra
{
	uint32		rows;			/* rows, or mixes merged, if counted; 0: gone
								 * from a window */
	uint32		name;			/* 0, or offset of the code's string from the
								 * state */
} TeMixExtra;

/*
 * One row of the log.  A code longer than 4 bytes has word 0; its string, a
 * length byte and the code, lies in the rows after it.  Words that no text
 * begins with mark rows without an origin, rows without an amount, and rows that
 * come before an origin's and make a sum of it: the first part of the sum, of
 * which the origin's row then has the second, and after that, where they are not
 * what a single amount would have, the two parts of what was negative and the
 * number of rows.
 */
typedef struct __attribute__ ((packed, aligned(4)))
TeMixRow
{
	uint32		word;			/* the code, as the upper half of TeCode's */
	double		amount;			/* finite */
} TeMixRow;

#define TE_MIX_WORD_UNSPECIFIED 1
#define TE_MIX_WORD_SKIPPED 2
#define TE_MIX_WORD_SUM 3
#define TE_MIX_WORD_NEGATIVE 4
#define TE_MIX_WORD_NEGATIVE_REST 5
#define TE_MIX_WORD_ROWS 6
#define TE_MIX_LAST_MARK 6

struct TeMixState
{
	int32		vl_len_;		/* varlena header; the size is a power of two,
								 * or packed */
	uint8		format;			/* TE_MIX_STATE_FORMAT */
	uint8		flags;			/* TE_MIX_PARTIAL and others */
	uint16		argument;		/* constant argument of a one-shot metric (k
								 * of top_share), else 0 */
	uint32		log_end;		/* where the next row goes, as an offset from
								 * the state */
	uint32		run_start;		/* where the log's room ends: at the run, else
								 * at the state's end */
	TeMixRow	log[FLEXIBLE_ARRAY_MEMBER];
};

#define TE_MIX_STATE_FORMAT 3	/* layout number; format 2 is the same without
								 * TE_MIX_BOUND and sums in the log */
#define TE_MIX_SMALLEST_STATE 128	/* bytes: header and nine rows */
#define TE_MIX_STATE_HEADER offsetof(TeMixState, log)

static inline bool
te_mix_is_partial(const void *mix)
{
	return (((const TeMix *) mix)->flags & TE_MIX_PARTIAL) != 0;
}

/*
 * Asks for the first lines of a state's memory together, before the header has
 * come that says where the next row goes: with many groups it waits once a row
 * instead of twice.
 */
static inline void
te_mix_expect(const char *state)
{
	__builtin_prefetch(state + 64, 1);
	__builtin_prefetch(state + 128, 1);
	__builtin_prefetch(state + 192, 1);
}

/*
 * Is what has been stored at this place a state with room for its log, as far as
 * its first 16 bytes tell?  All that adding a row needs to stay inside.
 */
static inline bool
te_mix_state_has_log(const TeMixState *state)
{
	Size		size = VARSIZE(state);

	/* packed to be stored it has neither log nor room, and any size */
	return size >= TE_MIX_STATE_HEADER &&
		(state->run_start == TE_MIX_STATE_HEADER || (size >= TE_MIX_SMALLEST_STATE && (size & (size - 1)) == 0)) &&
		te_mix_is_partial(state) && (state->format | 1) == TE_MIX_STATE_FORMAT &&
		state->run_start <= size && state->run_start % MAXIMUM_ALIGNOF == 0 &&
		state->log_end <= state->run_start && state->log_end >= TE_MIX_STATE_HEADER &&
		(state->log_end - TE_MIX_STATE_HEADER) % sizeof(TeMixRow) == 0;
}

/* An origin with all that a state knows of it. */
typedef struct TeMixOrigin
{
	TeCode		code;			/* its bytes may lie in the state */
	TeNet		net;			/* exact amount */
	uint32		rows;			/* rows or mixes, if counted */
} TeMixOrigin;

/*
 * All origins in order of their codes (palloc'd), those gone from a window left
 * out, and the totals.
 */
extern TeMixOrigin *te_mix_state_origins(const TeMixState *state, uint32 *n, TeMixTotals *totals);

/*
 * The partial form as it is stored: without a log and without room, the same
 * bytes whatever the order in which its rows came, as long as no sum lost bits.
 */
extern TeMixState *te_mix_pack(const TeMixState *state);

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

/* Bytes of what was negative of n origins and of the unspecified amount. */
static inline Size
te_mix_negative_size(Size n, uint8 flags)
{
	return unlikely(flags & TE_MIX_BOUND) ? (n + 1) * sizeof(TeSum) : 0;
}

/* Bytes of a run with n origins. */
static inline Size
te_mix_run_size(Size n, uint8 flags, Size names)
{
	return offsetof(TeMixRun, entries) + te_mix_negative_size(n, flags) +
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

/* Is there a run? */
static inline bool
te_mix_has_run(const TeMixState *state)
{
	return state->run_start != VARSIZE(state);
}

/* What was negative of the unspecified amount and then of each origin of a run, or NULL. */
static inline TeSum *
te_mix_negative(const TeMixState *state, const TeMixRun *run)
{
	return unlikely(state->flags & TE_MIX_BOUND) ? (TeSum *) &run->entries[run->norigins] : NULL;
}

/* Rows and names of the origins of a run, or NULL. */
static inline TeMixExtra *
te_mix_extra(const TeMixState *state, const TeMixRun *run)
{
	if (!te_mix_has_extra(state->flags))
		return NULL;
	return (TeMixExtra *) ((char *) &run->entries[run->norigins] +
						   te_mix_negative_size(run->norigins, state->flags));
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

/* Is the row one of an origin, or does it begin an origin's sum? */
static inline bool
te_mix_row_has_origin(const TeMixRow *row)
{
	return row->word == 0 || row->word > TE_MIX_WORD_SKIPPED;
}

/* Does the row come before that of an origin and make a sum of it? */
static inline bool
te_mix_row_is_mark(const TeMixRow *row)
{
	return row->word >= TE_MIX_WORD_SUM && row->word <= TE_MIX_LAST_MARK;
}

/* The row that has the code: this one, or the one after the marks of a sum. */
static inline const TeMixRow *
te_mix_code_row(const TeMixRow *row)
{
	while (unlikely(te_mix_row_is_mark(row)))
		row++;
	return row;
}

/* Code of a row of the log, which te_mix_next_row has passed. */
static inline TeCode
te_mix_row_code(const TeMixRow *row)
{
	const char *string;

	row = te_mix_code_row(row);
	if (likely(row->word != 0))
		return te_code_stored((uint64) row->word << 32, NULL);
	string = (const char *) (row + 1);
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

/*
 * The end of a row, of a sum that begins here, or NULL when it does not lie
 * before the end of the log.
 */
static inline TeMixRow *
te_mix_row_end(const TeMixRow *row, const TeMixRow *end)
{
	while (row < end && te_mix_row_is_mark(row))
		row++;
	if (row >= end || (row->word == 0 && !te_mix_row_has_name(row, end)))
		return NULL;
	return (TeMixRow *) ((char *) row + (row->word != 0 ? sizeof(TeMixRow) :
										 te_mix_row_size(*(const unsigned char *) (row + 1))));
}

/* The row after this one, or after the sum that it begins, at most the end of the log. */
static inline TeMixRow *
te_mix_next_row(const TeMixRow *row, const TeMixRow *end)
{
	TeMixRow   *next;

	if (likely(row->word > TE_MIX_LAST_MARK))
		return (TeMixRow *) row + 1;
	next = te_mix_row_end(row, end);
	if (next == NULL)
		te_mix_state_damaged();
	return next;
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

/*
 * Adds to an origin of the run, or takes away with sign -1; the run must have
 * what the sum needs.
 */
extern void te_mix_run_add(TeMixState *state, int i, const TeNet *net, int sign);

/* The totals of a run, and back. */
extern TeMixTotals te_mix_run_totals(const TeMixState *state);
extern void te_mix_set_run_totals(TeMixState *state, const TeMixTotals *totals);

/* ---- from the log to the run: the state, which may have moved ---- */

/* Makes room for so many bytes in the log. */
extern TeMixState *te_mix_make_room(TeMixState *state, Size room);

/* Makes sure of a run, and of so many bytes in the log. */
extern TeMixState *te_mix_with_run(TeMixState *state, Size room);

/* Empties the log of a builder that counts, so that rows can be taken away from its run. */
extern TeMixState *te_mix_without_log(TeMixState *state);

/* Makes sure of a run that can hold what was negative. */
extern TeMixState *te_mix_with_bound(TeMixState *state);

#endif							/* TRADE_EXPOSURE_MIX_RUN_H */
