/*
 * chart_multiples.c
 *	  Small multiples: suppliers' shares over time, one small chart per product,
 *	  as a table and as a Vega-Lite specification.  Nothing is drawn here.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "report/chart.h"
#include "report/format.h"
#include "report/say.h"

#define MAX_CELLS 20000000		/* products × suppliers × periods */

typedef struct Multiples
{
	TeNames    *product;
	TeNames    *origin;
	TeNames    *period;
	int		   *products;		/* largest first */
	int			nproducts;		/* shown */
	int		   *origins;		/* largest over all products first */
	int			nnamed;			/* of them with a colour */
	int			nrows;			/* named ones, others, unspecified */
	int		   *row_of;			/* by origin */
	int		   *periods;		/* by name */
	double	   *amount;			/* [(product * nrows + row) * periods +
								 * period] */
} Multiples;

/* The amount of a row of a product in a period. */
static double *
cell(const Multiples *m, int product, int row, int period)
{
	return &m->amount[((Size) product * m->nrows + row) * m->period->count + period];
}

/* The name of a row. */
static const char *
row_name(const Multiples *m, int row)
{
	int			others = m->origin->count - m->nnamed;

	if (row < m->nnamed)
		return m->origin->names[m->origins[row]];
	return row > m->nnamed ? te_say("unspecified") :
		te_say_with("{1} others", psprintf("%d", others), TE_SAY_END);
}

/* Is a row of a product above 0 in some period? */
static bool
row_shown(const Multiples *m, int product, int row)
{
	for (int t = 0; t < m->period->count; t++)
		if (*cell(m, product, row, t) > 0)
			return true;
	return false;
}

/* The share of a row in a product's period, 0 when nothing is there. */
static double
row_share(const Multiples *m, int product, int row, int period)
{
	double		total = 0;

	for (int r = 0; r < m->nrows; r++)
		total += *cell(m, product, r, period);
	return total > 0 ? *cell(m, product, row, period) / total : 0;
}

static void
table_multiples(StringInfo out, const void *data)
{
	const Multiples *m = data;

	appendStringInfo(out, "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th>",
					 te_say("Product"), te_say("Supplier"));
	for (int t = 0; t < m->period->count; t++)
		te_table_text(out, "th scope=\"col\" class=\"te-n\"",
					  te_say_periods(m->period->names[m->periods[t]]));
	appendStringInfoString(out, "</tr></thead><tbody>");
	for (int p = 0; p < m->nproducts; p++)
		for (int r = 0; r < m->nrows; r++)
		{
			CHECK_FOR_INTERRUPTS();
			if (!row_shown(m, m->products[p], r))
				continue;
			appendStringInfoString(out, "<tr>");
			te_table_text(out, "th scope=\"row\"", m->product->names[m->products[p]]);
			te_table_text(out, "td", row_name(m, r));
			for (int t = 0; t < m->period->count; t++)
			{
				double		share = row_share(m, m->products[p], r, m->periods[t]);

				te_table_number(out, te_format_percent_cell(share));
			}
			appendStringInfoString(out, "</tr>");
		}
	appendStringInfoString(out, "</tbody>");
}

static void
describe_multiples(StringInfo out, const void *data)
{
	const Multiples *m = data;

	int			last = m->period->count - 1;
	char	   *said;

	if (m->nproducts == 0)
	{
		appendStringInfoString(out, te_say("No data."));
		return;
	}
	said = te_say_with("Suppliers' shares of {1} of {2} products, {3} periods from {4} to {5}.",
					   psprintf("%d", m->nproducts), psprintf("%d", m->product->count),
					   psprintf("%d", m->period->count),
					   te_say_periods(m->period->names[m->periods[0]]),
					   te_say_periods(m->period->names[m->periods[last]]), TE_SAY_END);
	appendStringInfoString(out, said);
}

/* One point of the twin. */
static void
vega_point(StringInfo out, const Multiples *m, int place, int row, int period)
{
	if (out->data[out->len - 1] != '[')
		appendStringInfoChar(out, ',');
	appendStringInfo(out, "{\"row\":%d,\"rank\":%d,\"product\":", place, row);
	te_json_string(out, m->product->names[m->products[place]]);
	appendStringInfoString(out, ",\"period\":");
	te_json_string(out, m->period->names[period]);
	appendStringInfoString(out, ",\"supplier\":");
	te_json_string(out, row_name(m, row));
	appendStringInfoString(out, ",\"amount\":");
	te_json_number(out, *cell(m, m->products[place], row, period));
	appendStringInfoChar(out, '}');
}

/* The members of the twin behind its frame. */
static void
vega_multiples(StringInfo out, const void *data)
{
	const Multiples *m = data;

	appendStringInfoString(out, "\"data\":{\"values\":[");
	for (int p = 0; p < m->nproducts; p++)
		for (int r = 0; r < m->nrows; r++)
			for (int t = 0; row_shown(m, m->products[p], r) && t < m->period->count; t++)
			{
				CHECK_FOR_INTERRUPTS();
				vega_point(out, m, p, r, m->periods[t]);
			}
	appendStringInfoString(out,
						   "]},\"columns\":4,\"facet\":{\"field\":\"product\",\"type\":\"nominal\",\"sort\":{\"field\":\"row\"},\"title\":null},"
						   "\"spec\":{\"width\":150,\"height\":90,\"mark\":{\"type\":\"bar\",\"tooltip\":true},\"encoding\":{"
						   "\"x\":{\"field\":\"period\",\"type\":\"ordinal\",\"title\":null},"
						   "\"y\":{\"field\":\"amount\",\"type\":\"quantitative\",\"stack\":\"normalize\",\"axis\":{\"format\":\"%\"},\"title\":null},"
						   "\"order\":{\"field\":\"rank\",\"type\":\"quantitative\"},"
						   "\"color\":{\"field\":\"supplier\",\"type\":\"nominal\",\"sort\":{\"field\":\"rank\"},");
	te_json_title(out, te_say("Supplier"));
	appendStringInfoString(out, "}}");
}

const TeChartKind te_chart_multiples_kind = {
	.title = "Suppliers of each product",
	.table = table_multiples,
	.describe = describe_multiples,
	.vega = vega_multiples
};

/* Numbers the names of the points and adds up what ranks them. */
static void
number_names(Multiples *m, const char **products, const char **periods, const char **origins,
			 const double *amounts, int n, int most)
{
	double	   *of_product = palloc0((n + 1) * sizeof(double));
	double	   *of_origin = palloc0((n + 1) * sizeof(double));

	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (products[i] == NULL || periods[i] == NULL || isnan(amounts[i]))
			continue;
		te_chart_not_negative("amounts", amounts[i], origins[i]);
		te_names_number(m->period, periods[i], NULL);
		of_product[te_names_number(m->product, products[i], NULL)] += amounts[i];
		if (origins[i] && origins[i][0])
			of_origin[te_names_number(m->origin, origins[i], NULL)] += amounts[i];
	}
	m->products = te_chart_ranked(m->product, of_product);
	m->nproducts = Min(m->product->count, most);
	m->origins = te_chart_ranked(m->origin, of_origin);
	m->nnamed = Min(m->origin->count, TE_CHART_COLOURS);
	m->nrows = m->nnamed + 2;
	m->periods = te_chart_sorted(m->period);
	m->row_of = palloc((m->origin->count + 1) * sizeof(int));
	for (int r = 0; r < m->origin->count; r++)
		m->row_of[m->origins[r]] = Min(r, m->nnamed);
}

const void *
te_chart_multiples(const char **products, const char **periods, const char **origins,
				   const double *amounts, int n, int most)
{
	Multiples  *m = palloc0(sizeof(Multiples));
	double		cells;

	m->product = te_names_new();
	m->origin = te_names_new();
	m->period = te_names_new();
	number_names(m, products, periods, origins, amounts, n, most);
	cells = (double) m->product->count * m->nrows * m->period->count;
	if (cells > MAX_CELLS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("small multiples of %d products and %d periods are too large", m->product->count,
						m->period->count),
				 errhint("Choose the products that matter before the call.")));
	m->amount = te_alloc_zero(((Size) cells + 1) * sizeof(double));
	for (int i = 0; i < n; i++)
	{
		int			row = m->nnamed + 1;

		CHECK_FOR_INTERRUPTS();
		if (products[i] == NULL || periods[i] == NULL || isnan(amounts[i]))
			continue;
		if (origins[i] && origins[i][0])
			row = m->row_of[te_names_find(m->origin, origins[i])];
		*cell(m, te_names_find(m->product, products[i]), row,
			  te_names_find(m->period, periods[i])) += amounts[i];
	}
	return m;
}
