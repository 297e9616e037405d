/*
 * tariff_notes_sql.c
 *	  SQL functions on what an answer rests on: tariff_questions (which facts would
 *	  change the duty of a line, and by how much) and tariff_notes (which facts
 *	  changed nothing, and what counted without being told).
 *
 * Both ask the engine again with one fact changed, so that they say what it does.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "tariff/tariff_cache.h"
#include "tariff/tariff_line.h"

/* A line, its answer, and what its measures ask about. */
typedef struct Inquiry
{
	TeTariff   *t;
	TeLine		line;
	TeDecimal	total;
	TeDecimal  *programs;		/* totals by program */
	bool	   *claims;			/* that some measure of the line looks at */
	bool	   *contents;		/* of the value */
	bool	   *weights;		/* contents whose share of the weight is
								 * looked at */
	int			ndates;
	int32	   *dates;			/* before which goods were to be laden */
} Inquiry;

/* Marks the members of a list. */
static void
mark_list(const TeSchedule *s, TeList list, bool *marked)
{
	for (uint32 i = 0; i < TE_LIST_COUNT(s, list); i++)
		marked[TE_LIST_ITEM(s, list, i)] = true;
}

/* What one measure looks at. */
static void
mark_measure(Inquiry *q, int measure)
{
	const TeSchedule *s = q->t->s;
	const TeMeasure *m = &TE_MEASURES(s)[measure];
	const TeDetail *d = &TE_DETAILS(s)[measure];

	mark_list(s, d->need, q->claims);
	mark_list(s, d->unless, q->claims);
	if (te_base_has_content(m->base))
		q->contents[m->content] = true;
	if (d->gate == TE_GATE_CONTENT)
		q->contents[d->gate_content] = true;
	if (d->gate == TE_GATE_WEIGHT)
		q->weights[d->gate_content] = true;
	if ((m->flags & TE_MEASURE_TRANSIT) == 0 || q->line.entry_date >= d->entered_before)
		return;
	for (int i = 0; i < q->ndates; i++)
		if (q->dates[i] == d->loaded_before)
			return;
	q->dates[q->ndates++] = d->loaded_before;
}

/* Computes the line of the arguments and looks through its measures; false when there is none. */
static bool
begin_inquiry(FunctionCallInfo fcinfo, TeTariff *t, bool float_value, Inquiry *q)
{
	const TeSchedule *s = t->s;

	memset(q, 0, offsetof(Inquiry, line));
	q->t = t;
	q->ndates = 0;
	t->explain = true;
	if (te_line_from_args(fcinfo, 1, float_value, t, &q->line, NULL) != TE_LINE_OK)
		return false;
	te_tariff_run(t, &q->line);
	q->total = t->total;
	q->programs = palloc_array(TeDecimal, t->nprograms + 1);
	memcpy(q->programs, t->program_total, sizeof(TeDecimal) * t->nprograms);
	q->claims = palloc0(s->count[TE_SEC_CLAIMS] + 1);
	q->contents = palloc0(s->count[TE_SEC_CONTENTS] + 1);
	q->weights = palloc0(s->count[TE_SEC_CONTENTS] + 1);
	q->dates = palloc_array(int32, t->ncandidates + 1);
	if (t->need.kind != TE_NEED_COVERAGE)
		for (int c = 0; c < t->ncandidates; c++)
			mark_measure(q, t->candidates[c].measure);
	t->explain = false;
	return true;
}

/* Does the line, with one fact changed, come to the same by every program? */
static bool
is_same(Inquiry *q, const TeLine *line)
{
	CHECK_FOR_INTERRUPTS();
	te_tariff_run(q->t, line);
	for (int p = 0; p < q->t->nprograms; p++)
	{
		TeDecimal	a = q->programs[p];
		TeDecimal	b = q->t->program_total[p];

		if (te_decimal_is_null(a) != te_decimal_is_null(b) ||
			(!te_decimal_is_null(a) && te_decimal_cmp(a, b) != 0))
			return false;
	}
	return te_decimal_is_null(q->total) == te_decimal_is_null(q->t->total);
}

/* A copy of the line whose claims can be changed. */
static TeLine *
copy_line(const Inquiry *q)
{
	TeLine	   *copy = palloc(sizeof(TeLine));
	uint32		nclaims = q->t->s->count[TE_SEC_CLAIMS];

	*copy = q->line;
	copy->claimed = palloc0(nclaims + 1);
	if (q->line.claimed != NULL)
		memcpy(copy->claimed, q->line.claimed, nclaims);
	return copy;
}

/* ---- questions ---- */

/* One fact that would change the duty: what it would be then, and by how much it differs. */
static void
store_question(FunctionCallInfo fcinfo, const Inquiry *q, const TeLine *line, const char *fact, const char *answer)
{
	TeDecimal	total = q->t->total;
	bool		known = !te_decimal_is_null(total) && !te_decimal_is_null(q->total);
	TeRow		row;

	te_row_begin(&row);
	te_row_text(&row, fact);
	te_row_text(&row, answer);
	te_row_amount(&row, total);
	te_row_amount(&row, known ? te_decimal_sub(total, q->total) : TE_DECIMAL_NULL);
	te_row_text(&row, te_tariff_need_text(q->t, line));
	te_row_store(fcinfo, &row);
}

/* What is done with a line that makes a claim which the one asked about does not. */
typedef void (*TellClaim) (FunctionCallInfo fcinfo, Inquiry *q, const TeLine *other, const char *claim);

/* Tells of each claim that is not made and would change the duty. */
static void
each_open_claim(FunctionCallInfo fcinfo, Inquiry *q, TellClaim tell)
{
	const TeSchedule *s = q->t->s;
	TeLine	   *other = copy_line(q);

	for (uint32 c = 0; c < s->count[TE_SEC_CLAIMS]; c++)
	{
		char	   *conflict = NULL;

		if (!q->claims[c] || other->claimed[c])
			continue;
		other->claimed[c] = true;
		if (te_line_check_conflicts(q->t, other, &conflict) == TE_LINE_OK && !is_same(q, other))
			tell(fcinfo, q, other, TE_STRING(s, TE_CLAIMS(s)[c]));
		other->claimed[c] = false;
	}
}

/* Is the content's share of the weight looked at, but not told? */
static bool
lacks_weight(const Inquiry *q, int content)
{
	if (!q->weights[content])
		return false;
	for (int i = 0; i < q->line.nweights; i++)
		if (q->line.weight_content[i] == content)
			return false;
	return true;
}

/* Sets a share of the weight to nothing, if there is room. */
static void
set_weightless(TeLine *copy, int content)
{
	if (copy->nweights == TE_LINE_MAX_WEIGHTS)
		return;
	copy->weight_content[copy->nweights] = content;
	copy->weight_share[copy->nweights++] = TE_DECIMAL_ZERO;
}

/* A row of a claim, with the duty that a line has that makes it. */
static void
ask_claim(FunctionCallInfo fcinfo, Inquiry *q, const TeLine *other, const char *claim)
{
	store_question(fcinfo, q, other, "claims", claim);
}

/* Contents that are not told: were they nothing; and shares of the weight likewise. */
static void
ask_contents(FunctionCallInfo fcinfo, Inquiry *q)
{
	const TeSchedule *s = q->t->s;
	TeLine	   *other = copy_line(q);

	for (uint32 c = 0; c < s->count[TE_SEC_CONTENTS]; c++)
	{
		const char *none = psprintf("{\"%s\": 0}", TE_STRING(s, TE_CONTENTS(s)[c]));

		if (q->contents[c] && !te_line_tells(&q->line, c) && other->ntold < TE_LINE_MAX_SLICES)
		{
			other->told[other->ntold++] = c;
			if (!is_same(q, other))
				store_question(fcinfo, q, other, "content", none);
			other->ntold--;
		}
		if (lacks_weight(q, c))
		{
			set_weightless(other, c);
			if (!is_same(q, other))
				store_question(fcinfo, q, other, "weight_share", none);
			other->nweights = q->line.nweights;
		}
	}
}

/* Days of loading, where none is told. */
static void
ask_loaded(FunctionCallInfo fcinfo, Inquiry *q)
{
	TeLine	   *other = copy_line(q);

	for (int i = 0; i < q->ndates && q->line.loaded == TE_DATE_OPEN_TO; i++)
	{
		other->loaded = q->dates[i] - 1;
		if (!is_same(q, other))
			store_question(fcinfo, q, other, "loaded", psprintf("before %s", te_date_cstring(q->dates[i])));
	}
}

static void
questions(FunctionCallInfo fcinfo, TeTariff *t, bool float_value)
{
	Inquiry    *q = palloc(sizeof(Inquiry));

	if (!begin_inquiry(fcinfo, t, float_value, q))
		return;
	each_open_claim(fcinfo, q, ask_claim);
	ask_contents(fcinfo, q);
	ask_loaded(fcinfo, q);
}

TE_LINE_FACES(tariff_questions, questions)

/* ---- notes ---- */

static void
store_note(FunctionCallInfo fcinfo, const char *fact, const char *note)
{
	TeRow		row;

	te_row_begin(&row);
	te_row_text(&row, fact);
	te_row_text(&row, note);
	te_row_store(fcinfo, &row);
}

/* Is the claim made because another one of the line implies it? */
static bool
is_implied(const Inquiry *q, int claim)
{
	const TeSchedule *s = q->t->s;

	for (uint32 i = 0; i < s->count[TE_SEC_RULES]; i++)
	{
		const TeRule *r = &TE_RULES(s)[i];

		if ((r->flags & TE_RULE_IMPLIES) != 0 && r->object == claim && q->line.claimed[r->subject])
			return true;
	}
	return false;
}

/* Sets a claim, and those that it implies, in the copy. */
static void
set_claim(const Inquiry *q, TeLine *copy, int claim, bool made)
{
	const TeSchedule *s = q->t->s;

	copy->claimed[claim] = made;
	for (uint32 i = 0; i < s->count[TE_SEC_RULES]; i++)
		if ((TE_RULES(s)[i].flags & TE_RULE_IMPLIES) != 0 && TE_RULES(s)[i].subject == claim)
			copy->claimed[TE_RULES(s)[i].object] = made;
}

/* Facts of the line that change nothing: each is taken away in turn. */
static void
note_idle(FunctionCallInfo fcinfo, Inquiry *q)
{
	const TeSchedule *s = q->t->s;
	TeLine	   *other = copy_line(q);

	for (uint32 c = 0; c < s->count[TE_SEC_CLAIMS]; c++)
	{
		if (!other->claimed[c] || is_implied(q, c))
			continue;
		set_claim(q, other, c, false);
		if (is_same(q, other))
			store_note(fcinfo, "claims", psprintf("claim %s changes nothing", TE_STRING(s, TE_CLAIMS(s)[c])));
		set_claim(q, other, c, true);
	}
	if (q->line.loaded == TE_DATE_OPEN_TO)
		return;
	other->loaded = TE_DATE_OPEN_TO;
	if (is_same(q, other))
		store_note(fcinfo, "loaded", "the day of loading changes nothing");
}

/* Shares of the weight that counted as enough: together, since one of them is enough for a duty. */
static void
note_weights(FunctionCallInfo fcinfo, Inquiry *q, TeLine *other)
{
	const TeSchedule *s = q->t->s;

	for (uint32 c = 0; c < s->count[TE_SEC_CONTENTS]; c++)
		if (lacks_weight(q, c))
			set_weightless(other, c);
	if (other->nweights > q->line.nweights && !te_decimal_is_null(q->total) && !is_same(q, other))
		for (uint32 c = 0; c < s->count[TE_SEC_CONTENTS]; c++)
			if (lacks_weight(q, c))
				store_note(fcinfo, "weight_share", te_tariff_untold_weight(s, c));
	other->nweights = q->line.nweights;
}

/* What counted although the line does not tell it, because the law answers for that. */
static void
note_assumed(FunctionCallInfo fcinfo, Inquiry *q)
{
	const TeSchedule *s = q->t->s;
	TeLine	   *other = copy_line(q);

	for (uint32 c = 0; c < s->count[TE_SEC_CONTENTS]; c++)
	{
		if (!q->contents[c] || te_line_tells(&q->line, c) || other->ntold == TE_LINE_MAX_SLICES)
			continue;
		other->told[other->ntold++] = c;
		if (!is_same(q, other) && !te_decimal_is_null(q->total))
			store_note(fcinfo, "content", te_tariff_untold_content(s, c));
		other->ntold--;
	}
	note_weights(fcinfo, q, other);
}

/* What the law itself has to say of these goods: scope, editions that are only likely. */
static void
note_law(FunctionCallInfo fcinfo, const TeTariff *t)
{
	for (int c = 0; c < t->ncandidates && t->need.kind != TE_NEED_COVERAGE; c++)
	{
		const char *words = te_tariff_note_words(t->s, t->candidates[c].measure);

		if (words != NULL && te_tariff_is_live(&t->candidates[c]))
			store_note(fcinfo, "law", words);
	}
}

/* A note of a claim: a duty may also move from one program to another. */
static void
note_claim(FunctionCallInfo fcinfo, Inquiry *q, const TeLine *other, const char *claim)
{
	TeDecimal	total = q->t->total;
	bool		moves = !te_decimal_is_null(total) && te_decimal_cmp(total, q->total) == 0;
	const char *what = moves ? "which programs charge, not the duty in all" : "the duty";

	claim = psprintf("claim %s is not made; it would change %s", claim, what);
	store_note(fcinfo, "claims", claim);
}

/*
 * Claims that name a program, a measure or a legal reference, as filings do:
 * no measure asks for them.
 */
static void
note_names(FunctionCallInfo fcinfo, const TeTariff *t)
{
	Datum	   *items;
	bool	   *nulls;
	int			n;

	if (PG_ARGISNULL(1 + TE_ARG_CLAIMS))
		return;
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1 + TE_ARG_CLAIMS), TEXTOID, -1, false, TYPALIGN_INT, &items, &nulls, &n);
	for (int i = 0; i < n; i++)
	{
		char	   *name = nulls[i] ? NULL : TextDatumGetCString(items[i]);

		if (name != NULL && te_schedule_find_name(t->s, TE_SEC_CLAIMS, name, strlen(name)) < 0)
			store_note(fcinfo, "claims", psprintf("claim %s changes nothing: no measure asks for it", name));
	}
}

static void
notes(FunctionCallInfo fcinfo, TeTariff *t, bool float_value)
{
	Inquiry    *q = palloc(sizeof(Inquiry));

	if (!begin_inquiry(fcinfo, t, float_value, q))
		return;
	note_law(fcinfo, t);
	note_idle(fcinfo, q);
	note_names(fcinfo, t);
	note_assumed(fcinfo, q);
	each_open_claim(fcinfo, q, note_claim);
}

TE_LINE_FACES(tariff_notes, notes)
