/*
 * mix_state.h
 *	  The partial form of a supply mix: what its aggregates change in place.
 *
 * One flat varlena whose whole size is a power of two, so that the allocator
 * wastes nothing, in three parts that follow each other:
 *
 *	header	16 bytes
 *	log		rows as they came, and room for more
 *	run		what the log has been folded into: totals, and origins in byte order,
 *			each once, with their exact sums; absent as long as few rows have come
 *
 * Adding a row only appends to the log.  When the log is full its rows go into
 * the run together, while the state is in the processor's cache.  With many
 * groups waiting for memory is most of the cost: a row touches the header and
 * the end of the log, near to each other, whatever the number of origins, and
 * the states of most groups stay small.
 */
#ifndef TRADE_EXPOSURE_MIX_STATE_H
#define TRADE_EXPOSURE_MIX_STATE_H

#include "base/trade_exposure.h"
#include "mix/mix.h"

/* One origin of the run. */
typedef struct TeMixEntry
{
	uint64		word;			/* see TeCode */
	TeSum		sum;			/* exact amount */
} TeMixEntry;

/* What is known besides the origins. */
typedef struct TeMixTotals
{
	int64		rows;			/* rows with an amount; of a run: less the rows of the log that are none */
	int64		unspecified_rows;	/* of these, rows without an origin */
	int64		skipped_rows;	/* rows without an amount */
	TeSum		unspecified;	/* amount without an origin */
} TeMixTotals;

/*
 * The run.  After the entries, only with TE_MIX_COUNTED or TE_MIX_HAS_NAMES:
 * TeMixExtra extra[norigins], then strings of codes longer than 8 bytes, to the
 * end of the state.
 */
typedef struct TeMixRun
{
	TeMixTotals totals;
	uint32		norigins;		/* entries */
	uint32		reserved;		/* 0 */
	TeMixEntry	entries[FLEXIBLE_ARRAY_MEMBER];
} TeMixRun;

/* What few states need to know of an origin. */
typedef struct TeMixExtra
{
	uint32		rows;			/* rows, or mixes merged, if counted; 0: gone from a window */
	uint32		name;			/* 0, or offset of the code's string from the state */
} TeMixExtra;

/*
 * One row of the log.  A code longer than 4 bytes has word 0; its string, a
 * length byte and the code, lies in the rows after it.  Words that no text
 * begins with mark rows without an origin and rows without an amount.
 */
typedef struct TeMixRow
{
	uint32		word;			/* the code, as the upper half of TeCode's */
	double		amount;			/* finite */
} __attribute__((packed, aligned(4))) TeMixRow;

#define TE_MIX_WORD_UNSPECIFIED 1
#define TE_MIX_WORD_SKIPPED 2

struct TeMixState
{
	int32		vl_len_;		/* varlena header; the size is a power of two */
	uint8		format;			/* TE_MIX_STATE_FORMAT */
	uint8		flags;			/* TE_MIX_PARTIAL and others */
	uint16		argument;		/* constant argument of a one-shot metric (k of top_share), else 0 */
	uint32		log_end;		/* where the next row goes, as an offset from the state */
	uint32		run_start;		/* where the log's room ends: at the run, else at the state's end */
	TeMixRow	log[FLEXIBLE_ARRAY_MEMBER];
};

#define TE_MIX_STATE_FORMAT 2	/* layout number */
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

	return size >= TE_MIX_SMALLEST_STATE && (size & (size - 1)) == 0 &&
		te_mix_is_partial(state) && state->format == TE_MIX_STATE_FORMAT &&
		state->run_start <= size && state->run_start % MAXIMUM_ALIGNOF == 0 &&
		state->log_end <= state->run_start && state->log_end >= TE_MIX_STATE_HEADER &&
		(state->log_end - TE_MIX_STATE_HEADER) % sizeof(TeMixRow) == 0;
}

/* An origin with all that a state knows of it. */
typedef struct TeMixOrigin
{
	TeCode		code;			/* its bytes may lie in the state */
	TeSum		sum;			/* exact amount */
	uint32		rows;			/* rows or mixes, if counted */
} TeMixOrigin;

/*
 * All origins in order of their codes (palloc'd), those gone from a window left
 * out, and the totals.
 */
extern TeMixOrigin *te_mix_state_origins(const TeMixState *state, uint32 *n, TeMixTotals *totals);

/* A builder that has these totals already, and a mix that gets these instead of its builder's. */
extern TeMixState *te_mix_begin_with(const TeMixTotals *totals);
extern TeMix *te_mix_end_with(const TeMixState *state, const TeMixTotals *totals);

/*
 * An empty builder that counts the rows of each origin, so that they can be
 * taken away again: an origin is gone with its last row.
 */
extern TeMixState *te_mix_begin_counted(void);

/* Counts a row without an amount. */
extern TeMixState *te_mix_skip(TeMixState *state);

/* Adds an amount to a code, or to the amount without one, but not to the numbers of rows. */
extern TeMixState *te_mix_put(TeMixState *state, TeCode code, double amount);

/* Adds a sum that is exact in two parts, likewise. */
static inline TeMixState *
te_mix_put_sum(TeMixState *state, TeCode code, TeSum sum)
{
	state = te_mix_put(state, code, sum.hi);
	return sum.lo == 0 ? state : te_mix_put(state, code, sum.lo);
}

/* Adds another state. */
extern TeMixState *te_mix_state_merge(TeMixState *state, const TeMixState *other);

/* Takes away what was added by te_mix_add, te_mix_skip or te_mix_merge to a builder that counts. */
extern TeMixState *te_mix_subtract(TeMixState *state, TeCode code, double amount);
extern TeMixState *te_mix_subtract_skipped(TeMixState *state);
extern TeMixState *te_mix_subtract_mix(TeMixState *state, const TeMix *mix);

/* Checks every invariant; throws when the bytes are not a state. */
extern void te_mix_state_check(const TeMixState *state, Size size);

#endif							/* TRADE_EXPOSURE_MIX_STATE_H */
