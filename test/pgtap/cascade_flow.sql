-- Shocks of a cascade said in the words of dynamic_loss, flows that are held back among them: worked by hand, and beside
-- networks that say the same with nodes.
BEGIN;
SELECT plan(27);

-- China holds its magnets back from Japan alone: its own users stay supplied
CREATE TEMP TABLE world AS SELECT supply_network
	'{"CHN|magnets">"CHN|motors":50,"CHN|magnets">"JPN|motors":40,"CHN|magnets">"DEU|motors":10,"JPN|motors">"JPN|cars":100,"CHN|motors">"CHN|cars":90,"DEU|motors">"JPN|cars":100}' AS net;
SELECT results_eq($$SELECT node, round(h_down::numeric, 12), round(h_up::numeric, 12) FROM world, network_cascade(net, production_function => 'leontief',
	shocks => '[{"supplier": "CHN|magnets", "user": "JPN|motors", "cut": 1}]')$$,
	$$VALUES ('CHN|cars', 1.0, 1.0), ('CHN|magnets', 1, 0.6), ('CHN|motors', 1, 1), ('DEU|motors', 1, 1), ('JPN|cars', 0, 1), ('JPN|motors', 0, 1)$$,
	'the user and who depends on it stop, the supplier loses the order, the others nothing');
SELECT is_empty(format($$SELECT c.* FROM world, network_cascade(net, shocks => '[{"supplier": "CHN|magnets", "user": "JPN|motors", "cut": 1}]') AS c
	EXCEPT SELECT c.* FROM world, network_cascade(net, shocks => %L) AS c$$, shocks), 'the same said as ' || shocks)
FROM unnest(ARRAY['{"supplier": "CHN", "user": "JPN", "cut": 1}', '{"supplier": "CN", "user": "JP", "cut": 1, "from": 5, "duration": 60}',
	'{"supplier": "CN", "user": ["JPN|motors", "JPN"], "product": "magnets", "cut": 1, "from_date": "2026-04-04"}']) AS shocks;
SELECT throws_like($$SELECT network_cascade(net, shocks => '{"supplier": "CN", "user": "JP|motors", "cut": 1}') FROM world$$, '%"JP|motors"', 'half a name is none');
SELECT results_eq($$SELECT hit_by, binding_supplier, binding_user, cause FROM world, network_cascade(net,
	shocks => '[{"supplier": "CHN", "user": "JPN", "cut": 1}]') WHERE node IN ('JPN|cars', 'JPN|motors', 'CHN|magnets') ORDER BY node$$,
	$$VALUES ('JPN|motors', NULL, 'JPN|motors', 'user'), ('JPN|motors', 'JPN|motors', NULL, 'supplier'), ('CHN|magnets', 'CHN|magnets', NULL, 'supplier')$$,
	'who does not deliver, and who does not buy');
-- without a user: what leaves the country; its own users stay supplied
SELECT results_eq($$SELECT node, h_down FROM world, network_cascade(net, shocks => '{"supplier": "CHN", "product": "magnets", "cut": 0.5}')$$,
	$$VALUES ('CHN|cars', 1.0::float8), ('CHN|magnets', 1), ('CHN|motors', 1), ('DEU|motors', 0.5), ('JPN|cars', 0.5), ('JPN|motors', 0.5)$$, 'a control on exports');
SELECT results_eq($$SELECT round(h_down::numeric, 12) FROM network_cascade('{S>B:3,T>B:1,B>C:4;S[sector=k],T[sector=k],B[sector=b],C[sector=c]}', '{S:0.4}',
	shocks => '{"supplier": "T", "user": "B", "cut": 1}') WHERE node = 'B'$$, 'VALUES (0.45)', 'a quarter held back, and two fifths of the rest lost');
SELECT results_eq($$SELECT round(h_down::numeric, 12) FROM network_cascade('{S>B:3,T>B:1,B>C:4;S[sector=k],T[sector=k],B[sector=b],C[sector=c]}',
	shocks => '[{"supplier": "S", "cut": 0.5}, {"supplier": "S", "user": "B", "cut": 0.5}]') WHERE node = 'B'$$, 'VALUES (0.4375)', 'two cuts of one flow: a quarter of it comes');
SELECT is_empty($$SELECT a.* FROM world, network_cascade(net, '{"CHN|magnets":0.3}') AS a EXCEPT
	SELECT b.* FROM world, network_cascade(net, '{"CHN|magnets":0.3}', shocks => '[]') AS b$$, 'an empty list is none');
SELECT results_eq($$SELECT node, round(h_down::numeric, 12), round(h_up::numeric, 12) FROM world, network_cascade(net, '{"CHN|magnets":0.44}')$$,
	$$SELECT node, round(h_down::numeric, 12), round(h_up::numeric, 12) FROM world, network_cascade(net, '{"CHN|magnets":0.3}', shocks => '{"node": "CHN|magnets", "cut": 0.2}')$$,
	'a node: its cuts multiply');
SELECT results_eq($$SELECT node, h_down, h_up FROM world, network_cascade(net, '{"CHN|cars":0.3,"CHN|magnets":0.3,"CHN|motors":0.3}')$$,
	$$SELECT node, h_down, h_up FROM world, network_cascade(net, '{CN:0.3}')$$, 'a country in "shock": each of its nodes');
SELECT is_empty($$SELECT network_cascade(NULL, shocks => '{"node": "A", "cut": 0.2}')$$, 'NULL network: no rows');

-- what cannot be said is not taken in silence
SELECT throws_like($$SELECT network_cascade(net, '{CN:0.3,CHN:0.1}') FROM world$$, '"shock" names node "CHN|%" twice', 'one country named twice');
SELECT throws_like($$SELECT network_cascade(net, '{China:0.3}') FROM world$$, '%"China"', 'a name that is not there');
SELECT throws_like($$SELECT network_cascade(net, shocks => '[{"supplier": "CHN|magnet", "cut": 1}]') FROM world$$, '%"CHN|magnet"', 'so in a flow');
SELECT throws_like($$SELECT network_cascade(net, shocks => '[{"supplier": "JPN|cars", "user": "CHN|cars", "cut": 1}]') FROM world$$,
	'shock 1: no flow of the network is meant', 'and a flow');
SELECT throws_like($$SELECT network_cascade(net) FROM world$$, '%"shock"%', 'no shock at all');
SELECT throws_like($$SELECT network_cascade(net, shocks => '{"supplier": "CHN", "cut": 1.5}') FROM world$$, 'shock 1: "cut" is 1.5', 'more than all');
SELECT throws_like(format($$SELECT network_cascade(net, shocks => %L) FROM world$$, shocks), 'a shock of kind %', shocks)
FROM unnest(ARRAY['{"node": "CHN|cars", "kind": "capital", "loss": 3}', '{"node": "CHN|cars", "kind": "demand", "cut": 0.3}']) AS shocks;
SELECT throws_like($$SELECT network_cascade(net, shocks => '[{"node": "CHN", "cut": 1, "duration": 5}, {"node": "JPN", "cut": 1, "from": 5}]') FROM world$$,
	'the shocks are never in force together', 'a cascade has no time');
SELECT lives_ok($$SELECT network_cascade(net, shocks => '[{"node": "CHN", "cut": 1, "duration": 5}, {"node": "JPN", "cut": 1, "from": 4}]') FROM world$$, 'but one moment');

-- the same said with nodes: what is held back is bought from a node that lost all, and sold to one
SELECT setseed(0.5);
CREATE TEMP TABLE edge AS
SELECT net, s, u, amount, CASE WHEN random() < 0.2 THEN (ARRAY[1, 0.5, 0.25])[ceil(3 * random())] END AS cut
FROM (SELECT net, 'f' || floor(9 * random()) AS s, 'f' || floor(9 * random()) AS u, sum(power(20, random())) AS amount
	FROM generate_series(1, 60) AS net, generate_series(1, 22) GROUP BY 1, 2, 3) AS e;
CREATE TEMP TABLE firm AS SELECT net, 'f' || f AS f, 's' || f % 4 AS sector, (net + f % 4) % 2 AS essential FROM generate_series(1, 60) AS net, generate_series(0, 8) AS f;
CREATE TEMP TABLE flows AS
SELECT net, with_nodes(n, f, NULL::float8, NULL::float8, NULL::float8, sector, essential) AS network, cuts
FROM (SELECT net, supply_network(s, u, amount) AS n, jsonb_agg(jsonb_build_object('supplier', s, 'user', u, 'cut', cut)) FILTER (WHERE cut IS NOT NULL) AS cuts
	FROM edge GROUP BY net) AS e JOIN firm USING (net) WHERE cuts IS NOT NULL GROUP BY net, cuts;
CREATE TEMP TABLE nodes AS
SELECT net, with_nodes(n, f, NULL::float8, NULL::float8, NULL::float8, sector, essential) AS network, coalesce(supply_mix(f, 1) FILTER (WHERE f ~ '^[zw]'), '{}') AS lost
FROM (SELECT net, supply_network(x, y, a) AS n FROM edge, LATERAL (VALUES (s, u, amount * (1 - coalesce(cut, 0))),
		('z' || s, u, amount * cut), (s, 'w', amount * cut)) AS v(x, y, a) WHERE a > 0 GROUP BY net) AS e
JOIN (SELECT * FROM firm UNION ALL SELECT DISTINCT e.net, 'z' || s, sector, essential FROM edge AS e JOIN firm ON firm.net = e.net AND f = s WHERE cut > 0
	UNION ALL SELECT DISTINCT net, 'w', 'w', 0 FROM edge WHERE cut > 0) AS f USING (net) GROUP BY net;
CREATE TEMP TABLE twice AS
SELECT a.node, p, a.h_down AS flow_down, b.h_down AS node_down, a.h_up AS flow_up, b.h_up AS node_up
FROM flows JOIN nodes USING (net), unnest('{leontief,linear,mixed}'::text[]) AS p, LATERAL network_cascade(flows.network, shocks => cuts, production_function => p) AS a
JOIN LATERAL network_cascade(nodes.network, lost, production_function => p) AS b USING (node);
SELECT cmp_ok(count(*), '>', 1000::bigint, 'losses of random networks') FROM twice;
SELECT cmp_ok(count(*) FILTER (WHERE flow_down < 0.99), '>', 300::bigint, 'of which many are hit') FROM twice;
SELECT is_empty('SELECT * FROM twice WHERE abs(flow_down - node_down) > 2e-9', 'downstream: as if bought from a node that lost all');
SELECT is_empty('SELECT * FROM twice WHERE abs(flow_up - node_up) > 2e-9', 'upstream: as if sold to one');
SELECT * FROM finish();
ROLLBACK;
