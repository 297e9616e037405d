/*
 * schedule_fetch.c
 *	  A stored schedule in memory of this process (see schedule_fetch.h).
 *
 * The first call of a session reads some ten megabytes into fresh memory.  Where
 * touching a fresh page is dear, in a virtual machine above all, that costs more
 * than the reading, so they come in large pages (te_alloc).
 */
#include "postgres.h"

#include "access/detoast.h"
#include "access/table.h"
#include "access/tableam.h"
#include "fmgr.h"

#include "base/compat.h"
#include "base/trade_exposure.h"
#include "schedule/schedule_fetch.h"

/* A stored, uncompressed value, which is how the column keeps schedules. */
static struct varlena *
fetch_plain(const struct varatt_external *pointer)
{
	int32		size = VARATT_EXTERNAL_GET_EXTSIZE(*pointer);
	struct varlena *result = te_alloc(size + VARHDRSZ);
	Relation	stored;

	SET_VARSIZE(result, size + VARHDRSZ);
	stored = table_open(pointer->va_toastrelid, AccessShareLock);
	table_relation_fetch_toast_slice(stored, pointer->va_valueid, size, 0, size, result);
	table_close(stored, AccessShareLock);
	return result;
}

/* Return the value in one piece of fresh memory of the current context. */
struct varlena *
te_schedule_fetch(Datum datum)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(datum);

	if (VARATT_IS_EXTERNAL_ONDISK(value))
	{
		struct varatt_external pointer;

		VARATT_EXTERNAL_GET_POINTER(pointer, value);
		if (!VARATT_EXTERNAL_IS_COMPRESSED(pointer) && VARATT_EXTERNAL_GET_EXTSIZE(pointer) > 0)
			return fetch_plain(&pointer);
	}
	return PG_DETOAST_DATUM_COPY(datum);
}
