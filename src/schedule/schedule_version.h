/*
 * schedule_version.h
 *	  The state of the rules: one number a regime, which changes with any change
 *	  of its rows and comes back with the same rows.
 *
 * Each row has a hash of 128 bits, and the state is their sum.  Triggers add to
 * tariff_version what each statement changes, as a new row (a stamp), so that
 * no writer waits for another; now and then stamps are folded into one.  Where
 * the stamps cannot be trusted, because triggers are not as installed or never
 * fired, the state is computed from the rows.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_VERSION_H
#define TRADE_EXPOSURE_SCHEDULE_VERSION_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"

#include "schedule/schedule_rules.h"

/* A hash, or a sum of hashes, modulo 2^128. */
typedef uint128 TeRulesSum;

/* ---- rows ---- */

/* A column that counts for the hash of a row. */
typedef struct TeHashedColumn
{
	int			number;			/* from 0 */
	Oid			type;
	int16		width;			/* typlen of types that are hashed as they lie
								 * in memory */
	bool		by_value;
	const char *name;
} TeHashedColumn;

/* How the rows of one rule table are hashed. */
typedef struct TeRowHasher
{
	const char *table;
	int			ncolumns;
	TeHashedColumn *columns;
	int			regime;			/* number of the column regime, from 0 */
	StringInfoData bytes;		/* of the row being hashed */
	MemoryContext scratch;		/* emptied with each row */
} TeRowHasher;

/* Columns that count are all but the key, descriptions and what compiling makes. */
extern TeRowHasher *te_row_hasher(TupleDesc desc, const char *table);

/* The hash of a row, the same in any server encoding and after dump and restore. */
extern TeRulesSum te_row_hash(TeRowHasher *hasher, const Datum *values, const bool *nulls);

/* What rows add up to, by regime. */
typedef struct TeRegimeSums
{
	TeNames		regimes;
	TeRulesSum *sums;			/* one a regime */
	int			room;
	int			last;			/* regime of the last row, -1 = none */
} TeRegimeSums;

extern void te_sums_init(TeRegimeSums *sums);

/* Adds (or with "minus" takes away) a row. */
extern void te_sums_add(TeRegimeSums *sums, TeRowHasher *hasher, const Datum *values,
						const bool *nulls, bool minus);

/* ---- the rule tables ---- */

#define TE_RULE_TABLES 6
#define TE_REGIME_TABLE "tariff_regime"

/* Names of the tables that are rules; the first is TE_REGIME_TABLE. */
extern const char *const te_rule_tables[TE_RULE_TABLES];

/*
 * Triggers of the extension in "schema" that are not as installed, a line each;
 * NULL when all are.
 */
extern char *te_triggers_problem(Oid schema);

/* ---- stamps ---- */

/* Adds what has changed in a table. */
extern void te_stamps_add(Oid schema, const char *table, const TeRegimeSums *sums);

/* Makes one stamp a table of those that the regime has. */
extern void te_stamps_fold(Oid schema, Datum regime);

/*
 * The state of a regime and its ancestors under the active snapshot, or NULL
 * when the caller sees no such regime.  "parent" is what its row says of it, NULL:
 * not read yet.  *kept, if not NULL, says whether it could be told from the stamps.
 */
extern char *te_rules_state(Oid schema, Datum regime, const NullableDatum *parent, bool *kept);

/*
 * Throws when row security hides rules of the regime or of its ancestors from the
 * caller, so that what the caller compiles would lack them.
 */
extern void te_rules_require_visible(Oid schema, const char *regime);

#endif							/* TRADE_EXPOSURE_SCHEDULE_VERSION_H */
