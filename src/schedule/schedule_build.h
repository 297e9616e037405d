/*
 * schedule_build.h
 *	  Rule rows into a compiled schedule.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_BUILD_H
#define TRADE_EXPOSURE_SCHEDULE_BUILD_H

#include "schedule/schedule_rules.h"

/*
 * Compiles; NULL when the rules have errors.  What is found goes to
 * rules->problems.
 */
extern TeSchedule *te_schedule_build(TeRules *rules);

#endif							/* TRADE_EXPOSURE_SCHEDULE_BUILD_H */
