-- CREATE EXTENSION by a plain owner of a database into a schema full of what he
-- planted: none of it is called, and nothing of the extension depends on it.
-- Leaves the extension there for runtime.sql.
\set ON_ERROR_STOP on
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
CREATE SCHEMA noted AUTHORIZATION te_hostile_owner;
CREATE SCHEMA hostile AUTHORIZATION te_hostile_owner;
GRANT USAGE ON SCHEMA tap TO PUBLIC;

-- the words and operators of the script, and those behind IN, CASE, BETWEEN and ORDER BY
\set script `cat trade_exposure--*.sql`
CREATE TABLE noted.word AS
SELECT DISTINCT m[1] AS word FROM regexp_matches(:'script', '(\w+|[-+*/<>=~!@#%^&|`?]+)', 'g') AS m
UNION VALUES ('='), ('<>'), ('<'), ('<='), ('>'), ('>=');

-- what it creates; a type of its own is NULL, because nobody can plant for it beforehand
CREATE EXTENSION trade_exposure SCHEMA public;
CREATE TABLE noted.own AS
SELECT p.proname AS name, CASE WHEN r.typnamespace = 'pg_catalog'::regnamespace THEN r.oid ELSE 'text'::regtype END::regtype AS given,
	ARRAY(SELECT CASE WHEN t.typnamespace = 'pg_catalog'::regnamespace THEN t.oid END
		FROM unnest(proargtypes) WITH ORDINALITY AS u(type, place) JOIN pg_type AS t ON t.oid = type ORDER BY place) AS types
FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'trade_exposure'
	JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid JOIN pg_type AS r ON r.oid = prorettype
WHERE d.deptype = 'e' AND NOT proargtypes::oid[] && ARRAY['internal'::regtype, 'cstring'::regtype]::oid[];
DROP EXTENSION trade_exposure;
GRANT SELECT ON ALL TABLES IN SCHEMA noted TO PUBLIC;

SET SESSION AUTHORIZATION te_hostile_owner;
\i test/hostile/plant.sql
SET search_path = tap;
SELECT plan(14);
SELECT cmp_ok((SELECT count(*) FROM noted.planted WHERE planted AND NOT operator), '>', 800::bigint, 'functions are planted');
SELECT cmp_ok((SELECT count(*) FROM noted.planted WHERE planted AND operator), '>', 1500::bigint, 'and operators');
SELECT cmp_ok((SELECT count(*) FROM noted.planted_own WHERE planted), '>', 500::bigint, 'and overloads of our own names');
SET noted.installing = on;
CREATE SCHEMA te_support;
SELECT throws_ok('CREATE EXTENSION trade_exposure SCHEMA hostile', '42P06', 'schema "te_support" already exists', 'a schema te_support of his own is not taken for ours');
DROP SCHEMA te_support;
SELECT lives_ok('CREATE EXTENSION trade_exposure SCHEMA hostile', 'a plain owner installs the extension among them');
SELECT is((SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM noted.calls), 0::bigint, 'nothing planted was called');
SELECT is(current_setting('search_path'), 'tap', 'the search_path is as it was');
SELECT throws_ok($$CREATE FUNCTION te_support.total(text) RETURNS int LANGUAGE sql AS 'SELECT 1'$$, '42501', 'permission denied for schema te_support',
	'nor can he put anything in te_support');
SELECT throws_ok('ALTER SCHEMA te_support OWNER TO te_hostile_owner', '42501', NULL, 'or take it over');
SELECT throws_ok('ALTER SCHEMA te_support RENAME TO te_renamed', '42501', NULL, 'or put another in its place');
SET client_min_messages = error;	-- GRANT only warns that it grants nothing
GRANT CREATE ON SCHEMA te_support TO te_hostile_owner;
SET client_min_messages = warning;
SELECT is(has_schema_privilege('te_hostile_owner', 'te_support', 'CREATE'), false, 'or give himself the right');

-- members, and what belongs to one: its constraints, defaults, indexes, triggers
CREATE TEMP TABLE member AS
WITH RECURSIVE part AS (
	SELECT d.classid, d.objid FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'trade_exposure'
	WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
	UNION
	SELECT d.classid, d.objid FROM part AS p JOIN pg_depend AS d ON d.refclassid = p.classid AND d.refobjid = p.objid
	WHERE d.deptype IN ('a', 'i', 'P', 'S'))
SELECT * FROM part;
SELECT is_empty($$SELECT pg_describe_object(d.classid, d.objid, d.objsubid), pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid)
	FROM member AS m JOIN pg_depend AS d ON d.classid = m.classid AND d.objid = m.objid
	WHERE (d.refclassid, d.refobjid) NOT IN (SELECT classid, objid FROM member)
		AND d.refobjid >= 16384 AND (d.refclassid, d.refobjid) <> ('pg_namespace'::regclass, 'hostile'::regnamespace)
		AND d.refclassid <> 'pg_extension'::regclass$$, 'no member depends on anything outside pg_catalog and the extension');
SELECT is_empty($$SELECT rolname FROM pg_roles WHERE rolname = 'te_hostile_owner' AND rolsuper$$, 'the owner is no superuser');

-- the trap itself works: one planted function is called, and noted
SELECT hostile.format('%s'::text, 'a'::text);
SELECT is((SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM noted.calls), 1::bigint, 'a call would have been noted');
SELECT * FROM finish();
SET noted.installing = off;
ALTER SEQUENCE noted.calls RESTART;
DO $$
DECLARE
	p noted.planted_own;
BEGIN
	FOR p IN SELECT * FROM noted.planted_own WHERE planted LOOP
		EXECUTE format('DROP FUNCTION hostile.%I(%s)', p.name, array_to_string(p.arrived, ', '));
	END LOOP;
END $$;
