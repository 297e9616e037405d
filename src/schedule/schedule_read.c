/*
 * schedule_read.c
 *	  Reads a regime's rules, its parents' included, from the rule tables.
 *
 * The tables of one regime at a time, the regime itself first: what it says
 * under a name takes the place of what its parents say under that name.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/guc.h"

#include "base/trade_exposure.h"
#include "schedule/schedule_read.h"

/* ---- columns ---- */

#define MOST_COLUMNS 26			/* of a query */
#define ROWS_AT_ONCE 500		/* fetched together */

/* A row of an SPI result, and the last words that its columns had. */
typedef struct RowData
{
	Datum		values[MOST_COLUMNS];
	bool		nulls[MOST_COLUMNS];
	char	   *last[MOST_COLUMNS]; /* NULL: none yet */
	int			last_len[MOST_COLUMNS];
} RowData;

typedef RowData *Row;

static inline Datum
column(Row row, int number, bool *isnull)
{
	*isnull = row->nulls[number - 1];
	return row->values[number - 1];
}

/* A word; rows that follow each other with the same word share it. */
static char *
text_column(Row row, int number)
{
	bool		isnull;
	Datum		value = column(row, number, &isnull);
	text	   *word;
	char	  **last = &row->last[number - 1];
	int			len;

	if (isnull)
		return NULL;
	word = DatumGetTextPP(value);
	len = VARSIZE_ANY_EXHDR(word);
	if (*last == NULL || row->last_len[number - 1] != len || memcmp(*last, VARDATA_ANY(word), len) != 0)
	{
		*last = pnstrdup(VARDATA_ANY(word), len);
		row->last_len[number - 1] = len;
	}
	return *last;
}

static bool
bool_column(Row row, int number)
{
	bool		isnull;
	Datum		value = column(row, number, &isnull);

	return !isnull && DatumGetBool(value);
}

static int32
int_column(Row row, int number)
{
	bool		isnull;
	Datum		value = column(row, number, &isnull);

	return isnull ? 0 : DatumGetInt32(value);
}

/* A date, or what stands for NULL and for the infinite date of that side. */
static int32
date_column(Row row, int number, int32 open)
{
	bool		isnull;
	Datum		value = column(row, number, &isnull);

	return isnull ? open : DatumGetDateADT(value);
}

/* What cannot be read becomes a number that is too large for every column. */
static TeDecimal
numeric_column(Row row, int number)
{
	TeDecimal	result;
	bool		isnull;
	Datum		value = column(row, number, &isnull);

	if (isnull)
		return TE_DECIMAL_NULL;
	if (!te_decimal_try_numeric(DatumGetNumeric(value), &result))
		result = (TeDecimal) {(int128) 1 << 100, 1};
	return result;
}

static TeWords
words_column(Row row, int number)
{
	TeWords		words = {0, NULL};
	bool		isnull;
	Datum		value = column(row, number, &isnull);
	Datum	   *items;
	bool	   *nulls;
	int			n;

	if (isnull)
		return words;
	deconstruct_array(DatumGetArrayTypeP(value), TEXTOID, -1, false, TYPALIGN_INT, &items, &nulls, &n);
	words.words = palloc_array(char *, n + 1);
	for (int i = 0; i < n; i++)
		if (!nulls[i])
			words.words[words.count++] = TextDatumGetCString(items[i]);
	return words;
}

/* ---- what a regime replaces in its parents ---- */

typedef struct Reader
{
	TeRules    *rules;
	const char *schema;			/* quoted name of the extension's schema */
	MemoryContext context;		/* where rules live */
	TeNames		programs;		/* said by a regime nearer than the one being
								 * read */
	TeNames		emptied;		/* programs whose measures further up do not
								 * count */
	TeNames		measures;		/* program, zero byte, name */
	TeNames		edges;			/* rules that are dropped further up */
	TeNames		areas;
	bool		has_roundings;
	bool		is_last;		/* the regime being read has no parent */
	/* the same of the regime being read, added when it is done */
	TeNames		new_measures;
	TeNames		new_emptied;
	TeNames		new_edges;
	int			room[5];		/* allocated rows of programs, measures,
								 * rules, areas, roundings */
} Reader;

/* Room for one more row. */
#define GROW(reader, which, rows, count) \
	do { \
		if ((count) >= (reader)->room[which]) \
		{ \
			(reader)->room[which] = Max(2 * (reader)->room[which], 64); \
			(rows) = (rows) == NULL ? \
				MemoryContextAllocHuge(CurrentMemoryContext, \
									   sizeof(*(rows)) * (Size) (reader)->room[which]) : \
				repalloc_huge((rows), sizeof(*(rows)) * (Size) (reader)->room[which]); \
		} \
	} while (0)

static void
add_names(TeNames *to, const TeNames *from)
{
	for (int i = 0; i < from->count; i++)
		te_names_number(to, from->names[i], NULL);
}

static void
read_program(Reader *r, Row row)
{
	TeRules    *rules = r->rules;
	TeProgramRow *p;
	char	   *name = text_column(row, 1);
	bool		is_new;

	if (bool_column(row, 6))
	{
		te_names_number(&r->new_emptied, name, NULL);
		return;
	}
	te_names_number(&r->programs, name, &is_new);
	if (!is_new)
		return;
	GROW(r, 0, rules->programs, rules->nprograms);
	p = &rules->programs[rules->nprograms++];
	p->name = name;
	p->ord = int_column(row, 2);
	p->combine = text_column(row, 3);
	p->choice_group = text_column(row, 4);
	p->mandatory = bool_column(row, 5);
}

static const char program_query[] =
"SELECT program, ord, combine, choice_group, mandatory, dropped FROM %s.tariff_program WHERE regime OPERATOR(pg_catalog.=) $1 ORDER BY ord, program";

/* Notes the contents that a base and a gate (or NULL) speak of. */
static void
note_contents(Reader *r, const char *base, const char *gate)
{
	TeBase		kind;
	int32		untold;
	TeGate		gate_kind;
	char	   *of_base = te_content_of_base(base, &kind);
	char	   *of_gate = gate == NULL ? NULL : te_content_of_gate(gate, &gate_kind, &untold);

	if (of_base != NULL)
		te_names_number(&r->rules->other_contents, of_base, NULL);
	if (of_gate != NULL)
		te_names_number(&r->rules->other_contents, of_gate, NULL);
}

/*
 * Claims and contents of a measure that a scenario drops or replaces: they stay
 * known, so that the same lines can be asked of both laws.
 */
static void
note_names(Reader *r, Row row)
{
	for (int number = 12; number <= 13; number++)
	{
		TeWords		words = words_column(row, number);

		for (int i = 0; i < words.count; i++)
			te_names_number(&r->rules->other_claims, words.words[i], NULL);
	}
	note_contents(r, text_column(row, 8), text_column(row, 14));
}

/* Does a regime nearer say this measure?  If not, it is this one that does. */
static bool
is_replaced(Reader *r, const char *program, const char *id)
{
	char	   *name;
	bool		replaced;

	if (r->is_last && r->measures.count == 0 && r->emptied.count == 0)
		return false;
	name = psprintf("%s\001%s", program, id);
	replaced = te_names_find(&r->measures, name) >= 0 || te_names_find(&r->emptied, program) >= 0;
	if (!replaced && !r->is_last)
		te_names_number(&r->new_measures, name, NULL);
	return replaced;
}

static void
read_measure(Reader *r, Row row)
{
	TeRules    *rules = r->rules;
	TeMeasureRow *m;
	char	   *id = text_column(row, 1);
	char	   *program = text_column(row, 2);

	if (is_replaced(r, program, id))
	{
		note_names(r, row);
		return;
	}
	if (bool_column(row, 26))
		return;
	GROW(r, 1, rules->measures, rules->nmeasures);
	m = &rules->measures[rules->nmeasures++];
	m->id = id;
	m->program = program;
	m->code = text_column(row, 3);
	m->except_codes = words_column(row, 4);
	m->area = text_column(row, 5);
	m->except_areas = words_column(row, 6);
	m->rate = text_column(row, 7);
	m->base = text_column(row, 8);
	m->op = text_column(row, 9);
	m->over = words_column(row, 10);
	m->total_rate = text_column(row, 11);
	m->need = words_column(row, 12);
	m->unless = words_column(row, 13);
	m->gate = text_column(row, 14);
	m->gate_from = numeric_column(row, 15);
	m->gate_to = numeric_column(row, 16);
	m->valid_from = date_column(row, 17, TE_DATE_OPEN_FROM);
	m->valid_to = date_column(row, 18, TE_DATE_OPEN_TO);
	m->known_from = date_column(row, 19, TE_DATE_OPEN_FROM);
	m->known_to = date_column(row, 20, TE_DATE_OPEN_TO);
	m->loaded_before = date_column(row, 21, TE_DATE_OPEN_FROM);
	m->entered_before = date_column(row, 22, TE_DATE_OPEN_TO);
	m->legal_ref = text_column(row, 23);
	m->ord = int_column(row, 24);
}

static const char measure_query[] =
"SELECT measure_id, program, code_prefix, except_codes, area, except_areas, rate, base, op, over,"
" total_rate, need, unless, gate, gate_from, gate_to, valid_from, valid_to, known_from, known_to,"
" loaded_before, entered_before, legal_ref, ord, regime, dropped FROM %s.tariff_measure WHERE regime OPERATOR(pg_catalog.=) $1";

static void
read_rule(Reader *r, Row row)
{
	TeRules    *rules = r->rules;
	TeRuleRow  *rule;
	char	   *edge = psprintf("%s\001%s\001%s", text_column(row, 1), text_column(row, 2), text_column(row, 3));

	if (te_names_find(&r->edges, edge) >= 0)
		return;
	if (bool_column(row, 12))
	{
		te_names_number(&r->new_edges, edge, NULL);
		return;
	}
	GROW(r, 2, rules->rules, rules->nrules);
	rule = &rules->rules[rules->nrules++];
	rule->kind = text_column(row, 1);
	rule->subject = text_column(row, 2);
	rule->object = text_column(row, 3);
	rule->scope = text_column(row, 4);
	rule->when = text_column(row, 5);
	rule->area = text_column(row, 6);
	rule->valid_from = date_column(row, 7, TE_DATE_OPEN_FROM);
	rule->valid_to = date_column(row, 8, TE_DATE_OPEN_TO);
	rule->known_from = date_column(row, 9, TE_DATE_OPEN_FROM);
	rule->known_to = date_column(row, 10, TE_DATE_OPEN_TO);
	rule->legal_ref = text_column(row, 11);
}

static const char rule_query[] =
"SELECT kind, subject, object, scope, \"when\", area, valid_from, valid_to, known_from, known_to,"
" legal_ref, dropped FROM %s.tariff_rule WHERE regime OPERATOR(pg_catalog.=) $1"
" ORDER BY subject COLLATE \"C\", object COLLATE \"C\", valid_from NULLS FIRST, area COLLATE \"C\"";

static void
read_area(Reader *r, Row row)
{
	TeRules    *rules = r->rules;
	TeAreaRow  *a;
	char	   *name = psprintf("%s\001%s", text_column(row, 1), text_column(row, 2));

	if (te_names_find(&r->areas, name) >= 0)
		return;
	if (bool_column(row, 5))
	{
		te_names_number(&r->areas, name, NULL);
		return;
	}
	GROW(r, 3, rules->areas, rules->nareas);
	a = &rules->areas[rules->nareas++];
	a->area = text_column(row, 1);
	a->country = text_column(row, 2);
	a->valid_from = date_column(row, 3, TE_DATE_OPEN_FROM);
	a->valid_to = date_column(row, 4, TE_DATE_OPEN_TO);
}

/* What is dropped comes first. */
static const char area_query[] =
"SELECT area, country, valid_from, valid_to, dropped FROM %s.tariff_area WHERE regime OPERATOR(pg_catalog.=) $1"
" ORDER BY dropped DESC, area COLLATE \"C\", country COLLATE \"C\", valid_from NULLS FIRST";

static void
read_rounding(Reader *r, Row row)
{
	TeRules    *rules = r->rules;
	TeRoundingRow *rounding;

	GROW(r, 4, rules->roundings, rules->nroundings);
	rounding = &rules->roundings[rules->nroundings++];
	rounding->what = text_column(row, 1);
	rounding->program = text_column(row, 2);
	rounding->unit = numeric_column(row, 3);
	rounding->mode = text_column(row, 4);
	rounding->carry = bool_column(row, 5);
}

static const char rounding_query[] =
"SELECT what, program, unit, mode, carry FROM %s.tariff_rounding WHERE regime OPERATOR(pg_catalog.=) $1"
" ORDER BY what COLLATE \"C\", program COLLATE \"C\" NULLS LAST";

/* ---- regimes ---- */

static void
spi_select(const char *format, const char *schema, const char *argument)
{
	char	   *query = psprintf(format, schema);
	Oid			types[1] = {TEXTOID};
	Datum		values[1] = {CStringGetTextDatum(argument)};
	int			rc = SPI_execute_with_args(query, 1, types, values, NULL, true, 0);

	if (rc != SPI_OK_SELECT)
		elog(ERROR, "query on the rule tables failed: %s", SPI_result_code_string(rc));
}

/* Hands on the rows of an SPI result. */
static void
hand_on(Reader *r, const SPITupleTable *table, Row row, void (*read) (Reader *, Row))
{
	MemoryContext old = MemoryContextSwitchTo(r->context);

	Assert(table->tupdesc->natts <= MOST_COLUMNS);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		CHECK_FOR_INTERRUPTS();
		heap_deform_tuple(table->vals[i], table->tupdesc, row->values, row->nulls);
		read(r, row);
	}
	MemoryContextSwitchTo(old);
}

/* Runs a query over a regime and hands each row on, some at a time. */
static void
each_row(Reader *r, const char *format, const char *regime, void (*read) (Reader *, Row))
{
	Oid			types[1] = {TEXTOID};
	Datum		values[1] = {CStringGetTextDatum(regime)};
	SPIPlanPtr	plan = SPI_prepare(psprintf(format, r->schema), 1, types);
	Portal		portal;
	RowData		row = {0};
	uint64		got;

	if (plan == NULL)
		elog(ERROR, "query on the rule tables failed: %s", SPI_result_code_string(SPI_result));
	portal = SPI_cursor_open(NULL, plan, values, NULL, true);
	do
	{
		SPI_cursor_fetch(portal, true, ROWS_AT_ONCE);
		got = SPI_processed;
		hand_on(r, SPI_tuptable, &row, read);
		SPI_freetuptable(SPI_tuptable);
	} while (got > 0);
	SPI_cursor_close(portal);
	SPI_freeplan(plan);
}

/* One regime's own rows. */
static void
read_regime(Reader *r, const char *regime)
{
	int			nroundings = r->rules->nroundings;
	MemoryContext old = MemoryContextSwitchTo(r->context);

	te_names_init(&r->new_measures);
	te_names_init(&r->new_emptied);
	te_names_init(&r->new_edges);
	MemoryContextSwitchTo(old);
	each_row(r, program_query, regime, read_program);
	each_row(r, measure_query, regime, read_measure);
	each_row(r, rule_query, regime, read_rule);
	each_row(r, area_query, regime, read_area);
	if (!r->has_roundings)
		each_row(r, rounding_query, regime, read_rounding);
	r->has_roundings = r->has_roundings || r->rules->nroundings > nroundings;
	old = MemoryContextSwitchTo(r->context);
	add_names(&r->measures, &r->new_measures);
	add_names(&r->emptied, &r->new_emptied);
	add_names(&r->edges, &r->new_edges);
	MemoryContextSwitchTo(old);
}

/* The name by which another server made this session, NULL when somebody else did. */
static const char *
asking_server(void)
{
	static const char *const servers[] = {
		"postgres_fdw", "citus_internal", "citus_run_command", "citus_rebalancer"
	};
	const char *name = GetConfigOption("application_name", true, false);

	for (int i = 0; name != NULL && i < (int) lengthof(servers); i++)
	{
		if (strncmp(name, servers[i], strlen(servers[i])) == 0)
			return servers[i];
	}
	return NULL;
}

void
te_throw_unknown_regime(const char *schema, const char *regime)
{
	const char *server = asking_server();
	StringInfoData known;

	spi_select("SELECT regime FROM %s.tariff_regime WHERE $1 IS NOT NULL ORDER BY regime COLLATE \"C\" LIMIT 20",
			   schema, regime);
	initStringInfo(&known);
	for (uint64 i = 0; i < SPI_processed; i++)
		appendStringInfo(&known, "%s%s", i == 0 ? "" : ", ",
						 SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown tariff regime \"%s\"", te_shown(regime)),
			 server != NULL ?
			 errdetail("Another server asked (%s); laws are looked for where it is computed.",
					   server) : 0,
			 server != NULL ?
			 errhint("Send the law along as a tariff_schedule: see docs/scale-out.md.") :
			 known.len == 0 ?
			 errhint("No regime is loaded yet: insert one into tariff_regime, see examples/load_tariff.sql.") :
			 errhint("Known regimes: %s.", known.data)));
}

/* The regime, its parent, and so on, as an array of names. */
static char **
read_lineage(Reader *r, const char *regime, int *count)
{
	char	  **names;
	MemoryContext old;

	spi_select("SELECT l.ancestor, t.currency, t.covers_from, t.covers_to FROM te_support.te_rules_lineage($1) l"
			   " JOIN %1$s.tariff_regime t ON t.regime OPERATOR(pg_catalog.=) l.ancestor ORDER BY l.depth",
			   r->schema, regime);
	if (SPI_processed == 0)
		te_throw_unknown_regime(r->schema, regime);
	*count = (int) SPI_processed;
	old = MemoryContextSwitchTo(r->context);
	names = palloc_array(char *, *count);
	for (int i = 0; i < *count; i++)
	{
		RowData		row = {0};

		heap_deform_tuple(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, row.values, row.nulls);
		names[i] = text_column(&row, 1);
		if (r->rules->currency == NULL)
			r->rules->currency = text_column(&row, 2);
		if (r->rules->covers_from == TE_DATE_OPEN_FROM)
			r->rules->covers_from = date_column(&row, 3, TE_DATE_OPEN_FROM);
		if (r->rules->covers_to == TE_DATE_OPEN_TO)
			r->rules->covers_to = date_column(&row, 4, TE_DATE_OPEN_TO);
		if (i > 0 && strcmp(names[i], regime) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("tariff regime \"%s\" is its own ancestor", regime),
					 errhint("Correct the column parent of tariff_regime.")));
	}
	MemoryContextSwitchTo(old);
	return names;
}

TeRules *
te_rules_read(const char *schema, const char *regime)
{
	Reader		r;
	char	  **lineage;
	int			nlineage;

	memset(&r, 0, sizeof(r));
	r.schema = schema;
	r.context = CurrentMemoryContext;
	r.rules = palloc0(sizeof(TeRules));
	r.rules->regime = pstrdup(regime);
	r.rules->covers_from = TE_DATE_OPEN_FROM;
	r.rules->covers_to = TE_DATE_OPEN_TO;
	te_names_init(&r.rules->other_claims);
	te_names_init(&r.rules->other_contents);
	te_names_init(&r.programs);
	te_names_init(&r.emptied);
	te_names_init(&r.measures);
	te_names_init(&r.edges);
	te_names_init(&r.areas);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	lineage = read_lineage(&r, regime, &nlineage);
	for (int i = 0; i < nlineage; i++)
	{
		r.is_last = i == nlineage - 1;
		read_regime(&r, lineage[i]);
	}
	SPI_finish();
	return r.rules;
}
