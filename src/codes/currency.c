/*
 * currency.c
 *	  Currencies: three capital letters in one number.
 */
#include "postgres.h"

#include "codes/currency.h"

/* The number of a currency; 0 when it is not three letters. */
uint32
te_currency_from_bytes(const char *bytes, int len)
{
	if (len != 3)
		return 0;
	for (int i = 0; i < 3; i++)
	{
		if (bytes[i] < 'A' || bytes[i] > 'Z')
			return 0;
	}
	return TE_CURRENCY(bytes[0], bytes[1], bytes[2]);
}

/* Its three letters. */
char *
te_currency_cstring(uint32 currency)
{
	return psprintf("%c%c%c", (currency >> 16) & 0xFF, (currency >> 8) & 0xFF, currency & 0xFF);
}
