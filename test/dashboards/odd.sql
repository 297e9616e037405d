-- odd.sql -- the views over data that nobody wishes for: each is said in the rows that it is about, and the
-- others stand.  All in a transaction that is not kept.
BEGIN;
SET client_min_messages = warning;
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
SET LOCAL search_path = public, tap;
SELECT no_plan();

-- more taken back than sold; nothing of 2023; a supplier of whom nothing is known
CREATE TEMP TABLE before AS SELECT year, importer, product, hhi FROM dashboard.dependence;
CREATE TEMP TABLE gone AS SELECT * FROM dashboard.shortage;
INSERT INTO crm (year, exporter, importer, hs6, value_kusd) VALUES (2024, 'BTN', 'JPN', '810194', -5);
DELETE FROM crm WHERE year = 2024 AND importer = 'KOR' AND hs6 = '811010';
INSERT INTO crm (year, exporter, importer, hs6, value_kusd) VALUES (2024, NULL, 'KOR', '811010', 7);
INSERT INTO magnet (year, exporter, importer, hs6, value_kusd) VALUES (2003, 'CHN', 'ATA', '850511', 0), (2004, 'CHN', 'ATA', '850511', 5);
REFRESH MATERIALIZED VIEW dashboard_input.flow_all;
REFRESH MATERIALIZED VIEW dashboard_input.supply;
SELECT results_eq($$SELECT hhi, top_share, problem ~ 'taken back' FROM dashboard.dependence WHERE (importer, product, year) = ('JPN', '810194', 2024)$$, $$VALUES (NULL::float8, NULL::float8, true)$$, 'a net negative flow: no shares, and why');
SELECT is_empty($$SELECT d.* FROM dashboard.dependence AS d JOIN before AS b USING (year, importer, product) WHERE d.hhi IS DISTINCT FROM b.hhi AND product NOT IN ('810194', '811010', '850511')$$, 'the others stand');
SELECT results_eq($$SELECT DISTINCT days_missing, problem ~ 'taken back' FROM dashboard.shortage WHERE (importer, product) = ('JPN', '810194')$$, $$VALUES (NULL::float8, true)$$, 'no days, and why');
SELECT is_empty($$SELECT * FROM dashboard.supplier_share WHERE (importer, product, year) = ('JPN', '810194', 2024) AND (share IS NOT NULL AND problem IS NULL)$$, 'no share');
SELECT ok((SELECT count(*) > 0 FROM dashboard.year_over_year) AND (SELECT count(*) > 0 FROM dashboard.dependence_on('CHN', 2024)) AND (SELECT count(*) > 0 FROM dashboard.trade_link), 'and all views have rows');
SELECT results_eq($$SELECT DISTINCT supplier_share, unspecified_share, assumed ~ 'who sold 100 % is not known, it counts as delivered' FROM dashboard.shortage WHERE (importer, product) = ('KOR', '811010')$$, $$VALUES (0::float8, 1::float8, true)$$, 'a supply of which nothing is known is not called safe');
SELECT results_eq($$SELECT change, problem FROM dashboard.year_over_year WHERE (importer, product, year) = ('ATA', '850511', 2004)$$, $$VALUES (NULL::float8, 'the value of 2003 is not above 0')$$, 'a value of 0 is no base');

-- of a data set that is cut, what is not there is not called lost
INSERT INTO dashboard_input.watched VALUES ('FRA');
REFRESH MATERIALIZED VIEW dashboard_input.alert;
SELECT is_empty($$SELECT what FROM dashboard.alert WHERE product = '850511' AND (coverage IS NULL OR value = 1 AND metric IN ('supplier_lost', 'abrupt_stop') AND what !~ 'not among the main flows')$$, 'magnets: main flows only');
SELECT ok((SELECT count(*) > 0 FROM dashboard.alert WHERE (importer, product) = ('FRA', '850511') AND what ~ 'not among the main flows'), 'and some alert says so');
SELECT is_empty($$SELECT * FROM dashboard.dependence WHERE (product = '850511') <> (coverage IS NOT NULL)$$, 'and their figures');
-- a diagram of who sells to whom has no loop
SELECT is_empty($$SELECT source FROM dashboard.trade_link INTERSECT SELECT target FROM dashboard.trade_link$$, 'no node is on both sides');
-- what would be counted twice, or cannot be shown, is refused by name
INSERT INTO us_import (year, exporter, importer, hs6, value_usd) VALUES (2024, 'CHN', 'USA', '850511', 1);
SELECT throws_ok('CALL dashboard_input.make_watches()', '22023', 'product "850511" is in the data sets magnets and us_rare_earths', 'a product in two data sets');
DELETE FROM us_import WHERE hs6 = '850511';
INSERT INTO us_import (year, exporter, importer, hs6, value_usd) VALUES (0, 'CHN', 'USA', '284690', 1);
SELECT throws_ok('CALL dashboard_input.make_watches()', '22023', 'a flow cannot be shown: us_rare_earths, 0, USA, 284690', 'a year that is none');
DELETE FROM us_import WHERE year = 0;
CREATE FUNCTION pg_temp.refused(flow text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'INSERT INTO ' || flow;
	CALL dashboard_input.make_watches();
	RETURN 'taken';
EXCEPTION WHEN invalid_parameter_value THEN RETURN SQLERRM;
END $$;
SELECT is(pg_temp.refused(flow || ')'), says, says) FROM (VALUES
	('us_import (year, exporter, importer, hs6, value_usd) VALUES (NULL, ''CHN'', ''USA'', ''284690'', 1', 'a flow cannot be shown: us_rare_earths, no year, USA, 284690'),
	('us_import (year, exporter, importer, hs6, value_usd) VALUES (2024, ''CHN'', NULL, ''284690'', 1', 'a flow cannot be shown: us_rare_earths, 2024, no importer, 284690'),
	('us_import (year, exporter, importer, hs6, value_usd) VALUES (2024, ''CHN'', ''USA'', NULL, 1', 'a flow cannot be shown: us_rare_earths, 2024, USA, no product'),
	('us_import (year, exporter, importer, hs6, value_usd) VALUES (2024, ''WLD'', ''USA'', ''284690'', 1', 'supplier "WLD" of the data set us_rare_earths is a total'),
	('magnet (year, exporter, importer, hs6, value_kusd) VALUES (2024, ''CHN'', ''World'', ''850511'', 1', 'importer "World" of the data set magnets is a total'),
	('magnet (year, exporter, importer, hs6, value_kusd) VALUES (2024, ''CHN'', ''EU'', ''850511'', 1', 'importer "EU" of the data set magnets is a total'),
	-- one country's own world is not another's
	('us_import (year, exporter, importer, hs6, value_usd) VALUES (2024, ''CHN'', ''EU'', ''284690'', 1', 'taken')) AS v(flow, says);

-- no tariff: words, not an error
DELETE FROM tariff_regime WHERE regime = 'US';
SELECT results_eq(format('SELECT DISTINCT problem FROM dashboard.%s', v), ARRAY['no tariff called US is loaded'], v || ' without a tariff says so')
FROM unnest('{tariff_step,tariff_point,tariff_day,tariff_matrix()}'::text[]) AS v;
SELECT results_eq($$SELECT DISTINCT finding, reason FROM dashboard.entry_audit$$, $$VALUES ('not computed', 'no tariff called US is loaded')$$, 'and the audit');
SELECT * FROM finish();
ROLLBACK;
