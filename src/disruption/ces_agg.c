/*
 * ces_agg.c
 *	  The aggregate ces_output: output of a technology with constant elasticity of
 *	  substitution, from a row for each input.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "fmgr.h"

#include "base/float8_state.h"
#include "base/trade_exposure.h"
#include "disruption/ces_math.h"

TE_FUNCTION(te_ces_output_accum);
TE_FUNCTION(te_ces_output_combine);
TE_FUNCTION(te_ces_output_final);

/*
 * State of ces_output.  Two sums of the same thing, because each is exact where
 * the other loses digits: Σ a·(x^ρ − 1) while every x^ρ is near 1, and
 * Σ a·x^ρ = sum · 2^scale elsewhere.
 */
enum CesState
{
	CES_ELASTICITY,				/* the same in every row */
	CES_ROWS,					/* rows that count */
	CES_SHARE,					/* Σ a (2 numbers) */
	CES_NEAR = CES_SHARE + 2,	/* Σ a·(x^ρ − 1), or Σ a·ln x when ρ =
								 * 0 (2) */
	CES_FAR = CES_NEAR + 2,		/* Σ a·x^ρ / 2^scale (2) */
	CES_SCALE = CES_FAR + 2,	/* scale */
	CES_LEAST,					/* scarcest input with a share */
	CES_SPREAD,					/* largest |ρ·ln x| */
	CES_LENGTH
};

/* Throws unless the numbers are a state: finite sums, and bounds that are possible. */
static void
te_ces_check(const double *values, int length)
{
	te_state_check_sums(&values[CES_SHARE], CES_SCALE - CES_SHARE);
	te_state_check_sums(&values[CES_SPREAD], 1);
	if (!(values[CES_ELASTICITY] >= 0) || !isfinite(values[CES_ELASTICITY]) ||
		!(values[CES_ROWS] >= 0) || values[CES_ROWS] != floor(values[CES_ROWS]) ||
		!isfinite(values[CES_SCALE]) || values[CES_SHARE] < 0 || values[CES_SPREAD] < 0 ||
		!(values[CES_LEAST] >= 0) || !isfinite(values[CES_LEAST]))
		te_not_a_state();
}

static const TeStateLayout ces_layout = {CES_LENGTH, NULL, te_ces_check};

/* Adds "term" · 2^scale to the sum of powers, whose scale follows the largest. */
static void
add_power(double *values, const double *term, double scale)
{
	double		by = scale - values[CES_SCALE];

	if (by > 0)
	{
		int			shift = (int) Max(-by, -2200.0);

		values[CES_FAR] = ldexp(values[CES_FAR], shift);
		values[CES_FAR + 1] = ldexp(values[CES_FAR + 1], shift);
		values[CES_SCALE] = scale;
		by = 0;
	}
	te_state_sum_add(&values[CES_FAR], ldexp(term[0], (int) Max(by, -2200.0)));
	te_state_sum_add(&values[CES_FAR], ldexp(term[1], (int) Max(by, -2200.0)));
}

/* Adds one input to a state. */
static void
add_input(double *values, double input, double share)
{
	double		exponent = te_ces_exponent(values[CES_ELASTICITY]);
	double		power[2] = {0.0, 0.0};
	double		z;
	double		scale;

	values[CES_ROWS]++;
	if (share == 0)
		return;
	te_state_sum_add(&values[CES_SHARE], share);
	values[CES_LEAST] = Min(values[CES_LEAST], input);
	if (exponent == -HUGE_VAL || (input == 0 && exponent <= 0))
		return;
	if (exponent == 0)
	{
		te_state_sum_add(&values[CES_NEAR], share * log(input));
		return;
	}
	if (input == 0)
	{
		te_state_sum_add(&values[CES_NEAR], -share);
		return;
	}
	z = exponent * log(input);
	values[CES_SPREAD] = Max(values[CES_SPREAD], fabs(z));
	if (fabs(z) <= 1.0)
		te_state_sum_add(&values[CES_NEAR], share * expm1(z));
	scale = floor(z * M_LOG2E);
	power[0] = share * exp2(z * M_LOG2E - scale);
	add_power(values, power, scale);
}

/* Transition: state, input, cost_share, elasticity. */
Datum
te_ces_output_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state = PG_ARGISNULL(0) ? NULL : te_state_arg(fcinfo, &ces_layout);
	double		elasticity;
	double	   *values;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		if (state == NULL)
			PG_RETURN_NULL();
		PG_RETURN_ARRAYTYPE_P(state);
	}
	te_check_not_null("elasticity", PG_ARGISNULL(3));
	elasticity = PG_GETARG_FLOAT8(3);
	te_check_range("elasticity", elasticity, 0.0, INFINITY);
	te_check_range("input", PG_GETARG_FLOAT8(1), 0.0, INFINITY);
	te_check_range("cost_share", PG_GETARG_FLOAT8(2), 0.0, INFINITY);
	if (state == NULL)
	{
		state = te_state_new(CES_LENGTH);
		values = TE_STATE_VALUES(state);
		values[CES_ELASTICITY] = elasticity;
		values[CES_LEAST] = DBL_MAX;
		values[CES_SCALE] = -DBL_MAX;
	}
	values = TE_STATE_VALUES(state);
	te_check_constant("elasticity", values[CES_ELASTICITY], elasticity);
	add_input(values, PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2));
	PG_RETURN_ARRAYTYPE_P(state);
}

/* Combine: two states. */
Datum
te_ces_output_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	double	   *values;
	const double *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	if (PG_ARGISNULL(0))
		PG_RETURN_ARRAYTYPE_P(te_state_copy(fcinfo, 1, &ces_layout));
	state = te_state_arg(fcinfo, &ces_layout);
	values = TE_STATE_VALUES(state);
	other = TE_STATE_VALUES(te_state_read(fcinfo, 1, &ces_layout));
	te_check_constant("elasticity", values[CES_ELASTICITY], other[CES_ELASTICITY]);
	values[CES_ROWS] += other[CES_ROWS];
	te_state_sum_merge(&values[CES_SHARE], &other[CES_SHARE]);
	te_state_sum_merge(&values[CES_NEAR], &other[CES_NEAR]);
	if (other[CES_SCALE] > -DBL_MAX)
		add_power(values, &other[CES_FAR], other[CES_SCALE]);
	values[CES_LEAST] = Min(values[CES_LEAST], other[CES_LEAST]);
	values[CES_SPREAD] = Max(values[CES_SPREAD], other[CES_SPREAD]);
	PG_RETURN_ARRAYTYPE_P(state);
}

/* Final: output relative to normal, or NULL without an input that has a share. */
Datum
te_ces_output_final(PG_FUNCTION_ARGS)
{
	const double *values = TE_STATE_VALUES(te_state_read(fcinfo, 0, &ces_layout));
	double		share = values[CES_SHARE];
	double		exponent = te_ces_exponent(values[CES_ELASTICITY]);
	double		output;

	if (share <= 0)
		PG_RETURN_NULL();
	if (exponent == -HUGE_VAL || (exponent <= 0 && values[CES_LEAST] == 0))
		output = values[CES_LEAST];
	else if (exponent == 0)
		output = exp(values[CES_NEAR] / share);
	else if (values[CES_SPREAD] <= 1.0 && values[CES_NEAR] > -0.5 * share)
		output = exp(log1p(values[CES_NEAR] / share) / exponent);
	else if (values[CES_FAR] <= 0)
		output = 0.0;
	else
		output = exp((log(values[CES_FAR] / share) + values[CES_SCALE] * M_LN2) / exponent);
	TE_RETURN_DEFINED(output);
}
