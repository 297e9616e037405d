/*
 * schedule_rules.c
 *	  The list of what is wrong with a regime's rules.
 */
#include "postgres.h"

#include <stdarg.h>

#include "lib/stringinfo.h"

#include "schedule/schedule_rules.h"

/* Notes a problem; detail is a format. */
void
te_rules_problem(TeRules *rules, bool error, const char *problem,
				 const char *place, const char *detail,...)
{
	StringInfoData text;
	TeProblem  *p;

	rules->nproblems++;
	rules->nerrors += error;
	if (rules->nproblems > TE_RULES_MAX_PROBLEMS)
		return;
	if (rules->problems == NULL)
		rules->problems = palloc_array(TeProblem, TE_RULES_MAX_PROBLEMS);
	initStringInfo(&text);
	for (;;)
	{
		va_list		args;
		int			missing;

		va_start(args, detail);
		missing = appendStringInfoVA(&text, detail, args);
		va_end(args);
		if (missing == 0)
			break;
		enlargeStringInfo(&text, missing);
	}
	p = &rules->problems[rules->nproblems - 1];
	p->error = error;
	p->problem = problem;
	p->place = pstrdup(place);
	p->detail = text.data;
}
