/*
 * say_sql.c
 *	  The language of a call, from its arguments.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "report/say.h"
#include "report/say_sql.h"

/* Takes the last argument as the language from here on (NULL: English). */
void
te_say_in(FunctionCallInfo fcinfo)
{
	int			last = PG_NARGS() - 1;

	te_say_language(PG_ARGISNULL(last) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(last)));
}
