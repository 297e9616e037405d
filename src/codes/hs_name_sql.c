/*
 * hs_name_sql.c
 *	  SQL function of the words of the HS.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "codes/hs.h"
#include "codes/hs_args.h"
#include "codes/hs_name.h"

TE_FUNCTION(hs_name);

/* Return the text of a subheading of HS2022, behind that of its heading if that is wanted. */
static text *
subheading_name(uint32 code, bool with_heading)
{
	const char *own = te_hs_subheading_text(code);
	const char *heading = te_hs_heading_text(code / 100);

	/* a heading that is not divided is its own subheading */
	if (!with_heading || strcmp(own, heading) == 0)
		return cstring_to_text(own);
	return cstring_to_text(psprintf("%s: %s", heading, own));
}

/* hs_name(code, revision, with_heading): the words of a heading or subheading. */
Datum
hs_name(PG_FUNCTION_ARGS)
{
	int			revision = te_hs_revision_arg(fcinfo, 1, "revision");
	TeHs		hs;
	uint32		code;

	te_check_not_null("with_heading", PG_ARGISNULL(2));
	if (PG_ARGISNULL(0) ||
		te_hs_clean(VARDATA_ANY(PG_GETARG_TEXT_PP(0)), VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(0)),
					&hs) != TE_HS_FINE || hs.len < 4)
		PG_RETURN_NULL();
	hs.digits[hs.len == 4 ? 4 : 6] = '\0';	/* national digits have no name
											 * here */
	code = strtoul(hs.digits, NULL, 10);
	code = hs.len == 4 ? te_hs_same_heading(code, revision) : te_hs_same_subheading(code, revision);
	if (code == 0)
		PG_RETURN_NULL();
	if (hs.len == 4)
		PG_RETURN_TEXT_P(cstring_to_text(te_hs_heading_text(code)));
	PG_RETURN_TEXT_P(subheading_name(code, PG_GETARG_BOOL(2)));
}
