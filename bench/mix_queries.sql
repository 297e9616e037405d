-- mix_queries.sql -- the questions on supply mixes, asked of raw rows by few and by
-- many groups, of the same rows in the order of the keys, and of stored mixes: with
-- the extension, and in SQL in its best form: sums with FILTER, two-level grouping,
-- sorted arrays for the largest ones (beside it the window that many would write).
CREATE TABLE bench_mix AS
SELECT importer, hs6, year, supply_mix(exporter, value) AS mix FROM bench_flow GROUP BY importer, hs6, year;
-- the same without the extension: arrays, the largest first
CREATE TABLE bench_array AS
SELECT importer, hs6, year, array_agg(exporter ORDER BY v DESC, exporter) AS o, array_agg(v ORDER BY v DESC, exporter) AS v
FROM (SELECT importer, hs6, year, exporter, sum(value) AS v FROM bench_flow GROUP BY importer, hs6, year, exporter) AS s
GROUP BY importer, hs6, year;
CREATE TABLE bench_sorted AS SELECT * FROM bench_flow ORDER BY importer, hs6, year, exporter;
CREATE INDEX ON bench_sorted (importer, hs6, year, exporter);
VACUUM ANALYZE bench_mix, bench_array, bench_sorted;

INSERT INTO bench_query (question, engine, query) VALUES
	('bare sum', 'plain SQL', 'SELECT count(*), sum(value) FROM bench_flow');

-- the questions by a grouping key
CREATE FUNCTION bench_add_questions(label text, key text, flow text, setting text) RETURNS void LANGUAGE sql AS $f$
INSERT INTO bench_query (question, engine, query, setting)
SELECT label || ': ' || question, engine,
	replace(replace(format('SELECT count(*), sum(%s) FROM (%s) AS q', answer, query), 'KEY', key), 'FLOW', flow), setting
FROM (VALUES
	('grouped sum', 'plain SQL', 'a', 'SELECT KEY, sum(value) AS a FROM FLOW GROUP BY KEY'),
	('share of CHN', 'trade_exposure', 'a', $$SELECT KEY, dependency_share(exporter, value, 'CHN') AS a FROM FLOW GROUP BY KEY$$),
	('share of CHN', 'plain SQL', 'a', $$SELECT KEY, coalesce(sum(value) FILTER (WHERE exporter = 'CHN'), 0) / nullif(sum(value), 0) AS a FROM FLOW GROUP BY KEY$$),
	('HHI', 'trade_exposure', 'a', 'SELECT KEY, hhi(exporter, value) AS a FROM FLOW GROUP BY KEY'),
	('HHI', 'plain SQL', 'a', 'SELECT KEY, sum(v * v) / sum(v) ^ 2 AS a FROM (SELECT KEY, exporter, sum(value) AS v FROM FLOW GROUP BY KEY, exporter) AS s GROUP BY KEY'),
	('top-3 share', 'trade_exposure', 'a', 'SELECT KEY, top_share(exporter, value, 3) AS a FROM FLOW GROUP BY KEY'),
	('top-3 share', 'plain SQL', 'a', 'SELECT KEY, (v[1] + coalesce(v[2], 0) + coalesce(v[3], 0)) / total AS a
		FROM (SELECT KEY, (array_agg(v ORDER BY v DESC))[1:3] AS v, sum(v) AS total
			FROM (SELECT KEY, exporter, sum(value) AS v FROM FLOW GROUP BY KEY, exporter) AS s GROUP BY KEY) AS t'),
	('top-3 share', 'plain SQL, window', 'a', 'SELECT KEY, sum(v) FILTER (WHERE r <= 3) / sum(v) AS a
		FROM (SELECT KEY, sum(value) AS v, row_number() OVER (PARTITION BY KEY ORDER BY sum(value) DESC) AS r FROM FLOW GROUP BY KEY, exporter) AS s GROUP BY KEY'),
	('full profile', 'trade_exposure', 'total + share + hhi + top3 + n + length(top)',
		$$SELECT KEY, total(m), dependency_share(m, 'CHN') AS share, hhi(m), top_share(m, 3) AS top3, supplier_count(m) AS n, top_supplier(m) AS top
		FROM (SELECT KEY, supply_mix(exporter, value) AS m FROM FLOW GROUP BY KEY) AS s$$),
	('full profile', 'plain SQL', 'total + share + hhi + (v[1] + coalesce(v[2], 0) + coalesce(v[3], 0)) / total + n + length(top)',
		$$SELECT KEY, sum(v) AS total, coalesce(sum(v) FILTER (WHERE exporter = 'CHN'), 0) / sum(v) AS share, sum(v * v) / sum(v) ^ 2 AS hhi,
			(array_agg(v ORDER BY v DESC))[1:3] AS v, count(*) AS n, (array_agg(exporter ORDER BY v DESC))[1] AS top
		FROM (SELECT KEY, exporter, sum(value) AS v FROM FLOW GROUP BY KEY, exporter) AS s GROUP BY KEY$$),
	('full profile', 'plain SQL, window', 'total + share + hhi + top3 + n + length(top)',
		$$SELECT KEY, sum(v) AS total, coalesce(sum(v) FILTER (WHERE exporter = 'CHN'), 0) / sum(v) AS share, sum(v * v) / sum(v) ^ 2 AS hhi,
			sum(v) FILTER (WHERE r <= 3) / sum(v) AS top3, count(*) AS n, min(exporter) FILTER (WHERE r = 1) AS top
		FROM (SELECT KEY, exporter, sum(value) AS v, row_number() OVER (PARTITION BY KEY ORDER BY sum(value) DESC) AS r
			FROM FLOW GROUP BY KEY, exporter) AS s GROUP BY KEY$$)
) AS v(question, engine, answer, query)
WHERE label NOT LIKE 'sorted%' OR question IN ('grouped sum', 'HHI', 'full profile')
$f$;
SELECT bench_add_questions('few groups', 'hs6, year', 'bench_flow', NULL),
	bench_add_questions('many groups', 'importer, hs6, year', 'bench_flow', NULL),
	bench_add_questions('sorted, many groups', 'importer, hs6, year', 'bench_sorted', 'enable_hashagg = off');

-- raw rows by the node "Batch Group", off by default
INSERT INTO bench_query (question, engine, query, setting)
SELECT question, 'trade_exposure, in batches', query, 'trade_exposure.batch_grouping = on' FROM bench_query
WHERE engine = 'trade_exposure' AND question ~ '^(few|many) groups' ORDER BY n;
INSERT INTO bench_engine SELECT 'trade_exposure, in batches', version, storage || ', trade_exposure.batch_grouping = on' FROM bench_engine WHERE engine = 'trade_exposure';

INSERT INTO bench_query (question, engine, query)
SELECT 'stored: ' || question, 'trade_exposure', format('SELECT count(*), sum(%s) FROM bench_mix', answer) FROM (VALUES
	('share of CHN', $$dependency_share(mix, 'CHN')$$), ('HHI', 'hhi(mix)'), ('top-3 share', 'top_share(mix, 3)'),
	('full profile', $$total(mix) + dependency_share(mix, 'CHN') + hhi(mix) + top_share(mix, 3) + supplier_count(mix) + length(top_supplier(mix))$$)) AS v(question, answer)
UNION ALL
SELECT 'stored: ' || question, 'plain SQL', format('SELECT count(*), sum(%s) FROM bench_array', answer) FROM (VALUES
	('share of CHN', $$coalesce(v[array_position(o, 'CHN')], 0) / (SELECT sum(x) FROM unnest(v) AS x)$$),
	('HHI', '(SELECT sum(x * x) / sum(x) ^ 2 FROM unnest(v) AS x)'),
	('top-3 share', '(v[1] + coalesce(v[2], 0) + coalesce(v[3], 0)) / (SELECT sum(x) FROM unnest(v) AS x)'),
	('full profile', $$(SELECT sum(x) + coalesce(v[array_position(o, 'CHN')], 0) / sum(x) + sum(x * x) / sum(x) ^ 2
		+ (v[1] + coalesce(v[2], 0) + coalesce(v[3], 0)) / sum(x) FROM unnest(v) AS x) + cardinality(v) + length(o[1])$$)) AS v(question, answer);
INSERT INTO bench_query (question, engine, query) VALUES
	('stored: by product', 'trade_exposure', 'SELECT count(*), sum(hhi(m)) FROM (SELECT hs6, year, sum(mix) AS m FROM bench_mix GROUP BY hs6, year) AS s'),
	('stored: by product', 'plain SQL', 'SELECT count(*), sum(a) FROM (SELECT hs6, year, sum(s * s) / sum(s) ^ 2 AS a
		FROM (SELECT hs6, year, p, sum(w) AS s FROM bench_array, unnest(o, v) AS u(p, w) GROUP BY hs6, year, p) AS t GROUP BY hs6, year) AS q');

-- who is asked what: every engine all questions, Polars those of raw rows
CREATE VIEW bench_asked AS
SELECT min(n) OVER (PARTITION BY question) AS n, question, engine FROM bench_query
UNION ALL
SELECT min(n), question, peer FROM bench_query, unnest(ARRAY['DuckDB', 'chDB', 'Polars']) AS peer
WHERE peer <> 'Polars' OR question NOT LIKE 'stored%' GROUP BY question, peer;

-- sorted and stored rows give the same answers as the raw ones
CREATE OR REPLACE FUNCTION bench_same_as(question text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT CASE WHEN question = 'stored: by product' THEN 'few groups: HHI'
	ELSE replace(replace(question, 'sorted, ', ''), 'stored', 'many groups') END
$$;

-- Memory of an aggregate's states in bytes a group, beyond what counting needs.
CREATE FUNCTION bench_peak(query text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE plan json;
BEGIN
	EXECUTE 'EXPLAIN (ANALYZE, TIMING off, SUMMARY off, FORMAT json) ' || query INTO plan;
	-- the first node with a hash table, from the top
	RETURN (SELECT 1024 * (x ->> 'Peak Memory Usage')::float8
		FROM jsonb_path_query(plan::jsonb, 'strict $.**{0 to last} ? (exists(@."Peak Memory Usage"))') AS x LIMIT 1);
END $$;
