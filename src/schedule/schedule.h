/*
 * schedule.h
 *	  The compiled tariff schedule: one flat, relocatable block that is used as
 *	  it lies in memory, without parsing.
 *
 * A header, then sections of fixed-size records (TeSection), each starting on
 * a multiple of 8.  Records refer to each other by number, to strings and lists
 * by offset into their section.  Everything is checked by te_schedule_check()
 * before a value is used.
 *
 *	prefixes  the HS prefixes that have measures, in key order; each knows the
 *			  longest other prefix that it begins with, and its measures lie
 *			  together, by program.
 *	epochs	  stretches of entry dates (and of knowledge dates) with the same
 *			  rules, each with its order of evaluation.
 *
 * These calls use palloc and ereport, but no fmgr, catalog or SPI.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_H
#define TRADE_EXPOSURE_SCHEDULE_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/date.h"

#include "base/decimal.h"
#include "codes/hs_key.h"
#include "duty/duty.h"

#define TE_SCHEDULE_FORMAT 3	/* layout number, first byte of every schedule */
#define TE_SCHEDULE_FORMAT_OLD 2	/* the same without the encoding and with
									 * another digest, still read */
#define TE_SCHEDULE_MAX_PROGRAMS 256	/* programs of a regime */
#define TE_SCHEDULE_MAX_MEASURES 5000000	/* measures of a regime */
#define TE_SCHEDULE_MAX_RULES 10000 /* rules of a regime */
#define TE_SCHEDULE_MAX_AREAS 4096	/* areas and countries that measures name */
#define TE_SCHEDULE_MAX_CLAIMS 32768	/* different claims */
#define TE_SCHEDULE_MAX_EPOCHS 20000	/* stretches of dates with the same
										 * rules */

/* How a rate begins that says "a duty exists here that these rules do not hold" */
#define TE_RATE_NOT_COVERED "NOT COVERED:"

/* Begins the rate of a measure that charges nothing, but has something to say. */
#define TE_RATE_NOTE "NOTE:"

#define TE_DATE_OPEN_FROM PG_INT32_MIN	/* no first date */
#define TE_DATE_OPEN_TO PG_INT32_MAX	/* no last date */

/* Index of a string in TE_SEC_STRINGS, which starts with the empty one. */
typedef uint32 TeString;

/* Index of a list in TE_SEC_LISTS (a count, then the members); 0 = empty. */
typedef uint32 TeList;

typedef enum TeSection
{
	TE_SEC_PROGRAMS,			/* TeProgram */
	TE_SEC_CHOICES,				/* TeString: names of the choice groups */
	TE_SEC_NODES,				/* TeNode, one a prefix in key order, and one
								 * more at the end */
	TE_SEC_HEADINGS,			/* uint32[10001]: first node at or after
								 * heading h */
	TE_SEC_MEASURES,			/* TeMeasure */
	TE_SEC_DETAILS,				/* TeDetail, one a measure */
	TE_SEC_AREAS,				/* TeString: names; number 0 is "*" */
	TE_SEC_COUNTRIES,			/* TePlace, in order of word */
	TE_SEC_MEMBERS,				/* TeMember */
	TE_SEC_CLAIMS,				/* TeString: tags that lines can claim */
	TE_SEC_CONTENTS,			/* TeString: content keys */
	TE_SEC_RULES,				/* TeRule */
	TE_SEC_ROUNDINGS,			/* TeScheduleRounding */
	TE_SEC_DATES,				/* int32: entry dates at which rules change */
	TE_SEC_KNOWN,				/* int32: knowledge dates at which rules
								 * change */
	TE_SEC_EPOCHS,				/* uint32: by knowledge, then date: offset
								 * into TE_SEC_ORDERS */
	TE_SEC_ORDERS,				/* uint16: order[nprograms], first[nprograms +
								 * 1], rules */
	TE_SEC_LISTS,				/* uint32 */
	TE_SEC_DUTIES,				/* bytes: TeDuty programs */
	TE_SEC_STRINGS,				/* bytes, each ended by a zero byte */
	TE_NSECTIONS
} TeSection;

typedef enum TeCombine
{
	TE_COMBINE_SPECIFIC = 1,	/* longest prefix, then own country over group
								 * over all */
	TE_COMBINE_MAX,
	TE_COMBINE_MIN,
	TE_COMBINE_SUM,
	TE_COMBINE_FIRST			/* first of the schedule's own order */
} TeCombine;

typedef enum TeBase
{
	TE_BASE_VALUE = 1,			/* every slice */
	TE_BASE_CONTENT,			/* the slice of one content only */
	TE_BASE_REST,				/* the slice without content only */
	TE_BASE_DUTY_VALUE,			/* every slice, with the duties of "over" on
								 * it */
	TE_BASE_CONTENT_OR_VALUE,	/* as TE_BASE_CONTENT; every slice where the
								 * line does not tell that content */
	TE_BASE_WITHOUT_CONTENT		/* every slice but that of one content */
} TeBase;

/* Does a base speak of a content? */
static inline bool
te_base_has_content(int base)
{
	return base == TE_BASE_CONTENT || base == TE_BASE_CONTENT_OR_VALUE ||
		base == TE_BASE_WITHOUT_CONTENT;
}

typedef enum TeOperation
{
	TE_OP_ADD = 1,
	TE_OP_FLOOR,				/* max(0, expr − Σ over) */
	TE_OP_CAPTOTAL,				/* min(expr, max(0, total − Σ over)) */
	TE_OP_CAP,					/* min(expr, Σ over) */
	TE_OP_REPLACE				/* expr − Σ over */
} TeOperation;

typedef struct TeProgram
{
	TeString	name;
	uint8		combine;		/* TeCombine */
	uint8		mandatory;		/* 1: a code without a measure here is unknown */
	uint16		choice;			/* number of the choice group + 1; 0 = none */
} TeProgram;

typedef struct TeNode
{
	uint64		key;			/* digits of the prefix, see te_hs_key() */
	uint32		parent;			/* longest proper prefix that has a node;
								 * itself if none */
	uint32		measure;		/* first measure; the next node's is the end */
} TeNode;

/* measure needs a look at its TeDetail before it applies */
#define TE_MEASURE_NEED 0x01	/* claims that are needed */
#define TE_MEASURE_EXCEPT 0x02	/* excepted codes or areas */
#define TE_MEASURE_TRANSIT 0x04 /* exempt in transit */
#define TE_MEASURE_GATE 0x08	/* applies within limits */
#define TE_MEASURE_KNOWN 0x10	/* known from or to a date */
#define TE_MEASURE_UNLESS 0x20	/* claims that free from it */
#define TE_MEASURE_FLAGS 0x3f

/* What look-ups and plain sums read: small, for the processor's caches. */
typedef struct TeMeasure
{
	int32		valid_from;		/* TE_DATE_OPEN_FROM: always */
	int32		valid_to;		/* first day no longer, TE_DATE_OPEN_TO: open */
	int32		share;			/* rate in millionths if that is all there is,
								 * else -1 */
	uint16		area;
	uint16		content;		/* number of the content, of TE_BASE_CONTENT… */
	uint8		program;
	uint8		flags;			/* TE_MEASURE_… */
	uint8		base;			/* TeBase */
	uint8		op;				/* TeOperation */
} TeMeasure;

typedef enum TeGate
{
	TE_GATE_VALUE = 1,			/* customs value of the line */
	TE_GATE_UNIT_VALUE,			/* customs value of a unit */
	TE_GATE_CONTENT,			/* share of a content in the value */
	TE_GATE_WEIGHT				/* share of a content in the weight */
} TeGate;

#define TE_GATE_HAS_FROM 0x01
#define TE_GATE_HAS_TO 0x02
#define TE_GATE_HAS_DEFAULT 0x04	/* a share that is not told counts as
									 * gate_unit */
#define TE_GATE_FLAGS 0x07

/* What only some measures have, and what is only shown. */
typedef struct TeDetail
{
	TeString	id;
	TeString	legal_ref;
	TeString	rate;			/* the expression as written */
	uint32		duty;			/* offset of the rate in TE_SEC_DUTIES */
	TeList		over;			/* programs */
	uint32		total;			/* of CAPTOTAL: offset of the total in
								 * TE_SEC_DUTIES */
	TeList		need;			/* claims */
	TeList		unless;			/* claims */
	TeList		except_codes;	/* two words a key */
	TeList		except_areas;
	int32		known_from;
	int32		known_to;
	int32		loaded_before;
	int32		entered_before;
	int32		ord;
	uint16		gate;			/* TeGate, 0 = none */
	uint16		gate_content;	/* number of the content */
	uint32		gate_unit;		/* offset in TE_SEC_DUTIES of "1 ___/UNIT",
								 * naming the unit; or the share in millionths
								 * of a line that does not tell it */
	uint32		gate_bounds;	/* TE_GATE_HAS_… */
	int64		gate_from[2];	/* n/d */
	int64		gate_to[2];
} TeDetail;

/* A country (its code packed as in TeCode) and the areas that it is in. */
typedef struct TePlace
{
	uint64		word;
	uint32		member;			/* first of its members */
	uint32		nmembers;
} TePlace;

typedef struct TeMember
{
	int32		area;			/* number of the area */
	int32		own;			/* 1: the area is the country itself */
	int32		valid_from;
	int32		valid_to;
} TeMember;

/* rule flags */
#define TE_RULE_LINE 0x01		/* scope line, else slice */
#define TE_RULE_IN_SCOPE 0x02	/* when in scope, else when owed */
#define TE_RULE_CONFLICT 0x04	/* subject and object are claims that
								 * contradict */
#define TE_RULE_COVERAGE 0x08	/* no rule: its dates are those that the
								 * regime covers */
#define TE_RULE_IMPLIES 0x10	/* subject is a claim that makes the claim
								 * object too */
#define TE_RULE_OF_CLAIMS (TE_RULE_CONFLICT | TE_RULE_IMPLIES)
#define TE_RULE_FLAGS 0x1f

typedef struct TeRule
{
	uint16		subject;		/* program, or claim */
	uint16		object;
	uint16		area;			/* 0: everywhere */
	uint16		flags;			/* TE_RULE_… */
	int32		valid_from;
	int32		valid_to;
	int32		known_from;
	int32		known_to;
	TeString	legal_ref;
	uint32		unused;
} TeRule;

typedef enum TeRoundingWhat
{
	TE_ROUND_WHAT_VALUE = 1,
	TE_ROUND_WHAT_BASE,
	TE_ROUND_WHAT_DUTY,
	TE_ROUND_WHAT_TOTAL
} TeRoundingWhat;

typedef struct TeScheduleRounding
{
	uint8		what;			/* TeRoundingWhat */
	uint8		mode;			/* TeRounding */
	uint8		carry;			/* 1: others see the rounded amount */
	uint8		unused;
	int32		program;		/* -1: every one without its own */
	int64		n;				/* unit n/d */
	int64		d;
} TeScheduleRounding;

typedef struct TeSchedule
{
	int32		vl_len_;		/* varlena header */
	uint8		format;			/* TE_SCHEDULE_FORMAT, or the old one */
	uint8		flags;			/* 0 */
	uint16		unused;			/* 0 */
	uint64		digest[2];		/* of all that follows: equal digests are
								 * equal schedules */
	uint32		size;			/* bytes of all */
	uint32		currency;		/* TE_CURRENCY, 0 = not said */
	TeString	regime;
	uint32		encoding;		/* of its text, a number of pg_wchar.h; 0 in
								 * the old format */
	uint32		count[TE_NSECTIONS];	/* records */
	uint32		offset[TE_NSECTIONS];	/* from the start of the value */
	uint32		unused3[2 * TE_NSECTIONS % 2];
} TeSchedule;

#define TE_SCHEDULE_HEADER MAXALIGN(sizeof(TeSchedule))

#define TE_SCHEDULE_SECTION(s, section) ((void *) ((char *) (s) + (s)->offset[section]))
#define TE_PROGRAMS(s) ((TeProgram *) TE_SCHEDULE_SECTION(s, TE_SEC_PROGRAMS))
#define TE_NODES(s) ((TeNode *) TE_SCHEDULE_SECTION(s, TE_SEC_NODES))
#define TE_NODE_COUNT(s) ((s)->count[TE_SEC_NODES] - 1) /* without the one at
														 * the end */
#define TE_HEADINGS(s) ((uint32 *) TE_SCHEDULE_SECTION(s, TE_SEC_HEADINGS))
#define TE_MEASURES(s) ((TeMeasure *) TE_SCHEDULE_SECTION(s, TE_SEC_MEASURES))
#define TE_DETAILS(s) ((TeDetail *) TE_SCHEDULE_SECTION(s, TE_SEC_DETAILS))
#define TE_PLACES(s) ((TePlace *) TE_SCHEDULE_SECTION(s, TE_SEC_COUNTRIES))
#define TE_MEMBERS(s) ((TeMember *) TE_SCHEDULE_SECTION(s, TE_SEC_MEMBERS))
#define TE_CLAIMS(s) ((TeString *) TE_SCHEDULE_SECTION(s, TE_SEC_CLAIMS))
#define TE_CONTENTS(s) ((TeString *) TE_SCHEDULE_SECTION(s, TE_SEC_CONTENTS))
#define TE_RULES(s) ((TeRule *) TE_SCHEDULE_SECTION(s, TE_SEC_RULES))
#define TE_ROUNDINGS(s) ((TeScheduleRounding *) TE_SCHEDULE_SECTION(s, TE_SEC_ROUNDINGS))
#define TE_DATES(s) ((int32 *) TE_SCHEDULE_SECTION(s, TE_SEC_DATES))
#define TE_KNOWN(s) ((int32 *) TE_SCHEDULE_SECTION(s, TE_SEC_KNOWN))
#define TE_EPOCHS(s) ((uint32 *) TE_SCHEDULE_SECTION(s, TE_SEC_EPOCHS))
#define TE_ORDERS(s) ((uint16 *) TE_SCHEDULE_SECTION(s, TE_SEC_ORDERS))
#define TE_LISTS(s) ((uint32 *) TE_SCHEDULE_SECTION(s, TE_SEC_LISTS))
#define TE_STRING(s, string) ((const char *) TE_SCHEDULE_SECTION(s, TE_SEC_STRINGS) + (string))
#define TE_DUTY_AT(s, at) ((const TeDuty *) ((char *) TE_SCHEDULE_SECTION(s, TE_SEC_DUTIES) + (at)))

#define TE_LIST_COUNT(s, list) ((list) == 0 ? 0 : TE_LISTS(s)[list])
#define TE_LIST_ITEM(s, list, i) (TE_LISTS(s)[(list) + 1 + (i)])

#define PG_RETURN_TE_SCHEDULE_P(s) PG_RETURN_POINTER(s)

/* Bytes of one record of a section. */
extern const uint32 te_section_width[TE_NSECTIONS];

/* A date in ISO form, for messages. */
extern char *te_date_cstring(DateADT date);

/* ---- looking up ---- */

/*
 * The node of the longest prefix that the code begins with, or -1.  *above, if
 * not NULL, is the first node behind the code: longer codes that begin with it
 * start there.
 */
extern int	te_schedule_find_node(const TeSchedule *s, uint64 key, uint32 *above);

/* Nodes of codes that begin with "key" and are longer: [*first, *end). */
extern void te_schedule_nodes_below(const TeSchedule *s, uint64 key, int *first, int *end);

/*
 * The order of evaluation on a day, as known on another (DATE open to: as known
 * now), and the days from *from to before *to on which it is the same.
 */
extern const uint16 *te_schedule_epoch(const TeSchedule *s, DateADT on_date, DateADT known_on,
									   DateADT *from, DateADT *to);

/* Number of the name in a section of names, or -1. */
extern int	te_schedule_find_name(const TeSchedule *s, TeSection section, const char *name, int len);

/* Number of the program of that name, or -1. */
extern int	te_schedule_find_program(const TeSchedule *s, const char *name, int len);

/* ---- values ---- */

/* Checks every invariant; NULL when sound, else what is wrong. */
extern const char *te_schedule_check(const TeSchedule *s, Size size);

/* The record of the dates that the schedule covers, or NULL where it does not say. */
static inline const TeRule *
te_schedule_coverage(const TeSchedule *s)
{
	uint32		n = s->count[TE_SEC_RULES];

	return n > 0 && (TE_RULES(s)[n - 1].flags & TE_RULE_COVERAGE) != 0 ? &TE_RULES(s)[n - 1] : NULL;
}

/* Is the digest that of the bytes? */
extern bool te_schedule_is_sealed(const TeSchedule *s);

/* Fills in the digest. */
extern void te_schedule_seal(TeSchedule *s);

/* Throws when the value is not sound. */
extern void te_schedule_require(const TeSchedule *s, Size size);

#endif							/* TRADE_EXPOSURE_SCHEDULE_H */
