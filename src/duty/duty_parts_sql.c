/*
 * duty_parts_sql.c
 *	  SQL function on cells of a schedule: their rates, each with its condition.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "duty/duty.h"
#include "duty/duty_args.h"
#include "duty/duty_parts.h"

TE_FUNCTION(duty_parts);

/* The bytes of a span, or NULL when it has none. */
static char *
span_text(const char *text, TeSpan s)
{
	return s.end == s.start ? NULL : pnstrdup(text +s.start, s.end - s.start);
}

/* The canonical expression of a rate, or its words. */
static char *
expression_of(const char *rate, uint32 home)
{
	TeDutyError error;
	TeDuty	   *duty = te_duty_parse(rate, strlen(rate), home, &error);

	return duty == NULL ? psprintf("TEXT:%s", rate) : te_duty_format(duty);
}

/* Words as an expression, marked as such once. */
static char *
words_of(char *rate)
{
	return strncmp(rate, "TEXT:", 5) == 0 ? rate : psprintf("TEXT:%s", rate);
}

/* The rates of a cell. */
Datum
duty_parts(PG_FUNCTION_ARGS)
{
	uint32		home = PG_ARGISNULL(1) ? 0 : te_currency_arg(PG_GETARG_TEXT_PP(1));
	char	   *cell;
	TeParts    *parts;
	TeRow		row;

	te_rows_begin(fcinfo);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	cell = text_to_cstring(PG_GETARG_TEXT_PP(0));
	parts = te_parts_read(cell, strlen(cell));
	for (int i = 0; i < parts->count; i++)
	{
		const TePart *part = &parts->parts[i];
		char	   *rate = span_text(cell, part->rate);

		te_row_begin(&row);
		te_row_datum(&row, Int32GetDatum(i + 1), false);
		te_row_text(&row, span_text(cell, part->condition));
		te_row_text(&row, part->kind);
		te_row_text(&row, part->season);
		te_row_text(&row, rate);
		te_row_text(&row, rate == NULL ? NULL :
					part->words ? words_of(rate) : expression_of(rate, home));
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}
