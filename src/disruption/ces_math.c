/*
 * ces_math.c
 *	  Output of a technology with constant elasticity of substitution (CES),
 *	  stable for elasticities near 0, near 1 and very large.
 */
#include "postgres.h"

#include <math.h>

#include "disruption/ces_math.h"

#define LEONTIEF_EXPONENT (-1e15)	/* below it only the scarcest input counts */
#define LARGEST_POWER 500.0		/* e to more than this does not fit well into
								 * a float8 */
#define DECISIVE 40.0			/* e to that, beside 1, leaves nothing of the
								 * 1 */
#define AREA_TOLERANCE 1e-13	/* relative error of an integral */
#define AREA_MAX_DEPTH 30		/* halvings of an interval */

/* The exponent ρ of an elasticity; -HUGE_VAL stands for the Leontief limit. */
double
te_ces_exponent(double elasticity)
{
	double		exponent = (elasticity > 0) ? (elasticity - 1.0) / elasticity : -HUGE_VAL;

	return (exponent > LEONTIEF_EXPONENT) ? exponent : -HUGE_VAL;
}

/* ln(rest + weight·e^z) for weight + rest = 1 and a power e^z that fits, without cancellation. */
static double
log_mean(double weight, double rest, double z)
{
	if (weight > 0.5 && z < -1.0)
		return log(rest + weight * exp(z));
	return log1p(weight * expm1(z));
}

/*
 * 1 − Y when one input is at e^log_input of normal and all others are at 1.
 * The logarithm keeps the digits of a small shortage.
 */
static double
loss_at(double cost_share, double elasticity, double log_input)
{
	double		exponent = te_ces_exponent(elasticity);
	double		rest = 1.0 - cost_share;
	double		z;

	if (cost_share <= 0 || log_input == 0)
		return 0.0;
	if (rest <= 0)
		return -expm1(log_input);
	if (log_input == -HUGE_VAL)
		return (exponent <= 0) ? 1.0 : -expm1(log1p(-cost_share) / exponent);
	if (exponent == 0)
		return -expm1(cost_share * log_input);
	if (exponent == -HUGE_VAL)
		return Max(0.0, -expm1(log_input));
	z = exponent * log_input;
	if (z > LARGEST_POWER)
		return -expm1((z + log_mean(rest, cost_share, -z)) / exponent);
	return -expm1(log_mean(cost_share, rest, z) / exponent);
}

/* 1 − Y when one input is at "input" of normal and all others are at 1. */
double
te_ces_loss(double cost_share, double elasticity, double input)
{
	return loss_at(cost_share, elasticity, log(input));
}

/* The same when the share "shortage" of the input is missing. */
static double
loss_of_shortage(double cost_share, double elasticity, double shortage)
{
	return loss_at(cost_share, elasticity, log1p(-Min(shortage, 1.0)));
}

/* The rule's two estimates of the mean of the loss over [low, high]. */
static double
mean_loss(double cost_share, double elasticity, double low, double high, double *error)
{
	/* Gauss–Kronrod (7, 15): nodes on (0, 1], weights of both rules */
	static const double node[7] = {
		0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
		0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
		0.586087235467691130294144691693013, 0.405845151377397166906606412076961,
	0.207784955007898467600689403773245};
	static const double kronrod[7] = {
		0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
		0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
		0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
	0.204432940075298892414161999234649};
	static const double gauss[3] = {
		0.129484966168869693270611432679082, 0.279705391489276667901467771423780,
	0.381830050505118944950369775488975};
	double		middle = 0.5 * (low + high);
	double		half = 0.5 * (high - low);
	double		at = loss_of_shortage(cost_share, elasticity, middle);
	double		fine = 0.209482141084727828012999174891714 * at;
	double		rough = 0.417959183673469387755102040816327 * at;

	for (int i = 0; i < 7; i++)
	{
		at = loss_of_shortage(cost_share, elasticity, middle - half * node[i]) +
			loss_of_shortage(cost_share, elasticity, middle + half * node[i]);
		fine += kronrod[i] * at;
		if (i % 2 == 1)
			rough += gauss[i / 2] * at;
	}
	*error = 0.5 * fabs(fine - rough);
	return 0.5 * fine;
}

/*
 * The mean of the loss over [from, to] shortage.  Intervals are halved from left
 * to right until the two rules agree; the depth is bounded, so is the work.
 */
static double
stretch_mean(double cost_share, double elasticity, double from, double to)
{
	double		begin = 0.0;
	double		width = 1.0;
	double		sum = 0.0;
	int			depth = 0;

	while (begin < 1.0)
	{
		double		error;
		double		mean = mean_loss(cost_share, elasticity,
									 from + (to - from) * begin,
									 from + (to - from) * (begin + width), &error);

		if (error > AREA_TOLERANCE * Max(fabs(mean), fabs(sum)) && depth < AREA_MAX_DEPTH)
		{
			width *= 0.5;
			depth++;
			continue;
		}
		sum += mean * width;
		begin += width;
		/* back up to the widest interval that starts here */
		while (depth > 0 && fmod(begin, 2.0 * width) == 0.0)
		{
			width *= 2.0;
			depth--;
		}
	}
	return sum;
}

/*
 * ∫ of that loss over "days", while the shortage of the input moves in a line
 * from "shortage_from" to "shortage_to".  Near elasticity 0 the loss bends
 * between the shortage at which the input weighs as much as the others and the
 * one at which only it counts: a stretch of its own, or no node might fall on it.
 */
double
te_ces_loss_area(double cost_share, double elasticity,
				 double shortage_from, double shortage_to, double days)
{
	double		low = Max(0.0, Min(shortage_from, shortage_to));
	double		high = Max(0.0, Max(shortage_from, shortage_to));
	double		exponent = te_ces_exponent(elasticity);
	double		even = log((1.0 - cost_share) / cost_share);
	double		ends[3] = {-expm1(even / exponent), -expm1((even + DECISIVE) / exponent), high};
	double		sum = 0.0;
	double		from = low;

	if (high - low <= 1e-15 * high)
		return days * loss_of_shortage(cost_share, elasticity, low);
	for (int i = 0; i < 3; i++)
	{
		/* what lies outside, or is not a number, ends nothing */
		if (!(ends[i] > from && ends[i] <= high))
			continue;
		sum += (ends[i] - from) * stretch_mean(cost_share, elasticity, from, ends[i]);
		from = ends[i];
	}
	return days * sum / (high - low);
}

double
te_ces_first_order(double cost_share, double input)
{
	return -cost_share * (input > 0 ? log(input) : NAN);
}

double
te_ces_second_order(double cost_share, double elasticity, double input)
{
	double		exponent = te_ces_exponent(elasticity);
	double		change = input > 0 ? log(input) : NAN;

	if (!isfinite(exponent))
		return NAN;
	return -cost_share * change -
		0.5 * exponent * cost_share * (1.0 - cost_share) * change * change;
}

double
te_embargo_price_index(double lost_share, double elasticity)
{
	double		index;

	if (lost_share == 0)
		return 1.0;
	index = exp(log1p(-lost_share) / (1.0 - elasticity));
	return elasticity <= 1.0 || !isfinite(index) ? NAN : index;
}
