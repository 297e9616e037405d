/*
 * trade_exposure.h
 *	  What every file of the extension shares: how a function is exported,
 *	  PostgreSQL version differences, and the error shapes that all topics use.
 */
#ifndef TRADE_EXPOSURE_H
#define TRADE_EXPOSURE_H

#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/float.h"

#include "base/compat.h"

/* The only names that leave the shared library (see STYLE: hidden by default) */
#define TE_EXPORT __attribute__((visibility("default")))
#define TE_FUNCTION(name) \
	extern TE_EXPORT Datum name(PG_FUNCTION_ARGS); \
	extern TE_EXPORT const Pg_finfo_record *CppConcat(pg_finfo_, name) (void); \
	PG_FUNCTION_INFO_V1(name)

/*
 * Soft errors arrived in 16.  TE_SOFT_ERROR reports bad input text through the
 * caller's error context where there is one, and throws elsewhere; it leaves
 * the calling function with "result" in the soft case.
 */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#define TE_SOFT_ERROR(escontext, result, ...) \
	ereturn((escontext), (result), __VA_ARGS__)
#define TE_ESCONTEXT(fcinfo) ((fcinfo)->context)
#else
#define TE_SOFT_ERROR(escontext, result, ...) \
	do { (void) (escontext); ereport(ERROR, __VA_ARGS__); return (result); } while (0)
#define TE_ESCONTEXT(fcinfo) ((struct Node *) NULL)
#endif

/*
 * Returns a float8 to SQL: NULL where it is not defined (NaN); throws when it
 * left float8's range.
 */
#define TE_RETURN_DEFINED(x) \
	do { \
		double		te_x = (x); \
		if (isnan(te_x)) \
			PG_RETURN_NULL(); \
		if (isinf(te_x)) \
			float_overflow_error(); \
		PG_RETURN_FLOAT8(te_x); \
	} while (0)

/*
 * A product or quotient of what is not 0: throws when nothing is left of it, which
 * would be told as 0.  "part" is what must be 0 for it to be.
 */
static inline double
te_no_underflow(double result, double part)
{
	if (unlikely(result == 0.0 && part != 0.0))
		float_underflow_error();
	return result;
}

/* Cheap enough for inner loops: looks at interrupts once in 1024 calls. */
#define TE_CHECK_EVERY(i) \
	do { if (((i) & 1023) == 0) CHECK_FOR_INTERRUPTS(); } while (0)

/* palloc without its limit of 1 GB; large memory comes in large pages where the system has them. */
extern void *te_alloc(Size size);

/* palloc0 and memcpy that can be cancelled: a gigabyte takes half a second. */
extern void *te_alloc_zero(Size size);
extern void te_copy(void *to, const void *from, Size size);

/* A vector of n doubles, zeroed or not set; may pass palloc's limit of 1 GB. */
extern double *te_vector(Size n);
extern double *te_vector_unset(Size n);

/* A vector of n ones. */
extern double *te_vector_ones(Size n);

/* Throws when "value" is NaN or infinite, naming the argument. */
extern void te_check_finite(const char *argument, double value);

/* Throws when "value" is not a finite number in [low, high]. */
extern void te_check_range(const char *argument, double value, double low, double high);

/* Throws when a day is -infinity or infinity. */
extern void te_check_finite_date(const char *argument, DateADT day);

/* Throws when an argument that must be given is NULL. */
extern void te_check_not_null(const char *argument, bool isnull);

/* A wrong argument as a message shows it: what is longer than TE_SHOWN_BYTES is cut. */
extern const char *te_shown(const char *text);

#define TE_SHOWN_BYTES 200

/* What psprintf makes of a format, for callers that take its arguments themselves. */
extern char *te_format(const char *format, va_list args) pg_attribute_printf(1, 0);

/* Report that a support function of an aggregate was called with something other than its state. */
extern void te_not_a_state(void) pg_attribute_noreturn();

#endif							/* TRADE_EXPOSURE_H */
