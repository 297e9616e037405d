/*
 * chart.c
 *	  What all charts share.  See chart.h.
 *
 * A chart function takes arrays side by side, as array_agg makes them, because
 * arrays can be built by any query, sent by any driver, and leave room for
 * named arguments with defaults.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "common/shortest_dec.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/float.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"

#include "base/trade_exposure.h"
#include "report/chart.h"

TE_FUNCTION(report_style);

/* ---- arguments ---- */

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
	deconstruct_array(array, type, typlen, byval, align, values, nulls, n);
	if (*n > TE_CHART_MAX_POINTS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a chart takes at most %d points, but got %d", TE_CHART_MAX_POINTS, *n),
				 errhint("Add the rows up by what the chart shows before the call.")));
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
		texts[i] = nulls[i] ? NULL : TextDatumGetCString(values[i]);
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
		amounts[i] = nulls[i] ? get_float8_nan() : DatumGetFloat8(values[i]);
		if (!nulls[i])
			te_check_range(name, amounts[i], -TE_CHART_MAX_AMOUNT, TE_CHART_MAX_AMOUNT);
	}
	return amounts;
}

/* Throws unless both arrays have the same number of elements. */
void
te_chart_same_length(const char *a, int na, const char *b, int nb)
{
	if (na != nb)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("arrays \"%s\" and \"%s\" differ in length: %d and %d", a, b, na, nb),
				 errhint("Build them with array_agg over the same rows.")));
}

/* Throws for a negative amount: a share of it means nothing. */
void
te_chart_not_negative(const char *name, double amount, const char *label)
{
	if (amount < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"%s\" must not be negative, but is %.15g for \"%s\"", name,
						amount, label ? label : "(unspecified)"),
				 errhint("A share of a negative amount means nothing: correct it, or use greatest(amount, 0).")));
}

/* A text argument, or the default when NULL. */
char *
te_chart_text(FunctionCallInfo fcinfo, int argument, const char *otherwise)
{
	return PG_ARGISNULL(argument) ? pstrdup(otherwise) :
		text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

/* The unit of the amounts, see chart.h. */
const char *
te_chart_unit(FunctionCallInfo fcinfo, int argument, const char *name, double *amounts, int n)
{
	const char *unit = te_chart_text(fcinfo, argument, "");
	double		size = te_unit_size(&unit);

	for (int i = 0; i < n; i++)
		if (!isnan(amounts[i]))
		{
			amounts[i] *= size;
			te_check_range(name, amounts[i], -TE_CHART_MAX_AMOUNT, TE_CHART_MAX_AMOUNT);
		}
	return unit;
}

/* ---- labels ---- */

TeLabels *
te_labels_new(void)
{
	TeLabels   *labels = palloc0(sizeof(TeLabels));

	labels->size = 32;
	labels->buckets = 64;
	labels->name = palloc(labels->size * sizeof(char *));
	labels->bucket = palloc0(labels->buckets * sizeof(int));
	return labels;
}

/* The bucket that holds a name, or the free one where it belongs. */
static int *
find_bucket(const TeLabels *labels, const char *name)
{
	uint32		place = hash_bytes((const unsigned char *) name, strlen(name));

	for (;; place++)
	{
		int		   *bucket = &labels->bucket[place & (labels->buckets - 1)];

		if (*bucket == 0 || strcmp(labels->name[*bucket - 1], name) == 0)
			return bucket;
	}
}

/* The number of a label, or -1. */
int
te_labels_find(const TeLabels *labels, const char *name)
{
	return *find_bucket(labels, name) - 1;
}

/* The number of a label, new or known. */
int
te_labels_add(TeLabels *labels, const char *name)
{
	int		   *bucket = find_bucket(labels, name);

	if (*bucket)
		return *bucket - 1;
	if (labels->n == labels->size)
	{
		labels->size *= 2;
		labels->buckets *= 2;
		labels->name = repalloc(labels->name, labels->size * sizeof(char *));
		pfree(labels->bucket);
		labels->bucket = palloc0(labels->buckets * sizeof(int));
		for (int i = 0; i < labels->n; i++)
			*find_bucket(labels, labels->name[i]) = i + 1;
		bucket = find_bucket(labels, name);
	}
	labels->name[labels->n] = name;
	*bucket = ++labels->n;
	return labels->n - 1;
}

/* What te_labels_ranked sorts by. */
typedef struct RankContext
{
	const TeLabels *labels;
	const double *value;		/* NULL: by name alone */
} RankContext;

static int
compare_labels(const void *a, const void *b, void *arg)
{
	RankContext *context = arg;
	int			x = *(const int *) a,
				y = *(const int *) b;

	if (context->value && context->value[x] != context->value[y])
		return context->value[x] > context->value[y] ? -1 : 1;
	return strcmp(context->labels->name[x], context->labels->name[y]);
}

/* Numbers 0 … n−1, largest value first, ties by name. */
int *
te_labels_ranked(const TeLabels *labels, const double *value)
{
	RankContext context = {labels, value};
	int		   *order = palloc((labels->n + 1) * sizeof(int));

	for (int i = 0; i < labels->n; i++)
		order[i] = i;
	qsort_arg(order, labels->n, sizeof(int), compare_labels, &context);
	return order;
}

/* Label numbers in byte order of their names. */
int *
te_labels_sorted(const TeLabels *labels)
{
	return te_labels_ranked(labels, NULL);
}

/* ---- output ---- */

/* Class of the k-th supplier's colour; te-cx beyond them. */
const char *
te_chart_colour(int k)
{
	static const char *const classes[] = {"te-c0", "te-c1", "te-c2", "te-c3", "te-c4", "te-c5",
	"te-c6", "te-c7"};

	return k >= 0 && k < TE_CHART_COLOURS ? classes[k] : "te-cx";
}

/* Appends a table cell: text. */
void
te_table_text(StringInfo out, const char *tag, const char *s)
{
	appendStringInfo(out, "<%s>", tag);
	te_svg_escape(out, s);
	appendStringInfo(out, "</%.2s>", tag);
}

/* Appends a table cell: right-aligned number. */
void
te_table_number(StringInfo out, const char *s)
{
	appendStringInfoString(out, "<td class=\"te-n\">");
	te_svg_escape(out, s);
	appendStringInfoString(out, "</td>");
}

/* A drawing that says that there is nothing to show. */
void
te_draw_nothing(TeDraw *draw, const char *message)
{
	draw->height = 64;
	te_svg_rect(&draw->body, "te-dash", 1, 1, draw->width - 2, draw->height - 2, NULL);
	te_svg_text(&draw->body, "te-s", TE_MIDDLE, draw->width / 2, draw->height / 2 + 4, message);
}

/* Appends the svg element of a drawing at a width. */
static void
append_svg(StringInfo out, const TeChartKind *kind, const void *data, double width,
		   const char *class, const char *title, const char *description, bool styled)
{
	TeDraw		draw = {.width = width,.narrow = width < 480};

	initStringInfo(&draw.body);
	kind->draw(&draw, data);
	appendStringInfo(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"te-chart%s\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"><title>",
					 class, (int) width, (int) ceil(draw.height), (int) width,
					 (int) ceil(draw.height));
	te_svg_escape(out, title);
	appendStringInfoString(out, "</title><desc>");
	te_svg_escape(out, description);
	appendStringInfoString(out, "</desc>");
	if (styled)
		appendStringInfo(out, "<style>%s</style>", te_svg_style());
	appendBinaryStringInfo(out, draw.body.data, draw.body.len);
	appendStringInfoString(out, "</svg>");
	pfree(draw.body.data);
}

/* Appends a figure: caption, wide and narrow drawing, the same figures as a table. */
static void
append_figure(StringInfo out, const TeChartKind *kind, const void *data, const char *title,
			  const char *description, bool styled)
{
	appendStringInfoString(out, "<figure class=\"te-figure\"><figcaption>");
	te_svg_escape(out, title);
	appendStringInfoString(out, "</figcaption>\n");
	append_svg(out, kind, data, TE_CHART_WIDE, " te-wide", title, description, styled);
	appendStringInfoChar(out, '\n');
	append_svg(out, kind, data, TE_CHART_NARROW, " te-narrow", title, description, false);
	appendStringInfoString(out, "\n<details><summary>Figures as a table</summary><div class=\"te-scroll\"><table>");
	kind->table(out, data);
	appendStringInfoString(out, "</table></div></details></figure>\n");
}

/*
 * The result of a chart function whose arguments from "first" on are title,
 * description, unit, form and width.
 */
Datum
te_chart_result(FunctionCallInfo fcinfo, int first, const char *title,
				const TeChartKind *kind, const void *data)
{
	StringInfoData out,
				summary;
	char	   *form = te_chart_text(fcinfo, first + 3, "svg");
	int			width = PG_ARGISNULL(first + 4) ? TE_CHART_WIDE : PG_GETARG_INT32(first + 4);
	char	   *shown = te_chart_text(fcinfo, first, title);

	te_check_range("width", width, 240, 4000);
	initStringInfo(&out);
	initStringInfo(&summary);
	kind->describe(&summary, data);
	if (!PG_ARGISNULL(first + 1))
	{
		resetStringInfo(&summary);
		appendStringInfoString(&summary, te_chart_text(fcinfo, first + 1, ""));
	}
	if (strcmp(form, "svg") == 0)
		append_svg(&out, kind, data, width, "", shown, summary.data, true);
	else if (strcmp(form, "figure") == 0 || strcmp(form, "page") == 0)
		append_figure(&out, kind, data, shown, summary.data, strcmp(form, "figure") == 0);
	else
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown chart form \"%s\"", form),
				 errhint("Forms are \"svg\" (a drawing), \"figure\" (with caption and table) and \"page\" (the same, in a page that has report_style()).")));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, out.len));
}

/* Appends a JSON string. */
void
te_json_string(StringInfo out, const char *s)
{
	escape_json(out, s);
}

/* Appends a JSON number: the shortest that reads back. */
void
te_json_number(StringInfo out, double x)
{
	char		digits[DOUBLE_SHORTEST_DECIMAL_LEN];

	double_to_shortest_decimal_buf(x, digits);
	appendStringInfoString(out, digits);
}

/* The result of a chart's Vega-Lite twin; see chart.h. */
Datum
te_vega_result(FunctionCallInfo fcinfo, int first, const char *title, const TeChartKind *kind,
			   const void *data, const char *body)
{
	StringInfoData out,
				summary;

	initStringInfo(&out);
	initStringInfo(&summary);
	kind->describe(&summary, data);
	appendStringInfoString(&out, "{\"$schema\":\"https://vega.github.io/schema/vega-lite/v5.json\",\"title\":");
	te_json_string(&out, te_chart_text(fcinfo, first, title));
	appendStringInfoString(&out, ",\"description\":");
	te_json_string(&out, te_chart_text(fcinfo, first + 1, summary.data));
	appendStringInfo(&out, ",%s}", body);
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(out.data));
}

/* The CSS of charts, for the head of a page. */
Datum
report_style(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(te_svg_style()));
}
