/*
 * chart_map.c
 *	  Suppliers on a map: what each country supplies, as a table and as a
 *	  Vega-Lite specification over the caller's GeoJSON.  Nothing is drawn here.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "codes/country.h"
#include "report/chart.h"
#include "report/format.h"
#include "report/say.h"

typedef struct Map
{
	TeNames    *origin;			/* ISO 3166 codes of three letters, or as
								 * given */
	double	   *amount;			/* by origin */
	int		   *order;			/* largest first */
	double		unspecified;
	double		total;
	const char *json;			/* the GeoJSON, or NULL */
	const char *url;			/* or where it is */
	const char *key;			/* of its features: what holds the code */
} Map;

/* The code by which a map knows an origin. */
static const char *
map_code(const char *origin)
{
	int			country = te_country_find(origin, strlen(origin), TE_SYSTEM_GUESS);

	return country >= 0 ? te_countries[country].iso3 : origin;
}

/* The share of an origin in all that is supplied. */
static double
map_share(const Map *m, int origin)
{
	return m->total > 0 ? m->amount[origin] / m->total : 0;
}

static void
table_map(StringInfo out, const void *data)
{
	const Map  *m = data;

	appendStringInfo(out,
					 "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"te-n\">%s</th><th scope=\"col\" class=\"te-n\">%s</th></tr></thead><tbody>",
					 te_say("Supplier"), te_say("Amount"), te_say("Share"));
	for (int r = 0; r < m->origin->count; r++)
	{
		CHECK_FOR_INTERRUPTS();
		appendStringInfoString(out, "<tr>");
		te_table_text(out, "th scope=\"row\"", m->origin->names[m->order[r]]);
		te_table_number(out, te_format_amount(m->amount[m->order[r]]));
		te_table_number(out, te_format_percent_cell(map_share(m, m->order[r])));
		appendStringInfoString(out, "</tr>");
	}
	if (m->unspecified > 0)
	{
		appendStringInfoString(out, "<tr>");
		te_table_text(out, "th scope=\"row\"", te_say("unspecified"));
		te_table_number(out, te_format_amount(m->unspecified));
		te_table_number(out, te_format_percent_cell(m->unspecified / m->total));
		appendStringInfoString(out, "</tr>");
	}
	appendStringInfoString(out, "</tbody>");
}

static void
describe_map(StringInfo out, const void *data)
{
	const Map  *m = data;

	if (m->origin->count == 0)
		appendStringInfoString(out, te_say("No data."));
	else
		appendStringInfoString(out, te_say_with("Map of {1} suppliers, the largest {2} with {3}.",
												psprintf("%d", m->origin->count),
												m->origin->names[m->order[0]],
												te_format_percent(map_share(m, m->order[0])),
												TE_SAY_END));
}

/* Where the outlines come from: the GeoJSON itself, or its address. */
static void
vega_outlines(StringInfo out, const Map *m)
{
	appendStringInfoString(out, "\"width\":720,\"height\":360,"
						   "\"projection\":{\"type\":\"equalEarth\"},\"data\":{");
	if (m->json != NULL)
		appendStringInfo(out, "\"values\":%s", m->json);
	else
	{
		appendStringInfoString(out, "\"url\":");
		te_json_string(out, m->url);
	}
	appendStringInfoString(out, ",\"format\":{\"type\":\"json\",\"property\":\"features\"}}");
}

/* The members of the twin behind its frame. */
static void
vega_map(StringInfo out, const void *data)
{
	const Map  *m = data;

	vega_outlines(out, m);
	appendStringInfoString(out, ",\"transform\":[{\"lookup\":");
	te_json_string(out, m->key);
	appendStringInfoString(out, ",\"from\":{\"data\":{\"values\":[");
	for (int r = 0; r < m->origin->count; r++)
	{
		CHECK_FOR_INTERRUPTS();
		appendStringInfo(out, "%s{\"supplier\":", r > 0 ? "," : "");
		te_json_string(out, m->origin->names[m->order[r]]);
		appendStringInfoString(out, ",\"amount\":");
		te_json_number(out, m->amount[m->order[r]]);
		appendStringInfoString(out, ",\"share\":");
		te_json_number(out, map_share(m, m->order[r]));
		appendStringInfoChar(out, '}');
	}
	appendStringInfoString(out,
						   "]},\"key\":\"supplier\",\"fields\":[\"supplier\",\"amount\",\"share\"]},\"default\":null}],"
						   "\"mark\":{\"type\":\"geoshape\",\"stroke\":\"white\",\"strokeWidth\":0.5},\"encoding\":{"
						   "\"color\":{\"condition\":{\"test\":\"isValid(datum.share)\",\"field\":\"share\",\"type\":\"quantitative\","
						   "\"scale\":{\"domain\":[0,1],\"scheme\":\"blues\"},\"legend\":{\"format\":\"%\"},");
	te_json_title(out, te_say("Share"));
	appendStringInfoString(out, ",\"value\":\"lightgray\"},\"tooltip\":["
						   "{\"field\":\"supplier\",\"type\":\"nominal\"},{\"field\":\"amount\",\"type\":\"quantitative\"},"
						   "{\"field\":\"share\",\"type\":\"quantitative\",\"format\":\".1%\"}]}");
}

const TeChartKind te_chart_map_kind = {
	.title = "Suppliers on a map",
	.table = table_map,
	.describe = describe_map,
	.vega = vega_map
};

const void *
te_chart_map(const char **origins, const double *amounts, int n, const char *json, const char *url,
			 const char *key)
{
	Map		   *m = palloc0(sizeof(Map));

	m->origin = te_names_new();
	m->amount = palloc0((n + 1) * sizeof(double));
	m->json = json;
	m->url = url;
	m->key = key;
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (isnan(amounts[i]))
			continue;
		te_chart_not_negative("amounts", amounts[i], origins[i]);
		m->total += amounts[i];
		if (origins[i] && origins[i][0])
			m->amount[te_names_number(m->origin, map_code(origins[i]), NULL)] += amounts[i];
		else
			m->unspecified += amounts[i];
	}
	m->order = te_chart_ranked(m->origin, m->amount);
	return m;
}
