-- trade_alerts and export_stops add up exactly: the order of rows and the names of suppliers change nothing, bookings
-- that are reversed leave nothing, and a net negative supplier hides nothing but what rests on it.
BEGIN;
SELECT plan(14);

SELECT is(te_support.te_exact_sum(x), 0::float8, 'an exact sum of what cancels') FROM (VALUES (100.4::float8), (-60.1), (NULL), (-40.3)) AS v(x);
SELECT is(te_support.te_exact_sum(x), 0.01::float8, 'and of what does not') FROM (VALUES (1e9::float8), (0.01), (-1e9)) AS v(x);
SELECT is(te_support.te_exact_sum(x), NULL, 'and of nothing') FROM (VALUES (NULL::float8)) AS v(x);
SELECT throws_ok('SELECT te_support.te_exact_sum(x) FROM (VALUES (1e308::float8), (1e308)) AS v(x)', '22003', NULL, 'and of too much');

-- the same amounts under other codes, at the limits
CREATE TABLE te_plain AS SELECT y AS year, 'JPN' AS importer, o AS origin, '850511' AS product, v::float8 AS value
FROM (VALUES ('AAA', 0.3), ('BBB', 0.2), ('CCC', 0.1)) AS t(o, v), generate_series(2019, 2020) AS y;
CREATE TABLE te_turned AS SELECT y AS year, 'JPN' AS importer, o AS origin, '850511' AS product, v::float8 AS value
FROM (VALUES ('CCC', 0.3), ('BBB', 0.2), ('AAA', 0.1)) AS t(o, v), generate_series(2019, 2020) AS y;
SELECT results_eq($$SELECT metric, value FROM trade_alerts('te_plain', share_limit => 0.5, hhi_limit => 1)$$,
	$$SELECT metric, value FROM trade_alerts('te_turned', share_limit => 0.5, hhi_limit => 1)$$, 'a share at its limit does not depend on which code has it');
SELECT results_eq($$SELECT metric, value FROM trade_alerts('te_plain', share_limit => 1, hhi_limit => 0.3888888888888889)$$,
	$$SELECT metric, value FROM trade_alerts('te_turned', share_limit => 1, hhi_limit => 0.3888888888888889)$$, 'nor an HHI');

-- two years of rows in cents, corrections among them, in two orders
CREATE TABLE te_rows AS
SELECT (date '2023-01-01' + (i::int8 * 7919 % 24)::int * interval '1 month')::date AS month, 'I' || i % 4 AS importer, 'O' || (i::int8 * 10429 % 7) AS origin,
	'p' || (i::int8 * 16807 % 2147483647 % 5) AS product, (CASE WHEN i % 11 = 0 THEN -0.1 ELSE 1 END * (i::int8 * 48271 % 2147483647 % 10000019) / 100)::numeric(12, 2)::float8 AS value
FROM generate_series(1, 20000) AS i;
CREATE TABLE te_shuffled AS SELECT * FROM te_rows ORDER BY md5(te_rows::text);
CREATE TEMP TABLE answer AS SELECT a::text FROM trade_alerts('te_rows', share_limit => 0.1, share_rise_limit => 0, hhi_limit => 0.1, z_limit => 0, cusum_limit => 2, surge_limit => 0, breadth_limit => 0) AS a;
SELECT cmp_ok((SELECT count(*)::int FROM answer), '>', 100, 'many alerts');
SELECT results_eq('SELECT * FROM answer',
	'SELECT a::text FROM trade_alerts(''te_shuffled'', share_limit => 0.1, share_rise_limit => 0, hhi_limit => 0.1, z_limit => 0, cusum_limit => 2, surge_limit => 0, breadth_limit => 0) AS a', 'rows in any order give the same alerts');
SELECT results_eq('SELECT e::text FROM export_stops(''te_rows'', stop_floor => 1, min_breadth => 0) AS e', 'SELECT e::text FROM export_stops(''te_shuffled'', stop_floor => 1, min_breadth => 0) AS e', 'and the same stops');
SELECT is((SELECT count(*)::int FROM (SELECT product, hhi(supply_mix(origin, value)) AS h FROM te_rows WHERE month > '2023-12-01' GROUP BY product) AS h
	JOIN trade_alerts('te_rows', hhi_limit => 0) AS a ON a.metric = 'hhi' AND a.key = h.product AND a.value = h.h), 5, 'to the digits of hhi()');

-- 2,000 products, in each a supplier whose bookings are reversed in two parts
CREATE TABLE te_reversed AS
SELECT y AS year, 'JPN' AS importer, o AS origin, 'p' || n AS product, v::float8 AS value
FROM generate_series(1, 2000) AS n, generate_series(2019, 2020) AS y, LATERAL (SELECT (n * 7919 % 100003) / 100.0 AS a, (n * 104729 % 1009) / 100.0 AS b) AS c,
	LATERAL (VALUES ('A', a + b), ('A', -a), ('A', -b), ('B', 50)) AS t(o, v);
SELECT results_eq($$SELECT metric, count(*)::int, min(value), max(value) FROM trade_alerts('te_reversed') GROUP BY metric ORDER BY metric$$,
	$$VALUES ('hhi', 2000, 1::float8, 1::float8), ('top_supplier_share', 2000, 1, 1)$$, 'reversed bookings leave nothing');

-- a net negative supplier: in the year before, now, and what the other product says
CREATE TABLE te_negative (year int, origin text, product text, value float8);
INSERT INTO te_negative VALUES (2019, 'A', 'before', 100), (2019, 'B', 'before', -7), (2020, 'A', 'before', 90), (2020, 'B', 'before', 10),
	(2019, 'A', 'now', 10), (2019, 'B', 'now', 90), (2020, 'A', 'now', 100), (2020, 'B', 'now', 0), (2020, 'C', 'now', -7),
	(2019, 'A', 'other', 50), (2019, 'B', 'other', 50), (2020, 'A', 'other', 90), (2020, 'B', 'other', 10);
SELECT results_eq($$SELECT metric, key, round(value::numeric, 4) FROM trade_alerts('te_negative', share_rise_limit => NULL) WHERE key LIKE 'before%' ORDER BY 1$$,
	$$VALUES ('hhi', 'before', 0.8200), ('negative_amounts', 'before / B', 10.0000), ('top_supplier_share', 'before / A', 0.9000)$$, 'negative before: what is now is judged');
SELECT results_eq($$SELECT metric, key, round(value::numeric, 4) FROM trade_alerts('te_negative', share_rise_limit => NULL) WHERE key LIKE 'now%' ORDER BY 1$$,
	$$VALUES ('negative_amounts', 'now / C', -7.0000), ('supplier_lost', 'now / B', 1.0000)$$, 'negative now: who is lost is told');
SELECT results_eq($$SELECT metric, key, round(value::numeric, 4) FROM trade_alerts('te_negative', share_rise_limit => NULL) WHERE key LIKE 'other%' ORDER BY 1$$,
	$$VALUES ('hhi', 'other', 0.8200), ('top_supplier_share', 'other / A', 0.9000)$$, 'another product is not touched');

SELECT * FROM finish();
ROLLBACK;
