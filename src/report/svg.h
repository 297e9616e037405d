/*
 * svg.h
 *	  A small writer of SVG: shapes, escaped text that fits, numbers for people.
 *	  Engine code: no SPI, catalog or fmgr.
 */
#ifndef TRADE_EXPOSURE_SVG_H
#define TRADE_EXPOSURE_SVG_H

#include "postgres.h"

#include "lib/stringinfo.h"

#define TE_SVG_FONT 12.0		/* px, the usual text */
#define TE_SVG_SMALL 11.0		/* px, notes and axis labels */

typedef enum TeAnchor
{
	TE_START,
	TE_MIDDLE,
	TE_END
} TeAnchor;

/* Appends text with the five special characters escaped; control characters are dropped. */
extern void te_svg_escape(StringInfo out, const char *s);

/* Appends a coordinate with at most two decimals. */
extern void te_svg_number(StringInfo out, double x);

extern void te_svg_rect(StringInfo out, const char *class, double x, double y, double width,
						double height, const char *hint);
extern void te_svg_line(StringInfo out, const char *class, double x1, double y1, double x2,
						double y2);

/* Appends a text; "class" decides its size (te-s small, te-b bold). */
extern void te_svg_text(StringInfo out, const char *class, TeAnchor anchor, double x, double y,
						const char *s);

/* The same, cut with an ellipsis to "width" pixels; the full text is then its hint. */
extern void te_svg_text_fit(StringInfo out, const char *class, TeAnchor anchor, double x,
							double y, double width, const char *s);

/* Pixels that a text takes at a font size, estimated on the wide side. */
extern double te_text_width(const char *s, double size);

/* Bytes of the words that fit on a first line, up to a space; 0 when all do or none. */
extern int	te_text_first_line(const char *words, double size, double room);

#endif							/* TRADE_EXPOSURE_SVG_H */
