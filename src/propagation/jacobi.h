/*
 * jacobi.h
 *	  One Jacobi sweep over the edges of a network as an operator.
 */
#ifndef TRADE_EXPOSURE_JACOBI_H
#define TRADE_EXPOSURE_JACOBI_H

#include "postgres.h"

#include "propagation/krylov.h"
#include "propagation/system.h"

/* A x = D⁻¹ (I - C) x */
typedef struct TeJacobi
{
	const TeSystem *sys;		/* C */
	const double *inverse;		/* D⁻¹ */
	double	   *factor;			/* of row i in D⁻¹ C */
} TeJacobi;

/* The operator; inverse[i] is 1 / (1 - C[i][i]).  "sys", "inverse" and "k" must outlive it. */
extern TeOperator te_jacobi_open(TeJacobi *k, const TeSystem *sys, const double *inverse);

extern void te_jacobi_close(TeJacobi *k);

#endif							/* TRADE_EXPOSURE_JACOBI_H */
