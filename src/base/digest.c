/*
 * digest.c
 *	  Digests of 128 bits (see digest.h).
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/digest.h"

#define LANES 4					/* products that do not wait for each other */
#define STRIDE (LANES * 2 * sizeof(uint64)) /* bytes for all of them */

/* A lane takes two words; what a word is added to differs from lane to lane. */
static const uint64 odd[LANES] = {
	UINT64CONST(0xa0761d6478bd642f), UINT64CONST(0xe7037ed1a0b428db),
	UINT64CONST(0x8ebc6af09c88c6e3), UINT64CONST(0x589965cc75374cc3)
};

/* All lanes take their words. */
static inline void
add_stride(uint64 lane[LANES], const char *bytes)
{
	for (int k = 0; k < LANES; k++)
	{
		uint64		word[2];

		memcpy(word, bytes + k * sizeof(word), sizeof(word));
		lane[k] = te_digest_fold(lane[k] ^ word[0], odd[k] + word[1]) + word[0] - word[1];
	}
}

void
te_digest_add(uint64 digest[2], const void *bytes, Size size)
{
	const char *at = bytes;
	char		rest[STRIDE] = {0};
	uint64		lane[LANES];

	for (int k = 0; k < LANES; k++)
		lane[k] = digest[k % 2] + odd[k];
	for (Size left = size; left >= STRIDE; left -= STRIDE, at += STRIDE)
	{
		if (unlikely((left & (STRIDE * 65536 - 1)) < STRIDE))
			CHECK_FOR_INTERRUPTS();
		add_stride(lane, at);
	}
	memcpy(rest, at, size % STRIDE);
	add_stride(lane, rest);
	digest[0] = te_digest_fold(lane[0] ^ size, odd[1]) + te_digest_fold(lane[1], odd[2]) +
		te_digest_fold(lane[2], odd[3]) + te_digest_fold(lane[3], odd[0]);
	digest[1] = te_digest_fold(lane[0], odd[3]) ^ te_digest_fold(lane[1] ^ size, odd[0]) ^
		te_digest_fold(lane[2], odd[1]) ^ te_digest_fold(lane[3], odd[2]);
}
