/*
 * ces_math.h
 *	  Output of a technology with constant elasticity of substitution (CES).
 *
 *	  Y = (Σ aᵢ·xᵢ^ρ)^(1/ρ),  ρ = (σ − 1)/σ,  Σ aᵢ = 1
 *
 * with cost shares a, inputs x relative to normal and elasticity σ ≥ 0.  The
 * limits are part of it: σ = 0 is the scarcest input (Leontief), σ = 1 the
 * geometric mean (Cobb–Douglas), σ → ∞ the arithmetic mean.
 */
#ifndef TRADE_EXPOSURE_CES_MATH_H
#define TRADE_EXPOSURE_CES_MATH_H

#include "postgres.h"

/* The exponent ρ of an elasticity; -HUGE_VAL stands for the Leontief limit. */
extern double te_ces_exponent(double elasticity);

/* 1 − Y when one input is at "input" of normal and all others are at 1. */
extern double te_ces_loss(double cost_share, double elasticity, double input);

/*
 * ∫ of that loss over "days", while the shortage of the input moves in a line
 * from "shortage_from" to "shortage_to".
 */
extern double te_ces_loss_area(double cost_share, double elasticity,
							   double shortage_from, double shortage_to, double days);

/*
 * How ln Y changes with one input, to first order (Hulten: the cost share times
 * the change of ln x) and to second (Baqaee and Farhi: plus half of ρ·a·(1 − a)
 * times its square); NAN where the input is 0, or ρ has no limit.
 */
extern double te_ces_first_order(double cost_share, double input);
extern double te_ces_second_order(double cost_share, double elasticity, double input);

/* The price index after varieties that had "lost_share" are gone; NAN when no price will do. */
extern double te_embargo_price_index(double lost_share, double elasticity);

#endif							/* TRADE_EXPOSURE_CES_MATH_H */
