-- Three months in the life of a report's owner: a file that is missing, late, partial, revised, renamed, and a feed that
-- died.  Each time the report says the right word, and what is true of the trade stays true.
BEGIN;
SELECT plan(58);

-- seven products, eight suppliers, 39 months to 2025-03; trade grows by a tenth a year, and magnets from China stop in 2025-02
CREATE TABLE te_feed AS
SELECT to_char(m.at, 'YYYY-MM') AS month, 'JPN' AS importer, o.origin, p.hs,
	CASE WHEN o.origin = 'CHN' AND p.hs = '850511' AND m.i >= 37 THEN 1 ELSE round((100 * p.n + 40 * o.n) * (1 + 0.1 * (m.i / 12)) * (1 + 0.05 * sin(m.i * (o.n + p.n)))) END::float8 AS value
FROM (SELECT i, date '2022-01-01' + i * '1 month'::interval AS at FROM generate_series(0, 38) AS i) AS m,
	(SELECT hs, n FROM unnest('{850511,280530,284690,811292,250410,282200,850650}'::text[]) WITH ORDINALITY AS u(hs, n)) AS p,
	(SELECT origin, n FROM unnest('{CHN,VNM,DEU,USA,KOR,AUS,MYS,FRA}'::text[]) WITH ORDINALITY AS u(origin, n)) AS o;
CREATE TABLE te_whole AS TABLE te_feed;

-- what was said about the data, and about trade
CREATE FUNCTION pg_temp.said(on_date date) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(string_agg(severity || ' ' || metric || ' ' || key, '; ' ORDER BY metric, key), 'nothing')
	FROM trade_alerts('te_feed', 'JPN', on_date => on_date, max_age => 2, share_limit => NULL, hhi_limit => NULL) WHERE product IS NULL $$;
CREATE FUNCTION pg_temp.stops(on_date date) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(string_agg(key, '; ' ORDER BY key), 'none') FROM trade_alerts('te_feed', 'JPN', on_date => on_date) WHERE severity = 'critical' AND product IS NOT NULL $$;
-- the growth that the report shows, and that of the months which both years have, by hand
CREATE FUNCTION pg_temp.shown() RETURNS numeric LANGUAGE sql AS $$
	SELECT round(((d #>> '{key,total_common}')::numeric / (d #>> '{key,total_before}')::numeric - 1), 6) FROM trade_report_data('te_feed', 'JPN') AS d $$;
CREATE FUNCTION pg_temp.growth(latest date, without text[]) RETURNS numeric LANGUAGE sql AS $$
	SELECT round((sum(value) FILTER (WHERE at > latest - '1 year'::interval)::numeric / sum(value) FILTER (WHERE at <= latest - '1 year'::interval)::numeric - 1), 6)
	FROM (SELECT (month || '-01')::date AS at, right(month, 2) AS mm, value FROM te_whole) AS w
	WHERE at > latest - '2 years'::interval AND at <= latest AND NOT mm = ANY (without) $$;

-- 15 May: all is there
SELECT is(pg_temp.said('2025-05-15'), 'nothing', 'all files are there');
SELECT is(pg_temp.stops('2025-05-15'), '850511 / CHN', 'the stop is found');
SELECT is(pg_temp.shown(), pg_temp.growth('2025-03-01', '{}'), 'the growth of the year');
SELECT is(d ->> 'span' || ' against ' || (d ->> 'span_before'), 'twelve months to 2025-03 against twelve months to 2024-03', 'twelve months are twelve') FROM trade_report_data('te_feed', 'JPN') AS d;

-- a file was never loaded: two months of the last year, one of the year before
DELETE FROM te_feed WHERE month IN ('2024-11', '2024-12', '2024-02');
SELECT is(pg_temp.said('2025-05-15'), 'warning missing_periods 2024-02, 2024-11, 2024-12', 'missing files are named');
SELECT is(pg_temp.stops('2025-05-15'), '850511 / CHN', 'they hide no stop, and make none');
SELECT is(pg_temp.shown(), pg_temp.growth('2025-03-01', '{02,11,12}'), 'growth is that of the months both years have');
SELECT is(d ->> 'span' || ' against ' || (d ->> 'span_before'), '10 of the twelve months to 2025-03 against 9 of the twelve months to 2024-03', 'the spans say what they are') FROM trade_report_data('te_feed', 'JPN') AS d;
SELECT ok(t LIKE '%; over the 9 months that both years have, % more than in the year before.%', 'the lead says what is compared') FROM trade_report_text('te_feed', 'JPN') AS t;
SELECT ok(t LIKE '%- period without any row: 2024-02, 2024-11, 2024-12: 0 rows, left out%', 'and what was counted says so') FROM trade_report_text('te_feed', 'JPN') AS t;
SELECT ok(h LIKE '%nobody has a row in 2024-02, 2024-11, 2024-12%', 'the page, too') FROM trade_report('te_feed', 'JPN') AS h;
SELECT is(d #> '{products,0,series}' -> 31, 'null'::jsonb, 'the course has a hole, no zero') FROM trade_report_data('te_feed', 'JPN') AS d;

-- the files come late
INSERT INTO te_feed SELECT * FROM te_whole WHERE month IN ('2024-11', '2024-12', '2024-02');
SELECT is(pg_temp.said('2025-05-31'), 'nothing', 'two months old is in time');
SELECT is(pg_temp.said('2025-06-20'), 'warning data_age 2025-03', 'three months old is late');
SELECT is(value::int, 3, 'and how old is said') FROM trade_alerts('te_feed', 'JPN', on_date => '2025-06-20', max_age => 2) WHERE metric = 'data_age';
SELECT ok(t LIKE '%the latest data are of 2025-03, 3 months old (limit 2)%', 'in words') FROM trade_report_text('te_feed', 'JPN', on_date => '2025-06-20', limits => '{"max_age": 2}') AS t;

-- the first rows of April arrive
INSERT INTO te_feed VALUES ('2025-04', 'JPN', 'CHN', '280530', 140), ('2025-04', 'JPN', 'VNM', '280530', 180);
SELECT is(pg_temp.said('2025-05-31'), 'warning thin_periods 2025-04', 'an incomplete month is flagged');
SELECT is(pg_temp.stops('2025-05-31'), '850511 / CHN', 'and not taken for a stop of all');
SELECT is(d ->> 'span', 'twelve months to 2025-03', 'the year ends with the last whole month') FROM trade_report_data('te_feed', 'JPN') AS d;
SELECT is(a ->> 'what' || ' ' || (a ->> 'flow_rows'), 'period with far fewer flows than usual: 2025-04 2', 'what is left out is counted')
FROM trade_report_data('te_feed', 'JPN') AS d, jsonb_array_elements(d -> 'audit') AS a WHERE (a ->> 'reason')::int = 12;
SELECT cmp_ok((SELECT count(*)::int FROM trade_alerts('te_feed', 'JPN', min_coverage => NULL) WHERE severity = 'critical'), '>', 40, 'unless that is asked for');
DELETE FROM te_feed WHERE month = '2025-04';

-- April arrives whole, but its periods are written in another way; then with a typing error in the year
INSERT INTO te_feed SELECT 'Apr 2025', importer, origin, hs, value FROM te_whole WHERE month = '2025-03';
SELECT is(pg_temp.said('2025-05-31'), 'warning unread_rows period missing or not understood', 'rows whose period is not understood are told');
SELECT is(value::int, 56, 'and how many') FROM trade_alerts('te_feed', 'JPN') WHERE metric = 'unread_rows';
SELECT ok(t LIKE '%- warning: 56 rows are not used: period missing or not understood%', 'in words') FROM trade_report_text('te_feed', 'JPN') AS t;
SELECT ok(t LIKE '%- 注意: 56行を使用していません：期間なし、または判読不能%', 'in Japanese') FROM trade_report_text('te_feed', 'JPN', language => 'ja') AS t;
UPDATE te_feed SET month = '2205-04' WHERE month = 'Apr 2025';
SELECT results_eq($$SELECT severity, metric, key FROM trade_alerts('te_feed', 'JPN', share_limit => NULL, hhi_limit => NULL) WHERE severity = 'critical' OR product IS NULL$$,
	$$VALUES ('critical', 'abrupt_stop', '850511 / CHN'), ('warning', 'unread_rows', 'period in the future')$$, 'a period in the future hides no stop, and is told');
SELECT is(d ->> 'span', 'twelve months to 2025-03', 'nor is it the latest') FROM trade_report_data('te_feed', 'JPN') AS d;
SELECT is(d ->> 'latest', '2205-04', 'unless it is asked for') FROM trade_report_data('te_feed', 'JPN', on_date => '2205-12-31', limits => '{"min_coverage": null}') AS d;
SELECT is(max(period), '2205-04-01', 'trade_flows reads all') FROM trade_flows('te_feed', 'JPN');
DELETE FROM te_feed WHERE month = '2205-04';
-- a few amounts are missing; then a column of them
UPDATE te_feed SET value = NULL WHERE month = '2025-03' AND hs = '280530' AND origin = 'DEU';
SELECT is(pg_temp.said('2025-05-15'), 'info unread_rows amount missing', 'an amount that is missing is told');
UPDATE te_feed SET value = NULL WHERE hs = '280530';
SELECT is(pg_temp.said('2025-05-15'), 'warning unread_rows amount missing', 'many are a warning');
DELETE FROM te_feed WHERE value IS NULL;
INSERT INTO te_feed SELECT * FROM te_whole WHERE hs = '280530';

-- March is revised, and loaded beside the first one; then as it should be
INSERT INTO te_feed SELECT month, importer, origin, hs, value * 1.01 FROM te_whole WHERE month = '2025-03';
SELECT is(pg_temp.said('2025-05-15'), 'warning doubled_periods 2025-03', 'a month that was loaded twice is suspected');
DELETE FROM te_feed WHERE month = '2025-03';
INSERT INTO te_feed SELECT month, importer, origin, hs, value * 1.01 FROM te_whole WHERE month = '2025-03';
SELECT is(pg_temp.said('2025-05-15'), 'nothing', 'a month that was replaced is not');

-- columns are renamed
ALTER TABLE te_feed RENAME hs TO "HS Code";
ALTER TABLE te_feed RENAME month TO "Month";
SELECT is(pg_temp.stops('2025-05-15'), '850511 / CHN', 'another case, and blanks');
ALTER TABLE te_feed RENAME value TO wert;
SELECT throws_ok($$SELECT * FROM trade_alerts('te_feed', 'JPN')$$, '42703', 'public.te_feed has no column for the amount', 'a name that nobody knows is an error');
ALTER TABLE te_feed RENAME wert TO value;
ALTER TABLE te_feed RENAME "HS Code" TO ware;
SELECT throws_ok($$SELECT * FROM trade_alerts('te_feed', 'JPN')$$, '42703', 'public.te_feed has no column for the product', 'several products without a column are an error');
ALTER TABLE te_feed RENAME ware TO hs;

-- periods and importers as somebody else writes them
UPDATE te_feed SET "Month" = right("Month", 2) || '.' || left("Month", 4);
SELECT throws_ok($$SELECT * FROM trade_alerts('te_feed', 'JPN')$$, '22007', NULL, 'periods that cannot be read are an error');
SELECT throws_like($$SELECT trade_report('te_feed', 'JPN')$$, 'column "Month" of public.te_feed holds "__.____", which is not a period', 'that shows one');
UPDATE te_feed SET "Month" = right("Month", 4) || '-' || left("Month", 2);
UPDATE te_feed SET importer = '392';
SELECT throws_ok($$SELECT trade_report('te_feed', 'JPN')$$, '22023', 'importer "JPN" does not occur in column importer of public.te_feed', 'an importer that does not occur is an error');
UPDATE te_feed SET importer = 'JPN';

-- the feed died in spring
SELECT is(pg_temp.said('2025-12-15'), 'critical data_age 2025-03', 'a dead feed is critical');
SELECT is(pg_temp.stops('2025-12-15'), '850511 / CHN', 'what was is still there');
TRUNCATE te_feed;
SELECT results_eq($$SELECT severity, metric FROM trade_alerts('te_feed', 'JPN')$$, $$VALUES ('critical', 'no_data')$$, 'an empty table is no good news');

-- years: one is missing (2023), and one product needs no column
CREATE TABLE te_years AS SELECT y AS year, o AS exporter, 'JPN' AS importer, v + y - 2020 AS value_kusd
FROM (VALUES ('CHN', 270), ('PHL', 320), ('VNM', 280), ('DEU', 130)) AS s(o, v), unnest('{2021,2022,2024}'::int[]) AS y;
SELECT is(d ->> 'span' || ' against ' || (d ->> 'span_before') || ', ' || (d #>> '{key,suppliers_before}') || ' suppliers before', '2024 against 2022, 4 suppliers before', 'a missing year is not compared with')
FROM trade_report_data('te_years', 'JPN') AS d;
SELECT results_eq($$SELECT metric, key FROM trade_alerts('te_years', 'JPN')$$, $$VALUES ('missing_periods', '2023')$$, 'it is named, and six years are the history');

-- quarters: three are enough to know them, and a comparison counts quarters
CREATE TABLE te_quarters AS SELECT y || 'Q' || n AS period, o AS origin, 'JPN' AS importer, 100 + n AS value
FROM generate_series(2023, 2024) AS y, generate_series(1, 4) AS n, unnest('{CHN,PHL,VNM}'::text[]) AS o WHERE y || 'Q' || n <> '2023Q2';
SELECT ok(t LIKE '%in the four quarters to 2024-Q4; over the 3 quarters that both years have, as much as in the year before.%', 'a quarter is missing')
FROM trade_report_text('te_quarters', 'JPN') AS t;
SELECT ok(t LIKE '%両年にデータのある3四半期では、前年と同じ水準です。%' AND t NOT LIKE '%か月%', 'in Japanese') FROM trade_report_text('te_quarters', 'JPN', language => 'ja') AS t;
DELETE FROM te_quarters WHERE period < '2024Q2';
SELECT is(d ->> 'span', '3 quarters to 2024-Q4', 'three quarters') FROM trade_report_data('te_quarters', 'JPN') AS d;
SELECT is_empty($$SELECT metric, key FROM trade_alerts('te_quarters', 'JPN', hhi_limit => NULL)$$, 'between which no months are missed');

-- the first files: what is a month, a quarter or a year is told by how it is written
CREATE TABLE te_first (period text, month date, importer text, origin text, value float8);
CREATE FUNCTION pg_temp.first_span(periods text[], column_name text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM te_first;
	INSERT INTO te_first SELECT p, CASE WHEN column_name = 'month' THEN p::date END, 'JPN', o, 100 FROM unnest(periods) AS p, unnest('{CHN,VNM,DEU}'::text[]) AS o;
	RETURN (SELECT d ->> 'span' FROM trade_report_data('te_first', 'JPN', period_column => column_name) AS d)
		|| coalesce((SELECT string_agg('; ' || metric || ' ' || key, '') FROM trade_alerts('te_first', 'JPN', period_column => column_name)), '');
END $$;
SELECT is(pg_temp.first_span(p, c), span, array_to_string(p, ', ') || ' in ' || c)
FROM (VALUES ('{2025}'::text[], 'period', '2025'), ('{2025-01}', 'period', '2025-01'), ('{202501}', 'period', '2025-01'), ('{2025Q1}', 'period', '2025-Q1'), ('{2025-01-01}', 'month', '2025-01'),
	('{2025Q1,2025Q2}', 'period', '2 quarters to 2025-Q2'), ('{2025-01,2025-02}', 'period', '2 months to 2025-02'), ('{2024-01-01,2025-01-01}', 'month', '2025'), ('{2024,2025}', 'period', '2025')) AS v(p, c, span);
-- all is gone for a year: that is 0, is the worst there can be, and is said first
CREATE TABLE te_gone AS SELECT (date '2022-01-01' + i * interval '1 month')::date AS month, 'JPN' AS importer, o AS origin, '850511' AS hs, CASE WHEN i >= 24 THEN 0 ELSE 100 END AS value
FROM generate_series(0, 35) AS i, unnest('{CHN,VNM,DEU}'::text[]) AS o;
SELECT ok(t LIKE '%Japan: imports of 0 in the twelve months to 2024-12, 100% less than in the twelve months to 2023-12. Critical: China stopped supplying 850511 in 2024-01%'
	AND t LIKE '%**Imports**: 0 (-100.0% against 2023-12)%' AND t NOT LIKE '%no earlier figure%', 'nothing is left') FROM trade_report_text('te_gone', 'JPN') AS t;
SELECT * FROM finish();
ROLLBACK;
