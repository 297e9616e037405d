/*
 * tariff_cache.c
 *	  The engine's workspace over a compiled schedule, kept with the schedule.
 */
#include "postgres.h"

#include "tariff/tariff_cache.h"

/* A workspace for a schedule that the cache has brought in. */
static void *
make_workspace(const TeSchedule *s)
{
	return te_tariff_begin(s);
}

/* A workspace for the schedule that is the value itself. */
TeTariff *
te_tariff_from_datum(FunctionCallInfo fcinfo, Datum datum)
{
	return te_workspace_from_datum(fcinfo, datum, make_workspace);
}

/* A workspace for the compiled value of a regime. */
TeTariff *
te_tariff_from_regime(FunctionCallInfo fcinfo, text *regime)
{
	return te_workspace_from_regime(fcinfo, regime, make_workspace);
}
