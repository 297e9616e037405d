/*
 * complexity_reflections.h
 *	  Reflections of diversity: means of means over what countries and products have.
 */
#ifndef TRADE_EXPOSURE_COMPLEXITY_REFLECTIONS_H
#define TRADE_EXPOSURE_COMPLEXITY_REFLECTIONS_H

#include "indicator/complexity_eigen.h"

/*
 * How far countries are from the mean after 18 reflections of diversity, and
 * products after 19, in a common scale; NAN where there is no advantage.
 */
extern TeComplexityWhy te_reflections(const TeAdvantages *m, double *country, double *product);

#endif							/* TRADE_EXPOSURE_COMPLEXITY_REFLECTIONS_H */
