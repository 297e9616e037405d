/*
 * unit_value.c
 *	  Index numbers of unit values between two periods.
 *
 * Sources: IMF and others, Export and Import Price Index Manual (2009), chapter 1
 * for Laspeyres, Paasche, Fisher and Törnqvist by value shares, chapter 2 for what
 * unit values can be trusted with, chapter 8 for items that are missing.
 */
#include "postgres.h"

#include <math.h>

#include "lib/stringinfo.h"

#include "base/trade_exposure.h"
#include "mix/unit_value.h"

#define ITEMS_IN_MESSAGE 20		/* items that an error lists */

/* One item in both periods. */
typedef struct Item
{
	TeCode		code;
	double		value[2];		/* base, current; 0: not traded */
	double		unit_value[2];	/* NaN: not known */
} Item;

/* Items in the order of their codes, and where the walk stands. */
typedef struct Walk
{
	TePeriod	period[2];
	int			next[2];		/* item of the values that comes next */
} Walk;

/* See unit_value.h. */
double
te_unit_value(double value, double quantity)
{
	return value > 0 && quantity > 0 ? value / quantity : NAN;
}

/* Return the first item that has a value in either period, and go on; false at the end. */
static bool
next_item(Walk *walk, Item *item)
{
	const TeMix *a = walk->period[0].values;
	const TeMix *b = walk->period[1].values;
	bool		ends[2] = {walk->next[0] >= a->norigins, walk->next[1] >= b->norigins};
	int			cmp;

	if (ends[0] && ends[1])
		return false;
	cmp = ends[0] ? 1 : ends[1] ? -1 :
		te_code_cmp(te_mix_code(a, walk->next[0]), te_mix_code(b, walk->next[1]));
	item->code = cmp <= 0 ? te_mix_code(a, walk->next[0]) : te_mix_code(b, walk->next[1]);
	for (int p = 0; p < 2; p++)
	{
		const TeMix *values = walk->period[p].values;
		bool		has = p == 0 ? cmp <= 0 : cmp >= 0;

		item->value[p] = has ? values->items[walk->next[p]++].amount : 0;
		item->unit_value[p] = te_unit_value(item->value[p],
											te_mix_amount(walk->period[p].quantities, item->code));
	}
	return true;
}

/* Return the ratio of the unit values of an item that counts, NaN for one that does not. */
static double
change(const Item *item, TeUnmatched unmatched)
{
	bool		known[2] = {!isnan(item->unit_value[0]), !isnan(item->unit_value[1])};

	if (known[0] && known[1])
		return item->unit_value[1] / item->unit_value[0];
	if (unmatched == TE_UNMATCHED_CARRY && (known[0] || known[1]) &&
		item->value[0] >= 0 && item->value[1] >= 0)
		return 1;
	return NAN;
}

/* Sums over the items that count. */
typedef struct IndexSums
{
	TeSum		value[2];		/* of both periods */
	TeSum		at_current;		/* base values at current prices: Σ v0 p1/p0 */
	TeSum		at_base;		/* current values at base prices: Σ v1 p0/p1 */
	TeSum		log[2];			/* Σ v ln(p1/p0), by the values of both
								 * periods */
} IndexSums;

/* Add an item. */
static void
add_item(IndexSums *sums, const Item *item, double ratio)
{
	te_sum_carry(&sums->at_current, item->value[0] * ratio);
	te_sum_carry(&sums->at_base, item->value[1] / ratio);
	for (int p = 0; p < 2; p++)
	{
		te_sum_carry(&sums->value[p], item->value[p]);
		te_sum_carry(&sums->log[p], item->value[p] * log(ratio));
	}
}

/* Return the indices that the sums make; 0/0 is NaN. */
static TeUnitValueIndex
index_of(const IndexSums *sums)
{
	TeUnitValueIndex result = {NAN, NAN, NAN, NAN};
	double		base = te_sum_value(sums->value[0]);
	double		current = te_sum_value(sums->value[1]);

	if (base > 0)
		result.laspeyres = te_sum_value(sums->at_current) / base;
	if (current > 0)
		result.paasche = current / te_sum_value(sums->at_base);
	if (base > 0 && current > 0)
	{
		/*
		 * of two that are equal it is the same; the square root of the
		 * product might overflow
		 */
		result.fisher = result.laspeyres == result.paasche ? result.paasche :
			sqrt(result.laspeyres) * sqrt(result.paasche);
		result.tornqvist = exp(te_sum_value(sums->log[0]) / base / 2 +
							   te_sum_value(sums->log[1]) / current / 2);
	}
	return result;
}

/* Throw with the items, or as many as fit, that are not matched. */
static void
items_unmatched(TePeriod base, TePeriod current)
{
	Walk		walk = {{base, current}};
	StringInfoData names;
	Item		item;
	int			n = 0;

	initStringInfo(&names);
	while (next_item(&walk, &item))
		if (isnan(change(&item, TE_UNMATCHED_ERROR)) && n++ < ITEMS_IN_MESSAGE)
			appendStringInfo(&names, "%s%s", names.len > 0 ? ", " : "", te_code_cstring(item.code));
	if (n > ITEMS_IN_MESSAGE)
		appendStringInfo(&names, " and %d more", n - ITEMS_IN_MESSAGE);
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("unit_value_index: no unit value in both periods for %s", names.data),
			 errdetail("A unit value needs a value and a quantity above zero."),
			 errhint("Say missing => 'exclude' to compare what is there in both periods, or 'carry' to take unit values for unchanged.")));
}

/* Return the share of a mix's total that an amount is; NaN without a total above 0. */
static double
share_of(const TeMix *mix, TeSum amount)
{
	double		total = te_mix_total(mix);

	return total > 0 ? Min(te_sum_value(amount) / total, 1.0) : NAN;
}

/* See unit_value.h. */
TeUnitValueIndex
te_unit_value_index(TePeriod base, TePeriod current, TeUnmatched unmatched)
{
	Walk		walk = {{base, current}};
	IndexSums	sums = {0};
	TeUnitValueIndex result;
	Item		item;
	int32		items = 0;
	int32		left_out = 0;

	for (int i = 0; next_item(&walk, &item); i++)
	{
		double		ratio = change(&item, unmatched);

		TE_CHECK_EVERY(i);
		if (isnan(ratio))
		{
			left_out += item.value[0] != 0 || item.value[1] != 0;
			continue;
		}
		add_item(&sums, &item, ratio);
		items++;
	}
	if (unmatched == TE_UNMATCHED_ERROR && left_out > 0)
		items_unmatched(base, current);
	result = index_of(&sums);
	result.items = items;
	result.left_out = left_out;
	result.base_coverage = share_of(base.values, sums.value[0]);
	result.coverage = share_of(current.values, sums.value[1]);
	return result;
}
