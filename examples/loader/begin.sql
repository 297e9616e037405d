-- begin.sql -- for \ir at the start of a loader: begins its transaction, in which
-- the extension's functions are found in whatever schema they are.
\set VERBOSITY terse
\set QUIET on
SET client_min_messages = warning;
BEGIN ISOLATION LEVEL READ COMMITTED;	-- what another load wrote while this one waited for it must be seen
SELECT format('DO $do$ BEGIN RAISE EXCEPTION %L; END $do$', 'the database ' || current_database() || ' has no extension trade_exposure: CREATE EXTENSION trade_exposure makes it')
WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'trade_exposure')
\gexec
SELECT set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''),
	CASE WHEN n.nspname <> ALL (current_schemas(true)) THEN quote_ident(n.nspname) END), true) AS path_of_load
FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'trade_exposure' \gset
-- millions of rows are joined with short lists, and the planner has no statistics of what was just read
SET LOCAL work_mem = '128MB';
SET LOCAL maintenance_work_mem = '256MB';
SET LOCAL enable_mergejoin = off;
SET LOCAL enable_nestloop = off;
SET LOCAL default_statistics_target = 10;
SET LOCAL jit = off;
