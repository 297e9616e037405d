/*
 * hs_class_sql.c
 *	  SQL function of other classifications of the HS's goods.
 */
#include "postgres.h"

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "codes/hs.h"
#include "codes/hs_args.h"
#include "codes/hs_class.h"
#include "codes/hs_codes.h"

TE_FUNCTION(hs_class);

/* in the order of hs_class.c */
static const char *const classifications[] = {"SITC1", "SITC2", "SITC3", "SITC4", "BEC4"};

/* Throw when no table leads from the revision to the classification. */
static void
check_table(int revision, int classification)
{
	if (te_hs_has_classes(classification, revision))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("there is no table from HS%d to %s", te_hs_revision_year(revision),
					classifications[classification]),
			 errdetail("The United Nations' tables here lead from HS2012, HS2017 and HS2022 to SITC, and from HS1996 to HS2022 to BEC."),
			 errhint("Convert the codes first, with hs_convert.")));
}

/* Put one row: a class with its share, or why there is none. */
static void
put_class(ReturnSetInfo *rsinfo, const char *class, double share, const char *note)
{
	Datum		values[3];
	bool		nulls[3] = {class == NULL, false, note == NULL};

	values[0] = class == NULL ? (Datum) 0 : CStringGetTextDatum(class);
	values[1] = Float8GetDatum(share);
	values[2] = note == NULL ? (Datum) 0 : CStringGetTextDatum(note);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

/* hs_class(code, revision, classification): the classes of a subheading, one a row. */
Datum
hs_class(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	uint32		code = te_hs_subheading_arg(fcinfo, 0);
	int			revision = te_hs_revision_arg(fcinfo, 1, "revision");
	int			classification = te_word_arg(fcinfo, 2, "classification", classifications,
											 lengthof(classifications),
											 "ISIC is not among them: the United Nations publish no table of it with these.");
	int			first;
	int			n;

	check_table(revision, classification);
	InitMaterializedSRF(fcinfo, 0);
	n = te_hs_classes(code, revision, classification, &first);
	for (int i = 0; i < n; i++)
		put_class(rsinfo, te_hs_class_at(revision, classification, first + i), 1.0 / n, NULL);
	if (n == 0)
		put_class(rsinfo, NULL, 1, code == 0 ? "not a subheading"
				  : psprintf(te_hs_code_number(revision, code) < 0 ? "not in HS%d"
							 : "not in the table of HS%d", te_hs_revision_year(revision)));
	return (Datum) 0;
}
