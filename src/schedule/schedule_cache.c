/*
 * schedule_cache.c
 *	  Compiled schedules that this process has checked (see schedule_cache.h).
 *
 * A schedule is known by its digest, so equal values share one copy.  A regime
 * is looked up once a snapshot: the state of its rules and the place of its
 * value are read under the active snapshot, and only when they are not those of
 * the last look-up is the value read again.  No cached fact outlives a change
 * of snapshot, role or transaction unchecked, so nothing can go stale.
 */
#include "postgres.h"

#include "access/detoast.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/proc.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "base/extension.h"
#include "base/trade_exposure.h"
#include "schedule/schedule_cache.h"
#include "schedule/schedule_encoding.h"
#include "schedule/schedule_fetch.h"
#include "schedule/schedule_read.h"
#include "schedule/schedule_spi.h"
#include "schedule/schedule_version.h"

/* A checked schedule. */
typedef struct Entry
{
	MemoryContext context;		/* holds the copy; NULL: the entry is free */
	TeSchedule *schedule;
	void	   *workspace;		/* of the engine, made when first needed */
	uint64		used;			/* clock of the last use */
	uint64		serial;			/* number of this filling */
} Entry;

/* What could have changed what is visible: equal prints see the same rows. */
typedef struct SnapshotPrint
{
	LocalTransactionId transaction;
	TransactionId xmin;
	TransactionId xmax;
	uint32		xcnt;
	int32		subxcnt;
	CommandId	command;
	SubTransactionId subtransaction;
	Oid			role;			/* privileges and row security depend on it */
} SnapshotPrint;

/* A regime's name and what was last found under it. */
typedef struct Regime
{
	char	   *name;			/* NULL: free */
	int			len;
	Oid			schema;
	SnapshotPrint print;
	char	   *version;		/* state of the rules that the value was made
								 * from */
	Oid			toast;			/* where the value is stored: the toast table,
								 * 0 = in the row */
	Oid			value;			/* and its number there */
	Entry	   *entry;
	uint64		serial;			/* of the entry */
	uint64		used;
} Regime;

/* What a call remembers about a stored value, in fn_extra. */
typedef struct StoredValue
{
	Oid			relation;		/* toast table */
	Oid			value;			/* number in it */
	Entry	   *entry;
	uint64		serial;
} StoredValue;

static MemoryContext cache_context;
static Entry entries[TE_CACHE_SCHEDULES];
static Regime regimes[TE_CACHE_REGIMES];
static uint64 use_clock;
static uint64 fill_serial;
static int	limit_kb;			/* setting: memory that kept schedules may
								 * take */

/* ---- schedules by digest ---- */

/* Marks as used. */
static Entry *
use_entry(Entry *entry)
{
	entry->used = ++use_clock;
	return entry;
}

/* Empties an entry; whoever remembers it sees by its serial that it is gone. */
static void
drop_entry(Entry *entry)
{
	MemoryContext context = entry->context;

	entry->context = NULL;
	entry->serial = 0;
	MemoryContextDelete(context);
}

/*
 * Drops the least recently used entries until the others and "coming" bytes
 * more are within the limit and one entry is free, or only "keep" are left.
 */
static void
make_room(Size coming, Size limit, int keep)
{
	for (;;)
	{
		Entry	   *oldest = NULL;
		Size		size = coming;
		int			n = 0;

		for (int i = 0; i < TE_CACHE_SCHEDULES; i++)
		{
			if (entries[i].context == NULL)
				continue;
			n++;
			size += MemoryContextMemAllocated(entries[i].context, true);
			if (oldest == NULL || entries[i].used < oldest->used)
				oldest = &entries[i];
		}
		if (n <= keep || (size <= limit && n < TE_CACHE_SCHEDULES))
			return;
		drop_entry(oldest);
	}
}

/* The entry's workspace. */
static void *
entry_workspace(Entry *entry, TeWorkspaceMaker maker)
{
	if (entry->workspace == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(entry->context);

		entry->workspace = maker(entry->schedule);
		MemoryContextSwitchTo(old);
		make_room(0, (Size) limit_kb * 1024, 2);
	}
	return entry->workspace;
}

static Entry *
find_digest(const uint64 digest[2])
{
	for (int i = 0; i < TE_CACHE_SCHEDULES; i++)
		if (entries[i].context != NULL && entries[i].schedule->digest[0] == digest[0] &&
			entries[i].schedule->digest[1] == digest[1])
			return &entries[i];
	return NULL;
}

/* A free entry, which make_room() has left. */
static Entry *
free_entry(void)
{
	for (int i = 0; i < TE_CACHE_SCHEDULES; i++)
		if (entries[i].context == NULL)
			return &entries[i];
	elog(ERROR, "no room for a schedule");
}

/* A lower limit holds at once; the two that may be in use stay. */
static void
assign_limit(int newval, void *extra)
{
	make_room(0, (Size) newval * 1024, 2);
}

/*
 * The setting of the limit.  Anyone may change it, as with work_mem: it bounds no
 * more than the memory of one's own process, and never what the answers are.
 */
static void
declare_settings(void)
{
	DefineCustomIntVariable("trade_exposure.schedule_cache",
							"Memory in which a process keeps the compiled tariff schedules that it has checked.",
							"The two schedules used last are kept whatever their size.",
							&limit_kb, 64 * 1024, 0, MAX_KILOBYTES,
							PGC_USERSET, GUC_UNIT_KB, NULL, assign_limit, NULL);
}

TE_ON_LOAD(declare_settings)

/* Throws unless the value's text is that of this database. */
static void
require_encoding(TeSchedule *s)
{
	const char *problem;

	if (te_schedule_in_encoding(s, &problem) == s)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
			 errmsg("invalid tariff_schedule: it %s",
					problem != NULL ? problem : "was compiled in a database of another encoding"),
			 errhint("Compile the regime again with tariff_compile().")));
}

/*
 * Brings a value into memory of its own and checks it; an error on the way
 * leaves the cache as it was.
 */
static Entry *
add_schedule(Datum datum)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "trade_exposure schedule",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	struct varlena *copy = te_schedule_fetch(datum);
	Entry	   *entry;

	MemoryContextSwitchTo(old);
	te_schedule_require((TeSchedule *) copy, VARSIZE(copy));
	require_encoding((TeSchedule *) copy);
	if (cache_context == NULL)
		cache_context = AllocSetContextCreate(CacheMemoryContext, "trade_exposure schedules",
											  ALLOCSET_SMALL_SIZES);
	make_room(MemoryContextMemAllocated(context, true), (Size) limit_kb * 1024, 1);
	entry = free_entry();
	MemoryContextSetParent(context, cache_context);
	entry->schedule = (TeSchedule *) copy;
	entry->workspace = NULL;
	entry->used = ++use_clock;
	entry->serial = ++fill_serial;
	entry->context = context;
	return entry;
}

/* The entry of a value, detoasting it only if it is new. */
static Entry *
entry_of_datum(Datum datum)
{
	struct varlena *head = PG_DETOAST_DATUM_SLICE(datum, 0, TE_SCHEDULE_HEADER - VARHDRSZ);
	Entry	   *entry;

	if (VARSIZE_ANY_EXHDR(head) < TE_SCHEDULE_HEADER - VARHDRSZ)
		te_schedule_require((TeSchedule *) head, 0);
	/* a slice has a full header, like the value itself */
	entry = VARATT_IS_SHORT(head) ? NULL : find_digest(((TeSchedule *) head)->digest);
	return entry != NULL ? entry : add_schedule(datum);
}

static Entry *
entry_of_value(FunctionCallInfo fcinfo, Datum datum)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(datum);
	StoredValue *stored = fcinfo->flinfo->fn_extra;
	struct varatt_external pointer;

	if (!VARATT_IS_EXTERNAL_ONDISK(value))
		return use_entry(entry_of_datum(datum));
	VARATT_EXTERNAL_GET_POINTER(pointer, value);
	if (stored == NULL)
	{
		stored = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(StoredValue));
		fcinfo->flinfo->fn_extra = stored;
	}
	if (stored->entry == NULL || stored->relation != pointer.va_toastrelid ||
		stored->value != pointer.va_valueid || stored->entry->serial != stored->serial)
	{
		stored->entry = NULL;
		stored->relation = pointer.va_toastrelid;
		stored->value = pointer.va_valueid;
		stored->entry = entry_of_datum(datum);
		stored->serial = stored->entry->serial;
	}
	return use_entry(stored->entry);
}

/* ---- schedules by regime ---- */

static void
take_print(SnapshotPrint *print)
{
	Snapshot	s = GetActiveSnapshot();

	memset(print, 0, sizeof(*print));
#if PG_VERSION_NUM >= 170000
	print->transaction = MyProc->vxid.lxid;
#else
	print->transaction = MyProc->lxid;
#endif
	print->xmin = s->xmin;
	print->xmax = s->xmax;
	print->xcnt = s->xcnt;
	print->subxcnt = s->subxcnt;
	print->command = s->curcid;
	print->subtransaction = GetCurrentSubTransactionId();
	print->role = GetUserId();
}

/* Throws unless the row has a compiled value that is up to date. */
static void
require_fresh(const char *name, const char *compiled_from, const char *state, bool compiled,
			  Oid schema)
{
	char	   *triggers;

	if (!compiled || compiled_from == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("tariff regime \"%s\" is not compiled", name),
				 errhint("Run SELECT tariff_compile('%s').", name)));
	if (state != NULL && strcmp(compiled_from, state) == 0)
		return;
	triggers = te_triggers_problem(schema);
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("tariff regime \"%s\" is stale: its rules have changed since it was compiled", name),
			 triggers == NULL ? 0 :
			 errdetail("Triggers of the rule tables are not as installed:\n%s", triggers),
			 errhint("Run SELECT tariff_compile('%s') in the transaction that changes the rules.%s", name,
					 triggers == NULL ? "" : " The owner puts triggers right with SELECT tariff_rebuild_version().")));
}

/* Is the value where it was?  What a regime's value was made from tells the rest. */
static bool
is_in_place(Regime *regime, Datum compiled)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(compiled);
	struct varatt_external pointer = {0};
	bool		same;

	if (VARATT_IS_EXTERNAL_ONDISK(value))
		VARATT_EXTERNAL_GET_POINTER(pointer, value);
	same = OidIsValid(pointer.va_toastrelid) && pointer.va_toastrelid == regime->toast &&
		pointer.va_valueid == regime->value;
	regime->toast = pointer.va_toastrelid;
	regime->value = pointer.va_valueid;
	return same;
}

/* Makes the entry of a regime's value, unless it has it already. */
static void
keep_value(Regime *regime, const char *version, Datum compiled)
{
	bool		same = is_in_place(regime, compiled) && regime->entry != NULL &&
		regime->entry->serial == regime->serial &&
		regime->version != NULL && strcmp(version, regime->version) == 0;

	if (same)
		return;
	regime->entry = NULL;
	if (regime->version != NULL)
		pfree(regime->version);
	regime->version = MemoryContextStrdup(cache_context, version);
	regime->entry = entry_of_datum(compiled);
	regime->serial = regime->entry->serial;
}

/* Reads the regime's state, and its value if that is not the one that is kept. */
static void
refresh(Regime *regime, Oid schema)
{
	static TeSpiPlan plan;
	Oid			types[1] = {TEXTOID};
	Datum		values[1] = {PointerGetDatum(cstring_to_text_with_len(regime->name, regime->len))};
	HeapTuple	row;
	TupleDesc	desc;
	char	   *version;
	NullableDatum compiled;
	NullableDatum parent;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_plan(te_spi_plan(&plan, schema, "SELECT r.compiled_from, r.compiled, r.parent"
									 " FROM %1$s.tariff_regime r"
									 " WHERE r.regime OPERATOR(pg_catalog.=) $1", 1, types),
						 values, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read tariff_regime");
	if (SPI_processed == 0)
		te_throw_unknown_regime(quote_identifier(get_namespace_name(schema)), regime->name);
	row = SPI_tuptable->vals[0];
	desc = SPI_tuptable->tupdesc;
	version = SPI_getvalue(row, desc, 1);
	compiled.value = SPI_getbinval(row, desc, 2, &compiled.isnull);
	parent.value = SPI_getbinval(row, desc, 3, &parent.isnull);
	require_fresh(regime->name, version, te_rules_state(schema, values[0], &parent, NULL),
				  !compiled.isnull, schema);
	keep_value(regime, version, compiled.value);
	SPI_finish();
}

/* The slot of a name, the least recently used one if it is new. */
static Regime *
regime_slot(const char *name, int len, Oid schema)
{
	Regime	   *oldest = &regimes[0];

	for (int i = 0; i < TE_CACHE_REGIMES; i++)
	{
		Regime	   *r = &regimes[i];

		if (r->name != NULL && r->len == len && r->schema == schema && memcmp(r->name, name, len) == 0)
			return r;
		if (r->name == NULL || (oldest->name != NULL && r->used < oldest->used))
			oldest = r;
	}
	if (oldest->name != NULL)
		pfree(oldest->name);
	oldest->name = NULL;
	if (oldest->version != NULL)
		pfree(oldest->version);
	memset(oldest, 0, sizeof(Regime));
	oldest->name = MemoryContextAlloc(cache_context, len + 1);
	memcpy(oldest->name, name, len);
	oldest->name[len] = '\0';
	oldest->len = len;
	oldest->schema = schema;
	return oldest;
}

static Entry *
entry_of_regime(FunctionCallInfo fcinfo, text *name)
{
	static Oid	last_function = InvalidOid;
	static Oid	last_schema = InvalidOid;
	SnapshotPrint print;
	Regime	   *regime;

	if (last_function != fcinfo->flinfo->fn_oid)
	{
		last_schema = get_func_namespace(fcinfo->flinfo->fn_oid);
		last_function = fcinfo->flinfo->fn_oid;
	}
	if (cache_context == NULL)
		cache_context = AllocSetContextCreate(CacheMemoryContext, "trade_exposure schedules",
											  ALLOCSET_SMALL_SIZES);
	take_print(&print);
	regime = regime_slot(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), last_schema);
	if (regime->entry == NULL || regime->entry->serial != regime->serial ||
		memcmp(&print, &regime->print, sizeof(print)) != 0)
	{
		/* an error leaves the slot without a print, to be looked up again */
		memset(&regime->print, 0, sizeof(print));
		refresh(regime, last_schema);
		regime->print = print;
	}
	regime->used = ++use_clock;
	return use_entry(regime->entry);
}

/* ---- what callers get ---- */

const TeSchedule *
te_schedule_from_datum(FunctionCallInfo fcinfo, Datum datum)
{
	return entry_of_value(fcinfo, datum)->schedule;
}

const TeSchedule *
te_schedule_from_regime(FunctionCallInfo fcinfo, text *regime)
{
	return entry_of_regime(fcinfo, regime)->schedule;
}

/* The workspace of the same. */
void *
te_workspace_from_datum(FunctionCallInfo fcinfo, Datum datum, TeWorkspaceMaker maker)
{
	return entry_workspace(entry_of_value(fcinfo, datum), maker);
}

/* The workspace of the same. */
void *
te_workspace_from_regime(FunctionCallInfo fcinfo, text *regime, TeWorkspaceMaker maker)
{
	return entry_workspace(entry_of_regime(fcinfo, regime), maker);
}
