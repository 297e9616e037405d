/*
 * dynamics_args.h
 *	  Reads the arguments of the dynamic model: shocks from jsonb, and the
 *	  economy from a network's attributes.
 */
#ifndef TRADE_EXPOSURE_DYNAMICS_ARGS_H
#define TRADE_EXPOSURE_DYNAMICS_ARGS_H

#include "lib/stringinfo.h"
#include "utils/date.h"
#include "utils/jsonb.h"

#include "propagation/dynamics.h"

/* Output, final demand and value added of each node, a year. */
typedef struct TeAccounts
{
	double	   *output;
	double	   *final_demand;
	double	   *value_added;	/* 0 where nothing is left after the inputs */
} TeAccounts;

/*
 * Completes what the nodes say about themselves.  Final demand: the given one;
 * else given output less sales; else purchases that are not sold on.
 */
extern TeAccounts te_accounts(const TeNetworkView *view);

/* What reading shocks needs to know */
typedef struct TeShockGround
{
	const TeNetworkView *view;
	const TeInputs *inputs;
	const TeAccounts *accounts; /* NULL: the share of capital lost is not
								 * asked for */
	double		capital_ratio;	/* capital = value added × this */
	double		year;			/* periods a year */
	DateADT		start_date;		/* day of period 0; DATEVAL_NOBEGIN: not said */
	StringInfo	unmet;			/* names that mean nothing here are put down;
								 * NULL: they are errors */
} TeShockGround;

/* Reads an array of shocks (or one); throws for anything it does not know. */
extern TeShock *te_shocks_from_jsonb(Jsonb *jsonb, const TeShockGround *ground, int *nshocks);

#endif							/* TRADE_EXPOSURE_DYNAMICS_ARGS_H */
