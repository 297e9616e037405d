/*
 * currency.h
 *	  Currencies: three capital letters in one number.
 */
#ifndef TRADE_EXPOSURE_CURRENCY_H
#define TRADE_EXPOSURE_CURRENCY_H

#include "postgres.h"

/* Three capital letters in one word. */
#define TE_CURRENCY(a, b, c) (((uint32) (a) << 16) | ((uint32) (b) << 8) | (uint32) (c))

/* The number of a currency; 0 when it is not three letters. */
extern uint32 te_currency_from_bytes(const char *bytes, int len);

/* True for a currency of ISO 4217. */
extern bool te_currency_is_known(uint32 currency);

/* The currency that a sign ("$", "¥", "Rs.") means to a country whose currency is
 * "home" (0: not known): its own where that is written so, else "usual". */
extern uint32 te_currency_of_sign(uint32 usual, uint32 home);

/* Its three letters. */
extern char *te_currency_cstring(uint32 currency);

#endif							/* TRADE_EXPOSURE_CURRENCY_H */
