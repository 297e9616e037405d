-- mix_queries.sql -- the questions on supply mixes, asked of raw rows by few
-- and by many groups and of stored mixes: with the extension and in the plain
-- SQL that a good data engineer writes.
CREATE TABLE bench_mix AS
SELECT importer, hs6, year, supply_mix(exporter, value) AS mix FROM bench_flow GROUP BY importer, hs6, year;
VACUUM ANALYZE bench_mix;

INSERT INTO bench_query (question, engine, query) VALUES
	('bare sum', 'plain SQL', 'SELECT count(*), sum(value) FROM bench_flow');

-- the questions by a grouping key
CREATE FUNCTION bench_add_questions(label text, key text) RETURNS void LANGUAGE sql AS $f$
INSERT INTO bench_query (question, engine, query)
SELECT label || ': ' || question, engine,
	replace(format('SELECT count(*), sum(%s) FROM (%s) AS q', answer, query), 'KEY', key)
FROM (VALUES
	('grouped sum', 'plain SQL', 'a', 'SELECT KEY, sum(value) AS a FROM bench_flow GROUP BY KEY'),
	('share of CHN', 'trade_exposure', 'a', $$SELECT KEY, dependency_share(exporter, value, 'CHN') AS a FROM bench_flow GROUP BY KEY$$),
	('share of CHN', 'plain SQL', 'a', $$SELECT KEY, coalesce(sum(value) FILTER (WHERE exporter = 'CHN'), 0) / nullif(sum(value), 0) AS a FROM bench_flow GROUP BY KEY$$),
	('HHI', 'trade_exposure', 'a', 'SELECT KEY, hhi(exporter, value) AS a FROM bench_flow GROUP BY KEY'),
	('HHI', 'plain SQL', 'a', 'SELECT KEY, sum(v * v) / sum(v) ^ 2 AS a FROM (SELECT KEY, exporter, sum(value) AS v FROM bench_flow GROUP BY KEY, exporter) AS s GROUP BY KEY'),
	('top-3 share', 'trade_exposure', 'a', 'SELECT KEY, top_share(exporter, value, 3) AS a FROM bench_flow GROUP BY KEY'),
	('top-3 share', 'plain SQL', 'a', 'SELECT KEY, sum(v) FILTER (WHERE r <= 3) / sum(v) AS a
		FROM (SELECT KEY, sum(value) AS v, row_number() OVER (PARTITION BY KEY ORDER BY sum(value) DESC) AS r FROM bench_flow GROUP BY KEY, exporter) AS s GROUP BY KEY'),
	('full profile', 'trade_exposure', 'total + share + hhi + top3 + n + length(top)',
		$$SELECT KEY, total(m), dependency_share(m, 'CHN') AS share, hhi(m), top_share(m, 3) AS top3, supplier_count(m) AS n, top_supplier(m) AS top
		FROM (SELECT KEY, supply_mix(exporter, value) AS m FROM bench_flow GROUP BY KEY) AS s$$),
	('full profile', 'plain SQL', 'total + share + hhi + top3 + n + length(top)',
		$$SELECT KEY, sum(v) AS total, coalesce(sum(v) FILTER (WHERE exporter = 'CHN'), 0) / sum(v) AS share, sum(v * v) / sum(v) ^ 2 AS hhi,
			sum(v) FILTER (WHERE r <= 3) / sum(v) AS top3, count(*) AS n, min(exporter) FILTER (WHERE r = 1) AS top
		FROM (SELECT KEY, exporter, sum(value) AS v, row_number() OVER (PARTITION BY KEY ORDER BY sum(value) DESC) AS r
			FROM bench_flow GROUP BY KEY, exporter) AS s GROUP BY KEY$$)
) AS v(question, engine, answer, query)
$f$;
SELECT bench_add_questions('few groups', 'hs6, year'), bench_add_questions('many groups', 'importer, hs6, year') \g /dev/null

INSERT INTO bench_query (question, engine, query) VALUES
	('stored: share of CHN', 'trade_exposure', $$SELECT count(*), sum(dependency_share(mix, 'CHN')) FROM bench_mix$$),
	('stored: HHI', 'trade_exposure', 'SELECT count(*), sum(hhi(mix)) FROM bench_mix'),
	('stored: top-3 share', 'trade_exposure', 'SELECT count(*), sum(top_share(mix, 3)) FROM bench_mix'),
	('stored: full profile', 'trade_exposure', $$SELECT count(*), sum(total(mix) + dependency_share(mix, 'CHN') + hhi(mix) + top_share(mix, 3) + supplier_count(mix) + length(top_supplier(mix))) FROM bench_mix$$),
	('stored: by product', 'trade_exposure', 'SELECT count(*), sum(hhi(m)) FROM (SELECT hs6, year, sum(mix) AS m FROM bench_mix GROUP BY hs6, year) AS s');

-- Memory of an aggregate's states in bytes a group, beyond what counting needs.
CREATE FUNCTION bench_peak(query text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE plan json;
BEGIN
	EXECUTE 'EXPLAIN (ANALYZE, TIMING off, SUMMARY off, FORMAT json) ' || query INTO plan;
	-- the first node with a hash table, from the top
	RETURN (SELECT 1024 * (x ->> 'Peak Memory Usage')::float8
		FROM jsonb_path_query(plan::jsonb, 'strict $.**{0 to last} ? (exists(@."Peak Memory Usage"))') AS x LIMIT 1);
END $$;
