/*
 * say.h
 *	  What is said in a language of the caller's choice.
 *
 * The language is that of the call under way: each function that says something
 * sets it first.  Texts come in the database's encoding.
 */
#ifndef TRADE_EXPOSURE_SAY_H
#define TRADE_EXPOSURE_SAY_H

#include "postgres.h"

/* Takes a language from here on (NULL: English); throws for one without words. */
extern void te_say_language(const char *code);

/* An English text in that language. */
extern const char *te_say(const char *english);

/* The same with {1}, {2} ... replaced by the strings that follow, up to TE_SAY_END. */
extern char *te_say_with(const char *english,...);

#define TE_SAY_END ((const char *) NULL)	/* a bare NULL may be a number */

/* The same from an array of strings. */
extern char *te_say_filled(const char *english, char **with, int n);

/* Periods such as "2025-10", "2025-Q4..2026-Q1, 2027", each with its form in that language. */
extern char *te_say_periods(const char *labels);

#endif							/* TRADE_EXPOSURE_SAY_H */
