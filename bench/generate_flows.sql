-- generate_flows.sql -- for \ir: the table bench_flow of :rows rows, shaped like
-- a file of world trade: a few large exporters, importers and products and many
-- small ones (zipf), heavy-tailed values, origins that come back within a group
-- as months do within a year.  A product has some 2,000 rows, an importer's
-- product and year some 11.  The same rows on every machine and run.
CREATE FUNCTION bench_uniform(i bigint, seed bigint) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$SELECT (pg_catalog.hashint8extended(i, seed) & 2147483647) / 2147483648.0::float8$$;

CREATE TABLE bench_flow AS
WITH country AS MATERIALIZED (
	-- big exporters first, the rest in the order of their codes
	SELECT array_agg(iso3 ORDER BY array_position('{CHN,USA,DEU,JPN,NLD,KOR,ITA,FRA,BEL,GBR,MEX,CAN,TWN,IND,VNM}', iso3), iso3) AS codes
	FROM countries()
)
SELECT 2018 + floor(3 * bench_uniform(i, 1))::int AS year,
	codes[floor(power(60, bench_uniform(i, 2)))::int] COLLATE "C" AS importer,
	lpad((10121 + 89 * floor(power(bench_uniform(i, 3), 2) * :rows / 2000)::int)::text, 6, '0') COLLATE "C" AS hs6,
	codes[floor(power(240, bench_uniform(i, 4)))::int] COLLATE "C" AS exporter,
	round((power(1 - bench_uniform(i, 5), -0.8))::numeric, 3)::float8 AS value
FROM generate_series(1, :rows::bigint) AS i, country;
VACUUM ANALYZE bench_flow;
