/*
 * unit_value.h
 *	  Index numbers of unit values between two periods, over items that may be
 *	  products, or suppliers, or both.
 */
#ifndef TRADE_EXPOSURE_UNIT_VALUE_H
#define TRADE_EXPOSURE_UNIT_VALUE_H

#include "mix/mix.h"

/* What happens to an item that has a unit value in one of the periods only. */
typedef enum TeUnmatched
{
	TE_UNMATCHED_EXCLUDE,		/* 'exclude': leave it out of both periods */
	TE_UNMATCHED_CARRY,			/* 'carry': its unit value did not change */
	TE_UNMATCHED_ERROR			/* 'error': throw, naming the items */
} TeUnmatched;

/* One period. */
typedef struct TePeriod
{
	const TeMix *values;
	const TeMix *quantities;
} TePeriod;

/* Indices of the current period against the base, 1 = no change; NaN where not defined. */
typedef struct TeUnitValueIndex
{
	double		laspeyres;		/* mean change, weights of the base */
	double		paasche;		/* harmonic mean change, weights of the
								 * current period */
	double		fisher;			/* geometric mean of the two */
	double		tornqvist;		/* geometric mean change, mean of both weights */
	int32		items;			/* counted in the index */
	int32		left_out;		/* with a value in one of the periods, but not
								 * counted */
	double		base_coverage;	/* share of the base's value that is counted,
								 * 0..1 */
	double		coverage;		/* the same of the current period */
} TeUnitValueIndex;

/* Compare two periods. */
extern TeUnitValueIndex te_unit_value_index(TePeriod base, TePeriod current, TeUnmatched unmatched);

/* Return the value per unit of quantity of an item; NaN when one of the two is not above 0. */
extern double te_unit_value(double value, double quantity);

#endif							/* TRADE_EXPOSURE_UNIT_VALUE_H */
