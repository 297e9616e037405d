/*
 * landed_cost_sql.c
 *	  What goods cost when they have come through customs: price, freight,
 *	  insurance, duty, fees, taxes on the duty-inclusive value.
 */
#include "postgres.h"

#include <ctype.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/arrays.h"
#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "duty/duty.h"
#include "duty/duty_args.h"
#include "duty/rounding.h"

#define TE_LANDED_MAX_CHARGES 64	/* duty, fees and taxes together */

TE_FUNCTION(landed_cost);

/* Argument numbers of landed_cost(). */
enum
{
	ARG_GOODS,
	ARG_FREIGHT,
	ARG_INSURANCE,
	ARG_DUTY,
	ARG_DUTY_RATE,
	ARG_QUANTITIES,
	ARG_FEES,
	ARG_TAXES,
	ARG_VALUATION,
	ARG_CURRENCY,
	ARG_FX,
	ARG_REGIME
};

/* What has been charged so far, for later charges that refer to it by name. */
typedef struct Charge
{
	const char *name;
	TeDecimal	amount;			/* TE_DECIMAL_NULL: something is missing */
} Charge;

typedef struct LandedCost
{
	ReturnSetInfo *result;
	TeDutyInput in;				/* quantities and rates of exchange of all
								 * charges */
	const char *regime;			/* NULL: nothing is rounded */
	TeDecimal	customs_value;
	TeDecimal	total;			/* TE_DECIMAL_NULL once something is missing */
	int			ncharges;
	Charge		charges[TE_LANDED_MAX_CHARGES];
} LandedCost;

/* A sum of which a missing part makes the whole missing. */
static TeDecimal
add_known(TeDecimal a, TeDecimal b)
{
	if (te_decimal_is_null(a) || te_decimal_is_null(b))
		return TE_DECIMAL_NULL;
	return te_decimal_add(a, b);
}

static TeDecimal
round_item(const LandedCost *cost, TeRoundedItem item, TeDecimal amount)
{
	if (cost->regime == NULL || te_decimal_is_null(amount))
		return amount;
	return te_rounding_apply(te_rounding_rule(cost->regime, item), amount);
}

/* Writes one row; "uncut" is the amount before it is rounded. */
static void
put_row(LandedCost *cost, const char *item, TeDecimal base, const char *rate,
		TeDecimal amount, TeDecimal uncut, const char *status)
{
	Datum		values[6] = {0};
	bool		nulls[6] = {false};

	values[0] = CStringGetTextDatum(item);
	if (!(nulls[1] = te_decimal_is_null(base)))
		values[1] = NumericGetDatum(te_decimal_to_numeric(base));
	if (!(nulls[2] = (rate == NULL)))
		values[2] = CStringGetTextDatum(rate);
	if (!(nulls[3] = te_decimal_is_null(amount)))
		values[3] = NumericGetDatum(te_decimal_to_numeric(amount));
	values[4] = CStringGetTextDatum(status);
	if (!(nulls[5] = te_decimal_is_null(uncut)))
		values[5] = NumericGetDatum(te_decimal_to_numeric(uncut));
	tuplestore_putvalues(cost->result->setResult, cost->result->setDesc, values, nulls);
}

/* Remembers a charge under its name. */
static void
add_charge(LandedCost *cost, const char *name, TeDecimal amount)
{
	if (cost->ncharges == TE_LANDED_MAX_CHARGES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %d duties, fees and taxes", TE_LANDED_MAX_CHARGES)));
	cost->charges[cost->ncharges].name = name;
	cost->charges[cost->ncharges++].amount = amount;
}

/* Adds an amount and writes its row. */
static void
add_row(LandedCost *cost, const char *item, TeDecimal base, const char *rate,
		TeDecimal amount, const char *status)
{
	cost->total = add_known(cost->total, amount);
	put_row(cost, item, base, rate, amount, amount, status);
}

/* The same of a charge that is rounded. */
static void
add_cut_row(LandedCost *cost, const char *item, TeDecimal base, const char *rate,
			TeDecimal uncut, TeRoundedItem rounded, const char *status)
{
	TeDecimal	amount = round_item(cost, rounded, uncut);

	add_charge(cost, item, amount);
	cost->total = add_known(cost->total, amount);
	put_row(cost, item, base, rate, amount, uncut, status);
}

/* What a name in an expression stands for; TE_DECIMAL_NULL: nothing yet. */
static TeDecimal
named_amount(const LandedCost *cost, const char *name)
{
	if (strcmp(name, "all") == 0)
		return cost->total;
	for (int i = cost->ncharges - 1; i >= 0; i--)
	{
		if (strcmp(cost->charges[i].name, name) == 0)
			return cost->charges[i].amount;
	}
	return TE_DECIMAL_NULL;
}

/* Gives the names in an expression their amounts. */
static TeDecimal *
bind_charges(const LandedCost *cost, TeDuty *duty)
{
	TeDecimal  *amounts = palloc(duty->nnames * sizeof(TeDecimal) + 1);

	for (int i = 0; i < duty->nnames; i++)
	{
		TE_DUTY_NAMES(duty)[i].bound = i;
		amounts[i] = named_amount(cost, TE_DUTY_NAME_BYTES(duty, i));
	}
	return amounts;
}

/* Is any percentage taken of what the charge is on? */
static bool
uses_base(const TeDuty *duty)
{
	for (int i = 0; i < duty->nops; i++)
	{
		if (duty->ops[i].code == TE_DUTY_PERCENT)
			return true;
	}
	return false;
}

/*
 * The rate with the words value and all as names, @value and @all: a percentage
 * without a base is then one of what the charge is on, and "value" that of customs.
 */
static char *
spell_bases(const char *rate)
{
	static const char *const words[] = {"value", "all"};
	StringInfoData spelled;
	bool		quoted = false;

	initStringInfo(&spelled);
	for (const char *c = rate; *c != '\0'; c++)
	{
		char		before = c == rate ? ' ' : c[-1];
		bool		starts = !isalnum((unsigned char) before) && !IS_HIGHBIT_SET(before) &&
			before != '_' && before != '@';

		for (int w = 0; w < lengthof(words) && starts && !quoted; w++)
		{
			Size		len = strlen(words[w]);
			char		next = pg_strncasecmp(c, words[w], len) == 0 ? c[len] : '_';

			if (isalnum((unsigned char) next) || next == '_' || IS_HIGHBIT_SET(next))
				continue;
			appendStringInfo(&spelled, "@%s", words[w]);
			c += len;
			break;
		}
		if (*c == '\0')
			break;
		quoted ^= *c == '"';
		appendStringInfoChar(&spelled, *c);
	}
	return spelled.data;
}

/* The program of a rate whose own dollar is "home"; throws for one that is not understood. */
static TeDuty *
read_rate(const char *rate, uint32 home)
{
	const char *spelled = pg_strncasecmp(rate, "TEXT:", 5) == 0 ? rate : spell_bases(rate);
	TeDutyError error;
	TeDuty	   *duty = te_duty_read(spelled, strlen(spelled), home, &error);

	if (duty == NULL)
		te_duty_throw(rate, strlen(rate), &error);
	return duty;
}

/* Computes one charge on a base, writes its row and remembers it. */
static void
add_rated(LandedCost *cost, const char *name, const char *rate, TeDecimal base, TeRoundedItem item)
{
	TeDuty	   *duty = read_rate(rate, cost->in.currency);
	TeDutyInput in = cost->in;
	TeDecimal	amount = TE_DECIMAL_NULL;
	char	   *needs;

	if (!uses_base(duty))
		base = TE_DECIMAL_NULL;
	in.value = te_decimal_is_null(base) ? TE_DECIMAL_ZERO : base;
	in.programs = bind_charges(cost, duty);
	in.nprograms = duty->nnames;
	needs = te_decimal_is_null(base) && uses_base(duty) ? "needs duty" : te_duty_needs(duty, &in);
	if (needs == NULL)
		te_duty_eval(duty, &in, &amount, NULL);
	add_cut_row(cost, name, base, rate, amount, item, needs ? needs : "ok");
}

/* The charges of an array of "name: rate". */
static void
add_all_rated(LandedCost *cost, const char *argument, ArrayType *array, TeDecimal base,
			  TeRoundedItem item)
{
	int			n;
	text	  **elements = te_texts_arg(array, argument, &n);

	for (int i = 0; i < n; i++)
	{
		char	   *element;
		char	   *rate;

		CHECK_FOR_INTERRUPTS();
		element = text_to_cstring(elements[i]);
		rate = strchr(element, ':');
		if (rate == NULL || rate == element)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("invalid element %d of argument \"%s\": \"%s\"", i + 1, argument, element),
					 errhint("Write a name, a colon and a rate, for example 'MPF: 0.3464%% MIN 33.58 USD'.")));
		*rate++ = '\0';
		rate += strspn(rate, " ");
		add_rated(cost, element, rate, base, item);
	}
}

/* A cost that is not negative; 0 where it is not given. */
static TeDecimal
cost_argument(FunctionCallInfo fcinfo, int n, const char *argument)
{
	TeDecimal	amount;

	if (PG_ARGISNULL(n))
		return TE_DECIMAL_ZERO;
	amount = te_decimal_from_numeric(argument, PG_GETARG_NUMERIC(n));
	if (amount.n < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"%s\" must not be negative, but is %s", argument,
						te_decimal_to_cstring(amount))));
	return amount;
}

/* True when freight and insurance do not belong to the customs value. */
static bool
is_fob(FunctionCallInfo fcinfo, const char *regime)
{
	static const char *const valuations[] = {"CIF", "FOB"};

	if (PG_ARGISNULL(ARG_VALUATION))
		return regime != NULL && te_rounding_is_fob(regime);
	return te_word_arg(fcinfo, ARG_VALUATION, "valuation", valuations, lengthof(valuations),
					   "CIF is with freight and insurance, FOB without.") == 1;
}

/* Quantities, currency and rates of exchange, which all charges share. */
static TeDutyInput
shared_input(FunctionCallInfo fcinfo)
{
	TeDutyInput in = te_duty_input(TE_DECIMAL_ZERO);

	if (!PG_ARGISNULL(ARG_QUANTITIES))
		in.quantities = te_quantities_from_jsonb("quantities", PG_GETARG_JSONB_P(ARG_QUANTITIES), NULL);
	if (!PG_ARGISNULL(ARG_CURRENCY))
		in.currency = te_currency_arg(PG_GETARG_TEXT_PP(ARG_CURRENCY));
	if (!PG_ARGISNULL(ARG_FX))
		in.fx = te_fx_from_jsonb("fx", PG_GETARG_JSONB_P(ARG_FX), &in.nfx, NULL);
	return in;
}

/* The duty, given as an amount or as a rate. */
static void
add_duty(FunctionCallInfo fcinfo, LandedCost *cost)
{
	TeDecimal	amount;

	if (!PG_ARGISNULL(ARG_DUTY) && !PG_ARGISNULL(ARG_DUTY_RATE))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("arguments \"duty\" and \"duty_rate\" are both given"),
				 errhint("Give the amount of the duty or its rate.")));
	if (!PG_ARGISNULL(ARG_DUTY_RATE))
	{
		add_rated(cost, "duty", text_to_cstring(PG_GETARG_TEXT_PP(ARG_DUTY_RATE)),
				  cost->customs_value, TE_ROUNDED_DUTY);
		return;
	}
	amount = PG_ARGISNULL(ARG_DUTY) ? TE_DECIMAL_NULL : cost_argument(fcinfo, ARG_DUTY, "duty");
	add_charge(cost, "duty", amount);
	add_row(cost, "duty", cost->customs_value, NULL, amount,
			PG_ARGISNULL(ARG_DUTY) ? "needs duty" : "ok");
}

/* Goods, freight, insurance, duty, fees, taxes and total, one row each. */
Datum
landed_cost(PG_FUNCTION_ARGS)
{
	LandedCost	cost = {0};
	TeDecimal	goods;
	TeDecimal	transport;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(ARG_GOODS))
		return (Datum) 0;
	cost.result = (ReturnSetInfo *) fcinfo->resultinfo;
	cost.in = shared_input(fcinfo);
	if (!PG_ARGISNULL(ARG_REGIME))
		cost.regime = text_to_cstring(PG_GETARG_TEXT_PP(ARG_REGIME));
	goods = cost_argument(fcinfo, ARG_GOODS, "goods_value");
	transport = te_decimal_add(cost_argument(fcinfo, ARG_FREIGHT, "freight"),
							   cost_argument(fcinfo, ARG_INSURANCE, "insurance"));
	cost.customs_value = is_fob(fcinfo, cost.regime) ? goods : te_decimal_add(goods, transport);
	cost.customs_value = round_item(&cost, TE_ROUNDED_VALUE, cost.customs_value);
	cost.total = TE_DECIMAL_ZERO;

	add_charge(&cost, "value", cost.customs_value);
	add_charge(&cost, "goods", goods);
	add_charge(&cost, "freight", cost_argument(fcinfo, ARG_FREIGHT, "freight"));
	add_charge(&cost, "insurance", cost_argument(fcinfo, ARG_INSURANCE, "insurance"));
	add_row(&cost, "goods", TE_DECIMAL_NULL, NULL, goods, "ok");
	add_row(&cost, "freight", TE_DECIMAL_NULL, NULL,
			cost_argument(fcinfo, ARG_FREIGHT, "freight"), "ok");
	add_row(&cost, "insurance", TE_DECIMAL_NULL, NULL,
			cost_argument(fcinfo, ARG_INSURANCE, "insurance"), "ok");
	add_duty(fcinfo, &cost);
	if (!PG_ARGISNULL(ARG_FEES))
		add_all_rated(&cost, "fees", PG_GETARG_ARRAYTYPE_P(ARG_FEES), cost.customs_value,
					  TE_ROUNDED_FEE);
	if (!PG_ARGISNULL(ARG_TAXES))
		add_all_rated(&cost, "taxes", PG_GETARG_ARRAYTYPE_P(ARG_TAXES),
					  round_item(&cost, TE_ROUNDED_TAX_BASE, cost.total), TE_ROUNDED_TAX);
	put_row(&cost, "total", TE_DECIMAL_NULL, NULL, cost.total, cost.total,
			te_decimal_is_null(cost.total) ? "incomplete" : "ok");
	return (Datum) 0;
}
