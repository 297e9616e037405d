/*
 * schedule_build.c
 *	  Rule rows into a compiled schedule: names become numbers, rates programs,
 *	  prefixes a sorted tree; everything that cannot be is noted as a problem.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "codes/country.h"
#include "schedule/schedule_build.h"
#include "schedule/schedule_lint.h"
#include "schedule/schedule_pack.h"
#include "schedule/schedule_pieces.h"
#include "schedule/schedule_strings.h"

#define NO_NUMBER PG_UINT16_MAX

/* ---- pieces that grow ---- */

/* Appends a list of numbers; 0 when it is empty. */
static TeList
add_list(TeBuild *b, int count, const uint32 *items)
{
	TeList		at = b->nlists;

	if (count == 0)
		return 0;
	while (b->nlists + count + 1 > b->list_room)
	{
		b->list_room *= 2;
		b->lists = repalloc_huge(b->lists, sizeof(uint32) * (Size) b->list_room);
	}
	b->lists[b->nlists++] = count;
	for (int i = 0; i < count; i++)
		b->lists[b->nlists++] = items[i];
	return at;
}

/* ---- names of programs, areas, claims ---- */

/* Number of a program, or NO_NUMBER with a problem noted. */
static uint16
program_number(TeBuild *b, const char *name, const char *place)
{
	int			number = te_names_find(&b->programs, name);

	if (number >= 0)
		return number;
	te_rules_problem(b->rules, true, "unknown program", place,
					 "The program \"%s\" has no row in tariff_program.", name);
	return NO_NUMBER;
}

static TeList
program_list(TeBuild *b, const TeWords *words, const char *place)
{
	uint32	   *items = palloc_array(uint32, words->count + 1);

	for (int i = 0; i < words->count; i++)
		items[i] = program_number(b, words->words[i], place);
	return add_list(b, words->count, items);
}

/* Two capital letters: a country code even if the reference does not have it. */
static bool
looks_like_country(const char *name)
{
	return strlen(name) == 2 && name[0] >= 'A' && name[0] <= 'Z' && name[1] >= 'A' && name[1] <= 'Z';
}

/* ISO 3166 alpha-2 code of a country, or NULL. */
static const char *
country_name(const char *name)
{
	int			country = te_country_find(name, strlen(name), TE_SYSTEM_GUESS);

	if (country >= 0)
		return te_countries[country].iso2;
	return looks_like_country(name) ? name : NULL;
}

/* Number of an area or country; notes a problem when it is neither. */
static uint16
area_number(TeBuild *b, const char *name, const char *place)
{
	const char *country;

	if (te_names_find(&b->groups, name) >= 0 || strcmp(name, "*") == 0)
		return te_names_number(&b->areas, name, NULL);
	country = country_name(name);
	if (country == NULL)
	{
		te_rules_problem(b->rules, true, "unknown area", place,
						 "\"%s\" is neither *, nor a country, nor an area of tariff_area.", name);
		return 0;
	}
	te_names_number(&b->countries, country, NULL);
	return te_names_number(&b->areas, country, NULL);
}

static TeList
area_list(TeBuild *b, const TeWords *words, const char *place)
{
	uint32	   *items = palloc_array(uint32, words->count + 1);

	for (int i = 0; i < words->count; i++)
		items[i] = area_number(b, words->words[i], place);
	return add_list(b, words->count, items);
}

static TeList
claim_list(TeBuild *b, const TeWords *words, const char *place)
{
	uint32	   *items = palloc_array(uint32, words->count + 1);

	for (int i = 0; i < words->count; i++)
	{
		if (words->words[i][0] == '\0')
			te_rules_problem(b->rules, true, "empty claim", place,
							 "need and unless name claims; one of them is empty.");
		items[i] = te_names_number(&b->claims, words->words[i], NULL);
	}
	return add_list(b, words->count, items);
}

/* Key of a prefix; notes a problem when it is not digits. */
static uint64
prefix_key(TeBuild *b, const char *code, const char *place)
{
	uint64		key = 0;

	if (!te_hs_key(code, strlen(code), &key))
		te_rules_problem(b->rules, true, "bad code", place,
						 "\"%s\" is not 0 to %d digits.", code, TE_HS_KEY_DIGITS);
	return key;
}

static TeList
key_list(TeBuild *b, const TeWords *words, const char *place)
{
	uint32	   *items = palloc_array(uint32, 2 * words->count + 1);

	for (int i = 0; i < words->count; i++)
	{
		uint64		key = prefix_key(b, words->words[i], place);

		items[2 * i] = (uint32) (key >> 32);
		items[2 * i + 1] = (uint32) key;
	}
	return add_list(b, 2 * words->count, items);
}

/* ---- rates ---- */

/* Percentages in millionths of the value, so that sums need no common denominator. */
static void
rescale_percentages(TeDuty *duty)
{
	for (int i = 0; i < duty->nops; i++)
	{
		TeDutyOp   *op = &duty->ops[i];

		if (op->code == TE_DUTY_PERCENT && op->d < 1000000 && 1000000 % op->d == 0 &&
			op->n > -PG_INT32_MAX && op->n < PG_INT32_MAX)
		{
			op->n *= 1000000 / op->d;
			op->d = 1000000;
		}
	}
}

/* Replaces the names of programs by their numbers. */
static void
bind_references(TeBuild *b, TeDuty *duty, const char *place)
{
	for (int i = 0; i < duty->nnames; i++)
	{
		TeDutyName *name = &TE_DUTY_NAMES(duty)[i];

		if (name->kind == TE_DUTY_REFERENCE)
			name->bound = program_number(b, TE_DUTY_NAME_BYTES(duty, i), place);
	}
}

/* Offset of a rate's program in TE_SEC_DUTIES; 0 with a problem noted. */
static uint32
add_duty(TeBuild *b, const char *text, const char *place)
{
	bool		is_new;
	int			number = te_names_number(&b->rates, text, &is_new);
	TeDutyError error;
	TeDuty	   *duty;

	if (!is_new)
		return b->duty_at[number];
	if (number >= b->rate_room)
	{
		b->rate_room *= 2;
		b->duty_at = repalloc_huge(b->duty_at, sizeof(uint32) * (Size) b->rate_room);
	}
	b->duty_at[number] = 0;
	duty = te_duty_parse(text, strlen(text), te_rules_currency(b->rules), &error);
	if (duty == NULL)
	{
		te_rules_problem(b->rules, true, "bad rate", place,
						 "\"%s\": %s at position %d.", text, error.message, error.position);
		return 0;
	}
	bind_references(b, duty, place);
	rescale_percentages(duty);
	while (b->nduties + duty->size > b->duty_room)
	{
		b->duty_room *= 2;
		b->duties = repalloc_huge(b->duties, b->duty_room);
	}
	memcpy(b->duties + b->nduties, duty, duty->size);
	b->duty_at[number] = b->nduties;
	b->nduties += duty->size;
	return b->duty_at[number];
}

/* The rate in millionths when it is a plain percentage of that precision, else -1. */
static int32
plain_share(const TeBuild *b, uint32 at)
{
	const TeDuty *duty = (const TeDuty *) (b->duties + at);
	const TeDutyOp *op = &duty->ops[0];

	if (duty->nops == 1 && op->code == TE_DUTY_MONEY && op->n == 0)
		return 0;				/* Free */
	if (duty->nops != 1 || op->code != TE_DUTY_PERCENT || op->d != 1000000 ||
		op->n < 0 || op->n > PG_INT32_MAX)
		return -1;
	return (int32) op->n;
}

/* ---- measures ---- */

static uint8
combine_of(TeBuild *b, const TeProgramRow *p)
{
	static const char *const names[] = {"specific", "max", "min", "sum", "first"};

	for (int i = 0; i < lengthof(names); i++)
		if (strcmp(p->combine, names[i]) == 0)
			return TE_COMBINE_SPECIFIC + i;
	te_rules_problem(b->rules, true, "unknown combine", p->name,
					 "\"%s\" is not one of specific, max, min, sum, first.", p->combine);
	return TE_COMBINE_SPECIFIC;
}

static void
set_base(TeBuild *b, TeMeasure *m, const TeMeasureRow *row)
{
	const char *key;
	TeBase		kind;

	if (strcmp(row->base, "value") == 0)
		m->base = TE_BASE_VALUE;
	else if (strcmp(row->base, "rest") == 0)
		m->base = TE_BASE_REST;
	else if (strcmp(row->base, "duty+value") == 0)
		m->base = TE_BASE_DUTY_VALUE;
	else if ((key = te_content_of_base(row->base, &kind)) != NULL)
	{
		m->base = kind;
		m->content = te_names_number(&b->contents, key, NULL);
	}
	else
		te_rules_problem(b->rules, true, "unknown base", row->id,
						 "\"%s\" is not one of value, content:KEY, content:KEY or value, value-content:KEY, rest, duty+value.", row->base);
}

static void
set_operation(TeBuild *b, TeMeasure *m, TeDetail *d, const TeMeasureRow *row)
{
	static const char *const names[] = {"add", "floor", "captotal", "cap", "replace"};

	for (int i = 0; i < lengthof(names); i++)
		if (strcmp(row->op, names[i]) == 0)
			m->op = TE_OP_ADD + i;
	if (m->op == 0)
		te_rules_problem(b->rules, true, "unknown op", row->id,
						 "\"%s\" is not one of add, floor, captotal, cap, replace.", row->op);
	if ((m->op > TE_OP_ADD || m->base == TE_BASE_DUTY_VALUE) && row->over.count == 0)
		te_rules_problem(b->rules, true, "over is empty", row->id,
						 "The column over must name the programs that %s refers to.",
						 m->op > TE_OP_ADD ? row->op : row->base);
	if (m->op == TE_OP_CAPTOTAL && row->total_rate == NULL)
		te_rules_problem(b->rules, true, "total_rate is empty", row->id,
						 "captotal needs the rate that the sum must not exceed.");
	if (row->total_rate != NULL)
		d->total = add_duty(b, row->total_rate, row->id);
}

/* A bound of a gate as two 64-bit numbers. */
static void
set_bound(TeBuild *b, int64 out[2], TeDecimal value, const char *place)
{
	if (te_decimal_is_null(value))
		value = TE_DECIMAL_ZERO;
	else if (!te_decimal_is_small(value))
		te_rules_problem(b->rules, true, "bad gate", place, "Its bounds must be numbers of at most 18 digits.");
	out[0] = (int64) value.n;
	out[1] = (int64) value.d;
}

static void
set_gate(TeBuild *b, TeMeasure *m, TeDetail *d, const TeMeasureRow *row)
{
	char	   *key;
	TeGate		kind;
	int32		untold;

	if (row->gate == NULL)
		return;
	m->flags |= TE_MEASURE_GATE;
	if (strcmp(row->gate, "value") == 0)
		d->gate = TE_GATE_VALUE;
	else if (strncmp(row->gate, "value/", 6) == 0 && row->gate[6] != '\0')
	{
		d->gate = TE_GATE_UNIT_VALUE;
		d->gate_unit = add_duty(b, psprintf("1 XXX/%s", row->gate + 6), row->id);
	}
	else if ((key = te_content_of_gate(row->gate, &kind, &untold)) != NULL)
	{
		d->gate = kind;
		d->gate_content = te_names_number(&b->contents, key, NULL);
		d->gate_unit = Max(untold, 0);
		d->gate_bounds = untold < 0 ? 0 : TE_GATE_HAS_DEFAULT;
	}
	else
		te_rules_problem(b->rules, true, "unknown gate", row->id,
						 "\"%s\" is not one of value, value/UNIT, content:KEY, weight:KEY; the last two may end in \"or SHARE\".",
						 row->gate);
	set_bound(b, d->gate_from, row->gate_from, row->id);
	set_bound(b, d->gate_to, row->gate_to, row->id);
	if (!te_decimal_is_null(row->gate_from) && !te_decimal_is_null(row->gate_to) &&
		te_decimal_cmp(row->gate_from, row->gate_to) >= 0)
		te_rules_problem(b->rules, true, "reversed limits", row->id,
						 "gate_from, gate_to is empty: from %s to below %s.",
						 te_decimal_to_cstring(row->gate_from), te_decimal_to_cstring(row->gate_to));
	if (!te_decimal_is_null(row->gate_from))
		d->gate_bounds |= TE_GATE_HAS_FROM;
	if (!te_decimal_is_null(row->gate_to))
		d->gate_bounds |= TE_GATE_HAS_TO;
}

/* Notes dates that end before they begin. */
static void
check_dates(TeBuild *b, const char *place, const char *columns, int32 from, int32 to)
{
	if (from >= to)
		te_rules_problem(b->rules, true, "reversed dates", place,
						 "%s is empty: from %s to before %s.", columns,
						 te_date_cstring(from), te_date_cstring(to));
}

static void
set_dates(TeBuild *b, TeMeasure *m, TeDetail *d, const TeMeasureRow *row)
{
	check_dates(b, row->id, "valid_from, valid_to", row->valid_from, row->valid_to);
	check_dates(b, row->id, "known_from, known_to", row->known_from, row->known_to);
	m->valid_from = row->valid_from;
	m->valid_to = row->valid_to;
	d->known_from = row->known_from;
	d->known_to = row->known_to;
	d->loaded_before = row->loaded_before;
	d->entered_before = row->entered_before;
	if (row->known_from != TE_DATE_OPEN_FROM || row->known_to != TE_DATE_OPEN_TO)
		m->flags |= TE_MEASURE_KNOWN;
	if (row->loaded_before != TE_DATE_OPEN_FROM)
		m->flags |= TE_MEASURE_TRANSIT;
}

/* The rate as an expression: of what the rules do not hold, its words; a note charges nothing. */
static const char *
rate_expression(const char *rate)
{
	Size		len = strlen(TE_RATE_NOT_COVERED);

	if (strncmp(rate, TE_RATE_NOTE, strlen(TE_RATE_NOTE)) == 0)
		return "Free";
	return strncmp(rate, TE_RATE_NOT_COVERED, len) == 0 ? psprintf("TEXT:%s", rate + len) : rate;
}

/* A note must not stand in for a rate. */
static void
check_note(TeBuild *b, const TeMeasureRow *row, int program)
{
	if (strncmp(row->rate, TE_RATE_NOTE, strlen(TE_RATE_NOTE)) == 0 &&
		b->program[program].combine != TE_COMBINE_SUM)
		te_rules_problem(b->rules, true, "note among rates", row->id,
						 "A measure whose rate begins with %s charges nothing; it must be in a program that combines by sum.", TE_RATE_NOTE);
}

/* One row, names resolved. */
static void
set_measure(TeBuild *b, TeMeasure *m, TeDetail *d, const TeMeasureRow *row)
{
	m->program = program_number(b, row->program, row->id);
	check_note(b, row, m->program);
	m->area = area_number(b, row->area, row->id);
	set_base(b, m, row);
	set_operation(b, m, d, row);
	set_gate(b, m, d, row);
	set_dates(b, m, d, row);
	d->duty = add_duty(b, rate_expression(row->rate), row->id);
	d->over = program_list(b, &row->over, row->id);
	m->share = b->rules->nerrors == 0 ? plain_share(b, d->duty) : -1;
	d->id = te_build_string(b, row->id);
	d->legal_ref = te_build_string(b, row->legal_ref);
	d->rate = te_build_string(b, row->rate);
	d->need = claim_list(b, &row->need, row->id);
	d->unless = claim_list(b, &row->unless, row->id);
	d->except_codes = key_list(b, &row->except_codes, row->id);
	d->except_areas = area_list(b, &row->except_areas, row->id);
	d->ord = row->ord;
	if (d->need != 0)
		m->flags |= TE_MEASURE_NEED;
	if (d->unless != 0)
		m->flags |= TE_MEASURE_UNLESS;
	if (d->except_codes != 0 || d->except_areas != 0)
		m->flags |= TE_MEASURE_EXCEPT;
}

/* What a sort of measures compares, in one place. */
typedef struct SortItem
{
	uint64		key;
	uint16		program;
	int32		ord;
	int			row;
} SortItem;

static int
compare_items(const void *a, const void *b)
{
	const SortItem *x = a;
	const SortItem *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->program != y->program)
		return x->program < y->program ? -1 : 1;
	if (x->ord != y->ord)
		return x->ord < y->ord ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* All rows, in order of prefix and program. */
static void
build_measures(TeBuild *b)
{
	int			n = b->rules->nmeasures;
	SortItem   *items = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(SortItem) * ((Size) n + 1));

	for (int i = 0; i < n; i++)
	{
		const TeMeasureRow *row = &b->rules->measures[i];

		items[i].key = prefix_key(b, row->code, row->id);
		items[i].program = (uint16) te_names_find(&b->programs, row->program);
		items[i].ord = row->ord;
		items[i].row = i;
	}
	qsort(items, n, sizeof(SortItem), compare_items);
	b->measures = te_alloc_zero(sizeof(TeMeasure) * ((Size) n + 1));
	b->details = te_alloc_zero(sizeof(TeDetail) * ((Size) n + 1));
	b->measure_row = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(int) * ((Size) n + 1));
	b->measure_key = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(uint64) * ((Size) n + 1));
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		set_measure(b, &b->measures[i], &b->details[i], &b->rules->measures[items[i].row]);
		b->measure_key[i] = items[i].key;
		b->measure_row[i] = items[i].row;
	}
	pfree(items);
}

/* The distinct prefixes as a tree, and where each heading begins. */
static void
build_nodes(TeBuild *b)
{
	int			n = b->rules->nmeasures;
	uint32	   *open = palloc_array(uint32, TE_HS_KEY_DIGITS + 2);
	int			depth = 0;

	b->nodes = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(TeNode) * ((Size) n + 1));
	for (int i = 0; i < n; i++)
	{
		uint64		key = b->measure_key[i];

		if (i > 0 && key == b->measure_key[i - 1])
			continue;
		while (depth > 0 && !te_hs_key_within(key, b->nodes[open[depth - 1]].key))
			depth--;
		b->nodes[b->nnodes].key = key;
		b->nodes[b->nnodes].parent = depth > 0 ? open[depth - 1] : b->nnodes;
		b->nodes[b->nnodes].measure = i;
		open[depth++] = b->nnodes++;
	}
	b->nodes[b->nnodes].key = ~UINT64CONST(0);
	b->nodes[b->nnodes].parent = b->nnodes;
	b->nodes[b->nnodes].measure = n;
	for (int h = 0, at = 0; h <= 10000; h++)
	{
		char		digits[8];
		uint64		key = ~UINT64CONST(0);

		snprintf(digits, sizeof(digits), "%04d", h);
		if (h < 10000)
			te_hs_key(digits, 4, &key);
		while (at < b->nnodes && b->nodes[at].key < key)
			at++;
		b->headings[h] = at;
	}
	pfree(open);
}

/* ---- rules, areas, roundings ---- */

/* Number of one of several words, or -1 with a problem noted. */
static int
word_number(TeBuild *b, const char *word, const char *problem, const char *place,
			int count, const char *const *words)
{
	StringInfoData known;

	for (int i = 0; i < count; i++)
		if (strcmp(word, words[i]) == 0)
			return i;
	initStringInfo(&known);
	for (int i = 0; i < count; i++)
		appendStringInfo(&known, "%s%s", i == 0 ? "" : ", ", words[i]);
	te_rules_problem(b->rules, true, problem, place, "\"%s\" is not one of %s.", word, known.data);
	return -1;
}

static void
set_rule(TeBuild *b, TeRule *r, const TeRuleRow *row)
{
	static const char *const kinds[] = {"excludes", "conflicts", "implies"};
	static const char *const scopes[] = {"slice", "line"};
	static const char *const whens[] = {"owed", "in_scope"};
	char	   *place = psprintf("%s -> %s", row->subject, row->object);

	int			kind = word_number(b, row->kind, "unknown kind of rule", place, 3, kinds);

	memset(r, 0, sizeof(TeRule));
	if (kind > 0)
	{
		r->flags = kind == 1 ? TE_RULE_CONFLICT : TE_RULE_IMPLIES;
		r->subject = te_names_number(&b->claims, row->subject, NULL);
		r->object = te_names_number(&b->claims, row->object, NULL);
	}
	else
	{
		r->subject = program_number(b, row->subject, place);
		r->object = program_number(b, row->object, place);
	}
	if (word_number(b, row->scope, "unknown scope", place, 2, scopes) == 1)
		r->flags |= TE_RULE_LINE;
	if (word_number(b, row->when, "unknown when", place, 2, whens) == 1)
		r->flags |= TE_RULE_IN_SCOPE;
	r->area = row->area == NULL ? 0 : area_number(b, row->area, place);
	if (kind == 2 && (row->area != NULL || row->valid_from != TE_DATE_OPEN_FROM || row->valid_to != TE_DATE_OPEN_TO ||
					  row->known_from != TE_DATE_OPEN_FROM || row->known_to != TE_DATE_OPEN_TO))
		te_rules_problem(b->rules, true, "bad rule", place,
						 "A claim implies another on every day and from every origin: leave area and dates empty.");
	check_dates(b, place, "valid_from, valid_to", row->valid_from, row->valid_to);
	check_dates(b, place, "known_from, known_to", row->known_from, row->known_to);
	r->valid_from = row->valid_from;
	r->valid_to = row->valid_to;
	r->known_from = row->known_from;
	r->known_to = row->known_to;
	r->legal_ref = te_build_string(b, row->legal_ref);
}

/* The dates that the regime covers lie behind the rules, if it says some. */
static void
set_coverage(TeBuild *b, TeRule *r)
{
	const TeRules *rules = b->rules;

	memset(r, 0, sizeof(TeRule));
	r->flags = TE_RULE_COVERAGE;
	r->valid_from = rules->covers_from;
	r->valid_to = rules->covers_to;
	r->known_from = TE_DATE_OPEN_FROM;
	r->known_to = TE_DATE_OPEN_TO;
	check_dates(b, rules->regime, "covers_from, covers_to", rules->covers_from, rules->covers_to);
}

/* What measures refer to, once for each span of dates. */
static void
add_dependency(TeBuild *b, const TeMeasure *m, const TeDetail *d, uint16 on)
{
	TeDependency dep = {
		.program = m->program, .on = on,
		.valid_from = m->valid_from, .valid_to = m->valid_to,
		.known_from = d->known_from, .known_to = d->known_to
	};

	for (int i = 0; i < b->ndependencies; i++)
		if (memcmp(&b->dependencies[i], &dep, sizeof(dep)) == 0)
			return;
	if (b->ndependencies == b->dependency_room)
	{
		b->dependency_room *= 2;
		b->dependencies = repalloc_huge(b->dependencies,
										sizeof(TeDependency) * (Size) b->dependency_room);
	}
	b->dependencies[b->ndependencies++] = dep;
}

/* References inside a rate. */
static void
add_rate_dependencies(TeBuild *b, const TeMeasure *m, const TeDetail *d, uint32 at)
{
	const TeDuty *duty = (const TeDuty *) (b->duties + at);

	for (int i = 0; i < duty->nnames; i++)
		if (TE_DUTY_NAMES(duty)[i].kind == TE_DUTY_REFERENCE)
			add_dependency(b, m, d, TE_DUTY_NAMES(duty)[i].bound);
}

static void
find_dependencies(TeBuild *b)
{
	for (int i = 0; i < b->rules->nmeasures; i++)
	{
		const TeMeasure *m = &b->measures[i];
		const TeDetail *d = &b->details[i];

		if (m->share < 0)
			add_rate_dependencies(b, m, d, d->duty);
		if (m->op == TE_OP_CAPTOTAL)
			add_rate_dependencies(b, m, d, d->total);
		if (m->op == TE_OP_ADD && m->base != TE_BASE_DUTY_VALUE)
			continue;
		for (uint32 k = 0; k < (d->over == 0 ? 0 : b->lists[d->over]); k++)
			add_dependency(b, m, d, b->lists[d->over + 1 + k]);
	}
}

static void
set_rounding(TeBuild *b, TeScheduleRounding *r, const TeRoundingRow *row)
{
	static const char *const whats[] = {"value", "base", "duty", "total"};
	static const char *const modes[] = {"half_up", "half_even", "down", "up"};
	char	   *place = psprintf("rounding of %s", row->what);

	memset(r, 0, sizeof(TeScheduleRounding));
	r->what = TE_ROUND_WHAT_VALUE + word_number(b, row->what, "unknown rounding", place, 4, whats);
	r->mode = TE_ROUND_HALF_UP + word_number(b, row->mode, "unknown rounding", place, 4, modes);
	r->carry = row->carry;
	r->program = row->program == NULL ? -1 : program_number(b, row->program, place);
	r->n = (int64) row->unit.n;
	r->d = (int64) row->unit.d;
	if (!te_decimal_is_small(row->unit) || row->unit.n <= 0)
		te_rules_problem(b->rules, true, "unknown rounding", place,
						 "The unit must be a positive number of at most 18 digits.");
}

/* One country's word in byte order, as in TeCode. */
static uint64
place_word(const char *name)
{
	uint64		word = 0;

	for (int i = 0; i < 8 && name[i] != '\0'; i++)
		word |= (uint64) (unsigned char) name[i] << (56 - 8 * i);
	return word;
}

static int
compare_places(const void *a, const void *b)
{
	uint64		x = ((const TePlace *) a)->word;
	uint64		y = ((const TePlace *) b)->word;

	return x < y ? -1 : x > y;
}

/* Is an area by a country's name an area that the country is in? */
static bool
contains_itself(const TeRules *rules, const char *area)
{
	for (int i = 0; i < rules->nareas; i++)
	{
		const char *country = strcmp(rules->areas[i].area, area) == 0 ? country_name(rules->areas[i].country) : NULL;

		if (country != NULL && strcmp(country, area) == 0)
			return true;
	}
	return false;
}

/* Countries of areas must be countries, and areas must not take a country's name from it. */
static void
note_area_countries(TeBuild *b)
{
	for (int i = 0; i < b->rules->nareas; i++)
	{
		TeAreaRow  *row = &b->rules->areas[i];
		const char *country = country_name(row->country);

		check_dates(b, row->area, "valid_from, valid_to", row->valid_from, row->valid_to);
		if (te_country_find(row->area, strlen(row->area), TE_SYSTEM_GUESS) >= 0 &&
			strlen(row->area) == 2 && !contains_itself(b->rules, row->area))
			te_rules_problem(b->rules, true, "area hides a country", row->area,
							 "Measures on \"%s\" would no longer hold for that country, which is not in the area.",
							 row->area);
		if (country == NULL)
			te_rules_problem(b->rules, true, "unknown country", row->area,
							 "\"%s\" is not an ISO code of a country.", row->country);
		else
			te_names_number(&b->countries, country, NULL);
	}
}

/* Each country with the areas that it is in. */
static void
build_places(TeBuild *b)
{
	int			n = b->countries.count;

	b->places = palloc_array(TePlace, n + 1);
	b->members = palloc_array(TeMember, n + b->rules->nareas + 1);
	for (int c = 0; c < n; c++)
	{
		const char *name = b->countries.names[c];
		int			own = te_names_find(&b->areas, name);

		b->places[c].word = place_word(name);
		b->places[c].member = b->nmembers;
		if (own >= 0 && te_names_find(&b->groups, name) < 0)
			b->members[b->nmembers++] = (TeMember) {own, 1, TE_DATE_OPEN_FROM, TE_DATE_OPEN_TO};
		for (int i = 0; i < b->rules->nareas; i++)
		{
			TeAreaRow  *row = &b->rules->areas[i];
			const char *country = country_name(row->country);
			int			area = te_names_find(&b->areas, row->area);

			if (area >= 0 && country != NULL && strcmp(country, name) == 0)
				b->members[b->nmembers++] =
					(TeMember) {area, 0, row->valid_from, row->valid_to};
		}
		b->places[c].nmembers = b->nmembers - b->places[c].member;
	}
	qsort(b->places, n, sizeof(TePlace), compare_places);
}

/* ---- putting it together ---- */

static int
compare_programs(const void *a, const void *b)
{
	const TeProgramRow *x = a;
	const TeProgramRow *y = b;

	if (x->ord != y->ord)
		return x->ord < y->ord ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void
build_programs(TeBuild *b)
{
	TeRules    *rules = b->rules;

	if (rules->nprograms == 0)
		te_rules_problem(rules, true, "no program", rules->regime, "Without programs nothing would be owed on anything.");
	else if (rules->nmeasures == 0)
		te_rules_problem(rules, true, "no measure", rules->regime,
						 "Without measures nothing would be owed on anything.");
	qsort(rules->programs, rules->nprograms, sizeof(TeProgramRow), compare_programs);
	for (int i = 0; i < rules->nprograms; i++)
		te_names_number(&b->programs, rules->programs[i].name, NULL);
	b->program = palloc0(sizeof(TeProgram) * (rules->nprograms + 1));
	for (int i = 0; i < rules->nprograms; i++)
	{
		TeProgramRow *row = &rules->programs[i];

		b->program[i].name = te_build_string(b, row->name);
		b->program[i].combine = combine_of(b, row);
		b->program[i].mandatory = row->mandatory;
		if (row->choice_group != NULL)
			b->program[i].choice = 1 + te_names_number(&b->choices, row->choice_group, NULL);
	}
}

/* Notes what is beyond the limits of the layout. */
static void
check_limits(TeBuild *b)
{
	struct
	{
		const char *what;
		int			count;
		int			limit;
	}			limits[] = {
		{"programs", b->rules->nprograms, TE_SCHEDULE_MAX_PROGRAMS},
		{"measures", b->rules->nmeasures, TE_SCHEDULE_MAX_MEASURES},
		{"rules", b->rules->nrules, TE_SCHEDULE_MAX_RULES},
		{"areas", b->areas.count, TE_SCHEDULE_MAX_AREAS},
		{"claims", b->claims.count, TE_SCHEDULE_MAX_CLAIMS},
		{"contents", b->contents.count, TE_SCHEDULE_MAX_AREAS},
	};

	for (int i = 0; i < lengthof(limits); i++)
		if (limits[i].count > limits[i].limit)
			te_rules_problem(b->rules, true, "too many", limits[i].what,
							 "There are %d; at most %d can be compiled.",
							 limits[i].count, limits[i].limit);
}

/* Empty pieces; the string at 0 is empty, the list at 0 too, the area 0 is "*". */
static void
begin_build(TeBuild *b, TeRules *rules)
{
	memset(b, 0, sizeof(TeBuild));
	b->rules = rules;
	te_names_init(&b->strings);
	te_names_init(&b->programs);
	te_names_init(&b->choices);
	te_names_init(&b->groups);
	te_names_init(&b->areas);
	te_names_init(&b->countries);
	te_names_init(&b->claims);
	te_names_init(&b->contents);
	te_names_init(&b->rates);
	b->string_bytes = 1;
	b->list_room = 1024;
	b->lists = palloc0(sizeof(uint32) * b->list_room);
	b->nlists = 1;
	b->rate_room = 1024;
	b->duty_at = palloc_array(uint32, b->rate_room);
	b->duty_room = 65536;
	b->duties = palloc0(b->duty_room);
	b->dependency_room = 64;
	b->dependencies = palloc_array(TeDependency, b->dependency_room);
	te_names_number(&b->areas, "*", NULL);
	for (int i = 0; i < rules->nareas; i++)
		te_names_number(&b->groups, rules->areas[i].area, NULL);
}

TeSchedule *
te_schedule_build(TeRules *rules)
{
	TeBuild		b;

	begin_build(&b, rules);
	build_programs(&b);
	note_area_countries(&b);
	check_limits(&b);
	if (rules->nerrors > 0 && rules->nprograms > TE_SCHEDULE_MAX_PROGRAMS)
		return NULL;
	build_measures(&b);
	b.rule = palloc_array(TeRule, rules->nrules + 1);
	for (int i = 0; i < rules->nrules; i++)
		set_rule(&b, &b.rule[i], &rules->rules[i]);
	set_coverage(&b, &b.rule[rules->nrules]);
	for (int i = 0; i < rules->other_claims.count; i++)
		te_names_number(&b.claims, rules->other_claims.names[i], NULL);
	for (int i = 0; i < rules->other_contents.count; i++)
		te_names_number(&b.contents, rules->other_contents.names[i], NULL);
	b.rounding = palloc_array(TeScheduleRounding, rules->nroundings + 1);
	for (int i = 0; i < rules->nroundings; i++)
		set_rounding(&b, &b.rounding[i], &rules->roundings[i]);
	check_limits(&b);
	/* the rest needs numbers in place of names */
	if (rules->nerrors > 0)
		return NULL;
	build_nodes(&b);
	build_places(&b);
	find_dependencies(&b);
	te_schedule_order_epochs(rules, rules->nprograms, (char **) b.programs.names,
							 rules->nrules, b.rule, b.ndependencies, b.dependencies, &b.epochs);
	te_schedule_lint(&b);
	return rules->nerrors > 0 ? NULL : te_schedule_pack(&b);
}
