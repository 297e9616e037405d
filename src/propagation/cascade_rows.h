/*
 * cascade_rows.h
 *	  The equations of a cascade whose groups are chosen, as rows of a linear
 *	  system.
 */
#ifndef TRADE_EXPOSURE_CASCADE_ROWS_H
#define TRADE_EXPOSURE_CASCADE_ROWS_H

#include "propagation/cascade_linear.h"
#include "propagation/cascade_loss.h"

#define TE_CASCADE_AT_TURN 1e-10	/* part of what a market sells by which a
									 * supplier that stands alone in it may
									 * seem not to */

#define TE_CASCADE_ALL_SLOPES -1.0	/* see te_cascade_rows_fill() */

#define TE_CASCADE_NO_ROW -1	/* row of a node that keeps its loss */

/* Nodes to look at */
typedef struct TeCascadeNodes
{
	const int  *node;			/* NULL: all */
	int			n;
} TeCascadeNodes;

static inline int
te_cascade_node_at(const TeCascadeNodes *nodes, int i)
{
	return nodes->node != NULL ? nodes->node[i] : i;
}

/* Arrays of n, kept from scenario to scenario. */
typedef struct TeCascadeRows
{
	int		   *choice;			/* by node: the group it goes by, or
								 * TE_CASCADE_NO_GROUP */
	int		   *row;			/* by node: when the search came here (0 not
								 * yet), then its row; or TE_CASCADE_NO_ROW */
	int		   *rank;			/* by node: when the search came to the first
								 * node it leads back to; or DONE */
	int		   *edge;			/* by node: next edge to follow */
	int		   *path;			/* nodes on the way down */
	int		   *pending;		/* nodes whose loop is not known yet */
	int			npending;
	int		   *order;			/* node of each row, markets aside */
	int			norder;
	int			nmarkets;		/* rows of markets, before those of nodes */
	bool		closed;			/* some loop leads only to itself */
	bool		stale;			/* groups were chosen since the rows were
								 * numbered */
	bool		careful;		/* sweep with sums that round but once */
	bool		near_turn;		/* follow derivatives also where they may end
								 * on the way */
	int		   *members;		/* nodes with a row, loop by loop, each after
								 * those it depends on */
	bool	   *last;			/* by place in "members": its loop's last */
	int			nmembers;
	double	   *keeps;			/* by node: share of its loss that no rival
								 * makes up for */
	double	   *slope;			/* by node: what it passes on more by unit of
								 * its market's z */
	TeCascadeSystem *system;	/* the linear system */
} TeCascadeRows;

extern TeCascadeRows *te_cascade_rows_begin(const TeCascade *c);

/* Numbers the rows: those of "nodes" that are free to change. */
extern void te_cascade_rows_number(const TeCascade *c, int side, const TeCascadeState *state,
								   const TeCascadeNodes *nodes, TeCascadeRows *k);

/*
 * Fills the linear system: each row is its node's chosen group, with what others
 * of its suppliers' market replace taken along.  Where "step" is 0 the own terms
 * are what a group gives beyond the loss, and the solution corrects the losses
 * from below.  Else it tells by how many steps each loss must rise so that every
 * row has one step to spare, where nodes without a loss and a row rise by "outer".
 * TE_CASCADE_ALL_SLOPES: as 0, but ready for te_cascade_rows_spare().  Returns the
 * largest rest of any row.
 */
extern double te_cascade_rows_fill(const TeCascade *c, int side, const TeCascadeState *state,
								   const TeCascadeNodes *nodes, TeCascadeRows *k,
								   double step, double outer);

/*
 * The rows alone, where rivals replace nobody and each node with a row has a group; own
 * terms are 1.
 */
extern void te_cascade_rows_fill_links(const TeCascade *c, int side, TeCascadeRows *k);

/* From what groups give beyond the losses to steps, as te_cascade_rows_fill() without "outer". */
extern void te_cascade_rows_spare(const TeCascadeRows *k, double step);

/* Forgets the rows. */
extern void te_cascade_rows_clear(const TeCascadeNodes *nodes, TeCascadeRows *k);

#endif							/* TRADE_EXPOSURE_CASCADE_ROWS_H */
