/*
 * schedule_layout.c
 *	  Reading a compiled schedule: look-ups by code, date and name, and
 *	  the digest (see schedule.h).
 */
#include "postgres.h"

#include "datatype/timestamp.h"
#include "utils/datetime.h"

#include "base/digest.h"
#include "schedule/schedule.h"

const uint32 te_section_width[TE_NSECTIONS] = {
	[TE_SEC_PROGRAMS] = sizeof(TeProgram),
	[TE_SEC_CHOICES] = sizeof(TeString),
	[TE_SEC_NODES] = sizeof(TeNode),
	[TE_SEC_HEADINGS] = sizeof(uint32),
	[TE_SEC_MEASURES] = sizeof(TeMeasure),
	[TE_SEC_DETAILS] = sizeof(TeDetail),
	[TE_SEC_AREAS] = sizeof(TeString),
	[TE_SEC_COUNTRIES] = sizeof(TePlace),
	[TE_SEC_MEMBERS] = sizeof(TeMember),
	[TE_SEC_CLAIMS] = sizeof(TeString),
	[TE_SEC_CONTENTS] = sizeof(TeString),
	[TE_SEC_RULES] = sizeof(TeRule),
	[TE_SEC_ROUNDINGS] = sizeof(TeScheduleRounding),
	[TE_SEC_DATES] = sizeof(int32),
	[TE_SEC_KNOWN] = sizeof(int32),
	[TE_SEC_EPOCHS] = sizeof(uint32),
	[TE_SEC_ORDERS] = sizeof(uint16),
	[TE_SEC_LISTS] = sizeof(uint32),
	[TE_SEC_DUTIES] = 1,
	[TE_SEC_STRINGS] = 1,
};

/* Number of the heading (first four digits, short codes filled up with 0). */
static int
heading_of(uint64 key)
{
	int			heading = 0;

	for (int i = 0; i < 4; i++)
	{
		int			nibble = (key >> (60 - 4 * i)) & 15;

		heading = heading * 10 + (nibble == 0 ? 0 : nibble - 1);
	}
	return heading;
}

/* First node whose key is not below "key", between two bounds. */
static uint32
lower_bound(const TeNode *nodes, uint32 low, uint32 high, uint64 key)
{
	const TeNode *at = nodes + low;
	uint32		n = high - low;

	/* without branches: which way to go cannot be guessed */
	while (n > 1)
	{
		at += n / 2 & -(uint32) (at[n / 2 - 1].key < key);
		n -= n / 2;
	}
	return at - nodes + (n == 1 && at->key < key);
}

/* First of all nodes whose key is not below "key". */
static uint32
first_not_below(const TeSchedule *s, uint64 key)
{
	int			h;

	if (te_hs_key_len(key) < 4)
		return lower_bound(TE_NODES(s), 0, TE_NODE_COUNT(s), key);
	h = heading_of(key);
	return lower_bound(TE_NODES(s), TE_HEADINGS(s)[h], TE_HEADINGS(s)[h + 1], key);
}

/*
 * The keys that begin with the code lie together behind it, and the last key
 * not above it begins with the longest prefix that both share.
 */
int
te_schedule_find_node(const TeSchedule *s, uint64 key, uint32 *above)
{
	const TeNode *nodes = TE_NODES(s);
	uint32		n = TE_NODE_COUNT(s);
	uint32		at = first_not_below(s, key);

	if (above != NULL)
		*above = at < n && nodes[at].key == key ? at + 1 : at;
	if (at < n && nodes[at].key == key)
		return at;
	if (at == 0)
		return -1;
	at--;
	while (!te_hs_key_within(key, nodes[at].key))
	{
		if (nodes[at].parent == at)
			return -1;
		at = nodes[at].parent;
	}
	return at;
}

void
te_schedule_nodes_below(const TeSchedule *s, uint64 key, int *first, int *end)
{
	const TeNode *nodes = TE_NODES(s);
	uint32		n = TE_NODE_COUNT(s);
	uint64		last = key | ~te_hs_key_mask(te_hs_key_len(key));
	uint32		at = first_not_below(s, key);

	if (at < n && nodes[at].key == key)
		at++;
	*first = at;
	while (at < n && nodes[at].key <= last)
		at++;
	*end = at;
}

/* How many of the sorted dates are not after "on". */
static int
dates_until(const int32 *dates, int n, DateADT on)
{
	int			low = 0;
	int			high = n;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (dates[middle] <= on)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const uint16 *
te_schedule_epoch(const TeSchedule *s, DateADT on_date, DateADT known_on, DateADT *from, DateADT *to)
{
	int			ndates = s->count[TE_SEC_DATES];
	int			known = dates_until(TE_KNOWN(s), s->count[TE_SEC_KNOWN], known_on);
	int			date = dates_until(TE_DATES(s), ndates, on_date);

	*from = date == 0 ? TE_DATE_OPEN_FROM : TE_DATES(s)[date - 1];
	*to = date == ndates ? TE_DATE_OPEN_TO : TE_DATES(s)[date];
	return TE_ORDERS(s) + TE_EPOCHS(s)[known * (ndates + 1) + date];
}

int
te_schedule_find_name(const TeSchedule *s, TeSection section, const char *name, int len)
{
	const TeString *names = TE_SCHEDULE_SECTION(s, section);

	for (uint32 i = 0; i < s->count[section]; i++)
	{
		const char *known = TE_STRING(s, names[i]);

		if (strncmp(known, name, len) == 0 && known[len] == '\0')
			return i;
	}
	return -1;
}

int
te_schedule_find_program(const TeSchedule *s, const char *name, int len)
{
	const TeProgram *programs = TE_PROGRAMS(s);

	for (uint32 i = 0; i < s->count[TE_SEC_PROGRAMS]; i++)
	{
		const char *known = TE_STRING(s, programs[i].name);

		if (strncmp(known, name, len) == 0 && known[len] == '\0')
			return i;
	}
	return -1;
}

char *
te_date_cstring(DateADT date)
{
	int			year;
	int			month;
	int			day;

	if (date == TE_DATE_OPEN_FROM || date == TE_DATE_OPEN_TO)
		return pstrdup(date == TE_DATE_OPEN_TO ? "infinity" : "-infinity");
	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return psprintf("%04d-%02d-%02d", year, month, day);
}

/* ---- digest ---- */

#define DIGEST_START offsetof(TeSchedule, size)

/* That of the old format. */
static void
digest_of_old(const TeSchedule *s, Size size, uint64 digest[2])
{
	uint64		a = UINT64CONST(0x9e3779b97f4a7c15) ^ size;
	uint64		b = UINT64CONST(0xd1b54a32d192ed03) + size;

	for (Size at = DIGEST_START; at + 8 <= size; at += 8)
	{
		uint64		word;

		memcpy(&word, (const char *) s + at, 8);
		a = te_digest_fold(a ^ word, UINT64CONST(0xa0761d6478bd642f)) + at;
		b = te_digest_fold(b + word, UINT64CONST(0xe7037ed1a0b428db)) ^ a;
	}
	digest[0] = te_digest_fold(a, UINT64CONST(0x8ebc6af09c88c6e3));
	digest[1] = te_digest_fold(b, UINT64CONST(0x589965cc75374cc3));
}

/* 128 bits over all bytes behind the digest. */
static void
digest_of(const TeSchedule *s, Size size, uint64 digest[2])
{
	digest[0] = digest[1] = size;
	te_digest_add(digest, (const char *) s + DIGEST_START, size - DIGEST_START);
}

void
te_schedule_seal(TeSchedule *s)
{
	digest_of(s, s->size, s->digest);
}

/* Is the digest that of the bytes? */
bool
te_schedule_is_sealed(const TeSchedule *s)
{
	uint64		digest[2];

	if (s->format == TE_SCHEDULE_FORMAT)
		digest_of(s, s->size, digest);
	else
		digest_of_old(s, s->size, digest);
	return digest[0] == s->digest[0] && digest[1] == s->digest[1];
}
