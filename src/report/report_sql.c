/*
 * report_sql.c
 *	  Text for reports: escaped, and numbers as people read them.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "report/format.h"
#include "report/say.h"
#include "report/say_sql.h"
#include "report/style.h"
#include "report/svg.h"

TE_FUNCTION(te_report_escape);
TE_FUNCTION(te_report_number);
TE_FUNCTION(te_report_percent);
TE_FUNCTION(te_report_amount);
TE_FUNCTION(te_report_unit);
TE_FUNCTION(te_report_share);
TE_FUNCTION(te_report_say);
TE_FUNCTION(te_report_period);
TE_FUNCTION(te_report_css);
TE_FUNCTION(te_report_mail_style);
TE_FUNCTION(report_style);

/* Text as it must stand in HTML or XML to be read as text. */
Datum
te_report_escape(PG_FUNCTION_ARGS)
{
	StringInfoData out;

	initStringInfo(&out);
	te_svg_escape(&out, text_to_cstring(PG_GETARG_TEXT_PP(0)));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, out.len));
}

/* An amount for people: three digits and k, M, bn or tn. */
Datum
te_report_number(PG_FUNCTION_ARGS)
{
	te_say_in(fcinfo);
	te_check_finite("amount", PG_GETARG_FLOAT8(0));
	PG_RETURN_TEXT_P(cstring_to_text(te_format_amount(PG_GETARG_FLOAT8(0))));
}

/* A share in percent for people. */
Datum
te_report_percent(PG_FUNCTION_ARGS)
{
	te_check_finite("share", PG_GETARG_FLOAT8(0));
	PG_RETURN_TEXT_P(cstring_to_text(te_format_percent(PG_GETARG_FLOAT8(0))));
}

/* (amount, unit, language): an amount in the unit, which may begin with "thousand". */
Datum
te_report_amount(PG_FUNCTION_ARGS)
{
	const char *unit = PG_ARGISNULL(1) ? "" : text_to_cstring(PG_GETARG_TEXT_PP(1));
	double		amount;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	te_say_in(fcinfo);
	amount = PG_GETARG_FLOAT8(0) * te_unit_size(&unit);
	te_check_finite("amount", amount);
	PG_RETURN_TEXT_P(cstring_to_text(te_format_amount(amount)));
}

/* What is left of a unit without its "thousand"; NULL for nothing. */
Datum
te_report_unit(PG_FUNCTION_ARGS)
{
	const char *unit = text_to_cstring(PG_GETARG_TEXT_PP(0));

	te_unit_size(&unit);
	if (unit[0] == '\0')
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(unit));
}

/* A share for a column of a table. */
Datum
te_report_share(PG_FUNCTION_ARGS)
{
	te_check_finite("share", PG_GETARG_FLOAT8(0));
	PG_RETURN_TEXT_P(cstring_to_text(te_format_percent_cell(PG_GETARG_FLOAT8(0))));
}

/* (english, words, language): the text in the language, with {1}, {2} ... replaced by the words. */
Datum
te_report_say(PG_FUNCTION_ARGS)
{
	Datum	   *value;
	bool	   *unknown;
	char	  **with;
	int			n;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	te_say_in(fcinfo);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &value,
					  &unknown, &n);
	with = palloc((n + 1) * sizeof(char *));
	for (int i = 0; i < n; i++)
		with[i] = unknown[i] ? NULL : TextDatumGetCString(value[i]);
	PG_RETURN_TEXT_P(cstring_to_text(te_say_filled(text_to_cstring(PG_GETARG_TEXT_PP(0)), with,
												   n)));
}

/* (labels, language): periods in the language. */
Datum
te_report_period(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	te_say_in(fcinfo);
	PG_RETURN_TEXT_P(cstring_to_text(te_say_periods(text_to_cstring(PG_GETARG_TEXT_PP(0)))));
}

/* The CSS of charts, for the head of a page. */
Datum
report_style(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(te_style_chart()));
}

/* The same with that of the report's page. */
Datum
te_report_css(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(te_style_page()));
}

/* The style of a part of a mail. */
Datum
te_report_mail_style(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(te_style_mail(text_to_cstring(PG_GETARG_TEXT_PP(0)))));
}
