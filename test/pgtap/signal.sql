-- Early warning: an independent oracle, hand-computed series, order, windows,
-- parallel plans, a simulated embargo, completeness of data, alerts.
BEGIN;
SELECT plan(71);
CREATE TEMP TABLE cases (series int, month date, x float8, rest float8, floor float8, k float8, h float8,
	robust_z float8, cusum float8, abrupt_stop float8, surge float8, relative_drop float8);
\copy cases FROM 'test/data/signal_cases.csv' WITH (FORMAT csv, HEADER)

CREATE FUNCTION pg_temp.same(a float8, b float8) RETURNS bool LANGUAGE sql AS
	$$SELECT a IS NOT DISTINCT FROM b OR coalesce(abs(a - b) <= 1e-9 * (1 + abs(b)), false)$$;

-- constants of an aggregate are plain arguments, the same for every row of a group
CREATE TEMP VIEW came AS
SELECT series,
	pg_temp.same(robust_z(x, month), min(robust_z)) AS z,
	pg_temp.same(cusum(x, month, k, h), min(cusum)) AS c,
	pg_temp.same(abrupt_stop(x, month, floor), min(abrupt_stop)) AS s,
	pg_temp.same(surge(x, month), min(surge)) AS g,
	pg_temp.same(relative_drop(x, rest, month), min(relative_drop)) AS d
FROM cases GROUP BY series;
SELECT is(count(*)::int, 71, 'the oracle has 71 series') FROM came;
SELECT is(array_agg(series ORDER BY series) FILTER (WHERE NOT z), NULL, 'robust_z equals the oracle') FROM came;
SELECT is(array_agg(series ORDER BY series) FILTER (WHERE NOT c), NULL, 'cusum equals the oracle') FROM came;
SELECT is(array_agg(series ORDER BY series) FILTER (WHERE NOT s), NULL, 'abrupt_stop equals the oracle') FROM came;
SELECT is(array_agg(series ORDER BY series) FILTER (WHERE NOT g), NULL, 'surge equals the oracle') FROM came;
SELECT is(array_agg(series ORDER BY series) FILTER (WHERE NOT d), NULL, 'relative_drop equals the oracle') FROM came;
SELECT cmp_ok(count(DISTINCT series)::int, '>=', 5, 'the oracle has stops') FROM cases WHERE abrupt_stop > 0;

-- by hand: base 9 10 10 11 12 has median 10 and median absolute deviation 1
CREATE TEMP TABLE hand (at date, x float8);
INSERT INTO hand VALUES ('2025-01-01', 10), ('2025-02-01', 12), ('2025-03-01', 11), ('2025-04-01', 9),
	('2025-05-01', 10), ('2025-06-01', 40);
SELECT is(round(robust_z(x, at)::numeric, 9), round(30 / 1.482602218505602, 9), 'robust_z by hand') FROM hand;
SELECT is(abrupt_stop(x, at, 0.1), 0::float8, 'a rise is not a stop') FROM hand;
UPDATE hand SET x = 1 WHERE at = '2025-06-01';
SELECT is(abrupt_stop(x, at, 0.1), 0.9::float8, 'at the floor is a stop') FROM hand;
SELECT is(abrupt_stop(x, at, 0.09), 0::float8, 'above the floor is none') FROM hand;
SELECT is(abrupt_stop(x, at, NULL), 0.9::float8, 'the floor is 0.1 when NULL') FROM hand;
SELECT is(robust_z(x, at), NULL, 'four earlier values are too few') FROM hand WHERE at > '2025-01-01';
SELECT is(robust_z(CASE WHEN at < '2025-06-01' THEN x END, at), NULL, 'an unknown latest value has no score') FROM hand;
SELECT is(robust_z(x, at), NULL, 'no rows, no score') FROM hand WHERE false;
SELECT is((SELECT robust_z(x / 2, at) FROM (SELECT * FROM hand UNION ALL SELECT * FROM hand) d),
	(SELECT robust_z(x, at) FROM hand), 'amounts of one date are added up');
SELECT is(robust_z(x, at), (SELECT robust_z(x, at) FROM hand), 'rows without a date are left out')
FROM (SELECT * FROM hand UNION ALL SELECT NULL, 99) d;
-- 9 10 11 in turn: median 10, median absolute deviation 1, which four months at 5 do not change; before them
-- up = 0.174 and down = 0; 5 is −3.37 spreads, cut to −2.5, so that down = 2, 4, 6, and 2 again after the alarm
SELECT is(array_agg(round(c::numeric, 6) ORDER BY at), '{-2.000000,-4.000000,-6.000000,-2.000000}',
	'cusum: three months raise an alarm, then it starts anew')
FROM (SELECT at, i, cusum(x, at, 0.5, 5) OVER (ORDER BY at) AS c
	FROM (SELECT i, (date '2024-01-01' + i * interval '1 month')::date AS at, CASE WHEN i < 21 THEN 9 + i % 3 ELSE 5 END AS x
		  FROM generate_series(0, 24) i) d) w
WHERE i >= 21;

-- moving frames, plans and bad input
CREATE TEMP TABLE te_keep AS
SELECT te_support.te_series_accum(te_support.te_series_accum(te_support.te_series_accum(te_support.te_series_accum(te_support.te_series_accum(te_support.te_series_accum(NULL, 10, '2025-01-01'), 12, '2025-02-01'), 11, '2025-03-01'),
	9, '2025-04-01'), 10, '2025-05-01'), 1, '2025-06-01') AS s;
CREATE TEMP TABLE long AS
SELECT g AS key, (date '2020-01-01' + i * interval '1 month')::date AS at,
	100 + 20 * sin(i * 1.7 + g) + 15 * cos(i * i * 0.3) AS x, 200 + 30 * sin(i * 0.9) AS rest
FROM generate_series(1, 3) g, generate_series(0, 47) i;
SELECT is((SELECT count(*)::int FROM (
		SELECT key, at, robust_z(x, at) OVER w AS z, cusum(x, at, 0.5, 5) OVER w AS c, surge(x, at) OVER w AS s,
			abrupt_stop(x, at, 0.9) OVER w AS a, relative_drop(x, rest, at) OVER w AS d
		FROM long WINDOW w AS (PARTITION BY key ORDER BY at ROWS BETWEEN 12 PRECEDING AND CURRENT ROW)) m,
		LATERAL (SELECT robust_z(l.x, l.at) AS z, cusum(l.x, l.at, 0.5, 5) AS c, surge(l.x, l.at) AS s,
			abrupt_stop(l.x, l.at, 0.9) AS a, relative_drop(l.x, l.rest, l.at) AS d
			FROM long l WHERE l.key = m.key AND l.at <= m.at AND l.at >= m.at - interval '12 months') g
	WHERE (m.z, m.c, m.s, m.a, m.d) IS DISTINCT FROM (g.z, g.c, g.s, g.a, g.d)), 0,
	'moving frames give what the same rows give alone');
SELECT cmp_ok((SELECT count(*)::int FROM (SELECT robust_z(x, at) OVER (PARTITION BY key ORDER BY at) AS z FROM long) w WHERE z IS NOT NULL),
	'=', 3 * 43, 'a growing window answers from the sixth row on');
SELECT results_eq($$SELECT key, robust_z(x, at) FROM long WHERE key < 3 OR at > '2021-01-01' GROUP BY GROUPING SETS ((key), ()) HAVING grouping(key) = 0 ORDER BY key$$,
	$$SELECT key, robust_z(x, at) FROM long WHERE key < 3 OR at > '2021-01-01' GROUP BY key ORDER BY key$$, 'grouping sets');
SELECT is((SELECT surge(x, at) FILTER (WHERE key = 2) FROM long), (SELECT surge(x, at) FROM long WHERE key = 2), 'FILTER');
SELECT is((SELECT cusum(DISTINCT x, at, 0.5, 5) FROM (SELECT * FROM long UNION ALL SELECT * FROM long) d WHERE key = 1),
	(SELECT cusum(x, at, 0.5, 5) FROM long WHERE key = 1), 'DISTINCT');
-- a support function called by itself does not change the state that it is given
SELECT is((SELECT te_support.te_robust_z_final(s) FROM (SELECT te_support.te_series_accum(s, 1000, '2030-01-01') AS longer, s FROM (SELECT s FROM te_keep) k) t WHERE longer IS NOT NULL),
	(SELECT robust_z(x, at) FROM hand), 'states are changed in place only inside aggregates');
CREATE TABLE te_parallel_long AS
SELECT (date '2000-01-01' + i)::date AS at, i % 7 AS key, (i * 7919 % 1000)::float8 AS x, 1 + (i * 31 % 77)::float8 AS rest
FROM generate_series(1, 20000) i;
-- CREATE TABLE AS may use workers; a function's rows, a cursor and a query that calls pgTAP may not
CREATE TEMP VIEW answers AS SELECT (key, robust_z(x, at), cusum(x, at, 0.5, 5), surge(x, at), abrupt_stop(x, at, 0.1), relative_drop(x, rest, at),
	stop_breadth(x, rest, 0.3))::text AS r FROM te_parallel_long GROUP BY key ORDER BY key;
CREATE TEMP TABLE serial AS SELECT r FROM answers;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL max_parallel_workers_per_gather = 2;
CREATE FUNCTION pg_temp.plan() RETURNS SETOF text LANGUAGE plpgsql AS
	$$BEGIN RETURN QUERY EXECUTE 'EXPLAIN SELECT key, robust_z(x, at), stop_breadth(x, rest, 0.3) FROM public.te_parallel_long GROUP BY key'; END$$;
SELECT ok(string_agg(p, ' ') ~ 'Partial .*Aggregate', 'a parallel plan aggregates in parts') FROM pg_temp.plan() p;
CREATE TEMP TABLE parallel AS SELECT r FROM answers;
SELECT results_eq('SELECT r FROM parallel ORDER BY r', 'SELECT r FROM serial ORDER BY r', 'parallel equals serial');
SELECT throws_ok($$SELECT robust_z('NaN'::float8, '2025-01-01')$$, '22003', NULL, 'NaN is refused');
SELECT throws_ok($$SELECT robust_z(1, 'infinity')$$, '22008', NULL, 'an infinite date is refused');
SELECT throws_ok($$SELECT abrupt_stop(1, '2025-01-01', 10)$$, '22003', NULL, 'a floor in percent is refused');
SELECT throws_ok($$SELECT cusum(1, '2025-01-01', 3, 5)$$, '22023', NULL, 'a limit that one month could pass is refused');
SELECT throws_like($$SELECT te_support.te_relative_drop_final('{1,2,0,0,0,0,5}')$$, 'not a state of this aggregate', 'the state of one flow is none of two');
SELECT throws_ok($$SELECT robust_z(x, at) FROM (VALUES (1.7e308, date '2025-01-01'), (1.7e308, '2025-01-01')) v(x, at)$$,
	'22003', NULL, 'an overflowing sum is an error');

-- stop_breadth by hand: 60 and 10 of 100 stopped
SELECT is(stop_breadth(a, b, 0.1), 0.7::float8, 'stop_breadth by hand') FROM (VALUES (0, 60), (30, 30), (1, 10)) d(a, b);
SELECT is(stop_breadth(a, b, 0.1), 1::float8, 'unknown amounts are left out') FROM (VALUES (0, 60), (NULL, 30)) d(a, b);
SELECT is(stop_breadth(a, b, 0.1), NULL, 'no base, no answer') FROM (VALUES (0, 0), (5, 0)) d(a, b);

-- synthetic: an embargo on CHN in 2025-03; lumpy deliveries from VNM; steady AUS
CREATE TABLE te_embargo AS
SELECT (date '2023-01-01' + i * interval '1 month')::date AS month, 'JPN' AS importer, o.origin, '280530' AS hs,
	CASE o.origin WHEN 'CHN' THEN CASE WHEN i >= 26 THEN 2 ELSE 500 + 60 * sin(i * 2.1) END
		WHEN 'AUS' THEN 300 + 40 * cos(i * 1.3)
		ELSE CASE WHEN i % 3 = 1 THEN 200 + 90 * sin(i) ELSE 0 END END AS value
FROM generate_series(0, 29) i, (VALUES ('CHN'), ('AUS'), ('VNM')) o(origin);
SELECT is(min(month), '2025-03-01', 'the embargo is found in the month it starts') FROM (
	SELECT month, abrupt_stop(value, month, 0.1) OVER (ORDER BY month ROWS 24 PRECEDING) AS stop
	FROM te_embargo WHERE origin = 'CHN') w WHERE stop > 0;
SELECT is(count(*)::int, 4, 'and in every month since') FROM (
	SELECT month, abrupt_stop(value, month, 0.1) OVER (ORDER BY month ROWS 24 PRECEDING) AS stop
	FROM te_embargo WHERE origin = 'CHN') w WHERE stop > 0.9;
SELECT is(count(*) FILTER (WHERE stop > 0)::int, 0, 'lumpy and steady flows never stop') FROM (
	SELECT abrupt_stop(value, month, 0.1) OVER (PARTITION BY origin ORDER BY month ROWS 24 PRECEDING) AS stop
	FROM te_embargo WHERE origin <> 'CHN') w;
SELECT results_eq($$SELECT severity, metric, key FROM trade_alerts('te_embargo', 'JPN', on_date => '2025-03-01', share_limit => NULL, hhi_limit => NULL)$$,
	$$VALUES ('critical', 'abrupt_stop', '280530 / CHN')$$, 'trade_alerts reports the embargo and nothing else');
SELECT is_empty($$SELECT severity, metric, key FROM trade_alerts('te_embargo', 'JPN', on_date => '2025-02-01', share_limit => NULL, hhi_limit => NULL)$$,
	'and nothing the month before');
SELECT is(evidence ->> 'supplier' || ' ' || (evidence ->> 'period') || ' ' || jsonb_array_length(evidence -> 'series'), 'CHN 2025-03-01 25',
	'the evidence holds supplier, period and series')
FROM trade_alerts('te_embargo', 'JPN', on_date => '2025-03-01') WHERE metric = 'abrupt_stop';
SELECT results_eq($$SELECT DISTINCT key = concat_ws(' / ', product, origin), product IS NOT NULL FROM trade_alerts('te_embargo', 'JPN', on_date => '2025-03-01')$$,
	$$VALUES (true, true)$$, 'the product and the origin of an alert, beside its key');
SELECT throws_ok($$SELECT * FROM trade_alerts('te_embargo', 'DEU')$$, '22023', 'importer "DEU" does not occur in column importer of public.te_embargo', 'a mistyped importer is no good news');
SELECT results_eq($$SELECT severity, metric FROM trade_alerts('te_embargo', 'JPN', on_date => '1999-01-01')$$, $$VALUES ('critical', 'no_data')$$, 'nor is a date before all data');
SELECT throws_ok($$SELECT * FROM trade_alerts('te_embargo', share_limit => 65)$$, '22023',
	'argument "share_limit" must lie between 0 and 1, but is 65');
SELECT throws_ok($$SELECT * FROM trade_alerts('te_embargo', amount_column => 'tonnes')$$, '42703', NULL, 'an unknown column is named');

-- annual data: the amounts of two years, by hand
CREATE TABLE te_annual (year int, reporter text, partner text, product text, amount numeric);
INSERT INTO te_annual VALUES (2019, 'JPN', 'CHN', 'a', 50), (2019, 'JPN', 'VNM', 'a', 50), (2020, 'JPN', 'CHN', 'a', 90),
	(2020, 'JPN', 'VNM', 'a', 5), (2020, 'JPN', NULL, 'a', 5), (2020, 'JPN', 'World', 'a', 100), (2020, 'JPN', 'JPN', 'a', 3),
	(2020, 'JPN', 'CHN', 'a', NULL), (2020, 'JPN', 'CHN', 'b', 'NaN'),
	-- a file's rubbish: these cannot even be added up, and must hide nothing
	(2020, 'JPN', 'VNM', 'b', 1.5e308), (2020, 'JPN', 'VNM', 'b', 1.5e308);
SELECT results_eq($$SELECT severity, metric, key, round(value::numeric, 6), round(previous::numeric, 6) FROM trade_alerts('te_annual', 'JPN')$$,
	$$VALUES ('critical', 'supplier_lost', 'a / VNM', 0.9, 50.0), ('warning', 'unread_rows', 'amount missing', 1, NULL), ('warning', 'unread_rows', 'amount not finite', 3, NULL), ('warning', 'hhi', 'a', 0.8125, 0.5),
		('warning', 'share_rise', 'a / CHN', 0.4, 0.5), ('warning', 'top_supplier_share', 'a / CHN', 0.9, 0.5)$$,
	'annual alerts by hand');
SELECT results_eq($$SELECT what, flow_rows::int FROM trade_flow_audit('te_annual', 'JPN')$$,
	$$VALUES ('origin known', 4), ('origin unspecified (counted in totals)', 1), ('amount missing', 1), ('amount not finite', 3),
		('World or total row: World', 1), ('origin is the importer itself', 1)$$, 'the audit counts what is left out');
SELECT results_eq($$SELECT what, flow_rows::int, amount FROM trade_flow_audit('te_annual', 'JPN', '2019-12-31') WHERE what ~ 'after|known'$$,
	$$VALUES ('origin known', 2, 100::float8), ('after the date of the report', 3, 100)$$, 'and what lies after a date');
CREATE TEMP TABLE te_zoned AS SELECT timestamptz '2025-03-01 00:00+09' AS month, 'CHN' AS origin, 'a' AS product, 1 AS value;
SELECT throws_ok($$SELECT * FROM trade_flows('te_zoned')$$, '42804',
	'column month of te_zoned is not a period: it is a timestamp with time zone, whose day is another in each zone', 'no month depends on the zone of the session');

CREATE TABLE te_text (period text, origin text, product text, value int);
INSERT INTO te_text SELECT p, 'CHN', 'a', 1 FROM unnest('{2024,202402,2024-02,2024-02-29,2023-02-29,2024-02-30,2024-13,20240,"",x,2024/03,2024M04,2024Q3,2024-Q4,2024/03/31,2024/03-31,2024Q5,31.10.2025}'::text[]) p;
SELECT results_eq($$SELECT what, flow_rows::int FROM trade_flow_audit('te_text')$$, $$VALUES ('origin known', 9), ('period missing or not understood', 9), ('period without any row: 2024-05, 2024-06, 2024-08, 2024-09', 0)$$,
	'periods that are none are counted, not an error');
SELECT results_eq($$SELECT period, amount FROM trade_flows('te_text') ORDER BY period$$,
	$$VALUES (date '2024-01-01', 1::float8), ('2024-02-01', 3), ('2024-03-01', 2), ('2024-04-01', 1), ('2024-07-01', 1), ('2024-10-01', 1)$$, 'periods as text');

-- export stops: CHN to JPN stops, to DEU it goes on; AUS goes on; months by hand: base 60 + 40, stopped 60
CREATE TABLE te_exports AS
SELECT (date '2024-01-01' + i * interval '1 month')::date AS month, o AS exporter, d AS importer, '2805' AS hs,
	CASE WHEN o = 'CHN' AND d = 'JPN' THEN CASE WHEN i < 12 THEN 60 ELSE 6 END ELSE 40 END AS value
FROM generate_series(0, 12) i, unnest('{CHN,AUS}'::text[]) o, unnest('{JPN,DEU,World}'::text[]) d;
SELECT results_eq($$SELECT * FROM export_stops('te_exports')$$,
	$$VALUES (date '2025-01-01', '2805', 'CHN', 0.6::float8, 2, 1, 46::float8, 100::float8)$$, 'a broad stop by hand');
SELECT is_empty($$SELECT * FROM export_stops('te_exports', on_date => '2024-12-31')$$, 'none the month before');
SELECT is_empty($$SELECT * FROM export_stops('te_exports', min_breadth => 0.61)$$, 'none broader than 60 %');
DELETE FROM te_exports WHERE exporter = 'CHN' AND importer = 'JPN' AND month = '2025-01-01';
SELECT is(breadth, 0.6::float8, 'a destination without a row got nothing') FROM export_stops('te_exports');
SELECT is(severity || ' ' || key || ' ' || (evidence ->> 'stopped'), 'critical 2805 / CHN 1', 'it is an alert when asked for')
FROM trade_alerts('te_exports', breadth_limit => 0.5) WHERE metric = 'stop_breadth';

-- completeness
SELECT is(latest_common_month('{JPN,JPN,DEU,DEU}', '{2025-01-01,2025-03-01,2025-01-31,2025-02-01}'), '2025-01-01', 'latest common month');
SELECT is(latest_common_month('{JPN,DEU}', '{2025-01-01,2025-02-01}'), NULL, 'no common month');
SELECT results_eq($$SELECT * FROM reporting_gaps('{JPN,JPN,DEU}', '{2024-11-01,2025-02-01,2024-12-01}')$$,
	$$VALUES ('DEU', date '2024-12-01', date '2024-12-01', 1, 0, 2), ('JPN', '2024-11-01', '2025-02-01', 2, 2, 0)$$, 'gaps by hand');
SELECT results_eq($$SELECT * FROM year_to_date('{2024-01-01,2024-02-01,2024-03-01,2025-01-01,2025-02-01}', '{10,20,99,12,24}')$$,
	$$VALUES (2024, 2, 30::float8, NULL::float8, NULL::float8, 2, 0, false), (2025, 2, 36, 30, 0.2::float8, 2, 2, true)$$,
	'year to date compares the same months');

-- the series that reports read, against the same in SQL
CREATE TABLE te_daily AS
SELECT date '2022-01-15' + (i * 37) % 900 AS day, 'JPN' AS importer, (ARRAY['CHN','VNM','AUS',' ','World','JPN'])[1 + i % 6] AS origin,
	(850500 + i % 7)::text AS hs, ((i * 7919) % 1000 - 50) / 10.0 AS value
FROM generate_series(1, 5000) AS i;
ALTER TABLE te_daily SET (parallel_workers = 2);
CREATE TEMP VIEW month_sum AS
SELECT hs, nullif(btrim(origin), '') AS origin, date_trunc('month', day)::date AS month, sum(value)::float8 AS value
FROM te_daily WHERE origin NOT IN ('World', 'JPN') GROUP BY 1, 2, 3;
CREATE TEMP VIEW te_read AS
SELECT f.product, f.origin, f.series FROM te_support.te_flow_judged(te_support.te_flow_read('te_daily', 'JPN', period_column => 'day'), 'JPN') AS j, te_support.te_flow_each(j) AS f WHERE f.reason = 0;
SELECT is((SELECT count(*) FROM te_read), 28::bigint, 'a series for each of 7 products and 4 origins, totals and the importer aside');
SELECT results_eq($$SELECT product, origin, te_support.te_series_first(series), te_support.te_series_latest(series) FROM te_read ORDER BY 1, 2$$,
	$$SELECT hs, origin, min(month), max(month) FROM month_sum GROUP BY 1, 2 ORDER BY 1, 2$$, 'first and latest month');
SELECT is_empty($$SELECT r.product, r.origin FROM te_read AS r LEFT JOIN month_sum AS m
		ON m.hs = r.product AND m.origin IS NOT DISTINCT FROM r.origin AND m.month > '2022-12-01' AND m.month <= '2023-12-01'
	GROUP BY r.product, r.origin, r.series
	HAVING NOT pg_temp.same(te_support.te_series_sum(r.series, '2022-12-01', '2023-12-01'), sum(m.value))$$, 'sums of a year');
SELECT is_empty($$SELECT r.product, r.origin, d.at FROM te_read AS r
		CROSS JOIN LATERAL unnest(te_support.te_series_course(r.series, '2022-03-01', '2024-08-01', 1)) WITH ORDINALITY AS c(amount, place)
		JOIN LATERAL (SELECT ('2022-02-01'::timestamp + c.place * '1 month'::interval)::date AS at) AS d ON true
		LEFT JOIN month_sum AS m ON m.month = d.at AND m.hs = r.product AND m.origin IS NOT DISTINCT FROM r.origin
	WHERE NOT pg_temp.same(c.amount, coalesce(m.value, 0))$$, 'courses, with 0 where nothing was traded');
SELECT is_empty($$SELECT s.product, c.place FROM (SELECT product, te_support.te_course_sum(te_support.te_series_course(series, '2022-01-01', '2024-12-01', 12)) AS course
			FROM te_read GROUP BY product) AS s CROSS JOIN LATERAL unnest(s.course) WITH ORDINALITY AS c(amount, place)
		JOIN month_sum AS m ON m.hs = s.product AND extract(year FROM m.month) = 2021 + c.place
	GROUP BY s.product, c.place, c.amount HAVING NOT pg_temp.same(c.amount, sum(m.value))$$, 'courses of years, added up');
SELECT is(te_support.te_course_sum(c), '{0.6,0}', 'sums that do not depend on order: 1e14 comes and goes')
FROM (VALUES (1, '{0.1,1e14}'::float8[]), (2, '{1e14,0}'), (3, '{0.5,-1e14}'), (4, '{-1e14,0}')) AS v(n, c);
SELECT is(te_support.te_series_yearly(te_support.te_series(1, at)), yearly, 'January and other months')
FROM (VALUES (date '2024-01-31', true), ('2024-02-01', false)) AS v(at, yearly) GROUP BY yearly;
SELECT is(jsonb_path_query_array(trade_report_data('te_daily', 'JPN', period_column => 'day'), '$.suppliers[*].origin'),
	'["CHN", null, "AUS", "VNM"]', 'a supplier is one row, the unspecified too');
SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SET LOCAL min_parallel_table_scan_size = 0;
CREATE TEMP TABLE in_parallel AS SELECT trade_report_data('te_daily', 'JPN', period_column => 'day') - 'audit' AS data;
SET LOCAL max_parallel_workers_per_gather = 0;
SELECT is(trade_report_data('te_daily', 'JPN', period_column => 'day') - 'audit', data, 'a report from a parallel plan is the same') FROM in_parallel;
SELECT * FROM finish();
ROLLBACK;
