/*
 * schedule_spi.h
 *	  What the files that read and write the rule tables share.
 *
 * Names of our own are found at run time, by the schema that the called
 * function is in, or its extension when it is in te_support; operators are qualified, so that nothing depends on the
 * caller's search_path.
 */
#ifndef TRADE_EXPOSURE_SCHEDULE_SPI_H
#define TRADE_EXPOSURE_SCHEDULE_SPI_H

#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"

#include "schedule/schedule.h"

/* Quoted name of the schema that the called function lives in. */
extern char *te_schema_of(FunctionCallInfo fcinfo);

/* Schema of the extension that the called function, one of te_support, belongs to. */
extern Oid	te_schema_of_extension(FunctionCallInfo fcinfo);

/* A plan that a process keeps; start with zeros. */
typedef struct TeSpiPlan
{
	SPIPlanPtr	plan;
	Oid			schema;			/* for which it was made */
	NameData	name;			/* of the schema then */
} TeSpiPlan;

/*
 * The plan of a query, where %1$s stands for the schema; made anew when the
 * schema is another one or has another name.  Inside SPI.
 */
extern SPIPlanPtr te_spi_plan(TeSpiPlan *kept, Oid schema, const char *format, int nargs,
							  Oid *types);

/* Who was who, while the owner of the tables works. */
typedef struct TeCaller
{
	Oid			user;
	int			context;
} TeCaller;

/*
 * Between these calls queries run with the rights of the owner of
 * tariff_version, as those of foreign keys do with the owner's of their table;
 * an error in between ends it, too.
 */
extern TeCaller te_become_owner(Oid schema);
extern void te_become_caller(TeCaller caller);

#endif							/* TRADE_EXPOSURE_SCHEDULE_SPI_H */
