/*
 * solve.h
 *	  Linear systems x = C x + b over the edges of a network, solved
 *	  without building C, with a residual and a certified bound of the error.
 */
#ifndef TRADE_EXPOSURE_SOLVE_H
#define TRADE_EXPOSURE_SOLVE_H

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

/* Proof that a system has exactly one solution, and the yardstick of its error. */
typedef struct TeCertificate
{
	double	   *w;				/* w > 0, or NULL when none was found */
	double	   *gap;			/* w - |C| w is at least that, and that is
								 * above 0 */
} TeCertificate;

/* Solves x = C x + b; returns false when it did not converge (x is then the last try). */
extern bool te_system_solve(const TeSystem *sys, const double *b, double *x, TeSolveReport *report);

/*
 * A certificate that the spectral radius is below 1.  Its w is NULL when there is
 * none to be found; the report then holds the estimate.
 */
extern TeCertificate te_system_certificate(const TeSystem *sys, TeSolveReport *report);

/*
 * A factor f such that each |x_i - exact x_i| ≤ f · w_i, rounding of the
 * residual included, for the solution that te_system_solve has just reported on.
 * "size" is what was added and subtracted to make b, all taken positive.
 * It follows from the residual before the last sweep: |x - exact| ≤ f w becomes
 * |C| f w = f (w - gap) by that sweep, and the sweep's own rounding, which f counts,
 * is less than f gap.
 */
extern double te_system_error_factor(const TeSystem *sys, const double *b, const double *size,
									 const double *x, const TeCertificate *proof,
									 const TeSolveReport *report);

#endif							/* TRADE_EXPOSURE_SOLVE_H */
