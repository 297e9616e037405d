-- Codes: nanoseconds a row beside a C function that does nothing (length of a text).
-- psql -v rows=1000000 -f bench/10-hs.sql in a database with the extension.
\if :{?rows}
\else
\set rows 1000000
\endif
SET max_parallel_workers_per_gather = 0;
SET jit = off;

CREATE TEMP TABLE bench_code AS
SELECT code AS clean, left(code, 4) || '.' || right(code, 2) AS dotted, iso3, m49
FROM (SELECT lpad((10000 + i * 7919::bigint % 960000)::text, 6, '0') AS code, i FROM generate_series(1, :rows) AS i) AS codes
JOIN (SELECT row_number() OVER (ORDER BY iso3) - 1 AS n, count(*) OVER () AS total, iso3, coalesce(m49, '0') AS m49 FROM countries()) AS c
	ON i % total = n;
VACUUM ANALYZE bench_code;

-- Median of five runs of a query, in ns a row.
CREATE FUNCTION pg_temp.ns_a_row(expression text) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
	t timestamptz;
	times float8[] := '{}';
BEGIN
	FOR i IN 1 .. 5 LOOP
		t := clock_timestamp();
		EXECUTE 'SELECT count(' || expression || ') FROM bench_code';
		times := times || (EXTRACT(epoch FROM clock_timestamp() - t) * 1e9)::float8;
	END LOOP;
	RETURN round((SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) FROM unnest(times) AS x)::numeric
		/ (SELECT count(*) FROM bench_code), 1);
END $$;

WITH measured AS MATERIALIZED (
	SELECT expression, pg_temp.ns_a_row(expression) AS ns
	FROM unnest(ARRAY['clean', 'length(clean)', 'hs_code(clean)', 'hs_code(dotted)', 'hs_heading(clean)', 'hs_level(dotted)',
		'nullif(hs_within(clean, ''8505''), false)', 'country_code(iso3)', 'country_code(m49, ''m49'')',
		'in_country_group(iso3, ''EU'', ''2025-01-01'')', 'left(replace(dotted, ''.'', ''''), 6)']) AS expression)
SELECT E'| expression | ns a row | above reading | × length |\n|---|---:|---:|---:|'
UNION ALL
SELECT format('| `%s` | %s | %s | %s |', expression, ns, ns - (SELECT ns FROM measured WHERE expression = 'clean'),
	round(ns / (SELECT ns FROM measured WHERE expression = 'length(clean)'), 2))
FROM measured;
