/*
 * duty_text.c
 *	  Programs back to expressions (see duty.h).
 */
#include "postgres.h"

#include "miscadmin.h"

#include "codes/currency.h"
#include "duty/duty.h"

/* What binds an expression's outermost parts, loosest first. */
typedef enum Binding
{
	BY_LIMIT,					/* MIN, MAX */
	BY_SUM,						/* +, -, and a leading - */
	BY_NOTHING					/* one term */
} Binding;

typedef struct Part
{
	char	   *text;
	Binding		binding;
	bool		primary;		/* can follow "of" without brackets */
} Part;

static Part
make_part(char *text, Binding binding, bool primary)
{
	Part		part = {.binding = binding, .primary = primary};

	part.text = text;

	return part;
}

/* An operand, in brackets when it is bound looser than "least". */
static char *
operand(Part part, Binding least)
{
	return part.binding < least ? psprintf("(%s)", part.text) : part.text;
}

/* A percentage: its digits, or a mixed fraction when they have no end. */
static char *
percent_text(int64 n, int64 d)
{
	TeDecimal	p = te_decimal_reduce(te_decimal_mul(te_decimal(n, d), te_decimal(100, 1)));
	int128		rest = p.d;
	TeDecimal	part;

	while (rest % 2 == 0)
		rest /= 2;
	while (rest % 5 == 0)
		rest /= 5;
	if (rest == 1)
		return psprintf("%s%%", te_decimal_to_cstring(p));
	part = te_decimal(0, 1);
	part.n = p.n % p.d;
	return psprintf("%s " INT64_FORMAT "/" INT64_FORMAT "%%",
					te_decimal_to_cstring(te_decimal_round(p, TE_DECIMAL_ONE, TE_ROUND_DOWN)),
					(int64) part.n, (int64) p.d);
}

/* @MFN, or @"S 301" where the name has other characters. */
static char *
reference_text(const char *name)
{
	for (const char *p = name; *p != '\0'; p++)
	{
		if (!(*p >= 'A' && *p <= 'Z') && !(*p >= 'a' && *p <= 'z') &&
			!(*p >= '0' && *p <= '9') && *p != '_')
			return psprintf("@\"%s\"", name);
	}
	return psprintf("@%s", name);
}

/* A step that pushes. */
static Part
push_text(const TeDuty *duty, const TeDutyOp *op)
{
	/* steps without a name have number 0, which need not be there */
	const char *name = duty->nnames > 0 ? TE_DUTY_NAME_BYTES(duty, op->name) : NULL;
	const TeUnit *unit = &TE_DUTY_NAMES(duty)[op->name].unit;
	char	   *amount;

	switch ((TeDutyCode) op->code)
	{
		case TE_DUTY_PERCENT:
			if (op->n == op->d)
				return make_part("value", BY_NOTHING, true);
			return make_part(percent_text(op->n, op->d), BY_NOTHING, false);
		case TE_DUTY_PROGRAM:
			return make_part(reference_text(name), BY_NOTHING, true);
		case TE_DUTY_WORDS:
			return make_part(psprintf("TEXT:%s", name), BY_NOTHING, false);
		default:
			break;
	}
	if (op->currency == 0 && op->code == TE_DUTY_MONEY)
		return make_part("Free", BY_NOTHING, false);
	amount = op->currency == 0 ? percent_text(op->n, op->d)
		: psprintf("%s %s", te_decimal_to_cstring(te_decimal(op->n, op->d)),
				   te_currency_cstring(op->currency));
	if (op->code == TE_DUTY_SPECIFIC)
	{
		int64		multiple = te_unit_multiple(unit, name);

		amount = multiple == 1 ? psprintf("%s/%s", amount, name)
			: psprintf("%s/" INT64_FORMAT " %s", amount, multiple, name);
	}
	return make_part(amount, BY_NOTHING, false);
}

/* A step that combines. */
static Part
combine_text(const TeDutyOp *op, Part a, Part b)
{
	switch ((TeDutyCode) op->code)
	{
		case TE_DUTY_SCALE:
			return make_part(psprintf("%s of %s", percent_text(op->n, op->d),
									  b.primary ? b.text : psprintf("(%s)", b.text)),
							 BY_NOTHING, false);
		case TE_DUTY_NEGATE:
			return make_part(psprintf("-%s", operand(b, BY_NOTHING)), BY_SUM, false);
		case TE_DUTY_ADD:
		case TE_DUTY_SUBTRACT:
			return make_part(psprintf("%s %c %s", operand(a, BY_SUM),
									  op->code == TE_DUTY_ADD ? '+' : '-',
									  operand(b, BY_NOTHING)), BY_SUM, false);
		default:
			return make_part(psprintf("%s %s %s", operand(a, BY_LIMIT),
									  op->code == TE_DUTY_AT_LEAST ? "MIN" : "MAX",
									  operand(b, BY_SUM)), BY_LIMIT, false);
	}
}

char *
te_duty_format(const TeDuty *duty)
{
	Part		stack[TE_DUTY_MAX_DEPTH];
	int			top = 0;

	for (int i = 0; i < duty->nops; i++)
	{
		const TeDutyOp *op = &duty->ops[i];

		CHECK_FOR_INTERRUPTS();
		switch ((TeDutyCode) op->code)
		{
			case TE_DUTY_SCALE:
			case TE_DUTY_NEGATE:
				stack[top - 1] = combine_text(op, stack[top - 1], stack[top - 1]);
				break;
			case TE_DUTY_ADD:
			case TE_DUTY_SUBTRACT:
			case TE_DUTY_AT_LEAST:
			case TE_DUTY_AT_MOST:
				top--;
				stack[top - 1] = combine_text(op, stack[top - 1], stack[top]);
				break;
			default:
				stack[top++] = push_text(duty, op);
				break;
		}
	}
	return stack[0].text;
}
