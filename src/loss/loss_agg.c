/*
 * loss_agg.c
 *	  Risk over scenarios: distributions of losses, what they come to on
 *	  average and in the tail, exactly or from draws.
 *
 * A distribution is a float8[][2] of (loss, probability) by ascending loss.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/float.h"

#include "base/code.h"
#include "base/float8_state.h"
#include "base/row.h"
#include "base/trade_exposure.h"
#include "loss/loss_args.h"
#include "loss/loss_math.h"
#include "loss/random.h"

#define TE_LOSS_MAX_ROWS 16000000	/* rows of one group: 256 MB of state */

TE_FUNCTION(te_loss_scenario_accum);
TE_FUNCTION(te_loss_event_accum);
TE_FUNCTION(te_loss_draw_accum);
TE_FUNCTION(te_loss_combine);
TE_FUNCTION(te_loss_distribution_final);
TE_FUNCTION(te_value_at_risk_final);
TE_FUNCTION(te_expected_shortfall_final);
TE_FUNCTION(te_independent_losses_final);
TE_FUNCTION(te_expected_loss_accum);
TE_FUNCTION(te_expected_loss_combine);
TE_FUNCTION(te_expected_loss_final);
TE_FUNCTION(te_expected_loss);
TE_FUNCTION(te_value_at_risk);
TE_FUNCTION(te_expected_shortfall);
TE_FUNCTION(loss_exceedance);
TE_FUNCTION(loss_above);
TE_FUNCTION(combine_losses);
TE_FUNCTION(exceedance_curve);
TE_FUNCTION(risk_summary);
TE_FUNCTION(lognormal_risk);

/* ---- aggregates ---- */

/*
 * State of the aggregates over losses: a header, then (loss, probability) pairs,
 * then free room.  Scenarios and events keep every row; draws, whose losses often
 * are the same few, have a number of draws as probability, and equal losses are
 * joined when there is no room.
 */
enum LossState
{
	LOSS_ROWS,					/* pairs in use */
	LOSS_DRAWS,					/* 1: equally likely draws; 0: rows have
								 * probabilities */
	LOSS_PARAMETER,				/* alpha or grid, the same in every row; or 0 */
	LOSS_DIFFERENT,				/* pairs that were left when joining draws did
								 * not pay, else 0 */
	LOSS_PAIRS					/* first pair */
};

#define TE_LOSS_FEW_ROWS 1000	/* draws up to which none are joined */

/* Throws unless there is a row, and so many pairs are there. */
static void
loss_head(const double *values, int length)
{
	if (length < LOSS_PAIRS || !(values[LOSS_ROWS] >= 1 && values[LOSS_ROWS] <= TE_LOSS_MAX_ROWS) ||
		values[LOSS_ROWS] != (int) values[LOSS_ROWS] ||
		values[LOSS_ROWS] * 2 > length - LOSS_PAIRS)
		te_not_a_state();
}

/* Throws unless the numbers are a state: finite losses with probabilities, or draws. */
static void
te_losses_state_check(const double *values, int length)
{
	const TeAtom *row = (const TeAtom *) &values[LOSS_PAIRS];
	int			n;

	loss_head(values, length);
	n = (int) values[LOSS_ROWS];
	if ((values[LOSS_DRAWS] != 0 && values[LOSS_DRAWS] != 1) || !(values[LOSS_DIFFERENT] >= 0 &&
																  values[LOSS_DIFFERENT] <= TE_LOSS_MAX_ROWS) ||
		!(values[LOSS_PARAMETER] >= 0) || isinf(values[LOSS_PARAMETER]))
		te_not_a_state();
	for (int i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		if (!isfinite(row[i].loss) ||
			!(row[i].probability >= 0 && row[i].probability <= (values[LOSS_DRAWS] == 1 ?
																TE_ROWS_MAX : 1)) ||
			(values[LOSS_DRAWS] == 1 && row[i].probability < 1))
			te_not_a_state();
	}
}

static const TeStateLayout losses_layout = {-1, loss_head, te_losses_state_check};

/* The numbers of argument "arg", a state to read. */
static const double *
loss_values(FunctionCallInfo fcinfo, int arg)
{
	return TE_STATE_VALUES(te_state_read(fcinfo, arg, &losses_layout));
}

/*
 * Joins equal losses of draws when there is no room for more; false when that
 * frees too little.  Where losses differ it is tried rarely, so that sorting
 * costs little.
 */
static bool
join_draws(double *values, int capacity, int more)
{
	TeLosses	losses = {(int) values[LOSS_ROWS], (TeAtom *) &values[LOSS_PAIRS]};

	if (values[LOSS_DRAWS] == 0 || losses.n < Max(TE_LOSS_FEW_ROWS, 4 * values[LOSS_DIFFERENT]))
		return false;
	te_losses_sort(&losses);
	memset(&losses.atoms[losses.n], 0, ((Size) values[LOSS_ROWS] - losses.n) * sizeof(TeAtom));
	values[LOSS_ROWS] = losses.n;
	values[LOSS_DIFFERENT] = 2 * ((int64) losses.n + more) <= capacity ? 0 : losses.n;
	return values[LOSS_DIFFERENT] == 0;
}

/* The state with room for "more" further pairs; it may have moved. */
static ArrayType *
loss_room(ArrayType *state, int more)
{
	double	   *values = TE_STATE_VALUES(state);
	int			length = TE_STATE_LENGTH(state);
	double		needed;
	ArrayType  *larger;

	if ((values[LOSS_ROWS] + more) * 2 <= length - LOSS_PAIRS)
		return state;
	if (join_draws(values, (length - LOSS_PAIRS) / 2, more))
		return state;
	needed = values[LOSS_ROWS] + more;
	if (needed > TE_LOSS_MAX_ROWS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a group has more than %d losses", TE_LOSS_MAX_ROWS),
				 errhint("Round the losses and add up the probabilities of equal ones first.")));
	length = LOSS_PAIRS + 2 * Min((int) needed * 2, TE_LOSS_MAX_ROWS);
	larger = te_state_new(length);
	te_copy(TE_STATE_VALUES(larger), values,
			sizeof(double) * (LOSS_PAIRS + 2 * (Size) values[LOSS_ROWS]));
	return larger;
}

/* Appends a row to the state of argument 0, which may be NULL. */
static Datum
add_row(FunctionCallInfo fcinfo, double loss, double probability, bool draws,
		const char *parameter_name, double parameter)
{
	ArrayType  *state;
	double	   *values;
	int64		rows;

	if (PG_ARGISNULL(0))
	{
		state = te_state_new(LOSS_PAIRS + 2 * 14);	/* 280 bytes with its
													 * header */
		values = TE_STATE_VALUES(state);
		values[LOSS_DRAWS] = draws;
		values[LOSS_PARAMETER] = parameter;
	}
	else
		state = loss_room(te_state_arg(fcinfo, &losses_layout), 1);
	values = TE_STATE_VALUES(state);
	te_check_constant(parameter_name, values[LOSS_PARAMETER], parameter);
	rows = (int64) values[LOSS_ROWS]++;
	values[LOSS_PAIRS + 2 * rows] = loss;
	values[LOSS_PAIRS + 2 * rows + 1] = probability;
	PG_RETURN_ARRAYTYPE_P(state);
}

/* The unchanged state of argument 0, for a row that does not count. */
static Datum
same_state(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/* Adds a row with a probability, unless something is NULL. */
static Datum
add_scenario(FunctionCallInfo fcinfo, const char *parameter_name, double parameter)
{
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return same_state(fcinfo);
	te_check_finite("loss", PG_GETARG_FLOAT8(1));
	te_check_range("probability", PG_GETARG_FLOAT8(2), 0.0, 1.0);
	return add_row(fcinfo, PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2), false,
				   parameter_name, parameter);
}

/* Transition: state, loss, probability [, alpha]. */
Datum
te_loss_scenario_accum(PG_FUNCTION_ARGS)
{
	double		alpha = 0.0;

	if (PG_NARGS() > 3)
	{
		te_check_not_null("level", PG_ARGISNULL(3));
		alpha = PG_GETARG_FLOAT8(3);
		te_check_level(alpha);
	}
	return add_scenario(fcinfo, "level", alpha);
}

/* Transition: state, loss, probability, grid. */
Datum
te_loss_event_accum(PG_FUNCTION_ARGS)
{
	te_check_not_null("grid", PG_ARGISNULL(3));
	te_check_range("grid", PG_GETARG_FLOAT8(3), 0.0, INFINITY);
	return add_scenario(fcinfo, "grid", PG_GETARG_FLOAT8(3));
}

/* Transition: state, loss [, alpha]. */
Datum
te_loss_draw_accum(PG_FUNCTION_ARGS)
{
	double		alpha = 0.0;

	if (PG_NARGS() > 2)
	{
		te_check_not_null("level", PG_ARGISNULL(2));
		alpha = PG_GETARG_FLOAT8(2);
		te_check_level(alpha);
	}
	if (PG_ARGISNULL(1))
		return same_state(fcinfo);
	te_check_finite("loss", PG_GETARG_FLOAT8(1));
	return add_row(fcinfo, PG_GETARG_FLOAT8(1), 1.0, true, "level", alpha);
}

/* Combine: two states. */
Datum
te_loss_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	const double *other;
	double	   *values;

	if (PG_ARGISNULL(1))
		return same_state(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_ARRAYTYPE_P(te_state_copy(fcinfo, 1, &losses_layout));
	other = loss_values(fcinfo, 1);
	state = loss_room(te_state_arg(fcinfo, &losses_layout), (int) other[LOSS_ROWS]);
	values = TE_STATE_VALUES(state);
	te_check_constant("level or grid", values[LOSS_PARAMETER], other[LOSS_PARAMETER]);
	te_check_constant("draws", values[LOSS_DRAWS], other[LOSS_DRAWS]);
	memcpy(&values[LOSS_PAIRS + 2 * (Size) values[LOSS_ROWS]], &other[LOSS_PAIRS],
		   sizeof(TeAtom) * (Size) other[LOSS_ROWS]);
	values[LOSS_ROWS] += other[LOSS_ROWS];
	PG_RETURN_ARRAYTYPE_P(state);
}

/* A copy of the rows of a state, with room for one more atom. */
static TeLosses
rows_of_state(const double *values)
{
	TeLosses	losses;

	losses.n = (int) values[LOSS_ROWS];
	losses.atoms = palloc(sizeof(TeAtom) * ((Size) losses.n + 1));
	te_copy(losses.atoms, &values[LOSS_PAIRS], sizeof(TeAtom) * losses.n);
	return losses;
}

/* The distribution of a state: exclusive scenarios, or equally likely draws. */
static TeLosses
distribution_of_state(const double *values)
{
	TeLosses	losses = rows_of_state(values);

	te_losses_sort(&losses);
	if (values[LOSS_DRAWS] != 0)
	{
		double		draws = te_losses_mass(&losses);

		for (int i = 0; i < losses.n; i++)
		{
			TE_CHECK_EVERY(i);
			losses.atoms[i].probability /= draws;
		}
		return losses;
	}
	if (te_losses_mass(&losses) > 1.0 + 1e-9)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the probabilities of exclusive scenarios sum to %.15g, which is more "
						"than 1",
						te_losses_mass(&losses)),
				 errhint("Use independent_losses for events that can happen together, divide "
						 "weights by their sum, or leave the probability out for equally likely draws.")));
	te_losses_complete(&losses);
	return losses;
}

/* A figure that must be finite. */
static Datum
finite_datum(double value)
{
	if (isinf(value))
		float_overflow_error();
	return Float8GetDatum(value);
}

/* Final: the distribution. */
Datum
te_loss_distribution_final(PG_FUNCTION_ARGS)
{
	TeLosses	losses = distribution_of_state(loss_values(fcinfo, 0));

	return te_losses_datum(&losses);
}

/* Final: value at risk. */
Datum
te_value_at_risk_final(PG_FUNCTION_ARGS)
{
	const double *values = loss_values(fcinfo, 0);
	TeLosses	losses = distribution_of_state(values);

	te_check_level(values[LOSS_PARAMETER]);
	return finite_datum(te_losses_quantile(&losses, values[LOSS_PARAMETER]));
}

/* Final: expected shortfall. */
Datum
te_expected_shortfall_final(PG_FUNCTION_ARGS)
{
	const double *values = loss_values(fcinfo, 0);
	TeLosses	losses = distribution_of_state(values);

	te_check_level(values[LOSS_PARAMETER]);
	return finite_datum(te_losses_shortfall(&losses, values[LOSS_PARAMETER]));
}

/* Final: distribution of the sum of independent events. */
Datum
te_independent_losses_final(PG_FUNCTION_ARGS)
{
	const double *values = loss_values(fcinfo, 0);
	TeLosses	events = rows_of_state(values);
	TeLosses	sum;

	te_losses_of_events(&events, values[LOSS_PARAMETER], &sum);
	return te_losses_datum(&sum);
}

#define EXPECTED_LOSS_LENGTH 2	/* the state of expected_loss is one exact sum */

/* Throws unless the numbers are a state. */
static void
te_expected_loss_check(const double *sum, int length)
{
	te_state_check_sums(sum, EXPECTED_LOSS_LENGTH);
}

static const TeStateLayout expected_loss_layout = {EXPECTED_LOSS_LENGTH, NULL,
te_expected_loss_check};

/* Transition: state (an exact sum), loss, probability. */
Datum
te_expected_loss_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	double		loss;
	double		probability;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return same_state(fcinfo);
	loss = PG_GETARG_FLOAT8(1);
	probability = PG_GETARG_FLOAT8(2);
	te_check_finite("loss", loss);
	te_check_range("probability", probability, 0.0, 1.0);
	state = PG_ARGISNULL(0) ? te_state_new(EXPECTED_LOSS_LENGTH) : te_state_arg(fcinfo,
																				&expected_loss_layout);
	te_state_sum_add(TE_STATE_VALUES(state), loss * probability);
	PG_RETURN_ARRAYTYPE_P(state);
}

/* Combine: two sums. */
Datum
te_expected_loss_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state = te_state_arg(fcinfo, &expected_loss_layout);

	te_state_sum_merge(TE_STATE_VALUES(state), TE_STATE_VALUES(te_state_read(fcinfo, 1,
																			 &expected_loss_layout)));
	PG_RETURN_ARRAYTYPE_P(state);
}

/* Final: the sum. */
Datum
te_expected_loss_final(PG_FUNCTION_ARGS)
{
	return finite_datum(TE_STATE_VALUES(te_state_read(fcinfo, 0, &expected_loss_layout))[0]);
}

/* ---- questions to a distribution ---- */

/* expected_loss(distribution) → mean, or NULL for an empty one. */
Datum
te_expected_loss(PG_FUNCTION_ARGS)
{
	TeLosses	losses = te_losses_arg(fcinfo, 0);

	if (losses.n == 0)
		PG_RETURN_NULL();
	return finite_datum(te_losses_mean(&losses));
}

/* value_at_risk(distribution, alpha) → loss. */
Datum
te_value_at_risk(PG_FUNCTION_ARGS)
{
	TeLosses	losses = te_losses_arg(fcinfo, 0);

	te_check_level(PG_GETARG_FLOAT8(1));
	if (losses.n == 0)
		PG_RETURN_NULL();
	return finite_datum(te_losses_quantile(&losses, PG_GETARG_FLOAT8(1)));
}

/* expected_shortfall(distribution, alpha) → loss. */
Datum
te_expected_shortfall(PG_FUNCTION_ARGS)
{
	TeLosses	losses = te_losses_arg(fcinfo, 0);

	te_check_level(PG_GETARG_FLOAT8(1));
	if (losses.n == 0)
		PG_RETURN_NULL();
	return finite_datum(te_losses_shortfall(&losses, PG_GETARG_FLOAT8(1)));
}

/* Σ probability of the losses from the threshold up, with or without it. */
static Datum
tail_probability(FunctionCallInfo fcinfo, bool with_threshold)
{
	TeLosses	losses = te_losses_arg(fcinfo, 0);
	double		threshold = PG_GETARG_FLOAT8(1);
	TeSum		sum = {0.0, 0.0};

	te_check_finite("threshold", threshold);
	if (losses.n == 0)
		PG_RETURN_NULL();
	for (int i = losses.n - 1; i >= 0 && losses.atoms[i].loss >= threshold; i--)
		if (with_threshold || losses.atoms[i].loss > threshold)
			te_sum_add(&sum, losses.atoms[i].probability);
	PG_RETURN_FLOAT8(Min(1.0, sum.hi));
}

/* loss_exceedance(distribution, threshold) → P(loss ≥ threshold). */
Datum
loss_exceedance(PG_FUNCTION_ARGS)
{
	return tail_probability(fcinfo, true);
}

/* loss_above(distribution, threshold) → P(loss > threshold). */
Datum
loss_above(PG_FUNCTION_ARGS)
{
	return tail_probability(fcinfo, false);
}

/* combine_losses(distribution, distribution) → distribution of the sum of independent losses. */
Datum
combine_losses(PG_FUNCTION_ARGS)
{
	TeLosses	a = te_losses_arg(fcinfo, 0);
	TeLosses	b = te_losses_arg(fcinfo, 1);
	TeLosses	sum;

	if (a.n == 0 || b.n == 0)
		PG_RETURN_NULL();
	te_losses_convolve(&a, &b, &sum);
	return te_losses_datum(&sum);
}

/* exceedance_curve(distribution) → one row per loss, smallest first. */
Datum
exceedance_curve(PG_FUNCTION_ARGS)
{
	TeLosses	losses = te_losses_arg(fcinfo, 0);
	double	   *at_least = palloc(sizeof(double) * Max(losses.n, 1));	/* P(L ≥ loss) of each
																		 * atom */
	TeSum		sum = {0.0, 0.0};

	for (int i = losses.n - 1; i >= 0; i--)
	{
		TE_CHECK_EVERY(i);
		te_sum_add(&sum, losses.atoms[i].probability);
		at_least[i] = Min(1.0, sum.hi);
	}
	te_rows_begin(fcinfo);
	for (int i = 0; i < losses.n; i++)
	{
		TeRow		row;

		te_row_begin(&row);
		te_row_float8(&row, losses.atoms[i].loss);
		te_row_float8(&row, losses.atoms[i].probability);
		te_row_float8(&row, (i + 1 < losses.n) ? 1.0 - at_least[i + 1] : 1.0);
		te_row_float8(&row, at_least[i]);
		te_row_float8(&row, at_least[i] > 1e-300 ? 1.0 / at_least[i] : NAN);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* Standard error of a quantile from n draws: half the distance of its one-sigma neighbours. */
static double
quantile_error(const TeLosses *losses, double alpha, double draws)
{
	double		step = sqrt(alpha * (1.0 - alpha) / draws);

	return 0.5 * (te_losses_quantile(losses, Min(alpha + step, 1.0)) -
				  te_losses_quantile(losses, Max(alpha - step, 0.0)));
}

/* Standard error of an expected shortfall from n draws (Manistre and Hancock 2005). */
static double
shortfall_error(const TeLosses *losses, double alpha, double draws)
{
	double		beyond = te_losses_shortfall(losses, alpha) - te_losses_quantile(losses, alpha);

	return sqrt((te_losses_tail_variance(losses, alpha) + alpha * beyond * beyond) /
				(draws * (1.0 - alpha)));
}

/* risk_summary(distribution, alpha, draws) → the main figures and their standard errors. */
Datum
risk_summary(PG_FUNCTION_ARGS)
{
	TeLosses	losses;
	double		alpha;
	double		draws = NAN;
	double		variance;
	TeRow		row;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	losses = te_losses_arg(fcinfo, 0);
	alpha = PG_GETARG_FLOAT8(1);
	te_check_level(alpha);
	if (!PG_ARGISNULL(2))
	{
		draws = PG_GETARG_FLOAT8(2);
		te_check_range("draws", draws, 2.0, INFINITY);
	}
	if (losses.n == 0)
		PG_RETURN_NULL();
	variance = te_losses_variance(&losses);
	te_row_begin(&row);
	te_row_float8(&row, te_losses_mean(&losses));
	te_row_float8(&row, sqrt(variance));
	te_row_float8(&row, te_losses_quantile(&losses, alpha));
	te_row_float8(&row, te_losses_shortfall(&losses, alpha));
	te_row_float8(&row, losses.atoms[losses.n - 1].loss);
	te_row_float8(&row, sqrt(variance / (draws - 1.0)));
	te_row_float8(&row, isnan(draws) ? NAN : quantile_error(&losses, alpha, draws));
	te_row_float8(&row, isnan(draws) ? NAN : shortfall_error(&losses, alpha, draws));
	return te_row_end(fcinfo, &row);
}

/* lognormal_risk(mu, sigma, alpha) → mean and tail of a loss whose logarithm is normal. */
Datum
lognormal_risk(PG_FUNCTION_ARGS)
{
	double		mu = PG_GETARG_FLOAT8(0);
	double		sigma = PG_GETARG_FLOAT8(1);
	double		alpha = PG_GETARG_FLOAT8(2);
	double		mean;
	double		z;
	TeRow		row;

	te_check_finite("mu", mu);
	te_check_range("sigma", sigma, 0.0, INFINITY);
	te_check_level(alpha);
	mean = exp(mu + 0.5 * sigma * sigma);
	z = te_normal_quantile(alpha);
	te_row_begin(&row);
	te_row_float8(&row, mean);
	te_row_float8(&row, exp(mu + sigma * z));
	te_row_float8(&row, mean * te_normal_probability(sigma - z) / (1.0 - alpha));
	return te_row_end(fcinfo, &row);
}
