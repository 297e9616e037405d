/*
 * schedule_rules.h
 *	  Tariff rules as the tables hold them, on their way into a compiled
 *	  schedule, and what is found wrong with them.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_RULES_H
#define TRADE_EXPOSURE_SCHEDULE_RULES_H

#include "postgres.h"

#include "base/names.h"
#include "schedule/schedule.h"

#define TE_RULES_MAX_PROBLEMS 1000	/* problems that are listed */

/* Words of a text[] column. */
typedef struct TeWords
{
	int			count;
	char	  **words;
} TeWords;

typedef struct TeProgramRow
{
	char	   *name;
	int32		ord;
	char	   *combine;
	char	   *choice_group;	/* or NULL */
	bool		mandatory;
} TeProgramRow;

typedef struct TeMeasureRow
{
	char	   *id;
	char	   *program;
	char	   *code;
	char	   *area;
	char	   *rate;
	char	   *base;
	char	   *op;
	char	   *total_rate;		/* or NULL */
	char	   *gate;			/* or NULL */
	char	   *legal_ref;		/* or NULL */
	TeWords		except_codes;
	TeWords		except_areas;
	TeWords		over;
	TeWords		need;
	TeWords		unless;
	TeDecimal	gate_from;		/* TE_DECIMAL_NULL: none */
	TeDecimal	gate_to;
	int32		valid_from;
	int32		valid_to;
	int32		known_from;
	int32		known_to;
	int32		loaded_before;	/* TE_DATE_OPEN_FROM: no exemption */
	int32		entered_before;
	int32		ord;
} TeMeasureRow;

typedef struct TeRuleRow
{
	char	   *kind;
	char	   *subject;
	char	   *object;
	char	   *scope;
	char	   *when;
	char	   *area;			/* or NULL */
	char	   *legal_ref;		/* or NULL */
	int32		valid_from;
	int32		valid_to;
	int32		known_from;
	int32		known_to;
} TeRuleRow;

typedef struct TeAreaRow
{
	char	   *area;
	char	   *country;
	int32		valid_from;
	int32		valid_to;
} TeAreaRow;

typedef struct TeRoundingRow
{
	char	   *what;
	char	   *program;		/* or NULL */
	TeDecimal	unit;
	char	   *mode;
	bool		carry;
} TeRoundingRow;

/* Something wrong or odd. */
typedef struct TeProblem
{
	bool		error;			/* cannot be compiled */
	const char *problem;		/* what kind */
	char	   *place;			/* which row */
	char	   *detail;			/* a full sentence */
} TeProblem;

/* The rules of one regime, its parents' included. */
typedef struct TeRules
{
	char	   *regime;
	char	   *currency;		/* or NULL */
	int32		covers_from;	/* TE_DATE_OPEN_FROM: not said */
	int32		covers_to;		/* first day no longer, TE_DATE_OPEN_TO: not
								 * said */
	int			nprograms;
	TeProgramRow *programs;
	int			nmeasures;
	TeMeasureRow *measures;
	TeNames		other_claims;	/* that only measures which no longer count
								 * speak of */
	TeNames		other_contents;
	int			nrules;
	TeRuleRow  *rules;
	int			nareas;
	TeAreaRow  *areas;
	int			nroundings;
	TeRoundingRow *roundings;
	int			nproblems;		/* found, of which at most
								 * TE_RULES_MAX_PROBLEMS are kept */
	int			nerrors;
	TeProblem  *problems;
} TeRules;

/*
 * The KEY of "content:KEY", "content:KEY or value" or "value-content:KEY" and
 * which of them it is (*kind), NULL for another base.
 */
extern char *te_content_of_base(const char *base, TeBase *kind);

/*
 * The KEY of "content:KEY" or "weight:KEY" (*gate), perhaps followed by "or" and
 * the share that counts where a line does not tell it, in millionths (*untold,
 * else -1); NULL for another gate.
 */
extern char *te_content_of_gate(const char *gate, TeGate *kind, int32 *untold);

/* The regime's currency; 0 when that is not said. */
extern uint32 te_rules_currency(const TeRules *rules);

/* Notes a problem; detail is a format. */
extern void te_rules_problem(TeRules *rules, bool error, const char *problem,
							 const char *place, const char *detail,...) pg_attribute_printf(5, 6);

#endif							/* TRADE_EXPOSURE_SCHEDULE_RULES_H */
