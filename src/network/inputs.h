/*
 * inputs.h
 *	  What each user of a supply network buys, grouped by product: the view that
 *	  the cascade and the dynamics work on.
 *
 * Suppliers of one sector sell the same product and can stand in for each
 * other; a supplier without a sector is the only one of its product.
 */
#ifndef TRADE_EXPOSURE_INPUTS_H
#define TRADE_EXPOSURE_INPUTS_H

#include "network/network.h"

/* A group is one user's purchases of one product; edges without amount are left out. */
typedef struct TeInputs
{
	int			n;				/* nodes */
	int			ngroups;		/* pairs of user and product */
	int			nedges;			/* purchases */
	int			nproducts;		/* different products */
	int		   *node_product;	/* product a node sells */
	int		   *only_supplier;	/* node of each product that is not a sector,
								 * those after the sectors */
	int		   *group_start;	/* groups of user j: group_start[j] ..
								 * group_start[j + 1] - 1 */
	int		   *edge_start;		/* edges of group g: edge_start[g] ..
								 * edge_start[g + 1] - 1 */
	int		   *product;		/* product of group g */
	int		   *supplier;		/* supplier of edge k, ascending in a group */
	double	   *amount;			/* amount of edge k, above 0 */
} TeInputs;

extern TeInputs *te_inputs_build(const TeNetworkView *view);

/* The nodes ordered by product, then by number. */
extern int *te_inputs_by_product(const TeInputs *inputs);

/* Frees what is kept by purchase and by group; the products stay. */
extern void te_inputs_free_purchases(TeInputs *inputs);

/* Code of the product: its sector's, or that of its only supplier. */
extern TeCode te_inputs_product_code(const TeNetworkView *view, const TeInputs *inputs, int product);

/*
 * Whether each product is essential to those who buy it: by the mean of its
 * suppliers' attribute, from 0.5 on; also when nothing is known.
 */
extern bool *te_inputs_essential(const TeNetworkView *view, const TeInputs *inputs);

#endif							/* TRADE_EXPOSURE_INPUTS_H */
