/*
 * value_chain_export.c
 *	  Whose value is in exports: decompositions of gross exports.
 *
 * Sources: Hummels, Ishii and Yi (Journal of International Economics 54, 2001);
 * Johnson and Noguera (Journal of International Economics 86, 2012); Koopman,
 * Wang and Wei (American Economic Review 104, 2014), equation 36; Wang, Wei and
 * Zhu (NBER Working Paper 19677, 2013), equation 37; Borin and Mancini (Economic
 * Systems Research 35, 2023).  L is the inverse of the whole table, L_ss that of
 * one country alone.  With the exports of inputs of s left out of the table,
 * L = L° (I + A_s L), so that what is counted twice is the difference of two
 * contents and needs no solution of its own.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "indicator/value_chain_export.h"

#define AT(matrix, i, r) ((matrix)[(Size) (i) * G + (r)])
#define G_OF(base) const TeChain *chain = (base)->chain; const int G = chain->ncountries

/* Of country s in a unit of node i, and a number of the column of s. */
#define OWN(base, i, s) ((base)->content[(Size) (i) * (base)->holders + (base)->column[s]])
#define ASKED(base, matrix, i, s) ((matrix)[(Size) (i) * (base)->asked + (base)->column[s]])

/* What each node sells to each country's nodes. */
static double *
sales_to(const TeChain *chain)
{
	const int	G = chain->ncountries;
	const TeCells *c = &chain->sales;
	double	   *sold = te_chain_matrix(chain, G);

	for (int i = 0; i < chain->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		for (uint32 e = c->start[i]; e < c->start[i + 1]; e++)
			AT(sold, i, chain->country[c->other[e]]) += c->amount[e];
	}
	return sold;
}

/* One column's solution, by domestic tiers only. */
static double *
local_solution(const TeChain *chain, const TeCells *cells, const double *b)
{
	TeColumns	c = {.count = 1, .skip = TE_SKIP_FOREIGN, .b = b, .x = te_chain_matrix(chain, 1)};

	te_chain_solve(chain, cells, &c);
	return c.x;
}

/* Solutions that depend on no exporter and no border. */
static void
local_base(TeExportBase *base)
{
	G_OF(base);
	const TeCells *bought = &chain->purchases;
	double	   *b = te_chain_matrix(chain, 1);

	for (int i = 0; i < chain->n; i++)
		b[i] = chain->weight[i] * chain->model.output[i];
	base->local = local_solution(chain, bought, b);
	for (int j = 0; j < chain->n; j++)
	{
		b[j] = 0.0;
		for (uint32 e = bought->start[j]; e < bought->start[j + 1]; e++)
			if (chain->country[bought->other[e]] != chain->country[j])
				b[j] += bought->amount[e];
	}
	base->imports = local_solution(chain, bought, b);
	for (int i = 0; i < chain->n; i++)
		b[i] = AT(chain->use, i, chain->country[i]);
	base->home = local_solution(chain, &chain->sales, b);
	base->abroad = local_solution(chain, &chain->sales, chain->exports);
	pfree(b);
}

/* Numbers the countries whose exports are asked for. */
static void
number_asked(TeExportBase *base, const bool *asked)
{
	const int	G = base->chain->ncountries;

	base->column = palloc_array(int, G + 1);
	for (int s = 0; s < G; s++)
		base->column[s] = asked == NULL || asked[s] ? base->asked++ : -1;
	base->holders = base->asked + (base->asked < G ? 1 : 0);
}

/* What a unit holds of each country that is asked for, and of all others. */
static double *
content_of(const TeExportBase *base)
{
	const TeChain *chain = base->chain;
	double	   *b = te_chain_matrix(chain, base->holders);
	TeColumns	c = {.count = base->holders, .b = b, .x = te_chain_matrix(chain, base->holders)};

	for (int i = 0; i < chain->n; i++)
	{
		int			at = base->column[chain->country[i]];

		b[(Size) i * base->holders + (at < 0 ? base->asked : at)] =
			chain->weight[i] * chain->model.output[i];
	}
	te_chain_solve(chain, &chain->purchases, &c);
	pfree(b);
	return c.x;
}

/* A solution in a column for each country asked for, of whose exports it is free. */
static TeColumns
columns_asked(const TeExportBase *base, const double *b)
{
	return (TeColumns)
	{
		.count = base->asked, .skip = TE_SKIP_EXPORTS, .column = base->column, .b = b,
			.x = te_chain_matrix(base->chain, base->asked)
	};
}

/* What a unit holds in column s of country s (own), or of all, when s exports no inputs. */
static double *
content_once(const TeExportBase *base, bool own)
{
	G_OF(base);
	double	   *b = te_chain_matrix(chain, base->asked);
	TeColumns	c = columns_asked(base, b);

	for (int i = 0; i < chain->n; i++)
		for (int s = 0; s < G; s++)
			if (base->column[s] >= 0 && (!own || s == chain->country[i]))
				ASKED(base, b, i, s) = chain->weight[i] * chain->model.output[i];
	te_chain_solve(chain, &chain->purchases, &c);
	pfree(b);
	return c.x;
}

/* Solves what every decomposition needs. */
void
te_export_base(TeExportBase *base, const TeChain *chain, const bool *asked, bool once)
{
	const int	G = chain->ncountries;

	memset(base, 0, sizeof(*base));
	base->chain = chain;
	number_asked(base, asked);
	base->content = content_of(base);
	base->sold = sales_to(chain);
	for (Size k = 0; k < (Size) chain->n * G; k++)
		base->sold[k] += chain->use[k];
	local_base(base);
	if (once)
	{
		base->own_once = content_once(base, true);
		base->all_once = content_once(base, false);
	}
}

/* Sum of a unit's contents of all countries but s. */
static double
foreign_content(const TeExportBase *base, int i, int s)
{
	const double *content = base->content + (Size) i * base->holders;
	double		sum = 0.0;

	for (int t = 0; t < base->holders; t++)
		if (t != base->column[s])
			sum += content[t];
	return sum;
}

/* Adds a node's exports, given what a unit of them holds. */
static void
add_exports(TeExports *to, double exports, double own, double own_once, double foreign,
			double foreign_once)
{
	to->gross += exports;
	to->dva += own_once * exports;
	to->ddc += (own - own_once) * exports;
	to->fva += foreign_once * exports;
	to->fdc += (foreign - foreign_once) * exports;
}

/* Exports of country s, by country of value added: to country r, or with -1 to all. */
TeExports
te_export_source(const TeExportBase *base, int s, int r)
{
	G_OF(base);
	TeExports	all = {0};

	for (int i = 0; i < chain->n; i++)
		if (chain->country[i] == s)
			add_exports(&all, r < 0 ? chain->exports[i] : AT(base->sold, i, r),
						OWN(base, i, s), ASKED(base, base->own_once, i, s),
						foreign_content(base, i, s),
						ASKED(base, base->all_once, i, s) - ASKED(base, base->own_once, i, s));
	return all;
}

/* Exports of country s to each country, counted across that border alone. */
TeExports *
te_export_pure(const TeExportBase *base, int s)
{
	G_OF(base);
	TeExports  *to = palloc0(sizeof(TeExports) * (G + 1));
	double	   *b = te_chain_matrix(chain, G);
	TeColumns	own = {.count = G, .skip = TE_SKIP_PAIR, .exporter = s, .b = b};
	TeColumns	all = own;

	own.x = te_chain_matrix(chain, G);
	all.x = te_chain_matrix(chain, G);
	for (int i = 0; i < chain->n; i++)
		for (int r = 0; r < G; r++)
			AT(b, i, r) = chain->weight[i] * chain->model.output[i];
	te_chain_solve(chain, &chain->purchases, &all);
	for (int i = 0; i < chain->n; i++)
		for (int r = 0; r < G && chain->country[i] != s; r++)
			AT(b, i, r) = 0.0;
	te_chain_solve(chain, &chain->purchases, &own);
	for (int i = 0; i < chain->n; i++)
		for (int r = 0; r < G && chain->country[i] == s; r++)
			if (r != s)
				add_exports(&to[r], AT(base->sold, i, r), OWN(base, i, s), AT(own.x, i, r),
							foreign_content(base, i, s), AT(all.x, i, r) - AT(own.x, i, r));
	pfree(b);
	pfree(own.x);
	pfree(all.x);
	return to;
}

/* Sum over the nodes of country r that node i sells to, of amount times factor. */
static double
sold_to(const TeChain *chain, int i, int r, const double *factor)
{
	const TeCells *c = &chain->sales;
	double		sum = 0.0;

	for (uint32 e = c->start[i]; e < c->start[i + 1]; e++)
		if (chain->country[c->other[e]] == r)
			sum += c->amount[e] * factor[c->other[e]];
	return sum;
}

/* Per output of each node: what final use needs that comes to it before s exports again. */
double *
te_export_ultimate(const TeExportBase *base)
{
	G_OF(base);
	double	   *b = te_chain_matrix(chain, base->asked);
	TeColumns	c = columns_asked(base, b);

	for (int i = 0; i < chain->n; i++)
		for (int s = 0; s < G; s++)
			if (base->column[s] >= 0)
				ASKED(base, b, i, s) = s == chain->country[i] ? AT(chain->use, i, s) :
					chain->final[i];
	te_chain_solve(chain, &chain->sales, &c);
	pfree(b);
	return c.x;
}

/* Exports of country s to each country, each value counted where it leaves s the last time. */
TeExports *
te_export_sink(const TeExportBase *base, const double *ultimate, int s)
{
	G_OF(base);
	TeExports  *to = palloc0(sizeof(TeExports) * (G + 1));
	double	   *last = te_vector(G + 1);

	for (int i = 0; i < chain->n; i++)
	{
		const TeCells *c = &chain->sales;
		double		own = OWN(base, i, s);
		double		foreign;

		CHECK_FOR_INTERRUPTS();
		if (chain->country[i] != s)
			continue;
		foreign = foreign_content(base, i, s);
		for (int r = 0; r < G; r++)
			last[r] = AT(chain->use, i, r);
		for (uint32 e = c->start[i]; e < c->start[i + 1]; e++)
			last[chain->country[c->other[e]]] +=
				c->amount[e] * ASKED(base, ultimate, c->other[e], s);
		for (int r = 0; r < G; r++)
		{
			double		again = AT(base->sold, i, r) - last[r];

			to[r].dva += own * last[r];
			to[r].ddc += own * again;
			to[r].fva += foreign * last[r];
			to[r].fdc += foreign * again;
		}
	}
	pfree(last);
	return to;
}

/* Two-border measures of the exports of s to each country. */
TeTripartite *
te_export_tripartite(const TeExportBase *base, int s)
{
	G_OF(base);
	TeTripartite *to = palloc0(sizeof(TeTripartite) * (G + 1));

	for (int i = 0; i < chain->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int r = 0; r < G && chain->country[i] == s; r++)
		{
			double		used = AT(chain->use, i, r) + sold_to(chain, i, r, base->home);
			double		passed = sold_to(chain, i, r, base->abroad);

			to[r].direct += base->local[i] * used;
			to[r].backward += base->imports[i] * used;
			to[r].two_sided += base->imports[i] * passed;
			to[r].forward += AT(base->sold, i, r);
		}
	}
	for (int r = 0; r < G; r++)
		to[r].forward -= to[r].direct + to[r].backward + to[r].two_sided;
	return to;
}

/* Value added of s that its importers use up themselves. */
double
te_export_direct(const TeExportBase *base, int s)
{
	G_OF(base);
	const TeCells *c = &chain->sales;
	double		sum = 0.0;

	for (int i = 0; i < chain->n; i++)
	{
		double		used = chain->final[i] - AT(chain->use, i, s);

		CHECK_FOR_INTERRUPTS();
		if (chain->country[i] != s)
			continue;
		for (uint32 e = c->start[i]; e < c->start[i + 1]; e++)
			if (chain->country[c->other[e]] != s)
				used += c->amount[e] * base->home[c->other[e]];
		sum += base->local[i] * used;
	}
	return sum;
}

/* The nine terms of Koopman, Wang and Wei. */
void
te_export_koopman(const TeExportBase *base, int s, double *terms)
{
	G_OF(base);
	const TeCells *c = &chain->sales;

	memset(terms, 0, sizeof(double) * TE_KWW_TERMS);
	for (int j = 0; j < chain->n; j++)
	{
		int			r = chain->country[j];
		double		own = OWN(base, j, s);
		double		foreign = r == s ? foreign_content(base, j, s) : 0.0;

		CHECK_FOR_INTERRUPTS();
		for (int t = 0; t < G; t++)
		{
			double		used = AT(chain->use, j, t);

			if (r == s && t != s)
			{
				terms[0] += own * used;
				terms[6] += foreign * used;
			}
			else if (r != s)
				terms[t == r ? 1 : t == s ? 3 : 2] += own * used;
		}
		for (uint32 e = c->start[j]; e < c->start[j + 1]; e++)
		{
			int			k = c->other[e];

			if (r != s && chain->country[k] == s)
			{
				terms[4] += own * c->amount[e] * base->home[k];
				terms[5] += own * c->amount[e] * base->abroad[k];
			}
			else if (r == s && chain->country[k] != s)
			{
				terms[7] += foreign * c->amount[e] * base->home[k];
				terms[8] += foreign * c->amount[e] * base->abroad[k];
			}
		}
	}
}

/* Value added of s that others use up. */
double
te_export_absorbed(const TeExportBase *base, int s)
{
	G_OF(base);
	double		sum = 0.0;

	for (int j = 0; j < chain->n; j++)
		sum += OWN(base, j, s) * (chain->final[j] - AT(chain->use, j, s));
	return sum;
}

/* Value added of s in the exports of others. */
double
te_export_forward(const TeExportBase *base, int s)
{
	const TeChain *chain = base->chain;
	double		sum = 0.0;

	for (int j = 0; j < chain->n; j++)
		if (chain->country[j] != s)
			sum += OWN(base, j, s) * chain->exports[j];
	return sum;
}

/* Imported inputs in the exports of s. */
double
te_export_imports(const TeExportBase *base, int s)
{
	const TeChain *chain = base->chain;
	double		sum = 0.0;

	for (int i = 0; i < chain->n; i++)
		if (chain->country[i] == s)
			sum += base->imports[i] * chain->exports[i];
	return sum;
}
