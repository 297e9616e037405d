/*
 * hs_args.c
 *	  Arguments of SQL functions that name a revision of the HS.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "base/words.h"
#include "codes/hs.h"
#include "codes/hs_args.h"

/* See hs_args.h. */
int
te_hs_revision_arg(FunctionCallInfo fcinfo, int n, const char *argument)
{
	static const char *const revisions[] = {"HS1992", "HS1996", "HS2002", "HS2007", "HS2012",
	"HS2017", "HS2022"};
	text	   *name;
	int			revision;

	te_check_not_null(argument, PG_ARGISNULL(n));
	name = PG_GETARG_TEXT_PP(n);
	revision = te_hs_revision(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	if (revision < 0)
		te_unknown_word(argument, text_to_cstring(name), revisions, lengthof(revisions),
						"A revision is also written 2017, HS17 or H5.");
	return revision;
}

/* See hs_args.h. */
uint32
te_hs_subheading_arg(FunctionCallInfo fcinfo, int n)
{
	TeHs		hs;

	if (PG_ARGISNULL(n) ||
		te_hs_clean(VARDATA_ANY(PG_GETARG_TEXT_PP(n)), VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(n)),
					&hs) != TE_HS_FINE ||
		hs.len < 6)
		return 0;
	hs.digits[6] = '\0';		/* national digits do not convert */
	return strtoul(hs.digits, NULL, 10);
}
