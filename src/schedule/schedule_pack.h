/*
 * schedule_pack.h
 *	  The last step of compiling: all pieces in one block, sealed.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_PACK_H
#define TRADE_EXPOSURE_SCHEDULE_PACK_H

#include "schedule/schedule_pieces.h"

/* Lays all pieces out in one value. */
extern TeSchedule *te_schedule_pack(TeBuild *b);

#endif							/* TRADE_EXPOSURE_SCHEDULE_PACK_H */
