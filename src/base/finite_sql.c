/*
 * finite_sql.c
 *	  Checks for functions that are written in SQL, in the words of those in C:
 *	  arguments that have to be finite, by name.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/numeric.h"

#include "base/trade_exposure.h"

TE_FUNCTION(te_finite_float8);
TE_FUNCTION(te_finite_numeric);
TE_FUNCTION(te_finite_date);

/* The number itself. */
Datum
te_finite_float8(PG_FUNCTION_ARGS)
{
	te_check_finite(text_to_cstring(PG_GETARG_TEXT_PP(0)), PG_GETARG_FLOAT8(1));
	PG_RETURN_DATUM(PG_GETARG_DATUM(1));
}

/* The number itself. */
Datum
te_finite_numeric(PG_FUNCTION_ARGS)
{
	Numeric		value = PG_GETARG_NUMERIC(1);
	Datum		odd;

	if (numeric_is_nan(value) || numeric_is_inf(value))
	{
		odd = DirectFunctionCall1(numeric_float8, NumericGetDatum(value));
		te_check_finite(text_to_cstring(PG_GETARG_TEXT_PP(0)), DatumGetFloat8(odd));
	}
	PG_RETURN_NUMERIC(value);
}

/* The day itself, which must not be NULL either. */
Datum
te_finite_date(PG_FUNCTION_ARGS)
{
	char	   *argument;

	te_check_not_null("argument", PG_ARGISNULL(0));
	argument = text_to_cstring(PG_GETARG_TEXT_PP(0));
	te_check_not_null(argument, PG_ARGISNULL(1));
	te_check_finite_date(argument, PG_GETARG_DATEADT(1));
	PG_RETURN_DATUM(PG_GETARG_DATUM(1));
}
