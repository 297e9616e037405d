/*
 * tariff_cache.h
 *	  The engine's workspace over a compiled schedule, kept with the schedule.
 */
#ifndef TRADE_EXPOSURE_TARIFF_CACHE_H
#define TRADE_EXPOSURE_TARIFF_CACHE_H

#include "postgres.h"

#include "fmgr.h"

#include "schedule/schedule_cache.h"
#include "tariff/tariff.h"

/* A workspace for the schedule that is the value itself; see te_schedule_from_datum. */
extern TeTariff *te_tariff_from_datum(FunctionCallInfo fcinfo, Datum datum);

/* A workspace for the compiled value of a regime; see te_schedule_from_regime. */
extern TeTariff *te_tariff_from_regime(FunctionCallInfo fcinfo, text *regime);

#endif							/* TRADE_EXPOSURE_TARIFF_CACHE_H */
