/*
 * value_chain_wang.c
 *	  The sixteen terms of Wang, Wei and Zhu, by exporting industry and importer.
 *
 * Source: Wang, Wei and Zhu (NBER Working Paper 19677, 2013), equation 37.  What an
 * importer makes of inputs goes eight ways; each way is one number for each node,
 * per unit of its output, and needs the whole inverse only times a few columns.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "indicator/value_chain_wang.h"

#define WAYS 8					/* ways of what an importer makes of inputs */
#define AT(matrix, i, r) ((matrix)[(Size) (i) * G + (r)])

/* The ways, in the order of the terms 2 to 9. */
enum
{
	USED_UP,					/* by the importer, from its own last stage */
	USED_UP_BY_THIRD,			/* through inputs of third countries, at home
								 * there */
	FINAL_TO_THIRD,				/* final goods to third countries */
	INPUTS_TO_THIRD,			/* inputs to third countries, for their
								 * exports */
	FINAL_BACK,					/* final goods back to the exporter */
	FINAL_BACK_BY_THIRD,		/* the same from third countries */
	INPUTS_BACK,				/* inputs back, for use at home */
	INPUTS_BACK_EXPORTED		/* inputs back, for final exports */
};

/* Solves columns of final use over the whole table. */
static double *
solved(const TeChain *chain, const double *b, int count)
{
	TeColumns	c = {.count = count, .b = b, .x = te_chain_matrix(chain, count)};

	te_chain_solve(chain, &chain->sales, &c);
	return c.x;
}

/* Final exports of node i. */
static double
final_exports(const TeChain *chain, int i)
{
	return chain->final[i] - chain->use[(Size) i * chain->ncountries + chain->country[i]];
}

/* What the terms need besides. */
void
te_export_wang_base(TeWangBase *wang, const TeExportBase *base)
{
	const TeChain *chain = base->chain;
	const int	G = chain->ncountries;
	double	   *b = te_chain_matrix(chain, G);

	wang->base = base;
	for (int i = 0; i < chain->n; i++)
		AT(b, i, chain->country[i]) = AT(chain->use, i, chain->country[i]);
	wang->home = solved(chain, b, G);
	for (int i = 0; i < chain->n; i++)
		AT(b, i, chain->country[i]) = final_exports(chain, i);
	wang->export = solved(chain, b, G);
	pfree(b);
}

/* The ways of what importers make of the inputs of s, WAYS numbers a node. */
static double *
ways_of(const TeWangBase *wang, int s)
{
	const TeChain *chain = wang->base->chain;
	const int	G = chain->ncountries;
	double	   *way = te_chain_matrix(chain, WAYS);
	double	   *b = te_chain_matrix(chain, G);
	double	   *two = te_chain_matrix(chain, 2);
	double	   *own;
	double	   *all;

	/*
	 * column r: what r sells to the final users of s; all of it, and what
	 * others sell to others
	 */
	for (int i = 0; i < chain->n; i++)
	{
		int			r = chain->country[i];

		if (r == s)
			continue;
		AT(b, i, r) = AT(chain->use, i, s);
		two[(Size) i * 2] = AT(chain->use, i, s);
		two[(Size) i * 2 + 1] = final_exports(chain, i) - AT(chain->use, i, s);
	}
	own = solved(chain, b, G);
	all = solved(chain, two, 2);
	for (int i = 0; i < chain->n; i++)
	{
		int			r = chain->country[i];
		double	   *w = way + (Size) i * WAYS;
		double		home = 0.0;

		for (int t = 0; t < G; t++)
			if (t != r && t != s)
				home += AT(wang->home, i, t);
		w[USED_UP] = AT(wang->home, i, r);
		w[USED_UP_BY_THIRD] = home;
		w[FINAL_TO_THIRD] = AT(wang->export, i, r) - AT(own, i, r);
		w[INPUTS_TO_THIRD] = all[(Size) i * 2 + 1] - w[FINAL_TO_THIRD];
		w[FINAL_BACK] = AT(own, i, r);
		w[FINAL_BACK_BY_THIRD] = all[(Size) i * 2] - w[FINAL_BACK];
		w[INPUTS_BACK] = AT(wang->home, i, s);
		w[INPUTS_BACK_EXPORTED] = AT(wang->export, i, s);
	}
	pfree(b);
	pfree(two);
	pfree(own);
	pfree(all);
	return way;
}

/* Adds node i's sales of inputs, by way, to the terms of their importers. */
static void
add_inputs(const TeExportBase *base, int i, int s, const double *way, double *terms)
{
	const TeChain *chain = base->chain;
	const int	G = chain->ncountries;
	const TeCells *c = &chain->sales;
	double		own = AT(base->content, i, s);
	double		all = 0.0;

	for (int t = 0; t < G; t++)
		all += t != s ? AT(base->content, i, t) : 0.0;
	for (uint32 e = c->start[i]; e < c->start[i + 1]; e++)
	{
		int			j = c->other[e];
		int			r = chain->country[j];
		double		z = c->amount[e];
		double	   *to = terms + (Size) r * TE_WWZ_TERMS;
		double		importer;

		if (r == s)
			continue;
		importer = AT(base->content, i, r);
		for (int k = 0; k < WAYS; k++)
			to[1 + k] += base->local[i] * z * way[(Size) j * WAYS + k];
		to[9] += (own - base->local[i]) * z;
		to[11] += importer * z * base->home[j];
		to[12] += importer * z * base->abroad[j];
		to[14] += (all - importer) * z * base->home[j];
		to[15] += (all - importer) * z * base->abroad[j];
	}
	for (int r = 0; r < G; r++)
		if (r != s)
		{
			double	   *to = terms + (Size) r * TE_WWZ_TERMS;
			double		used = AT(chain->use, i, r);

			to[0] += own * used;
			to[10] += AT(base->content, i, r) * used;
			to[13] += (all - AT(base->content, i, r)) * used;
		}
}

/* The sixteen terms of the exports of country s. */
double *
te_export_wang(const TeWangBase *wang, int s)
{
	const TeChain *chain = wang->base->chain;
	double	   *terms = te_chain_matrix(chain, chain->ncountries * TE_WWZ_TERMS);
	double	   *way = ways_of(wang, s);

	for (int i = 0; i < chain->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (chain->country[i] == s)
			add_inputs(wang->base, i, s, way, terms + (Size) i * chain->ncountries * TE_WWZ_TERMS);
	}
	pfree(way);
	return terms;
}
