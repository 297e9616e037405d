-- Worked examples that can be checked by hand, with their published or derived numbers.
BEGIN;
SELECT plan(48);

CREATE FUNCTION pg_temp.near(got float8, wanted float8, tolerance float8, what text) RETURNS text LANGUAGE sql AS
$$SELECT ok(abs(got - wanted) <= tolerance * abs(wanted), what || ': ' || coalesce(got::text, 'NULL') || ' is ' || wanted)$$;

-- A1: use 100 a day, dependency 60 %, 90 days, 30 days of stock, 2 a unit: 60·90 − 3000 = 2400, times 2
SELECT is(disruption_loss(0.6, 90, cover => 30, value_per_day => 100 * 2), 4800::float8, 'A1 loss');
SELECT is(time_to_survive(0.6, 30), 50::float8, 'A1 time to survive');
SELECT is(shortage * 100, 2400::float8, 'A1 shortage in units') FROM disruption_detail(0.6, 90, cover => 30);
SELECT is(gap * 100 / 90, 60::float8, 'A1 gap a day in units') FROM disruption_detail(0.6, 90, cover => 30);
-- A2: the stock lasts exactly as long as the disruption
SELECT is(disruption_loss(0.6, 50, cover => 30), 0::float8, 'A2 no loss on the boundary');
SELECT is(time_to_survive, NULL::float8, 'A2 no day of shortage') FROM disruption_detail(0.6, 50, cover => 30);
-- A3: 0.3·95 + 0.5·0.3·180 = 55.5; 365 − 55.5 = 309.5; less 60 = 249.5
SELECT is(round(d::numeric, 12), wanted, 'A3 ' || what)
FROM disruption_detail(1, 365, cover => 60, alternative => 0.3, alternative_start => 90, alternative_ramp => 180) x,
	LATERAL (VALUES (x.gap, 309.5, 'gap'), (x.shortage, 249.5, 'shortage'), (x.time_to_survive, 60, 'time to survive')) AS v(d, wanted, what);
-- A4: p = 0.4^(-1/0.5), q = 0.4^(0.3/0.5)
SELECT pg_temp.near(price, 6.25, 1e-12, 'A4 price') FROM price_response(0.6, 0.2, 0.3);
SELECT pg_temp.near(quantity, 0.577079962363, 1e-11, 'A4 quantity') FROM price_response(0.6, 0.2, 0.3);
-- A5: capacity binds
SELECT pg_temp.near(price, 14.3205034885, 1e-11, 'A5 price') FROM price_response(0.6, 0.2, 0.3, 0.45);
SELECT ok(quantity = 0.45 AND capacity_binds, 'A5 quantity is the capacity') FROM price_response(0.6, 0.2, 0.3, 0.45);
-- A6: up to 1.5 % of output for 10 % less of an input with 4 % of cost (Bachmann et al. 2022)
SELECT pg_temp.near(output, 0.984314376297, 1e-11, 'A6 output') FROM ces_response(0.04, 0.04, 0.9);
SELECT pg_temp.near(loss, 0.0156856, 2e-6, 'A6 loss') FROM ces_response(0.04, 0.04, 0.9);
SELECT pg_temp.near(first_order_loss, 0.00421442, 1e-6, 'A6 first order') FROM ces_response(0.04, 0.04, 0.9);
SELECT pg_temp.near(second_order_loss, 0.00932969, 1e-6, 'A6 second order') FROM ces_response(0.04, 0.04, 0.9);
-- A7: limits
SELECT is(1 - ces_loss(0.3, 0, 0.7), 0.7::float8, 'A7 elasticity 0: the scarcer input');
SELECT pg_temp.near(1 - ces_loss(0.3, 1, 0.7), 0.7 ^ 0.3, 1e-15, 'A7 elasticity 1: x^a');
SELECT pg_temp.near(1 - ces_loss(0.3, 1e12, 0.7), 0.3 * 0.7 + 0.7, 1e-12, 'A7 elasticity without bound: the mean');

-- B1-B7: Miller and Blair 2009, table 2.3; det(I - A) = 0.85 · 0.95 - 0.25 · 0.2 = 0.7575
CREATE TEMP TABLE mb AS SELECT supply_network '{1>1:150,1>2:500,2>1:200,2>2:100;1[output=1000],2[output=2000]}' AS net;
SELECT pg_temp.near(value, wanted / 0.7575, 1e-14, 'B1 L ' || supplier || ',' || "user")
FROM mb, leontief_inverse(net) JOIN (VALUES ('1', '1', 0.95), ('1', '2', 0.25), ('2', '1', 0.2), ('2', '2', 0.85)) AS w(supplier, "user", wanted) USING (supplier, "user");
SELECT pg_temp.near(output, wanted / 0.7575, 1e-14, 'B2 output of a new final demand (600, 1500), sector ' || node)
FROM mb, leontief_output(net, '{1:600,2:1500}') JOIN (VALUES ('1', 0.95 * 600 + 0.25 * 1500), ('2', 0.2 * 600 + 0.85 * 1500)) AS w(node, wanted) USING (node);
-- G = x^-1 L x: its second row is (0.2, 0.85 · 2) / 2 / 0.7575
SELECT pg_temp.near(value, wanted / 0.7575, 1e-14, 'B3 G ' || supplier || ',' || "user")
FROM mb, leontief_inverse(net, 'ghosh') JOIN (VALUES ('1', '1', 0.95), ('1', '2', 0.5), ('2', '1', 0.1), ('2', '2', 0.85)) AS w(supplier, "user", wanted) USING (supplier, "user");
SELECT pg_temp.near(output, wanted, 1e-14, 'B3b value added of sector 2 down by a tenth: sector ' || node)
FROM mb, ghosh_output(net, change => '{2:-140}') JOIN (VALUES ('1', 1000 - 140 * 0.1 / 0.7575), ('2', 2000 - 140 * 0.85 / 0.7575)) AS w(node, wanted) USING (node);
-- x_j · colsum(L)_j / L_jj; the inverse's denominator cancels
SELECT pg_temp.near(got, wanted, 1e-14, 'B4, B5 ' || what || ' extraction of sector ' || node)
FROM mb, hypothetical_extraction(net) AS h JOIN (VALUES ('1', 1000 * 1.15 / 0.95, 1000 * (1.15 - 0.7575) / 0.95, 1000 * (1.45 - 0.7575) / 0.95),
		('2', 2000 * 1.1 / 0.85, 2000 * (1.1 - 0.7575) / 0.85, 2000 * (0.95 - 0.7575) / 0.85)) AS w(node, total, backward, forward) USING (node),
	LATERAL (VALUES ('total', total_loss, total), ('backward', backward_loss, backward), ('forward', forward_loss, forward)) AS v(what, got, wanted);
-- dp = 0.3 · 0.65 · L[1,:]
SELECT pg_temp.near(price, wanted, 1e-14, 'B6 price of sector ' || node || ' when value added of sector 1 costs 30 % more')
FROM mb, leontief_price(net, value_added_change => '{1:0.3}') JOIN (VALUES ('1', 1 + 0.195 * 0.95 / 0.7575), ('2', 1 + 0.195 * 0.25 / 0.7575)) AS w(node, wanted) USING (node);
-- x_1 = (f_1 + a_12 · 1600) / (1 - a_11)
SELECT pg_temp.near(output, wanted, 1e-14, 'B7 output of sector ' || node || ' when sector 2 makes a fifth less')
FROM mb, constrained_output(net, '{2:0.2}') JOIN (VALUES ('1', (350 + 0.25 * 1600) / 0.85), ('2', 1600)) AS w(node, wanted) USING (node);
-- A keeps 90 of 100; B has its final demand of 45, 5 more, and 0.05 * 90 for A; A's final demand of 90 gets 90 - 0.2 * 54.5
SELECT pg_temp.near(output, wanted, 1e-14, 'a cut and a change of final demand at once: output of ' || node)
FROM constrained_output('{A>B:10,B>A:5;A[output=100],B[output=50]}', '{A:0.1}', '{B:5}') JOIN (VALUES ('A', 90), ('B', 54.5)) AS w(node, wanted) USING (node);
SELECT pg_temp.near(sum(unmet_demand), 10.9, 1e-13, 'and the demand that is not met')
FROM constrained_output('{A>B:10,B>A:5;A[output=100],B[output=50]}', '{A:0.1}', '{B:5}');
SELECT pg_temp.near(sum(loss), 0.2 * 2000 * 1.1 / 0.85, 1e-14, 'B7 the loss is a fifth of that of extraction') FROM mb, constrained_output(net, '{2:0.2}');

-- G1: one part, two products: 60 of the first, 20 of the second, 120 of margin lost
SELECT results_eq($$SELECT product_name, made, margin_earned, margin_lost FROM allocate_scarce(100, '{P2,P1}', '{3,5}', '{2,1}', '{60,60}')$$,
	$$VALUES ('P1', 60::float8, 300::float8, 0::float8), ('P2', 20, 60, 120)$$, 'G1 allocation');
-- G2: 4 motors · 0.15 kg of magnet · 6 % dysprosium at 300 a kg in a car of 30000
SELECT pg_temp.near(value_multiple(30000, 4 * 0.15 * 0.06, 300), 2777.7778, 1e-7, 'G2 value multiple');
SELECT * FROM finish();
ROLLBACK;
