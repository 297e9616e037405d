/*
 * duty_eval.c
 *	  Running and checking duty programs (see duty.h).
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "codes/currency.h"
#include "duty/duty.h"

/* The rate of a currency in an input's list, or TE_DECIMAL_NULL. */
static TeDecimal
find_fx(const TeDutyInput *in, uint32 currency)
{
	for (int i = 0; i < in->nfx; i++)
	{
		if (in->fx[i].currency == currency)
			return in->fx[i].rate;
	}
	return TE_DECIMAL_NULL;
}

/*
 * The currency that amounts need no rate for: the value's; where that is not
 * said, the first one of the expression that has no rate.
 */
static uint32
home_currency(const TeDuty *duty, const TeDutyInput *in)
{
	if (in->currency != 0)
		return in->currency;
	for (int i = 0; i < duty->nops; i++)
	{
		uint32		c = duty->ops[i].currency;

		if (c != 0 && te_decimal_is_null(find_fx(in, c)))
			return c;
	}
	return 0;
}

/*
 * What a step's amount is multiplied by to be in the value's currency; false
 * when that is not known.
 */
static bool
exchange_rate(const TeDuty *duty, const TeDutyInput *in, const TeDutyOp *op, TeDecimal *rate)
{
	*rate = TE_DECIMAL_ONE;
	if (op->currency == 0 || op->currency == in->currency)
		return true;
	*rate = find_fx(in, op->currency);
	if (!te_decimal_is_null(*rate))
		return true;
	*rate = TE_DECIMAL_ONE;
	return op->currency == home_currency(duty, in);
}

/* ---- running ---- */

TeDutyInput
te_duty_input(TeDecimal value)
{
	TeDutyInput in = {0};

	in.value = value;
	in.quantity_share = TE_DECIMAL_ONE;
	return in;
}

/* What a step that pushes yields, or its status. */
static TeDutyStatus
push(const TeDuty *duty, const TeDutyInput *in, const TeDutyOp *op, TeDecimal *amount)
{
	const TeDutyName *name = TE_DUTY_NAMES(duty) + op->name;
	TeDecimal	factor = te_decimal(op->n, op->d);
	TeDecimal	rate;

	switch ((TeDutyCode) op->code)
	{
		case TE_DUTY_PERCENT:
			*amount = te_decimal_mul(in->value, factor);
			return TE_DUTY_OK;
		case TE_DUTY_PROGRAM:
			if (name->bound < 0 || name->bound >= in->nprograms ||
				te_decimal_is_null(in->programs[name->bound]))
				return TE_DUTY_NEEDS_PROGRAM;
			*amount = in->programs[name->bound];
			return TE_DUTY_OK;
		case TE_DUTY_WORDS:
			return TE_DUTY_NEEDS_WORDS;
		case TE_DUTY_SPECIFIC:
			rate = te_quantities_find(in->quantities, &name->unit,
									  TE_DUTY_NAME_BYTES(duty, op->name));
			if (te_decimal_is_null(rate))
				return TE_DUTY_NEEDS_QUANTITY;
			if (in->quantity_share.n != in->quantity_share.d)
				rate = te_decimal_mul(rate, in->quantity_share);
			factor = te_decimal_mul(factor, rate);
			break;
		default:
			break;
	}
	if (!exchange_rate(duty, in, op, &rate))
		return TE_DUTY_NEEDS_FX;
	*amount = rate.n == rate.d ? factor : te_decimal_mul(factor, rate);
	return TE_DUTY_OK;
}

/* The result of a step on the top one or two amounts. */
static TeDecimal
combine(const TeDutyOp *op, TeDecimal a, TeDecimal b)
{
	switch ((TeDutyCode) op->code)
	{
		case TE_DUTY_SCALE:
			return te_decimal_mul(b, te_decimal(op->n, op->d));
		case TE_DUTY_NEGATE:
			return te_decimal_neg(b);
		case TE_DUTY_ADD:
			return te_decimal_add(a, b);
		case TE_DUTY_SUBTRACT:
			return te_decimal_sub(a, b);
		case TE_DUTY_AT_LEAST:
			return te_decimal_max(a, b);
		default:
			return te_decimal_min(a, b);
	}
}

/* How many amounts a step takes. */
static int
pops(uint8 code)
{
	switch ((TeDutyCode) code)
	{
		case TE_DUTY_SCALE:
		case TE_DUTY_NEGATE:
			return 1;
		case TE_DUTY_ADD:
		case TE_DUTY_SUBTRACT:
		case TE_DUTY_AT_LEAST:
		case TE_DUTY_AT_MOST:
			return 2;
		default:
			return 0;
	}
}

TeDutyStatus
te_duty_eval(const TeDuty *duty, const TeDutyInput *in, TeDecimal *amount, int *missing)
{
	TeDecimal	stack[TE_DUTY_MAX_DEPTH];
	int			top = 0;

	for (int i = 0; i < duty->nops; i++)
	{
		const TeDutyOp *op = &duty->ops[i];
		int			n = pops(op->code);

		if (n == 0)
		{
			TeDutyStatus status = push(duty, in, op, &stack[top++]);

			if (status == TE_DUTY_OK)
				continue;
			if (missing)
				*missing = status == TE_DUTY_NEEDS_FX ? i : op->name;
			return status;
		}
		top -= n;
		stack[top] = combine(op, stack[top], stack[top + n - 1]);
		top++;
	}
	*amount = stack[0];
	return TE_DUTY_OK;
}

/* True when an earlier step has this name (or, without one, this currency). */
static bool
came_before(const TeDuty *duty, int step, bool by_currency)
{
	const TeDutyOp *op = &duty->ops[step];

	for (int i = 0; i < step; i++)
	{
		const TeDutyOp *old = &duty->ops[i];

		if (by_currency ? old->currency == op->currency
			: (old->code == op->code && old->name == op->name))
			return true;
	}
	return false;
}

char *
te_duty_needs(const TeDuty *duty, const TeDutyInput *in)
{
	StringInfoData s;

	initStringInfo(&s);
	for (int i = 0; i < duty->nops; i++)
	{
		const TeDutyOp *op = &duty->ops[i];
		TeDutyStatus status;
		TeDecimal	amount;

		if (pops(op->code) != 0)
			continue;
		status = push(duty, in, op, &amount);
		if (status != TE_DUTY_OK && status != TE_DUTY_NEEDS_FX && !came_before(duty, i, false))
			appendStringInfo(&s, "%s%s%s", s.len == 0 ? "needs " : ", ",
							 status == TE_DUTY_NEEDS_PROGRAM ? "@" : "",
							 TE_DUTY_NAME_BYTES(duty, op->name));
		if (!exchange_rate(duty, in, op, &amount) && !came_before(duty, i, true))
			appendStringInfo(&s, "%srate of %s", s.len == 0 ? "needs " : ", ",
							 te_currency_cstring(op->currency));
	}
	return s.len > 0 ? s.data : NULL;
}

bool
te_duty_is_ad_valorem(const TeDuty *duty, TeDecimal *rate)
{
	TeDutyInput in = te_duty_input(TE_DECIMAL_ONE);

	for (int i = 0; i < duty->nops; i++)
	{
		const TeDutyOp *op = &duty->ops[i];

		if (op->code == TE_DUTY_SPECIFIC || op->code == TE_DUTY_PROGRAM ||
			op->code == TE_DUTY_WORDS || (op->code == TE_DUTY_MONEY && op->n != 0))
			return false;
	}
	return te_duty_eval(duty, &in, rate, NULL) == TE_DUTY_OK;
}

/* ---- bytes from outside ---- */

/* What is wrong with name i, or NULL. */
static const char *
check_name(const TeDuty *duty, int i)
{
	const TeDutyName *name = TE_DUTY_NAMES(duty) + i;
	const char *bytes = (const char *) duty + name->offset;
	Size		start = (const char *) (TE_DUTY_NAMES(duty) + duty->nnames) - (const char *) duty;

	if (name->kind < TE_DUTY_UNIT || name->kind > TE_DUTY_TEXT)
		return "unknown kind of name";
	if (name->offset < start || name->offset >= duty->size ||
		name->len >= duty->size - name->offset || bytes[name->len] != '\0' ||
		memchr(bytes, '\0', name->len) != NULL)
		return "name outside of the program";
	if (name->kind == TE_DUTY_UNIT &&
		(name->unit.n <= 0 || name->unit.d <= 0 || name->unit.qualifier > name->len))
		return "impossible unit";
	return NULL;
}

/* What is wrong with a step, or NULL. */
static const char *
check_op(const TeDuty *duty, const TeDutyOp *op)
{
	static const uint8 kinds[] = {
		[TE_DUTY_SPECIFIC] = TE_DUTY_UNIT,
		[TE_DUTY_PROGRAM] = TE_DUTY_REFERENCE,
		[TE_DUTY_WORDS] = TE_DUTY_TEXT
	};

	if (op->code < TE_DUTY_PERCENT || op->code > TE_DUTY_WORDS)
		return "unknown step";
	if (op->d <= 0)
		return "factor without a denominator";
	if (kinds[op->code] != 0 && (op->name >= duty->nnames ||
								 TE_DUTY_NAMES(duty)[op->name].kind != kinds[op->code]))
		return "step without its name";
	return NULL;
}

const char *
te_duty_check(const void *bytes, Size size)
{
	const TeDuty *duty = bytes;
	const char *problem = NULL;
	int			stack = 0;
	int			depth = 0;

	if (size < offsetof(TeDuty, ops) || duty->size > size || duty->size % 8 != 0)
		return "wrong length";
	if (duty->format != TE_DUTY_FORMAT)
		return "unknown format";
	if (duty->nops < 1 || duty->nops > TE_DUTY_MAX_OPS || duty->nnames > TE_DUTY_MAX_NAMES ||
		duty->size < offsetof(TeDuty, ops) + duty->nops * sizeof(TeDutyOp) +
		duty->nnames * sizeof(TeDutyName))
		return "wrong counts";
	for (int i = 0; i < duty->nnames && problem == NULL; i++)
		problem = check_name(duty, i);
	for (int i = 0; i < duty->nops && problem == NULL; i++)
	{
		problem = check_op(duty, &duty->ops[i]);
		if (stack < pops(duty->ops[i].code))
			return "step without its amounts";
		stack += 1 - pops(duty->ops[i].code);
		depth = Max(depth, stack);
	}
	if (problem == NULL && (stack != 1 || depth != duty->depth || depth > TE_DUTY_MAX_DEPTH))
		return "unbalanced steps";
	return problem;
}
