-- Tails of losses by name: at least and above, peaks over a threshold, moments, and weights that fade.

CREATE FUNCTION @extschema@.loss_at_least(distribution float8[], threshold float8) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT @extschema@.loss_exceedance(distribution, threshold);
END;
COMMENT ON FUNCTION @extschema@.loss_at_least(float8[], float8) IS
'Probability that the loss is at least the threshold, P(loss >= x); another name of loss_exceedance. Example: SELECT loss_at_least(''{{0,0.75},{8,0.25}}'', 8) → 0.25';

CREATE FUNCTION @extschema@.loss_above(distribution float8[], threshold float8) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT @extschema@.loss_exceedance(distribution, threshold) -
		coalesce((SELECT sum(distribution[i][2]) FROM generate_subscripts(distribution, 1) AS i WHERE distribution[i][1] = threshold), 0);
END;
COMMENT ON FUNCTION @extschema@.loss_above(float8[], float8) IS
'Probability that the loss is above the threshold, P(loss > x). Example: SELECT loss_above(''{{0,0.75},{8,0.25}}'', 8) → 0';

CREATE FUNCTION @extschema@.pareto_tail(losses float8[], threshold float8, level float8 DEFAULT 0.99,
	OUT peaks int4, OUT shape float8, OUT scale float8, OUT value_at_risk float8, OUT expected_shortfall float8)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
	SELECT f.peaks, f.shape, f.scale, t.var, CASE WHEN f.shape < 1 THEN (t.var + f.scale - f.shape * threshold) / (1 - f.shape) END
	FROM (SELECT m.peaks, 2 - m.b0 / (m.b0 - 2 * m.a1) AS shape, 2 * m.b0 * m.a1 / (m.b0 - 2 * m.a1) AS scale
		FROM (SELECT count(*)::int4 AS peaks, avg(y.y) AS b0, avg((1 - (y.rank - 0.35) / y.peaks) * y.y) AS a1
			FROM (SELECT x - threshold AS y, row_number() OVER (ORDER BY x) AS rank, count(*) OVER () AS peaks
				FROM unnest(losses) AS x WHERE x > threshold) AS y) AS m
		WHERE m.peaks > 1 AND abs(threshold) < 'Infinity' AND abs(m.b0) < 'Infinity' AND abs(m.b0 - 2 * m.a1) > 0) AS f,
		LATERAL (SELECT f.peaks / cardinality(losses)::float8 / (1 - level) AS ratio) AS r,
		LATERAL (SELECT CASE WHEN r.ratio < 1 THEN NULL
			WHEN abs(f.shape) < 1e-9 THEN threshold + f.scale * ln(r.ratio)
			ELSE threshold + f.scale / f.shape * (power(r.ratio, f.shape) - 1) END AS var) AS t;
END;
COMMENT ON FUNCTION @extschema@.pareto_tail(float8[], float8, float8) IS
'Peaks over a threshold: a generalised Pareto distribution fitted to what losses exceed it by (probability-weighted moments, Hosking and Wallis 1987), and the quantile and tail mean at a confidence level that it implies; NULL where the level lies below the threshold''s own, no mean where the shape is 1 or more. Example: SELECT peaks, round(shape::numeric, 4), round(value_at_risk::numeric, 2) FROM pareto_tail(ARRAY(SELECT i::float8 FROM generate_series(1, 100) AS i), 80, 0.99) → 20, -1.0151, 99.85';

CREATE FUNCTION @extschema@.cornish_fisher_risk(losses float8[], level float8 DEFAULT 0.95,
	OUT mean float8, OUT deviation float8, OUT skewness float8, OUT excess_kurtosis float8, OUT value_at_risk float8)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
	SELECT m.mean, m.sd, k.skew, k.kurt,
		m.mean + m.sd * (z.z + (z.z ^ 2 - 1) * k.skew / 6 + (z.z ^ 3 - 3 * z.z) * k.kurt / 24 - (2 * z.z ^ 3 - 5 * z.z) * k.skew ^ 2 / 36)
	FROM (SELECT avg(x) AS mean, stddev_pop(x) AS sd FROM unnest(losses) AS x HAVING bool_and(abs(x) < 'Infinity')) AS m,
		LATERAL (SELECT avg(((x - m.mean) / nullif(m.sd, 0)) ^ 3) AS skew, avg(((x - m.mean) / nullif(m.sd, 0)) ^ 4) - 3 AS kurt FROM unnest(losses) AS x) AS k,
		LATERAL (SELECT ln(r.value_at_risk) AS z FROM @extschema@.lognormal_risk(0::float8, 1::float8, level) AS r) AS z;
END;
COMMENT ON FUNCTION @extschema@.cornish_fisher_risk(float8[], float8) IS
'Value at risk by the first four moments of the losses (Cornish and Fisher 1937): the normal quantile of a confidence level, bent by skewness and excess kurtosis. Example: SELECT round(value_at_risk::numeric, 4) FROM cornish_fisher_risk(''{-1,0,1,0,-1,1,0,5}'', 0.95) → 4.2590';

CREATE FUNCTION @extschema@.fading_risk(losses float8[], level float8 DEFAULT 0.95, decay float8 DEFAULT 0.94,
	OUT mean float8, OUT deviation float8, OUT value_at_risk float8, OUT expected_shortfall float8)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
	SELECT m.mean, m.sd, m.mean + m.sd * z.z, m.mean + m.sd * exp(-z.z * z.z / 2) / sqrt(2 * pi()) / (1 - level)
	FROM (SELECT w.mean, sqrt(greatest(w.square - w.mean ^ 2, 0)) AS sd
			FROM (SELECT sum(x * decay ^ (cardinality(losses) - i)) / sum(decay ^ (cardinality(losses) - i)) AS mean,
					sum(x * x * decay ^ (cardinality(losses) - i)) / sum(decay ^ (cardinality(losses) - i)) AS square
				FROM unnest(losses) WITH ORDINALITY AS t(x, i)
				HAVING decay > 0 AND decay <= 1 AND bool_and(abs(x) < 'Infinity')) AS w) AS m,
		LATERAL (SELECT ln(r.value_at_risk) AS z FROM @extschema@.lognormal_risk(0::float8, 1::float8, level) AS r) AS z;
END;
COMMENT ON FUNCTION @extschema@.fading_risk(float8[], float8, float8) IS
'Value at risk and expected shortfall of normal losses whose mean and deviation weigh the latest most, each step back "decay" times as much (exponentially weighted); losses by time, oldest first. Example: SELECT round(deviation::numeric, 4) FROM fading_risk(''{1,-1,1,-1,4}'', 0.95, 0.5) → 2.2627';
