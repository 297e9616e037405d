/*
 * mix_text.c
 *	  Text and binary forms of a supply mix, and its twins in jsonb.
 *
 * Text:	{AUS:1200,CHN:23310.5,"":70;rows=12,unspecified_rows=1,skipped_rows=2}
 *			Origins in any order on input, in byte order on output; an origin
 *			with other characters than letters, digits, '_', '-', '.', '/' or
 *			non-ASCII ones is quoted, with a backslash before quotes and
 *			backslashes; the origin "" is the unspecified amount.  Counts follow
 *			only when they are not one row per origin.
 * Partial: partial{CHN:23310.5:1e-14,…;…} with the exact sum in two parts, then
 *			the number of rows where they are counted, then what was negative, also
 *			in two parts, where something was.
 */
#include "postgres.h"

#include <math.h>

#include "libpq/pqformat.h"
#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "base/value_text.h"
#include "mix/mix_error.h"
#include "mix/mix_state.h"

#define PARTIAL_PREFIX "partial"

TE_FUNCTION(te_mix_in);
TE_FUNCTION(te_mix_out);
TE_FUNCTION(te_mix_recv);
TE_FUNCTION(te_mix_send);

/* ---- printing ---- */

/*
 * Appends the counts that differ from what the origins alone would say to a
 * reader (settle_counts).
 */
static void
append_counts(StringInfo out, int64 origins, int64 rows, int64 unspecified_rows, int64 skipped_rows)
{
	char		sep = ';';

	if (rows != origins + unspecified_rows || unspecified_rows > 1)
	{
		appendStringInfo(out, "%crows=" INT64_FORMAT, sep, rows);
		sep = ',';
	}
	if (unspecified_rows > 1)
	{
		appendStringInfo(out, "%cunspecified_rows=" INT64_FORMAT, sep, unspecified_rows);
		sep = ',';
	}
	if (skipped_rows > 0)
		appendStringInfo(out, "%cskipped_rows=" INT64_FORMAT, sep, skipped_rows);
	appendStringInfoChar(out, '}');
}

/* Text of a sorted mix. */
static void
print_mix(StringInfo out, const TeMix *mix)
{
	char		sep = '{';

	if (mix->unspecified_rows > 0 || mix->unspecified != 0)
	{
		appendStringInfoString(out, "{\"\":");
		te_append_number(out, mix->unspecified);
		sep = ',';
	}
	for (int i = 0; i < mix->norigins; i++)
	{
		appendStringInfoChar(out, sep);
		te_append_code(out, te_mix_code(mix, i));
		appendStringInfoChar(out, ':');
		te_append_number(out, mix->items[i].amount);
		sep = ',';
	}
	if (sep == '{')
		appendStringInfoChar(out, '{');
	append_counts(out, mix->norigins, mix->rows, mix->unspecified_rows, mix->skipped_rows);
}

/* Appends :hi:lo. */
static void
append_sum(StringInfo out, TeSum sum)
{
	appendStringInfoChar(out, ':');
	te_append_number(out, sum.hi);
	appendStringInfoChar(out, ':');
	te_append_number(out, sum.lo);
}

/* Appends a sum and, where some sum of the mix has any, what of it was negative. */
static void
append_net(StringInfo out, const TeNet *net, const char *rows, bool bound)
{
	append_sum(out, net->sum);
	appendStringInfoString(out, rows);
	if (bound)
		append_sum(out, net->negative);
}

/* Text of a partial mix. */
static void
print_state(StringInfo out, const TeMixState *state)
{
	uint32		n;
	TeMixTotals totals;
	TeMixOrigin *origins;
	bool		bound;
	char		rows[16] = "";

	state = te_mix_pack(state);
	bound = (state->flags & TE_MIX_BOUND) != 0;
	origins = te_mix_state_origins(state, &n, &totals);
	appendStringInfoString(out, PARTIAL_PREFIX "{\"\"");
	append_net(out, &totals.unspecified, "", bound);
	for (uint32 i = 0; i < n; i++)
	{
		appendStringInfoChar(out, ',');
		te_append_code(out, origins[i].code);
		if (state->flags & TE_MIX_COUNTED)
			snprintf(rows, sizeof(rows), ":%u", origins[i].rows);
		append_net(out, &origins[i].net, rows, bound);
	}
	appendStringInfo(out, ";rows=" INT64_FORMAT ",unspecified_rows=" INT64_FORMAT ",skipped_rows=" INT64_FORMAT,
					 totals.rows, totals.unspecified_rows, totals.skipped_rows);
	if (state->argument != 0)
		appendStringInfo(out, ",argument=%d", state->argument);
	if (state->flags & TE_MIX_COUNTED)
		appendStringInfoString(out, ",counted=1");
	if (state->flags & TE_MIX_INEXACT)
		appendStringInfoString(out, ",inexact=1");
	appendStringInfoChar(out, '}');
}

/* supply_mix → text */
Datum
te_mix_out(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = (TeMix *) PG_GETARG_VARLENA_P(0);
	StringInfoData out;

	initStringInfo(&out);
	if (VARSIZE(mix) >= TE_MIX_HEADER && te_mix_is_partial(mix))
	{
		te_mix_state_check((TeMixState *) mix, VARSIZE(mix));
		print_state(&out, (TeMixState *) mix);
	}
	else
		print_mix(&out, te_mix_from_datum(PointerGetDatum(mix)));
	PG_RETURN_CSTRING(out.data);
}

/* ---- reading ---- */

/* Origins in the order in which they are read. */
typedef struct OriginList
{
	TeMixOrigin *items;
	uint32		n;				/* origins read */
	uint32		size;			/* room for so many */
} OriginList;

/* Appends an origin, whose code is copied when it does not fit into its word. */
static void
append_origin(OriginList *list, TeCode code, const TeNet *net, uint32 rows)
{
	if (list->n >= TE_MIX_MAX_ORIGINS)
		te_mix_too_many();
	if (list->n == list->size)
	{
		list->size = Max(2 * list->size, 16);
		list->items = list->items == NULL ? palloc(list->size * sizeof(TeMixOrigin)) :
			repalloc(list->items, list->size * sizeof(TeMixOrigin));
	}
	if (code.len > 8)
		code.bytes = memcpy(palloc(code.len), code.bytes, code.len);
	list->items[list->n].code = code;
	list->items[list->n].net = *net;
	list->items[list->n].rows = rows;
	list->n++;
}

static int
compare_origins(const void *a, const void *b)
{
	return te_code_cmp(((const TeMixOrigin *) a)->code, ((const TeMixOrigin *) b)->code);
}

/* Sorts the list; an origin that stands twice, or NULL. */
static const TeMixOrigin *
sort_origins(OriginList *list)
{
	if (list->n > 1)
		qsort(list->items, list->n, sizeof(TeMixOrigin), compare_origins);
	for (uint32 i = 1; i < list->n; i++)
		if (compare_origins(&list->items[i - 1], &list->items[i]) == 0)
			return &list->items[i];
	return NULL;
}

/* What is known of a partial mix besides origins and totals. */
typedef struct StateTraits
{
	uint16		argument;		/* of a one-shot metric */
	bool		counted;		/* each origin has a number of rows */
	bool		inexact;		/* some sum lost bits */
} StateTraits;

/* The mix that was read, packed when it is a partial one that counts its rows. */
static void *
make_mix(const OriginList *list, const TeMixTotals *totals, bool partial, const StateTraits *traits)
{
	TeMixState *state = te_mix_begin_with(totals, traits->counted);

	for (uint32 i = 0; i < list->n; i++)
		state = te_mix_put(state, list->items[i].code, &list->items[i].net, list->items[i].rows);
	if (!partial)
		return te_mix_end(state);
	state->argument = traits->argument;
	if (traits->inexact)
		state->flags |= TE_MIX_INEXACT;
	return traits->counted ? te_mix_pack(state) : state;
}

/* Settles what was negative of a sum that may come without it; false when it cannot be. */
static bool
settle_net(TeNet *net)
{
	if (net->sum.hi + net->sum.lo != net->sum.hi || net->negative.hi < 0 ||
		net->negative.hi + net->negative.lo != net->negative.hi)
		return false;
	if (net->negative.hi == 0)
		*net = te_net_of_sum(net->sum);
	return true;
}

typedef struct MixReader
{
	TeReader	r;				/* where reading stands */
	bool		partial;		/* reads the partial form */
	bool		has_unspecified;	/* the text gave an amount without an
									 * origin, ... */
	bool		has_rows;		/* ... its number of rows ... */
	bool		has_unspecified_rows;	/* ... and of rows without an origin */
	OriginList	origins;		/* origins read so far */
	TeMixTotals totals;			/* counts and the amount without an origin */
	StateTraits traits;			/* of the partial form */
} MixReader;

/*
 * Reads the parts of a partial form's sum that come after the first:
 * lo[:rows][:negative:its lo].
 */
static bool
read_parts(MixReader *m, TeNet *net, double *rows)
{
	double		part[3];
	int			n = 0;

	if (!te_read_char(&m->r, ':') || !te_read_number(&m->r, &net->sum.lo))
		return te_read_error(&m->r, "a partial mix has two parts of a sum");
	while (n < 3 && te_read_char(&m->r, ':'))
		if (!te_read_number(&m->r, &part[n++]))
			return false;
	if (n >= 2)
		net->negative = (TeSum) {part[n - 2], part[n - 1]};
	if (n == 1 || n == 3)
		*rows = part[0];
	if (!(*rows >= 1 && *rows <= PG_UINT32_MAX && *rows == floor(*rows)))
		return te_read_error(&m->r, "an origin has a whole number of rows, from 1 on");
	if (!settle_net(net))
		return te_read_error(&m->r, "the second part of a sum is too large");
	return true;
}

/* Reads code:amount, or more in the partial form. */
static bool
read_origin(MixReader *m)
{
	TeCode		code;
	TeNet		net = {{0, 0}, {0, 0}};
	double		rows = 1;

	if (!te_read_code(&m->r))
		return false;
	if (!te_read_char(&m->r, ':'))
		return te_read_error(&m->r, "a colon and an amount were expected after the origin");
	if (!te_read_number(&m->r, &net.sum.hi))
		return false;
	if (!m->partial)
		net = te_net_one(net.sum.hi);
	else if (!read_parts(m, &net, &rows))
		return false;
	m->totals.rows++;
	code = te_code(m->r.code, m->r.code_len);
	if (code.len > 0)
	{
		append_origin(&m->origins, code, &net, (uint32) rows);
		return true;
	}
	if (m->has_unspecified)
		return te_read_error(&m->r, "the unspecified amount stands twice");
	m->has_unspecified = true;
	m->totals.unspecified = net;
	m->totals.unspecified_rows = 1;
	return true;
}

/* An origin that stands twice is an error. */
static bool
settle_origins(MixReader *m)
{
	const TeMixOrigin *twice = sort_origins(&m->origins);

	if (twice != NULL)
		return te_read_error(&m->r, psprintf("origin \"%s\" stands twice", te_code_cstring(twice->code)));
	return true;
}

/* Reads one count, name=number. */
static bool
read_named_count(MixReader *m)
{
	const char *start;
	int64		count;

	te_read_peek(&m->r);
	start = m->r.at;
	if (!te_read_code(&m->r) || !te_read_char(&m->r, '='))
		return te_read_error(&m->r, "rows=, unspecified_rows= or skipped_rows= was expected");
	if (!te_read_count(&m->r, &count))
		return false;
	if (strcmp(m->r.code, "rows") == 0)
	{
		m->totals.rows = count;
		m->has_rows = true;
	}
	else if (strcmp(m->r.code, "unspecified_rows") == 0)
	{
		m->totals.unspecified_rows = count;
		m->has_unspecified_rows = true;
	}
	else if (strcmp(m->r.code, "skipped_rows") == 0)
		m->totals.skipped_rows = count;
	else if (m->partial && strcmp(m->r.code, "argument") == 0 && count <= PG_UINT16_MAX)
		m->traits.argument = (uint16) count;
	else if (m->partial && strcmp(m->r.code, "counted") == 0 && count == 1)
		m->traits.counted = true;
	else if (m->partial && strcmp(m->r.code, "inexact") == 0 && count == 1)
		m->traits.inexact = true;
	else
	{
		m->r.at = start;
		return te_read_error(&m->r, "rows=, unspecified_rows= or skipped_rows= was expected");
	}
	return true;
}

/* Brings the counts that the text gave in line with the others. */
static bool
settle_counts(MixReader *m)
{
	TeMixTotals *totals = &m->totals;

	if (m->has_unspecified_rows && !m->has_rows)
		totals->rows += Max(totals->unspecified_rows - 1, 0);
	if (totals->unspecified.sum.hi != 0 && totals->unspecified_rows == 0)
		return te_read_error(&m->r, "an unspecified amount has at least one row");
	if (totals->rows < totals->unspecified_rows)
		return te_read_error(&m->r, "there are fewer rows than unspecified rows");
	return true;
}

/* Reads a whole mix. */
static bool
read_mix(MixReader *m)
{
	te_read_peek(&m->r);
	if (strncmp(m->r.at, PARTIAL_PREFIX, strlen(PARTIAL_PREFIX)) == 0)
	{
		m->partial = true;
		m->r.at += strlen(PARTIAL_PREFIX);
	}
	if (!te_read_char(&m->r, '{'))
		return te_read_error(&m->r, "an opening brace was expected");
	te_read_peek(&m->r);
	if (*m->r.at != '}' && *m->r.at != ';')
	{
		do
		{
			CHECK_FOR_INTERRUPTS();
			if (!read_origin(m))
				return false;
		} while (te_read_char(&m->r, ','));
	}
	if (te_read_char(&m->r, ';'))
	{
		do
		{
			if (!read_named_count(m))
				return false;
		} while (te_read_char(&m->r, ','));
	}
	return te_read_expect(&m->r, '}', "a comma or the closing brace was expected") &&
		te_read_end(&m->r) && settle_origins(m) && settle_counts(m);
}

/* text → supply_mix */
Datum
te_mix_in(PG_FUNCTION_ARGS)
{
	MixReader	m = {{0}};

	m.r.text = m.r.at = PG_GETARG_CSTRING(0);
	m.r.type = "supply mix";
	m.r.hint = "Write a supply mix as {CHN:23310,VNM:5254}, codes with other characters in double quotes.";
	m.r.escontext = TE_ESCONTEXT(fcinfo);
	if (!read_mix(&m))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(make_mix(&m.origins, &m.totals, m.partial, &m.traits));
}

/* ---- binary ---- */

/*
 * supply_mix → bytes: format, flags, counts, unspecified amount, number of
 * origins, then code and amount of each, in any order, as codes are in the
 * client's encoding; the partial form adds to each amount its second part, what
 * was negative (TE_MIX_BOUND) and to each origin its number of rows
 * (TE_MIX_COUNTED).
 */
Datum
te_mix_send(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = (TeMix *) PG_GETARG_VARLENA_P(0);
	bool		partial = VARSIZE(mix) >= TE_MIX_HEADER && te_mix_is_partial(mix);
	TeMixState *state = partial ? (TeMixState *) mix : te_mix_begin();
	TeMixTotals totals;
	TeMixOrigin *origins;
	uint32		n;
	int			flags;
	StringInfoData out;

	/*
	 * one path for both forms: a sorted mix goes as a state without second
	 * parts
	 */
	if (partial)
		te_mix_state_check(state, VARSIZE(mix));
	else
		state = te_mix_merge(state, te_mix_from_datum(PointerGetDatum(mix)));
	state = te_mix_pack(state);
	flags = partial ? state->flags & ~TE_MIX_HAS_NAMES : 0;
	origins = te_mix_state_origins(state, &n, &totals);

	pq_begintypsend(&out);
	pq_sendbyte(&out, TE_MIX_FORMAT);
	pq_sendbyte(&out, flags);
	pq_sendint16(&out, state->argument);
	pq_sendint64(&out, totals.rows);
	pq_sendint64(&out, totals.unspecified_rows);
	pq_sendint64(&out, totals.skipped_rows);
	te_send_net(&out, &totals.unspecified, flags & TE_MIX_PARTIAL, flags & TE_MIX_BOUND);
	pq_sendint32(&out, n);
	for (uint32 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		te_send_code(&out, origins[i].code);
		te_send_net(&out, &origins[i].net, flags & TE_MIX_PARTIAL, flags & TE_MIX_BOUND);
		if (flags & TE_MIX_COUNTED)
			pq_sendint32(&out, origins[i].rows);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/* Report that bytes are not a supply mix. */
static void
bad_bytes(const char *why)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid binary supply mix"),
			 errdetail("%s", why)));
}

/* A finite number from the wire. */
static double
receive_number(StringInfo in)
{
	double		x = pq_getmsgfloat8(in);

	if (!isfinite(x))
		bad_bytes("An amount is not a finite number.");
	return x + 0.0;
}

/* A sum from the wire. */
static TeNet
receive_net(StringInfo in, int flags)
{
	TeNet		net = {{0, 0}, {0, 0}};

	net.sum.hi = receive_number(in);
	if (!(flags & TE_MIX_PARTIAL))
		return te_net_one(net.sum.hi);
	net.sum.lo = receive_number(in);
	if (flags & TE_MIX_BOUND)
	{
		net.negative.hi = receive_number(in);
		net.negative.lo = receive_number(in);
	}
	if (!settle_net(&net))
		bad_bytes("A partial sum is not in normal form.");
	return net;
}

/* One origin from the wire. */
static void
receive_origin(StringInfo in, OriginList *origins, int flags)
{
	char		buffer[TE_CODE_MAX];
	TeCode		code = te_receive_code(in, "supply mix", buffer);
	TeNet		net = receive_net(in, flags);
	uint32		rows = (flags & TE_MIX_COUNTED) ? pq_getmsgint(in, 4) : 1;

	if (rows == 0)
		bad_bytes("An origin has no row.");
	append_origin(origins, code, &net, rows);
}

/* bytes → supply_mix */
Datum
te_mix_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	TeMixTotals totals = {0};
	OriginList	origins = {0};
	StateTraits traits;
	int			flags;
	const TeMixOrigin *twice;
	uint32		n;

	if (pq_getmsgbyte(in) != TE_MIX_FORMAT)
		bad_bytes("The format is unknown; it may come from a newer version of trade_exposure.");
	flags = pq_getmsgbyte(in);
	if ((flags & ~(TE_MIX_PARTIAL | TE_MIX_COUNTED | TE_MIX_BOUND | TE_MIX_INEXACT)) ||
		(flags != 0 && !(flags & TE_MIX_PARTIAL)))
		bad_bytes("A flag is unknown; it may come from a newer version of trade_exposure.");
	traits.argument = pq_getmsgint(in, 2);
	traits.counted = (flags & TE_MIX_COUNTED) != 0;
	traits.inexact = (flags & TE_MIX_INEXACT) != 0;
	totals.rows = pq_getmsgint64(in);
	totals.unspecified_rows = pq_getmsgint64(in);
	totals.skipped_rows = pq_getmsgint64(in);
	totals.unspecified = receive_net(in, flags);
	if (totals.skipped_rows < 0 || totals.skipped_rows > TE_ROWS_MAX || totals.rows > TE_ROWS_MAX ||
		totals.unspecified_rows < 0 || totals.rows < totals.unspecified_rows ||
		(totals.unspecified_rows == 0 && totals.unspecified.sum.hi != 0))
		bad_bytes("The counts of rows contradict each other or the unspecified amount.");
	n = pq_getmsgint(in, 4);
	for (uint32 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		receive_origin(in, &origins, flags);
	}
	twice = sort_origins(&origins);
	if (twice != NULL)
		bad_bytes(psprintf("Origin \"%s\" stands twice.", te_code_cstring(twice->code)));
	PG_RETURN_POINTER(make_mix(&origins, &totals, (flags & TE_MIX_PARTIAL) != 0, &traits));
}
