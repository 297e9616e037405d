/*
 * hs_codes.c
 *	  The subheadings of each revision of the Harmonized System.
 *
 * Source: United Nations Statistics Division, the code lists of Comtrade.
 */
#include "postgres.h"

#include "codes/hs_codes.h"

/* The subheadings of a revision */
typedef struct HsCodeList
{
	const uint32 *codes;		/* ascending */
	int			ncodes;
} HsCodeList;

#include "codes/hs_code_tables.inc"

/* Return the number of the first code of an ascending list that is not below one. */
static int
first_code(const uint32 *codes, int ncodes, uint32 code)
{
	int			low = 0;
	int			high = ncodes;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (codes[middle] < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Return the number of a code in an ascending list, or -1. */
static int
find_code(const uint32 *codes, int ncodes, uint32 code)
{
	int			i = first_code(codes, ncodes, code);

	return i < ncodes && codes[i] == code ? i : -1;
}

/* See hs_codes.h. */
int
te_hs_ncodes(int revision)
{
	return lists[revision].ncodes;
}

/* See hs_codes.h. */
uint32
te_hs_code_at(int revision, int i)
{
	return lists[revision].codes[i];
}

/* See hs_codes.h. */
int
te_hs_first_code(int revision, uint32 code)
{
	return first_code(lists[revision].codes, lists[revision].ncodes, code);
}

/* See hs_codes.h. */
int
te_hs_code_number(int revision, uint32 code)
{
	return find_code(lists[revision].codes, lists[revision].ncodes, code);
}

/* See hs_codes.h. */
int
te_hs_nlegacy(int revision)
{
	return revision <= 1 ? lengthof(legacy) : 0;
}

/* See hs_codes.h. */
uint32
te_hs_legacy_at(int i)
{
	return legacy[i];
}

/* See hs_codes.h. */
bool
te_hs_is_legacy(int revision, uint32 code)
{
	return find_code(legacy, te_hs_nlegacy(revision), code) >= 0;
}
