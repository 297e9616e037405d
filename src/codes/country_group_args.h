/*
 * country_group_args.h
 *	  Arguments that name a group of countries, ours or the user's own.
 *
 * A user's groups come as jsonb: an array of {"group_name", "country",
 * "valid_from", "valid_to"}, which is jsonb_agg of a table with these columns.
 * A group that stands there is taken from there.
 */
#ifndef TRADE_EXPOSURE_COUNTRY_GROUP_ARGS_H
#define TRADE_EXPOSURE_COUNTRY_GROUP_ARGS_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/date.h"
#include "utils/jsonb.h"

/* The members of a group on a day */
typedef struct TeGroupDay
{
	bool		exists;			/* it has a member on that day */
	bool	   *members;		/* by number of the country */
} TeGroupDay;

/*
 * Return the members on a day of the group that argument "name" names; "on_date" and "own"
 * are the numbers of the arguments with the day and the user's groups, which may be NULL.
 * Throws for unknown groups and bad rows.
 */
extern TeGroupDay te_group_day_args(FunctionCallInfo fcinfo, int name, int on_date, int own);

#endif							/* TRADE_EXPOSURE_COUNTRY_GROUP_ARGS_H */
