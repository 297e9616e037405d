/*
 * solve.h
 *	  Linear systems x = C x + b over the edges of a network, solved
 *	  without building C, with a residual and a certified bound of the error.
 */
#ifndef TRADE_EXPOSURE_SOLVE_H
#define TRADE_EXPOSURE_SOLVE_H

#include "postgres.h"

/*
 * C[i][other[e]] = row[i] · amount[e] · col[other[e]] for the edges e of row i.
 * The arrays belong to the caller.
 */
typedef struct TeSystem
{
	int			n;				/* unknowns */
	const uint32 *start;		/* edges of row i: start[i] .. start[i + 1] - 1 */
	const uint32 *other;		/* column of edge e */
	const double *amount;		/* of edge e */
	const double *row;			/* factor of row i */
	const double *col;			/* factor of column j, or NULL for 1 */
	bool		signs;			/* some amount is negative */
	bool		absolute;		/* take |amount| */
} TeSystem;

/* What a solution is worth. */
typedef struct TeSolveReport
{
	int			iterations;		/* passes over the edges */
	double		residual;		/* largest |x - C x - b| */
	double		spectral_low;	/* spectral radius of C: at least … */
	double		spectral_high;	/* … and at most; NaN when not certified */
} TeSolveReport;

/* y = x - C x */
extern void te_system_apply(const TeSystem *sys, const double *x, double *y);

/* Solves x = C x + b; returns false when it did not converge (x is then the last try). */
extern bool te_system_solve(const TeSystem *sys, const double *b, double *x, TeSolveReport *report);

/*
 * A vector w > 0 with w - |C| w > 0: proof that the spectral radius is below 1,
 * so that exactly one solution exists, and the yardstick of its error.  NULL
 * when there is none to be found; the report then holds the estimate.
 */
extern double *te_system_certificate(const TeSystem *sys, TeSolveReport *report);

/*
 * A factor f such that each |x_i - exact x_i| ≤ f · w_i, rounding of the
 * residual included; w is a certificate.
 */
extern double te_system_error_factor(const TeSystem *sys, const double *b, const double *x,
									 const double *w, TeSolveReport *report);

#endif							/* TRADE_EXPOSURE_SOLVE_H */
