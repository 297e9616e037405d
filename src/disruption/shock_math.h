/*
 * shock_math.h
 *	  The exact scalar disruption model: a supply stops, a stock drains, other
 *	  suppliers ramp up, and what is missing is counted.
 *
 * Time is in days, the stock in days of normal use, rates as a share of normal
 * use.  The net gap
 *
 *	  n(t) = dependency · cut · shape(t) − alternative(t) − substitution(t)
 *
 * is piecewise linear.  A positive gap drains the stock, a negative one fills
 * it up to "cover"; while the stock is empty the gap is a shortage.
 */
#ifndef TRADE_EXPOSURE_SHOCK_MATH_H
#define TRADE_EXPOSURE_SHOCK_MATH_H

#include "postgres.h"

#define TE_SHOCK_MAX_DAYS 1e7	/* longest time span, days */
#define TE_SHOCK_MAX_PIECES 16	/* 8 segments between 9 days, each cut at most
								 * once */

/* A supply that grows linearly from nothing to "share". */
typedef struct TeRamp
{
	double		share;			/* final rate, share of normal use */
	double		start;			/* day on which it begins */
	double		days;			/* days until it is complete; 0 = at once */
} TeRamp;

/* A scenario. */
typedef struct TeShock
{
	double		dependency;		/* share of use that the shocked supply covers */
	double		cut;			/* share of that supply which stops */
	double		lead;			/* day on which it stops */
	double		duration;		/* days of the full cut */
	double		recovery;		/* days of linear return after it */
	TeRamp		alternative;	/* other suppliers */
	TeRamp		substitution;	/* doing without */
	double		cover;			/* stock on day 0 and its ceiling, days of use */
	double		horizon;		/* day on which counting ends */
	bool		refill;			/* may a surplus refill the stock? */
	double		value_per_day;	/* loss for each day of use that is missing */
	bool		curved;			/* loss by a CES technology instead of in
								 * proportion */
	double		cost_share;		/* curved: cost share of the input */
	double		elasticity;		/* curved: elasticity of substitution */
} TeShock;

/* A stretch of time on which the net gap is linear and keeps its sign. */
typedef struct TeShockPiece
{
	double		start;			/* day */
	double		length;			/* days */
	double		gap;			/* net gap at the start */
	double		slope;			/* its growth a day */
	double		stock;			/* stock at the start */
	double		dry;			/* days into the piece on which the stock is
								 * used up; or length */
	int			sign;			/* of the net gap inside: -1, 0, 1 */
} TeShockPiece;

/* The whole course. */
typedef struct TeShockPath
{
	int			npieces;		/* pieces used */
	double		stock_end;		/* stock on the horizon */
	TeShockPiece pieces[TE_SHOCK_MAX_PIECES];	/* in order of time, gapless */
} TeShockPath;

/* What a scenario comes to; NAN where there is no shortage to date. */
typedef struct TeShockResult
{
	double		time_to_survive;	/* first day of shortage, or NAN */
	double		gap;			/* ∫ positive net gap, days of use */
	double		shortage;		/* ∫ shortage, days of use */
	double		peak;			/* highest shortage, share of use */
	double		last_short;		/* last day of shortage, or NAN */
	double		stock_min;		/* lowest stock, days of use */
	double		stock_end;		/* stock on the horizon, days of use */
	double		loss;			/* in units of value_per_day */
} TeShockResult;

/* The state on one day. */
typedef struct TeShockPoint
{
	double		supply;			/* normal supply that arrives, share of use */
	double		alternative;	/* share of use */
	double		substitution;	/* share of use */
	double		gap;			/* net gap, negative when there is a surplus */
	double		stock;			/* days of use */
	double		shortage;		/* share of use that is missing */
	double		shortage_so_far;	/* days of use */
	double		loss_so_far;	/* in units of value_per_day */
} TeShockPoint;

/* Traces the course of a scenario from day 0 to its horizon. */
extern void te_shock_trace(const TeShock *shock, TeShockPath *path);

/* Adds up a traced course. */
extern void te_shock_sum(const TeShock *shock, const TeShockPath *path, TeShockResult *result);

/* The state of a traced course on a day within [0, horizon]. */
extern void te_shock_at(const TeShock *shock, const TeShockPath *path, double day,
						TeShockPoint *point);

/* The day on which the stock runs out when the cut never ends, or NAN if it never does. */
extern double te_shock_survive(const TeShock *shock);

#endif							/* TRADE_EXPOSURE_SHOCK_MATH_H */
