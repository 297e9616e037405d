/*
 * svg.c
 *	  A small writer of SVG.  See svg.h.
 *
 * Everything that is not ASCII is written as a character reference, so that the
 * output is right in any database encoding.
 */
#include "postgres.h"

#include <math.h>

#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "report/svg.h"

/* Appends text with the five special characters escaped; control characters are dropped. */
void
te_svg_escape(StringInfo out, const char *s)
{
	for (Size i = 0; s[i]; i++)
	{
		TE_CHECK_EVERY(i);
		switch (s[i])
		{
			case '&':
				appendStringInfoString(out, "&amp;");
				break;
			case '<':
				appendStringInfoString(out, "&lt;");
				break;
			case '>':
				appendStringInfoString(out, "&gt;");
				break;
			case '"':
				appendStringInfoString(out, "&quot;");
				break;
			case '\'':
				appendStringInfoString(out, "&#39;");
				break;
			default:
				if ((unsigned char) s[i] < 0x20 || s[i] == 0x7f)
					appendStringInfoChar(out, ' ');
				else
					appendStringInfoChar(out, s[i]);
		}
	}
}

/* Appends a coordinate with at most two decimals. */
void
te_svg_number(StringInfo out, double x)
{
	int			start = out->len;

	appendStringInfo(out, "%.2f", x);
	while (out->data[out->len - 1] == '0')
		out->len--;
	if (out->data[out->len - 1] == '.')
		out->len--;
	out->data[out->len] = '\0';
	if (strcmp(out->data + start, "-0") == 0)
	{
		out->len = start;
		appendStringInfoChar(out, '0');
	}
}

/* Appends ' name="x"'. */
static void
attribute(StringInfo out, const char *name, double x)
{
	appendStringInfo(out, " %s=\"", name);
	te_svg_number(out, x);
	appendStringInfoChar(out, '"');
}

void
te_svg_rect(StringInfo out, const char *class, double x, double y, double width, double height,
			const char *hint)
{
	appendStringInfo(out, "<rect class=\"%s\"", class);
	attribute(out, "x", x);
	attribute(out, "y", y);
	attribute(out, "width", Max(0, width));
	attribute(out, "height", Max(0, height));
	if (hint == NULL)
	{
		appendStringInfoString(out, "/>");
		return;
	}
	appendStringInfoString(out, "><title>");
	te_svg_escape(out, hint);
	appendStringInfoString(out, "</title></rect>");
}

void
te_svg_line(StringInfo out, const char *class, double x1, double y1, double x2, double y2)
{
	appendStringInfo(out, "<line class=\"%s\"", class);
	attribute(out, "x1", x1);
	attribute(out, "y1", y1);
	attribute(out, "x2", x2);
	attribute(out, "y2", y2);
	appendStringInfoString(out, "/>");
}

/* Opens a text element. */
static void
open_text(StringInfo out, const char *class, TeAnchor anchor, double x, double y)
{
	static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};

	appendStringInfo(out, "<text class=\"%s\"%s", class, anchors[anchor]);
	attribute(out, "x", x);
	attribute(out, "y", y);
	appendStringInfoChar(out, '>');
}

/* Appends a text; "class" decides its size. */
void
te_svg_text(StringInfo out, const char *class, TeAnchor anchor, double x, double y, const char *s)
{
	open_text(out, class, anchor, x, y);
	te_svg_escape(out, s);
	appendStringInfoString(out, "</text>");
}

/* Bytes of the character at s, never beyond the string's end. */
static int
char_bytes(const char *s)
{
	int			len = pg_mblen(s);

	return (int) strnlen(s, len);
}

/* Width of one character in units of the font size, from a wide sans serif. */
static double
char_width(const char *s, int bytes)
{
	unsigned char c = *s;

	if (bytes > 2 || (bytes == 2 && GetDatabaseEncoding() != PG_UTF8))
		return 1.0;				/* mostly ideographs */
	if (bytes == 2)
		return 0.7;
	if (strchr("ijlI.,:;|'!`", c))
		return 0.34;
	if (strchr("ftr()[]{}-/\\ \"", c))
		return 0.42;
	if (strchr("mwMW%@&", c))
		return 0.95;
	return c >= 'A' && c <= 'Z' ? 0.72 : 0.635;
}

/* Pixels that a text takes at a font size, estimated on the wide side. */
double
te_text_width(const char *s, double size)
{
	double		width = 0;

	for (Size i = 0; *s; i++)
	{
		int			bytes = char_bytes(s);

		TE_CHECK_EVERY(i);
		width += char_width(s, bytes);
		s += bytes;
	}
	return width * size;
}

/* Bytes of the words that fit on a first line, up to a space; 0 when all do or none. */
int
te_text_first_line(const char *words, double size, double room)
{
	int			fits = 0;

	if (te_text_width(words, size) <= room)
		return 0;
	for (const char *space = strchr(words, ' '); space; space = strchr(space + 1, ' '))
	{
		if (te_text_width(pnstrdup(words, space - words), size) > room)
			break;
		fits = space - words;
	}
	return fits;
}

/* The same text, cut with an ellipsis to "width" pixels; the full text is then its hint. */
void
te_svg_text_fit(StringInfo out, const char *class, TeAnchor anchor, double x, double y,
				double width, const char *s)
{
	double		size = strstr(class, "te-s") ? TE_SVG_SMALL : TE_SVG_FONT;
	double		used = size;	/* the ellipsis */
	const char *end = s;

	if (strstr(class, "te-b"))
		width /= 1.08;
	if (te_text_width(s, size) <= width)
	{
		te_svg_text(out, class, anchor, x, y, s);
		return;
	}
	while (*end)
	{
		int			bytes = char_bytes(end);

		used += char_width(end, bytes) * size;
		if (used > width)
			break;
		end += bytes;
	}
	open_text(out, class, anchor, x, y);
	appendStringInfoString(out, "<title>");
	te_svg_escape(out, s);
	appendStringInfoString(out, "</title>");
	te_svg_escape(out, pnstrdup(s, end - s));
	appendStringInfoString(out, "&#8230;</text>");
}
