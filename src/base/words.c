/*
 * words.c
 *	  Words of a fixed list, and the one error for those that are not in it.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "base/trade_exposure.h"
#include "base/words.h"

/* Report that an argument has a word that it does not take. */
void
te_unknown_word(const char *argument, const char *word, const char *const *words, int n,
				const char *meaning)
{
	StringInfoData known;

	initStringInfo(&known);
	for (int i = 0; i < n; i++)
		appendStringInfo(&known, "%s%s", i > 0 ? ", " : "", words[i]);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid value for parameter \"%s\": \"%s\"", argument, te_shown(word)),
			 meaning != NULL ? errdetail("%s", meaning) : 0,
			 errhint("Known values are: %s.", known.data)));
}

/* Number of the word of so many bytes in a list, or -1. */
int
te_word_find(const char *word, Size len, const char *const *words, int n)
{
	for (int i = 0; i < n; i++)
		if (strncmp(words[i], word, len) == 0 && words[i][len] == '\0')
			return i;
	return -1;
}

/* Number of a word in a list. */
int
te_word_number(const char *argument, const char *word, const char *const *words, int n,
			   const char *meaning)
{
	int			number = te_word_find(word, strlen(word), words, n);

	if (number < 0)
		te_unknown_word(argument, word, words, n, meaning);
	return number;
}
