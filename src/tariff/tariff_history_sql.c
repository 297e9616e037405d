/*
 * tariff_history_sql.c
 *	  SQL functions over time: tariff_history (stretches of dates with the same
 *	  duty) and tariff_breakpoints (what changes when one ends).
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "tariff/tariff_cache.h"
#include "tariff/tariff_line.h"

#define HISTORY_TO (2 + TE_ARG_DATE)	/* number of the argument to_date,
										 * which stands behind from_date */

/* The defaults of from_date and to_date, 1900-01-01 and 2100-01-01: no end, and shown as none */
#define HISTORY_ALWAYS ((DateADT) -36524)
#define HISTORY_OPEN ((DateADT) 36525)

/* Dates at which something can change for a line. */
typedef struct Dates
{
	int			count;
	int			room;
	int32	   *dates;
	int32		from;			/* only those behind this one */
	int32		to;				/* and before this one */
} Dates;

/* The line's duty on a stretch of dates. */
typedef struct Stretch
{
	int32		from;
	int32		to;
	TeDecimal	total;
	TeDecimal	exact_total;
	char	   *problem;
	bool		covered;		/* by the schedule */
	TeDecimal  *programs;		/* totals by program */
} Stretch;

static void
add_date(Dates *d, int32 date)
{
	if (date <= d->from || date >= d->to)
		return;
	if (d->count == d->room)
	{
		d->room *= 2;
		d->dates = repalloc(d->dates, sizeof(int32) * d->room);
	}
	d->dates[d->count++] = date;
}

static int
compare_dates(const void *a, const void *b)
{
	int32		x = *(const int32 *) a;
	int32		y = *(const int32 *) b;

	return x < y ? -1 : x > y;
}

/* Dates of the measures of one prefix that can concern the origin. */
static void
add_node_dates(const TeTariff *t, int node, Dates *d)
{
	const TeSchedule *s = t->s;

	for (uint32 i = TE_NODES(s)[node].measure; i < TE_NODES(s)[node + 1].measure; i++)
	{
		const TeMeasure *m = &TE_MEASURES(s)[i];

		CHECK_FOR_INTERRUPTS();
		if (t->closeness[m->area] < 0 && !t->origin->dated)
			continue;
		add_date(d, m->valid_from);
		add_date(d, m->valid_to);
		if (m->flags & TE_MEASURE_TRANSIT)
			add_date(d, TE_DETAILS(s)[i].entered_before);
	}
}

/* Dates at which the origin's memberships change. */
static void
add_member_dates(const TeSchedule *s, uint64 word, Dates *d)
{
	for (uint32 i = 0; i < s->count[TE_SEC_COUNTRIES]; i++)
	{
		const TePlace *p = &TE_PLACES(s)[i];

		for (uint32 k = 0; p->word == word && k < p->nmembers; k++)
		{
			add_date(d, TE_MEMBERS(s)[p->member + k].valid_from);
			add_date(d, TE_MEMBERS(s)[p->member + k].valid_to);
		}
	}
}

/* All dates in (from, to) at which the line's duty can change, in order. */
static void
find_dates(TeTariff *t, const TeLine *line, Dates *d)
{
	const TeSchedule *s = t->s;
	int			node = te_schedule_find_node(s, line->key, NULL);
	int			first;
	int			end;
	int			kept = 0;

	d->count = 0;
	d->room = 64;
	d->dates = palloc_array(int32, d->room);
	te_tariff_gather(t, line);
	while (node >= 0)
	{
		add_node_dates(t, node, d);
		node = TE_NODES(s)[node].parent == node ? -1 : (int) TE_NODES(s)[node].parent;
	}
	te_schedule_nodes_below(s, line->key, &first, &end);
	for (node = first; node < end; node++)
		add_node_dates(t, node, d);
	for (uint32 i = 0; i < s->count[TE_SEC_DATES]; i++)
		add_date(d, TE_DATES(s)[i]);
	add_member_dates(s, line->origin, d);
	qsort(d->dates, d->count, sizeof(int32), compare_dates);
	for (int i = 0; i < d->count; i++)
		if (kept == 0 || d->dates[kept - 1] != d->dates[i])
			d->dates[kept++] = d->dates[i];
	d->count = kept;
}

static bool
same_amount(TeDecimal a, TeDecimal b)
{
	if (te_decimal_is_null(a) || te_decimal_is_null(b))
		return te_decimal_is_null(a) && te_decimal_is_null(b);
	return te_decimal_cmp(a, b) == 0;
}

static bool
same_stretch(const TeTariff *t, const Stretch *a, const Stretch *b)
{
	if (!same_amount(a->total, b->total) || (a->problem == NULL) != (b->problem == NULL) ||
		(a->problem != NULL && strcmp(a->problem, b->problem) != 0))
		return false;
	for (int p = 0; p < t->nprograms; p++)
		if (!same_amount(a->programs[p], b->programs[p]))
			return false;
	return true;
}

/* The line from one date to the next. */
static void
run_stretch(TeTariff *t, TeLine *line, int32 from, int32 to, Stretch *stretch)
{
	line->entry_date = from;
	te_tariff_run(t, line);
	stretch->from = from;
	stretch->to = to;
	stretch->total = t->total;
	stretch->exact_total = t->exact_total;
	stretch->problem = te_tariff_need_text(t, line);
	stretch->covered = t->need.kind != TE_NEED_COVERAGE;
	if (te_line_check_conflicts(t, line, &stretch->problem) != TE_LINE_OK)
		stretch->total = stretch->exact_total = TE_DECIMAL_NULL;
	stretch->programs = palloc_array(TeDecimal, t->nprograms + 1);
	memcpy(stretch->programs, t->program_total, sizeof(TeDecimal) * t->nprograms);
}

/* Leaves of the dates asked for those that the schedule covers, if it covers any of them. */
static void
cut_to_coverage(const TeTariff *t, Dates *d)
{
	if (d->to <= t->covers_from || d->from >= t->covers_to)
		return;
	d->from = Max(d->from, t->covers_from);
	d->to = Min(d->to, t->covers_to);
}

/* Take to_date from between the arguments of the line, which are read in a row; NULL: no end. */
static DateADT
take_to_date(FunctionCallInfo fcinfo)
{
	DateADT		to = PG_ARGISNULL(HISTORY_TO) ? HISTORY_OPEN : PG_GETARG_DATEADT(HISTORY_TO);

	memmove(&fcinfo->args[HISTORY_TO], &fcinfo->args[HISTORY_TO + 1],
			sizeof(fcinfo->args[0]) * (TE_LINE_ARGS - TE_ARG_VALUE));
	return to;
}

/* The history of the line of the arguments; *count stretches, neighbours differ. */
static Stretch *
read_history(FunctionCallInfo fcinfo, TeTariff *t, bool float_value, TeLine *line, int *count)
{
	Dates		d;
	Stretch    *stretches;

	*count = 0;
	t->explain = false;
	d.to = take_to_date(fcinfo);
	if (te_line_from_args(fcinfo, 1, float_value, t, line, NULL) != TE_LINE_OK)
		return NULL;
	d.from = line->entry_date;
	if (d.from >= d.to || DATE_NOT_FINITE(d.to))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("from_date must be before to_date, and both finite")));
	cut_to_coverage(t, &d);
	find_dates(t, line, &d);
	stretches = palloc_array(Stretch, d.count + 1);
	for (int i = 0; i <= d.count; i++)
	{
		Stretch    *s = &stretches[*count];

		CHECK_FOR_INTERRUPTS();
		run_stretch(t, line, i == 0 ? d.from : d.dates[i - 1], i == d.count ? d.to : d.dates[i], s);
		if (*count > 0 && same_stretch(t, s, s - 1))
			s[-1].to = s->to;
		else
			(*count)++;
	}
	return stretches;
}

/* "MFN 750, S232_AUTO 3750"; NULL where nothing is known */
static char *
programs_text(const TeTariff *t, const Stretch *stretch)
{
	StringInfoData text;

	if (!stretch->covered)
		return NULL;
	initStringInfo(&text);
	for (int p = 0; p < t->nprograms; p++)
		if (te_decimal_is_null(stretch->programs[p]) || stretch->programs[p].n != 0)
			appendStringInfo(&text, "%s%s %s", text.len == 0 ? "" : ", ",
							 TE_STRING(t->s, TE_PROGRAMS(t->s)[p].name),
							 te_decimal_is_null(stretch->programs[p]) ? "?" :
							 te_decimal_to_cstring(stretch->programs[p]));
	return text.data;
}

static void
history(FunctionCallInfo fcinfo, TeTariff *t, bool float_value)
{
	TeLine		line;
	int			n;
	Stretch    *stretches = read_history(fcinfo, t, float_value, &line, &n);

	for (int i = 0; i < n; i++)
	{
		TeRow		row;

		te_row_begin(&row);
		te_row_date(&row, stretches[i].from, HISTORY_ALWAYS);
		te_row_date(&row, stretches[i].to, HISTORY_OPEN);
		te_row_amount(&row, stretches[i].total);
		te_row_rate(&row, stretches[i].exact_total, line.value);
		te_row_text(&row, programs_text(t, &stretches[i]));
		te_row_text(&row, stretches[i].problem);
		te_row_store(fcinfo, &row);
	}
}

/* One program's change, or with program = -1 the total's. */
static void
store_change(FunctionCallInfo fcinfo, const TeTariff *t, const Stretch *s, int program)
{
	TeDecimal	before = program < 0 ? s[-1].total : s[-1].programs[program];
	TeDecimal	after = program < 0 ? s->total : s->programs[program];
	bool		known = !te_decimal_is_null(before) && !te_decimal_is_null(after);
	TeRow		row;

	te_row_begin(&row);
	te_row_date(&row, s->from, TE_DATE_OPEN_FROM);
	te_row_text(&row, program < 0 ? NULL : TE_STRING(t->s, TE_PROGRAMS(t->s)[program].name));
	te_row_amount(&row, before);
	te_row_amount(&row, after);
	te_row_amount(&row, known ? te_decimal_sub(after, before) : TE_DECIMAL_NULL);
	te_row_amount(&row, s->total);
	te_row_text(&row, s->problem);
	te_row_store(fcinfo, &row);
}

static void
breakpoints(FunctionCallInfo fcinfo, TeTariff *t, bool float_value)
{
	TeLine		line;
	int			n;
	Stretch    *stretches = read_history(fcinfo, t, float_value, &line, &n);

	for (int i = 1; i < n; i++)
	{
		bool		told = false;

		for (int p = 0; p < t->nprograms; p++)
			if (!same_amount(stretches[i - 1].programs[p], stretches[i].programs[p]))
			{
				store_change(fcinfo, t, &stretches[i], p);
				told = true;
			}
		if (!told)
			store_change(fcinfo, t, &stretches[i], -1);
	}
}

TE_LINE_FACES(tariff_history, history)
TE_LINE_FACES(tariff_breakpoints, breakpoints)
