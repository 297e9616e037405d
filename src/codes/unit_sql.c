/*
 * unit_sql.c
 *	  SQL functions of units: quantities of a statistic in another unit.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/trade_exposure.h"
#include "codes/unit.h"

TE_FUNCTION(convert_quantity);
TE_FUNCTION(unit_code);
TE_FUNCTION(unit_problem);

/* One argument that names a unit. */
typedef struct UnitArg
{
	TeUnit		unit;
	char	   *name;			/* as te_unit_resolve() writes it */
	const char *problem;		/* why it is none, or NULL */
} UnitArg;

/*
 * Is a unit written with the capital M of SI's million, which those who write units
 * in capitals mean otherwise?  Mt is a million tonnes in a mining statistic and a
 * tonne in a bill.
 */
static bool
is_mega(const char *name, int len)
{
	static const char *const units[] = {"Mt", "Mg", "Ml"};

	while (len > 0 && name[len - 1] == ' ')
		len--;
	if (len < 2 || (len > 2 && name[len - 3] >= 'A'))
		return false;
	for (int i = 0; i < lengthof(units); i++)
		if (strncmp(name + len - 2, units[i], 2) == 0)
			return true;
	return false;
}

/* Return the unit that argument n names. */
static UnitArg
unit_arg(FunctionCallInfo fcinfo, int n)
{
	text	   *name = PG_GETARG_TEXT_PP(n);
	UnitArg		arg = {0};

	arg.problem = te_unit_resolve(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &arg.unit, &arg.name);
	if (arg.problem == NULL && is_mega(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)))
		arg.problem = "ambiguous unit, a million or one";
	return arg;
}

/* convert_quantity(quantity, from_unit, to_unit): NULL when the units do not convert. */
Datum
convert_quantity(PG_FUNCTION_ARGS)
{
	double		quantity = PG_GETARG_FLOAT8(0);
	UnitArg		from = unit_arg(fcinfo, 1);
	UnitArg		to = unit_arg(fcinfo, 2);
	TeDecimal	ratio;

	te_check_finite("quantity", quantity);
	if (from.problem != NULL || to.problem != NULL)
		PG_RETURN_NULL();
	ratio = te_unit_ratio(&from.unit, from.name, &to.unit, to.name);
	if (te_decimal_is_null(ratio))
		PG_RETURN_NULL();
	/* both parts are float8s without rounding for all units of the table */
	TE_RETURN_DEFINED(quantity * (double) ratio.n / (double) ratio.d);
}

/* unit_code(unit): the code and what it is counted on; NULL for what is in no table. */
Datum
unit_code(PG_FUNCTION_ARGS)
{
	UnitArg		arg = unit_arg(fcinfo, 0);
	int64		multiple;

	if (arg.problem != NULL || arg.unit.dimension == TE_UNIT_OWN)
		PG_RETURN_NULL();
	multiple = te_unit_multiple(&arg.unit, arg.name);
	PG_RETURN_TEXT_P(cstring_to_text(multiple == 1 ? arg.name
									 : psprintf(INT64_FORMAT " %s", multiple, arg.name)));
}

/* Read the unit that argument n names; return why it is none of the table, or NULL. */
static char *
one_problem(FunctionCallInfo fcinfo, int n, UnitArg *arg)
{
	const char *shown;

	if (PG_ARGISNULL(n))
		return "unit is NULL";
	*arg = unit_arg(fcinfo, n);
	shown = te_shown(text_to_cstring(PG_GETARG_TEXT_PP(n)));
	if (arg->problem != NULL)
		return psprintf("%s: \"%s\"", arg->problem, shown);
	return arg->unit.dimension == TE_UNIT_OWN ? psprintf("unknown unit: \"%s\"", shown) : NULL;
}

/* unit_problem(from_unit, to_unit): why convert_quantity gives NULL, or knows no such unit. */
Datum
unit_problem(PG_FUNCTION_ARGS)
{
	UnitArg		from = {0},
				to = {0};
	char	   *problem = one_problem(fcinfo, 0, &from);

	if (problem == NULL)
		problem = one_problem(fcinfo, 1, &to);
	if (problem != NULL)
		PG_RETURN_TEXT_P(cstring_to_text(problem));
	if (!te_decimal_is_null(te_unit_ratio(&from.unit, from.name, &to.unit, to.name)))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(psprintf("%s does not convert into %s", from.name, to.name)));
}
