/*
 * schedule_fetch.h
 *	  A stored schedule in memory of this process.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_FETCH_H
#define TRADE_EXPOSURE_SCHEDULE_FETCH_H

extern struct varlena *te_schedule_fetch(Datum datum);

#endif							/* TRADE_EXPOSURE_SCHEDULE_FETCH_H */
