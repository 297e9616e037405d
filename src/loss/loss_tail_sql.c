/*
 * loss_tail_sql.c
 *	  SQL functions of tails by a model, and of losses whose weight fades with time.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/array.h"

#include "base/arrays.h"
#include "base/row.h"
#include "base/sum.h"
#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "loss/loss_args.h"
#include "loss/loss_tail.h"
#include "loss/random.h"

TE_FUNCTION(pareto_tail);
TE_FUNCTION(cornish_fisher_risk);
TE_FUNCTION(fading_risk);
TE_FUNCTION(fading_losses);

/* The losses of argument 0, all of them finite. */
static double *
losses_array(FunctionCallInfo fcinfo, int *n)
{
	double	   *losses = te_numbers_arg(PG_GETARG_ARRAYTYPE_P(0), "losses", n);

	for (int i = 0; i < *n; i++)
	{
		TE_CHECK_EVERY(i);
		te_check_finite("losses", losses[i]);
	}
	return losses;
}

#define ST_SORT sort_numbers
#define ST_ELEMENT_TYPE double
#define ST_COMPARE(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* What each loss has above the threshold, ascending; those that have nothing are left out. */
static double *
excesses(const double *losses, int n, double threshold, int *peaks)
{
	double	   *excess = palloc(sizeof(double) * Max(n, 1));

	*peaks = 0;
	for (int i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		if (losses[i] > threshold)
			excess[(*peaks)++] = losses[i] - threshold;
	}
	sort_numbers(excess, *peaks);
	return excess;
}

/* Which fit a word asks for. */
static const char *const fits[] = {"moments", "likelihood"};

/* pareto_tail(losses, threshold, level, fit) → peaks, the fit, its quantile and tail mean. */
Datum
pareto_tail(PG_FUNCTION_ARGS)
{
	int			n;
	double	   *losses = losses_array(fcinfo, &n);
	double		threshold = PG_GETARG_FLOAT8(1);
	double		level = PG_GETARG_FLOAT8(2);
	int			word = te_word_arg(fcinfo, 3, "fit", fits, lengthof(fits),
								   "The distribution is fitted by probability-weighted moments or by likelihood.");
	int			peaks;
	double	   *excess;
	TePareto	fit = {NAN, NAN, NAN};
	double		quantile = NAN;
	TeRow		row;

	te_check_finite("threshold", threshold);
	te_check_level(level);
	excess = excesses(losses, n, threshold, &peaks);
	if (peaks > 1)
		fit = word == 0 ? te_pareto_moments(excess, peaks) : te_pareto_likelihood(excess, peaks);
	if (!isnan(fit.shape))
		quantile = te_pareto_quantile(&fit, threshold, peaks / (double) n, level);
	te_row_begin(&row);
	te_row_datum(&row, Int32GetDatum(peaks), false);
	te_row_float8(&row, fit.shape);
	te_row_float8(&row, fit.scale);
	te_row_float8(&row, fit.shape_error);
	te_row_float8(&row, quantile);
	te_row_float8(&row, te_pareto_shortfall(&fit, threshold, quantile));
	return te_row_end(fcinfo, &row);
}

/* cornish_fisher_risk(losses, level) → moments, quantile, tail mean, whether quantiles rise. */
Datum
cornish_fisher_risk(PG_FUNCTION_ARGS)
{
	int			n;
	double	   *losses = losses_array(fcinfo, &n);
	double		level = PG_GETARG_FLOAT8(1);
	TeMoments	moments;
	TeRow		row;

	te_check_level(level);
	if (n == 0)
		PG_RETURN_NULL();
	moments = te_loss_moments(losses, n);
	te_row_begin(&row);
	te_row_float8(&row, moments.mean);
	te_row_float8(&row, moments.deviation);
	te_row_float8(&row, moments.skewness);
	te_row_float8(&row, moments.excess_kurtosis);
	te_row_float8(&row, te_cornish_fisher_quantile(&moments, level));
	te_row_float8(&row, te_cornish_fisher_shortfall(&moments, level));
	te_row_datum(&row, BoolGetDatum(te_cornish_fisher_rises(&moments)), false);
	return te_row_end(fcinfo, &row);
}

/* The argument "decay", above 0 and at most 1. */
static double
decay_arg(FunctionCallInfo fcinfo, int arg)
{
	double		decay = PG_GETARG_FLOAT8(arg);

	te_check_range("decay", decay, 0.0, 1.0);
	if (decay == 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"decay\" must be above 0"),
				 errhint("0.94 gives each loss 94 percent of the weight of the one after it.")));
	return decay;
}

/* The losses with weights that sum to 1 and grow by 1 / decay from each to the next. */
static TeLosses
fading_atoms(const double *losses, int n, double decay)
{
	TeLosses	fading = {n, palloc(sizeof(TeAtom) * Max(n, 1))};
	TeSum		sum = {0.0, 0.0};
	double		weight = 1.0;

	for (int i = n - 1; i >= 0; i--, weight *= decay)
	{
		TE_CHECK_EVERY(i);
		fading.atoms[i] = (TeAtom) {losses[i], weight};
		te_sum_add(&sum, weight);
	}
	for (int i = 0; i < n; i++)
		fading.atoms[i].probability /= sum.hi;
	return fading;
}

/* fading_risk(losses, level, decay) → mean, deviation, tail of a normal with such weights. */
Datum
fading_risk(PG_FUNCTION_ARGS)
{
	int			n;
	double	   *losses = losses_array(fcinfo, &n);
	double		level = PG_GETARG_FLOAT8(1);
	double		decay = decay_arg(fcinfo, 2);
	TeLosses	fading;
	double		mean;
	double		deviation;
	double		z;
	double		columns[4];

	te_check_level(level);
	if (n == 0)
		PG_RETURN_NULL();
	fading = fading_atoms(losses, n, decay);
	mean = te_losses_mean(&fading);
	deviation = sqrt(te_losses_variance(&fading));
	z = te_normal_quantile(level);
	columns[0] = mean;
	columns[1] = deviation;
	columns[2] = mean + deviation * z;
	columns[3] = mean + deviation * exp(-0.5 * z * z) / sqrt(2 * M_PI) / (1 - level);
	return te_row_floats(fcinfo, columns, lengthof(columns));
}

/* fading_losses(losses, decay) → the distribution that gives each loss such a weight. */
Datum
fading_losses(PG_FUNCTION_ARGS)
{
	int			n;
	double	   *losses = losses_array(fcinfo, &n);
	double		decay = decay_arg(fcinfo, 1);
	TeLosses	fading;
	int			kept = 0;

	if (n == 0)
		PG_RETURN_NULL();
	fading = fading_atoms(losses, n, decay);
	te_losses_sort(&fading);
	/* weights below the smallest float8 say nothing */
	for (int i = 0; i < fading.n; i++)
		if (fading.atoms[i].probability > 0)
			fading.atoms[kept++] = fading.atoms[i];
	fading.n = kept;
	return te_losses_datum(&fading);
}
