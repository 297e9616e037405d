/*
 * schedule_compile.c
 *	  SQL faces of compiling: tariff_check and tariff_build.
 */
#include "postgres.h"

#include "catalog/pg_proc.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/tuplestore.h"

#include "schedule_rules.h"
#include "schedule_spi.h"
#include "trade_exposure.h"

#define PROBLEMS_IN_MESSAGE 5

TE_FUNCTION(tariff_check);
TE_FUNCTION(tariff_build);

char *
te_schema_of(FunctionCallInfo fcinfo)
{
	return pstrdup(quote_identifier(get_namespace_name(get_func_namespace(fcinfo->flinfo->fn_oid))));
}

/* One row a problem. */
Datum
tariff_check(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	TeRules    *rules = te_rules_read(te_schema_of(fcinfo), text_to_cstring(PG_GETARG_TEXT_PP(0)));

	(void) te_schedule_build(rules);
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

/* The compiled value, or the errors. */
Datum
tariff_build(PG_FUNCTION_ARGS)
{
	TeRules    *rules = te_rules_read(te_schema_of(fcinfo), text_to_cstring(PG_GETARG_TEXT_PP(0)));
	TeSchedule *s = te_schedule_build(rules);

	if (s == NULL)
		throw_problems(rules);
	Assert(te_schedule_check(s, s->size) == NULL);
	PG_RETURN_TE_SCHEDULE_P(s);
}
