/*
 * schedule_version_triggers_sql.c
 *	  Are the triggers that keep tariff_version as the installation made them,
 *	  and what to do when they are not.
 *
 * pg_restore --disable-triggers enables them again, but all in one way, so that
 * those for replicated rows no longer fire.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/trade_exposure.h"
#include "schedule/schedule_spi.h"
#include "schedule/schedule_version.h"

TE_FUNCTION(tariff_rebuild_version);

/* A trigger as installed. */
typedef struct Expected
{
	const char *name;			/* NULL: the end of a list */
	char		enabled;		/* TRIGGER_FIRES_… */
} Expected;

/* Of a table with rules: statements here, single rows where they are replicated to. */
static const Expected on_rules[] = {
	{"te_insert", TRIGGER_FIRES_ON_ORIGIN},
	{"te_update", TRIGGER_FIRES_ON_ORIGIN},
	{"te_delete", TRIGGER_FIRES_ON_ORIGIN},
	{"te_truncate", TRIGGER_FIRES_ALWAYS},
	{"te_replica", TRIGGER_FIRES_ON_REPLICA},
	{"te_known", TRIGGER_FIRES_ON_ORIGIN},
	{NULL, 0}
};
static const Expected on_regimes[] = {
	{"te_row", TRIGGER_FIRES_ALWAYS},
	{"te_truncate", TRIGGER_FIRES_ALWAYS},
	{NULL, 0}
};
static const Expected on_version[] = {
	{"te_foreign", TRIGGER_FIRES_ON_REPLICA},
	{NULL, 0}
};

/* How ALTER TABLE names the way in which a trigger is enabled. */
static const char *
words_of(char enabled)
{
	switch (enabled)
	{
		case TRIGGER_FIRES_ON_ORIGIN:
			return "ENABLE";
		case TRIGGER_FIRES_ALWAYS:
			return "ENABLE ALWAYS";
		case TRIGGER_FIRES_ON_REPLICA:
			return "ENABLE REPLICA";
		default:
			return "DISABLE";
	}
}

/* Says something of a trigger that is not as installed. */
typedef void (*Tell) (StringInfo to, const char *table, const Expected *expected, char is);

/*
 * How the expected triggers of a table are enabled; 0 = there is none of that name.
 * Read from the catalogue: to open the tables, columns and all, takes several times
 * as long, and a session's first call needs most of them for nothing else.
 */
static void
read_enabled(Oid table, const Expected *expected, char *is)
{
	Relation	triggers = table_open(TriggerRelationId, AccessShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&key, Anum_pg_trigger_tgrelid, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(table));
	scan = systable_beginscan(triggers, TriggerRelidNameIndexId, true, NULL, 1, &key);
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Form_pg_trigger trigger = (Form_pg_trigger) GETSTRUCT(tuple);

		for (int i = 0; expected[i].name != NULL; i++)
			if (strcmp(NameStr(trigger->tgname), expected[i].name) == 0)
				is[i] = trigger->tgenabled;
	}
	systable_endscan(scan);
	table_close(triggers, AccessShareLock);
}

/* Hands each trigger of a table that is not as installed on. */
static void
each_wrong(Oid schema, const char *table, const Expected *expected, Tell tell, StringInfo to)
{
	/* without a lock, so that nobody waits for a table that is being loaded */
	Oid			oid = get_relname_relid(table, schema);
	char		is[lengthof(on_rules)] = {0};	/* no list is longer */

	if (OidIsValid(oid))
		read_enabled(oid, expected, is);
	for (int i = 0; expected[i].name != NULL; i++)
		if (is[i] != expected[i].enabled)
			tell(to, table, &expected[i], is[i]);
}

/* The same over all tables. */
static void
each_wrong_trigger(Oid schema, Tell tell, StringInfo to)
{
	each_wrong(schema, "tariff_version", on_version, tell, to);
	for (int i = 0; i < TE_RULE_TABLES; i++)
		each_wrong(schema, te_rule_tables[i], i == 0 ? on_regimes : on_rules, tell, to);
}

/* A line on one trigger. */
static void
tell_problem(StringInfo to, const char *table, const Expected *expected, char is)
{
	if (to->data == NULL)
		initStringInfo(to);
	appendStringInfo(to, "%s%s of %s is %s, not %s", to->len == 0 ? "" : "\n",
					 expected->name, table,
					 is == 0 ? "missing" : words_of(is), words_of(expected->enabled));
}

char *
te_triggers_problem(Oid schema)
{
	StringInfoData text = {NULL};

	each_wrong_trigger(schema, tell_problem, &text);
	return text.data;
}

/* The statement that puts one trigger right, %1$s = schema. */
static void
tell_statement(StringInfo to, const char *table, const Expected *expected, char is)
{
	appendStringInfo(to, "ALTER TABLE %%1$s.%s %s TRIGGER %s;\n", table,
					 words_of(expected->enabled), expected->name);
}

/* ---- tariff_rebuild_version ---- */

/* Runs statements that give no rows. */
static void
run(const char *format, const char *schema)
{
	int			rc = SPI_execute(psprintf(format, schema), false, 0);

	if (rc < 0)
		elog(ERROR, "could not rebuild tariff_version: %s", SPI_result_code_string(rc));
}

/*
 * Takes all stamps away, those too that came after the transaction's snapshot;
 * under a lock that keeps others from writing more.
 */
static void
delete_all_stamps(const char *schema)
{
	SPIPlanPtr	plan = SPI_prepare(psprintf("DELETE FROM %s.tariff_version", schema), 0, NULL);
	int			rc = SPI_execute_snapshot(plan, NULL, NULL, GetLatestSnapshot(), InvalidSnapshot,
										  false, true, 0);

	if (rc != SPI_OK_DELETE)
		elog(ERROR, "could not rebuild tariff_version: %s", SPI_result_code_string(rc));
}

/* Stamps of all rows of a table; returns how many regimes it speaks of. */
static int
stamp_table(Oid schema, const char *name, const char *table)
{
	SPIPlanPtr	plan = SPI_prepare(psprintf("SELECT * FROM %s.%s", name, table), 0, NULL);
	Portal		portal = SPI_cursor_open(NULL, plan, NULL, NULL, true);
	TeRowHasher *hasher = te_row_hasher(portal->tupDesc, table);
	Datum	   *values = palloc_array(Datum, portal->tupDesc->natts);
	bool	   *nulls = palloc_array(bool, portal->tupDesc->natts);
	TeRegimeSums sums;

	te_sums_init(&sums);
	for (;;)
	{
		CHECK_FOR_INTERRUPTS();
		SPI_cursor_fetch(portal, true, 1000);
		if (SPI_processed == 0)
			break;
		for (uint64 i = 0; i < SPI_processed; i++)
		{
			heap_deform_tuple(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, values, nulls);
			te_sums_add(&sums, hasher, values, nulls, false);
		}
		SPI_freetuptable(SPI_tuptable);
	}
	SPI_cursor_close(portal);
	te_stamps_add(schema, table, &sums);
	return sums.regimes.count;
}

/*
 * Enables the triggers as installed and makes tariff_version anew from the rows.
 * Nobody writes rules meanwhile: locks first, then a snapshot to read with.
 */
Datum
tariff_rebuild_version(PG_FUNCTION_ARGS)
{
	Oid			schema = get_func_namespace(fcinfo->flinfo->fn_oid);
	char	   *name = te_schema_of(fcinfo);
	StringInfoData statements;
	TeCaller	caller;
	int			regimes = 0;

	if (SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("tariff_version cannot be rebuilt while session_replication_role is \"replica\""),
				 errhint("Run SET session_replication_role = origin first.")));
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	caller = te_become_owner(schema);
	run("LOCK TABLE %1$s.tariff_version, %1$s.tariff_regime, %1$s.tariff_program,"
		" %1$s.tariff_measure, %1$s.tariff_rule, %1$s.tariff_area, %1$s.tariff_rounding"
		" IN SHARE ROW EXCLUSIVE MODE", name);
	initStringInfo(&statements);
	each_wrong_trigger(schema, tell_statement, &statements);
	if (statements.len > 0)
		run(statements.data, name);
	delete_all_stamps(name);
	PushActiveSnapshot(GetLatestSnapshot());
	for (int i = 0; i < TE_RULE_TABLES; i++)
	{
		int			n = stamp_table(schema, name, te_rule_tables[i]);

		regimes = i == 0 ? n : regimes;
	}
	PopActiveSnapshot();
	te_become_caller(caller);
	SPI_finish();
	PG_RETURN_INT32(regimes);
}
