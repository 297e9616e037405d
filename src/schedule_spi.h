/*
 * schedule_spi.h
 *	  What the files that read the rule tables share.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_SPI_H
#define TRADE_EXPOSURE_SCHEDULE_SPI_H

#include "postgres.h"

#include "fmgr.h"

#include "schedule.h"

/* Quoted name of the schema that the called function lives in. */
extern char *te_schema_of(FunctionCallInfo fcinfo);

/* Runs a query with $1 = argument, %s (or %1$s) = schema, under the active snapshot. */
extern void te_spi_select(const char *format, const char *schema, const char *argument);

/* Throws, listing the known regimes; inside SPI. */
extern void te_throw_unknown_regime(const char *schema, const char *regime) pg_attribute_noreturn();

#endif							/* TRADE_EXPOSURE_SCHEDULE_SPI_H */
