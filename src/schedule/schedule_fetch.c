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
#include "access/toast_compression.h"
#include "common/pg_lzcompress.h"
#include "fmgr.h"

#include "base/compat.h"
#include "base/stored.h"
#include "base/trade_exposure.h"
#include "schedule/schedule_fetch.h"

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
 * A packed value that is stored by itself.  What is stored is read into the same
 * piece of memory, behind the place that it is unpacked to.
 */
static struct varlena *
fetch_packed(const struct varatt_external *pointer)
{
	Size		stored = VARATT_EXTERNAL_GET_EXTSIZE(*pointer) + VARHDRSZ;
	Size		size = MAXALIGN(pointer->va_rawsize);
	struct varlena *result = te_alloc(size + stored);
	struct varlena *packed = (struct varlena *) ((char *) result + size);

	SET_VARSIZE_COMPRESSED(packed, stored);
	te_stored_bytes(pointer, packed);
	decompress(packed, result, pointer->va_rawsize - VARHDRSZ);
	return repalloc_huge(result, size);
}

/* Return the value in one piece of fresh memory of the current context. */
struct varlena *
te_schedule_fetch(Datum datum)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(datum);
	struct varlena *plain = te_stored_fetch(value);

	if (plain != NULL)
		return plain;
	if (VARATT_IS_EXTERNAL_ONDISK(value))
	{
		struct varatt_external pointer;

		VARATT_EXTERNAL_GET_POINTER(pointer, value);
		if (VARATT_EXTERNAL_IS_COMPRESSED(pointer) &&
			VARATT_EXTERNAL_GET_COMPRESS_METHOD(pointer) == TOAST_PGLZ_COMPRESSION_ID)
			return fetch_packed(&pointer);
	}
	return PG_DETOAST_DATUM_COPY(datum);
}
