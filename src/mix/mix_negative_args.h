/*
 * mix_negative_args.h
 *	  What a measure does with net negative amounts: the argument "negative".
 */
#ifndef TRADE_EXPOSURE_MIX_NEGATIVE_ARGS_H
#define TRADE_EXPOSURE_MIX_NEGATIVE_ARGS_H

#include "fmgr.h"

#include "mix/mix.h"

/* What becomes of net negative amounts, for which shares are not defined */
typedef enum TeNegative
{
	TE_NEGATIVE_ERROR,			/* an error names the first */
	TE_NEGATIVE_ZERO,			/* they count as zero */
	TE_NEGATIVE_NULL			/* the answer is NULL */
} TeNegative;

/* Return what argument n asks for. */
extern TeNegative te_negative_arg(FunctionCallInfo fcinfo, int n);

/* Is any amount negative, so that shares mean nothing? */
extern bool te_mix_has_negative(const TeMix *mix);

/* Return a copy in which negative amounts are zero. */
extern TeMix *te_mix_clamped(const TeMix *mix);

/* Return the mix as the measure is to see it; NULL when its answer is NULL. */
extern const TeMix *te_mix_or_null(const TeMix *mix, TeNegative negative);

#endif							/* TRADE_EXPOSURE_MIX_NEGATIVE_ARGS_H */
