/*
 * schedule_compile_sql.c
 *	  SQL functions that compile: tariff_check, tariff_build and tariff_compile.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/tuplestore.h"

#include "base/trade_exposure.h"
#include "schedule/schedule_build.h"
#include "schedule/schedule_read.h"
#include "schedule/schedule_rules.h"
#include "schedule/schedule_spi.h"
#include "schedule/schedule_version.h"

#define PROBLEMS_IN_MESSAGE 5
#define LOCK_TRIES 10			/* times that a row may be made anew while a
								 * compile waits for it */

TE_FUNCTION(tariff_check);
TE_FUNCTION(tariff_build);
TE_FUNCTION(tariff_compile);

/* Notes each trigger that is not as installed. */
static void
check_triggers(TeRules *rules, Oid schema)
{
	char	   *lines = te_triggers_problem(schema);
	char	   *rest = NULL;

	if (lines == NULL)
		return;
	for (char *line = strtok_r(lines, "\n", &rest); line != NULL;
		 line = strtok_r(NULL, "\n", &rest))
		te_rules_problem(rules, false, "trigger not as installed", "triggers",
						 "%s: the state of the rules is computed from all rows until tariff_rebuild_version() has run.",
						 line);
}

/* The rule tables as an array of oid. */
static Datum
rule_tables(Oid schema)
{
	Datum		tables[TE_RULE_TABLES];

	for (int i = 0; i < TE_RULE_TABLES; i++)
		tables[i] = ObjectIdGetDatum(get_relname_relid(te_rule_tables[i], schema));
	return PointerGetDatum(construct_array(tables, TE_RULE_TABLES, OIDOID, sizeof(Oid), true,
										   TYPALIGN_INT));
}

/* Notes each rule table that a subscription does not bring along with the others. */
static void
check_subscription(TeRules *rules, Oid schema)
{
	static TeSpiPlan plan;
	Oid			types[1] = {OIDARRAYOID};
	Datum		tables = rule_tables(schema);
	MemoryContext caller = CurrentMemoryContext;
	SPIPlanPtr	select;
	int			rc;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	select = te_spi_plan(&plan, schema,
						 "SELECT c.relname FROM pg_catalog.pg_class c"
						 " WHERE c.oid OPERATOR(pg_catalog.=) ANY ($1)"
						 " AND NOT EXISTS (SELECT FROM pg_catalog.pg_subscription_rel s"
						 " WHERE s.srrelid OPERATOR(pg_catalog.=) c.oid)"
						 " AND EXISTS (SELECT FROM pg_catalog.pg_subscription_rel o"
						 " WHERE o.srrelid OPERATOR(pg_catalog.=) ANY ($1))"
						 " ORDER BY 1", 1, types);
	rc = SPI_execute_plan(select, &tables, NULL, true, 0);
	if (rc != SPI_OK_SELECT)
		elog(ERROR, "could not read pg_subscription_rel: %s", SPI_result_code_string(rc));
	MemoryContextSwitchTo(caller);	/* what is noted outlives SPI */
	for (uint64 i = 0; i < SPI_processed; i++)
		te_rules_problem(rules, false, "table not subscribed to",
						 SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1),
						 "Others come by a subscription: the publisher's rows of this one are missing.");
	SPI_finish();
}

/* One row per problem. */
Datum
tariff_check(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Oid			schema = get_func_namespace(fcinfo->flinfo->fn_oid);
	TeRules    *rules = te_rules_read(te_schema_of(fcinfo), text_to_cstring(PG_GETARG_TEXT_PP(0)));

	te_rules_require_visible(schema, rules->regime);
	(void) te_schedule_build(rules);
	check_triggers(rules, schema);
	check_subscription(rules, schema);
	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < Min(rules->nproblems, TE_RULES_MAX_PROBLEMS); i++)
	{
		TeProblem  *p = &rules->problems[i];
		Datum		values[4];
		bool		nulls[4] = {false};

		values[0] = CStringGetTextDatum(p->error ? "error" : "warning");
		values[1] = CStringGetTextDatum(p->problem);
		values[2] = CStringGetTextDatum(p->place);
		values[3] = CStringGetTextDatum(p->detail);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* Throws, telling the first errors. */
static void pg_attribute_noreturn()
throw_problems(const TeRules *rules)
{
	StringInfoData text;
	int			told = 0;

	initStringInfo(&text);
	for (int i = 0; i < Min(rules->nproblems, TE_RULES_MAX_PROBLEMS) && told < PROBLEMS_IN_MESSAGE; i++)
	{
		TeProblem  *p = &rules->problems[i];

		if (!p->error)
			continue;
		appendStringInfo(&text, "%s%s (%s): %s", told == 0 ? "" : "\n", p->problem, p->place, p->detail);
		told++;
	}
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("rules of tariff regime \"%s\" have %d error(s)", rules->regime, rules->nerrors),
			 errdetail("%s", text.data),
			 errhint("SELECT * FROM tariff_check('%s') lists them all.", rules->regime)));
}

/* The compiled value of rules as the active snapshot sees them, or the errors. */
static TeSchedule *
build(Oid schema, const char *schema_name, const char *regime)
{
	TeRules    *rules = te_rules_read(schema_name, regime);
	TeSchedule *s;

	te_rules_require_visible(schema, regime);
	s = te_schedule_build(rules);
	if (s == NULL)
		throw_problems(rules);
	Assert(te_schedule_check(s, s->size) == NULL);
	return s;
}

Datum
tariff_build(PG_FUNCTION_ARGS)
{
	PG_RETURN_TE_SCHEDULE_P(build(get_func_namespace(fcinfo->flinfo->fn_oid), te_schema_of(fcinfo),
								  text_to_cstring(PG_GETARG_TEXT_PP(0))));
}

/* ---- tariff_compile ---- */

/* Throws unless the caller may change regimes. */
static void
require_right(Oid schema)
{
	Oid			table = get_relname_relid(TE_REGIME_TABLE, schema);

	if (pg_class_aclcheck(table, GetUserId(), ACL_UPDATE) != ACLCHECK_OK &&
		pg_attribute_aclcheck_all(table, GetUserId(), ACL_UPDATE, ACLMASK_ANY) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, TE_REGIME_TABLE);
}

/*
 * Locks the row of a regime against compiling and changing, unless "wait" is
 * false and somebody else has it; false when the rights do not reach it.
 */
static bool
lock_regime(Oid schema, const char *regime, bool wait)
{
	static TeSpiPlan plans[2];
	Oid			types[1] = {TEXTOID};
	Datum		name = CStringGetTextDatum(regime);
	const char *query = wait ?
		"SELECT r.regime FROM %1$s.tariff_regime r"
		" WHERE r.regime OPERATOR(pg_catalog.=) $1 FOR NO KEY UPDATE OF r" :
		"SELECT r.regime FROM %1$s.tariff_regime r"
		" WHERE r.regime OPERATOR(pg_catalog.=) $1 FOR NO KEY UPDATE OF r SKIP LOCKED";
	SPIPlanPtr	lock = te_spi_plan(&plans[wait], schema, query, 1, types);
	int			rc = SPI_execute_plan(lock, &name, NULL, false, 0);

	if (rc != SPI_OK_SELECT)
		elog(ERROR, "could not lock tariff_regime: %s", SPI_result_code_string(rc));
	return SPI_processed > 0;
}

/* Has this transaction written the regime's row, so that others may wait for it? */
static bool
is_written_here(Oid schema, const char *regime)
{
	static TeSpiPlan plan;
	Oid			types[1] = {TEXTOID};
	Datum		name = CStringGetTextDatum(regime);
	SPIPlanPtr	select = te_spi_plan(&plan, schema, "SELECT r.xmin FROM %1$s.tariff_regime r"
									 " WHERE r.regime OPERATOR(pg_catalog.=) $1", 1, types);
	int			rc = SPI_execute_plan(select, &name, NULL, false, 0);
	bool		isnull;
	Datum		writer;

	if (rc != SPI_OK_SELECT)
		elog(ERROR, "could not read tariff_regime: %s", SPI_result_code_string(rc));
	if (SPI_processed != 1)
		return false;
	writer = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull);
	return TransactionIdIsCurrentTransactionId(DatumGetTransactionId(writer));
}

/* The regime and its ancestors as they are now. */
static TeNames *
current_lineage(Oid schema, const char *regime)
{
	static TeSpiPlan plan;
	Oid			types[1] = {TEXTOID};
	Datum		name = CStringGetTextDatum(regime);
	TeNames    *names = palloc_object(TeNames);
	SPIPlanPtr	select = te_spi_plan(&plan, schema,
									 "SELECT l.ancestor FROM te_support.te_rules_lineage($1) l"
									 " ORDER BY l.depth", 1, types);
	int			rc = SPI_execute_plan(select, &name, NULL, false, 0);

	if (rc != SPI_OK_SELECT)
		elog(ERROR, "could not read tariff_regime: %s", SPI_result_code_string(rc));
	te_names_init(names);
	for (uint64 i = 0; i < SPI_processed; i++)
		te_names_number(names, SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1), NULL);
	return names;
}

/*
 * Locks the row of the regime to compile, if there is one: where it was made
 * anew while we waited, the new one.
 */
static void
lock_own(Oid schema, const char *regime)
{
	for (int i = 0; i < LOCK_TRIES; i++)
		if (lock_regime(schema, regime, true) || current_lineage(schema, regime)->count == 0)
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("row security keeps you from compiling tariff regime \"%s\"", regime),
			 errhint("Compiling takes the right to update the regime's row.")));
}

/*
 * Locks a regime and its ancestors, the first ancestor first, so that compiles
 * of one family come after each other without deadlock.  Who has written the
 * regime's own row before does not wait for ancestors: who holds those may be
 * waiting for that row.  When it returns, a new snapshot sees all that those
 * who compiled the regime before have done.  Inside SPI.
 */
static TeNames *
lock_lineage(Oid schema, const char *regime)
{
	TeNames		locked;
	TeNames    *lineage;
	bool		wait = !is_written_here(schema, regime);
	bool		is_new;

	te_names_init(&locked);
	do
	{
		lineage = current_lineage(schema, regime);
		is_new = false;
		for (int i = lineage->count - 1; i >= 0; i--)
		{
			if (te_names_find(&locked, lineage->names[i]) >= 0)
				continue;
			is_new = true;
			te_names_number(&locked, lineage->names[i], NULL);
			if (i > 0)
			{
				TeCaller	caller = te_become_owner(schema);

				(void) lock_regime(schema, lineage->names[i], wait);
				te_become_caller(caller);
			}
			else
				lock_own(schema, regime);
		}
	} while (is_new);			/* a parent may have changed while we waited */
	return lineage;
}

/*
 * Parameters of a plan that the planner does not look into: of a value of many
 * megabytes it would make several copies.
 */
static ParamListInfo
unseen_parameters(int n, const Oid *types, const Datum *values)
{
	ParamListInfo list = makeParamList(n);

	for (int i = 0; i < n; i++)
		list->params[i] = (ParamExternData)
	{
		.value = values[i], .ptype = types[i]
	};
	return list;
}

/* Stores a compiled value and folds what its state was told from; inside SPI. */
static void
store(Oid schema, const TeNames *lineage, const TeSchedule *s, const char *state)
{
	static TeSpiPlan plan;
	Oid			types[3] = {TEXTOID, InvalidOid, TEXTOID};
	Datum		values[3] = {CStringGetTextDatum(lineage->names[0]), PointerGetDatum(s),
	CStringGetTextDatum(state)};
	TeCaller	caller = te_become_owner(schema);
	int			rc;

	types[1] = GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid, CStringGetDatum("tariff_schedule"),
							   ObjectIdGetDatum(schema));
	rc = SPI_execute_plan_with_paramlist(te_spi_plan(&plan, schema, "UPDATE %1$s.tariff_regime r"
													 " SET compiled = $2, compiled_from = $3"
													 " WHERE r.regime OPERATOR(pg_catalog.=) $1", 3, types),
										 unseen_parameters(3, types, values), false, 0);
	if (rc != SPI_OK_UPDATE || SPI_processed != 1)
		elog(ERROR, "could not store the compiled value: %s", SPI_result_code_string(rc));
	te_become_caller(caller);
	for (int i = 0; i < lineage->count; i++)
		te_stamps_fold(schema, CStringGetTextDatum(lineage->names[i]));
}

/* Says that the state could not be told from tariff_version, and what to do. */
static void
warn_not_kept(const char *regime, Oid schema)
{
	char	   *triggers = te_triggers_problem(schema);

	ereport(WARNING,
			(errmsg("tariff_version does not hold the state of tariff regime \"%s\"", regime),
			 triggers != NULL ? errdetail("%s.", triggers) :
			 errdetail("The rules came while triggers were off, as in pg_restore --disable-triggers."),
			 errhint("Queries compute it from all rows, which takes longer, until SELECT tariff_rebuild_version() has run.")));
}

/*
 * Compiles and stores: locks first, then reads rules and their state under one
 * snapshot.  Returns the value's header.
 */
static TeSchedule
compile(Oid schema, const char *schema_name, const char *regime)
{
	TeNames    *lineage;
	TeSchedule *s;
	TeSchedule	header;
	char	   *state;
	bool		kept;

	require_right(schema);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	lineage = lock_lineage(schema, regime);
	CommandCounterIncrement();
	PushActiveSnapshot(GetTransactionSnapshot());
	s = build(schema, schema_name, regime);
	state = te_rules_state(schema, CStringGetTextDatum(regime), NULL, &kept);
	PopActiveSnapshot();
	store(schema, lineage, s, state);
	if (!kept)
		warn_not_kept(regime, schema);
	header = *s;
	if (te_schedule_coverage(s) != NULL)
		header.count[TE_SEC_RULES]--;	/* a record, but no rule */
	SPI_finish();
	return header;
}

Datum
tariff_compile(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	TeSchedule	s = compile(get_func_namespace(fcinfo->flinfo->fn_oid), te_schema_of(fcinfo),
							text_to_cstring(PG_GETARG_TEXT_PP(0)));
	Datum		values[5];
	bool		nulls[5] = {false};

	InitMaterializedSRF(fcinfo, 0);
	values[0] = PG_GETARG_DATUM(0);
	values[1] = Int32GetDatum(s.count[TE_SEC_PROGRAMS]);
	values[2] = Int32GetDatum(s.count[TE_SEC_MEASURES]);
	values[3] = Int32GetDatum(s.count[TE_SEC_RULES]);
	values[4] = Int32GetDatum(s.size);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	return (Datum) 0;
}
