/*
 * effective_rate_agg.c
 *	  Effective tariff rate: duty over value of many lines, summed exactly.
 *
 * The numeric forms sum fractions (type duty_total); the float8 forms sum in
 * double-double.  Lines whose duty or value is not known count in neither sum;
 * how much of the value they hold is asked with effective_tariff_coverage().
 */
#include "postgres.h"

#include <math.h>

#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/float.h"

#include "base/aggregate.h"
#include "base/decimal.h"
#include "base/float8_state.h"
#include "base/trade_exposure.h"

TE_FUNCTION(te_duty_total_in);
TE_FUNCTION(te_duty_total_out);
TE_FUNCTION(te_duty_total_recv);
TE_FUNCTION(te_duty_total_send);
TE_FUNCTION(te_duty_total_accum);
TE_FUNCTION(te_duty_total_combine);
TE_FUNCTION(te_duty_total_rate_final);
TE_FUNCTION(te_duty_total_coverage_final);
TE_FUNCTION(te_duty_sums_accum);
TE_FUNCTION(te_duty_sums_combine);
TE_FUNCTION(te_duty_sums_rate_final);
TE_FUNCTION(te_duty_sums_coverage_final);

#define DUTY_TOTAL_FORMAT 1		/* layout number on the wire */

/* Sums of lines; SQL type duty_total, 112 bytes. */
typedef struct DutyTotal
{
	TeDecimal	duty;			/* of lines with both known */
	TeDecimal	value;			/* of the same lines */
	TeDecimal	unknown_value;	/* of lines without duty */
	int64		rows;			/* with both known */
	int64		unknown_rows;	/* with one or both missing */
} DutyTotal;

/* The argument, checked. */
#define PG_GETARG_DUTY_TOTAL_P(n) te_duty_total_check((DutyTotal *) PG_GETARG_POINTER(n))

/* Indexes of the float8 form's state. */
enum
{
	SUM_DUTY = 0,				/* each sum takes two numbers */
	SUM_VALUE = 2,
	SUM_UNKNOWN = 4,
	SUM_LENGTH = 6
};

/* ---- the type ---- */

/* Is a sum a fraction of which no line's amount can have made anything else? */
static inline bool
sum_is_sound(TeDecimal sum)
{
	return sum.d > 0 && sum.n >= 0;
}

/* The value; throws unless its sums are fractions and its counts are counts. */
static DutyTotal *
te_duty_total_check(DutyTotal *t)
{
	if (unlikely(!sum_is_sound(t->duty) || !sum_is_sound(t->value) || !sum_is_sound(t->unknown_value) ||
				 t->rows < 0 || t->unknown_rows < 0))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("duty_total is damaged"),
				 errhint("Build it again from its lines.")));
	return t;
}

static DutyTotal *
new_total(void)
{
	DutyTotal  *t = palloc0(sizeof(DutyTotal));

	t->duty = t->value = t->unknown_value = TE_DECIMAL_ZERO;
	return t;
}

/* Reads a number up to ',' or ')'; false when there is none. */
static bool
read_part(const char **s, char end, TeDecimal *part)
{
	int			len = te_decimal_parse(*s, strlen(*s), part);

	if (len <= 0 || (*s)[len] != end)
		return false;
	*s += len + 1;
	return true;
}

/* Reads a count. */
static bool
read_count(const char **s, char end, int64 *count)
{
	TeDecimal	part;

	if (!read_part(s, end, &part) || part.d != 1 || part.n != (int64) part.n)
		return false;
	*count = (int64) part.n;
	return true;
}

/* Reads what te_duty_total_out() writes; false when it is anything else. */
static bool
read_total(const char *s, DutyTotal *t)
{
	return *s++ == '(' && read_part(&s, ',', &t->duty) && read_part(&s, ',', &t->value) &&
		read_part(&s, ',', &t->unknown_value) && read_count(&s, ',', &t->rows) &&
		read_count(&s, ')', &t->unknown_rows) && *s == '\0';
}

/* (duty,value,unknown value,rows,unknown rows) */
static char *
total_to_cstring(const DutyTotal *t)
{
	return psprintf("(%s,%s,%s," INT64_FORMAT "," INT64_FORMAT ")",
					te_decimal_to_cstring(t->duty), te_decimal_to_cstring(t->value),
					te_decimal_to_cstring(t->unknown_value), t->rows, t->unknown_rows);
}

/* From text. */
Datum
te_duty_total_in(PG_FUNCTION_ARGS)
{
	char	   *s = PG_GETARG_CSTRING(0);
	DutyTotal  *t = new_total();

	if (!read_total(s, t))
		TE_SOFT_ERROR(TE_ESCONTEXT(fcinfo), (Datum) 0,
					  (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
					   errmsg("invalid input syntax for type duty_total: \"%s\"", s),
					   errdetail("It is written (duty,value,unknown value,rows,unknown rows).")));
	PG_RETURN_POINTER(t);
}

/* To text. */
Datum
te_duty_total_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(total_to_cstring(PG_GETARG_DUTY_TOTAL_P(0)));
}

/* From bytes: a format byte and the text form. */
Datum
te_duty_total_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	int			format = pq_getmsgbyte(buf);
	int			len = buf->len - buf->cursor;
	char	   *s = pnstrdup(pq_getmsgbytes(buf, len), len);
	DutyTotal  *t = new_total();

	if (format != DUTY_TOTAL_FORMAT || strlen(s) != len || !read_total(s, t))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary representation of type duty_total")));
	PG_RETURN_POINTER(t);
}

/* To bytes. */
Datum
te_duty_total_send(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	char	   *s = total_to_cstring(PG_GETARG_DUTY_TOTAL_P(0));

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, DUTY_TOTAL_FORMAT);
	pq_sendbytes(&buf, s, strlen(s));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* ---- exact sums ---- */

/* The state to change in place; a fresh one or a copy outside of an aggregate. */
static DutyTotal *
total_to_change(FunctionCallInfo fcinfo)
{
	DutyTotal  *t;

	if (PG_ARGISNULL(0))
		return new_total();
	if (te_in_aggregate(fcinfo))
		return PG_GETARG_DUTY_TOTAL_P(0);
	t = palloc(sizeof(DutyTotal));
	memcpy(t, PG_GETARG_DUTY_TOTAL_P(0), sizeof(DutyTotal));
	return t;
}

/* A line's amount; throws when it is negative. */
static TeDecimal
line_amount(FunctionCallInfo fcinfo, int n, const char *argument)
{
	TeDecimal	a = te_decimal_from_numeric(argument, PG_GETARG_NUMERIC(n));

	if (a.n < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"%s\" must not be negative, but is %s", argument,
						te_decimal_to_cstring(a)),
				 errhint("Leave refunds and corrections out with FILTER.")));
	return a;
}

/* Transition: one line. */
Datum
te_duty_total_accum(PG_FUNCTION_ARGS)
{
	DutyTotal  *t = total_to_change(fcinfo);
	bool		unknown = PG_ARGISNULL(1) || PG_ARGISNULL(2);

	if (unknown)
		t->unknown_rows++;
	else
		t->rows++;
	if (!unknown)
		t->duty = te_decimal_add(t->duty, line_amount(fcinfo, 1, "duty"));
	if (!PG_ARGISNULL(2))
	{
		TeDecimal  *sum = unknown ? &t->unknown_value : &t->value;

		*sum = te_decimal_add(*sum, line_amount(fcinfo, 2, "value"));
	}
	PG_RETURN_POINTER(t);
}

/* Combination of two partial states. */
Datum
te_duty_total_combine(PG_FUNCTION_ARGS)
{
	DutyTotal  *t;
	const DutyTotal *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	t = total_to_change(fcinfo);
	other = PG_GETARG_DUTY_TOTAL_P(1);
	t->duty = te_decimal_add(t->duty, other->duty);
	t->value = te_decimal_add(t->value, other->value);
	t->unknown_value = te_decimal_add(t->unknown_value, other->unknown_value);
	t->rows += other->rows;
	t->unknown_rows += other->unknown_rows;
	PG_RETURN_POINTER(t);
}

/* Duty over value of the lines with both; NULL when that value is 0. */
Datum
te_duty_total_rate_final(PG_FUNCTION_ARGS)
{
	const DutyTotal *t;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	t = PG_GETARG_DUTY_TOTAL_P(0);
	if (t->value.n == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(te_decimal_to_float8(te_decimal_div(t->duty, t->value)));
}

/* Share of the value whose duty is known; NULL when there is no value. */
Datum
te_duty_total_coverage_final(PG_FUNCTION_ARGS)
{
	const DutyTotal *t;
	TeDecimal	all;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	t = PG_GETARG_DUTY_TOTAL_P(0);
	all = te_decimal_add(t->value, t->unknown_value);
	if (all.n == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(te_decimal_to_float8(te_decimal_div(t->value, all)));
}

/* ---- sums in float8 ---- */

/* Throws unless the numbers are a state: sums of amounts, none of them negative. */
static void
te_duty_sums_check(const double *sums, int length)
{
	te_state_check_sums(sums, SUM_LENGTH);
	if (sums[SUM_DUTY] < 0 || sums[SUM_VALUE] < 0 || sums[SUM_UNKNOWN] < 0)
		te_not_a_state();
}

static const TeStateLayout duty_sums_layout = {SUM_LENGTH, NULL, te_duty_sums_check};

/* A line's amount in float8; throws when it is negative or not finite. */
static double
line_float8(FunctionCallInfo fcinfo, int n, const char *argument)
{
	double		a = PG_GETARG_FLOAT8(n);

	te_check_range(argument, a, 0, get_float8_infinity());
	return a;
}

/* Transition: one line in float8. */
Datum
te_duty_sums_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state = PG_ARGISNULL(0) ? te_state_new(SUM_LENGTH)
		: te_state_arg(fcinfo, &duty_sums_layout);
	double	   *sums = TE_STATE_VALUES(state);
	bool		unknown = PG_ARGISNULL(1) || PG_ARGISNULL(2);

	if (!unknown)
		te_state_sum_add(sums + SUM_DUTY, line_float8(fcinfo, 1, "duty"));
	if (!PG_ARGISNULL(2))
		te_state_sum_add(sums + (unknown ? SUM_UNKNOWN : SUM_VALUE),
						 line_float8(fcinfo, 2, "value"));
	PG_RETURN_POINTER(state);
}

/* Combination of two partial states. */
Datum
te_duty_sums_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	const ArrayType *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	if (PG_ARGISNULL(0))
		PG_RETURN_POINTER(te_state_copy(fcinfo, 1, &duty_sums_layout));
	state = te_state_arg(fcinfo, &duty_sums_layout);
	other = te_state_read(fcinfo, 1, &duty_sums_layout);
	for (int i = 0; i < SUM_LENGTH; i += 2)
		te_state_sum_merge(TE_STATE_VALUES(state) + i, TE_STATE_VALUES(other) + i);
	PG_RETURN_POINTER(state);
}

/* a / b of sums, or NULL when b is 0; throws when a sum overflowed. */
static Datum
ratio(FunctionCallInfo fcinfo, double a, double b)
{
	if (!isfinite(a) || !isfinite(b))
		float_overflow_error();
	if (b == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(float8_div(a, b));
}

/* Duty over value. */
Datum
te_duty_sums_rate_final(PG_FUNCTION_ARGS)
{
	const double *sums;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sums = TE_STATE_VALUES(te_state_read(fcinfo, 0, &duty_sums_layout));
	return ratio(fcinfo, sums[SUM_DUTY], sums[SUM_VALUE]);
}

/* Share of the value whose duty is known. */
Datum
te_duty_sums_coverage_final(PG_FUNCTION_ARGS)
{
	const double *sums;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sums = TE_STATE_VALUES(te_state_read(fcinfo, 0, &duty_sums_layout));
	return ratio(fcinfo, sums[SUM_VALUE], sums[SUM_VALUE] + sums[SUM_UNKNOWN]);
}
