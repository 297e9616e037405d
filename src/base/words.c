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

/* Number of a word in a list. */
int
te_word_number(const char *argument, const char *word, const char *const *words, int n,
			   const char *meaning)
{
	for (int i = 0; i < n; i++)
		if (strcmp(word, words[i]) == 0)
			return i;
	te_unknown_word(argument, word, words, n, meaning);
}
