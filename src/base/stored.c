/*
 * stored.c
 *	  Values that are stored outside of their row (see stored.h).
 */
#include "postgres.h"

#include "access/detoast.h"
#include "access/heaptoast.h"
#include "access/table.h"
#include "access/tableam.h"
#include "miscadmin.h"

#include "base/compat.h"
#include "base/stored.h"
#include "base/trade_exposure.h"

#define PIECE (2048 * (int32) TOAST_MAX_CHUNK_SIZE) /* some 4 MB, of whole
													 * rows of the toast table */

void
te_stored_bytes(const struct varatt_external *pointer, struct varlena *to)
{
	int32		size = (int32) VARATT_EXTERNAL_GET_EXTSIZE(*pointer);
	Relation	stored = table_open(pointer->va_toastrelid, AccessShareLock);

	for (int32 done = 0; done < size; done += PIECE)
	{
		CHECK_FOR_INTERRUPTS();

		/*
		 * it writes behind a header, which is then the end of the piece
		 * before
		 */
		table_relation_fetch_toast_slice(stored, pointer->va_valueid, size, done,
										 Min(size - done, PIECE),
										 (struct varlena *) ((char *) to + done));
	}
	table_close(stored, AccessShareLock);
}

struct varlena *
te_stored_fetch(const struct varlena *value)
{
	struct varatt_external pointer;
	struct varlena *result;
	Size		size;

	if (!VARATT_IS_EXTERNAL_ONDISK(value))
		return NULL;
	VARATT_EXTERNAL_GET_POINTER(pointer, value);
	size = VARATT_EXTERNAL_GET_EXTSIZE(pointer);
	if (VARATT_EXTERNAL_IS_COMPRESSED(pointer) || size == 0)
		return NULL;
	result = te_alloc(size + VARHDRSZ);
	SET_VARSIZE(result, size + VARHDRSZ);
	te_stored_bytes(&pointer, result);
	return result;
}
