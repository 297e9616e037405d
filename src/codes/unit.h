/*
 * unit.h
 *	  Units of quantity: names of schedules and UN/ECE codes, which of them
 *	  convert into each other, and lists of quantities.
 *
 * Units of one dimension convert (kg, t, 100 kg); what a quantity is counted
 * on ("kg on drained weight", "DTN G") is a part of its name that must be equal.
 * A name that is not in the table is a unit of its own.
 */
#ifndef TRADE_EXPOSURE_UNIT_H
#define TRADE_EXPOSURE_UNIT_H

#include "postgres.h"

#include "base/decimal.h"

#define TE_UNIT_MAX_CODE 8		/* bytes of a code */
#define TE_UNIT_MAX_NAME 100	/* bytes of a unit's name */
#define TE_UNIT_MAX_MULTIPLE 1000000	/* as in "1000 kg" */
#define TE_UNIT_OWN 0			/* dimension of a unit that is not in the
								 * table */

/* A unit without its name: what of it takes part in conversion. */
typedef struct TeUnit
{
	uint16		dimension;		/* TE_UNIT_OWN, or a number of unit.c */
	uint16		qualifier;		/* where in the name the part begins that must
								 * be equal */
	uint32		unused;			/* 0 */
	int64		n;				/* base units in one of these: n/d */
	int64		d;
} TeUnit;

/* One known quantity. */
typedef struct TeQuantity
{
	TeUnit		unit;
	const char *name;			/* as te_unit_resolve() writes it */
	TeDecimal	amount;			/* of that unit */
} TeQuantity;

typedef struct TeQuantities
{
	int			count;
	TeQuantity	items[FLEXIBLE_ARRAY_MEMBER];
} TeQuantities;

/*
 * Finds a unit by any spelling (fastest by its code).  *name is its code and what it is counted on
 * ("KGM", "KGM on drained weight"), or the spelling itself for a unit of its own.
 * NULL when found, else why this cannot be a unit's name.
 */
extern const char *te_unit_resolve(const char *bytes, int len, TeUnit *unit, char **name);

/* How many of the named unit it is: 100 of "100 kg". */
extern int64 te_unit_multiple(const TeUnit *unit, const char *name);

/*
 * How many of the second unit are in one of the first, in lowest terms;
 * TE_DECIMAL_NULL when they do not convert.
 */
extern TeDecimal te_unit_ratio(const TeUnit *from, const char *from_name, const TeUnit *to,
							   const char *to_name);

/*
 * The quantity in "unit", converted, or computed from the two that it is the
 * product of (strength and volume, weight and sugar); TE_DECIMAL_NULL when no
 * quantity of that dimension and kind is known.
 */
extern TeDecimal te_quantities_find(const TeQuantities *q, const TeUnit *unit, const char *name);

/* How many bytes at "bytes", which begins above ASCII, belong to a unit's name; 0: none. */
extern int	te_unit_letters(const char *bytes, int len);

/* True when these bytes are the code of a unit, in capitals. */
extern bool te_unit_is_code(const char *bytes, int len);

#endif							/* TRADE_EXPOSURE_UNIT_H */
