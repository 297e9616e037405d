/*
 * tariff_quantities_json.c
 *	  Quantities of a line, whole or by slice (see tariff_quantities.h).
 */
#include "postgres.h"

#include "miscadmin.h"

#include "duty/duty_args.h"
#include "tariff/tariff_quantities.h"

/* A unit whose quantity is given by slice. */
typedef struct BySlice
{
	TeUnit		unit;
	char	   *name;			/* of the unit, as te_unit_resolve() writes it */
	TeNamedAmount *amounts;		/* by slice's name */
	int			count;
} BySlice;

/*
 * The members of the object that are numbers, and those that are objects; NULL
 * with *problem set.
 */
static Jsonb *
split_members(Jsonb *json, BySlice *nested, int *nnested, char **problem)
{
	JsonbIterator *it = JsonbIteratorInit(&json->root);
	JsonbParseState *state = NULL;
	JsonbValue	v;
	JsonbValue	key;
	JsonbIteratorToken token;

	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	while ((token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE)
	{
		CHECK_FOR_INTERRUPTS();
		if (token == WJB_KEY)
			key = v;
		else if (token == WJB_VALUE && v.type == jbvBinary)
		{
			BySlice    *b = &nested[(*nnested)++];

			char	   *unit = pnstrdup(key.val.string.val, key.val.string.len);
			const char *reason = te_unit_resolve(unit, strlen(unit), &b->unit, &b->name);

			if (reason != NULL)
			{
				te_bad_member(problem, "quantities", unit, "this is not a unit: %s", reason);
				return NULL;
			}
			b->amounts = te_amounts_from_jsonb("quantities", JsonbValueToJsonb(&v), &b->count, problem);
			if (b->amounts == NULL)
				return NULL;
		}
		else if (token == WJB_VALUE)
		{
			pushJsonbValue(&state, WJB_KEY, &key);
			pushJsonbValue(&state, WJB_VALUE, &v);
		}
	}
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL));
}

/* Throws, or describes in *problem, a slice that does not exist. */
static bool
check_slices(const TeLine *line, const BySlice *b, char **problem)
{
	for (int i = 0; i < b->count; i++)
	{
		bool		found = false;

		for (int k = 0; k < line->nslices && !found; k++)
			found = strcmp(line->slice[k].name, b->amounts[i].name) == 0;
		if (found || b->amounts[i].amount.n == 0)
			continue;
		if (problem == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("quantities name a slice \"%s\" that has no value", b->amounts[i].name),
					 errhint("Slices are the contents of the line that are above zero, and \"rest\".")));
		*problem = psprintf("quantities name a slice \"%s\" that has no value", b->amounts[i].name);
		return false;
	}
	return true;
}

/* Quantities of one slice, or with slice = -1 of the line. */
static TeQuantities *
quantities_of(const TeLine *line, int slice, const TeQuantities *whole, const BySlice *nested, int nnested)
{
	TeQuantities *q = palloc(offsetof(TeQuantities, items) + (whole->count + nnested + 1) * sizeof(TeQuantity));

	q->count = 0;
	for (int i = 0; i < whole->count; i++)
	{
		q->items[q->count] = whole->items[i];
		if (slice >= 0)
			q->items[q->count].amount = te_decimal_mul(whole->items[i].amount, line->slice[slice].share);
		q->count++;
	}
	for (int i = 0; i < nnested; i++)
	{
		TeDecimal	sum = TE_DECIMAL_ZERO;
		bool		found = false;

		for (int k = 0; k < nested[i].count; k++)
			if (slice < 0 || strcmp(nested[i].amounts[k].name, line->slice[slice].name) == 0)
			{
				sum = te_decimal_add(sum, nested[i].amounts[k].amount);
				found = true;
			}
		if (found)
			q->items[q->count++] = (TeQuantity) {nested[i].unit, nested[i].name, sum};
	}
	return q;
}

bool
te_line_set_quantities(TeLine *line, Jsonb *json, char **problem)
{
	bool		has_objects = false;
	JsonbIterator *it;
	JsonbValue	v;
	BySlice    *nested;
	int			nnested = 0;
	Jsonb	   *flat;
	TeQuantities *whole;

	if (JB_ROOT_IS_OBJECT(json))
	{
		it = JsonbIteratorInit(&json->root);
		for (JsonbIteratorToken token; (token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE;)
			has_objects |= token == WJB_VALUE && v.type == jbvBinary;
	}
	if (!has_objects)
	{
		line->quantities = te_quantities_from_jsonb("quantities", json, problem);
		return line->quantities != NULL;
	}
	nested = palloc_array(BySlice, JB_ROOT_COUNT(json) + 1);
	flat = split_members(json, nested, &nnested, problem);
	if (flat == NULL || (whole = te_quantities_from_jsonb("quantities", flat, problem)) == NULL)
		return false;
	for (int i = 0; i < nnested; i++)
		if (!check_slices(line, &nested[i], problem))
			return false;
	for (int k = 0; k < line->nslices; k++)
		line->slice[k].quantities = quantities_of(line, k, whole, nested, nnested);
	line->quantities = quantities_of(line, -1, whole, nested, nnested);
	return true;
}
