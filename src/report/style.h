/*
 * style.h
 *	  The style of charts, pages and mails: all colours and sizes in one place.
 *	  Engine code: no SPI, catalog or fmgr.
 */
#ifndef TRADE_EXPOSURE_STYLE_H
#define TRADE_EXPOSURE_STYLE_H

#include "postgres.h"

/* Colours of light pages, where a chart names one itself. */
#define TE_COLOUR_INK "#1b1f24"
#define TE_COLOUR_DIM "#57606a"
#define TE_COLOUR_BAD "#b3261e"
#define TE_COLOUR_WARN "#7a5200"
#define TE_COLOUR_GRID "#d0d7de"
#define TE_COLOUR_FIRST "#1f5fa8"	/* of the largest supplier */
#define TE_COLOUR_REST "#dfe4e9"
#define TE_COLOUR_LATEST "#a63603"	/* the dot of a series */

/* CSS of charts and figures, light and dark. */
extern const char *te_style_chart(void);

/* The same with that of the page around them. */
extern const char *te_style_page(void);

/* CSS of a series in the size of a word that stands alone. */
extern const char *te_style_word(void);

/* The declarations of a part of a mail ("cell"), for its style attribute. */
extern const char *te_style_mail(const char *part);

#endif							/* TRADE_EXPOSURE_STYLE_H */
