/*
 * hs_name.h
 *	  What the headings and subheadings of HS2022 are, in words.
 */
#ifndef TRADE_EXPOSURE_HS_NAME_H
#define TRADE_EXPOSURE_HS_NAME_H

#include "postgres.h"

/*
 * Return the text of a subheading of HS2022, below that of its heading, or NULL when there
 * is no such code.
 */
extern const char *te_hs_subheading_text(uint32 code);

/* Return the text of a heading of HS2022, or NULL. */
extern const char *te_hs_heading_text(uint32 heading);

/*
 * Return the subheading of HS2022 with which one of another revision converts one to one,
 * or the heading whose subheadings all do; 0 when there is none.
 */
extern uint32 te_hs_same_subheading(uint32 code, int revision);
extern uint32 te_hs_same_heading(uint32 heading, int revision);

#endif							/* TRADE_EXPOSURE_HS_NAME_H */
