/*
 * mix.c
 *	  The supply mix as a value: codes, reading, and the way from the partial
 *	  form to the sorted one.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "mix/mix_state.h"

/* ---- codes ---- */

/* Throws that a code is too long. */
void
te_code_too_long(const char *bytes, int len)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("code of %d bytes is too long", len),
			 errdetail("A code starts with \"%.*s\"; codes of supply mixes and networks have at most %d bytes.",
					   40, bytes, TE_MIX_MAX_CODE)));
}

/* Byte order ("C" collation). */
int
te_code_cmp(TeCode a, TeCode b)
{
	int			cmp;

	if (a.word != b.word)
		return a.word < b.word ? -1 : 1;
	if (a.len <= 8 || b.len <= 8)
		return a.len <= 8 ? (b.len <= 8 ? 0 : -1) : 1;
	cmp = memcmp(a.bytes + 8, b.bytes + 8, Min(a.len, b.len) - 8);
	return cmp != 0 ? cmp : a.len - b.len;
}

/* Writes the code's bytes to "to". */
void
te_code_bytes(TeCode code, char *to)
{
	uint64		word = pg_hton64(code.word);

	if (code.len > 8)
		memcpy(to, code.bytes, code.len);
	else
		memcpy(to, &word, code.len);
}

/* NUL-terminated copy, for messages and results. */
char *
te_code_cstring(TeCode code)
{
	char	   *s = palloc(code.len + 1);

	te_code_bytes(code, s);
	s[code.len] = '\0';
	return s;
}

/* The code as a text value. */
text *
te_code_text(TeCode code)
{
	text	   *t = palloc(VARHDRSZ + code.len);

	SET_VARSIZE(t, VARHDRSZ + code.len);
	te_code_bytes(code, VARDATA(t));
	return t;
}

/* ---- reading ---- */

/* Offsets of long codes, one an item. */
static inline const uint32 *
names_of(const TeMix *mix)
{
	return (const uint32 *) &mix->items[mix->norigins];
}

/* Code of item i. */
TeCode
te_mix_code(const TeMix *mix, int i)
{
	uint32		name = (mix->flags & TE_MIX_HAS_NAMES) ? names_of(mix)[i] : 0;

	return te_code_stored(mix->items[i].word, name == 0 ? NULL : (const char *) mix + name);
}

/* Item number of a code, or -1. */
int
te_mix_find(const TeMix *mix, TeCode code)
{
	int			low = 0,
				high = (int) mix->norigins - 1;

	while (low <= high)
	{
		int			middle = (low + high) / 2;
		int			cmp = te_code_cmp(te_mix_code(mix, middle), code);

		if (cmp == 0)
			return middle;
		if (cmp < 0)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return -1;
}

/* Amount of a code; 0 when absent; the unspecified amount for the empty code. */
double
te_mix_amount(const TeMix *mix, TeCode code)
{
	int			i;

	if (code.len == 0)
		return mix->unspecified;
	i = te_mix_find(mix, code);
	return i < 0 ? 0.0 : mix->items[i].amount;
}

/* The value of a sum; throws when it left float8's range. */
static double
checked_total(TeSum sum)
{
	double		total = te_sum_value(sum);

	if (!isfinite(total))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the total of a supply mix is out of range"),
				 errhint("Use a larger unit for the amounts.")));
	return total;
}

/* Σ amounts, unspecified included, correctly rounded whatever the order. */
double
te_mix_total(const TeMix *mix)
{
	TeSum		sum = {mix->unspecified, 0};

	for (uint32 i = 0; i < mix->norigins; i++)
		te_sum_carry(&sum, mix->items[i].amount);
	return checked_total(sum);
}

/* Throws that a metric has no meaning for an origin that is net negative. */
static void
negative_origin(const char *metric, TeCode origin, double amount)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 origin.len == 0 ?
			 errmsg("%s: the unspecified amount is negative (%.15g)", metric, amount) :
			 errmsg("%s: origin \"%s\" is net negative (%.15g)", metric, te_code_cstring(origin), amount),
			 errdetail("Shares of a supply mix are defined for amounts of zero or more."),
			 errhint("Look at the corrections in your data, or count such origins as zero with clamp_negative(mix).")));
}

/* Like te_mix_total, but throws when an origin is net negative. */
double
te_mix_positive_total(const TeMix *mix, const char *metric)
{
	TeSum		sum = {mix->unspecified, 0};

	if (unlikely(mix->unspecified < 0))
		negative_origin(metric, te_code("", 0), mix->unspecified);
	for (uint32 i = 0; i < mix->norigins; i++)
	{
		if (unlikely(mix->items[i].amount < 0))
			negative_origin(metric, te_mix_code(mix, i), mix->items[i].amount);
		te_sum_carry(&sum, mix->items[i].amount);
	}
	return checked_total(sum);
}

/* ---- from the partial form to the sorted one ---- */

/* Copies the long codes behind the items. */
static void
write_names(TeMix *mix, const TeMixOrigin *origins)
{
	uint32	   *names = (uint32 *) names_of(mix);
	char	   *to = (char *) &names[mix->norigins];

	for (uint32 i = 0; i < mix->norigins; i++)
	{
		const TeCode *code = &origins[i].code;

		names[i] = 0;
		if (code->len <= 8)
			continue;
		names[i] = (uint32) (to - (char *) mix);
		*(unsigned char *) to = (unsigned char) code->len;
		memcpy(to + 1, code->bytes, code->len);
		to += 1 + code->len;
	}
}

/* The sorted mix of origins, which are freed. */
static TeMix *
make_mix(TeMixOrigin *origins, uint32 n, const TeMixTotals *totals)
{
	Size		names = 0,
				size;
	TeMix	   *mix;

	for (uint32 i = 0; i < n; i++)
		if (unlikely(origins[i].code.len > 8))
			names += 1 + origins[i].code.len;
	if (names > 0)
		names += n * sizeof(uint32);
	size = TE_MIX_HEADER + n * sizeof(TeMixItem) + names;
	mix = palloc(size);
	memset(mix, 0, TE_MIX_HEADER);
	SET_VARSIZE(mix, size);
	mix->format = TE_MIX_FORMAT;
	mix->flags = names > 0 ? TE_MIX_HAS_NAMES : 0;
	mix->norigins = n;
	mix->unspecified = totals->unspecified.hi + 0.0;
	mix->rows = totals->rows;
	mix->unspecified_rows = totals->unspecified_rows;
	mix->skipped_rows = totals->skipped_rows;
	for (uint32 i = 0; i < n; i++)
	{
		mix->items[i].word = origins[i].code.word;
		mix->items[i].amount = origins[i].sum.hi + 0.0; /* no negative zero */
		if (unlikely(!isfinite(mix->items[i].amount)))
			te_mix_bad_amount(origins[i].code, mix->items[i].amount);
	}
	if (unlikely(!isfinite(mix->unspecified)))
		te_mix_bad_amount(te_code("", 0), mix->unspecified);
	if (names > 0)
		write_names(mix, origins);
	pfree(origins);
	return mix;
}

/* The sorted mix of all that a builder holds. */
TeMix *
te_mix_end(const TeMixState *state)
{
	uint32		n;
	TeMixTotals totals;
	TeMixOrigin *origins = te_mix_state_origins(state, &n, &totals);

	return make_mix(origins, n, &totals);
}

/* The same with totals from elsewhere. */
TeMix *
te_mix_end_with(const TeMixState *state, const TeMixTotals *totals)
{
	uint32		n;
	TeMixTotals own;
	TeMixOrigin *origins = te_mix_state_origins(state, &n, &own);

	return make_mix(origins, n, totals);
}

/* ---- checks ---- */

/* Is the header of a sorted mix of "size" bytes possible? */
static bool
header_is_sound(const TeMix *mix, Size size)
{
	return size >= TE_MIX_HEADER && mix->format == TE_MIX_FORMAT &&
		(mix->flags & ~TE_MIX_HAS_NAMES) == 0 &&
		mix->reserved == 0 && mix->unused == 0 &&
		mix->norigins <= TE_MIX_MAX_ORIGINS &&
		isfinite(mix->unspecified) &&
		mix->rows >= 0 && mix->unspecified_rows >= 0 && mix->skipped_rows >= 0 &&
		mix->unspecified_rows <= mix->rows && mix->rows <= TE_MAX_ROWS && mix->skipped_rows <= TE_MAX_ROWS &&
		size >= TE_MIX_HEADER + mix->norigins *
		(sizeof(TeMixItem) + ((mix->flags & TE_MIX_HAS_NAMES) ? sizeof(uint32) : 0)) &&
		((mix->flags & TE_MIX_HAS_NAMES) ||
		 size == TE_MIX_HEADER + mix->norigins * sizeof(TeMixItem));
}

/* Do the strings of long codes follow each other to the end of the value? */
static bool
names_are_sound(const TeMix *mix, Size size)
{
	Size		next = TE_MIX_HEADER + mix->norigins * (sizeof(TeMixItem) + sizeof(uint32));

	if (!(mix->flags & TE_MIX_HAS_NAMES))
		return true;
	for (uint32 i = 0; i < mix->norigins; i++)
	{
		uint32		name = names_of(mix)[i];
		const unsigned char *string = (const unsigned char *) mix + name;
		uint64		word;

		if (name == 0)
			continue;
		if (name != next || next >= size || string[0] <= 8 || next + 1 + string[0] > size)
			return false;
		memcpy(&word, string + 1, 8);
		if (pg_ntoh64(word) != mix->items[i].word)
			return false;
		next += 1 + string[0];
	}
	return next == size;
}

/* A sorted mix may be read only if this holds. */
static bool
mix_is_sound(const TeMix *mix, Size size)
{
	bool		names;

	if (!header_is_sound(mix, size) || !names_are_sound(mix, size))
		return false;
	names = (mix->flags & TE_MIX_HAS_NAMES) != 0;
	for (uint32 i = 0; i < mix->norigins; i++)
	{
		if (mix->items[i].word == 0 || !isfinite(mix->items[i].amount))
			return false;
		if (i == 0 || mix->items[i - 1].word < mix->items[i].word)
			continue;
		if (!names || te_code_cmp(te_mix_code(mix, i - 1), te_mix_code(mix, i)) >= 0)
			return false;
	}
	return true;
}

/* Checks every invariant of bytes from outside. */
void
te_mix_check(const TeMix *mix, Size size)
{
	if (!mix_is_sound(mix, size))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid supply mix"),
				 errhint("The bytes are damaged or come from a newer version of trade_exposure.")));
}

/* The argument as a sorted mix, aligned and in memory (partial ones are sorted). */
TeMix *
te_mix_from_datum(Datum datum)
{
	TeMix	   *mix = (TeMix *) PG_DETOAST_DATUM(datum);

	if (VARSIZE(mix) >= TE_MIX_HEADER && te_mix_is_partial(mix))
	{
		te_mix_state_check((TeMixState *) mix, VARSIZE(mix));
		return te_mix_end((TeMixState *) mix);
	}
	te_mix_check(mix, VARSIZE(mix));
	return mix;
}
