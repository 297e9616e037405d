/*
 * words.h
 *	  Words of a fixed list, and the one error for those that are not in it.
 */
#ifndef TRADE_EXPOSURE_WORDS_H
#define TRADE_EXPOSURE_WORDS_H

#include "postgres.h"

/*
 * Report that an argument has a word that it does not take, and list those that
 * it takes; "meaning", a full sentence, says what they are (NULL: plain enough).
 */
extern void te_unknown_word(const char *argument, const char *word, const char *const *words, int n,
							const char *meaning) pg_attribute_noreturn();

/* Number of the word of so many bytes in a list of n, or -1. */
extern int	te_word_find(const char *word, Size len, const char *const *words, int n);

/* Number of a word in a list of n; throws as above for any other. */
extern int	te_word_number(const char *argument, const char *word, const char *const *words, int n,
						   const char *meaning);

#endif							/* TRADE_EXPOSURE_WORDS_H */
