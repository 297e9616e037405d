/*
 * tariff_names.c
 *	  The names that filings use: programs, measures and legal references.
 */
#include "postgres.h"

#include "base/names.h"
#include "tariff/tariff.h"

/* All names of a schedule, and the program that each speaks of. */
struct TeTariffNames
{
	TeNames		names;
	uint16	   *program;		/* by number of the name */
};

/* The first that has a name keeps it. */
static void
add_name(struct TeTariffNames *n, const char *name, int program)
{
	bool		is_new;
	int			number = te_names_number(&n->names, name, &is_new);

	if (is_new)
		n->program[number] = program;
}

static struct TeTariffNames *
collect(const TeSchedule *s)
{
	uint32		nprograms = s->count[TE_SEC_PROGRAMS];
	uint32		nmeasures = s->count[TE_SEC_MEASURES];
	struct TeTariffNames *n = palloc0(sizeof(struct TeTariffNames));

	te_names_init(&n->names);
	n->program = MemoryContextAllocHuge(CurrentMemoryContext,
										sizeof(uint16) * (nprograms + 2 * (Size) nmeasures + 1));
	for (uint32 p = 0; p < nprograms; p++)
		add_name(n, TE_STRING(s, TE_PROGRAMS(s)[p].name), p);
	for (uint32 i = 0; i < nmeasures; i++)
	{
		add_name(n, TE_STRING(s, TE_DETAILS(s)[i].id), TE_MEASURES(s)[i].program);
		add_name(n, TE_STRING(s, TE_DETAILS(s)[i].legal_ref), TE_MEASURES(s)[i].program);
	}
	return n;
}

int
te_tariff_named_program(TeTariff *t, const char *name)
{
	int			number;

	if (t->names == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(t->context);

		t->names = collect(t->s);
		MemoryContextSwitchTo(old);
	}
	number = *name == '\0' ? -1 : te_names_find(&t->names->names, name);
	return number < 0 ? -1 : t->names->program[number];
}
