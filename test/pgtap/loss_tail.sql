-- Tails of losses by name.
BEGIN;
SELECT plan(11);
SELECT results_eq($$SELECT x, loss_at_least(d, x), loss_above(d, x) FROM (SELECT '{{0,0.5},{8,0.25},{9,0.25}}'::float8[] AS d) AS t, unnest('{-1,0,5,8,9,10}'::float8[]) AS x$$,
	'VALUES (-1::float8, 1::float8, 1::float8), (0, 1, 0.5), (5, 0.5, 0.5), (8, 0.5, 0.25), (9, 0.25, 0), (10, 0, 0)', 'at least, and above');
-- the formulas of Cornish and Fisher, of weighted moments and of Hosking and Wallis, evaluated by another program
SELECT is(round(value_at_risk::numeric, 12), 4.259033734024, 'Cornish-Fisher') FROM cornish_fisher_risk('{-1,0,1,0,-1,1,0,5}', 0.95);
SELECT is(num_nonnulls(c.mean, c.value_at_risk, f.mean, f.value_at_risk), 0, 'of losses that are not finite nothing is known') FROM cornish_fisher_risk('{NaN,1}') AS c, fading_risk('{NaN,1}') AS f;
SELECT results_eq($$SELECT round(mean::numeric, 12), round(deviation::numeric, 12), round(value_at_risk::numeric, 9), round(expected_shortfall::numeric, 9) FROM fading_risk('{1,-1,1,-1,4}', 0.95, 0.5)$$,
	'VALUES (1.903225806452, 2.262668118290, 5.624983667, 6.570460313)', 'weights that fade');
SELECT results_eq($$SELECT peaks, round(shape::numeric, 12), round(scale::numeric, 12), round(value_at_risk::numeric, 9), round(expected_shortfall::numeric, 9)
		FROM pareto_tail(ARRAY(SELECT i::float8 FROM generate_series(1, 100) AS i), 80, 0.99)$$,
	'VALUES (20, -1.015075376884, 21.158291457286, 99.847877179, 100.349694660)', 'peaks over a threshold');
-- a million quantiles of a Pareto tail of shape 0.25: the fit finds it
SELECT ok(abs(shape - 0.25) < 0.01 AND abs(value_at_risk / (4 * (power(0.001, -0.25) - 1)) - 1) < 0.01, 'the fit finds shape and quantile')
FROM pareto_tail(ARRAY(SELECT 4 * (power((i - 0.5) / 100000, -0.25) - 1) FROM generate_series(1, 100000) AS i), 2, 0.999);
SELECT is(value_at_risk, NULL, 'no quantile below the threshold') FROM pareto_tail(ARRAY(SELECT i::float8 FROM generate_series(1, 100) AS i), 80, 0.5);
SELECT throws_ok('SELECT expected_shortfall(x, 0.05) FROM generate_series(1.0, 100.0) AS x', '22003', 'argument "level" is a confidence level of at least 0.5, but is 0.05', 'a tail probability is not a level');
SELECT throws_ok('SELECT value_at_risk(x, 0.05) FROM generate_series(1.0, 100.0) AS x', '22003', NULL, 'nor here');
-- tariff cuts: 27.5 % becomes 15 % for Japan; (0.4 × (1.15/1.275)^-3 + 0.6)^(-1/3)
SELECT is(round(armington_price('{JPN:40,MEX:60}', ('{JPN:' || 1.15 / 1.275 - 1 || '}')::supply_mix, 4)::numeric, 6), 0.955833, 'a cut of a tariff lowers the price');
SELECT ok(price_paid < 1 AND price_received > 1 AND abs(price_paid / price_received - 1.15 / 1.275) < 1e-12 AND buyer_loss < 0 AND seller_loss < 0, 'both gain by a cut')
FROM tariff_incidence(1, 1.15 / 1.275 - 1, 1.5, 3);
SELECT * FROM finish();
ROLLBACK;
