/*
 * mix_state.h
 *	  The partial form of a supply mix: what its aggregates change in place.
 *
 * One flat varlena whose whole size is a power of two, so that the allocator
 * wastes nothing: header (64 bytes), an open-addressed hash table of entries,
 * and at the end the strings of codes longer than 8 bytes.  A look-up touches
 * two cache lines, the header's and the entry's.  At most 64 bytes and, when
 * full, 40 bytes an origin.
 */
#ifndef TRADE_EXPOSURE_MIX_STATE_H
#define TRADE_EXPOSURE_MIX_STATE_H

#include "mix.h"

typedef struct TeMixEntry
{
	uint64		word;			/* see TeCode */
	TeSum		sum;			/* exact amount */
	uint32		rows;			/* rows, or mixes merged; 0: gone from a window */
	uint32		name;			/* 0, or offset of the code's string from the state */
} TeMixEntry;

/* What every row reads comes first, to lie on one cache line. */
struct TeMixState
{
	int32		vl_len_;		/* varlena header; the size is a power of two */
	uint8		format;			/* TE_MIX_FORMAT */
	uint8		flags;			/* TE_MIX_PARTIAL and others */
	uint16		argument;		/* constant argument of a one-shot metric (k of top_share), else 0 */
	uint32		nslots;			/* length of the table; word 0 marks a free entry */
	uint32		nentries;		/* entries in use, those with 0 rows included */
	int64		rows;			/* rows with an amount */
	int64		unspecified_rows;	/* of these, rows without an origin */
	int64		skipped_rows;	/* rows without an amount */
	TeSum		unspecified;	/* amount without an origin */
	uint32		names_used;		/* bytes of long codes in use */
	uint32		names_size;		/* bytes of long codes at the end of the state */
	TeMixEntry	entries[FLEXIBLE_ARRAY_MEMBER];
};

#define TE_MIX_STATE_HEADER offsetof(TeMixState, entries)

/* The state behind an aggregate's argument, as it lies (it must not be short or toasted). */
#define DatumGetTeMixState(d) ((TeMixState *) DatumGetPointer(d))

static inline bool
te_mix_is_partial(const void *mix)
{
	return (((const TeMix *) mix)->flags & TE_MIX_PARTIAL) != 0;
}

/* Entries that hold something, in order of their codes (palloc'd); *n is their number. */
extern const TeMixEntry **te_mix_state_sorted(const TeMixState *state, uint32 *n);

/* Where the code of an entry lies. */
extern TeCode te_mix_entry_code(const TeMixState *state, const TeMixEntry *entry);

/*
 * Adds a row, or "rows" merged rows, with the exact amount to a code.  The
 * totals in the header are the caller's (te_mix_add keeps them).
 */
extern TeMixState *te_mix_state_add(TeMixState *state, TeCode code, TeSum amount, int64 rows);

/* Adds another state, or takes away what was added by te_mix_add or te_mix_merge. */
extern TeMixState *te_mix_state_merge(TeMixState *state, const TeMixState *other);
extern void te_mix_subtract(TeMixState *state, TeCode code, double amount);
extern void te_mix_subtract_mix(TeMixState *state, const TeMix *mix);

/* Checks every invariant; throws when the bytes are not a state. */
extern void te_mix_state_check(const TeMixState *state, Size size);

/* Throws that an amount is NaN, infinite or has grown out of range. */
extern void te_mix_bad_amount(TeCode origin, double amount) pg_attribute_noreturn();

/* Throws that a mix would have more than TE_MIX_MAX_ORIGINS origins. */
extern void te_mix_too_many(void) pg_attribute_noreturn();

#endif							/* TRADE_EXPOSURE_MIX_STATE_H */
