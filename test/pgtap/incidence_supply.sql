-- Tariffs where sellers' prices give way: the market clears, parties' gains are areas, known models are its ends.
BEGIN;
SELECT plan(29);

-- Solved by an independent program: all prices at once by scipy.optimize.root on demand = supply of every origin, surpluses by quadrature.
CREATE TEMP TABLE market (name text, mix supply_mix, tariff supply_mix, elasticity float8, demand_elasticity float8, supply_mix_given supply_mix, before supply_mix, embargo text[], domestic text);
INSERT INTO market VALUES
	('a tariff', '{A:60,B:40}', '{A:0.25}', 4, 1, '{A:2,B:2}', NULL, NULL, 'B'),
	('three origins, one of them small', '{A:60,B:30,C:10}', '{A:0.25,B:0.1}', 5, 1.2, '{A:3,C:1.5}', NULL, NULL, 'C'),
	('a tariff that rises', '{A:50,B:20,C:30}', '{A:0.4,B:0.1}', 3, 0.8, '{A:4,B:2,C:1}', '{A:0.1,B:0.1}', NULL, 'C'),
	('a tariff that goes', '{A:50,B:20,C:30}', '{B:0.1}', 3, 0.8, '{A:4,B:2,C:1}', '{A:0.3,B:0.1}', NULL, 'C'),
	('poor substitutes', '{A:60,B:40}', '{A:0.25}', 0.5, 0.3, '{A:2,B:0.7}', NULL, NULL, 'B'),
	('an embargo', '{A:60,B:30,C:10}', '{B:0.25}', 4, 1, '{A:2,B:2,C:1}', NULL, '{A}', 'C'),
	('a subsidy', '{A:60,B:40}', '{A:-0.5}', 4, 1, '{A:2,B:1}', NULL, NULL, 'B');
CREATE TEMP TABLE solved (name text, price_index numeric, buyers numeric, treasury numeric, seller_gains numeric[], received numeric[], quantity numeric[]);
INSERT INTO solved VALUES
	('a tariff', 1.0889590584, -8.5222247673, 10.9090909091, '{-5.45454545,1.81818182}', '{0.899288626,1.0435320112}', '{0.8087200329,1.0889590584}'),
	('three origins, one of them small', 1.1251536963, -11.6540008031, 13.6586654608, '{-4.257169,0,0.75234632}', '{0.9199344255,1,1.0713693952}', '{0.7785215052,0.9719448187,1.108942056}'),
	('a tariff that rises', 1.120269097, -12.2909329966, 9.5829407372, '{-2.87026045,1.07820545,1.99596588}', '{0.9345762345,1.0512399009,1.0644549743}', '{0.762884748,1.1051053293,1.0644549743}'),
	('a tariff that goes', 0.8653904913, 16.6729987658, -15.3474675635, '{3.97969371,-1.15822521,-2.20546255}', '{1.0692999124,0.9383683094,0.923563297}', '{1.3073688257,0.8805350841,0.923563297}'),
	('poor substitutes', 1.1307486952, -12.8319638024, 13.5130416115, '{-1.98261118,0.83362741}', '{0.9658001867,1.02069115}', '{0.9327700006,1.0144392504}'),
	('an embargo', 2.1392458831, -76.0453375871, 15.0186983539, '{-20,10.02493114,7.45325412}', '{NULL,1.2604443536,1.5781795915}', '{0,1.5887199686,1.5781795915}'),
	('a subsidy', 0.7185755577, 33.0484418636, -73.0953764303, '{28.73025095,-6.54768822}', '{1.3456213963,0.8201314463}', '{1.8106969422,0.8201314463}');
SELECT results_eq(format($$SELECT price_index, buyers, treasury FROM solved WHERE name = %L$$, m.name),
	format('SELECT round(price_index::numeric, 10), round(buyer_gain::numeric, 10), round(treasury_gain::numeric, 10) FROM market, armington_welfare(mix, tariff, elasticity, NULL, demand_elasticity, domestic, supply_mix_given, before, embargo) WHERE name = %L', m.name), m.name)
FROM market AS m;
SELECT results_eq(format($$SELECT seller_gains, received, quantity FROM solved WHERE name = %L$$, m.name),
	format('SELECT array_agg(round(seller_gain::numeric, 8) ORDER BY origin), array_agg(round(price_received::numeric, 10) ORDER BY origin), array_agg(round(quantity::numeric, 10) ORDER BY origin)
		FROM market, armington_supply(mix, tariff, elasticity, NULL, demand_elasticity, domestic, supply_mix_given, before, embargo) WHERE name = %L', m.name), m.name || ', by origin')
FROM market AS m;

-- by hand, in fractions: σ 4, η 1, s 2 give 480/11 and 500/11 at the border, 120/11 of duty, -60/11 and 20/11 for the sellers
SELECT results_eq($$SELECT origin, round(value_after::numeric, 10), round(duty_after::numeric, 10), round(seller_gain::numeric, 10) FROM armington_supply('{CHN:60,USA:40}', '{CHN:0.25}', 4, 2, domestic => 'USA')$$,
	$$VALUES ('CHN', round(480 / 11.0, 10), round(120 / 11.0, 10), round(-60 / 11.0, 10)), ('USA', round(500 / 11.0, 10), 0, round(20 / 11.0, 10))$$, 'in fractions');

-- a grid of markets: what the equations of the model say, written again in SQL
CREATE TEMP TABLE grid AS
SELECT row_number() OVER () AS n, sigma, eta, sa, sb, t, '{A:60,B:30,C:10}'::supply_mix AS mix, supply_mix(ARRAY['A', 'B'], ARRAY[t, t / 2]::float8[]) AS tariff, supply_mix(ARRAY['A', 'B', 'C'], ARRAY[sa, sb, 2]::float8[]) AS supply
FROM unnest('{0.5,1,1.0000001,2,6,30}'::float8[]) AS sigma, unnest('{0.1,1,3}'::float8[]) AS eta, unnest('{0.2,5}'::float8[]) AS sa, unnest('{0,1,40}'::float8[]) AS sb, unnest('{-0.3,0.01,0.25,3}'::float8[]) AS t;
CREATE TEMP TABLE row_of AS SELECT g.*, a.*, (value_before / 100) AS share FROM grid AS g, armington_supply(mix, tariff, sigma, NULL, eta, NULL, supply) AS a;
SELECT is((SELECT count(*) FROM row_of), 1296::bigint, 'the grid has 432 markets of three');
SELECT is_empty($$SELECT n FROM row_of WHERE abs(ln(quantity) - CASE origin WHEN 'A' THEN sa WHEN 'B' THEN sb ELSE 2 END * ln(price_received)) > 1e-12$$, 'sellers stand on their supply curves');
SELECT is_empty($$SELECT n FROM row_of WHERE abs(ln(quantity) + sigma * ln(price_paid / price_index) + eta * ln(price_index)) > 1e-11 * (1 + sigma)$$, 'buyers on their demand curves');
SELECT is_empty($$SELECT n FROM row_of GROUP BY n, sigma HAVING abs(ln(avg(price_index)) - CASE WHEN sigma = 1 THEN sum(share * ln(price_paid)) ELSE ln(sum(share * power(price_paid, 1 - sigma))) / (1 - sigma) END)
	> CASE WHEN abs(sigma - 1) BETWEEN 1e-9 AND 1e-3 THEN 1e-8 ELSE 1e-12 END$$, 'the index is that of the prices');
SELECT is_empty($$SELECT n FROM row_of WHERE abs(price_paid / price_received - 1 - CASE origin WHEN 'A' THEN t WHEN 'B' THEN t / 2 ELSE 0 END) > 1e-12 * (1 + t)$$, 'between what is paid and received lies the duty');
SELECT is_empty($$SELECT n FROM row_of WHERE abs(value_after / value_before - quantity * price_received) > 1e-12 OR abs(duty_after - value_after * CASE origin WHEN 'A' THEN t WHEN 'B' THEN t / 2 ELSE 0 END) > 1e-10$$, 'values and duties');
SELECT is_empty($$SELECT g.n FROM grid AS g, armington_welfare(mix, tariff, sigma, NULL, eta, 'C', supply) AS w WHERE world_gain > 1e-9 AND t > 0 OR abs(world_gain - buyer_gain - home_seller_gain - treasury_gain - foreign_seller_gain) > 1e-9$$,
	'a tariff never makes the world richer; parties add up');

-- the ends: supply at a constant price is armington_diversion, an only origin is tariff_incidence
SELECT is_empty($$SELECT g.n FROM grid AS g, armington_diversion(mix, tariff, sigma, eta) AS d JOIN armington_supply(mix, tariff, sigma, NULL, eta) AS s USING (origin) WHERE g.sa = 5 AND g.sb = 1
	AND (abs(d.value_after - s.value_after) > 1e-9 OR abs(d.price_index - s.price_index) > 1e-12 OR s.price_received <> 1)$$, 'without limits of supply trade goes where armington_diversion says');
SELECT is_empty($$SELECT eta, s, t FROM unnest('{0.5,1,2}'::float8[]) AS eta, unnest('{0,1.5,3}'::float8[]) AS s, unnest('{-0.2,0.25,2}'::float8[]) AS t,
		armington_welfare('{A:10}', supply_mix(ARRAY['A'], ARRAY[t]), 4, s, eta) AS w, tariff_incidence(10, t, eta, s) AS i
	WHERE abs(w.buyer_gain + i.buyer_loss) > 1e-11 OR abs(w.foreign_seller_gain + i.seller_loss) > 1e-11 OR abs(w.treasury_gain - i.revenue) > 1e-11
		OR abs(w.world_gain + i.deadweight_loss) > 1e-11 OR abs(w.price_index - i.price_paid) > 1e-12$$, 'of one origin who pays is what tariff_incidence says');
SELECT results_eq($$SELECT DISTINCT price_paid, price_received, quantity, price_index, seller_gain FROM grid AS g, armington_supply(mix, '{}', sigma, NULL, eta, NULL, supply)$$, 'VALUES (1::float8, 1::float8, 1::float8, 1::float8, 0::float8)', 'no change, no change');
-- a small country gains nothing by a tariff, a large one may: the terms of trade
SELECT ok(small.importer_gain < 0 AND large.importer_gain > 0, 'who can press prices gains by a small tariff')
FROM armington_welfare('{A:60,B:40}', '{A:0.05}', 4, NULL, 1, 'B') AS small, armington_welfare('{A:60,B:40}', '{A:0.05}', 4, 1, 1, 'B') AS large;

SELECT is((SELECT array_agg(price_index) FROM armington_supply('{A:60,B:40}', '{A:0.25}', 0, 0)), '{NULL,NULL}'::float8[], 'what nothing moves has no price');
SELECT is((armington_welfare('{A:60,B:40}', '{}', 1, 2, embargo => '{A}')).price_index, NULL::float8, 'an embargo on what nothing replaces has none either');
SELECT throws_ok($$SELECT armington_welfare('{A:60,B:40}', '{}', 4, domestic => 'C')$$, '22023', '"domestic" is "C", which is not an origin of the mix', 'home is an origin');
SELECT * FROM finish();
ROLLBACK;
