/*
 * duty_args.c
 *	  jsonb arguments of the tariff functions (see duty_args.h).
 */
#include "postgres.h"

#include <stdarg.h>

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "codes/currency.h"
#include "duty/duty_args.h"

/* What an argument looks like, for hints. */
static const char *
example_of(const char *argument)
{
	static const char *const examples[][2] = {
		{"content", "{\"steel\": 6000}"},
		{"filed", "{\"MFN\": 750}"},
		{"fx", "{\"EUR\": 1.08}"},
		{"programs", "{\"MFN\": 25}"},
	};

	for (int i = 0; i < lengthof(examples); i++)
		if (strcmp(argument, examples[i][0]) == 0)
			return examples[i][1];
	return "{\"KGM\": 1200.5}";
}

bool
te_bad_member(char **problem, const char *argument, const char *name, const char *format,...)
{
	va_list		args;
	char	   *reason;

	va_start(args, format);
	reason = te_format(format, args);
	va_end(args);
	if (problem == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid member \"%s\" of argument \"%s\"", name, argument),
				 errdetail("%c%s.", pg_toupper((unsigned char) reason[0]), reason + 1),
				 errhint("Write an object of numbers, for example %s.", example_of(argument))));
	*problem = psprintf("invalid member \"%s\" of argument \"%s\": %s", name, argument, reason);
	return false;
}

/* A value as it was given, shortened for messages. */
static char *
shown(const JsonbValue *value)
{
	char	   *text;

	switch (value->type)
	{
		case jbvNumeric:
			text = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));

			break;
		case jbvString:
			text = psprintf("\"%s\"", pnstrdup(value->val.string.val, value->val.string.len));

			break;
		case jbvBool:
			return pstrdup(value->val.boolean ? "true" : "false");
		default:
			return pstrdup("an object or array");
	}
	text[		pg_mbcliplen(text, strlen(text), 60)] = '\0';
	return text;
}

/* A JSON number, or a number in text. */
static bool
member_amount(const char *argument, const char *name, const JsonbValue *value, TeDecimal *amount, char **problem)
{
	if (value->type == jbvNumeric)
	{
		if (!te_decimal_try_numeric(value->val.numeric, amount))
			return te_bad_member(problem, argument, name, "its value has more than 38 digits: %s", shown(value));
	}
	else if (value->type != jbvString || value->val.string.len == 0 ||
			 te_decimal_parse(value->val.string.val, value->val.string.len, amount) !=
			 value->val.string.len)
		return te_bad_member(problem, argument, name, "its value is not a number: %s", shown(value));
	if (amount->n < 0)
		return te_bad_member(problem, argument, name, "its value is negative: %s", shown(value));
	return true;
}

TeNamedAmount *
te_amounts_from_jsonb(const char *argument, Jsonb *json, int *count, char **problem)
{
	TeNamedAmount *amounts;
	JsonbIterator *it;
	JsonbIteratorToken token;
	JsonbValue	v;
	int			n = 0;

	*count = 0;
	if (!JB_ROOT_IS_OBJECT(json))
	{
		if (problem == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"%s\" must be a JSON object", argument),
					 errhint("Write for example %s.", example_of(argument))));
		*problem = psprintf("argument \"%s\" must be a JSON object", argument);
		return NULL;
	}
	amounts = palloc(JB_ROOT_COUNT(json) * sizeof(TeNamedAmount) + 1);
	it = JsonbIteratorInit(&json->root);
	while ((token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE)
	{
		CHECK_FOR_INTERRUPTS();
		if (token == WJB_KEY)
			amounts[n].name = pnstrdup(v.val.string.val, v.val.string.len);
		else if (token == WJB_VALUE && v.type != jbvNull)
		{
			if (!member_amount(argument, amounts[n].name, &v, &amounts[n].amount, problem))
				return NULL;
			n++;
		}
	}
	*count = n;
	return amounts;
}

/* False when a unit has been given before with another quantity. */
static bool
check_not_contradicted(const char *argument, const TeQuantities *q, const TeQuantity *item,
					   const char *key, char **problem)
{
	TeDecimal	known = te_quantities_find(q, &item->unit, item->name);

	if (!te_decimal_is_null(known) && te_decimal_cmp(known, item->amount) != 0)
		return te_bad_member(problem, argument, key, "other members say that the quantity is %s %s",
							 te_decimal_to_cstring(known), key);
	return true;
}

TeQuantities *
te_quantities_from_jsonb(const char *argument, Jsonb *json, char **problem)
{
	int			n;
	TeNamedAmount *amounts = te_amounts_from_jsonb(argument, json, &n, problem);
	TeQuantities *q = palloc(offsetof(TeQuantities, items) + n * sizeof(TeQuantity));

	if (amounts == NULL)
		return NULL;
	q->count = 0;
	for (int i = 0; i < n; i++)
	{
		TeQuantity *item = &q->items[q->count];
		char	   *name;
		const char *reason = te_unit_resolve(amounts[i].name, strlen(amounts[i].name),
											 &item->unit, &name);

		if (reason != NULL)
		{
			te_bad_member(problem, argument, amounts[i].name, "this is not a unit: %s", reason);
			return NULL;
		}
		item->name = name;
		item->amount = amounts[i].amount;
		if (!check_not_contradicted(argument, q, item, amounts[i].name, problem))
			return NULL;
		q->count++;
	}
	return q;
}

TeFx *
te_fx_from_jsonb(const char *argument, Jsonb *json, int *count, char **problem)
{
	TeNamedAmount *amounts = te_amounts_from_jsonb(argument, json, count, problem);
	TeFx	   *fx = palloc(*count * sizeof(TeFx) + 1);

	if (amounts == NULL)
		return NULL;
	for (int i = 0; i < *count; i++)
	{
		bool		sound = true;

		fx[i].currency = te_currency_from_bytes(amounts[i].name, strlen(amounts[i].name));
		fx[i].rate = amounts[i].amount;
		if (fx[i].currency == 0)
			sound = te_bad_member(problem, argument, amounts[i].name, "a currency is three capital letters, such as EUR");
		else if (fx[i].rate.n == 0)
			sound = te_bad_member(problem, argument, amounts[i].name, "an exchange rate is more than zero");
		if (!sound)
			return NULL;
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
				 errdetail("A currency is three capital letters."),
				 errhint("Write for example EUR.")));
	return currency;
}
