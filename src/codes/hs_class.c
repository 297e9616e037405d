/*
 * hs_class.c
 *	  Subheadings of the HS in classifications of the United Nations.
 *
 * Source: United Nations Statistics Division, conversion tables of HS2012, HS2017 and
 * HS2022 to SITC 1 to 4 (one class a code), correlation tables of HS1996 to HS2022 to BEC 4.
 */
#include "postgres.h"

#include "codes/hs.h"
#include "codes/hs_class.h"
#include "codes/hs_codes.h"

/* One class of a subheading */
typedef struct HsClassLink
{
	uint16		code;			/* number in its revision's list */
	uint16		class_number;	/* in the classification's list */
} HsClassLink;

/* The classes of a revision's subheadings */
typedef struct HsClassTable
{
	const HsClassLink *links;	/* in order of code */
	int			nlinks;
} HsClassTable;

#define TE_HS_NREVISIONS TE_HS_REVISIONS
#include "codes/hs_class_tables.inc"

/* See hs_class.h. */
bool
te_hs_has_classes(int classification, int revision)
{
	return tables[classification][revision].nlinks > 0;
}

/* See hs_class.h. */
int
te_hs_classes(uint32 code, int revision, int classification, int *first)
{
	const HsClassTable *table = &tables[classification][revision];
	int			number = te_hs_code_number(revision, code);
	int			low = 0;
	int			n = 0;

	for (int high = table->nlinks; low < high;)
	{
		int			middle = (low + high) / 2;

		if (table->links[middle].code < number)
			low = middle + 1;
		else
			high = middle;
	}
	while (number >= 0 && low + n < table->nlinks && table->links[low + n].code == number)
		n++;
	*first = low;
	return n;
}

/* See hs_class.h. */
const char *
te_hs_class_at(int revision, int classification, int place)
{
	return class_names[classification][tables[classification][revision].links[place].class_number];
}
