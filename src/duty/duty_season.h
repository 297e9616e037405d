/*
 * duty_season.h
 *	  Seasons of rates, in the words of schedules.
 */
#ifndef TRADE_EXPOSURE_DUTY_SEASON_H
#define TRADE_EXPOSURE_DUTY_SEASON_H

#include "postgres.h"

/*
 * The season that a text says ("01 JAN-14 FEB, 16 JUN-31 DEC",
 * "毎年4月1日から同年8月31日まで"), as "01-01/02-14,06-16/12-31"; NULL when it says none.
 */
extern char *te_season_read(const char *words, int len);

#endif							/* TRADE_EXPOSURE_DUTY_SEASON_H */
