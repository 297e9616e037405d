/*
 * duty_sql.c
 *	  SQL functions on duty expressions: what they yield, what they need, and
 *	  what is wrong with them.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/trade_exposure.h"
#include "duty/duty.h"
#include "duty/duty_args.h"

TE_FUNCTION(duty_amount);
TE_FUNCTION(duty_amount_float8);
TE_FUNCTION(duty_problem);
TE_FUNCTION(duty_status);
TE_FUNCTION(duty_units);
TE_FUNCTION(duty_expression);
TE_FUNCTION(ad_valorem_equivalent);
TE_FUNCTION(ad_valorem_equivalent_float8);

#define CACHE_SLOTS 1024		/* expressions that a call site remembers */
#define CACHE_MAX_TEXT 256		/* bytes of an expression that is remembered */

/* A parsed expression. */
typedef struct Parsed
{
	char	   *text;
	int			len;
	uint32		home;			/* currency that its dollar sign was read for */
	TeDuty	   *duty;			/* NULL: the expression is in error */
	TeDutyError error;
} Parsed;

/* What a call site has parsed lately, by a hash of the text. */
typedef struct ParsedCache
{
	Parsed	   *slots[CACHE_SLOTS];
} ParsedCache;

/* Where each argument stands in a function's list; -1: it has none. */
typedef struct DutyArguments
{
	int			quantities;
	int			currency;
	int			fx;
	int			programs;
} DutyArguments;

static const DutyArguments after_value = {2, 3, 4, 5};
static const DutyArguments after_expression = {1, 2, 3, 4};

/* Numbers the programs that an expression names, so that their amounts can be given. */
static void
bind_programs(TeDuty *duty)
{
	for (int i = 0; i < duty->nnames; i++)
		TE_DUTY_NAMES(duty)[i].bound = i;
}

/* Parses into the current memory context. */
static Parsed *
parse(const char *bytes, int len, uint32 home)
{
	Parsed	   *p = palloc0(sizeof(Parsed));

	p->text = pnstrdup(bytes, len);
	p->len = len;
	p->home = home;
	p->duty = te_duty_read(bytes, len, home, &p->error);
	if (p->duty)
		bind_programs(p->duty);
	return p;
}

static void
free_parsed(Parsed *p)
{
	if (p->duty)
		pfree(p->duty);
	pfree(p->text);
	pfree(p);
}

/*
 * The parsed first argument, for a country's currency; remembered for later
 * calls unless it is long or in error.
 */
static const Parsed *
parse_argument(FunctionCallInfo fcinfo, uint32 home)
{
	text	   *expression = PG_GETARG_TEXT_PP(0);
	char	   *bytes = VARDATA_ANY(expression);
	int			len = VARSIZE_ANY_EXHDR(expression);
	ParsedCache *cache = fcinfo->flinfo->fn_extra;
	Parsed	  **slot;
	Parsed	   *parsed;
	MemoryContext old;

	if (len > CACHE_MAX_TEXT)
		return parse(bytes, len, home);
	if (cache == NULL)
		fcinfo->flinfo->fn_extra = cache =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(ParsedCache));
	slot = &cache->slots[hash_bytes((unsigned char *) bytes, len) % CACHE_SLOTS];
	if (*slot && (*slot)->len == len && (*slot)->home == home &&
		memcmp((*slot)->text, bytes, len) == 0)
		return *slot;
	parsed = parse(bytes, len, home);
	if (parsed->duty == NULL)
		return parsed;

	/* a copy where it stays, without what parsing left behind */
	if (*slot)
		free_parsed(*slot);
	*slot = NULL;
	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	parsed = memcpy(palloc(sizeof(Parsed)), parsed, sizeof(Parsed));
	parsed->duty = memcpy(palloc(parsed->duty->size), parsed->duty, parsed->duty->size);
	parsed->text = pnstrdup(bytes, len);
	parsed->error.message = NULL;
	MemoryContextSwitchTo(old);
	*slot = parsed;
	return parsed;
}

/* The parsed first argument; throws when it is in error. */
static const TeDuty *
duty_argument(FunctionCallInfo fcinfo, uint32 home)
{
	const Parsed *parsed = parse_argument(fcinfo, home);

	if (parsed->duty == NULL)
		te_duty_throw(parsed->text, parsed->len, &parsed->error);
	return parsed->duty;
}

/* Amounts of the programs that an expression names, by their bound numbers. */
static TeDecimal *
program_amounts(const TeDuty *duty, Jsonb *json)
{
	TeDecimal  *result = palloc(duty->nnames * sizeof(TeDecimal) + 1);
	int			n;
	TeNamedAmount *amounts = te_amounts_from_jsonb("programs", json, &n, NULL);

	for (int i = 0; i < duty->nnames; i++)
	{
		result[i] = TE_DECIMAL_NULL;
		for (int j = 0; j < n; j++)
		{
			if (strcmp(amounts[j].name, TE_DUTY_NAME_BYTES(duty, i)) == 0)
				result[i] = amounts[j].amount;
		}
	}
	return result;
}

/* What an expression is applied to, from the arguments of a call. */
static TeDutyInput
input_arguments(FunctionCallInfo fcinfo, const TeDuty *duty, TeDecimal value,
				const DutyArguments *at)
{
	TeDutyInput in = te_duty_input(value);

	if (!PG_ARGISNULL(at->quantities))
		in.quantities = te_quantities_from_jsonb("quantities", PG_GETARG_JSONB_P(at->quantities), NULL);
	if (!PG_ARGISNULL(at->currency))
		in.currency = te_currency_arg(PG_GETARG_TEXT_PP(at->currency));
	if (!PG_ARGISNULL(at->fx))
		in.fx = te_fx_from_jsonb("fx", PG_GETARG_JSONB_P(at->fx), &in.nfx, NULL);
	if (!PG_ARGISNULL(at->programs))
	{
		in.programs = program_amounts(duty, PG_GETARG_JSONB_P(at->programs));
		in.nprograms = duty->nnames;
	}
	return in;
}

/* The currency at a place in the arguments of a call; 0 when there is none. */
static uint32
home_argument(FunctionCallInfo fcinfo, int at)
{
	return PG_NARGS() <= at || PG_ARGISNULL(at) ? 0 : te_currency_arg(PG_GETARG_TEXT_PP(at));
}

/* The customs value, as numeric or float8; throws when it is negative. */
static TeDecimal
value_argument(FunctionCallInfo fcinfo, bool is_float8)
{
	TeDecimal	value = is_float8
		? te_decimal_from_float8("customs_value", PG_GETARG_FLOAT8(1))
		: te_decimal_from_numeric("customs_value", PG_GETARG_NUMERIC(1));

	if (value.n < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"customs_value\" must not be negative, but is %s",
						te_decimal_to_cstring(value))));
	return value;
}

/* The amount of a call to duty_amount; TE_DECIMAL_NULL when something is missing. */
static TeDecimal
amount_of_call(FunctionCallInfo fcinfo, bool is_float8)
{
	const TeDuty *duty;
	TeDutyInput in;
	TeDecimal	amount;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return TE_DECIMAL_NULL;
	duty = duty_argument(fcinfo, home_argument(fcinfo, after_value.currency));
	in = input_arguments(fcinfo, duty, value_argument(fcinfo, is_float8), &after_value);
	if (te_duty_eval(duty, &in, &amount, NULL) != TE_DUTY_OK)
		return TE_DECIMAL_NULL;
	return amount;
}

/* The exact duty on a value, or NULL when something that it needs is missing. */
Datum
duty_amount(PG_FUNCTION_ARGS)
{
	TeDecimal	amount = amount_of_call(fcinfo, false);

	if (te_decimal_is_null(amount))
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(te_decimal_to_numeric(amount));
}

/* The same for a value in float8. */
Datum
duty_amount_float8(PG_FUNCTION_ARGS)
{
	TeDecimal	amount = amount_of_call(fcinfo, true);

	if (te_decimal_is_null(amount))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(te_decimal_to_float8(amount));
}

/* Duty over value; of a rate that only depends on the value, that rate even for a value of 0. */
static Datum
equivalent_of_call(FunctionCallInfo fcinfo, bool is_float8)
{
	TeDecimal	amount;
	TeDecimal	value;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	value = value_argument(fcinfo, is_float8);
	if (te_duty_is_ad_valorem(duty_argument(fcinfo, home_argument(fcinfo, after_value.currency)),
							  &amount))
		PG_RETURN_FLOAT8(te_decimal_to_float8(amount));
	amount = amount_of_call(fcinfo, is_float8);
	if (te_decimal_is_null(amount) || value.n == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(te_decimal_to_float8(te_decimal_div(amount, value)));
}

/* Duty as a share of the value; NULL when something is missing or the value is 0. */
Datum
ad_valorem_equivalent(PG_FUNCTION_ARGS)
{
	return equivalent_of_call(fcinfo, false);
}

/* The same for a value in float8. */
Datum
ad_valorem_equivalent_float8(PG_FUNCTION_ARGS)
{
	return equivalent_of_call(fcinfo, true);
}

/* What is wrong, and where. */
static char *
error_text(const TeDutyError *error)
{
	return psprintf("%s at character %d", error->message, error->position);
}

/*
 * Why an expression cannot be computed whatever is known, or NULL: what
 * duty_status() says behind "invalid: ", or its "needs" and a schedule's words,
 * with the character where they stop being a rate.
 */
Datum
duty_problem(PG_FUNCTION_ARGS)
{
	const Parsed *parsed = parse_argument(fcinfo, 0);
	const TeDuty *duty;
	char	   *problem;
	TeDutyError error;

	if (parsed->duty == NULL)
		PG_RETURN_TEXT_P(cstring_to_text(error_text(&parsed->error)));
	duty = parsed->duty;
	if (duty->ops[0].code != TE_DUTY_WORDS)
		PG_RETURN_NULL();
	problem = psprintf("needs %s", TE_DUTY_NAME_BYTES(duty, duty->ops[0].name));
	if (te_duty_parse(parsed->text, parsed->len, 0, &error) == NULL)
		problem = psprintf("%s: %s", problem, error_text(&error));
	PG_RETURN_TEXT_P(cstring_to_text(problem));
}

/* "ok", "needs …" or "invalid: …"; never throws for the expression. */
Datum
duty_status(PG_FUNCTION_ARGS)
{
	const Parsed *parsed;
	TeDutyInput in;
	char	   *needs;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	parsed = parse_argument(fcinfo, home_argument(fcinfo, after_expression.currency));
	if (parsed->duty == NULL)
		PG_RETURN_TEXT_P(cstring_to_text(psprintf("invalid: %s", error_text(&parsed->error))));
	in = input_arguments(fcinfo, parsed->duty, TE_DECIMAL_ONE, &after_expression);
	needs = te_duty_needs(parsed->duty, &in);
	PG_RETURN_TEXT_P(cstring_to_text(needs ? needs : "ok"));
}

/* The units that an expression asks quantities in. */
Datum
duty_units(PG_FUNCTION_ARGS)
{
	const TeDuty *duty = duty_argument(fcinfo, 0);
	Datum	   *units = palloc(duty->nnames * sizeof(Datum) + 1);
	int			n = 0;

	for (int i = 0; i < duty->nnames; i++)
	{
		if (TE_DUTY_NAMES(duty)[i].kind == TE_DUTY_UNIT)
			units[n++] = CStringGetTextDatum(TE_DUTY_NAME_BYTES(duty, i));
	}
	PG_RETURN_ARRAYTYPE_P(construct_array(units, n, TEXTOID, -1, false, TYPALIGN_INT));
}

/* An expression in one canonical spelling: for rule tables, or to compare rates. */
Datum
duty_expression(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(te_duty_format(duty_argument(fcinfo, home_argument(fcinfo, 1)))));
}
