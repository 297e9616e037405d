/*
 * hs_codes.h
 *	  The subheadings of each revision of the Harmonized System.
 *
 * Nothing here calls fmgr, catalog or SPI; nothing allocates.
 */
#ifndef TRADE_EXPOSURE_HS_CODES_H
#define TRADE_EXPOSURE_HS_CODES_H

#include "postgres.h"

#define TE_HS_PETROLEUM 271000	/* which Comtrade divides in the first
								 * revisions */

/* Number of subheadings of a revision. */
extern int	te_hs_ncodes(int revision);

/* Subheading number i of a revision, in order of code. */
extern uint32 te_hs_code_at(int revision, int i);

/*
 * The number of the first subheading of a revision that is not below "code";
 * te_hs_ncodes when none is.
 */
extern int	te_hs_first_code(int revision, uint32 code);

/* The number of a subheading within its revision, or -1. */
extern int	te_hs_code_number(int revision, uint32 code);

/*
 * Number of Comtrade's divisions of petroleum in a revision, and number i of
 * them: codes in data of HS1992 and HS1996, never codes of the nomenclature.
 */
extern int	te_hs_nlegacy(int revision);
extern uint32 te_hs_legacy_at(int i);

/* Is this one of Comtrade's divisions of petroleum, in that revision? */
extern bool te_hs_is_legacy(int revision, uint32 code);

#endif							/* TRADE_EXPOSURE_HS_CODES_H */
