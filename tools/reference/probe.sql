-- What the queries of the file "probes" in $TE_STAGE are refused for: a JSON array [function, argument, SQLSTATE,
-- message, detail, hint] for each, in their order.
SET client_min_messages = error;
BEGIN;
\o /dev/null
\ir ../../test/pgtap/examples.inc
\o
CREATE TEMP TABLE probe (f int, a int, query text, n serial);
\set file `echo "$TE_STAGE/probes"`
\copy probe (f, a, query) FROM PROGRAM 'cat "$TE_STAGE/probes"'
CREATE FUNCTION pg_temp.refusal(query text) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
	said text;
	detail text;
	hint text;
BEGIN
	EXECUTE 'SELECT count(*), max(q::text) FROM (' || query || ') AS q';
	RETURN NULL;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS said = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN json_build_array(sqlstate, said, detail, hint);
END $$;
SELECT json_build_array(f, a, r ->> 0, r ->> 1, r ->> 2, r ->> 3)::text FROM (SELECT f, a, n, pg_temp.refusal(query) AS r FROM probe) AS p
WHERE r IS NOT NULL ORDER BY n;
ROLLBACK;
