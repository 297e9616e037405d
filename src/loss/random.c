/*
 * random.c
 *	  Random numbers as pure functions of (seed, draw, event).
 *
 * Philox4x32-10 of Salmon, Moraes, Dror and Shaw (2011), "Parallel random
 * numbers: as easy as 1, 2, 3": ten rounds of multiplication and exclusive or
 * over a counter, which is (draw, event), under a key, which is the seed.
 */
#include "postgres.h"

#include <math.h>

#include "loss/random.h"

#define PHILOX_ROUNDS 10

/* Encrypts a counter in place. */
static void
philox(uint32 *counter, uint32 key0, uint32 key1)
{
	for (int i = 0; i < PHILOX_ROUNDS; i++)
	{
		uint64		left = UINT64CONST(0xD2511F53) * counter[0];
		uint64		right = UINT64CONST(0xCD9E8D57) * counter[2];

		counter[0] = (uint32) (right >> 32) ^ counter[1] ^ key0;
		counter[1] = (uint32) right;
		counter[2] = (uint32) (left >> 32) ^ counter[3] ^ key1;
		counter[3] = (uint32) left;
		key0 += 0x9E3779B9;
		key1 += 0xBB67AE85;
	}
}

/* The upper 52 of 64 bits as a number in (0, 1), symmetric around 1/2, exact. */
static inline double
uniform(uint32 low, uint32 high)
{
	uint64		bits = ((uint64) high << 32) | low;

	return ((double) (bits >> 12) + 0.5) / 4503599627370496.0;
}

/* The numbers of an event in a draw. */
TeRandom
te_random(uint64 seed, uint64 draw, uint64 event)
{
	uint32		counter[4] = {(uint32) draw, (uint32) (draw >> 32),
	(uint32) event, (uint32) (event >> 32)};
	TeRandom	random;

	philox(counter, (uint32) seed, (uint32) (seed >> 32));
	random.first = uniform(counter[0], counter[1]);
	random.second = uniform(counter[2], counter[3]);
	return random;
}

/* Probability that a standard normal number is at most x. */
double
te_normal_probability(double x)
{
	return 0.5 * erfc(-x * M_SQRT1_2);
}

/* A quantile in the lower half, good to 1e-9 (rational approximations of P. J. Acklam). */
static double
rough_quantile(double p)
{
	double		q = p - 0.5;
	double		r = q * q;

	if (p >= 0.02425)
		return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r
				   - 2.759285104469687e+02) * r + 1.383577518672690e+02) * r
				 - 3.066479806614716e+01) * r + 2.506628277459239e+00) * q /
			(((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r
				- 1.556989798598866e+02) * r + 6.680131188771972e+01) * r
			  - 1.328068155288572e+01) * r + 1.0);
	q = sqrt(-2.0 * log(p));
	return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q
			   - 2.400758277161838e+00) * q - 2.549732539343734e+00) * q
			 + 4.374664141464968e+00) * q + 2.938163982698783e+00) /
		((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q
		   + 2.445134137142996e+00) * q + 3.754408661907416e+00) * q + 1.0);
}

/* The standard normal number with P(X ≤ x) = probability, for a probability in (0, 1). */
double
te_normal_quantile(double probability)
{
	double		p = Min(probability, 1.0 - probability);
	double		x = rough_quantile(p);
	double		error;

	/* one step of Halley's method doubles the digits and more */
	error = (te_normal_probability(x) - p) * sqrt(2.0 * M_PI) * exp(0.5 * x * x);
	x -= error / (1.0 + 0.5 * x * error);
	return (probability > 0.5) ? -x : x;
}
