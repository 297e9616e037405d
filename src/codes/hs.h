/*
 * hs.h
 *	  Codes of the Harmonized System: cleaning and conversion between revisions.
 *
 * Nothing here calls fmgr, catalog or SPI; nothing allocates unless it says so.
 */
#ifndef TRADE_EXPOSURE_HS_H
#define TRADE_EXPOSURE_HS_H

#include "postgres.h"

#define TE_HS_MAX_DIGITS 12		/* longest national extension */

/* A code's digits */
typedef struct TeHs
{
	int			len;			/* digits */
	char		digits[TE_HS_MAX_DIGITS + 1];	/* NUL-terminated */
} TeHs;

/* What is wrong with a code */
typedef enum TeHsProblem
{
	TE_HS_FINE,
	TE_HS_EMPTY,
	TE_HS_TOTAL,				/* a sum over products */
	TE_HS_SUPPRESSED,			/* digits hidden by the statistics office */
	TE_HS_SCIENTIFIC,			/* 8.54E+08 */
	TE_HS_LETTERS,
	TE_HS_CHARACTER,			/* neither digit nor known separator */
	TE_HS_LENGTH,				/* odd number of digits */
	TE_HS_TOO_LONG,
	TE_HS_UNSPECIFIED,			/* 999999 */
	TE_HS_CHAPTER				/* chapter 00 or 77 */
} TeHsProblem;

/*
 * The digits of a code as people write it: separators, quotes, full-width digits
 * and the ".0" of a column of floats are understood.  "hs" is set only when the result is TE_HS_FINE.
 */
extern TeHsProblem te_hs_clean(const char *bytes, int len, TeHs *hs);

/* Like te_hs_clean for the beginning of a code: 1 to 12 digits of any value. */
extern TeHsProblem te_hs_clean_prefix(const char *bytes, int len, TeHs *hs);

/* A problem in words, to follow the name of the code. */
extern const char *te_hs_problem_text(TeHsProblem problem);

/* ---- revisions ---- */

#define TE_HS_REVISIONS 7		/* 1992, 1996, 2002, 2007, 2012, 2017, 2022 */

/* Year of a revision. */
extern int	te_hs_revision_year(int revision);

/* Number of the revision of that name (HS2017, 2017, HS17, H5), or -1. */
extern int	te_hs_revision(const char *name, int len);

/* A subheading of the revision converted to, and its share of the original */
typedef struct TeHsTarget
{
	uint32		code;			/* six digits as a number; 0: none exists */
	double		share;			/* 0..1; those of one code sum to 1 */
	int			mended;			/* a correction on the way
								 * (te_hs_mended_text), or -1 */
} TeHsTarget;

/* How a conversion goes */
typedef struct TeHsRoute
{
	int			from;			/* revisions */
	int			to;
	bool		all;			/* all correspondences, else the main ones
								 * (see hs_convert.c) */
	bool		steps;			/* through adjacent revisions, else by the
								 * direct table */
} TeHsRoute;

/*
 * Converts a subheading of the revision "route.from"; returns the number of
 * targets in a fresh array, in order of code.
 */
extern int	te_hs_convert(uint32 code, TeHsRoute route, TeHsTarget **targets);

/* Do several subheadings of "from" lead to this target? */
extern bool te_hs_has_several_sources(uint32 target, TeHsRoute route);

/* A correction of the published tables in words, in fresh memory. */
extern char *te_hs_mended_text(int mended);

#endif							/* TRADE_EXPOSURE_HS_H */
