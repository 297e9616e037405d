/*
 * tariff_gather.c
 *	  Which measures hold for a line's goods, origin, dates and claims.
 */
#include "postgres.h"

#include "tariff/tariff.h"

/* The schedule's place of a country, or NULL. */
static const TePlace *
find_place(const TeSchedule *s, uint64 word)
{
	const TePlace *places = TE_PLACES(s);
	int			low = 0;
	int			high = s->count[TE_SEC_COUNTRIES];

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (places[middle].word < word)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->count[TE_SEC_COUNTRIES] && places[low].word == word ? &places[low] : NULL;
}

/* Notes how close each area is to the origin on a day. */
static void
set_closeness(const TeTariff *t, TeOrigin *o, DateADT on)
{
	const TePlace *place = find_place(t->s, o->word);

	o->dated = false;
	o->last_date = on;
	memset(o->closeness, -1, t->nareas);
	o->closeness[0] = 0;
	for (uint32 i = 0; place != NULL && i < place->nmembers; i++)
	{
		const TeMember *m = &TE_MEMBERS(t->s)[place->member + i];

		if (m->valid_from != TE_DATE_OPEN_FROM || m->valid_to != TE_DATE_OPEN_TO)
			o->dated = true;
		if (m->valid_from <= on && on < m->valid_to)
			o->closeness[m->area] = m->own ? 2 : 1;
	}
}

/* The measures on all goods that can concern the origin on some day. */
static void
set_root(const TeTariff *t, TeOrigin *o)
{
	const TeSchedule *s = t->s;
	const TePlace *place = find_place(s, o->word);
	uint32		n = TE_NODES(s)[0].key == 0 ? TE_NODES(s)[1].measure : 0;

	o->nroot = 0;
	for (uint32 i = 0; i < n; i++)
	{
		int			area = TE_MEASURES(s)[i].area;
		bool		concerns = area == 0;

		for (uint32 k = 0; place != NULL && k < place->nmembers && !concerns; k++)
			concerns = TE_MEMBERS(s)[place->member + k].area == area;
		if (concerns)
			o->root[o->nroot++] = i;
	}
}

/* Looks the origin up, or learns it. */
static void
set_origin(TeTariff *t, const TeLine *line)
{
	TeOrigin   *o = &t->origins[te_origin_slot(line->origin)];

	if (o->word != line->origin)
	{
		o->word = 0;
		if (o->closeness == NULL)
		{
			uint32		n = TE_NODES(t->s)[0].key == 0 ? TE_NODES(t->s)[1].measure : 0;

			o->closeness = MemoryContextAlloc(t->context, t->nareas);
			o->root = MemoryContextAlloc(t->context, sizeof(uint32) * (n + 1));
		}
		o->word = line->origin;
		set_root(t, o);
		set_closeness(t, o, line->entry_date);
	}
	else if (o->dated && o->last_date != line->entry_date)
		set_closeness(t, o, line->entry_date);
	t->origin = o;
	t->closeness = o->closeness;
}

/* Is a span of knowledge dates what was known on a day? */
static bool
was_known(int32 from, int32 to, DateADT on)
{
	return on == TE_DATE_OPEN_TO ? to == TE_DATE_OPEN_TO : from <= on && on < to;
}

static bool
is_excepted(const TeTariff *t, const TeLine *line, const TeDetail *d)
{
	const TeSchedule *s = t->s;

	for (uint32 i = 0; i < TE_LIST_COUNT(s, d->except_areas); i++)
		if (t->closeness[TE_LIST_ITEM(s, d->except_areas, i)] >= 0)
			return true;
	for (uint32 i = 0; i < TE_LIST_COUNT(s, d->except_codes); i += 2)
	{
		uint64		prefix = (uint64) TE_LIST_ITEM(s, d->except_codes, i) << 32 |
			TE_LIST_ITEM(s, d->except_codes, i + 1);

		if (te_hs_key_within(line->key, prefix))
			return true;
	}
	return false;
}

/* Goods laden in time and entered in time. */
static bool
is_in_transit(const TeLine *line, const TeDetail *d)
{
	return line->loaded != TE_DATE_OPEN_TO && line->loaded < d->loaded_before &&
		line->entry_date < d->entered_before;
}

/* The share that a gate takes where the line tells none. */
static TeDecimal
untold_share(const TeDetail *d)
{
	return (d->gate_bounds & TE_GATE_HAS_DEFAULT) != 0 ? te_decimal(d->gate_unit, 1000000) : TE_DECIMAL_NULL;
}

/* The figure that a gate looks at; TE_DECIMAL_NULL when it is not known. */
static TeDecimal
gate_figure(const TeSchedule *s, const TeLine *line, const TeDetail *d)
{
	switch (d->gate)
	{
		case TE_GATE_UNIT_VALUE:
			{
				const TeDuty *duty = TE_DUTY_AT(s, d->gate_unit);
				TeDecimal	quantity = line->quantities == NULL ? TE_DECIMAL_NULL :
					te_quantities_find(line->quantities, &TE_DUTY_NAMES(duty)[0].unit,
									   TE_DUTY_NAME_BYTES(duty, 0));

				if (te_decimal_is_null(quantity) || quantity.n == 0)
					return TE_DECIMAL_NULL;
				return te_decimal_div(line->value, quantity);
			}
		case TE_GATE_CONTENT:
			for (int k = 0; k < line->nslices; k++)
				if (line->slice[k].content == d->gate_content)
					return line->slice[k].share;
			return te_line_tells(line, d->gate_content) ? TE_DECIMAL_ZERO : untold_share(d);
		case TE_GATE_WEIGHT:
			for (int i = 0; i < line->nweights; i++)
				if (line->weight_content[i] == d->gate_content)
					return line->weight_share[i];
			return untold_share(d);
		default:
			return line->value;
	}
}

/* Does the gate let the line in?  *known is false when its figure is not. */
static bool
gate_is_open(const TeSchedule *s, const TeLine *line, const TeDetail *d, bool *known)
{
	TeDecimal	figure = gate_figure(s, line, d);

	*known = !te_decimal_is_null(figure);
	if (!*known)
		return false;
	if ((d->gate_bounds & TE_GATE_HAS_FROM) != 0 &&
		te_decimal_cmp(figure, te_decimal(d->gate_from[0], d->gate_from[1])) < 0)
		return false;
	return (d->gate_bounds & TE_GATE_HAS_TO) == 0 ||
		te_decimal_cmp(figure, te_decimal(d->gate_to[0], d->gate_to[1])) < 0;
}

/* May the claims of the line use this measure?  Sets *status and *other if not. */
static bool
claims_allow(const TeSchedule *s, const TeLine *line, const TeDetail *d, uint8 *status, int *other)
{
	for (uint32 i = 0; i < TE_LIST_COUNT(s, d->need); i++)
		if (line->claimed == NULL || !line->claimed[TE_LIST_ITEM(s, d->need, i)])
		{
			*status = TE_LAYER_NOT_CLAIMED;
			*other = TE_LIST_ITEM(s, d->need, i);
			return false;
		}
	for (uint32 i = 0; line->claimed != NULL && i < TE_LIST_COUNT(s, d->unless); i++)
		if (line->claimed[TE_LIST_ITEM(s, d->unless, i)])
		{
			*status = TE_LAYER_BARRED;
			*other = TE_LIST_ITEM(s, d->unless, i);
			return false;
		}
	return true;
}

/* Adds to the end of the program's list. */
static void
add_candidate(TeTariff *t, int program, const TeCandidate *candidate)
{
	int			at = t->ncandidates++;

	if (at == t->room)
	{
		t->room *= 2;
		t->candidates = repalloc(t->candidates, sizeof(TeCandidate) * t->room);
	}
	t->candidates[at] = *candidate;
	t->candidates[at].next = -1;
	if (t->head[program] < 0)
		t->head[program] = at;
	else
		t->candidates[t->tail[program]].next = at;
	t->tail[program] = at;
}

/*
 * The conditions of a measure beyond code, area and entry date.  False: it is
 * not there at all; else its status says whether it can apply.
 */
static bool
check_conditions(TeTariff *t, const TeLine *line, int number, TeCandidate *c, bool *in_scope)
{
	const TeSchedule *s = t->s;
	const TeMeasure *m = &TE_MEASURES(s)[number];
	const TeDetail *d = &TE_DETAILS(s)[number];
	bool		known;

	if ((m->flags & TE_MEASURE_KNOWN) != 0 && !was_known(d->known_from, d->known_to, line->known_on))
		return false;
	if ((m->flags & TE_MEASURE_EXCEPT) != 0 && is_excepted(t, line, d))
		return false;
	*in_scope = false;
	t->met_gate |= (m->flags & TE_MEASURE_GATE) != 0;
	if ((m->flags & TE_MEASURE_TRANSIT) != 0 && is_in_transit(line, d))
		c->status = TE_LAYER_IN_TRANSIT;
	else if ((m->flags & (TE_MEASURE_NEED | TE_MEASURE_UNLESS)) != 0 && !claims_allow(s, line, d, &c->status, &c->other))
		*in_scope = (m->flags & TE_MEASURE_GATE) == 0 || gate_is_open(s, line, d, &known);
	else if ((m->flags & TE_MEASURE_GATE) != 0 && !gate_is_open(s, line, d, &known))
		c->status = known ? TE_LAYER_GATE : TE_LAYER_NEEDS;
	else
		*in_scope = true;
	return true;
}

/* One measure of a prefix: keeps it if it counts. */
static void
consider(TeTariff *t, const TeLine *line, int number, int len)
{
	const TeMeasure *m = &TE_MEASURES(t->s)[number];
	int			p = m->program;

	/* a line without claims cannot be freed by one */
	uint8		flags = line->claimed == NULL ? m->flags & ~TE_MEASURE_UNLESS : m->flags;
	bool		in_scope = true;
	TeCandidate c;
	TeCandidate *best;

	c.measure = number;
	c.len = len;
	c.closeness = t->closeness[m->area];
	c.status = TE_LAYER_APPLIED;
	c.other = -1;
	if (flags != 0 && !check_conditions(t, line, number, &c, &in_scope))
		return;
	/* nothing is nothing of whatever content */
	if (m->base == TE_BASE_CONTENT && m->share != 0 && c.status == TE_LAYER_APPLIED &&
		!te_line_tells(line, m->content))
		c.status = TE_LAYER_NEEDS;
	t->in_scope[p] |= in_scope;
	if (!t->explain && c.status != TE_LAYER_APPLIED && c.status != TE_LAYER_NEEDS)
		return;

	/*
	 * prefixes come from the longest on: a more specific measure leaves
	 * nothing to the others
	 */
	best = t->head[p] < 0 ? NULL : &t->candidates[t->head[p]];
	if (!t->explain && best != NULL && TE_PROGRAMS(t->s)[p].combine == TE_COMBINE_SPECIFIC)
	{
		if (best->len > len || best->closeness > c.closeness)
			return;
		if (best->closeness < c.closeness)
			t->head[p] = -1;
	}
	add_candidate(t, p, &c);
}

/*
 * The nodes whose prefixes the code begins with, the longest first, without the
 * empty one; *root says whether that is among them.  Their measures are on the
 * way to the processor before they are looked at.
 */
static int
find_chain(TeTariff *t, uint64 key, int *chain, bool *root)
{
	const TeSchedule *s = t->s;
	const TeNode *nodes = TE_NODES(s);
	int			node = te_schedule_find_node(s, key, &t->above);
	int			n = 0;

	*root = false;
	while (node >= 0)
	{
		if (nodes[node].key == 0)
		{
			*root = true;
			break;
		}
		__builtin_prefetch(&TE_MEASURES(s)[nodes[node].measure]);
		chain[n++] = node;
		if (nodes[node].parent == node)
			break;
		node = nodes[node].parent;
	}
	return n;
}

/* Does the line tell nothing that a measure's conditions look at, but for limits? */
static inline bool
is_bare(const TeLine *line)
{
	return line->claimed == NULL && line->loaded == TE_DATE_OPEN_TO && line->ntold == 0 &&
		line->nweights == 0;
}

/* Are the candidates of the last line those of this one? */
static inline bool
is_gathered(const TeTariff *t, const TeLine *line)
{
	const TeGathering *g = &t->gathering;

	return g->key == line->key && g->origin == line->origin && line->entry_date >= g->from &&
		line->entry_date < g->to && g->known_on == line->known_on && g->explain == t->explain &&
		is_bare(line);
}

/* Notes what the candidates hold for, on the days "from" .. "to". */
static void
note_gathering(TeTariff *t, const TeLine *line, DateADT from, DateADT to)
{
	TeGathering *g = &t->gathering;

	if (t->met_gate || !is_bare(line))
		return;
	g->key = line->key;
	g->origin = line->origin;
	g->from = t->origin->dated ? line->entry_date : from;
	g->to = t->origin->dated ? line->entry_date + 1 : to;
	g->known_on = line->known_on;
	g->explain = t->explain;
}

/* Is the measure in force on a day?  Narrows the days around it on which that is so. */
static inline bool
in_force(const TeMeasure *m, DateADT on, DateADT *from, DateADT *to)
{
	if (on < m->valid_from)
		*to = Min(*to, m->valid_from);
	else if (on >= m->valid_to)
		*from = Max(*from, m->valid_to);
	else
	{
		*from = Max(*from, m->valid_from);
		*to = Min(*to, m->valid_to);
		return true;
	}
	return false;
}

void
te_tariff_gather(TeTariff *t, const TeLine *line)
{
	const TeSchedule *s = t->s;
	const TeNode *nodes = TE_NODES(s);
	const TeMeasure *measures = TE_MEASURES(s);
	const int8 *closeness;
	DateADT		on = line->entry_date;
	DateADT		from = TE_DATE_OPEN_FROM;
	DateADT		to = TE_DATE_OPEN_TO;
	int			chain[TE_HS_KEY_DIGITS + 1];
	bool		root;
	int			n;

	if (is_gathered(t, line))
		return;
	t->gathering.to = t->gathering.from;
	t->met_gate = false;
	n = find_chain(t, line->key, chain, &root);
	set_origin(t, line);
	closeness = t->closeness;
	t->ncandidates = 0;
	memset(t->head, -1, sizeof(int) * t->nprograms);
	memset(t->in_scope, 0, t->nprograms);
	for (int k = 0; k < n; k++)
		for (uint32 i = nodes[chain[k]].measure; i < nodes[chain[k] + 1].measure; i++)
			if (closeness[measures[i].area] >= 0 && in_force(&measures[i], on, &from, &to))
				consider(t, line, i, te_hs_key_len(nodes[chain[k]].key));
	for (int k = 0; root && k < t->origin->nroot; k++)
	{
		const TeMeasure *m = &measures[t->origin->root[k]];

		if (closeness[m->area] >= 0 && in_force(m, on, &from, &to))
			consider(t, line, t->origin->root[k], 0);
	}
	note_gathering(t, line, from, to);
}

bool
te_tariff_lacks_measure(const TeTariff *t, int program)
{
	const TeProgram *p = &TE_PROGRAMS(t->s)[program];

	if (!p->mandatory || t->in_scope[program])
		return false;
	for (int other = 0; p->choice > 0 && other < t->nprograms; other++)
	{
		const TeProgram *o = &TE_PROGRAMS(t->s)[other];

		if (o->choice == p->choice && o->mandatory && t->in_scope[other])
			return false;
	}
	return true;
}

bool
te_tariff_is_open(const TeTariff *t, int program)
{
	for (int c = t->head[program]; c >= 0; c = t->candidates[c].next)
		if (t->candidates[c].status == TE_LAYER_APPLIED || t->candidates[c].status == TE_LAYER_NEEDS)
			return true;
	return false;
}
