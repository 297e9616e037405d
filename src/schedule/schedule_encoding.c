/*
 * schedule_encoding.c
 *	  The text in a compiled schedule, when it meets a database of another
 *	  encoding (see schedule_encoding.h).
 *
 * Texts are in two sections: the strings, which everything refers to by offset,
 * and the rates, which hold names of their own.  Converting lays both out anew
 * and then follows every reference.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/trade_exposure.h"
#include "schedule/schedule_encoding.h"

/* A section that is laid out anew. */
typedef struct Relaid
{
	StringInfoData bytes;
	uint32	   *new_offset;		/* by old offset; PG_UINT32_MAX where nothing
								 * starts */
} Relaid;

typedef struct Converter
{
	const TeSchedule *from;
	int			source;			/* encodings */
	int			target;
	Oid			procedure;		/* InvalidOid: bytes stay as they are */
	const char *problem;		/* or NULL */
	Relaid		strings;
	Relaid		duties;
} Converter;

/* Has a section bytes that are not ASCII? */
static bool
has_high_bytes(const TeSchedule *s, TeSection section)
{
	const char *bytes = TE_SCHEDULE_SECTION(s, section);

	for (uint32 i = 0; i < s->count[section]; i++)
		if (IS_HIGHBIT_SET(bytes[i]))
			return true;
	return false;
}

/* Are the names in a rate valid text? */
static bool
duty_is_text(const TeDuty *duty, int encoding)
{
	for (int i = 0; i < duty->nnames; i++)
		if (!pg_verify_mbstr(encoding, TE_DUTY_NAME_BYTES(duty, i),
							 TE_DUTY_NAMES(duty)[i].len, true))
			return false;
	return true;
}

/* Is every text of a schedule valid in an encoding? */
static bool
is_text(const TeSchedule *s, int encoding)
{
	for (uint32 at = 0; at < s->count[TE_SEC_STRINGS];)
	{
		int			len = strlen(TE_STRING(s, at));

		if (!pg_verify_mbstr(encoding, TE_STRING(s, at), len, true))
			return false;
		at += len + 1;
	}
	for (uint32 at = 0; at < s->count[TE_SEC_DUTIES]; at += TE_DUTY_AT(s, at)->size)
		if (!duty_is_text(TE_DUTY_AT(s, at), encoding))
			return false;
	return true;
}

/* ---- converting ---- */

/* Appends a converted text; returns its length. */
static int
append_converted(Converter *c, StringInfo to, const char *bytes, int len)
{
	Size		size = (Size) len * MAX_CONVERSION_GROWTH + 1;
	int			before = to->len;
	char	   *room;
	int			done;

	if (!OidIsValid(c->procedure))
	{
		appendBinaryStringInfo(to, bytes, len);
		return len;
	}
	if (!AllocSizeIsValid(size) || !AllocSizeIsValid(to->len + size))
	{
		c->problem = "becomes too long in this encoding";
		return 0;
	}
	room = palloc(size);
	done = pg_do_encoding_conversion_buf(c->procedure, c->source, c->target,
										 (unsigned char *) pnstrdup(bytes, len), len,
										 (unsigned char *) room, size, true);
	if (done < len)
		c->problem = psprintf("has text in %s that %s cannot hold", pg_encoding_to_char(c->source),
							  pg_encoding_to_char(c->target));
	else
		appendStringInfoString(to, room);
	pfree(room);
	return to->len - before;
}

/* A section to be filled, which knows no offsets yet. */
static void
start_section(Relaid *section, uint32 size)
{
	initStringInfo(&section->bytes);
	section->new_offset = MemoryContextAllocHuge(CurrentMemoryContext,
												 sizeof(uint32) * ((Size) size + 1));
	memset(section->new_offset, 0xff, sizeof(uint32) * ((Size) size + 1));
}

/* Lays the strings out. */
static void
convert_strings(Converter *c)
{
	const TeSchedule *s = c->from;

	start_section(&c->strings, s->count[TE_SEC_STRINGS]);
	for (uint32 at = 0; at < s->count[TE_SEC_STRINGS] && c->problem == NULL;)
	{
		int			len = strlen(TE_STRING(s, at));

		CHECK_FOR_INTERRUPTS();
		c->strings.new_offset[at] = c->strings.bytes.len;
		append_converted(c, &c->strings.bytes, TE_STRING(s, at), len);
		appendStringInfoChar(&c->strings.bytes, '\0');
		at += len + 1;
	}
}

/* Lays one rate out: what precedes its names, then these. */
static void
convert_duty(Converter *c, const TeDuty *duty)
{
	StringInfo	to = &c->duties.bytes;
	int			start = to->len;
	Size		fixed = (const char *) (TE_DUTY_NAMES(duty) + duty->nnames) - (const char *) duty;

	appendBinaryStringInfo(to, (const char *) duty, fixed);
	for (int i = 0; i < duty->nnames; i++)
	{
		const TeDutyName *old = &TE_DUTY_NAMES(duty)[i];
		const char *bytes = TE_DUTY_NAME_BYTES(duty, i);
		int			offset = to->len - start;
		int			qualifier = old->kind == TE_DUTY_UNIT ? old->unit.qualifier : 0;
		int			head = append_converted(c, to, bytes, qualifier);
		int			rest = append_converted(c, to, bytes + qualifier, old->len - qualifier);
		TeDutyName *name;

		appendStringInfoChar(to, '\0');
		name = &TE_DUTY_NAMES((TeDuty *) (to->data + start))[i];
		name->offset = offset;
		name->len = head + rest;
		if (old->kind == TE_DUTY_UNIT)
			name->unit.qualifier = head;
	}
	while ((to->len - start) % 8 != 0)
		appendStringInfoChar(to, '\0');
	((TeDuty *) (to->data + start))->size = to->len - start;
}

/* Lays the rates out. */
static void
convert_duties(Converter *c)
{
	const TeSchedule *s = c->from;

	start_section(&c->duties, s->count[TE_SEC_DUTIES]);
	for (uint32 at = 0; at < s->count[TE_SEC_DUTIES] && c->problem == NULL;)
	{
		CHECK_FOR_INTERRUPTS();
		c->duties.new_offset[at] = c->duties.bytes.len;
		convert_duty(c, TE_DUTY_AT(s, at));
		at += TE_DUTY_AT(s, at)->size;
	}
}

/* ---- references ---- */

/* Follows a reference into a section that was laid out anew. */
static void
follow(Converter *c, const Relaid *section, uint32 *reference)
{
	uint32		at = section->new_offset[*reference];

	if (at == PG_UINT32_MAX)
		c->problem = "refers to the middle of a text";
	else
		*reference = at;
}

static void
follow_names(Converter *c, TeSchedule *s, TeSection section)
{
	TeString   *names = TE_SCHEDULE_SECTION(s, section);

	for (uint32 i = 0; i < s->count[section]; i++)
		follow(c, &c->strings, &names[i]);
}

static void
follow_measures(Converter *c, TeSchedule *s)
{
	for (uint32 i = 0; i < s->count[TE_SEC_MEASURES]; i++)
	{
		TeDetail   *d = &TE_DETAILS(s)[i];

		follow(c, &c->strings, &d->id);
		follow(c, &c->strings, &d->legal_ref);
		follow(c, &c->strings, &d->rate);
		follow(c, &c->duties, &d->duty);
		if (TE_MEASURES(s)[i].op == TE_OP_CAPTOTAL)
			follow(c, &c->duties, &d->total);
		if (d->gate == TE_GATE_UNIT_VALUE)
			follow(c, &c->duties, &d->gate_unit);
	}
}

/* Follows all references of a value whose sections are in their new places. */
static void
follow_all(Converter *c, TeSchedule *s)
{
	follow(c, &c->strings, &s->regime);
	follow_names(c, s, TE_SEC_CHOICES);
	follow_names(c, s, TE_SEC_AREAS);
	follow_names(c, s, TE_SEC_CLAIMS);
	follow_names(c, s, TE_SEC_CONTENTS);
	for (uint32 i = 0; i < s->count[TE_SEC_PROGRAMS]; i++)
		follow(c, &c->strings, &TE_PROGRAMS(s)[i].name);
	for (uint32 i = 0; i < s->count[TE_SEC_RULES]; i++)
		follow(c, &c->strings, &TE_RULES(s)[i].legal_ref);
	follow_measures(c, s);
}

/* The value with both sections replaced. */
static TeSchedule *
lay_out(Converter *c)
{
	const TeSchedule *from = c->from;
	Size		size = TE_SCHEDULE_HEADER;
	TeSchedule	header = *from;
	TeSchedule *s;

	header.count[TE_SEC_STRINGS] = c->strings.bytes.len;
	header.count[TE_SEC_DUTIES] = c->duties.bytes.len;
	for (int i = 0; i < TE_NSECTIONS; i++)
	{
		header.offset[i] = size;
		size += MAXALIGN((Size) header.count[i] * te_section_width[i]);
	}
	if (!AllocSizeIsValid(size))
	{
		c->problem = "becomes too long in this encoding";
		return NULL;
	}
	s = palloc0(size);
	*s = header;
	for (int i = 0; i < TE_NSECTIONS; i++)
	{
		const void *section = i == TE_SEC_STRINGS ? c->strings.bytes.data :
			i == TE_SEC_DUTIES ? c->duties.bytes.data : TE_SCHEDULE_SECTION(from, i);

		if (s->count[i] > 0)
			memcpy(TE_SCHEDULE_SECTION(s, i), section, (Size) s->count[i] * te_section_width[i]);
	}
	SET_VARSIZE(s, size);
	s->size = size;
	s->encoding = c->target;
	return s;
}

/* A converted copy, or NULL with the problem. */
static TeSchedule *
convert(const TeSchedule *s, const char **problem)
{
	Converter	c = {.from = s, .source = s->encoding, .target = GetDatabaseEncoding()};
	TeSchedule *copy = NULL;

	if (c.source != PG_SQL_ASCII && c.target != PG_SQL_ASCII)
	{
		c.procedure = FindDefaultConversionProc(c.source, c.target);
		if (!OidIsValid(c.procedure))
			c.problem = psprintf("has text in %s, which cannot be converted to %s",
								 pg_encoding_to_char(c.source), pg_encoding_to_char(c.target));
	}
	if (c.problem == NULL)
		convert_strings(&c);
	if (c.problem == NULL)
		convert_duties(&c);
	if (c.problem == NULL)
		copy = lay_out(&c);
	if (c.problem == NULL)
		follow_all(&c, copy);
	*problem = c.problem;
	if (c.problem != NULL)
		return NULL;
	te_schedule_seal(copy);
	return copy;
}

TeSchedule *
te_schedule_in_encoding(TeSchedule *s, const char **problem)
{
	*problem = NULL;
	if (s->format == TE_SCHEDULE_FORMAT && s->encoding != GetDatabaseEncoding())
		s = convert(s, problem);
	if (s != NULL &&
		(has_high_bytes(s, TE_SEC_STRINGS) || has_high_bytes(s, TE_SEC_DUTIES)) &&
		!is_text(s, GetDatabaseEncoding()))
	{
		*problem = psprintf("has text that is not valid in %s", GetDatabaseEncodingName());
		return NULL;
	}
	return s;
}
