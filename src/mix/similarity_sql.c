/*
 * similarity_sql.c
 *	  Comparing two supply mixes, and splitting inequality between groups.
 *
 * Sources: Finger and Kreinin (Economic Journal 89, 1979) for the sum of
 * smaller shares; UNIDO's structural change index is one minus it; Bray and
 * Curtis (Ecological Monographs 27, 1957); Ružička (1958) for the weighted
 * Jaccard index; Theil (1967, chapter 4) for the decomposition.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "mix/concentration.h"
#include "mix/mix_json.h"

TE_FUNCTION(structural_change);
TE_FUNCTION(mix_similarity);

/* Sums over the origins of both mixes, each amount divided by its mix's divisor. */
typedef struct Comparison
{
	double		smaller;		/* Σ min(x, y) */
	double		larger;			/* Σ max(x, y) */
	double		product;		/* Σ x y */
	double		square_x;		/* Σ x² */
	double		square_y;		/* Σ y² */
} Comparison;

/* Adds one origin. */
static void
compare_origin(Comparison *c, double x, double y)
{
	c->smaller += Min(x, y);
	c->larger += Max(x, y);
	c->product += x * y;
	c->square_x += x * x;
	c->square_y += y * y;
}

/*
 * Walk both mixes in step.  Unspecified amounts, which may be anybody's, are
 * not a common supplier: they are left out.
 */
static Comparison
compare(const TeMix *a, const TeMix *b, double divisor_a, double divisor_b)
{
	Comparison	c = {0};
	int			i = 0,
				k = 0;

	while (i < a->norigins || k < b->norigins)
	{
		int			cmp = i >= a->norigins ? 1 : k >= b->norigins ? -1 :
			te_code_cmp(te_mix_code(a, i), te_mix_code(b, k));
		double		x = cmp <= 0 ? a->items[i++].amount / divisor_a : 0;
		double		y = cmp >= 0 ? b->items[k++].amount / divisor_b : 0;

		compare_origin(&c, x, y);
	}
	return c;
}

/* ½ Σ |share − share'| = 1 − Σ min(share, share'), of what is known */
Datum
structural_change(PG_FUNCTION_ARGS)
{
	TeMix	   *a = PG_GETARG_TE_MIX_P(0);
	TeMix	   *b = PG_GETARG_TE_MIX_P(1);
	double		ta = te_mix_named_total(a, "structural_change");
	double		tb = te_mix_named_total(b, "structural_change");
	Comparison	c;

	if (ta == 0 || tb == 0)
		PG_RETURN_NULL();
	c = compare(a, b, ta, tb);
	PG_RETURN_FLOAT8((c.larger - c.smaller) / 2);
}

/* How mixes are compared, in the order of the words below. */
enum
{
	BY_FINGER_KREININ,
	BY_COSINE,
	BY_BRAY_CURTIS,
	BY_JACCARD
};

/* mix_similarity(mix, other_mix, method) */
Datum
mix_similarity(PG_FUNCTION_ARGS)
{
	static const char *const methods[] = {"finger_kreinin", "cosine", "bray_curtis", "jaccard"};
	TeMix	   *a = PG_GETARG_TE_MIX_P(0);
	TeMix	   *b = PG_GETARG_TE_MIX_P(1);
	int			method = te_word_arg(fcinfo, 2, "method", methods, lengthof(methods), NULL);
	double		ta = te_mix_named_total(a, "mix_similarity");
	double		tb = te_mix_named_total(b, "mix_similarity");
	Comparison	c;

	if (ta == 0 || tb == 0)
		PG_RETURN_NULL();
	if (method == BY_FINGER_KREININ)
		PG_RETURN_FLOAT8(Min(compare(a, b, ta, tb).smaller, 1.0));
	if (method == BY_COSINE)
	{
		c = compare(a, b, ta, tb);
		PG_RETURN_FLOAT8(Min(c.product / sqrt(c.square_x * c.square_y), 1.0));
	}
	c = compare(a, b, Max(ta, tb), Max(ta, tb));	/* the ratios stay, sums
													 * do not overflow */
	if (method == BY_BRAY_CURTIS)
		TE_RETURN_DEFINED(2 * c.smaller / (c.smaller + c.larger));
	PG_RETURN_FLOAT8(c.smaller / c.larger);
}
