/*
 * tariff_panel_sql.c
 *	  SQL face tariff_panel: the rates of many codes from many origins on a day.
 *
 * Origins to which the schedule's areas stand alike get the same rates, so that
 * a code is computed once for each such class, not for each origin.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/memutils.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "codes/country.h"
#include "tariff/tariff_cache.h"
#include "tariff/tariff_line.h"
#include "tariff/tariff_quantities.h"

#define PANEL_MAX_ORIGINS 10000 /* origins of a panel */

TE_FUNCTION(tariff_panel_regime);
TE_FUNCTION(tariff_panel_value);

/* Origins with the same closeness to all areas. */
typedef struct OriginClass
{
	uint64		word;			/* one of them */
	int8	   *closeness;
	TeDecimal	rate;			/* of the current code */
	char	   *problem;
} OriginClass;

typedef struct PanelOrigin
{
	Datum		name;			/* text */
	int			class;
} PanelOrigin;

typedef struct Panel
{
	TeTariff   *t;
	TeLine		line;			/* what all have in common */
	int			norigins;
	PanelOrigin *origins;
	int			nclasses;
	OriginClass *classes;
} Panel;

/* The class of an origin, a new one if need be. */
static int
class_of(Panel *panel, uint64 word)
{
	TeTariff   *t = panel->t;
	OriginClass *c;

	panel->line.origin = word;
	te_tariff_gather(t, &panel->line);
	for (int i = 0; i < panel->nclasses; i++)
		if (memcmp(panel->classes[i].closeness, t->closeness, t->nareas) == 0)
			return i;
	c = &panel->classes[panel->nclasses++];
	c->word = word;
	c->closeness = palloc(t->nareas);
	memcpy(c->closeness, t->closeness, t->nareas);
	return panel->nclasses - 1;
}

static void
add_origin(Panel *panel, const char *name, int len)
{
	PanelOrigin *o = &panel->origins[panel->norigins++];
	uint64		word;

	te_line_origin(panel->t, name, len, &word, NULL);
	o->name = PointerGetDatum(cstring_to_text_with_len(name, len));
	o->class = class_of(panel, word);
}

/* The origins asked for, or all countries. */
static void
read_origins(Panel *panel, ArrayType *array)
{
	Datum	   *items = NULL;
	bool	   *nulls = NULL;
	int			n = te_ncountries;

	if (array != NULL)
		deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &items, &nulls, &n);
	if (n > PANEL_MAX_ORIGINS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a panel of %d origins is too wide", n),
				 errdetail("At most %d origins can be asked for at once.", PANEL_MAX_ORIGINS)));
	panel->origins = palloc_array(PanelOrigin, n + 1);
	panel->classes = palloc_array(OriginClass, n + 1);
	for (int i = 0; i < n; i++)
	{
		text	   *name = array == NULL || nulls[i] ? NULL : DatumGetTextPP(items[i]);

		if (array == NULL)
			add_origin(panel, te_countries[i].iso2, 2);
		else if (name != NULL)
			add_origin(panel, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	}
}

/* One code from all origins. */
static void
store_code(FunctionCallInfo fcinfo, Panel *panel, Datum name, uint64 key)
{
	TeTariff   *t = panel->t;
	TeRow		row;

	panel->line.key = key;
	for (int c = 0; c < panel->nclasses; c++)
	{
		CHECK_FOR_INTERRUPTS();
		panel->line.origin = panel->classes[c].word;
		te_tariff_run(t, &panel->line);
		panel->classes[c].rate = t->exact_total;
		panel->classes[c].problem = te_tariff_need_text(t, &panel->line);
	}
	for (int i = 0; i < panel->norigins; i++)
	{
		const OriginClass *c = &panel->classes[panel->origins[i].class];

		te_row_begin(&row);
		te_row_datum(&row, name, false);
		te_row_datum(&row, panel->origins[i].name, false);
		te_row_rate(&row, c->rate, panel->line.value);
		te_row_text(&row, c->problem);
		te_row_store(fcinfo, &row);
	}
}

/* The codes asked for. */
static void
store_codes(FunctionCallInfo fcinfo, Panel *panel, ArrayType *array, MemoryContext scratch)
{
	Datum	   *items;
	bool	   *nulls;
	int			n;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &items, &nulls, &n);
	for (int i = 0; i < n; i++)
	{
		text	   *code = nulls[i] ? NULL : DatumGetTextPP(items[i]);
		uint64		key;
		MemoryContext old;

		if (code == NULL)
			continue;
		te_line_hs(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code), &key, NULL);
		old = MemoryContextSwitchTo(scratch);
		store_code(fcinfo, panel, PointerGetDatum(code), key);
		MemoryContextSwitchTo(old);
		MemoryContextReset(scratch);
	}
}

/* Without codes: those that mandatory programs name. */
static void
store_all_codes(FunctionCallInfo fcinfo, Panel *panel, MemoryContext scratch)
{
	const TeSchedule *s = panel->t->s;

	for (uint32 node = 0; node < TE_NODE_COUNT(s); node++)
	{
		bool		named = false;
		char		digits[TE_HS_KEY_DIGITS + 1];
		MemoryContext old;

		for (uint32 i = TE_NODES(s)[node].measure; i < TE_NODES(s)[node + 1].measure && !named; i++)
			named = TE_PROGRAMS(s)[TE_MEASURES(s)[i].program].mandatory != 0;
		if (!named)
			continue;
		te_hs_key_digits(TE_NODES(s)[node].key, digits);
		old = MemoryContextSwitchTo(scratch);
		store_code(fcinfo, panel, CStringGetTextDatum(digits), TE_NODES(s)[node].key);
		MemoryContextSwitchTo(old);
		MemoryContextReset(scratch);
	}
}

/* Arguments: schedule, codes, origins, on_date, claims, known_on, quantities of a unit of value. */
static Datum
panel_rows(FunctionCallInfo fcinfo, TeTariff *t)
{
	Panel	   *panel = palloc0(sizeof(Panel));
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext, "tariff panel", ALLOCSET_SMALL_SIZES);

	te_check_not_null("entry_date", PG_ARGISNULL(3));
	te_check_finite_date("entry_date", PG_GETARG_DATEADT(3));
	t->explain = false;
	panel->t = t;
	te_line_init(&panel->line, 0, 0, PG_GETARG_DATEADT(3), TE_DECIMAL_ONE);
	te_line_set_rest(&panel->line);
	if (!PG_ARGISNULL(4))
		te_line_set_claims(t, PG_GETARG_ARRAYTYPE_P(4), &panel->line);
	if (!PG_ARGISNULL(5))
		panel->line.known_on = PG_GETARG_DATEADT(5);
	if (!PG_ARGISNULL(6))
		te_line_set_quantities(&panel->line, PG_GETARG_JSONB_P(6), NULL);
	read_origins(panel, PG_ARGISNULL(2) ? NULL : PG_GETARG_ARRAYTYPE_P(2));
	if (PG_ARGISNULL(1))
		store_all_codes(fcinfo, panel, scratch);
	else
		store_codes(fcinfo, panel, PG_GETARG_ARRAYTYPE_P(1), scratch);
	MemoryContextDelete(scratch);
	return (Datum) 0;
}

Datum
tariff_panel_regime(PG_FUNCTION_ARGS)
{
	te_rows_begin(fcinfo);
	return PG_ARGISNULL(0) ? (Datum) 0 : panel_rows(fcinfo, te_tariff_from_regime(fcinfo, PG_GETARG_TEXT_PP(0)));
}

Datum
tariff_panel_value(PG_FUNCTION_ARGS)
{
	te_rows_begin(fcinfo);
	return PG_ARGISNULL(0) ? (Datum) 0 : panel_rows(fcinfo, te_tariff_from_datum(fcinfo, PG_GETARG_DATUM(0)));
}
