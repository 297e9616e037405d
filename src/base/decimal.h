/*
 * decimal.h
 *	  Exact amounts: a fraction of two 128-bit integers.
 *
 * Money, rates and quantities come in as decimals and mostly stay decimals,
 * but a dozen, a third of a percent or the part of a quantity that belongs to
 * a slice of the value do not.  A fraction keeps all of them exact until the
 * end, so that no order of operations and no intermediate rounding can change
 * a total.  What does not fit throws NUMERIC_VALUE_OUT_OF_RANGE; nothing is
 * ever rounded but by te_decimal_round() and by te_decimal_to_numeric(), which
 * says where.
 *
 * These calls use palloc and ereport, but no catalog and no SPI.
 */
#ifndef TRADE_EXPOSURE_DECIMAL_H
#define TRADE_EXPOSURE_DECIMAL_H

#include "postgres.h"

#include "utils/numeric.h"

#include "base/compat.h"

#ifndef HAVE_INT128
#error "trade_exposure needs a compiler with 128-bit integers"
#endif

#define TE_DECIMAL_OUT_SCALE 12 /* digits after the point of a number without
								 * end */
#define TE_DECIMAL_TINY 1e-30	/* a float8 below this is read as 0 */

/* n / d, not necessarily in lowest terms; d > 0, or d = 0 for "not known". */
typedef struct TeDecimal
{
	int128		n;				/* numerator, with the sign */
	int128		d;				/* denominator */
} TeDecimal;

/* How an amount becomes a multiple of a unit. */
typedef enum TeRounding
{
	TE_ROUND_HALF_UP = 1,		/* nearest; a half goes away from zero */
	TE_ROUND_HALF_EVEN,			/* nearest; a half goes to the even multiple */
	TE_ROUND_DOWN,				/* towards zero */
	TE_ROUND_UP					/* away from zero */
} TeRounding;

/* ---- making ---- */

/* n / d as it stands; d must be positive. */
static inline TeDecimal
te_decimal(int64 n, int64 d)
{
	TeDecimal	r;

	r.n = n;
	r.d = d;
	return r;
}

#define TE_DECIMAL_ZERO te_decimal(0, 1)
#define TE_DECIMAL_ONE te_decimal(1, 1)
#define TE_DECIMAL_NULL te_decimal(0, 0)	/* not known */

/*
 * Reads digits with an optional point (no sign, no exponent) from at most
 * "len" bytes; returns how many bytes were read, 0 when there is no number,
 * -1 when it has too many digits to fit.
 */
extern int	te_decimal_parse(const char *text, int len, TeDecimal *result);

/* False when the value is not finite or has too many digits. */
extern bool te_decimal_try_numeric(Numeric value, TeDecimal *result);

/*
 * From numeric, or from float8 as the shortest decimal that round-trips; throws
 * for NaN and infinity, naming the argument.
 */
extern TeDecimal te_decimal_from_numeric(const char *argument, Numeric value);
extern TeDecimal te_decimal_from_float8(const char *argument, double value);

/* ---- giving out ---- */

/*
 * As numeric with just the digits it needs; a number without end (a third) is
 * rounded half up to TE_DECIMAL_OUT_SCALE digits after the point.
 */
extern Numeric te_decimal_to_numeric(TeDecimal a);

/* The number that te_decimal_to_numeric() gives out. */
extern TeDecimal te_decimal_as_shown(TeDecimal a);

/* The same in text, for messages. */
extern char *te_decimal_to_cstring(TeDecimal a);

/* The nearest float8, within one unit in the last place. */
extern double te_decimal_to_float8(TeDecimal a);

/* ---- arithmetic, exact; throws when the result does not fit ---- */

extern TeDecimal te_decimal_add_slow(TeDecimal a, TeDecimal b);
extern TeDecimal te_decimal_mul_slow(TeDecimal a, TeDecimal b);

/* b must not be zero. */
extern TeDecimal te_decimal_div(TeDecimal a, TeDecimal b);

/* In lowest terms. */
extern TeDecimal te_decimal_reduce(TeDecimal a);

/* <0, 0, >0; exact for any two, never throws. */
extern int	te_decimal_cmp(TeDecimal a, TeDecimal b);

/* The multiple of "unit" (positive) that the mode chooses. */
extern TeDecimal te_decimal_round(TeDecimal a, TeDecimal unit, TeRounding mode);

static inline bool
te_decimal_is_null(TeDecimal a)
{
	return a.d == 0;
}

static inline int
te_decimal_sign(TeDecimal a)
{
	return a.n > 0 ? 1 : a.n < 0 ? -1 : 0;
}

static inline TeDecimal
te_decimal_neg(TeDecimal a)
{
	a.n = -a.n;
	return a;
}

/* True when sums and products of two such numbers cannot overflow. */
static inline bool
te_decimal_is_small(TeDecimal a)
{
	return a.n == (int64) a.n && a.d == (int64) a.d;
}

static inline TeDecimal
te_decimal_add(TeDecimal a, TeDecimal b)
{
	if (a.d != b.d || !te_decimal_is_small(a) || !te_decimal_is_small(b))
		return te_decimal_add_slow(a, b);
	a.n += b.n;
	return a;
}

static inline TeDecimal
te_decimal_sub(TeDecimal a, TeDecimal b)
{
	return te_decimal_add(a, te_decimal_neg(b));
}

static inline TeDecimal
te_decimal_mul(TeDecimal a, TeDecimal b)
{
	if (!te_decimal_is_small(a) || !te_decimal_is_small(b))
		return te_decimal_mul_slow(a, b);
	a.n *= b.n;
	a.d *= b.d;
	return a;
}

static inline TeDecimal
te_decimal_min(TeDecimal a, TeDecimal b)
{
	return te_decimal_cmp(a, b) <= 0 ? a : b;
}

static inline TeDecimal
te_decimal_max(TeDecimal a, TeDecimal b)
{
	return te_decimal_cmp(a, b) >= 0 ? a : b;
}

#endif							/* TRADE_EXPOSURE_DECIMAL_H */
