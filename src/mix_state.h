/*
 * mix_state.h
 *	  The partial form of a supply mix: what its aggregates change in place.
 *
 * One flat varlena whose whole size is a power of two, so that the allocator
 * wastes nothing, in five parts that follow each other:
 *
 *	header	64 bytes
 *	log		rows as they came, and room for more
 *	run		origins in byte order, each once, with their exact sums
 *	extra	rows and long code of each origin of the run; only with
 *			TE_MIX_COUNTED or TE_MIX_HAS_NAMES
 *	names	strings of the run's codes longer than 8 bytes, to the end
 *
 * Adding a row only appends to the log: a row touches the header and the end of
 * the log, near to each other, whatever the number of origins.  When the log is
 * full its rows go into the run together, while the state is in the processor's
 * cache.  With many groups waiting for memory is most of the cost, and this
 * halves it.
 */
#ifndef TRADE_EXPOSURE_MIX_STATE_H
#define TRADE_EXPOSURE_MIX_STATE_H

#include "mix.h"
#include "trade_exposure.h"

/* One origin of the run. */
typedef struct TeMixEntry
{
	uint64		word;			/* see TeCode */
	TeSum		sum;			/* exact amount */
} TeMixEntry;

/* What few states need to know of an origin. */
typedef struct TeMixExtra
{
	uint32		rows;			/* rows, or mixes merged, if counted; 0: gone from a window */
	uint32		name;			/* 0, or offset of the code's string from the state */
} TeMixExtra;

/*
 * One row of the log.  A code longer than 8 bytes has word 0; its string, a
 * length byte and the code, lies in the rows after it.
 */
typedef TeMixItem TeMixRow;

/* What every row reads comes first, to lie on one cache line. */
struct TeMixState
{
	int32		vl_len_;		/* varlena header; the size is a power of two */
	uint8		format;			/* TE_MIX_FORMAT */
	uint8		flags;			/* TE_MIX_PARTIAL and others */
	uint16		argument;		/* constant argument of a one-shot metric (k of top_share), else 0 */
	uint32		log_end;		/* where the next row goes, as an offset from the state */
	uint32		run_start;		/* where the run begins and the log's room ends */
	int64		rows;			/* rows with an amount */
	int64		unspecified_rows;	/* of these, rows without an origin */
	int64		skipped_rows;	/* rows without an amount */
	TeSum		unspecified;	/* amount without an origin */
	uint32		norigins;		/* origins of the run */
	uint32		reserved;		/* 0 */
	TeMixRow	log[FLEXIBLE_ARRAY_MEMBER];
};

#define TE_MIX_STATE_HEADER offsetof(TeMixState, log)

static inline bool
te_mix_is_partial(const void *mix)
{
	return (((const TeMix *) mix)->flags & TE_MIX_PARTIAL) != 0;
}

/*
 * The state behind an aggregate's argument, as it lies.  Whoever calls a support
 * function by hand, or in an aggregate of his own, may pass another value.
 */
static inline TeMixState *
DatumGetTeMixState(Datum datum)
{
	void	   *state = DatumGetPointer(datum);

	if (unlikely(state == NULL || VARATT_IS_EXTENDED(state) || !te_mix_is_partial(state)))
		te_not_a_state();
	return state;
}

/* An origin with all that a state knows of it. */
typedef struct TeMixOrigin
{
	TeCode		code;			/* its bytes may lie in the state */
	TeSum		sum;			/* exact amount */
	uint32		rows;			/* rows or mixes, if counted */
} TeMixOrigin;

/* All origins in order of their codes (palloc'd), those gone from a window left out. */
extern TeMixOrigin *te_mix_state_origins(const TeMixState *state, uint32 *n);

/*
 * An empty builder that counts the rows of each origin, so that they can be
 * taken away again: an origin is gone with its last row.
 */
extern TeMixState *te_mix_begin_counted(void);

/* Adds an amount to a code, which is not empty; the header's counts are the caller's. */
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

/* Takes away what was added by te_mix_add or te_mix_merge to a builder that counts. */
extern TeMixState *te_mix_subtract(TeMixState *state, TeCode code, double amount);
extern TeMixState *te_mix_subtract_mix(TeMixState *state, const TeMix *mix);

/* Checks every invariant; throws when the bytes are not a state. */
extern void te_mix_state_check(const TeMixState *state, Size size);

/* Throws that an amount is NaN, infinite or has grown out of range. */
extern void te_mix_bad_amount(TeCode origin, double amount) pg_attribute_noreturn();

/* Throws that a mix would have more than TE_MIX_MAX_ORIGINS origins. */
extern void te_mix_too_many(void) pg_attribute_noreturn();

#endif							/* TRADE_EXPOSURE_MIX_STATE_H */
