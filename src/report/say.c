/*
 * say.c
 *	  What is said in a language of the caller's choice.  See say.h.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#include "base/trade_exposure.h"
#include "codes/words.h"
#include "report/say.h"

#define TE_SAY_MAX_PLACES 9

/* of the call under way; NULL: English */
static const TeLanguage *language = NULL;

/* Throws for a language without words. */
static void
unknown_language(const char *code)
{
	StringInfoData known;

	initStringInfo(&known);
	appendStringInfoString(&known, "en");
	for (int i = 0; i < te_nlanguages; i++)
		appendStringInfo(&known, ", %s", te_languages[i].code);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("there are no words for language \"%s\"", code),
			 errhint("Languages are: %s.", known.data)));
}

/* Takes a language from here on (NULL: English); throws for one without words. */
void
te_say_language(const char *code)
{
	language = code ? te_language(code) : NULL;
	if (code && language == NULL && strcmp(code, "en") != 0)
		unknown_language(code);
}

/* An English text in that language. */
const char *
te_say(const char *english)
{
	const char *said = te_language_word(language, english);

	return said == english ? said : pg_any_to_server(said, strlen(said), PG_UTF8);
}

/* The same with {1}, {2} ... replaced. */
char *
te_say_filled(const char *english, char **with, int n)
{
	StringInfoData out;

	initStringInfo(&out);
	for (const char *s = te_say(english); *s; s++)
	{
		int			place = s[0] == '{' && s[1] >= '1' && s[1] <= '9' && s[2] == '}'
			? s[1] - '0' : 0;

		if (place == 0 || place > n)
		{
			appendStringInfoChar(&out, *s);
			continue;
		}
		appendStringInfoString(&out, with[place - 1] ? with[place - 1] : "");
		s += 2;
	}
	return out.data;
}

/* The same with the strings that follow, up to a NULL. */
char *
te_say_with(const char *english,...)
{
	char	   *with[TE_SAY_MAX_PLACES];
	int			n = 0;
	va_list		args;

	va_start(args, english);
	while (n < TE_SAY_MAX_PLACES && (with[n] = va_arg(args, char *)) != NULL)
		n++;
	va_end(args);
	return te_say_filled(english, with, n);
}

/* Whether a text has the form of another, in which 9 stands for any digit. */
static bool
has_form(const char *text, int length, const char *form)
{
	if (length != (int) strlen(form))
		return false;
	for (int i = 0; i < length; i++)
		if (form[i] == '9' ? (text[i] < '0' || text[i] > '9') : text[i] != form[i])
			return false;
	return true;
}

/* One period: a year, a quarter or a month; anything else as it is. */
static char *
say_period(const char *label, int length)
{
	char	   *whole = pnstrdup(label, length),
			   *year = pnstrdup(label, Min(length, 4));

	if (has_form(label, length, "9999"))
		return te_say_with("the year {1}", year, TE_SAY_END);
	if (has_form(label, length, "9999-Q9"))
		return te_say_with("{1}-Q{2}", year, whole + 6, TE_SAY_END);
	if (has_form(label, length, "9999-99"))
		return te_say_with("{1}-{2}", year, whole + (whole[5] == '0' ? 6 : 5), TE_SAY_END);
	return whole;
}

/*
 * Periods as te_flow_labels writes them, parted by ", " and, where they are a span,
 * by "..": each with its form in that language.
 */
char *
te_say_periods(const char *labels)
{
	StringInfoData out;

	if (language == NULL)
		return pstrdup(labels);
	initStringInfo(&out);
	while (*labels)
	{
		const char *comma = strstr(labels, ", "),
				   *dots = strstr(labels, ".."),
				   *end = dots && (comma == NULL || dots < comma) ? dots : comma;
		int			length = end ? (int) (end - labels) : (int) strlen(labels);

		appendStringInfoString(&out, say_period(labels, length));
		labels += length;
		if (end == NULL)
			break;
		appendStringInfoString(&out, end == dots ? te_say(" to ") : te_say(", "));
		labels += 2;
	}
	return out.data;
}
