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
	int			number;

	te_check_not_null(argument, PG_ARGISNULL(arg));
	word = PG_GETARG_TEXT_PP(arg);
	/* without a copy: this runs once a row */
	number = te_word_find(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word), words, n);
	if (number < 0)
		te_unknown_word(argument, text_to_cstring(word), words, n, meaning);
	return number;
}
