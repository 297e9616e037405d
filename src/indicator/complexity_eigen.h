/*
 * complexity_eigen.h
 *	  The second eigenvector of the matrix of shared advantages.
 */
#ifndef TRADE_EXPOSURE_COMPLEXITY_EIGEN_H
#define TRADE_EXPOSURE_COMPLEXITY_EIGEN_H

#include "indicator/advantages.h"

/*
 * Of D^-1 M U^-1 M' (D diversity, U ubiquity), one number per country, turned so
 * that it grows with diversity; 0 where there is no advantage.  Throws when there
 * is no single second eigenvector.
 */
extern double *te_second_eigenvector(const TeAdvantages *m);

#endif							/* TRADE_EXPOSURE_COMPLEXITY_EIGEN_H */
