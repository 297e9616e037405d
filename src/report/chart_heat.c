/*
 * chart_heat.c
 *	  Product × supplier heat map: who supplies what share of which product, with
 *	  the concentration (HHI) of each product.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "report/chart.h"
#include "report/format.h"
#include "report/say.h"

typedef struct Heat
{
	TeNames    *product;
	TeNames    *origin;
	int		   *rows;			/* products, most concentrated first */
	int			nrows;			/* products shown */
	int		   *columns;		/* suppliers, largest mean share first */
	double	   *share;			/* [product * origins + origin] */
	double	   *others;			/* unspecified share by product */
	double	   *hhi;			/* by product; −1 = no amount */
} Heat;

#define TE_HEAT_HEADING 150.0	/* px, longest slanted heading */
#define TE_HEAT_MAX_CELLS 20000000	/* products × suppliers */

/* Turns the amounts into shares, concentration and orders. */
static void
rank(Heat *h, const double *total, int most)
{
	int			n = h->origin->count;
	double	   *mean = palloc0((n + 1) * sizeof(double));

	for (int p = 0; p < h->product->count; p++)
	{
		h->hhi[p] = total[p] > 0 ? 0 : -1;
		h->others[p] = total[p] > 0 ? h->others[p] / total[p] : 0;
		for (int o = 0; o < n; o++)
		{
			double	   *share = &h->share[(Size) p * n + o];

			*share = total[p] > 0 ? *share / total[p] : 0;
			mean[o] += *share;
			if (total[p] > 0)
				h->hhi[p] += *share * *share;
		}
	}
	h->columns = te_chart_ranked(h->origin, mean);
	h->rows = te_chart_ranked(h->product, h->hhi);
	h->nrows = Min(h->product->count, most);
}

/* Adds the points up by product and supplier. */
static void
fill(Heat *h, const char **products, const char **origins, const double *amounts, int n, int most)
{
	double	   *total;

	for (int i = 0; i < n; i++)
	{
		if (products[i] == NULL || isnan(amounts[i]))
			continue;
		te_chart_not_negative("amounts", amounts[i], products[i]);
		te_names_number(h->product, products[i], NULL);
		if (origins[i] && origins[i][0])
			te_names_number(h->origin, origins[i], NULL);
	}
	if ((Size) h->product->count * h->origin->count > TE_HEAT_MAX_CELLS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a heat map of %d products and %d suppliers is too large", h->product->count,
						h->origin->count),
				 errhint("Choose the products that matter before the call.")));
	h->share = te_alloc_zero(((Size) h->product->count * h->origin->count + 1) * sizeof(double));
	h->others = palloc0((h->product->count + 1) * sizeof(double));
	h->hhi = palloc0((h->product->count + 1) * sizeof(double));
	total = palloc0((h->product->count + 1) * sizeof(double));
	for (int i = 0; i < n; i++)
	{
		int			p;

		CHECK_FOR_INTERRUPTS();
		if (products[i] == NULL || isnan(amounts[i]))
			continue;
		p = te_names_number(h->product, products[i], NULL);
		total[p] += amounts[i];
		if (origins[i] && origins[i][0])
			h->share[(Size) p * h->origin->count + te_names_number(h->origin, origins[i],
																   NULL)] += amounts[i];
		else
			h->others[p] += amounts[i];
	}
	rank(h, total, most);
}

/* Colour step of a share: 0, 5, 15, 35, 60, 80 %. */
static const char *
heat_class(double share)
{
	return share >= 0.8 ? "te-h5" : share >= 0.6 ? "te-h4" : share >= 0.35 ? "te-h3" :
		share >= 0.15 ? "te-h2" : share >= 0.05 ? "te-h1" : "te-h0";
}

/* One cell with its share, blank when there is none. */
static void
draw_cell(TeDraw *draw, double x, double y, double width, double height, double share,
		  const char *hint)
{
	const char *class = heat_class(share);
	char	   *percent = te_format_percent(share);

	te_svg_rect(&draw->body, class, x + 0.5, y + 0.5, width - 1, height - 1, hint);
	if (share > 0 && te_text_width(percent, TE_SVG_SMALL) <= width)
		te_svg_text(&draw->body, class, TE_MIDDLE, x + width / 2, y + height / 2 + 4, percent);
}

/* A column heading, slanted when the headings do not fit level. */
static void
draw_heading(TeDraw *draw, double x, double y, double width, bool slanted, const char *name)
{
	if (!slanted)
	{
		te_svg_text_fit(&draw->body, "te-s", TE_MIDDLE, x + width / 2, y, width - 2, name);
		return;
	}
	appendStringInfo(&draw->body,
					 "<g class=\"te-slant\" transform=\"translate(%.1f %.1f) rotate(-38)\">",
					 x + width / 2, y);
	te_svg_text_fit(&draw->body, "te-s", TE_START, 0, 0, TE_HEAT_HEADING, name);
	appendStringInfoString(&draw->body, "</g>");
}

/* What a drawing lays out: label and cell sizes. */
typedef struct HeatLayout
{
	int			ncolumns;		/* suppliers with a column */
	bool		others;			/* a column for the rest */
	double		label;			/* px, product names; 0 = above the cells */
	double		cell;			/* px */
	double		row;			/* px a product, name included */
	double		top;			/* px, headings */
	bool		slanted;
} HeatLayout;

static HeatLayout
layout(const TeDraw *draw, const Heat *h)
{
	HeatLayout	l = {.ncolumns = Min(h->origin->count, draw->narrow ? 5 : 9)};
	double		widest = 0,
				name = 40;

	l.others = h->origin->count > l.ncolumns;
	for (int p = 0; p < h->nrows; p++)
	{
		name = Max(name, te_text_width(h->product->names[h->rows[p]], TE_SVG_FONT));
		l.others = l.others || h->others[h->rows[p]] > 0;
	}
	l.label = draw->narrow ? 0 : Min(name + 12, 230);
	l.cell = Min(72, (draw->width - l.label) / (l.ncolumns + (l.others ? 2 : 1)));
	for (int c = 0; c < l.ncolumns; c++)
		widest = Max(widest, te_text_width(h->origin->names[h->columns[c]], TE_SVG_SMALL));
	l.slanted = widest > l.cell - 2;
	/* the last headings lean to the right of their columns */
	if (l.slanted)
		l.cell = Min(l.cell, (draw->width - l.label - 40) / (l.ncolumns + (l.others ? 2 : 1)));
	l.top = l.slanted ? 14 + 0.62 * Min(widest, TE_HEAT_HEADING) : 20;
	l.row = draw->narrow ? 44 : 25;
	return l;
}

/* One product: its name, its suppliers' shares, the rest, its HHI. */
static void
draw_product(TeDraw *draw, const Heat *h, const HeatLayout *l, int p, double y)
{
	const char *name = h->product->names[p];
	double		cell_y = l->label > 0 ? y : y + 18,
				height = l->label > 0 ? l->row : l->row - 20,
				x = l->label,
				rest = 1;
	char	   *hhi = h->hhi[p] < 0 ? pstrdup("-") : psprintf("%.2f", h->hhi[p]);

	te_svg_text_fit(&draw->body, "te-t", TE_START, l->label > 0 ? 0 : 2, y + (l->label > 0 ? 17
																			  : 13),
					l->label > 0 ? l->label - 8 : draw->width - 4, name);
	for (int c = 0; c < l->ncolumns; c++, x += l->cell)
	{
		int			o = h->columns[c];
		double		share = h->share[(Size) p * h->origin->count + o];

		rest -= share;
		draw_cell(draw, x, cell_y, l->cell, height, share,
				  psprintf("%s, %s: %s", name, h->origin->names[o], te_format_percent(share)));
	}
	if (l->others)
	{
		draw_cell(draw, x, cell_y, l->cell, height, h->hhi[p] < 0 || rest < 1e-9 ? 0 : rest,
				  te_say_with("{1}, other suppliers", name, TE_SAY_END));
		x += l->cell;
	}
	te_svg_text(&draw->body, "te-t te-b", TE_MIDDLE, x + l->cell / 2, cell_y + height / 2 + 4, hhi);
}

static void
draw_heat(TeDraw *draw, const void *data)
{
	const Heat *h = data;
	HeatLayout	l;
	double		x;

	if (h->nrows == 0)
	{
		te_draw_nothing(draw, te_say("No data"));
		return;
	}
	l = layout(draw, h);
	x = l.label;
	for (int c = 0; c < l.ncolumns; c++, x += l.cell)
		draw_heading(draw, x, l.top - 6, l.cell, l.slanted, h->origin->names[h->columns[c]]);
	if (l.others)
	{
		draw_heading(draw, x, l.top - 6, l.cell, l.slanted, te_say("Other"));
		x += l.cell;
	}
	draw_heading(draw, x, l.top - 6, l.cell, l.slanted, "HHI");
	for (int p = 0; p < h->nrows; p++)
		draw_product(draw, h, &l, h->rows[p], l.top + l.row * p);
	draw->height = l.top + l.row * h->nrows + 6;
	if (h->nrows < h->product->count)
	{
		te_svg_text(&draw->body, "te-s", TE_START, 0, draw->height + 12,
					te_say_with("and {1} less concentrated products", psprintf("%d",
																			   h->product->count - h->nrows), TE_SAY_END));
		draw->height += 20;
	}
}

static void
table_heat(StringInfo out, const void *data)
{
	const Heat *h = data;
	int			ncolumns = Min(h->origin->count, 12);

	appendStringInfo(out, "<thead><tr><th scope=\"col\">%s</th>", te_say("Product"));
	for (int c = 0; c < ncolumns; c++)
		te_table_text(out, "th scope=\"col\" class=\"te-n\"", h->origin->names[h->columns[c]]);
	appendStringInfoString(out, "<th scope=\"col\" class=\"te-n\">HHI</th></tr></thead><tbody>");
	for (int r = 0; r < h->nrows; r++)
	{
		int			p = h->rows[r];

		appendStringInfoString(out, "<tr>");
		te_table_text(out, "th scope=\"row\"", h->product->names[p]);
		for (int c = 0; c < ncolumns; c++)
			te_table_number(out,
							te_format_percent_cell(h->share[(Size) p * h->origin->count + h->columns[c]]));
		te_table_number(out, h->hhi[p] < 0 ? "-" : psprintf("%.3f", h->hhi[p]));
		appendStringInfoString(out, "</tr>");
	}
	appendStringInfoString(out, "</tbody>");
}

static void
describe_heat(StringInfo out, const void *data)
{
	const Heat *h = data;

	if (h->nrows == 0)
	{
		appendStringInfoString(out, te_say("No data."));
		return;
	}
	appendStringInfoString(out,
						   te_say_with("Heat map of supplier shares for {1} of {2} products and {3} suppliers, most concentrated first.",
									   psprintf("%d", h->nrows), psprintf("%d",
																		  h->product->count),
									   psprintf("%d", h->origin->count), TE_SAY_END));
	if (h->hhi[h->rows[0]] >= 0)
		appendStringInfoString(out, te_say_with(" Most concentrated: {1} with an HHI of {2}.",
												h->product->names[h->rows[0]], psprintf("%.2f",
																						h->hhi[h->rows[0]]), TE_SAY_END));
}

/* The members of the twin behind its frame. */
static void
vega_heat(StringInfo out, const void *data)
{
	const Heat *h = data;
	bool		first = true;

	appendStringInfoString(out, "\"data\":{\"values\":[");
	for (int r = 0; r < h->nrows; r++)
		for (int c = 0; c < h->origin->count; c++)
		{
			double		share = h->share[(Size) h->rows[r] * h->origin->count + h->columns[c]];

			if (share == 0)
				continue;
			appendStringInfo(out, "%s{\"product\":", first ? "" : ",");
			te_json_string(out, h->product->names[h->rows[r]]);
			appendStringInfoString(out, ",\"supplier\":");
			te_json_string(out, h->origin->names[h->columns[c]]);
			appendStringInfoString(out, ",\"share\":");
			te_json_number(out, share);
			appendStringInfoString(out, ",\"hhi\":");
			te_json_number(out, h->hhi[h->rows[r]]);
			appendStringInfo(out, ",\"row\":%d,\"column\":%d}", r, c);
			first = false;
		}
	appendStringInfoString(out, "]},\"mark\":{\"type\":\"rect\",\"tooltip\":true},\"encoding\":{"
						   "\"x\":{\"field\":\"supplier\",\"type\":\"nominal\",\"sort\":{\"field\":\"column\"},\"title\":null},"
						   "\"y\":{\"field\":\"product\",\"type\":\"nominal\",\"sort\":{\"field\":\"row\"},\"title\":null},"
						   "\"color\":{\"field\":\"share\",\"type\":\"quantitative\",\"scale\":{\"domain\":[0,1]},"
						   "\"legend\":{\"format\":\"%\"},");
	te_json_title(out, te_say("share"));
	appendStringInfoChar(out, '}');
}

const TeChartKind te_chart_heat_kind = {
	.title = "Product and supplier shares",
	.draw = draw_heat,
	.table = table_heat,
	.describe = describe_heat,
	.vega = vega_heat
};

const void *
te_chart_heat(const char **products, const char **origins, const double *amounts, int n, int most)
{
	Heat	   *h = palloc0(sizeof(Heat));

	h->product = te_names_new();
	h->origin = te_names_new();
	fill(h, products, origins, amounts, n, most);
	return h;
}
