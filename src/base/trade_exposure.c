/*
 * trade_exposure.c
 *	  The argument checks that every topic uses, and large pieces of memory.
 */
#include "postgres.h"

#include <math.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifndef WIN32
#include <sys/mman.h>
#endif

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/trade_exposure.h"

#define PIECE ((Size) 16 << 20) /* bytes that are quick to write */
#define LARGE_PAGE ((Size) 2 << 20) /* bytes of a large page */
#define SMALL_PAGE ((Size) 4 << 10) /* what the kernel maps else */
#define LARGE (2 * LARGE_PAGE)	/* memory that holds one for certain */
#define KEPT_FROM ((Size) 128 << 10)	/* bytes of a vector that the C
										 * library would map by itself */
#define KEPT_FREED (32 << 20)	/* freed bytes that stay with the process */

/* Throws when "value" is NaN or infinite, naming the argument. */
void
te_check_finite(const char *argument, double value)
{
	if (!isfinite(value))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"%s\" must be a finite number, but is %s", argument,
						isnan(value) ? "NaN" : (value > 0 ? "Infinity" : "-Infinity")),
				 errhint("Filter such rows out, or turn them into NULL, which means unknown.")));
}

/* Throws when a day is -infinity or infinity, naming the argument. */
void
te_check_finite_date(const char *argument, DateADT day)
{
	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" must be a finite date", argument)));
}

/* Throws when "value" is not a finite number in [low, high]. */
void
te_check_range(const char *argument, double value, double low, double high)
{
	te_check_finite(argument, value);
	if (value < low || value > high)
	{
		if (isinf(high))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("argument \"%s\" must be at least %g, but is %.15g",
							argument, low, value)));
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"%s\" must lie between %g and %g, but is %.15g",
						argument, low, high, value),
				 (low == 0.0 && high == 1.0 && value > 1.0 && value <= 100.0) ?
				 errhint("Shares and rates are fractions: write 0.25 for 25 percent.") : 0));
	}
}

/* Throws when an argument that must be given is NULL. */
void
te_check_not_null(const char *argument, bool isnull)
{
	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("argument \"%s\" must not be NULL", argument)));
}

const char *
te_shown(const char *text)
{
	Size		len = strnlen(text, TE_SHOWN_BYTES + 1);

	if (len <= TE_SHOWN_BYTES)
		return text;

	return psprintf("%.*s...", pg_mbcliplen(text, (int) len, TE_SHOWN_BYTES), text);
}

/* The text may be of any length: what is cut in the middle of a letter is not text. */
char *
te_format(const char *format, va_list args)
{
	StringInfoData text;
	int			missing;

	initStringInfo(&text);
	do
	{
		va_list		again;

		va_copy(again, args);
		missing = appendStringInfoVA(&text, format, again);
		va_end(again);
		if (missing > 0)
			enlargeStringInfo(&text, missing);
	} while (missing > 0);
	return text.data;
}

/*
 * Report that a support function of an aggregate was called with something other
 * than its state: by hand, or in an aggregate of somebody else's making.
 */
void
te_not_a_state(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("not a state of this aggregate"),
			 errhint("Support functions of aggregates are not meant to be called by hand.")));
}

/*
 * Memory of any size.  What is large is asked for in large pages, for a page that
 * is touched first costs the more the less it holds: on a virtual machine 4 kB
 * can take longer than the work on them.  Filled up to whole large pages, which
 * leaves room for what the allocators put before it, a mapping begins at one.
 */
void *
te_alloc(Size size)
{
#ifdef MADV_HUGEPAGE
	if (size >= LARGE && size <= MaxAllocHugeSize - LARGE_PAGE)
	{
		Size		whole = TYPEALIGN(LARGE_PAGE, size + SMALL_PAGE) - SMALL_PAGE;
		void	   *at = palloc_extended(whole, MCXT_ALLOC_HUGE);
		uintptr_t	from = TYPEALIGN_DOWN(SMALL_PAGE, (uintptr_t) at);
		uintptr_t	to = TYPEALIGN(SMALL_PAGE, (uintptr_t) at + whole);

		/* advice: where it is not taken all works as before */
		(void) madvise((void *) from, to - from, MADV_HUGEPAGE);
		return at;
	}
#endif
	return palloc_extended(size, MCXT_ALLOC_HUGE);
}

/* Zeroed memory, in pieces between which it can be cancelled. */
void *
te_alloc_zero(Size size)
{
	char	   *at = te_alloc(size);

	for (Size done = 0; done < size; done += PIECE)
	{
		CHECK_FOR_INTERRUPTS();
		memset(at + done, 0, Min(PIECE, size - done));
	}
	return at;
}

/* Copies memory, likewise. */
void
te_copy(void *to, const void *from, Size size)
{
	for (Size done = 0; done < size; done += PIECE)
	{
		CHECK_FOR_INTERRUPTS();
		memcpy((char *) to + done, (const char *) from + done, Min(PIECE, size - done));
	}
}

/*
 * What a question about a large network frees is of use to the next: the C library
 * would give it back to the system, which clears every page anew, and that took
 * longer than the question.  So some of it stays with the process, from the first
 * such vector on; from LARGE on memory is mapped by itself as before.
 */
static void
keep_freed(Size size)
{
#ifdef M_TRIM_THRESHOLD
	static bool done = false;

	if (likely(done || size < KEPT_FROM))
		return;
	done = true;
	(void) mallopt(M_MMAP_THRESHOLD, LARGE);
	(void) mallopt(M_TRIM_THRESHOLD, KEPT_FREED);
#endif
}

/* A vector of n doubles, zeroed; some room behind makes one of none, too. */
double *
te_vector(Size n)
{
	keep_freed((n + 1) * sizeof(double));
	return te_alloc_zero((n + 1) * sizeof(double));
}

/* The same, not set. */
double *
te_vector_unset(Size n)
{
	keep_freed((n + 1) * sizeof(double));
	return te_alloc((n + 1) * sizeof(double));
}

/* A vector of ones. */
double *
te_vector_ones(Size n)
{
	double	   *one = te_vector_unset(n);

	for (Size i = 0; i < n; i++)
	{
		TE_CHECK_EVERY(i);
		one[i] = 1.0;
	}
	return one;
}
