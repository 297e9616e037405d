/*
 * dynamics.h
 *	  Losses over time when stocks, rationing and spare capacity carry or delay
 *	  them (adaptive regional input–output model): engine calls.
 *
 * Sources: Hallegatte, "Modeling the role of inventories and heterogeneity in
 * the assessment of the economic costs of natural disasters", Risk Analysis 34
 * (2014); Guan et al., Nature Human Behaviour 4 (2020), for alternative orders;
 * Pichler and Farmer, Economic Systems Research 34 (2022), for rationing.
 */
#ifndef TRADE_EXPOSURE_DYNAMICS_H
#define TRADE_EXPOSURE_DYNAMICS_H

#include "network/inputs.h"

#define TE_DYNAMICS_MAX_PERIODS 100000
#define TE_DYNAMICS_MAX_SHOCKS 1000000

typedef enum TeShockKind
{
	TE_SHOCK_CAPACITY,			/* size: share of capacity lost, 0..1 */
	TE_SHOCK_CAPITAL,			/* size: share of capital destroyed, 0..1 */
	TE_SHOCK_DEMAND,			/* size: share of final demand lost, below 0:
								 * gained */
	TE_SHOCK_REBUILD,			/* size: amount of final demand added over its
								 * duration */
	TE_SHOCK_FLOW				/* size: share of a flow held back; node: its
								 * edge (see TeInputs) */
} TeShockKind;

typedef enum TeRecovery
{
	TE_RECOVERY_NONE,			/* over at once */
	TE_RECOVERY_LINEAR,			/* over after recovery_time */
	TE_RECOVERY_EXPONENTIAL,	/* 5 % left after recovery_time */
	TE_RECOVERY_LOGISTIC		/* slow, fast, slow; over after recovery_time */
} TeRecovery;

/* One shock to one node or flow.  Times are periods since the start and may be fractions. */
typedef struct TeShock
{
	int			node;
	TeShockKind kind;
	double		size;			/* see TeShockKind */
	double		from;			/* start */
	double		duration;		/* time at full size; HUGE_VAL: for good */
	TeRecovery	recovery;		/* how it fades after that */
	double		recovery_time;	/* how long that takes, above 0 unless
								 * TE_RECOVERY_NONE */
} TeShock;

/* Who is served first when production falls short of orders */
typedef enum TeRationing
{
	TE_RATION_PROPORTIONAL,		/* all alike */
	TE_RATION_INDUSTRY_FIRST,	/* users in the network before final demand */
	TE_RATION_FINAL_FIRST,		/* final demand before users in the network */
	TE_RATION_LARGEST_FIRST		/* customers by the size of their usual orders */
} TeRationing;

typedef struct TeDynamicsOptions
{
	int			periods;		/* periods to run */
	double		year;			/* periods a year: amounts are per year */
	double		psi;			/* share of the usual stock below which
								 * production suffers, 0..1 */
	double		restock;		/* boario: periods in which stocks are
								 * refilled */
	double		overproduction; /* largest capacity, as a multiple of the
								 * usual, 1 or more */
	double		overproduction_time;	/* periods to reach it */
	bool		alternative;	/* order more from suppliers with capacity
								 * left */
	TeRationing rationing;
	double		backlog;		/* share of unmet final demand that waits,
								 * 0..1 */
	bool		boario;			/* behave like that implementation, oddities
								 * included */
} TeDynamicsOptions;

/* The economy before the shock */
typedef struct TeEconomy
{
	const TeInputs *inputs;		/* amounts a year */
	const double *output;		/* of each node, a year */
	const double *final_demand; /* of each node, a year */
	const double *stock_periods;	/* by product: periods that users' usual
									 * stock lasts */
	const bool *limiting;		/* by product: production stops without it */
	const double *restock_periods;	/* by product: in which a gap is filled */
	const int  *lead;			/* by product: periods on the way; NULL: none */
	const bool *endless;		/* by product: always there, not stored; NULL:
								 * none */
	const double *extra_periods;	/* by node: periods that its stocks last
									 * beyond the usual; NULL: none */
} TeEconomy;

/* What the caller sees of one period; arrays of n, amounts a period. */
typedef struct TePeriod
{
	int			period;			/* 0 .. periods - 1 */
	const double *usual;		/* production before the shock */
	const double *production;
	const double *capacity;
	const double *demand;		/* orders and final demand */
	const double *unmet;		/* final demand not met */
	const int  *bottleneck;		/* product that limits production, or -1 */
	const double *delivered;	/* sales to users */
	const double *received;		/* inputs received from suppliers */
	const double *used;			/* inputs used up */
	const double *stock;		/* inputs in stock at the end */
	int			overdrawn;		/* boario: node that used more of an input
								 * than there was, or -1 … */
	int			overdrawn_product;	/* … and of which */
} TePeriod;

typedef void (*TePeriodSeen) (void *arg, const TePeriod *period);

/* Runs the model and shows each period to "seen". */
extern void te_dynamics_run(const TeEconomy *economy, const TeDynamicsOptions *options,
							const TeShock *shocks, int nshocks, TePeriodSeen seen, void *arg);

/*
 * Mean share of the shock's size in force over period t, 0..1: exact for any
 * start, duration and shape.
 */
extern double te_shock_mean(const TeShock *shock, int t);

/*
 * Size of the shock in force in period t as BoARIO has it: see docs/dynamics.md.
 */
extern double te_shock_boario(const TeShock *shock, int t);

#endif							/* TRADE_EXPOSURE_DYNAMICS_H */
