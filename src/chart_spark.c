/*
 * chart_spark.c
 *	  Sparklines: a series in the size of a word.
 */
#include "postgres.h"

#include <math.h>

#include "utils/builtins.h"

#include "chart.h"
#include "trade_exposure.h"

TE_FUNCTION(sparkline);

/* Smallest and largest known value, both widened to include 0; false when none is known. */
static bool
value_range(const double *x, int n, double *low, double *high)
{
	bool		any = false;

	*low = *high = 0;
	for (int i = 0; i < n; i++)
		if (!isnan(x[i]))
		{
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

/* (amounts, width, height, styled, label) */
Datum
sparkline(PG_FUNCTION_ARGS)
{
	int			n,
				width = PG_ARGISNULL(1) ? 96 : PG_GETARG_INT32(1),
				height = PG_ARGISNULL(2) ? 24 : PG_GETARG_INT32(2),
				last;
	double	   *x = te_chart_amounts(fcinfo, 0, "amounts", &n);
	double		low,
				high;
	StringInfoData out;

	te_check_range("width", width, 16, 2000);
	te_check_range("height", height, 10, 1000);
	initStringInfo(&out);
	appendStringInfo(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"te-chart te-word\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"><title>",
					 width, height, width, height);
	te_svg_escape(&out, te_chart_text(fcinfo, 4, "Series"));
	appendStringInfoString(&out, "</title>");
	if (!PG_ARGISNULL(3) && PG_GETARG_BOOL(3))
		appendStringInfo(&out, "<style>%s</style>", te_svg_style());
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
