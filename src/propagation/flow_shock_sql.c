/*
 * flow_shock_sql.c
 *	  Shocks on flows as the functions over one buyer's mix take them.
 *
 * The mix becomes a small network, of its origins and the buyer, in which the
 * shocks are read as everywhere else.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "base/row.h"
#include "base/trade_exposure.h"
#include "disruption/mix_shock.h"
#include "mix/mix.h"
#include "propagation/dynamics_args.h"
#include "propagation/shock_moment.h"

TE_FUNCTION(mix_shock);

#define UNSPECIFIED "\x7f"		/* what is not specified by origin, in the
								 * small network */

/* What a call has read */
typedef struct MixShock
{
	const TeMix *mix;
	TeCode		buyer;
	TeNetworkView view;
	TeInputs   *inputs;
	TeShock    *shocks;
	int			nshocks;
	StringInfoData unmet;		/* names that mean nothing here */
} MixShock;

/* The code under which the mix has what the buyer makes itself, or the buyer's. */
static TeCode
own_code(const TeMix *mix, TeCode buyer)
{
	int			item = te_mix_item(mix, buyer);

	return item < 0 ? buyer : te_mix_code(mix, item);
}

/* The name of what is not specified. */
static TeCode
unspecified(void)
{
	return te_code(pstrdup(UNSPECIFIED), (int) strlen(UNSPECIFIED));
}

/* The network of a mix: each origin supplies the buyer. */
static TeNetwork *
network_of_mix(const TeMix *mix, TeCode buyer)
{
	TeNetworkState *state = te_network_begin((int) mix->norigins + 1);

	for (int i = 0; i < (int) mix->norigins; i++)
	{
		TE_CHECK_EVERY(i);
		state = te_network_add_edge(state, te_mix_code(mix, i), buyer, 1);
	}
	if (mix->unspecified != 0)
		state = te_network_add_edge(state, unspecified(), buyer, 1);
	return te_network_end(state);
}

/* Throws unless all shocks have one course: a mix has one stock, and one time for all. */
static void
check_course(const MixShock *m)
{
	for (int i = 0; i < m->nshocks; i++)
	{
		const TeShock *s = &m->shocks[i];

		if (s->recovery != TE_RECOVERY_NONE && s->recovery != TE_RECOVERY_LINEAR)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a mix recovers in a line, or at once"),
					 errhint("Use \"recovery\": \"linear\", or dynamic_loss_by_node().")));
		if (s->from == m->shocks[0].from && s->duration == m->shocks[0].duration &&
			s->recovery_time == m->shocks[0].recovery_time)
			continue;
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the shocks do not begin, last and recover alike"),
				 errdetail("A mix has one stock, which lasts as long as all of them together let it."),
				 errhint("Ask once for each, leave \"from\", \"duration\" and \"recovery\" out, or use "
						 "dynamic_loss_by_node().")));
	}
}

/* Reads the shocks as far as they mean this buyer and its suppliers. */
static void
read_shocks(FunctionCallInfo fcinfo, MixShock *m)
{
	TeShockGround ground = {.view = &m->view, .year = 365, .unmet = &m->unmet,
	.start_date = PG_ARGISNULL(3) ? DATEVAL_NOBEGIN : PG_GETARG_DATEADT(3)};

	initStringInfo(&m->unmet);
	te_network_open(&m->view, network_of_mix(m->mix, m->buyer));
	ground.inputs = m->inputs = te_inputs_build(&m->view);
	m->shocks = te_shocks_from_jsonb(PG_GETARG_JSONB_P(1), &ground, &m->nshocks);
	check_course(m);
}

/* The share that each origin no longer ships to the buyer. */
static TeMix *
cut_mix(const MixShock *m)
{
	double	   *lost = te_vector(m->view.nnodes);
	double	   *left = te_shock_moment(m->shocks, m->nshocks, m->inputs, "a mix", lost);
	TeMixState *state = te_mix_begin();
	TeCode		nobody = unspecified();

	for (int k = 0; k < m->inputs->nedges; k++)
	{
		int			i = m->inputs->supplier[k];
		TeCode		code = te_network_code(&m->view, i);
		double		comes = (1 - lost[i]) * (left != NULL ? left[k] : 1);

		TE_CHECK_EVERY(k);
		if (te_code_cmp(code, nobody) == 0)
			code = te_code("", 0);
		if (comes < 1)
			state = te_mix_add(state, code, 1 - comes);
	}
	return te_mix_end(state);
}

/*
 * mix_shock(mix, shocks, node, start_date): the shocks as disruption_detail() and
 * its like take them.
 */
Datum
mix_shock(PG_FUNCTION_ARGS)
{
	MixShock	m = {0};
	const TeShock *first;
	TeRow		row;

	te_check_not_null("shocks", PG_ARGISNULL(1));
	te_check_not_null("node", PG_ARGISNULL(2));
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	m.mix = PG_GETARG_TE_MIX_P(0);
	m.buyer = own_code(m.mix, te_code_from_text(PG_GETARG_TEXT_PP(2)));
	read_shocks(fcinfo, &m);
	first = m.nshocks > 0 ? &m.shocks[0] : NULL;
	te_row_begin(&row);
	te_row_datum(&row, PointerGetDatum(cut_mix(&m)), false);
	/* where nothing is cut it lasts no time */
	te_row_float8(&row, first != NULL ? Max(first->from, 0) : 0);
	te_row_float8(&row, first == NULL ? 0 : isinf(first->duration) ? NAN :
				  Max(first->duration + Min(first->from, 0), 0));
	te_row_float8(&row, first != NULL ? first->recovery_time : 0);
	te_row_text(&row, m.unmet.len == 0 ? NULL :
				psprintf("these names mean nothing here: %s", m.unmet.data));
	PG_RETURN_DATUM(te_row_end(fcinfo, &row));
}
