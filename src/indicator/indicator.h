/*
 * indicator.h
 *	  Measures of trade that need a few totals: revealed advantage, two-way
 *	  trade, intensity, protection.
 *
 * Plain arithmetic over numbers; NAN where a measure is not defined.
 */
#ifndef TRADE_EXPOSURE_INDICATOR_H
#define TRADE_EXPOSURE_INDICATOR_H

#include "postgres.h"

/* How revealed advantage is told, in the order of te_advantage_forms. */
typedef enum TeAdvantage
{
	TE_BALASSA,					/* quotient of shares, from 0, 1 is neutral */
	TE_SYMMETRIC,				/* (quotient - 1) / (quotient + 1), -1..1 */
	TE_ADDITIVE,				/* difference of shares, -1..1 */
	TE_ADVANTAGE_FORMS
} TeAdvantage;

extern const char *const te_advantage_forms[TE_ADVANTAGE_FORMS];

/* An amount of trade as it was given; throws for one that is negative or not finite. */
extern double te_trade_table_amount(const char *argument, double amount);

/* Throws when a part is above its total by more than rounding, naming both. */
extern void te_check_part(const char *part, double amount, const char *whole, double total);

/* Revealed advantage from an amount and the totals of its country, its product and the world. */
extern double te_advantage(double amount, double country, double product, double world,
						   TeAdvantage form);

/* Lafay's index in percentage points, -50..50. */
extern double te_lafay(double exports, double imports, double all_exports, double all_imports);

/*
 * Two-way trade (Grubel and Lloyd; of changes Bruelhart's A), 0..1: twice what both
 * sides have over the sum of what each has, which is 1 - |X - M| / (X + M) without
 * its rounding.
 */
extern double te_two_way(double both, double exports, double imports);

/* What both sides have of a trade; of two changes nothing when they go apart. */
extern double te_both_ways(double exports, double imports);

/* Trade intensity: share of a partner in exports over its share in the imports of others. */
extern double te_trade_table_intensity(double flow, double exports, double partner_imports,
									   double world_imports, double own_imports);

/* Effective rate of protection of a product's value added. */
extern double te_effective_protection(double tariff, double input_tariffs, double inputs);

/* GeoPolRisk characterisation factor: score times price, over a reference's (copper: per kg Cu). */
extern double te_geopolrisk_factor(double score, double price, double reference);

#endif							/* TRADE_EXPOSURE_INDICATOR_H */
