/*
 * shock_moment.h
 *	  Shocks where there is no time: what they take while all are in force.
 */
#ifndef TRADE_EXPOSURE_SHOCK_MOMENT_H
#define TRADE_EXPOSURE_SHOCK_MOMENT_H

#include "propagation/dynamics.h"

/*
 * Adds the cuts of nodes to the share "lost" that each loses by itself, and returns
 * the share of each purchase of "inputs" that is let through, or NULL where no flow
 * is held back.  Throws for shocks that are never in force together, and for those
 * to capital and demand; "model" says in words what knows no time.
 */
extern double *te_shock_moment(const TeShock *shocks, int count, const TeInputs *inputs,
							   const char *model, double *lost);

#endif							/* TRADE_EXPOSURE_SHOCK_MOMENT_H */
