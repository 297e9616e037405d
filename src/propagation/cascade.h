/*
 * cascade.h
 *	  The cascade of production losses through a firm network (the economic
 *	  systemic risk index): engine calls.
 *
 * Losses are shares of a node's production, 0..1; the published h is 1 − loss.
 * Downstream a node loses what its scarcest essential input lacks, or what the
 * other inputs lack together; upstream it loses the sales that its users no
 * longer take.  Both are least fixed points of a monotone map x → max(shock, F(x)).
 *
 * Source: Diem, Borsos, Reisch, Kertész, Thurner, "Quantifying firm-level
 * economic systemic risk from nation-wide supply networks", Scientific Reports
 * 12, 7719 (2022), equations 4 to 12.
 */
#ifndef TRADE_EXPOSURE_CASCADE_H
#define TRADE_EXPOSURE_CASCADE_H

#include "network/inputs.h"

/* How an input matters to its user */
typedef enum TeInputKind
{
	TE_INPUT_NEGLIGIBLE = 0,	/* production goes on without it */
	TE_INPUT_LINEAR = 1,		/* non-essential: production falls by its cost
								 * share */
	TE_INPUT_ESSENTIAL = 2		/* production falls in proportion to it */
} TeInputKind;

/*
 * One direction of the cascade.  A node loses what its worst group lacks:
 * max over its groups of Σ weight × the partner's loss.  Downstream each
 * essential product is a group, the non-essential inputs are one together, and
 * negligible ones one with weights of 0; upstream all sales are one group.
 */
typedef struct TeCascadeSide
{
	int		   *group_start;	/* groups of node v: group_start[v] ..
								 * group_start[v + 1] - 1 */
	int		   *edge_start;		/* edges of group g; those of a node lie
								 * together */
	int		   *partner;		/* supplier (down) or user (up) at edge k */
	double	   *weight;			/* share that the partner's loss passes on,
								 * 0..1 */
	int		   *linear;			/* by node: group of its non-essential inputs,
								 * or -1; NULL: no node has one */
	double	   *leak;			/* by node: share of all its inputs that are
								 * not in that group; NULL likewise */
	double	   *held;			/* share of edge k that is held back on its
								 * way; NULL: nothing is */
} TeCascadeSide;

enum
{
	TE_DOWN = 0,				/* from supplier to user */
	TE_UP = 1					/* from user to supplier */
};

/* A network made ready; shared by any number of scenarios. */
typedef struct TeCascade
{
	int			n;				/* nodes */
	int			nedges;			/* edges */
	TeCascadeSide side[2];		/* TE_DOWN, TE_UP */
	double	   *sales;			/* Σ amounts a node sells */
	const int  *products;		/* product that a node sells */
	int			outside;		/* node that loses what is held back on the
								 * way, the last; or -1 */
	const double *weight;		/* of a node in the index: its sales, unless
								 * the caller says otherwise */
	double		total;			/* Σ weight */
	const int  *market;			/* product in which a node's rivals replace
								 * it; NULL: nobody does */
	int			nmarkets;		/* different products */
	bool		open;			/* no loop leads only to itself, whatever
								 * groups its nodes go by */
	double		tolerance;		/* bound of a loss's error (accelerated) or
								 * last change (plain) */
	bool		accelerate;		/* solve; else plain rounds as published */
	int			max_rounds;		/* rounds after which a cascade counts as not
								 * converging */
} TeCascade;

/* What happened to each node in one scenario; arrays of n. */
typedef struct TeCascadeResult
{
	double	   *loss[2];		/* by side */
	double	   *passed[2];		/* what partners see of it (less where rivals
								 * replace the node) */
	int		   *round_hit;		/* first round with a loss above the
								 * tolerance; 0 shock, -1 never */
	int		   *hit_by;			/* partner that passed on most in that round,
								 * or -1 */
	int			rounds;			/* rounds (and solver steps) done */
	char	   *problem[2];		/* by side: why its losses are not known;
								 * NULL: they are */
} TeCascadeResult;

/* How the share of each input group is decided; returns a TeInputKind. */
typedef TeInputKind (*TeKindOf) (void *arg, int product, int user);

/*
 * The purchases in "inputs" are used up.  "parts" are what is held back of each, or
 * NULL; where it is given there is one more node, "outside", that a
 * scenario shocks wholly.
 */
extern TeCascade *te_cascade_prepare(const TeNetworkView *view, TeInputs *inputs,
									 TeKindOf kind_of, void *arg, const double *parts);

/* One scenario with attribution; shock holds each node's own loss. */
extern void te_cascade_run(const TeCascade *c, const double *shock, TeCascadeResult *result);

/* Index of many scenarios: node nodes[i] alone loses "cut"; results per scenario. */
typedef struct TeCascadeRisk
{
	double	   *risk;			/* share of all sales lost; NaN: not known */
	double	   *down;			/* downstream alone; likewise */
	double	   *up;				/* upstream alone; likewise */
	int		   *rounds;
	char	  **problem;		/* why some figure is not known; NULL: all are */
} TeCascadeRisk;

/* What is not known of one side, of the other or of both; NULL: all is known. */
extern char *te_cascade_problem(char *down, char *up);

extern void te_cascade_risk(const TeCascade *c, const int *nodes, int nnodes, double cut,
							TeCascadeRisk *risk);

/*
 * The partner that passes on most of v's loss on that side, counting what is held
 * back on its way from there; or -1.
 */
extern int	te_cascade_binding(const TeCascade *c, int side, const double *passed, int v);

#endif							/* TRADE_EXPOSURE_CASCADE_H */
