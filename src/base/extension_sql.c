/*
 * extension_sql.c
 *	  The module, and the version that it tells.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#include "base/extension.h"
#include "base/trade_exposure.h"

/* TE_VERSION comes from trade_exposure.control: see the Makefile. */

extern TE_EXPORT const Pg_magic_struct *PG_MAGIC_FUNCTION_NAME(void);
extern TE_EXPORT void _PG_init(void);

#if PG_VERSION_NUM >= 180000
PG_MODULE_MAGIC_EXT(.name = "trade_exposure", .version = TE_VERSION);
#else
PG_MODULE_MAGIC;
#endif

TE_FUNCTION(trade_exposure_version);

static TeOnLoad *registered;	/* latest first */

/* Registers a function, before the library is ready. */
void
te_on_load(TeOnLoad *entry)
{
	entry->next = registered;
	registered = entry;
}

/* Called once when a process loads the library. */
void
_PG_init(void)
{
	for (TeOnLoad *entry = registered; entry != NULL; entry = entry->next)
		entry->run();
	MarkGUCPrefixReserved("trade_exposure");
}

/* The version of the loaded library, to compare with the installed SQL. */
Datum
trade_exposure_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(TE_VERSION));
}
