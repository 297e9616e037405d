/*
 * float8_state.h
 *	  Aggregate states that are plain float8[]: a real SQL type, so that they
 *	  travel to parallel workers and other nodes, changed in place.
 */
#ifndef TRADE_EXPOSURE_FLOAT8_STATE_H
#define TRADE_EXPOSURE_FLOAT8_STATE_H

#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"

#include "base/sum.h"

/* The numbers inside a state. */
#define TE_STATE_VALUES(state) ((double *) ARR_DATA_PTR(state))

/* How many numbers a state has. */
#define TE_STATE_LENGTH(state) (ARR_DIMS(state)[0])

/* Bytes of a state of n numbers. */
#define TE_STATE_SIZE(n) (ARR_OVERHEAD_NONULLS(1) + (Size) (n) * sizeof(double))

/*
 * What the numbers of a state mean, as far as it can be checked.  Anybody may
 * pass any array where a state is expected, so each layout has one function
 * that looks at everything, and what is read has been through it.
 */
typedef struct TeStateLayout
{
	int			length;			/* numbers; -1: as many as its head says */
	void		(*head) (const double *values, int length); /* throws when following
															 * the head would lead
															 * out of the numbers;
															 * or NULL */
	void		(*check) (const double *values, int length);	/* throws unless all is
																 * as a state function
																 * leaves it */
} TeStateLayout;

/*
 * Has the array the shape of a state of n numbers (of any number when n < 0),
 * all of which are there?
 */
static inline bool
te_state_has_shape(const ArrayType *state, int n)
{
	/* an empty array ends before its number of elements */
	if (VARSIZE(state) < TE_STATE_SIZE(0) || ARR_NDIM(state) != 1)
		return false;
	if (n < 0)
		n = TE_STATE_LENGTH(state);
	return TE_STATE_LENGTH(state) == n && n >= 0 && VARSIZE(state) == TE_STATE_SIZE(n) &&
		!ARR_HASNULL(state) && ARR_ELEMTYPE(state) == FLOAT8OID;
}

/* A state of n zeros; the executor copies a new state to where it belongs. */
extern ArrayType *te_state_new(int n);

/*
 * Argument 0 as a state that may be changed in place.  An aggregate's own comes
 * by with every row: of that only shape and head are looked at, which is enough
 * to stay inside of it, and what becomes of it is checked when it is read.
 */
extern ArrayType *te_state_arg(FunctionCallInfo fcinfo, const TeStateLayout *layout);

/* Argument "arg" as a state to read, checked whole. */
extern const ArrayType *te_state_read(FunctionCallInfo fcinfo, int arg, const TeStateLayout *layout);

/* A copy of state argument "arg", checked whole. */
extern ArrayType *te_state_copy(FunctionCallInfo fcinfo, int arg, const TeStateLayout *layout);

/* Throws when one of n numbers, parts of exact sums, has left float8's range. */
extern void te_state_check_sums(const double *sums, int n);

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
