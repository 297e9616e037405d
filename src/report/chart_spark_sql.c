/*
 * chart_spark_sql.c
 *	  Sparklines: a series in the size of a word.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "report/chart_args.h"
#include "report/format.h"
#include "report/say.h"
#include "report/say_sql.h"

TE_FUNCTION(chart_sparkline);
TE_FUNCTION(vega_sparkline);

#define MAX_VALUES 100000		/* of a series */

/* What of the style of charts a sparkline needs: a table may have thousands. */
static const char spark_style[] =
"<style>.te-word{--te-c0:#1f5fa8;--te-c1:#a8480f}"
".te-word .te-spark{fill:none;stroke:var(--te-c0);stroke-width:1.6;stroke-linejoin:round}"
".te-word .te-c1{fill:var(--te-c1)}"
"@media(prefers-color-scheme:dark){.te-word{--te-c0:#79b0f2;--te-c1:#f0a06a}}"
"@media print{.te-word{--te-c0:#1f5fa8;--te-c1:#a8480f}}</style>";

/* The series of a sparkline. */
typedef struct Spark
{
	int			n;				/* values */
	double	   *x;				/* NaN: unknown */
} Spark;

/*
 * The amounts of a series, which is not longer than a word's width can show a
 * hundred times over.
 */
static double *
spark_amounts(FunctionCallInfo fcinfo, int *n)
{
	double	   *x = te_chart_amounts(fcinfo, 0, "amounts", n);

	if (*n > MAX_VALUES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a sparkline takes at most %d values, but got %d", MAX_VALUES, *n),
				 errhint("Take one value a month or a year.")));
	return x;
}

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

/* (amounts, width, height, styled, title) */
Datum
chart_sparkline(PG_FUNCTION_ARGS)
{
	int			n,
				width = PG_ARGISNULL(1) ? 96 : PG_GETARG_INT32(1),
				height = PG_ARGISNULL(2) ? 24 : PG_GETARG_INT32(2),
				last;
	double	   *x = spark_amounts(fcinfo, &n);
	double		low,
				high;
	StringInfoData out;

	te_say_in(fcinfo);
	te_check_range("width", width, 16, 2000);
	te_check_range("height", height, 10, 1000);
	initStringInfo(&out);
	appendStringInfo(&out,
					 "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"te-chart te-word\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"><title>",
					 width, height, width, height);
	te_svg_escape(&out, te_chart_text(fcinfo, 4, te_say("Series")));
	appendStringInfoString(&out, "</title>");
	if (!PG_ARGISNULL(3) && PG_GETARG_BOOL(3))
		appendStringInfoString(&out, spark_style);
	if (value_range(x, n, &low, &high))
	{
		draw_line(&out, x, n, width, height, low, high);
		for (last = n - 1; isnan(x[last]); last--)
			;
		appendStringInfoString(&out, "<circle class=\"te-c1\" r=\"2.4\" cx=\"");
		te_svg_number(&out, n > 1 ? 3 + (width - 6.0) * last / (n - 1) : width / 2.0);
		appendStringInfoString(&out, "\" cy=\"");
		te_svg_number(&out, 3 + (height - 6) * (1 - (x[last] - low) / (high - low)));
		appendStringInfoString(&out, "\"/>");
	}
	appendStringInfoString(&out, "</svg>");
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, out.len));
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

static const TeChartKind spark_kind = {NULL, NULL, describe_spark};

/* (amounts, title, description, unit) */
Datum
vega_sparkline(PG_FUNCTION_ARGS)
{
	Spark		s;
	const char *unit;
	StringInfoData out;
	int			last = -1;

	s.x = spark_amounts(fcinfo, &s.n);
	te_say_in(fcinfo);
	unit = te_chart_unit(fcinfo, 3, "amounts", s.x, s.n);
	initStringInfo(&out);
	appendStringInfoString(&out, "\"width\":96,\"height\":24,\"view\":{\"stroke\":null},"
						   "\"data\":{\"values\":[");
	for (int i = 0; i < s.n; i++)
	{
		TE_CHECK_EVERY(i);
		appendStringInfo(&out, "%s{\"place\":%d,\"amount\":", i > 0 ? "," : "", i + 1);
		if (isnan(s.x[i]))
			appendStringInfoString(&out, "null");
		else
			te_json_number(&out, s.x[i]);
		appendStringInfoChar(&out, '}');
		if (!isnan(s.x[i]))
			last = i;
	}
	appendStringInfoString(&out, "]},\"encoding\":{"
						   "\"x\":{\"field\":\"place\",\"type\":\"quantitative\",\"axis\":null,"
						   "\"scale\":{\"zero\":false}},"
						   "\"y\":{\"field\":\"amount\",\"type\":\"quantitative\",\"axis\":null,\"title\":");
	te_json_string(&out, unit[0] ? unit : te_say("amount"));
	appendStringInfo(&out, "}},\"layer\":[{\"mark\":{\"type\":\"line\",\"tooltip\":true}},"
					 "{\"transform\":[{\"filter\":\"datum.place === %d\"}],"
					 "\"mark\":{\"type\":\"point\",\"filled\":true,\"color\":\"#a63603\"}}]",
					 last + 1);
	return te_vega_result(fcinfo, 1, "Series", &spark_kind, &s, out.data);
}
