-- Prices, technologies and bills of materials: laws, limits, an oracle of 60 digits.
BEGIN;
SELECT plan(43);

CREATE TEMP TABLE ces (cost_share float8, elasticity float8, input float8, loss float8);
\copy ces FROM 'test/data/ces_loss_cases.csv' WITH (FORMAT csv, HEADER)
SELECT is(count(*)::int, 468, 'CES vectors computed with 60 digits') FROM ces;
SELECT is_empty($$SELECT *, ces_loss(cost_share, elasticity, input) FROM ces
	WHERE abs(ces_loss(cost_share, elasticity, input) - loss) > 2e-14 * abs(loss) + 1e-16$$, 'scalar CES loss');
SELECT is_empty($$SELECT *, ces_loss(a, e, x) FROM (VALUES (1e-6, 0.5, 0.1, 8.999919000728992e-6), (1e-9, 0.04, 0.9, 4.806916688569789e-10),
		(1e-12, 2, 1000, -6.124555320430535e-11), (1e-30, 0.5, 0.1, 9.000000000000001e-30)) v(a, e, x, wanted)
	WHERE abs(ces_loss(a, e, x) / wanted - 1) > 1e-14$$, 'an input with next to no share of cost, computed with 110 digits');
SELECT is_empty($$
	SELECT cost_share, elasticity, input, loss, 1 - ces_output(x, a, elasticity)
	FROM ces, LATERAL (VALUES (input, cost_share), (1, 1 - cost_share)) AS v(x, a)
	GROUP BY cost_share, elasticity, input, loss
	HAVING abs(1 - ces_output(x, a, elasticity) - loss) > 1e-14$$, 'the aggregate over two inputs');
SELECT is_empty($$
	SELECT cost_share, elasticity, input
	FROM ces, LATERAL (VALUES (input * 0.3, cost_share * 7), (0.3, (1 - cost_share) * 7)) AS v(x, a)
	WHERE elasticity > 0
	GROUP BY cost_share, elasticity, input, loss
	HAVING abs(ces_output(x, a, elasticity) / 0.3 - (1 - loss)) > 2e-14$$,
	'is homogeneous of degree one, and shares need not sum to 1');

CREATE TEMP TABLE parts AS
SELECT g % 7 AS product, 0.2 + 0.8 * ((g * 7919) % 1000) / 1000.0::float8 AS input,
	1.0::float8 + g % 13 AS share, ((g * 31) % 100) / 100.0::float8 AS shortage, g % 3 = 0 AS essential
FROM generate_series(1, 2000) g;
SELECT is_empty($$
	SELECT product FROM parts GROUP BY product
	HAVING ces_output(input, share, 0.3 ORDER BY input) IS DISTINCT FROM ces_output(input, share, 0.3 ORDER BY share, input DESC)$$,
	'output does not depend on row order');
-- oracle in plain SQL
SELECT is_empty($$
	SELECT product, s FROM parts, unnest('{0.1,0.5,0.9,1.5,8}'::float8[]) s GROUP BY product, s
	HAVING abs(ces_output(input, share, s) - (sum(share * input ^ ((s - 1) / s)) / sum(share)) ^ (s / (s - 1))) > 1e-12$$,
	'many inputs equal the formula');
SELECT is_empty($$
	SELECT product FROM parts GROUP BY product
	HAVING bottleneck_shortage(shortage, share, essential) IS DISTINCT FROM
		greatest(max(shortage) FILTER (WHERE essential),
			coalesce(sum(share * shortage) FILTER (WHERE NOT essential), 0) / sum(share))
	AND abs(bottleneck_shortage(shortage, share, essential) -
		greatest(max(shortage) FILTER (WHERE essential),
			coalesce(sum(share * shortage) FILTER (WHERE NOT essential), 0) / sum(share))) > 1e-15$$,
	'bottleneck shortage equals the formula');

-- combining halves gives the whole
SELECT is(te_support.te_ces_output_final(te_support.te_ces_output_combine(
		te_support.te_ces_output_accum(te_support.te_ces_output_accum(NULL, 0.5, 1, 0.2), 1e-5, 2, 0.2),
		te_support.te_ces_output_accum(te_support.te_ces_output_accum(NULL, 0.9, 3, 0.2), 2, 1, 0.2))),
	(SELECT ces_output(i, s, 0.2) FROM (VALUES (0.5, 1), (1e-5, 2), (0.9, 3), (2, 1)) AS v(i, s)), 'combine');
SELECT is(te_support.te_ces_output_final(te_support.te_ces_output_combine(NULL, te_support.te_ces_output_accum(NULL, 0.5, 1, 0.2))), 0.5::float8, 'combine with nothing');
SELECT is(te_support.te_bottleneck_final(te_support.te_bottleneck_combine(te_support.te_bottleneck_accum(NULL, 1, 6, false), te_support.te_bottleneck_accum(NULL, 0, 2, true))),
	0.75::float8, 'combine bottlenecks');

-- empty, NULL, zero
SELECT is(ces_output(1, 1, 0.5), NULL::float8, 'no rows') FROM parts WHERE false;
SELECT is(ces_output(i, s, 0.5), 0.25::float8, 'rows with NULL do not count')
FROM (VALUES (0.25::float8, 1::float8), (NULL, 5), (1, NULL)) AS v(i, s);
SELECT is(ces_output(0.4, 0, 0.5), NULL::float8, 'no share at all');
-- 1012.49… from the formula with 80 digits
SELECT cmp_ok(abs(ces_output(x, a, 1.000000000001) / 1012.4913436994383 - 1), '<', 1e-13::float8, 'an input that is gone, elasticity next to 1')
FROM (VALUES (0::float8, 1e-12::float8), (1e6, 1), (0.999999999999, 0.22735593351579286), (0.5611113432735506, 0.5764318059917722)) v(x, a);
SELECT is(ces_output(i, 1, 0.5), 0::float8, 'an input that is gone, elasticity below 1') FROM (VALUES (0::float8), (1)) v(i);
SELECT is(ces_output(i, 1, 2), 0.25::float8, 'an input that is gone, elasticity 2') FROM (VALUES (0::float8), (1)) v(i);
SELECT is(ces_output(i, 1, 2), 0::float8, 'all inputs gone') FROM (VALUES (0::float8), (0)) v(i);
SELECT is(ces_output(i, 1, 0), 0.25::float8, 'elasticity 0') FROM (VALUES (0.25::float8), (0.5)) v(i);
SELECT is(bottleneck_shortage(1, 1, true), NULL::float8, 'no parts') FROM parts WHERE false;
SELECT is(bottleneck_shortage(s, 1, true), 0.5::float8, 'unknown parts do not count') FROM (VALUES (0.5::float8), (NULL)) v(s);

-- market clearing: laws
SELECT is_empty($$
	SELECT c, es, ed, cap FROM generate_series(0, 0.95, 0.05) c, unnest('{0,0.1,1,3}'::float8[]) es,
		unnest('{0.05,0.3,1,2}'::float8[]) ed, unnest('{0.1,0.5,0.9,NULL}'::float8[]) cap,
		LATERAL price_response(c, es, ed, cap) r
	WHERE r.quantity > coalesce(cap, 2) OR r.price < 1 OR r.buyer_loss < 0
		OR abs(r.price ^ -ed - r.quantity) > 1e-12
		OR abs(least(coalesce(cap, 9), (1 - c) * r.price ^ es) - r.quantity) > 1e-12$$,
	'demand and supply curves meet where it clears');
SELECT is_empty($$
	SELECT ed, p.price FROM unnest('{0.2,0.5,1,1.7}'::float8[]) ed, LATERAL price_response(0.5, 0.4, ed) p,
		LATERAL (SELECT sum((1 + (p.price - 1) * (i - 0.5) / 20000) ^ -ed) * (p.price - 1) / 20000 AS area FROM generate_series(1, 20000) i) s
	WHERE abs(area - p.buyer_loss) > 1e-8$$, 'buyers'' loss is the area under the demand curve');
SELECT is((price_response(1, 0.2, 0.3)).price, NULL::float8, 'no supply: no price');
SELECT is((price_response(1, 0.2, 0.3)).quantity, 0::float8, 'no supply: no quantity');
SELECT is((price_response(0.5, 0, 0)).price, NULL::float8, 'nothing reacts: no price clears');
SELECT is((price_response(0, 0, 0)).price, 1::float8, 'nothing reacts, nothing happens');
SELECT is((price_response(NULL, 0, 0)).price, NULL::float8, 'NULL cut');

-- allocation: no other allocation earns more
SELECT is_empty($$
	SELECT supply FROM generate_series(0, 300, 25) supply,
		LATERAL (SELECT sum(margin_earned) AS best, sum(part_used) AS used
			FROM allocate_scarce(supply, '{A,B,C}', '{5,3,4}', '{1,2,0.5}', '{60,60,40}')) a,
		LATERAL (SELECT max(5 * x + 3 * y + 4 * z) AS lattice
			FROM generate_series(0, 60, 5) x, generate_series(0, 60, 5) y, generate_series(0, 40, 5) z
			WHERE x + 2 * y + 0.5 * z <= supply) b
	WHERE lattice > best + 1e-9 OR used > supply + 1e-9$$, 'no allocation on a lattice earns more');
SELECT results_eq($$SELECT product_name, made, margin_per_part FROM allocate_scarce(0, '{A,free}', '{5,1}', '{1,0}', '{60,7}')$$,
	$$VALUES ('free', 7::float8, NULL::float8), ('A', 0, 5)$$, 'a product without the part is always made');
SELECT is_empty($$SELECT * FROM allocate_scarce(10, '{}', '{}', '{}', '{}')$$, 'no products');
SELECT throws_like($$SELECT * FROM allocate_scarce(10, '{A,B}', '{1}', '{1,1}', '{1,1}')$$, '%"margins" has 1 elements, but "products" has 2%', 'arrays of different length');

-- a choke price and stocks: solved by an independent program (brentq on the excess demand, the loss by quadrature)
SELECT results_eq($$SELECT round(price::numeric, 9), round(quantity::numeric, 9), capacity_binds, round(expenditure::numeric, 9), round(buyer_loss::numeric, 9), choke_binds
	FROM (VALUES (0.6, 0.2, 0.3, NULL::float8, NULL::float8, 0.1), (0.6, 0.2, 0.3, 0.45, NULL, 0.1), (1, 0.2, 0.3, NULL, NULL, 0.25), (0.6, 0.2, 0.3, NULL, 4, 0), (0.6, 0.2, 0.3, 0.45, 8, 0.05),
		(1, 0.2, 0.3, NULL, 10, 0), (0.6, 0.2, 0.3, NULL, NULL, 0.7), (0.6, 0.2, 0.3, NULL, 7, 0), (0.6, 0, 0, NULL, 3, 0.2)) AS v(c, es, ed, cap, choke, release), LATERAL price_response(c, es, ed, cap, choke, release)$$,
	$$VALUES (4.447165981, 0.639109096, false, 2.842224228, 2.631748897, false), (7.335972619, 0.55, true, 4.03478494, 4.335407058, false), (101.593667326, 0.25, false, 25.398416831, 34.854881188, false),
		(4.0, 0.527803164, false, 2.111212657, 2.341451174, true), (8, 0.5, true, 4, 4.695848357, true), (10, 0, false, 0, 5.731246195, true),
		(1, 1, false, 1, 0, false), (6.25, 0.577079962, false, 3.606749765, 3.723928235, false), (3, 0.6, false, 1.8, 2, true)$$, 'choke price and stock release');
SELECT results_eq($$SELECT round(price::numeric, 9), round(quantity::numeric, 9), capacity_binds, choke_binds FROM unnest('{NULL,2.5}'::float8[]) AS choke,
		price_response('{CHN:60,AUS:30,USA:10}'::supply_mix, '{CHN:1}'::supply_mix, 0.2, 0.3, '{AUS:33}', choke, 10)$$,
	'VALUES (6.337699733, 0.574672615, true, false), (2.5, 0.550112443, true, true)', '… of several producers, the stock in their unit');
SELECT is_empty($$SELECT c, es, ed, choke, release FROM unnest('{0,0.3,0.9,1}'::float8[]) AS c, unnest('{0,0.2,2}'::float8[]) AS es, unnest('{0,0.3,1,2}'::float8[]) AS ed, unnest('{1,1.5,20,NULL}'::float8[]) AS choke,
		unnest('{0,0.05,0.5,1}'::float8[]) AS release, unnest('{0.3,NULL}'::float8[]) AS cap, LATERAL price_response(c, es, ed, cap, choke, release) AS r,
		LATERAL price_response(c, es, ed, cap, NULL, release) AS free
	WHERE r.price > choke OR r.quantity > 1 + 1e-12 OR r.choke_binds <> (coalesce(free.price, 'Infinity') > coalesce(choke, 'Infinity')) OR NOT r.choke_binds AND r IS DISTINCT FROM free
		OR r.choke_binds AND (r.price <> choke OR abs(r.quantity - least(coalesce(cap, 9), (1 - c) * choke ^ es) - release) > 1e-12)$$, 'nothing is sold above the choke price; below it, it changes nothing');
SELECT is_empty($$SELECT c, es, ed FROM unnest('{0.3,0.9}'::float8[]) AS c, unnest('{0.1,2}'::float8[]) AS es, unnest('{0.3,1}'::float8[]) AS ed,
		LATERAL (SELECT array_agg(price ORDER BY release) AS prices FROM unnest('{0,1e-12,0.05,0.1,0.2}'::float8[]) AS release, price_response(c, es, ed, stock_release => release)) AS r
	WHERE abs(r.prices[1] / r.prices[2] - 1) > 1e-9 OR prices[2] < prices[3] OR prices[3] < prices[4] OR prices[4] < prices[5]$$, 'a stock never raises the price; a tiny one hardly moves it');
SELECT throws_like('SELECT price_response(0.5, 1, 1, choke_price => 0.5)', 'argument "choke_price" must be at least 1, but is 0.5', 'buyers pay today''s price');

-- bad input names the place
SELECT throws_like($$SELECT ces_loss(1.2, 1, 1)$$, 'argument "cost_share" must lie between 0 and 1, but is 1.2', 'share above 1');
SELECT throws_like($$SELECT ces_output(1, 1, e) FROM (VALUES (1::float8), (2)) v(e)$$, 'argument "elasticity" must be the same%', 'elasticity varies');
SELECT throws_like($$SELECT bottleneck_shortage('NaN', 1, true)$$, 'argument "shortage" must be a finite number, but is NaN', 'NaN');
SELECT throws_like($$SELECT te_support.te_ces_output_final('{1,2}')$$, 'not a state of this aggregate', 'a forged state');
-- B would lose 0.4 a unit: it is not made, A gets all it wants
SELECT results_eq($$SELECT product_name, made, part_used, lost, margin_earned, margin_lost FROM allocate_scarce(100, '{A,B,C}', '{5,-0.4,-1}', '{1,2,0}', '{60,60,7}') ORDER BY 1$$,
	$$VALUES ('A', 60::float8, 60::float8, 0::float8, 300::float8, 0::float8), ('B', 0, 0, 60, 0, 0), ('C', 0, 0, 7, 0, 0)$$, 'what would lose is not made');
SELECT throws_like($$SELECT allocate_scarce(1, '{A}', '{NaN}', '{1}', '{1}')$$, '%"margins"%NaN', 'a margin is a number');
SELECT * FROM finish();
ROLLBACK;
