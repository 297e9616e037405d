/*
 * schedule_lint.c
 *	  What tariff_check() finds in rules that can be compiled: measures that
 *	  compete with different effect, prefixes without goods, foreign currencies.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "codes/country.h"
#include "codes/currency.h"
#include "schedule/schedule_lint.h"

#define ORIGINS_IN_MESSAGE 10

/* Name of a compiled measure. */
static const char *
measure_name(const TeBuild *b, int i)
{
	return b->rules->measures[b->measure_row[i]].id;
}

/* Do two spans of dates overlap? */
static bool
overlap(int32 from_a, int32 to_a, int32 from_b, int32 to_b)
{
	return from_a < to_b && from_b < to_a;
}

static bool
same_list(const TeBuild *b, TeList x, TeList y)
{
	uint32		n = x == 0 ? 0 : b->lists[x];

	return n == (y == 0 ? 0 : b->lists[y]) &&
		(n == 0 || memcmp(&b->lists[x], &b->lists[y], sizeof(uint32) * (n + 1)) == 0);
}

/* Is some member of one list in the other? */
static bool
lists_meet(const TeBuild *b, TeList x, TeList y)
{
	for (uint32 i = 0; x != 0 && i < b->lists[x]; i++)
		for (uint32 j = 0; y != 0 && j < b->lists[y]; j++)
			if (b->lists[x + 1 + i] == b->lists[y + 1 + j])
				return true;
	return false;
}

static bool
same_effect(const TeBuild *b, const TeMeasure *x, const TeMeasure *y, const TeDetail *dx, const TeDetail *dy)
{
	return dx->duty == dy->duty && x->base == y->base && x->op == y->op &&
		x->content == y->content && same_list(b, dx->over, dy->over) &&
		(x->op != TE_OP_CAPTOTAL || dx->total == dy->total);
}

/* Does some country belong to both areas on some day?  By area × number of areas + area. */
static bool *
find_meetings(const TeBuild *b)
{
	int			n = b->areas.count;
	bool	   *meet = palloc0((Size) n * n);

	for (int c = 0; c < b->countries.count; c++)
	{
		const TeMember *m = &b->members[b->places[c].member];

		for (int i = 0; i < b->places[c].nmembers; i++)
			for (int j = 0; j < i; j++)
				if (!m[i].own && !m[j].own &&
					overlap(m[i].valid_from, m[i].valid_to, m[j].valid_from, m[j].valid_to))
					meet[(Size) m[i].area * n + m[j].area] = meet[(Size) m[j].area * n + m[i].area] = true;
	}
	return meet;
}

/* Does one gate end where the other begins, or before? */
static bool
gate_ends_before(const TeDetail *x, const TeDetail *y)
{
	return (x->gate_bounds & TE_GATE_HAS_TO) != 0 && (y->gate_bounds & TE_GATE_HAS_FROM) != 0 &&
		te_decimal_cmp(te_decimal(x->gate_to[0], x->gate_to[1]),
					   te_decimal(y->gate_from[0], y->gate_from[1])) <= 0;
}

/* Do both measures look at one figure, which cannot lie in both gates? */
static bool
gates_are_apart(const TeDetail *x, const TeDetail *y)
{
	return x->gate != 0 && x->gate == y->gate && x->gate_content == y->gate_content &&
		x->gate_unit == y->gate_unit && (gate_ends_before(x, y) || gate_ends_before(y, x));
}

/* Two measures of one program and prefix, whose areas meet: can both apply to one line? */
static void
compare_pair(TeBuild *b, int i, int j)
{
	const TeMeasure *x = &b->measures[i];
	const TeMeasure *y = &b->measures[j];
	const TeDetail *dx = &b->details[i];
	const TeDetail *dy = &b->details[j];
	char		code[TE_HS_KEY_DIGITS + 1];
	bool		certain = ((x->flags | y->flags) & (TE_MEASURE_GATE | TE_MEASURE_EXCEPT | TE_MEASURE_TRANSIT)) == 0 &&
		same_list(b, dx->need, dy->need);

	if (!overlap(x->valid_from, x->valid_to, y->valid_from, y->valid_to) ||
		!overlap(dx->known_from, dx->known_to, dy->known_from, dy->known_to) ||
		lists_meet(b, dx->need, dy->unless) || lists_meet(b, dy->need, dx->unless) ||
		gates_are_apart(dx, dy) || same_effect(b, x, y, dx, dy))
		return;
	te_hs_key_digits(b->measure_key[i], code);
	te_rules_problem(b->rules, certain && x->area == y->area, "ambiguous measures", measure_name(b, i),
					 "\"%s\" and \"%s\" of %s both hold for code \"%s\", area %s%s%s, from %s, with different effect%s.",
					 measure_name(b, i), measure_name(b, j),
					 b->programs.names[x->program], code, b->areas.names[x->area],
					 x->area == y->area ? "" : " and ", x->area == y->area ? "" : b->areas.names[y->area],
					 te_date_cstring(Max(x->valid_from, y->valid_from)),
					 certain ? "" : ", unless their conditions keep them apart");
}

/* Measures that lie together: one prefix, one program. */
static void
check_ambiguity(TeBuild *b)
{
	int			n = b->rules->nmeasures;
	bool	   *meet = find_meetings(b);

	for (int i = 0; i < n; i++)
	{
		const bool *meets = &meet[(Size) b->measures[i].area * b->areas.count];

		CHECK_FOR_INTERRUPTS();
		if (b->program[b->measures[i].program].combine != TE_COMBINE_SPECIFIC)
			continue;
		for (int j = i + 1; j < n && b->measure_key[j] == b->measure_key[i] &&
			 b->measures[j].program == b->measures[i].program; j++)
			if (b->measures[j].area == b->measures[i].area || meets[b->measures[j].area])
				compare_pair(b, i, j);
	}
	pfree(meet);
}

static int
compare_keys(const void *a, const void *b)
{
	uint64		x = *(const uint64 *) a;
	uint64		y = *(const uint64 *) b;

	return x < y ? -1 : x > y;
}

/* Does a prefix lead to or come from a code of a mandatory program? */
static bool
has_goods(const TeBuild *b, const uint64 *codes, int n, uint64 key)
{
	int			low = 0;
	int			high = n;

	if (n == 0)
		return true;
	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (codes[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < n && te_hs_key_within(codes[low], key))
		return true;
	for (int len = 0; len <= te_hs_key_len(key); len += 2)
	{
		uint64		above = key & te_hs_key_mask(len);

		if (bsearch(&above, codes, n, sizeof(uint64), compare_keys) != NULL)
			return true;
	}
	return false;
}

/* Prefixes to which no code of a mandatory program belongs. */
static void
check_dead_prefixes(TeBuild *b)
{
	int			n = b->rules->nmeasures;
	uint64	   *codes = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(uint64) * ((Size) n + 1));
	int			ncodes = 0;

	for (int i = 0; i < n; i++)
		if (b->program[b->measures[i].program].mandatory)
			codes[ncodes++] = b->measure_key[i];
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!has_goods(b, codes, ncodes, b->measure_key[i]))
		{
			char		code[TE_HS_KEY_DIGITS + 1];

			te_hs_key_digits(b->measure_key[i], code);
			te_rules_problem(b->rules, false, "dead prefix", measure_name(b, i),
							 "No code of a mandatory program begins with \"%s\".", code);
		}
	}
	pfree(codes);
}

/* Rates in another currency than the regime's need an exchange rate. */
static void
check_currencies(TeBuild *b)
{
	uint32		own = te_rules_currency(b->rules);

	for (int i = 0; own != 0 && i < b->rates.count; i++)
	{
		const TeDuty *duty = (const TeDuty *) (b->duties + b->duty_at[i]);

		if (strncmp(b->rates.names[i], "1 XXX/", 6) == 0)
			continue;
		for (int k = 0; k < duty->nops; k++)
			if (duty->ops[k].currency != 0 && duty->ops[k].currency != own)
			{
				te_rules_problem(b->rules, false, "foreign currency", b->rates.names[i],
								 "Lines need an exchange rate from %s to %s.",
								 te_currency_cstring(duty->ops[k].currency), b->rules->currency);
				break;
			}
	}
}

/* Programs without measures, measures without programs were errors before. */
static void
check_empty_programs(TeBuild *b)
{
	bool		used[TE_SCHEDULE_MAX_PROGRAMS] = {false};

	for (int i = 0; i < b->rules->nmeasures; i++)
		used[b->measures[i].program] = true;
	for (int i = 0; i < b->rules->nprograms; i++)
		if (!used[i])
			te_rules_problem(b->rules, false, "empty program", b->programs.names[i],
							 "The program has no measure.");
}

/* Measures that need a claim which frees from them. */
static void
check_dead_measures(TeBuild *b)
{
	for (int i = 0; i < b->rules->nmeasures; i++)
		if (lists_meet(b, b->details[i].need, b->details[i].unless))
			te_rules_problem(b->rules, false, "dead measure", measure_name(b, i),
							 "It needs a claim that also frees from it, and never applies.");
}

/* Two units for one thing; the rows are in order. */
static void
check_roundings(TeBuild *b)
{
	for (int i = 1; i < b->rules->nroundings; i++)
		if (b->rounding[i].what == b->rounding[i - 1].what && b->rounding[i].program == b->rounding[i - 1].program)
			te_rules_problem(b->rules, true, "ambiguous rounding", psprintf("rounding of %s", b->rules->roundings[i].what),
							 "There are two rows for %s.", b->rounding[i].program < 0 ? "each program" :
							 b->programs.names[b->rounding[i].program]);
}

/* Without a mandatory program a code that nobody has ever seen owes nothing. */
static void
check_mandatory(TeBuild *b)
{
	for (int i = 0; i < b->rules->nprograms; i++)
		if (b->program[i].mandatory)
			return;
	te_rules_problem(b->rules, false, "no program is mandatory", b->rules->regime,
					 "A code that no measure covers owes nothing, instead of being unknown. Set mandatory in tariff_program for a program that has a measure for every code.");
}

/* Is a country in one of the areas that are marked? */
static bool
is_in_areas(const TeBuild *b, const char *iso2, const bool *marked)
{
	uint64		word = (uint64) (unsigned char) iso2[0] << 56 | (uint64) (unsigned char) iso2[1] << 48;

	for (int c = 0; c < b->countries.count; c++)
		for (int k = 0; b->places[c].word == word && k < b->places[c].nmembers; k++)
			if (marked[b->members[b->places[c].member + k].area])
				return true;
	return false;
}

/*
 * Countries for which no measure of a mandatory program, or of its mandatory
 * alternatives, holds.
 */
static void
check_origins(TeBuild *b, int program)
{
	const TeProgram *p = &b->program[program];
	bool	   *marked = palloc0(b->areas.count + 1);
	StringInfoData missing;
	int			n = 0;

	for (int i = 0; i < b->rules->nmeasures; i++)
	{
		const TeProgram *other = &b->program[b->measures[i].program];

		if (other == p || (p->choice > 0 && other->choice == p->choice && other->mandatory))
			marked[b->measures[i].area] = true;
	}
	initStringInfo(&missing);
	for (int c = 0; c < te_ncountries && !marked[0]; c++)
		if (!is_in_areas(b, te_countries[c].iso2, marked) && ++n <= ORIGINS_IN_MESSAGE)
			appendStringInfo(&missing, "%s%s", n == 1 ? "" : ", ", te_countries[c].iso2);
	if (n > 0)
		te_rules_problem(b->rules, false, "origins without a measure", b->programs.names[program],
						 "The program is mandatory, but none of its measures holds for %d countries: %s%s.",
						 n, missing.data, n > ORIGINS_IN_MESSAGE ? ", ..." : "");
}

void
te_schedule_lint(TeBuild *b)
{
	check_mandatory(b);
	for (int i = 0; i < b->rules->nprograms; i++)
		if (b->program[i].mandatory)
			check_origins(b, i);
	check_roundings(b);
	check_dead_measures(b);
	check_empty_programs(b);
	check_ambiguity(b);
	check_dead_prefixes(b);
	check_currencies(b);
}
