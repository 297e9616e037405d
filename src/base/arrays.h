/*
 * arrays.h
 *	  The elements of an argument that is an array, none of which is NULL.
 */
#ifndef TRADE_EXPOSURE_ARRAYS_H
#define TRADE_EXPOSURE_ARRAYS_H

#include "postgres.h"

#include "utils/array.h"

#include "base/code.h"

/* The elements of a text[] argument; throws, with its place, when one is NULL. */
extern text **te_texts_arg(ArrayType *array, const char *argument, int *n);

/* The elements of a text[] argument as codes; throws as te_texts_arg. */
extern TeCode *te_codes_arg(ArrayType *array, const char *argument, int *n);

/* The elements of a float8[] argument, in place; throws, with its place, when one is NULL. */
extern double *te_numbers_arg(ArrayType *array, const char *argument, int *n);

#endif							/* TRADE_EXPOSURE_ARRAYS_H */
