/*
 * mix_json.h
 *	  Walking a jsonb object whose keys are codes.
 */
#ifndef TRADE_EXPOSURE_MIX_JSON_H
#define TRADE_EXPOSURE_MIX_JSON_H

#include "utils/jsonb.h"

#include "mix/mix.h"

/* Calls "visit" for each key; throws when "object" is not an object ("what" names it). */
extern void te_jsonb_each(Jsonb *object, const char *what,
						  void (*visit) (void *context, TeCode key, const JsonbValue *value),
						  void *context);

#endif							/* TRADE_EXPOSURE_MIX_JSON_H */
