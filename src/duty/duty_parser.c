/*
 * duty_parser.c
 *	  What the parser of duty expressions does with tokens, steps and errors
 *	  (see duty_parser.h).
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "duty/duty_parser.h"

/* Notes the first error; always false. */
bool
te_parser_fail(TeParser *p, int start, bool prose, char *message)
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
is_prose(const TeParser *p)
{
	const TeToken *t = &p->token;
	const char	c = p->text[t->start];

	if (t->kind == TE_TOKEN_OTHER && strchr(",;:.", c) != NULL)
	{
		TeToken		next = te_scan(p->text, p->len, t->end);

		return next.kind == TE_TOKEN_WORD || next.kind == TE_TOKEN_PHRASE;
	}
	return t->kind == TE_TOKEN_WORD || (t->kind == TE_TOKEN_PHRASE && c != '$') ||
		(t->kind == TE_TOKEN_OTHER && IS_HIGHBIT_SET(c));
}

/* Notes that the next token is not what the grammar allows here. */
bool
te_parser_fail_at_token(TeParser *p, const char *expected)
{
	const TeToken *t = &p->token;
	int			len = Min(t->end - t->start, 20);

	if (t->kind == TE_TOKEN_END)
		return te_parser_fail(p, t->start, false,
							  psprintf("unexpected end, expected %s", expected));
	if (t->too_long)
		return te_parser_fail(p, t->start, false, pstrdup("number has too many digits"));
	if (IS_HIGHBIT_SET(p->text[t->start]) && t->kind == TE_TOKEN_OTHER)
		len = Min(pg_mblen(p->text +t->start), p->len - t->start);
	return te_parser_fail(p, t->start, is_prose(p),
						  psprintf("unexpected \"%s\", expected %s",
								   pnstrdup(p->text +t->start, len), expected));
}

void
te_parser_advance_to(TeParser *p, int pos)
{
	p->token = te_scan(p->text, p->len, pos);
}

void
te_parser_advance(TeParser *p)
{
	te_parser_advance_to(p, p->token.end);
}

/* True when the next token is a phrase of this role. */
bool
te_parser_next_is(const TeParser *p, TeWordRole role)
{
	return te_token_is(&p->token, role);
}

/* Skips the next token when it is a phrase of this role; true when it was. */
bool
te_parser_skip(TeParser *p, TeWordRole role)
{
	if (!te_parser_next_is(p, role))
		return false;
	te_parser_advance(p);
	return true;
}

/* ---- emitting ---- */

/* Appends a step that takes "pops" amounts from the stack and pushes one. */
bool
te_parser_emit(TeParser *p, TeDutyOp op, int pops)
{
	if (p->nops == TE_DUTY_MAX_OPS)
		return te_parser_fail(p, p->token.start, false,
							  psprintf("expression has more than %d steps", TE_DUTY_MAX_OPS));
	p->stack += 1 - pops;
	if (p->stack > TE_DUTY_MAX_DEPTH)
		return te_parser_fail(p, p->token.start, false,
							  psprintf("expression is nested deeper than %d", TE_DUTY_MAX_DEPTH));
	p->depth = Max(p->depth, p->stack);
	p->ops[p->nops++] = op;
	return true;
}

bool
te_parser_emit_plain(TeParser *p, TeDutyCode code, int pops)
{
	TeDutyOp	op = {.code = code, .n = 1, .d = 1};

	return te_parser_emit(p, op, pops);
}

/* Puts a factor into a step; false when it has more digits than a step holds. */
bool
te_parser_set_factor(TeParser *p, TeDutyOp *op, TeDecimal factor, int start)
{
	factor = te_decimal_reduce(factor);
	op->n = (int64) factor.n;
	op->d = (int64) factor.d;
	if (op->n != factor.n || op->d != factor.d)
		return te_parser_fail(p, start, false, pstrdup("number has too many digits"));
	return true;
}

/* The number of a name, which is new or the same as an earlier one; -1 after an error. */
static int
add_name(TeParser *p, TeDutyNameKind kind, const char *bytes, int len, const TeUnit *unit)
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
		te_parser_fail(p, p->token.start, false,
					   psprintf("expression names more than %d units and programs",
								TE_DUTY_MAX_NAMES));
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

bool
te_parser_emit_named(TeParser *p, TeDutyOp op, TeDutyNameKind kind, const char *bytes, int len,
					 const TeUnit *unit)
{
	int			name = add_name(p, kind, bytes, len, unit);

	op.name = name;
	return name >= 0 && te_parser_emit(p, op, 0);
}

/* True when a step pushes a number times something. */
static bool
is_amount(const TeDutyOp *op)
{
	return op->code == TE_DUTY_PERCENT || op->code == TE_DUTY_MONEY ||
		op->code == TE_DUTY_SPECIFIC;
}

bool
te_parser_scale(TeParser *p, int first, TeDecimal factor, int start)
{
	TeDutyOp	op = {.code = TE_DUTY_SCALE, .n = 1, .d = 1};
	TeDutyOp   *last = &p->ops[p->nops - 1];

	if (first == p->nops - 1 && is_amount(last))
		return te_parser_set_factor(p, last, te_decimal_mul(te_decimal(last->n, last->d), factor),
									start);
	return te_parser_set_factor(p, &op, factor, start) && te_parser_emit(p, op, 1);
}

bool
te_parser_per_unit(TeParser *p, int first, const char *name, const TeUnit *unit, int start)
{
	for (int i = first; i < p->nops; i++)
	{
		TeDutyOp   *op = &p->ops[i];
		int			number;

		if (op->code == TE_DUTY_SPECIFIC || op->code == TE_DUTY_PROGRAM ||
			op->code == TE_DUTY_WORDS)
			return te_parser_fail(p, start, true,
								  pstrdup("a unit behind brackets that hold more than prices"));
		if (op->code != TE_DUTY_MONEY || op->currency == 0)
			continue;
		number = add_name(p, TE_DUTY_UNIT, name, strlen(name), unit);
		if (number < 0)
			return false;
		op->code = TE_DUTY_SPECIFIC;
		op->name = number;
	}
	return true;
}
