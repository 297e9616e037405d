/*
 * duty_words.c
 *	  The words of rate texts (see duty_words.h).
 *
 * English words are those of the schedules of Australia, Canada, India and the
 * WTO; NIHIL and the letters of the Meursing table those of the TARIC and of
 * the United Kingdom; the Japanese ones those of the statistical code list for
 * import and of the Temporary Tariff Measures Act.
 */
#include "postgres.h"

#include "codes/currency.h"
#include "duty/duty_words.h"

/* Japan's comma, in bytes: pg_bsd_indent cannot pass 0x80. */
#define COMMA "\xE3\x80\x81"

#define ANY_CASE(words, role) {words, role, false, 0, NULL, 0, 1}
#define EXACT(words, role) {words, role, true, 0, NULL, 0, 1}
#define MONEY(words, a, b, c) {words, TE_WORD_CURRENCY, false, TE_CURRENCY(a, b, c), NULL, 0, 1}
#define FIXED(words, a, b, c) {words, TE_WORD_CURRENCY, false, TE_CURRENCY(a, b, c), "", 0, 1}
#define COMPONENT(words, program) {words, TE_WORD_COMPONENT, true, 0, program, 0, 1}
#define YEN(words, n, d) {words, TE_WORD_PRICE, true, TE_CURRENCY('J', 'P', 'Y'), NULL, n, d}

static const TeWord words[] = {
	ANY_CASE("free", TE_WORD_FREE),
	ANY_CASE("nil", TE_WORD_FREE),
	ANY_CASE("nihil", TE_WORD_FREE),
	ANY_CASE("exempt", TE_WORD_FREE),
	ANY_CASE("duty free", TE_WORD_FREE),
	EXACT("無税", TE_WORD_FREE),
	EXACT("免税", TE_WORD_FREE),
	ANY_CASE("value", TE_WORD_VALUE),
	EXACT("課税価格", TE_WORD_VALUE),

	ANY_CASE("percent", TE_WORD_PERCENT),
	ANY_CASE("per cent", TE_WORD_PERCENT),
	ANY_CASE("per cent.", TE_WORD_PERCENT),
	ANY_CASE("per centum", TE_WORD_PERCENT),
	ANY_CASE("ad valorem", TE_WORD_AD_VALOREM),
	ANY_CASE("ad val.", TE_WORD_AD_VALOREM),
	ANY_CASE("ad val", TE_WORD_AD_VALOREM),

	EXACT("¢", TE_WORD_CENT),
	ANY_CASE("cents", TE_WORD_CENT),
	ANY_CASE("cent", TE_WORD_CENT),
	{"\xA2", TE_WORD_CENT, true, 0, NULL, 0, 1},	/* the cent sign in
													 * Latin-1 */
	MONEY("$", 'U', 'S', 'D'), MONEY("£", 'G', 'B', 'P'), MONEY("\xA3", 'G', 'B', 'P'),
	MONEY("€", 'E', 'U', 'R'), MONEY("¥", 'J', 'P', 'Y'), FIXED("円", 'J', 'P', 'Y'),
	FIXED("yen", 'J', 'P', 'Y'), MONEY("₩", 'K', 'R', 'W'), MONEY("won", 'K', 'R', 'W'),
	MONEY("₹", 'I', 'N', 'R'), MONEY("rs.", 'I', 'N', 'R'), MONEY("rs", 'I', 'N', 'R'),
	MONEY("rupee", 'I', 'N', 'R'), MONEY("rupees", 'I', 'N', 'R'), MONEY("fr.", 'C', 'H', 'F'),
	MONEY("euro", 'E', 'U', 'R'), MONEY("euros", 'E', 'U', 'R'),
	FIXED("us$", 'U', 'S', 'D'), FIXED("a$", 'A', 'U', 'D'), FIXED("c$", 'C', 'A', 'D'),
	FIXED("nz$", 'N', 'Z', 'D'), FIXED("nt$", 'T', 'W', 'D'), FIXED("hk$", 'H', 'K', 'D'),
	FIXED("s$", 'S', 'G', 'D'), FIXED("r$", 'B', 'R', 'L'),

	COMPONENT("EA", "EA"), COMPONENT("EAR", "EAR"), COMPONENT("ADSZ", "ADSZ"),
	COMPONENT("ADSZR", "ADSZR"), COMPONENT("ADFM", "ADFM"), COMPONENT("ADFMR", "ADFMR"),
	COMPONENT("AC", "EA"), COMPONENT("AC (reduced)", "EAR"), COMPONENT("SD", "ADSZ"),
	COMPONENT("SD (reduced)", "ADSZR"), COMPONENT("FD", "ADFM"), COMPONENT("FD (reduced)", "ADFMR"),

	ANY_CASE("per", TE_WORD_PER),
	ANY_CASE("each", TE_WORD_EACH),
	ANY_CASE("plus", TE_WORD_PLUS),
	ANY_CASE("and", TE_WORD_AND),
	EXACT("×", TE_WORD_TIMES),
	EXACT("万", TE_WORD_MYRIAD),
	EXACT("MIN", TE_WORD_LEAST),
	EXACT("MAX", TE_WORD_MOST),
	ANY_CASE("but not less than", TE_WORD_LEAST),
	ANY_CASE("not less than", TE_WORD_LEAST),
	ANY_CASE("subject to a minimum of", TE_WORD_LEAST),
	ANY_CASE("with a minimum of", TE_WORD_LEAST),
	ANY_CASE("but not more than", TE_WORD_MOST),
	ANY_CASE("not more than", TE_WORD_MOST),
	ANY_CASE("but not exceeding", TE_WORD_MOST),
	ANY_CASE("subject to a maximum of", TE_WORD_MOST),
	ANY_CASE("with a maximum of", TE_WORD_MOST),
	ANY_CASE("or more than", TE_WORD_OR_MORE),
	ANY_CASE("nor more than", TE_WORD_OR_MORE),
	ANY_CASE("and not more than", TE_WORD_OR_MORE),
	ANY_CASE("or less than", TE_WORD_OR_LESS),
	ANY_CASE("nor less than", TE_WORD_OR_LESS),
	ANY_CASE("and not less than", TE_WORD_OR_LESS),
	ANY_CASE("or", TE_WORD_OR),
	EXACT("又は", TE_WORD_OR),
	ANY_CASE("whichever is the greater", TE_WORD_HIGHER),
	ANY_CASE("whichever is greater", TE_WORD_HIGHER),
	ANY_CASE("whichever is the higher", TE_WORD_HIGHER),
	ANY_CASE("whichever is higher", TE_WORD_HIGHER),
	ANY_CASE("whichever is the less", TE_WORD_LOWER),
	ANY_CASE("whichever is less", TE_WORD_LOWER),
	ANY_CASE("whichever is the lesser", TE_WORD_LOWER),
	ANY_CASE("whichever is the lower", TE_WORD_LOWER),
	ANY_CASE("whichever is lower", TE_WORD_LOWER),
	ANY_CASE("whichever is the smaller", TE_WORD_LOWER),
	ANY_CASE("whichever the greater", TE_WORD_HIGHER),
	ANY_CASE("whichever the higher", TE_WORD_HIGHER),
	ANY_CASE("whichever the lesser", TE_WORD_LOWER),
	ANY_CASE("whichever the lower", TE_WORD_LOWER),
	EXACT("のうちいずれか高い税率", TE_WORD_HIGHER),
	EXACT("のうちいずれか低い税率", TE_WORD_LOWER),
	EXACT("のうちいずれか高い方", TE_WORD_HIGHER),
	EXACT("のうちいずれか低い方", TE_WORD_LOWER),
	ANY_CASE("the greater of", TE_WORD_HIGHER_OF),
	ANY_CASE("the higher of", TE_WORD_HIGHER_OF),
	ANY_CASE("the lesser of", TE_WORD_LOWER_OF),
	ANY_CASE("the lower of", TE_WORD_LOWER_OF),

	EXACT("ただしその税率が", TE_WORD_PROVISO),
	EXACT("ただし" COMMA "その税率が", TE_WORD_PROVISO),
	EXACT("を下回る場合は", TE_WORD_IF_BELOW),
	EXACT("を下回る場合には", TE_WORD_IF_BELOW),
	EXACT("を上回る場合は", TE_WORD_IF_ABOVE),
	EXACT("を上回る場合には", TE_WORD_IF_ABOVE),
	EXACT("とする", TE_WORD_IT_IS),
	EXACT("につき" COMMA, TE_WORD_FOR_EACH),
	EXACT("につき", TE_WORD_FOR_EACH),
	EXACT("との差額", TE_WORD_DIFFERENCE),
	EXACT("と", TE_WORD_WITH),
	EXACT("に", TE_WORD_PRODUCT),
	EXACT("を乗じて得た額", TE_WORD_TIMES_ENDS),
	EXACT("◎", TE_WORD_MARK),
	EXACT("\xE2\x80\xBB", TE_WORD_MARK),
	EXACT("*", TE_WORD_MARK),
	EXACT("◆", TE_WORD_NOTE),

	/*
	 * yen for a kilogram, of pork: 524 and 393 yen with the steps of the
	 * Temporary Tariff Measures Act
	 */
	YEN("部分肉に係る基準輸入価格", 54653, 100),
	YEN("枝肉に係る基準輸入価格", 40990, 100),
	YEN("豚肉加工品に係る基準輸入価格", 40990, 100),
	{"当該原産品に含まれる砂糖の重量", TE_WORD_CONTENT, true, 0, " on sugar content", 0, 1},
	{"原産品に含まれる砂糖の重量", TE_WORD_CONTENT, true, 0, " on sugar content", 0, 1},
};

/* True for what belongs to an ASCII word. */
static bool
in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The byte after these words at "pos", or -1. */
static int
match(const TeWord *word, const char *text, int len, int pos)
{
	const char *w = word->words;

	for (; *w != '\0'; w++)
	{
		if (*w == ' ')
		{
			int			start = pos;

			while (pos < len && is_blank(text[pos]))
				pos++;
			if (pos == start)
				return -1;
			continue;
		}
		if (pos >= len ||
			(text[pos] != *w &&
			 (word->exact || (char) pg_ascii_tolower((unsigned char) text[pos]) != *w)))
			return -1;
		pos++;
	}
	/* the last of a longer word is none, unless a digit follows: Rs5 */
	if (in_word(w[-1]) && pos < len && in_word(text[pos]) &&
		!(word->role == TE_WORD_CURRENCY && text[pos] >= '0' && text[pos] <= '9'))
		return -1;
	return pos;
}

const TeWord *
te_word_at(const char *text, int len, int pos, int *end)
{
	const TeWord *best = NULL;

	*end = pos;
	for (int i = 0; pos < len && i < lengthof(words); i++)
	{
		int			after;

		/* most words fail at once by their first byte */
		if (words[i].words[0] != text[pos] &&
			words[i].words[0] != (char) pg_ascii_tolower((unsigned char) text[pos]))
			continue;
		after = match(&words[i], text, len, pos);
		if (after > *end)
		{
			best = &words[i];
			*end = after;
		}
	}
	return best;
}

/* The bytes of a character that stands for another one, and that one. */
static const char *const plain_forms[][2] = {
	{"\xC2\xA0", " "}, {"\xE3\x80\x80", " "}, {"\xE2\x80\xAF", " "}, {"\xE2\x80\x89", " "},
	{"\xE2\x88\x92", "-"}, {"\xEF\xBF\xA5", "\xC2\xA5"}, {"\xEF\xBF\xA0", "\xC2\xA2"},
	{"\xEF\xBF\xA1", "\xC2\xA3"}
};

/* Writes the plain form of the character at "p", or its byte; returns the bytes it took. */
static int
plain_character(const char *p, int left, char **out)
{
	const unsigned char *u = (const unsigned char *) p;

	/* U+FF01 to U+FF5E are ASCII 0x21 to 0x7E, wide */
	if (left >= 3 && u[0] == 0xEF &&
		((u[1] == 0xBC && u[2] >= 0x81) || (u[1] == 0xBD && u[2] <= 0x9E)))
	{
		*(*out)++ = (u[1] == 0xBC ? u[2] - 0x81 : u[2] - 0x80 + 0x3F) + 0x21;
		return 3;
	}
	for (int i = 0; IS_HIGHBIT_SET(*p) && i < lengthof(plain_forms); i++)
	{
		int			n = strlen(plain_forms[i][0]);

		if (left >= n && memcmp(p, plain_forms[i][0], n) == 0)
		{
			int			m = strlen(plain_forms[i][1]);

			memcpy(*out, plain_forms[i][1], m);
			*out += m;
			return n;
		}
	}
	*(*out)++ = *p;
	return 1;
}

char *
te_words_plain(const char *text, int *len)
{
	char	   *result = palloc(*len + 1);
	char	   *out = result;

	for (int i = 0; i < *len;)
		i += plain_character(text +i, *len - i, &out);
	*out = '\0';
	*len = out - result;
	return result;
}
