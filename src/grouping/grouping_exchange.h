/*
 * grouping_exchange.h
 *	  Rows that the participants of a parallel "Batch Group" hand to one another.
 */
#ifndef TRADE_EXPOSURE_GROUPING_EXCHANGE_H
#define TRADE_EXPOSURE_GROUPING_EXCHANGE_H

#include "postgres.h"

#include "access/parallel.h"

#include "grouping/grouping.h"

typedef struct TeExchangeShared TeExchangeShared;	/* what all participants
													 * see */
typedef struct TeExchange TeExchange;	/* one participant's side of it */

/* Bytes of shared memory for so many workers. */
extern Size te_exchange_size(int nworkers);

/* The leader's side, in the current context; sets the shared memory up. */
extern TeExchange *te_exchange_begin(TeExchangeShared *shared, ParallelContext *context,
									 const TeKeys *keys);

/* The leader's side once more, for another run over the same shared memory. */
extern void te_exchange_begin_again(TeExchange *exchange);

/* A worker's side, in the current context. */
extern TeExchange *te_exchange_attach(TeExchangeShared *shared, const TeKeys *keys);

/*
 * Takes part.  True: the child is to be read, and one partition is this participant's
 * own.  False: the others are done reading; what is left are partitions.
 */
extern bool te_exchange_join(TeExchange *exchange);

/* Hands the batch's row over, unless its group is in the participant's own partition: false. */
extern bool te_exchange_put(TeExchange *exchange, const TeBatch *batch, int row);

/* Waits until all have read the child, and begins the rows that others had of its own partition. */
extern void te_exchange_meet(TeExchange *exchange);

/* Begins a partition that nobody has taken; false: there is none. */
extern bool te_exchange_next(TeExchange *exchange);

/* Fills the batch with rows of the partition, until the next call; false: there are no more. */
extern bool te_exchange_read(TeExchange *exchange, TeBatch *batch);

/* Lets go of what is being read. */
extern void te_exchange_stop(TeExchange *exchange);

/* Adds a participant's counts to those of all, which are returned. */
extern TeGroupCounts te_exchange_count(TeExchange *exchange, const TeGroupCounts *counts);

#endif							/* TRADE_EXPOSURE_GROUPING_EXCHANGE_H */
