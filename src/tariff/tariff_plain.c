/*
 * tariff_plain.c
 *	  What a plain line owes: one value, no contents, and measures that are all
 *	  percentages, as on most lines of most schedules.
 *
 * The same algebra as in tariff_engine.c, which takes whatever this refuses, in
 * integers: every amount is a multiple of 1 / (d × 1,000,000) when the value is
 * n / d, since rates come in millionths.
 */
#include "postgres.h"

#include "tariff/tariff.h"

#define MILLIONTHS INT64CONST(1000000)	/* that rates are counted in */
#define PLAIN_MAX_DENOMINATOR INT64CONST(1000000)	/* of the value */

typedef struct Plain
{
	const TeTariff *t;
	const TeLine *line;
	const uint16 *first;		/* rules by program, see TE_SEC_ORDERS */
	int64		value;			/* numerator */
	int64		amount[TE_SCHEDULE_MAX_PROGRAMS];	/* by program */
	bool		is_floored[TE_SCHEDULE_MAX_PROGRAMS];	/* as in TeTariff */
} Plain;

/* *amount is what the measure charges; false: not by a plain percentage. */
static bool
measure_amount(Plain *p, int measure, int64 *amount)
{
	const TeMeasure *m = &TE_MEASURES(p->t->s)[measure];
	int64		over = 0;
	TeList		list;

	if (m->share < 0 || m->base == TE_BASE_DUTY_VALUE ||
		__builtin_mul_overflow(p->value, (int64) m->share, amount))
		return false;
	if (m->op == TE_OP_ADD)
		return true;
	list = TE_DETAILS(p->t->s)[measure].over;
	for (uint32 i = 0; i < TE_LIST_COUNT(p->t->s, list); i++)
		if (__builtin_add_overflow(over, p->amount[TE_LIST_ITEM(p->t->s, list, i)], &over))
			return false;
	if (m->op == TE_OP_FLOOR)
	{
		p->is_floored[m->program] |= *amount > 0;
		*amount = Max(*amount - over, 0);
	}
	else if (m->op == TE_OP_CAP)
		*amount = Min(*amount, over);
	else
		return false;
	return true;
}

/* Does a rule keep the program off the line? */
static bool
is_excluded(const Plain *p, int program)
{
	const uint16 *rules = p->first + p->t->nprograms + 1;

	for (int i = p->first[program]; i < p->first[program + 1]; i++)
	{
		const TeRule *r = &TE_RULES(p->t->s)[rules[i]];

		if (r->area != 0 && p->t->closeness[r->area] < 0)
			continue;
		if ((r->flags & TE_RULE_IN_SCOPE) != 0 ? p->t->in_scope[r->subject] :
			p->amount[r->subject] > 0 || p->is_floored[r->subject])
			return true;
	}
	return false;
}

/* The amount of a program, unless a rule excludes it; false: not by plain percentages. */
static bool
charge(Plain *p, int program, int64 *amount)
{
	const TeTariff *t = p->t;
	uint8		combine = TE_PROGRAMS(t->s)[program].combine;
	bool		any = false;
	int			only = -1;

	*amount = 0;
	if (combine == TE_COMBINE_SPECIFIC &&
		(only = te_tariff_most_specific(t, p->line, program)) < 0)
		return true;
	if (is_excluded(p, program))
		return true;
	for (int c = only >= 0 ? only : t->head[program]; c >= 0; c = only >= 0 ? -1 : t->candidates[c].next)
	{
		const TeCandidate *candidate = &t->candidates[c];
		int64		a;

		if (candidate->status != TE_LAYER_APPLIED || !measure_amount(p, candidate->measure, &a))
			return false;
		if (!any)
			*amount = a;
		else if (combine == TE_COMBINE_MAX)
			*amount = Max(*amount, a);
		else if (combine == TE_COMBINE_MIN)
			*amount = Min(*amount, a);
		else if (combine == TE_COMBINE_FIRST || __builtin_add_overflow(*amount, a, amount))
			return false;
		any = true;
	}
	return true;
}

/* The program's amount as it is shown. */
static TeDecimal
rounded(const TeScheduleRounding *r, int64 amount, int64 denominator)
{
	int64		unit;

	if (r == NULL)
		return te_decimal(amount, denominator);
	/* half up to 1/k, when that is an even number of the denominator's parts */
	if (r->n == 1 && r->mode == TE_ROUND_HALF_UP && denominator % r->d == 0)
	{
		unit = denominator / r->d;
		if (unit % 2 == 0 && amount < PG_INT64_MAX - unit)
			return te_decimal((amount + unit / 2) / unit, r->d);
	}
	return te_decimal_round(te_decimal(amount, denominator), te_decimal(r->n, r->d), r->mode);
}

bool
te_tariff_evaluate_plain(TeTariff *t, const TeLine *line)
{
	const uint16 *order = te_tariff_order(t, line);
	int64		denominator = (int64) line->value.d * MILLIONTHS;
	int64		sum = 0;
	Plain		p;

	if (line->nslices != 1 || line->slice[0].content != -1 || line->ntold > 0 || !te_decimal_is_small(line->value) ||
		line->value.d > PLAIN_MAX_DENOMINATOR)
		return false;
	p.t = t;
	p.line = line;
	p.first = order + t->nprograms;
	p.value = (int64) line->value.n;
	memset(p.amount, 0, sizeof(int64) * t->nprograms);
	memset(p.is_floored, 0, sizeof(bool) * t->nprograms);
	t->total = TE_DECIMAL_ZERO;
	for (int i = 0; i < t->nprograms; i++)
	{
		int			program = order[i];
		int64		amount = 0;

		t->program_total[program] = TE_DECIMAL_ZERO;
		if (t->head[program] < 0)
		{
			if (te_tariff_lacks_measure(t, program))
				return false;
			continue;
		}
		if (!charge(&p, program, &amount) || __builtin_add_overflow(sum, amount, &sum))
			return false;
		if (amount == 0)
			continue;
		p.amount[program] = amount;
		t->program_total[program] = rounded(t->round->duty[program], amount, denominator);
		t->total = te_decimal_add(t->total, t->program_total[program]);
	}
	t->exact_total = te_decimal(sum, denominator);
	t->nlayers = 0;
	return true;
}
