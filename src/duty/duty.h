/*
 * duty.h
 *	  Duty expressions: parsing into a flat program, and running it.
 *
 *	sum of terms, then any number of MIN sum / MAX sum, from left to right
 *	  5.3%                    of the value
 *	  2.2 USD/KGM             by quantity; also 13 GBP/100 KGM, 1.50 USD/doz.
 *	  33.58 USD               an amount
 *	  Free                    nothing
 *	  @MFN, @"S 301"          what another program charges on the same goods
 *	  20% of (value + @MFN)   of something other than the value; also 22/78 of @VAT
 *	  (15% - @MFN)            brackets
 *	  x MIN y                 at least y;  x MAX y  at most y (as in TARIC)
 *	  TEXT:…                  words only: never computed, always "needs …"
 *
 * and the spellings of the printed US and UK schedules: 4.4¢/kg, $1.50/doz.,
 * 0.3¢ each + 3.6%, 33 1/3%, 144.10 GBP / 1000 kg/biodiesel.
 *
 * A parsed expression is one block without pointers (MAXALIGNed when its place
 * is), so it can be copied into a larger value and run from there.
 *
 * These calls use palloc and ereport, but no fmgr, catalog or SPI.
 */
#ifndef TRADE_EXPOSURE_DUTY_H
#define TRADE_EXPOSURE_DUTY_H

#include "postgres.h"

#include "base/decimal.h"
#include "codes/unit.h"

#define TE_DUTY_FORMAT 1		/* layout number, first byte of every program */
#define TE_DUTY_MAX_TEXT 8192	/* bytes of an expression */
#define TE_DUTY_MAX_OPS 512		/* steps of a program */
#define TE_DUTY_MAX_NAMES 128	/* units, programs and texts of a program */
#define TE_DUTY_MAX_DEPTH 32	/* brackets, and stack of a program */

/* A step of a program, in postfix order, on a stack of amounts. */
typedef enum TeDutyCode
{
	TE_DUTY_PERCENT = 1,		/* push value × n/d */
	TE_DUTY_MONEY,				/* push n/d of the currency */
	TE_DUTY_SPECIFIC,			/* push n/d of the currency × quantity of the
								 * named unit */
	TE_DUTY_PROGRAM,			/* push the amount of the named program */
	TE_DUTY_SCALE,				/* top × n/d */
	TE_DUTY_NEGATE,				/* −top */
	TE_DUTY_ADD,				/* a + b */
	TE_DUTY_SUBTRACT,			/* a − b */
	TE_DUTY_AT_LEAST,			/* max(a, b): "a MIN b" */
	TE_DUTY_AT_MOST,			/* min(a, b): "a MAX b" */
	TE_DUTY_WORDS				/* push nothing known: the named text */
} TeDutyCode;

typedef struct TeDutyOp
{
	uint8		code;			/* TeDutyCode */
	uint8		unused;			/* 0 */
	uint16		name;			/* number of the name, for SPECIFIC, PROGRAM,
								 * WORDS */
	uint32		currency;		/* TE_CURRENCY, 0 = none, for MONEY and
								 * SPECIFIC */
	int64		n;				/* factor n/d, d > 0 */
	int64		d;
} TeDutyOp;

typedef enum TeDutyNameKind
{
	TE_DUTY_UNIT = 1,
	TE_DUTY_REFERENCE,			/* another program */
	TE_DUTY_TEXT				/* words of a rate that cannot be computed */
} TeDutyNameKind;

typedef struct TeDutyName
{
	uint8		kind;			/* TeDutyNameKind */
	uint8		unused[3];		/* 0 */
	int32		bound;			/* of a REFERENCE: index into
								 * TeDutyInput.programs, -1 = not bound */
	uint32		offset;			/* of the name's bytes, from the start of the
								 * program */
	uint32		len;			/* bytes, without the zero byte that follows
								 * them */
	TeUnit		unit;			/* of a UNIT */
} TeDutyName;

/* The whole program; names and then their bytes follow the steps. */
typedef struct TeDuty
{
	uint32		size;			/* bytes of all, a multiple of 8 */
	uint8		format;			/* TE_DUTY_FORMAT */
	uint8		depth;			/* stack that it needs */
	uint16		nops;
	uint16		nnames;
	uint16		unused[3];		/* 0 */
	TeDutyOp	ops[FLEXIBLE_ARRAY_MEMBER];
} TeDuty;

#define TE_DUTY_NAMES(duty) ((TeDutyName *) ((duty)->ops + (duty)->nops))
#define TE_DUTY_NAME_BYTES(duty, i) ((const char *) (duty) + TE_DUTY_NAMES(duty)[i].offset)

/* ---- parsing ---- */

/* Where and why an expression is not understood. */
typedef struct TeDutyError
{
	int			position;		/* character, from 1 */
	char	   *message;		/* lower case, no full stop */
	bool		prose;			/* the words of a schedule rather than a slip */
} TeDutyError;

/*
 * A program, or NULL with *error filled in.  "$", "¢", "¥" and "Rs." are those of
 * the country whose currency is "home", where it has such (0: not known).
 */
extern TeDuty *te_duty_parse(const char *text, int len, uint32 home, TeDutyError *error);

/* Like te_duty_parse, but what reads like a schedule's own words ("The rate
 * applicable to …", "45% on the case") becomes a program that needs them. */
extern TeDuty *te_duty_read(const char *text, int len, uint32 home, TeDutyError *error);

/* The expression of a program in one canonical spelling, which parses to the same program. */
extern char *te_duty_format(const TeDuty *duty);

/* Throws INVALID_TEXT_REPRESENTATION with the error's position. */
extern void te_duty_throw(const char *text, int len,
						  const TeDutyError *error) pg_attribute_noreturn();

/* NULL when bytes from outside are a sound program of at most "size" bytes, else what is wrong. */
extern const char *te_duty_check(const void *bytes, Size size);

/* ---- running ---- */

/* One exchange rate: a unit of "currency" costs "rate" in the value's currency. */
typedef struct TeFx
{
	uint32		currency;
	TeDecimal	rate;
} TeFx;

/* What an expression is applied to. */
typedef struct TeDutyInput
{
	TeDecimal	value;			/* what percentages are taken of */
	const TeQuantities *quantities; /* NULL: none are known */
	TeDecimal	quantity_share; /* part of the quantities that belongs to the
								 * value, usually 1 */
	uint32		currency;		/* of the value; 0: that of the expression, if
								 * it has only one */
	int			nfx;
	const TeFx *fx;
	int			nprograms;
	const TeDecimal *programs;	/* amounts by TeDutyName.bound,
								 * TE_DECIMAL_NULL: not known */
} TeDutyInput;

typedef enum TeDutyStatus
{
	TE_DUTY_OK = 0,
	TE_DUTY_NEEDS_QUANTITY,		/* of unit *missing */
	TE_DUTY_NEEDS_FX,			/* for the currency of step *missing */
	TE_DUTY_NEEDS_PROGRAM,		/* amount of program *missing */
	TE_DUTY_NEEDS_WORDS			/* rate is the text *missing */
} TeDutyStatus;

/*
 * Runs a program.  With TE_DUTY_OK, *amount is the exact amount in the value's
 * currency.  Otherwise *missing (may be NULL) is the first name that was not
 * known (of NEEDS_FX: the step).
 */
extern TeDutyStatus te_duty_eval(const TeDuty *duty, const TeDutyInput *in,
								 TeDecimal *amount, int *missing);

/* "needs KGM, EUR rate": all that te_duty_eval() would miss; NULL when nothing. */
extern char *te_duty_needs(const TeDuty *duty, const TeDutyInput *in);

/* An input with nothing but a value. */
extern TeDutyInput te_duty_input(TeDecimal value);

/* True when the amount is a fixed share of the value; then *rate is that share. */
extern bool te_duty_is_ad_valorem(const TeDuty *duty, TeDecimal *rate);

#endif							/* TRADE_EXPOSURE_DUTY_H */
