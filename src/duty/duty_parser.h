/*
 * duty_parser.h
 *	  What the parser of duty expressions does with tokens, steps and errors,
 *	  for duty_parse.c and duty_term.c only.
 */
#ifndef TRADE_EXPOSURE_DUTY_PARSER_H
#define TRADE_EXPOSURE_DUTY_PARSER_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "duty/duty.h"
#include "duty/duty_scan.h"

struct TeParser;

/* A rule of the grammar: reads what it describes, or notes an error and returns false. */
typedef bool (*TeParserRule) (struct TeParser *p);

typedef struct TeParser
{
	const char *text;			/* in its plain form (duty_words.h) */
	int			len;
	const char *printed;		/* as it was given */
	int			printed_len;
	uint32		home;			/* currency whose own dollar "$" is; 0: not
								 * known */
	TeParserRule sum;			/* terms with "+" and "-" between them */
	TeParserRule expression;	/* sums with what limits them */
	TeToken		token;			/* the one to be read next */
	TeDutyError *error;
	bool		failed;			/* *error is set */
	int			nesting;		/* open brackets */
	int			stack;			/* amounts on the program's stack here */
	int			depth;			/* and the most so far */
	int			nops;
	int			nnames;
	TeDutyOp	ops[TE_DUTY_MAX_OPS];
	TeDutyName	names[TE_DUTY_MAX_NAMES];
	StringInfoData bytes;		/* of names, each with a zero byte */
} TeParser;

/* Notes the first error, at byte "start"; always false. */
extern bool te_parser_fail(TeParser *p, int start, bool prose, char *message);

/* Notes that the next token is not what the grammar allows here; always false. */
extern bool te_parser_fail_at_token(TeParser *p, const char *expected);

/* Makes the token at or after byte "pos", or behind the present one, the next. */
extern void te_parser_advance_to(TeParser *p, int pos);
extern void te_parser_advance(TeParser *p);

/* True when the next token is a phrase of this role. */
extern bool te_parser_next_is(const TeParser *p, TeWordRole role);

/* Skips the next token when it is a phrase of this role; true when it was. */
extern bool te_parser_skip(TeParser *p, TeWordRole role);

/* Appends a step that takes "pops" amounts from the stack and pushes one. */
extern bool te_parser_emit(TeParser *p, TeDutyOp op, int pops);

/* A step without a name, money or factor. */
extern bool te_parser_emit_plain(TeParser *p, TeDutyCode code, int pops);

/* A step that pushes what a name stands for. */
extern bool te_parser_emit_named(TeParser *p, TeDutyOp op, TeDutyNameKind kind,
								 const char *bytes, int len, const TeUnit *unit);

/* Puts a factor into a step; false when it has more digits than a step holds. */
extern bool te_parser_set_factor(TeParser *p, TeDutyOp *op, TeDecimal factor, int start);

/* Multiplies the last amount, whose steps begin with number "first". */
extern bool te_parser_scale(TeParser *p, int first, TeDecimal factor, int start);

/* Makes amounts of money from step "first" on amounts for each of a unit. */
extern bool te_parser_per_unit(TeParser *p, int first, const char *name, const TeUnit *unit,
							   int start);

#endif							/* TRADE_EXPOSURE_DUTY_PARSER_H */
