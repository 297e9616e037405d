/*
 * word_args.c
 *	  Arguments of SQL functions that are one word of a list.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "base/words.h"

/* Number of the word that an argument is. */
int
te_word_arg(FunctionCallInfo fcinfo, int arg, const char *argument, const char *const *words, int n,
			const char *meaning)
{
	text	   *word;
	Size		len;

	te_check_not_null(argument, PG_ARGISNULL(arg));
	word = PG_GETARG_TEXT_PP(arg);
	len = VARSIZE_ANY_EXHDR(word);
	/* without a copy: this runs once a row */
	for (int i = 0; i < n; i++)
		if (strncmp(words[i], VARDATA_ANY(word), len) == 0 && words[i][len] == '\0')
			return i;
	return te_word_number(argument, text_to_cstring(word), words, n, meaning);
}
