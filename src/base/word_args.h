/*
 * word_args.h
 *	  Arguments of SQL functions that are one word of a list.
 */
#ifndef TRADE_EXPOSURE_WORD_ARGS_H
#define TRADE_EXPOSURE_WORD_ARGS_H

#include "postgres.h"

#include "fmgr.h"

/*
 * Number of the word that argument number "arg" is; throws as te_unknown_word
 * for any other, and for NULL.
 */
extern int	te_word_arg(FunctionCallInfo fcinfo, int arg, const char *argument,
						const char *const *words, int n, const char *meaning);

#endif							/* TRADE_EXPOSURE_WORD_ARGS_H */
