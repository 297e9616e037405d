-- A seasonal base: by hand, on simulated New Years and stops, and what the published months of 2025 say.
BEGIN;
SELECT plan(29);

-- by hand: level 100, December twice and June half of it, three years; the latest is a December
CREATE TEMP TABLE season AS
SELECT (date '2021-01-01' + i * '1 month'::interval)::date AS month, CASE i % 12 WHEN 11 THEN 200 WHEN 5 THEN 50 ELSE 100 END::float8 AS x FROM generate_series(0, 47) AS i;
CREATE FUNCTION pg_temp.seasonal(latest date, together bool) RETURNS float8[] LANGUAGE sql AS
	$$SELECT te_support.te_seasonal(array_agg(x ORDER BY month), array_agg(month ORDER BY month), together) FROM season WHERE month <= latest$$;
SELECT is(pg_temp.seasonal('2024-12-01', false), array_fill(100::float8, ARRAY[48]), 'a season that comes each year is taken out');
SELECT is(cardinality(pg_temp.seasonal('2024-12-01', true)), 44, 'January is taken into February');
SELECT is(pg_temp.seasonal('2024-01-01', true), NULL, 'and waits for it');
SELECT is(pg_temp.seasonal('2022-12-01', false), NULL, 'one earlier year is no season');
SELECT is(cardinality(pg_temp.seasonal('2023-12-01', false)), 36, 'two are');
UPDATE season SET x = 20 WHERE month = '2024-12-01';
SELECT is((pg_temp.seasonal('2024-12-01', false))[48], 10::float8, 'a December of a tenth is a tenth');
UPDATE season SET x = 0 WHERE month = '2024-12-01';
SELECT is((pg_temp.seasonal('2024-12-01', false))[48], 0::float8, 'a stop is a stop');
UPDATE season SET x = 0 WHERE extract(month FROM month) = 8;
SELECT is(pg_temp.seasonal('2024-12-01', false), NULL, 'a month in which nothing is usual has no season to divide by');
SELECT throws_ok($$SELECT te_support.te_seasonal('{1,2}', '{2024-01-01}', false)$$, '22023', NULL, 'as many months as amounts');

-- the same for people: months and amounts side by side
SELECT results_eq($$SELECT month, adjusted, together, years FROM (SELECT array_agg(month) AS m, array_agg(v) AS x FROM (
		SELECT (date '2021-01-15' + i * '1 month'::interval)::date AS month, CASE i % 12 WHEN 11 THEN 200 ELSE 100 END::float8 AS v FROM generate_series(0, 47) AS i) AS q) AS a, seasonal_base(m, x)
	WHERE month >= '2023-12-01' AND month <= '2024-02-01'$$,
	$$VALUES (date '2023-12-01', 100::float8, 100::float8, 2), ('2024-01-01', 100, NULL, 3), ('2024-02-01', 100, 100, 3)$$, 'seasonal_base');

-- simulated: five years of steady exports to four destinations, 5 % noise, and the New Year of the calendar: the month
-- that holds its holiday has six tenths, the one before a little more.  Dates of the New Year: 2019-02-05 ... 2024-02-10
CREATE TABLE te_newyear AS
SELECT m.at AS month, 'CHN' AS origin, d.importer, '850511' AS hs,
	round((d.level * (1 + 0.05 * sin(m.i * 12.9898 + d.n * 78.233)) * CASE WHEN m.at = date_trunc('month', n.day) THEN 0.6 WHEN m.at = date_trunc('month', n.day) - '1 month'::interval THEN 1.1 ELSE 1 END)::numeric, 2)::float8 AS value
FROM (SELECT i, (date '2019-01-01' + i * '1 month'::interval)::date AS at FROM generate_series(0, 61) AS i) AS m,
	(VALUES ('JPN', 1, 1000), ('DEU', 2, 700), ('USA', 3, 500), ('KOR', 4, 300)) AS d(importer, n, level),
	LATERAL (SELECT day FROM unnest('{2019-02-05,2020-01-25,2021-02-12,2022-02-01,2023-01-22,2024-02-10}'::date[]) AS day WHERE extract(year FROM day) = extract(year FROM m.at)) AS n;
CREATE FUNCTION pg_temp.falls(importer text, seasonal bool, on_date date) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(string_agg(metric, ' ' ORDER BY metric), 'none') FROM trade_alerts('te_newyear', importer, on_date => on_date, seasonal => seasonal, stop_floor => 0.3)
	WHERE metric IN ('robust_z', 'cusum', 'abrupt_stop') AND value * CASE metric WHEN 'abrupt_stop' THEN -1 ELSE 1 END < 0 $$;
SELECT is(count(*) FILTER (WHERE pg_temp.falls(i, false, '2024-02-01') <> 'none')::int, 4, 'the New Year is an alarm everywhere with a plain base') FROM unnest('{JPN,DEU,USA,KOR}'::text[]) AS i;
SELECT is(count(*) FILTER (WHERE pg_temp.falls(i, true, m) <> 'none')::int, 0, 'and nowhere with a seasonal one, in four years')
FROM unnest('{JPN,DEU,USA,KOR}'::text[]) AS i, generate_series(timestamp '2021-01-01', '2024-02-01', '1 month') AS g(at), LATERAL (SELECT at::date) AS d(m);
-- a stop in February, and one in January
UPDATE te_newyear SET value = 5 WHERE month = '2024-02-01' AND importer = 'JPN';
SELECT is(pg_temp.falls('JPN', true, '2024-02-01'), 'abrupt_stop', 'a stop in February still is one');
UPDATE te_newyear SET value = 5 WHERE month IN ('2024-01-01', '2024-02-01') AND importer = 'DEU';
SELECT is(pg_temp.falls('DEU', true, '2024-01-01'), 'abrupt_stop', 'a stop in January is seen in January');
SELECT is(evidence ->> 'since', '2024-01-01', 'and dated') FROM trade_alerts('te_newyear', 'DEU', on_date => '2024-02-01', seasonal => true) WHERE metric = 'abrupt_stop';
SELECT is(evidence ->> 'base', 'seasonal', 'the evidence names the base') FROM trade_alerts('te_newyear', 'JPN', on_date => '2024-02-01', seasonal => true) WHERE metric = 'abrupt_stop';
SELECT is(evidence ->> 'base', 'plain, for want of two earlier years', 'and says when it is the plain one')
FROM trade_alerts('te_newyear', 'JPN', on_date => '2020-02-01', seasonal => true, z_limit => 0, stop_floor => 0) WHERE metric = 'robust_z';
SELECT is(jsonb_array_length(evidence -> 'series'), 61, 'five years are its history') FROM trade_alerts('te_newyear', 'JPN', on_date => '2024-02-01', seasonal => true) WHERE metric = 'abrupt_stop';

-- China's magnets to the world, tonnes, as published since June 2024 (data/china_magnet_exports_facts.csv)
CREATE TABLE te_fact (period text, exporter text, importer text, tonnes float8, kind text, derivation text, source text);
\copy te_fact FROM data/china_magnet_exports_facts.csv (FORMAT csv, HEADER)
CREATE TABLE te_magnet AS SELECT period AS month, exporter, importer, tonnes FROM te_fact WHERE period ~ '^....-..$' AND period >= '2024-06';
CREATE FUNCTION pg_temp.told(on_date date, stop_floor float8 DEFAULT 0.1) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(string_agg(metric || ' ' || round(value::numeric, 1), ' ' ORDER BY metric), 'nothing')
	FROM trade_alerts('te_magnet', 'World', on_date => on_date, stop_floor => stop_floor, amount_column => 'tonnes')
	WHERE metric IN ('robust_z', 'cusum', 'abrupt_stop', 'surge', 'supplier_lost') $$;
SELECT is(pg_temp.told('2025-01-31'), 'robust_z 4.6', 'January 2025: buyers stock up');
SELECT is(pg_temp.told('2025-03-31'), 'nothing', 'March: nothing');
SELECT is(pg_temp.told('2025-04-30'), 'robust_z -8.5', 'April: unusual');
SELECT is(pg_temp.told('2025-05-31'), 'cusum -5.0 robust_z -11.2', 'May: the fall adds up');
SELECT is(pg_temp.told('2025-05-31', 0.3), 'abrupt_stop 0.8', 'May: a stop, at three tenths of the base');
SELECT is(pg_temp.told('2025-07-31', 0.3), 'nothing', 'July: cleared');
SELECT is((SELECT key FROM trade_alerts('te_magnet', 'World', on_date => '2025-05-31', amount_column => 'tonnes') WHERE metric = 'missing_periods'), '2024-11, 2024-12', 'two months were not published');
SELECT is((SELECT product FROM trade_alerts('te_magnet', 'World', on_date => '2025-05-31', amount_column => 'tonnes') WHERE metric = 'robust_z'), 'all goods', 'one product needs no column');

-- unit values: Germany's magnets in the United Kingdom, June 2025: 836 t at 0.17 dollars a kilogram
CREATE TABLE te_uk (month text, exporter text, importer text, hs6 text, national_code text, flow text, value_usd float8, quantity_kg float8);
\copy te_uk FROM PROGRAM 'zcat data/uk_magnets_monthly_2024_06_2026_06.csv.gz' (FORMAT csv, HEADER)
DELETE FROM te_uk WHERE flow <> 'import';
SELECT is(string_agg(metric || ' ' || origin || ' ' || round((evidence ->> 'unit_value')::numeric, 2), ', '), 'unit_value_jump DEU 0.17', 'an odd unit value is told')
FROM trade_alerts('te_uk', 'GBR', on_date => '2025-06-30', quantity_column => 'quantity_kg') WHERE metric = 'unit_value_jump' AND origin = 'DEU';
SELECT is_empty($$SELECT * FROM trade_alerts('te_uk', 'GBR', on_date => '2025-06-30') WHERE metric LIKE 'unit%'$$, 'only where a quantity is named');
SELECT is_empty($$SELECT * FROM trade_alerts('te_uk', 'GBR', on_date => '2025-06-30', quantity_column => 'quantity_kg', unit_value_limit => NULL) WHERE metric LIKE 'unit%'$$, 'and a limit');
SELECT * FROM finish();
ROLLBACK;
