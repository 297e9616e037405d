/*
 * mix.h
 *	  The supply mix: origin → amount, with what could not be assigned to an
 *	  origin kept apart.  Its two layouts, and the engine calls over them.
 *
 * A mix has two forms, both of the SQL type supply_mix:
 *
 *	sorted   what tables store and functions read: origins in byte order, one
 *			 float8 each.
 *	partial  what an aggregate changes in place: one flat varlena with an exact
 *			 (double-double) sum for each origin, and the latest rows as they
 *			 came.  It leaves an aggregate only as a partial state on its way
 *			 to another worker.
 *
 * Engine calls use palloc and ereport, but no fmgr, catalog or SPI, so that
 * they can be called from anywhere in a backend.
 */
#ifndef TRADE_EXPOSURE_MIX_H
#define TRADE_EXPOSURE_MIX_H

#include "postgres.h"

#include "fmgr.h"

#include "base/code.h"
#include "base/sum.h"

#define TE_MIX_FORMAT 1			/* layout number, first byte of every mix */
#define TE_MIX_PARTIAL 0x01		/* flag: hash form of an aggregate */
#define TE_MIX_INEXACT 0x02		/* flag: some sum lost bits beyond 106 */
#define TE_MIX_HAS_NAMES 0x04	/* flag: some origin is longer than 8 bytes */
#define TE_MIX_COUNTED 0x08		/* flag: a partial form that counts each
								 * origin's rows */
#define TE_MIX_BOUND 0x10		/* flag: a partial form that saw a negative
								 * amount (see net.h) */

#define TE_MIX_MAX_ORIGINS 4000000	/* origins per mix */

/* One origin of a sorted mix; trade amounts in the user's unit. */
typedef struct TeMixItem
{
	uint64		word;			/* see TeCode */
	double		amount;			/* finite */
} TeMixItem;

/*
 * Sorted form.  After the items, only with TE_MIX_HAS_NAMES: uint32 names[n]
 * (0, or the offset from the start of the value of a length byte and the
 * code's bytes), then those strings.
 */
typedef struct TeMix
{
	int32		vl_len_;		/* varlena header */
	uint8		format;			/* TE_MIX_FORMAT */
	uint8		flags;			/* TE_MIX_… */
	uint16		reserved;		/* 0 */
	uint32		norigins;		/* items */
	uint32		unused;			/* 0 */
	double		unspecified;	/* amount without an origin */
	int64		rows;			/* rows with an amount, unspecified ones
								 * included */
	int64		unspecified_rows;	/* rows without an origin */
	int64		skipped_rows;	/* rows without an amount */
	TeMixItem	items[FLEXIBLE_ARRAY_MEMBER];
} TeMix;

#define TE_MIX_HEADER offsetof(TeMix, items)

/* The argument as a sorted mix, aligned and in memory (partial ones are sorted). */
#define PG_GETARG_TE_MIX_P(n) te_mix_from_datum(PG_GETARG_DATUM(n))
#define PG_RETURN_TE_MIX_P(m) PG_RETURN_POINTER(m)

extern TeMix *te_mix_from_datum(Datum datum);

/* ---- reading ---- */

/* Offsets of long codes, one an item. */
static inline const uint32 *
te_mix_names(const TeMix *mix)
{
	return (const uint32 *) &mix->items[mix->norigins];
}

/* Code of item i (bytes valid as long as the mix is). */
extern TeCode te_mix_code(const TeMix *mix, int i);

/* Item number of a code, or -1. */
extern int	te_mix_find(const TeMix *mix, TeCode code);

/* Amount of a code; 0 when absent; the unspecified amount for the empty code. */
extern double te_mix_amount(const TeMix *mix, TeCode code);

/* Σ amounts, unspecified included, correctly rounded whatever the order. */
extern double te_mix_total(const TeMix *mix);

/*
 * Like te_mix_total, but throws when an origin is net negative: a share or a
 * concentration of such a mix means nothing.  "metric" is the SQL function.
 */
extern double te_mix_positive_total(const TeMix *mix, const char *metric);

/* A copy without the unspecified amount and its rows. */
extern TeMix *te_mix_without_unspecified(const TeMix *mix);

/* ---- building ---- */

/*
 * A builder (the partial form, see mix_state.h) collects origins in any order,
 * adding amounts of the same code exactly, and ends in a sorted mix.  An empty
 * code adds to the unspecified amount.  Calls that add return the builder,
 * which moves when it grows.
 */
typedef struct TeMixState TeMixState;

extern TeMixState *te_mix_begin(void);
extern TeMixState *te_mix_add(TeMixState *state, TeCode code, double amount);
extern TeMixState *te_mix_merge(TeMixState *state, const TeMix *mix);
extern TeMix *te_mix_end(const TeMixState *state);

/* Checks every invariant of bytes from outside; throws INVALID_BINARY_REPRESENTATION. */
extern void te_mix_check(const TeMix *mix, Size size);

#endif							/* TRADE_EXPOSURE_MIX_H */
