-- A cascade over a large network stops when it is told to, and leaves no memory behind.
BEGIN;
SELECT plan(4);

-- 30,000 firms: every firm's stop would take minutes
CREATE TEMP TABLE large AS
SELECT with_nodes((SELECT supply_network('f' || floor(30000 * power((hashint8extended(i, 1) & 65535) / 65536.0, 2)),
		'f' || (hashint8extended(i, 2) & 65535) % 30000, 1 + i % 7) FROM generate_series(1, 300000) AS i),
	'f' || f, NULL, NULL, NULL, 's' || f % 50, f % 50 % 3 * 0.5) AS network
FROM generate_series(0, 29999) AS f;

-- Runs the query, which must be cancelled by the statement timeout; returns how late it was.
CREATE FUNCTION pg_temp.cancelled(query text, timeout float8) RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN NULL;
EXCEPTION WHEN query_canceled THEN
	RETURN extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000 - timeout;
END $$;

CREATE TEMP TABLE late (function text, ms float8);
CREATE TEMP TABLE memory (bytes numeric);

\set risk 'SELECT count(*) FROM large, systemic_risk(network)'
\set published 'SELECT count(*) FROM large, systemic_risk(network, stop_change => 0.01)'
\set market 'SELECT count(*) FROM large, systemic_risk(network, replacement => \'market\')'
\set one 'SELECT count(*) FROM large, generate_series(1, 1000) AS i, LATERAL network_cascade(network, supply_mix(ARRAY[\'f\' || i], ARRAY[1.0])) AS c'

-- Cancels a query after 20, 180, 340 and 500 ms: while it prepares, and while it runs.
SET statement_timeout = 20;
INSERT INTO late SELECT 'risk', pg_temp.cancelled(:'risk', 20);
SET statement_timeout = 0;
INSERT INTO memory SELECT sum(total_bytes) FROM pg_backend_memory_contexts;
SET statement_timeout = 180;
INSERT INTO late SELECT 'risk', pg_temp.cancelled(:'risk', 180);
INSERT INTO late SELECT 'published', pg_temp.cancelled(:'published', 180);
SET statement_timeout = 340;
INSERT INTO late SELECT 'market', pg_temp.cancelled(:'market', 340);
INSERT INTO late SELECT 'one', pg_temp.cancelled(:'one', 340);
SET statement_timeout = 500;
INSERT INTO late SELECT 'risk', pg_temp.cancelled(:'risk', 500);
INSERT INTO late SELECT 'published', pg_temp.cancelled(:'published', 500);
SET statement_timeout = 0;

SELECT is_empty('SELECT function FROM late WHERE ms IS NULL', 'each query was cancelled');
SELECT is(count(*)::int, 7, 'all seven') FROM late;
SELECT cmp_ok((SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FROM late), '<', 100::float8,
	'within 100 ms as a rule (single ones may wait for the machine)');
-- each of them had taken at least 8 MB
SELECT cmp_ok((SELECT sum(total_bytes) FROM pg_backend_memory_contexts), '<', (SELECT bytes + 4000000 FROM memory),
	'and their memory is back');

SELECT * FROM finish();
ROLLBACK;
