/*
 * tariff_gather.c
 *	  Which measures hold for a line's goods, origin, dates and claims.
 */
#include "postgres.h"

#include "tariff.h"

/* Notes which areas the origin is in on the day. */
static void
set_closeness(TeTariff *t, const TeLine *line)
{
	const TeSchedule *s = t->s;
	const TePlace *places = TE_PLACES(s);
	int			low = 0;
	int			high = s->count[TE_SEC_COUNTRIES];

	if (t->has_origin && t->last_origin == line->origin && t->last_date == line->entry_date)
		return;
	memset(t->closeness, -1, t->nareas);
	t->closeness[0] = 0;
	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (places[middle].word < line->origin)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < s->count[TE_SEC_COUNTRIES] && places[low].word == line->origin)
		for (uint32 i = 0; i < places[low].nmembers; i++)
		{
			const TeMember *m = &TE_MEMBERS(s)[places[low].member + i];

			if (m->valid_from <= line->entry_date && line->entry_date < m->valid_to)
				t->closeness[m->area] = m->own ? 2 : 1;
		}
	t->has_origin = true;
	t->last_origin = line->origin;
	t->last_date = line->entry_date;
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
			return TE_DECIMAL_ZERO;
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
	if ((d->gate_bounds & 1) != 0 &&
		te_decimal_cmp(figure, te_decimal(d->gate_from[0], d->gate_from[1])) < 0)
		return false;
	return (d->gate_bounds & 2) == 0 ||
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
	if ((m->flags & TE_MEASURE_TRANSIT) != 0 && is_in_transit(line, d))
		c->status = TE_LAYER_IN_TRANSIT;
	else if ((m->flags & TE_MEASURE_CLAIMS) != 0 && !claims_allow(s, line, d, &c->status, &c->other))
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
	bool		in_scope = true;
	TeCandidate c;
	TeCandidate *best;

	c.measure = number;
	c.len = len;
	c.closeness = t->closeness[m->area];
	c.status = TE_LAYER_APPLIED;
	c.other = -1;
	if (m->flags != 0 && !check_conditions(t, line, number, &c, &in_scope))
		return;
	t->in_scope[p] |= in_scope;
	if (!t->explain && c.status != TE_LAYER_APPLIED && c.status != TE_LAYER_NEEDS)
		return;
	/* prefixes come from the longest on: a more specific measure leaves nothing to the others */
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

void
te_tariff_gather(TeTariff *t, const TeLine *line)
{
	const TeSchedule *s = t->s;
	const TeNode *nodes = TE_NODES(s);
	const TeMeasure *measures = TE_MEASURES(s);
	DateADT		on = line->entry_date;
	int			node = te_schedule_find_node(s, line->key);

	set_closeness(t, line);
	t->ncandidates = 0;
	memset(t->head, -1, sizeof(int) * t->nprograms);
	memset(t->in_scope, 0, t->nprograms);
	while (node >= 0)
	{
		int			len = te_hs_key_len(TE_KEYS(s)[node]);

		for (uint32 i = nodes[node].measure; i < nodes[node + 1].measure; i++)
		{
			const TeMeasure *m = &measures[i];

			if (on >= m->valid_from && on < m->valid_to && t->closeness[m->area] >= 0)
				consider(t, line, i, len);
		}
		node = nodes[node].parent == node ? -1 : (int) nodes[node].parent;
	}
}

bool
te_tariff_is_open(const TeTariff *t, int program)
{
	for (int c = t->head[program]; c >= 0; c = t->candidates[c].next)
		if (t->candidates[c].status == TE_LAYER_APPLIED || t->candidates[c].status == TE_LAYER_NEEDS)
			return true;
	return false;
}
