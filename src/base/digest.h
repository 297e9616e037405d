/*
 * digest.h
 *	  Digests of 128 bits by which values are known again.
 *
 * They tell apart what comes about by itself, not what somebody made to look the
 * same: whoever knows a value by its digest must know more of it besides.
 */
#ifndef TRADE_EXPOSURE_DIGEST_H
#define TRADE_EXPOSURE_DIGEST_H

#include "postgres.h"

/* The two halves of a product, folded. */
static inline uint64
te_digest_fold(uint64 a, uint64 b)
{
	unsigned	__int128 p = (unsigned __int128) a * b;

	return (uint64) p ^ (uint64) (p >> 64);
}

/* Adds so many bytes to a digest, at the memory's speed.  It can be cancelled. */
extern void te_digest_add(uint64 digest[2], const void *bytes, Size size);

#endif							/* TRADE_EXPOSURE_DIGEST_H */
