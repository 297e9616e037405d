/*
 * duty_args.c
 *	  jsonb arguments of the tariff functions (see duty_args.h).
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "duty_args.h"

/* Throws: a member of a jsonb argument is not what it must be. */
static void pg_attribute_noreturn()
throw_member(const char *argument, const char *name, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid member \"%s\" of argument \"%s\"", name, argument),
			 errdetail("%s", detail),
			 errhint("Write one flat object of numbers, for example {\"KGM\": 1200.5}.")));
}

/* A JSON number, or a number in text; throws for anything else. */
static TeDecimal
member_amount(const char *argument, const char *name, const JsonbValue *value)
{
	TeDecimal	amount;

	if (value->type == jbvNumeric)
		amount = te_decimal_from_numeric(name, value->val.numeric);
	else if (value->type != jbvString ||
			 te_decimal_parse(value->val.string.val, value->val.string.len, &amount) !=
			 value->val.string.len || value->val.string.len == 0)
		throw_member(argument, name, "Its value is not a number.");
	if (amount.n < 0)
		throw_member(argument, name, "Its value is negative.");
	return amount;
}

TeNamedAmount *
te_amounts_from_jsonb(const char *argument, Jsonb *json, int *count)
{
	TeNamedAmount *amounts;
	JsonbIterator *it;
	JsonbIteratorToken token;
	JsonbValue	v;
	int			n = 0;

	if (!JB_ROOT_IS_OBJECT(json))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" must be a JSON object", argument),
				 errhint("Write for example {\"KGM\": 1200.5}.")));
	amounts = palloc(JB_ROOT_COUNT(json) * sizeof(TeNamedAmount) + 1);
	it = JsonbIteratorInit(&json->root);
	while ((token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE)
	{
		CHECK_FOR_INTERRUPTS();
		if (token == WJB_KEY)
			amounts[n].name = pnstrdup(v.val.string.val, v.val.string.len);
		else if (token == WJB_VALUE && v.type != jbvNull)
		{
			amounts[n].amount = member_amount(argument, amounts[n].name, &v);
			n++;
		}
	}
	*count = n;
	return amounts;
}

/* Throws when a unit has been given before with another quantity. */
static void
check_not_contradicted(const char *argument, const TeQuantities *q, const TeQuantity *item,
					   const char *key)
{
	TeDecimal	known = te_quantities_find(q, &item->unit, item->name);

	if (!te_decimal_is_null(known) && te_decimal_cmp(known, item->amount) != 0)
		throw_member(argument, key,
					 psprintf("Other members say that the quantity is %s %s.",
							  te_decimal_to_cstring(known), key));
}

TeQuantities *
te_quantities_from_jsonb(const char *argument, Jsonb *json)
{
	int			n;
	TeNamedAmount *amounts = te_amounts_from_jsonb(argument, json, &n);
	TeQuantities *q = palloc(offsetof(TeQuantities, items) + n * sizeof(TeQuantity));

	q->count = 0;
	for (int i = 0; i < n; i++)
	{
		TeQuantity *item = &q->items[q->count];
		char	   *name;
		const char *problem = te_unit_resolve(amounts[i].name, strlen(amounts[i].name),
											  &item->unit, &name);

		if (problem)
			throw_member(argument, amounts[i].name, psprintf("This is not a unit: %s.", problem));
		item->name = name;
		item->amount = amounts[i].amount;
		check_not_contradicted(argument, q, item, amounts[i].name);
		q->count++;
	}
	return q;
}

TeFx *
te_fx_from_jsonb(const char *argument, Jsonb *json, int *count)
{
	TeNamedAmount *amounts = te_amounts_from_jsonb(argument, json, count);
	TeFx	   *fx = palloc(*count * sizeof(TeFx) + 1);

	for (int i = 0; i < *count; i++)
	{
		fx[i].currency = te_currency_from_bytes(amounts[i].name, strlen(amounts[i].name));
		fx[i].rate = amounts[i].amount;
		if (fx[i].currency == 0)
			throw_member(argument, amounts[i].name, "A currency is three capital letters, such as EUR.");
		if (fx[i].rate.n == 0)
			throw_member(argument, amounts[i].name, "An exchange rate is more than zero.");
	}
	return fx;
}

uint32
te_currency_arg(const text *t)
{
	uint32		currency = te_currency_from_bytes(VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t));

	if (currency == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid currency \"%s\"", text_to_cstring(t)),
				 errdetail("A currency is three capital letters, such as EUR.")));
	return currency;
}
