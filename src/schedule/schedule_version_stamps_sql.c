/*
 * schedule_version_stamps_sql.c
 *	  The triggers that keep tariff_version: what each statement changes becomes
 *	  a stamp, a row of its own (see schedule_version.h).
 *
 * Stamps are written with the rights of the owner of tariff_version, so that
 * who edits rules needs none on it and cannot make old rules look fresh.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/tuplestore.h"

#include "base/trade_exposure.h"
#include "schedule/schedule_spi.h"
#include "schedule/schedule_version.h"

#define STAMPS_UNTIL_FOLD 256	/* stamps that a process writes before it
								 * folds those of a regime */

TE_FUNCTION(te_rules_changed);
TE_FUNCTION(te_rules_version_foreign);

/* ---- writing stamps ---- */

/* Writes one stamp; inside SPI, as owner. */
static void
insert_stamp(Oid schema, Datum regime, Datum table, TeRulesSum sum)
{
	static TeSpiPlan plan;
	Oid			types[4] = {TEXTOID, TEXTOID, INT8OID, INT8OID};
	Datum		values[4] = {regime, table, Int64GetDatum((int64) (sum >> 64)),
	Int64GetDatum((int64) sum)};
	SPIPlanPtr	insert = te_spi_plan(&plan, schema,
									 "INSERT INTO %1$s.tariff_version (regime, rules, high, low)"
									 " VALUES ($1, $2, $3, $4)", 4, types);
	int			rc = SPI_execute_plan(insert, values, NULL, false, 0);

	if (rc != SPI_OK_INSERT)
		elog(ERROR, "could not note that rules have changed: %s", SPI_result_code_string(rc));
}

/*
 * Names of the rule tables that nobody empties before this transaction ends, as
 * far as that is to be had without waiting.  TRUNCATE takes away the stamps that
 * it sees: one that is made of them here it would not.
 */
static Datum
tables_to_fold(Oid schema)
{
	Datum		names[TE_RULE_TABLES];
	int			n = 0;

	for (int t = 0; t < TE_RULE_TABLES; t++)
	{
		Oid			table = get_relname_relid(te_rule_tables[t], schema);

		if (OidIsValid(table) && ConditionalLockRelationOid(table, AccessShareLock))
			names[n++] = CStringGetTextDatum(te_rule_tables[t]);
	}
	return PointerGetDatum(construct_array(names, n, TEXTOID, -1, false, TYPALIGN_INT));
}

/*
 * Makes one stamp a table of a regime's stamps; inside SPI, as owner.  Stamps
 * that others are folding are left to them, so nobody waits; under a snapshot
 * of the transaction that could fail, so there it is left to others altogether.
 */
static void
fold(Oid schema, Datum regime)
{
	static TeSpiPlan plan;
	Oid			types[2] = {TEXTOID, TEXTARRAYOID};
	Datum		values[2] = {regime, PointerGetDatum(NULL)};
	TeRulesSum	sums[TE_RULE_TABLES] = {0};
	int			rc;

	if (IsolationUsesXactSnapshot())
		return;
	values[1] = tables_to_fold(schema);
	rc = SPI_execute_plan(te_spi_plan(&plan, schema,
									  "DELETE FROM %1$s.tariff_version v"
									  " WHERE v.ctid OPERATOR(pg_catalog.=) ANY (ARRAY("
									  "SELECT w.ctid FROM %1$s.tariff_version w"
									  " WHERE w.regime OPERATOR(pg_catalog.=) $1"
									  " AND w.rules OPERATOR(pg_catalog.=) ANY ($2)"
									  " FOR UPDATE SKIP LOCKED))"
									  " RETURNING v.rules, v.high, v.low", 2, types),
						  values, NULL, false, 0);
	if (rc != SPI_OK_DELETE_RETURNING)
		elog(ERROR, "could not fold tariff_version: %s", SPI_result_code_string(rc));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		char	   *rules = SPI_getvalue(row, desc, 1);
		bool		isnull;

		for (int t = 0; t < TE_RULE_TABLES; t++)
			if (strcmp(te_rule_tables[t], rules) == 0)
			{
				int64		high = DatumGetInt64(SPI_getbinval(row, desc, 2, &isnull));
				int64		low = DatumGetInt64(SPI_getbinval(row, desc, 3, &isnull));

				sums[t] += (TeRulesSum) (uint64) high << 64 | (uint64) low;
			}
	}
	for (int t = 0; t < TE_RULE_TABLES; t++)
		if (sums[t] != 0)
			insert_stamp(schema, regime, CStringGetTextDatum(te_rule_tables[t]), sums[t]);
}

void
te_stamps_fold(Oid schema, Datum regime)
{
	TeCaller	caller;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	caller = te_become_owner(schema);
	fold(schema, regime);
	te_become_caller(caller);
	SPI_finish();
}

void
te_stamps_add(Oid schema, const char *table, const TeRegimeSums *sums)
{
	static int	written;
	Datum		rules = CStringGetTextDatum(table);
	TeCaller	caller;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	caller = te_become_owner(schema);
	for (int i = 0; i < sums->regimes.count; i++)
	{
		Datum		regime = CStringGetTextDatum(sums->regimes.names[i]);

		if (sums->sums[i] == 0)
			continue;
		insert_stamp(schema, regime, rules, sums->sums[i]);
		if (++written % STAMPS_UNTIL_FOLD == 0)
			fold(schema, regime);
	}
	te_become_caller(caller);
	SPI_finish();
}

/* Folds, to nothing, the stamps of regimes that are gone, whose rules go with them. */
static void
clear_gone(Oid schema, const TeRegimeSums *sums)
{
	static TeSpiPlan plan;
	Oid			types[1] = {TEXTOID};
	TeCaller	caller;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	caller = te_become_owner(schema);
	for (int i = 0; i < sums->regimes.count; i++)
	{
		Datum		regime = CStringGetTextDatum(sums->regimes.names[i]);
		SPIPlanPtr	select = te_spi_plan(&plan, schema, "SELECT 1 FROM %1$s.tariff_regime r"
										 " WHERE r.regime OPERATOR(pg_catalog.=) $1", 1, types);
		int			rc = SPI_execute_plan(select, &regime, NULL, false, 0);

		if (rc != SPI_OK_SELECT)
			elog(ERROR, "could not read tariff_regime: %s", SPI_result_code_string(rc));
		if (SPI_processed == 0)
			fold(schema, regime);
	}
	te_become_caller(caller);
	SPI_finish();
}

/*
 * Takes all stamps of a table away.  TRUNCATE has kept all writers of the table
 * out, so what is committed now is all there is, whatever the transaction's
 * snapshot says.
 */
static void
delete_stamps(Oid schema, const char *table)
{
	static TeSpiPlan plan;
	Oid			types[1] = {TEXTOID};
	Datum		rules = CStringGetTextDatum(table);
	TeCaller	caller;
	int			rc;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	caller = te_become_owner(schema);
	rc = SPI_execute_snapshot(te_spi_plan(&plan, schema, "DELETE FROM %1$s.tariff_version v"
										  " WHERE v.rules OPERATOR(pg_catalog.=) $1", 1, types),
							  &rules, NULL, GetLatestSnapshot(), InvalidSnapshot, false, true, 0);
	if (rc != SPI_OK_DELETE)
		elog(ERROR, "could not note that rules have changed: %s", SPI_result_code_string(rc));
	te_become_caller(caller);
	SPI_finish();
}

/* ---- triggers ---- */

/* Adds all rows of a transition table. */
static void
add_transition(TeRegimeSums *sums, TeRowHasher *hasher, TupleDesc desc, Tuplestorestate *rows,
			   bool minus)
{
	TupleTableSlot *slot;
	int			pointer;

	if (rows == NULL)
		return;
	slot = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
	pointer = tuplestore_alloc_read_pointer(rows, EXEC_FLAG_REWIND);
	tuplestore_select_read_pointer(rows, pointer);
	tuplestore_rescan(rows);
	while (tuplestore_gettupleslot(rows, true, false, slot))
	{
		CHECK_FOR_INTERRUPTS();
		slot_getallattrs(slot);
		te_sums_add(sums, hasher, slot->tts_values, slot->tts_isnull, minus);
	}
	tuplestore_select_read_pointer(rows, 0);
	ExecDropSingleTupleTableSlot(slot);
}

/* Adds one row. */
static void
add_row(TeRegimeSums *sums, TeRowHasher *hasher, TupleDesc desc, HeapTuple row, bool minus)
{
	Datum	   *values = palloc_array(Datum, desc->natts);
	bool	   *nulls = palloc_array(bool, desc->natts);

	heap_deform_tuple(row, desc, values, nulls);
	te_sums_add(sums, hasher, values, nulls, minus);
}

/* Adds what the trigger is told has changed. */
static void
add_changes(TeRegimeSums *sums, TeRowHasher *hasher, const TriggerData *t)
{
	TupleDesc	desc = RelationGetDescr(t->tg_relation);

	if (!TRIGGER_FIRED_FOR_ROW(t->tg_event))
	{
		add_transition(sums, hasher, desc, t->tg_oldtable, true);
		add_transition(sums, hasher, desc, t->tg_newtable, false);
		return;
	}
	/* of an UPDATE, tg_trigtuple is the old row */
	add_row(sums, hasher, desc, t->tg_trigtuple, !TRIGGER_FIRED_BY_INSERT(t->tg_event));
	if (TRIGGER_FIRED_BY_UPDATE(t->tg_event))
		add_row(sums, hasher, desc, t->tg_newtuple, false);
}

/* Throws unless the trigger is on one of our own tables: nobody else's rows are rules. */
static void
require_rule_table(FunctionCallInfo fcinfo, Oid schema)
{
	Relation	rel = !CALLED_AS_TRIGGER(fcinfo) ? NULL :
		((TriggerData *) fcinfo->context)->tg_relation;

	for (int i = 0; rel != NULL && i < TE_RULE_TABLES; i++)
		if (RelationGetNamespace(rel) == schema &&
			strcmp(RelationGetRelationName(rel), te_rule_tables[i]) == 0)
			return;
	ereport(ERROR,
			(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
			 errmsg("te_rules_changed() is a trigger of the rule tables only"),
			 errhint("The installation of the extension makes these triggers; others are of no use.")));
}

/* Notes in tariff_version what has changed. */
Datum
te_rules_changed(PG_FUNCTION_ARGS)
{
	Oid			schema = te_schema_of_extension(fcinfo);
	const TriggerData *t = (TriggerData *) fcinfo->context;
	const char *table;
	TeRowHasher *hasher;
	TeRegimeSums sums;

	require_rule_table(fcinfo, schema);
	table = RelationGetRelationName(t->tg_relation);
	if (TRIGGER_FIRED_BY_TRUNCATE(t->tg_event))
		delete_stamps(schema, table);
	else
	{
		hasher = te_row_hasher(RelationGetDescr(t->tg_relation), table);
		te_sums_init(&sums);
		add_changes(&sums, hasher, t);
		MemoryContextDelete(hasher->scratch);
		te_stamps_add(schema, table, &sums);
		if (TRIGGER_FIRED_BY_DELETE(t->tg_event))
			clear_gone(schema, &sums);
	}
	return PointerGetDatum(NULL);
}

/*
 * Keeps stamps of another server out, which come when somebody publishes
 * tariff_version: the rules that come with them make stamps here.
 */
Datum
te_rules_version_foreign(PG_FUNCTION_ARGS)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("te_rules_version_foreign() is a trigger")));
	return PointerGetDatum(NULL);
}
