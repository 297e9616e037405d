-- Early warning: what the aggregates and helpers show.
SET datestyle = 'ISO';
\set SHOW_CONTEXT never
SET extra_float_digits = 0;
CREATE TABLE imports (month date, importer text, origin text, hs text, value float8);
-- synthetic: 18 months, CHN stops in 2025-05, VNM delivers every third month
INSERT INTO imports
SELECT (date '2024-01-01' + i * interval '1 month')::date, 'JPN', o, '280530',
	CASE o WHEN 'CHN' THEN CASE WHEN i >= 16 THEN 5 ELSE 500 + 20 * (i % 4) END
		WHEN 'AUS' THEN 300 + 10 * (i % 3) + CASE WHEN i >= 16 THEN 400 ELSE 0 END
		ELSE CASE WHEN i % 3 = 1 THEN 200 ELSE 0 END END
FROM generate_series(0, 17) i, unnest(ARRAY['CHN', 'AUS', 'VNM']) o;

-- in a window: the latest value of each frame against the values before it
SELECT month, value, round((robust_z(value, month) OVER w)::numeric, 2) AS z,
	round((cusum(value, month, 0.5, 5) OVER w)::numeric, 2) AS cusum,
	abrupt_stop(value, month, 0.1) OVER w AS stop, round((surge(value, month) OVER w)::numeric, 2) AS surge
FROM imports WHERE origin = 'CHN'
WINDOW w AS (ORDER BY month ROWS BETWEEN 12 PRECEDING AND CURRENT ROW)
ORDER BY month;

-- grouped: no ORDER BY needed, the date comes with the value
SELECT origin, round(robust_z(value, month)::numeric, 2) AS z, abrupt_stop(value, month, 0.1) AS stop, surge(value, month)
FROM imports GROUP BY origin ORDER BY origin;
SELECT relative_drop(c.value, r.value, month) FROM imports c
	JOIN (SELECT month, sum(value) AS value FROM imports WHERE origin <> 'CHN' GROUP BY month) r USING (month)
WHERE c.origin = 'CHN';
SELECT stop_breadth(amount, base, 0.1) FROM (VALUES ('JPN', 0, 60), ('DEU', 30, 30), ('USA', 1, 10)) d(destination, amount, base);

SELECT severity, metric, key, value, previous, threshold FROM trade_alerts('imports', importer => 'JPN');
SELECT evidence FROM trade_alerts('imports', importer => 'JPN') WHERE metric = 'abrupt_stop';
SELECT * FROM trade_flow_audit('imports', importer => 'JPN');

SELECT * FROM year_coverage(ARRAY(SELECT DISTINCT month FROM imports));
SELECT * FROM year_to_date(ARRAY['2024-01-01', '2024-02-01', '2024-03-01', '2025-01-01', '2025-02-01']::date[], '{10,20,99,12,24}');
SELECT * FROM reporting_gaps('{JPN,JPN,DEU}', '{2024-11-01,2025-02-01,2024-12-01}');
SELECT latest_common_month('{JPN,JPN,DEU}', '{2025-01-01,2025-02-01,2025-01-01}');

-- periods may be dates, years, months or text; an unusual column is named
CREATE VIEW oddly AS SELECT to_char(month, 'YYYYMM')::int AS ref, origin AS "From Where", hs AS product, value AS v FROM imports;
SELECT count(*), min(period), max(period) FROM trade_flows('oddly', period_column => 'ref', origin_column => 'From Where');

-- bad input
SELECT robust_z('Infinity'::float8, '2025-01-01');
SELECT stop_breadth(1, -1, 0.1);
SELECT abrupt_stop(1, '2025-01-01', 25);
SELECT cusum(1, '2025-01-01', 2, 4);
SELECT * FROM trade_flows('oddly');
SELECT * FROM trade_flows('oddly', period_column => 'product); DROP TABLE imports; --');
SELECT * FROM trade_alerts('imports', hhi_limit => 2500);
SELECT * FROM trade_alerts('imports', history => 1);
DROP VIEW oddly;
DROP TABLE imports;
