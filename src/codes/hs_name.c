/*
 * hs_name.c
 *	  What the headings and subheadings of HS2022 are, in words.
 *
 * Source: the Harmonized Tariff Schedule of the United States (USITC), which words
 * the international headings and subheadings in English.
 */
#include "postgres.h"

#include "codes/hs.h"
#include "codes/hs_codes.h"
#include "codes/hs_name.h"

#include "codes/hs_name_tables.inc"

#define NEWEST (TE_HS_REVISIONS - 1)	/* the revision that the texts are of */

/* See hs_name.h. */
const char *
te_hs_subheading_text(uint32 code)
{
	int			i = te_hs_code_number(NEWEST, code);

	return i >= 0 ? subheading_texts[i] : NULL;
}

/* See hs_name.h. */
const char *
te_hs_heading_text(uint32 heading)
{
	int			low = 0;
	int			high = lengthof(headings);

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (headings[middle] < heading)
			low = middle + 1;
		else
			high = middle;
	}
	return low < lengthof(headings) && headings[low] == heading ? heading_texts[low] : NULL;
}

/* See hs_name.h. */
uint32
te_hs_same_subheading(uint32 code, int revision)
{
	TeHsRoute	route = {revision, NEWEST};
	TeHsTarget *targets;
	uint32		same = 0;

	if (te_hs_code_number(revision, code) < 0)
		return 0;
	if (revision == NEWEST)
		return code;
	if (te_hs_convert(code, route, &targets) == 1 && targets[0].code != 0 &&
		!te_hs_has_several_sources(targets[0].code, route))
		same = targets[0].code;
	pfree(targets);
	return same;
}

/* Return how many subheadings of a revision a heading has, from number *first on. */
static int
subheadings_of(uint32 heading, int revision, int *first)
{
	*first = te_hs_first_code(revision, heading * 100);
	return te_hs_first_code(revision, (heading + 1) * 100) - *first;
}

/* See hs_name.h. */
uint32
te_hs_same_heading(uint32 heading, int revision)
{
	int			first;
	int			n = subheadings_of(heading, revision, &first);
	int			ignored;
	uint32		same = 0;

	for (int i = 0; i < n; i++)
	{
		uint32		code = te_hs_same_subheading(te_hs_code_at(revision, first + i), revision);

		if (code == 0 || (i > 0 && code / 100 != same))
			return 0;
		same = code / 100;
	}
	/* it has all of its subheadings */
	return same != 0 && subheadings_of(same, NEWEST, &ignored) == n ? same : 0;
}
