/*
 * dynamics_shock.c
 *	  How much of a shock is in force in each period.
 */
#include "postgres.h"

#include <math.h>

#include "propagation/dynamics.h"

#define EXPONENTIAL_LEFT 0.05	/* share left after recovery_time */
#define BOARIO_DIGITS 1e6		/* a recovering cut is rounded to six digits */
#define LOGISTIC_SLOPE 12.0		/* steepness over recovery_time */

/* The logistic curve from about 1 at u = 0 to about 0 at u = 1. */
static double
logistic(double u)
{
	return 1 / (1 + exp(LOGISTIC_SLOPE * (u - 0.5)));
}

/* Share of a shock left at u recovery times after its end, 1 at u = 0. */
static double
left_at(TeRecovery recovery, double u)
{
	switch (recovery)
	{
		case TE_RECOVERY_LINEAR:
			return u < 1 ? 1 - u : 0;
		case TE_RECOVERY_EXPONENTIAL:
			return pow(EXPONENTIAL_LEFT, u);
		case TE_RECOVERY_LOGISTIC:
			return u < 1 ? (logistic(u) - logistic(1)) / (logistic(0) - logistic(1)) : 0;
		case TE_RECOVERY_NONE:
			break;
	}
	return 0;
}

/* ∫ left_at from 0 to u, u at least 0. */
static double
left_until(TeRecovery recovery, double u)
{
	double		low;

	switch (recovery)
	{
		case TE_RECOVERY_LINEAR:
			u = Min(u, 1);
			return u - u * u / 2;
		case TE_RECOVERY_EXPONENTIAL:
			return expm1(u * log(EXPONENTIAL_LEFT)) / log(EXPONENTIAL_LEFT);
		case TE_RECOVERY_LOGISTIC:
			u = Min(u, 1);
			low = logistic(1);
			/* ∫ logistic = u − ln(1 + e^(k(u − ½))) / k */
			return (u - (log1p(exp(LOGISTIC_SLOPE * (u - 0.5))) -
						 log1p(exp(-LOGISTIC_SLOPE * 0.5))) / LOGISTIC_SLOPE - low * u) /
				(logistic(0) - low);
		case TE_RECOVERY_NONE:
			break;
	}
	return 0;
}

double
te_shock_mean(const TeShock *shock, int t)
{
	double		end = shock->from + shock->duration;
	double		full = Max(Min(end, t + 1.0) - Max(shock->from, t), 0);
	double		since = Max(t - end, 0);
	double		until = Max(t + 1.0 - end, 0);

	if (shock->recovery == TE_RECOVERY_NONE || until == 0)
		return full;
	return full + shock->recovery_time *
		(left_until(shock->recovery, until / shock->recovery_time) -
		 left_until(shock->recovery, since / shock->recovery_time));
}

/* A cut of capacity: in force from the step after it, for two steps more, then fading. */
static double
boario_cut(const TeShock *shock, int t)
{
	double		since = t - (shock->from + shock->duration + 2);

	if (t < shock->from + 1)
		return 0;
	if (since < 0)
		return shock->size;
	if (shock->recovery == TE_RECOVERY_NONE)
		return since < 1 ? shock->size : 0;
	return rint(shock->size * left_at(shock->recovery, since / shock->recovery_time) *
				BOARIO_DIGITS) / BOARIO_DIGITS;
}

double
te_shock_boario(const TeShock *shock, int t)
{
	if (shock->kind != TE_SHOCK_CAPITAL)
		return boario_cut(shock, t);

	/*
	 * lost capital counts at once, and recovers from the step after the
	 * duration
	 */
	if (t < shock->from)
		return 0;
	if (t <= shock->from + shock->duration + 1)
		return shock->size;
	return shock->size *
		left_at(shock->recovery, (t - (shock->from + shock->duration + 1)) / shock->recovery_time);
}
