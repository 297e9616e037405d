/*
 * krylov.h
 *	  A x = b by BiCGStab, where A is known by its products alone.
 */
#ifndef TRADE_EXPOSURE_KRYLOV_H
#define TRADE_EXPOSURE_KRYLOV_H

#include "postgres.h"

/* A linear operator. */
typedef struct TeOperator
{
	int			n;				/* rows and columns */
	void		(*product) (void *arg, const double *x, double *out);	/* out = A x */
	void	   *arg;			/* for product() */
} TeOperator;

/*
 * When a solution ends.  The residual is the largest of the one that is carried
 * along, which drifts from the true one by rounding.
 */
typedef struct TeKrylovEnd
{
	double		tolerance;		/* residual to stop at */
	double		enough;			/* one that will do when it hardly shrinks */
	int			steps;			/* most steps of a try, two products each */
	int			patience;		/* steps without progress before it is enough */
	int			tries;			/* 1, or 2 to try again with another shadow */
} TeKrylovEnd;

/* Work space, for one system after another. */
typedef struct TeKrylov TeKrylov;

/* Work space for systems of up to n unknowns. */
extern TeKrylov *te_krylov_open(int n);

extern void te_krylov_close(TeKrylov *k);

/*
 * Solves from x = 0, as far as it goes; returns whether it came to "enough".  Adds
 * the products it took.
 */
extern bool te_krylov_solve(TeKrylov *k, const TeOperator *op, const double *b, double *x,
							const TeKrylovEnd *end, int *products);

#endif							/* TRADE_EXPOSURE_KRYLOV_H */
