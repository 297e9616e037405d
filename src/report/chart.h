/*
 * chart.h
 *	  What all charts share: reading the arrays of a call, labels and their
 *	  numbers, ranking, and the frame around a drawing (title, description,
 *	  table of the same figures).
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

/* A chart kind: how to draw it, its figures as table rows, its summary. */
typedef struct TeChartKind
{
	void		(*draw) (TeDraw *draw, const void *data);
	void		(*table) (StringInfo out, const void *data);
	void		(*describe) (StringInfo out, const void *data);
} TeChartKind;

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
extern void te_json_number(StringInfo out, double x);

/* Appends a table cell: text, or right-aligned number. */
extern void te_table_text(StringInfo out, const char *tag, const char *s);
extern void te_table_number(StringInfo out, const char *s);

/* Class of the k-th supplier's colour; te-cx beyond them. */
extern const char *te_chart_colour(int k);

#endif							/* TRADE_EXPOSURE_CHART_H */
