/*
 * cascade_args.h
 *	  Reads the shocks of a cascade.
 */
#ifndef TRADE_EXPOSURE_CASCADE_ARGS_H
#define TRADE_EXPOSURE_CASCADE_ARGS_H

#include "utils/jsonb.h"

#include "mix/mix.h"
#include "network/inputs.h"

/*
 * Share that each node loses by a mix of shares; names are nodes, or countries and
 * places of nodes.  Has room for one node more, which has no shock.
 */
extern double *te_cascade_shock(const TeMix *mix, const TeNetworkView *view);

/*
 * Adds shocks as dynamic_loss() knows them to what each node loses.  Returns the
 * part of each purchase of "inputs" that is held back, or NULL where none is.
 */
extern double *te_cascade_shocks(Jsonb *jsonb, const TeNetworkView *view, const TeInputs *inputs,
								 double *shock);

#endif							/* TRADE_EXPOSURE_CASCADE_ARGS_H */
