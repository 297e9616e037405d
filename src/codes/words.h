/*
 * words.h
 *	  The words of reports in other languages: what data/words_*.csv say for an
 *	  English text.
 *
 * Nothing here calls fmgr, catalog or SPI; nothing allocates.
 */
#ifndef TRADE_EXPOSURE_WORDS_H
#define TRADE_EXPOSURE_WORDS_H

#include "postgres.h"

/* An English text and what it is in another language, both UTF-8. */
typedef struct TeWord
{
	const char *english;
	const char *word;
} TeWord;

/* A language: its words in byte order of the English texts. */
typedef struct TeLanguage
{
	const char *code;			/* ISO 639-1 */
	const TeWord *words;
	int			nwords;
} TeLanguage;

extern const TeLanguage te_languages[];
extern const int te_nlanguages;

/* The language of that code; NULL when there is none, as for English itself. */
extern const TeLanguage *te_language(const char *code);

/* An English text in a language; itself where that lacks it or is NULL. */
extern const char *te_language_word(const TeLanguage *language, const char *english);

#endif							/* TRADE_EXPOSURE_WORDS_H */
