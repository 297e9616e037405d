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

/* What is stored of a value, "size" bytes behind its header, in memory at "to". */
static void
fetch_stored(const struct varatt_external *pointer, struct varlena *to)
{
	int32		size = VARATT_EXTERNAL_GET_EXTSIZE(*pointer);
	Relation	stored = table_open(pointer->va_toastrelid, AccessShareLock);

	if (VARATT_EXTERNAL_IS_COMPRESSED(*pointer))
		SET_VARSIZE_COMPRESSED(to, size + VARHDRSZ);
	else
		SET_VARSIZE(to, size + VARHDRSZ);
	table_relation_fetch_toast_slice(stored, pointer->va_valueid, size, 0, size, to);
	table_close(stored, AccessShareLock);
}

/* Unpack a compressed value of "size" bytes to "to"; throws where it is damaged. */
static void
decompress(const struct varlena *packed, struct varlena *to, int32 size)
{
	SET_VARSIZE(to, size + VARHDRSZ);
	if (VARDATA_COMPRESSED_GET_EXTSIZE(packed) != size ||
		pglz_decompress((const char *) packed + VARHDRSZ_COMPRESSED,
						VARSIZE(packed) - VARHDRSZ_COMPRESSED, VARDATA(to), size, true) != size)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("the stored tariff schedule is damaged"),
				 errdetail("Its compressed bytes do not come to its size."),
				 errhint("Compile the rules again with tariff_compile().")));
}

/*
 * A value that is stored by itself.  Compressed bytes are read into the same piece
 * of memory, behind the place that they are unpacked to.
 */
static struct varlena *
fetch_external(const struct varatt_external *pointer)
{
	Size		stored = VARATT_EXTERNAL_GET_EXTSIZE(*pointer) + VARHDRSZ;
	Size		size = MAXALIGN(pointer->va_rawsize);
	struct varlena *result;
	struct varlena *packed;

	if (!VARATT_EXTERNAL_IS_COMPRESSED(*pointer))
	{
		result = te_alloc(stored);
		fetch_stored(pointer, result);
		return result;
	}
	result = te_alloc(size + stored);
	packed = (struct varlena *) ((char *) result + size);
	fetch_stored(pointer, packed);
	decompress(packed, result, pointer->va_rawsize - VARHDRSZ);
	return repalloc_huge(result, size);
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
		if (VARATT_EXTERNAL_GET_EXTSIZE(pointer) > 0 &&
			(!VARATT_EXTERNAL_IS_COMPRESSED(pointer) ||
			 VARATT_EXTERNAL_GET_COMPRESS_METHOD(pointer) == TOAST_PGLZ_COMPRESSION_ID))
			return fetch_external(&pointer);
	}
	return PG_DETOAST_DATUM_COPY(PointerGetDatum(value));
}
