/*
 * duty_scan.c
 *	  Words of a duty expression (see duty_scan.h).
 *
 * Bytes above 127 stand for themselves: ¢, £ and € are known in UTF-8, ¢ and £
 * also in Latin-1; anything else is TE_TOKEN_OTHER.
 */
#include "postgres.h"

#include "codes/currency.h"
#include "duty/duty.h"
#include "duty/duty_scan.h"

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_name(char c)
{
	return is_letter(c) || is_digit(c) || c == '_';
}

/* True when the bytes at "pos" are this string. */
static bool
at(const char *text, int len, int pos, const char *s)
{
	int			n = strlen(s);

	return len - pos >= n && memcmp(text +pos, s, n) == 0;
}

/* A number: digits, commas between groups of three, a point and digits. */
static void
scan_number(const char *text, int len, TeToken *token)
{
	char		digits[64];
	int			n = 0;
	int			i = token->start;
	int			used;

	while (i < len && n < (int) sizeof(digits))
	{
		if (text[i] == ',' && n > 0 && len - i > 3 && is_digit(text[i + 1]) &&
			is_digit(text[i + 2]) && is_digit(text[i + 3]) && (len - i == 4 || !is_digit(text[i + 4])))
		{
			i++;
			continue;
		}
		if (!is_digit(text[i]) && text[i] != '.')
			break;
		digits[n++] = text[i++];
	}
	used = te_decimal_parse(digits, n, &token->number);
	token->too_long = used < 0 || n == (int) sizeof(digits);
	token->end = used < 0 ? i : i - (n - used);
	token->kind = used == 0 ? TE_TOKEN_OTHER : TE_TOKEN_NUMBER;
	if (used == 0)
		token->end = token->start + 1;
}

/* @NAME or @"any name"; a broken one is OTHER. */
static void
scan_reference(const char *text, int len, TeToken *token)
{
	int			i = token->start + 1;
	bool		quoted = i < len && text[i] == '"';

	token->name_start = i += quoted;
	while (i < len && (quoted ? text[i] != '"' : (is_name(text[i]) || text[i] == '.')))
		i++;
	token->name_end = i;
	token->kind = (i > token->name_start && !(quoted && i == len))
		? TE_TOKEN_REFERENCE : TE_TOKEN_OTHER;
	token->end = Min(i + quoted, len);
}

/* Money signs; false when the bytes are none. */
static bool
scan_sign(const char *text, int len, TeToken *token)
{
	static const struct
	{
		const char *bytes;
		TeTokenKind kind;
		uint32		currency;
	}			signs[] = {
		{"$", TE_TOKEN_SIGN, TE_CURRENCY('U', 'S', 'D')},
		{"\xC2\xA3", TE_TOKEN_SIGN, TE_CURRENCY('G', 'B', 'P')},
		{"\xA3", TE_TOKEN_SIGN, TE_CURRENCY('G', 'B', 'P')},
		{"\xE2\x82\xAC", TE_TOKEN_SIGN, TE_CURRENCY('E', 'U', 'R')},
		{"\xC2\xA2", TE_TOKEN_CENT, TE_CURRENCY('U', 'S', 'D')},
		{"\xA2", TE_TOKEN_CENT, TE_CURRENCY('U', 'S', 'D')}
	};

	for (int i = 0; i < lengthof(signs); i++)
	{
		if (!at(text, len, token->start, signs[i].bytes))
			continue;
		token->kind = signs[i].kind;
		token->currency = signs[i].currency;
		token->end = token->start + strlen(signs[i].bytes);
		return true;
	}
	return false;
}

TeToken
te_scan(const char *text, int len, int pos)
{
	static const char single[] = "%+-()/";
	static const TeTokenKind kinds[] = {
		TE_TOKEN_PERCENT, TE_TOKEN_PLUS, TE_TOKEN_MINUS, TE_TOKEN_OPEN,
		TE_TOKEN_CLOSE, TE_TOKEN_SLASH
	};
	TeToken		token = {0};
	const char *p;

	while (pos < len && is_space(text[pos]))
		pos++;
	token.start = token.end = pos;
	if (pos >= len)
		return token;
	if (is_digit(text[pos]) || text[pos] == '.')
		scan_number(text, len, &token);
	else if (is_letter(text[pos]))
	{
		token.kind = TE_TOKEN_WORD;
		while (token.end < len && is_name(text[token.end]))
			token.end++;
	}
	else if (text[pos] == '@')
		scan_reference(text, len, &token);
	else if (text[pos] != '\0' && (p = strchr(single, text[pos])) != NULL)
	{
		token.kind = kinds[p - single];
		token.end = pos + 1;
	}
	else if (!scan_sign(text, len, &token))
	{
		token.kind = TE_TOKEN_OTHER;
		token.end = pos + 1;
	}
	return token;
}

bool
te_token_is(const TeToken *token, const char *text, const char *word, bool exact)
{
	int			n = strlen(word);

	if (token->kind != TE_TOKEN_WORD || token->end - token->start != n)
		return false;
	return exact ? memcmp(text +token->start, word, n) == 0
		: pg_strncasecmp(text +token->start, word, n) == 0;
}

/* True at the hyphen of a word that is broken at a line's end: "thou- sand". */
static bool
is_broken_word(const char *text, int len, int pos)
{
	return pos > 0 && len - pos > 2 && is_letter(text[pos - 1]) && text[pos + 1] == ' ' &&
		text[pos + 2] >= 'a' && text[pos + 2] <= 'z';
}

int
te_scan_unit(const char *text, int len, int pos)
{
	int			start;
	int			end;

	while (pos < len && is_space(text[pos]))
		pos++;
	start = end = pos;
	/* the number of a multiple, "100 kg", "1,000 p/st" */
	while (pos < len && (is_digit(text[pos]) || (text[pos] == ',' && pos > start)))
		pos++;
	end = pos;
	while (pos < len)
	{
		int			word;

		while (pos < len && is_space(text[pos]))
			pos++;
		word = pos;
		if (pos < len && is_digit(text[pos]))
			break;
		while (pos < len && !is_space(text[pos]) && strchr("+()@$", text[pos]) == NULL &&
			   (text[pos] != '-' || is_broken_word(text, len, pos)))
			pos++;
		if (pos - word == 3 && (at(text, len, word, "MIN") || at(text, len, word, "MAX")))
			break;
		if (pos == word)
			break;
		end = pos;
	}
	return end;
}
