/*
 * indicator.c
 *	  Measures of trade that need a few totals: revealed advantage, two-way
 *	  trade, intensity, protection.
 *
 * Sources: Balassa (Manchester School 33, 1965); Dalum, Laursen and Villumsen
 * (International Review of Applied Economics 12, 1998) for the symmetric, Hoen
 * and Oosterhaven (Annals of Regional Science 40, 2006) for the additive form;
 * Lafay (1992); Grubel and Lloyd, "Intra-industry Trade" (1975); Bruelhart
 * (Review of World Economics 130, 1994); Kojima (1964), Drysdale and Garnaut
 * (1982) for intensity; Corden (Journal of Political Economy 74, 1966);
 * Santillan-Saldivar et al. (International Journal of Life Cycle Assessment 27,
 * 2022) for characterisation factors.
 */
#include "postgres.h"

#include <math.h>

#include "base/trade_exposure.h"
#include "indicator/indicator.h"

#define ROUNDING 1e-9			/* of totals that went through text or were
								 * added in another order, in parts of them */

const char *const te_advantage_forms[TE_ADVANTAGE_FORMS] = {"balassa", "symmetric", "additive"};

/* An amount of trade as it was given; throws for one that is negative or not finite. */
double
te_trade_table_amount(const char *argument, double amount)
{
	te_check_finite(argument, amount);
	if (amount < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"%s\" must not be negative, but is %.15g", argument, amount),
				 errdetail("Exports, imports and their totals are amounts of zero or more."),
				 errhint("Add corrections to the rows that they correct first.")));
	return amount;
}

/* Throws when a part is above its total by more than rounding. */
void
te_check_part(const char *part, double amount, const char *whole, double total)
{
	if (amount > total * (1.0 + ROUNDING))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be above %s, but is %.15g of %.15g", part, whole, amount, total),
				 errdetail("A part is not larger than the total that it is a part of."),
				 errhint("Take both from the same rows, in the same unit.")));
}

/* a times b is the result times 2^exponent, whatever the size of both. */
static double
product_of(double a, double b, int *exponent)
{
	int			of_a,
				of_b;
	double		m = frexp(a, &of_a) * frexp(b, &of_b);

	*exponent = of_a + of_b;
	return m;
}

/* Revealed advantage; each side is one product, so that equal shares are told as equal. */
double
te_advantage(double amount, double country, double product, double world, TeAdvantage form)
{
	int			exponent[2];
	double		mine = product_of(amount, world, &exponent[0]);
	double		usual = product_of(country, product, &exponent[1]);

	if (!(country > 0 && product > 0 && world > 0))
		return NAN;
	mine = ldexp(mine, exponent[0] - exponent[1]);
	if (form == TE_BALASSA)
		return te_no_underflow(mine / usual, amount);
	if (form == TE_SYMMETRIC)
		return isinf(mine) ? 1.0 : (mine - usual) / (mine + usual);
	return amount / country - product / world;
}

/*
 * Lafay's index: with X + M = T it is 200 (x M - m X) / T^2, which loses nothing
 * where both balances are alike.
 */
double
te_lafay(double exports, double imports, double all_exports, double all_imports)
{
	double		all = all_exports + all_imports;
	int			e;

	(void) frexp(Max(all_exports, all_imports), &e);
	if (!(all > 0))
		return NAN;
	exports = ldexp(exports, -e);
	imports = ldexp(imports, -e);
	all_exports = ldexp(all_exports, -e);
	all_imports = ldexp(all_imports, -e);
	all = all_exports + all_imports;
	return 200.0 * (exports * all_imports - imports * all_exports) / (all * all);
}

/* Two-way trade of what both sides have and what each has. */
double
te_two_way(double both, double exports, double imports)
{
	double		all = exports + imports;

	return te_no_underflow(isinf(all) ? both / (exports / 2 + imports / 2) : 2 * both / all, both);
}

/* What both sides of a trade, or of a change of the same direction, have. */
double
te_both_ways(double exports, double imports)
{
	return (exports < 0) != (imports < 0) ? 0.0 : Min(fabs(exports), fabs(imports));
}

/* Trade intensity. */
double
te_trade_table_intensity(double flow, double exports, double partner_imports, double world_imports,
						 double own_imports)
{
	double		others = world_imports - own_imports;
	int			exponent[2];
	double		mine = product_of(flow, others, &exponent[0]);
	double		usual = product_of(exports, partner_imports, &exponent[1]);

	te_check_part("flow", flow, "exports", exports);
	te_check_part("own_imports", own_imports, "world_imports", world_imports);
	te_check_part("partner_imports and own_imports together", partner_imports + own_imports,
				  "world_imports", world_imports);
	if (!(exports > 0 && partner_imports > 0 && others > 0))
		return NAN;
	return te_no_underflow(ldexp(mine / usual, exponent[0] - exponent[1]), flow);
}

/* Effective rate of protection; not defined where inputs are worth all of the product. */
double
te_effective_protection(double tariff, double input_tariffs, double inputs)
{
	return fabs(1.0 - inputs) <= ROUNDING ? NAN : (tariff - input_tariffs) / (1.0 - inputs);
}

/* GeoPolRisk characterisation factor; not defined where the reference has none. */
double
te_geopolrisk_factor(double score, double price, double reference)
{
	return reference > 0 ? te_no_underflow(score * price / reference, Min(score, price)) : NAN;
}
