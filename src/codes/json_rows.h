/*
 * json_rows.h
 *	  An argument that is a table of the user's, as a jsonb array of its rows:
 *	  (SELECT jsonb_agg(t) FROM my_table AS t).
 */
#ifndef TRADE_EXPOSURE_JSON_ROWS_H
#define TRADE_EXPOSURE_JSON_ROWS_H

#include "postgres.h"

#include "utils/date.h"
#include "utils/jsonb.h"

/* What an error says of such an argument. */
typedef struct TeJsonTable
{
	const char *argument;		/* its name */
	const char *detail;			/* what a row has, a full sentence */
	const char *hint;			/* how to make it, a full sentence */
} TeJsonTable;

/* What is done with a row. */
typedef void (*TeJsonVisit) (const TeJsonTable *table, JsonbContainer *row, void *context);

/* Call "visit" for each row; throw when the argument is not an array of objects. */
extern void te_json_rows(const TeJsonTable *table, Jsonb *rows,
						 TeJsonVisit visit, void *context);

/* Throw for a row that has no "key", or, with a value, another than it may have. */
extern void te_json_bad_row(const TeJsonTable *table, const char *key,
							const char *value) pg_attribute_noreturn();

/*
 * Return the text of a key of a row, NULL when it is null or not there; other
 * types are an error.
 */
extern char *te_json_row_text(const TeJsonTable *table, JsonbContainer *row, const char *key);

/* Return the day of a key of a row, or "missing" when it is null or not there. */
extern DateADT te_json_row_day(const TeJsonTable *table, JsonbContainer *row, const char *key,
							   DateADT missing);

/* Return the number of a key of a row, which must be finite and above 0. */
extern double te_json_row_positive(const TeJsonTable *table, JsonbContainer *row, const char *key);

#endif							/* TRADE_EXPOSURE_JSON_ROWS_H */
