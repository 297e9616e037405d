/*
 * duty_parts.h
 *	  The rates of one cell of a schedule, each with the condition it stands under.
 */
#ifndef TRADE_EXPOSURE_DUTY_PARTS_H
#define TRADE_EXPOSURE_DUTY_PARTS_H

#include "postgres.h"

#define TE_PARTS_MAX 32			/* rates of one cell */

/* A stretch of the cell's bytes. */
typedef struct TeSpan
{
	int			start;
	int			end;
} TeSpan;

typedef struct TePart
{
	TeSpan		condition;		/* as printed; empty: none */
	TeSpan		rate;			/* as printed */
	bool		words;			/* the rate is not one that can be computed */
	const char *kind;			/* all, quota_in, season, … */
	char	   *season;			/* "01-01/05-31,11-01/12-31", or NULL */
} TePart;

typedef struct TeParts
{
	int			count;
	TePart		parts[TE_PARTS_MAX];
} TeParts;

/*
 * The rates of a cell: a rate and its season in brackets, parted by commas
 * ("14% (01 JUL-31 JAN), 0% (01 FEB-30 JUN)"), or a condition and its rate on
 * each line, as Japan prints them.  A cell that is one rate has one part without
 * a condition; one that cannot be read has one part that is words.
 */
extern TeParts *te_parts_read(const char *text, int len);

#endif							/* TRADE_EXPOSURE_DUTY_PARTS_H */
