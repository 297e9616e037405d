/*
 * hs.c
 *	  Codes of the Harmonized System: from the ways they are written to plain
 *	  digits, and the parts of a code.
 *
 * A code has 2 (chapter), 4 (heading) or 6 digits (subheading) all over the
 * world, and 8, 10 or 12, in Japan also 9, with national extensions.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "codes/hs.h"

/* What one character of a code means: a digit's value, or one of these */
enum
{
	SEPARATOR = 10,				/* skipped */
	HYPHEN,						/* skipped, but not in front */
	LETTER,
	OTHER
};

/* The meaning of the ASCII characters */
static inline int
ascii_meaning(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c == '.' || c == ' ' || c == '\'' || c == '"' || (c >= '\t' && c <= '\r'))
		return SEPARATOR;
	if (c == '-')
		return HYPHEN;
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '*')
		return LETTER;
	return OTHER;
}

/*
 * The meaning of a UTF-8 character of several bytes: full-width digits and
 * letters, spaces, quotes and dashes of word processors.
 */
static int
wide_meaning(uint32 c)
{
	if (c >= 0xFF01 && c <= 0xFF5E) /* full-width ASCII */
		return ascii_meaning(c - 0xFF01 + '!');
	if (c == 0xA0 || c == 0x3000 || c == 0xFEFF || c == 0xB7 || c == 0x30FB ||
		(c >= 0x2000 && c <= 0x200B) || c == 0x202F || (c >= 0x2018 && c <= 0x201F))
		return SEPARATOR;
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return HYPHEN;
	return OTHER;
}

/* The next character's meaning; moves *bytes past it. */
static inline int
next_meaning(const char **bytes, const char *end)
{
	unsigned char c = **bytes;
	int			len;

	if (likely(!IS_HIGHBIT_SET(c)))
	{
		(*bytes)++;
		return ascii_meaning(c);
	}
	len = GetDatabaseEncoding() == PG_UTF8 ? pg_utf_mblen((const unsigned char *) *bytes) : 1;
	if (len == 1 || len > end - *bytes)
	{
		(*bytes)++;
		return OTHER;
	}
	*bytes += len;
	return wide_meaning(utf8_to_unicode((const unsigned char *) *bytes - len));
}

/* Does a word without digits name a total, such as TOTAL or AG6? */
static bool
names_total(const char *bytes, const char *end)
{
	for (; bytes < end && ascii_meaning(*bytes) == SEPARATOR; bytes++)
		TE_CHECK_EVERY(end - bytes);
	return (end - bytes >= 5 && pg_strncasecmp(bytes, "total", 5) == 0) ||
		(end - bytes >= 3 && pg_strncasecmp(bytes, "all", 3) == 0) ||
		(end - bytes >= 3 && pg_strncasecmp(bytes, "ag", 2) == 0 && bytes[2] >= '0' &&
		 bytes[2] <= '9');
}

/* Which problem is a letter?  "letter" points to it, after "ndigits" digits. */
static TeHsProblem
letter_problem(const char *bytes, const char *letter, const char *end, int ndigits)
{
	if (ndigits == 0)
		return names_total(bytes, end) ? TE_HS_TOTAL : TE_HS_LETTERS;
	if (strchr("XxSs*", *letter) != NULL)
		return TE_HS_SUPPRESSED;
	if ((*letter == 'E' || *letter == 'e') && end - letter > 1 &&
		(letter[1] == '+' || letter[1] == '-' || (letter[1] >= '0' && letter[1] <= '9')))
		return TE_HS_SCIENTIFIC;
	return TE_HS_LETTERS;
}

/* See hs.h. */
TeHsProblem
te_hs_clean_prefix(const char *bytes, int len, TeHs *hs)
{
	const char *end = bytes + len;
	const char *p = bytes;
	int			n = 0;
	bool		too_long = false;

	while (p < end)
	{
		const char *here = p;
		int			meaning = next_meaning(&p, end);

		TE_CHECK_EVERY(here - bytes);
		if (likely(meaning < 10))
		{
			if (n < TE_HS_MAX_DIGITS)
				hs->digits[n++] = '0' + meaning;
			else
				too_long = true;
		}
		else if (meaning == LETTER)
			return letter_problem(bytes, here, end, n);
		else if (meaning == OTHER || (meaning == HYPHEN && n == 0))
			return TE_HS_CHARACTER;
	}
	hs->digits[n] = '\0';
	hs->len = n;
	return n == 0 ? TE_HS_EMPTY : too_long ? TE_HS_TOO_LONG : TE_HS_FINE;
}

/*
 * The length of a code without the ".0" that a column of floats adds: digits
 * alone, but for blanks and quotes around, and one dot with a single 0 behind it.
 */
static int
len_without_decimal(const char *bytes, int len)
{
	int			end = len;
	int			digit;

	for (; end > 0 && bytes[end - 1] != '.' && ascii_meaning(bytes[end - 1]) == SEPARATOR; end--)
		TE_CHECK_EVERY(end);
	if (end < 3 || bytes[end - 1] != '0' || bytes[end - 2] != '.')
		return len;
	for (digit = end - 3; digit >= 0 && ascii_meaning(bytes[digit]) < 10; digit--)
		TE_CHECK_EVERY(digit);
	for (; digit >= 0; digit--)
	{
		TE_CHECK_EVERY(digit);
		if (bytes[digit] == '.' || ascii_meaning(bytes[digit]) != SEPARATOR)
			return len;
	}
	return end - 2;
}

/* See hs.h. */
TeHsProblem
te_hs_clean(const char *bytes, int len, TeHs *hs)
{
	TeHsProblem problem = te_hs_clean_prefix(bytes, len_without_decimal(bytes, len), hs);
	const char *d = hs->digits;

	if (problem != TE_HS_FINE)
		return problem;
	if (hs->len % 2 != 0 && hs->len != 9)
		return TE_HS_LENGTH;
	if ((d[0] == '0' && d[1] == '0') || (d[0] == '7' && d[1] == '7'))
		return TE_HS_CHAPTER;
	if (hs->len >= 4 && strspn(d, "9") == hs->len)
		return TE_HS_UNSPECIFIED;
	return TE_HS_FINE;
}

/* See hs.h. */
const char *
te_hs_problem_text(TeHsProblem problem)
{
	switch (problem)
	{
		case TE_HS_FINE:
			break;
		case TE_HS_EMPTY:
			return "has no digits";
		case TE_HS_TOTAL:
			return "is a total over products";
		case TE_HS_SUPPRESSED:
			return "has hidden digits: suppressed by the statistics office";
		case TE_HS_SCIENTIFIC:
			return "is in scientific notation, which lost digits: export the column as text";
		case TE_HS_LETTERS:
			return "contains letters";
		case TE_HS_CHARACTER:
			return "contains a character that is neither digit nor separator";
		case TE_HS_LENGTH:
			return "has an odd number of digits: a leading zero may be lost, see hs_code(bigint, digits)";
		case TE_HS_TOO_LONG:
			return "has more than 12 digits";
		case TE_HS_UNSPECIFIED:
			return "stands for products not specified";
		case TE_HS_CHAPTER:
			return "is in a chapter that does not exist (00, 77)";
	}
	return NULL;
}

/* ---- SQL ---- */
