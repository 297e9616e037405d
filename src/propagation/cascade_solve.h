/*
 * cascade_solve.h
 *	  Brings a cascade to its end, with a bound of what is left.
 */
#ifndef TRADE_EXPOSURE_CASCADE_SOLVE_H
#define TRADE_EXPOSURE_CASCADE_SOLVE_H

#include "propagation/cascade_rows.h"

/* Work space of the solver, for one scenario after another. */
typedef struct TeCascadeSolver TeCascadeSolver;

extern TeCascadeSolver *te_cascade_solver_begin(const TeCascade *c);

/*
 * Brings one side within the tolerance of its end.  Returns NULL, or why it did not
 * get there; the losses are of no use then.
 */
extern char *te_cascade_settle(const TeCascade *c, int side, TeCascadeState *state,
							   TeCascadeSolver *solver);

/*
 * Whether the losses are within the tolerance of their end where only some nodes
 * have one: those "touched".
 */
extern bool te_cascade_is_settled(const TeCascade *c, int side, TeCascadeState *state,
								  const int *touched, int ntouched, TeCascadeSolver *solver);

/* In words: after "rounds" rounds a loss still changes by "change", "rate" times as much each. */
extern char *te_cascade_not_converging(const TeCascade *c, int side, int rounds, double change,
									   double rate);

#endif							/* TRADE_EXPOSURE_CASCADE_SOLVE_H */
