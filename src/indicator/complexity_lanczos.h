/*
 * complexity_lanczos.h
 *	  The largest eigenvalue of a large symmetric matrix that can be multiplied.
 */
#ifndef TRADE_EXPOSURE_COMPLEXITY_LANCZOS_H
#define TRADE_EXPOSURE_COMPLEXITY_LANCZOS_H

#include "postgres.h"

/* A symmetric matrix of n rows, and vectors that are taken out of everything. */
typedef struct TeSymmetric
{
	int			n;
	void		(*multiply) (const void *of, const double *x, double *y);	/* y = A x */
	const void *of;				/* what that works on */
	const double *avoid[2];		/* orthonormal vectors, of length 1 */
	int			navoid;			/* how many of them */
} TeSymmetric;

/*
 * The largest eigenvalue beside the vectors that are avoided.  "vector" holds where
 * to begin, and then the eigenvector, of length 1.  Goes on until the residual
 * is below "enough"; returns false when memory is full before.
 */
extern bool te_largest_eigenvalue(const TeSymmetric *a, double enough, double *vector,
								  double *value);

#endif							/* TRADE_EXPOSURE_COMPLEXITY_LANCZOS_H */
