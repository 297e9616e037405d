/*
 * loss_args.c
 *	  Distributions of losses and confidence levels as arguments and results.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/float.h"

#include "base/trade_exposure.h"
#include "loss/loss_args.h"

#define LOWEST_LEVEL 0.5		/* below it a tail probability is meant */

/* Throws unless the level of a quantile is a confidence level, from one half up to, not with, 1. */
void
te_check_level(double level)
{
	te_check_range("level", level, 0.0, 1.0);
	if (level <= 0.0 || level >= 1.0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"level\" must be above 0 and below 1, but is %g", level),
				 errhint("Use 0.95 for the loss that is exceeded in one case in twenty.")));
	if (level < LOWEST_LEVEL)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"level\" is a confidence level of at least 0.5, but is %g",
						level),
				 errhint("For the worst %g of all cases say %g.", level, 1 - level)));
}

/* A distribution as an SQL value: {{loss, probability}, …}. */
Datum
te_losses_datum(const TeLosses *losses)
{
	Size		size = ARR_OVERHEAD_NONULLS(2) + sizeof(TeAtom) * (Size) losses->n;
	ArrayType  *array;
	TeAtom	   *atoms;

	if (losses->n == 0)
		return PointerGetDatum(construct_empty_array(FLOAT8OID));
	array = palloc(size);
	SET_VARSIZE(array, size);
	array->ndim = 2;
	array->dataoffset = 0;
	array->elemtype = FLOAT8OID;
	ARR_DIMS(array)[0] = losses->n;
	ARR_DIMS(array)[1] = 2;
	ARR_LBOUND(array)[0] = ARR_LBOUND(array)[1] = 1;
	atoms = (TeAtom *) ARR_DATA_PTR(array);
	for (int i = 0; i < losses->n; i++)
	{
		TE_CHECK_EVERY(i);
		if (isinf(losses->atoms[i].loss))
			float_overflow_error();
		atoms[i] = losses->atoms[i];
	}
	return PointerGetDatum(array);
}

/* Throws unless atoms make a distribution. */
static void
check_losses(const TeLosses *losses)
{
	for (int i = 0; i < losses->n; i++)
	{
		TE_CHECK_EVERY(i);
		te_check_finite("distribution", losses->atoms[i].loss);
		if (!(losses->atoms[i].probability >= 0.0 && losses->atoms[i].probability <= 1.0))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("probabilities of a distribution must lie between 0 and 1, but one is %.15g",
							losses->atoms[i].probability),
					 errhint("Build distributions with loss_distribution or independent_losses.")));
		if (i > 0 && losses->atoms[i].loss <= losses->atoms[i - 1].loss)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("losses of a distribution must ascend, but %.15g follows %.15g",
							losses->atoms[i].loss, losses->atoms[i - 1].loss),
					 errhint("Build distributions with loss_distribution or independent_losses.")));
	}
	if (losses->n > 0 && fabs(te_losses_mass(losses) - 1.0) > 1e-9)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("probabilities of a distribution must sum to 1, but sum to %.15g",
						te_losses_mass(losses)),
				 errhint("Build distributions with loss_distribution or independent_losses.")));
}

/* Argument number n as a distribution, read in place; throws unless it is one. */
TeLosses
te_losses_arg(FunctionCallInfo fcinfo, int n)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(n);
	TeLosses	losses = {0, (TeAtom *) ARR_DATA_PTR(array)};

	if (ARR_NDIM(array) == 0)
		return losses;
	if (ARR_NDIM(array) != 2 || ARR_DIMS(array)[1] != 2 || array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("a distribution is an array of (loss, probability) pairs without NULL"),
				 errhint("Build distributions with loss_distribution or independent_losses.")));
	losses.n = ARR_DIMS(array)[0];
	check_losses(&losses);
	return losses;
}
