/*
 * loss_math.c
 *	  Distributions of losses as sorted atoms.
 *
 * Value at risk and expected shortfall of distributions with atoms follow
 * Acerbi and Tasche (2002), "On the coherence of expected shortfall", and
 * Rockafellar and Uryasev (2002), "Conditional value-at-risk for general loss
 * distributions".
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/float.h"

#include "base/sum.h"
#include "base/trade_exposure.h"
#include "loss/loss_math.h"

/* Losses this close, relatively, are one atom: sums of the same losses in another order. */
#define SAME_LOSS 1e-12

/* By loss, then by probability, so that sums do not depend on the order of rows. */
static inline int
compare_atoms(const TeAtom *p, const TeAtom *q)
{
	if (p->loss != q->loss)
		return (p->loss < q->loss) ? -1 : 1;
	return (p->probability > q->probability) - (p->probability < q->probability);
}

#define ST_SORT sort_atoms
#define ST_ELEMENT_TYPE TeAtom
#define ST_COMPARE(a, b) compare_atoms(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Are two losses the same but for rounding? */
static inline bool
same_loss(double a, double b)
{
	return fabs(a - b) <= SAME_LOSS * Max(fabs(a), fabs(b));
}

/* Sorts atoms and joins equal losses; probabilities are left as they are. */
void
te_losses_sort(TeLosses *losses)
{
	int			kept = 0;

	if (losses->n == 0)
		return;
	sort_atoms(losses->atoms, losses->n);
	for (int i = 1; i < losses->n; i++)
	{
		TeSum		sum = {losses->atoms[kept].probability, 0.0};

		TE_CHECK_EVERY(i);
		if (losses->atoms[i].loss != losses->atoms[kept].loss)
		{
			losses->atoms[++kept] = losses->atoms[i];
			continue;
		}
		for (; i < losses->n && losses->atoms[i].loss == losses->atoms[kept].loss; i++)
			te_sum_add(&sum, losses->atoms[i].probability);
		i--;
		losses->atoms[kept].probability = sum.hi;
	}
	losses->n = kept + 1;
}

/* Σ probability, without regard to order. */
double
te_losses_mass(const TeLosses *losses)
{
	TeSum		sum = {0.0, 0.0};

	for (int i = 0; i < losses->n; i++)
	{
		TE_CHECK_EVERY(i);
		te_sum_add(&sum, losses->atoms[i].probability);
	}
	return sum.hi;
}

/*
 * Makes a distribution of exclusive scenarios: what cannot happen is left out, and
 * "no loss" gets what is missing from 1.
 */
void
te_losses_complete(TeLosses *losses)
{
	double		rest = 1.0 - te_losses_mass(losses);
	int			kept = 0;
	int			i = 0;

	for (int k = 0; k < losses->n; k++)
		if (losses->atoms[k].probability > 0.0)
			losses->atoms[kept++] = losses->atoms[k];
	losses->n = kept;

	if (rest <= TE_LOSS_TOLERANCE)
		return;
	while (i < losses->n && losses->atoms[i].loss < 0.0)
		i++;
	if (i < losses->n && losses->atoms[i].loss == 0.0)
	{
		losses->atoms[i].probability += rest;
		return;
	}
	memmove(&losses->atoms[i + 1], &losses->atoms[i], sizeof(TeAtom) * (losses->n - i));
	losses->atoms[i] = (TeAtom) {0.0, rest};
	losses->n++;
}

/* Σ probability · loss. */
double
te_losses_mean(const TeLosses *losses)
{
	TeSum		sum = {0.0, 0.0};

	for (int i = 0; i < losses->n; i++)
	{
		TE_CHECK_EVERY(i);
		te_sum_add(&sum, losses->atoms[i].probability * losses->atoms[i].loss);
	}
	return sum.hi;
}

/* Σ probability · (loss − mean)². */
double
te_losses_variance(const TeLosses *losses)
{
	double		mean = te_losses_mean(losses);
	TeSum		sum = {0.0, 0.0};

	for (int i = 0; i < losses->n; i++)
	{
		double		off = losses->atoms[i].loss - mean;

		TE_CHECK_EVERY(i);
		te_sum_add(&sum, losses->atoms[i].probability * off * off);
	}
	return sum.hi;
}

/* The atom on which P(L ≤ loss) reaches alpha. */
static int
quantile_atom(const TeLosses *losses, double alpha)
{
	TeSum		sum = {0.0, 0.0};

	for (int i = 0; i < losses->n; i++)
	{
		TE_CHECK_EVERY(i);
		te_sum_add(&sum, losses->atoms[i].probability);
		if (losses->atoms[i].probability > 0 && sum.hi >= alpha - TE_LOSS_TOLERANCE)
			return i;
	}
	return losses->n - 1;
}

/* Smallest loss l with P(L ≤ l) ≥ alpha. */
double
te_losses_quantile(const TeLosses *losses, double alpha)
{
	return losses->atoms[quantile_atom(losses, alpha)].loss;
}

/* Σ over the worst 1 − alpha of (loss − origin)^power, power 1 or 2, divided by 1 − alpha. */
static double
tail_moment(const TeLosses *losses, double alpha, double origin, int power)
{
	int			at = quantile_atom(losses, alpha);
	double		rest = 1.0 - alpha;
	TeSum		tail = {0.0, 0.0};
	TeSum		sum = {0.0, 0.0};
	double		off;

	for (int i = losses->n - 1; i > at; i--)
	{
		TE_CHECK_EVERY(i);
		off = losses->atoms[i].loss - origin;
		te_sum_add(&tail, losses->atoms[i].probability);
		te_sum_add(&sum, losses->atoms[i].probability * (power == 2 ? off * off : off));
	}
	off = losses->atoms[at].loss - origin;
	te_sum_add(&sum, Max(0.0, rest - tail.hi) * (power == 2 ? off * off : off));
	return sum.hi / rest;
}

/* Mean of the worst 1 − alpha of the distribution. */
double
te_losses_shortfall(const TeLosses *losses, double alpha)
{
	return tail_moment(losses, alpha, 0.0, 1);
}

/* Variance of the loss within the worst 1 − alpha. */
double
te_losses_tail_variance(const TeLosses *losses, double alpha)
{
	return tail_moment(losses, alpha, te_losses_shortfall(losses, alpha), 2);
}

/* Throws when a distribution would get more atoms than allowed. */
static void
check_atoms(int64 n)
{
	if (n > TE_LOSS_MAX_ATOMS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the exact distribution has more than %d different losses", TE_LOSS_MAX_ATOMS),
				 errhint("Round the losses with the argument \"grid\", or draw them with simulate_loss.")));
}

/*
 * Appends an atom to sorted ones, or joins it to the last; throws when a sum
 * left float8's range.
 */
static inline void
append_atom(TeLosses *losses, double loss, double probability)
{
	if (!isfinite(loss))
		float_overflow_error();
	if (probability <= 0)
		return;
	if (losses->n > 0 && same_loss(losses->atoms[losses->n - 1].loss, loss))
		losses->atoms[losses->n - 1].probability += probability;
	else
		losses->atoms[losses->n++] = (TeAtom) {loss, probability};
}

/* The sum of two independent losses. */
void
te_losses_convolve(const TeLosses *a, const TeLosses *b, TeLosses *sum)
{
	int64		n = (int64) a->n * b->n;
	TeLosses	all;

	check_atoms(n);
	all.n = 0;
	all.atoms = palloc(sizeof(TeAtom) * Max(n, 1));
	for (int i = 0; i < a->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int j = 0; j < b->n; j++)
			all.atoms[all.n++] = (TeAtom)
		{
			a->atoms[i].loss + b->atoms[j].loss,
				a->atoms[i].probability * b->atoms[j].probability
		};
	}
	sort_atoms(all.atoms, all.n);
	sum->n = 0;
	sum->atoms = all.atoms;		/* append_atom never overtakes the reader */
	for (int i = 0; i < all.n; i++)
		append_atom(sum, all.atoms[i].loss, all.atoms[i].probability);
}

/* The sum of a sorted distribution and one event: two sorted lists merged. */
static void
add_event(const TeLosses *before, const TeAtom *event, TeLosses *after)
{
	double		without = 1.0 - event->probability;
	int			i = 0;
	int			j = 0;

	after->n = 0;
	while (i < before->n || j < before->n)
	{
		/* one of both may have come to its end, and sums may be infinite */
		double		stays = (i < before->n) ? before->atoms[i].loss : INFINITY;
		double		moves = (j < before->n) ? before->atoms[j].loss + event->loss : INFINITY;

		if (j == before->n || (i < before->n && stays <= moves))
			append_atom(after, stays, before->atoms[i++].probability * without);
		else
			append_atom(after, moves, before->atoms[j++].probability * event->probability);
	}
}

/* The sum of independent events, each of which happens or not. */
void
te_losses_of_events(TeLosses *events, double grid, TeLosses *sum)
{
	TeLosses	next;
	int			room = 16;

	for (int i = 0; grid > 0 && i < events->n; i++)
		events->atoms[i].loss = rint(events->atoms[i].loss / grid) * grid;
	sort_atoms(events->atoms, events->n);
	sum->n = 1;
	sum->atoms = palloc(sizeof(TeAtom) * room);
	sum->atoms[0] = (TeAtom) {0.0, 1.0};
	next.atoms = palloc(sizeof(TeAtom) * room);
	for (int i = 0; i < events->n; i++)
	{
		TeLosses	swap;

		CHECK_FOR_INTERRUPTS();
		if (2 * sum->n > room)
		{
			room = 4 * sum->n;
			next.atoms = repalloc_huge(next.atoms, sizeof(TeAtom) * room);
			sum->atoms = repalloc_huge(sum->atoms, sizeof(TeAtom) * room);
		}
		add_event(sum, &events->atoms[i], &next);
		check_atoms(next.n);
		swap = *sum;
		*sum = next;
		next = swap;
	}
	pfree(next.atoms);
}
