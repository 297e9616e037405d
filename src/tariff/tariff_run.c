/*
 * tariff_run.c
 *	  Around the evaluation of a line: alternatives of choice groups, codes that
 *	  are too short, the workspace, and needs in words.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "tariff/tariff.h"

/* ---- alternatives ---- */

/* The first open program of a choice group after "from", or -1. */
static int
next_open(const TeTariff *t, int group, int from)
{
	for (int p = from + 1; p < t->nprograms; p++)
		if (TE_PROGRAMS(t->s)[p].choice == group + 1 && te_tariff_is_open(t, p))
			return p;
	return -1;
}

/* Picks what the line chose, else the first that is open; false: a choice is not open. */
static bool
first_picks(TeTariff *t, const TeLine *line)
{
	int			ngroups = t->s->count[TE_SEC_CHOICES];

	for (int g = 0; g < ngroups; g++)
	{
		int			chosen = line->chosen == NULL ? -1 : line->chosen[g];

		t->pick[g] = chosen >= 0 ? chosen : next_open(t, g, -1);
		if (chosen >= 0 && !te_tariff_is_open(t, chosen))
		{
			t->need.kind = TE_NEED_CHOICE;
			t->need.program = chosen;
			t->need.measure = -1;
			t->total = t->exact_total = TE_DECIMAL_NULL;
			t->nlayers = 0;
			return false;
		}
	}
	return true;
}

/* Moves on to the next combination of alternatives; false after the last. */
static bool
next_picks(TeTariff *t, const TeLine *line)
{
	int			ngroups = t->s->count[TE_SEC_CHOICES];

	for (int g = 0; g < ngroups; g++)
	{
		int			next;

		if (t->pick[g] < 0 || (line->chosen != NULL && line->chosen[g] >= 0))
			continue;
		next = next_open(t, g, t->pick[g]);
		if (next >= 0)
		{
			t->pick[g] = next;
			return true;
		}
		t->pick[g] = next_open(t, g, -1);
	}
	return false;
}

/* Is more than one program of some choice group open to the line? */
static bool
has_alternatives(const TeTariff *t)
{
	for (int g = 0; g < t->s->count[TE_SEC_CHOICES]; g++)
	{
		int			first = next_open(t, g, -1);

		if (first >= 0 && next_open(t, g, first) >= 0)
			return true;
	}
	return false;
}

/* Are the programs that are picked all free? */
static bool
picks_are_free(const TeTariff *t)
{
	for (int g = 0; g < t->s->count[TE_SEC_CHOICES]; g++)
	{
		TeDecimal	amount;

		if (t->pick[g] < 0)
			continue;
		amount = t->program_total[t->pick[g]];
		if (te_decimal_is_null(amount) || amount.n != 0)
			return false;
	}
	return true;
}

/*
 * Is the total less, or as much and less before it is rounded?  An entry adds
 * what its lines come to uncut.
 */
static bool
is_cheaper(const TeTariff *t, TeDecimal total, TeDecimal exact_total)
{
	int			cmp = te_decimal_cmp(t->total, total);

	return cmp < 0 || (cmp == 0 && te_decimal_cmp(t->exact_total, exact_total) < 0);
}

/*
 * Tries all combinations of alternatives: the cheapest into "best", one that
 * lacks something into "lacking".  Counts them; *known and *lacks say whether
 * there are such.
 */
static int
try_alternatives(TeTariff *t, const TeLine *line, int16 *best, int16 *lacking,
				 bool *known, bool *lacks)
{
	Size		size = sizeof(int16) * t->s->count[TE_SEC_CHOICES];
	TeDecimal	best_total = TE_DECIMAL_NULL;
	TeDecimal	best_exact = TE_DECIMAL_NULL;
	int			tried = 0;

	*lacks = false;
	do
	{
		CHECK_FOR_INTERRUPTS();
		if (++tried > TE_TARIFF_MAX_CHOICES)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("more than %d combinations of alternatives", TE_TARIFF_MAX_CHOICES),
					 errhint("Name some of the chosen programs in the argument choice.")));
		t->need.kind = TE_NEED_NOTHING;
		te_tariff_evaluate(t, line);
		if (te_decimal_is_null(t->total))
		{
			if (!*lacks)
				memcpy(lacking, t->pick, size);
			*lacks = true;
		}
		else if (te_decimal_is_null(best_total) || is_cheaper(t, best_total, best_exact))
		{
			best_total = t->total;
			best_exact = t->exact_total;
			memcpy(best, t->pick, size);
		}
	} while (next_picks(t, line));
	*known = !te_decimal_is_null(best_total);
	return tried;
}

/*
 * The cheapest combination of alternatives by the total that it leads to, from
 * the first picks on.  If one of them lacks something, the cheapest is not known,
 * unless another one is free: nothing is cheaper.
 */
static void
evaluate_cheapest(TeTariff *t, const TeLine *line)
{
	Size		size = sizeof(int16) * t->s->count[TE_SEC_CHOICES];
	int16	   *best = palloc(size);
	int16	   *lacking = palloc(size);
	bool		keep_layers = t->keep_layers;
	bool		known;
	bool		lacks;
	int			tried;

	t->keep_layers = false;
	tried = try_alternatives(t, line, best, lacking, &known, &lacks);
	if (known && lacks)
	{
		memcpy(t->pick, best, size);
		t->need.kind = TE_NEED_NOTHING;
		te_tariff_evaluate(t, line);
		lacks = !picks_are_free(t);
	}
	t->keep_layers = keep_layers;
	memcpy(t->pick, lacks ? lacking : best, size);
	if (tried > 1 || keep_layers)
	{
		t->need.kind = TE_NEED_NOTHING;
		te_tariff_evaluate(t, line);
	}
	pfree(best);
	pfree(lacking);
}

/* A line whose code is taken as complete. */
static void
run_code(TeTariff *t, const TeLine *line)
{
	t->need.kind = TE_NEED_NOTHING;
	te_tariff_gather(t, line);
	if (t->has_choices && !first_picks(t, line))
		return;
	if (t->has_choices && has_alternatives(t))
		evaluate_cheapest(t, line);
	else if (!t->is_plain || t->keep_layers || !te_tariff_evaluate_plain(t, line))
		te_tariff_evaluate(t, line);
}

/* ---- short codes ---- */

/* Does a longer code have a measure that could matter to the line? */
static bool
matters_below(const TeTariff *t, const TeLine *line, int first, int end)
{
	const TeMeasure *measures = TE_MEASURES(t->s);

	for (uint32 i = TE_NODES(t->s)[first].measure; i < TE_NODES(t->s)[end].measure; i++)
		if (line->entry_date >= measures[i].valid_from && line->entry_date < measures[i].valid_to &&
			t->closeness[measures[i].area] >= 0)
			return true;
	return false;
}

/* Widens a range by a total; false when the total is not known. */
static bool
widen(TeDecimal *low, TeDecimal *high, TeDecimal total)
{
	if (te_decimal_is_null(total))
		return false;
	if (te_decimal_is_null(*low) || te_decimal_cmp(total, *low) < 0)
		*low = total;
	if (te_decimal_is_null(*high) || te_decimal_cmp(total, *high) > 0)
		*high = total;
	return true;
}

/*
 * A code that longer codes with measures begin with: each of them is tried.
 * If all lead to the same total, that is the answer; else more digits are
 * needed.  The code itself counts as one of them unless it is incomplete.
 */
static void
run_short_code(TeTariff *t, const TeLine *line, int first, int end)
{
	TeLine	   *longer;
	TeDecimal	low = TE_DECIMAL_NULL;
	TeDecimal	high = TE_DECIMAL_NULL;
	bool		known;
	bool		keep_layers = t->keep_layers;

	if (end - first > TE_TARIFF_MAX_BELOW)
		end = first + TE_TARIFF_MAX_BELOW;
	longer = palloc(sizeof(TeLine));
	*longer = *line;
	t->keep_layers = false;
	known = t->need.kind == TE_NEED_CODE || widen(&low, &high, t->exact_total);
	for (int node = first; node < end; node++)
	{
		CHECK_FOR_INTERRUPTS();
		longer->key = TE_NODES(t->s)[node].key;
		run_code(t, longer);
		if (t->need.kind != TE_NEED_CODE)
			known &= widen(&low, &high, t->exact_total);
	}
	t->keep_layers = keep_layers;
	run_code(t, line);
	if (t->need.kind == TE_NEED_CODE && known && !te_decimal_is_null(low) && te_decimal_cmp(low, high) == 0)
	{
		/* the same whatever the digits: that of the last */
		longer->key = TE_NODES(t->s)[end - 1].key;
		run_code(t, longer);
	}
	if (!known || te_decimal_is_null(low) || te_decimal_cmp(low, high) != 0)
	{
		t->need.kind = TE_NEED_DIGITS;
		t->need.low = low;
		t->need.high = high;
		t->total = t->exact_total = TE_DECIMAL_NULL;
	}
	pfree(longer);
}

/* Outside of what the schedule covers nothing is known, no program's duty either. */
static bool
is_covered(TeTariff *t, const TeLine *line)
{
	if (line->entry_date >= t->covers_from && line->entry_date < t->covers_to)
		return true;
	t->need.kind = TE_NEED_COVERAGE;
	t->need.program = t->need.measure = t->need.slice = -1;
	t->total = t->exact_total = TE_DECIMAL_NULL;
	for (int p = 0; p < t->nprograms; p++)
		t->program_total[p] = TE_DECIMAL_NULL;
	t->nlayers = 0;
	return false;
}

void
te_tariff_run(TeTariff *t, const TeLine *line)
{
	int			first;
	int			end;

	if (!is_covered(t, line))
		return;
	t->round = &t->roundings[line->asks_rate];
	t->keep_layers = t->explain;
	run_code(t, line);
	if (t->above == TE_NODE_COUNT(t->s) || !te_hs_key_within(TE_NODES(t->s)[t->above].key, line->key))
		return;
	te_schedule_nodes_below(t->s, line->key, &first, &end);
	if (matters_below(t, line, first, end))
		run_short_code(t, line, first, end);
}

/* ---- workspace ---- */

static void
find_roundings(TeTariff *t)
{
	const TeSchedule *s = t->s;
	TeRoundings *law = &t->roundings[0];

	for (int i = 0; i < 2; i++)
	{
		t->roundings[i].base = palloc0(sizeof(TeScheduleRounding *) * (t->nprograms + 1));
		t->roundings[i].duty = palloc0(sizeof(TeScheduleRounding *) * (t->nprograms + 1));
	}
	/* those of one program come before those of all */
	for (int own = 1; own >= 0; own--)
		for (uint32 i = 0; i < s->count[TE_SEC_ROUNDINGS]; i++)
		{
			const TeScheduleRounding *r = &TE_ROUNDINGS(s)[i];
			const TeScheduleRounding **of = r->what == TE_ROUND_WHAT_BASE ? law->base : law->duty;

			if (r->what == TE_ROUND_WHAT_VALUE)
				t->round_value = r;
			else if (r->what == TE_ROUND_WHAT_TOTAL)
				law->total = r;
			else
				for (int p = 0; p < t->nprograms; p++)
					if (own ? r->program == p : (r->program < 0 && of[p] == NULL))
						of[p] = r;
		}
}

/* Are there no roundings on the way, and one for all duties? */
static bool
is_plain(const TeTariff *t)
{
	const TeRoundings *law = &t->roundings[0];

	for (int p = 0; p < t->nprograms; p++)
		if (law->base[p] != NULL || law->duty[p] != law->duty[0])
			return false;
	return t->nprograms > 0 && law->total == NULL && (law->duty[0] == NULL || !law->duty[0]->carry);
}

TeTariff *
te_tariff_begin(const TeSchedule *s)
{
	TeTariff   *t = palloc0(sizeof(TeTariff));
	int			n = s->count[TE_SEC_PROGRAMS];
	const TeRule *coverage = te_schedule_coverage(s);

	t->s = s;
	t->context = CurrentMemoryContext;
	t->nprograms = n;
	t->nareas = s->count[TE_SEC_AREAS];
	for (int p = 0; p < n; p++)
		t->has_choices |= TE_PROGRAMS(s)[p].choice > 0;
	t->covers_from = coverage == NULL ? TE_DATE_OPEN_FROM : coverage->valid_from;
	t->covers_to = coverage == NULL ? TE_DATE_OPEN_TO : coverage->valid_to;
	find_roundings(t);
	t->round = &t->roundings[0];
	t->is_plain = is_plain(t);
	t->room = 64;
	t->candidates = palloc_array(TeCandidate, t->room);
	t->head = palloc_array(int, n + 1);
	t->tail = palloc_array(int, n + 1);
	t->in_scope = palloc_array(bool, n + 1);
	t->pick = palloc_array(int16, s->count[TE_SEC_CHOICES] + 1);
	t->amount = palloc_array(TeDecimal, TE_LINE_MAX_SLICES * n + 1);
	t->is_floored = palloc0_array(bool, TE_LINE_MAX_SLICES * n + 1);
	t->program_total = palloc_array(TeDecimal, n + 1);
	return t;
}
