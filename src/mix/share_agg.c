/*
 * share_agg.c
 *	  dependency_share(origin, amount, target): the share of one supplier, or a
 *	  group of suppliers, straight from rows, in constant memory.
 *
 * The state is float8[5]: two exact sums (target, total) and a mark that a sum
 * lost bits.  A plain array is a real SQL type, which distributed planners can
 * ship, and 64 bytes with its header.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/array.h"

#include "base/aggregate.h"
#include "base/float8_state.h"
#include "base/trade_exposure.h"
#include "mix/mix_error.h"
#include "mix/mix_state.h"
#include "mix/mix_targets.h"

TE_FUNCTION(te_share_accum);
TE_FUNCTION(te_share_group_accum);
TE_FUNCTION(te_share_inverse);
TE_FUNCTION(te_share_group_inverse);
TE_FUNCTION(te_share_combine);
TE_FUNCTION(te_share_final);

typedef struct TeShareState
{
	TeSum		target;			/* amount of the target */
	TeSum		total;			/* amount of all rows, unspecified included */
	double		inexact;		/* not 0: a sum lost bits */
} TeShareState;

#define SHARE_FIELDS (sizeof(TeShareState) / sizeof(double))

/* Throws unless the numbers are a state: sums within float8's range, and a mark. */
static void
te_share_check(const double *values, int length)
{
	const TeShareState *state = (const TeShareState *) values;

	if (!isfinite(state->target.hi) || !isfinite(state->target.lo) ||
		!isfinite(state->total.hi) || !isfinite(state->total.lo))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("dependency_share: the sum of the amounts is out of range"),
				 errhint("Use a larger unit for the amounts.")));
	if (state->inexact != 0 && state->inexact != 1)
		te_not_a_state();
}

static const TeStateLayout share_layout = {SHARE_FIELDS, NULL, te_share_check};

/*
 * The aggregate's own state, to be changed in place: as te_state_arg, but
 * throws outside of an aggregate, and costs less.
 */
static inline TeShareState *
get_share_state(FunctionCallInfo fcinfo)
{
	ArrayType  *array = (ArrayType *) PG_GETARG_POINTER(0);

	/* it may lie on two lines of memory: let both come together */
	__builtin_prefetch((const char *) array + 63, 1);
	if (unlikely(PG_ARGISNULL(0) || !te_in_aggregate(fcinfo)))
		te_not_a_state();
	/* a first one from a table may have a short header: go on with a copy */
	if (unlikely(VARATT_IS_EXTENDED(array)))
	{
		array = PG_GETARG_ARRAYTYPE_P(0);
		fcinfo->args[0].value = PointerGetDatum(array);
	}
	if (!te_state_has_shape(array, SHARE_FIELDS))
		te_not_a_state();
	return (TeShareState *) TE_STATE_VALUES(array);
}

/* Adds one amount, which is negative when a row leaves a window. */
static inline void
add_row(TeShareState *state, bool is_target, double amount)
{
	bool		exact = te_sum_add(&state->total, amount);

	if (is_target)
		exact &= te_sum_add(&state->target, amount);
	if (unlikely(!exact))
		state->inexact = 1;
}

/* Throws for a NULL target, which would silently match nothing. */
static void
check_target(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(3))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the target of dependency_share must not be NULL"),
				 errhint("Name the origin, or the array of origins, whose share is wanted.")));
}

/* A finite amount of the current row, or an error that names the origin. */
static inline double
row_amount(FunctionCallInfo fcinfo)
{
	double		amount = PG_GETARG_FLOAT8(2);

	if (unlikely(!isfinite(amount)))
		te_mix_bad_amount(PG_ARGISNULL(1) ? te_code("", 0) : te_code_from_text(PG_GETARG_TEXT_PP(1)),
						  amount);
	return amount;
}

/* Is the row's origin the target? */
static inline bool
is_target(FunctionCallInfo fcinfo)
{
	text	   *origin,
			   *target;
	int			len;

	check_target(fcinfo);
	if (PG_ARGISNULL(1))
		return false;
	origin = PG_GETARG_TEXT_PP(1);
	target = PG_GETARG_TEXT_PP(3);
	len = VARSIZE_ANY_EXHDR(origin);
	/* most origins differ from the target in their first byte: no call for them */
	return len == VARSIZE_ANY_EXHDR(target) &&
		(len == 0 || *VARDATA_ANY(origin) == *VARDATA_ANY(target)) &&
		memcmp(VARDATA_ANY(origin), VARDATA_ANY(target), len) == 0;
}

/*
 * A group of targets, unpacked.  Kept with the expression as long as the array
 * has the same bytes: it nearly always is a constant.
 */
typedef struct TargetGroup
{
	Size		size;			/* bytes of the array */
	void	   *array;			/* a copy of it */
	int			n;				/* targets */
	TeCode	   *codes;			/* their codes in order, which point into the copy */
} TargetGroup;

static int
compare_codes(const void *a, const void *b)
{
	return te_code_cmp(*(const TeCode *) a, *(const TeCode *) b);
}

/* The unpacked form of the array argument. */
static TargetGroup *
get_group(FunctionCallInfo fcinfo)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(3);
	TargetGroup *group = fcinfo->flinfo->fn_extra;
	MemoryContext old;

	if (group != NULL && group->size == VARSIZE(array) && memcmp(group->array, array, group->size) == 0)
		return group;
	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	group = palloc0(sizeof(TargetGroup));
	group->size = VARSIZE(array);
	group->array = palloc(group->size);
	memcpy(group->array, array, group->size);
	group->codes = te_codes_from_array(group->array, &group->n);
	qsort(group->codes, group->n, sizeof(TeCode), compare_codes);
	MemoryContextSwitchTo(old);
	fcinfo->flinfo->fn_extra = group;
	return group;
}

/* Is the row's origin one of the targets? */
static bool
is_in_group(FunctionCallInfo fcinfo)
{
	TargetGroup *group;
	TeCode		origin;

	check_target(fcinfo);
	if (PG_ARGISNULL(1))
		return false;
	group = get_group(fcinfo);
	origin = te_code_from_text(PG_GETARG_TEXT_PP(1));
	for (int first = 0, last = group->n; first < last;)
	{
		int			middle = (first + last) / 2;
		int			cmp = te_code_cmp(origin, group->codes[middle]);

		if (cmp == 0)
			return true;
		if (cmp < 0)
			last = middle;
		else
			first = middle + 1;
	}
	return false;
}

/* (state, origin, amount, target) → state; a NULL amount is left out. */
Datum
te_share_accum(PG_FUNCTION_ARGS)
{
	TeShareState *state = get_share_state(fcinfo);

	/* only in front of the first rows: it costs time */
	if (unlikely(state->total.hi == 0) && !PG_ARGISNULL(3))
		te_refuse_array_text(PG_GETARG_TEXT_PP(3));
	if (!PG_ARGISNULL(2))
		add_row(state, is_target(fcinfo), row_amount(fcinfo));
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/* (state, origin, amount, targets) → state */
Datum
te_share_group_accum(PG_FUNCTION_ARGS)
{
	TeShareState *state = get_share_state(fcinfo);

	if (!PG_ARGISNULL(2))
		add_row(state, is_in_group(fcinfo), row_amount(fcinfo));
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/* A row leaves a moving window; NULL asks for a new start when sums are not exact. */
static Datum
row_leaves(FunctionCallInfo fcinfo, bool (*is_wanted) (FunctionCallInfo))
{
	TeShareState *state = get_share_state(fcinfo);

	if (!PG_ARGISNULL(2))
		add_row(state, is_wanted(fcinfo), -row_amount(fcinfo));
	if (state->inexact != 0)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

Datum
te_share_inverse(PG_FUNCTION_ARGS)
{
	return row_leaves(fcinfo, is_target);
}

Datum
te_share_group_inverse(PG_FUNCTION_ARGS)
{
	return row_leaves(fcinfo, is_in_group);
}

/* (state, state) → state */
Datum
te_share_combine(PG_FUNCTION_ARGS)
{
	TeShareState *state = get_share_state(fcinfo);
	const TeShareState *other = (const TeShareState *) TE_STATE_VALUES(te_state_read(fcinfo, 1, &share_layout));
	bool		exact;

	exact = te_sum_add(&state->target, other->target.hi);
	exact &= te_sum_add(&state->target, other->target.lo);
	exact &= te_sum_add(&state->total, other->total.hi);
	exact &= te_sum_add(&state->total, other->total.lo);
	if (!exact || other->inexact != 0)
		state->inexact = 1;
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/* state → share 0..1; NULL for a zero total. */
Datum
te_share_final(PG_FUNCTION_ARGS)
{
	const TeShareState *state = (const TeShareState *) TE_STATE_VALUES(te_state_read(fcinfo, 0, &share_layout));
	double		target = state->target.hi;
	double		total = state->total.hi;

	if (target < 0 || total < 0 || target > total)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 target < 0 ?
				 errmsg("dependency_share: the target is net negative (%.15g)", target) :
				 errmsg("dependency_share: some other origin is net negative (target %.15g of total %.15g)", target, total),
				 errdetail("A share is defined for amounts of zero or more."),
				 errhint("Build supply_mix(origin, amount), look at each_origin(mix), and count such origins as zero with clamp_negative(mix).")));
	if (total == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(target / total);
}
