/*
 * format.c
 *	  Numbers as people read them: in charts, tables and sentences.
 */
#include "postgres.h"

#include <math.h>

#include "base/trade_exposure.h"
#include "report/format.h"

/* 1234567 → "1.23M"; at most four digits and a sign. */
char *
te_format_amount(double x)
{
	static const struct
	{
		double		size;
		const char *unit;
	}			units[] = {{1e12, "tn"}, {1e9, "bn"}, {1e6, "M"}, {1e3, "k"}};
	double		size = fabs(x);

	if (size >= 9.995e14)
		return psprintf("%.3g", x);
	for (int i = 0; i < (int) lengthof(units); i++)
	{
		double		scaled = x / units[i].size;

		if (size < units[i].size * 0.9995)
			continue;
		return psprintf("%.*f%s", fabs(scaled) >= 99.95 ? 0 : fabs(scaled) >= 9.995 ? 1 : 2,
						scaled, units[i].unit);
	}
	if (size == floor(size))
		return psprintf("%.0f", x + 0.0);
	if (size < 0.01)
		return psprintf("%.2g", x);
	return psprintf("%.*f", size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2, x);
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

/* 1000 for "thousand USD", and the rest of the words; 1 where no such word leads. */
double
te_unit_size(const char **unit)
{
	static const struct
	{
		const char *word;
		double		size;
	}			words[] = {{"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}};

	for (int i = 0; i < (int) lengthof(words); i++)
	{
		int			length = strlen(words[i].word);
		const char *rest = *unit + length;

		if (pg_strncasecmp(*unit, words[i].word, length) != 0)
			continue;
		rest += *rest == 's';
		if (*rest != ' ' && *rest != '\0')
			continue;
		rest += strspn(rest, " ");
		*unit = strncmp(rest, "of ", 3) == 0 ? rest + 3 : rest;
		return words[i].size;
	}
	return 1;
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
