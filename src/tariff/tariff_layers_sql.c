/*
 * tariff_layers_sql.c
 *	  SQL functions that explain: each measure that was considered, and each
 *	  combination of alternatives.
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

/* ---- layers ---- */

static const char *
status_text(TeLayerStatus status)
{
	switch (status)
	{
		case TE_LAYER_APPLIED:
			return "applied";
		case TE_LAYER_EXCLUDED:
			return "excluded";
		case TE_LAYER_SUPERSEDED:
			return "superseded";
		case TE_LAYER_NOT_CLAIMED:
			return "not claimed";
		case TE_LAYER_BARRED:
			return "freed by claim";
		case TE_LAYER_IN_TRANSIT:
			return "in transit";
		case TE_LAYER_GATE:
			return "outside limits";
		case TE_LAYER_NOT_CHOSEN:
			return "not chosen";
		case TE_LAYER_NO_CONTENT:
			return "no content";
		case TE_LAYER_NEEDS:
			return "needs input";
		case TE_LAYER_ROUNDING:
			return "rounding";
	}
	return NULL;
}

/* "S232_STEEL is owed on this slice (Proc 10947 cl.6)" */
static char *
exclusion_text(const TeSchedule *s, const TeRule *r)
{
	const char *ref = TE_STRING(s, r->legal_ref);

	return psprintf("%s %s%s%s%s%s", TE_STRING(s, TE_PROGRAMS(s)[r->subject].name),
					(r->flags & TE_RULE_IN_SCOPE) ? "covers these goods" : "is owed",
					(r->flags & (TE_RULE_LINE | TE_RULE_IN_SCOPE)) ? "" : " on this slice",
					*ref == '\0' ? "" : " (", ref, *ref == '\0' ? "" : ")");
}

/* What follows "superseded". */
static char *
superseded_text(const TeSchedule *s, const TeLayer *l)
{
	const char *other = TE_STRING(s, TE_DETAILS(s)[l->other].id);

	switch (TE_PROGRAMS(s)[l->program].combine)
	{
		case TE_COMBINE_MAX:
			return psprintf("lower than \"%s\"", other);
		case TE_COMBINE_MIN:
			return psprintf("higher than \"%s\"", other);
		case TE_COMBINE_FIRST:
			return psprintf("after \"%s\"", other);
		default:
			return psprintf("less specific than \"%s\"", other);
	}
}

/* Why, in words. */
static char *
reason_text(const TeTariff *t, const TeLine *line, const TeLayer *l)
{
	const TeSchedule *s = t->s;
	char	   *needs;

	switch (l->status)
	{
		case TE_LAYER_EXCLUDED:
			return exclusion_text(s, &TE_RULES(s)[l->other]);
		case TE_LAYER_SUPERSEDED:
			return superseded_text(s, l);
		case TE_LAYER_NOT_CLAIMED:
			return psprintf("needs claim %s", TE_STRING(s, TE_CLAIMS(s)[l->other]));
		case TE_LAYER_BARRED:
			return psprintf("claim %s", TE_STRING(s, TE_CLAIMS(s)[l->other]));
		case TE_LAYER_IN_TRANSIT:
			return psprintf("laden before %s", te_date_cstring(TE_DETAILS(s)[l->measure].loaded_before));
		case TE_LAYER_NOT_CHOSEN:
			return psprintf("%s is", TE_STRING(s, TE_PROGRAMS(s)[l->other].name));
		case TE_LAYER_NO_CONTENT:
			return te_tariff_content_text(s, l->measure);
		case TE_LAYER_NEEDS:
			needs = te_tariff_condition_needs(s, line, l->measure);
			if (needs == NULL)
				needs = te_tariff_measure_needs(t, line, l->measure, l->slice);
			return needs != NULL ? needs : pstrdup("needs what other programs lack");
		default:
			return NULL;
	}
}

/* Is a share of the weight told? */
static bool
is_weighed(const TeLine *line, int content)
{
	for (int i = 0; i < line->nweights; i++)
		if (line->weight_content[i] == content)
			return true;
	return false;
}

/* What a charge rests on that the line does not tell; the words of a note; NULL: nothing. */
static const char *
note_text(const TeTariff *t, const TeLine *line, const TeLayer *l)
{
	const TeSchedule *s = t->s;
	const TeMeasure *m;
	const TeDetail *d;

	if (l->measure < 0 || l->status != TE_LAYER_APPLIED)
		return NULL;
	m = &TE_MEASURES(s)[l->measure];
	d = &TE_DETAILS(s)[l->measure];
	if (m->base == TE_BASE_CONTENT_OR_VALUE && !te_line_tells(line, m->content))
		return te_tariff_untold_content(s, m->content);
	if (d->gate == TE_GATE_WEIGHT && (d->gate_bounds & TE_GATE_HAS_DEFAULT) != 0 &&
		!is_weighed(line, d->gate_content))
		return te_tariff_untold_weight(s, d->gate_content);
	return te_tariff_note_words(s, l->measure);
}

/*
 * A layer's amount as it is given out: what it adds to the amounts given out so
 * far, so that they sum up to the total also when they have no end (a third).
 */
static TeDecimal
shown_amount(TeDecimal amount, TeDecimal *exact, TeDecimal *shown)
{
	TeDecimal	before = *shown;

	if (te_decimal_is_null(amount) || amount.n == 0)
		return amount;
	*exact = te_decimal_reduce(te_decimal_add(*exact, amount));
	*shown = te_decimal_as_shown(*exact);
	return te_decimal_sub(*shown, before);
}

/* One layer as a result row. */
static void
store_layer(FunctionCallInfo fcinfo, const TeTariff *t, const TeLine *line, const TeLayer *l, TeDecimal amount)
{
	const TeSchedule *s = t->s;
	const TeMeasure *m = l->measure < 0 ? NULL : &TE_MEASURES(s)[l->measure];
	const TeDetail *d = l->measure < 0 ? NULL : &TE_DETAILS(s)[l->measure];
	TeRow		row;

	te_row_begin(&row);
	te_row_text(&row, l->program < 0 ? NULL : TE_STRING(s, TE_PROGRAMS(s)[l->program].name));
	te_row_text(&row, d == NULL ? NULL : TE_STRING(s, d->id));
	te_row_text(&row, l->slice < 0 ? NULL : line->slice[l->slice].name);
	te_row_text(&row, status_text(l->status));
	te_row_text(&row, reason_text(t, line, l));
	te_row_amount(&row, l->base);
	te_row_text(&row, d == NULL ? NULL : TE_STRING(s, d->rate));
	te_row_rate(&row, amount, line->value);
	te_row_amount(&row, amount);
	te_row_date(&row, m == NULL ? TE_DATE_OPEN_FROM : m->valid_from, TE_DATE_OPEN_FROM);
	te_row_date(&row, m == NULL ? TE_DATE_OPEN_TO : m->valid_to, TE_DATE_OPEN_TO);
	te_row_text(&row, d == NULL ? NULL : TE_STRING(s, d->legal_ref));
	te_row_text(&row, note_text(t, line, l));
	te_row_store(fcinfo, &row);
}

/* A row that only says what the line lacks. */
static void
store_need(FunctionCallInfo fcinfo, const TeTariff *t, const TeLine *line)
{
	TeRow		row;

	te_row_begin(&row);
	te_row_text(&row, t->need.program < 0 || t->need.kind == TE_NEED_DIGITS ? NULL : TE_STRING(t->s, TE_PROGRAMS(t->s)[t->need.program].name));
	te_row_text(&row, NULL);
	te_row_text(&row, NULL);
	te_row_text(&row, "needs input");
	te_row_text(&row, te_tariff_need_text(t, line));
	te_row_amount(&row, line->value);
	te_row_text(&row, NULL);
	te_row_rate(&row, TE_DECIMAL_NULL, line->value);
	te_row_amount(&row, TE_DECIMAL_NULL);
	te_row_date(&row, TE_DATE_OPEN_FROM, TE_DATE_OPEN_FROM);
	te_row_date(&row, TE_DATE_OPEN_TO, TE_DATE_OPEN_TO);
	te_row_text(&row, NULL);
	te_row_text(&row, NULL);
	te_row_store(fcinfo, &row);
}

static void
layers(FunctionCallInfo fcinfo, TeTariff *t, bool float_value)
{
	TeLine		line;
	TeDecimal	exact = TE_DECIMAL_ZERO;
	TeDecimal	shown = TE_DECIMAL_ZERO;

	if (te_line_from_args(fcinfo, 1, float_value, t, &line, NULL) != TE_LINE_OK)
		return;
	t->explain = true;
	te_tariff_run(t, &line);
	if (t->need.kind >= TE_NEED_CODE)
		store_need(fcinfo, t, &line);
	for (int i = 0; i < t->nlayers; i++)
	{
		CHECK_FOR_INTERRUPTS();
		store_layer(fcinfo, t, &line, &t->layers[i], shown_amount(t->layers[i].amount, &exact, &shown));
	}
}

TE_LINE_FACES(tariff_layers, layers)

/* ---- options ---- */

/* One combination of alternatives and where it leads. */
typedef struct Option
{
	int			number;			/* in the order of listing */
	int16	   *pick;
	TeDecimal	total;
	TeDecimal	exact_total;
	char	   *problem;
} Option;

/* Known totals first, the cheapest on top, before it is rounded where they are alike after. */
static int
compare_options(const void *a, const void *b)
{
	const Option *x = a;
	const Option *y = b;
	bool		xnull = te_decimal_is_null(x->total);
	bool		ynull = te_decimal_is_null(y->total);
	int			cmp = xnull || ynull ? (int) xnull - ynull : te_decimal_cmp(x->total, y->total);

	if (cmp == 0 && !xnull && !ynull)
		cmp = te_decimal_cmp(x->exact_total, y->exact_total);
	return cmp != 0 ? cmp : x->number - y->number;
}

/* Names of the programs picked. */
static Datum
pick_names(const TeSchedule *s, const int16 *pick, bool *isnull)
{
	int			n = s->count[TE_SEC_CHOICES];
	Datum	   *names = palloc_array(Datum, n + 1);
	int			count = 0;

	for (int g = 0; g < n; g++)
		if (pick[g] >= 0)
			names[count++] = CStringGetTextDatum(TE_STRING(s, TE_PROGRAMS(s)[pick[g]].name));
	*isnull = count == 0;
	return PointerGetDatum(construct_array(names, count, TEXTOID, -1, false, TYPALIGN_INT));
}

/* Evaluates one combination, with what the line chose fixed. */
static void
run_option(TeTariff *t, const TeLine *line, Option *option)
{
	TeLine	   *fixed = palloc(sizeof(TeLine));

	*fixed = *line;
	fixed->chosen = option->pick;
	te_tariff_run(t, fixed);
	option->total = t->total;
	option->exact_total = t->exact_total;
	option->problem = te_tariff_need_text(t, fixed);
	pfree(fixed);
}

/* All combinations of open alternatives, as far as the line leaves them open. */
static Option *
list_options(TeTariff *t, const TeLine *line, int *count)
{
	const TeSchedule *s = t->s;
	int			ngroups = s->count[TE_SEC_CHOICES];
	int			room = 16;
	Option	   *options = palloc_array(Option, room);

	options[0].pick = palloc(sizeof(int16) * (ngroups + 1));
	memset(options[0].pick, -1, sizeof(int16) * (ngroups + 1));
	*count = 1;
	for (int g = 0; g < ngroups; g++)
	{
		int			before = *count;
		int			kept = 0;
		Option	   *next = palloc_array(Option, room = before * t->nprograms + 1);

		for (int i = 0; i < before; i++)
			for (int p = 0; p < t->nprograms; p++)
			{
				bool		chosen = line->chosen == NULL || line->chosen[g] < 0 || line->chosen[g] == p;

				if (TE_PROGRAMS(s)[p].choice != g + 1 || !chosen || !te_tariff_is_open(t, p))
					continue;
				CHECK_FOR_INTERRUPTS();
				if (kept >= TE_TARIFF_MAX_CHOICES)
					ereport(ERROR,
							(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
							 errmsg("more than %d combinations of alternatives", TE_TARIFF_MAX_CHOICES),
							 errhint("Name some of the chosen programs in the argument choice.")));
				next[kept].pick = palloc(sizeof(int16) * (ngroups + 1));
				memcpy(next[kept].pick, options[i].pick, sizeof(int16) * (ngroups + 1));
				next[kept++].pick[g] = p;
			}
		if (kept > 0)
		{
			options = next;
			*count = kept;
		}
	}
	return options;
}

static void
options(FunctionCallInfo fcinfo, TeTariff *t, bool float_value)
{
	TeLine		line;
	Option	   *list;
	int			n;

	if (te_line_from_args(fcinfo, 1, float_value, t, &line, NULL) != TE_LINE_OK)
		return;
	t->explain = false;
	te_tariff_gather(t, &line);
	list = list_options(t, &line, &n);
	for (int i = 0; i < n; i++)
	{
		list[i].number = i;
		run_option(t, &line, &list[i]);
	}
	qsort(list, n, sizeof(Option), compare_options);
	for (int i = 0; i < n; i++)
	{
		TeRow		row;
		bool		isnull;
		Datum		names = pick_names(t->s, list[i].pick, &isnull);

		te_row_begin(&row);
		te_row_datum(&row, Int32GetDatum(i + 1), false);
		te_row_datum(&row, names, isnull);
		te_row_amount(&row, list[i].total);
		te_row_rate(&row, list[i].exact_total, line.value);
		te_row_amount(&row, te_decimal_is_null(list[i].total) || te_decimal_is_null(list[0].total) ? TE_DECIMAL_NULL :
					  te_decimal_sub(list[i].total, list[0].total));
		te_row_text(&row, list[i].problem);
		te_row_store(fcinfo, &row);
	}
}

TE_LINE_FACES(tariff_options, options)
