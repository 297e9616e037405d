/*
 * duty_parse.c
 *	  Duty expressions to programs (see duty.h): a recursive descent that emits
 *	  steps in postfix order.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "codes/currency.h"
#include "duty/duty.h"
#include "duty/duty_scan.h"

/* Parts of a fraction with at most this in numerator and denominator add up within 128 bits. */
#define FRACTION_LIMIT 1000000000

typedef struct Parser
{
	const char *text;
	int			len;
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
} Parser;

static bool parse_expression(Parser *p);

/* Notes the first error; always false. */
static bool
fail(Parser *p, int start, bool prose, char *message)
{
	if (!p->failed)
	{
		p->failed = true;
		p->error->position = pg_mbstrlen_with_len(p->text, start) + 1;
		p->error->message = message;
		p->error->prose = prose;
	}
	return false;
}

/* True when the next token is a word, or a comma before one, and not a slip in an expression. */
static bool
is_prose(const Parser *p)
{
	const TeToken *t = &p->token;

	if (t->kind == TE_TOKEN_OTHER && strchr(",;:.", p->text[t->start]) != NULL)
		return te_scan(p->text, p->len, t->end).kind == TE_TOKEN_WORD;
	return t->kind == TE_TOKEN_WORD;
}

/* Notes that the next token is not what the grammar allows here. */
static bool
fail_at_token(Parser *p, const char *expected)
{
	const TeToken *t = &p->token;
	int			len = Min(t->end - t->start, 20);

	if (t->kind == TE_TOKEN_END)
		return fail(p, t->start, false, psprintf("unexpected end, expected %s", expected));
	if (t->too_long)
		return fail(p, t->start, false, pstrdup("number has too many digits"));
	if (IS_HIGHBIT_SET(p->text[t->start]))
		len = Min(pg_mblen(p->text +t->start), p->len - t->start);
	return fail(p, t->start, is_prose(p),
				psprintf("unexpected \"%s\", expected %s",
						 pnstrdup(p->text +t->start, len), expected));
}

static void
advance_to(Parser *p, int pos)
{
	p->token = te_scan(p->text, p->len, pos);
}

static void
advance(Parser *p)
{
	advance_to(p, p->token.end);
}

static bool
next_is(const Parser *p, const char *word)
{
	return te_token_is(&p->token, p->text, word, false);
}

/* ---- emitting ---- */

/* Appends a step that takes "pops" amounts from the stack and pushes one. */
static bool
emit(Parser *p, TeDutyOp op, int pops)
{
	if (p->nops == TE_DUTY_MAX_OPS)
		return fail(p, p->token.start, false,
					psprintf("expression has more than %d steps", TE_DUTY_MAX_OPS));
	p->stack += 1 - pops;
	if (p->stack > TE_DUTY_MAX_DEPTH)
		return fail(p, p->token.start, false,
					psprintf("expression is nested deeper than %d", TE_DUTY_MAX_DEPTH));
	p->depth = Max(p->depth, p->stack);
	p->ops[p->nops++] = op;
	return true;
}

static bool
emit_plain(Parser *p, TeDutyCode code, int pops)
{
	TeDutyOp	op = {.code = code, .n = 1, .d = 1};

	return emit(p, op, pops);
}

/* Puts a factor into a step; false when it has more digits than a step holds. */
static bool
set_factor(Parser *p, TeDutyOp *op, TeDecimal factor, int start)
{
	factor = te_decimal_reduce(factor);
	op->n = (int64) factor.n;
	op->d = (int64) factor.d;
	if (op->n != factor.n || op->d != factor.d)
		return fail(p, start, false, pstrdup("number has too many digits"));
	return true;
}

/* The number of a name, which is new or the same as an earlier one; -1 after an error. */
static int
add_name(Parser *p, TeDutyNameKind kind, const char *bytes, int len, const TeUnit *unit)
{
	TeDutyName *name = &p->names[p->nnames];

	for (int i = 0; i < p->nnames; i++)
	{
		const TeDutyName *old = &p->names[i];

		if (old->kind == kind && old->len == len &&
			memcmp(p->bytes.data + old->offset, bytes, len) == 0 &&
			(unit == NULL || (old->unit.n == unit->n && old->unit.d == unit->d)))
			return i;
	}
	if (p->nnames == TE_DUTY_MAX_NAMES)
	{
		fail(p, p->token.start, false,
			 psprintf("expression names more than %d units and programs", TE_DUTY_MAX_NAMES));
		return -1;
	}
	memset(name, 0, sizeof(TeDutyName));
	name->kind = kind;
	name->bound = -1;
	name->offset = p->bytes.len;
	name->len = len;
	if (unit)
		name->unit = *unit;
	appendBinaryStringInfo(&p->bytes, bytes, len);
	appendStringInfoChar(&p->bytes, '\0');
	return p->nnames++;
}

static bool
emit_named(Parser *p, TeDutyOp op, TeDutyNameKind kind, const char *bytes, int len,
		   const TeUnit *unit)
{
	int			name = add_name(p, kind, bytes, len, unit);

	op.name = name;
	return name >= 0 && emit(p, op, 0);
}

/* ---- grammar ---- */

/* unit after "/" (and "per"), which starts at byte "pos"; completes a SPECIFIC step */
static bool
parse_unit(Parser *p, TeDutyOp op, int pos)
{
	int			end = te_scan_unit(p->text, p->len, pos);
	const char *problem;
	TeUnit		unit;
	char	   *name;

	while (pos < end && strchr(" \t\r\n", p->text[pos]) != NULL)
		pos++;
	problem = te_unit_resolve(p->text +pos, end - pos, &unit, &name);
	if (problem != NULL)
		return fail(p, pos, end > pos, pstrdup(problem));
	advance_to(p, end);
	op.code = TE_DUTY_SPECIFIC;
	return emit_named(p, op, TE_DUTY_UNIT, name, strlen(name), &unit);
}

/* money [ "/" unit | "per" unit | "each" ] */
static bool
parse_money_tail(Parser *p, TeDutyOp op)
{
	if (p->token.kind == TE_TOKEN_SLASH || next_is(p, "per"))
		return parse_unit(p, op, p->token.end);
	if (next_is(p, "each"))
		return parse_unit(p, op, p->token.start);
	op.code = TE_DUTY_MONEY;
	return emit(p, op, 0);
}

/* "@" name */
static bool
parse_reference(Parser *p)
{
	TeDutyOp	op = {.code = TE_DUTY_PROGRAM, .n = 1, .d = 1};
	const TeToken t = p->token;

	advance(p);
	return emit_named(p, op, TE_DUTY_REFERENCE, p->text +t.name_start,
					  t.name_end - t.name_start, NULL);
}

/* "(" expression ")" | "value" | reference: what a percentage can be taken of */
static bool
parse_primary(Parser *p)
{
	if (p->token.kind == TE_TOKEN_REFERENCE)
		return parse_reference(p);
	if (next_is(p, "value"))
	{
		advance(p);
		return emit_plain(p, TE_DUTY_PERCENT, 0);
	}
	if (p->token.kind != TE_TOKEN_OPEN)
		return fail_at_token(p, "\"value\", \"(\" or a program");
	if (++p->nesting > TE_DUTY_MAX_DEPTH)
		return fail(p, p->token.start, false,
					psprintf("expression is nested deeper than %d", TE_DUTY_MAX_DEPTH));
	advance(p);
	if (!parse_expression(p))
		return false;
	if (p->token.kind != TE_TOKEN_CLOSE)
		return fail_at_token(p, "\")\"");
	p->nesting--;
	advance(p);
	return true;
}

/* after a percent sign: [ "of" primary | "/" unit ] */
static bool
parse_percent_tail(Parser *p, TeDutyOp op)
{
	if (p->token.kind == TE_TOKEN_SLASH)
		return parse_unit(p, op, p->token.end);
	if (next_is(p, "of"))
	{
		advance(p);
		op.code = TE_DUTY_SCALE;
		return parse_primary(p) && emit(p, op, 1);
	}
	op.code = TE_DUTY_PERCENT;
	return emit(p, op, 0);
}

/* Takes a number whose numerator and denominator are at most "limit". */
static bool
take_number(Parser *p, int64 limit, TeDecimal *number)
{
	if (p->token.kind != TE_TOKEN_NUMBER || p->token.too_long)
		return fail_at_token(p, "a number");
	*number = te_decimal_reduce(p->token.number);
	if (number->n > limit || number->d > limit)
		return fail(p, p->token.start, false, pstrdup("number has too many digits"));
	advance(p);
	return true;
}

/* Takes what stands under a fraction line. */
static bool
take_denominator(Parser *p, TeDecimal *number)
{
	if (p->token.kind == TE_TOKEN_NUMBER && p->token.number.n == 0)
		return fail_at_token(p, "a number");
	return take_number(p, FRACTION_LIMIT, number);
}

/* number [ number "/" number ]: 33 1/3 */
static bool
parse_number(Parser *p, TeDecimal *number)
{
	TeDecimal	part;
	TeDecimal	denominator;

	if (!take_number(p, PG_INT64_MAX, number))
		return false;
	if (p->token.kind != TE_TOKEN_NUMBER)
		return true;
	if (!take_number(p, FRACTION_LIMIT, &part))
		return false;
	if (p->token.kind != TE_TOKEN_SLASH)
		return fail_at_token(p, "\"/\"");
	advance(p);
	if (!take_denominator(p, &denominator))
		return false;
	*number = te_decimal_add(*number, te_decimal_div(part, denominator));
	return true;
}

/* after the first number of a fraction: "/" number "of" primary */
static bool
parse_fraction_of(Parser *p, TeDutyOp op, TeDecimal number)
{
	int			start;
	TeDecimal	denominator;

	advance(p);
	start = p->token.start;
	if (!take_denominator(p, &denominator) ||
		!set_factor(p, &op, te_decimal_div(number, denominator), start))
		return false;
	if (!next_is(p, "of"))
		return fail_at_token(p, "\"of\"");
	advance(p);
	op.code = TE_DUTY_SCALE;
	return parse_primary(p) && emit(p, op, 1);
}

/* number ( "%" … | "¢" … | currency … | "/" … ) */
static bool
parse_amount(Parser *p)
{
	TeDutyOp	op = {.n = 1, .d = 1};
	int			start = p->token.start;
	TeDecimal	number;
	bool		hundredth;

	if (!parse_number(p, &number))
		return false;
	if (p->token.kind == TE_TOKEN_SLASH)
		return parse_fraction_of(p, op, number);
	hundredth = p->token.kind == TE_TOKEN_PERCENT || p->token.kind == TE_TOKEN_CENT ||
		next_is(p, "percent");
	if (hundredth)
		number = te_decimal_mul(number, te_decimal(1, 100));
	if (!set_factor(p, &op, number, start))
		return false;
	if (p->token.kind == TE_TOKEN_PERCENT || next_is(p, "percent"))
	{
		advance(p);
		return parse_percent_tail(p, op);
	}
	if (p->token.kind == TE_TOKEN_CENT)
		op.currency = p->token.currency;
	else if (p->token.kind == TE_TOKEN_WORD)
		op.currency = te_currency_from_bytes(p->text +p->token.start,
											 p->token.end - p->token.start);
	if (op.currency == 0)
		return fail_at_token(p, "\"%\", a cent sign or a currency");
	advance(p);
	return parse_money_tail(p, op);
}

/* ( "$" | "£" | "€" ) number … */
static bool
parse_sign(Parser *p)
{
	TeDutyOp	op = {.currency = p->token.currency, .n = 1, .d = 1};
	int			start;
	TeDecimal	number;

	advance(p);
	start = p->token.start;
	if (p->token.kind != TE_TOKEN_NUMBER || p->token.too_long)
		return fail_at_token(p, "a number");
	number = p->token.number;
	advance(p);
	return set_factor(p, &op, number, start) && parse_money_tail(p, op);
}

/* one term of a sum */
static bool
parse_term(Parser *p)
{
	TeDutyOp	nothing = {.code = TE_DUTY_MONEY, .n = 0, .d = 1};

	switch (p->token.kind)
	{
		case TE_TOKEN_NUMBER:
			return parse_amount(p);
		case TE_TOKEN_SIGN:
			return parse_sign(p);
		case TE_TOKEN_OPEN:
		case TE_TOKEN_REFERENCE:
			return parse_primary(p);
		case TE_TOKEN_WORD:
			if (next_is(p, "free"))
			{
				advance(p);
				return emit(p, nothing, 0);
			}
			if (next_is(p, "value"))
				return parse_primary(p);
			break;
		default:
			break;
	}
	return fail_at_token(p, "a rate, an amount, \"Free\", \"(\" or a program");
}

/* [ "+" | "-" ] term { ( "+" | "-" ) term } */
static bool
parse_sum(Parser *p)
{
	bool		negative = p->token.kind == TE_TOKEN_MINUS;

	if (negative || p->token.kind == TE_TOKEN_PLUS)
		advance(p);
	if (!parse_term(p) || (negative && !emit_plain(p, TE_DUTY_NEGATE, 1)))
		return false;
	while (p->token.kind == TE_TOKEN_PLUS || p->token.kind == TE_TOKEN_MINUS)
	{
		negative = p->token.kind == TE_TOKEN_MINUS;
		advance(p);
		if (!parse_term(p) ||
			!emit_plain(p, negative ? TE_DUTY_SUBTRACT : TE_DUTY_ADD, 2))
			return false;
	}
	return true;
}

/* sum { ( "MIN" | "MAX" ) sum } */
static bool
parse_expression(Parser *p)
{
	check_stack_depth();
	if (!parse_sum(p))
		return false;
	for (;;)
	{
		bool		at_least = te_token_is(&p->token, p->text, "MIN", true);

		if (!at_least && !te_token_is(&p->token, p->text, "MAX", true))
			return true;
		CHECK_FOR_INTERRUPTS();
		advance(p);
		if (!parse_sum(p) ||
			!emit_plain(p, at_least ? TE_DUTY_AT_LEAST : TE_DUTY_AT_MOST, 2))
			return false;
	}
}

/* "TEXT:" anything: a program that needs these words */
static bool
parse_words(Parser *p, int start)
{
	TeDutyOp	op = {.code = TE_DUTY_WORDS, .n = 1, .d = 1};
	int			end = p->len;

	while (start < end && strchr(" \t\r\n", p->text[start]) != NULL)
		start++;
	while (end > start && strchr(" \t\r\n", p->text[end - 1]) != NULL)
		end--;
	if (start == end)
		return fail(p, start, false, pstrdup("words are missing"));
	return emit_named(p, op, TE_DUTY_TEXT, p->text +start, end - start, NULL);
}

/* the whole text */
static bool
parse_all(Parser *p)
{
	if (p->len > TE_DUTY_MAX_TEXT)
		return fail(p, 0, false, psprintf("expression is longer than %d bytes", TE_DUTY_MAX_TEXT));
	if (p->len >= 5 && memcmp(p->text, "TEXT:", 5) == 0)
		return parse_words(p, 5);
	advance_to(p, 0);
	if (p->token.kind == TE_TOKEN_END)
		return fail(p, 0, false, pstrdup("expression is empty"));
	if (!parse_expression(p))
		return false;
	if (p->token.kind != TE_TOKEN_END)
		return fail_at_token(p, "\"+\", \"-\", MIN or MAX");
	return true;
}

/* The program in one block. */
static TeDuty *
assemble(const Parser *p)
{
	Size		names = offsetof(TeDuty, ops) + p->nops * sizeof(TeDutyOp);
	Size		bytes = names + p->nnames * sizeof(TeDutyName);
	Size		size = TYPEALIGN(8, bytes + p->bytes.len);
	TeDuty	   *duty = palloc0(size);

	duty->size = size;
	duty->format = TE_DUTY_FORMAT;
	duty->depth = p->depth;
	duty->nops = p->nops;
	duty->nnames = p->nnames;
	memcpy(duty->ops, p->ops, p->nops * sizeof(TeDutyOp));
	memcpy(TE_DUTY_NAMES(duty), p->names, p->nnames * sizeof(TeDutyName));
	memcpy((char *) duty + bytes, p->bytes.data, p->bytes.len);
	for (int i = 0; i < p->nnames; i++)
		TE_DUTY_NAMES(duty)[i].offset += bytes;
	return duty;
}

/* An empty parser over a text. */
static Parser *
begin(const char *text, int len, TeDutyError *error)
{
	Parser	   *p = palloc(sizeof(Parser));

	p->text = text;

	p->len = len;
	p->error = error;
	p->failed = false;
	p->nesting = p->stack = p->depth = p->nops = p->nnames = 0;
	initStringInfo(&p->bytes);
	return p;
}

/* Gives a parser's memory back. */
static void
finish(Parser *p)
{
	pfree(p->bytes.data);
	pfree(p);
}

TeDuty *
te_duty_parse(const char *text, int len, TeDutyError *error)
{
	Parser	   *p = begin(text, len, error);
	TeDuty	   *duty = parse_all(p) ? assemble(p) : NULL;

	finish(p);
	return duty;
}

TeDuty *
te_duty_read(const char *text, int len, TeDutyError *error)
{
	TeDuty	   *duty = te_duty_parse(text, len, error);
	Parser	   *p;

	if (duty != NULL || !error->prose)
		return duty;
	p = begin(text, len, error);
	duty = parse_words(p, 0) ? assemble(p) : NULL;
	finish(p);
	return duty;
}

void
te_duty_throw(const char *text, int len, const TeDutyError *error)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid duty expression \"%s\"",
					pnstrdup(text, pg_mbcliplen(text, len, 200))),
			 errdetail("At character %d: %s.", error->position, error->message),
			 errhint("Write for example 5.3%%, 2.2 USD/KGM + 3%%, 10%% MIN 5 EUR/100 KGM or Free; MIN is at least, MAX is at most. Words that cannot be computed begin with TEXT:.")));
}
