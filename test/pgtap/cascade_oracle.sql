-- The cascade against the published reference implementation and hand-worked examples.
BEGIN;
SELECT plan(34);

CREATE TEMP TABLE edges (net text, supplier text, "user" text, amount float8);
CREATE TEMP TABLE firms (net text, firm text, sector text);
CREATE TEMP TABLE essential (supplier text, "user" text, amount float8);
CREATE TEMP TABLE wanted_index (case_name text, scenario text, esri float8, down float8, up float8, rounds int);
CREATE TEMP TABLE wanted_loss (case_name text, direction int, firm text, scenario text, loss float8);
\copy edges FROM 'test/data/cascade_edges.csv' WITH (FORMAT csv, HEADER)
\copy firms FROM 'test/data/cascade_firms.csv' WITH (FORMAT csv, HEADER)
\copy essential FROM 'test/data/cascade_essential.csv' WITH (FORMAT csv, HEADER)
\copy wanted_index FROM 'test/data/cascade_index.csv' WITH (FORMAT csv, HEADER)
\copy wanted_loss FROM 'test/data/cascade_loss.csv' WITH (FORMAT csv, HEADER)

CREATE TEMP TABLE nets AS
SELECT net, with_nodes(n, firm, NULL, NULL, NULL, sector, NULL) AS network
FROM (SELECT net, supply_network(supplier, "user", amount) AS n FROM edges GROUP BY net) e
JOIN firms USING (net)
GROUP BY net;

-- the cases, and how each was run
CREATE TEMP TABLE cases AS
SELECT v.*, network
FROM (VALUES
	('e1_leontief', 'e1', 'none', 'leontief', NULL::supply_network),
	('e1_leontief_market', 'e1', 'market', 'leontief', NULL),
	('e1_linear', 'e1', 'none', 'linear', NULL),
	('e2_leontief', 'e2', 'none', 'leontief', NULL),
	('e2_linear', 'e2', 'none', 'linear', NULL),
	('e3_mixed_eps10', 'e3', 'none', 'mixed', (SELECT supply_network(supplier, "user", amount) FROM essential)))
	v(case_name, net, substitution, production, essential)
JOIN nets USING (net);

-- the reference's own rounds
CREATE TEMP TABLE got AS
SELECT c.case_name, r.*
FROM cases c, LATERAL systemic_risk(network, 1e-10, substitution, production, essential, accelerate => false) r;

SELECT is(count(*)::int, 355, '355 scenarios') FROM got;
SELECT is_empty($$SELECT * FROM got g JOIN wanted_index w ON w.case_name = g.case_name AND w.scenario = node
	WHERE abs(systemic_risk - esri) > 1e-12 OR abs(risk_down - down) > 1e-12 OR abs(risk_up - up) > 1e-12$$,
	'index of all scenarios of all cases to 1e-12, together, downstream and upstream');
SELECT is_empty($$SELECT * FROM got g JOIN wanted_index w ON w.case_name = g.case_name AND w.scenario = node
	WHERE g.rounds <> w.rounds$$,
	'in the same number of rounds');

-- losses of every firm in every scenario
SELECT is_empty($$
	SELECT w.*, h_down, h_up FROM cases c
	JOIN (SELECT DISTINCT case_name, scenario FROM wanted_loss) s USING (case_name),
	LATERAL network_cascade(network, supply_mix(ARRAY[scenario], ARRAY[1.0]), 1e-10, substitution, production, essential) r
	JOIN wanted_loss w ON w.firm = r.node
	WHERE w.case_name = c.case_name AND w.scenario = s.scenario
	AND abs(1 - CASE direction WHEN 1 THEN h_down ELSE h_up END - w.loss) > 1e-12$$,
	'losses of e1 and e2, firm by firm, to 1e-12 (the reference prints 12 digits)');
SELECT is(count(*)::int, 1210, 'of 1210 losses') FROM wanted_loss JOIN cases USING (case_name) JOIN firms USING (net, firm);
-- e1 and e2 come with tables of inputs, too: non-essential all, and essential all
CREATE TEMP TABLE by_table AS
SELECT case_name, r.* FROM (VALUES ('e1', 'e1_linear', 1), ('e2', 'e2_leontief', 2)) AS v(net, case_name, kind) JOIN nets USING (net),
	LATERAL (SELECT supply_network(s::text, u::text, kind) AS kinds FROM generate_series(1, 5) AS s, generate_series(1, 5) AS u) AS k,
	LATERAL systemic_risk(network, 1e-10, 'none', 'mixed', kinds, accelerate => false) AS r;
SELECT is(count(*)::int, 22, 'e1 and e2 by tables of inputs') FROM by_table JOIN wanted_index AS w ON w.case_name = by_table.case_name AND scenario = node;
SELECT is_empty($$SELECT * FROM by_table AS g JOIN wanted_index AS w ON w.case_name = g.case_name AND w.scenario = node
	WHERE abs(systemic_risk - esri) > 1e-12 OR abs(risk_down - down) > 1e-12 OR abs(risk_up - up) > 1e-12$$, 'answer the same to 1e-12');

-- solved instead of iterated
CREATE TEMP TABLE solved AS
SELECT c.case_name, r.*
FROM cases c, LATERAL systemic_risk(network, 1e-11, substitution, production, essential) r;
SELECT is_empty($$SELECT * FROM solved g JOIN wanted_index w ON w.case_name = g.case_name AND w.scenario = node
	WHERE w.case_name <> 'e3_mixed_eps10'
	AND (abs(systemic_risk - esri) > 1e-12 OR abs(risk_down - down) > 1e-12 OR abs(risk_up - up) > 1e-12)$$,
	'accelerated: e1 and e2 to 1e-12');
-- the reference stops when changes fall below 1e-10; what was still to come is below 1e-7
SELECT is_empty($$SELECT g.case_name, node, systemic_risk - esri FROM solved g JOIN wanted_index w ON w.case_name = g.case_name AND w.scenario = node
	WHERE systemic_risk - esri NOT BETWEEN -1e-11 AND 1e-7$$,
	'accelerated: not below the reference, which stops early, and hardly above');
-- the same fixed point from plain rounds that go on 1000 times longer
SELECT is_empty($$
	WITH long AS (SELECT r.* FROM cases, LATERAL systemic_risk(network, 1e-14, substitution, production, essential,
		accelerate => false, nodes => ARRAY['1','2','3','4','8','17','100','299','300']) r WHERE net = 'e3')
	SELECT * FROM long JOIN solved s USING (node)
	WHERE s.case_name = 'e3_mixed_eps10' AND (abs(s.systemic_risk - long.systemic_risk) > 1e-10
	OR abs(s.risk_down - long.risk_down) > 1e-10 OR abs(s.risk_up - long.risk_up) > 1e-10)$$,
	'accelerated = plain rounds at 1e-14, to 1e-10');
SELECT cmp_ok(max(rounds), '<', 400, 'the hardest takes few steps') FROM solved;
SELECT cmp_ok(max(rounds), '>', 2000, 'where plain rounds take thousands') FROM got;
-- stop_change 0.01 as in the papers runs plain rounds, and comes out low
SELECT cmp_ok(count(*) FILTER (WHERE p.systemic_risk < 0.5 * s.systemic_risk), '>', 0::bigint,
	'rounds as published miss more than half of some firms'' risk')
FROM cases c, LATERAL systemic_risk(network, 1e-9, substitution, production, essential, stop_change => 0.01) p
JOIN solved s USING (node)
WHERE c.case_name = 'e3_mixed_eps10' AND s.case_name = 'e3_mixed_eps10';

-- network_cascade and systemic_risk say the same
SELECT is_empty($$
	SELECT scenario, systemic_risk, sum(r.loss) / (SELECT sum(amount) FROM edges WHERE net = 'e3') FROM cases c,
	LATERAL (VALUES ('3'), ('8'), ('42')) v(scenario),
	LATERAL network_cascade(network, supply_mix(ARRAY[scenario], ARRAY[1.0]), 1e-11, substitution, production, essential) r
	JOIN solved s ON s.case_name = 'e3_mixed_eps10'
	WHERE c.case_name = 'e3_mixed_eps10' AND s.node = scenario
	GROUP BY scenario, systemic_risk
	HAVING abs(systemic_risk - sum(r.loss) / (SELECT sum(amount) FROM edges WHERE net = 'e3')) > 1e-10$$,
	'losses of network_cascade add up to the index');

-- market substitution on a network with loops: solved = iterated
SELECT is_empty($$
	SELECT p.node, p.systemic_risk, s.systemic_risk FROM cases c,
	LATERAL systemic_risk(network, 1e-14, 'market', 'mixed', essential, accelerate => false, nodes => ARRAY['3','8','42','100','133']) p
	JOIN LATERAL systemic_risk(network, 1e-11, 'market', 'mixed', essential, nodes => ARRAY['3','8','42','100','133']) s USING (node)
	WHERE net = 'e3' AND (abs(p.systemic_risk - s.systemic_risk) > 1e-9 OR abs(p.risk_down - s.risk_down) > 1e-9)$$,
	'market substitution: accelerated = plain');

-- many small networks full of loops, of firms that lead each other on, and of firms
-- that depend on themselves: solved = plain rounds, which equal the reference
SELECT setseed(0.1);
CREATE TEMP TABLE small AS
SELECT with_nodes(n, 'f' || f, NULL, NULL, NULL, 's' || floor(5 * random()), round(random())) AS network
FROM (SELECT net, supply_network('f' || floor(12 * random()), 'f' || floor(12 * random()), power(20, random())) AS n
	FROM generate_series(1, 50) AS net, generate_series(1, 24) GROUP BY net) AS e, generate_series(0, 11) AS f
GROUP BY net;
CREATE TEMP TABLE both_ways AS
SELECT substitution, p.systemic_risk AS plain, s.systemic_risk AS solved, p.risk_down AS plain_down,
	s.risk_down AS solved_down, p.risk_up AS plain_up, s.risk_up AS solved_up, p.rounds AS plain_rounds, s.rounds
FROM small, (VALUES ('leontief'), ('linear'), ('mixed')) AS w(production), (VALUES ('none'), ('market')) AS u(substitution),
	(VALUES (1.0), (0.3)) AS c(cut),
	LATERAL systemic_risk(network, 1e-14, substitution, production, accelerate => false, max_rounds => 10000000, cut => cut) AS p
	JOIN LATERAL systemic_risk(network, 1e-10, substitution, production, cut => cut) AS s USING (node);
SELECT is(count(*)::int, 50 * 12 * 12, '7200 scenarios on small networks full of loops') FROM both_ways;
SELECT is_empty($$SELECT * FROM both_ways
	WHERE abs(plain - solved) > 1e-9 OR abs(plain_down - solved_down) > 1e-9 OR abs(plain_up - solved_up) > 1e-9$$,
	'solved = plain rounds on each');
SELECT cmp_ok(max(rounds) FILTER (WHERE substitution = 'none'), '<', 60, 'without a market in few steps, where plain rounds take ' || max(plain_rounds))
FROM both_ways;

-- hand-worked examples D1 to D5
SELECT results_eq($$SELECT node, h_down FROM network_cascade('{A>B:1,B>C:1}', '{A:1}')$$,
	$$VALUES ('A', 0::float8), ('B', 0), ('C', 0)$$, 'chain: everybody downstream stops');
SELECT is(risk_down, 1::float8, 'and the index is 1: C sells nothing')
FROM systemic_risk('{A>B:1,B>C:1}', nodes => ARRAY['A']);
SELECT results_eq($$SELECT h_down FROM network_cascade('{S>B:3,T>B:1,B>C:4;S[sector=k],T[sector=k],B[sector=b],C[sector=c]}', '{T:1}') WHERE node = 'B'$$,
	'VALUES (0.75::float8)', 'two suppliers of one product: its share is lost');
SELECT results_eq($$SELECT risk_down FROM systemic_risk('{S>B:3,T>B:1,B>C:4;S[sector=k],T[sector=k],B[sector=b],C[sector=c]}', nodes => '{T}')$$,
	'VALUES (0.25::float8)', 'and the index is (1 + 4/4) / 8');
SELECT results_eq($$SELECT h_down FROM network_cascade('{K>B:6,M>B:2,B>C:8;K[sector=k,essential=0],M[sector=m,essential=1],B[sector=b]}', '{K:1}') WHERE node = 'B'$$,
	'VALUES (0.25::float8)', 'a non-essential input: its cost share is lost');
SELECT results_eq($$SELECT round(h_down::numeric, 15) FROM network_cascade('{S>B:3,T>B:1,B>C:4;S[sector=k],T[sector=k],B[sector=b],C[sector=c]}', '{T:1}', replacement => 'market') WHERE node = 'B'$$,
	'VALUES (round(11.0 / 12, 15))', 'with rivals, a third of that: 11/12');
SELECT results_eq($$SELECT h_up FROM network_cascade('{S>A:5,S>B:15}', '{A:1}') WHERE node = 'S'$$,
	'VALUES (0.75::float8)', 'upstream: the sales to the user are lost');

-- partial shocks
SELECT results_eq($$SELECT node, h_down, h_up FROM network_cascade('{A>B:1,B>C:1}', '{A:0.3}')$$,
	$$VALUES ('A', 0.7::float8, 0.7::float8), ('B', 0.7, 1), ('C', 0.7, 1)$$, 'a partial shock passes on its share');
SELECT is_empty($$
	SELECT node FROM cases, LATERAL systemic_risk(network, 1e-12, nodes => ARRAY['3','8','42'], production_function => 'linear', cut => 0.25) q
	JOIN LATERAL systemic_risk(network, 1e-12, nodes => ARRAY['3','8','42'], production_function => 'linear') f USING (node)
	WHERE net = 'e3' AND (abs(q.risk_down - 0.25 * f.risk_down) > 1e-9 OR abs(q.risk_up - 0.25 * f.risk_up) > 1e-9)$$,
	'linear production: a quarter of the shock, a quarter of the risk on each side');
SELECT is_empty($$
	SELECT node FROM cases, LATERAL systemic_risk(network, 1e-12, nodes => ARRAY['3','8','42'], production_function => 'leontief', cut => 0.5) q
	JOIN LATERAL systemic_risk(network, 1e-12, nodes => ARRAY['3','8','42'], production_function => 'leontief') f USING (node)
	WHERE net = 'e3' AND q.systemic_risk > f.systemic_risk + 1e-12$$, 'a larger shock never harms less');

-- attribution
SELECT results_eq($$SELECT node, round_hit, hit_by, binding_supplier, cause FROM network_cascade('{A>B:1,B>C:1,X>C:9,C>D:1;A[sector=a],B[sector=b],X[sector=x],C[sector=c]}', '{A:1,X:0.2}')$$,
	$$VALUES ('A', 0, NULL, NULL, 'shock'), ('B', 1, 'A', 'A', 'supplier'), ('C', 1, 'X', 'B', 'supplier'),
		('D', 2, 'C', 'C', 'supplier'), ('X', 0, NULL, NULL, 'shock')$$,
	'who broke whom, when, and who binds in the end');
SELECT results_eq($$SELECT node, round_hit, hit_by, binding_user, cause FROM network_cascade('{S>A:1,T>S:2}', '{A:1}')$$,
	$$VALUES ('A', 0, NULL, NULL, 'shock'), ('S', 1, 'A', 'A', 'user'), ('T', 2, 'S', 'S', 'user')$$,
	'upstream attribution');
SELECT is_empty($$
	SELECT r.node FROM cases, LATERAL network_cascade(network, '{8:1}', 1e-9, 'none', 'mixed', essential) r
	LEFT JOIN LATERAL network_cascade(network, '{8:1}', 1e-9, 'none', 'mixed', essential) b ON b.node = r.hit_by
	WHERE net = 'e3' AND r.round_hit > 0 AND b.round_hit < r.round_hit IS NOT TRUE$$,
	'who hits was hit before');

-- networks that are no economy
SELECT results_eq($$SELECT node, systemic_risk FROM systemic_risk('{A>B:1,C>D:3}')$$,
	$$VALUES ('A', 0.25::float8), ('B', 0.25), ('C', 0.75), ('D', 0.75)$$, 'parts without a link do not touch each other');
SELECT results_eq($$SELECT node, systemic_risk FROM systemic_risk('{;A[],B[]}')$$,
	$$VALUES ('A', NULL::float8), ('B', NULL)$$, 'without sales there is no index');
SELECT results_eq($$SELECT node, h_down, h_up FROM network_cascade('{A>B:1,B>A:1}', '{A:0.5}')$$,
	$$VALUES ('A', 0.5::float8, 0.5::float8), ('B', 0.5, 0.5)$$, 'a loop does not amplify');

SELECT * FROM finish();
ROLLBACK;
