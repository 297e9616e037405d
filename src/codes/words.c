/*
 * words.c
 *	  The words of reports in other languages.  See words.h.
 */
#include "postgres.h"

#include "codes/words.h"

#include "codes/words_tables.inc"

const int	te_nlanguages = lengthof(te_languages);

/* The language of that code; NULL when there is none, as for English itself. */
const TeLanguage *
te_language(const char *code)
{
	for (int i = 0; i < te_nlanguages; i++)
		if (strcmp(te_languages[i].code, code) == 0)
			return &te_languages[i];
	return NULL;
}

/* For bsearch: a text against a word's English one. */
static int
compare_english(const void *text, const void *word)
{
	return strcmp(text, ((const TeWord *) word)->english);
}

/* An English text in a language; itself where that lacks it or is NULL. */
const char *
te_language_word(const TeLanguage *language, const char *english)
{
	const TeWord *found = language == NULL ? NULL :
		bsearch(english, language->words, language->nwords, sizeof(TeWord), compare_english);

	return found ? found->word : english;
}
