-- Who may do what with the rule tables: the GRANTs that docs/security.md lists
-- are enough for a reader, an editor, a report and a view, and with them nobody
-- makes old rules look fresh.
\set QUIET on
BEGIN;
SET client_min_messages = warning;
DROP EXTENSION trade_exposure CASCADE;
SELECT plan(50);
CREATE ROLE te_carol NOSUPERUSER;
CREATE ROLE te_bob NOSUPERUSER;
CREATE ROLE te_reader NOSUPERUSER;
CREATE ROLE te_editor NOSUPERUSER;
CREATE ROLE te_report NOSUPERUSER;
CREATE ROLE te_viewer NOSUPERUSER;
CREATE ROLE te_nobody NOSUPERUSER;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO te_carol, te_bob', current_database()); END $$;
GRANT USAGE ON SCHEMA public TO te_reader, te_editor, te_report, te_viewer, te_nobody;

-- carol, who is no superuser, installs and fills it
SET ROLE te_carol;
CREATE SCHEMA te;
CREATE EXTENSION trade_exposure SCHEMA te;
INSERT INTO te.tariff_regime (regime, currency) VALUES ('X', 'USD');
INSERT INTO te.tariff_program (regime, program, ord, mandatory) VALUES ('X', 'MFN', 1, true);
INSERT INTO te.tariff_measure (regime, measure_id, program, rate) VALUES ('X', 'm', 'MFN', '10%');
SELECT compiled FROM te.tariff_compile('X') \gset
CREATE SCHEMA own;
CREATE VIEW own.duty AS SELECT te.tariff_stack('X', '850511', 'JP', '2025-01-01', 100::numeric) AS duty;
CREATE VIEW own.duty_of_value AS SELECT te.tariff_stack(compiled, '850511', 'JP', '2025-01-01', 100::numeric) AS duty
	FROM te.tariff_regime WHERE regime = 'X';

-- the lists of docs/security.md
-- reader
GRANT USAGE ON SCHEMA te TO te_reader;
GRANT SELECT (regime, parent, compiled, compiled_from) ON te.tariff_regime TO te_reader;
-- editor
GRANT USAGE ON SCHEMA te TO te_editor;
GRANT SELECT, INSERT, UPDATE, DELETE ON te.tariff_program, te.tariff_measure, te.tariff_rule, te.tariff_area, te.tariff_rounding TO te_editor;
GRANT SELECT, DELETE, INSERT (regime, parent, currency, description), UPDATE (regime, parent, currency, description)
	ON te.tariff_regime TO te_editor;
-- report
GRANT USAGE ON SCHEMA te TO te_report;
-- view: of the owner's rules by name, and of compiled values
GRANT USAGE ON SCHEMA own TO te_viewer, te_nobody;
GRANT SELECT ON own.duty TO te_viewer, te_nobody;
GRANT SELECT ON own.duty_of_value TO te_nobody;
GRANT SELECT (regime, parent, compiled, compiled_from) ON te.tariff_regime TO te_viewer;
RESET ROLE;
CREATE TABLE trade AS SELECT 2024 AS year, o AS exporter, 'JPN' AS importer, '850511' AS hs6, v::float8 AS value FROM (VALUES ('CHN', 3), ('VNM', 1)) t(o, v);
GRANT SELECT ON trade TO te_report;

-- ---- reader ----
SET ROLE te_reader;
SELECT is(te.tariff_stack('X', '850511', 'JP', '2025-01-01', 100::numeric), 10::numeric, 'a reader asks by name');
SELECT is(te.tariff_rules_version('X') = compiled_from, true, 'and sees that it is fresh') FROM (SELECT compiled_from FROM te.tariff_regime) r;
SELECT is((i).programs, 1, 'the compiled value can be looked into') FROM (SELECT te.schedule_info(te.compiled_schedule('X')) AS i) x;
SELECT throws_ok('TABLE te.tariff_version', '42501', NULL, 'he does not see the state''s rows');
SELECT throws_ok('TABLE te.tariff_measure', '42501', NULL, 'nor the rules');
SELECT throws_ok($$SELECT te.tariff_compile('X')$$, '42501', 'permission denied for table tariff_regime', 'and does not compile');
SELECT throws_ok($$SELECT te.tariff_rebuild_version()$$, '42501', NULL, 'nor rebuild the state');
SELECT throws_ok($$UPDATE te.tariff_regime SET compiled_from = ''$$, '42501', NULL, 'nor write');
SELECT throws_ok($$SELECT te.tariff_stack('Y', '850511', 'JP', '2025-01-01', 100::numeric)$$, '22023', 'unknown tariff regime "Y"', 'other names are unknown');
RESET ROLE;
SET ROLE te_nobody;
SELECT throws_ok($$SELECT duty FROM own.duty$$, '42501', 'permission denied for table tariff_regime', 'without that right a view by name does not answer');
SELECT is((SELECT duty FROM own.duty_of_value), 10::numeric, 'a view of the compiled value needs no right but on the view');
RESET ROLE;
SET ROLE te_viewer;
SELECT is((SELECT duty FROM own.duty), 10::numeric, 'a view by name answers to whom may read tariff_regime');
RESET ROLE;

-- ---- report ----
SET ROLE te_report;
SELECT matches(te.trade_report_text('public.trade', importer => 'JPN'), 'Japan', 'a report needs the rows that it is about');
RESET ROLE;

-- ---- editor ----
SET ROLE te_editor;
SELECT lives_ok($$INSERT INTO te.tariff_regime (regime, parent) VALUES ('Y', 'X')$$, 'an editor adds a regime');
SELECT lives_ok($$INSERT INTO te.tariff_measure (regime, measure_id, program, code_prefix, rate) VALUES ('X', 'n', 'MFN', '85', '5%')$$, 'adds rules');
SELECT lives_ok($$UPDATE te.tariff_measure SET rate = '6%' WHERE measure_id = 'n'$$, 'changes them');
SELECT throws_ok($$SELECT te.tariff_stack('X', '850511', 'JP', '2025-01-01', 100::numeric)$$, '55000', NULL, 'which makes the regime stale');
SELECT lives_ok($$SELECT te.tariff_compile(regime) FROM te.tariff_regime ORDER BY regime$$, 'compiles');
SELECT is(te.tariff_stack('X', '850511', 'JP', '2025-01-01', 100::numeric), 6::numeric, 'and asks');
SELECT is((SELECT count(*) FROM te.tariff_check('Y')), 0::bigint, 'and checks');
SELECT lives_ok($$DELETE FROM te.tariff_measure WHERE measure_id = 'n'; DELETE FROM te.tariff_regime WHERE regime = 'Y'$$, 'takes away');
-- X is stale now; every way to make it look fresh without compiling is barred
SELECT throws_ok($$UPDATE te.tariff_regime SET compiled_from = te.tariff_rules_version('X')$$, '42501', NULL, 'cannot claim freshness');
SELECT throws_ok($$UPDATE te.tariff_regime SET compiled = NULL$$, '42501', NULL, 'nor put in another value');
SELECT throws_ok($$INSERT INTO te.tariff_regime (regime, compiled_from) VALUES ('Z', 'x')$$, '42501', NULL, 'nor bring one along');
SELECT throws_ok($$DELETE FROM te.tariff_version$$, '42501', NULL, 'nor touch the state');
SELECT throws_ok($$CREATE TRIGGER t BEFORE INSERT ON te.tariff_version FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_version_foreign()$$, '42501', NULL, 'nor put triggers on it');
-- a table of one's own with the triggers of the rule tables
CREATE TEMP TABLE tariff_measure (LIKE te.tariff_measure);
CREATE TRIGGER te_insert AFTER INSERT ON tariff_measure FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
SELECT throws_ok($$INSERT INTO tariff_measure SELECT * FROM te.tariff_measure$$, '39P01', NULL, 'nor feed it from another table');
-- an operator of one's own before that of pg_catalog, which compiling could meet
CREATE FUNCTION pg_temp.never(text, text) RETURNS bool LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR pg_temp.= (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.never);
SET LOCAL search_path = pg_temp, public, pg_catalog;
SELECT compiled, measures FROM te.tariff_compile('X') \gset
SET LOCAL search_path = public;
SELECT is(:measures, 1, 'nor have other rules compiled than there are');
SELECT is(te.tariff_stack('X', '850511', 'JP', '2025-01-01', 100::numeric), 10::numeric, 'compiling is what makes it fresh');
DROP TABLE pg_temp.tariff_measure;
RESET ROLE;

-- ---- row security ----
INSERT INTO te.tariff_regime (regime, parent) VALUES ('secret', 'X');
SELECT compiled FROM te.tariff_compile('secret') \gset
ALTER TABLE te.tariff_regime ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON te.tariff_regime FOR SELECT USING (regime <> 'secret');
CREATE POLICY own_only ON te.tariff_regime FOR UPDATE USING (regime = 'Z');
CREATE POLICY adding ON te.tariff_regime FOR INSERT WITH CHECK (regime = 'Z');
SELECT is(te.tariff_rules_version('secret') IS NOT NULL, true, 'who is above row security sees all');
SET ROLE te_editor;
SELECT throws_ok($$SELECT te.tariff_stack('secret', '850511', 'JP', '2025-01-01', 100::numeric)$$, '22023', 'unknown tariff regime "secret"', 'a hidden regime is unknown');
SELECT is(te.tariff_rules_version('secret'), NULL, 'also its state');
SELECT throws_ok($$SELECT te.tariff_compile('X')$$, '42501', 'row security keeps you from compiling tariff regime "X"', 'who may not update a regime''s row does not compile it');
INSERT INTO te.tariff_regime (regime, parent) VALUES ('Z', 'X');
SELECT is((SELECT measures FROM te.tariff_compile('Z')), 1, 'a scenario of one''s own compiles over a parent that one only reads');
RESET ROLE;
-- a value that lacks rows which the caller does not see would count as fresh: each table, of the regime or of a parent
CREATE FUNCTION pg_temp.compiles_without(t regclass, r text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	call text;
	said text := '';
BEGIN
	EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
	EXECUTE format('CREATE POLICY hiding ON %s USING (regime <> %L)', t, r);
	SET ROLE te_editor;
	FOREACH call IN ARRAY '{tariff_check,tariff_build,tariff_compile}'::text[] LOOP
		BEGIN
			EXECUTE format('SELECT te.%I(''Z'')', call);
			said := said || call || ': done; ';
		EXCEPTION WHEN insufficient_privilege THEN
			IF sqlerrm <> 'row security hides rules of tariff regime "Z" from you' THEN
				said := said || sqlerrm;
			END IF;
		END;
	END LOOP;
	RESET ROLE;
	EXECUTE format('DROP POLICY hiding ON %s', t);
	EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', t);
	RETURN said;
END $$;
DROP POLICY visible ON te.tariff_regime;
DROP POLICY own_only ON te.tariff_regime;
DROP POLICY adding ON te.tariff_regime;
ALTER TABLE te.tariff_regime DISABLE ROW LEVEL SECURITY;
-- X, the parent of Z, has rows in each table
INSERT INTO te.tariff_program (regime, program, ord) VALUES ('X', 'OTHER', 2);
INSERT INTO te.tariff_rule (regime, subject, object) VALUES ('X', 'OTHER', 'MFN');
INSERT INTO te.tariff_area (regime, area, country) VALUES ('X', 'EU', 'DE');
INSERT INTO te.tariff_rounding (regime, what, unit) VALUES ('X', 'total', 0.01);
SELECT is(pg_temp.compiles_without('te.' || t, 'X'), '', t || ': who does not see all of a regime''s rules does not compile it')
FROM unnest('{tariff_regime,tariff_program,tariff_measure,tariff_rule,tariff_area,tariff_rounding}'::text[]) AS t;
SELECT is(pg_temp.compiles_without('te.tariff_measure', 'secret'), 'tariff_check: done; tariff_build: done; tariff_compile: done; ', 'rows of other regimes may be hidden');
DELETE FROM te.tariff_rule;
DELETE FROM te.tariff_area;
DELETE FROM te.tariff_rounding;
DELETE FROM te.tariff_program WHERE program = 'OTHER';
SELECT regime, (te.tariff_compile(regime)).bytes FROM unnest('{X,Z,secret}'::text[]) AS regime \g /dev/null

-- ---- another owner, another name ----
SET ROLE te_carol;
SELECT throws_ok('CREATE INDEX ON te.tariff_measure (rate)', '42501', 'must be owner of table tariff_measure', 'who installs a trusted extension does not own its tables: no indexes');
SELECT throws_ok($$CREATE TRIGGER t BEFORE INSERT ON te.tariff_measure FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_version_foreign()$$, '42501', NULL, 'no triggers');
RESET ROLE;
REASSIGN OWNED BY te_carol TO te_bob;
SET ROLE te_bob;
SELECT throws_ok('TABLE te.tariff_regime', '42501', NULL, 'after REASSIGN OWNED the grants are still the old owner''s');
RESET ROLE;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON te.tariff_regime, te.tariff_program, te.tariff_measure, te.tariff_rule,
	te.tariff_area, te.tariff_rounding TO te_bob WITH GRANT OPTION;
SET ROLE te_bob;
UPDATE te.tariff_measure SET rate = '20%';
SELECT compiled FROM te.tariff_compile('X') \gset
SELECT is(te.tariff_stack('X', '850511', 'JP', '2025-01-01', 100::numeric), 20::numeric, 'the one GRANT gives the new owner what the old one had');
RESET ROLE;
ALTER SCHEMA te RENAME TO "Tariffs & Trade";
SET ROLE te_reader;
SELECT is("Tariffs & Trade".tariff_stack('X', '850511', 'JP', '2025-01-01', 100::numeric), 20::numeric, 'a renamed schema: asked in the same session');
RESET ROLE;
SET ROLE te_editor;
UPDATE "Tariffs & Trade".tariff_measure SET rate = '30%';
INSERT INTO "Tariffs & Trade".tariff_rounding (regime, what, unit) VALUES ('X', 'duty', 0.01);
SELECT compiled FROM "Tariffs & Trade".tariff_compile('X') \gset
SELECT is("Tariffs & Trade".tariff_stack('X', '850511', 'JP', '2025-01-01', 100::numeric), 30::numeric, 'edited, compiled and asked');
RESET ROLE;
SELECT is("Tariffs & Trade".tariff_rebuild_version(), 3, 'and rebuilt');

-- functions that are made of other functions; the renaming is undone and done again
CREATE TEMP TABLE said (call text, before text, after text);
INSERT INTO said (call) VALUES
	('trade_report(''public.trade'', importer => ''JPN'')'), ('trade_report(''public.trade'')'), ('trade_report_text(''public.trade'', importer => ''JPN'')'),
	('trade_report_data(''public.trade'', importer => ''JPN'', limits => ''{"breadth_limit": null}'')'),
	('trade_report_data(''public.trade'', limits => ''{"breadth_limit": 0.5}'')'),
	('(SELECT array_agg(a) FROM te.trade_alerts(''public.trade'', breadth_limit => 0.1) AS a)'),
	('(SELECT array_agg(s) FROM te.export_stops(''public.trade'', min_breadth => 0.1) AS s)'),
	('(SELECT array_agg(f) FROM te.trade_flows(''public.trade'') AS f)'),
	('(SELECT array_agg(a) FROM te.trade_flow_audit(''public.trade'') AS a)'),
	('chart_supplier_shares(''{2023,2024}''::text[], ''{CHN,VNM}''::text[], ''{1,2}''::float8[])'),
	('chart_supplier_heat_map(''{a,b}''::text[], ''{CHN,VNM}''::text[], ''{1,2}''::float8[])'),
	('chart_sparkline(''{1,2,3}''::float8[])'), ('report_style()'),
	('hhi(te.supply_mix ''{CHN:1,VNM:3}'')'), ('country_name(''JPN'')');
UPDATE said SET call = 'te.' || call WHERE call !~ '^\(';
CREATE FUNCTION pg_temp.said(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer text;
BEGIN
	EXECUTE 'SELECT ' || call || '::text' INTO answer;
	RETURN answer;
EXCEPTION WHEN OTHERS THEN
	RETURN sqlerrm;
END $$;
INSERT INTO trade VALUES (2023, 'CHN', 'JPN', '850511', 6), (2023, 'CHN', 'KOR', '850511', 2), (2023, 'VNM', 'JPN', '850511', 1), (2024, 'World', 'JPN', '850511', 4);
ALTER SCHEMA "Tariffs & Trade" RENAME TO te;
UPDATE said SET before = pg_temp.said(call);
ALTER SCHEMA te RENAME TO "Tariffs & Trade";
UPDATE said SET after = pg_temp.said(regexp_replace(call, '\mte\.', '"Tariffs & Trade".', 'g'));
SELECT is_empty('SELECT call, left(before, 100) FROM said WHERE before IS NULL OR before ~ ''exist''', 'functions made of other functions answer');
SELECT is_empty('SELECT call, left(after, 100) FROM said WHERE after IS DISTINCT FROM before', 'and after the renaming answer the same, in the same session');
SELECT * FROM finish();
ROLLBACK;
