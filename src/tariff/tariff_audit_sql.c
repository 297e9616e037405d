/*
 * tariff_audit_sql.c
 *	  SQL functions that compare: tariff_difference (two laws for one line) and
 *	  duty_audit (what was filed against what the law says).
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "codes/hs.h"
#include "duty/duty_args.h"
#include "tariff/tariff_cache.h"
#include "tariff/tariff_line.h"

/* ---- two laws ---- */

/* What one law says, kept while the other is computed. */
typedef struct Side
{
	int			nprograms;
	const char **names;
	TeDecimal  *totals;
	char	   *problem;
} Side;

/* Computes the line of the arguments under one law; false when there is no line. */
static bool
run_side(FunctionCallInfo fcinfo, TeTariff *t, bool float_value, Side *side)
{
	TeLine		line;

	t->explain = false;
	if (te_line_from_args(fcinfo, 2, float_value, t, &line, NULL) != TE_LINE_OK)
		return false;
	te_tariff_run(t, &line);
	side->nprograms = t->nprograms;
	side->names = palloc_array(const char *, t->nprograms + 1);
	side->totals = palloc_array(TeDecimal, t->nprograms + 1);
	for (int p = 0; p < t->nprograms; p++)
		side->names[p] = pstrdup(TE_STRING(t->s, TE_PROGRAMS(t->s)[p].name));
	memcpy(side->totals, t->program_total, sizeof(TeDecimal) * t->nprograms);
	side->problem = te_tariff_need_text(t, &line);
	return true;
}

/* Number of a program on a side, or -1. */
static int
side_program(const Side *side, const char *name)
{
	for (int p = 0; p < side->nprograms; p++)
		if (strcmp(side->names[p], name) == 0)
			return p;
	return -1;
}

/* A program's duties, unless both are nothing. */
static void
store_difference(FunctionCallInfo fcinfo, const char *name, TeDecimal a, TeDecimal b, const char *problem)
{
	bool		known = !te_decimal_is_null(a) && !te_decimal_is_null(b);
	TeRow		row;

	if (known && a.n == 0 && b.n == 0)
		return;
	te_row_begin(&row);
	te_row_text(&row, name);
	te_row_amount(&row, a);
	te_row_amount(&row, b);
	te_row_amount(&row, known ? te_decimal_sub(b, a) : TE_DECIMAL_NULL);
	te_row_text(&row, problem);
	te_row_store(fcinfo, &row);
}

static void
store_differences(FunctionCallInfo fcinfo, const Side *a, const Side *b)
{
	for (int p = 0; p < a->nprograms; p++)
	{
		int			q = side_program(b, a->names[p]);

		store_difference(fcinfo, a->names[p], a->totals[p],
						 q < 0 ? TE_DECIMAL_ZERO : b->totals[q], NULL);
	}
	for (int q = 0; q < b->nprograms; q++)
		if (side_program(a, b->names[q]) < 0)
			store_difference(fcinfo, b->names[q], TE_DECIMAL_ZERO, b->totals[q], NULL);
	if (a->problem != NULL || b->problem != NULL)
		store_difference(fcinfo, NULL, TE_DECIMAL_NULL, TE_DECIMAL_NULL,
						 a->problem != NULL ? a->problem : b->problem);
}

#define DIFFERENCE_FACE(name, tariff, float_value) \
	TE_FUNCTION(name); \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		Side		a; \
		Side		b; \
		te_rows_begin(fcinfo); \
		if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1) && \
			run_side(fcinfo, tariff(0), float_value, &a) && run_side(fcinfo, tariff(1), float_value, &b)) \
			store_differences(fcinfo, &a, &b); \
		return (Datum) 0; \
	}
#define BY_REGIME(n) te_tariff_from_regime(fcinfo, PG_GETARG_TEXT_PP(n))
#define BY_VALUE(n) te_tariff_from_datum(fcinfo, PG_GETARG_DATUM(n))

DIFFERENCE_FACE(tariff_difference_regime, BY_REGIME, false)
DIFFERENCE_FACE(tariff_difference_value, BY_VALUE, false)
DIFFERENCE_FACE(tariff_difference_regime_float8, BY_REGIME, true)
DIFFERENCE_FACE(tariff_difference_value_float8, BY_VALUE, true)

/* ---- filed against computed ---- */

typedef struct Audit
{
	TeTariff   *t;
	TeLine		line;
	TeDecimal  *filed;			/* by program */
	TeDecimal	filed_total;	/* of all of them; TE_DECIMAL_NULL: not told */
	bool		by_program;		/* some amount was told of a program */
	TeDecimal	tolerance;
} Audit;

/* A row that only says something about the line, or about what was filed under a name. */
static void
store_remark(FunctionCallInfo fcinfo, const char *name, TeDecimal filed, const char *reason)
{
	TeRow		row;

	te_row_begin(&row);
	te_row_text(&row, name);
	te_row_amount(&row, filed);
	te_row_amount(&row, TE_DECIMAL_NULL);
	te_row_amount(&row, TE_DECIMAL_NULL);
	te_row_text(&row, reason);
	te_row_store(fcinfo, &row);
}

/* The program that an amount was filed under, also by the number of the goods; -1: unknown. */
static int
filed_program(const Audit *audit, const char *name)
{
	int			p = te_tariff_named_program(audit->t, name);
	uint64		key;
	TeHs		hs;

	if (p >= 0 || te_hs_clean(name, strlen(name), &hs) != TE_HS_FINE ||
		!te_hs_key(hs.digits, hs.len, &key) ||
		!(te_hs_key_within(audit->line.key, key) || te_hs_key_within(key, audit->line.key)))
		return p;
	for (p = 0; p < audit->t->nprograms; p++)
		if (TE_PROGRAMS(audit->t->s)[p].mandatory != 0)
			return p;
	return -1;
}

/* Adds what was filed up by program; what the schedule does not know becomes a row of its own. */
static void
read_filed(FunctionCallInfo fcinfo, Audit *audit, const TeNamedAmount *amounts, int n)
{
	audit->filed = palloc_array(TeDecimal, audit->t->nprograms + 1);
	audit->filed_total = TE_DECIMAL_NULL;
	for (int p = 0; p < audit->t->nprograms; p++)
		audit->filed[p] = TE_DECIMAL_ZERO;
	for (int i = 0; i < n; i++)
	{
		int			p = filed_program(audit, amounts[i].name);

		if (p < 0 && strcmp(amounts[i].name, "total") == 0)
			audit->filed_total = amounts[i].amount;
		else if (p < 0 && amounts[i].amount.n == 0 &&
				 te_line_knows_claim(audit->t, amounts[i].name))
			continue;			/* a heading that only claims */
		else if (p < 0)
			store_remark(fcinfo, amounts[i].name, amounts[i].amount,
						 psprintf("not known: no program, measure or legal reference of \"%s\"",
								  TE_STRING(audit->t->s, audit->t->s->regime)));
		else
		{
			audit->filed[p] = te_decimal_add(audit->filed[p], amounts[i].amount);
			audit->by_program = true;
		}
	}
}

/*
 * The last measure of the program for these goods and origin that ended by the
 * entry date, or -1.
 */
static int
ended_measure(const Audit *audit, int program)
{
	const TeSchedule *s = audit->t->s;
	int			last = -1;

	for (int node = te_schedule_find_node(s, audit->line.key, NULL); node >= 0;)
	{
		for (uint32 i = TE_NODES(s)[node].measure; i < TE_NODES(s)[node + 1].measure; i++)
		{
			const TeMeasure *m = &TE_MEASURES(s)[i];

			if (m->program == program && audit->t->closeness[m->area] >= 0 &&
				m->valid_to <= audit->line.entry_date &&
				(last < 0 || m->valid_to > TE_MEASURES(s)[last].valid_to))
				last = i;
		}
		node = TE_NODES(s)[node].parent == node ? -1 : (int) TE_NODES(s)[node].parent;
	}
	return last;
}

/* A layer of the program with that status, or NULL. */
static const TeLayer *
find_layer(const TeTariff *t, int program, TeLayerStatus status)
{
	for (int i = 0; i < t->nlayers; i++)
		if (t->layers[i].program == program && t->layers[i].status == status)
			return &t->layers[i];
	return NULL;
}

/* Is a difference one that counts as none? */
static bool
is_tolerated(const Audit *audit, TeDecimal difference)
{
	return te_decimal_cmp(difference, audit->tolerance) <= 0 &&
		te_decimal_cmp(te_decimal_neg(difference), audit->tolerance) <= 0;
}

/*
 * A program whose difference is the opposite of this one's, and where on one side
 * nothing was filed and on the other nothing is owed; its name, or NULL.
 */
static const char *
filed_elsewhere(const Audit *audit, int program)
{
	const TeTariff *t = audit->t;
	TeDecimal	difference = te_decimal_sub(audit->filed[program], t->program_total[program]);
	bool		over = difference.n > 0;

	for (int p = 0; p < t->nprograms; p++)
	{
		int			from = over ? program : p;	/* filed */
		int			to = over ? p : program;	/* owed */

		if (p != program && !te_decimal_is_null(t->program_total[p]) &&
			t->program_total[from].n == 0 &&
			t->program_total[to].n > 0 && audit->filed[from].n > 0 && audit->filed[to].n == 0 &&
			is_tolerated(audit, te_decimal_sub(audit->filed[from], t->program_total[to])))
			return TE_STRING(t->s, TE_PROGRAMS(t->s)[p].name);
	}
	return NULL;
}

/* Why more was filed than is owed. */
static char *
overpaid_reason(const Audit *audit, int program, TeDecimal computed)
{
	const TeTariff *t = audit->t;
	const TeSchedule *s = t->s;
	const TeLayer *l;
	const char *other = filed_elsewhere(audit, program);
	int			ended;

	if (other != NULL)
		return psprintf("no refund: %s owes as much, and is not filed", other);
	if ((l = find_layer(t, program, TE_LAYER_EXCLUDED)) != NULL)
	{
		const TeRule *r = &TE_RULES(s)[l->other];

		return psprintf("refund candidate: %s excludes it%s%s%s", TE_STRING(s, TE_PROGRAMS(s)[r->subject].name),
						r->legal_ref ? " (" : "", TE_STRING(s, r->legal_ref), r->legal_ref ? ")" : "");
	}
	if ((l = find_layer(t, program, TE_LAYER_BARRED)) != NULL)
		return psprintf("refund candidate: claim %s frees from it", TE_STRING(s, TE_CLAIMS(s)[l->other]));
	if (find_layer(t, program, TE_LAYER_IN_TRANSIT) != NULL)
		return pstrdup("refund candidate: in transit");
	if (computed.n == 0 && (l = find_layer(t, program, TE_LAYER_NO_CONTENT)) != NULL)
		return psprintf("refund candidate: %s, on which \"%s\" is charged", te_tariff_content_text(s, l->measure),
						TE_STRING(s, TE_DETAILS(s)[l->measure].id));
	if (computed.n == 0 && (ended = ended_measure(audit, program)) >= 0)
		return psprintf("refund candidate: \"%s\" ended on %s", TE_STRING(s, TE_DETAILS(s)[ended].id),
						te_date_cstring(TE_MEASURES(s)[ended].valid_to));
	if (computed.n == 0)
		return pstrdup("refund candidate: nothing is owed");
	return pstrdup("refund candidate: filed above the rate");
}

/* Why less was filed than is owed. */
static char *
underpaid_reason(const Audit *audit, int program)
{
	const TeLayer *l = find_layer(audit->t, program, TE_LAYER_APPLIED);
	const char *id = l == NULL ? "" : TE_STRING(audit->t->s, TE_DETAILS(audit->t->s)[l->measure].id);
	const char *other = filed_elsewhere(audit, program);

	if (other != NULL)
		return psprintf("filed as %s: \"%s\" applies", other, id);
	if (audit->filed[program].n == 0)
		return psprintf("not filed: \"%s\" applies", id);
	return psprintf("filed below the rate of \"%s\"", id);
}

static char *
audit_reason(const Audit *audit, int program)
{
	TeDecimal	computed = audit->t->program_total[program];
	TeDecimal	difference;

	if (te_decimal_is_null(computed))
		return te_tariff_need_text(audit->t, &audit->line);
	difference = te_decimal_sub(audit->filed[program], computed);
	if (is_tolerated(audit, difference))
		return pstrdup("agrees");
	return difference.n > 0 ? overpaid_reason(audit, program, computed) : underpaid_reason(audit, program);
}

static void
store_audit(FunctionCallInfo fcinfo, const Audit *audit, int program)
{
	TeDecimal	filed = audit->filed[program];
	TeDecimal	computed = audit->t->program_total[program];
	TeRow		row;

	if (filed.n == 0 && !te_decimal_is_null(computed) && computed.n == 0)
		return;
	te_row_begin(&row);
	te_row_text(&row, TE_STRING(audit->t->s, TE_PROGRAMS(audit->t->s)[program].name));
	te_row_amount(&row, filed);
	te_row_amount(&row, computed);
	te_row_amount(&row, te_decimal_is_null(computed) ? TE_DECIMAL_NULL : te_decimal_sub(filed, computed));
	te_row_text(&row, audit_reason(audit, program));
	te_row_store(fcinfo, &row);
}

/* What was filed for the line as one amount. */
static void
store_audit_total(FunctionCallInfo fcinfo, const Audit *audit)
{
	TeDecimal	computed = audit->t->total;
	TeDecimal	difference = computed;
	TeRow		row;

	if (!te_decimal_is_null(computed))
		difference = te_decimal_sub(audit->filed_total, computed);

	te_row_begin(&row);
	te_row_text(&row, "total");
	te_row_amount(&row, audit->filed_total);
	te_row_amount(&row, computed);
	te_row_amount(&row, difference);
	if (te_decimal_is_null(computed))
		te_row_text(&row, te_tariff_need_text(audit->t, &audit->line));
	else if (is_tolerated(audit, difference))
		te_row_text(&row, "agrees");
	else
		te_row_text(&row, difference.n > 0 ? "refund candidate: filed above what is owed" :
					"filed below what is owed");
	te_row_store(fcinfo, &row);
}

/* Of a line without any duty that is known: what was filed, and what the line lacks. */
static void
store_filed_only(FunctionCallInfo fcinfo, const Audit *audit)
{
	char	   *needs = te_tariff_need_text(audit->t, &audit->line);
	bool		any = false;

	for (int p = 0; p < audit->t->nprograms; p++)
	{
		if (audit->filed[p].n == 0)
			continue;
		store_remark(fcinfo, TE_STRING(audit->t->s, TE_PROGRAMS(audit->t->s)[p].name), audit->filed[p], needs);
		any = true;
	}
	if (!any && te_decimal_is_null(audit->filed_total))
		store_remark(fcinfo, NULL, TE_DECIMAL_NULL, needs);
}

/* Leaves the claims that the schedule knows; each other one becomes a row. */
static void
drop_unknown_claims(FunctionCallInfo fcinfo, TeTariff *t)
{
	int			arg = 2 + TE_ARG_CLAIMS;
	Datum	   *items;
	bool	   *nulls;
	int			n;
	int			kept = 0;

	if (PG_ARGISNULL(arg))
		return;
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(arg), TEXTOID, -1, false, TYPALIGN_INT, &items, &nulls, &n);
	for (int i = 0; i < n; i++)
	{
		char	   *claim = nulls[i] ? NULL : TextDatumGetCString(items[i]);

		if (claim != NULL && te_line_knows_claim(t, claim))
			items[kept++] = items[i];
		else if (claim != NULL)
			store_remark(fcinfo, NULL, TE_DECIMAL_NULL,
						 psprintf("claim \"%s\" is not known to \"%s\": left out", claim,
								  TE_STRING(t->s, t->s->regime)));
	}
	fcinfo->args[arg].value = PointerGetDatum(construct_array(items, kept, TEXTOID, -1, false, TYPALIGN_INT));
}

static TeDecimal
tolerance_arg(FunctionCallInfo fcinfo, int arg, bool float_value)
{
	TeDecimal	tolerance = PG_ARGISNULL(arg) ? TE_DECIMAL_ZERO :
		float_value ? te_decimal_from_float8("tolerance", PG_GETARG_FLOAT8(arg)) :
		te_decimal_from_numeric("tolerance", PG_GETARG_NUMERIC(arg));

	if (tolerance.n < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("tolerance is negative: %s", te_decimal_to_cstring(tolerance)),
				 errhint("It is the difference up to which filed and computed duties agree, such as 0.01.")));
	return tolerance;
}

static void
store_programs(FunctionCallInfo fcinfo, const Audit *audit)
{
	for (int p = 0; p < audit->t->nprograms; p++)
		store_audit(fcinfo, audit, p);
}

/*
 * Makes the claims that are filed as headings ("9903.94.05": parts of cars) those
 * of the line; false when there is none but what is claimed already.
 */
static bool
claim_what_is_filed(FunctionCallInfo fcinfo, const TeTariff *t, const TeNamedAmount *filed,
					int nfiled)
{
	NullableDatum *claims = &fcinfo->args[2 + TE_ARG_CLAIMS];
	Datum	   *items = NULL;
	Datum	   *all;
	int			had = 0;
	int			n;

	if (!claims->isnull)
		deconstruct_array(DatumGetArrayTypeP(claims->value), TEXTOID, -1, false, TYPALIGN_INT,
						  &items, NULL, &had);
	all = palloc_array(Datum, had + nfiled + 1);
	for (n = 0; n < had; n++)
		all[n] = items[n];
	for (int i = 0; i < nfiled; i++)
	{
		const char *name = filed[i].name;

		if (te_schedule_find_name(t->s, TE_SEC_CLAIMS, name, strlen(name)) >= 0)
			all[n++] = CStringGetTextDatum(name);
	}
	if (n == had)
		return false;
	claims->value = PointerGetDatum(construct_array(all, n, TEXTOID, -1, false, TYPALIGN_INT));
	claims->isnull = false;
	return true;
}

/* Computes the line with what is filed as claimed, unless that contradicts what is claimed. */
static TeLineState
run_filed(FunctionCallInfo fcinfo, Audit *audit, bool float_value, const TeNamedAmount *filed,
		  int nfiled, char **problem)
{
	NullableDatum claims = fcinfo->args[2 + TE_ARG_CLAIMS];
	char	   *contradiction = NULL;

	if (claim_what_is_filed(fcinfo, audit->t, filed, nfiled))
	{
		if (te_line_run_softly(fcinfo, 2, float_value, audit->t, &audit->line,
							   &contradiction) == TE_LINE_OK)
			return TE_LINE_OK;
		fcinfo->args[2 + TE_ARG_CLAIMS] = claims;
	}
	return te_line_run_softly(fcinfo, 2, float_value, audit->t, &audit->line, problem);
}

/* Arguments: schedule, filed, the line's, tolerance. */
static void
audit_rows(FunctionCallInfo fcinfo, TeTariff *t, bool float_value)
{
	Audit	   *audit = palloc0(sizeof(Audit));
	char	   *problem = NULL;
	char	   *unread = NULL;
	TeLineState state;
	TeNamedAmount *filed = NULL;
	int			nfiled = 0;

	audit->t = t;
	audit->tolerance = tolerance_arg(fcinfo, 2 + TE_LINE_ARGS, float_value);
	drop_unknown_claims(fcinfo, t);
	t->explain = true;
	if (PG_ARGISNULL(1))
		unread = pstrdup("needs filed");
	else
		filed = te_amounts_from_jsonb("filed", PG_GETARG_JSONB_P(1), &nfiled, &unread);
	/* one odd line must not end an audit of many, nor go missing */
	state = run_filed(fcinfo, audit, float_value, filed, filed == NULL ? 0 : nfiled, &problem);
	if (state == TE_LINE_OK)
		problem = unread;
	if (problem != NULL)
	{
		store_remark(fcinfo, NULL, TE_DECIMAL_NULL, psprintf("not audited: %s", problem));
		return;
	}
	read_filed(fcinfo, audit, filed, nfiled);
	if (!te_decimal_is_null(audit->filed_total))
		store_audit_total(fcinfo, audit);
	if (t->need.kind >= TE_NEED_CODE)
		store_filed_only(fcinfo, audit);
	else if (audit->by_program || te_decimal_is_null(audit->filed_total))
		store_programs(fcinfo, audit);
}

TE_LINE_FACES(duty_audit, audit_rows)
