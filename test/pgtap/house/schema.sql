-- The extension in a schema of its own that is not on the search_path: every
-- example of a COMMENT runs there, and every object has one.
BEGIN;
SET client_min_messages = warning;
DROP EXTENSION trade_exposure CASCADE;
CREATE SCHEMA "Trade Exposure";
CREATE EXTENSION trade_exposure SCHEMA "Trade Exposure";

CREATE TEMP TABLE member AS
SELECT d.classid, d.objid, i.identity, i.type, i.name, obj_description(d.objid, d.classid::regclass::name) AS comment
FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid,
	LATERAL pg_identify_object(d.classid, d.objid, 0) AS i
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'trade_exposure';

-- tables that the examples speak of
SET LOCAL search_path = "Trade Exposure", public;
\i test/pgtap/examples.inc
SET LOCAL search_path = public, pg_catalog;

-- What goes wrong when an example's functions are bound beforehand and it runs without a search_path.
CREATE FUNCTION pg_temp.run_example(example text, OUT problem text) LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL search_path = "Trade Exposure", public;
	-- a single column as text, because in JSON our values are objects
	EXECUTE 'CREATE TEMP VIEW example_query AS SELECT CASE (SELECT pg_catalog.count(*) FROM pg_catalog.jsonb_object_keys(pg_catalog.to_jsonb(q)))
		WHEN 1 THEN pg_catalog.jsonb_build_object(''only_one'', q.only_one::text) ELSE pg_catalog.to_jsonb(q) END AS line FROM (' || example || ') AS q (only_one)';
	SET LOCAL search_path = '';
	EXECUTE 'SELECT pg_catalog.count(line) FROM pg_temp.example_query';
	DROP VIEW pg_temp.example_query;
	SET LOCAL search_path = public, pg_catalog;
EXCEPTION
	WHEN OTHERS THEN
		SET LOCAL search_path = public, pg_catalog;
		problem := sqlstate || ' ' || sqlerrm;
END $$;

-- comments.sql checks that what people call has one, and what it gives
CREATE TEMP TABLE outcome AS
SELECT query, pg_temp.run_example(query) AS problem FROM (SELECT DISTINCT query FROM member,
	substring(comment FROM 'Example: (SELECT .*) ==> ') AS query WHERE query IS NOT NULL) AS q;

SELECT plan(7);

SELECT is_empty($$SELECT identity FROM member WHERE comment IS NULL
	AND type NOT IN ('cast', 'operator', 'operator class', 'operator family', 'type', 'index', 'sequence')$$,
	'every function, aggregate and table has a comment');
SELECT is_empty($$SELECT identity FROM member WHERE type IN ('function', 'aggregate') AND comment !~ 'Example: '$$,
	'every function and aggregate has an example');
SELECT is_empty($$SELECT problem, query FROM outcome WHERE problem IS NOT NULL$$,
	'every example runs without a search_path');
-- bodies in SQL are bound when they are created; others must not look around
SELECT is_empty($$SELECT p.oid::regprocedure FROM member JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid
		JOIN pg_language AS l ON l.oid = prolang
	WHERE (lanname = 'sql' AND prosqlbody IS NULL)
		OR (lanname NOT IN ('sql', 'c', 'internal') AND coalesce(array_to_string(proconfig, ' '), '') !~ 'search_path=pg_catalog, pg_temp')$$,
	'no function looks names up on the caller''s search_path');
-- and what is bound by OID goes on after ALTER SCHEMA ... RENAME; a text that names the schema does not
SELECT is_empty($$SELECT p.oid::regprocedure FROM member JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid
	WHERE concat_ws(' ', prosrc, probin, array_to_string(proconfig, ' ')) ~ 'Trade Exposure'$$,
	'no function''s text names the schema of the extension');
SELECT is_empty($$SELECT p.oid::regprocedure FROM member JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid WHERE prosecdef$$,
	'no function runs with the rights of its owner');
SELECT is_empty($$SELECT identity FROM member WHERE identity !~ '"Trade Exposure"|^te_support(\.|$)' AND type NOT IN ('cast')$$,
	'everything is in the extension''s schema or in te_support');

SELECT * FROM finish();
ROLLBACK;
