/*
 * hs_convert.c
 *	  Conversion of HS subheadings between the revisions of the nomenclature.
 *
 * The United Nations publish, for each pair of revisions, which subheadings
 * share goods ("links") and into which one older subheading a newer one is
 * converted.  Links include the improbable: since 2022 waste of every
 * electrical article has subheadings of its own (8549), so that each article
 * is linked to a dozen kinds of waste.  The main links keep to the conversion:
 * downwards the one target, upwards the newer codes that are converted into the
 * older one.  A code of both revisions that stands in no link is unchanged.
 * The direct way takes the table of the pair; the way by steps those of
 * adjacent revisions, where a code's share goes on in equal parts.
 *
 * Where a table contradicts itself, data/hs_mended.csv says what is used.
 *
 * Source: United Nations Statistics Division, correlation and conversion
 * tables of the HS.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "codes/hs.h"
#include "codes/hs_codes.h"

#define MAIN_DOWN 1				/* main link from the newer to the older code */
#define MAIN_UP 2				/* main link from the older to the newer code */

/* A newer and an older subheading that share goods */
typedef struct HsLink
{
	uint32		newer:13;		/* numbers in the lists of their revisions */
	uint32		older:13;
	uint32		flags:3;		/* MAIN_…, and 4 where hs_mended.csv says so */
} HsLink;

/* All links between two revisions, but those of codes that are the same */
typedef struct HsPair
{
	const HsLink *links;		/* in order of newer, older */
	const uint16 *by_older;		/* numbers of links in order of older, newer */
	int			nlinks;
} HsPair;

/* A correction of the published tables */
typedef struct HsMended
{
	int			newer;			/* revisions */
	int			older;
	uint32		code;			/* of the newer one */
	uint32		printed;		/* the conversion that is not used, or 0:
								 * nothing wrong was printed */
	uint32		used;			/* the link that is used instead, or 0 */
} HsMended;

#include "codes/hs_tables.inc"

static const int revision_years[] = {1992, 1996, 2002, 2007, 2012, 2017, 2022};

/* A direction through a pair of revisions, and which links it takes */
typedef struct Walk
{
	const HsPair *pair;
	int			from;			/* revisions; from the side on which codes are
								 * asked for */
	int			to;
	bool		up;				/* from the older to the newer revision */
	int			flags;			/* links must have one of these; 0: any */
} Walk;

/* The links of one code on one side of a pair */
typedef struct LinkRange
{
	int			first;
	int			after;
} LinkRange;

/* Return link number i in the order of the newer or the older codes. */
static inline const HsLink *
link_at(const HsPair *pair, bool by_older, int i)
{
	return &pair->links[by_older ? pair->by_older[i] : i];
}

/* Find the links of a code, by its number and whether it stands on the older side. */
static LinkRange
find_links(const HsPair *pair, bool older, int number)
{
	LinkRange	range;
	int			low = 0;
	int			high = pair->nlinks;

	while (low < high)
	{
		int			middle = (low + high) / 2;
		const HsLink *link = link_at(pair, older, middle);

		if ((older ? link->older : link->newer) < number)
			low = middle + 1;
		else
			high = middle;
	}
	range.first = range.after = low;
	while (range.after < pair->nlinks)
	{
		const HsLink *link = link_at(pair, older, range.after);

		if ((older ? link->older : link->newer) != number)
			break;
		range.after++;
	}
	return range;
}

/* Return the walk between two revisions. */
static Walk
walk_between(int from, int to, bool all)
{
	Walk		walk;
	int			newer = Max(from, to);

	walk.from = from;
	walk.to = to;
	walk.up = to > from;
	walk.pair = &pairs[newer * (newer - 1) / 2 + Min(from, to)];
	walk.flags = all ? 0 : walk.up ? MAIN_UP : MAIN_DOWN;
	return walk;
}

/* Return the first walk of a route that has not arrived. */
static Walk
next_walk(TeHsRoute route)
{
	int			next = !route.steps ? route.to : route.to > route.from ? route.from + 1
		: route.from - 1;

	return walk_between(route.from, next, route.all);
}

/*
 * Calls "visit" with each code that a walk leads to (forward) or that leads
 * there (backward), until it returns true; returns whether it did.  No call:
 * the code has no counterpart.
 */
typedef bool (*VisitCode) (uint32 code, int ncodes, void *context);

static bool
visit_neighbours(Walk walk, bool forward, uint32 code, VisitCode visit, void *context)
{
	bool		older = walk.up == forward; /* the side on which "code" stands */
	int			here = forward ? walk.from : walk.to;
	int			there = forward ? walk.to : walk.from;
	int			number = te_hs_code_number(here, code);
	LinkRange	range = {0, 0};
	int			ncodes = 0;

	if (number >= 0)
		range = find_links(walk.pair, older, number);
	if (range.first == range.after)
	{
		bool		same = number >= 0 && te_hs_code_number(there, code) >= 0;

		return same && visit(code, 1, context);
	}
	for (int i = range.first; i < range.after; i++)
		if (walk.flags == 0 || (link_at(walk.pair, older, i)->flags & walk.flags))
			ncodes++;
	for (int i = range.first; i < range.after; i++)
	{
		const HsLink *link = link_at(walk.pair, older, i);

		if ((walk.flags == 0 || (link->flags & walk.flags)) &&
			visit(te_hs_code_at(there, older ? link->newer : link->older), ncodes, context))
			return true;
	}
	return false;
}

/*
 * Return the number of the correction that a walk from one code to another
 * follows: a link that it added, or that goes elsewhere since; -1 for none.
 */
static int
find_mended(Walk walk, uint32 from, uint32 to)
{
	uint32		newer = walk.up ? to : from;
	uint32		older = walk.up ? from : to;

	for (int i = 0; i < lengthof(mended); i++)
		if (mended[i].newer == Max(walk.from, walk.to) && mended[i].older == Min(walk.from,
																				 walk.to) &&
			((mended[i].code == newer && mended[i].used == older) ||
			 (walk.up && mended[i].printed != 0 && mended[i].printed == older)))
			return i;
	return -1;
}

/* See hs.h. */
char *
te_hs_mended_text(int i)
{
	const HsMended *m = &mended[i];

	if (m->printed == 0)
		return psprintf("the UN's correlation of HS%d and HS%d lacks %06u, which those of other revisions link to %06u",
						revision_years[m->newer], revision_years[m->older], m->used, m->code);
	return psprintf("the UN's table converts %06u of HS%d to %06u of HS%d, which its own correlation does not link",
					m->code, revision_years[m->newer], m->printed, revision_years[m->older]);
}

/* See hs.h. */
int
te_hs_revision_year(int revision)
{
	return revision_years[revision];
}

/* See hs.h. */
int
te_hs_revision(const char *name, int len)
{
	int			year = 0;

	while (len > 0 && name[0] == ' ')
		name++, len--;
	while (len > 0 && name[len - 1] == ' ')
		len--;
	/* Comtrade's H0 … H6 */
	if (len == 2 && (name[0] == 'H' || name[0] == 'h') && name[1] >= '0' &&
		name[1] < '0' + TE_HS_REVISIONS)
		return name[1] - '0';
	if (len > 2 && pg_strncasecmp(name, "HS", 2) == 0)
		name += 2, len -= 2;
	while (len > 0 && name[0] == ' ')
		name++, len--;
	if (len != 2 && len != 4)
		return -1;
	for (int i = 0; i < len; i++)
	{
		if (name[i] < '0' || name[i] > '9')
			return -1;
		year = year * 10 + (name[i] - '0');
	}
	for (int i = 0; i < TE_HS_REVISIONS; i++)
		if (year == (len == 4 ? revision_years[i] : revision_years[i] % 100))
			return i;
	return -1;
}

/* Targets while they are collected */
typedef struct TargetList
{
	TeHsTarget *targets;
	int			n;
	int			allocated;
	Walk		walk;			/* … of the code whose neighbours are
								 * visited */
	TeHsTarget	now;			/* that code */
} TargetList;

/* Append a target. */
static void
add_target(TargetList *list, uint32 code, double share, int mended_by)
{
	if (list->n == list->allocated)
	{
		list->allocated = list->allocated * 2 + 16;
		list->targets = list->targets == NULL
			? palloc_array(TeHsTarget, list->allocated)
			: repalloc_array(list->targets, TeHsTarget, list->allocated);
	}
	list->targets[list->n].code = code;
	list->targets[list->n].share = share;
	list->targets[list->n++].mended = mended_by;
}

/* Append a neighbour of the code at which the list stands: see visit_neighbours. */
static bool
collect_target(uint32 code, int ncodes, void *context)
{
	TargetList *list = context;

	int			mended_by = find_mended(list->walk, list->now.code, code);

	add_target(list, code, list->now.share / ncodes, mended_by >= 0 ? mended_by : list->now.mended);
	return false;
}

/* Order targets by code. */
static int
compare_targets(const void *a, const void *b)
{
	uint32		code_a = ((const TeHsTarget *) a)->code;
	uint32		code_b = ((const TeHsTarget *) b)->code;

	return (code_a > code_b) - (code_a < code_b);
}

/* Sorts by code and joins equal codes. */
static void
merge_targets(TargetList *list)
{
	int			kept = 0;

	qsort(list->targets, list->n, sizeof(TeHsTarget), compare_targets);
	for (int i = 1; i < list->n; i++)
	{
		if (list->targets[i].code == list->targets[kept].code)
		{
			list->targets[kept].share += list->targets[i].share;
			list->targets[kept].mended = Max(list->targets[kept].mended, list->targets[i].mended);
		}
		else
			list->targets[++kept] = list->targets[i];
	}
	list->n = kept + 1;
}

/* See hs.h. */
int
te_hs_convert(uint32 code, TeHsRoute route, TeHsTarget **targets)
{
	TargetList	now = {NULL};

	if (te_hs_is_legacy(route.from, code))
	{
		if (te_hs_is_legacy(route.to, code))
			route.to = route.from;
		else
			code = TE_HS_PETROLEUM;
	}
	add_target(&now, code, 1.0, -1);
	while (route.from != route.to)
	{
		Walk		walk = next_walk(route);
		TargetList	next = {NULL};

		next.walk = walk;
		for (int i = 0; i < now.n; i++)
		{
			int			before = next.n;

			CHECK_FOR_INTERRUPTS();
			next.now = now.targets[i];
			if (next.now.code != 0)
				visit_neighbours(walk, true, next.now.code, collect_target, &next);
			if (next.n == before)
				add_target(&next, 0, next.now.share, -1);
		}
		merge_targets(&next);
		pfree(now.targets);
		now = next;
		route.from = walk.to;
	}
	*targets = now.targets;
	return now.n;
}

/* The search for a second source */
typedef struct SourceSearch
{
	int			revision;		/* that of the codes now visited */
	TeHsRoute	route;
	uint32		found;			/* first source found, or 0 */
} SourceSearch;

/* Look for a second source through the walks of a route: see visit_neighbours. */
static bool
search_source(uint32 code, int ncodes, void *context)
{
	SourceSearch *search = context;
	SourceSearch deeper = *search;
	TeHsRoute  *route = &search->route;
	bool		second;

	CHECK_FOR_INTERRUPTS();
	if (search->revision == route->from)
	{
		if (search->found == 0)
			search->found = code;
		return search->found != code;
	}
	deeper.revision = !route->steps ? route->from : search->revision + (route->from > route->to
																		? 1 : -1);
	second = visit_neighbours(walk_between(deeper.revision, search->revision, route->all),
							  false, code,
							  search_source, &deeper);
	search->found = deeper.found;
	return second;
}

/* See hs.h. */
bool
te_hs_has_several_sources(uint32 target, TeHsRoute route)
{
	SourceSearch search = {route.to, route, 0};

	return search_source(target, 1, &search);
}
