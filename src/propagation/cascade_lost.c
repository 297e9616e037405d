/*
 * cascade_lost.c
 *	  Who loses all, told from the links alone.
 *
 * A loss is a mean of others' losses.  So a node loses as much as the largest shock
 * when some group of it brings nothing but such losses, and the groups chosen so lead
 * each node to a node with that shock: whoever walks along the shares comes to one,
 * sooner or later.  Numbers only come nearer and nearer to such a loss, and could not
 * tell it from one that is a little less; here it is exact, and rounds and sweeps need
 * not look at these nodes.
 *
 * The set is the largest one that stays: nodes are taken out that have no group within it,
 * and then those that no longer lead to a shock, until nobody is (the states from which a
 * goal is reached almost surely; de Alfaro 1997).
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "propagation/cascade_lost.h"

#define TRIES 10				/* times to take out those who lead nowhere */
#define PASSES 8				/* passes over all nodes before the search
								 * goes from node to node */

struct TeCascadeLost
{
	int		   *group;			/* by node: its first group within the set */
	bool	   *reached;		/* by node: leads to a shock */
	int		   *queue;			/* nodes taken out, or reached */
	int			count;
};

/* Work of one call */
typedef struct Search
{
	const TeCascade *c;
	const TeCascadeSide *side;
	const TeCascadeSide *other;
	const TeCascadeState *state;
	bool	   *in;				/* by node: in the set */
	TeCascadeLost *k;
} Search;

TeCascadeLost *
te_cascade_lost_begin(const TeCascade *c)
{
	TeCascadeLost *k = palloc0(sizeof(TeCascadeLost));
	Size		size = sizeof(int) * ((Size) c->n + 1);

	k->group = palloc(size);
	k->queue = palloc(size);
	k->reached = palloc((Size) c->n + 1);
	return k;
}

/* Whether node v has a shock of that size. */
static inline bool
is_goal(const Search *s, int v)
{
	return s->state->shock[v] >= s->state->cap;
}

/* Whether a group of node v brings something, all of it from within the set. */
static inline bool
is_within(const Search *s, int v, int g)
{
	bool		some = false;

	if (te_cascade_leak(s->side, v, g) > 0)
		return false;
	for (int e = s->side->edge_start[g]; e < s->side->edge_start[g + 1]; e++)
	{
		if (!(s->side->weight[e] > 0))
			continue;
		if (!s->in[s->side->partner[e]])
			return false;
		some = true;
	}
	return some;
}

/*
 * Whether node v still has a group within the set; notes it.  Those before it are out
 * for good: nobody comes back.
 */
static inline bool
stays(const Search *s, int v)
{
	int		   *g = &s->k->group[v];

	while (*g < s->side->group_start[v + 1] && !is_within(s, v, *g))
		(*g)++;
	return *g < s->side->group_start[v + 1];
}

/* Takes node v out. */
static inline void
take_out(const Search *s, int v)
{
	s->in[v] = false;
	s->k->queue[s->k->count++] = v;
}

/* Looks at those who have a share in a node of the queue, in turn; who is looked at may join it. */
static pg_attribute_always_inline void
follow(const Search *s, void (*look) (const Search *s, int v))
{
	for (int i = 0; i < s->k->count; i++)
	{
		int			w = s->k->queue[i];
		int			end = s->other->edge_start[s->other->group_start[w + 1]];

		TE_CHECK_EVERY(i);
		for (int e = s->other->edge_start[s->other->group_start[w]]; e < end; e++)
			look(s, s->other->partner[e]);
	}
}

/* Takes node v out if it lost its last group by nodes that were taken out. */
static inline void
look_out(const Search *s, int v)
{
	if (s->in[v] && !stays(s, v) && !is_goal(s, v))
		take_out(s, v);
}

/* Begins with all nodes that have a group, or a shock of that size. */
static void
start(const Search *s)
{
	s->k->count = 0;
	memset(s->in, true, (Size) s->c->n);
	for (int v = 0; v < s->c->n; v++)
	{
		TE_CHECK_EVERY(v);
		s->k->group[v] = s->side->group_start[v];
		if (!is_goal(s, v) && !stays(s, v))
			take_out(s, v);
	}
	follow(s, look_out);
}

/* Whether a group brings something from a node that was reached. */
static inline bool
brings_reached(const Search *s, int g)
{
	for (int e = s->side->edge_start[g]; e < s->side->edge_start[g + 1]; e++)
		if (s->k->reached[s->side->partner[e]] && s->side->weight[e] > 0)
			return true;
	return false;
}

/* Whether a group of node v within the set does. */
static bool
leads_on(const Search *s, int v)
{
	for (int g = s->k->group[v]; g < s->side->group_start[v + 1]; g++)
		if (brings_reached(s, g) && is_within(s, v, g))
			return true;
	return false;
}

/* Whether the noted group of node v, which is within the set, does. */
static inline bool
leads_on_first(const Search *s, int v)
{
	int			g = s->k->group[v];

	return g < s->side->group_start[v + 1] && brings_reached(s, g);
}

/* Notes that node v leads to a shock. */
static inline void
add_reached(const Search *s, int v)
{
	s->k->reached[v] = true;
	s->k->queue[s->k->count++] = v;
}

/* One pass over the noted groups of all nodes, there or back; true when it reached some. */
static bool
reach_pass(const Search *s, bool backward)
{
	int			before = s->k->count;

	for (int i = 0; i < s->c->n; i++)
	{
		int			v = backward ? s->c->n - 1 - i : i;

		TE_CHECK_EVERY(i);
		if (s->in[v] && !s->k->reached[v] && leads_on_first(s, v))
			add_reached(s, v);
	}
	return s->k->count > before;
}

/* Reaches node v if one of its groups leads to nodes reached. */
static inline void
look_on(const Search *s, int v)
{
	if (s->in[v] && !s->k->reached[v] && leads_on(s, v))
		add_reached(s, v);
}

/* Finds the nodes of the set that lead to a shock; false when there are none but those with one. */
static bool
reach(const Search *s)
{
	bool		more = true;
	int			members = 0;
	int			goals;

	s->k->count = 0;
	for (int v = 0; v < s->c->n; v++)
	{
		members += s->in[v];
		s->k->reached[v] = is_goal(s, v);
		if (s->k->reached[v])
			s->k->queue[s->k->count++] = v;
	}
	goals = s->k->count;
	for (int pass = 0; pass < PASSES && more; pass++)
		more = reach_pass(s, pass & 1);
	if (s->k->count < members)
		follow(s, look_on);
	return s->k->count > goals;
}

/* Takes out those who do not lead to a shock; true when there were none. */
static bool
all_lead(const Search *s)
{
	bool		some = reach(s);

	s->k->count = 0;
	for (int v = 0; v < s->c->n; v++)
		if (s->in[v] && !s->k->reached[v])
			take_out(s, v);
	if (s->k->count == 0 || !some)
		return true;
	follow(s, look_out);
	return false;
}

Size
te_cascade_lost_find(const TeCascade *c, int side, TeCascadeState *state, bool *lost,
					 TeCascadeLost *k)
{
	Search		s = {c, &c->side[side], &c->side[1 - side], state, lost, k};
	bool		found = false;
	Size		open = 0;

	start(&s);
	for (int try = 0; try < TRIES && !found; try++)
		found = all_lead(&s);
	for (int v = 0; v < c->n; v++)
	{
		TE_CHECK_EVERY(v);
		lost[v] = lost[v] && (found || is_goal(&s, v));
		if (lost[v])
			state->loss[v] = state->cap;
		else
			open += s.side->edge_start[s.side->group_start[v + 1]] -
				s.side->edge_start[s.side->group_start[v]];
	}
	return open;
}
