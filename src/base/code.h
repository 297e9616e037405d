/*
 * code.h
 *	  Codes of origins, nodes and other parties, and what may be counted of them.
 */
#ifndef TRADE_EXPOSURE_CODE_H
#define TRADE_EXPOSURE_CODE_H

#include "postgres.h"

#include "fmgr.h"
#include "port/pg_bitutils.h"
#include "port/pg_bswap.h"
#include "utils/array.h"

#include "base/compat.h"

#define TE_CODE_MAX 255			/* bytes per origin */
#define TE_ROWS_MAX INT64CONST(9007199254740992)	/* rows counted, 2^53:
													 * exact as float8 */

/*
 * A code.  Codes of at most 8 bytes, the usual case, live in one
 * word: the bytes in big-endian order, zero padded, so that comparing words is
 * comparing bytes.  Longer codes keep their first 8 bytes in the word and the
 * whole string elsewhere.  The empty code (word 0) means "unspecified".
 */
typedef struct TeCode
{
	uint64		word;			/* first 8 bytes */
	const char *bytes;			/* the whole code, only if len > 8 */
	int			len;			/* bytes, 0..TE_CODE_MAX */
} TeCode;

/* Report that a code is longer than TE_CODE_MAX. */
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

/* A code from bytes in memory; throws when longer than TE_CODE_MAX. */
static inline TeCode
te_code(const char *bytes, int len)
{
	TeCode		code = {te_first_word(bytes, len), len > 8 ? bytes : NULL, len};

	if (unlikely(len > TE_CODE_MAX))
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

/* Byte order of codes whose first 8 bytes are the same. */
extern int	te_code_cmp_rest(TeCode a, TeCode b);

/* Byte order ("C" collation); <0, 0, >0. */
static inline int
te_code_cmp(TeCode a, TeCode b)
{
	if (a.word != b.word)
		return a.word < b.word ? -1 : 1;
	return likely(a.len <= 8 && b.len <= 8) ? 0 : te_code_cmp_rest(a, b);
}

/* Writes the code's bytes to memory that has room for them. */
extern void te_code_bytes(TeCode code, char *to);

/* NUL-terminated copy, for messages and results. */
extern char *te_code_cstring(TeCode code);
extern text *te_code_text(TeCode code);

#endif							/* TRADE_EXPOSURE_CODE_H */
