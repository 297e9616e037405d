/*
 * shock_sql.c
 *	  Disruption losses: what is lost when a supply stops, for one scenario a
 *	  call.  The model is in shock_math.c.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/float.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "disruption/mix_shock.h"
#include "disruption/shock_math.h"

#define TE_SHOCK_MAX_ROWS 1000000	/* rows of one disruption_path */

TE_FUNCTION(disruption_loss);
TE_FUNCTION(disruption_detail);
TE_FUNCTION(disruption_path);
TE_FUNCTION(time_to_survive);
TE_FUNCTION(mix_disruption_loss);
TE_FUNCTION(mix_disruption_detail);

/* The argument as a share, 0..1. */
static inline double
share_arg(FunctionCallInfo fcinfo, int n, const char *name)
{
	double		share = PG_GETARG_FLOAT8(n);

	if (unlikely(!(share >= 0.0 && share <= 1.0)))
		te_check_range(name, share, 0.0, 1.0);
	return share;
}

/* The argument as a number of days. */
static inline double
days_arg(FunctionCallInfo fcinfo, int n, const char *name)
{
	double		days = PG_GETARG_FLOAT8(n);

	if (unlikely(!(days >= 0.0 && days <= TE_SHOCK_MAX_DAYS)))
		te_check_range(name, days, 0.0, TE_SHOCK_MAX_DAYS);
	return days;
}

/* Three arguments as a ramp. */
static inline void
ramp_args(FunctionCallInfo fcinfo, int n, TeRamp *ramp, const char *share,
		  const char *start, const char *days)
{
	ramp->share = share_arg(fcinfo, n, share);
	ramp->start = days_arg(fcinfo, n + 1, start);
	ramp->days = days_arg(fcinfo, n + 2, days);
}

/* Is one of the arguments [first, last] NULL? */
static inline bool
any_null(FunctionCallInfo fcinfo, int first, int last)
{
	for (int i = first; i <= last; i++)
		if (PG_ARGISNULL(i))
			return true;
	return false;
}

/*
 * The arguments that every disruption function has, from number n on: cover,
 * value_per_day, lead, recovery, alternative (3), substitution (3), horizon,
 * cost_share, elasticity, refill.  Dependency, cut and duration are set before.
 * False when an argument without a meaning for NULL is NULL.
 */
static bool
common_args(FunctionCallInfo fcinfo, int n, TeShock *shock)
{
	if (any_null(fcinfo, n, n + 9) || PG_ARGISNULL(n + 13))
		return false;
	shock->cover = days_arg(fcinfo, n, "cover");
	shock->value_per_day = PG_GETARG_FLOAT8(n + 1);
	te_check_range("value_per_day", shock->value_per_day, 0.0, INFINITY);
	shock->lead = days_arg(fcinfo, n + 2, "cut_start");
	shock->recovery = days_arg(fcinfo, n + 3, "recovery");
	ramp_args(fcinfo, n + 4, &shock->alternative,
			  "alternative", "alternative_start", "alternative_ramp");
	ramp_args(fcinfo, n + 7, &shock->substitution,
			  "substitution", "substitution_start", "substitution_ramp");
	shock->horizon = PG_ARGISNULL(n + 10) ?
		shock->lead + shock->duration + shock->recovery :
		days_arg(fcinfo, n + 10, "horizon");
	shock->curved = !PG_ARGISNULL(n + 11) || !PG_ARGISNULL(n + 12);
	if (shock->curved)
	{
		if (PG_ARGISNULL(n + 11) || PG_ARGISNULL(n + 12))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("arguments \"cost_share\" and \"elasticity\" go together"),
					 errhint("Give both for a loss by a CES technology, or none for a loss in proportion to the shortage.")));
		shock->cost_share = share_arg(fcinfo, n + 11, "cost_share");
		shock->elasticity = PG_GETARG_FLOAT8(n + 12);
		te_check_range("elasticity", shock->elasticity, 0.0, INFINITY);
	}
	shock->refill = PG_GETARG_BOOL(n + 13);
	return true;
}

/* The scenario of (dependency, duration, cut, …); false when the result is NULL. */
static bool
scalar_args(FunctionCallInfo fcinfo, TeShock *shock)
{
	if (any_null(fcinfo, 0, 2))
		return false;
	shock->dependency = share_arg(fcinfo, 0, "dependency");
	shock->duration = days_arg(fcinfo, 1, "duration");
	shock->cut = share_arg(fcinfo, 2, "cut");
	return common_args(fcinfo, 3, shock);
}

/* Traces and adds up. */
static void
solve(const TeShock *shock, TeShockResult *result)
{
	TeShockPath path;

	te_shock_trace(shock, &path);
	te_shock_sum(shock, &path, result);
	if (isinf(result->loss))
		float_overflow_error();
}

/* The result as the row of disruption_detail. */
static Datum
detail_row(FunctionCallInfo fcinfo, const TeShockResult *result)
{
	TeRow		row;

	te_row_begin(&row);
	te_row_float8(&row, result->time_to_survive);
	te_row_float8(&row, result->gap);
	te_row_float8(&row, result->shortage);
	te_row_float8(&row, result->peak);
	te_row_float8(&row, result->last_short);
	te_row_float8(&row, result->stock_min);
	te_row_float8(&row, result->stock_end);
	te_row_float8(&row, result->loss);
	return te_row_end(fcinfo, &row);
}

/* disruption_loss(dependency, duration, …) → loss in units of value_per_day. */
Datum
disruption_loss(PG_FUNCTION_ARGS)
{
	TeShock		shock;
	TeShockResult result;

	if (!scalar_args(fcinfo, &shock))
		PG_RETURN_NULL();
	solve(&shock, &result);
	TE_RETURN_DEFINED(result.loss);
}

/* disruption_detail(dependency, duration, …) → all figures of a scenario. */
Datum
disruption_detail(PG_FUNCTION_ARGS)
{
	TeShock		shock;
	TeShockResult result;

	if (!scalar_args(fcinfo, &shock))
		PG_RETURN_NULL();
	solve(&shock, &result);
	return detail_row(fcinfo, &result);
}

/*
 * The scenario of (mix, shock, duration, spare, …): the dependency is what the
 * shock takes from the mix, spare capacity of what it leaves joins the
 * alternative.  False when the result is NULL.
 */
static bool
mix_args(FunctionCallInfo fcinfo, TeShock *shock, const char *function)
{
	TeMix	   *mix;
	TeMix	   *cuts;
	double		total;

	if (any_null(fcinfo, 0, 2))
		return false;
	mix = PG_GETARG_TE_MIX_P(0);
	cuts = PG_GETARG_TE_MIX_P(1);
	total = te_mix_positive_total(mix, function);
	te_check_origins("shock", cuts, 0.0, 1.0);
	te_mix_check_names("shock", cuts, mix);
	cuts = te_mix_meet("shock", cuts, mix);
	shock->dependency = (total > 0) ? te_mix_cut(mix, cuts, total) : 0.0;
	shock->cut = 1.0;
	shock->duration = days_arg(fcinfo, 2, "duration");
	if (!common_args(fcinfo, 4, shock) || total == 0)
		return false;
	if (!PG_ARGISNULL(3))
	{
		TeMix	   *spare = PG_GETARG_TE_MIX_P(3);

		te_check_origins("spare", spare, 0.0, INFINITY);
		spare = te_mix_meet("spare", spare, mix);
		shock->alternative.share += te_mix_spare(spare, te_mix_meet("shock", cuts, spare), total);
		if (isinf(shock->alternative.share))
			float_overflow_error();
	}
	return true;
}

/* disruption_loss(mix, shock, duration, spare, …) → loss in units of value_per_day. */
Datum
mix_disruption_loss(PG_FUNCTION_ARGS)
{
	TeShock		shock;
	TeShockResult result;

	if (!mix_args(fcinfo, &shock, "disruption_loss"))
		PG_RETURN_NULL();
	solve(&shock, &result);
	TE_RETURN_DEFINED(result.loss);
}

/* disruption_detail(mix, shock, duration, spare, …) → all figures of a scenario. */
Datum
mix_disruption_detail(PG_FUNCTION_ARGS)
{
	TeShock		shock;
	TeShockResult result;

	if (!mix_args(fcinfo, &shock, "disruption_detail"))
		PG_RETURN_NULL();
	solve(&shock, &result);
	return detail_row(fcinfo, &result);
}

/* time_to_survive(dependency, cover, cut, alternative…, substitution…) → day or NULL. */
Datum
time_to_survive(PG_FUNCTION_ARGS)
{
	TeShock		shock = {.value_per_day = 0.0};
	double		day;

	shock.dependency = share_arg(fcinfo, 0, "dependency");
	shock.cover = days_arg(fcinfo, 1, "cover");
	shock.cut = share_arg(fcinfo, 2, "cut");
	ramp_args(fcinfo, 3, &shock.alternative,
			  "alternative", "alternative_start", "alternative_ramp");
	ramp_args(fcinfo, 6, &shock.substitution,
			  "substitution", "substitution_start", "substitution_ramp");
	shock.refill = PG_GETARG_BOOL(9);
	day = te_shock_survive(&shock);
	if (isnan(day))
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(day);
}

/* How many steps lead from day 0 to the horizon. */
static int
count_steps(const TeShock *shock, double step)
{
	double		steps;

	te_check_range("step", step, 0.0, TE_SHOCK_MAX_DAYS);
	steps = (shock->horizon > 0) ? ceil(shock->horizon / step - 1e-9) : 0;
	if (!(steps < TE_SHOCK_MAX_ROWS))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a path of %g days in steps of %g days has more than %d rows",
						shock->horizon, step, TE_SHOCK_MAX_ROWS),
				 errhint("Use a larger \"step\".")));
	return (int) steps;
}

/* Stores the state on one day. */
static void
store_point(FunctionCallInfo fcinfo, double day, const TeShockPoint *point)
{
	TeRow		row;

	te_row_begin(&row);
	te_row_float8(&row, day);
	te_row_float8(&row, point->supply);
	te_row_float8(&row, point->alternative);
	te_row_float8(&row, point->substitution);
	te_row_float8(&row, point->gap);
	te_row_float8(&row, point->stock);
	te_row_float8(&row, point->shortage);
	te_row_float8(&row, point->shortage_so_far);
	te_row_float8(&row, point->loss_so_far);
	te_row_store(fcinfo, &row);
}

/* disruption_path(dependency, duration, …, step) → one row per step, horizon included. */
Datum
disruption_path(PG_FUNCTION_ARGS)
{
	TeShock		shock;
	TeShockPath path;
	double		step;
	int			steps;

	te_rows_begin(fcinfo);
	if (!scalar_args(fcinfo, &shock) || PG_ARGISNULL(17))
		return (Datum) 0;
	step = PG_GETARG_FLOAT8(17);
	steps = count_steps(&shock, step);
	te_shock_trace(&shock, &path);
	for (int i = 0; i <= steps; i++)
	{
		double		day = Min(i * step, shock.horizon);
		TeShockPoint point;

		te_shock_at(&shock, &path, day, &point);
		store_point(fcinfo, day, &point);
	}
	return (Datum) 0;
}
