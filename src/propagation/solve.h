/*
 * solve.h
 *	  Linear systems x = C x + b over the edges of a network, solved
 *	  without building C, with a residual and a certified bound of the error.
 */
#ifndef TRADE_EXPOSURE_SOLVE_H
#define TRADE_EXPOSURE_SOLVE_H

#include "postgres.h"

/*
 * C[i][j] = row[i] · z[i][j] · col[j], where the edges of node i are z[i][other[e]] =
 * amount[e], or z[other[e]][i] = amount[e] when transposed.  The arrays belong
 * to the caller.
 */
typedef struct TeSystem
{
	int			n;				/* unknowns */
	const uint32 *start;		/* edges of node i: start[i] .. start[i + 1] - 1 */
	const uint32 *other;		/* other node of edge e, ascending within a node */
	const double *amount;		/* of edge e */
	const double *row;			/* factor of row i */
	const double *col;			/* factor of column j, or NULL for 1 */
	const double *sums;			/* Σ amounts of node i's edges where they are known, or NULL */
	bool		transposed;		/* an edge's own node is its column */
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
	double	   *left;			/* x - C x before the last sweep */
} TeSolveReport;

/* Proof that a system has exactly one solution, and the yardstick of its error. */
typedef struct TeCertificate
{
	double	   *w;				/* w > 0, or NULL when none was found */
	double	   *gap;			/* w - |C| w is at least that, and that is above 0 */
} TeCertificate;

/* y = C x */
extern void te_system_product(const TeSystem *sys, const double *x, double *y);

/* y = x - C x */
extern void te_system_apply(const TeSystem *sys, const double *x, double *y);

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

/* Row sums of |C|. */
extern void te_system_row_sums(const TeSystem *sys, double *sum);

#endif							/* TRADE_EXPOSURE_SOLVE_H */
