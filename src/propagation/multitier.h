/*
 * multitier.h
 *	  Dependence behind the direct supplier, and where goods were made.
 */
#ifndef TRADE_EXPOSURE_MULTITIER_H
#define TRADE_EXPOSURE_MULTITIER_H

#include "postgres.h"

#include "mix/mix.h"
#include "network/inputs.h"
#include "propagation/solve.h"

/* A trade network: who buys what share from whom, who passes on how much. */
typedef struct TeTrade
{
	TeNetworkView v;
	double	   *imports;		/* Σ purchases */
	double	   *exports;		/* Σ sales */
	double	   *production;		/* own production; NULL when not known */
	double	   *assumed;		/* what it ships beyond what it bought and is
								 * known to make, and so must have made */
	double	   *share;			/* 1 / imports, 0 without imports */
	double	   *passed;			/* r: share of shipments that was bought
								 * before, 0..1 */
} TeTrade;

/* Opens a network of trade; production may be NULL. */
extern void te_trade_open(TeTrade *trade, const TeNetwork *net, const TeMix *production,
						  const char *function);

/* The targets' share in what each node buys. */
typedef struct TeExposure
{
	double	   *direct;			/* at its suppliers' */
	double	   *hop;			/* in the purchases of these; NULL: not asked */
	double	   *all;			/* over all tiers, or seen through re-exports */
} TeExposure;

/* Direct, one hop further, and the sum over chains of every length, damped by each step. */
extern void te_indirect_exposure(const TeTrade *trade, const bool *target, double damping,
								 TeExposure *exposure);

/*
 * Direct, and seen through re-exports; what circles without the targets' goods
 * is taken out of the trade.
 */
extern void te_hidden_exposure(TeTrade *trade, const bool *target, TeExposure *exposure);

/*
 * What each node loses of its purchases when node i ships less by lost[i], and of
 * purchase k of "inputs" but left[k] is let through (NULL: all of each): of direct
 * purchases, and through suppliers who pass on less.
 */
extern void te_lookthrough_loss(TeTrade *trade, const TeInputs *inputs, const double *lost,
								const double *left, TeExposure *exposure);

/*
 * Where goods were made: u_k, what passes through supplier k on the way to one
 * unit of a node's purchases, times what k makes itself.
 */
typedef struct TeTracing
{
	const TeTrade *trade;
	TeSystem	sys;			/* u_k = s_kj + Σ_m s_km r_m u_m for node j's
								 * purchases */
	bool		proven;			/* has one solution for any j */
	TeSolveReport report;
	double	   *bought;			/* s_kj, scratch */
} TeTracing;

/* Prepares to trace purchases in a network of trade, which must stay. */
extern void te_tracing_begin(TeTracing *tracing, const TeTrade *trade);

/*
 * Node j's purchases by where they were made, in shares; returns their sum: at
 * most 1, where rounding has found more.
 */
extern double te_trace_purchases(TeTracing *tracing, int j, double *origin);

#endif							/* TRADE_EXPOSURE_MULTITIER_H */
