-- Risk over scenarios: worked examples, laws, an enumeration, random numbers.
BEGIN;
SELECT plan(61);

CREATE FUNCTION pg_temp.near(got float8, wanted float8, tolerance float8, what text) RETURNS text LANGUAGE sql AS
$$SELECT ok(abs(got - wanted) <= tolerance * greatest(abs(wanted), 1e-300), what || ': ' || coalesce(got::text, 'NULL') || ' is ' || wanted)$$;

-- F1: two independent events
CREATE TEMP TABLE two (loss float8, p float8);
INSERT INTO two VALUES (100, 0.1), (50, 0.2);
CREATE TEMP TABLE f1 AS SELECT independent_losses(loss, p) AS d FROM two;
SELECT results_eq('SELECT loss, round(probability::numeric, 12) FROM f1, exceedance_curve(d)',
	'VALUES (0::float8, 0.72), (50, 0.18), (100, 0.08), (150, 0.02)', 'F1 distribution');
SELECT pg_temp.near(expected_loss(d), 20, 1e-14, 'F1 expected loss') FROM f1;
SELECT is(value_at_risk(d, 0.95), 100::float8, 'F1 value at risk') FROM f1;
SELECT pg_temp.near(expected_shortfall(d, 0.95), 120, 1e-13, 'F1 expected shortfall') FROM f1;
SELECT pg_temp.near(standard_deviation, 36.055513, 1e-7, 'F1 standard deviation') FROM f1, risk_summary(d);
SELECT is(value_at_risk(d, 0.9), 50::float8, 'F1 an atom that ends on alpha, in spite of binary fractions') FROM f1;
SELECT is(value_at_risk(d, 0.72), 0::float8, 'F1 the same at 0.72') FROM f1;
-- F2: exclusive scenarios
SELECT is(array[expected_loss(loss, p), value_at_risk(loss, p, 0.95), expected_shortfall(loss, p, 0.95)], '{20,100,100}'::float8[], 'F2') FROM two;
SELECT results_eq('SELECT loss, round(at_most::numeric, 12) FROM (SELECT loss_distribution(loss, p) AS d FROM two) s, exceedance_curve(d)',
	'VALUES (0::float8, 0.7), (50, 0.9), (100, 1.0)', 'F2 distribution');
-- F3: a lognormal tail
SELECT pg_temp.near(expected_loss, 1.6487213, 1e-7, 'F3 mean') FROM lognormal_risk(0, 1);
SELECT pg_temp.near(value_at_risk, 5.1802516, 1e-7, 'F3 value at risk') FROM lognormal_risk(0, 1);
SELECT pg_temp.near(expected_shortfall, 8.5572269, 1e-7, 'F3 expected shortfall') FROM lognormal_risk(0, 1);
-- F4: 1000 events
CREATE TEMP TABLE f4 AS SELECT independent_losses(1, 0.01) AS d FROM generate_series(1, 1000);
SELECT pg_temp.near(expected_loss, 10, 1e-12, 'F4 expected loss') FROM f4, risk_summary(d);
SELECT pg_temp.near(standard_deviation, 3.1464265, 1e-7, 'F4 standard deviation') FROM f4, risk_summary(d);
SELECT is(value_at_risk(d, 0.99), 18::float8, 'F4 value at risk') FROM f4;
SELECT pg_temp.near(probability, exp(1000 * ln(0.99::float8)), 1e-11, 'F4 no event at all') FROM f4, exceedance_curve(d) WHERE loss = 0;

-- ten events of odd sizes, enumerated: 1024 outcomes
CREATE TEMP TABLE event AS
SELECT n, 10 + 0.37 * n * n AS loss, 0.03 * n AS p FROM generate_series(1, 10) n;
CREATE TEMP TABLE outcome AS
SELECT m, sum(CASE WHEN m & (1 << (n - 1)) > 0 THEN loss ELSE 0 END) AS loss,
	exp(sum(ln(CASE WHEN m & (1 << (n - 1)) > 0 THEN p ELSE 1 - p END)))::float8 AS p
FROM generate_series(0, 1023) m, event GROUP BY m;
CREATE TEMP TABLE convolved AS SELECT independent_losses(loss, p ORDER BY n) AS d FROM event;
SELECT is_empty($$
	SELECT x FROM generate_series(0, 250, 5) x, convolved
	WHERE abs(loss_exceedance(d, x) - (SELECT coalesce(sum(p), 0) FROM outcome WHERE loss >= x)) > 1e-13$$,
	'convolution equals enumeration');
SELECT is((SELECT independent_losses(loss, p ORDER BY n DESC) FROM event), d, 'convolution does not depend on row order') FROM convolved;
SELECT pg_temp.near(expected_loss(d), (SELECT expected_loss(loss, p) FROM event), 1e-13, 'mean of the sum is the sum of means') FROM convolved;
SELECT pg_temp.near(standard_deviation ^ 2, (SELECT sum(p * (1 - p) * loss ^ 2) FROM event), 1e-12, 'variance of the sum is the sum of variances')
FROM convolved, risk_summary(d);
SELECT pg_temp.near(expected_shortfall(d, 0.99), expected_shortfall(joined, 0.99), 1e-12, 'two halves combined are the whole')
FROM convolved, (SELECT combine_losses((SELECT independent_losses(loss, p) FROM event WHERE n <= 4),
	(SELECT independent_losses(loss, p) FROM event WHERE n > 4)) AS joined) j;
SELECT is((SELECT independent_losses(loss, p, 10)::text FROM (VALUES (98, 0.5), (101, 0.5)) v(loss, p)), '{{0,0.25},{100,0.5},{200,0.25}}', 'a grid');
SELECT throws_like('SELECT independent_losses(2::float8 ^ n, 0.5) FROM generate_series(1, 40) n', '%more than 1000000 different losses', 'too many different losses');
SELECT is((SELECT count(*)::int FROM exceedance_curve((SELECT independent_losses(1.5 ^ n, 0.5, 1) FROM generate_series(1, 22) n))) < 40000, true, 'the grid keeps them few');

-- expected shortfall: Rockafellar and Uryasev's form, min over t of t + E(L − t)+ / (1 − alpha)
SELECT is_empty($$
	SELECT alpha FROM convolved, unnest('{0.5,0.9,0.95,0.99,0.999}'::float8[]) alpha,
		LATERAL (SELECT min(t.loss + (SELECT sum(o.p * greatest(o.loss - t.loss, 0)) FROM outcome o) / (1 - alpha)) AS es FROM outcome t) r
	WHERE abs(r.es - expected_shortfall(d, alpha)) > 1e-9$$, 'expected shortfall is the minimum of its dual');
SELECT is_empty($$
	SELECT a FROM convolved, generate_series(0.5, 0.95, 0.05) a
	WHERE value_at_risk(d, a) > expected_shortfall(d, a) OR value_at_risk(d, a) > value_at_risk(d, a + 0.01)
		OR expected_shortfall(d, a) > expected_shortfall(d, a + 0.01) OR expected_loss(d) > expected_shortfall(d, a)$$,
	'value at risk <= expected shortfall, both ascend with alpha');
SELECT is_empty($$
	SELECT a FROM generate_series(0.55, 0.95, 0.1) a, (SELECT array_agg(loss ORDER BY m) AS l, array_agg(p ORDER BY m) AS p FROM outcome) o,
		LATERAL (SELECT expected_shortfall(x + y, p, a) AS together, expected_shortfall(x, p, a) AS one, expected_shortfall(y, p, a) AS other
			FROM unnest(o.l, o.p) WITH ORDINALITY u(x, p, i), LATERAL (SELECT 500 / (i + 3)::float8 AS y) s) e
	WHERE together > one + other + 1e-9$$, 'expected shortfall is subadditive');
-- one-shot aggregates are the two-step ones
SELECT is(value_at_risk(loss, p, 0.9), value_at_risk(loss_distribution(loss, p), 0.9), 'value at risk in one step') FROM two;
SELECT is(expected_shortfall(loss, 0.9), expected_shortfall(loss_distribution(loss), 0.9), 'draws in one step') FROM outcome;
SELECT is(array[value_at_risk(x, 0.95), expected_shortfall(x, 0.95)]::numeric(9, 6)[], '{95,98}'::numeric(9, 6)[], 'equally likely') FROM generate_series(1.0, 100.0) x;
SELECT is(value_at_risk(x, 0.05, 0.5), 9::float8, 'probabilities may come from a thousand rows') FROM generate_series(0.0, 19.0) x;
SELECT is(loss_distribution(x, p)::text, '{{-5,0.25},{0,0.5},{3,0.25}}', 'gains are negative losses') FROM (VALUES (3, 0.25), (-5, 0.25)) v(x, p);
SELECT is(loss_distribution(x, p)::text, '{{0,0.75},{3,0.25}}', 'what cannot happen is no scenario') FROM (VALUES (3, 0.25), (1e9, 0), (-7, 0)) v(x, p);
SELECT is(loss_distribution(x, p)::text, '{{0,0.75},{3,0.25}}', 'a scenario of no loss joins the rest') FROM (VALUES (3, 0.25), (0, 0.25)) v(x, p);

-- states: empty, NULL, combine
SELECT is(value_at_risk(loss, p, 0.9), NULL::float8, 'no rows') FROM two WHERE false;
SELECT is(expected_loss(loss, p), 5::float8, 'rows with NULL do not count') FROM (VALUES (50::float8, 0.1::float8), (NULL, 0.5), (9, NULL)) v(loss, p);
SELECT is(expected_loss('{}'::float8[]), NULL::float8, 'empty distribution');
SELECT is(te_support.te_loss_distribution_final(te_support.te_loss_combine(te_support.te_loss_combine(NULL, (SELECT te_support.te_loss_scenario_accum(NULL, 100, 0.1))), te_support.te_loss_scenario_accum(NULL, 50, 0.2))),
	loss_distribution(loss, p), 'combining parts gives the whole') FROM two;
SELECT is(te_support.te_expected_loss_final(te_support.te_expected_loss_combine(te_support.te_expected_loss_accum(NULL, 100, 0.1), te_support.te_expected_loss_accum(NULL, 50, 0.2))), 20::float8, 'combined means');

-- random numbers: the known answers of Random123 (philox4x32-10), upper 52 bits of the first 64
SELECT is(random_at(0, 0, 0), (x'000e169c58d6627e'::bigint + 0.5) / 2 ^ 52, 'Philox, zeros');
SELECT is(random_at(-1, -1, -1), (x'00041c83b0e408f2'::bigint + 0.5) / 2 ^ 52, 'Philox, ones');
SELECT is(random_at(x'299f31d0a4093822'::bigint, x'85a308d3243f6a88'::bigint, x'0370734413198a2e'::bigint),
	(x'00094fdccebd16cf'::bigint + 0.5) / 2 ^ 52, 'Philox, digits of pi');
-- normal quantiles of these binary numbers, computed with 30 digits
SELECT is_empty($$
	SELECT a, ln(value_at_risk), z FROM (VALUES (0.6, 0.2533471031357998),
		(0.9, 1.2815515655446005), (0.975, 1.9599639845400542), (0.99, 2.3263478740408408), (0.999, 3.0902323061678133),
		(0.9999, 3.7190164854557084)) v(a, z), LATERAL lognormal_risk(0, 1, a)
	WHERE abs(ln(value_at_risk) - z) > 2e-15 * greatest(abs(z), 1)$$, 'normal quantiles');

-- draws
CREATE TABLE draw AS SELECT n FROM generate_series(1, 100000) n;
ANALYZE draw;
SELECT ok(abs(expected_loss - 20) < 4 * expected_loss_error AND abs(expected_shortfall - 120) < 4 * expected_shortfall_error AND value_at_risk = 100, 'draws of F1')
FROM (SELECT loss_distribution(simulate_loss(7, n, '{100,50}', '{0.1,0.2}')) AS d FROM draw) s, risk_summary(d, 0.95, 100000);
SELECT ok(abs(expected_loss - 20) < 4 * expected_loss_error, 'a spread keeps the mean')
FROM (SELECT loss_distribution(simulate_loss(8, n, '{100,50}', '{0.1,0.2}', spread => 0.8)) AS d FROM draw) s, risk_summary(d, 0.95, 100000);
SELECT ok(abs(loss_exceedance(d, 150) - 0.03714291502553) < 4 * sqrt(0.0371 * 0.9629 / 100000) AND abs(expected_loss - 20) < 4 * expected_loss_error,
	'a common factor keeps the mean and gives the joint probability of the bivariate normal')
FROM (SELECT loss_distribution(simulate_loss(9, n, '{100,50}', '{0.1,0.2}', correlation => 0.3)) AS d FROM draw) s, risk_summary(d, 0.95, 100000);
SELECT ok(abs(avg(random_at(1, n)) - 0.5) < 4 / sqrt(12 * 1e5) AND abs(corr(random_at(1, n), random_at(1, n, 2))) < 4 / sqrt(1e5)
	AND abs(corr(random_at(1, n), random_at(2, n))) < 4 / sqrt(1e5) AND abs(corr(random_at(1, n), random_at(1, n + 1))) < 4 / sqrt(1e5),
	'events, seeds and draws are not correlated') FROM draw;
SELECT ok(max(k) < 27.88, 'uniform: chi-squared of ten classes below its 0.1 % quantile')
FROM (SELECT sum((c - 10000) ^ 2 / 10000) AS k FROM (SELECT count(*) AS c FROM draw GROUP BY floor(random_at(3, n) * 10)) s) t;
-- standard errors: as far off as they say, over 100 batches of 1000 draws of a lognormal loss
SELECT ok(sd BETWEEN 0.75 * said AND 1.3 * said, format('%s: scatter %s, said %s', what, round(sd::numeric, 4), round(said::numeric, 4)))
FROM (SELECT stddev(r.expected_loss) AS m, avg(r.expected_loss_error) AS em, stddev(r.value_at_risk) AS v, avg(r.value_at_risk_error) AS ev,
		stddev(r.expected_shortfall) AS s, avg(r.expected_shortfall_error) AS es
	FROM (SELECT loss_distribution(exp(0.5 * random_normal_at(5, n))) AS d FROM draw GROUP BY n % 100) b, risk_summary(d, 0.9, 1000) r) x,
	LATERAL (VALUES ('mean', m, em), ('value at risk', v, ev), ('expected shortfall', s, es)) AS y(what, sd, said);

-- serial = parallel, to the last bit
CREATE TEMP TABLE serial AS SELECT loss_distribution(simulate_loss(7, n, '{100,50,7.7}', '{0.1,0.2,0.6}', 0.2, 0.5)) AS d,
	value_at_risk(simulate_loss(7, n, '{100,50,7.7}', '{0.1,0.2,0.6}', 0.2, 0.5), 0.99) AS v,
	expected_shortfall(simulate_loss(7, n, '{100,50,7.7}', '{0.1,0.2,0.6}', 0.2, 0.5), 0.99) AS s,
	expected_loss(random_at(3, n), 1e-5) AS e FROM draw;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL max_parallel_workers_per_gather = 2;
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$BEGIN RETURN QUERY EXECUTE 'EXPLAIN ' || query; END$$;
SELECT ok(bool_or(line LIKE '%Partial Aggregate%'), 'a plan with workers')
FROM pg_temp.plan('SELECT value_at_risk(simulate_loss(7, n, ''{100}'', ''{0.1}''), 0.9) FROM draw') AS line;
CREATE TEMP TABLE parallel AS SELECT loss_distribution(simulate_loss(7, n, '{100,50,7.7}', '{0.1,0.2,0.6}', 0.2, 0.5)) AS d,
	value_at_risk(simulate_loss(7, n, '{100,50,7.7}', '{0.1,0.2,0.6}', 0.2, 0.5), 0.99) AS v,
	expected_shortfall(simulate_loss(7, n, '{100,50,7.7}', '{0.1,0.2,0.6}', 0.2, 0.5), 0.99) AS s,
	expected_loss(random_at(3, n), 1e-5) AS e FROM draw;
SELECT results_eq('SELECT * FROM parallel', 'SELECT * FROM serial', 'parallel draws are the serial ones');

-- bad input
SELECT throws_like($$SELECT value_at_risk(loss, p, 0.9) FROM (VALUES (1, 0.8), (2, 0.3)) v(loss, p)$$, 'the probabilities of exclusive scenarios sum to 1.1, which is more than 1', 'too much probability');
SELECT throws_like($$SELECT value_at_risk(1, 0.5, 1)$$, 'argument "level" must be above 0 and below 1, but is 1', 'alpha 1');
SELECT throws_like($$SELECT value_at_risk('{{0,0.5},{1,0.4}}'::float8[], 0.9)$$, 'probabilities of a distribution must sum to 1%', 'half a distribution');
SELECT throws_like($$SELECT expected_loss('{{2,0.5},{1,0.5}}'::float8[])$$, 'losses of a distribution must ascend, but 1 follows 2', 'unsorted');
SELECT throws_like($$SELECT expected_loss('{1,2,3}'::float8[])$$, 'a distribution is an array of (loss, probability) pairs%', 'not a distribution');
SELECT throws_like($$SELECT te_support.te_loss_distribution_final('{9,0,0,0,1,1}')$$, 'not a state of this aggregate', 'a forged state');
-- sums beyond float8's range: an error, whatever comes first
SELECT throws_ok($$SELECT independent_losses(1e308, 0.5) FROM generate_series(1, 2)$$, '22003', NULL, 'two losses of 1e308 do not add up');
SELECT throws_ok($$SELECT independent_losses(x, 0.5, 5e-324) FROM (VALUES (0.5::float8), (1)) AS v(x)$$, '22003', NULL, 'a grid that divides out of range');

SELECT * FROM finish();
ROLLBACK;
