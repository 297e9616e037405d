/*
 * schedule_version_hash.c
 *	  Hashes of rule rows, and their sums by regime (see schedule_version.h).
 *
 * What is hashed is the same wherever the row is: names and values of the
 * columns that are not NULL, text as UTF-8.  So a nullable column that is added
 * later changes no hash.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/trade_exposure.h"
#include "schedule/schedule_version.h"

const char *const te_rule_tables[TE_RULE_TABLES] = {
	TE_REGIME_TABLE, "tariff_program", "tariff_measure", "tariff_rule", "tariff_area", "tariff_rounding"
};

/* Columns that are not rules. */
static const char *const not_hashed[] = {"row_id", "description", "compiled", "compiled_from"};

/* Is this column part of the law? */
static bool
is_rule_column(const char *name)
{
	for (int i = 0; i < lengthof(not_hashed); i++)
		if (strcmp(name, not_hashed[i]) == 0)
			return false;
	return true;
}

TeRowHasher *
te_row_hasher(TupleDesc desc, const char *table)
{
	TeRowHasher *h = palloc0_object(TeRowHasher);

	h->table = table;
	h->columns = palloc_array(TeHashedColumn, desc->natts);
	h->regime = -1;
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute a = TupleDescAttr(desc, i);
		TeHashedColumn *column = &h->columns[h->ncolumns];

		if (a->attisdropped || !is_rule_column(NameStr(a->attname)))
			continue;
		if (strcmp(NameStr(a->attname), "regime") == 0)
			h->regime = i;
		column->number = i;
		column->type = a->atttypid;
		column->width = a->attlen;
		column->by_value = a->attbyval;
		column->name = pstrdup(NameStr(a->attname));
		h->ncolumns++;
	}
	if (h->regime < 0)
		elog(ERROR, "rule table \"%s\" has no column \"regime\"", table);
	initStringInfo(&h->bytes);
	h->scratch = AllocSetContextCreate(CurrentMemoryContext, "trade_exposure rule row",
									   ALLOCSET_SMALL_SIZES);
	return h;
}

/* Appends bytes behind their number, so that no two lists of values give the same bytes. */
static void
append_counted(StringInfo to, const char *bytes, int len)
{
	appendBinaryStringInfo(to, (const char *) &len, sizeof(len));
	appendBinaryStringInfo(to, bytes, len);
}

/* Appends a text as UTF-8; what is in no known encoding, as it is. */
static void
append_text(StringInfo to, Datum value)
{
	text	   *t = DatumGetTextPP(value);
	char	   *bytes = VARDATA_ANY(t);
	int			len = VARSIZE_ANY_EXHDR(t);
	int			encoding = GetDatabaseEncoding();
	char	   *utf8 = (char *) pg_do_encoding_conversion((unsigned char *) bytes, len, encoding,
														  encoding == PG_SQL_ASCII ? encoding : PG_UTF8);

	append_counted(to, utf8, utf8 == bytes ? len : (int) strlen(utf8));
}

/* Appends the members of a list of words. */
static void
append_words(StringInfo to, Datum value)
{
	Datum	   *words;
	bool	   *nulls;
	int			n;

	deconstruct_array(DatumGetArrayTypeP(value), TEXTOID, -1, false, TYPALIGN_INT,
					  &words, &nulls, &n);
	appendBinaryStringInfo(to, (const char *) &n, sizeof(n));
	for (int i = 0; i < n; i++)
	{
		appendStringInfoChar(to, nulls[i] ? 0 : 1);
		if (!nulls[i])
			append_text(to, words[i]);
	}
}

/* Appends a value that is not NULL. */
static void
append_value(StringInfo to, const TeHashedColumn *column, Datum value)
{
	switch (column->type)
	{
		case TEXTOID:
		case VARCHAROID:
			append_text(to, value);
			break;
		case TEXTARRAYOID:
			append_words(to, value);
			break;
		case NUMERICOID:
			{
				char	   *number = DatumGetCString(DirectFunctionCall1(numeric_out, value));

				append_counted(to, number, strlen(number));
				break;
			}
		default:
			if (column->by_value)
			{
				uint64		word = (uint64) value;

				appendBinaryStringInfo(to, (const char *) &word, sizeof(word));
			}
			else if (column->width > 0)
				append_counted(to, DatumGetPointer(value), column->width);
			else
			{
				struct varlena *bytes = PG_DETOAST_DATUM_PACKED(value);

				append_counted(to, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
			}
	}
}

TeRulesSum
te_row_hash(TeRowHasher *h, const Datum *values, const bool *nulls)
{
	MemoryContext old = MemoryContextSwitchTo(h->scratch);
	const unsigned char *bytes;
	TeRulesSum	hash;

	resetStringInfo(&h->bytes);
	appendStringInfoString(&h->bytes, h->table);
	for (int i = 0; i < h->ncolumns; i++)
	{
		const TeHashedColumn *column = &h->columns[i];

		if (nulls[column->number])
			continue;
		/* with the zero byte that ends the name */
		appendBinaryStringInfo(&h->bytes, column->name, strlen(column->name) + 1);
		append_value(&h->bytes, column, values[column->number]);
	}
	bytes = (const unsigned char *) h->bytes.data;
	hash = (TeRulesSum) hash_bytes_extended(bytes, h->bytes.len, 0) << 64 |
		hash_bytes_extended(bytes, h->bytes.len, 1);
	MemoryContextSwitchTo(old);
	MemoryContextReset(h->scratch);
	return hash;
}

/* ---- sums ---- */

void
te_sums_init(TeRegimeSums *sums)
{
	te_names_init(&sums->regimes);
	sums->sums = NULL;
	sums->room = 0;
	sums->last = -1;
}

/* Number of a regime, most often that of the row before. */
static int
sum_number(TeRegimeSums *sums, const text *regime)
{
	int			len = VARSIZE_ANY_EXHDR(regime);
	const char *bytes = VARDATA_ANY(regime);
	bool		is_new;

	if (sums->last >= 0)
	{
		const char *last = sums->regimes.names[sums->last];

		if (strncmp(last, bytes, len) == 0 && last[len] == '\0')
			return sums->last;
	}
	sums->last = te_names_number(&sums->regimes, text_to_cstring(regime), &is_new);
	if (sums->last >= sums->room)
	{
		sums->room = Max(2 * sums->room, 8);
		sums->sums = sums->sums == NULL ? palloc_array(TeRulesSum, sums->room) :
			repalloc_array(sums->sums, TeRulesSum, sums->room);
	}
	if (is_new)
		sums->sums[sums->last] = 0;
	return sums->last;
}

void
te_sums_add(TeRegimeSums *sums, TeRowHasher *hasher, const Datum *values, const bool *nulls,
			bool minus)
{
	TeRulesSum	hash = te_row_hash(hasher, values, nulls);
	int			number = sum_number(sums, DatumGetTextPP(values[hasher->regime]));

	sums->sums[number] += minus ? -hash : hash;
}
