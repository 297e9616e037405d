/*
 * schedule_row_id_sql.c
 *	  Keys of rule rows: UUIDs of version 7 (RFC 9562, method 3: the time in
 *	  microseconds) with 62 random bits.  Rows that a process makes one after the
 *	  other are in that order in the index, and servers that replicate to each
 *	  other need no sequence.
 */
#include "postgres.h"

#include "common/pg_prng.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"

#include "base/trade_exposure.h"

#define UUID_VERSION 7
#define UUID_VARIANT 0x80		/* the two highest bits of byte 8 */

TE_FUNCTION(te_rules_row_id);

/* The time in microseconds since 1970, later than at any call before in this process. */
static uint64
later_time(void)
{
	static uint64 last = 0;
	uint64		now = GetCurrentTimestamp() +
		(uint64) (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY;

	last = Max(now, last + 1);
	return last;
}

/* A new key, after all that this process has made. */
Datum
te_rules_row_id(PG_FUNCTION_ARGS)
{
	uint64		time = later_time();
	uint64		unix_ms = time / 1000;
	uint32		fraction = (uint32) (time % 1000);
	uint64		random = pg_prng_uint64(&pg_global_prng_state);
	pg_uuid_t  *id = palloc_object(pg_uuid_t);

	for (int i = 0; i < 6; i++)
		id->data[i] = (unsigned char) (unix_ms >> (40 - 8 * i));
	id->data[6] = (unsigned char) (UUID_VERSION << 4 | fraction >> 8);
	id->data[7] = (unsigned char) fraction;
	memcpy(&id->data[8], &random, 8);
	id->data[8] = (id->data[8] & 0x3f) | UUID_VARIANT;
	PG_RETURN_UUID_P(id);
}
