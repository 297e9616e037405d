/*
 * leontief_inverse_sql.c
 *	  SQL function of the Leontief and the Ghosh inverse, element by element.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "base/word_args.h"
#include "network/network_row.h"
#include "propagation/dense.h"
#include "propagation/leontief.h"

TE_FUNCTION(leontief_inverse);

/* (network, kind) → every element of the Leontief or Ghosh inverse */
Datum
leontief_inverse(PG_FUNCTION_ARGS)
{
	TeModel		model;
	TeSystem	sys;
	TeSolveReport report = {0};
	static const char *const kinds[] = {"leontief", "ghosh"};
	bool		ghosh;
	double	   *inverse;
	int			stride;

	TE_NO_ROWS_WITHOUT(0);
	ghosh = te_word_arg(fcinfo, 1, "kind", kinds, lengthof(kinds), NULL) == 1;
	te_model_open(&model, PG_GETARG_TE_NETWORK_P(0), "leontief_inverse");
	sys = te_model_system(&model, TE_BY_SUPPLIER);
	te_model_certify(&model, &sys, TE_BY_SUPPLIER, &report);
	inverse = te_dense_inverse(&sys, &stride);
	te_rows_begin(fcinfo);
	for (int i = 0; i < sys.n; i++)
		for (int j = 0; j < sys.n; j++)
		{
			/* G = x̂^-1 L x̂ */
			double		g = inverse[(Size) i * stride + j];
			TeRow		row;

			CHECK_FOR_INTERRUPTS();
			te_row_begin(&row);
			te_row_node(&row, &model.v, i);
			te_row_node(&row, &model.v, j);
			te_row_float8(&row, ghosh || i == j ? g : model.output[i] * g * model.inverse[j]);
			te_row_store(fcinfo, &row);
		}
	return (Datum) 0;
}
