/*
 * chart_layers.c
 *	  Tariff waterfall: the layers of a duty one after the other, with those that
 *	  were considered and did not apply as dashed outlines with the reason.
 */
#include "postgres.h"

#include <math.h>

#include "base/trade_exposure.h"
#include "report/chart.h"
#include "report/say.h"
#include "report/style.h"

#define TE_LAYERS_MAX 60		/* layers drawn */

typedef struct Layers
{
	int			n;
	const char **name;
	double	   *rate;			/* share of the value; NaN = unknown */
	const char **status;		/* "applied" or why not; NULL = applied */
	double		total;			/* of the applied ones */
	double		low;			/* axis */
	double		high;
	bool		unknown;		/* an applied layer has no rate */
} Layers;

/* Whether a layer counts. */
static bool
applied(const Layers *l, int i)
{
	return l->status[i] == NULL || l->status[i][0] == '\0' ||
		pg_strcasecmp(l->status[i], "applied") == 0;
}

/* Adds the applied layers up and finds the axis. */
static void
measure(Layers *l)
{
	for (int i = 0; i < l->n; i++)
	{
		if (isnan(l->rate[i]))
		{
			l->unknown = l->unknown || applied(l, i);
			continue;
		}
		l->high = Max(l->high, l->total + l->rate[i]);
		l->low = Min(l->low, l->total + l->rate[i]);
		if (applied(l, i))
			l->total += l->rate[i];
	}
	if (l->high == l->low)
		l->high = l->low + 0.01;
}

/* Pixel of a rate. */
static double
place(const Layers *l, double left, double right, double rate)
{
	return left + (right - left) * (rate - l->low) / (l->high - l->low);
}

/* A rate for people, exact to a hundredth of a percent: 0.125 → "12.5%". */
static char *
format_rate(double rate)
{
	StringInfoData out;

	initStringInfo(&out);
	te_svg_number(&out, rate * 100);
	appendStringInfoChar(&out, '%');
	return out.data;
}

/* The same with its sign. */
static char *
signed_rate(double rate)
{
	return psprintf("%s%s", rate > 0 ? "+" : "", format_rate(rate));
}

/* Bar of a rate beginning at "start", with its figure behind it. */
static void
draw_bar(TeDraw *draw, const Layers *l, int i, double left, double right, double y, double start)
{
	double		a = place(l, left, right, start),
				b = place(l, left, right, start + l->rate[i]);
	bool		counts = applied(l, i);
	char	   *hint = psprintf("%s: %s, %s", l->name[i], signed_rate(l->rate[i]),
								counts ? te_say("applied") : l->status[i]);

	te_svg_rect(&draw->body, !counts ? "te-dash" : l->rate[i] < 0 ? "te-c2" : "te-c0", Min(a, b), y,
				Max(fabs(b - a), 1), 18, hint);
	te_svg_text(&draw->body, counts ? "te-t te-b" : "te-s", TE_START, Max(a, b) + 5, y + 13,
				signed_rate(l->rate[i]));
}

/* Room for the words of a layer: beside the bars, or above them on a phone. */
static double
words_room(const TeDraw *draw, double left)
{
	return left > 0 ? left - 10 : draw->width - 6;
}

/* Height of a layer: a reason may take two lines. */
static double
layer_height(const TeDraw *draw, const Layers *l, int i, double left)
{
	bool		long_reason = !applied(l, i) &&
		te_text_first_line(l->status[i], TE_SVG_SMALL, words_room(draw, left)) > 0;

	return (draw->narrow ? 58 : 36) + (long_reason ? 14 : 0);
}

/* One layer: name, why it does not count, bar.  Returns the sum after it. */
static double
draw_layer(TeDraw *draw, const Layers *l, int i, double left, double right, double y, double sum)
{
	bool		counts = applied(l, i);
	const char *words = counts ? te_say("applied") : l->status[i];
	double		room = words_room(draw, left),
				x = left > 0 ? 0 : 6,
				bar_y = left > 0 ? y + 6 : y + layer_height(draw, l, i, left) - 26;
	int			first = te_text_first_line(words, TE_SVG_SMALL, room);

	te_svg_text_fit(&draw->body, counts ? "te-t" : "te-s", TE_START, x, y + 13, room, l->name[i]);
	if (first > 0)
	{
		te_svg_text(&draw->body, "te-s", TE_START, x, y + 27, pnstrdup(words, first));
		words += first + 1;
	}
	te_svg_text_fit(&draw->body, "te-s", TE_START, x, y + (first > 0 ? 41 : 27), room, words);
	if (isnan(l->rate[i]))
	{
		te_svg_text(&draw->body, "te-s", TE_START, place(l, left, right, sum) + 5, bar_y + 13,
					te_say("rate not known"));
		return sum;
	}
	draw_bar(draw, l, i, left, right, bar_y, sum);
	return counts ? sum + l->rate[i] : sum;
}

static void
draw_layers(TeDraw *draw, const void *data)
{
	const Layers *l = data;
	double		left = draw->narrow ? 0 : 250,
				right = draw->width - 78,
				row = draw->narrow ? 58 : 36,	/* of the total */
				y = 8,
				sum = 0,
				height = 0,
				zero = place(l, left, right, 0),
				end;
	int			shown = Min(l->n, TE_LAYERS_MAX);
	char	   *total = l->unknown ? te_say_with("at least {1}", format_rate(l->total),
												 TE_SAY_END) :
		format_rate(l->total);

	if (l->n == 0)
	{
		te_draw_nothing(draw, te_say("No layers"));
		return;
	}
	for (int i = 0; i < shown; i++)
		height += layer_height(draw, l, i, left);
	te_svg_line(&draw->body, "te-axis", zero, y - 4, zero, y + height + row - 6);
	for (int i = 0; i < shown; i++)
	{
		double		before = place(l, left, right, sum);

		if (i > 0 && !draw->narrow)
			te_svg_line(&draw->body, "te-grid", before, y - layer_height(draw, l, i - 1, left) + 24,
						before, y + 6);
		sum = draw_layer(draw, l, i, left, right, y, sum);
		y += layer_height(draw, l, i, left);
	}
	end = place(l, left, right, l->total);
	te_svg_text(&draw->body, "te-t te-b", TE_START, draw->narrow ? 6 : 0, y + (draw->narrow ? 13
																			   : 19),
				te_say("Total"));
	y += draw->narrow ? 20 : 6;
	te_svg_rect(&draw->body, "te-c7", Min(zero, end), y, Max(fabs(end - zero), 1), 18, NULL);
	te_svg_text(&draw->body, "te-t te-b", TE_START, Max(zero, end) + 5, y + 13, total);
	draw->height = y + 28;
	if (l->n > shown)
	{
		te_svg_text(&draw->body, "te-s", TE_START, 0, draw->height + 8,
					te_say_with("and {1} more layers, in the table", psprintf("%d",
																			  l->n - shown),
								TE_SAY_END));
		draw->height += 16;
	}
}

static void
table_layers(StringInfo out, const void *data)
{
	const Layers *l = data;

	appendStringInfo(out,
					 "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"te-n\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>",
					 te_say("Layer"), te_say("Rate"), te_say("Status"));
	for (int i = 0; i < l->n; i++)
	{
		appendStringInfoString(out, "<tr>");
		te_table_text(out, "th scope=\"row\"", l->name[i]);
		te_table_number(out, isnan(l->rate[i]) ? te_say("not known") : signed_rate(l->rate[i]));
		te_table_text(out, "td", applied(l, i) ? te_say("applied") : l->status[i]);
		appendStringInfoString(out, "</tr>");
	}
	appendStringInfo(out, "<tr><th scope=\"row\">%s</th>", te_say("Total"));
	te_table_number(out, l->unknown ? te_say_with("at least {1}", format_rate(l->total),
												  TE_SAY_END) : format_rate(l->total));
	appendStringInfoString(out, "<td></td></tr></tbody>");
}

static void
describe_layers(StringInfo out, const void *data)
{
	const Layers *l = data;
	int			counting = 0;

	for (int i = 0; i < l->n; i++)
		counting += applied(l, i);
	appendStringInfoString(out,
						   te_say_with("Waterfall of {1} tariff layers, {2} of them applied, total {3}.",
									   psprintf("%d", l->n), psprintf("%d", counting),
									   l->unknown ? te_say_with("at least {1}",
																format_rate(l->total), TE_SAY_END) :
									   format_rate(l->total), TE_SAY_END));
}

/* The members of the twin behind its frame. */
static void
vega_layers(StringInfo out, const void *data)
{
	const Layers *l = data;
	double		sum = 0;

	appendStringInfoString(out, "\"data\":{\"values\":[");
	for (int i = 0; i < l->n; i++)
	{
		double		end = isnan(l->rate[i]) ? sum : sum + l->rate[i];

		appendStringInfo(out, "%s{\"row\":%d,\"layer\":", i ? "," : "", i);
		te_json_string(out, l->name[i]);
		appendStringInfoString(out, ",\"status\":");
		te_json_string(out, applied(l, i) ? "applied" : l->status[i]);
		appendStringInfo(out, ",\"applied\":%s,\"from\":", applied(l, i) ? "true" : "false");
		te_json_number(out, sum);
		appendStringInfoString(out, ",\"to\":");
		te_json_number(out, end);
		appendStringInfoChar(out, '}');
		if (applied(l, i))
			sum = end;
	}
	appendStringInfoString(out,
						   "]},\"mark\":{\"type\":\"bar\",\"tooltip\":true,\"stroke\":\"" TE_COLOUR_DIM "\"},\"encoding\":{"
						   "\"y\":{\"field\":\"layer\",\"type\":\"nominal\",\"sort\":{\"field\":\"row\"},\"title\":null},"
						   "\"x\":{\"field\":\"from\",\"type\":\"quantitative\",\"axis\":{\"format\":\"%\"},");
	te_json_title(out, te_say("rate"));
	appendStringInfoString(out, ",\"x2\":{\"field\":\"to\"},"
						   "\"fillOpacity\":{\"condition\":{\"test\":\"datum.applied\",\"value\":1},\"value\":0},"
						   "\"tooltip\":[{\"field\":\"layer\",\"type\":\"nominal\"},{\"field\":\"status\",\"type\":\"nominal\"}]}");
}

const TeChartKind te_chart_layers_kind = {
	.title = "Tariff layers",
	.draw = draw_layers,
	.table = table_layers,
	.describe = describe_layers,
	.vega = vega_layers
};

const void *
te_chart_layers(const char **layers, double *rates, const char **statuses, int n)
{
	Layers	   *l = palloc0(sizeof(Layers));

	l->n = n;
	l->name = layers;
	l->rate = rates;
	l->status = statuses;
	for (int i = 0; i < n; i++)
		if (l->name[i] == NULL)
			l->name[i] = "(no name)";
	measure(l);
	return l;
}
