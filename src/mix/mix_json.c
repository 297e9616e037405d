/*
 * mix_json.c
 *	  Supply mixes and other maps by origin, from and to jsonb and arrays.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/shortest_dec.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

#include "base/trade_exposure.h"
#include "mix/mix_json.h"
#include "mix/mix_state.h"

TE_FUNCTION(te_mix_from_arrays);
TE_FUNCTION(te_mix_to_jsonb);
TE_FUNCTION(te_mix_from_jsonb);

/* supply_mix(origins, amounts): equal codes add up, as rows would */
Datum
te_mix_from_arrays(PG_FUNCTION_ARGS)
{
	TeMixState *state = te_mix_begin();
	Datum	   *origins,
			   *amounts;
	bool	   *no_origin,
			   *no_amount;
	int			n,
				n_amounts;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, TYPALIGN_INT,
					  &origins, &no_origin, &n);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), FLOAT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE,
					  &amounts, &no_amount, &n_amounts);
	if (n != n_amounts)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("supply_mix: %d origins, but %d amounts", n, n_amounts),
				 errhint("Pass arrays of equal length: one amount per origin.")));
	for (int i = 0; i < n; i++)
	{
		if (no_amount[i])
			state = te_mix_skip(state);
		else
			state = te_mix_add(state,
							   no_origin[i] ? te_code("", 0) : te_code_from_text(DatumGetTextPP(origins[i])),
							   DatumGetFloat8(amounts[i]));
	}
	PG_RETURN_TE_MIX_P(te_mix_end(state));
}

/* A float8 as the numeric that its shortest text says. */
static Numeric
number_as_numeric(double x)
{
	char		digits[DOUBLE_SHORTEST_DECIMAL_LEN];

	double_to_shortest_decimal_buf(x, digits);
	return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(digits),
											   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

/* Adds "code": amount to an object under construction. */
static void
push_amount(JsonbParseState **parse, TeCode code, double amount)
{
	JsonbValue	key,
				value;

	key.type = jbvString;
	key.val.string.val = te_code_cstring(code);
	key.val.string.len = code.len;
	pushJsonbValue(parse, WJB_KEY, &key);
	value.type = jbvNumeric;
	value.val.numeric = number_as_numeric(amount);
	pushJsonbValue(parse, WJB_VALUE, &value);
}

/* supply_mix → jsonb object; "" is the unspecified amount, counts of rows stay behind */
Datum
te_mix_to_jsonb(PG_FUNCTION_ARGS)
{
	TeMix	   *mix = PG_GETARG_TE_MIX_P(0);
	JsonbParseState *parse = NULL;
	JsonbValue *object;

	pushJsonbValue(&parse, WJB_BEGIN_OBJECT, NULL);
	if (mix->unspecified_rows > 0 || mix->unspecified != 0)
		push_amount(&parse, te_code("", 0), mix->unspecified);
	for (int i = 0; i < mix->norigins; i++)
	{
		CHECK_FOR_INTERRUPTS();
		push_amount(&parse, te_mix_code(mix, i), mix->items[i].amount);
	}
	object = pushJsonbValue(&parse, WJB_END_OBJECT, NULL);
	PG_RETURN_JSONB_P(JsonbValueToJsonb(object));
}

/* Calls "visit" for each key of a jsonb object; throws when it is not an object. */
void
te_jsonb_each(Jsonb *object, const char *what,
			  void (*visit) (void *context, TeCode key, const JsonbValue *value), void *context)
{
	JsonbIterator *it;
	JsonbIteratorToken token;
	JsonbValue	key,
				value;

	if (!JB_ROOT_IS_OBJECT(object))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a JSON object", what),
				 errhint("Write it as {\"CHN\": ..., \"VNM\": ...}.")));
	it = JsonbIteratorInit(&object->root);
	while ((token = JsonbIteratorNext(&it, &key, true)) != WJB_DONE)
	{
		if (token != WJB_KEY)
			continue;
		CHECK_FOR_INTERRUPTS();
		(void) JsonbIteratorNext(&it, &value, true);
		visit(context, te_code(key.val.string.val, key.val.string.len), &value);
	}
}

/* Adds one member of an object as a row of the mix. */
static void
add_member(void *context, TeCode key, const JsonbValue *value)
{
	TeMixState **state = context;

	if (value->type == jbvNull)
		*state = te_mix_skip(*state);
	else if (value->type == jbvNumeric)
		*state = te_mix_add(*state, key,
							DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, NumericGetDatum(value->val.numeric))));
	else
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("amount of origin \"%s\" is not a number", te_code_cstring(key)),
				 errhint("Write a supply mix as {\"CHN\": 23310, \"VNM\": 5254}; null is skipped and counted.")));
}

/* jsonb object → supply_mix */
Datum
te_mix_from_jsonb(PG_FUNCTION_ARGS)
{
	TeMixState *state = te_mix_begin();

	te_jsonb_each(PG_GETARG_JSONB_P(0), "a supply mix", add_member, &state);
	PG_RETURN_TE_MIX_P(te_mix_end(state));
}
