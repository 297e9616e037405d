/*
 * hs_class.h
 *	  Subheadings of the HS in classifications of the United Nations: SITC, revisions 1
 *	  to 4, and Broad Economic Categories.
 */
#ifndef TRADE_EXPOSURE_HS_CLASS_H
#define TRADE_EXPOSURE_HS_CLASS_H

#include "postgres.h"

#define TE_HS_NCLASSIFICATIONS 5	/* SITC1 to SITC4, BEC4 */

/* Is there a table from this revision to this classification? */
extern bool te_hs_has_classes(int classification, int revision);

/*
 * Return how many classes a subheading has, which stand at "classes" + 0, 1 ...; 0 when the
 * table does not list it.
 */
extern int	te_hs_classes(uint32 code, int revision, int classification, int *first);

/* Return the class at a place. */
extern const char *te_hs_class_at(int revision, int classification, int place);

#endif							/* TRADE_EXPOSURE_HS_CLASS_H */
