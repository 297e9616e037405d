-- The supply network's laws: any order, any split, any road gives the same value.
BEGIN;
SELECT plan(9);

CREATE TABLE flow AS SELECT i, 'node number ' || (hashint4(i) & 255) AS s, 'n' || (hashint4(i * 7 + 1) & 255) AS u,
	((hashint4(i * 3) & 65535) - 9000) * 10.0::float8 ^ (i % 9 - 4) AS a FROM generate_series(1, 20000) AS i;
ANALYZE flow;
CREATE TEMP TABLE whole AS SELECT supply_network(s, u, a ORDER BY i) AS net FROM flow;

SELECT is((SELECT md5(supply_network(s, u, a ORDER BY a)::text) FROM flow), (SELECT md5(net::text) FROM whole), 'order does not matter');
SELECT is((SELECT md5(sum(n)::text) FROM (SELECT supply_network(s, u, a) AS n FROM flow GROUP BY s) AS parts), (SELECT md5(net::text) FROM whole),
	'networks of one supplier each add up to the whole');
SELECT is((SELECT md5(net::text::supply_network::text) FROM whole), (SELECT md5(net::text) FROM whole), 'text and back');
SELECT ok((SELECT net::text::supply_network::text = net::text AND te_network_send(net::text::supply_network) = te_network_send(net) FROM whole),
	'text and back is the same byte for byte on the wire');

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
SELECT is((SELECT md5(supply_network(s, u, a)::text) FROM flow), (SELECT md5(net::text) FROM whole), 'parallel equals serial');
CREATE TABLE node AS SELECT DISTINCT u AS n FROM flow;
ALTER TABLE node SET (parallel_workers = 3);
SELECT is((SELECT md5(with_nodes(net, n, length(n), NULL)::text) FROM node, whole),
	(SELECT md5(with_nodes(net, n, length(n), NULL ORDER BY n DESC)::text) FROM node, whole), 'with_nodes in any order');
-- as partial states of other workers: the network counts once, a node given to both is an error
CREATE AGGREGATE pg_temp.combined(supply_network) (SFUNC = te_network_combine, STYPE = supply_network, FINALFUNC = te_network_final);
CREATE FUNCTION pg_temp.combine_of(a supply_network, b supply_network) RETURNS supply_network LANGUAGE sql AS
'SELECT pg_temp.combined(n) FROM (VALUES (a), (b)) AS t(n)';
SELECT is(pg_temp.combine_of('partial{A>B:1:0;A[output=3:0,given=1];rows=1,flags=32}', 'partial{A>B:1:0;B[output=4:0,given=1];rows=1,flags=32}')::text,
	'{A>B:1;A[output=3],B[output=4]}', 'two parts of with_nodes');
SELECT throws_like($$ SELECT pg_temp.combine_of('partial{A>B:1:0;A[output=3:0,given=1];rows=1,flags=32}', 'partial{A>B:1:0;A[output=4:0,given=1];rows=1,flags=32}') $$,
	'node "A" is given twice', 'a node given in two parts');
SELECT * FROM finish();
ROLLBACK;
