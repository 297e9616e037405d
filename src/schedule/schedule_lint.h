/*
 * schedule_lint.h
 *	  What is ambiguous, shadowed or dead in the rules of a regime.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_LINT_H
#define TRADE_EXPOSURE_SCHEDULE_LINT_H

#include "schedule/schedule_pieces.h"

/* Notes what is ambiguous, shadowed or dead. */
extern void te_schedule_lint(TeBuild *b);

#endif							/* TRADE_EXPOSURE_SCHEDULE_LINT_H */
