-- The supply network's laws: any order, any split, any road gives the same value.
BEGIN;
SELECT plan(24);

CREATE TABLE flow AS SELECT i, 'node number ' || (hashint4(i) & 255) AS s, 'n' || (hashint4(i * 7 + 1) & 255) AS u,
	((hashint4(i * 3) & 65535) - 9000) * 10.0::float8 ^ (i % 9 - 4) AS a FROM generate_series(1, 20000) AS i;
ANALYZE flow;
CREATE TEMP TABLE whole AS SELECT supply_network(s, u, a ORDER BY i) AS net FROM flow;

SELECT is((SELECT md5(supply_network(s, u, a ORDER BY a)::text) FROM flow), (SELECT md5(net::text) FROM whole), 'order does not matter');
SELECT is((SELECT md5(sum(n)::text) FROM (SELECT supply_network(s, u, a) AS n FROM flow GROUP BY s) AS parts), (SELECT md5(net::text) FROM whole),
	'networks of one supplier each add up to the whole');
SELECT is((SELECT md5(net::text::supply_network::text) FROM whole), (SELECT md5(net::text) FROM whole), 'text and back');
SELECT ok((SELECT net::text::supply_network::text = net::text AND te_support.te_network_send(net::text::supply_network) = te_support.te_network_send(net) FROM whole),
	'text and back is the same byte for byte on the wire');
-- text that says something twice is bad text, which servers that can ask so must be told
SELECT CASE WHEN pg_version_num() < 160000 THEN skip('pg_input_is_valid is from 16')
	ELSE is_empty($$SELECT t FROM unnest(ARRAY['{A>B:1;A[sector=x,sector=y]}', '{A>B:1;A[essential=1,essential=0]}', '{A>B:1;A[output=1,output=1]}',
		'{A>B:1e308,A>B:1e308}', 'partial{A>B:1:0;A[given=1,given=1]}']) AS t WHERE pg_input_is_valid(t, 'supply_network')$$, 'bad text is refused softly') END;

-- text that is none: what is wrong, and where
CREATE FUNCTION pg_temp.reason(value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	reason text;
BEGIN
	RETURN 'none: ' || value::supply_network::text;
EXCEPTION WHEN invalid_text_representation THEN
	GET STACKED DIAGNOSTICS reason = PG_EXCEPTION_DETAIL;
	RETURN reason;
END $$;
SELECT is(pg_temp.reason(value), 'At character ' || place || ': ' || reason || '.', value) FROM (VALUES
	('{"">A:1}', 4, 'a node''s code is empty'), ('{A>B:1;""[output=1]}', 11, 'a node''s code is empty'),
	('{A>B:1;A[sector=""]}', 19, 'a sector''s code is empty'), ('partial{A>B:1:5}', 16, 'the second part of a sum is too large'),
	('{A>B:1;rows=1,flags=64}', 23, 'the flags are unknown; they may come from a newer version'),
	('{A>B:1;A[essential=x]}', 20, 'a finite number was expected'), ('{A>B:1;A[sector=]}', 17, 'a code was expected'),
	('{A>B:1;A[output=1}', 18, 'a comma or a closing bracket was expected'),
	('{A>B:1,A}', 9, '">" was expected after the supplier')) AS v(value, place, reason);

-- in parallel workers
SET LOCAL max_parallel_workers_per_gather = 3;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
ALTER TABLE flow SET (parallel_workers = 3);
CREATE FUNCTION pg_temp.plan_has(query text, word text) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN ' || query LOOP
		IF line LIKE '%' || word || '%' THEN RETURN true; END IF;
	END LOOP;
	RETURN false;
END $$;
SELECT ok(pg_temp.plan_has('SELECT supply_network(s, u, a) FROM flow', 'Partial Aggregate'), 'the aggregate is planned in parts');
-- CREATE TABLE AS may use workers, a query that calls pgTAP may not
CREATE TEMP TABLE parallel AS SELECT supply_network(s, u, a) AS net FROM flow;
SELECT is((SELECT md5(net::text) FROM parallel), (SELECT md5(net::text) FROM whole), 'parallel equals serial');
CREATE TABLE node AS SELECT DISTINCT u AS n FROM flow;
ALTER TABLE node SET (parallel_workers = 3);
SELECT is((SELECT md5(with_nodes(net, n, length(n), NULL)::text) FROM node, whole),
	(SELECT md5(with_nodes(net, n, length(n), NULL ORDER BY n DESC)::text) FROM node, whole), 'with_nodes in any order');
-- as partial states of other workers: the network counts once, a node given to both is an error
CREATE AGGREGATE pg_temp.combined(supply_network) (SFUNC = te_support.te_network_combine, STYPE = supply_network, FINALFUNC = te_support.te_network_final);
CREATE FUNCTION pg_temp.combine_of(a supply_network, b supply_network) RETURNS supply_network LANGUAGE sql AS
'SELECT pg_temp.combined(n) FROM (VALUES (a), (b)) AS t(n)';
SELECT is(pg_temp.combine_of('partial{A>B:1:0;A[output=3:0,given=1];rows=1,flags=32}', 'partial{A>B:1:0;B[output=4:0,given=1];rows=1,flags=32}')::text,
	'{A>B:1;A[output=3],B[output=4]}', 'two parts of with_nodes');
SELECT throws_like($$ SELECT pg_temp.combine_of('partial{A>B:1:0;A[output=3:0,given=1];rows=1,flags=32}', 'partial{A>B:1:0;A[output=4:0,given=1];rows=1,flags=32}') $$,
	'node "A" is given twice', 'a node given in two parts');

-- any size and density, with users stored as numbers or as bits: the edges are those given
CREATE TABLE shape AS SELECT n, percent FROM unnest(ARRAY[1, 7, 31, 32, 33, 64, 65, 100]) AS n, unnest(ARRAY[1, 5, 30, 97, 100]) AS percent;
CREATE TABLE edge AS SELECT n, percent, 'v' || i AS s, 'v' || j AS u, 1 + (hashint4(i * 1000 + j) & 1023) / 64.0::float8 AS a
FROM shape, generate_series(1, n) AS i, generate_series(1, n) AS j WHERE (hashint4(i * 4001 + j * 17 + percent) & 65535) % 100 < percent;
CREATE TABLE shaped AS SELECT n, percent, supply_network(s, u, a) AS net FROM edge GROUP BY n, percent;
SELECT is_empty($$ (SELECT n, percent, supplier, "user", amount FROM shaped, each_edge(net) EXCEPT SELECT n, percent, s, u, a FROM edge)
	UNION ALL (SELECT n, percent, s, u, a FROM edge EXCEPT SELECT n, percent, supplier, "user", amount FROM shaped, each_edge(net)) $$,
	'every edge comes back, at any size and density');
SELECT is((SELECT count(*)::int FROM shaped WHERE net::text::supply_network::text <> net::text), 0, 'and through text and back');
-- 56 bytes of header, 16 a node, 4 for the end of the edges; 12 an edge or 8 and a bit for each pair
SELECT is_empty($$ SELECT n, percent, pg_column_size(net), e.edges FROM shaped JOIN (SELECT n, percent, count(*) AS edges FROM edge GROUP BY 1, 2) AS e USING (n, percent),
	network_summary(net) AS look WHERE look.bytes <> 56 + 4 + 16 * look.nodes + 8 * e.edges + least(4 * e.edges, 4 * look.nodes * ceil(look.nodes / 32.0)) $$,
	'users take the fewer of 4 bytes per edge and a bit per pair');
-- both sides of each: outputs and prices solve their equations
CREATE TABLE balanced AS SELECT n, percent, with_nodes(net, node, sold * 1.5 + bought * 1.5, NULL) AS net FROM shaped, each_node(net) GROUP BY n, percent;
CREATE TABLE answer AS SELECT n, percent, node, l.output AS x, l.final_demand AS f, p.change AS p FROM balanced, leontief_output(net, change => supply_mix '{v1:1,v7:2}') AS l
	JOIN leontief_price(net, cost_change => '{v1:0.5,v7:0.25}') AS p USING (node) WHERE n > 6 AND percent > 5;
SELECT is_empty($$ WITH coefficient AS MATERIALIZED (SELECT n, percent, s, u, a / b.output AS c FROM balanced CROSS JOIN LATERAL each_node(net) AS b JOIN edge USING (n, percent) WHERE b.node = edge.u),
		used AS (SELECT k.n, k.percent, k.s AS node, sum(c * x.x) AS needed FROM coefficient AS k JOIN answer AS x ON (x.n, x.percent, x.node) = (k.n, k.percent, k.u) GROUP BY 1, 2, 3),
		passed AS (SELECT k.n, k.percent, k.u AS node, sum(c * x.p) AS passed_on FROM coefficient AS k JOIN answer AS x ON (x.n, x.percent, x.node) = (k.n, k.percent, k.s) GROUP BY 1, 2, 3)
	SELECT * FROM answer AS y LEFT JOIN used USING (n, percent, node) LEFT JOIN passed USING (n, percent, node)
	WHERE abs(y.x - coalesce(needed, 0) - y.f) > 1e-12 * y.x
		OR abs(y.p - coalesce(passed_on, 0) - (CASE node WHEN 'v1' THEN 0.5 WHEN 'v7' THEN 0.25 ELSE 0 END)) > 1e-13 $$,
	'x = A x + f and p = A'' p + c hold at every node');
-- a value of 9 MB is read in pieces from where it is stored
CREATE TABLE large AS SELECT supply_network(i::text, j::text, i + 1.0::float8 / j) AS net FROM generate_series(1, 1050) AS i, generate_series(1, 1050) AS j;
SELECT cmp_ok((SELECT max(abs(sold / (1050 * i + harmonic) - 1) + abs(bought / (1050 * 1051 / 2 + 1050.0 / i) - 1)) FROM large, each_node(net), CAST(node AS int) AS i,
	(SELECT sum(1.0::float8 / j) AS harmonic FROM generate_series(1, 1050) AS j) AS h), '<', 1e-14::float8, 'and read whole');
SELECT * FROM finish();
ROLLBACK;
