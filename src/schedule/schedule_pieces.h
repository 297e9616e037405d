/*
 * schedule_pieces.h
 *	  The pieces of a compiled schedule while te_schedule_build() makes them.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_PIECES_H
#define TRADE_EXPOSURE_SCHEDULE_PIECES_H

#include "postgres.h"

#include "schedule/schedule_order.h"
#include "schedule/schedule_rules.h"

typedef struct TeBuild
{
	TeRules    *rules;			/* input, and where problems go */

	TeNames		strings;
	TeString   *string_at;		/* offset of each string */
	int			string_room;
	uint32		string_bytes;

	TeNames		programs;
	TeProgram  *program;
	TeNames		choices;
	TeNames		groups;			/* areas that tariff_area names */
	TeNames		areas;			/* areas and countries that something uses */
	TeNames		countries;
	TeNames		claims;
	TeNames		contents;

	TeNames		rates;			/* distinct expressions */
	uint32	   *duty_at;		/* offset of each expression's program */
	int			rate_room;
	char	   *duties;
	Size		nduties;
	Size		duty_room;

	uint32	   *lists;
	uint32		nlists;
	uint32		list_room;

	TeMeasure  *measures;		/* in order of prefix, program, ord */
	TeDetail   *details;
	uint64	   *measure_key;	/* prefix of each measure */
	int		   *measure_row;	/* its row */
	TeNode	   *nodes;			/* distinct prefixes */
	int			nnodes;
	uint32		headings[10001];

	TePlace    *places;
	TeMember   *members;
	int			nmembers;

	TeRule	   *rule;
	TeScheduleRounding *rounding;
	int			ndependencies;
	int			dependency_room;
	TeDependency *dependencies;
	TeEpochs	epochs;
} TeBuild;

#endif							/* TRADE_EXPOSURE_SCHEDULE_PIECES_H */
