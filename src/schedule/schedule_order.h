/*
 * schedule_order.h
 *	  Orders of evaluation: one for each stretch of time with the same rules.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_ORDER_H
#define TRADE_EXPOSURE_SCHEDULE_ORDER_H

#include "schedule/schedule_rules.h"

/* program needs the amounts of "on" first, between dates */
typedef struct TeDependency
{
	uint16		program;
	uint16		on;
	int32		valid_from;
	int32		valid_to;
	int32		known_from;
	int32		known_to;
} TeDependency;

/* What te_schedule_order_epochs() makes: sections of the schedule. */
typedef struct TeEpochs
{
	int			ndates;
	int32	   *dates;
	int			nknown;
	int32	   *known;
	uint32	   *epochs;			/* (nknown + 1) × (ndates + 1) */
	int			norders;		/* words */
	uint16	   *orders;
} TeEpochs;

/*
 * Cuts time where rules or references change and finds each stretch's order of
 * evaluation; a cycle is noted as an error with its path.
 */
extern void te_schedule_order_epochs(TeRules *rules, int nprograms, char **names,
									 int nrules, const TeRule *rule,
									 int ndependencies, const TeDependency *dependencies,
									 TeEpochs *epochs);

#endif							/* TRADE_EXPOSURE_SCHEDULE_ORDER_H */
