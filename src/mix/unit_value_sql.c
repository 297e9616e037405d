/*
 * unit_value_sql.c
 *	  SQL functions of unit values: indices between two periods, and origins whose
 *	  unit value is far from that of the others.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "mix/unit_value.h"

TE_FUNCTION(unit_value_index);
TE_FUNCTION(unit_value_outliers);

/* unit_value_index(base_value_mix, base_quantity_mix, current_value_mix, current_quantity_mix) */
Datum
unit_value_index(PG_FUNCTION_ARGS)
{
	/* in the order of TeUnmatched */
	static const char *const words[] = {"exclude", "carry", "error"};
	TeUnmatched unmatched = te_word_arg(fcinfo, 4, "missing", words, lengthof(words),
										"It says what happens to items without a unit value in both periods: exclude leaves them out, carry takes it for unchanged.");
	TePeriod	base;
	TePeriod	current;
	TeUnitValueIndex index;
	TeRow		row;

	for (int i = 0; i < 4; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	base = (TePeriod) {PG_GETARG_TE_MIX_P(0), PG_GETARG_TE_MIX_P(1)};
	current = (TePeriod) {PG_GETARG_TE_MIX_P(2), PG_GETARG_TE_MIX_P(3)};
	index = te_unit_value_index(base, current, unmatched);
	te_row_begin(&row);
	te_row_float8(&row, index.laspeyres);
	te_row_float8(&row, index.paasche);
	te_row_float8(&row, index.fisher);
	te_row_float8(&row, index.tornqvist);
	te_row_datum(&row, Int32GetDatum(index.items), false);
	te_row_datum(&row, Int32GetDatum(index.left_out), false);
	te_row_float8(&row, index.base_coverage);
	te_row_float8(&row, index.coverage);
	return te_row_end(fcinfo, &row);
}

/* Compare two numbers, for qsort. */
static int
compare_numbers(const void *a, const void *b)
{
	double		x = *(const double *) a;
	double		y = *(const double *) b;

	return (x > y) - (x < y);
}

/* Return the median of n numbers, which are sorted on the way; NaN of none. */
static double
median(double *numbers, int n)
{
	if (n == 0)
		return NAN;
	qsort(numbers, n, sizeof(double), compare_numbers);
	return n % 2 == 1 ? numbers[n / 2] : numbers[n / 2 - 1] / 2 + numbers[n / 2] / 2;
}

/* Give out an origin whose unit value is so many times the median or more, or that part or less. */
static void
put_outlier(FunctionCallInfo fcinfo, TeCode origin, double value, double quantity, double middle,
			double times)
{
	double		ratio = te_unit_value(value, quantity) / middle;
	TeRow		row;

	if (isnan(ratio) || (ratio < times && ratio > 1 / times))
		return;
	te_row_begin(&row);
	te_row_code(&row, origin);
	te_row_float8(&row, value);
	te_row_float8(&row, quantity);
	te_row_float8(&row, value / quantity);
	te_row_float8(&row, middle);
	te_row_float8(&row, ratio);
	te_row_store(fcinfo, &row);
}

/* unit_value_outliers(value_mix, quantity_mix, times) */
Datum
unit_value_outliers(PG_FUNCTION_ARGS)
{
	TeMix	   *values = PG_GETARG_TE_MIX_P(0);
	TeMix	   *quantities = PG_GETARG_TE_MIX_P(1);
	double		times = PG_GETARG_FLOAT8(2);
	double	   *unit_values = te_vector(Max(values->norigins, 1));
	double		middle;
	int			n = 0;

	if (!(times > 1) || isinf(times))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"times\" must be a finite number above 1"),
				 errhint("times => 5 gives unit values of five times the median or more, or a fifth of it or less.")));
	for (int i = 0; i < values->norigins; i++)
	{
		double		unit_value = te_unit_value(values->items[i].amount,
											   te_mix_amount(quantities, te_mix_code(values, i)));

		TE_CHECK_EVERY(i);
		if (!isnan(unit_value))
			unit_values[n++] = unit_value;
	}
	middle = median(unit_values, n);
	te_rows_begin(fcinfo);
	for (int i = 0; i < values->norigins; i++)
	{
		TeCode		origin = te_mix_code(values, i);

		TE_CHECK_EVERY(i);
		put_outlier(fcinfo, origin, values->items[i].amount, te_mix_amount(quantities, origin),
					middle, times);
	}
	return (Datum) 0;
}
