-- Disruptions, prices and diversion over supply mixes: equal to the scalar models, laws, bad input.
BEGIN;
SELECT plan(59);

CREATE TEMP TABLE mixes AS
SELECT n, supply_mix(chr(64 + o), ((n * 7919 + o * o * 131) % 97)::float8) AS mix
FROM generate_series(1, 40) n, generate_series(1, 6) o GROUP BY n;

SELECT is_empty($$
	SELECT n FROM mixes, unnest('{0.3,1}'::float8[]) cut
	WHERE abs(disruption_loss(mix, supply_mix(ARRAY['B'], ARRAY[cut]), 90, cover => 12)
		- disruption_loss(dependency_share(mix, 'B'), 90, cut, cover => 12)) > 1e-12$$, 'one origin: the scalar model');
SELECT is_empty($$
	SELECT n FROM mixes
	WHERE abs(disruption_loss(mix, '{A:0.5,C:1}'::supply_mix, 90) - 90 * (0.5 * dependency_share(mix, 'A') + dependency_share(mix, 'C'))) > 1e-11$$,
	'several origins: cuts weighted by share');
SELECT is_empty($$
	SELECT n FROM mixes, LATERAL disruption_detail(mix, '{B:1,C:0.5}'::supply_mix, 200, spare => '{A:10,C:10}'::supply_mix,
			cover => 5, alternative_start => 20, alternative_ramp => 60) m,
		LATERAL disruption_detail(dependency_share(mix, 'B') + 0.5 * dependency_share(mix, 'C'), 200, cover => 5,
			alternative => 15 / total(mix), alternative_start => 20, alternative_ramp => 60) s
	WHERE abs(m.loss - s.loss) > 1e-11 OR m.time_to_survive IS DISTINCT FROM s.time_to_survive AND abs(m.time_to_survive - s.time_to_survive) > 1e-9$$,
	'spare capacity of what the shock leaves is an alternative');
SELECT is(disruption_loss('{A:1}'::supply_mix, '{Z:1}'::supply_mix, 90), 0::float8, 'a shock to an origin that does not supply');
SELECT is(disruption_loss('{A:1}'::supply_mix, '{}'::supply_mix, 90), 0::float8, 'no shock');
SELECT is(disruption_loss('{}'::supply_mix, '{A:1}'::supply_mix, 90), NULL::float8, 'no supply');
SELECT is(disruption_loss(supply_mix(ARRAY['A', NULL], ARRAY[3, 1]::float8[]), supply_mix(ARRAY[NULL::text], ARRAY[1::float8]), 8), 2::float8, 'a cut of the unspecified');
SELECT is(disruption_loss('{A:1}'::supply_mix, NULL::supply_mix, 90), NULL::float8, 'NULL');
SELECT throws_like($$SELECT disruption_loss('{A:1}'::supply_mix, '{A:60}'::supply_mix, 90)$$, '"shock" of origin "A" must lie between 0 and 1, but is 60', 'a shock in percent names the origin');
SELECT throws_like($$SELECT disruption_loss('{A:1}'::supply_mix, '{A:1}'::supply_mix, 90, spare => '{B:-1}'::supply_mix)$$, '"spare" of origin "B" must be at least 0, but is -1', 'negative spare capacity');
SELECT throws_like($$SELECT disruption_loss('{A:1,B:-2}'::supply_mix, '{A:1}'::supply_mix, 90)$$, '%net negative%', 'a net negative origin');

-- one scenario for a network and for a mix: the buyer loses the same
CREATE TEMP TABLE scenario AS
SELECT jsonb_build_object('supplier', 'CN', 'user', 'JPN', 'cut', cut, 'from', 5, 'duration', days) AS shocks, stock
FROM unnest('{0.3,1}'::float8[]) AS cut, unnest('{1,20,60.5}'::float8[]) AS days, unnest('{0,7,30}'::float8[]) AS stock;
SELECT is_empty($$SELECT shocks, stock, orders, n.production_loss / 10, m.lost FROM scenario, (VALUES ('fixed'), ('alternative')) AS o(orders),
	LATERAL (SELECT production_loss FROM dynamic_loss_by_node('{CHN>JPN:2555,AUS>JPN:1095;CHN[sector=k],AUS[sector=k],JPN[final_demand=3650]}', shocks, 120,
		inventory => stock, overproduction => 1, orders => o.orders) WHERE node = 'JPN') AS n,
	LATERAL (SELECT disruption_loss('{CHN:70,AUS:30}'::supply_mix, s.shock, s.duration, cut_start => s.cut_start, cover => stock) AS lost
		FROM mix_shock('{CHN:70,AUS:30}', shocks, 'JPN') AS s) AS m
	WHERE abs(n.production_loss / 10 - m.lost) > 1e-9$$, 'mix_shock and dynamic_loss: one scenario, one loss');
SELECT is(s::text, wanted, shocks) FROM (VALUES
	('{"supplier": "CN", "user": "JP", "cut": 0.5, "from": 5, "duration": 60}', '({CHN:0.5},5,60,0,)'),
	('{"supplier": ["AUS", "CHN"], "cut": 0.25, "duration": 9, "recovery": "linear", "recovery_time": 30}', '("{AUS:0.25,CHN:0.25}",0,9,30,)'),
	('{"user": "JPN", "cut": 0.5}', '("{"""":0.5,AUS:0.5,CHN:0.5}",0,,0,)'),
	('[{"supplier": "CHN", "cut": 0.5}, {"node": "CHN", "cut": 0.5}]', '({CHN:0.75},0,,0,)'),
	('{"supplier": "CHN", "cut": 1, "from_date": "2026-04-04", "duration": 10}', '({CHN:1},3,10,0,)'),
	('{"supplier": "CHN", "cut": 1, "from_date": "2026-03-29", "duration": 10}', '({CHN:1},0,7,0,)'),
	('{"supplier": "CHN", "user": "KOR", "cut": 1, "duration": 10}', '({},0,0,0,"these names mean nothing here: user ""KOR""")'),
	('[{"supplier": "Chian", "user": "JPN", "cut": 1}, {"node": "Cuba", "cut": 1}]', '({},0,0,0,"these names mean nothing here: supplier ""Chian"", node ""Cuba""")'),
	('[]', '({},0,0,0,)')) AS v(shocks, wanted),
	mix_shock(supply_mix(ARRAY['CHN', 'AUS', 'JPN', NULL], ARRAY[70, 20, 5, 5]::float8[]), shocks::jsonb, 'JPN', '2026-04-01') AS s;
SELECT results_eq($$SELECT shock::text FROM mix_shock('{"CHN|ore":7,"CHN|steel":3}', '{"supplier": "CHN", "product": "ore", "cut": 1}', 'JPN')$$, $$VALUES ('{"CHN|ore":1}')$$, 'a product of the label');
SELECT is(s.shock, NULL, 'NULL mix') FROM mix_shock(NULL, '[]', 'JPN') AS s;
SELECT throws_like($$SELECT mix_shock('{CHN:1}', '{"supplier": "CHN", "cut": 1}', NULL)$$, 'argument "node" must not be NULL', 'whose mix it is');
SELECT throws_like($$SELECT mix_shock('{CHN:1}', '{"supplier": "CHN", "cut": 1, "from_date": "2026-04-04"}', 'JPN')$$, '%"from_date" needs a first day', 'a date needs a first day');
SELECT throws_like($$SELECT mix_shock('{CHN:1,AUS:1}', '[{"supplier": "CHN", "cut": 1, "duration": 9}, {"supplier": "AUS", "cut": 1}]', 'JPN')$$,
	'the shocks do not begin, last and recover alike', 'one course');
SELECT throws_like($$SELECT mix_shock('{CHN:1}', '{"supplier": "CHN", "cut": 1, "recovery": "logistic", "recovery_time": 9}', 'JPN')$$, 'a mix recovers in a line, or at once', 'a recovery that a mix does not know');
SELECT throws_like($$SELECT mix_shock('{CHN:1}', '{"node": "CHN", "kind": "demand", "cut": 1}', 'JPN')$$, 'a shock of kind "demand" is not one of a mix', 'a kind that a mix does not know');

-- a name that means nothing is said, where the mix is of countries; a country that does not supply is none
SELECT throws_like(query, wrong, query) FROM (VALUES
	($$SELECT disruption_loss('{CHN:70,AUS:30}'::supply_mix, '{Chian:1}', 90)$$, '"shock" names "Chian", which is neither an origin of the mix nor a country'),
	($$SELECT disruption_detail('{CHN:70,AUS:30}'::supply_mix, '{CN:1,Chian:1}', 90)$$, '"shock" names "Chian", %'),
	($$SELECT price_response('{CHN:70,AUS:30}'::supply_mix, '{EU:1}', 0.2, 0.3)$$, '"shock" names "EU", %'),
	($$SELECT armington_price('{CHN:60,VNM:40}', '{Chian:0.25}', 4)$$, '"tariff" names "Chian", %'),
	($$SELECT armington_diversion('{CHN:60,VNM:40}', '{}', 4, embargo => '{Chian}')$$, '"embargo" names "Chian", %')) AS v(query, wrong);
SELECT is(disruption_loss('{CHN:70,AUS:30}'::supply_mix, '{Vietnam:1,DE:1}', 90), 0::float8, 'countries that do not supply');
SELECT is(disruption_loss('{CHN:70,Lynas:30}'::supply_mix, '{Lyna:1}', 90), 0::float8, 'where origins are firms, too, any name may be one of them');
SELECT is(round(disruption_loss('{CHN:70,AUS:30}'::supply_mix, '{CHN:1}', 100, spare => '{Lynas:20}')::numeric, 9), 50.000000000, 'a new mine may have any name');

-- prices
SELECT is_empty($$
	SELECT cut, es, ed FROM generate_series(0, 0.9, 0.1) cut, unnest('{0,0.2,1,4}'::float8[]) es, unnest('{0.1,1,3}'::float8[]) ed,
		LATERAL price_response(supply_mix(ARRAY['A', 'B'], ARRAY[cut, 1 - cut]::float8[]), '{A:1}'::supply_mix, es, ed) m, LATERAL price_response(cut, es, ed) s
	WHERE abs(m.price / s.price - 1) > 1e-12 OR abs(m.quantity / s.quantity - 1) > 1e-12$$, 'without capacities: the closed form');
SELECT is_empty($$
	SELECT cap, es, ed FROM unnest('{0.05,0.4,0.41,0.5,2}'::float8[]) cap, unnest('{0,0.2,1,4}'::float8[]) es, unnest('{0.1,1,3}'::float8[]) ed,
		LATERAL price_response('{A:0.6,B:0.4}'::supply_mix, '{A:1}'::supply_mix, es, ed, supply_mix(ARRAY['B'], ARRAY[cap])) m, LATERAL price_response(0.6, es, ed, cap) s
	WHERE abs(m.price / s.price - 1) > 1e-12 OR abs(m.quantity / s.quantity - 1) > 1e-12 OR m.capacity_binds <> s.capacity_binds$$,
	'one producer left: the closed form with capacity');
SELECT is_empty($$
	SELECT n, es, ed FROM mixes, unnest('{0,0.3,2}'::float8[]) es, unnest('{0.2,1}'::float8[]) ed,
		LATERAL price_response(mix, '{A:1,B:0.5}'::supply_mix, es, ed, mix * 1.1) r,
		LATERAL (SELECT sum(least(amount * 1.1, amount * CASE origin WHEN 'A' THEN 0 WHEN 'B' THEN 0.5 ELSE 1 END * r.price ^ es)) / total(mix) AS sold FROM each_origin(mix)) s
	WHERE abs(sold - r.quantity) > 1e-12 OR abs(r.price ^ -ed - r.quantity) > 1e-12$$, 'several producers at capacity: curves meet');
SELECT is(r, '(2,0.5,t,1,0.6931471805599453,f)', 'a producer without capacity is held back') FROM (SELECT r::text FROM
	price_response('{A:1,B:1}'::supply_mix, '{}'::supply_mix, 0, 1, '{A:0}') r) r;
SELECT is((price_response('{A:1,B:43.84005794260809,C:1,D:1,E:30}'::supply_mix, '{}'::supply_mix, 0, 0)).price, 1::float8,
	'nothing is cut: no price changes, though shares do not add up to 1 in binary');
SELECT is((price_response('{A:1}'::supply_mix, '{A:1}'::supply_mix, 0.3, 0.3)).price, NULL::float8, 'no producer left');
SELECT is((price_response('{A:0.6,B:0.4}'::supply_mix, '{A:1}'::supply_mix, 2, 0, '{B:0.5}')).price, NULL::float8, 'rigid demand above all capacity: no price');
SELECT is((price_response('{A:0.6,B:0.4}'::supply_mix, '{A:1}'::supply_mix, 2, 0, '{B:0.5}')).quantity, 0.5::float8, 'and all capacity is used');

-- diversion
SELECT is_empty($$
	SELECT n, s FROM mixes, unnest('{0,0.5,1,1.0000000001,3,9}'::float8[]) s, LATERAL (SELECT sum(share_after) AS shares,
		sum(value_after * CASE origin WHEN 'B' THEN 1.3 WHEN 'D' THEN 1.1 ELSE 1 END) / total(mix) AS spent, max(price_index) AS p
		FROM armington_diversion(mix, '{B:0.3,D:0.1}', s, 0.7)) d
	WHERE abs(shares - 1) > 1e-12 OR abs(spent / p ^ 0.3 - 1) > 1e-12$$, 'shares sum to 1, spending follows demand');
SELECT is_empty($$
	SELECT n, s FROM mixes, unnest('{0.2,0.99999999,1,1.00000001,2,30}'::float8[]) s
	WHERE abs(armington_price(mix, '{B:0.3,D:0.1}', s) / (SELECT CASE WHEN s = 1 THEN exp(sum(share * ln(f))) ELSE sum(share * f ^ (1 - s)) ^ (1 / (1 - s)) END
		FROM each_origin(mix), LATERAL (SELECT CASE origin WHEN 'B' THEN 1.3::float8 WHEN 'D' THEN 1.1 ELSE 1 END) t(f)) - 1) > CASE WHEN abs(s - 1) < 1e-4 AND s <> 1 THEN 1e-7 ELSE 1e-12 END$$,
	'price index equals the formula');
SELECT is_empty($$
	SELECT n FROM mixes WHERE abs(armington_price(mix, '{B:1e9}', 5) / armington_price(mix, '{}', 5, embargo => '{B}') - 1) > 1e-9$$,
	'an embargo is a tariff without bound');
SELECT is_empty($$
	SELECT n, origin FROM mixes, armington_diversion(mix, '{B:0.3}', 3, 1)
	WHERE value_before > 0 AND ((origin = 'B') <> (change < 0))$$, 'a tariff moves trade away from its target');
SELECT is(armington_price('{A:1,B:1}', '{}', 0.5, embargo => '{A}'), NULL::float8, 'an origin that cannot be replaced');
SELECT is_empty($$SELECT * FROM armington_diversion('{}', '{A:1}', 3)$$, 'no imports');
SELECT results_eq($$SELECT origin, value_after FROM armington_diversion(supply_mix(ARRAY['A', NULL], ARRAY[1, 1]::float8[]), '{}', 3)$$,
	$$VALUES ('A', 1::float8), (NULL, 1)$$, 'the unspecified amount is an origin of its own');
SELECT is_empty($$SELECT * FROM armington_diversion(NULL, '{A:1}', 3)$$, 'NULL mix');
SELECT throws_like($$SELECT armington_price('{A:1}', '{A:-1}', 3)$$, '"tariff" of origin "A" must be%-1%', 'a tariff that pays the whole price');
SELECT throws_like($$SELECT armington_price('{A:1}', '{A:0.1}', -3)$$, 'argument "elasticity" must be at least 0%', 'negative elasticity');
-- countries meet as countries: each function of a mix and of numbers by origin, with every way to write both
CREATE TEMP TABLE written (china text, vietnam text);
INSERT INTO written VALUES ('CHN', 'VNM'), ('CN', 'VN'), ('China', 'Viet Nam'), ('CHN', 'VN'), ('cn', 'Vietnam');
CREATE TEMP TABLE asked (call text);
INSERT INTO asked VALUES ('disruption_loss(mix, one, 90, spare => many, cover => 3)'), ('(disruption_detail(mix, one, 90, spare => many)).peak'), ('(price_response(mix, one, 0.2, 0.3, many)).price'),
	('armington_price(mix, one, 4)'), ('armington_price(mix, one, 4, list)'), ('(SELECT sum(value_after * ascii(left(origin, 1))) FROM armington_diversion(mix, one, 4, 1.1, list))'),
	('(armington_welfare(mix, one, 4, 2, 1.1, home, many)).importer_gain'), ('(armington_welfare(mix, many, 4, 2, 1.1, home, many, one)).importer_gain'),
	('(SELECT sum(quantity) FROM armington_supply(mix, one, 4, 2, 1.1, home, many, many, list))');
CREATE FUNCTION pg_temp.told(call text, in_mix written, in_numbers written) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer float8; BEGIN
	EXECUTE format('SELECT %s FROM (SELECT supply_mix(ARRAY[%L, %L], ARRAY[60, 40]) AS mix, supply_mix(ARRAY[%L], ARRAY[0.5]) AS one, supply_mix(ARRAY[%L, %L], ARRAY[0.7, 4]) AS many, ARRAY[%L] AS list, %L AS home) AS a',
		call, in_mix.china, in_mix.vietnam, in_numbers.china, in_numbers.china, in_numbers.vietnam, in_numbers.china, in_numbers.vietnam) INTO answer;
	RETURN round(answer::numeric, 9);
END $$;
SELECT is_empty($$SELECT call, m, o FROM asked, written AS m, written AS o WHERE m.china <> 'cn'
	AND pg_temp.told(call, m, o) IS DISTINCT FROM pg_temp.told(call, (SELECT w FROM written AS w WHERE china = 'CHN' AND vietnam = 'VNM'), (SELECT w FROM written AS w WHERE china = 'CHN' AND vietnam = 'VNM'))$$,
	'CN, CHN and China are one country');
SELECT is((SELECT count(DISTINCT pg_temp.told(call, w, w)) FROM asked, written AS w WHERE china = 'CHN' AND vietnam = 'VNM'), 9::bigint, '… and each question has its answer');
SELECT is(round(armington_price('{CHN:60,VNM:40}', '{CN:0.25}', 4)::numeric, 5), 1.12241, 'a rate of CN on a mix with CHN: (0.6 x 1.25^-3 + 0.4)^(-1/3)');
SELECT is(disruption_loss('{AUS:1}'::supply_mix, '{CN:1}'::supply_mix, 9, spare => '{CHN:1}'::supply_mix), 0::float8, 'a country that does not supply has no effect, whatever it could add');
SELECT throws_ok($$SELECT armington_price('{CHN:60,VNM:40}', '{CN:0.25,China:0.1}', 4)$$, '22023', '"tariff" names one country twice: "CN" and "China"', 'a country twice is refused');
SELECT * FROM finish();
ROLLBACK;
