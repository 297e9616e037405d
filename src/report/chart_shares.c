/*
 * chart_shares.c
 *	  Supplier shares over time: one stacked column a period.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "report/chart.h"
#include "report/format.h"
#include "report/say.h"

#define TE_SHARES_LINE 20		/* px, a line of the legend */

/* Rows of the chart: suppliers with a colour, then others, then unspecified. */
typedef struct Shares
{
	TeNames    *period;
	TeNames    *origin;
	int		   *period_order;	/* periods by name */
	int			ncolumns;		/* periods */
	int			nnamed;			/* suppliers with a row of their own */
	int			nrows;			/* nnamed + others + unspecified */
	const char **row_name;
	double	   *amount;			/* [row * ncolumns + column] */
	double	   *total;			/* by column */
	const char *unit;
} Shares;

/* Row of a supplier's place in the ranking. */
static const char *
row_class(const Shares *s, int row)
{
	return row < s->nnamed ? te_chart_colour(row) : row == s->nnamed ? "te-cx" : "te-cu";
}

/* Share of a row in a column, 0 when the column is empty. */
static double
row_share(const Shares *s, int row, int column)
{
	return s->total[column] > 0 ? s->amount[row * s->ncolumns + column] / s->total[column] : 0;
}

/* A row that is nowhere above 0 is not shown. */
static bool
row_shown(const Shares *s, int row)
{
	for (int c = 0; c < s->ncolumns; c++)
		if (s->amount[row * s->ncolumns + c] > 0)
			return true;
	return false;
}

/* Adds up the points by row and column. */
static void
fill(Shares *s, const char **periods, const char **origins, const double *amounts, int n, int top)
{
	double	   *by_origin = palloc0((n + 1) * sizeof(double));
	int		   *rank,
			   *row_of,
			   *column_of;

	for (int i = 0; i < n; i++)
	{
		if (periods[i] == NULL || isnan(amounts[i]))
			continue;
		te_chart_not_negative("amounts", amounts[i], origins[i]);
		te_names_number(s->period, periods[i], NULL);
		if (origins[i] && origins[i][0])
			by_origin[te_names_number(s->origin, origins[i], NULL)] += amounts[i];
	}
	s->ncolumns = s->period->count;
	s->period_order = te_chart_sorted(s->period);
	rank = te_chart_ranked(s->origin, by_origin);
	s->nnamed = Min(top, s->origin->count);
	s->nrows = s->nnamed + 2;
	s->row_name = palloc0(s->nrows * sizeof(char *));
	row_of = palloc((s->origin->count + 1) * sizeof(int));
	column_of = palloc((s->ncolumns + 1) * sizeof(int));
	for (int r = 0; r < s->origin->count; r++)
		row_of[rank[r]] = Min(r, s->nnamed);
	for (int r = 0; r < s->nnamed; r++)
		s->row_name[r] = s->origin->names[rank[r]];
	s->row_name[s->nnamed] = te_say_with("{1} others", psprintf("%d",
																s->origin->count - s->nnamed),
										 TE_SAY_END);
	s->row_name[s->nnamed + 1] = te_say("unspecified");
	for (int c = 0; c < s->ncolumns; c++)
		column_of[s->period_order[c]] = c;
	s->amount = palloc0((s->nrows * s->ncolumns + 1) * sizeof(double));
	s->total = palloc0((s->ncolumns + 1) * sizeof(double));
	for (int i = 0; i < n; i++)
	{
		int			column,
					row = s->nnamed + 1;

		CHECK_FOR_INTERRUPTS();
		if (periods[i] == NULL || isnan(amounts[i]))
			continue;
		column = column_of[te_names_number(s->period, periods[i], NULL)];
		if (origins[i] && origins[i][0])
			row = row_of[te_names_number(s->origin, origins[i], NULL)];
		s->amount[row * s->ncolumns + column] += amounts[i];
		s->total[column] += amounts[i];
	}
}

/* Lines and labels at 0, 25 … 100 %. */
static void
draw_axis(TeDraw *draw, double left, double right, double top, double height)
{
	for (int tick = 0; tick <= 4; tick++)
	{
		double		y = top + height * (1 - tick / 4.0);

		te_svg_line(&draw->body, tick ? "te-grid" : "te-axis", left, y, right, y);
		te_svg_text(&draw->body, "te-s", TE_END, left - 6, y + 4, psprintf("%d%%", tick * 25));
	}
}

/* One period's column, from the largest supplier at the bottom upwards. */
static void
draw_column(TeDraw *draw, const Shares *s, int c, double x, double width, double top,
			double height)
{
	double		y = top + height;

	for (int r = 0; r < s->nrows; r++)
	{
		double		share = row_share(s, r, c),
					h = share * height;
		char	   *percent = te_format_percent(share);
		char		class[32];

		if (share <= 0)
			continue;
		y -= h;
		snprintf(class, sizeof(class), "%s te-seg", row_class(s, r));
		te_svg_rect(&draw->body, class, x, y, width, h,
					psprintf("%s, %s: %s", s->row_name[r],
							 te_say_periods(s->period->names[s->period_order[c]]), percent));
		if (h >= 16 && te_text_width(percent, TE_SVG_SMALL) <= width - 4)
			te_svg_text(&draw->body, r == s->nnamed + 1 ? "te-s" : "te-on", TE_MIDDLE,
						x + width / 2, y + h / 2 + 4, percent);
	}
}

/* Period names under the columns, as many as fit; whether totals, if they have a unit, do too. */
static bool
draw_periods(TeDraw *draw, const Shares *s, double left, double slot, double y)
{
	double		widest = 0;
	int			every;
	bool		totals = s->unit[0] != '\0';

	for (int c = 0; c < s->ncolumns; c++)
	{
		widest = Max(widest, te_text_width(s->period->names[c], TE_SVG_SMALL));
		totals = totals && te_text_width(te_format_amount(s->total[c]), TE_SVG_SMALL) + 6 <= slot;
	}
	widest = Min(widest, 140);
	every = Max(1, (int) ceil((widest + 8) / slot));
	for (int c = 0; c < s->ncolumns; c++)
	{
		double		x = left + slot * (c + 0.5),
					room = Max(slot * every - 4, 24);
		const char *name = s->period->names[s->period_order[c]];
		double		half = Min(te_text_width(name, TE_SVG_SMALL), room) / 2;

		if ((s->ncolumns - 1 - c) % every == 0)
			te_svg_text_fit(&draw->body, "te-s", TE_MIDDLE, Min(x, draw->width - half - 1), y, room,
							name);
		if (totals)
			te_svg_text(&draw->body, "te-s", TE_MIDDLE, x, y + 15, te_format_amount(s->total[c]));
	}
	return totals;
}

/* Names with their share in the latest period; returns the height used. */
static double
draw_legend(TeDraw *draw, const Shares *s, double left, double top, double width, int columns)
{
	const char *latest = s->period->names[s->period_order[s->ncolumns - 1]];
	double		slot = width / columns;
	int			shown = 0;

	te_svg_text_fit(&draw->body, "te-s", TE_END, left + width - 8, top + 8, width - 16,
					te_say_with("share in {1}", te_say_periods(latest), TE_SAY_END));
	top += TE_SHARES_LINE;
	for (int k = s->nrows - 1; k >= 0; k--)
	{
		/* beside the columns in their order, below them largest first */
		int			r = columns == 1 ? k : s->nrows - 1 - k;
		double		x = left + slot * (shown % columns),
					y = top + TE_SHARES_LINE * (shown / columns);
		char	   *share;
		double		room;

		if (!row_shown(s, r))
			continue;
		share = te_format_percent_cell(row_share(s, r, s->ncolumns - 1));
		room = te_text_width(share, TE_SVG_FONT) + 8;
		te_svg_rect(&draw->body, row_class(s, r), x, y, 11, 11, NULL);
		te_svg_text_fit(&draw->body, "te-t", TE_START, x + 17, y + 10, slot - 25 - room,
						s->row_name[r]);
		te_svg_text(&draw->body, "te-t te-b", TE_END, x + slot - 8, y + 10, share);
		shown++;
	}
	return TE_SHARES_LINE * (1 + (shown + columns - 1) / columns);
}

static void
draw_shares(TeDraw *draw, const void *data)
{
	const Shares *s = data;
	double		left = 40,
				height = draw->narrow ? 220 : 260,
				right,
				slot,
				bar;
	bool		totals;

	if (s->ncolumns == 0)
	{
		te_draw_nothing(draw, te_say("No data"));
		return;
	}
	right = draw->width - (!draw->narrow ? 216 : s->ncolumns > 6 ? 24 : 4);
	slot = (right - left) / s->ncolumns;
	bar = Min(slot * (slot > 12 ? 0.82 : 1), 96);
	draw_axis(draw, left, right, 10, height);
	for (int c = 0; c < s->ncolumns; c++)
		draw_column(draw, s, c, left + slot * c + (slot - bar) / 2, bar, 10, height);
	totals = draw_periods(draw, s, left, slot, height + 28);
	draw->height = height + (totals ? 54 : 40);
	if (draw->narrow)
		draw->height += draw_legend(draw, s, 4, draw->height + 2, draw->width - 8, 2) + 8;
	else
	{
		double		used = 8 + draw_legend(draw, s, right + 24, 14, draw->width - right - 24, 1);

		draw->height = Max(draw->height, used);
	}
	if (totals)
	{
		te_svg_text_fit(&draw->body, "te-s", TE_START, draw->narrow ? 4 : left, draw->height + 6,
						draw->width - 50, te_say_with("Under the columns: totals in {1}",
													  s->unit, TE_SAY_END));
		draw->height += 14;
	}
}

static void
table_shares(StringInfo out, const void *data)
{
	const Shares *s = data;

	appendStringInfo(out, "<thead><tr><th scope=\"col\">%s</th>", te_say("Supplier"));
	for (int c = 0; c < s->ncolumns; c++)
		te_table_text(out, "th scope=\"col\" class=\"te-n\"",
					  te_say_periods(s->period->names[s->period_order[c]]));
	appendStringInfoString(out, "</tr></thead><tbody>");
	for (int r = 0; r < s->nrows; r++)
	{
		if (!row_shown(s, r))
			continue;
		appendStringInfoString(out, "<tr>");
		te_table_text(out, "th scope=\"row\"", s->row_name[r]);
		for (int c = 0; c < s->ncolumns; c++)
			te_table_number(out, te_format_percent_cell(row_share(s, r, c)));
		appendStringInfoString(out, "</tr>");
	}
	appendStringInfo(out, "<tr><th scope=\"row\">%s</th>", te_say("Total"));
	for (int c = 0; c < s->ncolumns; c++)
		te_table_number(out, te_format_amount(s->total[c]));
	appendStringInfoString(out, "</tr></tbody>");
}

static void
describe_shares(StringInfo out, const void *data)
{
	const Shares *s = data;
	int			last = s->ncolumns - 1;
	char	   *end;

	if (s->ncolumns == 0)
	{
		appendStringInfoString(out, te_say("No data."));
		return;
	}
	end = te_say_periods(s->period->names[s->period_order[last]]);
	appendStringInfoString(out,
						   te_say_with("Stacked columns of supplier shares, {1} periods from {2} to {3}.",
									   psprintf("%d", s->ncolumns),
									   te_say_periods(s->period->names[s->period_order[0]]),
									   end, TE_SAY_END));
	if (s->nnamed > 0)
		appendStringInfoString(out, te_say_with(" Largest overall: {1}, {2} in {3}.",
												s->row_name[0],
												te_format_percent(row_share(s, 0, last)),
												end, TE_SAY_END));
}

/* The members of the twin behind its frame. */
static void
vega_shares(StringInfo out, const void *data)
{
	const Shares *s = data;
	bool		first = true;

	appendStringInfoString(out, "\"data\":{\"values\":[");
	for (int r = 0; r < s->nrows; r++)
		for (int c = 0; row_shown(s, r) && c < s->ncolumns; c++, first = false)
		{
			appendStringInfo(out, "%s{\"rank\":%d,\"period\":", first ? "" : ",", r);
			te_json_string(out, s->period->names[s->period_order[c]]);
			appendStringInfoString(out, ",\"supplier\":");
			te_json_string(out, s->row_name[r]);
			appendStringInfoString(out, ",\"amount\":");
			te_json_number(out, s->amount[r * s->ncolumns + c]);
			appendStringInfoChar(out, '}');
		}
	appendStringInfoString(out, "]},\"mark\":{\"type\":\"bar\",\"tooltip\":true},\"encoding\":{"
						   "\"x\":{\"field\":\"period\",\"type\":\"ordinal\",\"title\":null},"
						   "\"y\":{\"field\":\"amount\",\"type\":\"quantitative\",\"stack\":\"normalize\","
						   "\"axis\":{\"format\":\"%\"},");
	te_json_title(out, te_say("share"));
	appendStringInfoString(out, ",\"order\":{\"field\":\"rank\",\"type\":\"quantitative\"},"
						   "\"color\":{\"field\":\"supplier\",\"type\":\"nominal\",\"sort\":{\"field\":\"rank\"},");
	te_json_title(out, te_say("supplier"));
	appendStringInfoChar(out, '}');
}

const TeChartKind te_chart_shares_kind = {
	.title = "Supplier shares",
	.draw = draw_shares,
	.table = table_shares,
	.describe = describe_shares,
	.vega = vega_shares
};

const void *
te_chart_shares(const char **periods, const char **origins, const double *amounts, int n, int top,
				const char *unit)
{
	Shares	   *s = palloc0(sizeof(Shares));

	s->period = te_names_new();
	s->origin = te_names_new();
	s->unit = unit;
	fill(s, periods, origins, amounts, n, top);
	return s;
}
