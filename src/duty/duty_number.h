/*
 * duty_number.h
 *	  Numbers of rate texts, for duty_scan.c only.
 */
#ifndef TRADE_EXPOSURE_DUTY_NUMBER_H
#define TRADE_EXPOSURE_DUTY_NUMBER_H

#include "postgres.h"

#include "base/decimal.h"

/*
 * Reads the number at byte "pos" and returns its bytes, 0 when there is none.
 * A comma is a decimal comma (10,5; 0,740; 1.554,30) or parts groups of three
 * (1,554.30); without a point that shows which (10,200; 1,554,300) it is
 * *doubtful, and the number then is that of the groups.
 */
extern int	te_number_scan(const char *text, int len, int pos, TeDecimal *number,
						   bool *too_long, bool *doubtful);

#endif							/* TRADE_EXPOSURE_DUTY_NUMBER_H */
