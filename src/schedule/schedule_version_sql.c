/*
 * schedule_version_sql.c
 *	  The state of a regime's rules: from the stamps of tariff_version where they
 *	  can be trusted, else from the rows (see schedule_version.h).
 *
 * Which regimes there are is read with the caller's rights, so that row security
 * hides what it should; sums of hashes are read with the owner's.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/pg_collation_d.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"

#include "base/trade_exposure.h"
#include "schedule/schedule_spi.h"
#include "schedule/schedule_version.h"

#define ROWS_AT_ONCE 1000		/* rows that computing a state holds in memory */
#define TE_MAX_LINEAGE 33		/* a regime and its ancestors, as
								 * te_rules_lineage() */

TE_FUNCTION(tariff_rules_version);

/* Runs a plan with one text under the active snapshot. */
static void
select_text(TeSpiPlan *kept, Oid schema, const char *format, Datum argument)
{
	Oid			types[1] = {TEXTOID};
	SPIPlanPtr	plan = te_spi_plan(kept, schema, format, 1, types);
	int			rc = SPI_execute_plan(plan, &argument, NULL, true, 0);

	if (rc != SPI_OK_SELECT)
		elog(ERROR, "query on the rules' state failed: %s", SPI_result_code_string(rc));
}

/* A column of row i of the result that is not NULL. */
static Datum
column_of(int i, int column)
{
	bool		isnull;

	return SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, column, &isnull);
}

/* Adds rows, all of one table. */
static TeRulesSum
sum_of_tuples(const char *table, TupleDesc desc, HeapTuple *rows, uint64 n)
{
	TeRowHasher *hasher = te_row_hasher(desc, table);
	Datum	   *values = palloc_array(Datum, desc->natts);
	bool	   *nulls = palloc_array(bool, desc->natts);
	TeRulesSum	sum = 0;

	for (uint64 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		heap_deform_tuple(rows[i], desc, values, nulls);
		sum += te_row_hash(hasher, values, nulls);
	}
	MemoryContextDelete(hasher->scratch);
	return sum;
}

/* The state of one regime from its rows. */
static TeRulesSum
sum_of_rows(Oid schema, Datum regime)
{
	static TeSpiPlan plans[TE_RULE_TABLES];
	Oid			types[1] = {TEXTOID};
	TeRulesSum	sum = 0;

	for (int i = 0; i < TE_RULE_TABLES; i++)
	{
		char	   *query = psprintf("SELECT * FROM %%1$s.%s t"
									 " WHERE t.regime OPERATOR(pg_catalog.=) $1", te_rule_tables[i]);
		SPIPlanPtr	plan = te_spi_plan(&plans[i], schema, query, 1, types);
		Portal		portal = SPI_cursor_open(NULL, plan, &regime, NULL, true);

		do
		{
			SPI_cursor_fetch(portal, true, ROWS_AT_ONCE);
			sum += sum_of_tuples(te_rule_tables[i], SPI_tuptable->tupdesc,
								 SPI_tuptable->vals, SPI_processed);
			SPI_freetuptable(SPI_tuptable);
		} while (SPI_processed > 0);
		SPI_cursor_close(portal);
	}
	return sum;
}

/* The index of the table's key if it begins with the column, else InvalidOid. */
static Oid
key_of(Relation table, AttrNumber column)
{
#if PG_VERSION_NUM >= 180000
	Oid			key = RelationGetPrimaryKeyIndex(table, false);
#else
	Oid			key = RelationGetPrimaryKeyIndex(table);
#endif
	Relation	index;
	bool		begins;

	if (!OidIsValid(key))
		return InvalidOid;
	index = index_open(key, AccessShareLock);
	begins = index->rd_index->indkey.values[0] == column;
	index_close(index, AccessShareLock);
	return begins ? key : InvalidOid;
}

/* A column of a stamp that holds half of its number. */
static int64
stamp_half(HeapTuple row, TupleDesc desc, const char *column)
{
	bool		isnull;

	return DatumGetInt64(SPI_getbinval(row, desc, SPI_fnumber(desc, column), &isnull));
}

/*
 * Begins to read the rows of a regime under the active snapshot, by the table's key.
 * Read without a query, for this is done for every statement that asks for a duty,
 * and planning takes ten times as long as two or three rows.
 */
static SysScanDesc
scan_regime(Relation table, Datum regime)
{
	AttrNumber	column = get_attnum(RelationGetRelid(table), "regime");
	Oid			key_index = key_of(table, column);
	ScanKeyData key;

	ScanKeyEntryInitialize(&key, 0, column, BTEqualStrategyNumber, InvalidOid,
						   DEFAULT_COLLATION_OID, F_TEXTEQ, regime);
	return systable_beginscan(table, key_index, OidIsValid(key_index), GetActiveSnapshot(),
							  1, &key);
}

/* What the stamps of a regime come to, and those of its row in tariff_regime. */
static TeRulesSum
read_stamps(Oid schema, Datum regime, TeRulesSum *of_row)
{
	Relation	table = table_open(get_relname_relid("tariff_version", schema), AccessShareLock);
	SysScanDesc scan = scan_regime(table, regime);
	TeRulesSum	sum = 0;
	HeapTuple	row;

	*of_row = 0;
	while (HeapTupleIsValid(row = systable_getnext(scan)))
	{
		TupleDesc	desc = RelationGetDescr(table);
		char	   *rules = SPI_getvalue(row, desc, SPI_fnumber(desc, "rules"));
		TeRulesSum	stamp = (TeRulesSum) (uint64) stamp_half(row, desc, "high") << 64 |
			(uint64) stamp_half(row, desc, "low");

		CHECK_FOR_INTERRUPTS();
		sum += stamp;
		if (strcmp(rules, TE_REGIME_TABLE) == 0)
			*of_row += stamp;
		pfree(rules);
	}
	systable_endscan(scan);
	table_close(table, AccessShareLock);
	return sum;
}

/* The sum of the rows that tariff_regime has of a regime, of which there is one. */
static TeRulesSum
sum_of_regime(Oid schema, Datum regime)
{
	Relation	table = table_open(get_relname_relid(TE_REGIME_TABLE, schema), AccessShareLock);
	SysScanDesc scan = scan_regime(table, regime);
	TeRulesSum	sum = 0;
	HeapTuple	row;

	while (HeapTupleIsValid(row = systable_getnext(scan)))
		sum += sum_of_tuples(TE_REGIME_TABLE, RelationGetDescr(table), &row, 1);
	systable_endscan(scan);
	table_close(table, AccessShareLock);
	return sum;
}

/*
 * The state of one regime from its stamps; false when they are not those of its
 * row, which they are not if triggers were off when the row came.
 */
static bool
sum_of_stamps(Oid schema, Datum regime, TeRulesSum *sum)
{
	TeRulesSum	of_row;

	*sum = read_stamps(schema, regime, &of_row);
	return of_row == sum_of_regime(schema, regime);
}

/*
 * The regime and its ancestors, as far as the caller sees them.  Walked by a plain
 * look-up for each: planning one recursive query takes as long as all else that a
 * session's first call asks here.  "parent": as of te_rules_state().
 */
static Datum *
lineage_of(Oid schema, Datum regime, const NullableDatum *parent, int *count)
{
	static TeSpiPlan plan;
	Datum	   *names = palloc_array(Datum, TE_MAX_LINEAGE);

	for (*count = 0; *count < TE_MAX_LINEAGE;)
	{
		NullableDatum next;

		if (*count == 0 && parent != NULL)
			next = *parent;
		else
		{
			select_text(&plan, schema, "SELECT r.parent FROM %1$s." TE_REGIME_TABLE " r"
						" WHERE r.regime OPERATOR(pg_catalog.=) $1", regime);
			if (SPI_processed == 0)
				break;
			next.value = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1,
									   &next.isnull);
		}
		names[(*count)++] = regime;
		if (next.isnull)
			break;
		regime = PointerGetDatum(DatumGetTextPCopy(next.value));
	}
	return names;
}

char *
te_rules_state(Oid schema, Datum regime, const NullableDatum *parent, bool *kept)
{
	MemoryContext context = CurrentMemoryContext;
	bool		trusted = te_triggers_problem(schema) == NULL;
	TeRulesSum	sum = 0;
	char	   *state = NULL;
	Datum	   *names;
	int			n;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	names = lineage_of(schema, regime, parent, &n);
	if (n > 0)
	{
		TeCaller	caller = te_become_owner(schema);

		for (int i = 0; i < n; i++)
		{
			TeRulesSum	one = 0;

			trusted = trusted && sum_of_stamps(schema, names[i], &one);
			sum += trusted ? one : sum_of_rows(schema, names[i]);
		}
		te_become_caller(caller);
		state = MemoryContextAlloc(context, 2 * 16 + 1);
		snprintf(state, 2 * 16 + 1, "%016llx%016llx",
				 (unsigned long long) (sum >> 64), (unsigned long long) sum);
	}
	SPI_finish();
	if (kept != NULL)
		*kept = trusted;
	return state;
}

/* Rows that a table has of the regimes, as far as the current user sees them; inside SPI. */
static int64
rows_of(TeSpiPlan *kept, Oid schema, const char *table, Datum regimes)
{
	Oid			types[1] = {TEXTARRAYOID};
	char	   *query = psprintf("SELECT pg_catalog.count(*) FROM %%1$s.%s t"
								 " WHERE t.regime OPERATOR(pg_catalog.=) ANY ($1)", table);
	SPIPlanPtr	plan = te_spi_plan(kept, schema, query, 1, types);
	int			rc = SPI_execute_plan(plan, &regimes, NULL, true, 0);

	if (rc != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not count the rows of %s: %s", table, SPI_result_code_string(rc));
	return DatumGetInt64(column_of(0, 1));
}

/* Report that rows of a table are hidden from the caller. */
static void pg_attribute_noreturn()
throw_hidden(const char *table, const char *regime)
{
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("row security hides rules of tariff regime \"%s\" from you", regime),
			 errdetail("Role \"%s\" does not see all rows of table \"%s\" that the regime and its parents have; without them the duties would be others.",
					   GetUserNameFromId(GetUserId(), false), table),
			 errhint("Check and compile as a role that sees all of them, such as one with BYPASSRLS, or change the policies.")));
}

void
te_rules_require_visible(Oid schema, const char *regime)
{
	static TeSpiPlan plans[TE_RULE_TABLES];
	TeCaller	caller;
	Datum	   *names;
	Datum		regimes;
	int			n;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	caller = te_become_owner(schema);
	names = lineage_of(schema, CStringGetTextDatum(regime), NULL, &n);
	te_become_caller(caller);
	regimes = PointerGetDatum(construct_array(names, n, TEXTOID, -1, false, TYPALIGN_INT));
	for (int i = 0; i < TE_RULE_TABLES; i++)
	{
		Oid			table = get_relname_relid(te_rule_tables[i], schema);
		int64		all;

		if (check_enable_rls(table, InvalidOid, true) != RLS_ENABLED)
			continue;
		caller = te_become_owner(schema);
		all = rows_of(&plans[i], schema, te_rule_tables[i], regimes);
		te_become_caller(caller);
		if (rows_of(&plans[i], schema, te_rule_tables[i], regimes) != all)
			throw_hidden(te_rule_tables[i], regime);
	}
	SPI_finish();
}

/* The state of all rules that a regime rests on. */
Datum
tariff_rules_version(PG_FUNCTION_ARGS)
{
	Oid			schema = get_func_namespace(fcinfo->flinfo->fn_oid);
	char	   *state = te_rules_state(schema, PG_GETARG_DATUM(0), NULL, NULL);

	if (state == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(state));
}
