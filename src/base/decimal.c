/*
 * decimal.c
 *	  Exact amounts: fractions of two 128-bit integers (see decimal.h).
 */
#include "postgres.h"

#include <math.h>

#include "common/shortest_dec.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "base/decimal.h"
#include "base/trade_exposure.h"

typedef unsigned __int128 te_uint128;

#define INT128_LIMIT ((int128) (((te_uint128) 1 << 127) - 1))
#define MAX_POWER 38			/* 10^38 < 2^127 */

/* Throws: a result needs more digits than an exact amount holds. */
static void pg_attribute_noreturn()
throw_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("amount needs more than 38 digits"),
			 errdetail("Amounts are exact fractions of two integers of at most 38 digits."),
			 errhint("Round values, rates and quantities to the digits that the law prescribes.")));
}

static te_uint128
magnitude(int128 a)
{
	return a < 0 ? -(te_uint128) a : (te_uint128) a;
}

/* Greatest common divisor; 64-bit steps as soon as both fit. */
static te_uint128
gcd128(te_uint128 a, te_uint128 b)
{
	while (b != 0)
	{
		te_uint128	t;

		if ((uint64) a == a && (uint64) b == b)
		{
			uint64		x = (uint64) a;
			uint64		y = (uint64) b;

			while (y != 0)
			{
				uint64		r = x % y;

				x = y;
				y = r;
			}
			return x;
		}
		t = a % b;
		a = b;
		b = t;
	}
	return a;
}

/* a × b, or false when it does not fit into 127 bits. */
static bool
multiply(int128 a, int128 b, int128 *product)
{
	te_uint128	x;
	te_uint128	y;
	te_uint128	p;

	/* the usual case */
	if (a == (int64) a && b == (int64) b)
	{
		*product = a * b;
		return true;
	}
	x = magnitude(a);
	y = magnitude(b);
	if ((x >> 64) != 0 && (y >> 64) != 0)
		return false;
	if (x != 0 && y > (te_uint128) INT128_LIMIT / x)
		return false;
	p = x * y;
	*product = ((a < 0) != (b < 0)) ? -(int128) p : (int128) p;
	return true;
}

static int128
multiply_or_throw(int128 a, int128 b)
{
	int128		product;

	if (!multiply(a, b, &product))
		throw_out_of_range();
	return product;
}

/* 10^k for k up to MAX_POWER. */
static int128
power_of_ten(int k)
{
	int128		p = 1;

	while (k-- > 0)
		p *= 10;
	return p;
}

TeDecimal
te_decimal_reduce(TeDecimal a)
{
	te_uint128	g = gcd128(magnitude(a.n), (te_uint128) a.d);

	if (g > 1)
	{
		a.n /= (int128) g;
		a.d /= (int128) g;
	}
	return a;
}

/* Sum over the least common denominator. */
static bool
add_exactly(TeDecimal a, TeDecimal b, TeDecimal *sum)
{
	int128		g = (int128) gcd128((te_uint128) a.d, (te_uint128) b.d);
	int128		x;
	int128		y;

	if (!multiply(a.n, b.d / g, &x) || !multiply(b.n, a.d / g, &y) ||
		!multiply(a.d, b.d / g, &sum->d))
		return false;
	return !__builtin_add_overflow(x, y, &sum->n);
}

TeDecimal
te_decimal_add_slow(TeDecimal a, TeDecimal b)
{
	TeDecimal	sum;

	/*
	 * decimals of different length: one denominator is a multiple of the
	 * other
	 */
	if (te_decimal_is_small(a) && te_decimal_is_small(b))
	{
		if ((int64) a.d % (int64) b.d == 0)
			return (TeDecimal) {a.n + b.n * ((int64) a.d / (int64) b.d), a.d};
		if ((int64) b.d % (int64) a.d == 0)
			return (TeDecimal) {b.n + a.n * ((int64) b.d / (int64) a.d), b.d};
	}
	if (add_exactly(a, b, &sum))
		return sum;
	if (!add_exactly(te_decimal_reduce(a), te_decimal_reduce(b), &sum))
		throw_out_of_range();
	return sum;
}

/* Product, cancelling as much as is needed to make it fit. */
TeDecimal
te_decimal_mul_slow(TeDecimal a, TeDecimal b)
{
	TeDecimal	x;
	TeDecimal	y;

	a = te_decimal_reduce(a);
	b = te_decimal_reduce(b);
	x.n = a.n;
	x.d = b.d;
	y.n = b.n;
	y.d = a.d;
	x = te_decimal_reduce(x);
	y = te_decimal_reduce(y);
	a.n = multiply_or_throw(x.n, y.n);
	a.d = multiply_or_throw(x.d, y.d);
	return a;
}

TeDecimal
te_decimal_div(TeDecimal a, TeDecimal b)
{
	TeDecimal	inverse;

	if (b.n == 0)
		ereport(ERROR,
				(errcode(ERRCODE_DIVISION_BY_ZERO),
				 errmsg("division by zero")));
	inverse.n = b.n < 0 ? -b.d : b.d;
	inverse.d = b.n < 0 ? -b.n : b.n;
	return te_decimal_mul(a, inverse);
}

/* ⌊n / d⌋, with the remainder in 0 … d − 1. */
static int128
floor_divide(int128 n, int128 d, int128 *remainder)
{
	int128		q = n / d;
	int128		r = n % d;

	if (r < 0)
	{
		r += d;
		q -= 1;
	}
	*remainder = r;
	return q;
}

/*
 * Compares whole parts, then the inverted remainders, and so on: the continued
 * fractions of both.  Nothing grows, so nothing can overflow.
 */
static int
compare_by_parts(TeDecimal a, TeDecimal b)
{
	for (int sign = 1;; sign = -sign)
	{
		int128		ra;
		int128		rb;
		int128		qa = floor_divide(a.n, a.d, &ra);
		int128		qb = floor_divide(b.n, b.d, &rb);

		if (qa != qb)
			return qa < qb ? -sign : sign;
		if (ra == 0 || rb == 0)
			return ra == rb ? 0 : (ra == 0 ? -sign : sign);
		a.n = a.d;
		a.d = ra;
		b.n = b.d;
		b.d = rb;
	}
}

int
te_decimal_cmp(TeDecimal a, TeDecimal b)
{
	int128		x = a.n;
	int128		y = b.n;

	if (a.d != b.d)
	{
		if (!te_decimal_is_small(a) || !te_decimal_is_small(b))
			return compare_by_parts(a, b);
		x *= b.d;
		y *= a.d;
	}
	return x < y ? -1 : x > y ? 1 : 0;
}

TeDecimal
te_decimal_round(TeDecimal a, TeDecimal unit, TeRounding mode)
{
	TeDecimal	ratio = te_decimal_div(a, unit);
	TeDecimal	result = unit;
	bool		negative = ratio.n < 0;
	int128		n = negative ? -ratio.n : ratio.n;
	int128		q;
	int128		r;
	bool		up = false;

	if (n == (int64) n && ratio.d == (int64) ratio.d)
	{
		q = (int64) n / (int64) ratio.d;
		r = (int64) n % (int64) ratio.d;
	}
	else
	{
		q = n / ratio.d;
		r = n % ratio.d;
	}

	switch (mode)
	{
		case TE_ROUND_HALF_UP:
			up = r >= ratio.d - r;
			break;
		case TE_ROUND_HALF_EVEN:
			up = r > ratio.d - r || (r == ratio.d - r && (q & 1) != 0);
			break;
		case TE_ROUND_DOWN:
			break;
		case TE_ROUND_UP:
			up = r > 0;
			break;
	}
	result.n = multiply_or_throw(unit.n, q + up);
	if (negative)
		result.n = -result.n;
	return result;
}

/* ---- reading ---- */

/* Appends a digit; false when the number no longer fits. */
static bool
push_digit(int128 *n, char digit)
{
	if (*n > (INT128_LIMIT - 9) / 10)
		return false;
	*n = *n * 10 + (digit - '0');
	return true;
}

int
te_decimal_parse(const char *text, int len, TeDecimal *result)
{
	int			i = 0;
	int			digits = 0;
	int			zeros = 0;		/* at the end of the fraction, not yet pushed */
	bool		fraction = false;

	result->n = 0;
	result->d = 1;
	for (; i < len; i++)
	{
		if (text[i] == '.' && !fraction)
		{
			fraction = true;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			break;
		digits++;
		if (fraction && text[i] == '0')
		{
			zeros++;
			continue;
		}
		for (; zeros > 0; zeros--)
		{
			if (!push_digit(&result->n, '0') || !push_digit(&result->d, '0'))
				return -1;
		}
		if (!push_digit(&result->n, text[i]) ||
			(fraction && !push_digit(&result->d, '0')))
			return -1;
	}
	/* a point at the very end is punctuation */
	if (digits > 0 && text[i - 1] == '.')
		i--;
	return digits > 0 ? i : 0;
}

/* Throws: an argument is too large or too fine to be an exact amount. */
static void pg_attribute_noreturn()
throw_argument_range(const char *argument, const char *value)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s has too many digits: %.60s", argument, value),
			 errdetail("Amounts are exact fractions of two integers of at most 38 digits."),
			 errhint("Round it to the digits that the law prescribes.")));
}

/*
 * Reads the output of numeric or of a shortest float8: sign, digits, exponent;
 * false when it does not fit.
 */
static bool
parse_output(const char *value, TeDecimal *result)
{
	const char *s = value + (value[0] == '-');
	int			used = te_decimal_parse(s, strlen(s), result);
	int			exponent = 0;

	if (used > 0 && s[used] == 'e')
		exponent = strtol(s + used + 1, NULL, 10);
	if (used <= 0 || abs(exponent) > MAX_POWER ||
		!multiply(exponent > 0 ? result->n : result->d, power_of_ten(abs(exponent)),
				  exponent > 0 ? &result->n : &result->d))
		return false;
	if (value[0] == '-')
		result->n = -result->n;
	return true;
}

/* The same, throwing. */
static TeDecimal
from_output(const char *argument, const char *value)
{
	TeDecimal	r;

	if (!parse_output(value, &r))
		throw_argument_range(argument, value);
	return r;
}

static char *
numeric_cstring(Numeric value)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value)));
}

bool
te_decimal_try_numeric(Numeric value, TeDecimal *result)
{
	return !numeric_is_nan(value) && !numeric_is_inf(value) && parse_output(numeric_cstring(value), result);
}

TeDecimal
te_decimal_from_numeric(const char *argument, Numeric value)
{
	if (numeric_is_nan(value) || numeric_is_inf(value))
		te_check_finite(argument, numeric_is_nan(value) ? NAN : INFINITY);
	return from_output(argument, numeric_cstring(value));
}

TeDecimal
te_decimal_from_float8(const char *argument, double value)
{
	double		cents = value * 100.0;
	char		buffer[DOUBLE_SHORTEST_DECIMAL_LEN];

	/* most are money: whole cents below 2^50 are their own shortest decimals */
	if (fabs(cents) < 1e15)
	{
		int64		n = (int64) rint(cents);

		if ((double) n / 100.0 == value)
			return n % 100 == 0 ? te_decimal(n / 100, 1) : te_decimal(n, 100);
	}
	te_check_finite(argument, value);
	if (fabs(value) < TE_DECIMAL_TINY)
		return TE_DECIMAL_ZERO;
	double_to_shortest_decimal_buf(value, buffer);
	return from_output(argument, buffer);
}

/* ---- giving out ---- */

/*
 * Digits after the point that a/d in lowest terms needs, or -1 when it has no
 * end or does not fit as an integer over that power of ten; then *scaled is
 * that integer.
 */
static int
terminating_scale(TeDecimal a, int128 *scaled)
{
	int			twos = 0;
	int			fives = 0;
	int			scale;
	int128		rest = a.d;

	for (; (rest & 1) == 0; rest >>= 1)
		twos++;
	for (; rest % 5 == 0; rest /= 5)
		fives++;
	scale = Max(twos, fives);
	if (rest != 1 || scale > MAX_POWER ||
		!multiply(a.n, power_of_ten(scale) / a.d, scaled))
		return -1;
	return scale;
}

/* As an integer over 10^TE_DECIMAL_OUT_SCALE, rounded half up. */
static int128
rounded_to_scale(TeDecimal a)
{
	int128		whole = a.n / a.d;
	int128		rest = a.n < 0 ? -(a.n % a.d) : a.n % a.d;
	int128		digits = 0;

	if (a.d > INT128_LIMIT / 10)
		throw_out_of_range();
	for (int i = 0; i < TE_DECIMAL_OUT_SCALE; i++)
	{
		rest *= 10;
		digits = digits * 10 + rest / a.d;
		rest %= a.d;
	}
	if (rest >= a.d - rest)
		digits++;
	whole = multiply_or_throw(whole, power_of_ten(TE_DECIMAL_OUT_SCALE));
	return a.n < 0 ? whole - digits : whole + digits;
}

/* n / 10^scale in decimal digits. */
static char *
scaled_to_cstring(int128 n, int scale)
{
	char		reversed[64];
	char	   *result = palloc(sizeof(reversed) + 2);
	te_uint128	m = magnitude(n);
	int			len = 0;
	int			out = 0;

	while (m != 0 || len <= scale)
	{
		reversed[len++] = '0' + (int) (m % 10);
		m /= 10;
	}
	if (n < 0)
		result[out++] = '-';
	while (len > 0)
	{
		if (len == scale)
			result[out++] = '.';
		result[out++] = reversed[--len];
	}
	result[out] = '\0';
	return result;
}

/* k of 10^k, or -1 when d is not a power of ten. */
static int
exponent_of_ten(int64 d)
{
	int64		power = 1;
	int			k = 0;

	for (; power < d && k < 18; k++)
		power *= 10;
	return power == d ? k : -1;
}

/* The integer and the scale that a number is given out with, without zeros at the end. */
static int
output_form(TeDecimal a, int128 *scaled)
{
	int			scale;

	/* the usual case is a decimal already */
	if (te_decimal_is_small(a) && (scale = exponent_of_ten((int64) a.d)) >= 0)
	{
		int64		n = (int64) a.n;

		for (; scale > 0 && n % 10 == 0; scale--)
			n /= 10;
		*scaled = n;
		return scale;
	}
	a = te_decimal_reduce(a);
	scale = terminating_scale(a, scaled);
	if (scale < 0)
	{
		*scaled = rounded_to_scale(a);
		for (scale = TE_DECIMAL_OUT_SCALE; scale > 0 && *scaled % 10 == 0; scale--)
			*scaled /= 10;
	}
	return scale;
}

char *
te_decimal_to_cstring(TeDecimal a)
{
	int128		scaled;
	int			scale = output_form(a, &scaled);

	return scaled_to_cstring(scaled, scale);
}

Numeric
te_decimal_to_numeric(TeDecimal a)
{
	int128		scaled;
	int			scale = output_form(a, &scaled);

	if (scaled == (int64) scaled)
		return int64_div_fast_to_numeric((int64) scaled, scale);
	return DatumGetNumeric(DirectFunctionCall3(numeric_in,
											   CStringGetDatum(scaled_to_cstring(scaled, scale)),
											   ObjectIdGetDatum(InvalidOid),
											   Int32GetDatum(-1)));
}

TeDecimal
te_decimal_as_shown(TeDecimal a)
{
	TeDecimal	r;

	r.d = power_of_ten(output_form(a, &r.n));
	return r;
}

double
te_decimal_to_float8(TeDecimal a)
{
	const int128 exact = (int128) 1 << 53;

	if (a.n > exact || a.n < -exact || a.d > exact)
		a = te_decimal_reduce(a);
	if (a.n > exact || a.n < -exact || a.d > exact)
		return (double) ((long double) a.n / (long double) a.d);
	return (double) a.n / (double) a.d;
}
