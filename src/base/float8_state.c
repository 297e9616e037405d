/*
 * float8_state.c
 *	  Aggregate states that are plain float8[].
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/memutils.h"

#include "base/aggregate.h"
#include "base/float8_state.h"
#include "base/trade_exposure.h"

/* A state of n zeros; the executor copies a new state to where it belongs. */
ArrayType *
te_state_new(int n)
{
	Size		size = TE_STATE_SIZE(n);
	ArrayType  *state;

	if (!AllocSizeIsValid(size))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a state of %d numbers is larger than 1 GB", n),
				 errhint("Aggregate in parts.")));
	state = te_alloc_zero(size);
	SET_VARSIZE(state, size);
	state->ndim = 1;
	state->elemtype = FLOAT8OID;
	ARR_DIMS(state)[0] = n;
	ARR_LBOUND(state)[0] = 1;
	return state;
}

/* The length of an array that has the shape of a state; throws for others. */
static int
checked_length(const ArrayType *state, const TeStateLayout *layout)
{
	if (!te_state_has_shape(state, layout->length))
		te_not_a_state();
	return TE_STATE_LENGTH(state);
}

/* Argument 0 as a state that may be changed in place. */
ArrayType *
te_state_arg(FunctionCallInfo fcinfo, const TeStateLayout *layout)
{
	ArrayType  *state;
	int			length;

	if (!te_in_aggregate(fcinfo))
		return te_state_copy(fcinfo, 0, layout);
	state = PG_GETARG_ARRAYTYPE_P(0);
	length = checked_length(state, layout);
	if (layout->head != NULL)
		layout->head(TE_STATE_VALUES(state), length);
	return state;
}

/* Argument "arg" as a state to read, checked whole. */
const ArrayType *
te_state_read(FunctionCallInfo fcinfo, int arg, const TeStateLayout *layout)
{
	ArrayType  *state = PG_GETARG_ARRAYTYPE_P(arg);
	int			length = checked_length(state, layout);

	layout->check(TE_STATE_VALUES(state), length);
	return state;
}

/* A copy of state argument "arg", checked whole. */
ArrayType *
te_state_copy(FunctionCallInfo fcinfo, int arg, const TeStateLayout *layout)
{
	ArrayType  *state = PG_GETARG_ARRAYTYPE_P_COPY(arg);
	int			length = checked_length(state, layout);

	layout->check(TE_STATE_VALUES(state), length);
	return state;
}

/* Throws when one of n numbers, parts of exact sums, has left float8's range. */
void
te_state_check_sums(const double *sums, int n)
{
	for (int i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		if (!isfinite(sums[i]))
			float_overflow_error();
	}
}

/* Throws when an argument that must not vary within a group does. */
void
te_check_constant(const char *argument, double first, double other)
{
	if (first != other)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" must be the same in all rows of a group, but is %.15g and %.15g",
						argument, first, other),
				 errhint("Group by it, or pass a constant.")));
}
