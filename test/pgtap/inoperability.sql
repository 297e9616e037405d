-- Inoperability: the remaining published cases, and laws of the path in time.
BEGIN;
SELECT plan(18);

-- cases 5 and 6: the flows of four infrastructures, last line their outputs (Xu et al. 2011, eq. 31 and 34)
CREATE TEMP TABLE case_row (line text);
\copy case_row FROM test/data/diim_case5.csv
CREATE TEMP TABLE case_cell AS SELECT r, c, v::float8 FROM (SELECT row_number() OVER () AS r, line FROM case_row) AS l,
	LATERAL unnest(string_to_array(line, ',')) WITH ORDINALITY AS u(v, c) WHERE r > 1;
CREATE TEMP TABLE four AS SELECT with_nodes(net, n, x, NULL) AS net
FROM (SELECT supply_network((r - 1)::text, c::text, v) AS net FROM case_cell WHERE r < 6) AS f,
	(SELECT c::text AS n, v AS x FROM case_cell WHERE r = 6) AS o;
SELECT ok((SELECT bool_and(abs(dependence - v) <= 0.015) AND count(*) = 16 FROM four, interdependency(net, 1, 'supply') JOIN
	unnest(ARRAY[[0.14, 0.11, 0.20, 0.14], [0.17, 0.20, 0.10, 0.17], [0.26, 0.32, 0.26, 0.10], [0.14, 0.28, 0.14, 0.28]]) WITH ORDINALITY AS a(v, k)
	ON node::int = (k - 1) / 4 + 1 AND depends_on::int = (k - 1) % 4 + 1), 'cases 5 and 6: the supply-side matrix as published');

-- case 8: interdependency of order n; case 9: the largest of order three
CREATE TEMP TABLE four_sectors AS SELECT supply_network '{S1>S2:0.9,S2>S1:0.4,S3>S1:1,S3>S2:0.8,S4>S1:1,S4>S2:0.9}' AS net;
SELECT results_eq($$ SELECT round(dependence::numeric, 3) FROM four_sectors, interdependency(net, 2, 'coefficients') WHERE node = 'S3' AND depends_on = 'S2' $$,
	ARRAY[0.900], 'case 8: order two');
SELECT results_eq($$ SELECT node || depends_on, round(dependence::numeric, 3) FROM four_sectors, interdependency(net, 3, 'coefficients') AS i
	WHERE (node, depends_on) IN (('S3', 'S2'), ('S1', 'S2'), ('S4', 'S4')) ORDER BY 1 $$,
	$$ VALUES ('S1S2', 0.324), ('S3S2', 0.288) $$, 'case 8: order three, S4 on itself is nothing');
SELECT results_eq($$ SELECT DISTINCT ON (node) node || depends_on, round(dependence::numeric, 3) FROM four_sectors, interdependency(net, 3, 'coefficients')
	ORDER BY node, dependence DESC $$, $$ VALUES ('S1S2', 0.324), ('S2S1', 0.144), ('S3S1', 0.360), ('S4S1', 0.360) $$, 'case 9: the largest of order three');

CREATE TEMP TABLE two AS SELECT supply_network '{S1>S1:0.15,S1>S2:0.5,S2>S1:0.1,S2>S2:0.05}' AS net;
SELECT cmp_ok((SELECT max(abs(p.inoperability - q.inoperability)) FROM two, inoperability_path(net, '{S2:0.1}', 100, 0.2, basis => 'coefficients') AS p
	JOIN LATERAL inoperability(net, '{S2:0.1}', 'coefficients') AS q USING (node) WHERE period = 99), '<', 1e-6::float8, 'case 10: the path ends at rest');
SELECT cmp_ok((SELECT max(p.inoperability) FROM two, inoperability_path(net, '{}', 100, 0.2, initial => '{S2:0.1}', basis => 'coefficients', smooth => true) AS p
	WHERE period = 99), '<', 1e-6::float8, 'case 11: recovery');
-- scipy.linalg.expm(-10 K (I - A)) q0
SELECT results_eq($$ SELECT round(inoperability::numeric, 8) FROM two, inoperability_path(net, '{}', 11, 0.2, initial => '{S2:0.1}', basis => 'coefficients', smooth => true)
	WHERE period = 10 $$, ARRAY[0.01711454, 0.01658466], 'case 11 on the way: the matrix exponential');
SELECT cmp_ok((SELECT max(abs(p.cumulative - e)) FROM two, inoperability_path(net, '{S2:0.1}', 100, 0.2, shock_end => 30, basis => 'coefficients') AS p
	JOIN (VALUES ('S1', 1.980144288), ('S2', 3.366317376)) AS v(node, e) USING (node) WHERE period = 99), '<', 1e-8::float8, 'case 12: the integral');
-- by hand: S2 is 0.2 * 0.1 in period 1; S1, which buys half of its output there, half of 0.5 * 0.02 in period 2
SELECT results_eq($$ SELECT node, round(inoperability::numeric, 10) FROM two, inoperability_path(net, '{S2:0.1}', 3, 0.2, node_resilience => '{S1:0.5}', basis => 'coefficients')
	WHERE period = 2 $$, $$ VALUES ('S1', 0.0050000000), ('S2', 0.0362000000) $$, 'a speed of its own for one node, that of all for the other');
SELECT throws_like($$ SELECT inoperability_path(net, '{S2:0.1}', 3, 0.2, node_resilience => '{S1:1.5}', basis => 'coefficients') FROM two $$, '%node_resilience%', 'a speed is a share');
SELECT ok((SELECT bool_and(inoperability BETWEEN 0 AND 1) FROM four_sectors, inoperability_path(net, '{S2:1}', 200, 0.7, basis => 'coefficients')), 'always a share');
-- the shock acts in the step of its period: half of 0.5 is there in period 1, nothing before; smooth 0.5 (1 - e^-0.5) at time 1
SELECT results_eq($$SELECT inoperability FROM inoperability_path('{A>B:0.5}', '{A:0.5}', 4, 0.5, shock_end => 1, basis => 'coefficients') WHERE node = 'A'$$, 'VALUES (0::float8), (0.25), (0.125), (0.0625)', 'a shock of one period');
SELECT results_eq($$SELECT inoperability FROM inoperability_path('{A>B:0.5}', '{A:0.5}', 4, 0.5, shock_start => 2, shock_end => 2, basis => 'coefficients') WHERE node = 'A'$$, 'VALUES (0::float8), (0), (0.25), (0.125)', '… that begins when it says');
SELECT results_eq($$SELECT round(inoperability::numeric, 12) FROM inoperability_path('{A>B:0.5}', '{A:0.5}', 3, 0.5, shock_start => 2, shock_end => 2, basis => 'coefficients', smooth => true) WHERE node = 'A'$$,
	$$SELECT round(v, 12) FROM (VALUES (0::numeric), (0), (0.5 * (1 - exp(-0.5)))) AS t(v)$$, 'smooth: the same time');
SELECT throws_ok($$SELECT inoperability_path('{A>B:0.5}', '{A:0.5}', 5, basis => 'coefficients', shock_start => 0, shock_end => 0)$$, '22003', 'argument "shock_start" must be at least 1, but is 0', 'period 0 is before all shocks');
SELECT throws_ok($$SELECT inoperability_path('{A>B:0.5}', '{A:0.5}', 5, basis => 'coefficients', shock_start => 3, shock_end => 2)$$, '22003', 'argument "shock_end" is 2, before "shock_start", which is 3', 'an end before the beginning');
-- dependence above 1: no point of rest, but a path: 0.1, 0.1 + 1.5 x 0 ..., cut at 1; by hand with K = 1
SELECT results_eq($$SELECT round(inoperability::numeric, 9) FROM inoperability_path('{A>B:1.5,B>A:1.5}', '{A:0.1}', 7, basis => 'coefficients') WHERE node = 'A'$$,
	'VALUES (0.0), (0.1), (0.1), (0.325), (0.325), (0.83125), (0.83125)', 'a path where nothing comes to rest');
SELECT throws_like($$SELECT inoperability_path('{A>B:1.5,B>A:1.5}', '{A:0.1}', 7, basis => 'coefficients', smooth => true)$$, '%is not productive', 'the differential equation needs one');
SELECT * FROM finish();
ROLLBACK;
