/*
 * cascade_linear.h
 *	  The linear system that a cascade becomes once it is fixed which group binds
 *	  at each node.
 */
#ifndef TRADE_EXPOSURE_CASCADE_LINEAR_H
#define TRADE_EXPOSURE_CASCADE_LINEAR_H

#include "postgres.h"

#include "propagation/krylov.h"

/*
 * x = M x + own: rows in an order in which each comes after those it depends on,
 * loops aside.  Vectors have room for all rows and serve one system after another.
 */
typedef struct TeCascadeSystem
{
	int			n;				/* rows */
	int		   *start;			/* entries of row i: start[i] .. start[i + 1]
								 * - 1 */
	int		   *column;
	double	   *value;
	Size		capacity;		/* entries there is room for */
	double	   *own;
	double	   *x;				/* the solution */
	double	   *rest;			/* what a sweep over x would still change */
	double	   *step;			/* what x lacks for that */
	TeKrylov   *krylov;			/* BiCGStab's own vectors */
} TeCascadeSystem;

extern TeCascadeSystem *te_cascade_system_begin(int rows);

/* Makes room for that many entries; forgets those there are. */
extern void te_cascade_system_reserve(TeCascadeSystem *s, Size entries);

/* A system of the entries that s has, which forgets them; the two share their vectors. */
extern TeCascadeSystem *te_cascade_system_take(TeCascadeSystem *s);

/*
 * Solves the system until a sweep changes nothing by more than twice the goal;
 * false when that fails.  Adds the sweeps it took.
 */
extern bool te_cascade_system_solve(TeCascadeSystem *s, double goal, int *steps);

#endif							/* TRADE_EXPOSURE_CASCADE_LINEAR_H */
