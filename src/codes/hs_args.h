/*
 * hs_args.h
 *	  Arguments of SQL functions that name a revision of the HS.
 */
#ifndef TRADE_EXPOSURE_HS_ARGS_H
#define TRADE_EXPOSURE_HS_ARGS_H

#include "postgres.h"

#include "fmgr.h"

/*
 * Return the revision that argument n names; throw, naming "argument", when it
 * is NULL or names none.
 */
extern int	te_hs_revision_arg(FunctionCallInfo fcinfo, int n, const char *argument);

/* Return the six digits of argument n as a number, 0 when it is not a subheading. */
extern uint32 te_hs_subheading_arg(FunctionCallInfo fcinfo, int n);

#endif							/* TRADE_EXPOSURE_HS_ARGS_H */
