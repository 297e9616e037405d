/*
 * cascade_ends.c
 *	  Nodes that lose the same whoever has a shock, told from the links.
 *
 * These are the maximal end components of de Alfaro (1997): nodes that each have a
 * group which leads only to others of them, linked by such groups. They are found by
 * search (Tarjan 1972) along all groups, of which those are left out that lead
 * elsewhere than back, and again until none is.
 */
#include "postgres.h"

#include <limits.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "propagation/cascade_ends.h"

#define SEARCHES 60				/* most searches */
#define PASSES 8				/* passes for nodes that lead nowhere, between
								 * two */

/* Work of one call */
typedef struct Search
{
	const TeCascade *c;
	const TeCascadeSide *side;
	TeCascadeEnds *ends;
	int		   *index;			/* by node: when the search came here; 0 not
								 * yet */
	int		   *lowest;			/* by node: when it came to the first node
								 * that it leads back to */
	int		   *group;			/* by node: group that is followed … */
	int		   *edge;			/* … and its next edge */
	int		   *path;			/* nodes on the way down */
	int		   *pending;		/* nodes whose component is not known yet */
	int			npending;
	int			norder;
	int			clock;
}			Search;

/* Leaves out the groups that bring nothing, and, where "leaks", those that leak. */
static void
start(const Search * s, bool leaks)
{
	for (int v = 0; v < s->c->n; v++)
	{
		TE_CHECK_EVERY(v);
		for (int g = s->side->group_start[v]; g < s->side->group_start[v + 1]; g++)
		{
			bool		some = false;

			for (int e = s->side->edge_start[g]; e < s->side->edge_start[g + 1] && !some; e++)
				some = s->side->weight[e] > 0;
			s->ends->within[g] = some && !(leaks && te_cascade_leak(s->side, v, g) > 0);
		}
	}
}

/* ---- search ---- */

/* The search comes to node v. */
static void
enter(Search * s, int v)
{
	s->index[v] = s->lowest[v] = ++s->clock;
	s->group[v] = s->side->group_start[v] - 1;
	s->edge[v] = s->side->edge_start[s->side->group_start[v]];
	s->pending[s->npending++] = v;
}

/* The next partner that node v's groups lead to, or -1. */
static int
next_partner(Search * s, int v)
{
	int			last = s->side->group_start[v + 1];

	for (;;)
	{
		int			g = s->group[v];

		if (g >= s->side->group_start[v] && s->edge[v] < s->side->edge_start[g + 1])
		{
			int			e = s->edge[v]++;

			if (s->side->weight[e] > 0)
				return s->side->partner[e];
			continue;
		}
		do
			g++;
		while (g < last && !s->ends->within[g]);
		if (g == last)
			return -1;
		s->group[v] = g;
		s->edge[v] = s->side->edge_start[g];
	}
}

/* The nodes from v on are a component. */
static void
end_component(Search * s, int v)
{
	int			w;

	do
	{
		w = s->pending[--s->npending];
		s->ends->end[w] = v;
		s->lowest[w] = INT_MAX;
	} while (w != v);
}

/* Searches from a node; "ends" says which component each is in. */
static void
search_from(Search * s, int start)
{
	int			depth = 0;

	s->path[0] = start;
	enter(s, start);
	for (int step = 1; depth >= 0; step++)
	{
		int			v = s->path[depth];
		int			w = next_partner(s, v);

		TE_CHECK_EVERY(step);
		if (w >= 0)
		{
			if (s->index[w] == 0)
			{
				s->path[++depth] = w;
				enter(s, w);
			}
			else if (s->lowest[w] != INT_MAX)
				s->lowest[v] = Min(s->lowest[v], s->index[w]);
			continue;
		}
		s->ends->order[s->norder++] = v;
		depth--;
		if (s->lowest[v] == s->index[v])
			end_component(s, v);
		else
			s->lowest[s->path[depth]] = Min(s->lowest[s->path[depth]], s->lowest[v]);
	}
}

/* Finds the components of all nodes. */
static void
search(Search * s)
{
	memset(s->index, 0, sizeof(int) * (Size) s->c->n);
	s->clock = s->npending = s->norder = 0;
	for (int v = 0; v < s->c->n; v++)
		if (s->index[v] == 0)
			search_from(s, v);
}

/* ---- leaving out groups ---- */

/* Whether all that a group brings comes from nodes of v's component. */
static bool
leads_back(const Search * s, int v, int g)
{
	for (int e = s->side->edge_start[g]; e < s->side->edge_start[g + 1]; e++)
		if (s->side->weight[e] > 0 && s->ends->end[s->side->partner[e]] != s->ends->end[v])
			return false;
	return true;
}

/*
 * Leaves out the groups of node v that lead elsewhere; true when there were some.  A
 * node without a group is alone.
 */
static bool
leave_out(const Search * s, int v)
{
	bool		some = false;
	bool		left = false;

	for (int g = s->side->group_start[v]; g < s->side->group_start[v + 1]; g++)
	{
		if (!s->ends->within[g])
			continue;
		if (leads_back(s, v, g))
			left = true;
		else
		{
			s->ends->within[g] = false;
			some = true;
		}
	}
	if (!left)
		s->ends->end[v] = -1 - v;
	return some;
}

/* Leaves out all groups that lead elsewhere; true when there were some. */
static bool
leave_out_all(const Search * s)
{
	bool		any = false;
	bool		some = true;

	for (int pass = 0; pass < PASSES && some; pass++)
	{
		some = false;
		for (int i = 0; i < s->c->n; i++)
		{
			TE_CHECK_EVERY(i);
			some |= leave_out(s, pass & 1 ? s->c->n - 1 - i : i);
		}
		any |= some;
	}
	return any;
}

TeCascadeEnds *
te_cascade_ends(const TeCascade *c, const TeCascadeSide *side)
{
	Size		size = sizeof(int) * ((Size) c->n + 1);
	TeCascadeEnds *ends = palloc(sizeof(TeCascadeEnds));
	Search		s = {c, side, ends, palloc(size), palloc(size), palloc(size), palloc(size),
	palloc(size), palloc(size)};
	int		   *order = palloc(size);
	bool		more = true;

	ends->end = palloc(size);
	ends->order = palloc(size);
	ends->within = palloc((Size) side->group_start[c->n] + 1);
	start(&s, false);
	search(&s);
	memcpy(order, ends->order, sizeof(int) * (Size) c->n);
	start(&s, true);
	for (int i = 0; i < SEARCHES && more; i++)
	{
		search(&s);
		more = leave_out_all(&s);
	}
	for (int v = 0; v < c->n; v++)
		if (ends->end[v] < 0)
			ends->end[v] = v;
	pfree(s.index);
	pfree(s.lowest);
	pfree(s.group);
	pfree(s.edge);
	pfree(s.path);
	pfree(s.pending);
	pfree(ends->order);
	ends->order = order;
	if (!more)
		return ends;
	te_cascade_ends_free(ends);
	return NULL;
}

void
te_cascade_ends_free(TeCascadeEnds *ends)
{
	pfree(ends->end);
	pfree(ends->within);
	pfree(ends->order);
	pfree(ends);
}
