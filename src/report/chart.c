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

#include "common/shortest_dec.h"
#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "report/chart.h"
#include "report/say.h"
#include "report/style.h"

/* ---- arguments ---- */

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

/* ---- labels ---- */

/* What te_chart_ranked sorts by. */
typedef struct RankContext
{
	const TeNames *labels;
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
	return strcmp(context->labels->names[x], context->labels->names[y]);
}

/* Numbers 0 … n−1, largest value first, ties by name. */
int *
te_chart_ranked(const TeNames *labels, const double *value)
{
	RankContext context = {labels, value};
	int		   *order = palloc((labels->count + 1) * sizeof(int));

	for (int i = 0; i < labels->count; i++)
		order[i] = i;
	qsort_arg(order, labels->count, sizeof(int), compare_labels, &context);
	return order;
}

/* Label numbers in byte order of their names. */
int *
te_chart_sorted(const TeNames *labels)
{
	return te_chart_ranked(labels, NULL);
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

/* Appends a JSON string, like escape_json(), but can be cancelled. */
void
te_json_string(StringInfo out, const char *s)
{
	appendStringInfoChar(out, '"');
	for (Size i = 0; s[i]; i++)
	{
		TE_CHECK_EVERY(i);
		if (s[i] == '"' || s[i] == '\\')
			appendStringInfoChar(out, '\\');
		if ((unsigned char) s[i] < 0x20)
			appendStringInfo(out, "\\u%04x", (unsigned char) s[i]);
		else
			appendStringInfoChar(out, s[i]);
	}
	appendStringInfoChar(out, '"');
}

/* Ends a member of a twin's encoding with its title, a text in the caller's language. */
void
te_json_title(StringInfo out, const char *title)
{
	appendStringInfoString(out, "\"title\":");
	te_json_string(out, title);
	appendStringInfoChar(out, '}');
}

/* Appends a JSON number: the shortest that round-trips. */
void
te_json_number(StringInfo out, double x)
{
	char		digits[DOUBLE_SHORTEST_DECIMAL_LEN];

	double_to_shortest_decimal_buf(x, digits);
	appendStringInfoString(out, digits);
}

/* ---- frames ---- */

/* The title of a chart. */
static const char *
title_of(const TeChartKind *kind, const char *title)
{
	return title != NULL ? title : te_say(kind->title);
}

/* The description of a chart. */
static const char *
description_of(const TeChartKind *kind, const void *data, const char *description)
{
	StringInfoData out;

	if (description != NULL)
		return description;
	initStringInfo(&out);
	kind->describe(&out, data);
	return out.data;
}

/* Appends the svg element of a drawing at a width. */
static void
append_svg(StringInfo out, const TeChartKind *kind, const void *data, double width,
		   const char *class, const char *title, const char *description, bool styled)
{
	TeDraw		draw = {.width = width, .narrow = width < 480};

	initStringInfo(&draw.body);
	kind->draw(&draw, data);
	appendStringInfo(out,
					 "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"te-chart%s\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"><title>",
					 class, (int) width, (int) ceil(draw.height), (int) width,
					 (int) ceil(draw.height));
	te_svg_escape(out, title);
	appendStringInfoString(out, "</title><desc>");
	te_svg_escape(out, description);
	appendStringInfoString(out, "</desc>");
	if (styled)
		appendStringInfo(out, "<style>%s</style>", te_style_chart());
	appendBinaryStringInfo(out, draw.body.data, draw.body.len);
	appendStringInfoString(out, "</svg>");
	pfree(draw.body.data);
}

/* See chart.h. */
void
te_chart_svg(StringInfo out, const TeChartKind *kind, const void *data, double width,
			 const char *title, const char *description)
{
	append_svg(out, kind, data, width, "", title_of(kind, title),
			   description_of(kind, data, description), true);
}

/* See chart.h. */
void
te_chart_figure(StringInfo out, const TeChartKind *kind, const void *data, const char *title,
				const char *description, bool styled)
{
	title = title_of(kind, title);
	description = description_of(kind, data, description);
	appendStringInfoString(out, "<figure class=\"te-figure\"><figcaption>");
	te_svg_escape(out, title);
	appendStringInfoString(out, "</figcaption>\n");
	append_svg(out, kind, data, TE_CHART_WIDE, " te-wide", title, description, styled);
	appendStringInfoChar(out, '\n');
	append_svg(out, kind, data, TE_CHART_NARROW, " te-narrow", title, description, false);
	appendStringInfo(out, "\n<details><summary>%s</summary><div class=\"te-scroll\"><table>",
					 te_say("Figures as a table"));
	kind->table(out, data);
	appendStringInfoString(out, "</table></div></details></figure>\n");
}

/* See chart.h. */
void
te_chart_vega(StringInfo out, const TeChartKind *kind, const void *data, const char *title,
			  const char *description)
{
	appendStringInfoString(out,
						   "{\"$schema\":\"https://vega.github.io/schema/vega-lite/v5.json\",\"title\":");
	te_json_string(out, title_of(kind, title));
	appendStringInfoString(out, ",\"description\":");
	te_json_string(out, description_of(kind, data, description));
	appendStringInfoChar(out, ',');
	kind->vega(out, data);
	appendStringInfoChar(out, '}');
}

/* See chart.h. */
void
te_chart_table(StringInfo out, const TeChartKind *kind, const void *data, const char *title)
{
	appendStringInfoString(out, "<div class=\"te-scroll\"><table><caption>");
	te_svg_escape(out, title_of(kind, title));
	appendStringInfoString(out, "</caption>");
	kind->table(out, data);
	appendStringInfoString(out, "</table></div>\n");
}
