/*
 * leontief_args.h
 *	  Vectors over the nodes of a model, from the arguments of a call.
 */
#ifndef TRADE_EXPOSURE_LEONTIEF_ARGS_H
#define TRADE_EXPOSURE_LEONTIEF_ARGS_H

#include "fmgr.h"

#include "propagation/leontief.h"

/* A mix argument as a vector over the nodes, zeroes when it is NULL. */
extern double *te_model_vector(const TeModel *model, FunctionCallInfo fcinfo, int arg,
							   const char *name);

/* Like te_model_vector, but each named share must lie between low and high. */
extern double *te_model_shares(const TeModel *model, FunctionCallInfo fcinfo, int arg,
							   const char *name, double low, double high);

#endif							/* TRADE_EXPOSURE_LEONTIEF_ARGS_H */
