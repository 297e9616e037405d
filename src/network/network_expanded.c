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

/* The object that a datum points to, or NULL; also of no datum. */
static Expanded *
object_of(Datum datum)
{
	if (datum == (Datum) 0 ||
		likely(!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(datum))) ||
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
te_network_expanded_context(Datum datum)
{
	Expanded   *object = object_of(datum);

	return object == NULL ? CurrentMemoryContext : object->header.eoh_context;
}

bool
te_network_expands(Datum datum, const TeNetworkState *state)
{
	return VARSIZE(state) >= LARGE_STATE || object_of(datum) != NULL;
}

/* An object without a state, in the aggregate's memory. */
static Expanded *
new_object(MemoryContext aggregate)
{
	MemoryContext own = AllocSetContextCreate(aggregate, "supply network under construction",
											  ALLOCSET_START_SMALL_SIZES);
	Expanded   *object = MemoryContextAllocZero(own, sizeof(Expanded));

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
te_network_expand(Datum datum, TeNetworkState *state, MemoryContext aggregate)
{
	Expanded   *object = object_of(datum);

	if (object == NULL)
		object = new_object(aggregate);
	if (state != object->state)
	{
		TeNetworkState *before = object->state;

		object->state = taken_over(object, state);
		if (before != NULL)
			pfree(before);
	}
	return EOHPGetRWDatum(&object->header);
}
