/*
 * signal_sum_agg.c
 *	  te_exact_sum(amount): the sum of amounts, the same whatever their order, and
 *	  0 when they cancel as decimals.
 *
 * The state is float8[2], an exact sum; from the first negative amount on float8[4]
 * with what was negative (see net.h).
 */
#include "postgres.h"

#include <math.h>

#include "base/float8_state.h"
#include "base/net.h"
#include "base/trade_exposure.h"

TE_FUNCTION(te_exact_sum_accum);
TE_FUNCTION(te_exact_sum_combine);
TE_FUNCTION(te_exact_sum_final);

#define SUM_FIELDS 2
#define SIGNED_SUM_FIELDS 4

/* Throws unless the numbers are a state. */
static void
te_exact_sum_check(const double *values, int length)
{
	if (length != SUM_FIELDS && length != SIGNED_SUM_FIELDS)
		te_not_a_state();
	te_state_check_sums(values, length);
}

/* The same of a state that a row is added to: its length. */
static void
te_exact_sum_head(const double *values, int length)
{
	if (length != SUM_FIELDS && length != SIGNED_SUM_FIELDS)
		te_not_a_state();
}

static const TeStateLayout exact_sum_layout = {-1, te_exact_sum_head, te_exact_sum_check};

/* The sum of a state. */
static TeNet
read_sum(const ArrayType *state)
{
	const double *v = TE_STATE_VALUES(state);
	TeNet		net = {{v[0], v[1]}, {0, 0}};

	if (TE_STATE_LENGTH(state) == SIGNED_SUM_FIELDS)
		net.negative = (TeSum) {v[2], v[3]};
	return net;
}

/* A state of the sum: the one given, where it has the room. */
static ArrayType *
write_sum(ArrayType *state, const TeNet *net)
{
	if (net->negative.hi != 0 && TE_STATE_LENGTH(state) == SUM_FIELDS)
		state = te_state_new(SIGNED_SUM_FIELDS);
	memcpy(TE_STATE_VALUES(state), net, TE_STATE_LENGTH(state) * sizeof(double));
	return state;
}

/* (state, amount) → state; a NULL amount is left out. */
Datum
te_exact_sum_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	TeNet		net;
	double		amount;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	amount = PG_GETARG_FLOAT8(1);
	te_check_finite("amount", amount);
	state = PG_ARGISNULL(0) ? te_state_new(SUM_FIELDS) : te_state_arg(fcinfo, &exact_sum_layout);
	net = read_sum(state);
	te_net_add(&net, amount);
	PG_RETURN_ARRAYTYPE_P(write_sum(state, &net));
}

/* (state, state) → state */
Datum
te_exact_sum_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	TeNet		net,
				more;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	more = read_sum(te_state_read(fcinfo, 1, &exact_sum_layout));
	state = PG_ARGISNULL(0) ? te_state_new(SUM_FIELDS) : te_state_arg(fcinfo, &exact_sum_layout);
	net = read_sum(state);
	te_net_add_net(&net, &more, 1);
	PG_RETURN_ARRAYTYPE_P(write_sum(state, &net));
}

/* state → sum; NULL when there was no amount. */
Datum
te_exact_sum_final(PG_FUNCTION_ARGS)
{
	TeNet		net;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	net = read_sum(te_state_read(fcinfo, 0, &exact_sum_layout));
	PG_RETURN_FLOAT8(te_net_value(&net));
}
