/*
 * hs_codes_sql.c
 *	  SQL functions of the code lists: which codes a revision of the HS has.
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "base/trade_exposure.h"
#include "codes/hs.h"
#include "codes/hs_args.h"
#include "codes/hs_codes.h"

TE_FUNCTION(hs_codes);
TE_FUNCTION(hs_problem);

/* Does a revision have this chapter, heading or subheading, or the one of a national code? */
static bool
revision_has(const TeHs *hs, int revision)
{
	uint32		first = 0;
	uint32		after;
	int			i;

	for (int d = 0; d < 6; d++)
		first = first * 10 + (d < hs->len ? hs->digits[d] - '0' : 0);
	after = first + (hs->len == 2 ? 10000 : hs->len == 4 ? 100 : 1);
	i = te_hs_first_code(revision, first);
	return (i < te_hs_ncodes(revision) && te_hs_code_at(revision, i) < after) ||
		te_hs_is_legacy(revision, first);
}

/* hs_codes(revision): the subheadings of a revision, one a row. */
Datum
hs_codes(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	int			revision = te_hs_revision_arg(fcinfo, 0, "revision");
	int			ncodes = te_hs_ncodes(revision);

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < ncodes + te_hs_nlegacy(revision); i++)
	{
		bool		nulls[2] = {false};
		uint32		code = i < ncodes ? te_hs_code_at(revision, i) : te_hs_legacy_at(i - ncodes);
		Datum		values[2];

		CHECK_FOR_INTERRUPTS();
		values[0] = CStringGetTextDatum(psprintf("%06u", code));
		values[1] = CStringGetTextDatum(i < ncodes ? "code" : "legacy");
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* hs_problem(code, revision): why hs_code gives NULL, or why the revision has no such code. */
Datum
hs_problem(PG_FUNCTION_ARGS)
{
	TeHs		hs;
	TeHsProblem problem;
	int			revision = PG_ARGISNULL(1) ? -1 : te_hs_revision_arg(fcinfo, 1, "revision");

	if (PG_ARGISNULL(0))
		PG_RETURN_TEXT_P(cstring_to_text("is NULL"));
	problem = te_hs_clean(VARDATA_ANY(PG_GETARG_TEXT_PP(0)),
						  VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(0)), &hs);
	if (problem != TE_HS_FINE)
		PG_RETURN_TEXT_P(cstring_to_text(te_hs_problem_text(problem)));
	if (revision >= 0 && !revision_has(&hs, revision))
		PG_RETURN_TEXT_P(cstring_to_text(psprintf("is not in HS%d",
												  te_hs_revision_year(revision))));
	PG_RETURN_NULL();
}
