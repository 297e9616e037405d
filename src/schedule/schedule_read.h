/*
 * schedule_read.h
 *	  The rule tables, read by SPI.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_READ_H
#define TRADE_EXPOSURE_SCHEDULE_READ_H

#include "schedule/schedule_rules.h"

/* Rows of a regime and its parents, from the rule tables (by SPI). */
extern TeRules *te_rules_read(const char *schema, const char *regime);

/* Throws, listing the known regimes; inside SPI. */
extern void te_throw_unknown_regime(const char *schema, const char *regime) pg_attribute_noreturn();

#endif							/* TRADE_EXPOSURE_SCHEDULE_READ_H */
