/*
 * price_sql.c
 *	  What a missing supply does to prices and output: market clearing,
 *	  technologies with constant elasticity of substitution, lost variety.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "fmgr.h"

#include "base/float8_state.h"
#include "base/row.h"
#include "base/trade_exposure.h"
#include "disruption/ces_math.h"
#include "disruption/mix_shock.h"
#include "disruption/price_math.h"

TE_FUNCTION(price_response);
TE_FUNCTION(mix_price_response);
TE_FUNCTION(ces_loss);
TE_FUNCTION(ces_response);
TE_FUNCTION(embargo_price_index);
TE_FUNCTION(te_ces_output_accum);
TE_FUNCTION(te_ces_output_combine);
TE_FUNCTION(te_ces_output_final);

/* The argument as an elasticity, 0 or more. */
static inline double
elasticity_arg(FunctionCallInfo fcinfo, int n, const char *name)
{
	double		elasticity = PG_GETARG_FLOAT8(n);

	te_check_range(name, elasticity, 0.0, INFINITY);
	return elasticity;
}

/* Where a market clears, as a row. */
static Datum
clearing_row(FunctionCallInfo fcinfo, const TeClearing *clearing, double demand_elasticity)
{
	TeRow		row;

	te_row_begin(&row);
	te_row_float8(&row, clearing->price);
	te_row_float8(&row, clearing->quantity);
	te_row_datum(&row, BoolGetDatum(clearing->capacity_binds), false);
	te_row_float8(&row, clearing->price * clearing->quantity);
	te_row_float8(&row, te_demand_surplus_loss(log(clearing->price), demand_elasticity));
	return te_row_end(fcinfo, &row);
}

/* price_response(cut, supply_elasticity, demand_elasticity, capacity) → price, quantity, … */
Datum
price_response(PG_FUNCTION_ARGS)
{
	TeMarket	market;
	TeClearing	clearing;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	market.supply = 1.0 - PG_GETARG_FLOAT8(0);
	te_check_range("cut", PG_GETARG_FLOAT8(0), 0.0, 1.0);
	market.supply_elasticity = elasticity_arg(fcinfo, 1, "supply_elasticity");
	market.demand_elasticity = elasticity_arg(fcinfo, 2, "demand_elasticity");
	market.capacity = INFINITY;
	if (!PG_ARGISNULL(3))
	{
		market.capacity = PG_GETARG_FLOAT8(3);
		te_check_range("capacity", market.capacity, 0.0, INFINITY);
	}
	te_market_clear(&market, &clearing);
	return clearing_row(fcinfo, &clearing, market.demand_elasticity);
}

/* The producers of a mix after a shock; origins without a capacity have no bound. */
static TeProducer *
producers_of_mix(const TeMix *mix, const TeMix *shock, const TeMix *capacity, double total)
{
	TeProducer *producers = palloc(sizeof(TeProducer) * ((Size) mix->norigins + 1));

	for (int i = 0; i <= (int) mix->norigins; i++)
	{
		TeCode		code = te_mix_part_code(mix, i);

		producers[i].supply = te_mix_part_amount(mix, i) / total * (1.0 - te_mix_amount(shock, code));
		producers[i].capacity = INFINITY;
		if (capacity != NULL && code.len > 0 && te_mix_find(capacity, code) >= 0)
			producers[i].capacity = te_mix_amount(capacity, code) / total;
	}
	return producers;
}

/* price_response(mix, shock, supply_elasticity, demand_elasticity, capacity) → price, quantity, … */
Datum
mix_price_response(PG_FUNCTION_ARGS)
{
	TeMix	   *mix;
	TeMix	   *shock;
	TeMix	   *capacity = NULL;
	double		total;
	double		supply_elasticity;
	double		demand_elasticity;
	TeClearing	clearing;

	for (int i = 0; i < 4; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	mix = PG_GETARG_TE_MIX_P(0);
	shock = PG_GETARG_TE_MIX_P(1);
	supply_elasticity = elasticity_arg(fcinfo, 2, "supply_elasticity");
	demand_elasticity = elasticity_arg(fcinfo, 3, "demand_elasticity");
	total = te_mix_positive_total(mix, "price_response");
	te_check_origins("shock", shock, 0.0, 1.0);
	if (!PG_ARGISNULL(4))
	{
		capacity = PG_GETARG_TE_MIX_P(4);
		te_check_origins("capacity", capacity, 0.0, INFINITY);
	}
	if (total == 0)
		PG_RETURN_NULL();
	te_market_clear_many(producers_of_mix(mix, shock, capacity, total), mix->norigins + 1,
						 supply_elasticity, demand_elasticity, &clearing);
	return clearing_row(fcinfo, &clearing, demand_elasticity);
}

/* ces_loss(cost_share, elasticity, input) → share of output lost. */
Datum
ces_loss(PG_FUNCTION_ARGS)
{
	double		cost_share = PG_GETARG_FLOAT8(0);
	double		elasticity = elasticity_arg(fcinfo, 1, "elasticity");
	double		input = PG_GETARG_FLOAT8(2);

	te_check_range("cost_share", cost_share, 0.0, 1.0);
	te_check_range("input", input, 0.0, INFINITY);
	TE_RETURN_DEFINED(te_ces_loss(cost_share, elasticity, input));
}

/* ces_response(cost_share, elasticity, input) → output, loss and its approximations. */
Datum
ces_response(PG_FUNCTION_ARGS)
{
	double		share = PG_GETARG_FLOAT8(0);
	double		elasticity = elasticity_arg(fcinfo, 1, "elasticity");
	double		input = PG_GETARG_FLOAT8(2);
	double		exponent = te_ces_exponent(elasticity);
	double		change = (input > 0) ? log(input) : NAN;
	double		loss;
	TeRow		row;

	te_check_range("cost_share", share, 0.0, 1.0);
	te_check_range("input", input, 0.0, INFINITY);
	loss = te_ces_loss(share, elasticity, input);
	te_row_begin(&row);
	te_row_float8(&row, 1.0 - loss);
	te_row_float8(&row, loss);
	/* Hulten: the change of ln Y is the cost share times the change of ln x */
	te_row_float8(&row, -share * change);
	/* Baqaee and Farhi: plus half of ρ·a·(1 − a) times its square */
	te_row_float8(&row, isfinite(exponent) ?
				  -share * change - 0.5 * exponent * share * (1.0 - share) * change * change : NAN);
	return te_row_end(fcinfo, &row);
}

/* embargo_price_index(lost_share, elasticity) → price index, or NULL when no price will do. */
Datum
embargo_price_index(PG_FUNCTION_ARGS)
{
	double		lost_share = PG_GETARG_FLOAT8(0);
	double		elasticity = elasticity_arg(fcinfo, 1, "elasticity");
	double		index;

	te_check_range("lost_share", lost_share, 0.0, 1.0);
	if (lost_share == 0)
		TE_RETURN_DEFINED(1.0);
	index = exp(log1p(-lost_share) / (1.0 - elasticity));
	if (elasticity <= 1.0 || !isfinite(index))
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(index);
}

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
	elasticity = elasticity_arg(fcinfo, 3, "elasticity");
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
