/*
 * tariff_line_args.c
 *	  Customs lines from SQL arguments: every part checked against the schedule.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/jsonb.h"
#include "utils/varlena.h"

#include "base/trade_exposure.h"
#include "codes/country.h"
#include "codes/hs.h"
#include "duty/duty_args.h"
#include "tariff/tariff_line.h"
#include "tariff/tariff_quantities.h"

#define KNOWN_MAX 20			/* names that a hint lists */
#define NEAR_MAX 60				/* bytes of names whose nearest is looked for */

static TeLineState bad_line(char **problem, int code, const char *hint,
							const char *format,...) pg_attribute_printf(4, 5);

/* Describes what is wrong in *problem, or throws it. */
static TeLineState
bad_line(char **problem, int code, const char *hint, const char *format,...)
{
	va_list		args;
	char	   *message;

	va_start(args, format);
	message = te_format(format, args);
	va_end(args);
	if (problem == NULL)
		ereport(ERROR,
				(errcode(code),
				 errmsg("%s", message),
				 hint == NULL ? 0 : errhint("%s", hint)));
	*problem = message;
	return TE_LINE_BAD;
}

/* The start of a text, for messages. */
static char *
shown(const char *bytes, int len)
{
	return pnstrdup(bytes, pg_mbcliplen(bytes, len, 60));
}

/*
 * A hint that lists what the schedule knows, which is told what ("claims"); NULL
 * for a mere description of the problem, which has none.
 */
static char *
known_hint(const TeSchedule *s, TeSection section, const char *what, char **problem)
{
	const TeString *names = TE_SCHEDULE_SECTION(s, section);
	uint32		n = s->count[section];
	StringInfoData hint;

	if (problem != NULL)
		return NULL;
	if (n == 0)
		return psprintf("Regime \"%s\" has no measure that depends on %s.", TE_STRING(s, s->regime), what);
	initStringInfo(&hint);
	appendStringInfo(&hint, "Regime \"%s\" knows the %s ", TE_STRING(s, s->regime), what);
	for (uint32 i = 0; i < Min(n, KNOWN_MAX); i++)
		appendStringInfo(&hint, "%s\"%s\"", i == 0 ? "" : ", ", TE_STRING(s, names[i]));
	if (n > KNOWN_MAX)
		appendStringInfo(&hint, " and %u more", n - KNOWN_MAX);
	appendStringInfoChar(&hint, '.');
	return hint.data;
}

/* The name that the schedule knows and a wrong one comes close to, or NULL. */
static const char *
nearest_name(const TeSchedule *s, TeSection section, const char *name)
{
	const TeString *names = TE_SCHEDULE_SECTION(s, section);
	int			len = strlen(name);
	int			best_distance = 1 + Min(3, (len + 1) / 3);	/* more is another word */
	const char *best = NULL;

	for (uint32 i = 0; i < s->count[section] && len <= NEAR_MAX; i++)
	{
		const char *known = TE_STRING(s, names[i]);
		int			known_len = strlen(known);
		int			distance;

		if (known_len > NEAR_MAX)
			continue;
		distance = pg_strcasecmp(name, known) == 0 ? 0 :
			varstr_levenshtein_less_equal(name, len, known, known_len, 1, 1, 1, best_distance, true);
		if (distance < best_distance)
		{
			best_distance = distance;
			best = known;
		}
	}
	return best;
}

/* What is said of a claim or content that the schedule does not know. */
static TeLineState
unknown_name(const TeSchedule *s, TeSection section, const char *singular, const char *plural,
			 const char *name, char **problem)
{
	const char *near = nearest_name(s, section, name);

	return bad_line(problem, ERRCODE_INVALID_PARAMETER_VALUE, known_hint(s, section, plural, problem),
					"unknown %s \"%s\"%s%s%s", singular, shown(name, strlen(name)),
					near == NULL ? "" : ", perhaps \"", near == NULL ? "" : near, near == NULL ? "" : "\"");
}

/* ---- goods ---- */

TeLineState
te_line_hs(const char *bytes, int len, uint64 *key, char **problem)
{
	TeHs		hs;
	TeHsProblem p;

	/* the usual case; shorter codes may be totals and placeholders */
	if (len >= 8 && len % 2 == 0 && te_hs_key(bytes, len, key))
		return TE_LINE_OK;
	p = te_hs_clean(bytes, len, &hs);
	if (p != TE_HS_FINE)
		return bad_line(problem, ERRCODE_INVALID_PARAMETER_VALUE,
						"hs_code() cleans codes and gives NULL for those that cannot be used.",
						"invalid HS code \"%s\": %s", shown(bytes, len), te_hs_problem_text(p));
	te_hs_key(hs.digits, hs.len, key);
	return TE_LINE_OK;
}

/* Bytes of a code in one word, the first on top. */
static uint64
pack_word(const char *bytes, int len)
{
	uint64		word = 0;

	for (int i = 0; i < len; i++)
		word |= (uint64) (unsigned char) bytes[i] << (56 - 8 * i);
	return word;
}

static bool
schedule_has_place(const TeSchedule *s, uint64 word)
{
	for (uint32 i = 0; i < s->count[TE_SEC_COUNTRIES]; i++)
		if (TE_PLACES(s)[i].word == word)
			return true;
	return false;
}

TeLineState
te_line_origin(TeTariff *t, const char *bytes, int len, uint64 *word, char **problem)
{
	uint64		raw = len <= 8 ? pack_word(bytes, len) : 0;
	int			slot = te_origin_slot(raw);
	int			country;

	if (raw != 0 && t->memo_raw[slot] == raw)
	{
		*word = t->memo_word[slot];
		return TE_LINE_OK;
	}
	country = te_country_find(bytes, len, TE_SYSTEM_GUESS);
	if (country >= 0)
		*word = pack_word(te_countries[country].iso2, 2);
	else if (raw != 0 && schedule_has_place(t->s, raw))
		*word = raw;
	else
		return bad_line(problem, ERRCODE_INVALID_PARAMETER_VALUE,
						"Write ISO 3166 codes of two or three letters; country_code() converts other systems.",
						"unknown country \"%s\"", shown(bytes, len));
	if (raw != 0)
	{
		t->memo_raw[slot] = raw;
		t->memo_word[slot] = *word;
	}
	return TE_LINE_OK;
}

/* ---- value ---- */

/* Is money neither NaN nor infinite? */
static bool
is_finite_arg(FunctionCallInfo fcinfo, int arg, bool float_value)
{
	Numeric		value;

	if (float_value)
		return isfinite(PG_GETARG_FLOAT8(arg));
	value = PG_GETARG_NUMERIC(arg);
	return !numeric_is_nan(value) && !numeric_is_inf(value);
}

static TeLineState
read_value(FunctionCallInfo fcinfo, int arg, bool float_value, TeDecimal *value, char **problem)
{
	if (problem != NULL && !is_finite_arg(fcinfo, arg, float_value))
		return bad_line(problem, 0, NULL, "customs value is not a finite number");
	*value = float_value ? te_decimal_from_float8("customs_value", PG_GETARG_FLOAT8(arg)) :
		te_decimal_from_numeric("customs_value", PG_GETARG_NUMERIC(arg));
	if (value->n < 0)
		return bad_line(problem, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
						"Customs values are zero or more; book credits as lines of their own.",
						"customs value is negative: %s", te_decimal_to_cstring(*value));
	return TE_LINE_OK;
}

static TeLineState
read_date(FunctionCallInfo fcinfo, int arg, const char *name, DateADT *date, char **problem)
{
	*date = PG_GETARG_DATEADT(arg);
	if (DATE_NOT_FINITE(*date))
		return bad_line(problem, ERRCODE_INVALID_PARAMETER_VALUE, NULL,
						"argument \"%s\" must be a finite date", name);
	return TE_LINE_OK;
}

/* ---- contents ---- */

/*
 * Rounds the customs value and the contents; what they exceed it by then comes
 * off the largest.
 */
static void
round_value(TeTariff *t, TeLine *line)
{
	const TeScheduleRounding *r = t->round_value;
	TeDecimal	excess;
	int			largest = 0;

	if (r == NULL || line->asks_rate)
		return;
	line->value = te_decimal_round(line->value, te_decimal(r->n, r->d), r->mode);
	excess = te_decimal_neg(line->value);
	for (int k = 0; k < line->nslices; k++)
	{
		TeSlice    *slice = &line->slice[k];

		slice->value = te_decimal_round(slice->value, te_decimal(r->n, r->d), r->mode);
		excess = te_decimal_add(excess, slice->value);
		if (te_decimal_cmp(slice->value, line->slice[largest].value) > 0)
			largest = k;
	}
	if (line->nslices > 0 && excess.n > 0)
		line->slice[largest].value = te_decimal_max(TE_DECIMAL_ZERO,
													te_decimal_sub(line->slice[largest].value, excess));
}

/* Cuts the value into contents and rest. */
static TeLineState
read_content(TeTariff *t, Jsonb *json, TeLine *line, char **problem)
{
	int			n = 0;
	TeNamedAmount *amounts = json == NULL ? NULL : te_amounts_from_jsonb("content", json, &n, problem);
	TeDecimal	sum = TE_DECIMAL_ZERO;

	if (json != NULL && amounts == NULL)
		return TE_LINE_BAD;
	if (n >= TE_LINE_MAX_SLICES)
		return bad_line(problem, ERRCODE_PROGRAM_LIMIT_EXCEEDED, NULL,
						"a line has %d contents, more than %d", n, TE_LINE_MAX_SLICES - 1);
	for (int i = 0; i < n; i++)
	{
		TeSlice    *slice = &line->slice[line->nslices++];

		if (strcmp(amounts[i].name, "rest") == 0)
			return bad_line(problem, ERRCODE_INVALID_PARAMETER_VALUE,
							"The rest is what the other contents leave of the value.",
							"content \"rest\" must not be given");
		slice->name = amounts[i].name;
		slice->content = te_schedule_find_name(t->s, TE_SEC_CONTENTS, slice->name, strlen(slice->name));
		if (slice->content < 0)
			return unknown_name(t->s, TE_SEC_CONTENTS, "content", "contents", slice->name, problem);
		line->told[line->ntold++] = slice->content;
		slice->value = amounts[i].amount;
		slice->quantities = NULL;
		sum = te_decimal_add(sum, slice->value);
	}
	if (n > 0 && te_decimal_cmp(sum, line->value) > 0)
		return bad_line(problem, ERRCODE_INVALID_PARAMETER_VALUE,
						"Contents are amounts of the customs value, not shares or weights.",
						"contents of %s exceed the customs value of %s",
						te_decimal_to_cstring(sum), te_decimal_to_cstring(line->value));
	round_value(t, line);
	te_line_set_rest(line);
	return TE_LINE_OK;
}

/* Shares of the weight by content. */
static TeLineState
read_weights(const TeTariff *t, Jsonb *json, TeLine *line, char **problem)
{
	int			n = 0;
	TeNamedAmount *amounts = te_amounts_from_jsonb("weight_share", json, &n, problem);
	TeDecimal	sum = TE_DECIMAL_ZERO;

	if (amounts == NULL)
		return TE_LINE_BAD;
	if (n > TE_LINE_MAX_WEIGHTS)
		return bad_line(problem, ERRCODE_PROGRAM_LIMIT_EXCEEDED, NULL,
						"a line tells %d shares of its weight, more than %d", n, TE_LINE_MAX_WEIGHTS);
	for (int i = 0; i < n; i++)
	{
		int			content = te_schedule_find_name(t->s, TE_SEC_CONTENTS, amounts[i].name, strlen(amounts[i].name));

		if (content < 0)
			return unknown_name(t->s, TE_SEC_CONTENTS, "content", "contents", amounts[i].name, problem);
		sum = te_decimal_add(sum, amounts[i].amount);
		line->weight_content[i] = content;
		line->weight_share[i] = amounts[i].amount;
	}
	line->nweights = n;
	if (te_decimal_cmp(sum, TE_DECIMAL_ONE) > 0)
		return bad_line(problem, ERRCODE_INVALID_PARAMETER_VALUE,
						"Write shares of the weight between 0 and 1, for example {\"steel\": 0.7}.",
						"shares of the weight exceed 1: %s", te_decimal_to_cstring(sum));
	return TE_LINE_OK;
}

/* ---- claims and choices ---- */

TeLineState
te_line_check_conflicts(const TeTariff *t, const TeLine *line, char **problem)
{
	const TeSchedule *s = t->s;

	for (uint32 i = 0; line->claimed != NULL && i < s->count[TE_SEC_RULES]; i++)
	{
		const TeRule *r = &TE_RULES(s)[i];

		if ((r->flags & TE_RULE_CONFLICT) != 0 && line->claimed[r->subject] && line->claimed[r->object] &&
			r->valid_from <= line->entry_date && line->entry_date < r->valid_to)
			return bad_line(problem, ERRCODE_INVALID_PARAMETER_VALUE,
							"A line can make only one of these claims.",
							"claims \"%s\" and \"%s\" contradict each other",
							TE_STRING(s, TE_CLAIMS(s)[r->subject]), TE_STRING(s, TE_CLAIMS(s)[r->object]));
	}
	return TE_LINE_OK;
}

/* Makes the claims that others imply, and those that these imply. */
static void
make_implied_claims(const TeSchedule *s, TeLine *line)
{
	bool		again = true;

	while (again)
	{
		again = false;
		for (uint32 i = 0; i < s->count[TE_SEC_RULES]; i++)
		{
			const TeRule *r = &TE_RULES(s)[i];

			if ((r->flags & TE_RULE_IMPLIES) == 0 || !line->claimed[r->subject] || line->claimed[r->object])
				continue;
			line->claimed[r->object] = true;
			again = true;
		}
	}
}

bool
te_line_knows_claim(TeTariff *t, const char *claim)
{
	return te_schedule_find_name(t->s, TE_SEC_CLAIMS, claim, strlen(claim)) >= 0 ||
		te_tariff_named_program(t, claim) >= 0;
}

/* Marks what is claimed; names of programs and measures change nothing, others are not known. */
static TeLineState
read_claims(TeTariff *t, ArrayType *array, TeLine *line, char **problem)
{
	const TeSchedule *s = t->s;
	Datum	   *items;
	bool	   *nulls;
	int			n;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &items, &nulls, &n);
	line->claimed = palloc0(s->count[TE_SEC_CLAIMS] + 1);
	for (int i = 0; i < n; i++)
	{
		text	   *name = nulls[i] ? NULL : DatumGetTextPP(items[i]);
		int			claim;

		if (name == NULL)
			continue;
		claim = te_schedule_find_name(s, TE_SEC_CLAIMS, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
		if (claim >= 0)
			line->claimed[claim] = true;
		else if (!te_line_knows_claim(t, text_to_cstring(name)))
			return unknown_name(s, TE_SEC_CLAIMS, "claim", "claims", text_to_cstring(name), problem);
	}
	make_implied_claims(s, line);
	return te_line_check_conflicts(t, line, problem);
}

void
te_line_set_claims(TeTariff *t, ArrayType *claims, TeLine *line)
{
	(void) read_claims(t, claims, line, NULL);
}

/* A hint that lists the programs that a line may choose from. */
static char *
alternatives_hint(const TeSchedule *s)
{
	StringInfoData hint;
	int			n = 0;

	initStringInfo(&hint);
	for (uint32 p = 0; p < s->count[TE_SEC_PROGRAMS]; p++)
		if (TE_PROGRAMS(s)[p].choice > 0 && n++ < KNOWN_MAX)
			appendStringInfo(&hint, "%s%s", n == 1 ? "" : ", ", TE_STRING(s, TE_PROGRAMS(s)[p].name));
	return n == 0 ? pstrdup("No program of this regime has a choice_group.") :
		psprintf("Alternatives are %s; tariff_options() lists those of a line.", hint.data);
}

static TeLineState
read_choice(const TeTariff *t, ArrayType *array, TeLine *line, char **problem)
{
	const TeSchedule *s = t->s;
	Datum	   *items;
	bool	   *nulls;
	int			n;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &items, &nulls, &n);
	line->chosen = palloc(sizeof(int16) * (s->count[TE_SEC_CHOICES] + 1));
	memset(line->chosen, -1, sizeof(int16) * (s->count[TE_SEC_CHOICES] + 1));
	for (int i = 0; i < n; i++)
	{
		char	   *name = nulls[i] ? NULL : TextDatumGetCString(items[i]);
		int			program = name == NULL ? -1 : te_schedule_find_program(s, name, strlen(name));
		int			group = program < 0 ? 0 : TE_PROGRAMS(s)[program].choice;

		if (name == NULL)
			continue;
		if (group == 0)
			return bad_line(problem, ERRCODE_INVALID_PARAMETER_VALUE,
							problem == NULL ? alternatives_hint(s) : NULL,
							"\"%s\" is not an alternative of regime \"%s\"", shown(name, strlen(name)), TE_STRING(s, s->regime));
		if (line->chosen[group - 1] >= 0 && line->chosen[group - 1] != program)
			return bad_line(problem, ERRCODE_INVALID_PARAMETER_VALUE,
							"A line takes one program of each choice group.",
							"choices \"%s\" and \"%s\" contradict each other",
							TE_STRING(s, TE_PROGRAMS(s)[line->chosen[group - 1]].name), name);
		line->chosen[group - 1] = program;
	}
	return TE_LINE_OK;
}

/* ---- all of it ---- */

/* Goods, origin, day and value. */
static TeLineState
read_required(FunctionCallInfo fcinfo, int first, bool float_value, TeTariff *t, TeLine *line, char **problem)
{
	text	   *hs = PG_GETARG_TEXT_PP(first + TE_ARG_HS);
	text	   *origin = PG_GETARG_TEXT_PP(first + TE_ARG_ORIGIN);
	uint64		key;
	uint64		word;
	DateADT		date;
	TeDecimal	value;

	if (te_line_hs(VARDATA_ANY(hs), VARSIZE_ANY_EXHDR(hs), &key, problem) != TE_LINE_OK ||
		te_line_origin(t, VARDATA_ANY(origin), VARSIZE_ANY_EXHDR(origin), &word, problem) != TE_LINE_OK ||
		read_date(fcinfo, first + TE_ARG_DATE, "entry_date", &date, problem) != TE_LINE_OK ||
		read_value(fcinfo, first + TE_ARG_VALUE, float_value, &value, problem) != TE_LINE_OK)
		return TE_LINE_BAD;
	te_line_init(line, key, word, date, value);
	return TE_LINE_OK;
}

TeLineState
te_line_from_args(FunctionCallInfo fcinfo, int first, bool float_value,
				  TeTariff *t, TeLine *line, char **problem)
{
#define GIVEN(arg) (!PG_ARGISNULL(first + (arg)))
	for (int i = TE_ARG_HS; i <= TE_ARG_VALUE; i++)
		if (!GIVEN(i))
			return TE_LINE_NULL;
	if (read_required(fcinfo, first, float_value, t, line, problem) != TE_LINE_OK)
		return TE_LINE_BAD;
	if (GIVEN(TE_ARG_LOADED) &&
		read_date(fcinfo, first + TE_ARG_LOADED, "loaded", &line->loaded, problem) != TE_LINE_OK)
		return TE_LINE_BAD;
	if (GIVEN(TE_ARG_KNOWN) &&
		read_date(fcinfo, first + TE_ARG_KNOWN, "known_on", &line->known_on, problem) != TE_LINE_OK)
		return TE_LINE_BAD;
	if (read_content(t, GIVEN(TE_ARG_CONTENT) ? PG_GETARG_JSONB_P(first + TE_ARG_CONTENT) : NULL,
					 line, problem) != TE_LINE_OK)
		return TE_LINE_BAD;
	if (GIVEN(TE_ARG_QUANTITIES) &&
		!te_line_set_quantities(line, PG_GETARG_JSONB_P(first + TE_ARG_QUANTITIES), problem))
		return TE_LINE_BAD;
	if (GIVEN(TE_ARG_CLAIMS) &&
		read_claims(t, PG_GETARG_ARRAYTYPE_P(first + TE_ARG_CLAIMS), line, problem) != TE_LINE_OK)
		return TE_LINE_BAD;
	if (GIVEN(TE_ARG_CHOICE) &&
		read_choice(t, PG_GETARG_ARRAYTYPE_P(first + TE_ARG_CHOICE), line, problem) != TE_LINE_OK)
		return TE_LINE_BAD;
	if (GIVEN(TE_ARG_WEIGHT) &&
		read_weights(t, PG_GETARG_JSONB_P(first + TE_ARG_WEIGHT), line, problem) != TE_LINE_OK)
		return TE_LINE_BAD;
	if (GIVEN(TE_ARG_FX) &&
		(line->fx = te_fx_from_jsonb("fx", PG_GETARG_JSONB_P(first + TE_ARG_FX), &line->nfx, problem)) == NULL)
		return TE_LINE_BAD;
	return TE_LINE_OK;
#undef GIVEN
}

/*
 * Amounts that do not fit, measures that compete, alternatives without end.
 * Nothing but memory is taken while a line is computed, so that these can be
 * caught without a subtransaction.
 */
static bool
is_of_the_line(int sqlerrcode)
{
	return sqlerrcode == ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE || sqlerrcode == ERRCODE_DATA_EXCEPTION ||
		sqlerrcode == ERRCODE_PROGRAM_LIMIT_EXCEEDED;
}

/* "needs hs and customs_value": those of the arguments that every line has which are NULL. */
static char *
needs_text(FunctionCallInfo fcinfo, int first)
{
	static const char *const names[] = {"hs", "origin", "entry_date", "customs_value"};
	StringInfoData text;
	int			missing = 0;

	for (int i = 0; i < lengthof(names); i++)
		missing += PG_ARGISNULL(first + i);
	initStringInfo(&text);
	for (int i = 0; i < lengthof(names); i++)
		if (PG_ARGISNULL(first + i))
			appendStringInfo(&text, "%s%s", text.len == 0 ? "needs " : --missing == 1 ? " and " : ", ", names[i]);
	return text.data;
}

TeLineState
te_line_run_softly(FunctionCallInfo fcinfo, int first, bool float_value,
				   TeTariff *t, TeLine *line, char **problem)
{
	MemoryContext old = CurrentMemoryContext;
	volatile TeLineState state = TE_LINE_BAD;

	*problem = NULL;
	PG_TRY();
	{
		state = te_line_from_args(fcinfo, first, float_value, t, line, problem);
		if (state == TE_LINE_NULL)
			*problem = needs_text(fcinfo, first);
		else if (state == TE_LINE_OK)
		{
			te_tariff_run(t, line);
			*problem = te_tariff_need_text(t, line);
		}
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(old);
		error = CopyErrorData();
		if (!is_of_the_line(error->sqlerrcode))
			PG_RE_THROW();
		FlushErrorState();
		state = TE_LINE_BAD;
		*problem = error->message;
	}
	PG_END_TRY();
	return state;
}
