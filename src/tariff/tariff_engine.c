/*
 * tariff_engine.c
 *	  What a line owes: programs in order, rules between them, measures on
 *	  slices, roundings (see tariff.h).
 */
#include "postgres.h"

#include "miscadmin.h"

#include "tariff/tariff.h"

/* ---- amounts ---- */

/* Sum that keeps a common denominator common. */
static inline TeDecimal
add_amounts(TeDecimal a, TeDecimal b)
{
	if (te_decimal_is_null(a) || te_decimal_is_null(b))
		return TE_DECIMAL_NULL;
	if (a.n == 0)
		return b;
	return b.n == 0 ? a : te_decimal_add(a, b);
}

static inline TeDecimal *
slice_amounts(const TeTariff *t, int slice)
{
	return t->amount + (Size) slice * t->nprograms;
}

/* Σ of the programs that a measure refers to, on a slice. */
static TeDecimal
sum_over(const TeTariff *t, TeList over, int slice)
{
	const TeDecimal *amount = slice_amounts(t, slice);
	TeDecimal	sum = TE_DECIMAL_ZERO;

	for (uint32 i = 0; i < TE_LIST_COUNT(t->s, over); i++)
		sum = add_amounts(sum, amount[TE_LIST_ITEM(t->s, over, i)]);
	return sum;
}

static inline TeDecimal
apply_rounding(const TeScheduleRounding *r, TeDecimal a)
{
	/* nothing, and what is counted in the unit already, stays as it is */
	if (r == NULL || a.n == 0 || (r->n == 1 && a.d == r->d))
		return a;
	return te_decimal_round(a, te_decimal(r->n, r->d), r->mode);
}

/* What expressions see on a slice. */
static TeDutyInput
slice_input(const TeTariff *t, const TeLine *line, int slice, TeDecimal base)
{
	TeDutyInput in = te_duty_input(base);
	const TeSlice *sl = &line->slice[slice];

	in.quantities = sl->quantities != NULL ? sl->quantities : line->quantities;
	in.quantity_share = sl->quantities != NULL ? TE_DECIMAL_ONE : sl->share;
	in.currency = t->s->currency;
	in.nfx = line->nfx;
	in.fx = line->fx;
	in.nprograms = t->nprograms;
	in.programs = slice_amounts(t, slice);
	return in;
}

/* The amount of an expression; TE_DECIMAL_NULL when something is missing. */
static TeDecimal
run_rate(const TeTariff *t, const TeLine *line, uint32 duty, int slice, TeDecimal base)
{
	TeDutyInput in = slice_input(t, line, slice, base);
	TeDecimal	amount;

	if (te_duty_eval(TE_DUTY_AT(t->s, duty), &in, &amount, NULL) != TE_DUTY_OK)
		return TE_DECIMAL_NULL;
	return amount;
}

/* Does the measure's base include this slice?  A content that is not told may be in any. */
static inline bool
covers_slice(const TeMeasure *m, const TeLine *line, const TeSlice *slice)
{
	switch (m->base)
	{
		case TE_BASE_CONTENT:
		case TE_BASE_CONTENT_OR_VALUE:
			return slice->content == m->content || !te_line_tells(line, m->content);
		case TE_BASE_WITHOUT_CONTENT:
			return slice->content != m->content;
		case TE_BASE_REST:
			return slice->content == -1;
		default:
			return true;
	}
}

/* What the operation makes of the rate's amount. */
static TeDecimal
apply_operation(const TeTariff *t, const TeLine *line, int measure, int slice,
				TeDecimal base, TeDecimal amount)
{
	const TeMeasure *m = &TE_MEASURES(t->s)[measure];
	TeDecimal	over = sum_over(t, TE_DETAILS(t->s)[measure].over, slice);
	TeDecimal	limit;

	if (te_decimal_is_null(over) || te_decimal_is_null(amount))
		return TE_DECIMAL_NULL;
	switch (m->op)
	{
		case TE_OP_FLOOR:
			amount = add_amounts(amount, te_decimal_neg(over));
			return amount.n < 0 ? TE_DECIMAL_ZERO : amount;
		case TE_OP_CAPTOTAL:
			limit = run_rate(t, line, TE_DETAILS(t->s)[measure].total, slice, base);
			if (te_decimal_is_null(limit))
				return limit;
			limit = add_amounts(limit, te_decimal_neg(over));
			return te_decimal_min(amount, limit.n < 0 ? TE_DECIMAL_ZERO : limit);
		case TE_OP_CAP:
			return te_decimal_min(amount, over);
		case TE_OP_REPLACE:
			return add_amounts(amount, te_decimal_neg(over));
		default:
			return amount;
	}
}

/* What a measure charges on a slice; *base is what its rate is applied to. */
static TeDecimal
measure_amount(TeTariff *t, const TeLine *line, int measure, int slice, TeDecimal *base)
{
	const TeMeasure *m = &TE_MEASURES(t->s)[measure];
	TeDecimal	amount;

	if (m->base == TE_BASE_DUTY_VALUE)
		*base = add_amounts(*base, sum_over(t, TE_DETAILS(t->s)[measure].over, slice));
	if (te_decimal_is_null(*base))
		return TE_DECIMAL_NULL;
	*base = apply_rounding(t->round->base[m->program], *base);
	if (m->share >= 0)
		amount = m->share == 0 ? TE_DECIMAL_ZERO :
			te_decimal_mul(*base, te_decimal(m->share, 1000000));
	else
		amount = run_rate(t, line, TE_DETAILS(t->s)[measure].duty, slice, *base);
	if (m->op == TE_OP_ADD)
		return amount;
	if (m->op == TE_OP_FLOOR && amount.n > 0)
		t->is_floored[(Size) slice * t->nprograms + m->program] = true;
	return apply_operation(t, line, measure, slice, *base, amount);
}

/* ---- the trace ---- */

static void
trace(TeTariff *t, TeLayerStatus status, int program, int measure, int slice, int other,
	  TeDecimal base, TeDecimal amount)
{
	TeLayer    *layer;

	if (!t->keep_layers)
		return;
	if (t->nlayers == t->layer_room)
	{
		t->layer_room = Max(2 * t->layer_room, 32);
		t->layers = t->layers == NULL ?
			MemoryContextAlloc(t->context, sizeof(TeLayer) * t->layer_room) :
			repalloc(t->layers, sizeof(TeLayer) * t->layer_room);
	}
	layer = &t->layers[t->nlayers++];
	layer->status = status;
	layer->program = program;
	layer->measure = measure;
	layer->slice = slice;
	layer->other = other;
	layer->base = base;
	layer->amount = amount;
}

/* Traces a candidate that is not charged on any slice. */
static void
trace_line(TeTariff *t, const TeLine *line, TeLayerStatus status, int program, int measure, int other)
{
	for (int k = 0; k < line->nslices && t->keep_layers; k++)
		if (covers_slice(&TE_MEASURES(t->s)[measure], line, &line->slice[k]))
			trace(t, status, program, measure, k, other, line->slice[k].value,
				  status == TE_LAYER_NEEDS ? TE_DECIMAL_NULL : TE_DECIMAL_ZERO);
}

/* Notes the first thing that is missing. */
static void
note_need(TeTariff *t, TeNeedKind kind, int program, int measure, int slice)
{
	if (t->need.kind != TE_NEED_NOTHING)
		return;
	t->need.kind = kind;
	t->need.program = program;
	t->need.measure = measure;
	t->need.slice = slice;
}

/* ---- rules ---- */

typedef enum Exclusion
{
	STANDS,
	EXCLUDED,
	UNKNOWN						/* depends on an amount that is not known */
} Exclusion;

/* Is the subject charged on the slice, or the line?  A floor is, whatever is left to pay. */
static Exclusion
subject_is_owed(const TeTariff *t, const TeLine *line, const TeRule *r, int slice)
{
	Exclusion	result = STANDS;

	for (int k = 0; k < line->nslices; k++)
	{
		TeDecimal	a = slice_amounts(t, k)[r->subject];

		if ((r->flags & TE_RULE_LINE) == 0 && k != slice)
			continue;
		if (te_decimal_is_null(a))
			result = UNKNOWN;
		else if (a.n > 0 || t->is_floored[(Size) k * t->nprograms + r->subject])
			return EXCLUDED;
	}
	return result;
}

/* Does a rule keep the program off the slice?  *rule is the one that does. */
static Exclusion
find_exclusion(const TeTariff *t, const TeLine *line, const uint16 *first, int program, int slice, int *rule)
{
	const uint16 *rules = first + t->nprograms + 1;
	Exclusion	result = STANDS;

	for (int i = first[program]; i < first[program + 1]; i++)
	{
		const TeRule *r = &TE_RULES(t->s)[rules[i]];
		Exclusion	e;

		if (r->area != 0 && t->closeness[r->area] < 0)
			continue;
		if ((r->flags & TE_RULE_IN_SCOPE) != 0)
			e = t->in_scope[r->subject] ? EXCLUDED : STANDS;
		else
			e = subject_is_owed(t, line, r, slice);
		if (e == EXCLUDED)
		{
			*rule = rules[i];
			return EXCLUDED;
		}
		if (e == UNKNOWN)
			result = UNKNOWN;
	}
	return result;
}

/* ---- a program ---- */

/* Throws: two measures compete on equal terms. */
static void pg_attribute_noreturn()
throw_ambiguous(const TeTariff *t, const TeLine *line, int a, int b)
{
	const TeSchedule *s = t->s;
	char		code[TE_HS_KEY_DIGITS + 1];

	te_hs_key_digits(line->key, code);
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("ambiguous measures of program \"%s\" for code %s on %s",
					TE_STRING(s, TE_PROGRAMS(s)[TE_MEASURES(s)[a].program].name), code,
					te_date_cstring(line->entry_date)),
			 errdetail("\"%s\" (%s) and \"%s\" (%s) hold with the same prefix length and closeness of area.",
					   TE_STRING(s, TE_DETAILS(s)[a].id), TE_STRING(s, TE_DETAILS(s)[a].rate),
					   TE_STRING(s, TE_DETAILS(s)[b].id), TE_STRING(s, TE_DETAILS(s)[b].rate)),
			 errhint("Set their dates, claims or excepted areas apart, or let the program combine by max, min or sum.")));
}

static bool
same_effect(const TeSchedule *s, int a, int b)
{
	const TeMeasure *x = &TE_MEASURES(s)[a];
	const TeMeasure *y = &TE_MEASURES(s)[b];
	const TeDetail *dx = &TE_DETAILS(s)[a];
	const TeDetail *dy = &TE_DETAILS(s)[b];

	if (dx->duty != dy->duty || x->op != y->op || x->base != y->base || x->content != y->content ||
		TE_LIST_COUNT(s, dx->over) != TE_LIST_COUNT(s, dy->over) ||
		(x->op == TE_OP_CAPTOTAL && dx->total != dy->total))
		return false;
	for (uint32 i = 0; i < TE_LIST_COUNT(s, dx->over); i++)
		if (TE_LIST_ITEM(s, dx->over, i) != TE_LIST_ITEM(s, dy->over, i))
			return false;
	return true;
}

/* <0 when a is less specific than b */
static inline int
compare_specific(const TeCandidate *a, const TeCandidate *b)
{
	return a->len != b->len ? (int) a->len - b->len : (int) a->closeness - b->closeness;
}

int
te_tariff_most_specific(const TeTariff *t, const TeLine *line, int program)
{
	int			best = -1;

	for (int c = t->head[program]; c >= 0; c = t->candidates[c].next)
	{
		int			cmp;

		if (!te_tariff_is_live(&t->candidates[c]))
			continue;
		cmp = best < 0 ? 1 : compare_specific(&t->candidates[c], &t->candidates[best]);
		if (cmp > 0)
			best = c;
		else if (cmp < 0 || same_effect(t->s, t->candidates[best].measure, t->candidates[c].measure))
			continue;
		else if (t->candidates[c].status == TE_LAYER_NEEDS)
			best = c;			/* which of them holds is not known */
		else if (t->candidates[best].status != TE_LAYER_NEEDS)
			throw_ambiguous(t, line, t->candidates[best].measure, t->candidates[c].measure);
	}
	return best;
}

/* Does candidate "a" stand before "b" in the order of the schedule? */
static inline bool
stands_before(const TeTariff *t, int a, int b)
{
	return TE_DETAILS(t->s)[t->candidates[a].measure].ord <
		TE_DETAILS(t->s)[t->candidates[b].measure].ord;
}

/* Is "a" the one to keep instead of "b"? */
static bool
is_preferred(const TeTariff *t, uint8 combine, int a, TeDecimal amount_a, int b, TeDecimal amount_b)
{
	switch (combine)
	{
		case TE_COMBINE_MAX:
			return te_decimal_cmp(amount_a, amount_b) > 0;
		case TE_COMBINE_MIN:
			return te_decimal_cmp(amount_a, amount_b) < 0;
		default:				/* first */
			return stands_before(t, a, b);
	}
}

/* The amounts of one slice's candidates, and which of them counts. */
typedef struct SliceResult
{
	int			best;			/* candidate that counts, of max, min, first;
								 * -1: none */
	TeDecimal	best_amount;
	TeDecimal	sum;			/* of sum */
	int			missing;		/* candidate whose amount is not known, of
								 * first the first of them, or -1 */
} SliceResult;

/* One candidate on one slice. */
static void
charge(TeTariff *t, const TeLine *line, uint8 combine, int c, int slice, SliceResult *result)
{
	const TeCandidate *candidate = &t->candidates[c];
	TeDecimal	base = line->slice[slice].value;
	TeDecimal	amount = candidate->status == TE_LAYER_NEEDS ? TE_DECIMAL_NULL :
		measure_amount(t, line, candidate->measure, slice, &base);
	int			program = TE_MEASURES(t->s)[candidate->measure].program;

	if (te_decimal_is_null(amount))
	{
		if (result->missing < 0 ||
			(combine == TE_COMBINE_FIRST && stands_before(t, c, result->missing)))
			result->missing = c;
		trace(t, TE_LAYER_NEEDS, program, candidate->measure, slice, -1, base, amount);
		return;
	}
	trace(t, TE_LAYER_APPLIED, program, candidate->measure, slice, -1, base, amount);
	result->sum = add_amounts(result->sum, amount);
	if (result->best < 0 ||
		(combine != TE_COMBINE_SPECIFIC &&
		 is_preferred(t, combine, c, amount, result->best, result->best_amount)))
	{
		result->best = c;
		result->best_amount = amount;
	}
}

/*
 * Those that were traced as applied but are not the one that counts; "settled":
 * nor those whose amount is not known and does not matter.
 */
static void
mark_superseded(TeTariff *t, int first_layer, int winner, bool settled)
{
	for (int i = first_layer; i < t->nlayers; i++)
	{
		TeLayer    *layer = &t->layers[i];

		if (layer->measure == winner ||
			(layer->status != TE_LAYER_APPLIED && !(settled && layer->status == TE_LAYER_NEEDS)))
			continue;
		layer->status = TE_LAYER_SUPERSEDED;
		layer->other = winner;
		layer->amount = TE_DECIMAL_ZERO;
	}
}

/* All candidates of a program on a slice; "only" is the specific one, or -1. */
static TeDecimal
charge_slice(TeTariff *t, const TeLine *line, int program, int only, int slice)
{
	uint8		combine = TE_PROGRAMS(t->s)[program].combine;
	SliceResult result = {-1, TE_DECIMAL_ZERO, TE_DECIMAL_ZERO, -1};
	int			first_layer = t->nlayers;
	bool		settled;

	/* the usual case */
	if (only >= 0 && !t->keep_layers && t->candidates[only].status == TE_LAYER_APPLIED)
	{
		int			measure = t->candidates[only].measure;
		TeDecimal	base = line->slice[slice].value;
		TeDecimal	amount;

		if (!covers_slice(&TE_MEASURES(t->s)[measure], line, &line->slice[slice]))
			return TE_DECIMAL_ZERO;
		amount = measure_amount(t, line, measure, slice, &base);
		if (te_decimal_is_null(amount))
			note_need(t, TE_NEED_INPUT, program, measure, slice);
		return amount;
	}
	for (int c = t->head[program]; c >= 0; c = t->candidates[c].next)
	{
		const TeCandidate *candidate = &t->candidates[c];

		if ((only >= 0 && c != only) || !te_tariff_is_live(candidate) ||
			!covers_slice(&TE_MEASURES(t->s)[candidate->measure], line, &line->slice[slice]))
			continue;
		charge(t, line, combine, c, slice, &result);
	}
	/* what the first one charges does not depend on those behind it */
	settled = combine == TE_COMBINE_FIRST && result.best >= 0 && result.missing >= 0 &&
		stands_before(t, result.best, result.missing);
	if (combine != TE_COMBINE_SUM && result.best >= 0 && t->keep_layers)
		mark_superseded(t, first_layer, t->candidates[result.best].measure, settled);
	if (result.missing >= 0 && !settled)
	{
		int			measure = t->candidates[result.missing].measure;

		note_need(t, t->candidates[result.missing].status == TE_LAYER_NEEDS ? TE_NEED_UNIT : TE_NEED_INPUT,
				  program, measure, slice);
		return TE_DECIMAL_NULL;
	}
	return combine == TE_COMBINE_SUM ? result.sum : result.best_amount;
}

/* Has the line any slice that the measure is charged on? */
static bool
covers_line(const TeMeasure *m, const TeLine *line)
{
	for (int k = 0; k < line->nslices; k++)
		if (covers_slice(m, line, &line->slice[k]))
			return true;
	return false;
}

/* Traces the candidates of a program that stay out whatever the slice. */
static void
trace_others(TeTariff *t, const TeLine *line, int program, int only, int chosen)
{
	for (int c = t->head[program]; c >= 0; c = t->candidates[c].next)
	{
		const TeCandidate *candidate = &t->candidates[c];

		if (!covers_line(&TE_MEASURES(t->s)[candidate->measure], line))
			trace(t, TE_LAYER_NO_CONTENT, program, candidate->measure, -1, -1, TE_DECIMAL_ZERO, TE_DECIMAL_ZERO);
		else if (!te_tariff_is_live(candidate))
			trace_line(t, line, candidate->status, program, candidate->measure, candidate->other);
		else if (chosen >= 0)
			trace_line(t, line, TE_LAYER_NOT_CHOSEN, program, candidate->measure, chosen);
		else if (only >= 0 && c != only)
			trace_line(t, line, TE_LAYER_SUPERSEDED, program, candidate->measure,
					   t->candidates[only].measure);
	}
}

/* A slice that a rule keeps the program off. */
static void
trace_excluded(TeTariff *t, const TeLine *line, int program, int only, int slice, int rule, Exclusion why)
{
	for (int c = t->head[program]; c >= 0 && t->keep_layers; c = t->candidates[c].next)
	{
		const TeCandidate *candidate = &t->candidates[c];

		if ((only >= 0 && c != only) || !te_tariff_is_live(candidate) ||
			!covers_slice(&TE_MEASURES(t->s)[candidate->measure], line, &line->slice[slice]))
			continue;
		if (why == EXCLUDED)
			trace(t, TE_LAYER_EXCLUDED, program, candidate->measure, slice, rule,
				  line->slice[slice].value, TE_DECIMAL_ZERO);
		else
			trace(t, TE_LAYER_NEEDS, program, candidate->measure, slice, -1,
				  line->slice[slice].value, TE_DECIMAL_NULL);
	}
}

/* The program's sum over slices, rounded; a rounding that carries goes into the last slice. */
static void
total_program(TeTariff *t, const TeLine *line, int program)
{
	const TeScheduleRounding *r = t->round->duty[program];
	TeDecimal	sum = TE_DECIMAL_ZERO;
	TeDecimal	rounded;

	for (int k = 0; k < line->nslices; k++)
		sum = add_amounts(sum, slice_amounts(t, k)[program]);
	rounded = apply_rounding(r, sum);
	t->program_total[program] = rounded;
	if (r == NULL || te_decimal_is_null(sum))
	{
		t->exact_total = add_amounts(t->exact_total, sum);
		return;
	}
	if (te_decimal_cmp(rounded, sum) != 0)
	{
		TeDecimal	difference = te_decimal_sub(rounded, sum);

		trace(t, TE_LAYER_ROUNDING, program, -1, -1, -1, TE_DECIMAL_NULL, difference);
		if (r->carry)
		{
			TeDecimal  *last = &slice_amounts(t, line->nslices - 1)[program];

			*last = add_amounts(*last, difference);
		}
	}
	t->exact_total = add_amounts(t->exact_total, r->carry ? rounded : sum);
}

/* One program on all slices. */
static void
evaluate_program(TeTariff *t, const TeLine *line, const uint16 *first, int program)
{
	const TeProgram *p = &TE_PROGRAMS(t->s)[program];
	int			chosen = -1;
	int			only = -1;

	if (p->choice > 0 && t->pick[p->choice - 1] != program)
		chosen = t->pick[p->choice - 1];
	if (chosen < 0 && p->combine == TE_COMBINE_SPECIFIC)
		only = te_tariff_most_specific(t, line, program);
	if (t->keep_layers)
		trace_others(t, line, program, only, chosen);
	if (chosen >= 0 || (p->combine == TE_COMBINE_SPECIFIC && only < 0))
		return;
	for (int k = 0; k < line->nslices; k++)
	{
		int			rule = -1;
		Exclusion	e = find_exclusion(t, line, first, program, k, &rule);

		if (e == STANDS)
			slice_amounts(t, k)[program] = charge_slice(t, line, program, only, k);
		else
		{
			trace_excluded(t, line, program, only, k, rule, e);
			if (e == UNKNOWN)
				slice_amounts(t, k)[program] = TE_DECIMAL_NULL;
		}
	}
	total_program(t, line, program);
}

const uint16 *
te_tariff_order(TeTariff *t, const TeLine *line)
{
	if (t->order == NULL || line->known_on != t->order_known ||
		line->entry_date < t->order_from || line->entry_date >= t->order_to)
	{
		t->order = te_schedule_epoch(t->s, line->entry_date, line->known_on,
									 &t->order_from, &t->order_to);
		t->order_known = line->known_on;
	}
	return t->order;
}

void
te_tariff_evaluate(TeTariff *t, const TeLine *line)
{
	const uint16 *order = te_tariff_order(t, line);
	TeDecimal	rounded;

	for (int i = 0; i < line->nslices * t->nprograms; i++)
		t->amount[i] = TE_DECIMAL_ZERO;
	memset(t->is_floored, 0, sizeof(bool) * line->nslices * t->nprograms);
	for (int p = 0; p < t->nprograms; p++)
		t->program_total[p] = TE_DECIMAL_ZERO;
	t->nlayers = 0;
	t->total = TE_DECIMAL_ZERO;
	t->exact_total = TE_DECIMAL_ZERO;
	for (int i = 0; i < t->nprograms; i++)
	{
		int			p = order[i];

		if (t->head[p] < 0)
		{
			if (te_tariff_lacks_measure(t, p))
				note_need(t, TE_NEED_CODE, p, -1, -1);
			continue;
		}
		evaluate_program(t, line, order + t->nprograms, p);
		t->total = add_amounts(t->total, t->program_total[p]);
	}
	rounded = apply_rounding(t->round->total, t->total);
	if (t->round->total != NULL && !te_decimal_is_null(rounded) && te_decimal_cmp(rounded, t->total) != 0)
		trace(t, TE_LAYER_ROUNDING, -1, -1, -1, -1, TE_DECIMAL_NULL, te_decimal_sub(rounded, t->total));
	t->total = rounded;
	if (t->need.kind != TE_NEED_NOTHING)
		t->total = t->exact_total = TE_DECIMAL_NULL;
}
