-- Tails of losses by name: at least and above, peaks over a threshold, moments, and weights that fade.

CREATE FUNCTION @extschema@.loss_at_least(distribution float8[], threshold float8) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT @extschema@.loss_exceedance(distribution, threshold);
END;
COMMENT ON FUNCTION @extschema@.loss_at_least(float8[], float8) IS
'Probability that the loss is at least the threshold, P(loss >= x); another name of loss_exceedance. Example: SELECT loss_at_least(''{{0,0.75},{8,0.25}}'', 8) → 0.25';

CREATE FUNCTION @extschema@.loss_above(distribution float8[], threshold float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.loss_above(float8[], float8) IS
'Probability that the loss is above the threshold, P(loss > x). Example: SELECT loss_above(''{{0,0.75},{8,0.25}}'', 8) → 0';

CREATE FUNCTION @extschema@.pareto_tail(losses float8[], threshold float8, level float8 DEFAULT 0.99, fit text DEFAULT 'moments',
	OUT peaks int4, OUT shape float8, OUT scale float8, OUT shape_error float8, OUT value_at_risk float8, OUT expected_shortfall float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.pareto_tail(float8[], float8, float8, text) IS
'Peaks over a threshold: a generalised Pareto distribution fitted to what losses exceed it by, by ''moments'' (probability-weighted, Hosking and Wallis 1987) or ''likelihood'', the shape''s standard error, and the quantile and tail mean at a confidence level; NULL where the level lies below the threshold''s own or nothing fits, no mean where the shape is 1 or more. Example: SELECT peaks, round(shape::numeric, 4), round(value_at_risk::numeric, 2) FROM pareto_tail(ARRAY(SELECT i::float8 FROM generate_series(1, 100) AS i), 80, 0.99) → 20, -1.0151, 99.85';

CREATE FUNCTION @extschema@.cornish_fisher_risk(losses float8[], level float8 DEFAULT 0.95,
	OUT mean float8, OUT deviation float8, OUT skewness float8, OUT excess_kurtosis float8, OUT value_at_risk float8,
	OUT expected_shortfall float8, OUT quantiles_rise bool)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.cornish_fisher_risk(float8[], float8) IS
'Value at risk and expected shortfall by the first four moments of the losses (Cornish and Fisher 1937): normal quantiles bent by skewness and excess kurtosis; where "quantiles_rise" is false the moments are too far from normal for it. Example: SELECT round(value_at_risk::numeric, 4), quantiles_rise FROM cornish_fisher_risk(''{-1,0,1,0,-1,1,0,5}'', 0.95) → 4.2590, f';

CREATE FUNCTION @extschema@.fading_risk(losses float8[], level float8 DEFAULT 0.95, decay float8 DEFAULT 0.94,
	OUT mean float8, OUT deviation float8, OUT value_at_risk float8, OUT expected_shortfall float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.fading_risk(float8[], float8, float8) IS
'Value at risk and expected shortfall of normal losses whose mean and deviation weigh the latest most, each step back "decay" times as much (exponentially weighted); losses by time, oldest first. Example: SELECT round(deviation::numeric, 4) FROM fading_risk(''{1,-1,1,-1,4}'', 0.95, 0.5) → 2.2627';

CREATE FUNCTION @extschema@.fading_losses(losses float8[], decay float8 DEFAULT 0.94) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.fading_losses(float8[], float8) IS
'Distribution of past losses, oldest first, in which each step back counts "decay" times as much (Boudoukh, Richardson and Whitelaw 1998): the empirical tail with a memory that fades, for value_at_risk, expected_shortfall and the rest. Example: SELECT fading_losses(''{8,4,2}'', 0.5) → {{2,0.571428…},{4,0.285714…},{8,0.142857…}}';
