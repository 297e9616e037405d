/*
 * format.c
 *	  Numbers as people read them: in charts, tables and sentences.
 */
#include "postgres.h"

#include <math.h>

#include "base/trade_exposure.h"
#include "report/format.h"
#include "report/say.h"

/*
 * Sizes that have names, largest first, as "1e6 M|1e3 k": what stands behind the
 * first blank is the name.
 */
#define TE_SIZES "1e18  quintillion|1e15  quadrillion|1e12 tn|1e9 bn|1e6 M|1e3 k"

/* Digits behind the point that make three. */
static int
places(double size)
{
	return size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
}

/* 1234567 → "1.23M"; at most four digits and a sign. */
char *
te_format_amount(double x)
{
	double		size = fabs(x);
	const char *named = te_say(TE_SIZES);

	if (size >= 9.995e23)
		return psprintf("%.3g", x);
	while (*named)
	{
		char	   *name;
		double		unit = strtod(named, &name);
		int			length = strcspn(++name, "|");

		if (size >= unit * 0.9995)
		{
			double		scaled = x / unit;

			return psprintf("%.*f%.*s", places(fabs(scaled)), scaled, length, name);
		}
		named = name + length;
		named += *named == '|';
	}
	if (size == floor(size))
		return psprintf("%.0f", x + 0.0);
	if (size < 0.01)
		return psprintf("%.2g", x);
	return psprintf("%.*f", places(size), x);
}

/* The same for the ticks of an axis, without zeros behind the point: "5M". */
char *
te_format_tick(double x)
{
	char	   *digits = te_format_amount(x),
			   *point = strchr(digits, '.'),
			   *end,
			   *unit;

	if (point == NULL)
		return digits;
	end = unit = point + 1 + strspn(point + 1, "0123456789");
	while (end[-1] == '0')
		end--;
	if (end[-1] == '.')
		end--;
	memmove(end, unit, strlen(unit) + 1);
	return digits;
}

/* A share in two digits: 0.0834 → "8.3%", 0.01 → "1.0%", 0.85 → "85%", 0.0004 → "<0.1%". */
char *
te_format_percent(double share)
{
	double		percent = share * 100;

	if (isinf(percent))
		float_overflow_error();
	if (percent != 0 && fabs(percent) < 0.1)
		return pstrdup(percent > 0 ? "<0.1%" : "-<0.1%");
	if (percent != 0 && fabs(percent) < 9.95)
		return psprintf("%.1f%%", percent);
	return psprintf("%.0f%%", rint(percent) + 0.0);
}

/* A share for a column of a table, always to a tenth of a percent: "1.0%", "52.3%". */
char *
te_format_percent_cell(double share)
{
	double		percent = share * 100;

	if (isinf(percent) || (percent != 0 && fabs(percent) < 0.1))
		return te_format_percent(share);
	return psprintf("%.1f%%", percent + 0.0);
}

/* A share for an axis or a level, without a zero behind the point: "5%", "99.5%". */
char *
te_format_percent_tick(double share)
{
	char	   *digits = te_format_percent_cell(share),
			   *end = strstr(digits, ".0%");

	if (end)
		memcpy(end, "%", 2);
	return digits;
}

/* A word for a size, as people write it before or behind a unit. */
typedef struct SizeWord
{
	const char *word;
	double		size;
} SizeWord;

static const SizeWord size_words[] = {
	{"thousands", 1e3}, {"thousand", 1e3}, {"millions", 1e6}, {"million", 1e6}, {"billions", 1e9},
	{"billion", 1e9}, {"trillions", 1e12}, {"trillion", 1e12}, {"1000", 1e3}, {"1,000", 1e3},
	{"1000000", 1e6}, {"1,000,000", 1e6}, {"Tsd.", 1e3}, {"Tsd", 1e3}, {"Mio.", 1e6}, {"Mio", 1e6},
	{"Mill.", 1e6}, {"mn", 1e6}, {"mln", 1e6}, {"Mrd.", 1e9}, {"Mrd", 1e9}, {"bn", 1e9}, {"bln", 1e9},
	{"tn", 1e12}
};

/* What is written without a blank before the unit: thousand, million, ten million, billion ... */
static const SizeWord size_signs[] = {
	{"百万", 1e6}, {"千万", 1e7}, {"十億", 1e9}, {"10億", 1e9}, {"100万", 1e6}, {"百億", 1e10},
	{"千", 1e3}, {"万", 1e4}, {"億", 1e8}, {"兆", 1e12}
};

/* The size that leads in Japanese, and the rest; 1 where none does. */
static double
leading_sign(const char **unit)
{
	for (int i = 0; i < (int) lengthof(size_signs); i++)
	{
		int			length = strlen(size_signs[i].word);

		if (strncmp(*unit, size_signs[i].word, length) != 0)
			continue;
		*unit += length;
		return size_signs[i].size;
	}
	return 1;
}

/* 1000 for "thousand USD" and "USD thousand", and the other words; 1 without such a word. */
double
te_unit_size(const char **unit)
{
	Size		all = strlen(*unit);

	for (int i = 0; i < (int) lengthof(size_words); i++)
	{
		int			length = strlen(size_words[i].word);
		const char *rest = *unit + length;

		if (pg_strncasecmp(*unit, size_words[i].word, length) == 0 && (*rest == ' ' ||
																	   *rest == '\0'))
		{
			rest += strspn(rest, " ");
			*unit = strncmp(rest, "of ", 3) == 0 ? rest + 3 : rest;
			return size_words[i].size;
		}
		if (all > length + 1 && (*unit)[all - length - 1] == ' ' &&
			pg_strcasecmp(*unit + all - length, size_words[i].word) == 0)
		{
			*unit = pnstrdup(*unit, all - length - 1);
			return size_words[i].size;
		}
	}
	return leading_sign(unit);
}

/* The step of an axis from 0 to "high" with about "count" ticks: 1, 2 or 5 × 10^n. */
double
te_nice_step(double high, int count)
{
	double		raw = high / Max(1, count),
				power;

	if (!(raw > 0) || isinf(raw))
		return 1;
	power = pow(10, floor(log10(raw)));
	if (!(power > 0))
		return raw;
	raw /= power;
	return power * (raw <= 1 ? 1 : raw <= 2 ? 2 : raw <= 5 ? 5 : 10);
}
