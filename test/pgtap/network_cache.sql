-- A process keeps stored networks that it has read, up to a limit in bytes; whatever it keeps, the answers are those of
-- the values that the statement sees.
BEGIN;
SELECT plan(20);
SET LOCAL client_min_messages = warning;

-- networks of one size with other amounts: of all pairs, and of some with attributes
CREATE TABLE net (i int, kind text, net supply_network);
INSERT INTO net
SELECT i, kind, CASE WHEN kind = 'dense' THEN n ELSE with_nodes(n, 'n' || v, 20000, NULL, NULL, 's' || v % 7, NULL) END
FROM (SELECT i, kind, supply_network('n' || s, 'n' || u, 1 + (s * 7919 + u * 104729) % (97 + i)) AS n
	FROM generate_series(1, 3) AS i, unnest('{dense,sparse}'::text[]) AS kind, generate_series(1, 190) AS s, generate_series(1, 190) AS u
	WHERE kind = 'dense' OR (s + u * u) % 3 > 0 GROUP BY 1, 2) AS f, generate_series(1, 190) AS v
GROUP BY i, kind, n;
SELECT is((SELECT count(DISTINCT pg_column_size(net))::int FROM net), 2, 'networks of one kind have one size');

-- all that asks a network, as one text
CREATE FUNCTION answer(kind text, net supply_network) RETURNS text LANGUAGE sql AS $$
SELECT md5(concat_ws(';',
	(SELECT string_agg(e::text, ',') FROM each_node(net) AS e), (SELECT string_agg(e::text, ',') FROM each_edge(net) AS e),
	(SELECT n::text FROM network_summary(net) AS n),
	CASE WHEN kind = 'sparse' THEN (SELECT string_agg(l::text, ',') FROM leontief_output(net, NULL, '{n1:1,n7:2}') AS l) END,
	CASE WHEN kind = 'sparse' THEN (SELECT string_agg(g::text, ',') FROM ghosh_output(net, NULL, '{n1:1}') AS g) END,
	CASE WHEN kind = 'sparse' THEN (SELECT string_agg(g::text, ',') FROM output_multiplier(net) AS g) END,
	(SELECT string_agg(c::text, ',') FROM hidden_exposure(net, '{n3}') AS c),
	te_support.te_network_hash(net)))
$$;
CREATE TEMP VIEW kept AS SELECT count(*)::int AS n, coalesce(sum(total_bytes), 0)::int8 AS bytes
	FROM pg_backend_memory_contexts WHERE name = 'trade_exposure network';
-- blocks that a question reads from memory
CREATE FUNCTION blocks(query text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE plan json;
BEGIN
	EXECUTE 'EXPLAIN (ANALYZE, BUFFERS, TIMING off, FORMAT json) ' || query INTO plan;
	RETURN (plan -> 0 -> 'Plan' ->> 'Shared Hit Blocks')::int + (plan -> 0 -> 'Plan' ->> 'Shared Read Blocks')::int;
END $$;

SELECT is(current_setting('trade_exposure.network_cache'), '128MB', 'the limit unless set');
SET trade_exposure.network_cache = 0;
CREATE TEMP VIEW step AS SELECT string_agg(d::text, ',' ORDER BY a.i, b.i, d.node) AS steps
	FROM net AS a, net AS b, structural_decomposition(a.net, b.net) AS d WHERE a.kind = 'sparse' AND b.kind = 'sparse';
CREATE TEMP TABLE read_step AS TABLE step;
CREATE TEMP TABLE read AS SELECT i, kind, answer(n.kind, n.net) AS a, answer(n.kind, n.net) AS b FROM net AS n;
SELECT is((SELECT n FROM kept), 0, 'with a limit of 0 none is kept');
SELECT is((SELECT count(DISTINCT a)::int FROM read WHERE a = b), 6, 'and six networks have six answers');

RESET trade_exposure.network_cache;
SELECT is_empty($$SELECT i, kind FROM net AS n JOIN read USING (i, kind) WHERE answer(n.kind, n.net) <> a OR answer(n.kind, n.net) <> a$$, 'kept ones answer the same');
SELECT is((SELECT n FROM kept), 6, 'all six are kept');
SELECT is_empty($$SELECT i, kind FROM (SELECT i, kind, answer(n.kind, n.net) AS now FROM net AS n, generate_series(1, 3) AS g ORDER BY g, kind, i DESC) AS q JOIN read USING (i, kind) WHERE now <> a$$,
	'in any order');
SELECT cmp_ok(blocks($$SELECT network_summary(net) FROM net WHERE i = 1 AND kind = 'dense'$$), '<', 12, 'the next question reads no more than the header');
SET trade_exposure.network_cache = '800kB';
SELECT ok(bytes <= 800 * 1024 AND n BETWEEN 1 AND 3, format('a lower limit holds at once: %s of %s bytes', n, bytes)) FROM kept;
SELECT is_empty($$SELECT i, kind FROM net AS n JOIN read USING (i, kind) WHERE answer(n.kind, n.net) <> a OR answer(n.kind, n.net) <> a$$, 'within it all answer');
SELECT ok(bytes <= 800 * 1024 AND n BETWEEN 1 AND 3, format('and it holds: %s of %s bytes', n, bytes)) FROM kept;
-- two at a time where there is room for one
SET trade_exposure.network_cache = '420kB';
SELECT is((SELECT string_agg((a.net = b.net)::text, ',' ORDER BY a.i, b.i) FROM net AS a, net AS b WHERE a.kind = 'dense' AND b.kind = 'dense'),
	'true,false,false,false,true,false,false,false,true', 'two of one size are compared where there is room for one');
SELECT ok(bytes <= 420 * 1024 AND n <= 1, 'and one is left') FROM kept;
RESET trade_exposure.network_cache;
SELECT is_empty($$SELECT i, kind FROM net AS n JOIN read USING (i, kind) WHERE answer(n.kind, n.net) <> a$$, 'the answers as ever');
SELECT results_eq('TABLE step', 'TABLE read_step', 'two at a time have each its own sums');

-- what a statement sees decides
SAVEPOINT before;
UPDATE net AS n SET net = o.net FROM net AS o WHERE o.kind = n.kind AND o.i = n.i % 3 + 1;
SELECT is_empty($$SELECT n.i, n.kind FROM net AS n JOIN read AS r ON r.kind = n.kind AND r.i = n.i % 3 + 1 WHERE answer(n.kind, n.net) <> a$$, 'changed networks give their own answers');
ROLLBACK TO before;
SELECT is_empty($$SELECT i, kind FROM net AS n JOIN read USING (i, kind) WHERE answer(n.kind, n.net) <> a$$, 'and after a rollback the old ones');

-- another network of the same size under the same number in the same toast table, as one may come by once the numbers
-- have gone round: the pieces of the second are put in the place of those of the first
CREATE TABLE one AS SELECT net FROM net WHERE i = 1 AND kind = 'sparse';
CREATE TABLE other AS SELECT net FROM net WHERE i = 2 AND kind = 'sparse';
SELECT network_summary(net) FROM one \g /dev/null
SELECT (SELECT reltoastrelid::regclass FROM pg_class WHERE oid = 'one'::regclass) AS one_pieces, (SELECT reltoastrelid::regclass FROM pg_class WHERE oid = 'other'::regclass) AS other_pieces \gset
SELECT DISTINCT chunk_id AS number FROM :one_pieces \gset
CREATE TEMP TABLE piece AS SELECT chunk_seq, chunk_data FROM :other_pieces;
SET LOCAL allow_system_table_mods = on;
UPDATE pg_class SET relkind = 'r' WHERE oid = :'one_pieces'::regclass;
TRUNCATE :one_pieces;
INSERT INTO :one_pieces (chunk_id, chunk_seq, chunk_data) SELECT :number, chunk_seq, chunk_data FROM piece;
UPDATE pg_class SET relkind = 't' WHERE oid = :'one_pieces'::regclass;
SELECT is((SELECT answer('sparse', net) FROM one), (SELECT a FROM read WHERE i = 2 AND kind = 'sparse'), 'a place that was given to another network is read again');

-- no answer by another process
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SELECT is_empty($$SELECT i, kind FROM (SELECT i, kind, (SELECT edges::text || amount FROM network_summary(net)) AS now FROM net) AS n
	JOIN (SELECT i, kind, (SELECT count(*)::text || sum(amount) FROM each_edge(net)) AS e FROM net) AS e USING (i, kind) WHERE now <> e$$, 'workers answer the same');

-- a value that somebody keeps compressed, and a small one, are read as they are
CREATE TEMP TABLE packed (i int, kind text, net supply_network);
ALTER TABLE packed ALTER COLUMN net SET STORAGE extended;
INSERT INTO packed SELECT * FROM net;
SELECT is_empty($$SELECT p.i, p.kind FROM packed AS p JOIN read AS r USING (i, kind) WHERE answer(p.kind, p.net) <> a$$, 'compressed ones answer the same');

SELECT * FROM finish();
ROLLBACK;
