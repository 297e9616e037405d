/*
 * concentration.h
 *	  Measures of how much a supply mix leans on few suppliers.
 *
 * Engine calls over a sorted mix; all throw when an origin is net negative.
 * "metric" is the SQL function that an error names.  A result is NaN where the
 * measure is not defined (zero total); SQL functions turn it into NULL.
 */
#ifndef TRADE_EXPOSURE_CONCENTRATION_H
#define TRADE_EXPOSURE_CONCENTRATION_H

#include "mix/mix.h"

/* Σ amounts of the named origins. */
extern double te_mix_named_total(const TeMix *mix, const char *metric);

/*
 * Herfindahl–Hirschman index, Σ (amount / total)², 0..1; the unspecified amount
 * is in the total only.  Not defined when nothing else is known.
 */
extern double te_hhi(const TeMix *mix, const char *metric);

/*
 * (HHI − 1/n) / (1 − 1/n) over the n named origins: 0 for equal shares, 1 for
 * nearly all with one of several; not defined below two suppliers.
 */
extern double te_hhi_normalized(const TeMix *mix, const char *metric);

/* Shannon entropy in nats over the named origins. */
extern double te_shannon_entropy(const TeMix *mix, const char *metric);

/* Number of origins with an amount above zero. */
extern int	te_supplier_count(const TeMix *mix);

/* The rank of a supplier, which must be at least 1; throws for less, naming the argument. */
extern int	te_rank_checked(const char *argument, int32 rank);

/* The argument "scale" of an HHI, which must be at least 1; throws for less. */
extern int	te_hhi_scale(int32 scale);

/*
 * The item of the k-th largest supplier, of equal ones the first in byte
 * order; -1 when there are fewer.
 */
extern int	te_ranked_supplier(const TeMix *mix, int k);

/* Σ of the k largest / total, 0..1. */
extern double te_top_share(const TeMix *mix, int k, const char *metric);

/* Hill number of order q over the named origins (1/HHI for q = 2). */
extern double te_effective_suppliers(const TeMix *mix, double q, const char *metric);

/* Item numbers, largest amount first, ties in byte order of the code (palloc'd). */
extern int *te_mix_by_amount(const TeMix *mix);

#endif							/* TRADE_EXPOSURE_CONCENTRATION_H */
