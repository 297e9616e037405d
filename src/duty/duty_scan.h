/*
 * duty_scan.h
 *	  Words of a duty expression, for duty_parse.c and duty_parts.c only.
 */
#ifndef TRADE_EXPOSURE_DUTY_SCAN_H
#define TRADE_EXPOSURE_DUTY_SCAN_H

#include "postgres.h"

#include "base/decimal.h"
#include "duty/duty_words.h"

typedef enum TeTokenKind
{
	TE_TOKEN_END = 0,
	TE_TOKEN_NUMBER,			/* 1,000.50 or 10,5 */
	TE_TOKEN_FRACTION,			/* one character: ½, ⅓ */
	TE_TOKEN_PERCENT,			/* % or ‰ */
	TE_TOKEN_PLUS,
	TE_TOKEN_MINUS,
	TE_TOKEN_OPEN,				/* ( */
	TE_TOKEN_CLOSE,				/* ) */
	TE_TOKEN_SLASH,
	TE_TOKEN_PHRASE,			/* words that duty_words.h knows */
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
	const TeWord *word;			/* of a PHRASE */
	bool		too_long;		/* NUMBER of more digits than an amount has */
	bool		doubtful;		/* NUMBER whose comma may be either: 10,200 */
	TeDecimal	number;			/* of a NUMBER or FRACTION; of a PERCENT: its
								 * share */
} TeToken;

/* The token that starts at or after byte "pos". */
extern TeToken te_scan(const char *text, int len, int pos);

/* True when a token is a phrase of this role. */
extern bool te_token_is(const TeToken *token, TeWordRole role);

/*
 * The byte after a unit's phrase ("100 kg/net eda", "pf. liter on ethyl alcohol
 * content", "足") that starts at byte "pos": up to an operator, a bracket or
 * words of the grammar.
 */
extern int	te_scan_unit(const char *text, int len, int pos);

#endif							/* TRADE_EXPOSURE_DUTY_SCAN_H */
