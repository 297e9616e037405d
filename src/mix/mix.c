/*
 * mix.c
 *	  The supply mix as a value: reading and checking the sorted form.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/net.h"
#include "base/trade_exposure.h"
#include "mix/mix.h"

/* ---- reading ---- */

/* Code of item i. */
TeCode
te_mix_code(const TeMix *mix, int i)
{
	uint32		name = (mix->flags & TE_MIX_HAS_NAMES) ? te_mix_names(mix)[i] : 0;

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
	double		negative = Max(-mix->unspecified, 0);

	for (uint32 i = 0; i < mix->norigins; i++)
	{
		te_sum_carry(&sum, mix->items[i].amount);
		if (unlikely(mix->items[i].amount < 0))
			negative -= mix->items[i].amount;
	}
	return te_net_of(checked_total(sum), negative);
}

/* Report that a metric has no meaning for an origin that is net negative. */
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
		mix->unspecified_rows <= mix->rows && mix->rows <= TE_ROWS_MAX && mix->skipped_rows <= TE_ROWS_MAX &&
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
		uint32		name = te_mix_names(mix)[i];
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

/* Do amounts and codes of at most 8 bytes hold?  Once a value, so without branches. */
static bool
words_are_sound(const TeMix *mix)
{
	uint64		before = 0;
	bool		sound = true;

	for (uint32 i = 0; i < mix->norigins; i++)
	{
		uint64		word = mix->items[i].word;

		sound &= (word > before) & (isfinite(mix->items[i].amount) != 0);
		before = word;
	}
	return sound;
}

/* A sorted mix may be read only if this holds. */
static bool
mix_is_sound(const TeMix *mix, Size size)
{
	if (!header_is_sound(mix, size) || !names_are_sound(mix, size))
		return false;
	if (!(mix->flags & TE_MIX_HAS_NAMES))
		return words_are_sound(mix);
	for (uint32 i = 0; i < mix->norigins; i++)
	{
		if (mix->items[i].word == 0 || !isfinite(mix->items[i].amount))
			return false;
		if (i > 0 && te_code_cmp(te_mix_code(mix, i - 1), te_mix_code(mix, i)) >= 0)
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

/* All named origins. */
TeMix *
te_mix_without_unspecified(const TeMix *mix)
{
	TeMix	   *copy = palloc(VARSIZE(mix));

	memcpy(copy, mix, VARSIZE(mix));
	copy->unspecified = 0;
	copy->rows -= copy->unspecified_rows;
	copy->unspecified_rows = 0;
	return copy;
}
