/*
 * arrays.c
 *	  The elements of an argument that is an array, none of which is NULL.
 */
#include "postgres.h"

#include "catalog/pg_type.h"

#include "base/arrays.h"
#include "base/trade_exposure.h"

/* Report that element number i of an array is NULL, counted from 0. */
static void
null_element(const char *argument, int i)
{
	ereport(ERROR,
			(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
			 errmsg("argument \"%s\" must not contain NULL", argument),
			 errdetail("Element %d is NULL.", i + 1)));
}

/* The elements of a text[] argument. */
text	  **
te_texts_arg(ArrayType *array, const char *argument, int *n)
{
	Datum	   *elements;
	bool	   *nulls;
	text	  **texts;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, n);
	texts = (text **) te_alloc(sizeof(text *) * ((Size) *n + 1));
	for (int i = 0; i < *n; i++)
	{
		TE_CHECK_EVERY(i);
		if (nulls[i])
			null_element(argument, i);
		texts[i] = DatumGetTextPP(elements[i]);
	}
	return texts;
}

/* The elements of a text[] argument as codes. */
TeCode *
te_codes_arg(ArrayType *array, const char *argument, int *n)
{
	text	  **texts = te_texts_arg(array, argument, n);
	TeCode	   *codes = (TeCode *) te_alloc(sizeof(TeCode) * ((Size) *n + 1));

	for (int i = 0; i < *n; i++)
	{
		TE_CHECK_EVERY(i);
		codes[i] = te_code_from_text(texts[i]);
	}
	return codes;
}

/* The elements of a float8[] argument. */
double *
te_numbers_arg(ArrayType *array, const char *argument, int *n)
{
	*n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	if (ARR_HASNULL(array) && array_contains_nulls(array))
	{
		const bits8 *known = ARR_NULLBITMAP(array);
		int			i = 0;

		while (known[i / 8] & (1 << (i % 8)))
			i++;
		null_element(argument, i);
	}
	return (double *) ARR_DATA_PTR(array);
}
