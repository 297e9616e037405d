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

/* Its three letters. */
extern char *te_currency_cstring(uint32 currency);

#endif							/* TRADE_EXPOSURE_CURRENCY_H */
