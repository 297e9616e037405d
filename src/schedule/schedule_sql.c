/*
 * schedule_sql.c
 *	  The SQL type tariff_schedule: text and binary forms, and looking into it.
 *
 * Both forms are the bytes of the value (in base 64 as text), which
 * te_schedule_check() proves before anything reads them.  Its text is brought
 * into the encoding of the database that reads it.
 */
#include "postgres.h"

#include "common/base64.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "base/trade_exposure.h"
#include "codes/currency.h"
#include "schedule/schedule.h"
#include "schedule/schedule_cache.h"
#include "schedule/schedule_encoding.h"

TE_FUNCTION(te_schedule_in);
TE_FUNCTION(te_schedule_out);
TE_FUNCTION(te_schedule_recv);
TE_FUNCTION(te_schedule_send);
TE_FUNCTION(compiled_schedule);
TE_FUNCTION(schedule_info);
TE_FUNCTION(schedule_order);

/* What is wrong with bytes that should be a schedule without its length word; *s is the value. */
static const char *
schedule_from_bytes(const char *bytes, Size len, TeSchedule **s)
{
	Size		size = len + VARHDRSZ;
	const char *problem;

	if (!AllocSizeIsValid(size))
		return "it is too long";
	*s = palloc(MAXALIGN(size));
	SET_VARSIZE(*s, size);
	memcpy((char *) *s + VARHDRSZ, bytes, len);
	problem = te_schedule_check(*s, size);
	if (problem != NULL)
		return problem;
	*s = te_schedule_in_encoding(*s, &problem);
	return problem == NULL ? NULL : psprintf("it %s", problem);
}

Datum
te_schedule_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	int			room = pg_b64_dec_len(strlen(text));
	char	   *bytes = palloc(room + 1);
	int			len = pg_b64_decode(text, strlen(text), (void *) bytes, room);
	TeSchedule *s = NULL;
	const char *problem = len < 0 ? "it is not in base 64" : schedule_from_bytes(bytes, len, &s);

	pfree(bytes);
	if (problem != NULL)
		TE_SOFT_ERROR(TE_ESCONTEXT(fcinfo), (Datum) 0,
					  (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
					   errmsg("invalid tariff_schedule: %s", problem),
					   errhint("Values come from tariff_compile() and from pg_dump; they are not written by hand.")));
	PG_RETURN_TE_SCHEDULE_P(s);
}

Datum
te_schedule_out(PG_FUNCTION_ARGS)
{
	struct varlena *s = PG_GETARG_VARLENA_P(0);
	int			len = VARSIZE(s) - VARHDRSZ;
	Size		room = pg_b64_enc_len(len);
	char	   *text;
	int			used;

	if (!AllocSizeIsValid(room + 1))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("tariff_schedule of %d bytes is too large for its text form", len),
				 errhint("Use the binary form: COPY ... (FORMAT binary).")));
	text = palloc(room + 1);

	used = pg_b64_encode((void *) VARDATA(s), len, text, room);
	text[		used] = '\0';

	PG_RETURN_CSTRING(text);
}

Datum
te_schedule_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	int			len = buf->len - buf->cursor;
	TeSchedule *s = NULL;
	const char *problem = schedule_from_bytes(pq_getmsgbytes(buf, len), len, &s);

	if (problem != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid tariff_schedule: %s", problem)));
	PG_RETURN_TE_SCHEDULE_P(s);
}

Datum
te_schedule_send(PG_FUNCTION_ARGS)
{
	struct varlena *s = PG_GETARG_VARLENA_P(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbytes(&buf, VARDATA(s), VARSIZE(s) - VARHDRSZ);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* The value that functions by name use now. */
Datum
compiled_schedule(PG_FUNCTION_ARGS)
{
	const TeSchedule *s = te_schedule_from_regime(fcinfo, PG_GETARG_TEXT_PP(0));
	TeSchedule *copy = palloc(s->size);

	memcpy(copy, s, s->size);
	PG_RETURN_TE_SCHEDULE_P(copy);
}

/* A date column of a result; NULL for the one that stands for an open end. */
static void
set_date(Datum *value, bool *isnull, int32 date, int32 open)
{
	*isnull = date == open;
	*value = *isnull ? (Datum) 0 : DateADTGetDatum(date);
}

Datum
schedule_info(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const TeSchedule *s = te_schedule_from_datum(fcinfo, PG_GETARG_DATUM(0));
	int			ndates = s->count[TE_SEC_DATES];
	const TeRule *coverage = te_schedule_coverage(s);
	Datum		values[13];
	bool		nulls[13] = {false};

	InitMaterializedSRF(fcinfo, 0);
	values[0] = CStringGetTextDatum(TE_STRING(s, s->regime));
	nulls[1] = s->currency == 0;
	values[1] = nulls[1] ? (Datum) 0 : CStringGetTextDatum(te_currency_cstring(s->currency));
	values[2] = Int32GetDatum(s->count[TE_SEC_PROGRAMS]);
	values[3] = Int32GetDatum(s->count[TE_SEC_MEASURES]);
	values[4] = Int32GetDatum(TE_NODE_COUNT(s));
	values[5] = Int32GetDatum(s->count[TE_SEC_RULES] - (coverage != NULL));
	values[6] = Int32GetDatum(s->count[TE_SEC_AREAS]);
	values[7] = Int32GetDatum(s->count[TE_SEC_EPOCHS]);
	set_date(&values[8], &nulls[8], ndates == 0 ? TE_DATE_OPEN_FROM : TE_DATES(s)[0], TE_DATE_OPEN_FROM);
	set_date(&values[9], &nulls[9], ndates == 0 ? TE_DATE_OPEN_TO : TE_DATES(s)[ndates - 1], TE_DATE_OPEN_TO);
	values[10] = Int32GetDatum(s->size);
	set_date(&values[11], &nulls[11], coverage == NULL ? TE_DATE_OPEN_FROM : coverage->valid_from, TE_DATE_OPEN_FROM);
	set_date(&values[12], &nulls[12], coverage == NULL ? TE_DATE_OPEN_TO : coverage->valid_to, TE_DATE_OPEN_TO);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	return (Datum) 0;
}

/* Names of programs that are marked, as text[]; NULL when none is. */
static Datum
program_names(const TeSchedule *s, const bool *marked, bool *isnull)
{
	Datum		names[TE_SCHEDULE_MAX_PROGRAMS];
	int			n = 0;

	for (uint32 p = 0; p < s->count[TE_SEC_PROGRAMS]; p++)
		if (marked[p])
			names[n++] = CStringGetTextDatum(TE_STRING(s, TE_PROGRAMS(s)[p].name));
	*isnull = n == 0;
	return n == 0 ? (Datum) 0 :
		PointerGetDatum(construct_array(names, n, TEXTOID, -1, false, TYPALIGN_INT));
}

/* Marks what the measures of a program in force on a day refer to. */
static void
mark_references(const TeSchedule *s, int program, DateADT on, bool *marked)
{
	for (uint32 i = 0; i < s->count[TE_SEC_MEASURES]; i++)
	{
		const TeMeasure *m = &TE_MEASURES(s)[i];
		const TeDetail *d = &TE_DETAILS(s)[i];
		const TeDuty *duty = TE_DUTY_AT(s, d->duty);

		if (m->program != program || on < m->valid_from || on >= m->valid_to)
			continue;
		if (m->op != TE_OP_ADD || m->base == TE_BASE_DUTY_VALUE)
			for (uint32 k = 0; k < TE_LIST_COUNT(s, d->over); k++)
				marked[TE_LIST_ITEM(s, d->over, k)] = true;
		for (int k = 0; k < duty->nnames; k++)
			if (TE_DUTY_NAMES(duty)[k].kind == TE_DUTY_REFERENCE)
				marked[TE_DUTY_NAMES(duty)[k].bound] = true;
	}
}

Datum
schedule_order(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const TeSchedule *s = te_schedule_from_datum(fcinfo, PG_GETARG_DATUM(0));
	DateADT		on = PG_GETARG_DATEADT(1);
	int			n = s->count[TE_SEC_PROGRAMS];
	DateADT		from;
	DateADT		to;
	const uint16 *order = te_schedule_epoch(s, on, TE_DATE_OPEN_TO, &from, &to);
	const uint16 *first = order + n;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < n; i++)
	{
		int			p = order[i];
		bool		subjects[TE_SCHEDULE_MAX_PROGRAMS] = {false};
		bool		references[TE_SCHEDULE_MAX_PROGRAMS] = {false};
		Datum		values[4];
		bool		nulls[4] = {false};

		for (int k = first[p]; k < first[p + 1]; k++)
			subjects[TE_RULES(s)[first[n + 1 + k]].subject] = true;
		mark_references(s, p, on, references);
		values[0] = Int32GetDatum(i + 1);
		values[1] = CStringGetTextDatum(TE_STRING(s, TE_PROGRAMS(s)[p].name));
		values[2] = program_names(s, subjects, &nulls[2]);
		values[3] = program_names(s, references, &nulls[3]);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
