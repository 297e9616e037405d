/*
 * chart_chain.c
 *	  Supply chain as a Sankey diagram: one column per stage, one block per supplier,
 *	  bands from where something comes from to where it goes.  Where the columns
 *	  would leave no room for names, as on a phone, the stages are rows, one above
 *	  the other, each with its names below it.
 *
 * Each stage fills the whole height (or width), so blocks are shares of their stage.  Where
 * a row does not say where its amount goes, it is spread over the next stage in
 * proportion, and the drawing says so and draws such bands lighter.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "report/chart.h"
#include "report/format.h"
#include "report/say.h"

#define TE_CHAIN_MAX_STAGES 12
#define TE_CHAIN_MAX_NODES 100000	/* suppliers in all stages */
#define TE_CHAIN_NAMED 7		/* blocks of a stage besides "others" */
#define TE_CHAIN_LEAST 0.03		/* share of a block of its own */
#define TE_CHAIN_HEIGHT 300.0	/* px of blocks and gaps */
#define TE_CHAIN_GAP 7.0		/* px between blocks */
#define TE_CHAIN_BLOCK 13.0		/* px, width of a block */
#define TE_CHAIN_ROOM 160.0		/* px between columns, so that two names fit */
#define TE_CHAIN_LINE 18.0		/* px of a line of names */

/* A stage: its suppliers ranked and cut to blocks. */
typedef struct Stage
{
	const char *name;
	TeNames    *origin;
	double	   *amount;			/* by origin */
	int			size;			/* room in amount */
	double		total;
	double		hhi;
	int		   *block_of;		/* by origin; nblocks − 1 may be "others" */
	int			nblocks;
	const char *block_name[TE_CHAIN_NAMED + 1];
	const char *colour[TE_CHAIN_NAMED + 1]; /* class, the same in every stage */
	double		share[TE_CHAIN_NAMED + 1];
	double		at[TE_CHAIN_NAMED + 1]; /* px, top (of a row: left) of the
										 * block */
} Stage;

/* Share of a stage that goes from a block to a block of the next stage. */
typedef double Bands[TE_CHAIN_NAMED + 1][TE_CHAIN_NAMED + 1];

typedef struct Chain
{
	int			n;				/* stages */
	Stage	   *stage;
	Bands	   *known;			/* [stage]: as the rows say */
	Bands	   *spread;			/* [stage]: in proportion */
	bool		guessed;		/* some band is spread */
} Chain;

/* Adds an amount to a supplier of a stage. */
static void
stage_add(Stage *s, const char *origin, double amount)
{
	int			k = te_names_number(s->origin, origin, NULL);

	if (k >= s->size)
	{
		int			size = Max(32, 2 * s->size);

		if (size > TE_CHAIN_MAX_NODES)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("stage \"%s\" has more than %d suppliers", s->name,
							TE_CHAIN_MAX_NODES)));
		s->amount = s->amount ? repalloc(s->amount, size * sizeof(double)) :
			palloc(size * sizeof(double));
		memset(s->amount + s->size, 0, (size - s->size) * sizeof(double));
		s->size = size;
	}
	s->amount[k] += amount;
	s->total += amount;
}

/* Cuts a stage's suppliers to blocks: the largest ones, and the others together. */
static void
stage_blocks(Stage *s)
{
	int		   *order = te_chart_ranked(s->origin, s->amount);
	int			others = 0;

	s->block_of = palloc((s->origin->count + 1) * sizeof(int));
	for (int r = 0; r < s->origin->count; r++)
	{
		int			k = order[r];
		double		share = s->total > 0 ? s->amount[k] / s->total : 0;

		s->hhi += share * share;
		if (r < TE_CHAIN_NAMED && (share >= TE_CHAIN_LEAST || r == 0))
		{
			s->block_of[k] = s->nblocks;
			s->block_name[s->nblocks] = s->origin->names[k];
			s->share[s->nblocks++] = share;
			continue;
		}
		if (others++ == 0)
			s->nblocks++;
		s->block_of[k] = s->nblocks - 1;
		s->share[s->nblocks - 1] += share;
		s->block_name[s->nblocks - 1] = others == 1 ? s->origin->names[k] :
			te_say_with("{1} others", psprintf("%d", others), TE_SAY_END);
	}
}

/* Gives each supplier one colour in all stages, in order of appearance. */
static void
choose_colours(Chain *chain)
{
	TeNames    *seen = te_names_new();

	for (int k = 0; k < chain->n; k++)
		for (int i = 0; i < chain->stage[k].nblocks; i++)
		{
			Stage	   *s = &chain->stage[k];
			bool		supplier = te_names_find(s->origin, s->block_name[i]) >= 0;

			s->colour[i] = supplier ? te_chart_colour(te_names_number(seen, s->block_name[i],
																	  NULL)) : "te-cx";
		}
}

/* The block of a target's name in the next stage; −1 when it is not there. */
static int
target_block(const Stage *next, const char *target)
{
	int			k = te_names_find(next->origin, target);

	return k < 0 ? -1 : next->block_of[k];
}

/* Reads the rows into stages; targets of the last stage become a stage "users". */
static void
read_stages(Chain *chain, TeNames *names, const char **stages, const char **origins,
			const char **targets, const double *amounts, int n)
{
	for (int i = 0; i < n; i++)
		if (stages[i] && origins[i] && !isnan(amounts[i]) && amounts[i] != 0)
		{
			te_chart_not_negative("amounts", amounts[i], origins[i]);
			te_names_number(names, stages[i], NULL);
		}
	if (names->count > TE_CHAIN_MAX_STAGES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a supply chain of %d stages is too long to draw", names->count),
				 errhint("Draw at most %d stages.", TE_CHAIN_MAX_STAGES)));
	chain->stage = palloc0((names->count + 1) * sizeof(Stage));
	for (int k = 0; k <= names->count; k++)
	{
		chain->stage[k].name = k < names->count ? names->names[k] : te_say("users");
		chain->stage[k].origin = te_names_new();
	}
	chain->n = names->count;
	for (int i = 0; i < n; i++)
	{
		int			k;

		CHECK_FOR_INTERRUPTS();
		if (!stages[i] || !origins[i] || isnan(amounts[i]) || amounts[i] == 0)
			continue;
		k = te_names_number(names, stages[i], NULL);
		stage_add(&chain->stage[k], origins[i], amounts[i]);
		if (k == names->count - 1 && targets[i])
		{
			stage_add(&chain->stage[names->count], targets[i], amounts[i]);
			chain->n = names->count + 1;
		}
	}
}

/* Adds up what goes from block to block. */
static void
read_bands(Chain *chain, TeNames *names, const char **stages, const char **origins,
		   const char **targets, const double *amounts, int n)
{
	chain->known = palloc0(chain->n * sizeof(Bands) + 1);
	chain->spread = palloc0(chain->n * sizeof(Bands) + 1);
	for (int i = 0; i < n; i++)
	{
		int			k,
					from,
					to;
		double		share;
		Stage	   *next;

		CHECK_FOR_INTERRUPTS();
		if (!stages[i] || !origins[i] || isnan(amounts[i]) || amounts[i] == 0)
			continue;
		k = te_names_number(names, stages[i], NULL);
		if (k + 1 >= chain->n)
			continue;
		next = &chain->stage[k + 1];
		from = chain->stage[k].block_of[te_names_number(chain->stage[k].origin, origins[i], NULL)];
		share = amounts[i] / chain->stage[k].total;
		if (targets[i])
		{
			to = target_block(next, targets[i]);
			if (to >= 0)
				chain->known[k][from][to] += share;
			continue;
		}
		chain->guessed = true;
		for (to = 0; to < next->nblocks; to++)
			chain->spread[k][from][to] += share * next->share[to];
	}
}

/* How the stages lie in a drawing. */
typedef struct Lie
{
	bool		down;			/* one above the other: x and y change places */
	double		extent;			/* px that a stage fills */
} Lie;

/* Draws one band between two blocks, as a pair of cubic curves. */
static void
draw_band(TeDraw *draw, const Lie *lie, const char *class, double x1, double y1, double h1,
		  double x2, double y2, double h2, const char *hint)
{
	double		middle = (x1 + x2) / 2;
	double		v[] = {x1, y1, middle, y1, middle, y2, x2, y2,
	x2, y2 + h2, middle, y2 + h2, middle, y1 + h1, x1, y1 + h1};
	static const char *const before[] = {"M", " ", "C", " ", " ", " ", " ", " ",
	"L", " ", "C", " ", " ", " ", " ", " "};

	appendStringInfo(&draw->body, "<path class=\"%s\" d=\"", class);
	for (int i = 0; i < (int) lengthof(v); i++)
	{
		appendStringInfoString(&draw->body, before[i]);
		te_svg_number(&draw->body, v[lie->down ? i ^ 1 : i]);
	}
	appendStringInfoString(&draw->body, "Z\"><title>");
	te_svg_escape(&draw->body, hint);
	appendStringInfoString(&draw->body, "</title></path>");
}

/* Pixels of a stage's blocks for a share of 1. */
static double
stage_scale(const Stage *s, const Lie *lie)
{
	return lie->extent - TE_CHAIN_GAP * (s->nblocks - 1);
}

/* Places the blocks of a stage one after the other. */
static void
place_blocks(Stage *s, const Lie *lie, double at)
{
	for (int i = 0; i < s->nblocks; i++)
	{
		s->at[i] = at;
		at += s->share[i] * stage_scale(s, lie) + TE_CHAIN_GAP;
	}
}

/* All bands from stage k to the next. */
static void
draw_bands(TeDraw *draw, const Chain *chain, const Lie *lie, int k, double x1, double x2)
{
	const Stage *a = &chain->stage[k],
			   *b = &chain->stage[k + 1];
	double		left[TE_CHAIN_NAMED + 1] = {0},
				right[TE_CHAIN_NAMED + 1] = {0},
				inflow[TE_CHAIN_NAMED + 1] = {0};

	for (int i = 0; i < a->nblocks; i++)
		for (int j = 0; j < b->nblocks; j++)
			inflow[j] += chain->known[k][i][j] + chain->spread[k][i][j];
	for (int i = 0; i < a->nblocks; i++)
		for (int j = 0; j < b->nblocks; j++)
			for (int guess = 0; guess <= 1; guess++)
			{
				double		share = guess ? chain->spread[k][i][j] : chain->known[k][i][j];
				double		h1 = share * stage_scale(a, lie),
							h2 = inflow[j] > 0
					? share / inflow[j] * b->share[j] * stage_scale(b, lie) : 0;
				char		class[64];

				if (share <= 0)
					continue;
				snprintf(class, sizeof(class), "%s %s", a->colour[i],
						 guess ? "te-guess" : "te-band");
				draw_band(draw, lie, class, x1, a->at[i] + left[i], h1, x2, b->at[j] + right[j], h2,
						  te_say_with("{1} to {2}: {3} of {4}", a->block_name[i],
									  b->block_name[j], te_format_percent(share), a->name,
									  TE_SAY_END));
				left[i] += h1;
				right[j] += h2;
			}
}

/* Bytes of a stage's name on the first of two lines; 0 when it takes one. */
static int
name_break(const Stage *s, double room)
{
	return te_text_first_line(s->name, TE_SVG_FONT, (room + TE_CHAIN_BLOCK) / 1.08);
}

/* A stage's heading, its last line "above" the blocks. */
static void
draw_heading(TeDraw *draw, const Stage *s, double x, bool last, double room, double above)
{
	TeAnchor	anchor = last ? TE_END : TE_START;
	int			first = name_break(s, room);

	x += last ? TE_CHAIN_BLOCK : 0;
	room += TE_CHAIN_BLOCK;
	if (first > 0)
		te_svg_text(&draw->body, "te-t te-b", anchor, x, above - 41, pnstrdup(s->name, first));
	te_svg_text_fit(&draw->body, "te-t te-b", anchor, x, above - 27, room,
					s->name + (first > 0 ? first + 1 : 0));
	te_svg_text_fit(&draw->body, "te-s", anchor, x, above - 12, room, psprintf("HHI %.2f", s->hhi));
}

/* A stage's blocks with their names. */
static void
draw_stage(TeDraw *draw, const Stage *s, const Lie *lie, double x, bool last, double room)
{
	double		text_x = last ? x - 5 : x + TE_CHAIN_BLOCK + 5;
	TeAnchor	anchor = last ? TE_END : TE_START;

	for (int i = 0; i < s->nblocks; i++)
	{
		double		h = s->share[i] * stage_scale(s, lie);
		char	   *percent = te_format_percent(s->share[i]);
		double		wide = te_text_width(percent, TE_SVG_FONT) + 10;

		te_svg_rect(&draw->body, s->colour[i], x, s->at[i], TE_CHAIN_BLOCK, Max(h, 1),
					psprintf("%s, %s: %s", s->name, s->block_name[i], percent));
		te_svg_text_fit(&draw->body, "te-t", anchor, text_x, s->at[i] + h / 2 + 4, room,
						te_text_width(s->block_name[i], TE_SVG_FONT) + wide <= room ?
						psprintf("%s %s", s->block_name[i], percent) : s->block_name[i]);
	}
}

/* Pixels for the names of stage k; before the last stage two names share a gap. */
static double
stage_room(const Chain *chain, int k, double gap)
{
	return k >= chain->n - 2 && chain->n > 1 ? gap / 2 - 12 : gap - 12;
}

/* The stages side by side, their names in the gaps. */
static void
draw_columns(TeDraw *draw, const Chain *chain, double gap)
{
	const Lie	lie = {false, TE_CHAIN_HEIGHT};
	double		top = 40;

	for (int k = 0; k < chain->n; k++)
		if (name_break(&chain->stage[k], stage_room(chain, k, gap)) > 0)
			top = 54;
	for (int k = 0; k < chain->n; k++)
		place_blocks(&chain->stage[k], &lie, top);
	for (int k = 0; k + 1 < chain->n; k++)
		draw_bands(draw, chain, &lie, k, (gap + TE_CHAIN_BLOCK) * k + TE_CHAIN_BLOCK,
				   (gap + TE_CHAIN_BLOCK) * (k + 1));
	for (int k = 0; k < chain->n; k++)
	{
		double		x = (gap + TE_CHAIN_BLOCK) * k,
					room = stage_room(chain, k, gap);
		bool		last = k > 0 && k == chain->n - 1;

		draw_heading(draw, &chain->stage[k], x, last, room, top);
		draw_stage(draw, &chain->stage[k], &lie, x, last, room);
	}
	draw->height = top + TE_CHAIN_HEIGHT + 8;
}

/* Names and shares of a stage in lines from y on, drawn or only measured; where they end. */
static double
list_blocks(TeDraw *draw, const Stage *s, double y, bool drawn)
{
	double		x = 0;

	y += TE_CHAIN_LINE;
	for (int i = 0; i < s->nblocks; i++)
	{
		char	   *label = psprintf("%s %s", s->block_name[i], te_format_percent(s->share[i]));
		double		width = Min(te_text_width(label, TE_SVG_FONT) + 14, draw->width);

		if (x > 0 && x + width > draw->width)
		{
			x = 0;
			y += TE_CHAIN_LINE;
		}
		if (drawn)
		{
			te_svg_rect(&draw->body, s->colour[i], x, y - 9, 9, 9, NULL);
			te_svg_text_fit(&draw->body, "te-t te-halo", TE_START, x + 14, y, draw->width - 14,
							label);
		}
		x += width + 12;
	}
	return y;
}

/* The stages one above the other: a heading, the blocks in a row, their names. */
static void
draw_rows(TeDraw *draw, const Chain *chain)
{
	const Lie	lie = {true, draw->width};
	double		row[TE_CHAIN_MAX_STAGES + 1],	/* px, top of the blocks */
				y = 0;

	for (int k = 0; k < chain->n; k++)
	{
		row[k] = y + 20;
		y = list_blocks(draw, &chain->stage[k], row[k] + TE_CHAIN_BLOCK, false) + 24;
		place_blocks(&chain->stage[k], &lie, 0);
	}
	for (int k = 0; k + 1 < chain->n; k++)
		draw_bands(draw, chain, &lie, k, row[k] + TE_CHAIN_BLOCK, row[k + 1]);
	for (int k = 0; k < chain->n; k++)
	{
		const Stage *s = &chain->stage[k];
		char	   *hhi = psprintf("HHI %.2f", s->hhi);

		te_svg_text_fit(&draw->body, "te-t te-b te-halo", TE_START, 0, row[k] - 7,
						draw->width - te_text_width(hhi, TE_SVG_SMALL) - 12, s->name);
		te_svg_text(&draw->body, "te-s te-halo", TE_END, draw->width, row[k] - 7, hhi);
		for (int i = 0; i < s->nblocks; i++)
			te_svg_rect(&draw->body, s->colour[i], s->at[i], row[k],
						Max(s->share[i] * stage_scale(s, &lie), 1), TE_CHAIN_BLOCK,
						psprintf("%s, %s: %s", s->name, s->block_name[i],
								 te_format_percent(s->share[i])));
		list_blocks(draw, s, row[k] + TE_CHAIN_BLOCK, true);
	}
	draw->height = y - 16;
}

static void
draw_chain(TeDraw *draw, const void *data)
{
	const Chain *chain = data;
	double		gap;

	if (chain->n == 0)
	{
		te_draw_nothing(draw, te_say("No data"));
		return;
	}
	gap = chain->n > 1 ? (draw->width - TE_CHAIN_BLOCK * chain->n) / (chain->n - 1) :
		draw->width - TE_CHAIN_BLOCK;
	if (gap < TE_CHAIN_ROOM)
		draw_rows(draw, chain);
	else
		draw_columns(draw, chain, gap);
	if (chain->guessed)
	{
		te_svg_text_fit(&draw->body, "te-s", TE_START, 0, draw->height + 10, draw->width,
						draw->narrow ? te_say("Pale bands: spread in proportion.") :
						te_say("Pale bands: who supplies whom is not known, spread in proportion to the next stage."));
		draw->height += 18;
	}
}

static void
table_chain(StringInfo out, const void *data)
{
	const Chain *chain = data;

	appendStringInfo(out,
					 "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\" class=\"te-n\">%s</th><th scope=\"col\" class=\"te-n\">%s</th></tr></thead><tbody>",
					 te_say("Stage"), te_say("Supplier"), te_say("Share"),
					 te_say("HHI of the stage"));
	for (int k = 0; k < chain->n; k++)
		for (int i = 0; i < chain->stage[k].nblocks; i++)
		{
			appendStringInfoString(out, "<tr>");
			te_table_text(out, "th scope=\"row\"", chain->stage[k].name);
			te_table_text(out, "td", chain->stage[k].block_name[i]);
			te_table_number(out, te_format_percent_cell(chain->stage[k].share[i]));
			te_table_number(out, psprintf("%.3f", chain->stage[k].hhi));
			appendStringInfoString(out, "</tr>");
		}
	appendStringInfoString(out, "</tbody>");
}

static void
describe_chain(StringInfo out, const void *data)
{
	const Chain *chain = data;

	appendStringInfoString(out, te_say_with("Flow diagram of a supply chain in {1} stages.",
											psprintf("%d", chain->n), TE_SAY_END));
	for (int k = 0; k < chain->n; k++)
		appendStringInfoString(out, te_say_with(" {1}: largest {2} with {3}.", chain->stage[k].name,
												chain->stage[k].block_name[0],
												te_format_percent(chain->stage[k].share[0]),
												TE_SAY_END));
}

/* The members of the twin behind its frame: stages as stacked columns; Vega-Lite has no bands. */
static void
vega_chain(StringInfo out, const void *data)
{
	const Chain *chain = data;
	bool		first = true;

	appendStringInfoString(out, "\"data\":{\"values\":[");
	for (int k = 0; k < chain->n; k++)
		for (int i = 0; i < chain->stage[k].nblocks; i++, first = false)
		{
			appendStringInfo(out, "%s{\"number\":%d,\"rank\":%d,\"stage\":", first ? "" : ",",
							 k, i);
			te_json_string(out, chain->stage[k].name);
			appendStringInfoString(out, ",\"supplier\":");
			te_json_string(out, chain->stage[k].block_name[i]);
			appendStringInfoString(out, ",\"share\":");
			te_json_number(out, chain->stage[k].share[i]);
			appendStringInfoChar(out, '}');
		}
	appendStringInfoString(out, "]},\"mark\":{\"type\":\"bar\",\"tooltip\":true},\"encoding\":{"
						   "\"x\":{\"field\":\"stage\",\"type\":\"nominal\",\"sort\":{\"field\":\"number\"},\"title\":null},"
						   "\"y\":{\"field\":\"share\",\"type\":\"quantitative\",\"axis\":{\"format\":\"%\"},");
	te_json_title(out, te_say("share"));
	appendStringInfoString(out, ",\"order\":{\"field\":\"rank\",\"type\":\"quantitative\"},"
						   "\"color\":{\"field\":\"supplier\",\"type\":\"nominal\",");
	te_json_title(out, te_say("supplier"));
	appendStringInfoChar(out, '}');
}

const TeChartKind te_chart_chain_kind = {
	.title = "Supply chain by stage",
	.draw = draw_chain,
	.table = table_chain,
	.describe = describe_chain,
	.vega = vega_chain
};

const void *
te_chart_chain(const char **stages, const char **origins, const char **targets,
			   const double *amounts, int n)
{
	Chain	   *chain = palloc0(sizeof(Chain));
	TeNames    *names = te_names_new();

	read_stages(chain, names, stages, origins, targets, amounts, n);
	for (int k = 0; k < chain->n; k++)
		stage_blocks(&chain->stage[k]);
	choose_colours(chain);
	read_bands(chain, names, stages, origins, targets, amounts, n);
	return chain;
}
