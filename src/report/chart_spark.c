/*
 * chart_spark.c
 *	  Sparklines: a series in the size of a word.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "report/chart.h"
#include "report/format.h"
#include "report/say.h"
#include "report/style.h"

#define MAX_VALUES 100000		/* of a series */

/* The series of a sparkline. */
typedef struct Spark
{
	int			n;				/* values */
	const double *x;			/* NaN: unknown */
	const char *unit;			/* of the values; empty: not said */
} Spark;

/* Smallest and largest known value, both widened to include 0; false when none is known. */
static bool
value_range(const double *x, int n, double *low, double *high)
{
	bool		any = false;

	*low = *high = 0;
	for (int i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		if (isnan(x[i]))
			continue;
		any = true;
		*low = Min(*low, x[i]);
		*high = Max(*high, x[i]);
	}
	if (*high - *low <= 0)
		*high = *low + 1;
	return any;
}

/* Appends the line through the known values, broken where one is unknown. */
static void
draw_line(StringInfo out, const double *x, int n, double width, double height, double low,
		  double high)
{
	bool		pen = false;

	appendStringInfoString(out, "<path class=\"te-spark\" d=\"");
	for (int i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		if (isnan(x[i]))
		{
			pen = false;
			continue;
		}
		appendStringInfoChar(out, pen ? 'L' : 'M');
		te_svg_number(out, n > 1 ? 3 + (width - 6) * i / (n - 1) : width / 2);
		appendStringInfoChar(out, ' ');
		te_svg_number(out, 3 + (height - 6) * (1 - (x[i] - low) / (high - low)));
		pen = true;
	}
	appendStringInfoString(out, "\"/>");
}

void
te_chart_spark_svg(StringInfo out, const void *data, int width, int height, const char *title,
				   bool styled)
{
	const Spark *s = data;
	int			last;
	double		low,
				high;

	appendStringInfo(out,
					 "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"te-chart te-word\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"><title>",
					 width, height, width, height);
	te_svg_escape(out, title);
	appendStringInfoString(out, "</title>");
	if (styled)
		appendStringInfo(out, "<style>%s</style>", te_style_word());
	if (value_range(s->x, s->n, &low, &high))
	{
		draw_line(out, s->x, s->n, width, height, low, high);
		for (last = s->n - 1; isnan(s->x[last]); last--)
			;
		appendStringInfoString(out, "<circle class=\"te-c1\" r=\"2.4\" cx=\"");
		te_svg_number(out, s->n > 1 ? 3 + (width - 6.0) * last / (s->n - 1) : width / 2.0);
		appendStringInfoString(out, "\" cy=\"");
		te_svg_number(out, 3 + (height - 6) * (1 - (s->x[last] - low) / (high - low)));
		appendStringInfoString(out, "\"/>");
	}
	appendStringInfoString(out, "</svg>");
}

/* One sentence: how many values, from where to where, and the latest known. */
static void
describe_spark(StringInfo out, const void *data)
{
	const Spark *s = data;
	int			known = 0;
	double		low = 0,
				high = 0,
				latest = 0;

	for (int i = 0; i < s->n; i++)
	{
		TE_CHECK_EVERY(i);
		if (isnan(s->x[i]))
			continue;
		low = known ? Min(low, s->x[i]) : s->x[i];
		high = known ? Max(high, s->x[i]) : s->x[i];
		latest = s->x[i];
		known++;
	}
	if (known == 0)
		appendStringInfoString(out, te_say("No values."));
	else
		appendStringInfoString(out, te_say_with("{1} values from {2} to {3}, the latest {4}.",
												psprintf("%d", known),
												te_format_amount(low), te_format_amount(high),
												te_format_amount(latest), TE_SAY_END));
}

/* The members of the twin behind its frame. */
static void
vega_spark(StringInfo out, const void *data)
{
	const Spark *s = data;
	int			last = -1;

	appendStringInfoString(out, "\"width\":96,\"height\":24,\"view\":{\"stroke\":null},"
						   "\"data\":{\"values\":[");
	for (int i = 0; i < s->n; i++)
	{
		TE_CHECK_EVERY(i);
		appendStringInfo(out, "%s{\"place\":%d,\"amount\":", i > 0 ? "," : "", i + 1);
		if (isnan(s->x[i]))
			appendStringInfoString(out, "null");
		else
			te_json_number(out, s->x[i]);
		appendStringInfoChar(out, '}');
		if (!isnan(s->x[i]))
			last = i;
	}
	appendStringInfoString(out, "]},\"encoding\":{"
						   "\"x\":{\"field\":\"place\",\"type\":\"quantitative\",\"axis\":null,"
						   "\"scale\":{\"zero\":false}},"
						   "\"y\":{\"field\":\"amount\",\"type\":\"quantitative\",\"axis\":null,\"title\":");
	te_json_string(out, s->unit[0] ? s->unit : te_say("amount"));
	appendStringInfo(out, "}},\"layer\":[{\"mark\":{\"type\":\"line\",\"tooltip\":true}},"
					 "{\"transform\":[{\"filter\":\"datum.place === %d\"}],"
					 "\"mark\":{\"type\":\"point\",\"filled\":true,\"color\":\"" TE_COLOUR_LATEST "\"}}]",
					 last + 1);
}

const TeChartKind te_chart_spark_kind = {
	.title = "Series",
	.describe = describe_spark,
	.vega = vega_spark
};

const void *
te_chart_spark(const double *amounts, int n, const char *unit)
{
	Spark	   *s = palloc0(sizeof(Spark));

	if (n > MAX_VALUES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a sparkline takes at most %d values, but got %d", MAX_VALUES, n),
				 errhint("Take one value a month or a year.")));
	s->x = amounts;
	s->n = n;
	s->unit = unit;
	return s;
}
