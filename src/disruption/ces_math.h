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

#endif							/* TRADE_EXPOSURE_CES_MATH_H */
