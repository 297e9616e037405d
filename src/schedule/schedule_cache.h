/*
 * schedule_cache.h
 *	  Compiled schedules that this process has checked: found by regime under
 *	  the statement's snapshot, or by value.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_CACHE_H
#define TRADE_EXPOSURE_SCHEDULE_CACHE_H

#include "postgres.h"

#include "fmgr.h"

#include "schedule/schedule.h"

#define TE_CACHE_SCHEDULES 64	/* checked schedules kept by a process, within
								 * the setting's limit */
#define TE_CACHE_REGIMES 64		/* names of regimes kept by a process */

/*
 * Both give a checked schedule that stays in place at least until two more
 * schedules have been asked for: long enough for one function call.  These two
 * stay whatever their size; others only within the setting's limit.
 */

/* The value itself; uses fcinfo's fn_extra to know a stored value again. */
extern const TeSchedule *te_schedule_from_datum(FunctionCallInfo fcinfo, Datum datum);

/*
 * The compiled value of a regime as the active snapshot sees it; throws when
 * the regime is unknown, not compiled, or its rules have changed since.
 */
extern const TeSchedule *te_schedule_from_regime(FunctionCallInfo fcinfo, text *regime);

/*
 * The same for an engine that keeps a workspace with each schedule: made by the
 * caller's function when it is first needed, in memory that lives as long as the
 * schedule stays, and used by one call at a time.
 */
typedef void *(*TeWorkspaceMaker) (const TeSchedule *s);

extern void *te_workspace_from_datum(FunctionCallInfo fcinfo, Datum datum, TeWorkspaceMaker maker);
extern void *te_workspace_from_regime(FunctionCallInfo fcinfo, text *regime, TeWorkspaceMaker maker);

#endif							/* TRADE_EXPOSURE_SCHEDULE_CACHE_H */
