/*
 * schedule_fetch.c
 *	  A stored schedule in memory of this process (see schedule_fetch.h).
 *
 * The first call of a session brings some ten megabytes into fresh memory.  Where
 * touching a fresh page is dear, in a virtual machine above all, that costs more
 * than the reading: the value is stored in a tenth of its size, so that a tenth of
 * the server's buffers is touched, and unpacked into large pages (te_alloc).
 */
#include "postgres.h"

#include "access/detoast.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/toast_compression.h"
#include "common/pg_lzcompress.h"
#include "fmgr.h"

#include "base/compat.h"
#include "base/trade_exposure.h"
#include "schedule/schedule_fetch.h"

/* A value that is stored as it is. */
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

/* A compressed value in memory, without its compression; throws where it is damaged. */
static struct varlena *
decompressed(const struct varlena *packed)
{
	int32		size = VARDATA_COMPRESSED_GET_EXTSIZE(packed);
	struct varlena *result = te_alloc(size + VARHDRSZ);

	SET_VARSIZE(result, size + VARHDRSZ);
	if (pglz_decompress((const char *) packed + VARHDRSZ_COMPRESSED,
						VARSIZE(packed) - VARHDRSZ_COMPRESSED, VARDATA(result), size, true) != size)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("the stored tariff schedule is damaged"),
				 errdetail("Its compressed bytes do not come to its size."),
				 errhint("Compile the rules again with tariff_compile().")));
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
		value = detoast_external_attr(value);
	}
	if (VARATT_IS_COMPRESSED(value) &&
		VARDATA_COMPRESSED_GET_COMPRESS_METHOD(value) == TOAST_PGLZ_COMPRESSION_ID)
		return decompressed(value);
	return PG_DETOAST_DATUM_COPY(PointerGetDatum(value));
}
