/*
 * style.c
 *	  The style of charts, pages and mails.  See style.h.
 *
 * Colours: every text colour has a contrast of at least 4.5 : 1 on what it
 * stands on (WCAG AA), in light and dark; te-c0 ... te-c7 carry te-on text.
 *
 * Paper: a drawing does not break, and is never so high that what it leaves of
 * a page is half of it.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "report/style.h"

/* The colours of light pages and of paper, and of dark pages; those of series are of use alone. */
#define LIGHT_SERIES "--te-c0:" TE_COLOUR_FIRST ";--te-c1:#a8480f"
#define LIGHT \
	"--te-bg:#fff;--te-ink:" TE_COLOUR_INK ";--te-dim:" TE_COLOUR_DIM ";--te-grid:" TE_COLOUR_GRID ";" \
	"--te-on:#fff;--te-bad:" TE_COLOUR_BAD ";--te-warn:" TE_COLOUR_WARN ";--te-good:#1a7f37;" \
	LIGHT_SERIES \
	";--te-c2:#23744a;--te-c3:#80399a;--te-c4:#a12c47;--te-c5:#0b6c7f;--te-c6:#6f5a00;" \
	"--te-c7:#5446ad;--te-cx:#636c76;--te-cu:" TE_COLOUR_REST ";--te-h0:#f2f6fb;--te-h1:#d3e4f6;" \
	"--te-h2:#a5c8ec;--te-h3:#6fa8df;--te-h4:#2a67ad;--te-h5:#123f73;--te-ht0:#1b1f24;" \
	"--te-ht3:#14181d;--te-ht4:#fff"

#define DARK_SERIES "--te-c0:#79b0f2;--te-c1:#f0a06a"
#define DARK \
	"--te-bg:#14181d;--te-ink:#e8ecf0;--te-dim:#a2acb8;--te-grid:#39434e;--te-on:#0e1216;" \
	"--te-bad:#ff8a80;--te-warn:#f0c04a;--te-good:#5fd38a;" \
	DARK_SERIES \
	";--te-c2:#74cc98;--te-c3:#d09ae4;--te-c4:#f492a4;--te-c5:#62c9d8;--te-c6:#d8c25a;" \
	"--te-c7:#aea2f5;--te-cx:#98a3af;--te-cu:#333c45;--te-h0:#1a2129;--te-h1:#1f3350;" \
	"--te-h2:#264a78;--te-h3:#4d87c7;--te-h4:#7db4f0;--te-h5:#b9dbff;--te-ht0:#e8ecf0;" \
	"--te-ht3:#0b0e11;--te-ht4:#0e1216"

#define CHART \
	".te-chart{" LIGHT "}\n" \
	"@media(prefers-color-scheme:dark){.te-chart{" DARK "}}\n" \
	"@media print{.te-chart{" LIGHT "}}\n" \
	"svg.te-chart{display:block;width:100%;height:auto;background:var(--te-bg);" \
	"font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}" \
	"\n" \
	"svg.te-word{display:inline-block;width:auto;vertical-align:middle}\n" \
	".te-chart text{fill:var(--te-ink);font-size:12px}" \
	".te-chart .te-s{font-size:11px;fill:var(--te-dim)}.te-chart .te-b{font-weight:600}" \
	".te-chart .te-on{fill:var(--te-on);font-size:11px}" \
	".te-chart .te-halo{paint-order:stroke;stroke:var(--te-bg);stroke-width:4px;" \
	"stroke-linejoin:round}.te-chart .te-bad{fill:var(--te-bad)}" \
	".te-chart .te-good{fill:var(--te-good)}" \
	".te-chart .te-grid{stroke:var(--te-grid);stroke-width:1}" \
	".te-chart .te-axis{stroke:var(--te-dim);stroke-width:1}" \
	".te-chart .te-mark{stroke:var(--te-ink);stroke-width:1.5}" \
	".te-chart .te-risk{stroke:var(--te-bad);stroke-width:1.5}" \
	".te-chart .te-dash{fill:none;stroke:var(--te-dim);stroke-width:1.2;stroke-dasharray:4 3}" \
	".te-chart .te-spark{fill:none;stroke:var(--te-c0);stroke-width:1.6;" \
	"stroke-linejoin:round}.te-chart .te-band{fill-opacity:.32}" \
	".te-chart .te-guess{fill-opacity:.16}" \
	".te-chart .te-seg{stroke:var(--te-bg);stroke-width:1}.te-chart .te-c0{fill:var(--te-c0)}" \
	".te-chart .te-c1{fill:var(--te-c1)}.te-chart .te-c2{fill:var(--te-c2)}" \
	".te-chart .te-c3{fill:var(--te-c3)}.te-chart .te-c4{fill:var(--te-c4)}" \
	".te-chart .te-c5{fill:var(--te-c5)}.te-chart .te-c6{fill:var(--te-c6)}" \
	".te-chart .te-c7{fill:var(--te-c7)}.te-chart .te-cx{fill:var(--te-cx)}" \
	".te-chart .te-cu{fill:var(--te-cu)}.te-chart .te-h0{fill:var(--te-h0)}" \
	".te-chart .te-h1{fill:var(--te-h1)}.te-chart .te-h2{fill:var(--te-h2)}" \
	".te-chart .te-h3{fill:var(--te-h3)}.te-chart .te-h4{fill:var(--te-h4)}" \
	".te-chart .te-h5{fill:var(--te-h5)}" \
	".te-chart text.te-h0,.te-chart text.te-h1,.te-chart text.te-h2{fill:var(--te-ht0);" \
	"font-size:11px}.te-chart text.te-h3{fill:var(--te-ht3);font-size:11px}" \
	".te-chart text.te-h4,.te-chart text.te-h5{fill:var(--te-ht4);font-size:11px}\n" \
	".te-figure{margin:0}.te-figure .te-narrow{display:none}" \
	"@media screen and (max-width:560px){.te-figure .te-wide{display:none}" \
	".te-figure .te-narrow{display:block}}\n"

#define PAGE \
	"\n" \
	".te-page{margin:0;background:var(--te-bg);color:var(--te-ink);font:15px/1.5 system-ui," \
	"-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;" \
	"-webkit-print-color-adjust:exact;print-color-adjust:exact;overflow-wrap:anywhere}\n" \
	".te-page main{max-width:760px;margin:0 auto;padding:28px 20px 56px}\n" \
	".te-page h1{font-size:28px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em}\n" \
	".te-page h2{font-size:19px;margin:40px 0 12px;padding-top:20px;" \
	"border-top:1px solid var(--te-grid)}\n" \
	".te-page .te-dim,.te-page caption,.te-page summary{color:var(--te-dim)}\n" \
	".te-page p{margin:8px 0}.te-page .te-lead{font-size:18px;margin:14px 0}" \
	".te-page .te-source{font-size:13px}.te-page section p.te-dim{font-size:13px}\n" \
	".te-cards{display:grid;grid-template-columns:repeat(3,1fr);gap:12px;margin:22px 0 0;" \
	"padding:0}\n" \
	".te-card{border:1px solid var(--te-grid);border-radius:10px;padding:12px 14px;" \
	"min-width:0}\n" \
	".te-card dt,.te-card .te-note{color:var(--te-dim);font-size:13px;margin:0}\n" \
	".te-card dd{margin:0}.te-card .te-now{font-size:25px;font-weight:650;line-height:1.3}\n" \
	".te-alerts{list-style:none;margin:0;padding:0}" \
	".te-alerts li{padding:7px 0;border-bottom:1px solid var(--te-grid)}\n" \
	".te-tag{display:inline-block;min-width:62px;text-align:center;padding:0 8px;" \
	"margin-right:8px;border:1px solid currentColor;border-radius:11px;font-size:12px;" \
	"font-weight:600;line-height:20px}\n" \
	".te-critical{color:var(--te-bad)}.te-warning{color:var(--te-warn)}" \
	".te-info{color:var(--te-dim)}\n" \
	".te-page figure{margin:0 0 26px}.te-page figcaption{font-weight:600;margin:0 0 10px}\n" \
	".te-page summary{cursor:pointer;font-size:13px;margin:6px 0}\n" \
	".te-scroll{overflow-x:auto}\n" \
	".te-page table{border-collapse:collapse;width:100%;font-size:13px;" \
	"font-variant-numeric:tabular-nums}\n" \
	".te-page caption{text-align:left;font-size:13px;padding:0 0 6px}\n" \
	".te-page th,.te-page td{padding:6px 8px;border-bottom:1px solid var(--te-grid);" \
	"text-align:left;vertical-align:middle;font-weight:400}\n" \
	".te-page thead th{color:var(--te-dim);font-weight:600}.te-page tbody th{min-width:180px}" \
	".te-page td,.te-page thead th{overflow-wrap:normal}\n" \
	".te-page .te-n{text-align:right;white-space:nowrap}.te-page .te-w{white-space:nowrap}\n" \
	".te-page dl:not(.te-cards){display:grid;grid-template-columns:max-content 1fr;" \
	"gap:2px 16px;font-size:13px;margin:0}\n" \
	".te-page dl:not(.te-cards) dt{color:var(--te-dim)}" \
	".te-page dl:not(.te-cards) dd{margin:0}\n" \
	".te-page ul:not(.te-alerts){padding-left:20px;font-size:13px;margin:0}\n" \
	"@media screen and (max-width:560px){.te-page main{padding:20px 16px 40px}" \
	".te-page h1{font-size:23px}.te-cards{grid-template-columns:repeat(2,1fr);gap:8px}" \
	".te-card{padding:10px}.te-card .te-now{font-size:20px}.te-page .te-extra{display:none}" \
	".te-page tbody th{min-width:84px}.te-page th,.te-page td{padding:6px 4px}" \
	".te-page td svg.te-word{width:44px}" \
	".te-products tr{display:grid;grid-template-columns:52px 1fr 1.6fr 1fr}" \
	".te-products tbody th{grid-column:1/-1;border-bottom:0;padding-bottom:0;font-weight:600}" \
	".te-products thead th:first-child{grid-column:1/-1;border-bottom:0}}\n" \
	"@page{size:A4;margin:14mm 15mm 17mm;@bottom-right{content:counter(page) ' / ' counter(pages);" \
	"font:9pt system-ui,sans-serif;color:" TE_COLOUR_DIM "}}\n" \
	"@media print{.te-page{font-size:10pt}" \
	".te-page caption,.te-page thead,.te-page thead tr{break-after:avoid}" \
	".te-page main{max-width:none;padding:0}.te-page details{display:none}" \
	".te-page h1{font-size:20pt}.te-page .te-lead{font-size:12pt;margin:8px 0}" \
	".te-page h2{break-after:avoid;margin:16px 0 8px;padding-top:12px}" \
	".te-page figure{margin:0 0 12px}.te-page td,.te-page th{padding:3px 6px}" \
	".te-page figure svg.te-wide{max-height:118mm}" \
	".te-page figure,.te-card,.te-page tr,.te-alerts li{break-inside:avoid}" \
	".te-scroll{overflow:visible}}\n"

/* What of it a series in the size of a word needs: a table may have thousands. */
#define WORD \
	".te-word{" LIGHT_SERIES "}" \
	".te-word .te-spark{fill:none;stroke:var(--te-c0);stroke-width:1.6;stroke-linejoin:round}" \
	".te-word .te-c1{fill:var(--te-c1)}" \
	"@media(prefers-color-scheme:dark){.te-word{" DARK_SERIES "}}" \
	"@media print{.te-word{" LIGHT_SERIES "}}"

const char *
te_style_chart(void)
{
	return CHART;
}

const char *
te_style_page(void)
{
	return CHART PAGE;
}

const char *
te_style_word(void)
{
	return WORD;
}

#define MAIL_FONT "font-family:system-ui,'Segoe UI',Roboto,Arial,sans-serif;"
#define MAIL_CELL "padding:5px 8px;border-bottom:1px solid " TE_COLOUR_GRID ";font-size:13px;"
#define MAIL_TAG "white-space:nowrap;font-weight:600;color:"
#define MAIL_HEAD "font-weight:600;color:" TE_COLOUR_DIM ";"

/* The parts of a mail: many programs read neither style sheets nor variables. */
static const struct
{
	const char *part;
	const char *style;
}			mail_parts[] = {
	{"body", "margin:0;padding:0;background:#ffffff"},
	{"page", MAIL_FONT "padding:16px;font-size:14px;line-height:1.45;color:" TE_COLOUR_INK},
	{"title", "margin:0 0 4px;font-size:22px;line-height:1.25"},
	{"heading", "margin:24px 0 8px;font-size:16px"},
	{"lead", "margin:10px 0;font-size:16px"},
	{"text", "margin:8px 0"},
	{"dim", "margin:6px 0;font-size:12px;color:" TE_COLOUR_DIM},
	{"table", MAIL_FONT "border-collapse:collapse;color:" TE_COLOUR_INK},
	{"cell", MAIL_CELL "text-align:left"},
	{"number", MAIL_CELL "text-align:right;white-space:nowrap"},
	{"figure", MAIL_CELL "text-align:right;font-weight:600"},
	{"note", MAIL_CELL "text-align:left;color:" TE_COLOUR_DIM},
	{"head cell", MAIL_CELL MAIL_HEAD "text-align:left"},
	{"head number", MAIL_CELL MAIL_HEAD "text-align:right"},
	{"critical", MAIL_CELL MAIL_TAG TE_COLOUR_BAD},
	{"warning", MAIL_CELL MAIL_TAG TE_COLOUR_WARN},
	{"info", MAIL_CELL MAIL_TAG TE_COLOUR_DIM},
	{"bar", "background:" TE_COLOUR_FIRST ";font-size:1px;line-height:10px"},
	{"rest", "background:" TE_COLOUR_REST ";font-size:1px;line-height:10px"},
};

const char *
te_style_mail(const char *part)
{
	for (int i = 0; i < lengthof(mail_parts); i++)
		if (strcmp(mail_parts[i].part, part) == 0)
			return mail_parts[i].style;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("no part of a mail is called \"%s\"", pnstrdup(part, pg_mbcliplen(part, strlen(part), 64)))));
}
