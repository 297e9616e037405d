/*
 * row.h
 *	  Results of several columns: functions with OUT arguments and functions
 *	  that return a table row by row.
 */
#ifndef TRADE_EXPOSURE_ROW_H
#define TRADE_EXPOSURE_ROW_H

#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/float.h"

#include "base/code.h"
#include "base/decimal.h"

#define TE_ROW_MAX_COLUMNS 24	/* columns of the widest result */
#define TE_ROW_MAX_CODES 5		/* most codes in a result */

/* One result row under construction; columns not set are NULL. */
typedef struct TeRow
{
	int			ncolumns;		/* columns set so far */
	Datum		values[TE_ROW_MAX_COLUMNS]; /* column values */
	bool		nulls[TE_ROW_MAX_COLUMNS];	/* true where the column is NULL */
	int			ncodes;			/* codes set so far */

	/*
	 * their texts: a table of millions of rows must not leave a palloc for
	 * each
	 */
	int32		codes[TE_ROW_MAX_CODES][(VARHDRSZ + TE_CODE_MAX) / sizeof(int32) + 1];
} TeRow;

/* Starts an empty row. */
static inline void
te_row_begin(TeRow *row)
{
	row->ncolumns = 0;
	row->ncodes = 0;
}

/* Appends a column, or NULL. */
static inline void
te_row_datum(TeRow *row, Datum value, bool isnull)
{
	Assert(row->ncolumns < TE_ROW_MAX_COLUMNS);
	row->values[row->ncolumns] = value;
	row->nulls[row->ncolumns++] = isnull;
}

/* Appends a float8; NaN, which engines use for "undefined", becomes NULL, infinity an error. */
static inline void
te_row_float8(TeRow *row, double value)
{
	if (unlikely(isinf(value)))
		float_overflow_error();
	te_row_datum(row, Float8GetDatum(value), isnan(value));
}

/* Appends a text; NULL and empty are NULL. */
static inline void
te_row_text(TeRow *row, const char *text)
{
	bool		isnull = text == NULL || *text == '\0';

	te_row_datum(row, isnull ? (Datum) 0 : CStringGetTextDatum(text), isnull);
}

/* Appends an exact amount as numeric. */
static inline void
te_row_amount(TeRow *row, TeDecimal amount)
{
	bool		isnull = te_decimal_is_null(amount);

	te_row_datum(row, isnull ? (Datum) 0 : NumericGetDatum(te_decimal_to_numeric(amount)), isnull);
}

/* Appends amount / value as float8; NULL when one is not known or the value is zero. */
static inline void
te_row_rate(TeRow *row, TeDecimal amount, TeDecimal value)
{
	bool		isnull = te_decimal_is_null(amount) || value.n == 0;

	te_row_datum(row, isnull ? (Datum) 0 :
				 Float8GetDatum(te_decimal_to_float8(te_decimal_div(amount, value))), isnull);
}

/* Appends a date; NULL when it is the open end. */
static inline void
te_row_date(TeRow *row, int32 date, int32 open)
{
	te_row_datum(row, DateADTGetDatum(date), date == open);
}

/* Appends a code as text, the empty one as NULL. */
extern void te_row_code(TeRow *row, TeCode code);

/* The finished row, as the result of a function with OUT arguments. */
extern Datum te_row_end(FunctionCallInfo fcinfo, TeRow *row);

/* The same of n float8s; NaN becomes NULL. */
extern Datum te_row_floats(FunctionCallInfo fcinfo, const double *columns, int n);

/*
 * A function that returns a whole table at once: te_rows_begin before the first
 * row, te_row_store for each; the function then returns (Datum) 0.
 */
extern void te_rows_begin(FunctionCallInfo fcinfo);
extern void te_row_store(FunctionCallInfo fcinfo, TeRow *row);

/* Ends such a function without a row where an argument that it cannot do without is NULL. */
#define TE_NO_ROWS_WITHOUT(arg) \
	do { \
		if (PG_ARGISNULL(arg)) \
		{ \
			te_rows_begin(fcinfo); \
			return (Datum) 0; \
		} \
	} while (0)

/*
 * A function that tells its table row by row, where nobody needs all of it at
 * once: "begin" reads the arguments, in memory that lasts until the last row;
 * "next" fills the next row from what that made, or says that there is none.
 */
extern Datum te_rows_tell(FunctionCallInfo fcinfo, void *(*begin) (FunctionCallInfo fcinfo),
						  bool (*next) (void *state, TeRow *row));

#endif							/* TRADE_EXPOSURE_ROW_H */
