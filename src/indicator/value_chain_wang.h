/*
 * value_chain_wang.h
 *	  The sixteen terms of Wang, Wei and Zhu, by exporting industry and importer.
 */
#ifndef TRADE_EXPOSURE_VALUE_CHAIN_WANG_H
#define TRADE_EXPOSURE_VALUE_CHAIN_WANG_H

#include "indicator/value_chain_export.h"

/* What the terms of Wang, Wei and Zhu need besides. */
typedef struct TeWangBase
{
	const TeExportBase *base;
	double	   *home;			/* per output, column t: final use at home in
								 * t */
	double	   *export;			/* per output, column t: final exports of t */
} TeWangBase;

extern void te_export_wang_base(TeWangBase *wang, const TeExportBase *base);

/*
 * The sixteen terms of Wang, Wei and Zhu for the exports of country s: of each
 * node and importer, n x ncountries x 16.
 */
#define TE_WWZ_TERMS 16
extern double *te_export_wang(const TeWangBase *wang, int s);

#endif							/* TRADE_EXPOSURE_VALUE_CHAIN_WANG_H */
