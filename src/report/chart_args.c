/*
 * chart_args.c
 *	  Arguments and results of the functions that draw charts.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/float.h"

#include "base/trade_exposure.h"
#include "base/words.h"
#include "report/chart_args.h"
#include "report/format.h"

/* The elements of an array argument; a NULL array has none. */
static void
array_elements(FunctionCallInfo fcinfo, int argument, Oid type, int typlen, bool byval,
			   char align, Datum **values, bool **nulls, int *n)
{
	ArrayType  *array;

	*n = 0;
	*values = NULL;
	*nulls = NULL;
	if (PG_ARGISNULL(argument))
		return;
	array = PG_GETARG_ARRAYTYPE_P(argument);
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("an array of a chart must have one dimension, not %d", ARR_NDIM(array))));
	if (ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)) > TE_CHART_MAX_POINTS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a chart takes at most %d points, but got %d", TE_CHART_MAX_POINTS,
						ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array))),
				 errhint("Add the rows up by what the chart shows before the call.")));
	deconstruct_array(array, type, typlen, byval, align, values, nulls, n);
}

/* Elements of a text[] argument (NULL elements stay NULL); a NULL array has none. */
const char **
te_chart_texts(FunctionCallInfo fcinfo, int argument, int *n)
{
	Datum	   *values;
	bool	   *nulls;
	const char **texts;

	array_elements(fcinfo, argument, TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, n);
	texts = palloc0((*n + 1) * sizeof(char *));
	for (int i = 0; i < *n; i++)
	{
		TE_CHECK_EVERY(i);
		texts[i] = nulls[i] ? NULL : TextDatumGetCString(values[i]);
	}
	return texts;
}

/* Elements of a float8[] argument, NULL as NaN; NaN and infinity are errors. */
double *
te_chart_amounts(FunctionCallInfo fcinfo, int argument, const char *name, int *n)
{
	Datum	   *values;
	bool	   *nulls;
	double	   *amounts;

	array_elements(fcinfo, argument, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE,
				   &values, &nulls, n);
	amounts = palloc0((*n + 1) * sizeof(double));
	for (int i = 0; i < *n; i++)
	{
		TE_CHECK_EVERY(i);
		amounts[i] = nulls[i] ? get_float8_nan() : DatumGetFloat8(values[i]);
		if (!nulls[i])
			te_check_range(name, amounts[i], -TE_CHART_MAX_AMOUNT, TE_CHART_MAX_AMOUNT);
	}
	return amounts;
}

/* A text argument, or the default when NULL. */
char *
te_chart_text(FunctionCallInfo fcinfo, int argument, const char *otherwise)
{
	return PG_ARGISNULL(argument) ? pstrdup(otherwise) :
		text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

/* The unit of the amounts, see chart_args.h. */
const char *
te_chart_unit(FunctionCallInfo fcinfo, int argument, const char *name, double *amounts, int n)
{
	const char *unit = te_chart_text(fcinfo, argument, "");
	double		size = te_unit_size(&unit);

	for (int i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		if (isnan(amounts[i]))
			continue;
		amounts[i] *= size;
		te_check_range(name, amounts[i], -TE_CHART_MAX_AMOUNT, TE_CHART_MAX_AMOUNT);
	}
	return unit;
}

/* A text argument, or NULL. */
static char *
text_or_null(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

/*
 * The result of a chart function whose arguments from "first" on are title,
 * description, unit, form and width.
 */
Datum
te_chart_result(FunctionCallInfo fcinfo, int first, const TeChartKind *kind, const void *data)
{
	static const char *const forms[] = {"svg", "figure", "page"};
	StringInfoData out;
	int			form = te_word_number("form", te_chart_text(fcinfo, first + 3, "svg"), forms,
									  lengthof(forms),
									  "Forms are svg (a drawing), figure (with caption and table) and page (the same, in a page that has report_style()).");
	int			width = PG_ARGISNULL(first + 4) ? TE_CHART_WIDE : PG_GETARG_INT32(first + 4);
	char	   *title = text_or_null(fcinfo, first);
	char	   *description = text_or_null(fcinfo, first + 1);

	te_check_range("width", width, 240, 4000);
	initStringInfo(&out);
	if (form == 0)
		te_chart_svg(&out, kind, data, width, title, description);
	else
		te_chart_figure(&out, kind, data, title, description, form == 1);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, out.len));
}

/* The result of a chart's Vega-Lite twin; see chart_args.h. */
Datum
te_vega_result(FunctionCallInfo fcinfo, int first, const TeChartKind *kind, const void *data)
{
	StringInfoData out;

	initStringInfo(&out);
	te_chart_vega(&out, kind, data, text_or_null(fcinfo, first), text_or_null(fcinfo, first + 1));
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(out.data));
}

/* The result of a chart's table; see chart_args.h. */
Datum
te_table_result(FunctionCallInfo fcinfo, int first, const TeChartKind *kind, const void *data)
{
	StringInfoData out;

	initStringInfo(&out);
	te_chart_table(&out, kind, data, text_or_null(fcinfo, first));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, out.len));
}
