-- Networks as keys of GROUP BY: equality beside the text, hashes that agree with it, and the loading query people write first.
BEGIN;
SELECT plan(9);
SELECT setseed(0.3);
-- networks of a few nodes, many of them alike, with and without figures, sparse and dense; some built from parts, some from text
CREATE TEMP TABLE net AS
WITH edge AS (SELECT k, chr(65 + floor(random() * (2 + k % 3))::int) AS s, chr(65 + floor(random() * (2 + k % 3))::int) AS u, 1 + floor(random() * 2) AS a
		FROM generate_series(1, 150) AS k, LATERAL generate_series(1, 2 + k % 2)),
	one AS (SELECT k, supply_network(s, u, a) AS n FROM edge GROUP BY k)
SELECT k, n FROM one
UNION ALL SELECT k, n::text::supply_network FROM one
UNION ALL SELECT k, n + '{A>B:1}' FROM one
UNION ALL SELECT k, with_nodes(n, node, 5, CASE WHEN k % 2 = 0 THEN 3 END, NULL::float8, CASE WHEN k % 3 = 0 THEN 's' || node END, NULL::float8)
	FROM one, LATERAL each_node(n) AS e GROUP BY k
UNION ALL SELECT k, supply_network(i::text, j::text, i + j + k % 2) FROM generate_series(1, 6) AS k, generate_series(1, 40) AS i, generate_series(1, 40) AS j GROUP BY k;
CREATE TEMP VIEW said AS SELECT n, regexp_replace(n::text, '[;,]rows=\d+|rows=\d+[;,]?', '') AS t FROM net;
SELECT cmp_ok(count(*), '>', 600::bigint, 'networks') FROM net;
SELECT is_empty('SELECT a.n, b.n FROM said AS a, said AS b WHERE (a.n = b.n) <> (a.t = b.t) OR (a.n <> b.n) = (a.t = b.t)', 'equal when their texts are, but for counts of rows');
SELECT is_empty('SELECT a.n, b.n FROM said AS a, said AS b WHERE a.t = b.t AND te_support.te_network_hash(a.n) <> te_support.te_network_hash(b.n)', 'hashes agree with that');
SELECT results_eq('SELECT count(*) FROM (SELECT n FROM net GROUP BY n) AS g', 'SELECT count(DISTINCT t) FROM said', 'as many groups as texts');
SELECT results_eq('SELECT count(*) FROM (SELECT DISTINCT n FROM net) AS g', 'SELECT count(DISTINCT t) FROM said', 'and as DISTINCT has rows');

CREATE TEMP TABLE io AS SELECT * FROM (VALUES (2020, 'A', 'B', 1.0), (2020, 'B', 'C', 2), (2021, 'A', 'B', 3)) AS f(year, seller, buyer, amount);
CREATE TEMP TABLE sector AS SELECT * FROM (VALUES ('A', 5.0), ('B', 7)) AS s(code, x);
SELECT results_eq('SELECT with_nodes(n, code, x, NULL)::text FROM (SELECT supply_network(seller, buyer, amount) AS n FROM io WHERE year = 2020) AS f, sector GROUP BY n',
	$$VALUES ('{A>B:1,B>C:2;A[output=5],B[output=7]}')$$, 'the network itself as the key');
SELECT results_eq('SELECT year, with_nodes(n, code, x, NULL)::text FROM (SELECT year, supply_network(seller, buyer, amount) AS n FROM io GROUP BY year) AS f, sector GROUP BY year, n ORDER BY 1',
	$$VALUES (2020, '{A>B:1,B>C:2;A[output=5],B[output=7]}'), (2021, '{A>B:3;A[output=5],B[output=7]}')$$, 'a network for each year');
SELECT results_eq('SELECT node, output_multiplier FROM (SELECT with_nodes(n, code, x, NULL) AS net FROM (SELECT supply_network(seller, buyer, amount) AS n FROM io WHERE year = 2021) AS f, sector GROUP BY n) AS m, output_multiplier(net) ORDER BY 1',
	$$VALUES ('A', 1::float8), ('B', 1 + 3 / 7::float8)$$, 'and straight on to a result');
SELECT throws_ok('SELECT n FROM net ORDER BY n', '42883', NULL, 'networks have no order');
SELECT * FROM finish();
ROLLBACK;
