-- generate_flows.sql -- for \ir: the table bench_flow of some :rows rows, shaped
-- like CEPII's BACI: one row for each year, exporter, importer and product, in
-- that order; a few large exporters and many small ones (zipf), heavy-tailed
-- values, relations that mostly last all three years.  A product's year has
-- some 2,300 rows by 130 exporters, an importer's product and year some ten, one
-- for each exporter.  The same rows on every machine and run.
CREATE FUNCTION bench_uniform(i bigint, seed bigint) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$SELECT (pg_catalog.hashint8extended(i, seed) & 2147483647) / 2147483648.0::float8$$;

CREATE TABLE bench_flow AS
WITH country AS MATERIALIZED (
	-- big exporters first, the rest in the order of their codes
	SELECT array_agg(iso3 ORDER BY array_position('{CHN,USA,DEU,JPN,NLD,KOR,ITA,FRA,BEL,GBR,MEX,CAN,TWN,IND,VNM}', iso3), iso3) AS codes
	FROM countries()
), relation AS (
	SELECT min(i) AS i, exporter, importer, product
	FROM (SELECT i, codes[floor(power(130::float8, power(bench_uniform(i, 1), 1.2::float8)))::int] AS exporter,
			codes[1 + floor(240 * power(bench_uniform(i, 2), 1.5::float8))::int] AS importer,
			floor(:rows / 6600 * power(bench_uniform(i, 3), 1.3::float8))::int AS product
		FROM generate_series(1, (:rows * 0.5)::bigint) AS i, country) AS drawn
	WHERE exporter <> importer
	GROUP BY exporter, importer, product
)
SELECT year, exporter COLLATE "C" AS exporter, importer COLLATE "C" AS importer,
	lpad((10121 + 89 * product)::text, 6, '0') COLLATE "C" AS hs6,
	round((power(1 - bench_uniform(i, year), -0.8::float8))::numeric, 3)::float8 AS value
FROM generate_series(2018, 2020) AS year, relation
WHERE bench_uniform(i, year + 10) < 0.95
ORDER BY year, exporter, importer, hs6;
VACUUM ANALYZE bench_flow;
