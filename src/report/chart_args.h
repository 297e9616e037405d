/*
 * chart_args.h
 *	  Arguments and results of the functions that draw charts.
 */
#ifndef TRADE_EXPOSURE_CHART_ARGS_H
#define TRADE_EXPOSURE_CHART_ARGS_H

#include "postgres.h"

#include "fmgr.h"

#include "report/chart.h"

/* Elements of a text[] argument (NULL elements stay NULL); a NULL array has none. */
extern const char **te_chart_texts(FunctionCallInfo fcinfo, int argument, int *n);

/* Elements of a float8[] argument, NULL as NaN; NaN and infinity are errors. */
extern double *te_chart_amounts(FunctionCallInfo fcinfo, int argument, const char *name, int *n);

/* A text argument, or the default when NULL. */
extern char *te_chart_text(FunctionCallInfo fcinfo, int argument, const char *otherwise);

/*
 * The unit of the amounts; of "thousand USD" it is "USD", and the amounts
 * become thousands of times as large.
 */
extern const char *te_chart_unit(FunctionCallInfo fcinfo, int argument, const char *name,
								 double *amounts, int n);

/*
 * The result of a chart function whose arguments from "first" on are title,
 * description, unit, form ("svg", "figure" or "page") and width.
 */
extern Datum te_chart_result(FunctionCallInfo fcinfo, int first, const TeChartKind *kind,
							 const void *data);

/*
 * The result of a chart's Vega-Lite twin whose arguments from "first" on are
 * title, description and unit.
 */
extern Datum te_vega_result(FunctionCallInfo fcinfo, int first, const TeChartKind *kind,
							const void *data);

/* The result of a chart's table, whose argument "first" is the title. */
extern Datum te_table_result(FunctionCallInfo fcinfo, int first, const TeChartKind *kind,
							 const void *data);

#endif							/* TRADE_EXPOSURE_CHART_ARGS_H */
