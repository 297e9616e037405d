/*
 * network_agg.c
 *	  The aggregates that build a supply network: from flows, from networks, and
 *	  with_nodes, which adds what is known of the nodes.
 *
 * The state is a supply_network in its partial form, changed in place: the same
 * pointer goes back to the executor, which then copies nothing.  A large one grows
 * inside an expanded object (network_expanded.h).
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "base/aggregate.h"
#include "base/trade_exposure.h"
#include "network/network_datum.h"
#include "network/network_expanded.h"
#include "network/network_state.h"

TE_FUNCTION(te_network_accum);
TE_FUNCTION(te_network_sum_accum);
TE_FUNCTION(te_network_node_accum);
TE_FUNCTION(te_network_combine);
TE_FUNCTION(te_network_final);
TE_FUNCTION(te_network_plus);

/*
 * The first argument as a state that may be changed in place.  A new or grown
 * one is made in the current (per-row) context; the executor copies it into
 * the aggregate's and frees the one before, until it is large.
 */
static TeNetworkState *
get_state(FunctionCallInfo fcinfo)
{
	if (unlikely(!te_in_aggregate(fcinfo)))
		te_not_a_state();
	if (PG_ARGISNULL(0))
		return te_network_begin(0);
	return te_network_state_from_datum(PG_GETARG_DATUM(0));
}

/* The first argument as it came, 0 where there is no state yet. */
static inline Datum
given_state(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(0) ? (Datum) 0 : PG_GETARG_DATUM(0);
}

/* What a transition function returns for its state: the argument where it stayed where it was. */
static Datum
return_state(FunctionCallInfo fcinfo, TeNetworkState *state)
{
	Datum		before = given_state(fcinfo);
	MemoryContext aggregate;

	if (likely(!te_network_expands(before, state)))
		return PointerGetDatum(state);
	if (!AggCheckCallContext(fcinfo, &aggregate))
		te_not_a_state();
	return te_network_expand(before, state, aggregate);
}

/* A node's code from a text argument; empty for NULL. */
static TeCode
get_code(FunctionCallInfo fcinfo, int n)
{
	if (PG_ARGISNULL(n))
		return te_code("", 0);
	return te_code_from_text(PG_GETARG_TEXT_PP(n));
}

/* (state, supplier, user, amount) → state.  A row that lacks one is counted and skipped. */
Datum
te_network_accum(PG_FUNCTION_ARGS)
{
	TeNetworkState *state = get_state(fcinfo);
	TeCode		supplier = get_code(fcinfo, 1);
	TeCode		user = get_code(fcinfo, 2);

	if (PG_ARGISNULL(3) || supplier.len == 0 || user.len == 0)
		state->skipped_rows++;
	else
	{
		double		amount = PG_GETARG_FLOAT8(3);
		MemoryContext old;

		if (unlikely(!isfinite(amount)))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("the amount from \"%s\" to \"%s\" is not a finite number",
							te_code_cstring(supplier), te_code_cstring(user)),
					 errhint("Filter such rows out, or turn them into NULL, which is counted and skipped.")));
		old = MemoryContextSwitchTo(te_network_expanded_context(given_state(fcinfo)));
		state = te_network_add_edge(state, supplier, user, amount);
		MemoryContextSwitchTo(old);
		state->rows++;
	}
	return return_state(fcinfo, state);
}

/* (state, network) → state, for sum(supply_network); NULL networks are left out. */
Datum
te_network_sum_accum(PG_FUNCTION_ARGS)
{
	TeNetworkState *state = get_state(fcinfo);

	if (!PG_ARGISNULL(1))
		state = te_network_merge(state, PG_GETARG_TE_NETWORK_P(1));
	return return_state(fcinfo, state);
}

/* What a row of with_nodes says of its node; unlike in a sum, it replaces what was there. */
static TeNetworkState *
set_attributes(FunctionCallInfo fcinfo, TeNetworkState *state, uint32 number)
{
	static const char *const name[TE_AMOUNTS] = {"output", "final_demand", "value_added"};
	int			nargs = PG_NARGS();

	for (int a = 0; a < TE_AMOUNTS; a++)
	{
		if (nargs <= 3 + a || PG_ARGISNULL(3 + a))
			continue;
		te_check_finite(name[a], PG_GETARG_FLOAT8(3 + a));
		te_network_set_amount(state, number, a, PG_GETARG_FLOAT8(3 + a));
	}
	if (nargs > 6 && !PG_ARGISNULL(6) && get_code(fcinfo, 6).len > 0)
	{
		te_network_state_nodes(state)[number].known &= ~TE_NODE_SECTOR;
		state = te_network_set_sector(state, number, get_code(fcinfo, 6));
	}
	if (nargs > 7 && !PG_ARGISNULL(7))
	{
		te_check_range("essential", PG_GETARG_FLOAT8(7), 0.0, 1.0);
		te_network_state_nodes(state)[number].known &= ~TE_NODE_ESSENTIAL;
		te_network_set_essential(state, number, PG_GETARG_FLOAT8(7));
	}
	return state;
}

/*
 * (state, network, node, output, final_demand[, value_added, sector, essential])
 * → state.  The first row brings the network in.
 */
Datum
te_network_node_accum(PG_FUNCTION_ARGS)
{
	TeNetworkState *state = get_state(fcinfo);
	TeCode		code = get_code(fcinfo, 2);
	uint32		number;

	if (PG_ARGISNULL(1))
		return return_state(fcinfo, state);
	if (!(state->flags & TE_NETWORK_BASED))
	{
		state = te_network_merge(state, PG_GETARG_TE_NETWORK_P(1));
		state->flags |= TE_NETWORK_BASED;
	}
	if (code.len > 0)
	{
		state = te_network_add_node(state, code, &number);
		te_network_mark_given(state, number);
		state = set_attributes(fcinfo, state, number);
	}
	return return_state(fcinfo, state);
}

/* (state, state) → state.  Two states of with_nodes hold the same network: it counts once. */
Datum
te_network_combine(PG_FUNCTION_ARGS)
{
	TeNetworkState *state;
	TeNetworkState *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = te_network_state_checked(PG_GETARG_DATUM(1));
	if (PG_ARGISNULL(0))
		PG_RETURN_POINTER(other);
	state = get_state(fcinfo);
	if ((state->flags & TE_NETWORK_BASED) && (other->flags & TE_NETWORK_BASED))
		return return_state(fcinfo, te_network_take_given(state, other));
	state = te_network_merge(state, (const TeNetwork *) other);
	state->flags |= other->flags & TE_NETWORK_BASED;
	return return_state(fcinfo, state);
}

/* state → sorted network; NULL when there was no row. */
Datum
te_network_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(te_network_end(te_network_state_checked(PG_GETARG_DATUM(0))));
}

/* network + network: amounts of the same edge or node add up. */
Datum
te_network_plus(PG_FUNCTION_ARGS)
{
	TeNetworkState *state = te_network_merge(te_network_begin(0), PG_GETARG_TE_NETWORK_P(0));

	PG_RETURN_POINTER(te_network_end(te_network_merge(state, PG_GETARG_TE_NETWORK_P(1))));
}
