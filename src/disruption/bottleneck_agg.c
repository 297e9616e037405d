/*
 * bottleneck_agg.c
 *	  Bills of materials: what a product loses when its parts run short, and
 *	  to which products a scarce part should go.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/float.h"

#include "base/arrays.h"
#include "base/float8_state.h"
#include "base/row.h"
#include "base/trade_exposure.h"

TE_FUNCTION(te_bottleneck_accum);
TE_FUNCTION(te_bottleneck_combine);
TE_FUNCTION(te_bottleneck_final);
TE_FUNCTION(allocate_scarce);
TE_FUNCTION(value_multiple);

/* State of bottleneck_shortage. */
enum BottleneckState
{
	BOTTLENECK_WORST,			/* largest shortage of an essential part */
	BOTTLENECK_MISSING,			/* Σ weight · shortage of other parts (2
								 * numbers) */
	BOTTLENECK_WEIGHT = BOTTLENECK_MISSING + 2, /* Σ weight of all parts (2) */
	BOTTLENECK_LENGTH = BOTTLENECK_WEIGHT + 2
};

/* Throws unless the numbers are a state: shares of a product, and sums that are finite. */
static void
te_bottleneck_check(const double *values, int length)
{
	te_state_check_sums(&values[BOTTLENECK_MISSING], BOTTLENECK_LENGTH - BOTTLENECK_MISSING);
	if (!(values[BOTTLENECK_WORST] >= 0 && values[BOTTLENECK_WORST] <= 1) ||
		values[BOTTLENECK_MISSING] < 0 || values[BOTTLENECK_WEIGHT] < 0)
		te_not_a_state();
}

static const TeStateLayout bottleneck_layout = {BOTTLENECK_LENGTH, NULL, te_bottleneck_check};

/* Transition: state, shortage, weight, essential. */
Datum
te_bottleneck_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state = PG_ARGISNULL(0) ? NULL : te_state_arg(fcinfo, &bottleneck_layout);
	double	   *values;
	double		shortage;
	double		weight;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
	{
		if (state == NULL)
			PG_RETURN_NULL();
		PG_RETURN_ARRAYTYPE_P(state);
	}
	shortage = PG_GETARG_FLOAT8(1);
	weight = PG_GETARG_FLOAT8(2);
	te_check_range("shortage", shortage, 0.0, 1.0);
	te_check_range("weight", weight, 0.0, INFINITY);
	if (state == NULL)
		state = te_state_new(BOTTLENECK_LENGTH);
	values = TE_STATE_VALUES(state);
	te_state_sum_add(&values[BOTTLENECK_WEIGHT], weight);
	if (PG_GETARG_BOOL(3))
		values[BOTTLENECK_WORST] = Max(values[BOTTLENECK_WORST], shortage);
	else
		te_state_sum_add(&values[BOTTLENECK_MISSING], weight * shortage);
	PG_RETURN_ARRAYTYPE_P(state);
}

/* Combine: two states. */
Datum
te_bottleneck_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state = te_state_arg(fcinfo, &bottleneck_layout);
	double	   *values = TE_STATE_VALUES(state);
	const double *other = TE_STATE_VALUES(te_state_read(fcinfo, 1, &bottleneck_layout));

	values[BOTTLENECK_WORST] = Max(values[BOTTLENECK_WORST], other[BOTTLENECK_WORST]);
	te_state_sum_merge(&values[BOTTLENECK_MISSING], &other[BOTTLENECK_MISSING]);
	te_state_sum_merge(&values[BOTTLENECK_WEIGHT], &other[BOTTLENECK_WEIGHT]);
	PG_RETURN_ARRAYTYPE_P(state);
}

/* Final: share of the product that cannot be made. */
Datum
te_bottleneck_final(PG_FUNCTION_ARGS)
{
	const double *values = TE_STATE_VALUES(te_state_read(fcinfo, 0, &bottleneck_layout));
	double		weight = values[BOTTLENECK_WEIGHT];
	double		linear = 0.0;

	if (weight > 0)
		linear = Min(1.0, values[BOTTLENECK_MISSING] / weight);
	TE_RETURN_DEFINED(Max(values[BOTTLENECK_WORST], linear));
}

/* A product that uses the scarce part. */
typedef struct Product
{
	int			index;			/* position in the arguments */
	double		margin;			/* earned by one unit; below 0: lost */
	double		part_use;		/* parts that one unit takes */
	double		demand;			/* units wanted */
	double		made;			/* units that get their parts */
} Product;

/* What allocate_scarce keeps between rows. */
typedef struct Allocation
{
	Product    *products;		/* best use first */
	Datum	   *names;			/* by position in the arguments */
	bool	   *name_nulls;		/* by position in the arguments */
} Allocation;

/* Best use of a part first: margin for each part, then the caller's order. */
static int
compare_products(const void *a, const void *b)
{
	const Product *p = a;
	const Product *q = b;
	double		left = p->margin * q->part_use;
	double		right = q->margin * p->part_use;

	CHECK_FOR_INTERRUPTS();
	/* a product that needs no part at all goes before all others */
	if ((p->part_use == 0) != (q->part_use == 0))
		return (p->part_use == 0) ? -1 : 1;
	if (left != right)
		return (left > right) ? -1 : 1;
	return p->index - q->index;
}

/* The elements of a float8[] argument, each "low" or more; throws unless there are n. */
static double *
numbers_arg(FunctionCallInfo fcinfo, int arg, const char *name, int n, double low)
{
	int			count;
	double	   *numbers = te_numbers_arg(PG_GETARG_ARRAYTYPE_P(arg), name, &count);

	if (count != n)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("argument \"%s\" has %d elements, but \"products\" has %d", name,
						count, n),
				 errhint("Build all arrays from the same rows, for example with array_agg(... ORDER BY product).")));
	for (int i = 0; i < n; i++)
		te_check_range(name, numbers[i], low, INFINITY);
	return numbers;
}

/* Hands out the supply, best use first; a product may be made in part. */
static void
hand_out(Product *products, int n, double supply)
{
	for (int i = 0; i < n; i++)
	{
		Product    *product = &products[i];
		double		needed = product->demand * product->part_use;

		/* what would lose by each unit is not made */
		if (product->margin < 0)
			continue;
		product->made = product->demand;
		if (needed > supply)
			product->made = supply / product->part_use;
		supply = Max(0.0, supply - needed);
	}
}

/* Reads the arguments (supply, product, margin, part_use, demand) and allocates. */
static Allocation *
allocate(FunctionCallInfo fcinfo, int *n)
{
	Allocation *allocation = palloc(sizeof(Allocation));
	double		supply = PG_GETARG_FLOAT8(0);
	double	   *margin;
	double	   *part_use;
	double	   *demand;

	te_check_range("supply", supply, 0.0, INFINITY);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P_COPY(1), TEXTOID, -1, false, TYPALIGN_INT,
					  &allocation->names, &allocation->name_nulls, n);
	margin = numbers_arg(fcinfo, 2, "margins", *n, -DBL_MAX);
	part_use = numbers_arg(fcinfo, 3, "part_uses", *n, 0.0);
	demand = numbers_arg(fcinfo, 4, "demands", *n, 0.0);
	allocation->products = palloc0(sizeof(Product) * Max(*n, 1));
	for (int i = 0; i < *n; i++)
		allocation->products[i] = (Product)
	{
		.index = i, .margin = margin[i], .part_use = part_use[i], .demand = demand[i]
	};
	qsort(allocation->products, *n, sizeof(Product), compare_products);
	hand_out(allocation->products, *n, supply);
	return allocation;
}

/*
 * allocate_scarce(supply, product, margin, part_use, demand) → one row per
 * product, best use first.
 */
Datum
allocate_scarce(PG_FUNCTION_ARGS)
{
	int			n;
	Allocation *allocation = allocate(fcinfo, &n);

	te_rows_begin(fcinfo);
	for (int i = 0; i < n; i++)
	{
		const Product *product = &allocation->products[i];
		double		lost = product->demand - product->made;
		TeRow		row;

		te_row_begin(&row);
		te_row_datum(&row, allocation->names[product->index], allocation->name_nulls[product->index]);
		te_row_float8(&row, product->part_use > 0 ? product->margin / product->part_use : NAN);
		te_row_float8(&row, product->made);
		te_row_float8(&row, product->made * product->part_use);
		te_row_float8(&row, lost);
		te_row_float8(&row, 0.0 + product->made * product->margin);
		te_row_float8(&row, lost * Max(product->margin, 0.0));
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/*
 * value_multiple(product_value, input_quantity, input_price) → value of
 * product for each unit of input value.
 */
Datum
value_multiple(PG_FUNCTION_ARGS)
{
	double		product_value = PG_GETARG_FLOAT8(0);
	double		quantity = PG_GETARG_FLOAT8(1);
	double		price = PG_GETARG_FLOAT8(2);
	double		multiple;

	te_check_range("product_value", product_value, 0.0, INFINITY);
	te_check_range("input_quantity", quantity, 0.0, INFINITY);
	te_check_range("input_price", price, 0.0, INFINITY);
	multiple = product_value / (quantity * price);
	if (!isfinite(multiple))
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(multiple);
}
