/*
 * system.h
 *	  A matrix C over the edges of a network, never built: products and row sums.
 */
#ifndef TRADE_EXPOSURE_SYSTEM_H
#define TRADE_EXPOSURE_SYSTEM_H

#include "postgres.h"

#include "propagation/edges.h"

/* y = C x */
extern void te_system_product(const TeSystem *sys, const double *x, double *y);

/* y = x - C x */
extern void te_system_apply(const TeSystem *sys, const double *x, double *y);

/* Row sums of |C|. */
extern void te_system_row_sums(const TeSystem *sys, double *sum);

#endif							/* TRADE_EXPOSURE_SYSTEM_H */
