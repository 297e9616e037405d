/*
 * krylov.h
 *	  A x = b by BiCGStab, where A is known by its products alone.
 */
#ifndef TRADE_EXPOSURE_KRYLOV_H
#define TRADE_EXPOSURE_KRYLOV_H

#include "postgres.h"

/*
 * A linear operator.  A product out = A x is made by calls for the rows
 * from .. to - 1, piece after piece from row 0 on; "out" is not "x".
 */
typedef struct TeOperator
{
	int			n;				/* rows and columns */
	void		(*rows) (void *arg, const double *x, double *out, int from, int to);
	void	   *arg;			/* for rows() */
} TeOperator;

/*
 * Solves from x = 0, as far as it goes.  Stops at a residual of "tolerance", or
 * at one of "enough" that hardly shrinks; the residual is the one that is
 * carried along, which drifts from the true one by rounding.  Returns whether
 * it came to "enough"; adds the products it took to "passes".
 */
extern bool te_krylov_solve(const TeOperator *op, const double *b, double *x, double tolerance,
							double enough, int *passes);

#endif							/* TRADE_EXPOSURE_KRYLOV_H */
