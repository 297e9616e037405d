/*
 * armington_supply_sql.c
 *	  Tariffs and embargoes where sellers' prices give way: varieties of a good, one of
 *	  them made at home, each with a supply that rises with its price, and what buyers,
 *	  sellers and the treasury gain.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "disruption/armington.h"
#include "disruption/mix_shock.h"

TE_FUNCTION(armington_supply);
TE_FUNCTION(armington_welfare);

/* The arguments of both functions. */
enum SupplyArg
{
	ARG_MIX,
	ARG_TARIFF,
	ARG_ELASTICITY,
	ARG_SUPPLY_ELASTICITY,
	ARG_DEMAND_ELASTICITY,
	ARG_DOMESTIC,
	ARG_SUPPLY_ELASTICITY_MIX,
	ARG_TARIFF_BEFORE_MIX,
	ARG_EMBARGO
};

/* A market as its arguments tell it. */
typedef struct Market
{
	TeMix	   *mix;			/* value at the border by origin, before */
	int			domestic;		/* item that is made at home, or −1 */
	double	   *rate;			/* duty after, by item */
	double	   *rate_before;	/* duty before */
	double		spent;			/* by buyers before, duty included */
	TeVarieties varieties;
	TeArmington clearing;
} Market;

/* What one item's sellers, and the treasury through it, have. */
typedef struct Account
{
	double		value;			/* at the border, after */
	double		duty_before;
	double		duty;			/* after */
	double		seller_gain;	/* of producers' surplus */
} Account;

/* The numbers by origin of an argument, at least "low"; NULL where it is NULL. */
static TeMix *
numbers_arg(FunctionCallInfo fcinfo, int arg, const char *name, double low, const TeMix *mix)
{
	TeMix	   *numbers;

	if (PG_ARGISNULL(arg))
		return NULL;
	numbers = te_mix_from_datum(PointerGetDatum(PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(arg))));
	te_check_origins(name, numbers, low, INFINITY);
	te_mix_check_names(name, numbers, mix);
	return te_mix_meet(name, numbers, mix);
}

/* The item of the mix that is made at home, −1 for NULL; throws for what is not in the mix. */
static int
domestic_arg(FunctionCallInfo fcinfo, const TeMix *mix)
{
	TeCode		code;
	int			item;

	if (PG_ARGISNULL(ARG_DOMESTIC))
		return -1;
	code = te_code_from_text(PG_GETARG_TEXT_PP(ARG_DOMESTIC));
	item = te_mix_item(mix, code);
	if (code.len == 0 || item < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"domestic\" is \"%s\", which is not an origin of the mix",
						te_shown(te_code_cstring(code))),
				 errhint("Put what is made and sold at home into the mix: with_domestic(mix, 'USA', 50).")));
	return item;
}

/* Sets duties, shares, wedges and supply of every item. */
static void
set_varieties(Market *m, const TeMix *tariff, const TeMix *before, const TeMix *supply,
			  double supply_elasticity, const bool *embargoed)
{
	TeVarieties *v = &m->varieties;
	int			n = v->n;

	m->rate = te_vector(n);
	m->rate_before = te_vector(n);
	v->share = te_vector(n);
	v->wedge = te_vector(n);
	v->supply_elasticity = te_vector(n);
	for (int i = 0; i < n; i++)
	{
		TeCode		code = te_mix_part_code(m->mix, i);

		m->rate[i] = te_mix_amount(tariff, code);
		m->rate_before[i] = before == NULL ? 0.0 : te_mix_amount(before, code);
		v->share[i] = te_mix_part_amount(m->mix, i) * (1.0 + m->rate_before[i]);
		m->spent += v->share[i];
		v->wedge[i] = log1p(m->rate[i]) - log1p(m->rate_before[i]);
		if (embargoed != NULL && i < (int) m->mix->norigins && embargoed[i])
			v->wedge[i] = INFINITY;
		v->supply_elasticity[i] = supply_elasticity;
		if (supply != NULL && code.len > 0 && te_mix_find(supply, code) >= 0)
			v->supply_elasticity[i] = te_mix_amount(supply, code);
	}
	for (int i = 0; i < n; i++)
		v->share[i] /= m->spent;
}

/* Reads the arguments and clears the market; false where one is NULL, or the mix empty. */
static bool
read_market(FunctionCallInfo fcinfo, const char *function, Market *m)
{
	TeMix	   *tariff;
	TeMix	   *before;
	TeMix	   *supply;
	bool	   *embargoed = NULL;
	double		supply_elasticity = INFINITY;

	if (PG_ARGISNULL(ARG_MIX) || PG_ARGISNULL(ARG_TARIFF) || PG_ARGISNULL(ARG_ELASTICITY) ||
		PG_ARGISNULL(ARG_DEMAND_ELASTICITY))
		return false;
	memset(m, 0, sizeof(Market));
	m->mix = te_mix_from_datum(PointerGetDatum(PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(ARG_MIX))));
	m->varieties.n = (int) m->mix->norigins + 1;
	tariff = numbers_arg(fcinfo, ARG_TARIFF, "tariff", TE_LOWEST_RATE, m->mix);
	before = numbers_arg(fcinfo, ARG_TARIFF_BEFORE_MIX, "tariff_before_mix", TE_LOWEST_RATE,
						 m->mix);
	supply = numbers_arg(fcinfo, ARG_SUPPLY_ELASTICITY_MIX, "supply_elasticity_mix", 0.0,
						 m->mix);
	m->varieties.elasticity = PG_GETARG_FLOAT8(ARG_ELASTICITY);
	te_check_range("elasticity", m->varieties.elasticity, 0.0, INFINITY);
	m->varieties.demand_elasticity = PG_GETARG_FLOAT8(ARG_DEMAND_ELASTICITY);
	te_check_range("demand_elasticity", m->varieties.demand_elasticity, 0.0, INFINITY);
	if (!PG_ARGISNULL(ARG_SUPPLY_ELASTICITY))
	{
		supply_elasticity = PG_GETARG_FLOAT8(ARG_SUPPLY_ELASTICITY);
		te_check_range("supply_elasticity", supply_elasticity, 0.0, INFINITY);
	}
	if (!PG_ARGISNULL(ARG_EMBARGO))
		embargoed = te_mix_named(m->mix, PG_GETARG_ARRAYTYPE_P(ARG_EMBARGO), "embargo");
	m->domestic = domestic_arg(fcinfo, m->mix);
	if (te_mix_positive_total(m->mix, function) == 0)
		return false;
	set_varieties(m, tariff, before, supply, supply_elasticity, embargoed);
	te_armington_clear(&m->varieties, &m->clearing);
	return true;
}

/* What item i comes to. */
static Account
account_of(const Market *m, int i)
{
	double		before = te_mix_part_amount(m->mix, i);
	double		s = m->varieties.supply_elasticity[i];
	double		received = m->clearing.received[i];
	Account		a = {0.0, before * m->rate_before[i], 0.0, 0.0};

	if (isnan(m->clearing.index))
		return (Account) {NAN, a.duty_before, NAN, NAN};
	if (isinf(m->varieties.wedge[i]))
	{
		/* sellers lose the whole area above their supply curve */
		a.seller_gain = isinf(s) ? 0.0 : 0.0 - before / (1.0 + s);
		return a;
	}
	a.value = before * exp(received + m->clearing.quantity[i]);
	a.duty = a.value * m->rate[i];
	if (!isinf(s))
		a.seller_gain = before * expm1((1.0 + s) * received) / (1.0 + s);
	return a;
}

/* armington_supply(mix, tariff, elasticity, …) → a row per origin. */
Datum
armington_supply(PG_FUNCTION_ARGS)
{
	Market		m;
	int			n;

	te_rows_begin(fcinfo);
	if (!read_market(fcinfo, "armington_supply", &m))
		return (Datum) 0;
	n = (int) m.mix->norigins + (m.mix->unspecified > 0 ? 1 : 0);
	for (int i = 0; i < n; i++)
	{
		Account		a = account_of(&m, i);
		bool		gone = isinf(m.varieties.wedge[i]);
		bool		none = isnan(m.clearing.index);
		TeRow		row;

		te_row_begin(&row);
		te_row_code(&row, te_mix_part_code(m.mix, i));
		te_row_float8(&row, gone || none ? NAN : exp(m.clearing.paid[i]));
		te_row_float8(&row, gone || none ? NAN : exp(m.clearing.received[i]));
		te_row_float8(&row, none ? NAN : exp(m.clearing.quantity[i]));
		te_row_float8(&row, te_mix_part_amount(m.mix, i));
		te_row_float8(&row, a.value);
		te_row_float8(&row, a.duty_before);
		te_row_float8(&row, a.duty);
		te_row_float8(&row, a.seller_gain);
		te_row_float8(&row, exp(m.clearing.index));
		te_row_store(fcinfo, &row);
	}
	return (Datum) 0;
}

/* armington_welfare(mix, tariff, elasticity, …) → what each party gains. */
Datum
armington_welfare(PG_FUNCTION_ARGS)
{
	Market		m;
	double		buyers;
	TeSum		treasury = {0.0, 0.0};
	TeSum		abroad = {0.0, 0.0};
	double		home = 0.0;
	double		columns[7];

	if (!read_market(fcinfo, "armington_welfare", &m))
		PG_RETURN_NULL();
	buyers = 0.0 - m.spent *
		te_demand_surplus_loss(m.clearing.index, m.varieties.demand_elasticity);
	for (int i = 0; i < m.varieties.n; i++)
	{
		Account		a = account_of(&m, i);

		te_sum_add(&treasury, a.duty);
		te_sum_add(&treasury, -a.duty_before);
		if (i == m.domestic)
			home = a.seller_gain;
		else
			te_sum_add(&abroad, a.seller_gain);
	}
	columns[0] = exp(m.clearing.index);
	columns[1] = buyers;
	columns[2] = home;
	columns[3] = treasury.hi;
	columns[4] = buyers + home + treasury.hi;
	columns[5] = abroad.hi;
	columns[6] = columns[4] + abroad.hi;
	return te_row_floats(fcinfo, columns, lengthof(columns));
}
