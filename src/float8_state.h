/*
 * float8_state.h
 *	  Aggregate states that are plain float8[]: a real SQL type, so that they
 *	  travel to parallel workers and other nodes, changed in place.
 */
#ifndef TRADE_EXPOSURE_FLOAT8_STATE_H
#define TRADE_EXPOSURE_FLOAT8_STATE_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/array.h"

#include "mix.h"

/* The numbers inside a state. */
#define TE_STATE_VALUES(state) ((double *) ARR_DATA_PTR(state))

/* How many numbers a state has. */
#define TE_STATE_LENGTH(state) (ARR_DIMS(state)[0])

/* A state of n zeros; the executor copies a new state to where it belongs. */
extern ArrayType *te_state_new(int n);

/*
 * Argument 0 as a state that may be changed in place.  Throws when it is not a
 * float8[] without NULLs of n numbers (n < 0: any length).
 */
extern ArrayType *te_state_arg(FunctionCallInfo fcinfo, int n);

/* Argument "arg" as a state to read. */
extern const ArrayType *te_state_read(FunctionCallInfo fcinfo, int arg, int n);

/* A copy of state argument "arg". */
extern ArrayType *te_state_copy(FunctionCallInfo fcinfo, int arg, int n);

/* Throws when an argument that must not vary within a group does. */
extern void te_check_constant(const char *argument, double first, double other);

/* Adds to the exact sum kept in two numbers of a state (hi, lo). */
static inline void
te_state_sum_add(double *pair, double x)
{
	TeSum		sum = {pair[0], pair[1]};

	te_sum_add(&sum, x);
	pair[0] = sum.hi;
	pair[1] = sum.lo;
}

/* Adds one exact sum kept in a state to another. */
static inline void
te_state_sum_merge(double *pair, const double *other)
{
	te_state_sum_add(pair, other[0]);
	te_state_sum_add(pair, other[1]);
}

#endif							/* TRADE_EXPOSURE_FLOAT8_STATE_H */
