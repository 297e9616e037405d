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

/* The first that has a name keeps it; is it that one? */
static bool
add_name(struct TeTariffNames *n, const char *name, int program)
{
	bool		is_new;
	int			number = te_names_number(&n->names, name, &is_new);

	if (is_new)
		n->program[number] = program;
	return is_new;
}

/* Parts of "9903.02.19|9903.02.20"; 0 for a reference of one. */
static int
count_parts(const char *reference)
{
	int			n = 0;

	while ((reference = strchr(reference, '|')) != NULL)
	{
		n += n == 0 ? 2 : 1;
		reference++;
	}
	return n;
}

/* A legal reference, and the parts of one that is "9903.02.19|9903.02.20". */
static void
add_reference(struct TeTariffNames *n, const char *reference, int program)
{
	const char *part = reference;

	if (!add_name(n, reference, program) || strchr(reference, '|') == NULL)
		return;
	for (Size len; *part != '\0'; part += len + (part[len] == '|' ? 1 : 0))
	{
		len = strcspn(part, "|");
		add_name(n, pnstrdup(part, len), program);
	}
}

static struct TeTariffNames *
collect(const TeSchedule *s)
{
	uint32		nprograms = s->count[TE_SEC_PROGRAMS];
	uint32		nmeasures = s->count[TE_SEC_MEASURES];
	Size		room = nprograms + 2 * (Size) nmeasures + 1;
	struct TeTariffNames *n = palloc0(sizeof(struct TeTariffNames));

	te_names_init(&n->names);
	for (uint32 i = 0; i < nmeasures; i++)
		room += count_parts(TE_STRING(s, TE_DETAILS(s)[i].legal_ref));
	n->program = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(uint16) * room);
	for (uint32 p = 0; p < nprograms; p++)
		add_name(n, TE_STRING(s, TE_PROGRAMS(s)[p].name), p);
	for (uint32 i = 0; i < nmeasures; i++)
	{
		add_name(n, TE_STRING(s, TE_DETAILS(s)[i].id), TE_MEASURES(s)[i].program);
		add_reference(n, TE_STRING(s, TE_DETAILS(s)[i].legal_ref), TE_MEASURES(s)[i].program);
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
