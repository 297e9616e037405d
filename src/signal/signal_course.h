/*
 * signal_course.h
 *	  Courses: one amount for each period, and the dates of the periods.
 */
#ifndef TRADE_EXPOSURE_SIGNAL_COURSE_H
#define TRADE_EXPOSURE_SIGNAL_COURSE_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/date.h"

#include "base/float8_state.h"

/* Layout of a course: one finite amount a period. */
extern const TeStateLayout te_course_layout;

/* Argument "arg" as dates that are all known, finite and rising; throws for others. */
extern const DateADT *te_series_periods(FunctionCallInfo fcinfo, int arg, int *n);

/* Months of a date since the year 0. */
extern int	te_month_number(DateADT at);

#endif							/* TRADE_EXPOSURE_SIGNAL_COURSE_H */
