/*
 * tariff_needs.c
 *	  What a line lacks for its duty, in words.
 */
#include "postgres.h"

#include "tariff/tariff.h"

char *
te_percent_cstring(TeDecimal share)
{
	TeDecimal	percent = te_decimal_mul(share, te_decimal(100, 1));

	return psprintf("%s %%", te_decimal_to_cstring(te_decimal_round(percent, te_decimal(1, 10000),
																   TE_ROUND_HALF_UP)));
}

char *
te_tariff_measure_needs(const TeTariff *t, const TeLine *line, int measure, int slice)
{
	const TeSchedule *s = t->s;
	const TeSlice *sl = &line->slice[slice];
	TeDutyInput in = te_duty_input(sl->value);
	char	   *needs;

	in.quantities = sl->quantities != NULL ? sl->quantities : line->quantities;
	in.currency = s->currency;
	in.nfx = line->nfx;
	in.fx = line->fx;
	in.nprograms = t->nprograms;
	in.programs = t->amount + (Size) slice * t->nprograms;
	needs = te_duty_needs(TE_DUTY_AT(s, TE_DETAILS(s)[measure].duty), &in);
	return needs;
}

char *
te_tariff_content_text(const TeSchedule *s, int measure)
{
	const TeMeasure *m = &TE_MEASURES(s)[measure];

	if (m->base == TE_BASE_REST)
		return pstrdup("the contents leave no rest");
	return psprintf("no %s is given", TE_STRING(s, TE_CONTENTS(s)[m->content]));
}

/* The unit that a gate misses. */
static char *
gate_needs(const TeSchedule *s, int measure)
{
	const TeDetail *d = &TE_DETAILS(s)[measure];

	if (d->gate != TE_GATE_UNIT_VALUE)
		return pstrdup("needs a gate's figure");
	return psprintf("needs %s", TE_DUTY_NAME_BYTES(TE_DUTY_AT(s, d->gate_unit), 0));
}

/* "needs more digits: 0 % to 25 %" */
static char *
digits_need(const TeTariff *t, const TeLine *line)
{
	if (te_decimal_is_null(t->need.low))
		return pstrdup("needs more digits");
	if (line->value.n == 0)
		return psprintf("needs more digits: %s to %s", te_decimal_to_cstring(t->need.low),
						te_decimal_to_cstring(t->need.high));
	return psprintf("needs more digits: %s to %s",
					te_percent_cstring(te_decimal_div(t->need.low, line->value)),
					te_percent_cstring(te_decimal_div(t->need.high, line->value)));
}

char *
te_tariff_need_text(const TeTariff *t, const TeLine *line)
{
	const TeSchedule *s = t->s;
	char	   *needs;

	switch (t->need.kind)
	{
		case TE_NEED_NOTHING:
			return NULL;
		case TE_NEED_INPUT:
			needs = te_tariff_measure_needs(t, line, t->need.measure, t->need.slice);
			return needs != NULL ? needs :
				psprintf("needs what \"%s\" refers to", TE_STRING(s, TE_DETAILS(s)[t->need.measure].id));
		case TE_NEED_UNIT:
			return gate_needs(s, t->need.measure);
		case TE_NEED_CODE:
			return psprintf("needs a known code: no measure of %s covers it",
							TE_STRING(s, TE_PROGRAMS(s)[t->need.program].name));
		case TE_NEED_DIGITS:
			return digits_need(t, line);
		case TE_NEED_CHOICE:
			return psprintf("needs another choice: %s is not open to this line",
							TE_STRING(s, TE_PROGRAMS(s)[t->need.program].name));
	}
	return NULL;
}
