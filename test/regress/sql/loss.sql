-- Risk over scenarios: distributions of losses, their mean and their tail.

CREATE TABLE scenario (name text, loss float8, probability float8);
INSERT INTO scenario VALUES ('quota', 50, 0.2), ('embargo', 100, 0.1);

-- scenarios that exclude each other
SELECT expected_loss(loss, probability), value_at_risk(loss, probability, 0.95), expected_shortfall(loss, probability, 0.95),
	loss_distribution(loss, probability)
FROM scenario;

-- events that can happen together
SELECT loss, round(probability::numeric, 9) AS probability, round(at_most::numeric, 9) AS at_most,
	round(at_least::numeric, 9) AS at_least, round(return_period::numeric, 6) AS return_period
FROM (SELECT independent_losses(loss, probability) AS d FROM scenario) s, exceedance_curve(d);
SELECT round(expected_loss::numeric, 9) AS mean, round(standard_deviation::numeric, 6) AS sd, value_at_risk AS var,
	round(expected_shortfall::numeric, 9) AS es, largest_loss, expected_loss_error
FROM (SELECT independent_losses(loss, probability) AS d FROM scenario) s, risk_summary(d, 0.95);

-- a window of scenarios, a filter, an empty group
SELECT name, expected_loss(loss, probability) OVER (ORDER BY name), value_at_risk(loss, probability, 0.85) OVER (ORDER BY name)
FROM scenario ORDER BY name;
SELECT expected_loss(loss, probability) FILTER (WHERE loss > 60) AS big, expected_loss(loss, probability) FILTER (WHERE loss > 600) AS bigger,
	independent_losses(loss, probability) FILTER (WHERE loss > 600) AS none
FROM scenario;

-- two distributions
SELECT combine_losses('{{0,0.5},{1,0.5}}', '{{0,0.5},{1,0.5}}');
SELECT loss_exceedance('{{0,0.75},{8,0.25}}', 8), loss_exceedance('{{0,0.75},{8,0.25}}', 8.1), loss_exceedance('{{0,0.75},{8,0.25}}', -1);

-- draws depend on nothing but their arguments
SELECT random_at(0, 0, 0), random_at(0, 0, 1) = random_at(0, 0, 0) AS same;
SELECT draw, simulate_loss(42, draw, '{100,50}', '{0.5,0.5}') AS loss FROM generate_series(1, 6) AS draw;
SELECT simulate_loss(42, 1, '{100,50}', '{1,0}'), simulate_loss(42, 1, '{}', '{}'), simulate_loss(42, NULL, '{1}', '{1}');
SELECT simulate_loss(42, draw, '{1,1,1}', '{0.4,0.4,0.4}', correlation => 1) IN (0, 3) AS all_or_none FROM generate_series(1, 3) AS draw;

-- bad input
SELECT value_at_risk(loss, probability * 4, 0.95) FROM scenario;
SELECT value_at_risk(loss, 1.5, 0.95) FROM scenario;
SELECT value_at_risk(loss, probability, 95) FROM scenario;
SELECT value_at_risk(loss, probability, NULL) FROM scenario;
SELECT value_at_risk(loss, probability, 1 - probability) FROM scenario;
SELECT expected_loss('NaN', 0.5);
SELECT independent_losses(loss, probability, -1) FROM scenario;
SELECT independent_losses(pi() ^ n, 0.5) FROM generate_series(1, 30) AS n;
SELECT value_at_risk('{{0,0.5},{1,0.4}}'::float8[], 0.95);
SELECT value_at_risk('{{1,0.5},{0,0.5}}'::float8[], 0.95);
SELECT value_at_risk('{{0,0.5},{NULL,0.5}}'::float8[], 0.95);
SELECT simulate_loss(42, 1, '{100,50}', '{0.5}');
SELECT simulate_loss(42, 1, '{100,50}', '{0.5,5}');
SELECT simulate_loss(42, 1, '{100}', '{0.5}', correlation => -0.2);
SELECT lognormal_risk(0, -1);
DROP TABLE scenario;
