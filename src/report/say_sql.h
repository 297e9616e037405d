/*
 * say_sql.h
 *	  The language of a call, from its arguments.
 */
#ifndef TRADE_EXPOSURE_SAY_SQL_H
#define TRADE_EXPOSURE_SAY_SQL_H

#include "postgres.h"

#include "fmgr.h"

/*
 * Takes the last argument as the language from here on (NULL: English); throws
 * for one without words.
 */
extern void te_say_in(FunctionCallInfo fcinfo);

#endif							/* TRADE_EXPOSURE_SAY_SQL_H */
