/*
 * schedule_known_sql.c
 *	  The trigger that checks whether the regime of a new rule exists.
 *
 * It asks as the foreign key does, with the server's own function, locks and
 * error, but not in a restore: pg_restore -j loads the rule tables at the same
 * time, and the regimes need not be the first.  A restore is known by
 * check_function_bodies, which dumps switch off for the same reason.
 */
#include "postgres.h"

#include "commands/trigger.h"
#include "utils/fmgrprotos.h"
#include "utils/guc.h"
#include "utils/rel.h"
#include "utils/relcache.h"

#include "base/trade_exposure.h"

TE_FUNCTION(te_rules_known);

/* Checks the new row by a foreign key of its table. */
static Datum
check_by(const ForeignKeyCacheInfo *key, FunctionCallInfo fcinfo)
{
	TriggerData *called = (TriggerData *) fcinfo->context;
	Trigger		trigger = *called->tg_trigger;
	TriggerData data = *called;
	Datum		result;

	trigger.tgconstraint = key->conoid;
	trigger.tgconstrrelid = key->confrelid;
	data.tg_trigger = &trigger;
	fcinfo->context = (fmNodePtr) &data;
	result = RI_FKey_check_ins(fcinfo);
	fcinfo->context = (fmNodePtr) called;
	return result;
}

/* Throws when there is no regime of a new row's name; a rule table has one foreign key. */
Datum
te_rules_known(PG_FUNCTION_ARGS)
{
	List	   *keys;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("te_rules_known() is a trigger")));
	if (!check_function_bodies)
		return PointerGetDatum(NULL);
	keys = RelationGetFKeyList(((TriggerData *) fcinfo->context)->tg_relation);
	if (keys == NIL)
		return PointerGetDatum(NULL);
	return check_by(linitial_node(ForeignKeyCacheInfo, keys), fcinfo);
}
