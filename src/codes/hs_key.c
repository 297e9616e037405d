/*
 * hs_key.c
 *	  HS codes as numbers.
 */
#include "postgres.h"

#include "codes/hs_key.h"

/* The key of a code; false when it is not 0 .. 16 digits. */
bool
te_hs_key(const char *code, int len, uint64 *key)
{
	uint64		k = 0;

	if (len > TE_HS_KEY_DIGITS)
		return false;
	for (int i = 0; i < len; i++)
	{
		unsigned	digit = (unsigned char) code[i] - '0';

		if (digit > 9)
			return false;
		k |= (uint64) (digit + 1) << (60 - 4 * i);
	}
	*key = k;
	return true;
}

/* The digits of a key, NUL-terminated. */
void
te_hs_key_digits(uint64 key, char *code)
{
	int			len = te_hs_key_len(key);

	for (int i = 0; i < len; i++)
		code[i] = '0' + (int) ((key >> (60 - 4 * i)) & 15) - 1;
	code[len] = '\0';
}
