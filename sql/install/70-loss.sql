-- Risk over scenarios: distributions of losses, their mean and their tail.

-- {{loss, probability}, …} by ascending loss is what the aggregates build and the functions ask.

CREATE FUNCTION te_support.te_loss_scenario_accum(float8[], loss float8, probability float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_scenario_accum(float8[], float8, float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_scenario_accum(float8[], loss float8, probability float8, level float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_scenario_accum(float8[], float8, float8, float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_event_accum(float8[], loss float8, probability float8, grid float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_event_accum(float8[], float8, float8, float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_draw_accum(float8[], loss float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_draw_accum(float8[], float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_draw_accum(float8[], loss float8, level float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_draw_accum(float8[], float8, float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_combine(float8[], float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_combine(float8[], float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_distribution_final(float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_distribution_final(float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_value_at_risk_final(float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_value_at_risk_final(float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_expected_shortfall_final(float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_expected_shortfall_final(float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_independent_losses_final(float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_independent_losses_final(float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_expected_loss_accum(float8[], loss float8, probability float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_expected_loss_accum(float8[], float8, float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_expected_loss_combine(float8[], float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_expected_loss_combine(float8[], float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_expected_loss_final(float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_expected_loss_final(float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE AGGREGATE @extschema@.loss_distribution(loss float8, probability float8) (
	SFUNC = te_support.te_loss_scenario_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_loss_distribution_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.loss_distribution(float8, float8) IS
'Distribution of the loss over scenarios that exclude each other; what their probabilities leave of 1 is no loss. Example: SELECT loss_distribution(loss, p) FROM (VALUES (100.0, 0.1), (50.0, 0.2)) AS s(loss, p) → {{0,0.7},{50,0.2},{100,0.1}}';

CREATE AGGREGATE @extschema@.loss_distribution(loss float8) (
	SFUNC = te_support.te_loss_draw_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_loss_distribution_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.loss_distribution(float8) IS
'Distribution of equally likely losses, such as draws or historical years. Example: SELECT loss_distribution(loss) FROM (VALUES (0.0), (0.0), (8.0), (0.0)) AS s(loss) → {{0,0.75},{8,0.25}}';

CREATE AGGREGATE @extschema@.independent_losses(loss float8, probability float8) (
	SFUNC = te_support.te_loss_scenario_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_independent_losses_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.independent_losses(float8, float8) IS
'Exact distribution of the sum of independent events, each with a loss and a probability. Example: SELECT independent_losses(loss, p) FROM (VALUES (100.0, 0.1), (50.0, 0.2)) AS s(loss, p) → {{0,0.72},{50,0.18},{100,0.08},{150,0.02}}';

CREATE AGGREGATE @extschema@.independent_losses(loss float8, probability float8, grid float8) (
	SFUNC = te_support.te_loss_event_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_independent_losses_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.independent_losses(float8, float8, float8) IS
'Distribution of the sum of independent events after rounding each loss to a multiple of grid, for many events of different losses. Example: SELECT independent_losses(loss, 0.5, 10) FROM (VALUES (98.0), (101.0)) AS s(loss) → {{0,0.25},{100,0.5},{200,0.25}}';

CREATE AGGREGATE @extschema@.value_at_risk(loss float8, probability float8, level float8) (
	SFUNC = te_support.te_loss_scenario_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_value_at_risk_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.value_at_risk(float8, float8, float8) IS
'Smallest loss l with P(loss <= l) >= level, over scenarios that exclude each other. Example: SELECT value_at_risk(loss, p, 0.95) FROM (VALUES (100.0, 0.1), (50.0, 0.2)) AS s(loss, p) → 100';

CREATE AGGREGATE @extschema@.value_at_risk(loss float8, level float8) (
	SFUNC = te_support.te_loss_draw_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_value_at_risk_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.value_at_risk(float8, float8) IS
'Smallest loss l with P(loss <= l) >= level, over equally likely draws. Example: SELECT value_at_risk(x, 0.95) FROM generate_series(1.0, 100.0) AS x → 95';

CREATE AGGREGATE @extschema@.expected_shortfall(loss float8, probability float8, level float8) (
	SFUNC = te_support.te_loss_scenario_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_expected_shortfall_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.expected_shortfall(float8, float8, float8) IS
'Mean of the worst 1 - level of the loss, over scenarios that exclude each other; an atom on the quantile counts in part. Example: SELECT expected_shortfall(loss, p, 0.95) FROM (VALUES (100.0, 0.1), (50.0, 0.2)) AS s(loss, p) → 100';

CREATE AGGREGATE @extschema@.expected_shortfall(loss float8, level float8) (
	SFUNC = te_support.te_loss_draw_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_expected_shortfall_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.expected_shortfall(float8, float8) IS
'Mean of the worst 1 - level of equally likely draws. Example: SELECT expected_shortfall(x, 0.95) FROM generate_series(1.0, 100.0) AS x → 98';

CREATE AGGREGATE @extschema@.expected_loss(loss float8, probability float8) (
	SFUNC = te_support.te_expected_loss_accum, STYPE = float8[], SSPACE = 64,
	FINALFUNC = te_support.te_expected_loss_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_expected_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.expected_loss(float8, float8) IS
'Sum of loss times probability, for exclusive scenarios and independent events alike. Example: SELECT expected_loss(loss, p) FROM (VALUES (100.0, 0.1), (50.0, 0.2)) AS s(loss, p) → 20';

CREATE FUNCTION @extschema@.expected_loss(distribution float8[]) RETURNS float8
AS 'MODULE_PATHNAME', 'te_expected_loss' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.expected_loss(float8[]) IS
'Mean of a distribution of losses. Example: SELECT expected_loss(''{{0,0.72},{50,0.18},{100,0.08},{150,0.02}}'') → 20';

CREATE FUNCTION @extschema@.value_at_risk(distribution float8[], level float8) RETURNS float8
AS 'MODULE_PATHNAME', 'te_value_at_risk' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.value_at_risk(float8[], float8) IS
'Smallest loss l of a distribution with P(loss <= l) >= level. Example: SELECT value_at_risk(''{{0,0.72},{50,0.18},{100,0.08},{150,0.02}}''::float8[], 0.95) → 100';

CREATE FUNCTION @extschema@.expected_shortfall(distribution float8[], level float8) RETURNS float8
AS 'MODULE_PATHNAME', 'te_expected_shortfall' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.expected_shortfall(float8[], float8) IS
'Mean of the worst 1 - level of a distribution; an atom on the quantile counts in part. Example: SELECT expected_shortfall(''{{0,0.72},{50,0.18},{100,0.08},{150,0.02}}''::float8[], 0.95) → 120';

CREATE FUNCTION @extschema@.loss_exceedance(distribution float8[], threshold float8) RETURNS float8
AS 'MODULE_PATHNAME', 'loss_exceedance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.loss_exceedance(float8[], float8) IS
'Probability that a loss is at least threshold. Example: SELECT loss_exceedance(''{{0,0.75},{8,0.25}}'', 5) → 0.25';

CREATE FUNCTION @extschema@.combine_losses(distribution float8[], other_distribution float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME', 'combine_losses' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.combine_losses(float8[], float8[]) IS
'Distribution of the sum of two independent losses. Example: SELECT combine_losses(''{{0,0.9},{100,0.1}}'', ''{{0,0.8},{50,0.2}}'') → {{0,0.72},{50,0.18},{100,0.08},{150,0.02}}';

CREATE FUNCTION @extschema@.exceedance_curve(distribution float8[])
RETURNS TABLE (loss float8, probability float8, at_most float8, at_least float8, return_period float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 100;
COMMENT ON FUNCTION @extschema@.exceedance_curve(float8[]) IS
'A distribution as rows: each loss, its probability, the probabilities of at most and at least that loss, and 1/at_least as the return period. Example: SELECT loss, at_least, return_period FROM exceedance_curve(''{{0,0.75},{8,0.25}}'') → (0, 1, 1), (8, 0.25, 4)';

CREATE FUNCTION @extschema@.risk_summary(distribution float8[], level float8 DEFAULT 0.95, draws float8 DEFAULT NULL,
	OUT expected_loss float8, OUT standard_deviation float8, OUT value_at_risk float8,
	OUT expected_shortfall float8, OUT largest_loss float8, OUT expected_loss_error float8,
	OUT value_at_risk_error float8, OUT expected_shortfall_error float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.risk_summary(float8[], float8, float8) IS
'Main figures of a distribution of losses and, when it comes from that many draws, their standard errors. Example: SELECT expected_loss, value_at_risk, expected_shortfall FROM risk_summary(''{{0,0.72},{50,0.18},{100,0.08},{150,0.02}}'') → 20, 100, 120';

CREATE FUNCTION @extschema@.lognormal_risk(mu float8, sigma float8, level float8 DEFAULT 0.95,
	OUT expected_loss float8, OUT value_at_risk float8, OUT expected_shortfall float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.lognormal_risk(float8, float8, float8) IS
'Mean and tail of a loss whose logarithm is normal with mean mu and standard deviation sigma. Example: SELECT value_at_risk, expected_shortfall FROM lognormal_risk(0, 1) → 5.18, 8.56';

CREATE FUNCTION @extschema@.random_at(seed bigint, draw bigint, event bigint DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.random_at(bigint, bigint, bigint) IS
'Uniform random number in (0, 1) that depends on its arguments alone (Philox4x32-10), so that every plan and every node draws the same. Example: SELECT random_at(42, 1) < 1 → true';

CREATE FUNCTION @extschema@.random_normal_at(seed bigint, draw bigint, event bigint DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.random_normal_at(bigint, bigint, bigint) IS
'Standard normal random number that depends on its arguments alone. Example: SELECT abs(random_normal_at(42, 1)) < 9 → true';

CREATE FUNCTION @extschema@.simulate_loss(seed bigint, draw bigint, losses float8[], probabilities float8[],
	correlation float8 DEFAULT 0, spread float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.simulate_loss(bigint, bigint, float8[], float8[], float8, float8) IS
'Loss of one draw in which each event happens or not: independent, or tied by one common factor; "spread" is the standard deviation of the logarithm of a loss. Example: SELECT simulate_loss(42, 1, ''{100,50}'', ''{1,0}'') → 100';
