/*
 * schedule_pack.c
 *	  The last step of compiling: all pieces in one block, sealed.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "utils/memutils.h"

#include "base/trade_exposure.h"
#include "schedule/schedule_pack.h"
#include "schedule/schedule_strings.h"

/* One section's records on their way into the value. */
typedef struct Piece
{
	const void *data;			/* NULL: filled in afterwards */
	Size		count;
} Piece;

/* Offsets of a list of names, as strings. */
static TeString *
name_strings(TeBuild *b, const TeNames *names)
{
	TeString   *strings = palloc_array(TeString, names->count + 1);

	for (int i = 0; i < names->count; i++)
		strings[i] = te_build_string(b, names->names[i]);
	return strings;
}

/* The bytes of all strings. */
static char *
string_bytes(const TeBuild *b)
{
	char	   *bytes = te_alloc_zero(b->string_bytes);

	for (int i = 0; i < b->strings.count; i++)
		strcpy(bytes + b->string_at[i], b->strings.names[i]);
	return bytes;
}

/* The pieces in the order of their sections. */
static void
collect(TeBuild *b, Piece piece[TE_NSECTIONS])
{
	const TeRules *rules = b->rules;
	const TeEpochs *e = &b->epochs;
	bool		has_coverage = rules->covers_from != TE_DATE_OPEN_FROM || rules->covers_to != TE_DATE_OPEN_TO;

#define PIECE(section, d, n) (piece[section].data = (d), piece[section].count = (n))
	PIECE(TE_SEC_PROGRAMS, b->program, rules->nprograms);
	PIECE(TE_SEC_CHOICES, name_strings(b, &b->choices), b->choices.count);
	PIECE(TE_SEC_NODES, b->nodes, b->nnodes + 1);
	PIECE(TE_SEC_HEADINGS, b->headings, lengthof(b->headings));
	PIECE(TE_SEC_MEASURES, b->measures, rules->nmeasures);
	PIECE(TE_SEC_DETAILS, b->details, rules->nmeasures);
	PIECE(TE_SEC_AREAS, name_strings(b, &b->areas), b->areas.count);
	PIECE(TE_SEC_COUNTRIES, b->places, b->countries.count);
	PIECE(TE_SEC_MEMBERS, b->members, b->nmembers);
	PIECE(TE_SEC_CLAIMS, name_strings(b, &b->claims), b->claims.count);
	PIECE(TE_SEC_CONTENTS, name_strings(b, &b->contents), b->contents.count);
	PIECE(TE_SEC_RULES, b->rule, rules->nrules + has_coverage);
	PIECE(TE_SEC_ROUNDINGS, b->rounding, rules->nroundings);
	PIECE(TE_SEC_DATES, e->dates, e->ndates);
	PIECE(TE_SEC_KNOWN, e->known, e->nknown);
	PIECE(TE_SEC_EPOCHS, e->epochs, (Size) (e->nknown + 1) * (e->ndates + 1));
	PIECE(TE_SEC_ORDERS, e->orders, e->norders);
	PIECE(TE_SEC_LISTS, b->lists, b->nlists);
	PIECE(TE_SEC_DUTIES, b->duties, b->nduties);
	PIECE(TE_SEC_STRINGS, NULL, 0);
#undef PIECE
}

TeSchedule *
te_schedule_pack(TeBuild *b)
{
	Piece		piece[TE_NSECTIONS];
	Size		size = TE_SCHEDULE_HEADER;
	TeString	regime = te_build_string(b, b->rules->regime);
	TeSchedule *s;

	collect(b, piece);
	/* last, because collecting adds names */
	piece[TE_SEC_STRINGS].data = string_bytes(b);
	piece[TE_SEC_STRINGS].count = b->string_bytes;
	for (int i = 0; i < TE_NSECTIONS; i++)
		size += MAXALIGN(piece[i].count * te_section_width[i]);
	if (!AllocSizeIsValid(size))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("compiled schedule of regime \"%s\" needs %zu bytes", b->rules->regime, size),
				 errdetail("A value holds at most %zu bytes.", MaxAllocSize),
				 errhint("Split the regime by dates or by chapters.")));
	s = palloc0(size);
	SET_VARSIZE(s, size);
	s->format = TE_SCHEDULE_FORMAT;
	s->size = size;
	s->regime = regime;
	s->encoding = GetDatabaseEncoding();
	s->currency = te_rules_currency(b->rules);
	size = TE_SCHEDULE_HEADER;
	for (int i = 0; i < TE_NSECTIONS; i++)
	{
		s->offset[i] = size;
		s->count[i] = piece[i].count;
		if (piece[i].count > 0)
			memcpy((char *) s + size, piece[i].data, piece[i].count * te_section_width[i]);
		size += MAXALIGN(piece[i].count * te_section_width[i]);
	}
	te_schedule_seal(s);
	return s;
}
