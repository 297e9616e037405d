/*
 * duty_season.c
 *	  Seasons of rates, in the words of schedules (see duty_season.h).
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "duty/duty_season.h"

/* A place in a text that is read from left to right. */
typedef struct Reader
{
	const char *p;
	const char *end;
} Reader;

/* A day of any year. */
typedef struct MonthDay
{
	int			month;
	int			day;
} MonthDay;

static const int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

/* Skips blanks. */
static void
skip_blanks(Reader *r)
{
	while (r->p < r->end && strchr(" \t\r\n", *r->p) != NULL)
		r->p++;
}

/* Skips these bytes; false when others stand there. */
static bool
skip_bytes(Reader *r, const char *bytes)
{
	int			n = strlen(bytes);

	if (r->end - r->p < n || memcmp(r->p, bytes, n) != 0)
		return false;
	r->p += n;
	return true;
}

/* One or two digits; 0 when there are none. */
static int
read_digits(Reader *r)
{
	int			n = 0;

	for (int i = 0; i < 2 && r->p < r->end && *r->p >= '0' && *r->p <= '9'; i++)
		n = n * 10 + (*r->p++ - '0');
	return n;
}

/* A month's English name, whole or short; 0 when it is none. */
static int
read_month_name(Reader *r)
{
	static const char *const names[] = {
		"january", "february", "march", "april", "may", "june", "july", "august",
		"september", "october", "november", "december"
	};

	skip_blanks(r);
	for (int i = 0; i < lengthof(names); i++)
	{
		int			n = 0;

		while (r->p + n < r->end && names[i][n] != '\0' &&
			   pg_ascii_tolower((unsigned char) r->p[n]) == names[i][n])
			n++;
		if (n < 3 || (r->p + n < r->end && pg_ascii_tolower((unsigned char) r->p[n]) >= 'a' &&
					  pg_ascii_tolower((unsigned char) r->p[n]) <= 'z'))
			continue;
		r->p += n;
		return i + 1;
	}
	return 0;
}

/* True for a day of its month; "31 APR" is the last one. */
static bool
is_day(MonthDay *d)
{
	if (d->month < 1 || d->month > 12 || d->day < 1 || d->day > 31)
		return false;
	d->day = Min(d->day, month_days[d->month - 1]);
	return true;
}

/* Skips what stands between two days: "-", "to", "until". */
static bool
skip_to(Reader *r)
{
	skip_blanks(r);
	return skip_bytes(r, "-") || skip_bytes(r, "\xE2\x80\x93") ||
		skip_bytes(r, "to ") || skip_bytes(r, "TO ");
}

/* "01 JAN-14 FEB" or "01-31 DEC" */
static bool
read_english(Reader *r, MonthDay *from, MonthDay *to)
{
	skip_blanks(r);
	from->day = read_digits(r);
	from->month = read_month_name(r);
	if (!skip_to(r))
		return false;
	skip_blanks(r);
	to->day = read_digits(r);
	to->month = read_month_name(r);
	if (from->month == 0)
		from->month = to->month;
	return is_day(from) && is_day(to);
}

/* "4月1日", or "2月末日", the last day of the month */
static bool
read_japanese_day(Reader *r, MonthDay *d)
{
	d->month = read_digits(r);
	if (d->month < 1 || d->month > 12 || !skip_bytes(r, "月"))
		return false;
	if (skip_bytes(r, "末日"))
		d->day = 31;
	else
	{
		d->day = read_digits(r);
		if (!skip_bytes(r, "日"))
			return false;
	}
	return is_day(d);
}

/* "毎年4月1日から同年8月31日まで", "毎年11月1日から翌年2月末日まで" */
static bool
read_japanese(Reader *r, MonthDay *from, MonthDay *to)
{
	bool		next_year;

	if (!skip_bytes(r, "毎年") || !read_japanese_day(r, from) || !skip_bytes(r, "から"))
		return false;
	next_year = skip_bytes(r, "翌年");
	if (!next_year && !skip_bytes(r, "同年"))
		return false;
	return read_japanese_day(r, to) && skip_bytes(r, "まで") &&
		next_year == (from->month * 32 + from->day > to->month * 32 + to->day);
}

/* Appends "MM-DD/MM-DD". */
static void
append_stretch(StringInfo out, MonthDay from, MonthDay to)
{
	appendStringInfo(out, "%s%02d-%02d/%02d-%02d", out->len > 0 ? "," : "",
					 from.month, from.day, to.month, to.day);
}

char *
te_season_read(const char *words, int len)
{
	Reader		r;
	StringInfoData out;
	MonthDay	from;
	MonthDay	to;

	r.p = words;
	r.end = words + len;
	initStringInfo(&out);
	if (read_japanese(&r, &from, &to))
	{
		append_stretch(&out, from, to);
		return out.data;
	}
	r.p = words;
	for (;;)
	{
		if (!read_english(&r, &from, &to))
			return NULL;
		append_stretch(&out, from, to);
		skip_blanks(&r);
		if (r.p == r.end)
			return out.data;
		if (*r.p != ',' && *r.p != '&' && *r.p != ';')
			return NULL;
		r.p++;
	}
}
