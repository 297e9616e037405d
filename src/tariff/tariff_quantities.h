/*
 * tariff_quantities.h
 *	  Quantities of a line, whole or by slice.
 */
#ifndef TRADE_EXPOSURE_TARIFF_QUANTITIES_H
#define TRADE_EXPOSURE_TARIFF_QUANTITIES_H

#include "utils/jsonb.h"

#include "tariff/tariff.h"

/*
 * {"KGM": 100} is shared out among the slices by value;
 * {"KGM": {"steel": 60, "rest": 40}} says what belongs to which.  What is wrong is
 * thrown, or, with "problem", described there, and false comes back.
 */
extern bool te_line_set_quantities(TeLine *line, Jsonb *json, char **problem);

#endif							/* TRADE_EXPOSURE_TARIFF_QUANTITIES_H */
