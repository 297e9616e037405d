-- After install.sql: what bodies and the library's queries reach when they
-- run.  Every example of a COMMENT is bound beforehand and runs with the hostile
-- schema before pg_catalog, so that only what is said inside can go astray.
\set ON_ERROR_STOP on
\set VERBOSITY terse
SET client_min_messages = warning;
SET search_path = pg_catalog, hostile, public;
\o /dev/null
\i test/pgtap/examples.inc
\o

CREATE TABLE noted.example AS
SELECT DISTINCT ON (query) p.proname AS name, query, 'example_' || dense_rank() OVER (ORDER BY query) AS view
FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'trade_exposure'
	JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid,
	substring(obj_description(p.oid, 'pg_proc') FROM 'Example: (SELECT .*?)(?: ==>.*)?$') AS query
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND query IS NOT NULL;

-- further: every section of a page, with and without what is optional
INSERT INTO noted.example VALUES
	('trade_report', $$SELECT trade_report('flows', importer => 'JPN', title => 'a', supply_chain => '[{"stage": "mine", "origin": "CHN", "amount": 1}]',
		tariff_layers => '[{"layer": "MFN", "rate": 0.021}]', losses => '[0, 5, 10]', unit => 'thousand USD', source => 's', notes => 'n')$$, 'more_1'),
	('trade_report_text', $$SELECT trade_report_text('flows')$$, 'more_2'),
	('trade_alerts', $$SELECT * FROM trade_alerts('flows', share_limit => 0, hhi_limit => 0, share_rise_limit => 0, min_share => 0, breadth_limit => 0.1)$$, 'more_3'),
	('tariff_check', $$SELECT * FROM tariff_check('US')$$, 'more_4'),
	('tariff_compile', $$SELECT * FROM tariff_compile('US without RECIP')$$, 'more_5');
-- those that speak of a table of the reader's that is not there are left out
DO $$
DECLARE
	x record;
BEGIN
	FOR x IN SELECT * FROM noted.example LOOP
		BEGIN
			EXECUTE format('CREATE VIEW noted.%I AS SELECT q::text AS answer FROM (%s) AS q', x.view, x.query);
		EXCEPTION WHEN undefined_table THEN
			DELETE FROM noted.example WHERE view = x.view;
		END;
	END LOOP;
END $$;

-- Now overloads of our own names that bodies call, for arguments that come as another
-- type, types of our own among them.
CREATE TABLE noted.own_now AS
SELECT p.proname AS name, p.prosrc, pg_get_function_sqlbody(p.oid) AS parsed, p.prorettype AS given, string_to_array(proargtypes::text, ' ')::oid[] AS types
FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'trade_exposure'
	JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e';
INSERT INTO noted.arrives
SELECT DISTINCT t, arrived FROM noted.own_now, unnest(types) AS t, LATERAL (VALUES (t::regtype), ('text')) AS v(arrived)
WHERE t NOT IN (SELECT wanted FROM noted.arrives) AND t::regtype::text NOT IN ('internal', 'cstring');
SET check_function_bodies = off;
CREATE TABLE noted.planted_now AS
SELECT x.name, arrived, noted.plant_own(x.name, arrived, given) AS planted
FROM (SELECT DISTINCT o.name, c AS arrived, o.given::regtype AS given
	FROM noted.own_now AS o, noted.combinations(o.types) AS c
	WHERE cardinality(o.types) > 0 AND o.given::regtype::text NOT IN ('internal', 'trigger', 'cstring')
		AND o.name IN (SELECT m[1] FROM noted.own_now, regexp_matches(prosrc, '(?:hostile|te_support)\.(\w+)\(', 'g') AS m
			UNION SELECT m[1] FROM noted.own_now, regexp_matches(parsed, '(\w+)\(', 'g') AS m
			UNION VALUES ('tariff_rules_version'))
		AND NOT EXISTS (SELECT FROM noted.own_now AS e WHERE e.name = o.name AND e.types = c::oid[])) AS x;

CREATE FUNCTION noted.run(view text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL search_path = hostile, pg_catalog, public;
	EXECUTE pg_catalog.format('SELECT count(*) FROM (SELECT answer FROM noted.%I OFFSET 0) AS x WHERE answer IS NOT NULL'::text, view);
	SET LOCAL search_path = pg_catalog, hostile, public;
	RETURN NULL;
EXCEPTION WHEN OTHERS THEN
	SET LOCAL search_path = pg_catalog, hostile, public;
	RETURN sqlerrm;
END $$;

SET search_path = pg_catalog, hostile, public, tap;
SELECT plan(4);
SELECT cmp_ok((SELECT count(*) FROM noted.planted_now WHERE planted), '>', 300::bigint, 'overloads of our names are planted');
SELECT cmp_ok((SELECT count(*) FROM noted.example), '>', 300::bigint, 'examples are bound');
CREATE TEMP TABLE outcome AS SELECT name, query, noted.run(view) AS problem FROM noted.example;
SELECT is_empty($$SELECT query, problem FROM outcome WHERE problem IS NOT NULL$$, 'each runs, past whatever is planted');
SELECT is((SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM noted.calls), 0::bigint,
	'no body and no query of the library called anything planted, here and while the examples were bound');
SELECT * FROM finish();
