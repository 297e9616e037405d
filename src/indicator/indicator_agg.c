/*
 * indicator_agg.c
 *	  Aggregates of two-way trade and of trade restrictiveness: a few exact sums.
 *
 * The state is float8[2k + 1]: k exact sums and a mark that one of them lost bits,
 * so that rows may leave a window again.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "base/float8_state.h"
#include "base/trade_exposure.h"
#include "indicator/indicator.h"

TE_FUNCTION(te_overlap_accum);
TE_FUNCTION(te_overlap_inverse);
TE_FUNCTION(te_overlap_change_accum);
TE_FUNCTION(te_overlap_change_inverse);
TE_FUNCTION(te_overlap_combine);
TE_FUNCTION(te_overlap_final);
TE_FUNCTION(te_overlap_balanced_final);
TE_FUNCTION(te_restrict_accum);
TE_FUNCTION(te_restrict_inverse);
TE_FUNCTION(te_restrict_combine);
TE_FUNCTION(te_restrict_tri_final);
TE_FUNCTION(te_restrict_otri_final);

/* Sums of two-way trade: what both sides have, and the size of each side. */
enum
{
	OVERLAP_BOTH = 0,			/* each sum takes two numbers */
	OVERLAP_EXPORTS = 2,
	OVERLAP_IMPORTS = 4,
	OVERLAP_SUMS = 3
};

/* Sums of restrictiveness: weights, weights times tariff, weights times squared tariff. */
enum
{
	RESTRICT_WEIGHT = 0,
	RESTRICT_TARIFF = 2,
	RESTRICT_SQUARE = 4,
	RESTRICT_SUMS = 3
};

/* Throws unless the numbers are finite and the mark is one. */
static void
check_sums(const double *values, int length)
{
	te_state_check_sums(values, length);
	if (values[length - 1] != 0 && values[length - 1] != 1)
		te_not_a_state();
}

static const TeStateLayout overlap_layout = {2 * OVERLAP_SUMS + 1, NULL, check_sums};
static const TeStateLayout restrict_layout = {2 * RESTRICT_SUMS + 1, NULL, check_sums};

/* The aggregate's own state, to be changed in place; throws when it is NULL. */
static ArrayType *
own_state(FunctionCallInfo fcinfo, const TeStateLayout *layout)
{
	if (PG_ARGISNULL(0))
		te_not_a_state();
	return te_state_arg(fcinfo, layout);
}

/* Adds n terms to the sums of the state, or takes them away with sign -1; keeps the mark. */
static void
add_terms(ArrayType *state, const double *terms, int n, int sign)
{
	double	   *v = TE_STATE_VALUES(state);

	for (int i = 0; i < n; i++)
	{
		TeSum		sum = {v[2 * i], v[2 * i + 1]};

		if (!te_sum_add(&sum, sign * terms[i]))
			v[2 * n] = 1;
		v[2 * i] = sum.hi;
		v[2 * i + 1] = sum.lo;
	}
}

/* Adds n terms; with sign -1 a row leaves, and NULL asks for a new start when bits were lost. */
static Datum
changed(FunctionCallInfo fcinfo, ArrayType *state, const double *terms, int n, int sign)
{
	add_terms(state, terms, n, sign);
	if (sign < 0 && TE_STATE_VALUES(state)[2 * n] != 0)
		PG_RETURN_NULL();
	PG_RETURN_ARRAYTYPE_P(state);
}

/* One row of two-way trade; without both sides it is left out.  Changes may be negative. */
static Datum
overlap_row(FunctionCallInfo fcinfo, bool changes, int sign)
{
	ArrayType  *state = own_state(fcinfo, &overlap_layout);
	double		x,
				m;
	double		terms[OVERLAP_SUMS];

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_ARRAYTYPE_P(state);
	x = PG_GETARG_FLOAT8(1);
	m = PG_GETARG_FLOAT8(2);
	if (changes)
	{
		te_check_finite("export_change", x);
		te_check_finite("import_change", m);
	}
	else
	{
		te_trade_table_amount("exports", x);
		te_trade_table_amount("imports", m);
	}
	terms[OVERLAP_BOTH / 2] = te_both_ways(x, m);
	terms[OVERLAP_EXPORTS / 2] = fabs(x);
	terms[OVERLAP_IMPORTS / 2] = fabs(m);
	return changed(fcinfo, state, terms, OVERLAP_SUMS, sign);
}

/* (state, exports, imports) → state */
Datum
te_overlap_accum(PG_FUNCTION_ARGS)
{
	return overlap_row(fcinfo, false, 1);
}

/* A row leaves a window. */
Datum
te_overlap_inverse(PG_FUNCTION_ARGS)
{
	return overlap_row(fcinfo, false, -1);
}

/* (state, export change, import change) → state */
Datum
te_overlap_change_accum(PG_FUNCTION_ARGS)
{
	return overlap_row(fcinfo, true, 1);
}

/* A row of changes leaves a window. */
Datum
te_overlap_change_inverse(PG_FUNCTION_ARGS)
{
	return overlap_row(fcinfo, true, -1);
}

/* Adds the sums of another state. */
static Datum
combine(FunctionCallInfo fcinfo, const TeStateLayout *layout)
{
	ArrayType  *state = own_state(fcinfo, layout);
	const double *other = TE_STATE_VALUES(te_state_read(fcinfo, 1, layout));
	double	   *v = TE_STATE_VALUES(state);

	for (int i = 0; i + 1 < layout->length; i += 2)
	{
		TeSum		sum = {v[i], v[i + 1]};
		bool		exact = te_sum_add(&sum, other[i]);

		exact &= te_sum_add(&sum, other[i + 1]);
		if (!exact)
			v[layout->length - 1] = 1;
		v[i] = sum.hi;
		v[i + 1] = sum.lo;
	}
	if (other[layout->length - 1] != 0)
		v[layout->length - 1] = 1;
	PG_RETURN_ARRAYTYPE_P(state);
}

/* (state, state) → state */
Datum
te_overlap_combine(PG_FUNCTION_ARGS)
{
	return combine(fcinfo, &overlap_layout);
}

/* state → two-way trade in all; NULL without trade */
Datum
te_overlap_final(PG_FUNCTION_ARGS)
{
	const double *v = TE_STATE_VALUES(te_state_read(fcinfo, 0, &overlap_layout));

	TE_RETURN_DEFINED(te_two_way(v[OVERLAP_BOTH], v[OVERLAP_EXPORTS], v[OVERLAP_IMPORTS]));
}

/* The same in parts of the most that an unbalanced trade could reach; NULL without both sides. */
Datum
te_overlap_balanced_final(PG_FUNCTION_ARGS)
{
	const double *v = TE_STATE_VALUES(te_state_read(fcinfo, 0, &overlap_layout));

	TE_RETURN_DEFINED(v[OVERLAP_BOTH] / Min(v[OVERLAP_EXPORTS], v[OVERLAP_IMPORTS]));
}

/* One tariff line; without one of the three it is left out. */
static Datum
restrict_row(FunctionCallInfo fcinfo, int sign)
{
	ArrayType  *state = own_state(fcinfo, &restrict_layout);
	double		tariff,
				imports,
				elasticity,
				weight;
	double		terms[RESTRICT_SUMS];

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		PG_RETURN_ARRAYTYPE_P(state);
	tariff = PG_GETARG_FLOAT8(1);
	te_check_finite("rate", tariff);
	te_check_finite("elasticity", PG_GETARG_FLOAT8(3));
	imports = te_trade_table_amount("imports", PG_GETARG_FLOAT8(2));
	elasticity = fabs(PG_GETARG_FLOAT8(3));
	weight = te_no_underflow(imports * elasticity, Min(imports, elasticity));
	terms[RESTRICT_WEIGHT / 2] = weight;
	terms[RESTRICT_TARIFF / 2] = te_no_underflow(weight * tariff, Min(weight, fabs(tariff)));
	terms[RESTRICT_SQUARE / 2] = te_no_underflow(weight * tariff * tariff,
												 terms[RESTRICT_TARIFF / 2]);
	return changed(fcinfo, state, terms, RESTRICT_SUMS, sign);
}

/* (state, tariff, imports, elasticity) → state */
Datum
te_restrict_accum(PG_FUNCTION_ARGS)
{
	return restrict_row(fcinfo, 1);
}

/* A line leaves a window. */
Datum
te_restrict_inverse(PG_FUNCTION_ARGS)
{
	return restrict_row(fcinfo, -1);
}

/* (state, state) → state */
Datum
te_restrict_combine(PG_FUNCTION_ARGS)
{
	return combine(fcinfo, &restrict_layout);
}

/* state → uniform tariff of the same loss; NULL without imports */
Datum
te_restrict_tri_final(PG_FUNCTION_ARGS)
{
	const double *v = TE_STATE_VALUES(te_state_read(fcinfo, 0, &restrict_layout));

	if (!(v[RESTRICT_WEIGHT] > 0))
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(sqrt(Max(v[RESTRICT_SQUARE] / v[RESTRICT_WEIGHT], 0.0)));
}

/* state → uniform tariff of the same imports; NULL without imports */
Datum
te_restrict_otri_final(PG_FUNCTION_ARGS)
{
	const double *v = TE_STATE_VALUES(te_state_read(fcinfo, 0, &restrict_layout));

	if (!(v[RESTRICT_WEIGHT] > 0))
		PG_RETURN_NULL();
	TE_RETURN_DEFINED(v[RESTRICT_TARIFF] / v[RESTRICT_WEIGHT]);
}
