/*
 * simulate_sql.c
 *	  Monte Carlo draws of losses that any plan reproduces.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/float.h"

#include "base/arrays.h"
#include "base/trade_exposure.h"
#include "loss/random.h"

TE_FUNCTION(random_at);
TE_FUNCTION(random_normal_at);
TE_FUNCTION(simulate_loss);

/* random_at(seed, draw, event) → uniform number in (0, 1). */
Datum
random_at(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(te_random(PG_GETARG_INT64(0), PG_GETARG_INT64(1), PG_GETARG_INT64(2)).first);
}

/* random_normal_at(seed, draw, event) → standard normal number. */
Datum
random_normal_at(PG_FUNCTION_ARGS)
{
	TeRandom	random = te_random(PG_GETARG_INT64(0), PG_GETARG_INT64(1), PG_GETARG_INT64(2));

	PG_RETURN_FLOAT8(te_normal_quantile(random.first));
}

/* How events are drawn. */
typedef struct Drawing
{
	uint64		seed;			/* key of the random numbers */
	uint64		draw;			/* number of the draw */
	double		correlation;	/* weight of the common factor, 0..1 */
	double		common;			/* the common factor of this draw, standard
								 * normal */
	double		spread;			/* standard deviation of ln(loss) */
} Drawing;

/*
 * Does an event happen?  With a common factor Z it happens when
 * √ρ·Z + √(1 − ρ)·ε is below the quantile of its probability (Vasicek 2002).
 */
static bool
happens(const Drawing *drawing, double probability, double number)
{
	double		common = sqrt(drawing->correlation) * drawing->common;
	double		own;

	if (drawing->correlation == 0 || probability <= 0 || probability >= 1)
		return number < probability;
	own = sqrt(1.0 - drawing->correlation);
	return common + own * te_normal_quantile(number) < te_normal_quantile(probability);
}

/* The loss of one event in a draw, numbered from 1; 0 when it does not happen. */
static double
draw_event(const Drawing *drawing, int event, double loss, double probability)
{
	TeRandom	random = te_random(drawing->seed, drawing->draw, event);

	if (!happens(drawing, probability, random.first))
		return 0.0;
	if (drawing->spread == 0)
		return loss;
	/* lognormal around the same mean */
	return loss * exp(drawing->spread * (te_normal_quantile(random.second) -
										 0.5 * drawing->spread));
}

/* simulate_loss(seed, draw, loss[], probability[], correlation, spread) → loss of that draw. */
Datum
simulate_loss(PG_FUNCTION_ARGS)
{
	Drawing		drawing;
	int			nlosses;
	int			nevents;
	double	   *losses = te_numbers_arg(PG_GETARG_ARRAYTYPE_P(2), "losses", &nlosses);
	double	   *probabilities = te_numbers_arg(PG_GETARG_ARRAYTYPE_P(3), "probabilities", &nevents);
	double		sum = 0.0;

	if (nlosses != nevents)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("argument \"losses\" has %d elements, but \"probabilities\" has %d",
						nlosses, nevents),
				 errhint("Build both arrays from the same rows in the same order.")));
	drawing.seed = PG_GETARG_INT64(0);
	drawing.draw = PG_GETARG_INT64(1);
	drawing.correlation = PG_GETARG_FLOAT8(4);
	drawing.spread = PG_GETARG_FLOAT8(5);
	te_check_range("correlation", drawing.correlation, 0.0, 1.0);
	te_check_range("spread", drawing.spread, 0.0, 10.0);
	/* event 0 is the common factor */
	drawing.common = te_normal_quantile(te_random(drawing.seed, drawing.draw, 0).first);
	for (int i = 0; i < nevents; i++)
	{
		if ((i & 0xFFF) == 0)
			CHECK_FOR_INTERRUPTS();
		te_check_finite("losses", losses[i]);
		te_check_range("probabilities", probabilities[i], 0.0, 1.0);
		sum += draw_event(&drawing, i + 1, losses[i], probabilities[i]);
	}
	if (isinf(sum))
		float_overflow_error();
	TE_RETURN_DEFINED(sum);
}
