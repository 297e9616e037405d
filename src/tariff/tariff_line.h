/*
 * tariff_line.h
 *	  Customs lines from SQL arguments.
 */
#ifndef TRADE_EXPOSURE_TARIFF_LINE_H
#define TRADE_EXPOSURE_TARIFF_LINE_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/array.h"

#include "tariff/tariff.h"

/*
 * Arguments in the order that all functions on lines share, from some number on:
 * hs, origin, entry_date, customs_value, quantities, content, claims, choice,
 * loaded, fx, known_on, weight_share.
 */
typedef enum TeLineArg
{
	TE_ARG_HS,
	TE_ARG_ORIGIN,
	TE_ARG_DATE,
	TE_ARG_VALUE,
	TE_ARG_QUANTITIES,
	TE_ARG_CONTENT,
	TE_ARG_CLAIMS,
	TE_ARG_CHOICE,
	TE_ARG_LOADED,
	TE_ARG_FX,
	TE_ARG_KNOWN,
	TE_ARG_WEIGHT,
	TE_LINE_ARGS
} TeLineArg;

typedef enum TeLineState
{
	TE_LINE_OK,
	TE_LINE_NULL,				/* goods, origin, day or value is NULL */
	TE_LINE_BAD					/* see the problem */
} TeLineState;

/*
 * Reads a line from the arguments at "first" on; the value is numeric or
 * float8.  What is wrong is thrown, or, with "problem", described there.
 */
extern TeLineState te_line_from_args(FunctionCallInfo fcinfo, int first, bool float_value,
									 TeTariff *t, TeLine *line, char **problem);

/*
 * Reads and computes a line; what is wrong with it, what it lacks, and what
 * cannot be computed comes in words, NULL when there is nothing of that.
 */
extern TeLineState te_line_run_softly(FunctionCallInfo fcinfo, int first, bool float_value,
									  TeTariff *t, TeLine *line, char **problem);

/* Parts of it. */
extern TeLineState te_line_hs(const char *bytes, int len, uint64 *key, char **problem);
extern TeLineState te_line_origin(TeTariff *t, const char *bytes, int len, uint64 *word, char **problem);

/*
 * Does some measure of the schedule speak of a claim, or does the claim itself
 * name a program, a measure or a legal reference?
 */
extern bool te_line_knows_claim(TeTariff *t, const char *claim);

/* Claims that a rule of the entry date says contradict each other: thrown or described. */
extern TeLineState te_line_check_conflicts(const TeTariff *t, const TeLine *line, char **problem);

/* Marks what a text[] of tags claims; throws for claims that contradict each other. */
extern void te_line_set_claims(TeTariff *t, ArrayType *claims, TeLine *line);

/*
 * The SQL functions of an engine that makes rows for one line: by regime and by
 * value, with money in numeric and in float8.
 */
#define TE_LINE_FACE(name, tariff, engine, float_value) \
	TE_FUNCTION(name); \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		te_rows_begin(fcinfo); \
		if (!PG_ARGISNULL(0)) \
			engine(fcinfo, tariff, float_value); \
		return (Datum) 0; \
	}
#define TE_LINE_FACES(function, engine) \
	TE_LINE_FACE(function##_regime, te_tariff_from_regime(fcinfo, PG_GETARG_TEXT_PP(0)), engine, false) \
	TE_LINE_FACE(function##_value, te_tariff_from_datum(fcinfo, PG_GETARG_DATUM(0)), engine, false) \
	TE_LINE_FACE(function##_regime_float8, te_tariff_from_regime(fcinfo, PG_GETARG_TEXT_PP(0)), engine, true) \
	TE_LINE_FACE(function##_value_float8, te_tariff_from_datum(fcinfo, PG_GETARG_DATUM(0)), engine, true)

#endif							/* TRADE_EXPOSURE_TARIFF_LINE_H */
