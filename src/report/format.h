/*
 * format.h
 *	  Numbers as people read them: in charts, tables and sentences.
 */
#ifndef TRADE_EXPOSURE_FORMAT_H
#define TRADE_EXPOSURE_FORMAT_H

#include "postgres.h"

/* 1234567 → "1.23M"; at most four digits and a sign. */
extern char *te_format_amount(double x);

/* The same for the ticks of an axis, without zeros behind the point: "5M". */
extern char *te_format_tick(double x);

/* A share in two digits: 0.0834 → "8.3%", 0.01 → "1.0%", 0.85 → "85%", 0.0004 → "<0.1%". */
extern char *te_format_percent(double share);

/* A share for a column of a table, always to a tenth of a percent: "1.0%", "52.3%". */
extern char *te_format_percent_cell(double share);

/* A share for an axis or a level, without a zero behind the point: "5%", "99.5%". */
extern char *te_format_percent_tick(double share);

/* 1000 for "thousand USD", and the rest of the words; 1 where no such word leads. */
extern double te_unit_size(const char **unit);

/* The step of an axis from 0 to "high" with about "count" ticks: 1, 2 or 5 × 10^n. */
extern double te_nice_step(double high, int count);

#endif							/* TRADE_EXPOSURE_FORMAT_H */
