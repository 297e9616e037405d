/*
 * tariff_line.c
 *	  One customs line: as it begins, and how its value is cut into slices.
 */
#include "postgres.h"

#include "tariff/tariff.h"

void
te_line_set_rest(TeLine *line)
{
	TeDecimal	rest = line->value;
	bool		empty = line->value.n == 0;
	int			n = 0;

	for (int k = 0; k < line->nslices; k++)
	{
		rest = te_decimal_sub(rest, line->slice[k].value);

		/*
		 * a slice without value bears nothing, but its quantities must have a
		 * place
		 */
		if (line->slice[k].value.n == 0)
			continue;
		line->slice[n] = line->slice[k];
		line->slice[n].share = te_decimal_div(line->slice[k].value, line->value);
		n++;
	}
	if (rest.n != 0 || empty)
	{
		TeSlice    *last = &line->slice[n++];

		last->name = "rest";
		last->content = -1;
		last->value = rest;
		last->share = n == 1 ? TE_DECIMAL_ONE : te_decimal_div(rest, line->value);
		last->quantities = NULL;
	}
	line->nslices = n;
}

void
te_line_init(TeLine *line, uint64 key, uint64 origin, DateADT entry_date, TeDecimal value)
{
	memset(line, 0, offsetof(TeLine, slice));
	line->key = key;
	line->origin = origin;
	line->entry_date = entry_date;
	line->known_on = TE_DATE_OPEN_TO;
	line->loaded = TE_DATE_OPEN_TO;
	line->value = value;
	line->asks_rate = value.n == 1 && value.d == 1;
	line->quantities = NULL;
	line->nfx = 0;
	line->fx = NULL;
	line->claimed = NULL;
	line->chosen = NULL;
}
