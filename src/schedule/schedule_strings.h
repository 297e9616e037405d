/*
 * schedule_strings.h
 *	  The strings of a schedule that is being compiled, each kept once.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_STRINGS_H
#define TRADE_EXPOSURE_SCHEDULE_STRINGS_H

#include "schedule/schedule_pieces.h"

/* Offset of a string, added if it is new; NULL is the empty string. */
extern TeString te_build_string(TeBuild *b, const char *text);

#endif							/* TRADE_EXPOSURE_SCHEDULE_STRINGS_H */
