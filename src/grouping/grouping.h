/*
 * grouping.h
 *	  The plan node that groups rows in batches: what its files share.
 *
 *	grouping_plan_node.c	offers the node for GROUP BY over our aggregates
 *	grouping_node.c	runs it: reads batches of rows, finds their groups, spills
 *	grouping_keys_node.c	key columns as words, and back
 *	grouping_agg.c	what aggregates do with a row and at the end
 *	grouping_exchange_node.c	rows that parallel workers hand to one another
 *	grouping_table.c		the groups
 *	grouping_log.c		rows of groups of few rows, instead of states
 */
#ifndef TRADE_EXPOSURE_GROUPING_H
#define TRADE_EXPOSURE_GROUPING_H

#include "postgres.h"

#include "executor/tuptable.h"
#include "fmgr.h"
#include "nodes/extensible.h"
#include "nodes/pathnodes.h"
#include "nodes/primnodes.h"

#include "grouping/grouping_table.h"

#define TE_BATCH_ROWS 128		/* rows that go through the table together */
#define TE_BATCH_ROOM (32 * 1024)	/* bytes for their values that are passed
									 * by reference */
#define TE_BATCH_GROUP_NAME "Batch Group"	/* name of the node in EXPLAIN */

/*
 * The node reads a child whose first columns are the keys, followed by the
 * arguments and filters of the aggregates.  custom_private is a list of three:
 * the equality operators of the keys, their collations, and for each aggregate
 * a list of its Aggref, the columns of its arguments (from 1), and that of its
 * filter (a list of none or one).
 */
extern const CustomScanMethods te_batch_group_scan;

/* What a node did, for EXPLAIN ANALYZE. */
typedef struct TeGroupCounts
{
	uint64		groups;			/* returned or filtered */
	uint64		batches;
	uint64		handed_over;	/* rows, to other participants */
	uint64		partitions;		/* written for want of memory */
	uint64		spilled_rows;	/* in them */
	uint64		logged_rows;	/* gone through group by group at the end */
	Size		memory;			/* most at a time, of one participant */
} TeGroupCounts;

/* Some rows of the child, by column. */
typedef struct TeBatch
{
	int			ncolumns;
	bool	   *byval;			/* by column: the type's */
	int16	   *typlen;			/* likewise */
	int			nrows;
	char	   *room;			/* for values that are passed by reference,
								 * until the batch is done */
	Size		used;			/* bytes of it */
	MemoryContext context;		/* of those that the room does not hold */
	Datum	   *values;			/* by row, then by column */
	bool	   *nulls;			/* likewise */
	uint64	   *words;			/* by row, then by key column */
	uint64		hash[TE_BATCH_ROWS];
	uint32		key_nulls[TE_BATCH_ROWS];
	TeGroup    *groups[TE_BATCH_ROWS];	/* NULL: of a group that memory had no
										 * room for */
} TeBatch;

/* How the values of a key column are compared. */
typedef enum TeKeyKind
{
	TE_KEY_WORD,				/* as the bits of a Datum */
	TE_KEY_TEXT,				/* as bytes; short ones in the word */
	TE_KEY_OTHER,				/* by the type's own functions */
} TeKeyKind;

/* A key column. */
typedef struct TeKeyColumn
{
	TeKeyKind	kind;
	int16		typlen;			/* of the type */
	bool		byval;			/* likewise */
	Oid			collation;
	FmgrInfo	hash;			/* of TE_KEY_OTHER */
	FmgrInfo	equal;			/* likewise */
} TeKeyColumn;

/* The key columns of a node. */
typedef struct TeKeys
{
	int			n;
	bool		only_words;		/* all columns are TE_KEY_WORD */
	bool		calls;			/* some are TE_KEY_OTHER: their functions
								 * leave memory behind */
	TeKeyColumn *columns;
	TeBatch    *batch;			/* rows that are compared with groups */
	const TeGroupTable *table;	/* the groups */
} TeKeys;

/* Key columns of the child's first columns. */
extern TeKeys *te_keys(List *operators, List *collations, TupleDesc child);

/* What a group keeps of its key beside the words: an array by column; NULL: nothing. */
typedef Datum *TeKeptKeys;

/*
 * Fills words, nulls and hash of the batch's row from its values, which may still
 * be in the child's memory; a value that the word does not hold is copied into the
 * batch.
 */
extern void te_keys_of_row(TeKeys *keys, TeBatch *batch, int row);

/* TeGroupSame for columns that are not TE_KEY_WORD; context: the keys. */
extern bool te_keys_same(const TeGroup *group, int row, void *context);

/* Are equal values of the type the same bits, so that any of them stands for all? */
extern bool te_key_is_exact(Oid type, Oid collation);

/* Is the value of a key column not in its word? */
extern bool te_keys_is_kept(const TeKeys *keys, int k, uint64 word, uint32 nulls);

/* A copy of a value in the batch. */
extern Datum te_batch_copy(TeBatch *batch, Datum value, int16 typlen);

/* Keeps the values of a new group's row that its words do not hold, in the current context. */
extern void te_keys_keep(TeKeys *keys, TeGroup *group, TeBatch *batch, int row);

/* The value of a key column of a group, made in the current context. */
extern Datum te_keys_value(const TeKeys *keys, TeGroup *group, int k);

/* The same of the batch's row. */
extern Datum te_keys_value_of_row(const TeKeys *keys, const TeBatch *batch, int row, int k);

/* The state of an aggregate in a group. */
typedef struct TeGroupState
{
	Datum		value;
	bool		isnull;
	bool		untouched;		/* strict, and no row has come: the first
								 * argument becomes the state */
} TeGroupState;

typedef struct TeAggs TeAggs;	/* aggregates of a node */

/* Aggregates from the node's list; "agg_context" holds their states. */
extern TeAggs *te_aggs(List *list, ExprContext *agg_context);
extern int	te_aggs_nstates(const TeAggs *aggs);	/* states in a group */

/* Has one of them states so large that it pays to have few of them at a time? */
extern bool te_aggs_large(const TeAggs *aggs);

/* The child's columns that the aggregates read, from 0. */
extern Bitmapset *te_aggs_columns(const TeAggs *aggs);

/* Sets a new group's states. */
extern void te_aggs_begin(const TeAggs *aggs, TeGroupState *states);

/* Asks for the memory of a group's states. */
static inline void
te_states_expect(const TeGroupState *states)
{
	const char *state = DatumGetPointer(states->value);

	__builtin_prefetch(state, 1);
	__builtin_prefetch(state + 64, 1);
	__builtin_prefetch(state + 128, 1);
}

/* Takes the batch's row into a group's states; garbage stays in the current context. */
extern void te_aggs_advance(TeAggs *aggs, TeGroupState *states, const Datum *values,
							const bool *nulls);

/* Results of a group's aggregates, made in the current context. */
extern void te_aggs_end(TeAggs *aggs, TeGroupState *states, Datum *values, bool *nulls);

#endif							/* TRADE_EXPOSURE_GROUPING_H */
