/*
 * duty_number.c
 *	  Numbers of rate texts: points and commas of every country.
 */
#include "postgres.h"

#include "duty/duty_number.h"

#define MAX_DIGITS 64			/* bytes of a number without its groups */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The end of the digits at "pos", with commas between them and points before them. */
static int
run_end(const char *text, int len, int pos)
{
	int			i = pos;

	while (i < len && (is_digit(text[i]) || text[i] == '.' ||
					   (text[i] == ',' && i > pos && is_digit(text[i - 1]) &&
						i + 1 < len && is_digit(text[i + 1]))))
		i++;
	while (i > pos && text[i - 1] == '.')
		i--;
	return i;
}

/* True when "mark" parts groups of three digits between start and end. */
static bool
is_grouped(const char *text, int start, int end, char mark)
{
	int			digits = 0;
	bool		first = true;

	for (int i = start; i <= end; i++)
	{
		if (i < end && is_digit(text[i]))
		{
			digits++;
			continue;
		}
		if ((i < end && text[i] != mark) ||(first ? digits < 1 || digits > 3 : digits != 3))
			return false;
		digits = 0;
		first = false;
	}
	return !first;
}

/* How often a character stands between start and end; *last is where it does so last. */
static int
count(const char *text, int start, int end, char c, int *last)
{
	int			n = 0;

	for (int i = start; i < end; i++)
	{
		if (text[i] == c)
		{
			n++;
			*last = i;
		}
	}
	return n;
}

/*
 * What a number with commas means: the byte of its decimal mark (end: it has
 * none), or -1 when its marks make no sense.
 */
static int
decimal_mark(const char *text, int start, int end, bool *doubtful)
{
	int			comma = end;
	int			point = end;
	int			commas = count(text, start, end, ',', &comma);
	int			points = count(text, start, end, '.', &point);

	if (points > 0 && point < comma)	/* 1.554,30 */
		return commas == 1 && is_grouped(text, start, comma, '.') ? comma : -1;
	if (points > 0)				/* 1,554.30 */
		return points == 1 && is_grouped(text, start, point, ',') ? point : -1;
	if (commas == 1 && (end - comma != 4 || comma - start > 3 || text[start] == '0'))
		return comma;			/* 10,5 and 0,740 */
	*doubtful = true;			/* 10,200 */
	return is_grouped(text, start, end, ',') ? end : -1;
}

int
te_number_scan(const char *text, int len, int pos, TeDecimal *number,
			   bool *too_long, bool *doubtful)
{
	char		digits[MAX_DIGITS];
	int			n = 0;
	int			end = run_end(text, len, pos);
	int			comma;
	int			mark = -1;
	int			used;

	*doubtful = false;
	if (count(text, pos, end, ',', &comma) > 0)
	{
		mark = decimal_mark(text, pos, end, doubtful);
		if (mark < 0)
			return 0;
	}
	for (int i = pos; i < end && n < MAX_DIGITS; i++)
	{
		if (mark < 0 || is_digit(text[i]))
			digits[n++] = text[i];

		else if (i == mark)
			digits[n++] = '.';
	}
	used = te_decimal_parse(digits, n, number);
	*too_long = used < 0 || n == MAX_DIGITS;
	if (used <= 0)
		return used < 0 ? end - pos : 0;
	/* a second point is not the number's */
	return end - pos - (n - used);
}
