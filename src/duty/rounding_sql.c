/*
 * rounding_sql.c
 *	  SQL functions of customs rounding.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "duty/rounding.h"

TE_FUNCTION(round_to);
TE_FUNCTION(customs_round);
TE_FUNCTION(customs_rounding);
TE_FUNCTION(entry_amount);

/* An amount as a multiple of a unit. */
Datum
round_to(PG_FUNCTION_ARGS)
{
	TeDecimal	amount = te_decimal_from_numeric("amount", PG_GETARG_NUMERIC(0));
	TeRoundingRule rule;

	rule.unit = te_decimal_from_numeric("multiple", PG_GETARG_NUMERIC(1));
	rule.mode = te_rounding_mode(text_to_cstring(PG_GETARG_TEXT_PP(2)));
	if (rule.unit.n <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"multiple\" must be more than 0, but is %s",
						te_decimal_to_cstring(rule.unit))));
	PG_RETURN_NUMERIC(te_decimal_to_numeric(te_rounding_apply(rule, amount)));
}

/* An amount as the customs of a regime rounds it. */
Datum
customs_round(PG_FUNCTION_ARGS)
{
	TeDecimal	amount = te_decimal_from_numeric("amount", PG_GETARG_NUMERIC(0));
	TeRoundingRule rule = te_rounding_rule(text_to_cstring(PG_GETARG_TEXT_PP(1)),
										   te_rounding_item(text_to_cstring(PG_GETARG_TEXT_PP(2))));

	PG_RETURN_NUMERIC(te_decimal_to_numeric(te_rounding_apply(rule, amount)));
}

/* What an entry pays, from the sums of its lines' rounded and unrounded amounts. */
Datum
entry_amount(PG_FUNCTION_ARGS)
{
	TeDecimal	cut = te_decimal_from_numeric("cut", PG_GETARG_NUMERIC(0));
	TeDecimal	uncut = te_decimal_from_numeric("uncut", PG_GETARG_NUMERIC(1));
	char	   *regime = text_to_cstring(PG_GETARG_TEXT_PP(2));
	TeRoundedItem item = te_rounding_item(text_to_cstring(PG_GETARG_TEXT_PP(3)));
	TeRoundingRule rule = te_rounding_rule(regime, item);

	if (te_rounding_is_by_entry(regime))
		cut = te_rounding_apply(rule, uncut);
	PG_RETURN_NUMERIC(te_decimal_to_numeric(cut));
}

/* Every built-in rule. */
Datum
customs_rounding(PG_FUNCTION_ARGS)
{
	TeKnownRounding known;
	TeRow		row;

	te_rows_begin(fcinfo);
	for (int i = 0; te_rounding_known(i, &known); i++)
	{
		if (known.rule.unit.n == 0)
			continue;
		te_row_begin(&row);
		te_row_text(&row, known.regime);
		te_row_text(&row, known.item);
		te_row_amount(&row, known.rule.unit);
		te_row_text(&row, known.mode);
		te_row_text(&row, known.source);
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}
