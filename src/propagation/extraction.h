/*
 * extraction.h
 *	  Parts of a Leontief system's inverse that hypothetical extraction needs, and
 *	  flows that are cut.
 */
#ifndef TRADE_EXPOSURE_EXTRACTION_H
#define TRADE_EXPOSURE_EXTRACTION_H

#include "postgres.h"

#include "propagation/leontief.h"

/*
 * L_jj of the named nodes.  Few nodes, or too many for a dense inverse: one
 * solution each; else all from the inverse.  (L and G have the same diagonal.)
 */
extern double *te_own_inverse(const TeModel *model, const bool *named);

/*
 * Column sums of L or row sums of G beyond the unit itself, which solve
 * y = C y + C 1: subtracting 1 from the sums would cost small ones their digits.
 */
extern double *te_indirect_effect(const TeModel *model, TeSide side);

/*
 * The amounts with the cut flows scaled down; "lost" gets what each node no
 * longer sells.
 */
extern double *te_cut_amounts(const TeNetworkView *v, const bool *suppliers, const bool *users,
							  double share,
							  double *lost);

#endif							/* TRADE_EXPOSURE_EXTRACTION_H */
