/*
 * grouping_node.c
 *	  The plan node "Batch Group": reads batches of its child's rows, finds their
 *	  groups, takes them into states, and returns a row per group.
 *
 * As long as groups have few rows these are only written down (grouping_log.c), and a
 * group's state is made when it is returned.  Else rows go into states as they come.
 *
 * When memory is full, rows of groups that are not in the table yet go into
 * partitions by the lower bits of their hash, each of which is then gone through
 * like the input.  A group's rows stay in order, so that its state is the same.
 * Of parallel workers each takes the groups of a part of the hashes; rows come to it
 * from the others, in any order.
 */
#include "postgres.h"

#include <math.h>

#include "commands/explain.h"
#if PG_VERSION_NUM >= 180000
#include "commands/explain_format.h"
#endif
#include "executor/executor.h"
#include "executor/nodeHash.h"
#include "miscadmin.h"
#include "utils/datum.h"
#include "utils/memutils.h"
#include "utils/ruleutils.h"
#include "utils/tuplestore.h"

#include "base/compat.h"
#include "grouping/grouping.h"
#include "grouping/grouping_exchange.h"
#include "grouping/grouping_log.h"

#define PARTITION_BITS 5		/* of the hash, for each pass over what memory
								 * had no room for */
#define PARTITIONS (1 << PARTITION_BITS)
#define MOST_READ (8 * TE_BATCH_ROWS)	/* rows read for a batch */
#define MANY_ROWS 32			/* of a group on average: too many for a log */
#define FEW_ROWS 1024			/* with so few it is kept all the same */
#define MEMORY_OF_GROUP 256		/* bytes at least, to begin with a table that
								 * is not too large */
#define AHEAD 4					/* groups whose states are asked for before
								 * they are returned */
#define MUCH_LEFT ((Size) 1 << 20)	/* bytes that transitions may leave behind */
#define MAX_PASSES 6			/* 30 bits; what is left after them takes the
								 * memory it needs */

/* Rows that wait for memory. */
typedef struct Partition
{
	Tuplestorestate *rows;
	int			pass;			/* passes that they have been through */
} Partition;

/* Where rows come from: the child, other participants, or a partition. */
typedef struct Source
{
	bool		others;			/* other participants handed them over */
	Tuplestorestate *rows;		/* of a partition; else NULL */
	TupleTableSlot *slot;		/* of the partition's rows */
	int			pass;			/* passes that they have been through */
} Source;

typedef struct BatchGroup
{
	CustomScanState css;		/* first */
	List	   *private;		/* the plan's custom_private */
	int			ncolumns;		/* of the child */
	TeKeys	   *keys;
	TeAggs	   *aggs;
	ExprContext *agg_context;	/* holds the states */
	MemoryContext table_context;	/* of the table and the log */
	MemoryContext row_context;	/* what transitions and keys leave behind */
	TeGroupTable *table;
	TeRowLog   *log;			/* the groups' rows; NULL: states have them */
	Bitmapset  *logged;			/* its columns of the child */
	bool		closed;			/* rows of groups that are not there are put
								 * aside, whatever there is of memory */
	Datum	   *values;			/* a row of the log, by column of the child */
	bool	   *nulls;			/* likewise */
	TeBatch		batch;
	TupleTableSlot *spill_slot; /* a row on its way into a partition */
	Tuplestorestate *partition[PARTITIONS]; /* of this pass; NULL: none of its
											 * rows */
	List	   *waiting;		/* Partition: filled ones */
	Source		source;			/* what is being gone through */
	bool		filled;			/* the table holds groups to return */
	uint32		next;			/* the next group to return */
	Size		limit;			/* bytes of memory */
	TeExchange *exchange;		/* with other participants; NULL: there are
								 * none */
	TeGroupCounts counts;
} BatchGroup;

/* ---- memory ---- */

/* A table without groups. */
static void
make_table(BatchGroup *node)
{
	Size		extra = sizeof(TeKeptKeys) + sizeof(TeGroupState) * te_aggs_nstates(node->aggs);
	TeGroupSame same = node->keys->only_words ? NULL : te_keys_same;
	double		expected = node->css.ss.ps.plan->plan_rows;
	MemoryContext old;

	ReScanExprContext(node->agg_context);
	MemoryContextReset(node->table_context);
	old = MemoryContextSwitchTo(node->table_context);
	node->log = NULL;
	expected = Min(Min(expected, (double) (node->limit / MEMORY_OF_GROUP)), PG_INT32_MAX);
	if (node->source.rows != NULL)
		expected = 0;
	node->table = te_group_table(node->keys->n, extra, (uint32) expected, same, node->keys);
	node->keys->table = node->table;
	MemoryContextSwitchTo(old);
	node->filled = false;
	node->next = 0;
}

/* A new table and a log for the next pass. */
static void
begin_table(BatchGroup *node)
{
	MemoryContext old;

	make_table(node);
	if (te_aggs_large(node->aggs))
	{
		old = MemoryContextSwitchTo(node->table_context);
		node->log = te_log(ExecGetResultType(linitial(node->css.custom_ps)), node->logged);
		MemoryContextSwitchTo(old);
	}
	node->closed = false;
}

/* Is there no more room for new groups? */
static bool
is_full(BatchGroup *node)
{
	Size		used = te_group_table_size(node->table) +
		MemoryContextMemAllocated(node->table_context, false) +
		(node->log == NULL ? 0 : te_log_size(node->log)) +
		MemoryContextMemAllocated(node->agg_context->ecxt_per_tuple_memory, true);

	node->counts.memory = Max(node->counts.memory, used);
	return used >= node->limit && node->table->ngroups > 0 && node->source.pass < MAX_PASSES;
}

/* What transitions leave behind is forgotten once it is much: a value can be large. */
static inline void
tidy_large(BatchGroup *node)
{
	if (unlikely(MemoryContextMemAllocated(node->row_context, true) > MUCH_LEFT))
		MemoryContextReset(node->row_context);
}

/* What they leave behind is forgotten now and then. */
static inline void
tidy(BatchGroup *node, uint64 rows)
{
	if (rows % TE_BATCH_ROWS == 0)
	{
		CHECK_FOR_INTERRUPTS();
		MemoryContextReset(node->row_context);
	}
	else
		tidy_large(node);
}

/* What the functions of keys' types leave behind is forgotten at once: a key can be large. */
static inline void
tidy_keys(BatchGroup *node)
{
	if (node->keys->calls)
		MemoryContextReset(node->row_context);
}

/* A group's states. */
static inline TeGroupState *
states_of(const BatchGroup *node, TeGroup *group)
{
	return (TeGroupState *) ((TeKeptKeys *) te_group_extra(node->table, group) + 1);
}

/* ---- reading ---- */

/* The next row, or NULL. */
static TupleTableSlot *
next_row(BatchGroup *node)
{
	Source	   *source = &node->source;

	if (source->rows == NULL)
	{
		TupleTableSlot *slot = ExecProcNode(linitial(node->css.custom_ps));

		return TupIsNull(slot) ? NULL : slot;
	}
	return tuplestore_gettupleslot(source->rows, true, false, source->slot) ? source->slot : NULL;
}

/* Copies a row into the batch: the slot's memory is the child's. */
static void
take_row(BatchGroup *node, TupleTableSlot *slot)
{
	TeBatch    *batch = &node->batch;
	int			n = node->ncolumns;
	Datum	   *values = batch->values + batch->nrows * n;
	bool	   *nulls = batch->nulls + batch->nrows * n;
	Size		used = batch->used;
	MemoryContext old;

	slot_getallattrs(slot);
	memcpy(nulls, slot->tts_isnull, sizeof(bool) * n);
	memcpy(values, slot->tts_values, sizeof(Datum) * n);
	old = MemoryContextSwitchTo(node->row_context);
	te_keys_of_row(node->keys, batch, batch->nrows);
	MemoryContextSwitchTo(old);
	tidy_keys(node);
	if (node->exchange != NULL && node->source.rows == NULL &&
		te_exchange_put(node->exchange, batch, batch->nrows))
	{
		batch->used = used;
		node->counts.handed_over++;
		return;
	}
	te_group_expect(node->table, batch->hash[batch->nrows]);
	for (int i = node->keys->n; i < n; i++)
		if (!batch->byval[i] && !nulls[i])
			values[i] = te_batch_copy(batch, values[i], batch->typlen[i]);
	batch->nrows++;
}

/* Fills the batch with rows that others handed over; false when there are no more. */
static bool
read_parcel(BatchGroup *node)
{
	TeBatch    *batch = &node->batch;
	bool		more = te_exchange_read(node->exchange, batch);

	for (int i = 0; i < batch->nrows; i++)
		te_group_expect(node->table, batch->hash[i]);
	return more;
}

/* Fills the batch; false when there are no more rows. */
static bool
read_batch(BatchGroup *node)
{
	TeBatch    *batch = &node->batch;
	bool		more = true;

	CHECK_FOR_INTERRUPTS();
	MemoryContextReset(batch->context);
	batch->used = 0;
	batch->nrows = 0;
	if (node->source.others)
		more = read_parcel(node);
	else
	{
		/* of those that are handed over the batch has none, but their memory */
		for (int i = 0; i < MOST_READ && batch->nrows < TE_BATCH_ROWS && more; i++)
		{
			TupleTableSlot *slot = next_row(node);

			if (slot != NULL)
				take_row(node, slot);
			more = slot != NULL;
		}
	}
	node->counts.batches += batch->nrows > 0;
	return more;
}

/* ---- partitions ---- */

/* Puts the row aside that is in the slot for that. */
static void
put_aside(BatchGroup *node, uint64 hash)
{
	int			n = (int) (hash >> (PARTITION_BITS * node->source.pass)) & (PARTITIONS - 1);

	if (node->partition[n] == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(node->css.ss.ps.state->es_query_cxt);

		node->partition[n] = tuplestore_begin_heap(false, false, 64);
		node->counts.partitions++;
		MemoryContextSwitchTo(old);
	}
	ExecStoreVirtualTuple(node->spill_slot);
	tuplestore_puttupleslot(node->partition[n], node->spill_slot);
	node->counts.spilled_rows++;
}

/* Puts the batch's row aside. */
static void
spill_row(BatchGroup *node, int row)
{
	TeBatch    *batch = &node->batch;
	TupleTableSlot *slot = node->spill_slot;

	ExecClearTuple(slot);
	memcpy(slot->tts_values, batch->values + row * node->ncolumns, sizeof(Datum) * node->ncolumns);
	for (int k = 0; k < node->keys->n; k++)
		if (!(batch->key_nulls[row] & ((uint32) 1 << k)))
			slot->tts_values[k] = te_keys_value_of_row(node->keys, batch, row, k);
	memcpy(slot->tts_isnull, batch->nulls + row * node->ncolumns, sizeof(bool) * node->ncolumns);
	put_aside(node, batch->hash[row]);
}

/* Puts all rows of the log aside, and goes on without groups and without a log. */
static void
spill_log(BatchGroup *node)
{
	TupleTableSlot *slot = node->spill_slot;
	TeKeys	   *keys = node->keys;
	TeRowPlace	place = {0};
	uint32		number;
	uint64		rows = 0;

	ExecClearTuple(slot);
	while (te_log_next(node->log, &place, &number, slot->tts_values, slot->tts_isnull))
	{
		TeGroup    *group = te_group_at(node->table, number);

		for (int k = 0; k < keys->n; k++)
			if (!bms_is_member(k, node->logged))
			{
				slot->tts_isnull[k] = (group->nulls & ((uint32) 1 << k)) != 0;
				slot->tts_values[k] = slot->tts_isnull[k] ? (Datum) 0
					: te_keys_value(keys, group, k);
			}
		put_aside(node, te_group_hash(group->words, keys->n, group->nulls));
		ExecClearTuple(slot);
		tidy(node, ++rows);
	}
	make_table(node);
	node->closed = true;
}

/* Notes the partitions of the pass that has ended. */
static void
keep_partitions(BatchGroup *node)
{
	MemoryContext old = MemoryContextSwitchTo(node->css.ss.ps.state->es_query_cxt);

	for (int i = 0; i < PARTITIONS; i++)
		if (node->partition[i] != NULL)
		{
			Partition  *p = palloc(sizeof(Partition));

			p->rows = node->partition[i];
			p->pass = node->source.pass + 1;
			node->waiting = lappend(node->waiting, p);
			node->partition[i] = NULL;
		}
	MemoryContextSwitchTo(old);
}

/* Ends what has been gone through, and begins a partition that waits; false when there is none. */
static bool
begin_waiting(BatchGroup *node)
{
	Partition  *p;

	node->source.others = false;
	if (node->source.rows != NULL)
	{
		ExecClearTuple(node->source.slot);
		tuplestore_end(node->source.rows);
		node->source.rows = NULL;
	}
	if (node->waiting == NIL)
		return false;
	p = llast(node->waiting);
	node->waiting = list_delete_last(node->waiting);
	node->source.rows = p->rows;
	node->source.pass = p->pass;
	pfree(p);
	return true;
}

/* Begins the next partition, of this participant or of all; false when there is none. */
static bool
begin_partition(BatchGroup *node)
{
	if (begin_waiting(node))
		return true;
	if (node->exchange == NULL || !te_exchange_next(node->exchange))
		return false;
	node->source.others = true;
	node->source.pass = 0;
	return true;
}

/* ---- the log ---- */

/* Takes a group's rows of the log into its states. */
static void
take_log_of(BatchGroup *node, TeGroup *group)
{
	TeGroupState *states = states_of(node, group);
	MemoryContext old = MemoryContextSwitchTo(node->row_context);
	uint64		rows = 0;

	te_aggs_begin(node->aggs, states);
	while (te_log_next_of(node->log, group->number, node->values, node->nulls))
	{
		te_aggs_advance(node->aggs, states, node->values, node->nulls);
		tidy(node, ++rows);
	}
	MemoryContextSwitchTo(old);
	MemoryContextReset(node->row_context);
}

/* Takes the log's rows into states, and those that come from now on. */
static void
leave_log(BatchGroup *node)
{
	te_log_sort(node->log, node->table->ngroups);
	for (uint32 i = 0; i < node->table->ngroups; i++)
		take_log_of(node, te_group_at(node->table, i));
	te_log_free(node->log);
	node->log = NULL;
}

/* Gives the log up when states take less memory than it, or when there is no more of that. */
static void
mind_log(BatchGroup *node)
{
	uint32		rows = te_log_nrows(node->log);
	bool		many = rows > (double) MANY_ROWS * node->table->ngroups;

	if (many && rows > FEW_ROWS)
		leave_log(node);
	else if (is_full(node))
	{
		if (many)
			leave_log(node);
		else
			spill_log(node);
	}
}

/* Writes the batch's row down; false when states have the rows, from now on at the latest. */
static inline bool
log_row(BatchGroup *node, int row)
{
	TeBatch    *batch = &node->batch;

	if (node->log == NULL)
		return false;
	if (likely(te_log_add(node->log, batch->groups[row]->number,
						  batch->values + row * node->ncolumns,
						  batch->nulls + row * node->ncolumns)))
		return true;
	leave_log(node);
	return false;
}

/* ---- grouping ---- */

/* Makes a new group ready. */
static void
begin_group(BatchGroup *node, TeGroup *group, int row)
{
	MemoryContext old;

	if (!node->keys->only_words)
	{
		old = MemoryContextSwitchTo(node->table_context);
		te_keys_keep(node->keys, group, &node->batch, row);
		MemoryContextSwitchTo(old);
	}
	if (node->log == NULL)
		te_aggs_begin(node->aggs, states_of(node, group));
}

/* The batch's groups; NULL where memory has no room for a new one. */
static void
find_groups(BatchGroup *node)
{
	TeBatch    *batch = &node->batch;
	bool		make = !node->closed && (node->log != NULL || !is_full(node));

	for (int i = 0; i < batch->nrows; i++)
		te_group_expect_group(node->table, batch->hash[i]);
	for (int i = 0; i < batch->nrows; i++)
	{
		TeGroupKey	key = {batch->hash[i], batch->key_nulls[i], batch->words + i * node->keys->n};
		bool		made = false;

		batch->groups[i] = te_group_find(node->table, &key, i, make, &made);
		tidy_keys(node);
		if (made)
			begin_group(node, batch->groups[i], i);
		if (batch->groups[i] != NULL && node->log == NULL)
			te_states_expect(states_of(node, batch->groups[i]));
	}
}

/* Takes the batch's rows into their groups. */
static void
group_batch(BatchGroup *node)
{
	TeBatch    *batch = &node->batch;
	MemoryContext old = MemoryContextSwitchTo(node->row_context);

	if (node->log != NULL)
		mind_log(node);
	find_groups(node);
	for (int i = 0; i < batch->nrows; i++)
		if (unlikely(batch->groups[i] == NULL))
			spill_row(node, i);
		else if (!log_row(node, i))
		{
			te_aggs_advance(node->aggs, states_of(node, batch->groups[i]),
							batch->values + i * node->ncolumns, batch->nulls + i * node->ncolumns);
			tidy_large(node);
		}
	MemoryContextSwitchTo(old);
	MemoryContextReset(node->row_context);
}

/* Takes all rows of the source into groups. */
static void
group_source(BatchGroup *node)
{
	bool		more;

	do
	{
		more = read_batch(node);
		if (node->batch.nrows > 0)
			group_batch(node);
	} while (more);
}

/* Groups all rows of the source, and with the child's those that others had of the same groups. */
static void
fill_table(BatchGroup *node)
{
	begin_table(node);
	group_source(node);
	if (node->exchange != NULL && node->source.rows == NULL && !node->source.others)
	{
		te_exchange_meet(node->exchange);
		node->source.others = true;
		group_source(node);
	}
	(void) is_full(node);
	node->counts.groups += node->table->ngroups;
	keep_partitions(node);
	if (node->log != NULL)
	{
		te_log_sort(node->log, node->table->ngroups);
		node->counts.logged_rows += te_log_nrows(node->log);
	}
	node->filled = true;
}

/* ---- returning ---- */

/* The scan slot with a group's keys and results, made in the row's context. */
static TupleTableSlot *
group_row(BatchGroup *node, TeGroup *group)
{
	TupleTableSlot *slot = node->css.ss.ss_ScanTupleSlot;
	ExprContext *econtext = node->css.ss.ps.ps_ExprContext;
	int			nkeys = node->keys->n;
	MemoryContext old = MemoryContextSwitchTo(econtext->ecxt_per_tuple_memory);

	ExecClearTuple(slot);
	for (int k = 0; k < nkeys; k++)
	{
		slot->tts_isnull[k] = (group->nulls & ((uint32) 1 << k)) != 0;
		slot->tts_values[k] = slot->tts_isnull[k] ? (Datum) 0 : te_keys_value(node->keys, group, k);
	}
	if (node->log != NULL)
	{
		/* the states of the group before are done with */
		ReScanExprContext(node->agg_context);
		take_log_of(node, group);
	}
	te_aggs_end(node->aggs, states_of(node, group), slot->tts_values + nkeys,
				slot->tts_isnull + nkeys);
	MemoryContextSwitchTo(old);
	return ExecStoreVirtualTuple(slot);
}

/* The next group of the table, or of the next partition; NULL at the end. */
static TeGroup *
next_group(BatchGroup *node)
{
	if (!node->filled)
	{
		if (node->exchange != NULL && !te_exchange_join(node->exchange) && !begin_partition(node))
			return NULL;
		fill_table(node);
	}
	while (node->next == node->table->ngroups)
	{
		if (!begin_partition(node))
			return NULL;
		fill_table(node);
	}
	if (node->log == NULL && node->next + AHEAD < node->table->ngroups)
		te_states_expect(states_of(node, te_group_at(node->table, node->next + AHEAD)));
	return te_group_at(node->table, node->next++);
}

/* The next row of the node. */
static TupleTableSlot *
exec(CustomScanState *css)
{
	BatchGroup *node = (BatchGroup *) css;
	ExprContext *econtext = css->ss.ps.ps_ExprContext;
	TeGroup    *group;

	while ((group = next_group(node)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		ResetExprContext(econtext);
		econtext->ecxt_scantuple = group_row(node, group);
		if (ExecQual(css->ss.ps.qual, econtext))
			return css->ss.ps.ps_ProjInfo != NULL ? ExecProject(css->ss.ps.ps_ProjInfo)
				: econtext->ecxt_scantuple;
		InstrCountFiltered1(css, 1);
	}
	return NULL;
}

/* ---- beginning and ending ---- */

/* Arrays of a batch, and how the child's columns are copied into it. */
static void
begin_batch(BatchGroup *node, TupleDesc child)
{
	TeBatch    *batch = &node->batch;

	node->ncolumns = batch->ncolumns = child->natts;
	batch->byval = palloc(sizeof(bool) * child->natts);
	batch->typlen = palloc(sizeof(int16) * child->natts);
	for (int i = 0; i < child->natts; i++)
	{
		batch->byval[i] = TupleDescAttr(child, i)->attbyval;
		batch->typlen[i] = TupleDescAttr(child, i)->attlen;
	}
	batch->values = palloc(sizeof(Datum) * TE_BATCH_ROWS * child->natts);
	batch->nulls = palloc(sizeof(bool) * TE_BATCH_ROWS * child->natts);
	batch->words = palloc(sizeof(uint64) * TE_BATCH_ROWS * node->keys->n);
	batch->room = palloc(TE_BATCH_ROOM);
	batch->context = AllocSetContextCreate(CurrentMemoryContext, "Batch Group rows",
										   ALLOCSET_DEFAULT_SIZES);
}

/* Makes the node ready to run. */
static void
begin(CustomScanState *css, EState *estate, int eflags)
{
	BatchGroup *node = (BatchGroup *) css;
	CustomScan *scan = (CustomScan *) css->ss.ps.plan;
	PlanState  *child = ExecInitNode(linitial(scan->custom_plans), estate, eflags);
	TupleDesc	rows = ExecGetResultType(child);

	css->custom_ps = list_make1(child);
	node->agg_context = CreateExprContext(estate);
	node->keys = te_keys(linitial(node->private), lsecond(node->private), rows);
	node->aggs = te_aggs(lthird(node->private), node->agg_context);
	node->logged = te_aggs_columns(node->aggs);
	node->values = palloc(sizeof(Datum) * rows->natts);
	node->nulls = palloc(sizeof(bool) * rows->natts);
	node->table_context = AllocSetContextCreate(CurrentMemoryContext, "Batch Group table",
												ALLOCSET_DEFAULT_SIZES);
	begin_batch(node, rows);
	node->keys->batch = &node->batch;
	node->row_context = AllocSetContextCreate(CurrentMemoryContext,
											  "Batch Group transitions", ALLOCSET_DEFAULT_SIZES);
	node->spill_slot = ExecInitExtraTupleSlot(estate, rows, &TTSOpsVirtual);
	node->source.slot = ExecInitExtraTupleSlot(estate, rows, &TTSOpsMinimalTuple);
	node->limit = get_hash_memory_limit();
}

/* Forgets groups, and rows that wait. */
static void
forget(BatchGroup *node)
{
	keep_partitions(node);
	while (begin_waiting(node))
		;
	if (node->exchange != NULL)
		te_exchange_stop(node->exchange);
	node->source.pass = 0;
	node->filled = false;
	if (node->table != NULL)
	{
		ReScanExprContext(node->agg_context);
		MemoryContextReset(node->table_context);
	}
	node->table = NULL;
	node->log = NULL;
}

static void
end(CustomScanState *css)
{
	forget((BatchGroup *) css);
	ExecEndNode(linitial(css->custom_ps));
}

static void
rescan(CustomScanState *css)
{
	PlanState  *child = linitial(css->custom_ps);

	forget((BatchGroup *) css);
	if (css->ss.ps.chgParam != NULL)
		UpdateChangedParamSet(child, css->ss.ps.chgParam);
	ExecReScan(child);
}

/* ---- workers ---- */

/* Shared memory that the node needs. */
static Size
estimate_shared(CustomScanState *css, ParallelContext *context)
{
	return te_exchange_size(context->nworkers);
}

/* Sets the shared memory up, unless there is none: then the leader does it all. */
static void
begin_shared(CustomScanState *css, ParallelContext *context, void *shared)
{
	BatchGroup *node = (BatchGroup *) css;
	MemoryContext old = MemoryContextSwitchTo(css->ss.ps.state->es_query_cxt);

	node->exchange = context->seg == NULL ? NULL : te_exchange_begin(shared, context, node->keys);
	MemoryContextSwitchTo(old);
}

/* The same for another run. */
static void
begin_shared_again(CustomScanState *css, ParallelContext *context, void *shared)
{
	BatchGroup *node = (BatchGroup *) css;

	forget(node);
	if (node->exchange != NULL)
		te_exchange_begin_again(node->exchange);
}

/* A worker finds the shared memory. */
static void
attach_shared(CustomScanState *css, shm_toc *toc, void *shared)
{
	BatchGroup *node = (BatchGroup *) css;
	MemoryContext old = MemoryContextSwitchTo(css->ss.ps.state->es_query_cxt);

	node->exchange = te_exchange_attach(shared, node->keys);
	MemoryContextSwitchTo(old);
}

/* The shared memory will be gone. */
static void
shut_down(CustomScanState *css)
{
	BatchGroup *node = (BatchGroup *) css;

	if (node->exchange == NULL)
		return;
	te_exchange_stop(node->exchange);
	node->counts = te_exchange_count(node->exchange, &node->counts);
	node->exchange = NULL;
}

/* ---- EXPLAIN ---- */

/* The number of tables of a query; from 18 on the groups are one more in the list. */
static int
tables_of(const ExplainState *es)
{
#if PG_VERSION_NUM >= 180000
	return es->rtable_size;
#else
	return list_length(es->rtable);
#endif
}

/* Tells what the node is grouped by, and how it went. */
static void
explain(CustomScanState *css, List *ancestors, ExplainState *es)
{
	BatchGroup *node = (BatchGroup *) css;
	CustomScan *scan = (CustomScan *) css->ss.ps.plan;
	List	   *context = set_deparse_context_plan(es->deparse_cxt, &scan->scan.plan, ancestors);
	List	   *keys = NIL;
	ListCell   *cell;

	foreach(cell, scan->custom_scan_tlist)
	{
		if (list_length(keys) == list_length(linitial(node->private)))
			break;
		keys = lappend(keys,
					   deparse_expression((Node *) ((TargetEntry *) lfirst(cell))->expr, context,
										  es->verbose || tables_of(es) > 1, true));
	}
	ExplainPropertyList("Group Key", keys, es);
	if (!es->analyze)
		return;
	ExplainPropertyUInteger("Groups", NULL, node->counts.groups, es);
	ExplainPropertyUInteger("Row Batches", NULL, node->counts.batches, es);
	if (node->counts.logged_rows > 0 || es->format != EXPLAIN_FORMAT_TEXT)
		ExplainPropertyUInteger("Rows Logged", NULL, node->counts.logged_rows, es);
	ExplainPropertyUInteger("Memory Usage", "kB", (node->counts.memory + 1023) / 1024, es);
	if (css->ss.ps.plan->parallel_aware)
		ExplainPropertyUInteger("Rows Handed Over", NULL, node->counts.handed_over, es);
	if (node->counts.partitions > 0 || es->format != EXPLAIN_FORMAT_TEXT)
	{
		ExplainPropertyUInteger("Partitions Spilled", NULL, node->counts.partitions, es);
		ExplainPropertyUInteger("Rows Spilled", NULL, node->counts.spilled_rows, es);
	}
}

static const CustomExecMethods exec_methods = {
	.CustomName = TE_BATCH_GROUP_NAME,
	.BeginCustomScan = begin,
	.ExecCustomScan = exec,
	.EndCustomScan = end,
	.ReScanCustomScan = rescan,
	.EstimateDSMCustomScan = estimate_shared,
	.InitializeDSMCustomScan = begin_shared,
	.ReInitializeDSMCustomScan = begin_shared_again,
	.InitializeWorkerCustomScan = attach_shared,
	.ShutdownCustomScan = shut_down,
	.ExplainCustomScan = explain,
};

/* The state of a plan's node. */
static Node *
create_state(CustomScan *scan)
{
	BatchGroup *node = palloc0(sizeof(BatchGroup));

	NodeSetTag(node, T_CustomScanState);
	node->css.methods = &exec_methods;
	node->private = scan->custom_private;
	return (Node *) node;
}

const CustomScanMethods te_batch_group_scan = {
	.CustomName = TE_BATCH_GROUP_NAME,
	.CreateCustomScanState = create_state,
};
