/*
 * duty_scan.h
 *	  Words of a duty expression, for duty_parse.c only.
 */
#ifndef TRADE_EXPOSURE_DUTY_SCAN_H
#define TRADE_EXPOSURE_DUTY_SCAN_H

#include "postgres.h"

#include "base/decimal.h"

typedef enum TeTokenKind
{
	TE_TOKEN_END = 0,
	TE_TOKEN_NUMBER,			/* 1,000.50 */
	TE_TOKEN_PERCENT,			/* % */
	TE_TOKEN_PLUS,
	TE_TOKEN_MINUS,
	TE_TOKEN_OPEN,				/* ( */
	TE_TOKEN_CLOSE,				/* ) */
	TE_TOKEN_SLASH,
	TE_TOKEN_SIGN,				/* $, £ or €, which come before the number */
	TE_TOKEN_CENT,				/* ¢ */
	TE_TOKEN_WORD,				/* letters, then letters, digits and _ */
	TE_TOKEN_REFERENCE,			/* @MFN or @"any name" */
	TE_TOKEN_OTHER				/* any other character */
} TeTokenKind;

typedef struct TeToken
{
	TeTokenKind kind;
	int			start;			/* first byte */
	int			end;			/* byte after the last */
	int			name_start;		/* of a REFERENCE: the name's bytes */
	int			name_end;
	uint32		currency;		/* of a SIGN */
	bool		too_long;		/* NUMBER of more digits than an amount has */
	TeDecimal	number;			/* of a NUMBER */
} TeToken;

/* The token that starts at or after byte "pos". */
extern TeToken te_scan(const char *text, int len, int pos);

/* True when a WORD is this one, in any case (exact: in just this case). */
extern bool te_token_is(const TeToken *token, const char *text, const char *word, bool exact);

/*
 * The byte after a unit's phrase ("100 kg/net eda", "pf. liter on ethyl alcohol
 * content") that starts at byte "pos": up to an operator, a bracket, MIN or MAX.
 */
extern int	te_scan_unit(const char *text, int len, int pos);

#endif							/* TRADE_EXPOSURE_DUTY_SCAN_H */
