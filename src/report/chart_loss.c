/*
 * chart_loss.c
 *	  Distribution of losses: histogram with mean, value at risk and expected
 *	  shortfall.
 */
#include "postgres.h"

#include <math.h>

#include "base/trade_exposure.h"
#include "loss/loss_math.h"
#include "report/chart.h"
#include "report/format.h"
#include "report/say.h"
#include "report/style.h"

#define TE_LOSS_MAX_BINS 60

typedef struct Losses
{
	TeLosses	all;			/* smallest loss first, equal ones joined */
	int			n;				/* outcomes given */
	double		alpha;			/* confidence level, 0..1 */
	double		mean;
	double		value_at_risk;
	double		shortfall;
	double		start;			/* of the first bin */
	double		step;			/* width of a bin */
	int			nbins;
	double		bin[TE_LOSS_MAX_BINS];	/* probabilities */
	const char *unit;
} Losses;

/*
 * Bins of a round width, the last one holding the largest loss; a single loss
 * has room around it.
 */
static void
make_bins(Losses *l)
{
	double		low = l->all.atoms[0].loss,
				high = l->all.atoms[l->all.n - 1].loss;
	int			wanted = Max(5, Min(30, (int) (2 * sqrt(l->n))));

	l->step = te_nice_step(high - low, wanted);
	if (high - low <= 0)
	{
		l->step = te_nice_step(Max(fabs(high), 1), 10);
		high += 5 * l->step;
		low -= low < 0 ? 5 * l->step : Min(low, 5 * l->step);
	}
	l->start = floor(low / l->step) * l->step;
	l->nbins = (int) Min(TE_LOSS_MAX_BINS, floor((high - l->start) / l->step) + 1);
	for (int i = 0; i < l->all.n; i++)
	{
		double		b = floor((l->all.atoms[i].loss - l->start) / l->step);

		l->bin[(int) Max(0, Min(b, l->nbins - 1))] += l->all.atoms[i].probability;
	}
}

/* Pixel of a loss. */
static double
place(const Losses *l, double left, double right, double loss)
{
	return left + (right - left) * (loss - l->start) / (l->step * l->nbins);
}

/*
 * A vertical line with its name and figure on a line of its own above the bars,
 * to the left where there is room: no line of a smaller loss begins higher up.
 * Where there is room on neither side, as on a phone, it ends at the right edge.
 */
static void
draw_marker(TeDraw *draw, const Losses *l, const char *class, double left, double right, double y,
			double bottom, double loss, const char *name)
{
	double		x = place(l, left, right, loss);
	char	   *label = psprintf("%s %s", name, te_format_amount(loss));
	double		width = 1.08 * te_text_width(label, TE_SVG_FONT);
	bool		before = x - 6 - width >= 0;

	te_svg_line(&draw->body, class, x, y - 9, x, bottom);
	te_svg_text(&draw->body,
				strcmp(class, "te-risk") == 0 ? "te-t te-b te-halo te-bad" : "te-t te-b te-halo",
				before ? TE_END : TE_START, before ? x - 5 : Max(0, Min(x + 5,
																		draw->width - width)),
				y, label);
}

/* The bars, those beyond the value at risk in another colour. */
static void
draw_bars(TeDraw *draw, const Losses *l, double left, double right, double top, double height,
		  double most)
{
	for (int b = 0; b < l->nbins; b++)
	{
		double		from = l->start + b * l->step,
					x = place(l, left, right, from),
					w = place(l, left, right, from + l->step) - x,
					h = height * l->bin[b] / most;

		if (l->bin[b] > 0)
			te_svg_rect(&draw->body, from + l->step > l->value_at_risk && l->alpha < 1 ? "te-c4"
						: "te-c0",
						x + 0.5, top + height - h, w - 1, h,
						te_say_with("{1} to {2}: {3}", te_format_tick(from),
									te_format_tick(from + l->step), te_format_percent(l->bin[b]),
									TE_SAY_END));
	}
}

/* Round losses along the bottom. */
static void
draw_axis(TeDraw *draw, const Losses *l, double left, double right, double y)
{
	int			every = 1;

	/* labels at every bin, or every 2, 5, 10, 20 … */
	for (int k = 0; (right - left) / l->nbins * every < 58; k++)
		every = k % 3 == 1 ? every / 2 * 5 : every * 2;

	te_svg_line(&draw->body, "te-axis", left, y, right, y);
	for (int b = 0; b <= l->nbins; b += every)
	{
		double		x = place(l, left, right, l->start + b * l->step);
		char	   *label = te_format_tick(l->start + b * l->step);

		te_svg_line(&draw->body, "te-axis", x, y, x, y + 4);
		te_svg_text(&draw->body, "te-s",
					x + te_text_width(label, TE_SVG_SMALL) / 2 > draw->width ? TE_END : TE_MIDDLE,
					x, y + 17, label);
	}
}

static void
draw_losses(TeDraw *draw, const void *data)
{
	const Losses *l = data;
	double		left = 44,
				right = draw->width - 12,
				top = 62,
				height = 180,
				most = 0,
				step;
	char	   *level;

	if (l->n == 0)
	{
		te_draw_nothing(draw, te_say("No losses"));
		return;
	}
	for (int b = 0; b < l->nbins; b++)
		most = Max(most, l->bin[b]);
	step = te_nice_step(most, 4);
	most = ceil(most / step - 1e-9) * step;
	for (int tick = 0; tick * step <= most * 1.0001; tick++)
	{
		double		y = top + height * (1 - tick * step / most);

		te_svg_line(&draw->body, "te-grid", left, y, right, y);
		te_svg_text(&draw->body, "te-s", TE_END, left - 6, y + 4,
					te_format_percent_tick(tick * step));
	}
	draw_bars(draw, l, left, right, top, height, most);
	draw_axis(draw, l, left, right, top + height);
	level = te_format_percent_tick(l->alpha);
	draw_marker(draw, l, "te-risk", left, right, 13, top + height, l->shortfall,
				te_say_with("expected shortfall {1}", level, TE_SAY_END));
	draw_marker(draw, l, "te-risk", left, right, 31, top + height, l->value_at_risk,
				te_say_with("value at risk {1}", level, TE_SAY_END));
	draw_marker(draw, l, "te-mark", left, right, 49, top + height, l->mean, te_say("mean"));
	draw->height = top + height + 24;
	if (l->unit[0])
	{
		te_svg_text_fit(&draw->body, "te-s", TE_MIDDLE, (left + right) / 2, draw->height + 10,
						right - left, te_say_with("loss in {1}; bars: probability", l->unit,
												  TE_SAY_END));
		draw->height += 18;
	}
}

static void
table_losses(StringInfo out, const void *data)
{
	const Losses *l = data;

	appendStringInfo(out,
					 "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"te-n\">%s</th></tr></thead><tbody>",
					 te_say("Loss"), te_say("Probability"));
	for (int b = 0; b < l->nbins; b++)
	{
		if (l->bin[b] <= 0)
			continue;
		appendStringInfoString(out, "<tr>");
		te_table_text(out, "th scope=\"row\"",
					  te_say_with("{1} to {2}", te_format_tick(l->start + b * l->step),
								  te_format_tick(l->start + (b + 1) * l->step), TE_SAY_END));
		te_table_number(out, te_format_percent_cell(l->bin[b]));
		appendStringInfoString(out, "</tr>");
	}
	if (l->n > 0)
		appendStringInfo(out,
						 "<tr><th scope=\"row\">%s</th><td class=\"te-n\">%s</td></tr><tr><th scope=\"row\">%s</th><td class=\"te-n\">%s</td></tr><tr><th scope=\"row\">%s</th><td class=\"te-n\">%s</td></tr>",
						 te_say("Mean"), te_format_amount(l->mean),
						 te_say_with("Value at risk {1}", te_format_percent_tick(l->alpha),
									 TE_SAY_END),
						 te_format_amount(l->value_at_risk),
						 te_say_with("Expected shortfall {1}", te_format_percent_tick(l->alpha),
									 TE_SAY_END),
						 te_format_amount(l->shortfall));
	appendStringInfoString(out, "</tbody>");
}

static void
describe_losses(StringInfo out, const void *data)
{
	const Losses *l = data;

	if (l->n == 0)
		appendStringInfoString(out, te_say("No losses."));
	else
		appendStringInfoString(out,
							   te_say_with("Histogram of {1} loss outcomes: mean {2}, value at risk {3} at {4}, expected shortfall {5}.",
										   psprintf("%d", l->n), te_format_amount(l->mean),
										   te_format_amount(l->value_at_risk),
										   te_format_percent_tick(l->alpha),
										   te_format_amount(l->shortfall), TE_SAY_END));
}

/* Reads the outcomes; weights become shares of their sum. */
static void
read_outcomes(Losses *l, const double *losses, const double *weights, int n)
{
	double		sum;

	l->all.atoms = palloc((n + 1) * sizeof(TeAtom));
	for (int i = 0; i < n; i++)
	{
		double		weight = weights ? weights[i] : 1;

		if (isnan(losses[i]) || isnan(weight) || weight == 0)
			continue;
		if (weight < 0)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("argument \"loss_weights\" must not be negative, but is %.15g", weight)));
		l->all.atoms[l->all.n].loss = losses[i];
		l->all.atoms[l->all.n++].probability = weight;
	}
	l->n = l->all.n;
	sum = te_losses_mass(&l->all);
	for (int i = 0; i < l->n; i++)
		l->all.atoms[i].probability /= sum;
	te_losses_sort(&l->all);
}

/* Appends a rule at a loss, one layer of the twin. */
static void
vega_rule(StringInfo out, const char *name, double loss, const char *colour)
{
	appendStringInfoString(out,
						   ",{\"mark\":{\"type\":\"rule\",\"strokeWidth\":2,\"tooltip\":true,\"color\":");
	te_json_string(out, colour);
	appendStringInfoString(out, "},\"data\":{\"values\":[{\"loss\":");
	te_json_number(out, loss);
	appendStringInfoString(out, ",\"figure\":");
	te_json_string(out, name);
	appendStringInfoString(out,
						   "}]},\"encoding\":{\"x\":{\"field\":\"loss\",\"type\":\"quantitative\"}}}");
}

/* The members of the twin behind its frame. */
static void
vega_losses(StringInfo out, const void *data)
{
	const Losses *l = data;

	appendStringInfoString(out,
						   "\"layer\":[{\"mark\":{\"type\":\"bar\",\"tooltip\":true},\"data\":{\"values\":[");
	for (int b = 0; b < l->nbins; b++)
	{
		appendStringInfo(out, "%s{\"from\":", b ? "," : "");
		te_json_number(out, l->start + b * l->step);
		appendStringInfoString(out, ",\"to\":");
		te_json_number(out, l->start + (b + 1) * l->step);
		appendStringInfoString(out, ",\"probability\":");
		te_json_number(out, l->bin[b]);
		appendStringInfoChar(out, '}');
	}
	appendStringInfoString(out, "]},\"encoding\":{"
						   "\"x\":{\"field\":\"from\",\"type\":\"quantitative\",\"bin\":{\"binned\":true},");
	te_json_title(out, te_say("loss"));
	appendStringInfoString(out, ",\"x2\":{\"field\":\"to\"},"
						   "\"y\":{\"field\":\"probability\",\"type\":\"quantitative\",\"axis\":{\"format\":\"%\"},");
	te_json_title(out, te_say("probability"));
	appendStringInfoString(out, "}}");
	if (l->n > 0)
	{
		vega_rule(out, te_say("mean"), l->mean, TE_COLOUR_INK);
		vega_rule(out, te_say("value at risk"), l->value_at_risk, TE_COLOUR_BAD);
		vega_rule(out, te_say("expected shortfall"), l->shortfall, TE_COLOUR_BAD);
	}
	appendStringInfoChar(out, ']');
}

const TeChartKind te_chart_loss_kind = {
	.title = "Distribution of losses",
	.draw = draw_losses,
	.table = table_losses,
	.describe = describe_losses,
	.vega = vega_losses
};

const void *
te_chart_loss(const double *losses, const double *weights, int n, double level, const char *unit)
{
	Losses	   *l = palloc0(sizeof(Losses));

	l->alpha = level;
	l->unit = unit;
	read_outcomes(l, losses, weights, n);
	if (l->n > 0)
	{
		l->mean = te_losses_mean(&l->all);
		l->value_at_risk = te_losses_quantile(&l->all, l->alpha);
		l->shortfall = l->alpha < 1 ? te_losses_shortfall(&l->all, l->alpha) : l->value_at_risk;
		make_bins(l);
	}
	return l;
}
