/*
 * value_chain.c
 *	  A supply network of industries of many countries, with what each sells to the
 *	  final users of each country, and its solutions for many columns at once.
 *
 * A sweep reads every flow once for all columns, which is what it costs: a table
 * of 10,000 industries and 50 countries is solved for all countries in the time
 * that a few single columns take.  On a table that is certified productive, sweeps
 * of Gauss and Seidel converge (Varga, "Matrix Iterative Analysis", theorem 3.4).
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "indicator/value_chain.h"
#include "mix/mix.h"
#include "network/network_sums.h"
#include "propagation/edges.h"

#define MOST_SWEEPS 100000
#define TOLERANCE 1e-15			/* change of a sweep, in parts of a column's
								 * largest number */
#define ENOUGH 1e-12			/* change that may stand still */
#define AHEAD 8					/* sweeps between steps that go ahead */

/* A matrix of n rows, zeroed. */
double *
te_chain_matrix(const TeChain *chain, int columns)
{
	return te_vector((Size) chain->n * columns + 1);
}

/* ---- opening ---- */

/* Number of the country that a node's code begins with; counts separators in "parted". */
static int
country_of(TeChain *chain, TeCode node, const char *separator, int *parted)
{
	char	   *name = te_code_cstring(node);
	char	   *end = separator == NULL ? NULL : strstr(name, separator);

	if (end != NULL)
	{
		*end = '\0';
		(*parted)++;
	}
	return te_names_number(&chain->countries, name, NULL);
}

/*
 * Throws when no node has the separator: then every industry would be a country,
 * and what it sells at home exports.
 */
static void
require_parted(const TeChain *chain, const char *separator, int parted)
{
	if (separator == NULL || parted > 0 || chain->n == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: no node has the separator \"%s\" in its code", chain->model.function, separator),
			 errdetail("A first node is \"%s\": its country is what stands before the separator.",
					   te_code_cstring(te_network_code(&chain->model.v, 0))),
			 errhint("Give the separator of these codes, or separator => NULL where every node is a country.")));
}

/* Reads the countries of nodes and of final users, and who sells what to whom. */
static void
read_use(TeChain *chain, const TeNetwork *net, const char *separator)
{
	TeNetworkView use;
	int		   *buyer;
	int			parted = 0;

	te_network_open(&use, net);
	te_names_init(&chain->countries);
	chain->country = te_alloc(sizeof(int) * ((Size) chain->n + 1));
	for (int i = 0; i < chain->n; i++)
		chain->country[i] = country_of(chain, te_network_code(&chain->model.v, i), separator,
									   &parted);
	require_parted(chain, separator, parted);
	buyer = te_alloc_zero(sizeof(int) * ((Size) use.nnodes + 1));
	for (int e = 0; e < use.nedges; e++)
		buyer[use.out_user[e]] = 1;
	for (int j = 0; j < use.nnodes; j++)
		if (buyer[j])
			buyer[j] = te_names_number(&chain->countries,
									   te_code_cstring(te_network_code(&use, j)), NULL);
	chain->ncountries = chain->countries.count;
	chain->use = te_chain_matrix(chain, chain->ncountries);
	chain->final = te_vector(chain->n + 1);
	for (int j = 0; j < use.nnodes; j++)
	{
		int			i;

		if (use.out_start[j + 1] == use.out_start[j])
			continue;
		i = te_network_node(&chain->model.v, te_network_code(&use, j), "final_use");
		for (uint32 e = use.out_start[j]; e < use.out_start[j + 1]; e++)
		{
			chain->use[(Size) i * chain->ncountries + buyer[use.out_user[e]]] += use.out_amount[e];
			chain->final[i] += use.out_amount[e];
		}
	}
}

/* Report that a node has flows, but no output above 0. */
static void
no_output(const TeChain *chain, int i)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s: node \"%s\" has the output %.15g, but flows", chain->model.function,
					te_code_cstring(te_network_code(&chain->model.v, i)), chain->model.output[i]),
			 errdetail("Inputs per unit of output are not defined."),
			 errhint("Give its output by with_nodes(network, node, output, NULL), or its sales in final_use.")));
}

/* Output of each node: the given one, which must be what it sells, else all sales. */
static void
read_output(TeChain *chain)
{
	TeModel    *m = &chain->model;
	double	   *bought = te_network_in_strength(&m->v);

	te_network_require_balance(&m->v, m->function);
	m->output = te_network_out_strength(&m->v);
	m->inverse = te_vector(chain->n + 1);
	for (int i = 0; i < chain->n; i++)
	{
		bool		idle = bought[i] == 0 && m->output[i] == 0 && chain->final[i] == 0;

		if (m->v.output != NULL && !isnan(m->v.output[i]))
		{
			te_network_check_account(&m->v, i, m->v.output[i], m->output[i], chain->final[i],
									 m->function);
			m->output[i] = m->v.output[i];
		}
		else
			m->output[i] += chain->final[i];
		if (m->output[i] < 0 || (m->output[i] == 0 && !idle))
			no_output(chain, i);
		m->inverse[i] = m->output[i] > 0 ? 1.0 / m->output[i] : 0.0;
	}
	pfree(bought);
}

/* The same flows by user. */
static TeCells
transposed(const TeCells *c)
{
	TeCells		t = *c;
	uint32		nedges = c->start[c->n];
	uint32	   *start = te_alloc_zero(sizeof(uint32) * ((Size) c->n + 2));
	uint32	   *other = te_alloc(sizeof(uint32) * ((Size) nedges + 1));
	double	   *amount = te_vector_unset((Size) nedges + 1);

	for (uint32 e = 0; e < nedges; e++)
		start[c->other[e] + 2]++;
	for (int j = 0; j < c->n; j++)
		start[j + 2] += start[j + 1];
	for (int i = 0; i < c->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		for (uint32 e = c->start[i]; e < c->start[i + 1]; e++)
		{
			uint32		to = start[c->other[e] + 1]++;

			other[to] = i;
			amount[to] = c->amount[e];
		}
	}
	t.start = start;
	t.other = other;
	t.amount = amount;
	t.by_user = !c->by_user;
	return t;
}

/* Sales abroad of each node. */
static void
add_exports(TeChain *chain)
{
	const TeCells *c = &chain->sales;

	chain->exports = te_vector(chain->n + 1);
	for (int i = 0; i < chain->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		for (uint32 e = c->start[i]; e < c->start[i + 1]; e++)
			if (chain->country[c->other[e]] != chain->country[i])
				chain->exports[i] += c->amount[e];
		for (int r = 0; r < chain->ncountries; r++)
			if (r != chain->country[i])
				chain->exports[i] += chain->use[(Size) i * chain->ncountries + r];
	}
}

/* Opens a table. */
void
te_chain_open(TeChain *chain, const TeNetwork *net, const TeNetwork *use, const TeMix *weights,
			  const char *separator, const char *function)
{
	TeModel    *m = &chain->model;
	TeSystem	sys;
	TeSolveReport report = {0};

	memset(chain, 0, sizeof(*chain));
	if (separator != NULL && *separator == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"separator\" must not be empty"),
				 errhint("It is what stands between country and industry in the code of a node: ':' in JPN:magnets.")));
	m->function = function;
	te_network_open(&m->v, net);
	chain->n = m->v.nnodes;
	read_use(chain, use, separator);
	read_output(chain);
	chain->sales = (TeCells)
	{
		.n = chain->n, .start = m->v.out_start, .other = m->v.out_user, .amount = m->v.out_amount,
			.own = m->output
	};
	chain->purchases = transposed(&chain->sales);
	add_exports(chain);
	chain->weight = weights == NULL ? te_model_value_added(m) :
		te_network_vector(&m->v, weights, 0.0, "weights");
	for (int i = 0; i < chain->n; i++)
		chain->weight[i] *= m->inverse[i];
	sys = te_model_system(m, TE_BY_USER);
	te_model_certify(m, &sys, TE_BY_USER, &report);
}

/* A table of one country. */
void
te_chain_of_model(TeChain *chain, const TeModel *model)
{
	memset(chain, 0, sizeof(*chain));
	chain->model = *model;
	chain->n = model->v.nnodes;
	chain->sales = (TeCells)
	{
		.n = chain->n, .start = model->v.out_start, .other = te_network_all_users(&model->v),
			.amount = model->v.out_amount, .own = model->output
	};
	chain->purchases = transposed(&chain->sales);
}

/* ---- solving ---- */

/* The column of which a flow between two nodes is left out, -1 for none, -2 for all. */
static inline int
skipped(const TeChain *chain, const TeColumns *c, int seller, int buyer)
{
	int			from;
	int			to;

	if (c->skip == TE_SKIP_NONE)
		return -1;
	from = chain->country[seller];
	to = chain->country[buyer];
	if (from == to)
		return -1;
	if (c->skip == TE_SKIP_FOREIGN)
		return -2;
	if (c->skip == TE_SKIP_EXPORTS)
		return c->column[from];
	return from == c->exporter ? to : -1;
}

/* One sweep; "change" and "size" are the largest change and number of each column. */
static void
sweep(const TeChain *chain, const TeCells *cells, const TeColumns *c, double *sum, double *change,
	  double *size)
{
	int			k = c->count;

	memset(change, 0, k * sizeof(double));
	memset(size, 0, k * sizeof(double));
	for (int i = 0; i < cells->n; i++)
	{
		double	   *x = c->x + (Size) i * k;
		double		own = cells->own[i];

		CHECK_FOR_INTERRUPTS();
		if (own == 0)
			continue;
		memcpy(sum, c->b + (Size) i * k, k * sizeof(double));
		for (uint32 e = cells->start[i]; e < cells->start[i + 1]; e++)
		{
			int			j = cells->other[e];
			int			skip = cells->by_user ? skipped(chain, c, j, i) : skipped(chain, c, i, j);
			double		kept = skip >= 0 ? sum[skip] : 0.0;

			if (skip == -2)
				continue;
			if (j == i)
				own -= cells->amount[e];
			else
				te_run_add(sum, c->x + (Size) j * k, cells->amount[e], k);
			if (skip >= 0)
				sum[skip] = kept;
		}
		for (int r = 0; r < k; r++)
		{
			double		now = sum[r] / own;

			change[r] = Max(change[r], fabs(now - x[r]));
			size[r] = Max(size[r], fabs(now));
			x[r] = now;
		}
	}
}

/*
 * Sweeps shrink what is missing by the same factor every time, once the slowest part
 * alone is left: goes all the way in one step where the last two changes show it.
 * "from" is what the last sweep began with.  Any start leads to the solution, so
 * that a bad step costs sweeps only.
 */
static void
go_ahead(const TeChain *chain, TeColumns *c, const double *from, const double *change,
		 const double *before, double *step)
{
	int			k = c->count;

	for (int r = 0; r < k; r++)
	{
		double		factor = before[r] > 0 ? change[r] / before[r] : 0.0;

		step[r] = factor < 0.95 ? factor / (1.0 - factor) : 0.0;
	}
	for (int i = 0; i < chain->n; i++)
		for (int r = 0; r < k; r++)
			c->x[(Size) i * k + r] += step[r] * (c->x[(Size) i * k + r] - from[(Size) i * k + r]);
}

/* Whether some column is still far from its solution. */
static bool
is_far(const double *change, const double *size, int k)
{
	for (int r = 0; r < k; r++)
		if (change[r] > 1e3 * ENOUGH * size[r])
			return true;
	return false;
}

/* Whether every column changes as little as it can; "before" keeps the last changes. */
static bool
settled(const double *change, const double *size, double *before, int k)
{
	bool		all = true;

	for (int r = 0; r < k; r++)
	{
		if (change[r] > TOLERANCE * size[r] &&
			!(change[r] <= ENOUGH * size[r] && change[r] >= before[r]))
			all = false;
		before[r] = change[r];
	}
	return all;
}

/* Report that the numbers do not come to rest. */
static void
no_convergence(const TeChain *chain)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s: the solution did not converge", chain->model.function),
			 errdetail("After %d sweeps numbers still change.", MOST_SWEEPS),
			 errhint("Some nodes sell almost all they make to each other: check their outputs.")));
}

/* Solves for all columns. */
void
te_chain_solve(const TeChain *chain, const TeCells *cells, TeColumns *c)
{
	Size		cells_of_x = (Size) chain->n * c->count;
	double	   *sum = te_vector(c->count + 1);
	double	   *change = te_vector(c->count + 1);
	double	   *size = te_vector(c->count + 1);
	double	   *before = te_vector(c->count + 1);
	double	   *from = te_vector_unset(cells_of_x + 1);
	bool		done = false;

	memset(c->x, 0, cells_of_x * sizeof(double));
	for (int sweeps = 1; !done; sweeps++)
	{
		bool		look = sweeps % AHEAD == 0;

		if (sweeps > MOST_SWEEPS)
			no_convergence(chain);
		if (look)
			te_copy(from, c->x, cells_of_x * sizeof(double));
		sweep(chain, cells, c, sum, change, size);
		if (look && is_far(change, size, c->count))
		{
			go_ahead(chain, c, from, change, before, sum);
			memcpy(before, change, c->count * sizeof(double));
		}
		else
			done = settled(change, size, before, c->count);
	}
	pfree(sum);
	pfree(change);
	pfree(size);
	pfree(before);
	pfree(from);
}

/* What of each country's weight is in a unit of each node's product. */
double *
te_chain_content(const TeChain *chain)
{
	double	   *b = te_chain_matrix(chain, chain->ncountries);
	TeColumns	c = {.count = chain->ncountries, .b = b};

	for (int i = 0; i < chain->n; i++)
		b[(Size) i * chain->ncountries + chain->country[i]] =
			chain->weight[i] * chain->model.output[i];
	c.x = te_chain_matrix(chain, chain->ncountries);
	te_chain_solve(chain, &chain->purchases, &c);
	pfree(b);
	return c.x;
}
