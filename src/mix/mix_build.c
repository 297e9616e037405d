/*
 * mix_build.c
 *	  From the partial form of a supply mix, or from bytes of either form, to the sorted one.
 */
#include "postgres.h"

#include <math.h>

#include "mix/mix_build.h"
#include "mix/mix_error.h"

/* Copies the long codes behind the items. */
static void
write_names(TeMix *mix, const TeMixOrigin *origins)
{
	uint32	   *names = (uint32 *) te_mix_names(mix);
	char	   *to = (char *) &names[mix->norigins];

	for (uint32 i = 0; i < mix->norigins; i++)
	{
		const TeCode *code = &origins[i].code;

		names[i] = 0;
		if (code->len <= 8)
			continue;
		names[i] = (uint32) (to - (char *) mix);
		*(unsigned char *) to = (unsigned char) code->len;
		memcpy(to + 1, code->bytes, code->len);
		to += 1 + code->len;
	}
}

/* The sorted mix of origins, which are freed. */
static TeMix *
make_mix(TeMixOrigin *origins, uint32 n, const TeMixTotals *totals)
{
	Size		names = 0,
				size;
	TeMix	   *mix;

	for (uint32 i = 0; i < n; i++)
		if (unlikely(origins[i].code.len > 8))
			names += 1 + origins[i].code.len;
	if (names > 0)
		names += n * sizeof(uint32);
	size = TE_MIX_HEADER + n * sizeof(TeMixItem) + names;
	mix = palloc(size);
	memset(mix, 0, TE_MIX_HEADER);
	SET_VARSIZE(mix, size);
	mix->format = TE_MIX_FORMAT;
	mix->flags = names > 0 ? TE_MIX_HAS_NAMES : 0;
	mix->norigins = n;
	mix->unspecified = te_net_value(&totals->unspecified);
	mix->rows = totals->rows;
	mix->unspecified_rows = totals->unspecified_rows;
	mix->skipped_rows = totals->skipped_rows;
	for (uint32 i = 0; i < n; i++)
	{
		mix->items[i].word = origins[i].code.word;
		mix->items[i].amount = te_net_value(&origins[i].net);
		if (unlikely(!isfinite(mix->items[i].amount)))
			te_mix_bad_amount(origins[i].code, mix->items[i].amount);
	}
	if (unlikely(!isfinite(mix->unspecified)))
		te_mix_bad_amount(te_code("", 0), mix->unspecified);
	if (names > 0)
		write_names(mix, origins);
	pfree(origins);
	return mix;
}

/* The sorted mix of all that a builder holds. */
TeMix *
te_mix_end(const TeMixState *state)
{
	uint32		n;
	TeMixTotals totals;
	TeMixOrigin *origins = te_mix_state_origins(state, &n, &totals);

	return make_mix(origins, n, &totals);
}

/* The same with totals from elsewhere. */
TeMix *
te_mix_end_with(const TeMixState *state, const TeMixTotals *totals)
{
	uint32		n;
	TeMixTotals own;
	TeMixOrigin *origins = te_mix_state_origins(state, &n, &own);

	return make_mix(origins, n, totals);
}

/* The argument as a sorted mix, aligned and in memory (partial ones are sorted). */
TeMix *
te_mix_from_datum(Datum datum)
{
	TeMix	   *mix = (TeMix *) PG_DETOAST_DATUM(datum);

	if (VARSIZE(mix) >= TE_MIX_HEADER && te_mix_is_partial(mix))
	{
		te_mix_state_check((TeMixState *) mix, VARSIZE(mix));
		return te_mix_end((TeMixState *) mix);
	}
	te_mix_check(mix, VARSIZE(mix));
	return mix;
}
