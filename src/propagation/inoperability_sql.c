/*
 * inoperability_sql.c
 *	  Inoperability of interdependent sectors: the share q_i of a node's normal
 *	  output that fails, 0..1, at rest and in time.
 *
 *	static	q = A* q + c*					(Haimes and Jiang 2001, eq. 14)
 *	steps	q(t+1) = q + K (A* q + c - q)	(Lian and Haimes 2006, eq. 21)
 *	smooth	q' = K (A* q + c - q)			(Lian and Haimes 2006, eq. 26)
 *
 * A* comes from the flows: by demand a*_ij = z_ij / x_i (Santos and Haimes 2004),
 * by supply a*_ij = z_ji / x_i (Leung, Haimes and Santos 2007); or the amounts of
 * the network are a*_ij themselves, i the "supplier" that depends on the "user".
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "mix/mix.h"
#include "network/network_row.h"
#include "propagation/leontief_args.h"

TE_FUNCTION(inoperability);
TE_FUNCTION(inoperability_path);
TE_FUNCTION(interdependency);

#define MAX_PERIODS 1000000		/* periods of a path */
#define TERMS 200				/* most terms of a series for one stretch of
								 * time */

/* What moves a shock on, in the order of the words below. */
enum
{
	BY_DEMAND,
	BY_SUPPLY,
	BY_COEFFICIENTS
};

/* The network as a system q = A* q + c by the basis that an argument names. */
static TeSystem
open_basis(TeModel *model, FunctionCallInfo fcinfo, int arg, const char *function, TeSide *side)
{
	static const char *const bases[] = {"demand", "supply", "coefficients"};
	TeNetwork  *net = PG_GETARG_TE_NETWORK_P(0);
	int			basis;

	basis = te_word_arg(fcinfo, arg, "basis", bases, lengthof(bases),
						"With demand users stop buying, with supply suppliers stop delivering; coefficients says that the amounts are A* itself.");
	*side = basis == BY_SUPPLY ? TE_BY_USER : TE_BY_SUPPLIER;
	if (basis == BY_COEFFICIENTS)
	{
		model->function = function;
		model->coefficients = true;
		te_network_open(&model->v, net);
		model->output = te_vector(model->v.nnodes);
		model->inverse = te_vector(model->v.nnodes);
		model->sold = NULL;
		for (int i = 0; i < model->v.nnodes; i++)
		{
			model->inverse[i] = 1.0;
			model->output[i] = model->v.output != NULL ? model->v.output[i] : NAN;
		}
	}
	else
		te_model_open(model, net, function);
	te_network_require_positive(&model->v, function);
	return te_model_system(model, *side);
}

static double
clip(double q)
{
	return Min(Max(q, 0.0), 1.0);
}

/* (network, shock, basis) → inoperability of each node at rest */
Datum
inoperability(PG_FUNCTION_ARGS)
{
	TeModel		model;
	TeSide		side;
	TeSystem	sys;
	TeSolveReport report = {0};
	double	   *shock;
	double	   *q;

	TE_NO_ROWS_WITHOUT(0);
	te_check_not_null("shock", PG_ARGISNULL(1));
	sys = open_basis(&model, fcinfo, 2, "inoperability", &side);
	shock = te_model_shares(&model, fcinfo, 1, "shock", 0.0, 1.0);
	q = te_vector(sys.n);
	te_model_certify(&model, &sys, side, &report);
	te_model_solve(&model, &sys, shock, q, &report);
	te_rows_begin(fcinfo);
	for (int i = 0; i < sys.n; i++)
	{
		TeRow		row;

		te_row_begin(&row);
		te_row_node(&row, &model.v, i);
		te_row_float8(&row, clip(q[i]));
		te_row_float8(&row, shock[i]);
		te_row_float8(&row, clip(q[i]) * model.output[i]);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* ---- in time ---- */

/* A path in time and what drives it. */
typedef struct Path
{
	TeModel		model;
	TeSystem	sys;
	double	   *shock;			/* c while it lasts */
	double	   *speed;			/* K, 0..1 */
	double	   *q;				/* now */
	double	   *rest;			/* where q goes while the shock lasts; only
								 * smooth */
	double	   *work;			/* scratch */
	double	   *term;			/* scratch */
	int			shock_start;	/* first period with the shock */
	int			shock_end;		/* last one */
} Path;

/* work = K (q - A* q): how fast q falls without a shock. */
static void
fall(Path *path, const double *q, double *out)
{
	te_system_apply(&path->sys, q, out);
	for (int i = 0; i < path->sys.n; i++)
		out[i] *= path->speed[i];
}

/* One step of the difference equation, with the shock of period t. */
static void
discrete_step(Path *path, bool shocked)
{
	fall(path, path->q, path->work);
	for (int i = 0; i < path->sys.n; i++)
		path->q[i] = clip(path->q[i] - path->work[i] + (shocked ? path->speed[i] * path->shock[i] : 0.0));
}

/*
 * One period of the differential equation, exactly: the distance d to the point
 * of rest becomes exp(-K (I - A*)) d.  By uniformisation: with the identity
 * added, all terms of the series have one sign, and K (1 - a_ii) ≤ 1.
 */
static void
smooth_step(Path *path, bool shocked)
{
	int			n = path->sys.n;
	double		weight = exp(-1.0);

	for (int i = 0; i < n; i++)
	{
		path->term[i] = path->q[i] - (shocked ? path->rest[i] : 0.0);
		path->q[i] = weight * path->term[i];
	}
	for (int k = 1; k < TERMS; k++)
	{
		double		most = 0.0;

		/* exp(-M) = e^-1 Σ (I - M)^k / k! */
		fall(path, path->term, path->work);
		for (int i = 0; i < n; i++)
		{
			path->term[i] = (path->term[i] - path->work[i]) / k;
			path->q[i] += weight * path->term[i];
			most = Max(most, fabs(path->term[i]));
		}
		if (most < 1e-18)
			break;
	}
	for (int i = 0; i < n; i++)
		path->q[i] = clip(path->q[i] + (shocked ? path->rest[i] : 0.0));
}

/* Reads speeds: one for all, or by node. */
static double *
get_speed(Path *path, FunctionCallInfo fcinfo)
{
	double	   *speed;

	te_check_not_null("resilience", PG_ARGISNULL(3));
	te_check_range("resilience", PG_GETARG_FLOAT8(3), 0.0, 1.0);
	if (PG_ARGISNULL(4))
		speed = te_vector(path->sys.n);
	else
		speed = te_model_shares(&path->model, fcinfo, 4, "node_resilience", 0.0, 1.0);
	if (!PG_ARGISNULL(4))
	{
		TeMix	   *given = PG_GETARG_TE_MIX_P(4);
		double	   *named = te_vector(path->sys.n);

		for (uint32 k = 0; k < given->norigins; k++)
			named[te_network_find(&path->model.v, te_mix_code(given, k))] = 1.0;
		for (int i = 0; i < path->sys.n; i++)
			if (named[i] == 0.0)
				speed[i] = PG_GETARG_FLOAT8(3);
	}
	else
		for (int i = 0; i < path->sys.n; i++)
			speed[i] = PG_GETARG_FLOAT8(3);
	return speed;
}

/* Sets the periods with the shock; throws for some before the first, or none. */
static void
set_shock_periods(Path *path, FunctionCallInfo fcinfo, int periods)
{
	path->shock_start = PG_GETARG_INT32(5);
	path->shock_end = PG_ARGISNULL(6) ? Max(periods, path->shock_start) : PG_GETARG_INT32(6);
	if (path->shock_start < 1)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"shock_start\" must be at least 1, but is %d", path->shock_start),
				 errdetail("Period 0 is how nodes begin, period 1 the first that a shock can change."),
				 errhint("Say how nodes begin with \"initial\".")));
	if (path->shock_end < path->shock_start)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"shock_end\" is %d, before \"shock_start\", which is %d",
						path->shock_end, path->shock_start),
				 errhint("For a path without a shock give an empty one: '{}'.")));
}

/* Reads the arguments of inoperability_path; returns the number of periods. */
static int
open_path(Path *path, FunctionCallInfo fcinfo, bool smooth)
{
	TeSide		side;
	TeSolveReport report = {0};
	int			periods;
	int			n;

	te_check_not_null("shock", PG_ARGISNULL(1));
	te_check_not_null("period_count", PG_ARGISNULL(2));
	te_check_not_null("shock_start", PG_ARGISNULL(5));
	te_check_range("period_count", PG_GETARG_INT32(2), 1, MAX_PERIODS);
	periods = PG_GETARG_INT32(2);
	path->sys = open_basis(&path->model, fcinfo, 8, "inoperability_path", &side);
	n = path->sys.n;

	/*
	 * steps that are cut at 1 need no point of rest, which coefficients may
	 * not have
	 */
	if (smooth || !path->model.coefficients)
		te_model_certify(&path->model, &path->sys, side, &report);
	path->shock = te_model_shares(&path->model, fcinfo, 1, "shock", 0.0, 1.0);
	path->speed = get_speed(path, fcinfo);
	set_shock_periods(path, fcinfo, periods);
	path->q = te_model_shares(&path->model, fcinfo, 7, "initial", 0.0, 1.0);
	path->work = te_vector(n);
	path->term = te_vector(n);
	path->rest = te_vector(n);
	if (smooth)
		te_model_solve(&path->model, &path->sys, path->shock, path->rest, &report);
	return periods;
}

/*
 * (network, shock, periods, resilience, node_resilience, shock_start, shock_end,
 * initial, basis, smooth) → inoperability of each node in each period
 */
Datum
inoperability_path(PG_FUNCTION_ARGS)
{
	Path		path;
	double	   *sum;
	double	   *before;
	bool		smooth;
	int			periods;

	TE_NO_ROWS_WITHOUT(0);
	te_check_not_null("smooth", PG_ARGISNULL(9));
	smooth = PG_GETARG_BOOL(9);
	periods = open_path(&path, fcinfo, smooth);
	sum = te_vector(path.sys.n);
	before = te_vector(path.sys.n);
	te_rows_begin(fcinfo);
	for (int t = 0; t < periods; t++)
	{
		bool		shocked = t >= path.shock_start && t <= path.shock_end;

		CHECK_FOR_INTERRUPTS();
		memcpy(before, path.q, path.sys.n * sizeof(double));
		if (t > 0 && smooth)
			smooth_step(&path, shocked);
		else if (t > 0)
			discrete_step(&path, shocked);
		for (int i = 0; i < path.sys.n; i++)
		{
			TeRow		row;

			if (t > 0)
				sum[i] += 0.5 * (before[i] + path.q[i]);
			te_row_begin(&row);
			te_row_datum(&row, Int32GetDatum(t), false);
			te_row_node(&row, &path.model.v, i);
			te_row_float8(&row, path.q[i]);
			te_row_float8(&row, sum[i]);
			te_row_float8(&row, path.q[i] * path.model.output[i]);
			te_row_store(fcinfo, &row);
		}
	}
	return (Datum) 0;
}

/* (network, depth, basis) → elements of A* to the power of depth: dependence at that distance */
Datum
interdependency(PG_FUNCTION_ARGS)
{
	TeModel		model;
	TeSide		side;
	TeSystem	sys;
	double	   *v;
	double	   *w;
	int			depth;

	TE_NO_ROWS_WITHOUT(0);
	te_check_not_null("depth", PG_ARGISNULL(1));
	depth = PG_GETARG_INT32(1);
	te_check_range("depth", depth, 1, 1000);
	sys = open_basis(&model, fcinfo, 2, "interdependency", &side);
	v = te_vector(sys.n);
	w = te_vector(sys.n);
	te_rows_begin(fcinfo);
	for (int j = 0; j < sys.n; j++)
	{
		memset(v, 0, sys.n * sizeof(double));
		v[j] = 1.0;
		for (int k = 0; k < depth; k++)
		{
			double	   *swap = v;

			te_system_product(&sys, v, w);
			v = w;
			w = swap;
		}
		for (int i = 0; i < sys.n; i++)
		{
			TeRow		row;

			if (!(v[i] > 1e-300))
				continue;
			te_row_begin(&row);
			te_row_node(&row, &model.v, i);
			te_row_node(&row, &model.v, j);
			te_row_float8(&row, v[i]);
			te_row_store(fcinfo, &row);
		}
	}
	return (Datum) 0;
}
