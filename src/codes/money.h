/*
 * money.h
 *	  Dated rates of exchange and price levels, tables of the user's.
 *
 * A row holds from its first day to the day before its last one; where several
 * hold, the one that began last does.
 */
#ifndef TRADE_EXPOSURE_MONEY_H
#define TRADE_EXPOSURE_MONEY_H

#include "postgres.h"

#include "utils/date.h"
#include "utils/jsonb.h"

/* One row: what one unit of "from" is worth in "to", or the level of a series (to: ""). */
typedef struct TeDatedRow
{
	const char *from;			/* currency in capitals, or series */
	const char *to;				/* currency in capitals */
	DateADT		valid_from;		/* first day */
	DateADT		valid_to;		/* first day that no longer counts */
	double		number;			/* finite, above 0 */
} TeDatedRow;

/* Rows in order of from, to and first day. */
typedef struct TeDatedTable
{
	int			nrows;
	TeDatedRow *rows;
} TeDatedTable;

/* Read the argument "exchange_rates"; throw for bad rows, and two of a pair on one first day. */
extern TeDatedTable te_rates_read(Jsonb *rates);

/* Read the argument "deflators"; likewise. */
extern TeDatedTable te_deflators_read(Jsonb *deflators);

/* Return the row of a pair that holds on a day, or NULL; none holds on an infinite one. */
extern const TeDatedRow *te_dated_find(const TeDatedTable *table, const char *from, const char *to,
									   DateADT day);

/* Return the rows of a pair: number of the first, and how many. */
extern int	te_dated_pair(const TeDatedTable *table, const char *from, const char *to, int *n);

/* A rate as it was made: times, then over, so that a sum comes out as by hand; NaN: none. */
typedef struct TeRate
{
	double		times;
	double		over;
} TeRate;

/*
 * Return what one unit of "from" is worth in "to" on a day: by a rate of the two in
 * either direction, or by way of the currency, first by name, that has one with both.
 */
extern TeRate te_exchange_rate(const TeDatedTable *table, const char *from, const char *to,
							   DateADT day);

/* Return whether any row names the currency. */
extern bool te_rates_know(const TeDatedTable *table, const char *currency);

#endif							/* TRADE_EXPOSURE_MONEY_H */
