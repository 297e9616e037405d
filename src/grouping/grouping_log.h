/*
 * grouping_log.h
 *	  Rows of groups as they came, to be gone through group by group.
 *
 * With many groups of few rows a row costs least when it is only written down, one
 * behind the other, and a group is worked out when it is asked for: then one state
 * is in use at a time and stays in the processor's cache.  A counting sort finds the
 * rows of each group, in the order in which they came.
 */
#ifndef TRADE_EXPOSURE_GROUPING_LOG_H
#define TRADE_EXPOSURE_GROUPING_LOG_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "nodes/bitmapset.h"

typedef struct TeRowLog TeRowLog;	/* rows, and how far they have been gone
									 * through */

/* Rows as they came, each with its group: begins with zeros. */
typedef struct TeRowPlace
{
	uint32		block;
	uint32		unit;
} TeRowPlace;

/*
 * A log without rows below the current context, of these columns of the child (from 0),
 * or NULL when they are too many.
 */
extern TeRowLog *te_log(TupleDesc child, const Bitmapset *columns);

/* Writes a row of a group down; false when it is too long for that, or one too many. */
extern bool te_log_add(TeRowLog *log, uint32 group, const Datum *values, const bool *nulls);

extern void te_log_free(TeRowLog *log); /* with its rows */
extern uint32 te_log_nrows(const TeRowLog *log);
extern Size te_log_size(const TeRowLog *log);	/* bytes, sorted */

/*
 * The next row in the order in which they came: its columns, of which those that are
 * passed by reference lie in the log, and its group; false at the end.
 */
extern bool te_log_next(const TeRowLog *log, TeRowPlace *place, uint32 *group, Datum *values,
						bool *nulls);

/* Sorts the rows by their groups, which have numbers below "ngroups". */
extern void te_log_sort(TeRowLog *log, uint32 ngroups);

/*
 * The next row of a group, likewise; false when it has no more.  The log is sorted,
 * and groups are gone through in the order of their numbers.
 */
extern bool te_log_next_of(TeRowLog *log, uint32 group, Datum *values, bool *nulls);

#endif							/* TRADE_EXPOSURE_GROUPING_LOG_H */
