/*
 * schedule_encoding.h
 *	  The text in a compiled schedule, when it meets a database of another
 *	  encoding.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_ENCODING_H
#define TRADE_EXPOSURE_SCHEDULE_ENCODING_H

#include "postgres.h"

#include "schedule/schedule.h"

/*
 * A checked schedule with its text in the database's encoding: the value
 * itself, or a converted copy.  NULL when that cannot be, with *problem saying
 * why (lower case, goes on "it ...").
 */
extern TeSchedule *te_schedule_in_encoding(TeSchedule *s, const char **problem);

#endif							/* TRADE_EXPOSURE_SCHEDULE_ENCODING_H */
