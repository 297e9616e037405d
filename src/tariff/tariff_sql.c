/*
 * tariff_sql.c
 *	  SQL functions for one customs line: tariff_stack, tariff_rate, tariff_problem.
 *
 * Each comes by regime and by value, with money in numeric and in float8.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "tariff/tariff_cache.h"
#include "tariff/tariff_line.h"

/* How a function was called. */
typedef enum Form
{
	BY_REGIME = 0,
	BY_VALUE = 1,
	IN_NUMERIC = 0,
	IN_FLOAT8 = 2
} Form;

/* The engine's workspace for the first argument, which is not NULL. */
static TeTariff *
tariff_arg(FunctionCallInfo fcinfo, int form)
{
	TeTariff   *t = (form & BY_VALUE) ? te_tariff_from_datum(fcinfo, PG_GETARG_DATUM(0)) :
		te_tariff_from_regime(fcinfo, PG_GETARG_TEXT_PP(0));

	t->explain = false;
	return t;
}

/* Computes the line of the arguments, of the value as it is or rounded; NULL when there is none. */
static TeTariff *
run_line(FunctionCallInfo fcinfo, int form, bool exact, TeLine *line)
{
	TeTariff   *t;
	const TeScheduleRounding *round_value;
	TeLineState state;

	if (PG_ARGISNULL(0))
		return NULL;
	t = tariff_arg(fcinfo, form);
	round_value = t->round_value;
	if (exact)
		t->round_value = NULL;
	state = te_line_from_args(fcinfo, 1, (form & IN_FLOAT8) != 0, t, line, NULL);
	t->round_value = round_value;
	if (state != TE_LINE_OK)
		return NULL;
	te_tariff_run(t, line);
	return t;
}

/* Money in the form that was asked for. */
static Datum
money_result(FunctionCallInfo fcinfo, int form, TeDecimal amount)
{
	if (te_decimal_is_null(amount))
		PG_RETURN_NULL();
	if (form & IN_FLOAT8)
		PG_RETURN_FLOAT8(te_decimal_to_float8(amount));
	PG_RETURN_NUMERIC(te_decimal_to_numeric(amount));
}

/* The total, or NULL. */
static Datum
stack(FunctionCallInfo fcinfo, int form)
{
	TeLine		line;
	TeTariff   *t = run_line(fcinfo, form, false, &line);

	if (t == NULL)
		PG_RETURN_NULL();
	return money_result(fcinfo, form, t->total);
}

/* The exact total as a share of the value; nothing is rounded. */
static Datum
rate(FunctionCallInfo fcinfo, int form)
{
	TeLine		line;
	TeTariff   *t = run_line(fcinfo, form, true, &line);

	if (t == NULL || te_decimal_is_null(t->exact_total) || line.value.n == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(te_decimal_to_float8(te_decimal_div(t->exact_total, line.value)));
}

/* Why there is no total; NULL when there is one. */
static Datum
problem(FunctionCallInfo fcinfo, int form)
{
	TeLine		line;
	TeTariff   *t;
	char	   *text = NULL;

	if (PG_ARGISNULL(0))
		PG_RETURN_TEXT_P(cstring_to_text("needs a regime"));
	t = tariff_arg(fcinfo, form);
	te_line_run_softly(fcinfo, 1, (form & IN_FLOAT8) != 0, t, &line, &text);
	if (text == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(text));
}

#define FACES(function, engine) \
	TE_FUNCTION(function##_regime); \
	TE_FUNCTION(function##_value); \
	TE_FUNCTION(function##_regime_float8); \
	TE_FUNCTION(function##_value_float8); \
	Datum function##_regime(PG_FUNCTION_ARGS) { return engine(fcinfo, BY_REGIME | IN_NUMERIC); } \
	Datum function##_value(PG_FUNCTION_ARGS) { return engine(fcinfo, BY_VALUE | IN_NUMERIC); } \
	Datum function##_regime_float8(PG_FUNCTION_ARGS) { return engine(fcinfo, BY_REGIME | IN_FLOAT8); } \
	Datum function##_value_float8(PG_FUNCTION_ARGS) { return engine(fcinfo, BY_VALUE | IN_FLOAT8); }

FACES(tariff_stack, stack)
FACES(tariff_rate, rate)
FACES(tariff_problem, problem)
