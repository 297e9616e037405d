/*
 * network_expanded.c
 *	  A large state of a network aggregate as an expanded object.
 */
#include "postgres.h"

#include "utils/expandeddatum.h"
#include "utils/memutils.h"

#include "base/trade_exposure.h"
#include "network/network_expanded.h"

#define LARGE_STATE ((Size) 1 << 20)	/* bytes from which copies are dear */

/* A state that lies in its own memory. */
typedef struct Expanded
{
	ExpandedObjectHeader header;
	TeNetworkState *state;
} Expanded;

/* Bytes of the state as it is stored or sent. */
static Size
flat_size(ExpandedObjectHeader *header)
{
	return VARSIZE(((Expanded *) header)->state);
}

/* Writes them. */
static void
flatten(ExpandedObjectHeader *header, void *to, Size size)
{
	te_copy(to, ((Expanded *) header)->state, size);
}

static const ExpandedObjectMethods methods = {flat_size, flatten};

/* The object that a datum points to, or NULL. */
static Expanded *
object_of(Datum datum)
{
	if (likely(!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(datum))) ||
		DatumGetEOHP(datum)->eoh_methods != &methods)
		return NULL;
	return (Expanded *) DatumGetEOHP(datum);
}

TeNetworkState *
te_network_expanded(Datum datum)
{
	Expanded   *object = object_of(datum);

	return object == NULL ? NULL : object->state;
}

MemoryContext
te_network_expanded_context(FunctionCallInfo fcinfo)
{
	Expanded   *object = PG_ARGISNULL(0) ? NULL : object_of(PG_GETARG_DATUM(0));

	return object == NULL ? CurrentMemoryContext : object->header.eoh_context;
}

/* An object without a state, in the aggregate's memory. */
static Expanded *
new_object(FunctionCallInfo fcinfo)
{
	MemoryContext aggregate;
	MemoryContext own;
	Expanded   *object;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		te_not_a_state();
	own = AllocSetContextCreate(aggregate, "supply network under construction",
								ALLOCSET_START_SMALL_SIZES);
	object = MemoryContextAllocZero(own, sizeof(Expanded));
	EOH_init_header(&object->header, &methods, own);
	return object;
}

/* The state in the object's memory: where it was made there, as it is. */
static TeNetworkState *
taken_over(const Expanded *object, TeNetworkState *state)
{
	MemoryContext old;
	TeNetworkState *copy;

	if (GetMemoryChunkContext(state) == object->header.eoh_context)
		return state;
	old = MemoryContextSwitchTo(object->header.eoh_context);
	copy = te_alloc(VARSIZE(state));
	te_copy(copy, state, VARSIZE(state));
	MemoryContextSwitchTo(old);
	return copy;
}

Datum
te_network_expanded_return(FunctionCallInfo fcinfo, TeNetworkState *state)
{
	Expanded   *object = PG_ARGISNULL(0) ? NULL : object_of(PG_GETARG_DATUM(0));

	if (object == NULL && VARSIZE(state) < LARGE_STATE)
		return PointerGetDatum(state);
	if (object == NULL)
		object = new_object(fcinfo);
	if (state != object->state)
	{
		TeNetworkState *before = object->state;

		object->state = taken_over(object, state);
		if (before != NULL)
			pfree(before);
	}
	return EOHPGetRWDatum(&object->header);
}
