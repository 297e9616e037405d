/*
 * cascade_bound.c
 *	  Random networks and how their cascades end, for test/pgtap/cascade_bound.sql
 *	  and test/long/cascade_bound.sh; independent of the extension.
 *
 * gcc -O2 cascade_bound.c -lm && ./a.out NETWORKS SEED [ROUNDS]
 *
 * One line a node, network after network: the network, node, sector, whether the
 * sector's product is essential, the node's shock, its sales as "user:amount …",
 * and its losses: upstream; then downstream for leontief, linear and mixed, each
 * without and with rivals that replace.  All by plain rounds on dense matrices in
 * extended precision until nothing changes by more than 1e-19; a loss that ROUNDS
 * (20000) do not bring there is empty.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define M 10					/* nodes at most */
#define SECTORS 5

typedef long double Real;

typedef struct Net
{
	int			n;
	double		amount[M][M];	/* supplier, user */
	int			nsectors;
	int			sector[M];
	int			essential[SECTORS];
	double		shock[M];
} Net;

enum
{
	LEONTIEF, LINEAR, MIXED, UPSTREAM
};

static unsigned long long state;

static double
draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 11) * 0x1p-53;
}

static int
below(int n)
{
	return (int) (draw() * n);
}

static double
normal(void)
{
	return sqrt(-2 * log(1 - draw())) * cos(2 * M_PI * draw());
}

/* An amount of one of seven kinds of network: even, wide, skewed, thin leaks, own use … */
static double
draw_amount(int kind, int i, int j, int n, double density)
{
	static const double leaks[] = {1, 1e-3, 1e-5};
	double		x = draw() < density;

	switch (kind)
	{
		case 0:
			return x * (1 + below(3));
		case 1:
			return x * pow(10, below(9) - 4);
		case 2:
			return x * draw();
		case 3:
			return x * exp(3 * normal());
		case 4:
			return j == (i + 1) % n ? 1 : x * leaks[below(3)];
		case 5:
			return i == j ? x * 100 * draw() : x;
		default:
			return x;
	}
}

static void
draw_net(Net *net)
{
	static const double densities[] = {.15, .3, .6, 1};
	static const double cuts[] = {1, 1, .5, .3, -1};
	static const int counts[] = {1, 1, 1, 2, 3};
	int			kind = below(7);
	double		density = densities[below(4)];
	int			nshocks = counts[below(5)];

	memset(net, 0, sizeof(Net));
	net->n = 2 + below(M - 1);
	for (int i = 0; i < net->n; i++)
		for (int j = 0; j < net->n; j++)
			net->amount[i][j] = draw_amount(kind, i, j, net->n, density);
	net->nsectors = 1 + below(4);
	for (int k = 0; k < SECTORS; k++)
		net->essential[k] = below(2);
	for (int i = 0; i < net->n; i++)
		net->sector[i] = below(net->nsectors);
	for (int k = 0; k < nshocks; k++)
	{
		double		cut = cuts[below(5)];

		net->shock[below(net->n)] = cut < 0 ? draw() : cut;
	}
}

/* Weights of the groups of each node: group 0 the non-essential, k + 1 sector k. */
static void
weigh(const Net *net, int how, Real g[M][SECTORS + 1][M], Real *sales)
{
	memset(g, 0, sizeof(Real) * M * (SECTORS + 1) * M);
	for (int i = 0; i < net->n; i++)
	{
		sales[i] = 0;
		for (int j = 0; j < net->n; j++)
			sales[i] += net->amount[i][j];
	}
	for (int v = 0; v < net->n; v++)
	{
		Real		all = 0;
		Real		of[SECTORS] = {0};

		if (how == UPSTREAM)
		{
			for (int j = 0; j < net->n && sales[v] > 0; j++)
				g[v][0][j] = net->amount[v][j] / sales[v];
			continue;
		}
		for (int i = 0; i < net->n; i++)
		{
			all += net->amount[i][v];
			of[net->sector[i]] += net->amount[i][v];
		}
		for (int i = 0; i < net->n; i++)
		{
			int			k = net->sector[i];

			if (!(net->amount[i][v] > 0))
				continue;
			if (how == LEONTIEF || (how == MIXED && net->essential[k]))
				g[v][k + 1][i] = net->amount[i][v] / of[k];
			else
				g[v][0][i] = net->amount[i][v] / all;
		}
	}
}

/* Plain rounds; returns whether they came to an end. */
static int
run(const Net *net, int how, int market, long rounds, Real *x)
{
	static Real g[M][SECTORS + 1][M];
	Real		sales[M];
	Real		passed[M];

	weigh(net, how, g, sales);
	for (int i = 0; i < net->n; i++)
		x[i] = net->shock[i];
	for (long round = 0; round < rounds; round++)
	{
		Real		available[SECTORS] = {0};
		Real		change = 0;

		for (int i = 0; i < net->n; i++)
			available[net->sector[i]] += sales[i] * (1 - x[i]);
		for (int i = 0; i < net->n; i++)
			passed[i] = x[i] * (market && sales[i] < available[net->sector[i]] ?
								sales[i] / available[net->sector[i]] : 1);
		for (int v = 0; v < net->n; v++)
		{
			Real		loss = net->shock[v];

			for (int k = 0; k <= SECTORS; k++)
			{
				Real		sum = 0;

				for (int i = 0; i < net->n; i++)
					sum += g[v][k][i] * passed[i];
				loss = fmaxl(loss, fminl(sum, 1));
			}
			change = fmaxl(change, fabsl(loss - x[v]));
			x[v] = loss;
		}
		/* x was changed in place only after "passed" was fixed: a plain round */
		if (change <= 1e-19L)
			return 1;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	int			nets = argc > 1 ? atoi(argv[1]) : 100;
	long		rounds = argc > 3 ? atol(argv[3]) : 20000;

	state = 88172645463325252ULL + (argc > 2 ? atol(argv[2]) : 1) * 7919;
	for (int k = 0; k < 50; k++)
		draw();
	for (int number = 1; number <= nets; number++)
	{
		Net			net;
		Real		x[7][M];
		int			ends[7];

		draw_net(&net);
		ends[0] = run(&net, UPSTREAM, 0, rounds, x[0]);
		for (int how = LEONTIEF; how <= MIXED; how++)
			for (int market = 0; market < 2; market++)
				ends[1 + 2 * how + market] = run(&net, how, market, rounds, x[1 + 2 * how + market]);
		for (int i = 0; i < net.n; i++)
		{
			printf("%d,f%d,s%d,%d,%.17g,", number, i, net.sector[i], net.essential[net.sector[i]],
				   net.shock[i]);
			for (int j = 0; j < net.n; j++)
				if (net.amount[i][j] > 0)
					printf("f%d:%.17g ", j, net.amount[i][j]);
			for (int k = 0; k < 7; k++)
				ends[k] ? printf(",%.16Lg", x[k][i]) : printf(",");
			printf("\n");
		}
	}
	return 0;
}
