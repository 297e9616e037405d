-- Sensitivity: by parameter, over a grid, with draws; each outcome is what the function itself answers.
BEGIN;
SELECT plan(38);

-- ---- by parameter ----

-- by hand: 0.6 x 90 - 30 = 24; 0.6 x 60 - 30 = 6, 0.6 x 180 - 30 = 78; 54 and 0 without and with 60 days of stock; 0.6 x 0.9 x 90 - 30 = 18.6
SELECT results_eq($$SELECT parameter, low, base, high, outcome_low, outcome_base, outcome_high, swing
		FROM sensitivity('disruption_loss', '{"dependency": 0.6, "duration": 90, "cover": 30}', '{"cover": [0, 60], "duration": [60, 180]}')$$,
	$$VALUES ('duration', 60::float8, 90::float8, 180::float8, 6::float8, 24::float8, 78::float8, 72::float8), ('cover', 0, 30, 60, 54, 24, 0, 54)$$, 'the widest swing stands first');
SELECT results_eq($$SELECT parameter, low, base, high, round(outcome_low::numeric, 9), outcome_base, outcome_high FROM sensitivity('disruption_loss', '{"dependency": 0.6, "duration": 90, "cover": 30}', '{"cut": [0.9, 1]}')$$,
	$$VALUES ('cut', 0.9::float8, 1::float8, 1::float8, 18.6, 24::float8, 24::float8)$$, 'a parameter that is not given begins at its default');
SELECT results_eq($$SELECT low, base, high FROM sensitivity('disruption_loss', '{"dependency": 0.5, "duration": 80}', '{"duration": 0.25}')$$, 'VALUES (60::float8, 80::float8, 100::float8)', 'a share up and down');
SELECT results_eq($$SELECT low, base, high FROM sensitivity('armington_price', '{"mix": {"CHN": 60, "VNM": 40}, "tariff": {"CHN": -0.5}, "elasticity": 4}', '{"tariff.CHN": 0.5}')$$,
	'VALUES (-0.75::float8, -0.5::float8, -0.25::float8)', '… of a negative number too');
SELECT results_eq($$SELECT low, high FROM sensitivity('disruption_loss', '{"dependency": 0.5, "duration": 80}', '{"duration": [60, 70, 180]}')$$, 'VALUES (60::float8, 180::float8)', 'of three numbers the outer ones');
SELECT results_eq($$SELECT outcome_low, outcome_base, swing FROM sensitivity('time_to_survive', '{"dependency": 0.6, "cover": 90}', '{"dependency": [0, 1]}')$$,
	'VALUES (NULL::float8, 150::float8, NULL::float8)', 'what is not known at one end has no swing');
SELECT results_eq($$SELECT round(outcome_low::numeric, 9), round(outcome_base::numeric, 9) FROM sensitivity('disruption_loss', '{"mix": "{CHN:80,VNM:20}", "shock": {"CHN": 1}, "spare": {"VNM": 10}, "duration": 90, "cover": 30}', '{"spare.VNM": [0, 20]}')$$,
	'VALUES (42.0, 33.0)', 'a number of a mix, by dots: 0.8 x 90 - 30, and 9 days less');
SELECT is_empty($$SELECT * FROM sensitivity('disruption_loss', NULL, '{}')$$, 'NULL asks nothing');
SELECT is_empty($$SELECT * FROM sensitivity('disruption_loss', '{"dependency": 0.6, "duration": 90}', '{}')$$, 'nor does no parameter');

-- the same as the functions themselves, whatever their results look like
CREATE TEMP TABLE subject (function text, arguments jsonb, parameter text, low float8, high float8, outcome text, query text);
INSERT INTO subject VALUES
	('disruption_detail', '{"dependency": 0.6, "duration": 90}', 'cover', 10, 40, 'shortage', 'SELECT shortage FROM disruption_detail(0.6, 90, cover => %s)'),
	('disruption_detail', '{"mix": {"CHN": 80, "VNM": 20}, "shock": "{CHN:1}", "duration": 90}', 'cover', 10, 40, NULL, $$SELECT loss FROM disruption_detail('{CHN:80,VNM:20}'::supply_mix, '{CHN:1}'::supply_mix, 90, cover => %s)$$),
	('price_response', '{"cut": 0.6, "supply_elasticity": 0.2, "demand_elasticity": 0.3}', 'cut', 0.1, 0.9, 'price', 'SELECT price FROM price_response(%s, 0.2, 0.3)'),
	('tariff_incidence', '{"value": 10, "rate": 0.25, "import_elasticity": 1.5, "export_elasticity": 3}', 'rate', -0.1, 0.5, 'deadweight_loss', 'SELECT deadweight_loss FROM tariff_incidence(10, %s, 1.5, 3)'),
	('company_tariff_hit', '{"imports": 10, "rate": 0.25}', 'pass_through', 0.1, 0.7, 'net_hit', 'SELECT net_hit FROM company_tariff_hit(10, 0.25, %s)'),
	('armington_price', '{"mix": {"CHN": 60, "VNM": 40}, "tariff": "{CHN:0.25}", "embargo": ["RUS", "PRK"]}', 'elasticity', 2, 6, NULL, $$SELECT armington_price('{CHN:60,VNM:40}', '{CHN:0.25}', %s, '{RUS,PRK}')$$),
	('armington_diversion', '{"mix": {"CHN": 60, "VNM": 40}, "tariff": {"CHN": 0.25}}', 'elasticity', 2, 6, 'value_after', $$SELECT sum(value_after) FROM armington_diversion('{CHN:60,VNM:40}', '{CHN:0.25}', %s)$$),
	('ces_loss', '{"cost_share": 0.04, "elasticity": 0.04}', 'input', 0.5, 0.95, NULL, 'SELECT ces_loss(0.04, 0.04, %s)'),
	('risk_summary', '{"distribution": [[0, 0.72], [50, 0.18], [100, 0.08], [150, 0.02]]}', 'level', 0.6, 0.99, 'value_at_risk', $$SELECT value_at_risk FROM risk_summary('{{0,0.72},{50,0.18},{100,0.08},{150,0.02}}', %s)$$),
	('network_cascade', '{"network": "{A>B:10,B>C:20,A>C:5}", "shock": {"A": 0.5}}', 'shock.A', 0.1, 1, NULL, $$SELECT sum(loss) FROM network_cascade('{A>B:10,B>C:20,A>C:5}', ('{A:' || %s || '}')::supply_mix)$$),
	('dynamic_loss_by_node', '{"network": "{A>B:365;A[final_demand=0],B[final_demand=3650]}", "shocks": [{"node": "A", "cut": 1, "from": 5, "duration": 90}], "period_count": 300}', 'inventory', 20, 60, 'production_loss',
		$$SELECT sum(production_loss) FROM dynamic_loss_by_node('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "A", "cut": 1, "from": 5, "duration": 90}', 300, inventory => %s)$$);
CREATE FUNCTION pg_temp.answer(query text, value float8) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE answer float8; BEGIN EXECUTE format(query, value) INTO answer; RETURN answer; END $$;
SELECT is_empty($$SELECT function, s.*, pg_temp.answer(query, u.low), pg_temp.answer(query, u.high)
	FROM subject AS u, sensitivity(function, arguments || CASE WHEN strpos(parameter, '.') = 0 THEN jsonb_build_object(parameter, u.high) ELSE '{}' END, jsonb_build_object(parameter, jsonb_build_array(u.low, u.high)), outcome) AS s
	WHERE s.outcome_low IS DISTINCT FROM pg_temp.answer(query, u.low) OR s.outcome_high IS DISTINCT FROM pg_temp.answer(query, u.high) OR s.outcome_low = s.outcome_high$$, 'outcomes are what the functions answer');
SELECT is((SELECT count(*)::int FROM subject AS u, sensitivity(function, arguments || CASE WHEN strpos(parameter, '.') = 0 THEN jsonb_build_object(parameter, u.high) ELSE '{}' END, jsonb_build_object(parameter, 0.01), outcome) AS s
	WHERE function NOT IN ('risk_summary', 'network_cascade')), 9, 'each is answered');

-- ---- over a grid ----

SELECT results_eq($$SELECT point, (parameters ->> 'duration')::float8, (parameters ->> 'cover')::float8, outcome_value
		FROM sensitivity_grid('disruption_loss', '{"dependency": 0.6}', '{"duration": [60, 90, 180], "cover": [0, 30]}')$$,
	'VALUES (1, 60::float8, 0::float8, 36::float8), (2, 90, 0, 54), (3, 180, 0, 108), (4, 60, 30, 6), (5, 90, 30, 24), (6, 180, 30, 78)', 'each value of each with each of the other');
SELECT is_empty($$SELECT parameters FROM sensitivity_grid('disruption_loss', '{"dependency": 0.5}', '{"duration": [30, 60, 90], "cover": [0, 10, 20, 30], "cut": [0.5, 1], "recovery": [0, 10]}')
	WHERE outcome_value IS DISTINCT FROM disruption_loss(0.5, (parameters ->> 'duration')::float8, (parameters ->> 'cut')::float8, cover => (parameters ->> 'cover')::float8, recovery => (parameters ->> 'recovery')::float8)$$, 'four parameters');
SELECT is((SELECT count(DISTINCT parameters) FROM sensitivity_grid('disruption_loss', '{"dependency": 0.5}', '{"duration": [30, 60, 90], "cover": [0, 10, 20, 30], "cut": [0.5, 1], "recovery": [0, 10]}')), 48::bigint, '… 3 x 4 x 2 x 2 points');
SELECT ok(vega_loss_distribution(array_agg(outcome_value)) ->> 'description' LIKE '%6%' AND chart_loss_distribution(array_agg(outcome_value)) LIKE '<svg%', 'a grid feeds the chart of losses')
FROM sensitivity_grid('disruption_loss', '{"dependency": 0.6}', '{"duration": [60, 90, 180], "cover": [0, 30]}');

-- ---- with draws ----

-- a loss of half the days: uniform from 60 to 180 the loss is uniform from 30 to 90: mean 60, sd 60/sqrt(12), tail at 0.95 87 and 88.5
SELECT ok(abs(expected_loss - 60) < 4 * expected_loss_error AND abs(standard_deviation - 60 / sqrt(12)) < 0.3 AND abs(value_at_risk - 87) < 4 * value_at_risk_error
	AND abs(expected_shortfall - 88.5) < 4 * expected_shortfall_error AND expected_loss_error BETWEEN 0.1 AND 0.2, 'uniform between two numbers')
FROM risk_summary((SELECT loss_distribution(outcome_value) FROM sensitivity_draws('disruption_loss', '{"dependency": 0.5}', '{"duration": [60, 180]}', 10000)), 0.95, 10000);
-- triangular 60, 90, 180: mean 110, below 90 with 30/120 = 0.25, above 150 with 30^2 / (120 x 90) = 1/12
SELECT ok(abs(avg(days) - 110) < 1 AND abs(avg((days < 90)::int) - 0.25) < 0.015 AND abs(avg((days > 150)::int) - 1 / 12.0) < 0.012 AND min(days) >= 60 AND max(days) <= 180, 'triangular with the likeliest between')
FROM (SELECT (parameters ->> 'duration')::float8 AS days FROM sensitivity_draws('disruption_loss', '{"dependency": 0.5}', '{"duration": [60, 90, 180]}', 10000)) AS d;
-- the inverse of the distribution function, at its ends, its kink and where it is 1/4 of either side
SELECT results_eq($$SELECT te_support.te_sensitivity_drawn(p, 60, 90, 180) FROM unnest('{0,0.0625,0.25,0.8125,1}'::float8[]) AS p$$, 'VALUES (60::float8), (75), (90), (135), (180)', 'quantiles of a triangle by hand');
SELECT results_eq($$SELECT te_support.te_sensitivity_drawn(p, a, b, c) FROM (VALUES (0.3, 5, NULL::float8, 5), (0.3, 5, 5, 5), (0.25, 0, 0, 4), (0.25, 0, 4, 4)) AS t(p, a, b, c)$$,
	$$VALUES (5::float8), (5), (4 - 4 * sqrt(0.75::float8)), (2)$$, 'with nothing on one side');
SELECT results_eq($$SELECT draw, parameters -> 'duration' FROM sensitivity_draws('disruption_loss', '{"dependency": 0.5, "cover": 10}', '{"duration": [60, 180], "cover": 0.5, "cut": [0.2, 1]}', 50, 7)$$,
	$$SELECT draw, parameters -> 'duration' FROM sensitivity_draws('disruption_detail', '{"dependency": 0.9}', '{"duration": [60, 180]}', 50, 7)$$, 'a parameter keeps its luck whatever else is drawn');
SELECT is_empty($$SELECT draw FROM sensitivity_draws('disruption_loss', '{"dependency": 0.5}', '{"duration": [0, 1]}', 50, 7) AS d WHERE (parameters ->> 'duration')::float8 <> random_at(7, draw, te_support.te_sensitivity_event('duration'))$$, 'the numbers are those of random_at');
SELECT ok(abs(corr((parameters ->> 'duration')::float8, (parameters ->> 'cut')::float8)) < 0.05, 'parameters are independent') FROM sensitivity_draws('disruption_loss', '{"dependency": 0.5}', '{"duration": [60, 180], "cut": [0, 1]}', 5000);
SELECT isnt((SELECT array_agg(outcome_value) FROM sensitivity_draws('disruption_loss', '{"dependency": 0.5}', '{"duration": [60, 180]}', 5, 1)),
	(SELECT array_agg(outcome_value) FROM sensitivity_draws('disruption_loss', '{"dependency": 0.5}', '{"duration": [60, 180]}', 5, 2)), 'another seed, other draws');
SELECT ok(chart_loss_distribution(array_agg(outcome_value)) LIKE '<svg%', 'draws feed the chart of losses') FROM sensitivity_draws('disruption_loss', '{"dependency": 0.5}', '{"duration": [60, 180]}', 200);

-- ---- what is refused ----

SELECT throws_ok(format($$SELECT sensitivity('disruption_loss', '{"dependency": 1, "duration": 9}', '{"duration": %s}')$$, share), '22003',
	format('the share by which parameter "duration" may be lower or higher must lie between 0 and 1, but is %s', share), 'a share is no percentage') FROM unnest('{20,-0.1}'::numeric[]) AS share;
SELECT throws_ok(format('SELECT count(*) FROM %s', query), '22023', message, message) FROM (VALUES
	($$sensitivity('nosuch', '{}', '{"a": 1}')$$, '"nosuch" is not a function of trade_exposure that can be asked again and again'),
	($$sensitivity('pg_sleep', '{}', '{"a": 1}')$$, '"pg_sleep" is not a function of trade_exposure that can be asked again and again'),
	($$sensitivity('disruption_loss', '{"dependency": 1, "duration": 9}', '{"duratoin": [1, 2]}')$$, 'function "disruption_loss" has no argument duratoin'),
	($$sensitivity('disruption_loss', '{"dependency": 1}', '{"cover": [1, 2]}')$$, 'function "disruption_loss" needs the argument duration'),
	($$sensitivity('disruption_loss', '{"dependency": 1}', '{"duration": [1, 2]}')$$, 'parameter "duration" has no value to begin with'),
	($$sensitivity('disruption_loss', '{"dependency": 1, "duration": 9}', '{"duration": [2, 1]}')$$, 'the range of parameter "duration" does not ascend: [2, 1]'),
	($$sensitivity('disruption_loss', '{"dependency": 1, "duration": 9}', '{"duration": "2"}')$$, 'parameter "duration" has the values "2"'),
	($$sensitivity('disruption_loss', '{"mix": {"A": 1}, "shock": "{A:1}", "duration": 9}', '{"shock.A": [0, 1]}')$$, 'parameter "shock.A" is not a number among the arguments'),
	($$sensitivity('disruption_detail', '{"dependency": 1, "duration": 9}', '{"duration": [1, 2]}', 'los')$$, 'function "disruption_detail" has no number called "los" among its results'),
	($$sensitivity('price_response', '{"cut": 0.1, "supply_elasticity": 1, "demand_elasticity": 1}', '{"cut": [0.1, 0.2]}')$$, 'function "price_response" has several results, and none is called loss'),
	($$sensitivity_grid('disruption_loss', '[]', '{"duration": [1, 2]}')$$, 'argument "arguments" is not a JSON object'),
	($$sensitivity_grid('disruption_loss', '{"dependency": 1}', '{"duration": []}')$$, 'parameter "duration" has the values []')) AS t(query, message);
SELECT * FROM finish();
ROLLBACK;
