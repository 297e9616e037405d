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

/*
 * Colours: every text colour has a contrast of at least 4.5 : 1 on what it
 * stands on (WCAG AA), in light and dark; te-c0 … te-c7 carry te-on text.
 */
static const char *const style =
".te-chart{--te-bg:#fff;--te-ink:#1b1f24;--te-dim:#57606a;--te-grid:#d0d7de;--te-on:#fff;"
"--te-bad:#b3261e;--te-warn:#7a5200;--te-good:#1a7f37;"
"--te-c0:#1f5fa8;--te-c1:#a8480f;--te-c2:#23744a;--te-c3:#80399a;--te-c4:#a12c47;"
"--te-c5:#0b6c7f;--te-c6:#6f5a00;--te-c7:#5446ad;--te-cx:#636c76;--te-cu:#dfe4e9;"
"--te-h0:#f2f6fb;--te-h1:#d3e4f6;--te-h2:#a5c8ec;--te-h3:#6fa8df;--te-h4:#2a67ad;"
"--te-h5:#123f73;--te-ht0:#1b1f24;--te-ht3:#14181d;--te-ht4:#fff}\n"
"@media(prefers-color-scheme:dark){.te-chart{--te-bg:#14181d;--te-ink:#e8ecf0;"
"--te-dim:#a2acb8;--te-grid:#39434e;--te-on:#0e1216;"
"--te-bad:#ff8a80;--te-warn:#f0c04a;--te-good:#5fd38a;"
"--te-c0:#79b0f2;--te-c1:#f0a06a;--te-c2:#74cc98;--te-c3:#d09ae4;--te-c4:#f492a4;"
"--te-c5:#62c9d8;--te-c6:#d8c25a;--te-c7:#aea2f5;--te-cx:#98a3af;--te-cu:#333c45;"
"--te-h0:#1a2129;--te-h1:#1f3350;--te-h2:#264a78;--te-h3:#4d87c7;--te-h4:#7db4f0;"
"--te-h5:#b9dbff;--te-ht0:#e8ecf0;--te-ht3:#0b0e11;--te-ht4:#0e1216}}\n"
"@media print{.te-chart{--te-bg:#fff;--te-ink:#1b1f24;--te-dim:#57606a;--te-grid:#d0d7de;"
"--te-on:#fff;--te-bad:#b3261e;--te-warn:#7a5200;--te-good:#1a7f37;"
"--te-c0:#1f5fa8;--te-c1:#a8480f;--te-c2:#23744a;--te-c3:#80399a;--te-c4:#a12c47;"
"--te-c5:#0b6c7f;--te-c6:#6f5a00;--te-c7:#5446ad;--te-cx:#636c76;--te-cu:#dfe4e9;"
"--te-h0:#f2f6fb;--te-h1:#d3e4f6;--te-h2:#a5c8ec;--te-h3:#6fa8df;--te-h4:#2a67ad;"
"--te-h5:#123f73;--te-ht0:#1b1f24;--te-ht3:#14181d;--te-ht4:#fff}}\n"
"svg.te-chart{display:block;width:100%;height:auto;background:var(--te-bg);"
"font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}\n"
"svg.te-word{display:inline-block;width:auto;vertical-align:middle}\n"
".te-chart text{fill:var(--te-ink);font-size:12px}.te-chart .te-s{font-size:11px;fill:var(--te-dim)}"
".te-chart .te-b{font-weight:600}.te-chart .te-on{fill:var(--te-on);font-size:11px}"
".te-chart .te-halo{paint-order:stroke;stroke:var(--te-bg);stroke-width:4px;stroke-linejoin:round}"
".te-chart .te-bad{fill:var(--te-bad)}.te-chart .te-good{fill:var(--te-good)}"
".te-chart .te-grid{stroke:var(--te-grid);stroke-width:1}"
".te-chart .te-axis{stroke:var(--te-dim);stroke-width:1}"
".te-chart .te-mark{stroke:var(--te-ink);stroke-width:1.5}"
".te-chart .te-risk{stroke:var(--te-bad);stroke-width:1.5}"
".te-chart .te-dash{fill:none;stroke:var(--te-dim);stroke-width:1.2;stroke-dasharray:4 3}"
".te-chart .te-spark{fill:none;stroke:var(--te-c0);stroke-width:1.6;stroke-linejoin:round}"
".te-chart .te-band{fill-opacity:.32}.te-chart .te-guess{fill-opacity:.16}"
".te-chart .te-seg{stroke:var(--te-bg);stroke-width:1}"
".te-chart .te-c0{fill:var(--te-c0)}.te-chart .te-c1{fill:var(--te-c1)}"
".te-chart .te-c2{fill:var(--te-c2)}.te-chart .te-c3{fill:var(--te-c3)}"
".te-chart .te-c4{fill:var(--te-c4)}.te-chart .te-c5{fill:var(--te-c5)}"
".te-chart .te-c6{fill:var(--te-c6)}.te-chart .te-c7{fill:var(--te-c7)}"
".te-chart .te-cx{fill:var(--te-cx)}.te-chart .te-cu{fill:var(--te-cu)}"
".te-chart .te-h0{fill:var(--te-h0)}.te-chart .te-h1{fill:var(--te-h1)}"
".te-chart .te-h2{fill:var(--te-h2)}.te-chart .te-h3{fill:var(--te-h3)}"
".te-chart .te-h4{fill:var(--te-h4)}.te-chart .te-h5{fill:var(--te-h5)}"
".te-chart text.te-h0,.te-chart text.te-h1,.te-chart text.te-h2{fill:var(--te-ht0);font-size:11px}"
".te-chart text.te-h3{fill:var(--te-ht3);font-size:11px}"
".te-chart text.te-h4,.te-chart text.te-h5{fill:var(--te-ht4);font-size:11px}\n"
".te-figure{margin:0}.te-figure .te-narrow{display:none}"
"@media screen and (max-width:560px){.te-figure .te-wide{display:none}"
".te-figure .te-narrow{display:block}}\n";

/* The colours of charts and pages, light and dark, as CSS. */
const char *
te_svg_style(void)
{
	return style;
}

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
