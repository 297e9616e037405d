/*
 * hs_key.h
 *	  HS codes as numbers: what schedules are sorted and searched by.
 */
#ifndef TRADE_EXPOSURE_HS_KEY_H
#define TRADE_EXPOSURE_HS_KEY_H

#include "postgres.h"

#define TE_HS_KEY_DIGITS 16		/* digits of the longest code */

/*
 * The digits of an HS code in one word, four bits each from the top: digit + 1,
 * then zeros, so that comparing keys is comparing codes as text.  false when
 * "code" is not 0 .. 16 digits.
 */
extern bool te_hs_key(const char *code, int len, uint64 *key);

/* The digits of a key, NUL-terminated, in "code" (TE_HS_KEY_DIGITS + 1 bytes). */
extern void te_hs_key_digits(uint64 key, char *code);

/* Digits of a key. */
static inline int
te_hs_key_len(uint64 key)
{
	return key == 0 ? 0 : 16 - __builtin_ctzll(key) / 4;
}

/* Bits of the key's digits. */
static inline uint64
te_hs_key_mask(int len)
{
	return len == 0 ? 0 : ~UINT64CONST(0) << (4 * (16 - len));
}

/* Does "code" begin with "prefix"? */
static inline bool
te_hs_key_within(uint64 code, uint64 prefix)
{
	return (code & te_hs_key_mask(te_hs_key_len(prefix))) == prefix;
}

#endif							/* TRADE_EXPOSURE_HS_KEY_H */
