/*
 * schedule_order.c
 *	  The order in which programs are evaluated: who excludes or refers to whom,
 *	  for each stretch of dates in which that does not change.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "schedule/schedule_order.h"

/* Who has to come before whom in one epoch. */
typedef struct Edges
{
	int			n;
	bool	   *before;			/* before[a * n + b]: b before a */
} Edges;

static int
compare_int32(const void *a, const void *b)
{
	int32		x = *(const int32 *) a;
	int32		y = *(const int32 *) b;

	return x < y ? -1 : x > y;
}

/* Sorts, drops doubles and open ends. */
static int
distinct_dates(int32 *dates, int n)
{
	int			kept = 0;

	qsort(dates, n, sizeof(int32), compare_int32);
	for (int i = 0; i < n; i++)
		if (dates[i] != TE_DATE_OPEN_FROM && dates[i] != TE_DATE_OPEN_TO &&
			(kept == 0 || dates[kept - 1] != dates[i]))
			dates[kept++] = dates[i];
	return kept;
}

/* The dates at which some rule or reference begins or ends. */
static void
cut_time(int nrules, const TeRule *rule, int ndeps, const TeDependency *dep, TeEpochs *e)
{
	int			n = 0;

	e->dates = palloc_array(int32, 2 * (nrules + ndeps) + 1);
	e->known = palloc_array(int32, 2 * (nrules + ndeps) + 1);
	for (int i = 0; i < nrules; i++)
	{
		e->dates[n] = rule[i].valid_from;
		e->known[n++] = rule[i].known_from;
		e->dates[n] = rule[i].valid_to;
		e->known[n++] = rule[i].known_to;
	}
	for (int i = 0; i < ndeps; i++)
	{
		e->dates[n] = dep[i].valid_from;
		e->known[n++] = dep[i].known_from;
		e->dates[n] = dep[i].valid_to;
		e->known[n++] = dep[i].known_to;
	}
	e->ndates = distinct_dates(e->dates, n);
	e->nknown = distinct_dates(e->known, n);
}

/* Does a span of dates hold from "start" on? */
static inline bool
holds(int32 from, int32 to, int32 start)
{
	return from <= start && start < to;
}

/* Finds a cycle among the programs not yet placed and notes it. */
static void
note_cycle(TeRules *rules, char **names, const Edges *edges, const bool *placed, int32 start)
{
	int			n = edges->n;
	int		   *step = palloc_array(int, n + 1);
	int		   *seen_at = palloc_array(int, n);
	int			at = 0;
	int			len = 0;
	StringInfoData path;

	while (placed[at])
		at++;
	for (int i = 0; i < n; i++)
		seen_at[i] = -1;

	/*
	 * each unplaced program waits for another unplaced one: walk until one
	 * comes back
	 */
	while (seen_at[at] < 0)
	{
		int			next = 0;

		seen_at[at] = len;
		step[len++] = at;
		while (placed[next] || !edges->before[at * n + next])
			next++;
		at = next;
	}
	initStringInfo(&path);
	for (int i = seen_at[at]; i < len; i++)
		appendStringInfo(&path, "%s <- ", names[step[i]]);
	appendStringInfoString(&path, names[at]);
	te_rules_problem(rules, true, "cycle of rules", path.data,
					 start == TE_DATE_OPEN_FROM ?
					 "Each waits for the next, before any date at which rules change." :
					 "Each waits for the next, on entry dates from %s.",
					 start == TE_DATE_OPEN_FROM ? "" : te_date_cstring(start));
}

/* First in listing order among those whose predecessors are all placed. */
static bool
place_programs(const Edges *edges, uint16 *order, bool *placed)
{
	int			n = edges->n;

	memset(placed, 0, n);
	for (int k = 0; k < n; k++)
	{
		int			next = -1;

		for (int i = 0; i < n && next < 0; i++)
		{
			bool		ready = !placed[i];

			for (int j = 0; j < n && ready; j++)
				ready = placed[j] || !edges->before[i * n + j];
			if (ready)
				next = i;
		}
		if (next < 0)
			return false;
		order[k] = next;
		placed[next] = true;
	}
	return true;
}

/* Writes one epoch's order and rules; returns its length in words. */
static int
write_epoch(TeRules *rules, char **names, int nprograms, int nrules, const TeRule *rule,
			int ndeps, const TeDependency *dep, int32 start, int32 known, uint16 *out)
{
	Edges		edges;
	bool		placed[TE_SCHEDULE_MAX_PROGRAMS];
	uint16	   *first = out + nprograms;
	uint16	   *list = first + nprograms + 1;
	int			n = 0;

	edges.n = nprograms;
	edges.before = palloc0(Max(nprograms * nprograms, 1));
	for (int p = 0; p < nprograms; p++)
	{
		first[p] = n;
		for (int i = 0; i < nrules; i++)
			if (rule[i].object == p && (rule[i].flags & TE_RULE_OF_CLAIMS) == 0 &&
				holds(rule[i].valid_from, rule[i].valid_to, start) &&
				holds(rule[i].known_from, rule[i].known_to, known))
			{
				list[n++] = i;
				edges.before[p * nprograms + rule[i].subject] = true;
			}
	}
	first[nprograms] = n;
	for (int i = 0; i < ndeps; i++)
		if (holds(dep[i].valid_from, dep[i].valid_to, start) &&
			holds(dep[i].known_from, dep[i].known_to, known))
			edges.before[dep[i].program * nprograms + dep[i].on] = true;
	if (!place_programs(&edges, out, placed))
		note_cycle(rules, names, &edges, placed, start);
	pfree(edges.before);
	return 2 * nprograms + 1 + n;
}

/* Offset of these words in the orders, added if they are new. */
static uint32
intern_order(TeEpochs *e, const uint16 *words, int len, uint32 *known, int *nknown)
{
	for (int i = 0; i < *nknown; i += 2)
		if (known[i + 1] == len &&
			memcmp(e->orders + known[i], words, len * sizeof(uint16)) == 0)
			return known[i];
	known[*nknown] = e->norders;
	known[*nknown + 1] = len;
	*nknown += 2;
	e->orders = e->orders == NULL ? palloc_array(uint16, len) :
		repalloc_huge(e->orders, (Size) (e->norders + len) * sizeof(uint16));
	memcpy(e->orders + e->norders, words, len * sizeof(uint16));
	e->norders += len;
	return e->norders - len;
}

void
te_schedule_order_epochs(TeRules *rules, int nprograms, char **names,
						 int nrules, const TeRule *rule,
						 int ndependencies, const TeDependency *dependencies,
						 TeEpochs *e)
{
	uint16	   *words = palloc_array(uint16, 2 * nprograms + 1 + nrules);
	uint32	   *known;
	int			nknown = 0;
	int64		nepochs;

	cut_time(nrules, rule, ndependencies, dependencies, e);
	nepochs = (int64) (e->nknown + 1) * (e->ndates + 1);
	e->norders = 0;
	e->orders = NULL;
	if (nepochs > TE_SCHEDULE_MAX_EPOCHS)
	{
		te_rules_problem(rules, true, "too many dates", rules->regime,
						 "The rules change at %d entry dates and %d knowledge dates; at most %d combinations can be compiled.",
						 e->ndates, e->nknown, TE_SCHEDULE_MAX_EPOCHS);
		return;
	}
	e->epochs = palloc_array(uint32, nepochs);
	known = palloc_array(uint32, 2 * nepochs);
	for (int k = 0; k <= e->nknown; k++)
		for (int d = 0; d <= e->ndates; d++)
		{
			int			len;

			CHECK_FOR_INTERRUPTS();
			len = write_epoch(rules, names, nprograms, nrules, rule, ndependencies, dependencies,
							  d == 0 ? TE_DATE_OPEN_FROM : e->dates[d - 1],
							  k == 0 ? TE_DATE_OPEN_FROM : e->known[k - 1], words);
			e->epochs[k * (e->ndates + 1) + d] = intern_order(e, words, len, known, &nknown);
		}
	pfree(known);
	pfree(words);
}
