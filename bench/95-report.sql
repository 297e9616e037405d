-- Reports and early warning: a page of a thousand products, and the signals a row.
\set ON_ERROR_STOP on
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

-- Median milliseconds of a query.
CREATE FUNCTION pg_temp.ms(query text, repeats int) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
	t timestamptz;
	times float8[] := '{}';
BEGIN
	FOR i IN 1 .. repeats LOOP
		t := clock_timestamp();
		EXECUTE query;
		times := times || EXTRACT(epoch FROM clock_timestamp() - t)::float8 * 1000;
	END LOOP;
	RETURN round((SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) FROM unnest(times) AS x)::numeric);
END $$;

SELECT E'| query | ms |\n|---|---|';
SELECT format('| %s | %s |', what, pg_temp.ms(query, :repeats)) FROM (VALUES
	('reading 60,000 yearly flows of 1,000 products: `sum(value)`', 'SELECT sum(value) FROM bench_year'),
	('`trade_report`, 1,000 products × 20 suppliers × 3 years', 'SELECT trade_report(''bench_year'', ''JPN'')'),
	('`trade_alerts` of the same', 'SELECT count(*) FROM trade_alerts(''bench_year'', ''JPN'')'),
	('`trade_report`, 100 products × 20 suppliers × 36 months', 'SELECT trade_report(''bench_month'', ''JPN'')'),
	('`trade_alerts` of the same', 'SELECT count(*) FROM trade_alerts(''bench_month'', ''JPN'')'),
	('one grouped pass over 720,000 monthly flows: `sum(value)` by product, supplier and month',
		'SELECT count(*) FROM (SELECT hs, origin, month, sum(value) FROM bench_large GROUP BY 1, 2, 3) AS s'),
	('`trade_report` of these, 1,000 products × 20 suppliers × 36 months', 'SELECT trade_report(''bench_large'', ''JPN'')'),
	('`trade_alerts` of the same', 'SELECT count(*) FROM trade_alerts(''bench_large'', ''JPN'')'),
	('`stddev(value)`, 2,000 series of 36 months', 'SELECT stddev(value) FROM bench_month GROUP BY hs, origin'),
	('`robust_z(value, month)` of the same', 'SELECT robust_z(value, month) FROM bench_month GROUP BY hs, origin'),
	('`abrupt_stop(value, month, 0.1)` of the same', 'SELECT abrupt_stop(value, month, 0.1) FROM bench_month GROUP BY hs, origin'),
	('`robust_z` over a moving year, 72,000 rows',
		'SELECT robust_z(value, month) OVER (PARTITION BY hs, origin ORDER BY month ROWS 12 PRECEDING) FROM bench_month')) AS v(what, query);
