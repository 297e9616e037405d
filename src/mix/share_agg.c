/*
 * share_agg.c
 *	  dependency_share(origin, amount, target): the share of one supplier, or a
 *	  group of suppliers, straight from rows, in constant memory.
 *
 * The state is float8[5]: two exact sums (target, total) and a mark that a sum
 * lost bits; from the first negative amount on, float8[9] with what was negative
 * of both.  A plain array is a real SQL type, which distributed planners can
 * ship, and 64 bytes with its header.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/array.h"
#include "utils/memutils.h"

#include "base/aggregate.h"
#include "base/arrays.h"
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
	/* the rest only in a state that saw a negative amount */
	TeSum		target_negative;	/* what of the target's was negative, see
									 * net.h */
	TeSum		total_negative;
} TeShareState;

#define SHARE_FIELDS (offsetof(TeShareState, target_negative) / sizeof(double))
#define SIGNED_SHARE_FIELDS (sizeof(TeShareState) / sizeof(double))

/* The state inside an array. */
static inline TeShareState *
share_state(const ArrayType *array)
{
	return (TeShareState *) TE_STATE_VALUES(array);
}

/* Does the state hold what was negative? */
static inline bool
is_signed(const ArrayType *array)
{
	return TE_STATE_LENGTH(array) == SIGNED_SHARE_FIELDS;
}

/* Throws unless the numbers are a state: sums within float8's range, and a mark. */
static void
te_share_check(const double *values, int length)
{
	const TeShareState *state = (const TeShareState *) values;

	if (length != SHARE_FIELDS && length != SIGNED_SHARE_FIELDS)
		te_not_a_state();
	for (int i = 0; i < length; i++)
		if (!isfinite(values[i]))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("dependency_share: the sum of the amounts is out of range"),
					 errhint("Use a larger unit for the amounts.")));
	if (state->inexact != 0 && state->inexact != 1)
		te_not_a_state();
	if (length == SIGNED_SHARE_FIELDS && (state->target_negative.hi < 0 || state->total_negative.hi < 0))
		te_not_a_state();
}

static const TeStateLayout share_layout = {-1, NULL, te_share_check};

/*
 * The aggregate's own state, to be changed in place: as te_state_arg, but
 * throws outside of an aggregate, and costs less.
 */
static inline ArrayType *
get_share_array(FunctionCallInfo fcinfo)
{
	ArrayType  *array = (ArrayType *) PG_GETARG_POINTER(0);

	/* it may lie on two lines of memory: let both come together */
	__builtin_prefetch((const char *) array + 63, 1);
	if (unlikely(PG_ARGISNULL(0) || !te_in_aggregate(fcinfo)))
		te_not_a_state();
	/* a first one from a table may have a short header: go on with a copy */
	if (unlikely(VARATT_IS_EXTENDED(array)))
		array = PG_GETARG_ARRAYTYPE_P(0);
	if (!te_state_has_shape(array, SHARE_FIELDS) && !te_state_has_shape(array, SIGNED_SHARE_FIELDS))
		te_not_a_state();
	return array;
}

/* The array, or a larger copy that holds what was negative. */
static ArrayType *
with_sign(ArrayType *array)
{
	ArrayType  *larger;

	if (is_signed(array))
		return array;
	larger = te_state_new(SIGNED_SHARE_FIELDS);
	memcpy(ARR_DATA_PTR(larger), ARR_DATA_PTR(array), SHARE_FIELDS * sizeof(double));
	return larger;
}

/* Adds to one of the two sums, or takes away with sign -1; false when bits were lost. */
static bool
add_net(TeSum *sum, TeSum *negative, const TeNet *net, int sign)
{
	TeNet		all = {*sum, *negative};
	bool		exact = te_net_add_net(&all, net, sign);

	*sum = all.sum;
	*negative = all.negative;
	return exact;
}

/* Adds an amount that is negative, or takes one away with sign -1. */
static pg_noinline ArrayType *
add_negative(ArrayType *array, bool is_target, double amount, int sign)
{
	TeShareState *state;
	TeNet		net = te_net_one(amount);
	bool		exact;

	array = with_sign(array);
	state = share_state(array);
	exact = add_net(&state->total, &state->total_negative, &net, sign);
	if (is_target)
		exact &= add_net(&state->target, &state->target_negative, &net, sign);
	if (!exact)
		state->inexact = 1;
	return array;
}

/* Adds one amount, or takes it away with sign -1 when a row leaves a window. */
static inline ArrayType *
add_row(ArrayType *array, bool is_target, double amount, int sign)
{
	TeShareState *state = share_state(array);
	bool		exact;

	if (unlikely(amount < 0))
		return add_negative(array, is_target, amount, sign);
	exact = te_sum_add(&state->total, sign * amount);
	if (is_target)
		exact &= te_sum_add(&state->target, sign * amount);
	if (unlikely(!exact))
		state->inexact = 1;
	return array;
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

	/*
	 * most origins differ from the target in their first byte: no call for
	 * them
	 */
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
	MemoryContext context;		/* holds all of it */
	Size		size;			/* bytes of the array */
	void	   *array;			/* a copy of it */
	int			n;				/* targets */
	TeCode	   *codes;			/* their codes in order, which point into the
								 * copy */
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
	MemoryContext context;
	MemoryContext old;

	if (group != NULL && group->size == VARSIZE(array) && memcmp(group->array, array, group->size) == 0)
		return group;
	fcinfo->flinfo->fn_extra = NULL;
	if (group != NULL)
		MemoryContextDelete(group->context);
	context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "trade_exposure targets",
									ALLOCSET_SMALL_SIZES);
	old = MemoryContextSwitchTo(context);
	group = palloc0(sizeof(TargetGroup));
	group->context = context;
	group->size = VARSIZE(array);
	group->array = palloc(group->size);
	memcpy(group->array, array, group->size);
	group->codes = te_codes_arg(group->array, "targets", &group->n);
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
	ArrayType  *array = get_share_array(fcinfo);

	/* only in front of the first rows: it costs time */
	if (unlikely(share_state(array)->total.hi == 0) && !PG_ARGISNULL(3))
		te_refuse_array_text(PG_GETARG_TEXT_PP(3));
	if (PG_ARGISNULL(2))
		PG_RETURN_POINTER(array);
	PG_RETURN_POINTER(add_row(array, is_target(fcinfo), row_amount(fcinfo), 1));
}

/* (state, origin, amount, targets) → state */
Datum
te_share_group_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *array = get_share_array(fcinfo);

	if (PG_ARGISNULL(2))
		PG_RETURN_POINTER(array);
	PG_RETURN_POINTER(add_row(array, is_in_group(fcinfo), row_amount(fcinfo), 1));
}

/* A row leaves a moving window; NULL asks for a new start when sums are not exact. */
static Datum
row_leaves(FunctionCallInfo fcinfo, bool (*is_wanted) (FunctionCallInfo))
{
	ArrayType  *array = get_share_array(fcinfo);

	if (!PG_ARGISNULL(2))
		array = add_row(array, is_wanted(fcinfo), row_amount(fcinfo), -1);
	if (share_state(array)->inexact != 0)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(array);
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

/* The two sums of a state. */
static void
read_sums(const ArrayType *array, TeNet *target, TeNet *total)
{
	const TeShareState *state = share_state(array);

	*target = (TeNet) {state->target, {0, 0}};
	*total = (TeNet) {state->total, {0, 0}};
	if (!is_signed(array))
		return;
	target->negative = state->target_negative;
	total->negative = state->total_negative;
}

/* (state, state) → state */
Datum
te_share_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *array = get_share_array(fcinfo);
	const ArrayType *other = te_state_read(fcinfo, 1, &share_layout);
	TeShareState *state;
	TeNet		target,
				total,
				other_target,
				other_total;
	bool		exact;

	if (is_signed(other))
		array = with_sign(array);
	state = share_state(array);
	read_sums(array, &target, &total);
	read_sums(other, &other_target, &other_total);
	exact = te_net_add_net(&target, &other_target, 1);
	exact &= te_net_add_net(&total, &other_total, 1);
	state->target = target.sum;
	state->total = total.sum;
	if (is_signed(array))
	{
		state->target_negative = target.negative;
		state->total_negative = total.negative;
	}
	if (!exact || share_state(other)->inexact != 0)
		state->inexact = 1;
	PG_RETURN_POINTER(array);
}

/*
 * The amount of the target and of all rows.  All that is not the target's is a
 * sum of its own: what rounding leaves of it counts for nothing either.
 */
static void
finish_sums(const ArrayType *array, double *target, double *total)
{
	TeNet		mine,
				all,
				rest;

	read_sums(array, &mine, &all);
	rest = all;
	te_net_add_net(&rest, &mine, -1);
	*target = te_net_value(&mine);
	*total = all.negative.hi > 0 && te_net_value(&rest) == 0 ? *target : te_net_value(&all);
}

/* state → share 0..1; NULL for a zero total. */
Datum
te_share_final(PG_FUNCTION_ARGS)
{
	double		target,
				total;

	finish_sums(te_state_read(fcinfo, 0, &share_layout), &target, &total);
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
