/*
 * leontief.h
 *	  A supply network as an input-output system.
 *
 * Every model is solved in relative terms, x = C x + b with unknowns of about
 * 1, whose coefficients need no matrix of their own:
 *
 *	by supplier	c_ij = z_ij / x_i	output of suppliers from output of users
 *									(Leontief's quantities, rows of Ghosh's inverse)
 *	by user		c_ji = z_ij / x_j	a user's figure from its suppliers', the
 *									edges transposed
 *									(prices, multipliers, Ghosh's quantities)
 */
#ifndef TRADE_EXPOSURE_LEONTIEF_H
#define TRADE_EXPOSURE_LEONTIEF_H

#include "postgres.h"

#include "network/network.h"
#include "propagation/solve.h"

typedef enum TeSide
{
	TE_BY_SUPPLIER,
	TE_BY_USER
} TeSide;

typedef struct TeModel
{
	TeNetworkView v;
	const char *function;		/* SQL function, for messages */
	double	   *output;			/* x, of each node */
	double	   *inverse;		/* 1 / x, 0 where x is 0 */
	double	   *sold;			/* what each node sells to nodes, or NULL */
	bool		coefficients;	/* the amounts are coefficients: inverse is 1
								 * everywhere */
} TeModel;

/*
 * Opens a network as a model.  Throws for negative outputs, for nodes that sell
 * or buy but have no output, and where output and final demand contradict each
 * other.
 */
extern void te_model_open(TeModel *model, const TeNetwork *net, const char *function);

/* The same for who looks for faults: accounts need not balance. */
extern void te_model_open_any(TeModel *model, const TeNetwork *net, const char *function);

/* The system of one side; its factors are the model's 1 / x. */
extern TeSystem te_model_system(const TeModel *model, TeSide side);

/* A certificate that the system has one solution; throws when it has not. */
extern TeCertificate te_model_certify(const TeModel *model, const TeSystem *sys, TeSide side,
									  TeSolveReport *report);

/* Solves x = C x + b, in place of "x"; throws when it does not converge. */
extern void te_model_solve(const TeModel *model, const TeSystem *sys, const double *b, double *x,
						   TeSolveReport *report);

/*
 * The same with proof: returns how far each x can be off at most.  "size" is
 * what was added and subtracted to make b, all taken positive.  Throws when the
 * network is not productive, too.
 */
extern double *te_model_answer(const TeModel *model, TeSide side, const double *b,
							   const double *size, double *x);

/* Value added of each node: the given one, else output less purchases. */
extern double *te_model_value_added(const TeModel *model);

/* The node with the largest row sum of |C|, for messages. */
extern int	te_model_heaviest(const TeSystem *sys, double *sum);

#endif							/* TRADE_EXPOSURE_LEONTIEF_H */
