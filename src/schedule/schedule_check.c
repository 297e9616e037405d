/*
 * schedule_check.c
 *	  Is a compiled schedule that came from outside sound?  After this check no
 *	  number in it can lead a look-up out of its bytes.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "schedule/schedule.h"

/* What a check says when a condition does not hold. */
#define REQUIRE(condition, problem) \
	do { if (!(condition)) return (problem); } while (0)

/* Header fields, and sections that lie behind each other inside the value. */
static const char *
check_header(const TeSchedule *s, Size size)
{
	Size		at = TE_SCHEDULE_HEADER;

	REQUIRE(size >= TE_SCHEDULE_HEADER, "it is shorter than its header");
	REQUIRE(s->format == TE_SCHEDULE_FORMAT || s->format == TE_SCHEDULE_FORMAT_OLD,
			"its format is not known to this version");
	REQUIRE(s->flags == 0 && s->unused == 0, "it has unknown flags");
	REQUIRE(s->format == TE_SCHEDULE_FORMAT ? s->encoding <= PG_ENCODING_BE_LAST : s->encoding == 0,
			"its encoding is unknown");
	REQUIRE(s->size == size && size % 8 == 0, "its length is not what its header says");
	for (int i = 0; i < TE_NSECTIONS; i++)
	{
		REQUIRE(s->offset[i] == at, "a section is not where it should be");
		REQUIRE(s->count[i] <= (size - at) / te_section_width[i], "a section is longer than the value");
		at += MAXALIGN((Size) s->count[i] * te_section_width[i]);
		REQUIRE(at <= size, "a section is longer than the value");
	}
	REQUIRE(at == size, "it is longer than its sections");
	REQUIRE(te_schedule_is_sealed(s), "its digest is not that of its bytes");
	return NULL;
}

/* Counts that must agree, and limits. */
static const char *
check_counts(const TeSchedule *s)
{
	const uint32 *count = s->count;
	uint64		epochs = ((uint64) count[TE_SEC_DATES] + 1) * ((uint64) count[TE_SEC_KNOWN] + 1);

	REQUIRE(count[TE_SEC_PROGRAMS] <= TE_SCHEDULE_MAX_PROGRAMS, "it has too many programs");
	REQUIRE(count[TE_SEC_MEASURES] <= TE_SCHEDULE_MAX_MEASURES, "it has too many measures");
	REQUIRE(count[TE_SEC_RULES] <= TE_SCHEDULE_MAX_RULES, "it has too many rules");
	REQUIRE(count[TE_SEC_AREAS] >= 1 && count[TE_SEC_AREAS] <= TE_SCHEDULE_MAX_AREAS,
			"its number of areas is out of range");
	REQUIRE(count[TE_SEC_CLAIMS] <= TE_SCHEDULE_MAX_CLAIMS, "it has too many claims");
	REQUIRE(epochs <= TE_SCHEDULE_MAX_EPOCHS && count[TE_SEC_EPOCHS] == epochs,
			"its epochs are not those of its dates");
	REQUIRE(count[TE_SEC_NODES] > 0, "its prefixes are not complete");
	REQUIRE(count[TE_SEC_HEADINGS] == 10001, "its headings are not complete");
	REQUIRE(count[TE_SEC_DETAILS] == count[TE_SEC_MEASURES], "its measures are not complete");
	REQUIRE(count[TE_SEC_STRINGS] > 0 &&
			*TE_STRING(s, count[TE_SEC_STRINGS] - 1) == '\0' && *TE_STRING(s, 0) == '\0',
			"its strings do not end");
	REQUIRE(s->regime < count[TE_SEC_STRINGS], "its name is outside");
	return NULL;
}

/* A section that consists of strings. */
static const char *
check_names(const TeSchedule *s, TeSection section)
{
	const TeString *names = TE_SCHEDULE_SECTION(s, section);

	for (uint32 i = 0; i < s->count[section]; i++)
		REQUIRE(names[i] < s->count[TE_SEC_STRINGS], "a name is outside");
	return NULL;
}

/* A list whose members are below a limit. */
static bool
list_is_sound(const TeSchedule *s, TeList list, uint32 limit)
{
	uint32		n = s->count[TE_SEC_LISTS];

	if (list == 0)
		return true;
	if (list >= n || TE_LISTS(s)[list] > n - list - 1)
		return false;
	for (uint32 i = 0; i < TE_LIST_COUNT(s, list); i++)
		if (TE_LIST_ITEM(s, list, i) >= limit)
			return false;
	return true;
}

static const char *
check_programs(const TeSchedule *s)
{
	for (uint32 i = 0; i < s->count[TE_SEC_PROGRAMS]; i++)
	{
		const TeProgram *p = &TE_PROGRAMS(s)[i];

		REQUIRE(p->name < s->count[TE_SEC_STRINGS], "a program's name is outside");
		REQUIRE(p->combine >= TE_COMBINE_SPECIFIC && p->combine <= TE_COMBINE_FIRST,
				"a program combines in an unknown way");
		REQUIRE(p->mandatory <= 1 && p->choice <= s->count[TE_SEC_CHOICES],
				"a program's choice group is outside");
	}
	return NULL;
}

/* Is this a key of digits without gaps? */
static bool
key_is_sound(uint64 key)
{
	int			len = te_hs_key_len(key);

	for (int i = 0; i < len; i++)
	{
		int			nibble = (key >> (60 - 4 * i)) & 15;

		if (nibble < 1 || nibble > 10)
			return false;
	}
	return true;
}

static const char *
check_nodes(const TeSchedule *s)
{
	uint32		n = TE_NODE_COUNT(s);
	const TeNode *nodes = TE_NODES(s);
	const uint32 *headings = TE_HEADINGS(s);

	for (uint32 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		REQUIRE(key_is_sound(nodes[i].key) && (i == 0 || nodes[i - 1].key < nodes[i].key),
				"its prefixes are not in order");
		REQUIRE(nodes[i].parent <= i &&
				(nodes[i].parent == i || te_hs_key_within(nodes[i].key, nodes[nodes[i].parent].key)),
				"a prefix has a parent that it does not begin with");
		REQUIRE(nodes[i].measure <= nodes[i + 1].measure, "its measures are not in order");
	}
	REQUIRE(nodes[n].key == ~UINT64CONST(0) && nodes[n].parent == n, "its prefixes do not end");
	REQUIRE(nodes[0].measure == 0 && nodes[n].measure == s->count[TE_SEC_MEASURES],
			"its measures are not complete");
	for (int h = 0; h < 10001; h++)
		REQUIRE(headings[h] <= n && (h == 0 || headings[h - 1] <= headings[h]),
				"its headings are not in order");
	return NULL;
}

/* Marks where programs start in TE_SEC_DUTIES, one byte for each 8. */
static const char *
check_duties(const TeSchedule *s, uint8 *starts)
{
	uint32		n = s->count[TE_SEC_DUTIES];

	for (uint32 at = 0; at < n;)
	{
		const TeDuty *duty = TE_DUTY_AT(s, at);
		const char *problem;

		CHECK_FOR_INTERRUPTS();
		REQUIRE(n - at >= sizeof(TeDuty), "a rate is cut off");
		REQUIRE(duty->size % 8 == 0 && duty->size <= n - at && duty->size > 0, "a rate is cut off");
		problem = te_duty_check(duty, duty->size);
		if (problem != NULL)
			return problem;
		for (int i = 0; i < duty->nnames; i++)
			REQUIRE(TE_DUTY_NAMES(duty)[i].kind != TE_DUTY_REFERENCE ||
					(TE_DUTY_NAMES(duty)[i].bound >= 0 &&
					 TE_DUTY_NAMES(duty)[i].bound < s->count[TE_SEC_PROGRAMS]),
					"a rate refers to a program that is not there");
		starts[at / 8] = 1;
		at += duty->size;
	}
	return NULL;
}

/* Does a rate start at this offset? */
static bool
is_duty(const TeSchedule *s, const uint8 *starts, uint32 at)
{
	return at < s->count[TE_SEC_DUTIES] && at % 8 == 0 && starts[at / 8];
}

static const char *
check_measure(const TeSchedule *s, const TeMeasure *m)
{
	REQUIRE(m->program < s->count[TE_SEC_PROGRAMS], "a measure has no program");
	REQUIRE(m->area < s->count[TE_SEC_AREAS], "a measure has no area");
	REQUIRE((m->flags & ~TE_MEASURE_FLAGS) == 0, "a measure has unknown flags");
	REQUIRE(m->base >= TE_BASE_VALUE && m->base <= TE_BASE_WITHOUT_CONTENT, "a measure has no base");
	REQUIRE(m->op >= TE_OP_ADD && m->op <= TE_OP_REPLACE, "a measure has no operation");
	REQUIRE(!te_base_has_content(m->base) || m->content < s->count[TE_SEC_CONTENTS],
			"a measure's content is outside");
	return NULL;
}

static const char *
check_detail(const TeSchedule *s, const TeMeasure *m, const TeDetail *d, const uint8 *starts)
{
	uint32		strings = s->count[TE_SEC_STRINGS];

	REQUIRE(d->id < strings && d->legal_ref < strings && d->rate < strings,
			"a measure's words are outside");
	REQUIRE(is_duty(s, starts, d->duty), "a measure has no rate");
	REQUIRE(list_is_sound(s, d->over, s->count[TE_SEC_PROGRAMS]), "a measure's list is outside");
	REQUIRE(m->op != TE_OP_CAPTOTAL || is_duty(s, starts, d->total), "a measure has no total");
	REQUIRE(list_is_sound(s, d->need, s->count[TE_SEC_CLAIMS]) &&
			list_is_sound(s, d->unless, s->count[TE_SEC_CLAIMS]) &&
			list_is_sound(s, d->except_areas, s->count[TE_SEC_AREAS]) &&
			list_is_sound(s, d->except_codes, PG_UINT32_MAX) &&
			TE_LIST_COUNT(s, d->except_codes) % 2 == 0,
			"a measure's list is outside");
	REQUIRE(d->gate <= TE_GATE_WEIGHT, "a measure's gate is unknown");
	REQUIRE(d->gate < TE_GATE_CONTENT || d->gate_content < s->count[TE_SEC_CONTENTS],
			"a measure's gate is outside");
	REQUIRE(d->gate != TE_GATE_UNIT_VALUE ||
			(is_duty(s, starts, d->gate_unit) && TE_DUTY_AT(s, d->gate_unit)->nnames == 1 &&
			 TE_DUTY_NAMES(TE_DUTY_AT(s, d->gate_unit))[0].kind == TE_DUTY_UNIT),
			"a measure's gate has no unit");
	REQUIRE((d->gate_bounds & TE_GATE_HAS_DEFAULT) == 0 || (d->gate >= TE_GATE_CONTENT && d->gate_unit <= 1000000),
			"a measure's gate has no figure");
	REQUIRE((d->gate_bounds & ~TE_GATE_FLAGS) == 0 && (d->gate == 0 || (d->gate_from[1] > 0 && d->gate_to[1] > 0)),
			"a measure's gate has no bounds");
	return NULL;
}

static const char *
check_measures(const TeSchedule *s)
{
	uint8	   *starts = palloc0(s->count[TE_SEC_DUTIES] / 8 + 1);
	const char *problem = check_duties(s, starts);

	for (uint32 i = 0; problem == NULL && i < s->count[TE_SEC_MEASURES]; i++)
	{
		CHECK_FOR_INTERRUPTS();
		problem = check_measure(s, &TE_MEASURES(s)[i]);
		if (problem == NULL)
			problem = check_detail(s, &TE_MEASURES(s)[i], &TE_DETAILS(s)[i], starts);
	}
	pfree(starts);
	return problem;
}

static const char *
check_places(const TeSchedule *s)
{
	for (uint32 i = 0; i < s->count[TE_SEC_COUNTRIES]; i++)
	{
		const TePlace *p = &TE_PLACES(s)[i];

		REQUIRE(i == 0 || p[-1].word < p->word, "its countries are not in order");
		REQUIRE(p->member <= s->count[TE_SEC_MEMBERS] &&
				p->nmembers <= s->count[TE_SEC_MEMBERS] - p->member,
				"a country's areas are outside");
	}
	for (uint32 i = 0; i < s->count[TE_SEC_MEMBERS]; i++)
		REQUIRE(TE_MEMBERS(s)[i].area >= 0 && TE_MEMBERS(s)[i].area < s->count[TE_SEC_AREAS] &&
				(TE_MEMBERS(s)[i].own == 0 || TE_MEMBERS(s)[i].own == 1),
				"a country's areas are outside");
	return NULL;
}

static const char *
check_rules(const TeSchedule *s)
{
	for (uint32 i = 0; i < s->count[TE_SEC_RULES]; i++)
	{
		const TeRule *r = &TE_RULES(s)[i];
		uint32		limit = s->count[(r->flags & TE_RULE_OF_CLAIMS) ? TE_SEC_CLAIMS : TE_SEC_PROGRAMS];

		REQUIRE((r->flags & ~TE_RULE_FLAGS) == 0, "a rule has unknown flags");
		REQUIRE((r->flags & TE_RULE_COVERAGE) == 0 ||
				(r->flags == TE_RULE_COVERAGE && i == s->count[TE_SEC_RULES] - 1 && r->valid_from < r->valid_to),
				"its coverage is not sound");
		REQUIRE(r->subject < limit && r->object < limit, "a rule's subject or object is outside");
		REQUIRE(r->area < s->count[TE_SEC_AREAS], "a rule's area is outside");
		REQUIRE(r->legal_ref < s->count[TE_SEC_STRINGS], "a rule's words are outside");
	}
	for (uint32 i = 0; i < s->count[TE_SEC_ROUNDINGS]; i++)
	{
		const TeScheduleRounding *r = &TE_ROUNDINGS(s)[i];

		REQUIRE(r->what >= TE_ROUND_WHAT_VALUE && r->what <= TE_ROUND_WHAT_TOTAL &&
				r->mode >= TE_ROUND_HALF_UP && r->mode <= TE_ROUND_UP && r->carry <= 1 &&
				r->program >= -1 && r->program < (int64) s->count[TE_SEC_PROGRAMS] &&
				r->n > 0 && r->d > 0,
				"a rounding is unknown");
	}
	return NULL;
}

/* One order: a permutation of the programs and the rules for each. */
static const char *
check_order(const TeSchedule *s, uint32 at)
{
	uint32		n = s->count[TE_SEC_PROGRAMS];
	uint32		room = s->count[TE_SEC_ORDERS];
	const uint16 *order = TE_ORDERS(s) + at;
	const uint16 *first = order + n;
	bool		seen[TE_SCHEDULE_MAX_PROGRAMS] = {false};

	REQUIRE(at <= room && 2 * n + 1 <= room - at, "an order is outside");
	for (uint32 i = 0; i < n; i++)
	{
		REQUIRE(order[i] < n && !seen[order[i]], "an order does not name each program once");
		seen[order[i]] = true;
		REQUIRE(first[i] <= first[i + 1], "an order's rules are not in order");
	}
	REQUIRE(first[0] == 0 && first[n] <= room - at - (2 * n + 1), "an order's rules are outside");
	for (uint32 i = 0; i < first[n]; i++)
	{
		uint16		rule = first[n + 1 + i];

		REQUIRE(rule < s->count[TE_SEC_RULES] &&
				(TE_RULES(s)[rule].flags & (TE_RULE_OF_CLAIMS | TE_RULE_COVERAGE)) == 0,
				"an order's rules are outside");
	}
	return NULL;
}

static const char *
check_epochs(const TeSchedule *s)
{
	for (uint32 i = 1; i < s->count[TE_SEC_DATES]; i++)
		REQUIRE(TE_DATES(s)[i - 1] < TE_DATES(s)[i], "its dates are not in order");
	for (uint32 i = 1; i < s->count[TE_SEC_KNOWN]; i++)
		REQUIRE(TE_KNOWN(s)[i - 1] < TE_KNOWN(s)[i], "its dates are not in order");
	for (uint32 i = 0; i < s->count[TE_SEC_EPOCHS]; i++)
	{
		const char *problem = check_order(s, TE_EPOCHS(s)[i]);

		CHECK_FOR_INTERRUPTS();
		if (problem != NULL)
			return problem;
	}
	return NULL;
}

const char *
te_schedule_check(const TeSchedule *s, Size size)
{
	const char *problem;

	if ((problem = check_header(s, size)) != NULL ||
		(problem = check_counts(s)) != NULL ||
		(problem = check_names(s, TE_SEC_CHOICES)) != NULL ||
		(problem = check_names(s, TE_SEC_AREAS)) != NULL ||
		(problem = check_names(s, TE_SEC_CLAIMS)) != NULL ||
		(problem = check_names(s, TE_SEC_CONTENTS)) != NULL ||
		(problem = check_programs(s)) != NULL ||
		(problem = check_nodes(s)) != NULL ||
		(problem = check_measures(s)) != NULL ||
		(problem = check_places(s)) != NULL ||
		(problem = check_rules(s)) != NULL ||
		(problem = check_epochs(s)) != NULL)
		return problem;
	return NULL;
}

void
te_schedule_require(const TeSchedule *s, Size size)
{
	const char *problem = te_schedule_check(s, size);

	if (problem != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid tariff_schedule: %s", problem),
				 errhint("Compile the regime again with tariff_compile().")));
}
