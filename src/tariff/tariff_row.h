/*
 * tariff_row.h
 *	  Columns of the tariff functions' results.
 */
#ifndef TRADE_EXPOSURE_TARIFF_ROW_H
#define TRADE_EXPOSURE_TARIFF_ROW_H

#include "postgres.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "base/row.h"
#include "tariff/tariff.h"

/* Text; NULL and empty are NULL. */
static inline void
te_row_text(TeRow *row, const char *text)
{
	bool		isnull = text == NULL || *text == '\0';

	te_row_datum(row, isnull ? (Datum) 0 : CStringGetTextDatum(text), isnull);
}

/* An exact amount as numeric. */
static inline void
te_row_amount(TeRow *row, TeDecimal amount)
{
	bool		isnull = te_decimal_is_null(amount);

	te_row_datum(row, isnull ? (Datum) 0 : NumericGetDatum(te_decimal_to_numeric(amount)), isnull);
}

/* amount / value as float8; NULL when one is not known or the value is zero. */
static inline void
te_row_rate(TeRow *row, TeDecimal amount, TeDecimal value)
{
	bool		isnull = te_decimal_is_null(amount) || value.n == 0;

	te_row_datum(row, isnull ? (Datum) 0 :
				 Float8GetDatum(te_decimal_to_float8(te_decimal_div(amount, value))), isnull);
}

/* A date; NULL when it is the open end. */
static inline void
te_row_date(TeRow *row, int32 date, int32 open)
{
	te_row_datum(row, DateADTGetDatum(date), date == open);
}

#endif							/* TRADE_EXPOSURE_TARIFF_ROW_H */
