/*
 * schedule_fetch.h
 *	  A stored schedule in memory of this process.
 */
#ifndef SCHEDULE_FETCH_H
#define SCHEDULE_FETCH_H

extern struct varlena *te_schedule_fetch(Datum datum);

#endif							/* SCHEDULE_FETCH_H */
