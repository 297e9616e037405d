/*
 * dense.h
 *	  The inverse of I - C, where all of it is needed at once.
 */
#ifndef TRADE_EXPOSURE_DENSE_H
#define TRADE_EXPOSURE_DENSE_H

#include "postgres.h"

#include "propagation/system.h"

#define TE_DENSE_MAX_NODES 8192 /* nodes of a dense inverse: 512 MB */

/*
 * The inverse of I - C, n × n doubles with "*stride" of them a row.  C must have
 * a spectral radius below 1 (see te_system_certificate).
 */
extern double *te_dense_inverse(const TeSystem *sys, int *stride);

#endif							/* TRADE_EXPOSURE_DENSE_H */
