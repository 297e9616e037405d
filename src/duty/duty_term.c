/*
 * duty_term.c
 *	  Terms of duty expressions (see duty_term.h): shares, money, money for a
 *	  unit, programs, brackets, and the factors behind them.
 */
#include "postgres.h"

#include "codes/currency.h"
#include "duty/duty_term.h"

/* Parts of a fraction with at most this in numerator and denominator add up within 128 bits. */
#define FRACTION_LIMIT 1000000000

/* ---- numbers ---- */

/* Takes a number whose numerator and denominator are at most "limit". */
static bool
take_number(TeParser *p, int64 limit, TeDecimal *number)
{
	if (p->token.kind != TE_TOKEN_NUMBER || p->token.too_long)
		return te_parser_fail_at_token(p, "a number");
	*number = te_decimal_reduce(p->token.number);
	if (number->n > limit || number->d > limit)
		return te_parser_fail(p, p->token.start, false, pstrdup("number has too many digits"));
	te_parser_advance(p);
	return true;
}

/* Notes that the comma of the number at "start" may be a decimal comma or not. */
static bool
fail_doubtful(TeParser *p, int start)
{
	TeToken		t = te_scan(p->text, p->len, start);

	return te_parser_fail(p, start, false,
						  psprintf("\"%s\" can be a thousand times what a decimal comma makes it",
								   pnstrdup(p->text +t.start, t.end - t.start)));
}

/* Takes a number that no comma leaves in doubt. */
static bool
take_plain_number(TeParser *p, int64 limit, TeDecimal *number)
{
	if (p->token.kind == TE_TOKEN_NUMBER && p->token.doubtful)
		return fail_doubtful(p, p->token.start);
	return take_number(p, limit, number);
}

/* Takes what stands under a fraction line. */
static bool
take_denominator(TeParser *p, TeDecimal *number)
{
	if (p->token.kind == TE_TOKEN_NUMBER && p->token.number.n == 0)
		return te_parser_fail_at_token(p, "a number");
	return take_plain_number(p, FRACTION_LIMIT, number);
}

/* ⅓ | number [ ⅓ | number "/" number | 万 ]; *doubtful when its currency tells what a comma is */
static bool
parse_number(TeParser *p, TeDecimal *number, bool *doubtful)
{
	TeDecimal	part;
	TeDecimal	denominator;

	*doubtful = p->token.kind == TE_TOKEN_NUMBER && p->token.doubtful;
	*number = te_decimal(0, 1);
	if (p->token.kind != TE_TOKEN_FRACTION && !take_number(p, PG_INT64_MAX, number))
		return false;
	if (p->token.kind == TE_TOKEN_FRACTION)
	{
		*number = te_decimal_add(*number, p->token.number);
		te_parser_advance(p);
		return true;
	}
	if (te_parser_skip(p, TE_WORD_MYRIAD))
		*number = te_decimal_mul(*number, te_decimal(10000, 1));
	if (p->token.kind != TE_TOKEN_NUMBER)
		return true;
	if (!take_plain_number(p, FRACTION_LIMIT, &part))
		return false;
	if (p->token.kind != TE_TOKEN_SLASH)
		return te_parser_fail_at_token(p, "\"/\"");
	te_parser_advance(p);
	if (!take_denominator(p, &denominator))
		return false;
	*number = te_decimal_add(*number, te_decimal_div(part, denominator));
	return true;
}

/* True for currencies without small change: a comma before three digits parts groups. */
static bool
has_no_small_change(uint32 currency)
{
	return currency == TE_CURRENCY('J', 'P', 'Y') || currency == TE_CURRENCY('K', 'R', 'W');
}

/*
 * Checks the comma of the number at "start" of this currency.  In yen and won it
 * parts groups of three, so that neither "1,00" nor "1,0000" is a number; "0,5" is a
 * half.
 */
static bool
check_comma(TeParser *p, int start, bool doubtful, uint32 currency)
{
	TeToken		t = te_scan(p->text, p->len, start);
	int			len = t.end - t.start;
	const char *bytes = p->text +t.start;
	const char *comma = len > 0 ? memchr(bytes, ',', len) : NULL;

	if (!has_no_small_change(currency))
		return !doubtful || fail_doubtful(p, start);
	if (t.kind != TE_TOKEN_NUMBER || doubtful || comma == NULL || *bytes == '0' ||
		memchr(comma, '.', bytes + len - comma) != NULL)
		return true;
	return te_parser_fail(p, start, false,
						  psprintf("the comma of \"%s\" parts no group of three digits",
								   pnstrdup(bytes, len)));
}

/* ---- units ---- */

/* The unit in the bytes from "start" to "end", with what it is counted on behind it. */
static bool
resolve_unit(TeParser *p, int start, int end, const char *counted_on, TeUnit *unit, char **name)
{
	const char *problem;
	char	   *bytes;

	while (start < end && strchr(" \t\r\n", p->text[start]) != NULL)
		start++;
	bytes = psprintf("%.*s%s", end - start, p->text +start, counted_on);
	problem = te_unit_resolve(bytes, strlen(bytes), unit, name);
	/* letters that no unit has are words, not a slip */
	if (problem != NULL && end <= start && start < p->len && IS_HIGHBIT_SET(p->text[start]))
		return te_parser_fail(p, start, true, pstrdup("unknown unit"));
	if (problem != NULL)
		return te_parser_fail(p, start, end > start, pstrdup(problem));
	te_parser_advance_to(p, end);
	return true;
}

/* unit after "/" (and "per"), which starts at byte "pos"; completes a SPECIFIC step */
static bool
parse_unit(TeParser *p, TeDutyOp op, int pos)
{
	TeUnit		unit;
	char	   *name;

	if (!resolve_unit(p, pos, te_scan_unit(p->text, p->len, pos), "", &unit, &name))
		return false;
	op.code = TE_DUTY_SPECIFIC;
	return te_parser_emit_named(p, op, TE_DUTY_UNIT, name, strlen(name), &unit);
}

/* The byte after a unit's code without "/", with its letter ("EUR DTN G"); 0: none. */
static int
code_end(const TeParser *p)
{
	TeToken		letter;

	if (p->token.kind != TE_TOKEN_WORD ||
		!te_unit_is_code(p->text +p->token.start, p->token.end - p->token.start))
		return 0;
	letter = te_scan(p->text, p->len, p->token.end);
	if (letter.kind == TE_TOKEN_WORD && letter.end - letter.start == 1 &&
		p->text[letter.start] >= 'A' && p->text[letter.start] <= 'Z')
		return letter.end;
	return p->token.end;
}

/* money [ "/" unit | "per" unit | "each" | unit's code ] */
static bool
parse_money_tail(TeParser *p, TeDutyOp op, bool needs_unit)
{
	int			end = code_end(p);
	TeUnit		unit;
	char	   *name;

	if (p->token.kind == TE_TOKEN_SLASH || te_parser_next_is(p, TE_WORD_PER))
		return parse_unit(p, op, p->token.end);
	if (te_parser_next_is(p, TE_WORD_EACH))
		return parse_unit(p, op, p->token.start);
	if (end > 0)
	{
		op.code = TE_DUTY_SPECIFIC;
		return resolve_unit(p, p->token.start, end, "", &unit, &name) &&
			te_parser_emit_named(p, op, TE_DUTY_UNIT, name, strlen(name), &unit);
	}
	if (needs_unit)
		return te_parser_fail(p, p->token.start, true, pstrdup("cents without a unit"));
	op.code = TE_DUTY_MONEY;
	return te_parser_emit(p, op, 0);
}

/* ---- what shares are taken of ---- */

/* "@" name */
static bool
parse_reference(TeParser *p)
{
	TeDutyOp	op = {.code = TE_DUTY_PROGRAM, .n = 1, .d = 1};
	const TeToken t = p->token;

	te_parser_advance(p);
	return te_parser_emit_named(p, op, TE_DUTY_REFERENCE, p->text +t.name_start,
								t.name_end - t.name_start, NULL);
}

/* "(" expression ")" */
static bool
parse_brackets(TeParser *p)
{
	if (++p->nesting > TE_DUTY_MAX_DEPTH)
		return te_parser_fail(p, p->token.start, false,
							  psprintf("expression is nested deeper than %d", TE_DUTY_MAX_DEPTH));
	te_parser_advance(p);
	if (!p->expression(p))
		return false;
	if (p->token.kind != TE_TOKEN_CLOSE)
		return te_parser_fail_at_token(p, "\")\"");
	p->nesting--;
	te_parser_advance(p);
	return true;
}

/* brackets | "value" | reference: what a percentage can be taken of */
static bool
parse_primary(TeParser *p)
{
	if (p->token.kind == TE_TOKEN_REFERENCE)
		return parse_reference(p);
	if (te_parser_skip(p, TE_WORD_VALUE))
		return te_parser_emit_plain(p, TE_DUTY_PERCENT, 0);
	if (p->token.kind != TE_TOKEN_OPEN)
		return te_parser_fail_at_token(p, "\"value\", \"(\" or a program");
	return parse_brackets(p);
}

/* Skips "of"; true when it was there. */
static bool
skip_of(TeParser *p)
{
	const TeToken *t = &p->token;

	if (t->kind != TE_TOKEN_WORD || t->end - t->start != 2 ||
		pg_strncasecmp(p->text +t->start, "of", 2) != 0)
		return false;
	te_parser_advance(p);
	return true;
}

/* ---- amounts ---- */

/* after a percent sign: [ "ad valorem" ] [ "of" primary | "/" unit ] */
static bool
parse_percent_tail(TeParser *p, TeDutyOp op)
{
	te_parser_skip(p, TE_WORD_AD_VALOREM);
	if (p->token.kind == TE_TOKEN_SLASH)
		return parse_unit(p, op, p->token.end);
	if (skip_of(p))
	{
		op.code = TE_DUTY_SCALE;
		return parse_primary(p) && te_parser_emit(p, op, 1);
	}
	op.code = TE_DUTY_PERCENT;
	return te_parser_emit(p, op, 0);
}

/* after the first number of a fraction: "/" number "of" primary */
static bool
parse_fraction_of(TeParser *p, TeDutyOp op, TeDecimal number)
{
	int			start;
	TeDecimal	denominator;

	te_parser_advance(p);
	start = p->token.start;
	if (!take_denominator(p, &denominator) ||
		!te_parser_set_factor(p, &op, te_decimal_div(number, denominator), start))
		return false;
	if (!skip_of(p))
		return te_parser_fail_at_token(p, "\"of\"");
	op.code = TE_DUTY_SCALE;
	return parse_primary(p) && te_parser_emit(p, op, 1);
}

/* The share that one of the next token is: 1/100 for % and for cents, else 1. */
static TeDecimal
share_of_token(const TeParser *p)
{
	if (p->token.kind == TE_TOKEN_PERCENT)
		return p->token.number;
	return te_parser_next_is(p, TE_WORD_CENT) || te_parser_next_is(p, TE_WORD_PERCENT)
		? te_decimal(1, 100) : TE_DECIMAL_ONE;
}

/* The currency that the next token says, 0 when it is none. */
static uint32
currency_of_token(const TeParser *p)
{
	const TeToken *t = &p->token;
	uint32		currency;

	if (te_parser_next_is(p, TE_WORD_CENT))
		return te_currency_of_sign(TE_CURRENCY('U', 'S', 'D'), p->home);
	if (te_parser_next_is(p, TE_WORD_CURRENCY))
		return t->word->name != NULL ? t->word->currency
			: te_currency_of_sign(t->word->currency, p->home);
	if (t->kind != TE_TOKEN_WORD)
		return 0;
	currency = te_currency_from_bytes(p->text +t->start, t->end - t->start);
	return te_currency_is_known(currency) ? currency : 0;
}

/* Nothing at all, as "Free" says. */
static bool
emit_nothing(TeParser *p)
{
	TeDutyOp	nothing = {.code = TE_DUTY_MONEY, .n = 0, .d = 1};

	return te_parser_emit(p, nothing, 0);
}

/* number ( "%" … | "¢" … | currency … | "/" … ) */
static bool
parse_amount(TeParser *p)
{
	TeDutyOp	op = {.n = 1, .d = 1};
	int			start = p->token.start;
	TeDecimal	number;
	bool		doubtful;
	bool		cents;

	if (!parse_number(p, &number, &doubtful))
		return false;
	op.currency = currency_of_token(p);
	if (!check_comma(p, start, doubtful, op.currency))
		return false;
	if (p->token.kind == TE_TOKEN_SLASH)
		return parse_fraction_of(p, op, number);
	if (p->token.kind == TE_TOKEN_END && p->nops == 0 && number.n == 0)
		return emit_nothing(p);
	if (!te_parser_set_factor(p, &op, te_decimal_mul(number, share_of_token(p)), start))
		return false;
	if (p->token.kind == TE_TOKEN_PERCENT || te_parser_next_is(p, TE_WORD_PERCENT))
	{
		te_parser_advance(p);
		return parse_percent_tail(p, op);
	}
	if (op.currency == 0 && (p->token.kind == TE_TOKEN_PLUS || p->token.kind == TE_TOKEN_MINUS))
		return te_parser_fail(p, p->token.start, true, pstrdup("a number without % or a currency"));
	if (op.currency == 0)
		return te_parser_fail_at_token(p, "\"%\", a cent sign or a currency");
	cents = te_parser_next_is(p, TE_WORD_CENT);
	te_parser_advance(p);
	return parse_money_tail(p, op, cents);
}

/* ( "$" | "£" | "Rs." | "CHF" … ) number … */
static bool
parse_sign(TeParser *p)
{
	TeDutyOp	op = {.currency = currency_of_token(p), .n = 1, .d = 1};
	int			start;
	TeDecimal	number;
	bool		doubtful;

	te_parser_advance(p);
	start = p->token.start;
	if (p->token.kind != TE_TOKEN_NUMBER || p->token.too_long)
		return te_parser_fail_at_token(p, "a number");
	number = p->token.number;
	doubtful = p->token.doubtful;
	te_parser_advance(p);
	if (!check_comma(p, start, doubtful, op.currency))
		return false;
	return te_parser_set_factor(p, &op, number, start) && parse_money_tail(p, op, false);
}

/* ---- amounts for each of a unit, in words ---- */

/* a price that the law names | 課税価格 | amount, each [ に number を乗じて得た額 ] */
static bool
parse_price(TeParser *p)
{
	TeDutyOp	op = {.code = TE_DUTY_MONEY, .n = 1, .d = 1};
	int			first = p->nops;
	int			start = p->token.start;
	TeDecimal	factor;

	if (te_parser_next_is(p, TE_WORD_PRICE))
	{
		op.currency = p->token.word->currency;
		if (!te_parser_set_factor(p, &op, te_decimal(p->token.word->n, p->token.word->d), start) ||
			!te_parser_emit(p, op, 0))
			return false;
		te_parser_advance(p);
	}
	else if (te_parser_skip(p, TE_WORD_VALUE))
	{
		if (!te_parser_emit_plain(p, TE_DUTY_PERCENT, 0))
			return false;
	}
	else if (p->token.kind != TE_TOKEN_NUMBER)
		return te_parser_fail_at_token(p, "a price");
	else if (!parse_amount(p))
		return false;
	if (!te_parser_skip(p, TE_WORD_PRODUCT))
		return true;
	if (!take_plain_number(p, FRACTION_LIMIT, &factor))
		return false;
	if (!te_parser_skip(p, TE_WORD_TIMES_ENDS))
		return te_parser_fail_at_token(p, "を乗じて得た額");
	return te_parser_scale(p, first, factor, start);
}

/* The byte where "1 unit につき" has its につき, when the next token begins such; else 0. */
static int
find_for_each(const TeParser *p)
{
	int			end;
	int			pos;
	const TeWord *word;

	if (p->token.kind != TE_TOKEN_NUMBER || p->token.number.n != p->token.number.d)
		return 0;
	pos = te_scan_unit(p->text, p->len, p->token.end);
	word = te_word_at(p->text, p->len, pos, &end);
	return pos > p->token.end && word != NULL && word->role == TE_WORD_FOR_EACH ? pos : 0;
}

/* 1 unit につき price [ と price との差額 ]; what is counted on was read before */
static bool
parse_for_each(TeParser *p, int unit_end, const char *counted_on)
{
	int			first = p->nops;
	int			start = p->token.end;
	TeUnit		unit;
	char	   *name;

	if (!resolve_unit(p, start, unit_end, counted_on, &unit, &name))
		return false;
	te_parser_skip(p, TE_WORD_FOR_EACH);
	if (!parse_price(p))
		return false;
	if (te_parser_skip(p, TE_WORD_WITH))
	{
		if (!parse_price(p))
			return false;
		if (!te_parser_skip(p, TE_WORD_DIFFERENCE))
			return te_parser_fail_at_token(p, "との差額");
		if (!te_parser_emit_plain(p, TE_DUTY_SUBTRACT, 2))
			return false;
	}
	return te_parser_per_unit(p, first, name, &unit, start);
}

/* the weight of what the goods contain, then "1 unit につき" and so on */
static bool
parse_content(TeParser *p)
{
	const TeWord *word = p->token.word;
	int			end;

	te_parser_advance(p);
	end = find_for_each(p);
	if (end == 0)
		return te_parser_fail_at_token(p, "1kgにつき");
	return parse_for_each(p, end, word->name);
}

/* ---- terms ---- */

/* "the greater of" sum ( "and" | "or" ) sum */
static bool
parse_one_of(TeParser *p)
{
	TeDutyCode	code = te_parser_next_is(p, TE_WORD_HIGHER_OF) ? TE_DUTY_AT_LEAST : TE_DUTY_AT_MOST;

	te_parser_advance(p);
	if (!p->sum(p))
		return false;
	if (!te_parser_skip(p, TE_WORD_AND) && !te_parser_skip(p, TE_WORD_OR))
		return te_parser_fail_at_token(p, "\"and\" or \"or\"");
	return p->sum(p) && te_parser_emit_plain(p, code, 2);
}

/* a phrase that begins a term */
static bool
parse_phrase(TeParser *p)
{
	TeDutyOp	op = {.code = TE_DUTY_PROGRAM, .n = 1, .d = 1};
	const TeWord *word = p->token.word;

	switch (word->role)
	{
		case TE_WORD_FREE:
			te_parser_advance(p);
			return emit_nothing(p);
		case TE_WORD_VALUE:
			return parse_primary(p);
		case TE_WORD_CURRENCY:
			return parse_sign(p);
		case TE_WORD_COMPONENT:
			te_parser_advance(p);
			return te_parser_emit_named(p, op, TE_DUTY_REFERENCE, word->name,
										strlen(word->name), NULL);
		case TE_WORD_CONTENT:
			return parse_content(p);
		case TE_WORD_HIGHER_OF:
		case TE_WORD_LOWER_OF:
			return parse_one_of(p);
		default:
			return te_parser_fail_at_token(p, "a rate, an amount, \"Free\", \"(\" or a program");
	}
}

/* a term without the factors behind it */
static bool
parse_bare_term(TeParser *p)
{
	int			for_each;

	switch (p->token.kind)
	{
		case TE_TOKEN_NUMBER:
			for_each = find_for_each(p);
			return for_each > 0 ? parse_for_each(p, for_each, "") : parse_amount(p);
		case TE_TOKEN_FRACTION:
			return parse_amount(p);
		case TE_TOKEN_OPEN:
		case TE_TOKEN_REFERENCE:
			return parse_primary(p);
		case TE_TOKEN_PHRASE:
			return parse_phrase(p);
		case TE_TOKEN_WORD:
			if (currency_of_token(p) != 0 &&
				te_scan(p->text, p->len, p->token.end).kind == TE_TOKEN_NUMBER)
				return parse_sign(p);
			/* FALLTHROUGH */
		default:
			return te_parser_fail_at_token(p, "a rate, an amount, \"Free\", \"(\" or a program");
	}
}

/* number [ "/" number ] */
static bool
parse_quotient(TeParser *p, TeDecimal *number)
{
	TeDecimal	denominator;

	if (!take_plain_number(p, FRACTION_LIMIT, number))
		return false;
	if (p->token.kind != TE_TOKEN_SLASH ||
		te_scan(p->text, p->len, p->token.end).kind != TE_TOKEN_NUMBER)
		return true;
	te_parser_advance(p);
	if (!take_denominator(p, &denominator))
		return false;
	*number = te_decimal_div(*number, denominator);
	return true;
}

/* behind "×": quotient | "(" quotient { ( "+" | "-" ) quotient } ")" */
static bool
parse_factor(TeParser *p, TeDecimal *factor)
{
	TeDecimal	other;

	if (p->token.kind != TE_TOKEN_OPEN)
		return parse_quotient(p, factor);
	te_parser_advance(p);
	if (!parse_quotient(p, factor))
		return false;
	while (p->token.kind == TE_TOKEN_PLUS || p->token.kind == TE_TOKEN_MINUS)
	{
		bool		less = p->token.kind == TE_TOKEN_MINUS;

		te_parser_advance(p);
		if (!parse_quotient(p, &other))
			return false;
		*factor = less ? te_decimal_sub(*factor, other) : te_decimal_add(*factor, other);
	}
	if (p->token.kind != TE_TOKEN_CLOSE)
		return te_parser_fail_at_token(p, "\")\"");
	te_parser_advance(p);
	return true;
}

/* "/" unit behind brackets or the value: prices in them are for each of the unit */
static bool
parse_per_unit(TeParser *p, int first)
{
	int			start = p->token.end;
	TeUnit		unit;
	char	   *name;

	if (!resolve_unit(p, start, te_scan_unit(p->text, p->len, start), "", &unit, &name))
		return false;
	if (unit.dimension == TE_UNIT_OWN)
		return te_parser_fail(p, start, true, pstrdup("unknown unit"));
	return te_parser_per_unit(p, first, name, &unit, start);
}

bool
te_parser_term(TeParser *p)
{
	int			first = p->nops;
	bool		closed = p->token.kind == TE_TOKEN_OPEN || te_parser_next_is(p, TE_WORD_VALUE);

	if (!parse_bare_term(p))
		return false;
	for (;;)
	{
		int			start = p->token.start;
		TeDecimal	factor;

		if (closed && p->token.kind == TE_TOKEN_SLASH)
		{
			if (!parse_per_unit(p, first))
				return false;
			closed = false;
			continue;
		}
		if (!te_parser_skip(p, TE_WORD_TIMES))
			return true;
		if (!parse_factor(p, &factor) || !te_parser_scale(p, first, factor, start))
			return false;
	}
}
