-- Measures of trade from totals, from rows, of a mix, and of a mix against a reference.
\set VERBOSITY default
SELECT revealed_advantage(30, 100, 200, 1000), revealed_advantage(30, 100, 200, 1000, 'symmetric') AS symmetric,
	round(revealed_advantage(30, 100, 200, 1000, 'additive')::numeric, 9) AS additive;
-- nothing traded is no advantage at all, no total is no answer
SELECT revealed_advantage(0, 100, 200, 1000), revealed_advantage(0, 100, 200, 1000, 'symmetric') AS symmetric, revealed_advantage(0, 0, 200, 1000) AS no_country;
SELECT lafay_index(30, 10, 50, 50), lafay_index(0, 0, 50, 50) AS not_traded, lafay_index(0, 0, 0, 0) AS no_trade;
SELECT grubel_lloyd(30, 10), grubel_lloyd(5, 5) AS two_way, grubel_lloyd(5, 0) AS one_way, grubel_lloyd(0, 0) AS no_trade;
SELECT marginal_trade(30, 10), marginal_trade(-5, 5) AS apart, marginal_trade(0, 0) AS no_change;
SELECT trade_intensity(20, 100, 110, 1200, 100), trade_intensity(20, 100, 0, 1200, 100) AS no_imports;
SELECT round(effective_protection(0.2, 0.05, 0.5)::numeric, 9) AS effective, effective_protection(0.1, 0.2, 0.5) AS negative, effective_protection(0.1, 0, 1) AS no_value_added;
SELECT node, tariff, inputs, input_tariffs, round(effective_protection::numeric, 9) AS effective
FROM effective_protection('{steel>car:50,ore>steel:20;ore[output=20],steel[output=100],car[output=100],idle[output=0]}', '{car:0.2,steel:0.1}');

-- straight from rows; a row that lacks a side is left out
SELECT grubel_lloyd_total(x, m), grubel_lloyd_balanced(x, m), grubel_lloyd_total(x, m) FILTER (WHERE x > 100) AS none
FROM (VALUES (30, 10), (0, 40), (NULL, 7)) AS v(x, m);
SELECT y, grubel_lloyd_total(x, m) OVER w, marginal_trade_total(x, m) OVER w
FROM (VALUES (1, 30, 10), (2, 0, 40), (3, 20, 20)) AS v(y, x, m) WINDOW w AS (ORDER BY y ROWS 1 PRECEDING);
SELECT marginal_trade_total(dx, dm) FROM (VALUES (30, 10), (-20, 20)) AS v(dx, dm);
SELECT trade_restrictiveness(t, m, e), overall_trade_restrictiveness(t, m, e), trade_restrictiveness(t, m, NULL) AS none
FROM (VALUES (0.3, 10, -1), (0.1, 70, -1)) AS v(t, m, e);

-- of a mix, also with those who supply nothing
\set mix '{a:0,b:0,c:0,d:1,e:1}'
SELECT gini_index(:'mix'::supply_mix), gini_index(:'mix', 5) AS of_five, concentration_index(:'mix', 5), concentration_index('{a:1}', 5) AS one, concentration_index('{a:1}') AS alone;
SELECT generalized_entropy(:'mix', 0) AS theil_l, generalized_entropy(:'mix', 0, 5) AS infinite, generalized_entropy(:'mix', 2, 5) AS half_squared_cv, atkinson_index(:'mix', 1, 5), atkinson_index(:'mix', 0.5, 5) AS half;
SELECT rosenbluth_index('{CHN:3,VNM:1}'), lorenz_asymmetry('{CHN:3,VNM:1}'), lorenz_asymmetry('{CHN:1}') AS one;
SELECT * FROM lorenz_curve('{CHN:3,VNM:1,"":9}', 4);
SELECT * FROM lorenz_curve('{}');
SELECT rosenbluth_index('{"":1}'), concentration_index('{"":1}', 3), gini_index('{}', 3), atkinson_index('{}'), generalized_entropy('{}');

-- of a mix against a reference
SELECT hachman_index('{a:1}', '{a:1,b:3}'), locational_gini('{a:1}', '{a:1,b:3}'), hachman_index('{a:2,b:6}', '{a:1,b:3}') AS same, locational_gini('{a:2,b:6}', '{a:1,b:3}') AS same_gini, hachman_index('{}', '{a:1}') AS nothing;
SELECT extensive_margin('{a:1}', '{a:2,b:3}'), intensive_margin('{a:1}', '{a:2,b:3}');
SELECT * FROM margin_change('{a:1,b:3}', '{a:4,c:1}');
SELECT * FROM margin_change('{}', '{a:4}');

SELECT revealed_advantage(-1, 100, 200, 1000);
SELECT revealed_advantage(1, 100, 200, 1000, 'log');
SELECT revealed_advantage(200, 100, 300, 1000, 'additive');
SELECT lafay_index(100, 5, 50, 50);
SELECT trade_intensity(200, 100, 110, 1200, 100);
SELECT trade_intensity(20, 100, 110, 200, 100);
SELECT generalized_entropy('{a:1,b:1e300}', -2);
SELECT grubel_lloyd(-1, 2);
SELECT grubel_lloyd_total(x, 1) FROM (VALUES (-1)) AS v(x);
SELECT trade_restrictiveness(0.1, -1, 1);
SELECT gini_index('{a:1,b:2}', 1);
SELECT concentration_index('{a:1,b:2}', 0);
SELECT atkinson_index('{a:1}', -1);
SELECT gini_index('{a:-1,b:2}', 3);
SELECT hachman_index('{a:1}', '{b:1}');
SELECT effective_protection('{A>B:1;A[output=1],B[output=1]}', '{C:0.1}');
