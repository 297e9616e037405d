-- Flows that are held back in a cascade: worked by hand, and beside networks that say the same with nodes.
BEGIN;
SELECT plan(12);

-- China holds its magnets back from Japan alone: its own users stay supplied
CREATE TEMP TABLE world AS SELECT supply_network
	'{CHN_magnets>CHN_motors:50,CHN_magnets>JPN_motors:40,CHN_magnets>DEU_motors:10,JPN_motors>JPN_cars:100,CHN_motors>CHN_cars:90,DEU_motors>JPN_cars:100}' AS net;
SELECT results_eq($$SELECT node, round(h_down::numeric, 12), round(h_up::numeric, 12) FROM world, network_cascade(net, '{}', production_function => 'leontief',
	flow_shocks => '[{"supplier": "CHN_magnets", "user": "JPN_motors"}]')$$,
	$$VALUES ('CHN_cars', 1.0, 1.0), ('CHN_magnets', 1, 0.6), ('CHN_motors', 1, 1), ('DEU_motors', 1, 1), ('JPN_cars', 0, 1), ('JPN_motors', 0, 1)$$,
	'the user and who depends on it stop, the supplier loses the order, the others nothing');
SELECT results_eq($$SELECT hit_by, binding_supplier, cause FROM world, network_cascade(net, '{}',
	flow_shocks => '[{"supplier": "CHN_magnets", "user": "JPN_motors"}]') WHERE node IN ('JPN_cars', 'JPN_motors') ORDER BY node$$,
	$$VALUES ('JPN_motors', 'JPN_motors', 'supplier'), (NULL, NULL, 'supplier')$$, 'no node hit the first one');
SELECT results_eq($$SELECT round(h_down::numeric, 12) FROM network_cascade('{S>B:3,T>B:1,B>C:4;S[sector=k],T[sector=k],B[sector=b],C[sector=c]}', '{S:0.4}',
	flow_shocks => '{"supplier": "T", "user": "B"}') WHERE node = 'B'$$, 'VALUES (0.45)', 'a quarter held back, and two fifths of the rest lost');
SELECT results_eq($$SELECT round(h_down::numeric, 12) FROM network_cascade('{S>B:3,T>B:1,B>C:4;S[sector=k],T[sector=k],B[sector=b],C[sector=c]}', '{}',
	flow_shocks => '[{"supplier": "S", "cut": 0.5}, {"supplier": "S", "user": "B", "cut": 0.5}]') WHERE node = 'B'$$, 'VALUES (0.4375)', 'two cuts of one flow: a quarter of it comes');
SELECT is_empty($$SELECT node FROM world, network_cascade(net, '{CHN_magnets:0.3}') AS a
	JOIN network_cascade(NULL::supply_network, '{}') AS b USING (node)$$, 'NULL network: no rows');
SELECT is_empty($$SELECT a.* FROM world, network_cascade(net, '{CHN_magnets:0.3}') AS a EXCEPT
	SELECT b.* FROM world, network_cascade(net, '{CHN_magnets:0.3}', flow_shocks => '[]') AS b$$, 'an empty list is none');
SELECT throws_like($$SELECT network_cascade(net, '{}', flow_shocks => '[{"supplier": "CHN_magnet"}]') FROM world$$, '%CHN_magnet%', 'a name that is not there is said');
SELECT throws_like($$SELECT network_cascade(net, '{}', flow_shocks => '[{"supplier": "JPN_cars", "user": "CHN_cars"}]') FROM world$$,
	'flow shock 1: no flow of the network is meant', 'so is a flow');

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
FROM flows JOIN nodes USING (net), unnest('{leontief,linear,mixed}'::text[]) AS p, LATERAL network_cascade(flows.network, '{}', flow_shocks => cuts, production_function => p) AS a
JOIN LATERAL network_cascade(nodes.network, lost, production_function => p) AS b USING (node);
SELECT cmp_ok(count(*), '>', 1000::bigint, 'losses of random networks') FROM twice;
SELECT cmp_ok(count(*) FILTER (WHERE flow_down < 0.99), '>', 300::bigint, 'of which many are hit') FROM twice;
SELECT is_empty('SELECT * FROM twice WHERE abs(flow_down - node_down) > 2e-9', 'downstream: as if bought from a node that lost all');
SELECT is_empty('SELECT * FROM twice WHERE abs(flow_up - node_up) > 2e-9', 'upstream: as if sold to one');
SELECT * FROM finish();
ROLLBACK;
