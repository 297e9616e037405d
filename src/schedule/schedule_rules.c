/*
 * schedule_rules.c
 *	  What is wrong with a regime's rules, in a list, and the words of bases and gates.
 */
#include "postgres.h"

#include <math.h>
#include <stdarg.h>


#include "base/trade_exposure.h"
#include "codes/currency.h"
#include "schedule/schedule_rules.h"

char *
te_content_of_base(const char *base, TeBase *kind)
{
	static const char prefix[] = "content:";
	static const char without[] = "value-";
	static const char suffix[] = " or value";
	int			len = strlen(base);

	*kind = TE_BASE_CONTENT;
	if (strncmp(base, without, strlen(without)) == 0)
	{
		*kind = TE_BASE_WITHOUT_CONTENT;
		base += strlen(without);
		len -= strlen(without);
	}
	else if (len > strlen(suffix) && strcmp(base + len - strlen(suffix), suffix) == 0)
	{
		*kind = TE_BASE_CONTENT_OR_VALUE;
		len -= strlen(suffix);
	}
	if (len <= strlen(prefix) || strncmp(base, prefix, strlen(prefix)) != 0)
		return NULL;
	base = pnstrdup(base + strlen(prefix), len - strlen(prefix));
	return strcmp(base, "rest") == 0 ? NULL : unconstify(char *, base);
}

char *
te_content_of_gate(const char *gate, TeGate *kind, int32 *untold)
{
	const char *key = strchr(gate, ':');
	const char *end = strstr(gate, " or ");
	char	   *rest;
	double		share;

	*untold = -1;
	if (key == NULL || (strncmp(gate, "content:", 8) != 0 && strncmp(gate, "weight:", 7) != 0))
		return NULL;
	*kind = gate[0] == 'c' ? TE_GATE_CONTENT : TE_GATE_WEIGHT;
	if (end != NULL)
	{
		share = strtod(end + 4, &rest);
		if (rest == end + 4 || *rest != '\0' || !(share >= 0 && share <= 1))
			return NULL;
		*untold = (int32) rint(share * 1e6);
	}
	key++;
	return (end == NULL ? *key == '\0' : end <= key) ? NULL :
		end == NULL ? pstrdup(key) : pnstrdup(key, end - key);
}

/*
 * Where the newest problem goes: an error takes a warning's place when there
 * is no room; -1: nowhere.
 */
static int
place_of_problem(const TeRules *rules, bool error)
{
	if (rules->nproblems <= TE_RULES_MAX_PROBLEMS)
		return rules->nproblems - 1;
	for (int i = TE_RULES_MAX_PROBLEMS - 1; error && i >= 0; i--)
		if (!rules->problems[i].error)
			return i;
	return -1;
}

/* Notes a problem; detail is a format. */
void
te_rules_problem(TeRules *rules, bool error, const char *problem,
				 const char *place, const char *detail,...)
{
	va_list		args;
	TeProblem  *p;
	int			place_number;

	rules->nproblems++;
	rules->nerrors += error;
	place_number = place_of_problem(rules, error);
	if (place_number < 0)
		return;
	if (rules->problems == NULL)
		rules->problems = palloc_array(TeProblem, TE_RULES_MAX_PROBLEMS);
	p = &rules->problems[place_number];
	p->error = error;
	p->problem = problem;
	p->place = pstrdup(place);
	va_start(args, detail);
	p->detail = te_format(detail, args);
	va_end(args);
}

uint32
te_rules_currency(const TeRules *rules)
{
	return rules->currency == NULL ? 0 :
		te_currency_from_bytes(rules->currency, strlen(rules->currency));
}
