-- Tails of losses by name.
BEGIN;
SELECT plan(37);
SELECT results_eq($$SELECT x, loss_at_least(d, x), loss_above(d, x) FROM (SELECT '{{0,0.5},{8,0.25},{9,0.25}}'::float8[] AS d) AS t, unnest('{-1,0,5,8,9,10}'::float8[]) AS x$$,
	'VALUES (-1::float8, 1::float8, 1::float8), (0, 1, 0.5), (5, 0.5, 0.5), (8, 0.5, 0.25), (9, 0.25, 0), (10, 0, 0)', 'at least, and above');
-- the formulas of Cornish and Fisher, of weighted moments and of Hosking and Wallis, evaluated by another program
-- the tail mean by quadrature of the quantiles, whether they rise by 400,000 steps from -20 to 20
SELECT results_eq($$SELECT round(value_at_risk::numeric, 12), round(expected_shortfall::numeric, 11), quantiles_rise
		FROM (VALUES ('{-1,0,1,0,-1,1,0,5}'::float8[], 0.95), ('{-1,0,1,0,-1,1,0,5}', 0.9), ('{3,4,5,5,6,6,6,7,7,9}', 0.9)) AS v(losses, level), cornish_fisher_risk(losses, level)$$,
	'VALUES (4.259033734024, 5.20614581190, false), (3.317758296727, 4.47807724695, false), (7.911043471903, 8.69404339319, false)', 'Cornish-Fisher');
-- 10,000 quantiles of a normal distribution: its tail at 0.95 is 1.644854 and 2.062713 (tables)
SELECT ok(abs(value_at_risk - 1.644854) < 0.002 AND abs(expected_shortfall - 2.062713) < 0.005, 'of a normal sample it is the normal figure')
FROM cornish_fisher_risk(ARRAY(SELECT s * ln(value_at_risk) FROM generate_series(1, 9999, 2) AS i, unnest(ARRAY[-1, 1]) AS s, lognormal_risk(0, 1, 0.5 + i / 20000.0)));
SELECT results_eq($$SELECT mean, deviation, value_at_risk, expected_shortfall, quantiles_rise FROM cornish_fisher_risk('{7,7,7}')$$, 'VALUES (7::float8, 0::float8, 7::float8, 7::float8, true)', 'losses that do not vary are their own tail');
SELECT is_empty($$
	WITH sample AS (SELECT n, ARRAY(SELECT s * power(-ln((i - 0.5) / 40), 0.4 + n / 5.0) FROM generate_series(1, 40) AS i, unnest('{-1,1.1}'::float8[]) AS s) AS losses FROM generate_series(0, 9) AS n),
	moments AS (SELECT n, r.* FROM sample, cornish_fisher_risk(losses) AS r)
	SELECT n FROM moments AS m WHERE quantiles_rise <> (SELECT min(1 + z * skewness / 3 + (3 * z * z - 3) * excess_kurtosis / 24 - (6 * z * z - 5) * skewness ^ 2 / 36) >= 0
		FROM (SELECT i / 100.0::float8 AS z FROM generate_series(-50000, 50000) AS i) AS g)$$, 'they rise where the slope of the polynomial is nowhere below 0');
SELECT ok(bool_or(quantiles_rise) AND NOT bool_and(quantiles_rise), 'of those samples some rise, some do not')
FROM generate_series(0, 9) AS n, cornish_fisher_risk(ARRAY(SELECT s * power(-ln((i - 0.5) / 40), 0.4 + n / 5.0) FROM generate_series(1, 40) AS i, unnest('{-1,1.1}'::float8[]) AS s));
SELECT throws_ok($$SELECT cornish_fisher_risk('{NaN,1}')$$, '22003', 'argument "losses" must be a finite number, but is NaN', 'losses that are not finite are refused');
SELECT throws_ok($$SELECT fading_risk('{1,Infinity}')$$, '22003', NULL, 'here too');
SELECT results_eq($$SELECT round(mean::numeric, 12), round(deviation::numeric, 12), round(value_at_risk::numeric, 9), round(expected_shortfall::numeric, 9) FROM fading_risk('{1,-1,1,-1,4}', 0.95, 0.5)$$,
	'VALUES (1.903225806452, 2.262668118290, 5.624983667, 6.570460313)', 'weights that fade');
SELECT results_eq($$SELECT peaks, round(shape::numeric, 12), round(scale::numeric, 12), round(value_at_risk::numeric, 9), round(expected_shortfall::numeric, 9)
		FROM pareto_tail(ARRAY(SELECT i::float8 FROM generate_series(1, 100) AS i), 80, 0.99)$$,
	'VALUES (20, -1.015075376884, 21.158291457286, 99.847877179, 100.349694660)', 'peaks over a threshold');
-- by likelihood: scipy's genpareto.fit from five starts; by moments: Hosking and Wallis in fractions (shape 2608/5959, -10558/7401, -2528/6901)
CREATE TEMP TABLE sample (name text, losses float8[], threshold float8);
INSERT INTO sample VALUES ('heavy', '{1,1.5,2,2,3,3.5,4,6,9,15,40}', 2), ('light', '{1,2,3,4,5,6,7,7.5,8,8.2,10}', 3),
	('square', ARRAY(SELECT round(0.1 * i * i, 1) FROM generate_series(1, 30) AS i), 5), ('exponential', ARRAY(SELECT -ln(1 - (i - 0.5) / 200) FROM generate_series(1, 200) AS i), 0.5);
SELECT results_eq($$SELECT name, peaks, round(shape::numeric, 6), round(scale::numeric, 5), round(shape_error::numeric, 6), round(value_at_risk::numeric, 4), round(expected_shortfall::numeric, 3)
		FROM sample, pareto_tail(losses, threshold, 0.95, 'likelihood')$$,
	$$VALUES ('heavy', 7, 0.450313, 5.67570, 0.548167, 29.0222, 61.485), ('light', 8, NULL, NULL, NULL, NULL, NULL),
		('square', 23, -0.782185, 67.80185, NULL, 81.4368, 85.934), ('exponential', 121, -0.019071, 1.01875, 0.089175, 2.9805, 3.934)$$, 'the largest likelihood, and NULL where it has none');
SELECT results_eq($$SELECT name, round(shape::numeric, 12), round(scale::numeric, 11), round(shape_error::numeric, 12), round(value_at_risk::numeric, 10), round(expected_shortfall::numeric, 10)
		FROM sample, pareto_tail(losses, threshold, 0.95) WHERE name <> 'exponential'$$,
	$$VALUES ('heavy', round(2608 / 5959.0, 12), 5.34225541198, 0.836541681941, 26.9543977631, 55.8757852194),
		('light', round(-10558 / 7401.0, 12), 9.61525976219, 1.012876575024, 9.5922543200, 9.6792032809), ('square', round(-2528 / 6901.0, 12), 48.50449210259, 0.289963810033, 88.7019630374, 101.7607113078)$$, 'moments in fractions');
-- the standard errors are the scatter of 300 samples of 200 peaks each
SELECT ok(bool_and(abs(scatter / error - 1) < 0.15), 'the error of the shape is its scatter, by moments and by likelihood')
FROM (SELECT fit, stddev(shape) AS scatter, (SELECT CASE fit WHEN 'moments' THEN (2 - 0.1) * sqrt(0.9 * (0.9 + 2 * 0.01) / (0.8 * 2.8) / 200) ELSE 1.1 / sqrt(200) END) AS error
	FROM generate_series(1, 300) AS draw, unnest(ARRAY['moments', 'likelihood']) AS fit,
		LATERAL pareto_tail(ARRAY(SELECT 10 * (power(random_at(5, draw, i), -0.1) - 1) FROM generate_series(1, 200) AS i), 0, 0.99, fit) GROUP BY fit) AS s;
SELECT results_eq($$SELECT peaks, shape, value_at_risk FROM pareto_tail('{1,2,3}', 2)$$, 'VALUES (1, NULL::float8, NULL::float8)', 'one peak fits nothing, and is told');
SELECT throws_ok($$SELECT pareto_tail('{1,2,3}', 1, 0.99, 'eye')$$, '22023', NULL, 'a fit that is none');
-- weights that fade: half as much each step back, of 8, 4 and 2
SELECT results_eq($$SELECT fading_losses('{8,4,2}', 0.5)$$, $$SELECT ARRAY[[2, 4 / 7.0], [4, 2 / 7.0], [8, 1 / 7.0]]::float8[]$$, 'a memory that fades');
SELECT is(fading_losses('{8,4,2,4}', 1), (SELECT loss_distribution(x) FROM unnest('{8,4,2,4}'::float8[]) AS x), 'without fading it is the distribution of the draws');
SELECT is((fading_losses(ARRAY(SELECT i::float8 FROM generate_series(1, 5000) AS i), 0.5))[1][1] > 3900, true, 'what has faded to nothing is left out');
-- each function that takes a level refuses a tail probability; a new one must be added here
CREATE TEMP TABLE asked (function text, query text);
INSERT INTO asked VALUES ('value_at_risk(double precision,double precision)', 'SELECT value_at_risk(x, 0.05) FROM generate_series(1.0, 9.0) AS x'),
	('value_at_risk(double precision,double precision,double precision)', 'SELECT value_at_risk(x, 0.1, 0.05) FROM generate_series(1.0, 9.0) AS x'),
	('expected_shortfall(double precision,double precision)', 'SELECT expected_shortfall(x, 0.05) FROM generate_series(1.0, 9.0) AS x'),
	('expected_shortfall(double precision,double precision,double precision)', 'SELECT expected_shortfall(x, 0.1, 0.05) FROM generate_series(1.0, 9.0) AS x'),
	('value_at_risk(double precision[],double precision)', $$SELECT value_at_risk('{{0,0.5},{8,0.5}}'::float8[], 0.05)$$),
	('expected_shortfall(double precision[],double precision)', $$SELECT expected_shortfall('{{0,0.5},{8,0.5}}'::float8[], 0.05)$$),
	('risk_summary(double precision[],double precision,double precision)', $$SELECT risk_summary('{{0,0.5},{8,0.5}}', 0.05)$$),
	('lognormal_risk(double precision,double precision,double precision)', 'SELECT lognormal_risk(0, 1, 0.05)'),
	('pareto_tail(double precision[],double precision,double precision,text)', $$SELECT pareto_tail('{1,2,3}', 1, 0.05)$$),
	('cornish_fisher_risk(double precision[],double precision)', $$SELECT cornish_fisher_risk('{1,2,3}', 0.05)$$),
	('fading_risk(double precision[],double precision,double precision)', $$SELECT fading_risk('{1,2,3}', 0.05)$$),
	('chart_loss_distribution(double precision[],double precision[],double precision,text,text,text,text,integer,text)', $$SELECT chart_loss_distribution('{1,2,3}', level => 0.05)$$),
	('vega_loss_distribution(double precision[],double precision[],double precision,text,text,text,text)', $$SELECT vega_loss_distribution('{1,2,3}', level => 0.05)$$),
	('trade_report', $$SELECT trade_report('flows', 'JPN', losses => '[{"loss": 1}, {"loss": 2}]', level => 0.05)$$);
CREATE TABLE flows (origin text, importer text, product text, value float8, month date);
INSERT INTO flows SELECT 'CHN', 'JPN', '850511', 1, d FROM generate_series('2023-01-01'::date, '2025-12-01', '1 month') AS d;
SELECT is_empty($$SELECT function FROM (SELECT regexp_replace(p.oid::regprocedure::text, '^trade_report[(].*', 'trade_report') AS function FROM pg_proc AS p
		JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e' JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'trade_exposure'
		WHERE 'level' = ANY (p.proargnames) AND p.pronamespace = e.extnamespace) AS f WHERE function NOT IN (SELECT function FROM asked)$$, 'each function with a level is asked');
SELECT throws_ok(query, '22003', 'argument "level" is a confidence level of at least 0.5, but is 0.05', function) FROM asked;
-- a million quantiles of a Pareto tail of shape 0.25: the fit finds it
SELECT ok(abs(shape - 0.25) < 0.01 AND abs(value_at_risk / (4 * (power(0.001, -0.25) - 1)) - 1) < 0.01, 'the fit finds shape and quantile')
FROM pareto_tail(ARRAY(SELECT 4 * (power((i - 0.5) / 100000, -0.25) - 1) FROM generate_series(1, 100000) AS i), 2, 0.999);
SELECT is(value_at_risk, NULL, 'no quantile below the threshold') FROM pareto_tail(ARRAY(SELECT i::float8 FROM generate_series(1, 100) AS i), 80, 0.5);
-- tariff cuts: 27.5 % becomes 15 % for Japan; (0.4 × (1.15/1.275)^-3 + 0.6)^(-1/3)
SELECT is(round(armington_price('{JPN:40,MEX:60}', ('{JPN:' || 1.15 / 1.275 - 1 || '}')::supply_mix, 4)::numeric, 6), 0.955833, 'a cut of a tariff lowers the price');
SELECT ok(price_paid < 1 AND price_received > 1 AND abs(price_paid / price_received - 1.15 / 1.275) < 1e-12 AND buyer_loss < 0 AND seller_loss < 0, 'both gain by a cut')
FROM tariff_incidence(1, 1.15 / 1.275 - 1, 1.5, 3);
SELECT * FROM finish();
ROLLBACK;
