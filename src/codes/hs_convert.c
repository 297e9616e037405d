/*
 * hs_convert.c
 *	  Conversion of HS subheadings between the revisions of the nomenclature.
 *
 * The United Nations publish, for adjacent revisions, which subheadings share
 * goods ("links") and into which one older subheading a newer one is converted.
 * Links include the improbable: since 2022 waste of every electrical article
 * has subheadings of its own (8549), so that each article is linked to a dozen
 * kinds of waste.  The main links keep to the conversion: downwards the one
 * target, upwards the newer codes that are converted into the older one.  A
 * code that stands in no link is unchanged.  Further revisions are reached step
 * by step; a code's share goes on in equal parts.
 *
 * Source: United Nations Statistics Division, correlation and conversion
 * tables of the HS.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"
#include "utils/tuplestore.h"

#include "base/trade_exposure.h"
#include "codes/hs.h"

#define MAIN_DOWN 1				/* main link from the newer to the older code */
#define MAIN_UP 2				/* main link from the older to the newer code */

/* A newer and an older subheading that share goods */
typedef struct HsLink
{
	uint32		newer;
	uint32		older;
	int			flags;			/* MAIN_… */
} HsLink;

/* All links between two adjacent revisions */
typedef struct HsStep
{
	const HsLink *links;		/* in order of newer, older */
	const uint16 *by_older;		/* numbers of links in order of older, newer */
	int			nlinks;
} HsStep;

#include "codes/hs_tables.inc"

/* A direction through a step, and which links it takes */
typedef struct Walk
{
	const HsStep *step;
	bool		up;				/* from the older to the newer revision */
	int			flags;			/* links must have one of these; 0: any */
} Walk;

/* The links of one code on one side of a step */
typedef struct LinkRange
{
	int			first;
	int			after;
} LinkRange;

/* Link number i in the order of the newer or the older codes. */
static inline const HsLink *
link_at(const HsStep *step, bool by_older, int i)
{
	return &step->links[by_older ? step->by_older[i] : i];
}

/* Finds the links of a code, given whether it stands on the older side. */
static LinkRange
find_links(const HsStep *step, bool older, uint32 code)
{
	LinkRange	range;
	int			low = 0;
	int			high = step->nlinks;

	while (low < high)
	{
		int			middle = (low + high) / 2;
		const HsLink *link = link_at(step, older, middle);

		if ((older ? link->older : link->newer) < code)
			low = middle + 1;
		else
			high = middle;
	}
	range.first = range.after = low;
	while (range.after < step->nlinks)
	{
		const HsLink *link = link_at(step, older, range.after);

		if ((older ? link->older : link->newer) != code)
			break;
		range.after++;
	}
	return range;
}

/* The walk from one revision to the next on the way to "to". */
static Walk
walk_from(int revision, int to, bool all)
{
	Walk		walk;

	walk.up = to > revision;
	walk.step = &steps[walk.up ? revision : revision - 1];
	walk.flags = all ? 0 : walk.up ? MAIN_UP : MAIN_DOWN;
	return walk;
}

/*
 * Calls "visit" with each code that a walk leads to (forward) or that leads
 * there (backward), until it returns true; returns whether it did.  No call:
 * the code does not exist in this revision.
 */
typedef bool (*VisitCode) (uint32 code, int ncodes, void *context);

static bool
visit_neighbours(Walk walk, bool forward, uint32 code, VisitCode visit, void *context)
{
	bool		older = walk.up == forward; /* the side on which "code" stands */
	LinkRange	range = find_links(walk.step, older, code);
	int			ncodes = 0;

	if (range.first == range.after)
	{
		LinkRange	other = find_links(walk.step, !older, code);

		/*
		 * known on the other side only: came with that revision, or went with
		 * this one
		 */
		return other.first == other.after && visit(code, 1, context);
	}
	for (int i = range.first; i < range.after; i++)
		if (walk.flags == 0 || (link_at(walk.step, older, i)->flags & walk.flags))
			ncodes++;
	for (int i = range.first; i < range.after; i++)
	{
		const HsLink *link = link_at(walk.step, older, i);

		if ((walk.flags == 0 || (link->flags & walk.flags)) &&
			visit(older ? link->newer : link->older, ncodes, context))
			return true;
	}
	return false;
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
	if (len == 2 && (name[0] == 'H' || name[0] == 'h') && name[1] >= '0' && name[1] < '0' + TE_HS_REVISIONS)
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
	double		share;			/* of the code whose neighbours are visited */
} TargetList;

static void
add_target(TargetList *list, uint32 code, double share)
{
	if (list->n == list->allocated)
	{
		list->allocated = list->allocated * 2 + 16;
		list->targets = list->targets == NULL
			? palloc_array(TeHsTarget, list->allocated)
			: repalloc_array(list->targets, TeHsTarget, list->allocated);
	}
	list->targets[list->n].code = code;
	list->targets[list->n++].share = share;
}

static bool
collect_target(uint32 code, int ncodes, void *context)
{
	TargetList *list = context;

	add_target(list, code, list->share / ncodes);
	return false;
}

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
			list->targets[kept].share += list->targets[i].share;
		else
			list->targets[++kept] = list->targets[i];
	}
	list->n = kept + 1;
}

/* See hs.h. */
int
te_hs_convert(uint32 code, int from, int to, bool all, TeHsTarget **targets)
{
	TargetList	now = {NULL, 0, 0, 1.0};

	add_target(&now, code, 1.0);
	while (from != to)
	{
		Walk		walk = walk_from(from, to, all);
		TargetList	next = {NULL, 0, 0, 0.0};

		for (int i = 0; i < now.n; i++)
		{
			int			before = next.n;

			CHECK_FOR_INTERRUPTS();
			next.share = now.targets[i].share;
			if (now.targets[i].code != 0)
				visit_neighbours(walk, true, now.targets[i].code, collect_target, &next);
			if (next.n == before)
				add_target(&next, 0, next.share);
		}
		merge_targets(&next);
		pfree(now.targets);
		now = next;
		from += walk.up ? 1 : -1;
	}
	*targets = now.targets;
	return now.n;
}

/* The search for a second source */
typedef struct SourceSearch
{
	int			revision;		/* that of the codes now visited */
	int			from;
	int			to;
	bool		all;
	uint32		found;			/* first source found, or 0 */
} SourceSearch;

static bool
search_source(uint32 code, int ncodes, void *context)
{
	SourceSearch *search = context;
	SourceSearch deeper = *search;
	bool		second;

	CHECK_FOR_INTERRUPTS();
	if (search->revision == search->from)
	{
		if (search->found == 0)
			search->found = code;
		return search->found != code;
	}
	deeper.revision += search->from > search->to ? 1 : -1;
	second = visit_neighbours(walk_from(deeper.revision, search->to, search->all), false, code,
							  search_source, &deeper);
	search->found = deeper.found;
	return second;
}

/* See hs.h. */
bool
te_hs_has_several_sources(uint32 target, int from, int to, bool all)
{
	SourceSearch search = {to, from, to, all, 0};

	return search_source(target, 1, &search);
}

/* ---- SQL ---- */
