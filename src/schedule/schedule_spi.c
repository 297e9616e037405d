/*
 * schedule_spi.c
 *	  Running queries on the rule tables: plans that are kept, and with whose
 *	  rights (see schedule_spi.h).
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/pg_class.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_proc.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "schedule/schedule_spi.h"

char *
te_schema_of(FunctionCallInfo fcinfo)
{
	Oid			schema = get_func_namespace(fcinfo->flinfo->fn_oid);

	return pstrdup(quote_identifier(get_namespace_name(schema)));
}

/* Where an extension was installed, InvalidOid without one. */
static Oid
schema_of_extension(Oid extension)
{
	Relation	rel = table_open(ExtensionRelationId, AccessShareLock);
	Oid			schema = InvalidOid;
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&key, Anum_pg_extension_oid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(extension));
	scan = systable_beginscan(rel, ExtensionOidIndexId, true, NULL, 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
		schema = ((Form_pg_extension) GETSTRUCT(tuple))->extnamespace;
	systable_endscan(scan);
	table_close(rel, AccessShareLock);
	return schema;
}

Oid
te_schema_of_extension(FunctionCallInfo fcinfo)
{
	/* it stays where it is: the extension is not relocatable */
	static Oid	last_function = InvalidOid;
	static Oid	last_schema = InvalidOid;

	if (last_function != fcinfo->flinfo->fn_oid)
	{
		last_schema = schema_of_extension(getExtensionOfObject(ProcedureRelationId, fcinfo->flinfo->fn_oid));
		last_function = fcinfo->flinfo->fn_oid;
	}
	return last_schema;
}

SPIPlanPtr
te_spi_plan(TeSpiPlan *kept, Oid schema, const char *format, int nargs, Oid *types)
{
	char	   *name = get_namespace_name(schema);
	SPIPlanPtr	plan;

	if (name == NULL)
		elog(ERROR, "schema %u of the rule tables is not there", schema);
	if (kept->plan != NULL && kept->schema == schema && strcmp(NameStr(kept->name), name) == 0)
		return kept->plan;
	plan = SPI_prepare(psprintf(format, quote_identifier(name)), nargs, types);
	if (plan == NULL || SPI_keepplan(plan) != 0)
		elog(ERROR, "could not prepare a query on the rule tables: %s", SPI_result_code_string(SPI_result));
	if (kept->plan != NULL)
		SPI_freeplan(kept->plan);
	kept->plan = plan;
	kept->schema = schema;
	namestrcpy(&kept->name, name);
	return plan;
}

/* The owner of a table. */
static Oid
owner_of(Oid table)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(table));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "the table of the rules' state is not there");
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}

TeCaller
te_become_owner(Oid schema)
{
	TeCaller	caller;

	GetUserIdAndSecContext(&caller.user, &caller.context);
	SetUserIdAndSecContext(owner_of(get_relname_relid("tariff_version", schema)),
						   caller.context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	return caller;
}

void
te_become_caller(TeCaller caller)
{
	SetUserIdAndSecContext(caller.user, caller.context);
}
