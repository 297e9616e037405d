/*
 * krylov.h
 *	  x = C x + b by BiCGStab on Jacobi sweeps.
 */
#ifndef TRADE_EXPOSURE_KRYLOV_H
#define TRADE_EXPOSURE_KRYLOV_H

#include "postgres.h"

#include "propagation/system.h"

/* What a solution is worth. */
typedef struct TeSolveReport
{
	int			iterations;		/* passes over the edges */
	double		residual;		/* largest |x - C x - b| */
	double		spectral_low;	/* spectral radius of C: at least … */
	double		spectral_high;	/* … and at most; NaN when not certified */
	double	   *left;			/* x - C x before the last sweep */
} TeSolveReport;

/*
 * Solves from x = 0, as far as it goes; inverse[i] is 1 / (1 - C[i][i]).  Stops at
 * a residual of "tolerance", or at one of "enough" that hardly shrinks.  Returns
 * whether it came to "enough".
 */
extern bool te_krylov_solve(const TeSystem *sys, const double *inverse, const double *b, double *x,
							double tolerance, double enough, TeSolveReport *report);

#endif							/* TRADE_EXPOSURE_KRYLOV_H */
