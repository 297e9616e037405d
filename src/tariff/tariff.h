/*
 * tariff.h
 *	  The tariff engine: a customs line against a compiled schedule.
 *
 *	total = Σ slices Σ programs amount(slice, program)
 *
 * The value of a line is cut into slices: one for each content, and the rest.
 * For each program, in the order that the day's rules and references force,
 * the measures that hold for the goods are found, and on each slice one of
 * them (or what "combine" says) is charged unless a rule excludes it.
 *
 * These calls use palloc and ereport, but no fmgr, catalog or SPI.
 */
#ifndef TRADE_EXPOSURE_TARIFF_H
#define TRADE_EXPOSURE_TARIFF_H

#include "postgres.h"

#include "utils/date.h"

#include "duty/duty.h"
#include "schedule/schedule.h"

#define TE_LINE_MAX_SLICES 64	/* contents of a line, and the rest */
#define TE_LINE_MAX_WEIGHTS 16	/* contents of which a line tells the share of
								 * the weight */
#define TE_TARIFF_MAX_CHOICES 4096	/* combinations of alternatives that are
									 * compared */
#define TE_TARIFF_MAX_BELOW 50000	/* longer codes that a short one is
									 * completed to */

/* ---- a line ---- */

/* A part of the value with its own treatment. */
typedef struct TeSlice
{
	const char *name;			/* content key, or "rest" */
	int			content;		/* number in the schedule; -1: the rest */
	TeDecimal	value;
	TeDecimal	share;			/* of the line's value; 1 if that is zero */
	const TeQuantities *quantities; /* NULL: the line's, by share */
} TeSlice;

typedef struct TeLine
{
	uint64		key;			/* te_hs_key() of the code */
	uint64		origin;			/* country's word, see TePlace */
	DateADT		entry_date;
	DateADT		known_on;		/* rules as published until then;
								 * TE_DATE_OPEN_TO: all */
	DateADT		loaded;			/* day of loading; TE_DATE_OPEN_TO: not told */
	TeDecimal	value;			/* customs value */
	bool		asks_rate;		/* it was given as 1, or not at all: duties
								 * are per unit of value, and not rounded */
	int			nslices;
	int			ntold;			/* contents that the line tells, those of
								 * nothing too */
	int			nweights;		/* contents whose share of the weight it tells */
	TeSlice		slice[TE_LINE_MAX_SLICES];
	int16		told[TE_LINE_MAX_SLICES];	/* their numbers in the schedule */
	int16		weight_content[TE_LINE_MAX_WEIGHTS];	/* likewise */
	TeDecimal	weight_share[TE_LINE_MAX_WEIGHTS];	/* 0..1 */
	const TeQuantities *quantities; /* or NULL */
	int			nfx;
	const TeFx *fx;
	bool	   *claimed;		/* by number of the claim; NULL: none */
	int16	   *chosen;			/* by number of the choice group: a program,
								 * -1 = the cheapest; NULL: all cheapest */
} TeLine;

/* Does the line tell how much of a content it has, be it nothing? */
static inline bool
te_line_tells(const TeLine *line, int content)
{
	for (int i = 0; i < line->ntold; i++)
		if (line->told[i] == content)
			return true;
	return false;
}

/* ---- what is missing for an answer ---- */

typedef enum TeNeedKind
{
	TE_NEED_NOTHING = 0,
	TE_NEED_INPUT,				/* a rate needs a quantity, an exchange rate,
								 * words */
	TE_NEED_UNIT,				/* a gate needs a quantity or a content, a
								 * base a content */
	TE_NEED_CODE,				/* no measure of a mandatory program: the code
								 * is unknown */
	TE_NEED_DIGITS,				/* longer codes differ */
	TE_NEED_CHOICE,				/* the chosen alternative is not open to the
								 * line */
	TE_NEED_COVERAGE			/* the day is outside of what the schedule
								 * covers */
} TeNeedKind;

typedef struct TeNeed
{
	TeNeedKind	kind;
	int			measure;		/* of INPUT and UNIT */
	int			program;		/* of CODE and CHOICE */
	int			slice;
	TeDecimal	low;			/* of DIGITS: range of totals; NULL: none is
								 * known */
	TeDecimal	high;
} TeNeed;

/* ---- what was considered ---- */

typedef enum TeLayerStatus
{
	TE_LAYER_APPLIED = 1,
	TE_LAYER_EXCLUDED,			/* other = rule */
	TE_LAYER_SUPERSEDED,		/* other = measure that took its place */
	TE_LAYER_NOT_CLAIMED,		/* other = claim that is missing */
	TE_LAYER_BARRED,			/* other = claim that frees from it */
	TE_LAYER_IN_TRANSIT,
	TE_LAYER_GATE,
	TE_LAYER_NOT_CHOSEN,		/* other = program that was */
	TE_LAYER_NO_CONTENT,		/* the line has no slice that it is charged on */
	TE_LAYER_NEEDS,
	TE_LAYER_ROUNDING			/* what rounding adds to a program; measure =
								 * -1 */
} TeLayerStatus;

typedef struct TeLayer
{
	TeLayerStatus status;
	int			program;		/* -1: the whole line */
	int			measure;
	int			slice;			/* -1: the whole line */
	int			other;			/* see TeLayerStatus */
	TeDecimal	base;			/* TE_DECIMAL_NULL: none */
	TeDecimal	amount;			/* TE_DECIMAL_NULL: not known */
} TeLayer;

/* ---- the workspace ---- */

/* A measure that matches a line's goods, origin and dates. */
typedef struct TeCandidate
{
	int			measure;
	int			next;			/* in the program's list, -1 = last */
	uint8		len;			/* digits of its prefix */
	uint8		closeness;		/* 2 own country, 1 group, 0 all */
	uint8		status;			/* TeLayerStatus: APPLIED while it can apply */
	int			other;
} TeCandidate;

#define TE_TARIFF_MEMO 256		/* origins that are remembered; a power of two */

/* What does not change about an origin from line to line. */
typedef struct TeOrigin
{
	uint64		word;			/* country, see TePlace; 0 = free */
	bool		dated;			/* some membership has dates: closeness is
								 * only for last_date */
	DateADT		last_date;
	int8	   *closeness;		/* by area: -1 not in it, else as in
								 * TeCandidate */
	int			nroot;			/* measures without prefix that can concern it */
	uint32	   *root;
} TeOrigin;

/*
 * What the candidates of the last line hold for: lines of the same goods and
 * origin, on days on which the same measures are in force, that tell nothing on
 * which a measure's conditions depend.
 */
typedef struct TeGathering
{
	uint64		key;			/* of the code */
	uint64		origin;
	DateADT		from;			/* days: *from .. *to, the latter no longer */
	DateADT		to;				/* not after "from": holds for no line */
	DateADT		known_on;
	bool		explain;		/* as in TeTariff */
} TeGathering;

/* How duties are rounded; NULL = not at all. */
typedef struct TeRoundings
{
	const TeScheduleRounding *total;
	const TeScheduleRounding **base;	/* by program */
	const TeScheduleRounding **duty;	/* by program */
} TeRoundings;

typedef struct TeTariff
{
	const TeSchedule *s;
	MemoryContext context;		/* where the workspace lives */
	int			nprograms;
	int			nareas;
	bool		has_choices;
	bool		is_plain;		/* plain lines can be computed by
								 * te_tariff_evaluate_plain() */
	int32		covers_from;	/* entry dates that the schedule covers */
	int32		covers_to;		/* first day no longer */

	const TeScheduleRounding *round_value;	/* of customs values; NULL = none */
	TeRoundings roundings[2];	/* of duties: those of the schedule, and none */
	const TeRoundings *round;	/* those for the current line */

	/* origins */
	uint64		memo_raw[TE_TARIFF_MEMO];	/* as written, 0 = free */
	uint64		memo_word[TE_TARIFF_MEMO];	/* and the countries that they are */
	TeOrigin	origins[TE_TARIFF_MEMO];	/* countries by te_origin_slot() */
	const TeOrigin *origin;		/* of the current line */
	const int8 *closeness;		/* its closeness */

	/* the rules of the last line's day */
	const uint16 *order;		/* see TE_SEC_ORDERS; NULL: not looked up yet */
	DateADT		order_from;
	DateADT		order_to;		/* first day with another order */
	DateADT		order_known;	/* knowledge date */

	/* candidates of the current line */
	TeGathering gathering;
	bool		met_gate;		/* a measure's limits were looked at */
	uint32		above;			/* first node behind the line's code */
	int			ncandidates;
	int			room;
	TeCandidate *candidates;
	int		   *head;			/* by program */
	int		   *tail;
	bool	   *in_scope;		/* by program: goods fall under it, whatever
								 * is claimed */
	int16	   *pick;			/* by choice group: program, -1 = none is open */

	/* results */
	TeDecimal  *amount;			/* [slice][program]; TE_DECIMAL_NULL: not
								 * known */
	bool	   *is_floored;		/* [slice][program]: a floor that is charged
								 * left nothing to pay */
	TeDecimal  *program_total;	/* rounded; TE_DECIMAL_NULL: not known */
	TeDecimal	total;			/* rounded; TE_DECIMAL_NULL: see need */
	TeDecimal	exact_total;	/* before any rounding that is only shown */
	TeNeed		need;			/* first thing that is missing */

	struct TeTariffNames *names;	/* made when first needed */

	/* the trace, if wanted */
	bool		explain;
	bool		keep_layers;	/* this pass writes them */
	int			nlayers;
	int			layer_room;
	TeLayer    *layers;
} TeTariff;

/* Where an origin is remembered; codes of two letters of the same word never share. */
static inline int
te_origin_slot(uint64 word)
{
	return (int) (((word >> 56) * 26 + (word >> 48)) & (TE_TARIFF_MEMO - 1));
}

/* A workspace in the current memory context; the schedule must stay in place. */
extern TeTariff *te_tariff_begin(const TeSchedule *s);

/* Computes a line; the results stay until the next call. */
extern void te_tariff_run(TeTariff *t, const TeLine *line);

/*
 * The same with all choice groups decided by t->pick, after te_tariff_gather();
 * for those who go through the alternatives themselves.
 */
extern void te_tariff_gather(TeTariff *t, const TeLine *line);
extern void te_tariff_evaluate(TeTariff *t, const TeLine *line);

/*
 * The same for lines that need nothing but percentages of one value, in plain
 * integers; false when this line needs more than that.
 */
extern bool te_tariff_evaluate_plain(TeTariff *t, const TeLine *line);

/* Parts of the evaluation that both share: the day's order, ... */
extern const uint16 *te_tariff_order(TeTariff *t, const TeLine *line);

/* ... and the most specific candidate of a program, or -1; throws for ties that differ. */
extern int	te_tariff_most_specific(const TeTariff *t, const TeLine *line, int program);

/* Can the candidate be charged, as far as is known? */
static inline bool
te_tariff_is_live(const TeCandidate *c)
{
	return c->status == TE_LAYER_APPLIED || c->status == TE_LAYER_NEEDS;
}

/*
 * Is the program mandatory, and are the goods neither in it nor in a mandatory
 * alternative to it?
 */
extern bool te_tariff_lacks_measure(const TeTariff *t, int program);

/* Can the line take this alternative of a choice group? */
extern bool te_tariff_is_open(const TeTariff *t, int program);

/* What is missing, in words ("needs KGM"); NULL when nothing is. */
extern char *te_tariff_need_text(const TeTariff *t, const TeLine *line);

/* In words, what a rate would miss on a slice ("needs KGM"). */
extern char *te_tariff_measure_needs(const TeTariff *t, const TeLine *line, int measure, int slice);

/*
 * In words, what the measure's conditions and base miss ("needs content
 * steel"); NULL when nothing.
 */
extern char *te_tariff_condition_needs(const TeSchedule *s, const TeLine *line, int measure);

/* The words of a measure that charges nothing, but has something to say; NULL for others. */
extern const char *te_tariff_note_words(const TeSchedule *s, int measure);

/* What counts because the line does not tell a content, or a share of the weight. */
extern char *te_tariff_untold_content(const TeSchedule *s, int content);
extern char *te_tariff_untold_weight(const TeSchedule *s, int content);

/* What a line lacks that has no slice for a measure ("the line has no steel"). */
extern char *te_tariff_content_text(const TeSchedule *s, int measure);

/* The program that a name (of a program, a measure, a legal reference) speaks of, or -1. */
extern int	te_tariff_named_program(TeTariff *t, const char *name);

/* ---- lines ---- */

/* Cuts the value: rest is what the contents leave; shares are set. */
extern void te_line_set_rest(TeLine *line);

/* A line with nothing but goods, origin, day and value. */
extern void te_line_init(TeLine *line, uint64 key, uint64 origin, DateADT entry_date, TeDecimal value);

#endif							/* TRADE_EXPOSURE_TARIFF_H */
