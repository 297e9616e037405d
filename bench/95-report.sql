-- Reports and early warning: a page of a thousand products, and the signals a row.
\set ON_ERROR_STOP on
\ir measure.sql
CREATE TABLE bench_year AS
SELECT 2018 + y AS year, 'S' || o AS exporter, 'JPN' AS importer, (100000 + p)::text AS hs6,
	(1 + (p * o * 7919 + y * 104729) % 1000)::float8 AS value
FROM generate_series(0, 2) y, generate_series(1, 20) o, generate_series(1, 1000) p;
CREATE TABLE bench_month AS
SELECT (date '2022-11-01' + i * interval '1 month')::date AS month, 'S' || o AS origin, 'JPN' AS importer, (100000 + p)::text AS hs,
	(1 + (p * o * 7919 + i * 104729) % 1000)::float8 AS value
FROM generate_series(0, 35) i, generate_series(1, 20) o, generate_series(1, 100) p;
CREATE TABLE bench_large AS
SELECT month, origin, importer, (hs::int + 1000 * q)::text AS hs, value FROM bench_month, generate_series(0, 9) q;
VACUUM ANALYZE bench_year, bench_month, bench_large;

INSERT INTO bench_query (question, engine, query)
SELECT question, engine, query FROM (VALUES
	('reading 60,000 yearly flows of 1,000 products: `sum(value)`', 'executor', 'SELECT count(*), sum(value) FROM bench_year'),
	('`trade_report`, 1,000 products × 20 suppliers × 3 years', 'trade_exposure', 'SELECT count(trade_report(''bench_year'', ''JPN'')), NULL::float8 AS sum'),
	('`trade_alerts` of the same', 'trade_exposure', 'SELECT count(*), NULL::float8 AS sum FROM trade_alerts(''bench_year'', ''JPN'')'),
	('`trade_report`, 100 products × 20 suppliers × 36 months', 'trade_exposure', 'SELECT count(trade_report(''bench_month'', ''JPN'')), NULL::float8 AS sum'),
	('`trade_alerts` of these', 'trade_exposure', 'SELECT count(*), NULL::float8 AS sum FROM trade_alerts(''bench_month'', ''JPN'')'),
	('one grouped pass over 720,000 monthly flows: `sum(value)` by product, supplier and month', 'executor',
		'SELECT count(*), sum(s) FROM (SELECT hs, origin, month, sum(value) AS s FROM bench_large GROUP BY 1, 2, 3) AS s'),
	('`trade_report` of these, 1,000 products × 20 suppliers × 36 months', 'trade_exposure', 'SELECT count(trade_report(''bench_large'', ''JPN'')), NULL::float8 AS sum'),
	('`trade_alerts` of the 720,000', 'trade_exposure', 'SELECT count(*), NULL::float8 AS sum FROM trade_alerts(''bench_large'', ''JPN'')'),
	('`stddev(value)`, 2,000 series of 36 months', 'executor', 'SELECT count(*), sum(s) FROM (SELECT stddev(value) AS s FROM bench_month GROUP BY hs, origin) AS s'),
	('`robust_z(value, month)` of the series', 'trade_exposure', 'SELECT count(*), sum(s) FROM (SELECT robust_z(value, month) AS s FROM bench_month GROUP BY hs, origin) AS s'),
	('`abrupt_stop(value, month, 0.1)` of the series', 'trade_exposure', 'SELECT count(*), NULL::float8 AS sum FROM (SELECT abrupt_stop(value, month, 0.1) AS s FROM bench_month GROUP BY hs, origin) AS s WHERE s IS NOT NULL'),
	('`robust_z` over a moving year, 72,000 rows', 'trade_exposure',
		'SELECT count(*), sum(z) FROM (SELECT robust_z(value, month) OVER (PARTITION BY hs, origin ORDER BY month ROWS 12 PRECEDING) AS z FROM bench_month) AS z')) AS v(question, engine, query);
CALL bench_measure(:repeats);
CALL bench_check();
SELECT format('Processor time in ms, one process: the median of %s runs in turns, and in brackets the least.', :repeats);
SELECT E'\n| query | ms |\n|---|---:|';
SELECT format('| %s | %s |', question, bench_cell(question, engine)) FROM bench_query ORDER BY n;
