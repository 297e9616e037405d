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

-- Runs an example with its functions bound beforehand and no search_path; gives
-- its values, or what went wrong.  Tables of the reader's own
-- that are not there are no fault.
CREATE FUNCTION pg_temp.run_example(example text, OUT got text, OUT problem text) LANGUAGE plpgsql AS $$
DECLARE
	rows jsonb[];
BEGIN
	SET LOCAL search_path = "Trade Exposure", public;
	EXECUTE 'CREATE TEMP VIEW example_query AS SELECT pg_catalog.to_jsonb(q) AS line FROM (' || example || ') AS q';
	SET LOCAL search_path = '';
	EXECUTE 'SELECT pg_catalog.array_agg(line) FROM pg_temp.example_query' INTO rows;
	DROP VIEW pg_temp.example_query;
	SET LOCAL search_path = public, pg_catalog;
	-- jsonb does not keep the order of columns, so only single ones can be compared
	got := (SELECT string_agg(coalesce(v.value, 'NULL'), ', ' ORDER BY n)
		FROM unnest(rows) WITH ORDINALITY AS r(line, n), jsonb_each_text(line) AS v
		HAVING bool_and(line - v.key = '{}'));
EXCEPTION
	WHEN undefined_table THEN
		SET LOCAL search_path = public, pg_catalog;
	WHEN OTHERS THEN
		SET LOCAL search_path = public, pg_catalog;
		problem := sqlstate || ' ' || sqlerrm;
END $$;

CREATE TEMP TABLE example AS
SELECT DISTINCT ON (query) identity, query, said FROM member,
	LATERAL (SELECT substring(comment FROM 'Example: (SELECT .*)$') AS line) AS l,
	LATERAL (SELECT regexp_replace(line, '\s*==>.*$', '') AS query, substring(line FROM '==>\s*(.*)$') AS said) AS x
WHERE query IS NOT NULL ORDER BY query, said;
CREATE TEMP TABLE outcome AS
SELECT e.*, r.* FROM example AS e, pg_temp.run_example(query) AS r;

-- t and true, 0.0157 and 0.01569…, {a,b} and ["a", "b"] are the same answer
CREATE FUNCTION pg_temp.same_answer(said text, got text) RETURNS bool LANGUAGE sql AS $$
SELECT said = left(got, 1) AND got IN ('true', 'false')
	-- the same but for numbers, and these the same to the digits that are said
	OR translate(regexp_replace(said, number, '#', 'g'), '{}" ', '[]') = translate(regexp_replace(got, number, '#', 'g'), '{}" ', '[]')
		AND (SELECT bool_and(round(g[1]::numeric, scale(s[1]::numeric)) = s[1]::numeric) IS NOT FALSE
			FROM ROWS FROM (regexp_matches(said, number, 'g'), regexp_matches(got, number, 'g')) AS m(s, g))
FROM (VALUES ('\d+(?:\.\d+)?(?:e[-+]?\d+)?')) AS v(number)
$$;

SELECT plan(9);

SELECT is_empty($$SELECT identity FROM member WHERE comment IS NULL
	AND type NOT IN ('cast', 'operator', 'operator class', 'operator family', 'type', 'index', 'sequence')$$,
	'every function, aggregate and table has a comment');
SELECT is_empty($$SELECT identity FROM member WHERE type IN ('function', 'aggregate') AND comment !~ 'Example: '$$,
	'every function and aggregate has an example');
SELECT is_empty($$SELECT problem, query FROM outcome WHERE problem IS NOT NULL$$,
	'every example runs without a search_path');
SELECT is_empty($$SELECT query, said, got FROM outcome WHERE problem IS NULL
		AND said <> '' AND said !~ '\.\.\.' AND got IS NOT NULL AND NOT pg_temp.same_answer(said, got)$$,
	'every example with one column gives what its comment says');
SELECT cmp_ok((SELECT count(*) FROM outcome WHERE pg_temp.same_answer(said, got)), '>', 50::bigint, 'there are examples to run');

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
