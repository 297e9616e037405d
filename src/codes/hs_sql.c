/*
 * hs_sql.c
 *	  SQL functions of HS codes.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "codes/hs.h"

TE_FUNCTION(hs_code);
TE_FUNCTION(hs_code_number);
TE_FUNCTION(hs_level);
TE_FUNCTION(hs_chapter);
TE_FUNCTION(hs_heading);
TE_FUNCTION(hs_subheading);
TE_FUNCTION(hs_prefixes);

#define MAX_LENGTHS 100			/* lengths that hs_prefixes takes */

/* A code argument, cleaned; false when it is none. */
static inline bool
hs_arg(FunctionCallInfo fcinfo, int n, TeHs *hs)
{
	text	   *code = PG_GETARG_TEXT_PP(n);

	return te_hs_clean(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code), hs) == TE_HS_FINE;
}

/* hs_code(text): plain digits, or NULL. */
Datum
hs_code(PG_FUNCTION_ARGS)
{
	text	   *code = PG_GETARG_TEXT_PP(0);
	int			len = VARSIZE_ANY_EXHDR(code);
	TeHs		hs;

	if (te_hs_clean(VARDATA_ANY(code), len, &hs) != TE_HS_FINE)
		PG_RETURN_NULL();
	if (hs.len == len)			/* clean already */
		PG_RETURN_TEXT_P(code);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(hs.digits, hs.len));
}

/* hs_code(bigint, digits): the code of a column that was read as numbers, or NULL. */
Datum
hs_code_number(PG_FUNCTION_ARGS)
{
	int64		number = PG_GETARG_INT64(0);
	int			digits = PG_GETARG_INT32(1);
	char		buffer[32];
	int			len;
	TeHs		hs;

	if (digits < 2 || digits > TE_HS_MAX_DIGITS || (digits % 2 != 0 && digits != 9))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"digits\" must be 2, 4, 6, 8, 9, 10 or 12, but is %d", digits),
				 errhint("Give the length that the column's codes have in the source, usually 6.")));
	len = snprintf(buffer, sizeof(buffer), "%0*lld", digits, (long long) number);
	if (number < 0 || len != digits || te_hs_clean(buffer, len, &hs) != TE_HS_FINE)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(hs.digits, hs.len));
}

/* hs_level(text): number of digits, or NULL. */
Datum
hs_level(PG_FUNCTION_ARGS)
{
	TeHs		hs;

	if (!hs_arg(fcinfo, 0, &hs))
		PG_RETURN_NULL();
	PG_RETURN_INT32(hs.len);
}

/* The first "len" digits of the first argument, or NULL when it is shorter. */
static Datum
leading_digits(FunctionCallInfo fcinfo, int len)
{
	TeHs		hs;

	if (!hs_arg(fcinfo, 0, &hs) || hs.len < len)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(hs.digits, len));
}

/* hs_chapter(text): first two digits. */
Datum
hs_chapter(PG_FUNCTION_ARGS)
{
	return leading_digits(fcinfo, 2);
}

/* hs_heading(text): first four digits. */
Datum
hs_heading(PG_FUNCTION_ARGS)
{
	return leading_digits(fcinfo, 4);
}

/* hs_subheading(text): first six digits. */
Datum
hs_subheading(PG_FUNCTION_ARGS)
{
	return leading_digits(fcinfo, 6);
}

/* Checks the argument "lengths" of hs_prefixes and gives its numbers. */
static int32 *
lengths_arg(ArrayType *array, int *n)
{
	int32	   *lengths = (int32 *) ARR_DATA_PTR(array);

	*n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	if (array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("argument \"lengths\" must not contain NULL")));
	if (*n > MAX_LENGTHS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("argument \"lengths\" has %d elements, more than %d", *n, MAX_LENGTHS)));
	for (int i = 0; i < *n; i++)
		if (lengths[i] < 1 || lengths[i] > TE_HS_MAX_DIGITS)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"lengths\" contains %d, which is not between 1 and %d",
							lengths[i], TE_HS_MAX_DIGITS)));
	return lengths;
}

/* hs_prefixes(text, lengths): the code's beginnings of these lengths, for equality joins. */
Datum
hs_prefixes(PG_FUNCTION_ARGS)
{
	int			n;
	int32	   *lengths = lengths_arg(PG_GETARG_ARRAYTYPE_P(1), &n);
	Datum		prefixes[MAX_LENGTHS];
	int			found = 0;
	TeHs		hs;

	if (!hs_arg(fcinfo, 0, &hs))
		PG_RETURN_NULL();
	for (int i = 0; i < n; i++)
		if (lengths[i] <= hs.len)
			prefixes[found++] = PointerGetDatum(cstring_to_text_with_len(hs.digits, lengths[i]));
	PG_RETURN_ARRAYTYPE_P(construct_array(prefixes, found, TEXTOID, -1, false, TYPALIGN_INT));
}
