/*
 * duty_scan.c
 *	  Words of a duty expression (see duty_scan.h).
 *
 * Bytes above 127 stand for themselves: what duty_words.c and the units know of
 * them is read, anything else is TE_TOKEN_OTHER.
 */
#include "postgres.h"

#include "codes/unit.h"
#include "duty/duty.h"
#include "duty/duty_number.h"
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

/* The first byte at or after "pos" that is not a blank. */
static int
skip_spaces(const char *text, int len, int pos)
{
	while (pos < len && is_space(text[pos]))
		pos++;
	return pos;
}

/* True when the bytes at "pos" are this string. */
static bool
at(const char *text, int len, int pos, const char *s)
{
	int			n = strlen(s);

	return len - pos >= n && memcmp(text +pos, s, n) == 0;
}

/* A number: digits, a decimal point or comma, groups of three. */
static void
scan_number(const char *text, int len, TeToken *token)
{
	int			bytes = te_number_scan(text, len, token->start, &token->number,
									   &token->too_long, &token->doubtful);

	token->kind = bytes == 0 ? TE_TOKEN_OTHER : TE_TOKEN_NUMBER;
	token->end = token->start + Max(bytes, 1);
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

/* One character that is a fraction or a sign of a share; false when the bytes are none. */
static bool
scan_character(const char *text, int len, TeToken *token)
{
	static const struct
	{
		const char *bytes;
		TeTokenKind kind;
		int			n;
		int			d;
	}			characters[] = {
		{"+", TE_TOKEN_PLUS, 0, 1}, {"-", TE_TOKEN_MINUS, 0, 1}, {"(", TE_TOKEN_OPEN, 0, 1},
		{")", TE_TOKEN_CLOSE, 0, 1}, {"/", TE_TOKEN_SLASH, 0, 1}, {"%", TE_TOKEN_PERCENT, 1, 100},
		{"\xE2\x80\xB0", TE_TOKEN_PERCENT, 1, 1000}, {"½", TE_TOKEN_FRACTION, 1, 2},
		{"¼", TE_TOKEN_FRACTION, 1, 4}, {"¾", TE_TOKEN_FRACTION, 3, 4},
		{"⅓", TE_TOKEN_FRACTION, 1, 3}, {"⅔", TE_TOKEN_FRACTION, 2, 3},
		{"⅛", TE_TOKEN_FRACTION, 1, 8}, {"⅜", TE_TOKEN_FRACTION, 3, 8},
		{"⅝", TE_TOKEN_FRACTION, 5, 8}, {"⅞", TE_TOKEN_FRACTION, 7, 8},
		{"⅕", TE_TOKEN_FRACTION, 1, 5}, {"⅖", TE_TOKEN_FRACTION, 2, 5},
		{"⅗", TE_TOKEN_FRACTION, 3, 5}, {"⅘", TE_TOKEN_FRACTION, 4, 5},
		{"⅙", TE_TOKEN_FRACTION, 1, 6}, {"⅚", TE_TOKEN_FRACTION, 5, 6}
	};

	for (int i = 0; i < lengthof(characters); i++)
	{
		if (!at(text, len, token->start, characters[i].bytes))
			continue;
		token->kind = characters[i].kind;
		token->number = te_decimal(characters[i].n, characters[i].d);
		token->end = token->start + strlen(characters[i].bytes);
		return true;
	}
	return false;
}

/* Words of the grammar; "MIN", "but not less than", "円".  False when these are none. */
static bool
scan_phrase(const char *text, int len, TeToken *token)
{
	token->word = te_word_at(text, len, token->start, &token->end);
	if (token->word == NULL)
		return false;
	token->kind = TE_TOKEN_PHRASE;
	return true;
}

/* True for words that say which of several amounts counts; a comma may stand before them. */
static bool
takes_comma(TeWordRole role)
{
	return (role >= TE_WORD_LEAST && role <= TE_WORD_LOWER) || role == TE_WORD_PROVISO ||
		role == TE_WORD_PLUS || role == TE_WORD_AND;
}

/* The byte after a comma that only parts such words from the rest, else "pos". */
static int
skip_comma(const char *text, int len, int pos)
{
	int			next = pos;
	const TeWord *word;
	int			end;

	if (at(text, len, pos, ","))
		next = pos + 1;
	else if (at(text, len, pos, "\xE3\x80\x81"))
		next = pos + strlen("\xE3\x80\x81");
	if (next == pos)
		return pos;
	next = skip_spaces(text, len, next);
	word = te_word_at(text, len, next, &end);
	return word != NULL && takes_comma(word->role) ? next : pos;
}

TeToken
te_scan(const char *text, int len, int pos)
{
	TeToken		token = {0};

	pos = skip_spaces(text, len, pos);
	if (pos < len)
		pos = skip_comma(text, len, pos);
	token.start = token.end = pos;
	if (pos >= len)
		return token;
	if (is_digit(text[pos]) || text[pos] == '.')
		scan_number(text, len, &token);
	else if (scan_phrase(text, len, &token) || scan_character(text, len, &token))
		return token;
	else if (is_letter(text[pos]))
	{
		token.kind = TE_TOKEN_WORD;
		while (token.end < len && is_name(text[token.end]))
			token.end++;
	}
	else if (text[pos] == '@')
		scan_reference(text, len, &token);
	else
	{
		token.kind = TE_TOKEN_OTHER;
		token.end = pos + 1;
	}
	return token;
}

bool
te_token_is(const TeToken *token, TeWordRole role)
{
	return token->kind == TE_TOKEN_PHRASE && token->word->role == role;
}

/* True at the hyphen of a word that is broken at a line's end: "thou- sand". */
static bool
is_broken_word(const char *text, int len, int pos)
{
	return pos > 0 && len - pos > 2 && is_letter(text[pos - 1]) && text[pos + 1] == ' ' &&
		text[pos + 2] >= 'a' && text[pos + 2] <= 'z';
}

/*
 * True when words of the grammar stand at "pos" and end a unit's phrase; what
 * can belong to one ("container and contents") ends it only before a number or
 * a currency.
 */
static bool
ends_unit(const char *text, int len, int pos)
{
	int			end;
	const TeWord *word;
	TeToken		next;

	pos = skip_comma(text, len, pos);
	word = te_word_at(text, len, pos, &end);
	if (word == NULL || word->role <= TE_WORD_PER)
		return false;
	if (word->role != TE_WORD_PLUS && word->role != TE_WORD_AND && word->role != TE_WORD_OR)
		return word->role != TE_WORD_EACH;
	if (IS_HIGHBIT_SET(text[pos]))
		return true;
	next = te_scan(text, len, end);
	return next.kind == TE_TOKEN_NUMBER || next.kind == TE_TOKEN_FRACTION ||
		next.kind == TE_TOKEN_OPEN || te_token_is(&next, TE_WORD_CURRENCY);
}

/* The end of a unit's word at "pos": up to a blank, an operator or a letter that no unit has. */
static int
unit_word_end(const char *text, int len, int pos)
{
	int			start = pos;

	while (pos < len && !is_space(text[pos]) && strchr("+()@$", text[pos]) == NULL &&
		   (text[pos] != '-' || is_broken_word(text, len, pos)))
	{
		if (text[pos] == ',' && ends_unit(text, len, pos))
			break;
		if (IS_HIGHBIT_SET(text[pos]))
		{
			int			bytes = te_unit_letters(text +pos, len - pos);

			if (bytes == 0)
				break;
			pos += bytes;
			continue;
		}
		pos++;
	}
	return pos > start ? pos : start;
}

int
te_scan_unit(const char *text, int len, int pos)
{
	int			start = skip_spaces(text, len, pos);
	int			end;

	/* the number of a multiple, "100 kg", "1,000 p/st" */
	for (pos = start; pos < len && (is_digit(text[pos]) || (text[pos] == ',' && pos > start));)
		pos++;
	end = pos;
	while (pos < len)
	{
		int			word = skip_spaces(text, len, pos);

		if (word >= len || is_digit(text[word]) || ends_unit(text, len, word))
			break;
		pos = unit_word_end(text, len, word);
		if (pos == word)
			break;
		end = pos;
	}
	return end;
}
