/*
 * loss_args.h
 *	  Distributions of losses and confidence levels as arguments and results.
 */
#ifndef TRADE_EXPOSURE_LOSS_ARGS_H
#define TRADE_EXPOSURE_LOSS_ARGS_H

#include "postgres.h"

#include "fmgr.h"

#include "loss/loss_math.h"

/* Throws unless the level of a quantile is a confidence level, from one half up to, not with, 1. */
extern void te_check_level(double level);

/* A distribution as an SQL value: {{loss, probability}, …}. */
extern Datum te_losses_datum(const TeLosses *losses);

/* Argument number n as a distribution, read in place; throws unless it is one. */
extern TeLosses te_losses_arg(FunctionCallInfo fcinfo, int n);

#endif							/* TRADE_EXPOSURE_LOSS_ARGS_H */
