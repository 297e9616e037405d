-- begin.sql -- for \ir at the start of a loader: begins its transaction, in which
-- the extension's functions are found in whatever schema they are.  The user's
-- "replace" is set after it if it is to be done, and only then.
\set VERBOSITY terse
\set QUIET on
\set ON_ERROR_ROLLBACK off
SET client_min_messages = warning;
BEGIN ISOLATION LEVEL READ COMMITTED;	-- what another load wrote while this one waited for it must be seen
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', 'the database ' || current_database() || ' has no extension trade_exposure: CREATE EXTENSION trade_exposure makes it')
WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'trade_exposure')
\gexec
SELECT set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''),
	CASE WHEN n.nspname <> ALL (current_schemas(true)) THEN quote_ident(n.nspname) END), true) AS path_of_load
FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'trade_exposure' \gset
\if :{?replace}
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('-v replace=%s is neither yes nor no: 1 removes first what is there, 0 does not', :'replace'))
WHERE :'replace' !~* '^(|0|1|on|off|t|true|f|false|y|yes|n|no)$'
\gexec
SELECT :'replace' ~* '^(|0|off|f|false|n|no)$' AS replace_nothing \gset
\if :replace_nothing
\unset replace
\endif
\endif
-- millions of rows are joined with short lists, and the planner has no statistics of what was just read
SET LOCAL work_mem = '128MB';
SET LOCAL maintenance_work_mem = '256MB';
SET LOCAL enable_mergejoin = off;
SET LOCAL enable_nestloop = off;
SET LOCAL default_statistics_target = 10;
SET LOCAL jit = off;
