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
#include "port/pg_bitutils.h"
#include "port/pg_bswap.h"

#include "base/compat.h"

#define TE_MIX_FORMAT 1			/* layout number, first byte of every mix */
#define TE_MIX_PARTIAL 0x01		/* flag: hash form of an aggregate */
#define TE_MIX_INEXACT 0x02		/* flag: some sum lost bits beyond 106 */
#define TE_MIX_HAS_NAMES 0x04	/* flag: some origin is longer than 8 bytes */
#define TE_MIX_COUNTED 0x08		/* flag: a partial form that counts each origin's rows */

#define TE_MIX_MAX_ORIGINS 4000000	/* origins a mix */
#define TE_MIX_MAX_CODE 255		/* bytes an origin */
#define TE_MAX_ROWS INT64CONST(9007199254740992)	/* rows counted, 2^53: exact as float8 */

/*
 * An origin's code.  Codes of at most 8 bytes, the usual case, live in one
 * word: the bytes in big-endian order, zero padded, so that comparing words is
 * comparing bytes.  Longer codes keep their first 8 bytes in the word and the
 * whole string elsewhere.  The empty code (word 0) means "unspecified".
 */
typedef struct TeCode
{
	uint64		word;			/* first 8 bytes */
	const char *bytes;			/* the whole code, only if len > 8 */
	int			len;			/* bytes, 0..TE_MIX_MAX_CODE */
} TeCode;

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
	int64		rows;			/* rows with an amount, unspecified ones included */
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

/* ---- codes ---- */

/* Throws that a code is longer than TE_MIX_MAX_CODE. */
extern void te_code_too_long(const char *bytes, int len) pg_attribute_noreturn();

/*
 * The first 8 bytes in big-endian order, zero padded.  Loads that overlap
 * instead of a copy of unknown length: this runs once a row.
 */
static inline uint64
te_first_word(const char *bytes, int len)
{
	uint64		word;
	uint32		left,
				right;

	if (len >= 8)
	{
		memcpy(&word, bytes, 8);
		return pg_ntoh64(word);
	}
	if (len >= 4)
	{
		memcpy(&left, bytes, 4);
		memcpy(&right, bytes + len - 4, 4);
		return (uint64) pg_ntoh32(left) << 32 | (uint64) pg_ntoh32(right) << (8 * (8 - len));
	}
	if (len == 0)
		return 0;
	return (uint64) (unsigned char) bytes[0] << 56 |
		(uint64) (unsigned char) bytes[len / 2] << (56 - 8 * (len / 2)) |
		(uint64) (unsigned char) bytes[len - 1] << (56 - 8 * (len - 1));
}

/* A code from bytes in memory; throws when longer than TE_MIX_MAX_CODE. */
static inline TeCode
te_code(const char *bytes, int len)
{
	TeCode		code = {te_first_word(bytes, len), len > 8 ? bytes : NULL, len};

	if (unlikely(len > TE_MIX_MAX_CODE))
		te_code_too_long(bytes, len);
	return code;
}

/* The code that a text value holds. */
static inline TeCode
te_code_from_text(const text *t)
{
	return te_code(VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t));
}

/*
 * A code as values store it: its word and, if it is longer than 8 bytes, a
 * length byte followed by the whole code ("name", else NULL).
 */
static inline TeCode
te_code_stored(uint64 word, const char *name)
{
	TeCode		code = {word, NULL, 0};

	if (unlikely(name != NULL))
	{
		code.len = (unsigned char) name[0];
		code.bytes = name + 1;
	}
	else if (word != 0)
		code.len = 8 - pg_rightmost_one_pos64(word) / 8;
	return code;
}

/* Byte order ("C" collation); <0, 0, >0. */
extern int	te_code_cmp(TeCode a, TeCode b);

/* Writes the code's bytes to memory that has room for them. */
extern void te_code_bytes(TeCode code, char *to);

/* NUL-terminated copy, for messages and results. */
extern char *te_code_cstring(TeCode code);
extern text *te_code_text(TeCode code);

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

/* ---- exact sums ---- */

/* An unevaluated sum hi + lo of two doubles: about 106 bits. */
typedef struct TeSum
{
	double		hi;				/* the sum rounded to double */
	double		lo;				/* what rounding left */
} TeSum;

/*
 * Adds x to the sum; returns false when bits beyond the 106 were lost, so that
 * the sum is no longer exact (and cannot be subtracted from exactly).
 */
static inline bool
te_sum_add(TeSum *sum, double x)
{
	double		s = sum->hi + x;
	double		v = s - sum->hi;
	double		e = (sum->hi - (s - v)) + (x - v);	/* exact: hi + x = s + e */
	double		t = sum->lo + e;
	double		w = t - sum->lo;
	double		r = (sum->lo - (t - w)) + (e - w);	/* exact: lo + e = t + r */

	sum->hi = s + t;
	sum->lo = t - (sum->hi - s);
	return r == 0.0;
}

/*
 * The same without exactness for loops over finished values: what rounding
 * leaves is carried along (Neumaier 1974), several times faster since one
 * addition does not wait for all of the one before.
 */
static inline void
te_sum_carry(TeSum *sum, double x)
{
	double		s = sum->hi + x;
	double		v = s - sum->hi;

	sum->lo += (sum->hi - (s - v)) + (x - v);
	sum->hi = s;
}

/* The value of a sum made by te_sum_carry. */
static inline double
te_sum_value(TeSum sum)
{
	return sum.hi + sum.lo;
}

#endif							/* TRADE_EXPOSURE_MIX_H */
