/*
 * report.c
 *	  Text for reports: escaped, and numbers as people read them.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "svg.h"
#include "trade_exposure.h"

TE_FUNCTION(html_escape);
TE_FUNCTION(format_amount);
TE_FUNCTION(format_share);

/* Text as it must stand in HTML or XML to be read as text. */
Datum
html_escape(PG_FUNCTION_ARGS)
{
	StringInfoData out;

	initStringInfo(&out);
	te_svg_escape(&out, text_to_cstring(PG_GETARG_TEXT_PP(0)));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, out.len));
}

/* An amount for people: three digits and k, M, bn or tn. */
Datum
format_amount(PG_FUNCTION_ARGS)
{
	te_check_finite("amount", PG_GETARG_FLOAT8(0));
	PG_RETURN_TEXT_P(cstring_to_text(te_format_amount(PG_GETARG_FLOAT8(0))));
}

/* A share in percent for people. */
Datum
format_share(PG_FUNCTION_ARGS)
{
	te_check_finite("share", PG_GETARG_FLOAT8(0));
	PG_RETURN_TEXT_P(cstring_to_text(te_format_percent(PG_GETARG_FLOAT8(0))));
}
