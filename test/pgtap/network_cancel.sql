-- Whatever is done with a large network, or with many draws, stops when it is told to, and leaves no memory behind.
BEGIN;
SELECT plan(6);
-- compiling the plan would take longer than some of the tasks
SET LOCAL jit = off;

CREATE TEMP TABLE flow AS SELECT 'n' || (hashint8extended(i, 1) & 32767) AS s, 'n' || (hashint8extended(i, 2) & 32767) AS u, 1.0::float8 + i % 7 AS a
FROM generate_series(1, 300000) AS i;
CREATE TEMP TABLE large AS
SELECT with_nodes(net, node, 1.5 * sold + bought + 1, NULL) AS net, with_nodes(net, node, NULL, bought + 1, NULL, 's' || length(node), NULL) AS economy,
	supply_mix(node, 1) AS ones
FROM (SELECT supply_network(s, u, a) AS net FROM flow) AS f, each_node(net);
CREATE TEMP TABLE dense AS SELECT with_nodes(net, 'n' || i, 3000, NULL) AS net, supply_mix('n' || i, 1) AS ones
FROM (SELECT supply_network('n' || i, 'n' || j, 1.0::float8) AS net FROM generate_series(1, 900) AS i, generate_series(1, 900) AS j) AS f, generate_series(1, 900) AS i;
-- what the aggregates keep of three million draws: their number, that they are draws, two unused, then pairs
CREATE TEMP TABLE draws (state float8[]);
ALTER TABLE draws ALTER state SET STORAGE EXTERNAL;
INSERT INTO draws SELECT '{3000000,1,0,0}'::float8[] || array_agg(CASE WHEN i % 2 = 0 THEN random_at(1, i) ELSE 1 END ORDER BY i) AS state
FROM generate_series(0, 5999999) AS i;

CREATE TEMP TABLE task (name text, query text);
INSERT INTO task VALUES
	('build', 'SELECT supply_network(s, u, a) FROM flow'),
	('merge', 'SELECT net + net + net + net FROM large'),
	('text', 'SELECT length((net::text::supply_network + net)::text) FROM large'),
	('edges', 'SELECT count(*) FROM large, generate_series(1, 20) AS i, LATERAL each_edge(net)'),
	('output', 'SELECT count(*) FROM large, generate_series(1, 50) AS i, LATERAL leontief_output(net, change => (''{n'' || i || '':1}'')::supply_mix) AS o'),
	('multiplier', 'SELECT count(*) FROM large, generate_series(1, 50) AS i, LATERAL output_multiplier(net, (''{n'' || i || '':1}'')::supply_mix) AS o'),
	('extraction', 'SELECT count(*) FROM dense, generate_series(1, 50) AS i, LATERAL hypothetical_extraction(net, cut => i / 50.0) AS o'),
	('extraction one by one', 'SELECT count(*) FROM large, hypothetical_extraction(net) AS o'),
	('inoperability', 'SELECT count(*) FROM large, inoperability_path(net, ''{n1:0.5}'', 10000) AS o'),
	('inverse', 'SELECT count(*) FROM dense, generate_series(1, 10) AS i, LATERAL interdependency(net, i) AS o'),
	('tracing', 'SELECT count(*) FROM large, origin_trace(net, ones) AS o'),
	('dynamics', 'SELECT count(*) FROM large, dynamic_loss_by_node(economy, ''{"node": "n1", "cut": 1}'', 10000)'),
	('dynamics, largest first', 'SELECT count(*) FROM large, dynamic_loss_by_node(economy, ''{"node": "n1", "cut": 1}'', 10000, rationing => ''largest_first'')'),
	('sorting draws', 'SELECT te_support.te_loss_distribution_final(state) FROM draws');

-- Runs a query that the statement timeout must cancel; returns how late that was in ms, or NULL.
CREATE FUNCTION pg_temp.late(query text, timeout float8) RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN NULL;
EXCEPTION WHEN query_canceled THEN
	RETURN extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000 - timeout;
END $$;

-- Each is cancelled at three moments; those that were late once more and once more, for a busy machine adds to a
-- single time, but not to the least of three.
CREATE TEMP TABLE late (name text, moment int, ms float8);
-- but what is kept for the next question, which network_cache.sql is about
CREATE TEMP TABLE memory AS SELECT sum(total_bytes) AS bytes FROM pg_backend_memory_contexts WHERE name <> 'trade_exposure network';
\set QUIET on
\o /dev/null
CREATE TEMP VIEW todo (a, b, c) AS
SELECT format('SET statement_timeout = %s', moment), format('INSERT INTO late VALUES (%L, %s, pg_temp.late(%L, %s))', name, moment, query, moment),
	'SET statement_timeout = 0'
FROM task CROSS JOIN unnest(ARRAY[10, 60, 180]) AS moment LEFT JOIN late USING (name, moment)
GROUP BY name, moment, query HAVING count(late) = 0 OR min(ms) > 100;
TABLE todo \gexec
TABLE todo \gexec
TABLE todo \gexec
\o

SELECT is_empty('SELECT name FROM task EXCEPT SELECT name FROM late WHERE ms IS NOT NULL', 'each was cancelled');
SELECT is_empty('SELECT name, moment, min(ms) FROM late GROUP BY 1, 2 HAVING min(ms) > 100', 'within 100 ms, whatever it was doing');
-- each of them had taken 10 MB and more
SELECT cmp_ok((SELECT sum(total_bytes) FROM pg_backend_memory_contexts WHERE name <> 'trade_exposure network'), '<', (SELECT bytes + 4000000 FROM memory), 'and their memory is back');

-- Many rows take no memory but work_mem: what is left at the first row is the inverse of 900 nodes (6.5 MB) at most.
CREATE FUNCTION pg_temp.megabytes(query text) RETURNS float8 LANGUAGE plpgsql SET work_mem = '64kB' AS $$
DECLARE
	before float8 := (SELECT sum(total_bytes) FROM pg_backend_memory_contexts);
	at_first_row float8;
BEGIN
	EXECUTE 'SELECT (SELECT sum(total_bytes) FROM pg_backend_memory_contexts) FROM dense, ' || query || ' LIMIT 1' INTO at_first_row;
	RETURN (at_first_row - before) / 1e6;
END $$;
SELECT cmp_ok(pg_temp.megabytes(query), '<', 18::float8, query || ': memory does not grow with the rows') FROM unnest(ARRAY[
	'leontief_inverse(net)', 'interdependency(net)', 'inoperability_path(net, ''{n1:0.5}'', 900)']) AS query;
SELECT * FROM finish();
ROLLBACK;
