/*
 * tariff_needs.c
 *	  What a line lacks for its duty, in words.
 */
#include "postgres.h"

#include "tariff/tariff.h"

/* A share as "12.5 %". */
static char *
percent_cstring(TeDecimal share)
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
	const char *rate = TE_STRING(s, TE_DETAILS(s)[measure].rate);
	Size		prefix = strlen(TE_RATE_NOT_COVERED);
	TeDutyInput in = te_duty_input(sl->value);
	char	   *needs;

	if (strncmp(rate, TE_RATE_NOT_COVERED, prefix) == 0)
		return psprintf("not covered: %s", rate + prefix + strspn(rate + prefix, " "));
	in.quantities = sl->quantities != NULL ? sl->quantities : line->quantities;
	in.currency = s->currency;
	in.nfx = line->nfx;
	in.fx = line->fx;
	in.nprograms = t->nprograms;
	in.programs = t->amount + (Size) slice * t->nprograms;
	needs = te_duty_needs(TE_DUTY_AT(s, TE_DETAILS(s)[measure].duty), &in);
	return needs;
}

const char *
te_tariff_note_words(const TeSchedule *s, int measure)
{
	const char *rate = TE_STRING(s, TE_DETAILS(s)[measure].rate);
	Size		len = strlen(TE_RATE_NOTE);

	return strncmp(rate, TE_RATE_NOTE, len) == 0 ? rate + len + strspn(rate + len, " ") : NULL;
}

char *
te_tariff_untold_content(const TeSchedule *s, int content)
{
	return psprintf("content %s is not told: the whole value counts",
					TE_STRING(s, TE_CONTENTS(s)[content]));
}

char *
te_tariff_untold_weight(const TeSchedule *s, int content)
{
	return psprintf("share of %s in the weight is not told: it counts as enough",
					TE_STRING(s, TE_CONTENTS(s)[content]));
}

char *
te_tariff_content_text(const TeSchedule *s, int measure)
{
	const TeMeasure *m = &TE_MEASURES(s)[measure];

	if (m->base == TE_BASE_REST)
		return pstrdup("the contents leave no rest");
	if (m->base == TE_BASE_WITHOUT_CONTENT)
		return psprintf("the line has nothing but %s", TE_STRING(s, TE_CONTENTS(s)[m->content]));
	return psprintf("the line has no %s", TE_STRING(s, TE_CONTENTS(s)[m->content]));
}

char *
te_tariff_condition_needs(const TeSchedule *s, const TeLine *line, int measure)
{
	const TeMeasure *m = &TE_MEASURES(s)[measure];
	const TeDetail *d = &TE_DETAILS(s)[measure];

	if (m->base == TE_BASE_CONTENT && !te_line_tells(line, m->content))
		return psprintf("needs content %s", TE_STRING(s, TE_CONTENTS(s)[m->content]));
	if (d->gate == TE_GATE_CONTENT && (d->gate_bounds & TE_GATE_HAS_DEFAULT) == 0 && !te_line_tells(line, d->gate_content))
		return psprintf("needs content %s", TE_STRING(s, TE_CONTENTS(s)[d->gate_content]));
	if (d->gate == TE_GATE_WEIGHT && (d->gate_bounds & TE_GATE_HAS_DEFAULT) == 0)
		return psprintf("needs weight share of %s", TE_STRING(s, TE_CONTENTS(s)[d->gate_content]));
	if (d->gate == TE_GATE_UNIT_VALUE)
		return psprintf("needs %s", TE_DUTY_NAME_BYTES(TE_DUTY_AT(s, d->gate_unit), 0));
	return NULL;
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
					percent_cstring(te_decimal_div(t->need.low, line->value)),
					percent_cstring(te_decimal_div(t->need.high, line->value)));
}

/* "the rules of US cover 2025-03-01 to 2026-10-08": the last day, not the one after it */
static char *
coverage_text(const TeTariff *t)
{
	const char *regime = TE_STRING(t->s, t->s->regime);

	if (t->covers_from == TE_DATE_OPEN_FROM)
		return psprintf("the rules of %s cover days until %s", regime, te_date_cstring(t->covers_to - 1));
	if (t->covers_to == TE_DATE_OPEN_TO)
		return psprintf("the rules of %s cover days from %s on", regime, te_date_cstring(t->covers_from));
	return psprintf("the rules of %s cover %s to %s", regime, te_date_cstring(t->covers_from),
					te_date_cstring(t->covers_to - 1));
}

/* Has the program a measure on the line's code on that day, for other origins? */
static bool
knows_code(const TeSchedule *s, const TeLine *line, int program)
{
	for (int node = te_schedule_find_node(s, line->key, NULL); node >= 0;)
	{
		for (uint32 i = TE_NODES(s)[node].measure; i < TE_NODES(s)[node + 1].measure; i++)
		{
			const TeMeasure *m = &TE_MEASURES(s)[i];

			if (m->program == program && m->valid_from <= line->entry_date && line->entry_date < m->valid_to)
				return true;
		}
		node = TE_NODES(s)[node].parent == node ? -1 : (int) TE_NODES(s)[node].parent;
	}
	return false;
}

/* "needs a known code: …", or what is missing for the origin of a known one */
static char *
code_need(const TeTariff *t, const TeLine *line)
{
	const char *program = TE_STRING(t->s, TE_PROGRAMS(t->s)[t->need.program].name);
	char		origin[9];

	if (!knows_code(t->s, line, t->need.program))
		return psprintf("needs a known code: no measure of %s covers it", program);
	for (int i = 0; i < 8; i++)
		origin[i] = (char) (line->origin >> (56 - 8 * i));
	origin[8] = '\0';
	return psprintf("needs a rate of %s for %s", program, origin);
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
			needs = te_tariff_condition_needs(s, line, t->need.measure);
			return needs != NULL ? needs : pstrdup("needs a gate's figure");
		case TE_NEED_CODE:
			return code_need(t, line);
		case TE_NEED_DIGITS:
			return digits_need(t, line);
		case TE_NEED_CHOICE:
			return psprintf("needs another choice: %s is not open to this line",
							TE_STRING(s, TE_PROGRAMS(s)[t->need.program].name));
		case TE_NEED_COVERAGE:
			return coverage_text(t);
	}
	return NULL;
}
