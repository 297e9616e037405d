/*
 * chart.h
 *	  Charts of numbers side by side, and what all of them share: labels and
 *	  their numbers, ranking, and the frame around a drawing (title, description,
 *	  table of the same figures).  Engine code: no SPI, catalog or fmgr.
 */
#ifndef TRADE_EXPOSURE_CHART_H
#define TRADE_EXPOSURE_CHART_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "base/names.h"
#include "report/svg.h"

#define TE_CHART_MAX_POINTS 2000000 /* elements of an argument array */
#define TE_CHART_MAX_AMOUNT 1e300	/* so that sums and axes stay finite */
#define TE_CHART_COLOURS 8		/* suppliers with a colour of their own */
#define TE_CHART_WIDE 720		/* px, usual width */
#define TE_CHART_NARROW 343		/* px, width on a phone */

/* One drawing under way. */
typedef struct TeDraw
{
	StringInfoData body;		/* SVG inside the svg element */
	double		width;			/* px, given */
	double		height;			/* px, set by the drawing */
	bool		narrow;			/* phone: legends below, labels above */
} TeDraw;

/* A kind of charts; its functions read what its maker returned. */
typedef struct TeChartKind
{
	const char *title;			/* where the caller has none */
	void		(*draw) (TeDraw *draw, const void *data);
	void		(*table) (StringInfo out, const void *data);	/* its figures as rows */
	void		(*describe) (StringInfo out, const void *data); /* in a sentence or two */
	void		(*vega) (StringInfo out, const void *data); /* members of its
															 * Vega-Lite twin: data,
															 * mark or layer,
															 * encoding */
} TeChartKind;

/*
 * ---- the kinds: each is made of n elements side by side ----
 *
 * NULL and NaN elements are left out; where they mean something, their kind says
 * so.  Arrays must live as long as the chart.
 */
extern const TeChartKind te_chart_shares_kind;
extern const TeChartKind te_chart_heat_kind;
extern const TeChartKind te_chart_chain_kind;
extern const TeChartKind te_chart_layers_kind;
extern const TeChartKind te_chart_loss_kind;
extern const TeChartKind te_chart_spark_kind;
extern const TeChartKind te_chart_map_kind;
extern const TeChartKind te_chart_multiples_kind;

/* Suppliers' shares by period, the "top" largest by name; a NULL or empty origin is unspecified. */
extern const void *te_chart_shares(const char **periods, const char **origins,
								   const double *amounts, int n, int top, const char *unit);

/* Suppliers' shares by product, the "most" most concentrated products. */
extern const void *te_chart_heat(const char **products, const char **origins,
								 const double *amounts, int n, int most);

/* Suppliers by stage in order of appearance; a NULL target is spread over the next stage. */
extern const void *te_chart_chain(const char **stages, const char **origins, const char **targets,
								  const double *amounts, int n);

/* Layers of a duty; NaN: rate not known; a status of NULL, "" or "applied" counts. */
extern const void *te_chart_layers(const char **layers, double *rates, const char **statuses,
								   int n);

/* Losses with weights (NULL: equal ones), their tail from a level on. */
extern const void *te_chart_loss(const double *losses, const double *weights, int n, double level,
								 const char *unit);

/* A series; NaN: unknown. */
extern const void *te_chart_spark(const double *amounts, int n, const char *unit);

/*
 * Suppliers by country, for a GeoJSON (itself, or where it is) whose features hold
 * their ISO 3166 code at "key"; codes of two letters meet there too.
 */
extern const void *te_chart_map(const char **origins, const double *amounts, int n,
								const char *json, const char *url, const char *key);

/* Suppliers' shares by period, one small chart for each of the "most" largest products. */
extern const void *te_chart_multiples(const char **products, const char **periods,
									  const char **origins, const double *amounts, int n, int most);

/* Appends it as an svg element in the size of a word. */
extern void te_chart_spark_svg(StringInfo out, const void *data, int width, int height,
							   const char *title, bool styled);

/* ---- frames; a NULL title or description is that of the kind ---- */

/* Appends the svg element of a drawing at a width, with its style. */
extern void te_chart_svg(StringInfo out, const TeChartKind *kind, const void *data, double width,
						 const char *title, const char *description);

/* Appends a figure: caption, wide and narrow drawing, the same figures as a table. */
extern void te_chart_figure(StringInfo out, const TeChartKind *kind, const void *data,
							const char *title, const char *description, bool styled);

/* Appends the figures alone, as a table with the title as its caption. */
extern void te_chart_table(StringInfo out, const TeChartKind *kind, const void *data,
						   const char *title);

/* Appends the Vega-Lite twin. */
extern void te_chart_vega(StringInfo out, const TeChartKind *kind, const void *data,
						  const char *title, const char *description);

/* ---- arguments ---- */

/* Throws unless both arrays have the same number of elements. */
extern void te_chart_same_length(const char *a, int na, const char *b, int nb);

/* Throws for a negative amount: a share of it means nothing. */
extern void te_chart_not_negative(const char *name, double amount, const char *label);

/* ---- labels ---- */

/* Label numbers in byte order of their names. */
extern int *te_chart_sorted(const TeNames *labels);

/* Numbers 0 … n−1, largest value first, ties by name. */
extern int *te_chart_ranked(const TeNames *labels, const double *value);

/* ---- output ---- */

/* A drawing that says that there is nothing to show. */
extern void te_draw_nothing(TeDraw *draw, const char *message);

/* Appends a JSON string or number. */
extern void te_json_string(StringInfo out, const char *s);

/* Ends a member of a twin's encoding with its title, a text in the caller's language. */
extern void te_json_title(StringInfo out, const char *title);
extern void te_json_number(StringInfo out, double x);

/* Appends a table cell: text, or right-aligned number. */
extern void te_table_text(StringInfo out, const char *tag, const char *s);
extern void te_table_number(StringInfo out, const char *s);

/* Class of the k-th supplier's colour; te-cx beyond them. */
extern const char *te_chart_colour(int k);

#endif							/* TRADE_EXPOSURE_CHART_H */
