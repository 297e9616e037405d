/*
 * float8_state.c
 *	  Aggregate states that are plain float8[].
 */
#include "postgres.h"

#include "catalog/pg_type.h"

#include "aggregate.h"
#include "float8_state.h"
#include "trade_exposure.h"

/* Throws unless the array is one that a state function made. */
static void
check_state(const ArrayType *state, int n)
{
	if (ARR_NDIM(state) != 1 || ARR_ELEMTYPE(state) != FLOAT8OID || ARR_HASNULL(state) ||
		(n >= 0 && ARR_DIMS(state)[0] != n))
		te_not_a_state();
}

/* A state of n zeros; the executor copies a new state to where it belongs. */
ArrayType *
te_state_new(int n)
{
	Size		size = ARR_OVERHEAD_NONULLS(1) + (Size) n * sizeof(double);
	ArrayType  *state = te_alloc_zero(size);

	SET_VARSIZE(state, size);
	state->ndim = 1;
	state->elemtype = FLOAT8OID;
	ARR_DIMS(state)[0] = n;
	ARR_LBOUND(state)[0] = 1;
	return state;
}

/* Argument 0 as a state that may be changed in place. */
ArrayType *
te_state_arg(FunctionCallInfo fcinfo, int n)
{
	ArrayType  *state;

	if (te_in_aggregate(fcinfo))
		state = PG_GETARG_ARRAYTYPE_P(0);
	else
		state = PG_GETARG_ARRAYTYPE_P_COPY(0);
	check_state(state, n);
	return state;
}

/* Argument "arg" as a state to read. */
const ArrayType *
te_state_read(FunctionCallInfo fcinfo, int arg, int n)
{
	ArrayType  *state = PG_GETARG_ARRAYTYPE_P(arg);

	check_state(state, n);
	return state;
}

/* A copy of state argument "arg". */
ArrayType *
te_state_copy(FunctionCallInfo fcinfo, int arg, int n)
{
	ArrayType  *state = PG_GETARG_ARRAYTYPE_P_COPY(arg);

	check_state(state, n);
	return state;
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
