/*
 * duty_parse.c
 *	  Duty expressions to programs (see duty.h): a recursive descent that emits
 *	  steps in postfix order.  Sums and what limits them are here, terms in
 *	  duty_term.c.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "duty/duty_term.h"

/* True for a share of at most 100 %, in hundredths of a percent. */
static bool
is_round_share(const TeDutyOp *op)
{
	return op->code == TE_DUTY_PERCENT && op->n <= op->d && 10000 % op->d == 0;
}

/* True for two amounts of one currency for one unit, or the first of them without its unit. */
static bool
are_alike(const TeDutyOp *a, const TeDutyOp *b)
{
	return b->code == TE_DUTY_SPECIFIC && a->currency == b->currency &&
		(a->code == TE_DUTY_MONEY || (a->code == TE_DUTY_SPECIFIC && a->name == b->name));
}

/*
 * True when the whole text is a smaller rate, a minus and a larger one of its
 * kind: "5%-10%" and "$5-$10/kg" are ranges, and no rates below nothing.
 */
static bool
is_range(const TeParser *p)
{
	const TeDutyOp *a = &p->ops[0];
	const TeDutyOp *b = &p->ops[1];

	return p->nops == 2 && p->nesting == 0 && p->token.kind == TE_TOKEN_END &&
		((is_round_share(a) && is_round_share(b)) || are_alike(a, b)) &&
		te_decimal_cmp(te_decimal(a->n, a->d), te_decimal(b->n, b->d)) < 0;
}

/* [ "+" | "-" ] term { ( "+" | "-" ) term } */
static bool
parse_sum(TeParser *p)
{
	bool		negative = p->token.kind == TE_TOKEN_MINUS;

	if (negative || p->token.kind == TE_TOKEN_PLUS)
		te_parser_advance(p);
	if (!te_parser_term(p) || (negative && !te_parser_emit_plain(p, TE_DUTY_NEGATE, 1)))
		return false;
	while (p->token.kind == TE_TOKEN_PLUS || p->token.kind == TE_TOKEN_MINUS)
	{
		int			start = p->token.start;

		negative = p->token.kind == TE_TOKEN_MINUS;
		te_parser_advance(p);
		if (!te_parser_term(p))
			return false;
		if (negative && is_range(p))
			return te_parser_fail(p, start, true, pstrdup("a range is not one rate"));
		if (!te_parser_emit_plain(p, negative ? TE_DUTY_SUBTRACT : TE_DUTY_ADD, 2))
			return false;
	}
	return true;
}

/* behind a sum: { ("or" | 又は) sum } "whichever is the higher" | いずれか高い税率 */
static bool
parse_alternatives(TeParser *p)
{
	int			others = 0;
	bool		higher;

	while (te_parser_skip(p, TE_WORD_OR))
	{
		if (!parse_sum(p))
			return false;
		others++;
	}
	higher = te_parser_next_is(p, TE_WORD_HIGHER);
	if (!higher && !te_parser_next_is(p, TE_WORD_LOWER))
		return te_parser_fail(p, p->token.start, true,
							  pstrdup("alternatives without words that say which counts"));
	te_parser_advance(p);
	while (others-- > 0)
	{
		if (!te_parser_emit_plain(p, higher ? TE_DUTY_AT_LEAST : TE_DUTY_AT_MOST, 2))
			return false;
	}
	return true;
}

/* True when the steps from "a" to "b" are those from "b" to the last one. */
static bool
is_repeated(const TeParser *p, int a, int b)
{
	return b - a == p->nops - b && memcmp(&p->ops[a], &p->ops[b], (b - a) * sizeof(TeDutyOp)) == 0;
}

/* ただしその税率が sum を下回る場合は the same sum [ とする ]: at least that */
static bool
parse_proviso(TeParser *p)
{
	int			limit = p->nops;
	int			again;
	int			stack;
	bool		below;

	te_parser_advance(p);
	if (!parse_sum(p))
		return false;
	below = te_parser_next_is(p, TE_WORD_IF_BELOW);
	if (!below && !te_parser_next_is(p, TE_WORD_IF_ABOVE))
		return te_parser_fail_at_token(p, "を下回る場合は or を上回る場合は");
	te_parser_advance(p);
	again = p->nops;
	stack = p->stack;
	if (!parse_sum(p))
		return false;
	if (!is_repeated(p, limit, again))
		return te_parser_fail(p, p->token.start, true,
							  pstrdup("a limit that is not the rate it leads to"));
	p->nops = again;
	p->stack = stack;
	te_parser_skip(p, TE_WORD_IT_IS);
	return te_parser_emit_plain(p, below ? TE_DUTY_AT_LEAST : TE_DUTY_AT_MOST, 2);
}

/* A proviso, in brackets or not; *found is false when there is none. */
static bool
parse_any_proviso(TeParser *p, bool *found)
{
	TeToken		behind = te_scan(p->text, p->len, p->token.end);
	bool		in_brackets = p->token.kind == TE_TOKEN_OPEN &&
		te_token_is(&behind, TE_WORD_PROVISO);

	*found = in_brackets || te_parser_next_is(p, TE_WORD_PROVISO);
	if (!*found)
		return true;
	if (in_brackets)
		te_parser_advance(p);
	if (!parse_proviso(p))
		return false;
	if (in_brackets && p->token.kind != TE_TOKEN_CLOSE)
		return te_parser_fail_at_token(p, "\")\"");
	if (in_brackets)
		te_parser_advance(p);
	return true;
}

/* The step that words behind a sum stand for, given those before them; 0: none. */
static TeDutyCode
limit_code(const TeParser *p, TeDutyCode before)
{
	if (p->token.kind != TE_TOKEN_PHRASE)
		return 0;
	switch (p->token.word->role)
	{
		case TE_WORD_LEAST:
			return TE_DUTY_AT_LEAST;
		case TE_WORD_MOST:
			return TE_DUTY_AT_MOST;
		case TE_WORD_OR_MORE:
			return before == TE_DUTY_AT_LEAST ? TE_DUTY_AT_MOST : 0;
		case TE_WORD_OR_LESS:
			return before == TE_DUTY_AT_MOST ? TE_DUTY_AT_LEAST : 0;
		case TE_WORD_PLUS:
		case TE_WORD_AND:
			return TE_DUTY_ADD;
		default:
			return 0;
	}
}

/* sum { MIN sum | MAX sum | "plus" sum | alternatives | proviso }, from left to right */
static bool
parse_expression(TeParser *p)
{
	TeDutyCode	code = 0;

	check_stack_depth();
	if (!parse_sum(p))
		return false;
	if (te_parser_next_is(p, TE_WORD_OR) && !parse_alternatives(p))
		return false;
	for (;;)
	{
		bool		found;

		CHECK_FOR_INTERRUPTS();
		if (!parse_any_proviso(p, &found))
			return false;
		if (found)
			continue;
		code = limit_code(p, code);
		if (code == 0)
			return true;
		te_parser_advance(p);
		if (!parse_sum(p) || !te_parser_emit_plain(p, code, 2))
			return false;
	}
}

/* "TEXT:" anything: a program that needs these words, from byte "start" of what was given */
static bool
parse_words(TeParser *p, int start)
{
	TeDutyOp	op = {.code = TE_DUTY_WORDS, .n = 1, .d = 1};
	int			end = p->printed_len;

	while (start < end && strchr(" \t\r\n", p->printed[start]) != NULL)
		start++;
	while (end > start && strchr(" \t\r\n", p->printed[end - 1]) != NULL)
		end--;
	if (start == end)
		return te_parser_fail(p, 0, false, pstrdup("words are missing"));
	return te_parser_emit_named(p, op, TE_DUTY_TEXT, p->printed + start, end - start, NULL);
}

/* the mark of a footnote at the end: ◆2, or 1/ behind a blank */
static void
skip_note(TeParser *p)
{
	TeToken		number = p->token;
	TeToken		last;

	if (te_parser_next_is(p, TE_WORD_NOTE))
		number = te_scan(p->text, p->len, p->token.end);
	if (number.kind != TE_TOKEN_NUMBER || number.number.d != 1 || number.number.n > 99)
		return;
	last = te_scan(p->text, p->len, number.end);
	if (te_parser_next_is(p, TE_WORD_NOTE) ? last.kind == TE_TOKEN_END
		: last.kind == TE_TOKEN_SLASH && strchr(" \t\r\n", p->text[number.start - 1]) != NULL &&
		te_scan(p->text, p->len, last.end).kind == TE_TOKEN_END)
		te_parser_advance_to(p, p->len);
}

/* the whole text */
static bool
parse_all(TeParser *p)
{
	if (p->len > TE_DUTY_MAX_TEXT)
		return te_parser_fail(p, 0, false,
							  psprintf("expression is longer than %d bytes", TE_DUTY_MAX_TEXT));
	if (p->printed_len >= 5 && memcmp(p->printed, "TEXT:", 5) == 0)
		return parse_words(p, 5);
	te_parser_advance_to(p, 0);
	while (te_parser_next_is(p, TE_WORD_MARK))
		te_parser_advance(p);
	if (p->token.kind == TE_TOKEN_END)
		return te_parser_fail(p, 0, false, pstrdup("expression is empty"));
	if (!parse_expression(p))
		return false;
	skip_note(p);
	if (p->token.kind != TE_TOKEN_END)
		return te_parser_fail_at_token(p, "\"+\", \"-\", MIN or MAX");
	return true;
}

/* The program in one block. */
static TeDuty *
assemble(const TeParser *p)
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
static TeParser *
begin(const char *text, int len, uint32 home, TeDutyError *error)
{
	TeParser   *p = palloc(sizeof(TeParser));

	p->printed = text;

	p->printed_len = p->len = len;
	p->text = te_words_plain(text, &p->len);
	p->home = home;
	p->sum = parse_sum;
	p->expression = parse_expression;
	p->error = error;
	p->failed = false;
	p->nesting = p->stack = p->depth = p->nops = p->nnames = 0;
	initStringInfo(&p->bytes);
	return p;
}

/* Gives a parser's memory back. */
static void
finish(TeParser *p)
{
	pfree(p->bytes.data);
	pfree(unconstify(char *, p->text));
	pfree(p);
}

TeDuty *
te_duty_parse(const char *text, int len, uint32 home, TeDutyError *error)
{
	TeParser   *p = begin(text, len, home, error);
	TeDuty	   *duty = parse_all(p) ? assemble(p) : NULL;

	finish(p);
	return duty;
}

TeDuty *
te_duty_read(const char *text, int len, uint32 home, TeDutyError *error)
{
	TeDuty	   *duty = te_duty_parse(text, len, home, error);
	TeParser   *p;

	if (duty != NULL || !error->prose)
		return duty;
	p = begin(text, len, home, error);
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
