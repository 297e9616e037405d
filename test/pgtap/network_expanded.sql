-- A state of a network aggregate above a megabyte grows as an expanded object: the answers are those of small parts.
BEGIN;
SELECT plan(13);
SET LOCAL client_min_messages = warning;
SET LOCAL max_parallel_workers_per_gather = 0;

-- synthetic: 60,000 flows among 9,000 firms, some with long names, some flows taken back
CREATE TABLE flow AS
SELECT i, 'f' || i % 9000 || CASE WHEN i % 9000 < 500 THEN ' with a long name' ELSE '' END AS supplier, 'f' || 500 + i * 7919 % 8500 AS "user",
	CASE WHEN i % 50 = 49 THEN -0.25 ELSE i % 1000 + 0.5 END::float8 AS amount
FROM generate_series(1, 60000) AS i;
ANALYZE flow;
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS off) ' || query; END$$;
CREATE TABLE answer AS SELECT supply_network(supplier, "user", amount) AS net FROM flow;

SELECT cmp_ok(pg_column_size(te_support.te_network_plus(net, net)), '>', 700000, 'a network of some size') FROM answer;
-- the same figures by sums of SQL
SELECT is_empty($$SELECT supplier, "user", amount FROM answer, each_edge(net) EXCEPT SELECT supplier, "user", sum(amount) FROM flow GROUP BY 1, 2$$, 'flows are those of plain sums');
SELECT is(edges::bigint, (SELECT count(*) FROM (SELECT DISTINCT supplier, "user" FROM flow) AS d), 'and as many') FROM answer, network_summary(net);

-- small parts never become expanded objects, their sum does
SELECT is((SELECT sum(part)::text FROM (SELECT supply_network(supplier, "user", amount) AS part FROM flow GROUP BY i % 100) AS p),
	(SELECT net::text FROM answer), 'a sum of small networks');
SELECT is((SELECT sum(part)::text FROM (SELECT supply_network(supplier, "user", amount) AS part FROM flow GROUP BY i % 2) AS p),
	(SELECT net::text FROM answer), 'a sum of large ones');

-- a state that leaves its aggregate is flat, can be stored and goes on elsewhere
CREATE AGGREGATE pg_temp.state_of(text, text, float8) (SFUNC = te_support.te_network_accum, STYPE = supply_network);
CREATE AGGREGATE pg_temp.combined(supply_network) (SFUNC = te_support.te_network_combine, STYPE = supply_network, FINALFUNC = te_support.te_network_final);
CREATE TABLE state AS SELECT i % 3 AS part, pg_temp.state_of(supplier, "user", amount) AS state FROM flow GROUP BY i % 3;
SELECT cmp_ok(min(octet_length(state::text)), '>', 400000, 'states are stored') FROM state;
SELECT is((SELECT pg_temp.combined(state)::text FROM state), (SELECT net::text FROM answer), 'and combined');

-- what with_nodes adds to a large state
SELECT is((SELECT count(*) FROM (SELECT with_nodes(net, node, output, NULL) AS net FROM answer, (SELECT supplier AS node, sum(abs(amount)) + 1 AS output FROM flow GROUP BY 1) AS n) AS w,
	each_node(w.net) WHERE output IS NOT NULL), (SELECT count(DISTINCT supplier) FROM flow), 'nodes are known');

-- groups, a window, workers
SELECT is((SELECT string_agg(net::text, '' ORDER BY part) FROM (SELECT i % 2 AS part, supply_network(supplier, "user", amount) AS net FROM flow GROUP BY 1) AS g),
	(SELECT string_agg(supply_network::text, '' ORDER BY part) FROM (VALUES (0), (1)) AS p(part), LATERAL (SELECT supply_network(supplier, "user", amount) FROM flow WHERE i % 2 = part) AS n),
	'two groups at a time');
SET LOCAL trade_exposure.batch_grouping = on;
SELECT is((SELECT string_agg(net::text, '' ORDER BY part) FROM (SELECT i % 2 AS part, supply_network(supplier, "user", amount) AS net FROM flow GROUP BY 1) AS g),
	(SELECT string_agg(supply_network::text, '' ORDER BY part) FROM (VALUES (0), (1)) AS p(part), LATERAL (SELECT supply_network(supplier, "user", amount) FROM flow WHERE i % 2 = part) AS n),
	'in batches');
SET LOCAL trade_exposure.batch_grouping = off;
-- a row of a window sees all of ten: the aggregate is asked ten times
SELECT is((SELECT string_agg(net::text, '' ORDER BY tenth) FROM (SELECT DISTINCT ON (tenth) tenth, net
		FROM (SELECT tenth, row_number() OVER (PARTITION BY tenth) AS n, supply_network(supplier, "user", amount) OVER (ORDER BY tenth) AS net FROM (SELECT *, ntile(4) OVER (ORDER BY i) AS tenth FROM flow) AS t) AS w WHERE n = 1) AS d),
	(SELECT string_agg(net::text, '' ORDER BY last) FROM generate_series(1, 4) AS last, LATERAL (SELECT supply_network(supplier, "user", amount) AS net FROM flow WHERE i <= last * 15000) AS n), 'a window that grows');
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL max_parallel_workers_per_gather = 2;
SELECT alike(string_agg(line, E'\n'), '%Partial Aggregate%', 'workers have a part each')
FROM (SELECT * FROM pg_temp.plan_of('SELECT supply_network(supplier, "user", amount) FROM flow')) AS p(line);
SELECT is((SELECT supply_network(supplier, "user", amount)::text FROM flow), (SELECT net::text FROM answer), 'and the same network comes out');
SELECT * FROM finish();
ROLLBACK;
