/*
 * grouping_keys_node.c
 *	  Key columns of the node "Batch Group" as words of its hash table, and back.
 *
 * Equal are what the type's equality under the column's collation calls equal,
 * as for the executor's own grouping.  Where equal values have the same bits the
 * bits are the word; short texts are in the word whole; all else has a hash there,
 * and the group keeps the value of its first row.
 */
#include "postgres.h"

#include "catalog/pg_operator.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "base/compat.h"
#include "grouping/grouping.h"

#define SHORT_TEXT 7			/* bytes of a text that fits into a word with
								 * its length */
#define LONG_TEXT 0xFF			/* "length" of a text of which the word holds
								 * a hash */

/* A word is seven bytes as they lie in memory, and the length. */
#ifdef WORDS_BIGENDIAN
#define WORD_OF(bytes, length) ((bytes) | (uint64) (length))
#define WORD_LENGTH(word) ((int) ((word) & 0xFF))
#define HASH_BITS (~UINT64CONST(0xFF))
#else
#define WORD_OF(bytes, length) ((bytes) | (uint64) (length) << 56)
#define WORD_LENGTH(word) ((int) ((word) >> 56))
#define HASH_BITS (~(UINT64CONST(0xFF) << 56))
#endif

/* Have equal values of the type the same bits? */
static bool
is_word(Oid type)
{
	switch (type)
	{
		case BOOLOID:
		case CHAROID:
		case INT2OID:
		case INT4OID:
		case INT8OID:
		case OIDOID:
		case DATEOID:
		case TIMEOID:
		case TIMESTAMPOID:
		case TIMESTAMPTZOID:
			return true;
		default:
			return get_typtype(type) == TYPTYPE_ENUM;
	}
}

/* Are values of the type equal when their bytes are? */
static bool
is_text(Oid type, Oid collation)
{
	return (type == TEXTOID || type == VARCHAROID) &&
		OidIsValid(collation) && get_collation_isdeterministic(collation);
}

/* Are equal values of the type the same bits? */
bool
te_key_is_exact(Oid type, Oid collation)
{
	type = getBaseType(type);
	return is_word(type) || is_text(type, collation);
}

/* Key columns of the child's first columns. */
TeKeys *
te_keys(List *operators, List *collations, TupleDesc child)
{
	TeKeys	   *keys = palloc0(sizeof(TeKeys));

	keys->n = list_length(operators);
	keys->only_words = true;
	keys->columns = palloc0(sizeof(TeKeyColumn) * keys->n);
	for (int k = 0; k < keys->n; k++)
	{
		TeKeyColumn *column = &keys->columns[k];
		Oid			operator = list_nth_oid(operators, k);
		Oid			type = getBaseType(TupleDescAttr(child, k)->atttypid);
		Oid			left,
					right;

		column->collation = list_nth_oid(collations, k);
		get_typlenbyval(TupleDescAttr(child, k)->atttypid, &column->typlen, &column->byval);
		/* the type's own equality, not one that a query names */
		if (operator == lookup_type_cache(type, TYPECACHE_EQ_OPR)->eq_opr && is_word(type))
			column->kind = TE_KEY_WORD;
		else if (operator == TextEqualOperator && is_text(type, column->collation))
			column->kind = TE_KEY_TEXT;
		else
		{
			column->kind = TE_KEY_OTHER;
			keys->calls = true;
			if (!get_op_hash_functions(operator, &left, &right))
				elog(ERROR, "could not find hash function for operator %u", operator);
			fmgr_info(left, &column->hash);
			fmgr_info(get_opcode(operator), &column->equal);
		}
		keys->only_words &= column->kind == TE_KEY_WORD;
	}
	return keys;
}

/* A copy of a value in the batch. */
Datum
te_batch_copy(TeBatch *batch, Datum value, int16 typlen)
{
	const char *bytes = DatumGetPointer(value);
	Size		size;
	char	   *to;
	MemoryContext old;

	if (typlen != -1 || !VARATT_IS_EXTERNAL_EXPANDED(bytes))
	{
		size = typlen == -1 ? VARSIZE_ANY(bytes) : datumGetSize(value, false, typlen);
		if (likely(batch->used + size <= TE_BATCH_ROOM))
		{
			to = batch->room + batch->used;
			batch->used += MAXALIGN(size);
			memcpy(to, bytes, size);
			return PointerGetDatum(to);
		}
	}
	old = MemoryContextSwitchTo(batch->context);
	value = datumCopy(value, false, typlen);
	MemoryContextSwitchTo(old);
	return value;
}

/* A text in the batch that is compared byte by byte. */
static pg_noinline uint64
long_text_word(TeBatch *batch, Datum *value)
{
	MemoryContext old = MemoryContextSwitchTo(batch->context);
	struct varlena *text = PG_DETOAST_DATUM_PACKED(*value);

	MemoryContextSwitchTo(old);
	if (PointerGetDatum(text) == *value)
		*value = te_batch_copy(batch, *value, -1);
	else
		*value = PointerGetDatum(text);
	text = (struct varlena *) DatumGetPointer(*value);

	return WORD_OF(DatumGetUInt64(hash_any_extended((unsigned char *) VARDATA_ANY(text),
													VARSIZE_ANY_EXHDR(text), 0)) &
				   HASH_BITS, LONG_TEXT);
}

/* The word of a text; short ones are in it whole. */
static inline uint64
text_word(TeBatch *batch, Datum *value)
{
	const char *text = DatumGetPointer(*value);
	uint64		word = 0;
	int			len;

	if (VARATT_IS_EXTERNAL(text) || VARATT_IS_COMPRESSED(text))
		return long_text_word(batch, value);
	len = VARSIZE_ANY_EXHDR(text);
	if (len > SHORT_TEXT)
		return long_text_word(batch, value);
	memcpy(&word, VARDATA_ANY(text), len);
	return WORD_OF(word, len);
}

/*
 * A value that is passed by value as a row of a table would hold it: functions fill the
 * upper bits of a Datum in one way or another.
 */
static inline uint64
plain_word(Datum value, int16 typlen)
{
	switch (typlen)
	{
		case sizeof(char):
			return (uint64) CharGetDatum(DatumGetChar(value));
		case sizeof(int16):
			return (uint64) Int16GetDatum(DatumGetInt16(value));
		case sizeof(int32):
			return (uint64) Int32GetDatum(DatumGetInt32(value));
		default:
			return (uint64) value;
	}
}

/* Fills words, nulls and hash of the batch's row from its values. */
void
te_keys_of_row(TeKeys *keys, TeBatch *batch, int row)
{
	Datum	   *values = batch->values + row * batch->ncolumns;
	bool	   *isnull = batch->nulls + row * batch->ncolumns;
	uint64	   *words = batch->words + row * keys->n;
	uint32		nulls = 0;

	for (int k = 0; k < keys->n; k++)
	{
		TeKeyColumn *column = &keys->columns[k];

		if (unlikely(isnull[k]))
		{
			nulls |= (uint32) 1 << k;
			words[k] = 0;
		}
		else if (column->kind == TE_KEY_WORD)
			words[k] = plain_word(values[k], column->typlen);
		else if (column->kind == TE_KEY_TEXT)
			words[k] = text_word(batch, &values[k]);
		else
		{
			if (!column->byval)
				values[k] = te_batch_copy(batch, values[k], column->typlen);
			words[k] = DatumGetUInt32(FunctionCall1Coll(&column->hash, column->collation,
														values[k]));
		}
	}
	batch->key_nulls[row] = nulls;
	batch->hash[row] = te_group_hash(words, keys->n, nulls);
}

/* Is the column's value not in its word? */
static inline bool
is_kept(const TeKeyColumn *column, uint64 word, uint32 nulls, int k)
{
	return column->kind != TE_KEY_WORD && !(nulls & ((uint32) 1 << k)) &&
		(column->kind == TE_KEY_OTHER || WORD_LENGTH(word) == LONG_TEXT);
}

bool
te_keys_is_kept(const TeKeys *keys, int k, uint64 word, uint32 nulls)
{
	return is_kept(&keys->columns[k], word, nulls, k);
}

/* The values that a group keeps. */
static inline TeKeptKeys *
kept(const TeKeys *keys, const TeGroup *group)
{
	return te_group_extra(keys->table, (TeGroup *) group);
}

/* Are two values of a column that its words do not hold equal? */
static bool
is_equal(TeKeyColumn *column, Datum a, Datum b)
{
	const char *left = DatumGetPointer(a);
	const char *right = DatumGetPointer(b);

	if (column->kind == TE_KEY_OTHER)
		return DatumGetBool(FunctionCall2Coll(&column->equal, column->collation, a, b));
	return VARSIZE_ANY_EXHDR(left) == VARSIZE_ANY_EXHDR(right) &&
		memcmp(VARDATA_ANY(left), VARDATA_ANY(right), VARSIZE_ANY_EXHDR(left)) == 0;
}

/* TeGroupSame for columns that are not TE_KEY_WORD. */
bool
te_keys_same(const TeGroup *group, int row, void *context)
{
	const TeKeys *keys = context;
	const Datum *values = keys->batch->values + row * keys->batch->ncolumns;

	for (int k = 0; k < keys->n; k++)
		if (is_kept(&keys->columns[k], group->words[k], group->nulls, k) &&
			!is_equal(&keys->columns[k], (*kept(keys, group))[k], values[k]))
			return false;
	return true;
}

/* Keeps the values of a new group's row that its words do not hold. */
void
te_keys_keep(TeKeys *keys, TeGroup *group, TeBatch *batch, int row)
{
	const Datum *values = batch->values + row * batch->ncolumns;
	TeKeptKeys	own = NULL;

	for (int k = 0; k < keys->n; k++)
		if (is_kept(&keys->columns[k], group->words[k], group->nulls, k))
		{
			if (own == NULL)
				own = palloc(sizeof(Datum) * keys->n);
			own[k] = datumCopy(values[k], keys->columns[k].byval, keys->columns[k].typlen);
		}
	*kept(keys, group) = own;
}

/* The value of a column from its word, unless it is kept elsewhere. */
static inline Datum
value_of_word(const TeKeyColumn *column, uint64 word)
{
	if (column->kind == TE_KEY_WORD)
		return (Datum) word;
	return PointerGetDatum(cstring_to_text_with_len((char *) &word, WORD_LENGTH(word)));
}

/* The value of a key column of a group. */
Datum
te_keys_value(const TeKeys *keys, TeGroup *group, int k)
{
	if (is_kept(&keys->columns[k], group->words[k], group->nulls, k))
		return (*kept(keys, group))[k];
	return value_of_word(&keys->columns[k], group->words[k]);
}

/* The same of the batch's row. */
Datum
te_keys_value_of_row(const TeKeys *keys, const TeBatch *batch, int row, int k)
{
	uint64		word = batch->words[row * keys->n + k];

	if (is_kept(&keys->columns[k], word, batch->key_nulls[row], k))
		return batch->values[row * batch->ncolumns + k];
	return value_of_word(&keys->columns[k], word);
}
