/*
 * schedule_row_id_sql.c
 *	  Keys of rule rows: UUIDs of version 7 (RFC 9562), the time in milliseconds
 *	  and 74 random bits.  Rows that come after each other lie next to each other
 *	  in the index, and servers that replicate to each other need no sequence.
 */
#include "postgres.h"

#include "common/pg_prng.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"

#include "base/trade_exposure.h"

#define UUID_VERSION 7
#define UUID_VARIANT 0x80		/* the two highest bits of byte 8 */

TE_FUNCTION(tariff_row_id);

/* A new key. */
Datum
tariff_row_id(PG_FUNCTION_ARGS)
{
	uint64		unix_ms = (GetCurrentTimestamp() / 1000) +
		(uint64) (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * SECS_PER_DAY * 1000;
	uint64		random[2] = {pg_prng_uint64(&pg_global_prng_state),
		pg_prng_uint64(&pg_global_prng_state)};
	pg_uuid_t  *id = palloc_object(pg_uuid_t);

	memcpy(id->data, random, UUID_LEN);
	for (int i = 0; i < 6; i++)
		id->data[i] = (unsigned char) (unix_ms >> (40 - 8 * i));
	id->data[6] = (id->data[6] & 0x0f) | UUID_VERSION << 4;
	id->data[8] = (id->data[8] & 0x3f) | UUID_VARIANT;
	PG_RETURN_UUID_P(id);
}
