/*
 * duty_term.h
 *	  Terms of duty expressions, for duty_parse.c only.
 */
#ifndef TRADE_EXPOSURE_DUTY_TERM_H
#define TRADE_EXPOSURE_DUTY_TERM_H

#include "duty/duty_parser.h"

/* One term of a sum, with the factors behind it. */
extern bool te_parser_term(TeParser *p);

#endif							/* TRADE_EXPOSURE_DUTY_TERM_H */
